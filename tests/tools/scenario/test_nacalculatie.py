"""What really happened, held against the first baseline and no other."""

import json

import pytest
from click.testing import CliRunner

from meent.cli import main
from meent.tools.scenario import uitvoer
from meent.tools.scenario.bestand import ModelGeweigerd
from meent.tools.scenario.controle import load_with_places
from meent.tools.scenario.nacalculatie import afterwards
from meent.tools.scenario.rapport import report
from tests.tools.scenario.voorbeeld import TEKST, write

PAID = {
    ("licentie_oud", 2026): 100_000, ("licentie_oud", 2027): 97_920, ("licentie_nieuw", 2027): 70_000,
    ("aanschaf", 2026): 15_000, ("advocaat", 2027): 4_000.55,
}  # fmt: skip


@pytest.fixture(scope="module")
def baseline(tmp_path_factory):
    folder = tmp_path_factory.mktemp("besluit")
    model, read = load_with_places(write(folder, TEKST.replace("trekkingen = 20000", "trekkingen = 1000")))
    content = uitvoer.as_json(report(folder / "voorbeeld.toml", model, read))
    (folder / "uitkomst.json").write_bytes(content)
    return folder


def realised(folder, *, digest: str = "", file: str = "uitkomst.json", extra: str = "", tot: int = 2027):
    digest = digest or json.loads((folder / "uitkomst.json").read_text())["digest"]
    text = f'tot = {tot}\n[basislijn]\nbestand = "{file}"\ndigest = "{digest}"\nscenario = "nieuw"\n'
    for (line, year), amount in PAID.items():
        text += f'[[realisatie]]\nregel = "{line}"\njaar = {year}\nbedrag = {amount}\n'
        text += 'bron = "Ledger, invented"\ndatum = 2028-01-15\n'
    target = folder / "achteraf.toml"
    target.write_text(text + extra)
    return target


def test_line_by_line_against_what_was_decided(baseline):
    """96,000 was forecast for the old licences (200 seats, € 40 a month); what nobody told counts as not paid."""
    found = afterwards(realised(baseline))
    rows = {(row.regel, row.jaar): row for row in found.regels}
    old = rows["licentie_oud", 2026]
    assert (old.geraamd, old.gerealiseerd, old.verschil) == (96_000_00, 100_000_00, 4_000_00)
    assert rows["overzetten", 2027].gerealiseerd == 0
    assert rows["overzetten", 2027].bron == ""
    assert found.niet_voorzien == ["advocaat"]
    assert found.gerealiseerd == round(100 * sum(PAID.values()))
    assert max(row.jaar for row in found.regels) == 2027


def test_the_end_is_what_happened_and_then_the_first_forecast(baseline):
    found = afterwards(realised(baseline))
    lines = json.loads((baseline / "uitkomst.json").read_text())["scenarios"]["nieuw"]["posten"]
    assert found.geraamd_eind == sum(line["ex"] for line in lines)
    assert found.verwacht_eind - found.geraamd_eind == found.gerealiseerd - found.geraamd
    assert found.overschrijding == pytest.approx((found.gerealiseerd - found.geraamd) / found.geraamd)


def test_a_gain_that_came_is_written_positive_and_counts_as_one(baseline):
    extra = '[[realisatie]]\nregel = "minder_werk"\njaar = 2028\nbedrag = 900\nbron = "Ledger, invented"\n'
    found = afterwards(realised(baseline, extra=f"{extra}datum = 2029-01-15\n", tot=2028))
    (row,) = [row for row in found.regels if row.regel == "minder_werk"]
    assert row.gerealiseerd == -900_00
    assert row.geraamd < 0


def test_a_later_baseline_is_refused(baseline):
    """A project that is held against its last plan is always on plan."""
    with pytest.raises(ModelGeweigerd, match=r"achteraf\.toml:4: .*andere basislijn"):
        afterwards(realised(baseline, digest="sha256:" + "0" * 64))


def test_a_baseline_that_was_mended_is_refused(baseline):
    text = (baseline / "uitkomst.json").read_text()
    (baseline / "beter.json").write_text(text.replace('"ex": 9600000', '"ex": 9900000', 1))
    assert (baseline / "beter.json").read_text() != text
    with pytest.raises(ModelGeweigerd, match="veranderd nadat het werd geschreven"):
        afterwards(realised(baseline, file="beter.json"))


def entry(line: str, year: int) -> str:
    return (
        f'[[realisatie]]\nregel = "{line}"\njaar = {year}\nbedrag = 1\nbron = "Ledger, invented"\ndatum = 2028-01-01\n'
    )


@pytest.mark.parametrize(("file", "extra", "told"), [
    ("weg.json", "", "geen uitkomst van"),
    ("voorbeeld.toml", "", "geen uitkomst van"),
    ("uitkomst.json", entry("aanschaf", 2026), "staat er al"),
    ("uitkomst.json", entry("aanschaf", 2029), "2029 ligt na 2027"),
    ("uitkomst.json", entry("aanschaf", 2026).replace("bron", "bran"), "'bran' bestaat hier niet"),
])  # fmt: skip
def test_a_fault_is_told_with_its_repair(baseline, file, extra, told):
    with pytest.raises(ModelGeweigerd, match=told):
        afterwards(realised(baseline, file=file, extra=extra))


def test_the_command_tells_it(baseline):
    file = realised(baseline)
    plain = CliRunner().invoke(main, ["scenario", "achteraf", str(file)])
    assert "licentie_oud: € 100.000,00, geraamd € 96.000,00, verschil € 4.000,00  (Ledger, invented)" in plain.output
    assert "'advocaat' stond niet in de basislijn." in plain.output
    found = json.loads(CliRunner().invoke(main, ["scenario", "achteraf", str(file), "--json"]).output)
    assert found["niet_voorzien"] == ["advocaat"]
