"""Tabel 35 from a file: every rule of the real one is read, and each defect is told."""

from collections import Counter
from pathlib import Path

import pytest

from meent.services.personen.autorisatie.tabel35 import (
    Tabel35,
    TabelOnleesbaar,
    Verstrekking,
    of_rows,
    read,
    voorwaarde_van,
)
from meent.services.personen.autorisatie.voorwaarde import lees, schrijf
from tests.services.personen.autorisatie.test_toetsing import conditions, tabel

KOP = ["95.10 Afnemersindicatie", "95.20 Naam", "99.98 Ingang", "99.99 Einde", "95.60 Rubrieken", "95.61", "95.67"]
NET = ["301", "Gemeente Appingedam", "20150801", "", "01.01.10#08.09.10", "", "N"]


def table(*rows: list[str]) -> Tabel35:
    return of_rows([KOP, *rows], "tabel.csv")


@pytest.mark.rule("AU-02")
@pytest.mark.rule("AU-10")
def test_all_of_the_real_table_is_read(shared: Path) -> None:
    """1,364 rules of 16 November 2016; each condition comes out as it went in."""
    found = tabel(shared)
    assert len(found.regels) == 1364
    assert Counter(g.code for g in found.gebreken) == {"aanhalingsteken": 65}
    assert [c for c in conditions(shared) if "".join(schrijf(lees(c)).split()) != "".join(c.split())] == []
    church = next(r for r in found.regels if r.wie == "850001")
    assert (church.is_derde, church.mag_adresvraag, church.mag_plaatsen) == (True, False, True)
    assert church.selectie.voorwaarde == '07.67.20 GA1 "E" OFVGL "M"'
    assert not any(v.dicht for r in found.regels for v in (r.spontaan, r.selectie, r.adhoc, r.adres))


@pytest.mark.rule("AU-10")
@pytest.mark.parametrize(("cell", "condition", "codes"), [
    ('08.10.10 OGA1 B" ENVWD KNV 07.67.10"', '08.10.10 OGA1 "B" ENVWD KNV 07.67.10', ["aanhalingsteken"]),
    ('07.67.20 GA1 E" OFVGL "M""', '07.67.20 GA1 "E" OFVGL "M"', ["aanhalingsteken"]),
    ('(08.11.60 GA1 1433/*")"', '(08.11.60 GA1 "1433/*")', ["aanhalingsteken"]),
    ('07.67.20 GA1 "E"', '07.67.20 GA1 "E"', []),
    ("08.09.10 GA1 0518 OFVGL OFVGL 0599", "08.09.10 GA1 0518 OFVGL OFVGL 0599", ["voorwaarde"]),
])  # fmt: skip
def test_a_damaged_cell_is_told(cell: str, condition: str, codes: list[str]) -> None:
    text, faults = voorwaarde_van(cell)
    assert (text, [code for code, _ in faults]) == (condition, codes)


@pytest.mark.rule("AU-10")
def test_what_cannot_be_read_gives_nothing() -> None:
    """A rule whose condition is broken may not become a rule without a condition."""
    found = table([*NET[:4], "01.01.10#01.99.10", "08.09.10 GA1", "N"])
    [regel] = found.regels
    assert regel.adhoc == Verstrekking(frozenset(["01.01.10"]), "08.09.10 GA1", "N", dicht=True)
    assert [(g.wie, g.element, g.code) for g in found.gebreken] == [
        ("000301", "95.61", "voorwaarde"), ("000301", "95.60", "rubriek"),
    ]  # fmt: skip
    assert "(teken 13)" in found.gebreken[0].uitleg


@pytest.mark.rule("AU-11")
@pytest.mark.parametrize(
    ("dag", "counts"), [("20150731", False), ("20150801", True), ("20161231", True), ("20170101", False)]
)
def test_a_rule_counts_until_its_end(dag: str, counts: bool) -> None:
    [regel] = table([*NET[:3], "20170101", *NET[4:]]).regels
    assert regel.geldt_op(dag) is counts


@pytest.mark.parametrize("rows", [
    [], [KOP[:4], NET], [KOP, NET, NET], [KOP, ["x", *NET[1:]]], [KOP, [*NET[:2], "2015", *NET[3:]]],
])  # fmt: skip
def test_another_file_is_refused(rows: list[list[str]]) -> None:
    with pytest.raises(TabelOnleesbaar):
        of_rows(rows, "tabel.csv")


def test_a_file_that_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "tabel.csv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TabelOnleesbaar):
        read(path)
