"""Terugverhuizing: somebody was moved to another municipality by mistake, and comes back on the list (HUP 7.3.2.4).

The move went through there, so the list is asked back as at any move; what the other municipality recorded was wrong
and stays as history with 84.10 O, and what stood before it holds again from the same day, ambtshalve.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from meent.integration.brp.bijhouding import Gevolg
from meent.process.burgerzaken.toetsen import Rechtsfeit, Toets, require, zin
from meent.process.burgerzaken.verhuizing import AMBTSHALVE
from meent.services.personen.mutaties import Corrigeren, Vervanging
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

ADRES = ("09", "10", "11", "12", "14")


class Terugverhuizing(Rechtsfeit, frozen=True, kw_only=True):
    """People who never moved.

    uit       code of the municipality that had them by mistake
    lijsten   BSN -> the list as it came back
    """

    eigen: str
    uit: str
    lijsten: Mapping[str, Persoonslijst]


def zet_terug(feit: Terugverhuizing) -> Gevolg:
    """raises Geweigerd"""
    require(TOETSEN, feit)
    return Gevolg(
        soort="nl.meent.brp.gecorrigeerd", over=next(iter(feit.lijsten)),
        wijzigingen={bsn: (_correction(pl),) for bsn, pl in feit.lijsten.items()},
    )  # fmt: skip


def _correction(pl: Persoonslijst) -> Corrigeren:
    """The address of before in the place of the wrong one, from the same day."""
    right = before(pl).groep(*ADRES)
    return Corrigeren(
        categorie="08", vervangingen=(Vervanging(voorkomen=0, inhoud={**right, "72.10": AMBTSHALVE}),)
    )  # fmt: skip


def before(pl: Persoonslijst) -> Voorkomen:
    """What stood there before the move; empty when nothing did."""
    stapel = pl.stapels["08"][0] if pl.stapels.get("08") else ()
    return next((v for v in stapel[1:] if not v.is_onjuist), Voorkomen())


def kwam_hier_vandaan(feit: Terugverhuizing) -> Iterator[str]:
    """The move was out of this municipality, into that one, and nothing came after it. Source: BZ-440."""
    for pl in feit.lijsten.values():
        if pl.waarde("08.09.10") != feit.uit or before(pl).get("09.10") != feit.eigen or pl.waarde("07.67.20"):
            yield f"De {zin(pl)} is niet vanuit uw gemeente naar die gemeente verhuisd; verwerk een gewone verhuizing."


TOETSEN: Mapping[str, Toets] = MappingProxyType({
    "BZ-440": Toets("procedure 7.3.2.4 van de Handleiding Uitvoeringsprocedures BRP", kwam_hier_vandaan),
})  # fmt: skip
