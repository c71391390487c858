"""A child that is recognised with the declaration of its birth, element by element. Source: HUP 5.2, K-40."""

from datetime import date
from typing import Any

import msgspec
import pytest

from meent.integration.brp import voorraad
from meent.process.burgerzaken import feiten
from meent.process.burgerzaken.feiten import Geboorteinvoer
from meent.process.burgerzaken.geboorte import word_geboren
from meent.services.personen.mutaties import apply
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen
from tests.process.burgerzaken.conftest import Loket
from tests.process.burgerzaken.test_feiten import HIJ, MAN, VROUW, WIEG, ZIJ, akte, ernstig, weigering
from tests.process.burgerzaken.test_meer_feiten import BROER, JONG, ZUS
from tests.process.burgerzaken.test_opnemen import VROUW as GEHUWD
from tests.services.personen.lijsten import ANDER_BSN, BSN, EIGEN, NEDERLANDER, NU, VANDAAG, lijst, met, stapel

GEBOREN, ERKEND = "20261127", VANDAAG
VAN_DIJK = {"02.10": "Noor", "02.30": "van", "02.40": "Dijk"}
LATER = msgspec.structs.replace(
    WIEG, naam=VAN_DIJK, erkend=False, erkend_op=date(2026, 11, 28), vermelding=akte("10B0345"),
    stukken=frozenset({"toestemming moeder"}),
)  # fmt: skip
"""Born on the 27th, declared and recognised on the 28th."""
DEZELFDE_DAG = msgspec.structs.replace(LATER, datum=date(2026, 11, 28))
ONDER_CURATELE = MAN.met("11", [[Voorkomen({"33.10": "1", "85.10": "20200101", "86.10": "20200102"})]])
BUITENLANDSE = lijst(c04=[[met(NEDERLANDER, e05_10="0055")]])
WIE = {"01.10": "2121212140", "01.20": "999991115"}
GEBOORTE = {"03.10": GEBOREN, "03.20": EIGEN, "03.30": "6030"}
A, B = (
    {**akte("10A0345"), "85.10": GEBOREN, "86.10": VANDAAG}, {**akte("10B0345"), "85.10": ERKEND, "86.10": VANDAAG},
)  # fmt: skip


def kind(feit: Any) -> Persoonslijst:
    return apply(Persoonslijst({}), word_geboren(feit).nieuw[0], NU)


def bij(ouder: Persoonslijst, feit: Any) -> tuple[Any, ...]:
    """Category 09 on the list of a parent afterwards."""
    return apply(ouder, word_geboren(feit).wijzigingen[ouder.bsn], NU).stapels["09"]


@pytest.mark.requirement("K-40")
@pytest.mark.rule("BZ-242")
def test_until_it_was_recognised_it_had_one_parent_and_her_name() -> None:
    """01 and 03 have the state of the birth (1•A) as history under that of the erkenning (1•B); 02 has no history."""
    pl = kind(LATER)
    alles = {**WIE, **GEBOORTE, "04.10": "V", "61.10": "E"}
    assert pl.stapels["01"] == (
        stapel({**alles, **VAN_DIJK, **B}, {**alles, "02.10": "Noor", "02.40": "Moulin", **A}),
    )  # fmt: skip
    assert pl.stapels["02"] == (stapel({**ZIJ, "62.10": GEBOREN, **A}),)
    assert pl.stapels["03"] == (stapel({**HIJ, "62.10": ERKEND, **B}, A),)
    assert pl.waarde("04.63.10") == "017"
    assert ernstig(pl) == []


@pytest.mark.requirement("K-40")
@pytest.mark.rule("BZ-242")
def test_also_when_the_name_stays_as_it_was() -> None:
    pl = kind(msgspec.structs.replace(LATER, naam={"02.10": "Noor", "02.40": "Moulin"}))
    assert [(v["81.20"], v["85.10"], v["02.40"]) for v in pl.stapels["01"][0]] == [
        ("10B0345", ERKEND, "Moulin"), ("10A0345", GEBOREN, "Moulin"),
    ]  # fmt: skip


