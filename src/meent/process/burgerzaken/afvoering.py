"""Afvoeren: a list that should never have been made is suspended with F; and taken up again when that was wrong (7.11).

It stays where it is and can be read, out of every search and delivery (K-27).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from meent.basis.datums import PartialDate
from meent.integration.brp import meldingen
from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek
from meent.integration.brp.feiten import Invoer, Uitkomst, Voorbij
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.opnemen import neem_op, nummers
from meent.process.burgerzaken.toetsen import Rechtsfeit, Toets, require
from meent.services.personen.mutaties import Mutatie, Overschrijven
from meent.services.personen.persoonslijst import Persoonslijst

FOUT = "F"


class Lijstfeit(Rechtsfeit, frozen=True, kw_only=True):
    """About a list itself and not about somebody's life: with a reason."""

    eigen: str
    persoon: Persoonslijst
    reden: str
    vandaag: date


class Afvoering(Lijstfeit, frozen=True, kw_only=True):
    """The list was made wrongly; terug: it was not, and is kept up again."""

    terug: bool = False
    open_meldingen: int = 0


def voer_af(feit: Afvoering) -> Gevolg:
    """raises Geweigerd"""
    require(TOETSEN, feit)
    made = Overschrijven(categorie="07", weg=("67",)) if feit.terug else afgevoerd(str(PartialDate.of(feit.vandaag)))
    return Gevolg(
        soort="nl.meent.brp.teruggenomen" if feit.terug else "nl.meent.brp.afgevoerd", over=feit.persoon.bsn,
        wijzigingen={feit.persoon.anummer: (made,)},
    )  # fmt: skip


def afgevoerd(dag: str) -> Mutatie:
    """Source: HUP 7.11.2, K-27."""
    return Overschrijven(categorie="07", inhoud={"67.10": dag, "67.20": FOUT})


# --- checks ----------------------------------------------------------------------------------------------------------


def past_bij_stand(feit: Afvoering) -> Iterator[str]:
    """Kept here and not afgevoerd; or afgevoerd, when it is taken up again. Source: BZ-140, HUP 7.11.2, 7.11.3."""
    if feit.terug:
        if not feit.persoon.is_afgevoerd:
            yield "Deze lijst is niet afgevoerd."
        return
    yield from van_hier(feit)


def van_hier(feit: Lijstfeit) -> Iterator[str]:
    """A list that is kept here, and can change."""
    if feit.persoon.waarde("08.09.10") != feit.eigen or feit.persoon.is_geblokkeerd:
        yield "Deze lijst wordt niet in uw gemeente bijgehouden."
    if feit.persoon.is_afgevoerd:
        yield "Deze lijst is al afgevoerd."


def geen_open_melding(feit: Afvoering) -> Iterator[str]:
    """A report about the list is closed before it goes. Source: BZ-141, HUP 7.11.2."""
    if feit.open_meldingen and not feit.terug:
        yield "Over deze lijst loopt een terugmelding; sluit die eerst af."


def heeft_reden(feit: Afvoering) -> Iterator[str]:
    """Source: BZ-142."""
    if not feit.reden.strip():
        yield "Schrijf op waarom deze lijst ten onrechte is opgenomen of afgevoerd."


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-140": Toets("artikel 1.4 van de Wet BRP", past_bij_stand),
    "BZ-141": Toets("procedure 7.11 van de Handleiding Uitvoeringsprocedures BRP", geen_open_melding),
    "BZ-142": Toets("procedure 7.11 van de Handleiding Uitvoeringsprocedures BRP", heeft_reden),
})  # fmt: skip


# --- recording -------------------------------------------------------------------------------------------------------


class Afvoeringsinvoer(Invoer, frozen=True, kw_only=True):
    """See Afvoering; by A-nummer, since an afgevoerde list is not found by BSN. It takes two people."""

    anummer: str
    reden: str
    terug: bool = False

    @property
    def verantwoording(self) -> tuple[Voorbij, ...]:
        return (*self.voorbij, Voorbij(nummer="BZ-142", reden=self.reden))


async def voert_af(zgw: Zgw, invoer: Afvoeringsinvoer) -> Uitkomst:
    """Records that a list was made wrongly, or that it was not after all."""

    async def bereid(boek: Boek) -> Gevolg:
        persoon = await boek.lees_anummer(invoer.anummer)
        feit = Afvoering(
            eigen=boek.eigen, persoon=persoon, reden=invoer.reden, terug=invoer.terug, vandaag=boek.vandaag,
            open_meldingen=len(await meldingen.open_meldingen(boek, persoon.bsn)), voorbij=nummers(invoer),
        )  # fmt: skip
        return voer_af(feit)

    return await neem_op(zgw, invoer, bereid, feit="afvoering", leest=("01", "07", "08"))
