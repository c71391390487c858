"""National tables: a code is right or wrong on the day of its fact (landelijke tabellen of RvIG)."""

from pathlib import Path

import pytest

from meent.services.personen import tabellen
from meent.services.personen.controles.plaatsen import code_geldt
from meent.services.personen.tabellen import Code, Tabellen, TabelOnleesbaar
from tests.services.personen.lijsten import NEDERLANDER, WOONT, lijst, met

pytestmark = [pytest.mark.rule("PL-07"), pytest.mark.requirement("K-07")]
ADUARD = Code("0002", "Aduard", "", "19900101", "0056")
NIEUW = Code("1966", "Het Hogeland", "20190101", "")


@pytest.mark.parametrize(("code", "dag", "goed"), [
    (ADUARD, "19891231", True), (ADUARD, "19900101", False), (ADUARD, "19890000", True), (ADUARD, "19900000", False),
    (ADUARD, "00000000", True), (ADUARD, "", True), (NIEUW, "20181231", False), (NIEUW, "20190101", True),
    (NIEUW, "20190000", True), (NIEUW, "20180000", False), (NIEUW, "19000000", False),
])  # fmt: skip
def test_a_code_holds_from_its_first_to_its_last_day(code: Code, dag: str, goed: bool) -> None:
    """An abolished municipality is right in an old akte; what is unknown of a date gets the benefit."""
    assert code.geldt_op(dag) is goed


def test_published_tables_are_read(shared: Path) -> None:
    """UTF-16 with a mark, UTF-8 without: one table read as nonsense refuses every list in the land."""
    found = tabellen.read(shared / "data" / "brp" / "landelijke-tabellen")
    assert {n: len(t) for n, t in found.per_nummer.items()} == {
        32: 217, 33: 1478, 34: 390, 37: 205, 38: 13, 39: 46, 56: 43, 60: 8, 61: 7,
    }  # fmt: skip
    assert found.vind(33, "0002") == ADUARD
    assert found.vind(34, "6030") == Code("6030", "Nederland")
    assert found.vind(39, "1A") == Code("1A", "Geboorte")
    assert found.geldt(36, "van der", "20200101")  # a table that we do not have judges nothing


@pytest.mark.parametrize(
    ("gemeente", "sinds", "goed"),
    [("0002", "19850101", True), ("0002", "20200101", False), ("9999", "20200101", False)],
)
def test_a_list_is_judged_on_the_day_of_the_fact(gemeente: str, sinds: str, goed: bool) -> None:
    """Today's table would make every old address wrong."""
    pl = lijst(c08=[[met(WOONT, e09_10=gemeente, e09_20=sinds, e85_10=sinds)]])
    found = [b.element for b in code_geldt(pl, Tabellen({33: {"0002": ADUARD, "0518": Code("0518", "Eigen")}}))]
    assert ("09.10" not in found) is goed


def test_a_standaardwaarde_is_no_wrong_code() -> None:
    """Unknown is a fact, and in no need of a row."""
    pl = lijst(c04=[[met(NEDERLANDER, e05_10="0000", e63_10="000")]])
    assert not [b for b in code_geldt(pl, Tabellen({32: {}, 37: {}})) if b.element in ("05.10", "63.10")]


@pytest.mark.parametrize("raw", [b"", b"alleen dit\n", b"\xff\xfe\x00", b"a,b\n\xff\xfe"])
def test_a_file_that_is_no_table_is_told(tmp_path: Path, raw: bytes) -> None:
    """An empty table would call every code wrong."""
    path = tmp_path / "Tabel33-x.csv"
    path.write_bytes(raw)
    with pytest.raises(TabelOnleesbaar):
        tabellen.read(tmp_path)
