"""The preconditions: each finds what it is about, and none finds anything on a list that is right."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from meent.services.personen.controles import CONTROLES, MET_TABELLEN, controleer
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.tabellen import Code, Tabellen
from meent.tools.rules.register import load_rules
from tests.services.personen.lijsten import (
    AKTE,
    ANUMMER,
    DATUMS,
    DOCUMENT,
    EIGEN,
    GEZAG,
    HUWELIJK,
    INSCHRIJVING,
    KIND,
    NEDERLANDER,
    ONTBINDING,
    OUDER1,
    OVERLEDEN,
    PASPOORT,
    PERSOON,
    SIGNALERING,
    TITEL,
    WOONT,
    lijst,
    met,
)

TABELLEN = Tabellen({
    33: {EIGEN: Code(EIGEN, "Eigen"), "0002": Code("0002", "Aduard", "", "19900101", "0056")},
    34: {"6030": Code("6030", "Nederland"), "5002": Code("5002", "Frankrijk")}, 38: {"B": Code("B", "baron")},
})  # fmt: skip
BELG = met(NEDERLANDER, e05_10="0052")
BIJZONDER = met(NEDERLANDER, e05_10="", e65_10="B")
EINDE = {"64.10": "034", **DOCUMENT, "85.10": "20200101", "86.10": "20200101"}
LEEG = {**DOCUMENT, "85.10": "20200101", "86.10": "20200101"}
ALLES_GOED = lijst(
    c05=[[ONTBINDING, HUWELIJK]], c06=[[OVERLEDEN]], c09=[[KIND]], c10=[[TITEL]], c11=[[GEZAG]],
    c12=[[PASPOORT], [SIGNALERING]], c04=[[EINDE, NEDERLANDER], [BELG]],
    c13=[[{"31.10": "1", "38.10": "A", **DOCUMENT}]],
)  # fmt: skip

FOUT: list[tuple[str, Persoonslijst]] = [
    ("PRE005", lijst(c01=[[PERSOON, met(PERSOON, e01_10="", e85_10="19800101")]])),
    ("PRE006", lijst(c01=[[met(PERSOON, e02_10="Jan, Piet")]])),
    ("PRE007", lijst(c02=[[met(OUDER1, e03_30="")]])),
    ("PRE007", lijst(c02=[[met(OUDER1, e03_10="")]])),
    ("PRE009", lijst(c06=[[met(OVERLEDEN, e08_10="")]])),
    ("PRE011", lijst(c12=[[met(PASPOORT, e35_40="")]])),
    ("PRE012", lijst(c10=[[met(TITEL, e39_30="")]])),
    ("PRE014", lijst(c08=[[met(WOONT, e13_30="x" * 36)]])),
    ("PRE018", lijst(c05=[[met(HUWELIJK, e15_10="")]])),
    ("PRE018", lijst(c05=[[LEEG]])),
    ("PRE020", lijst(c01=[[{**PERSOON, **DOCUMENT}]])),
    ("PRE023", lijst(c04=[[met(NEDERLANDER, e64_10="034")]])),
    ("PRE030", lijst(c08=[[met(WOONT, e85_10="")]])),
    ("PRE031", lijst(c08=[[met(WOONT, e86_10="")]])),
    ("PRE031", lijst(c08=[[met(WOONT, e86_10="20200100")]])),
    ("PRE031", lijst(c08=[[met(WOONT, e86_10="00000000")]])),
    ("PRE032", lijst(c07=[])),
    ("PRE033", lijst(c08=[])),
    ("PRE034", lijst(c01=[[met(PERSOON, e02_40="")]])),
    ("PRE035", lijst(c12=[[{**PASPOORT, "36.10": "1"}]])),
    ("PRE035", lijst(c12=[[LEEG]])),
    ("PRE036", lijst(c08=[[met(WOONT, e09_20="")]])),
    ("PRE037", lijst(c07=[[met(INSCHRIJVING, e68_10="")]])),
    ("PRE038", lijst(c07=[[met(INSCHRIJVING, e80_20="")]])),
    ("PRE038", lijst(c07=[[met(INSCHRIJVING, e80_20="20190000171500000")]])),
    ("PRE039", lijst(c05=[[met(HUWELIJK, e02_40="")]])),
    ("PRE040", lijst(c05=[[{**HUWELIJK, "07.10": "20200101"}]])),
    ("PRE041", lijst(c05=[[{"06.10": "20081201", "15.10": "H", **AKTE, **DATUMS}]])),
    ("PRE042", lijst(c05=[[met(HUWELIJK, e15_10=".")]])),
    ("PRE043", lijst(c01=[[met(PERSOON, e02_40="")]])),
    ("PRE044", lijst(c01=[[met(PERSOON, e03_10="", e03_20="", e03_30="")]])),
    ("PRE045", lijst(c08=[[met(WOONT, e10_10="", e10_30="")]])),
    ("PRE046", lijst(c01=[[met(PERSOON, e01_10="")]])),
    ("PRE047", lijst(c01=[])),
    ("PRE048", lijst(c09=[[met(KIND, e02_40="")]])),
    ("PRE049", lijst(c02=[[met(OUDER1, e02_40="")]])),
    ("PRE050", lijst(c11=[[LEEG]])),
    ("PRE050", lijst(c11=[[met(LEEG, e85_10="20100101"), GEZAG]])),
    ("PRE051", lijst(c04=[[met(BELG, e85_10="20200101"), NEDERLANDER]])),
    ("PRE055", lijst(c08=[[met(WOONT, e84_10="O")]])),
    ("PRE056", lijst(c06=[[LEEG, OVERLEDEN]])),
    ("PRE056", lijst(c06=[[met(LEEG, e85_10="20200202"), met(OVERLEDEN, e84_10="O")]])),
    ("PRE058", lijst(c04=[[BIJZONDER], [met(BIJZONDER, e65_10="V")]])),
    ("PRE059", lijst(c11=[[met(GEZAG, e32_10="3D")]])),
    ("PRE064", lijst(c09=[[met(KIND, e02_40="", e02_10="Kim")]])),
    ("PRE065", lijst(c02=[])),
    ("PRE066", lijst(c03=[])),
    ("PRE067", lijst(c11=[[met(GEZAG, e82_20="20180300")]])),
    ("PRE069", lijst(c02=[[met(OUDER1, e62_10="")]])),
    ("PRE070", lijst(c11=[[met(GEZAG, e82_30="")]])),
    ("PRE071", lijst(c01=[[met(PERSOON, e81_20="")]])),
    ("PRE073", lijst(c09=[[KIND], [KIND]])),
    ("PRE074", lijst(c05=[[met(HUWELIJK, e06_20="0599", e85_10="20090101"), HUWELIJK]])),
    ("PRE075", lijst(c05=[[met(ONTBINDING, e07_20="0599", e85_10="20160101"), ONTBINDING, HUWELIJK]])),
    ("PRE076", lijst(c08=[[WOONT, met(WOONT, e84_10="X", e85_10="20000101")]])),
    ("PRE077", lijst(c07=[[{**INSCHRIJVING, "87.10": "J"}]])),
    ("PRE078", lijst(c11=[[met(GEZAG, e32_10="3")]])),
    ("PRE079", lijst(c08=[[met(WOONT, e14_10="5002")]])),
    ("PRE080", lijst(c08=[[met(WOONT, e10_10="", e10_30="")]])),
    ("PRE081", lijst(c08=[[{"09.10": "1999", "09.20": "20200101", "13.10": "5002", "72.10": "I", **DATUMS}]])),
    ("PRE082", lijst(c04=[[NEDERLANDER], [NEDERLANDER]])),
    ("PRE083", lijst(c04=[[met(NEDERLANDER, e05_10="")]])),
    ("PRE084", lijst(c08=[[{**WOONT, "12.10": "woonboot"}]])),
    ("PRE084", lijst(c08=[[met(WOONT, e11_10="")]])),
    ("PRE085", lijst(c01=[[met(PERSOON, e81_20="")]])),
    ("PRE087", lijst(c07=[[{**INSCHRIJVING, "67.20": "O"}]])),
    ("PRE088", lijst(c05=[[met(HUWELIJK, e06_10="")]])),
    ("PRE089", lijst(c13=[[{"38.20": "20300101"}]])),
    ("PRE090", lijst(c13=[[{"31.20": "20200101"}]])),
    ("PRE091", lijst(c08=[[met(WOONT, e11_50="xx")]])),
    ("PRE093", lijst(c04=[[NEDERLANDER], [EINDE, met(NEDERLANDER, e84_10="O")]])),
    ("PRE094", lijst(c08=[[{**WOONT, "13.10": "5002", "13.20": "20200101", "14.10": "5002", "14.20": "20200101"}]])),
    ("PRE097", lijst(c07=[[{**INSCHRIJVING, "71.10": "20200101"}]])),
    ("PRE098", lijst(c01=[[{**PERSOON, "88.20": "verdrag"}]])),
    ("PRE099", lijst(c01=[[{**PERSOON, "83.10": "010000"}]])),
    ("PRE100", lijst(c08=[[met(WOONT, e10_10="")]])),
    ("PRE101", lijst(c07=[[{**INSCHRIJVING, "67.10": "20200101", "67.20": "."}]])),
    ("PRE102", lijst(c08=[[met(WOONT, e10_10="", e10_30="")]])),
    ("PRE103", lijst(c04=[[NEDERLANDER], [BIJZONDER]])),
    ("PRE104", lijst(c04=[[EINDE, met(NEDERLANDER, e84_10="O")], [BIJZONDER]])),
    ("PRE105", lijst(c04=[[{**NEDERLANDER, "65.10": "B"}]])),
    ("PRE106", lijst(c04=[[met(NEDERLANDER, e64_10="034")]])),
    ("PRE107", lijst(c12=[[SIGNALERING], [SIGNALERING]])),
    ("PRE109", lijst(c04=[[met(BIJZONDER, e85_10="20200101"), BELG]])),
    ("PRE110", lijst(c04=[[BIJZONDER, met(BELG, e84_10="O", e85_10="19800101")]])),
    ("PRE111", lijst(c08=[[met(WOONT, e72_10="")]])),
    ("PRE112", lijst(c11=[[met(LEEG, e85_10="20150101"), met(GEZAG, e84_10="O")]])),
    ("PRE113", lijst(c09=[[met(KIND, e01_10=ANUMMER)]])),
    ("PRE114", lijst(c05=[[
        met(HUWELIJK, e15_10="P", e06_10="", e06_20="", e06_30="", e85_10="20150101"), HUWELIJK]])),
    ("PRE115", lijst(c04=[[met(BIJZONDER, e73_10="BE1")]])),
    ("PRE001", lijst(c02=[[met(OUDER1, e03_30="")]])),
    ("PRE001", lijst(c02=[[met(OUDER1, e03_30="9999")]])),
    ("PRE002", lijst(c01=[[met(PERSOON, e03_20="9999")]])),
    ("PRE003", lijst(c01=[[met(PERSOON, e03_30="5002")]])),
    ("PRE004", lijst(c01=[[met(PERSOON, e03_20="Utrecht")]])),
    ("PRE054", lijst(c01=[[met(PERSOON, e02_20="XX")]])),
]  # fmt: skip


@pytest.mark.parametrize(
    ("nummer", "pl"),
    [pytest.param(nummer, pl, marks=pytest.mark.rule(nummer)) for nummer, pl in FOUT],
    ids=[f"{nummer}-{i}" for i, (nummer, _) in enumerate(FOUT)],
)
def test_the_check_finds_its_fault(nummer: str, pl: Persoonslijst) -> None:
    """A check that finds nothing lets every list through, and nobody notices."""
    found = [b for b in controleer(pl, TABELLEN) if b.code == nummer]
    assert found
    assert all(b.uitleg.endswith(".") for b in found)


@pytest.mark.parametrize("pl", [lijst(), ALLES_GOED])
def test_a_right_list_is_found_right(pl: Persoonslijst) -> None:
    """A check that always finds something is switched off within a week."""
    assert [b for b in controleer(pl, TABELLEN) if b.ernst == "fout"] == []


def test_every_check_has_its_test_and_its_row() -> None:
    """A number without a test is a promise; one without a row is a secret."""
    numbers = {*CONTROLES, *MET_TABELLEN} - {"code"}
    assert numbers == {nummer for nummer, _ in FOUT}
    rows = {rule["id"]: rule["title"] for rule in load_rules() if rule["id"].startswith("PRE")}
    assert rows.keys() == numbers | {"PRE061"}
    assert {n: p.zin.rstrip(".") for n, p in CONTROLES.items()} == {n: rows[n] for n in CONTROLES}


@pytest.mark.rule("PRE065", "PRE066")
@pytest.mark.requirement("K-02")
@pytest.mark.parametrize(("reden", "gemeente", "mag"), [
    ("R", "1999", True), ("O", "1999", True), ("F", "1999", True), ("E", "1999", False), ("O", EIGEN, False),
    ("", "1999", False),
])  # fmt: skip
def test_parents_may_be_absent_at_the_rni(reden: str, gemeente: str, mag: bool) -> None:
    """Of who never lived here the parents were never asked."""
    opschorting = {"67.10": "20200101", "67.20": reden} if reden else {}
    pl = lijst(c02=[], c03=[], c07=[[{**INSCHRIJVING, **opschorting}]], c08=[[met(WOONT, e09_10=gemeente)]])
    found = {b.code for b in controleer(pl)}
    assert ({"PRE065", "PRE066"} <= found) is not mag
    assert ("PRE065" in found, "PRE066" in found) in ((True, True), (False, False))


@pytest.mark.parametrize("voor", [
    [[met(LEEG, e85_10="20140129"), met(GEZAG, e84_10="O")]],
    [[LEEG, GEZAG]],
    [[met(GEZAG, e32_10="2"), met(GEZAG, e84_10="O")]],
])  # fmt: skip
def test_what_the_verbs_make_is_right(voor: Sequence[Sequence[dict[str, str]]]) -> None:
    """An end, a correction and a fact that never was: none of them is a fault."""
    assert [b for b in controleer(lijst(c11=voor)) if b.categorie == "11"] == []


def test_our_sentences_are_ours(shared: Path) -> None:
    """The published texts are under another licence: facts may be taken, sentences not."""
    theirs = " ".join((shared / "data" / "brp" / "regels" / "lo3-precondities.csv").read_text().lower().split())
    for rule in load_rules():
        if rule["id"].startswith("PRE"):
            title = rule["title"].lower()
            parts = (title[i : i + 40] for i in range(max(1, len(title) - 39)))
            assert not any(part in theirs for part in parts), rule["id"]
