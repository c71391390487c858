"""A child that did not live, on the list of the parent who asks. Source: HUP 7.18, K-42."""

from datetime import date
from typing import Any

import msgspec
import pytest

from meent.integration.brp.feiten import Akte
from meent.process.burgerzaken import feiten
from meent.process.burgerzaken.levenloos import LevenloosGeboren, Levenloosinvoer, neem_kind_op
from meent.process.burgerzaken.toetsen import Geweigerd
from meent.services.personen.autorisatie.levering import gefilterd
from meent.services.personen.mutaties import apply
from tests.process.burgerzaken.conftest import Loket
from tests.process.burgerzaken.test_feiten import DAG, MAN, akte, ernstig
from tests.services.personen.lijsten import ANDER_BSN, BSN, EIGEN, INSCHRIJVING, NU, VANDAAG, lijst, stapel

NAAM = {"02.10": "Lot", "02.40": "Moulin"}
VERZOEK = LevenloosGeboren(
    eigen=EIGEN, ouder=lijst(), verzoeker=BSN, naam=NAAM, datum="19930412", plaats=EIGEN, land="6030",
    bron=akte("20B0012"), vandaag=DAG, verzocht=DAG,
)  # fmt: skip
"""Born in the time of the persoonskaart: when it was does not matter."""
IN_LILLE = {
    "land": "5002", "plaats": "Lille", "datum": "20200000",
    "bron": {"82.10": EIGEN, "82.20": VANDAAG, "82.30": "verklaring onder eed"},
}  # fmt: skip
VERTROKKEN = lijst(c07=[[{**INSCHRIJVING, "67.10": "20200101", "67.20": "E"}]])
INVOER = Levenloosinvoer(
    sleutel="l1", ouder=BSN, verzoeker=BSN, naam=NAAM, datum="19930412", verzocht=date(2026, 11, 20),
    akte=Akte(gemeente=EIGEN, nummer="20B0012"),
)  # fmt: skip


@pytest.mark.requirement("K-42")
def test_the_child_stands_at_the_parent_who_asks() -> None:
    """09 by the akte 2•B, from the day of birth, and with 89.10: without it everybody would get these data."""
    gevolg = neem_kind_op(VERZOEK)
    pl = apply(VERZOEK.ouder, gevolg.wijzigingen[BSN], NU)
    assert pl.stapels["09"] == (
        stapel({
            **NAAM, "03.10": "19930412", "03.20": EIGEN, "03.30": "6030", **akte("20B0012"), "85.10": "19930412",
            "86.10": VANDAAG, "89.10": "L",
        }),
    )  # fmt: skip
    assert (list(gevolg.wijzigingen), gevolg.nieuw) == ([BSN], ())
    assert ernstig(pl) == []


@pytest.mark.rule("BZ-255")
def test_the_parent_is_told_within_four_weeks() -> None:
    """Counted from the request, and to nobody but who asked."""
    [told] = neem_kind_op(msgspec.structs.replace(VERZOEK, verzocht=date(2026, 11, 2))).brieven
    assert (told.soort, told.over, told.aan, told.uiterlijk) == ("levenloos", BSN, BSN, date(2026, 11, 30))


def test_abroad_it_rests_on_what_there_is() -> None:
    """A document of that country, or in the end the parent's own declaration; of the day only what is known."""
    pl = apply(VERZOEK.ouder, neem_kind_op(msgspec.structs.replace(VERZOEK, **IN_LILLE)).wijzigingen[BSN], NU)
    found = [pl.waarde(f"09.{n}") for n in ("03.10", "03.20", "03.30", "82.30", "85.10", "89.10")]
    assert found == ["20200000", "Lille", "5002", "verklaring onder eed", "20200000", "L"]


@pytest.mark.parametrize(("nummer", "anders"), [
    pytest.param(nummer, anders, marks=pytest.mark.rule(nummer)) for nummer, anders in (
        ("BZ-250", {"verzoeker": ANDER_BSN}),
        ("BZ-250", {"verzocht": None}),
        ("BZ-250", {"verzocht": date(2026, 11, 29)}),
        ("BZ-251", {"eigen": "0363"}),
        ("BZ-251", {"ouder": VERTROKKEN}),
        ("BZ-252", {"bron": akte("10A0012")}),
        ("BZ-252", {"bron": {"82.10": EIGEN, "82.20": VANDAAG, "82.30": "verklaring"}}),
        ("BZ-252", {"plaats": "Lille"}),
        ("BZ-252", {**IN_LILLE, "bron": {"82.10": EIGEN, "82.20": VANDAAG, "82.30": " "}}),
        ("BZ-252", {"datum": "20261129"}),
        ("BZ-252", {"naam": {"02.10": "Lot"}}),
        ("BZ-253", {"ouder": lijst(c09=[[{**NAAM, "03.10": "19930412"}]])}),
    )
])  # fmt: skip
def test_it_is_not_recorded(nummer: str, anders: dict[str, Any]) -> None:
    with pytest.raises(Geweigerd) as told:
        neem_kind_op(msgspec.structs.replace(VERZOEK, **anders))
    assert {b.nummer for b in told.value.bezwaren} == {nummer}
    assert all("artikel" in b.artikel and BSN not in b.reden for b in told.value.bezwaren)


@pytest.mark.rule("BZ-254")
def test_who_may_not_hear_of_such_children_gets_nothing_of_it() -> None:
    """Not a name without the word that goes with it either; of another child the same afnemer gets all it may."""
    pl = lijst(c09=[[{**NAAM, "03.10": "19930412", "89.10": "L"}], [{"02.10": "Sam", "02.40": "Moulin"}]])
    names = frozenset({"09.02.10", "09.89.10"})
    seen = [[s.actueel.get("02.10") for s in gefilterd(pl, may).stapels["09"]] for may in (names, names - {"09.89.10"})]
    assert seen == [["Lot", "Sam"], ["Sam"]]


@pytest.mark.requirement("K-42")
async def test_nobody_else_gets_the_child_and_it_has_no_list(loket: Loket) -> None:
    """The other parent may not want to see it: that list stays as it is, until that parent asks too."""
    await loket.bewaar(lijst(), MAN)
    done = await feiten.FEITEN["levenloos"][1](loket.zgw, INVOER)
    assert (done.weigeringen, done.nieuw, [(w.bsn, w.categorie) for w in done.wijzigingen]) == ((), (), [(BSN, "09")])
    assert "09" not in (await loket.lees(ANDER_BSN)).stapels
    assert [tuple(row) for row in await loket.gemeente.rows("select count(*) from persoonslijst")] == [(2,)]
