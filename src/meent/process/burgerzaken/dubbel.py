"""Dubbelinschrijving: one person has two lists here; the oldest stays, the other is afgevoerd (HUP 7.9.4, 7.11.2).

No A-nummer changes: each list names the other in group 20, and relatives get the number that stays. A child that was
recorded twice stands twice on the list of its parent: there the second was never so.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from meent.basis.datums import PartialDate
from meent.integration.brp import meldingen
from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek, open_boek
from meent.integration.brp.feiten import Invoer, Uitkomst, Voorbij
from meent.integration.brp.gelijkend import is_zelfde_naam
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.afvoering import Lijstfeit, afgevoerd, van_hier
from meent.process.burgerzaken.aktes import document
from meent.process.burgerzaken.opnemen import neem_op, nummers
from meent.process.burgerzaken.toetsen import Toets, is_verwant, kopie, require
from meent.services.personen.mutaties import Actualiseren, Mutatie, TenOnrechte
from meent.services.personen.persoonslijst import Persoonslijst

HUP_79 = "procedure 7.9 van de Handleiding Uitvoeringsprocedures BRP"
DUBBEL = "dubbele inschrijving"
VAN_FAMILIE = ("02", "03", "05", "09")
OVER_TE_NEMEN = ("04", "05", "06", "09", "10", "11", "12", "13")
"""Categories that must not be lost with the list that goes."""


class Dubbelinschrijving(Lijstfeit, frozen=True, kw_only=True):
    """Two lists of one person; `persoon` is the one that goes.

    blijft       the list that stays
    verwanten    key -> lists here of who has the one that goes as a relative
    open_meldingen  reports of doubt about the one that goes, which are not closed
    """

    blijft: Persoonslijst
    verwanten: Mapping[str, Persoonslijst] = MappingProxyType({})
    open_meldingen: int = 0


def ontdubbel(feit: Dubbelinschrijving) -> Gevolg:
    """Group 20 on both, F on the one that goes, and another number on the lists of relatives. raises Geweigerd"""
    require(TOETSEN, feit)
    gaat, blijft, dag = feit.persoon, feit.blijft, str(PartialDate.of(feit.vandaag))
    bron = document(feit.eigen, feit.vandaag, DUBBEL)
    vorig = Actualiseren(categorie="01", inhoud={"20.10": gaat.anummer}, bron=bron, ingang=dag)
    volgend = Actualiseren(categorie="01", inhoud={"20.20": blijft.anummer}, bron=bron, ingang=dag)
    verwanten = {key: tuple(_on_relative(feit, pl, bron, dag)) for key, pl in feit.verwanten.items()}
    return Gevolg(
        soort="nl.meent.brp.dubbelinschrijving.opgeheven", over=blijft.bsn,
        wijzigingen={
            blijft.anummer: (vorig,), gaat.anummer: (volgend, afgevoerd(dag)),
            **{key: made for key, made in verwanten.items() if made},
        },
    )  # fmt: skip


def _on_relative(feit: Dubbelinschrijving, pl: Persoonslijst, bron: Mapping[str, str], dag: str) -> Iterator[Mutatie]:
    """The number that stays; where that person stands already, the second was never so. Source: HUP 7.9.8, K-24"""
    for categorie in VAN_FAMILIE:
        stapels = pl.stapels.get(categorie, ())
        known = any(s.actueel.get("01.10") == feit.blijft.anummer for s in stapels)
        for number, stapel in enumerate(stapels):
            if stapel.actueel.get("01.10") != feit.persoon.anummer:
                continue
            if known and categorie in ("05", "09"):
                yield TenOnrechte(categorie=categorie, stapel=number, bron=bron)
            else:
                numbers = kopie(feit.blijft, "01")
                yield Actualiseren(categorie=categorie, stapel=number, inhoud=numbers, bron=bron, ingang=dag)


# --- checks ----------------------------------------------------------------------------------------------------------


def beide_van_hier(feit: Dubbelinschrijving) -> Iterator[str]:
    """Two lists with two A-nummers, both kept here. Source: BZ-130, HUP 7.9.4."""
    if feit.persoon.anummer == feit.blijft.anummer:
        yield "Noem twee verschillende lijsten, elk met het eigen A-nummer."
    yield from van_hier(feit)
    if feit.blijft.waarde("08.09.10") != feit.eigen or feit.blijft.is_geblokkeerd or feit.blijft.is_afgevoerd:
        yield "De lijst die blijft wordt hier niet bijgehouden; vraag eerst de andere lijst op."


def zelfde_persoon(feit: Dubbelinschrijving) -> Iterator[str]:
    """Born on the same day, with a name in common. Source: BZ-131, HUP 7.9.1."""
    own, other = feit.persoon, feit.blijft
    names = [is_zelfde_naam(own.waarde(n), other.waarde(n)) for n in ("01.02.10", "01.02.40")]
    if own.waarde("01.03.10") != other.waarde("01.03.10") or not any(names):
        yield "De geboortedatum of de naam verschilt; stel vast dat dit een en dezelfde persoon is."


def oudste_blijft(feit: Dubbelinschrijving) -> Iterator[str]:
    """Source: BZ-132, K-45."""
    if feit.blijft.waarde("07.68.10") > feit.persoon.waarde("07.68.10"):
        yield "De oudste lijst blijft; deze lijst is van later dan de lijst die u wilt afvoeren."


def niets_gaat_verloren(feit: Dubbelinschrijving) -> Iterator[str]:
    """What only the list that goes tells is recorded on the other one first. Source: BZ-133, HUP 7.9.4."""
    lost = [c for c in OVER_TE_NEMEN if _facts(feit.persoon, c) > _facts(feit.blijft, c)]
    if lost:
        yield f"Neem eerst over wat alleen op deze lijst staat, in categorie {', '.join(lost)}."


def geen_open_melding(feit: Dubbelinschrijving) -> Iterator[str]:
    """A report about the list is closed before it goes. Source: BZ-134, HUP 7.11.2."""
    if feit.open_meldingen:
        yield "Over deze lijst loopt een terugmelding; sluit die eerst af."


def heeft_reden(feit: Dubbelinschrijving) -> Iterator[str]:
    """How it is known that it is one person. Source: BZ-135."""
    if not feit.reden.strip():
        yield "Schrijf op hoe u weet dat dit een en dezelfde persoon is."


def _facts(pl: Persoonslijst, categorie: str) -> int:
    return sum(not s.actueel.is_leeg for s in pl.stapels.get(categorie, ()))


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-130": Toets("artikel 1.4 van de Wet BRP", beide_van_hier),
    "BZ-131": Toets(HUP_79, zelfde_persoon, mag_voorbij=True),
    "BZ-132": Toets(HUP_79, oudste_blijft, mag_voorbij=True),
    "BZ-133": Toets(HUP_79, niets_gaat_verloren, mag_voorbij=True),
    "BZ-134": Toets("procedure 7.11 van de Handleiding Uitvoeringsprocedures BRP", geen_open_melding),
    "BZ-135": Toets(HUP_79, heeft_reden),
})  # fmt: skip


# --- recording -------------------------------------------------------------------------------------------------------


class Dubbelinvoer(Invoer, frozen=True, kw_only=True):
    """See Dubbelinschrijving; both by A-nummer, since they may have one BSN. It takes two people."""

    blijft: str
    vervalt: str
    reden: str

    @property
    def verantwoording(self) -> tuple[Voorbij, ...]:
        return (*self.voorbij, Voorbij(nummer="BZ-135", reden=self.reden))


async def ontdubbelt(zgw: Zgw, invoer: Dubbelinvoer) -> Uitkomst:
    """Records that two lists are of one person."""

    async def bereid(boek: Boek) -> Gevolg:
        gaat, blijft = await boek.lees_anummer(invoer.vervalt), await boek.lees_anummer(invoer.blijft)
        feit = Dubbelinschrijving(
            eigen=boek.eigen, persoon=gaat, blijft=blijft, reden=invoer.reden, vandaag=boek.vandaag,
            verwanten=await _relatives(boek, gaat), voorbij=nummers(invoer),
            open_meldingen=len(await meldingen.open_meldingen(boek, gaat.bsn)),
        )  # fmt: skip
        return ontdubbel(feit)

    return await neem_op(
        zgw, invoer, bereid, feit="dubbelinschrijving", leest=("01", "02", "03", "05", "07", "08", "09")
    )


async def _relatives(boek: Boek, pl: Persoonslijst) -> dict[str, Persoonslijst]:
    """Whoever the list names and is registered here, when the other list names this one too."""
    bsns = {v.get("01.20", "") for _, _, n, v in pl.voorkomens(*VAN_FAMILIE) if n == 0} - {"", pl.bsn}
    found = {bsn: other for bsn in sorted(bsns) if (other := await boek.zoek(bsn)) is not None}
    return {
        bsn: other for bsn, other in found.items()
        if is_verwant(other, VAN_FAMILIE, pl) and not other.waarde("07.67.20") and not other.is_geblokkeerd
    }  # fmt: skip


class Vermoeden(NamedTuple):
    """Lists that may be of one person: by A-nummer, with why they are told."""

    waarom: str
    anummers: Sequence[str]


async def vermoedens(zgw: Zgw) -> list[Vermoeden]:
    """Lists here with one BSN, or one birth date and name; that they were compared is in the log. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        return [Vermoeden(why, numbers) for why, numbers in await boek.dubbelen()]