@pytest.mark.requirement("K-40")
@pytest.mark.rule("BZ-242")
def test_the_mother_has_the_child_from_its_birth_the_other_from_the_erkenning() -> None:
    """Beside another child of hers it is a stapel of its own, with both states in it."""
    moeder = lijst(c09=[[{"02.40": "Moulin", "03.10": "20101010", **A}]])
    own = {**WIE, **GEBOORTE}
    assert bij(moeder, msgspec.structs.replace(LATER, moeder=moeder))[1] == stapel(
        {**own, **VAN_DIJK, **B}, {**own, "02.10": "Noor", "02.40": "Moulin", **A}
    )
    assert bij(MAN, LATER) == (stapel({**own, **VAN_DIJK, **B}),)


@pytest.mark.requirement("K-40")
def test_on_the_day_of_birth_itself_there_is_nothing_that_was_before() -> None:
    """No history; the akte is 1•B but for the mother, who is so by the birth."""
    pl = kind(DEZELFDE_DAG)
    aktes = {c: [v.get("81.20") for v in pl.stapels[c][0]] for c in ("01", "02", "03")}
    assert aktes == {"01": ["10B0345"], "02": ["10A0345"], "03": ["10B0345"]}
    assert pl.waarde("03.62.10") == VANDAAG
    for ouder in (VROUW, MAN):
        assert [v["81.20"] for v in bij(ouder, DEZELFDE_DAG)[0]] == ["10B0345"]


def test_dutch_by_who_recognised_it() -> None:
    """Of a foreign mother: from the erkenning and by article 4; on the day of birth it is so by birth."""
    found = [
        (pl.waarde("04.63.10"), pl.waarde("04.85.10"))
        for pl in (kind(msgspec.structs.replace(feit, moeder=BUITENLANDSE)) for feit in (LATER, DEZELFDE_DAG))
    ]
    assert found == [("164", ERKEND), ("017", VANDAAG)]


@pytest.mark.parametrize(("nummer", "anders"), [
    pytest.param(nummer, anders, marks=pytest.mark.rule(nummer)) for nummer, anders in (
        ("BZ-240", {"erkend": True}),
        ("BZ-240", {"ouder": None, "naam": {"02.10": "Noor", "02.40": "Moulin"}}),
        ("BZ-240", {"erkend_op": date(2026, 11, 26)}),
        ("BZ-240", {"erkend_op": date(2026, 11, 29)}),
        ("BZ-240", {"vermelding": akte("10C0345")}),
        ("BZ-240", {"vermelding": akte("10B0346")}),
        ("BZ-241", {"ouder": JONG}),
        ("BZ-241", {"ouder": BROER, "moeder": ZUS}),
        ("BZ-241", {"stukken": frozenset()}),
        ("BZ-241", {"ouder": ONDER_CURATELE}),
    )
])  # fmt: skip
def test_no_erkenning_with_the_declaration(nummer: str, anders: dict[str, Any]) -> None:
    assert weigering(LATER, **anders) == [nummer]


@pytest.mark.requirement("K-40")
async def test_it_is_signed_on_the_akte_that_is_made(loket: Loket) -> None:
    """One call: the geboorteakte, its latere vermelding, the list of the child, and both parents."""
    await loket.bewaar(lijst(), MAN)
    async with loket.gemeente.app.pool.tenant(loket.gemeente.id) as conn:
        await voorraad.vul(conn, loket.gemeente.id, "bsn", [WIE["01.20"]])
        await voorraad.vul(conn, loket.gemeente.id, "anummer", [WIE["01.10"]])
    invoer = Geboorteinvoer(
        sleutel="g40", moeder=BSN, naam=VAN_DIJK, geslacht="V", datum=date(2026, 11, 27), ouder=ANDER_BSN,
        erkend_op=date(2026, 11, 28), stukken=frozenset({"toestemming moeder"}),
    )  # fmt: skip
    done = await feiten.geboren(loket.zgw, invoer)
    assert (done.weigeringen, done.akte, done.nieuw) == ((), "10B0001", ("999991115",))
    pl = await loket.lees("999991115")
    assert [v["81.20"] for v in pl.stapels["03"][0]] == ["10B0001", "10A0001"]
    signed = await loket.gemeente.rows("select letter from akte_vermelding")
    assert [tuple(row) for row in signed] == [("B",)]


def test_a_mother_with_a_partner_needs_no_erkenning() -> None:
    assert "BZ-240" in weigering(LATER, moeder=GEHUWD)
