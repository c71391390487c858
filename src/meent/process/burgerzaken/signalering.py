"""Signalering: that somebody may not simply be given a travel document, as the RPS tells; it ends without a trace.

Source: HUP 6.7.6, 6.7.7; K-43.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

from meent.basis.datums import PartialDate
from meent.integration.brp.bijhouding import Gevolg
from meent.integration.brp.boek import Boek
from meent.integration.brp.feiten import Invoer, Uitkomst
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.aktes import ingezetene_van
from meent.process.burgerzaken.opnemen import neem_op, nummers
from meent.process.burgerzaken.toetsen import Rechtsfeit, Toets, require
from meent.services.personen.mutaties import Opnemen, Verwijderen
from meent.services.personen.persoonslijst import Persoonslijst

Stap = Literal["begin", "beeindig"]
UIT_DE_LIJST = MappingProxyType({"82.10": "0000", "82.20": "00000000", "82.30": "signaleringslijst"})


class Signalering(Rechtsfeit, frozen=True, kw_only=True):
    """The RPS tells that one begins, or is over.

    datum   day on which it was put in the RPS
    """

    eigen: str
    persoon: Persoonslijst
    stap: Stap
    vandaag: date
    datum: date | None = None


def signaleer(feit: Signalering) -> Gevolg:
    """A stapel of 12 of its own, or that stapel gone whole. raises Geweigerd"""
    require(TOETSEN, feit)
    if feit.stap == "begin":
        assert feit.datum is not None
        dag = str(PartialDate.of(feit.datum))
        change = Opnemen(categorie="12", inhoud={"36.10": "1"}, bron=UIT_DE_LIJST, ingang=dag)
        return Gevolg(soort=GEWIJZIGD, over=feit.persoon.bsn, wijzigingen={feit.persoon.bsn: (change,)})
    gone = Verwijderen(categorie="12", stapel=stapel_van(feit.persoon) or 0)
    return Gevolg(soort=GEWIJZIGD, over=feit.persoon.bsn, wijzigingen={feit.persoon.bsn: (gone,)})


GEWIJZIGD = "nl.meent.brp.gewijzigd"
"""Who may not be given a passport is nobody else's business."""


def stapel_van(pl: Persoonslijst) -> int | None:
    """Number of the stapel of 12 that holds it."""
    return next((n for n, s in enumerate(pl.stapels.get("12", ())) if s.actueel.heeft("36")), None)


# --- checks ----------------------------------------------------------------------------------------------------------


def van_hier(feit: Signalering) -> Iterator[str]:
    """Only of who is kept up here. Source: BZ-270."""
    yield from ingezetene_van(feit.persoon, feit.eigen)


def past_stap(feit: Signalering) -> Iterator[str]:
    """There is one at most; it begins on a day that has come, and ends when it is there. Source: BZ-271."""
    is_there = stapel_van(feit.persoon) is not None
    if feit.stap == "begin" and is_there:
        yield "Er staat al een signalering op de lijst."
    elif feit.stap == "beeindig" and not is_there:
        yield "Er staat geen signalering op de lijst."
    if feit.stap == "begin" and (feit.datum is None or feit.datum > feit.vandaag):
        yield "Vul de dag in waarop de signalering in het register kwam, tot en met vandaag."


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-270": Toets("artikel 1.4 van de Wet BRP", van_hier),
    "BZ-271": Toets("artikel 23 van de Paspoortwet", past_stap),
})  # fmt: skip


# --- recording -------------------------------------------------------------------------------------------------------


class Signaleringsinvoer(Invoer, frozen=True, kw_only=True):
    """See Signalering."""

    bsn: str
    stap: Stap
    datum: date | None = None


async def signaleert(zgw: Zgw, invoer: Signaleringsinvoer) -> Uitkomst:
    """Records what the RPS tells of somebody."""

    async def bereid(boek: Boek) -> Gevolg:
        feit = Signalering(
            eigen=boek.eigen, persoon=await boek.lees(invoer.bsn), stap=invoer.stap, vandaag=boek.vandaag,
            datum=invoer.datum, voorbij=nummers(invoer),
        )  # fmt: skip
        return signaleer(feit)

    return await neem_op(zgw, invoer, bereid, feit="signalering", leest=("01", "07", "08", "12"))
