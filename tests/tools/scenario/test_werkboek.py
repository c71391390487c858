"""The workbook is live: a library that knows nothing of us works its formulas out, and finds our figures to the cent.

Here the sample, by `formulas`; the worked examples and every assumption in turn, by LibreOffice: `trust.workbook`.
"""

import io
import re
from typing import Any

import formulas
import openpyxl
import pytest

from meent.tools.scenario.controle import load_with_places
from meent.tools.scenario.uitkomst import Uitkomst, outcomes
from meent.tools.scenario.waarden import expected, prepared
from meent.tools.scenario.werkboek import FIRST, workbook
from tests.tools.scenario.test_controle import line_of
from tests.tools.scenario.voorbeeld import TEKST, changed, write

OLD_PRICE = 'waarde = 10000\neenheid = "euro"\nprijspeil = 2026\n'
TEXT = TEKST.replace(OLD_PRICE, OLD_PRICE.replace("2026", "2021") + 'index = "prijzen"\nbtw_inbegrepen = true\n')
"""The sample with one amount of an older price level, VAT included: both must be taken out by a formula."""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    assert TEXT != TEKST
    return load_with_places(write(tmp_path_factory.mktemp("model"), TEXT))


@pytest.fixture(scope="module")
def sheets(loaded) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook(*loaded)))


def column(sheet: Any, heading: str, head: int = 1) -> dict[int, Any]:
    """Row number -> cell, of the column with this heading."""
    (letter,) = [cell.column_letter for cell in sheet[head] if cell.value == heading]
    return {cell.row: cell for cell in sheet[letter][head:]}


def told(found: Uitkomst) -> list[int]:
    whole = [found.contante_waarde, found.verwacht, found.annuiteit, found.per_inwoner, found.boekwaarde]
    return [*whole, *(amount for y in found.jaren for amount in (y.ex, y.btw, y.bcf, y.last, y.reeel, y.lasten))]


def recomputed(cells: dict[str, Any], place: int, years: int) -> list[float]:
    """The same figures, in the order of `told`, from the cells of the workbook."""

    def at(sheet: str, letter: str, row: int) -> float:
        return float(cells[f"'[werkboek.xlsx]{sheet}'!{letter}{row}"].value[0, 0])

    found = [at("UITKOMST", letter, FIRST + place) for letter in "CDFGJ"]
    first = 2 + place * years
    return found + [at("JAREN", letter, row) for row in range(first, first + years) for letter in "CDEFGH"]


def test_recomputed_by_somebody_else_it_gives_our_figures_to_the_cent(loaded, sheets, tmp_path):
    """As it is, and after the reader changed an assumption: a pasted figure would stay what it was."""
    model, _ = loaded
    (tmp_path / "werkboek.xlsx").write_bytes(workbook(*loaded))
    model_of_others = formulas.ExcelModel().loads(str(tmp_path / "werkboek.xlsx")).finish()
    row = next(row for row, cell in column(sheets["Aannames"], "Cijfer").items() if cell.value == "inflatie")
    changed = {f"'[werkboek.xlsx]AANNAMES'!B{row}": 0.031}
    for inputs, values in (({}, expected(model)), (changed, expected(model) | {"inflatie": 0.031})):
        cells = model_of_others.calculate(inputs=inputs or None)
        for place, ours in enumerate(outcomes(model, prepared(model, values)).values()):
            theirs = recomputed(cells, place, model.kop.jaren)
            assert [round(100 * euro, 6) for euro in theirs] == told(ours), (inputs, ours.naam)
    rate = float(model_of_others.calculate()[f"'[werkboek.xlsx]UITKOMST'!I{FIRST + 1}"].value[0, 0])
    assert rate == pytest.approx(outcomes(model, prepared(model, expected(model)))["nieuw"].terugverdienen, rel=1e-9)


def test_every_number_that_is_not_an_assumption_is_a_formula(sheets):
    """The only figures that stand there as figures: assumptions, choices of the model, and the calendar."""
    plain = {"Aannames": {"Waarde", "Laag", "Top", "Hoog", "Gemiddelde", "Spreiding", "Prijspeil"}, "Model": {"Waarde"}}
    for sheet in sheets:
        head = FIRST - 1 if sheet.title == "Uitkomst" else 1
        headings = {cell.column_letter: cell.value for cell in sheet[head]}
        for cell in (cell for row in sheet.iter_rows(min_row=head + 1) for cell in row):
            if isinstance(cell.value, int | float):
                assert headings[cell.column_letter] in plain.get(sheet.title, set()) | {"Jaar"}, cell.coordinate


def test_every_name_a_formula_uses_leads_to_a_cell(sheets):
    used = {
        name for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
        for name in re.findall(r"(?<![\w.$!])(_[a-z]\w*|model\.\w+)", cell.value)
    }  # fmt: skip
    assert {"_seats", "_tarief_nieuw", "model.inflatie"} <= used <= set(sheets.defined_names)
    assert all("#REF" not in name.value for name in sheets.defined_names.values())


def test_a_line_reads_as_it_does_in_the_model(sheets):
    """`seats * tarief_nieuw` is a product of those two names, and says where it stands."""
    lines = sheets["Regels"]
    row = next(row for row, cell in column(lines, "Post").items() if cell.value == "Licenties nieuw")
    assert column(lines, "Bedrag")[row].value == "=(_seats*_tarief_nieuw)"
    at = line_of(TEXT, "[scenarios.nieuw.regels.licentie_nieuw]")
    assert column(lines, "Plaats")[row].value == f"voorbeeld.toml:{at}"


def test_every_assumption_has_its_source_and_place(loaded, sheets):
    names, sources = (column(sheets["Aannames"], heading) for heading in ("Cijfer", "Bron"))
    assert [cell.value for cell in names.values()] == list(loaded[0].grootheden)
    assert all(cell.value for cell in sources.values())
    assert all(re.fullmatch(r"voorbeeld\.toml:\d+", c.value) for c in column(sheets["Aannames"], "Plaats").values())


def test_text_of_a_model_never_becomes_a_formula(tmp_path):
    """A source that starts with `=` must not run in the spreadsheet of a councillor."""
    hours = 'waarde = 100, eenheid = "uur/jaar", bron = "'
    text = changed(f"{hours}Invented", f"{hours}=1+1")
    book = openpyxl.load_workbook(io.BytesIO(workbook(*load_with_places(write(tmp_path, text)))))
    (cell,) = [c for c in column(book["Aannames"], "Bron").values() if str(c.value).startswith("=1+1")]
    assert cell.data_type != "f"
