"""`python -m trust.workbook [MODEL…]`: LibreOffice recomputes the workbooks, and must find our figures to the cent.

Each model as it is, and once more for each of its assumptions with that one changed in the file by somebody else's
library, which also throws away every kept outcome: what comes back was reckoned by LibreOffice. So no outcome can be
pasted, and no assumption can be a dead cell. Needs `apt-get install libreoffice-calc-nogui`; some minutes, most of them
LibreOffice's. The outcome is printed, and laid down in trust/results/.
"""

import argparse
import io
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl

from meent.tools.scenario.controle import load_with_places
from meent.tools.scenario.uitkomst import Uitkomst, outcomes
from meent.tools.scenario.vorm import Model
from meent.tools.scenario.waarden import expected, prepared
from meent.tools.scenario.werkboek import FIRST, workbook

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
EXAMPLES = sorted((ROOT / "docs" / "voorbeelden" / "gt-connect").glob("*.toml"))
SOFFICE = "soffice"
AT_ONCE = 60
FACTOR = 1.0625
"""What an assumption is multiplied by. A power of two below the point, so that both sides hold the same number."""


@dataclass
class Verdict:
    """What LibreOffice said of one model: how many workbooks and figures were compared, and what differed."""

    model: str
    workbooks: int = 0
    figures: int = 0
    moved: list[str] = field(default_factory=list)
    unmoved: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def versions(model: Model, made: bytes) -> dict[str, tuple[bytes, dict[str, Any]]]:
    """Assumption that was changed (or nothing) -> the workbook with that change, and the values we reckon with."""
    base = expected(model)
    found = {"": (saved(openpyxl.load_workbook(io.BytesIO(made))), dict(base))}
    for name in model.grootheden:
        book = openpyxl.load_workbook(io.BytesIO(made))
        change(book["Aannames"], name)
        found[name] = (saved(book), base | {name: base[name] * Fraction(FACTOR)})
    return found


def change(sheet: Any, name: str) -> None:
    """Every figure that is written for this assumption, times FACTOR; so its mean is too."""
    (row,) = [cell.row for cell in sheet["A"] if cell.value == name]
    for cell in sheet[f"B{row}:F{row}"][0]:
        if cell.value is not None:
            cell.value = cell.value * FACTOR


def saved(book: Any) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def recompute(books: dict[str, bytes], folder: Path) -> dict[str, Any]:
    """Each workbook as LibreOffice saved it again, with what it reckoned."""
    (folder / "out").mkdir(parents=True)
    names = list(books)
    for number, name in enumerate(names):
        (folder / f"{number}.xlsx").write_bytes(books[name])
    for start in range(0, len(names), AT_ONCE):
        files = [str(folder / f"{number}.xlsx") for number in range(start, min(start + AT_ONCE, len(names)))]
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [SOFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out"), *files]
        subprocess.run(command, check=True, capture_output=True, timeout=1800)
    return {
        name: openpyxl.load_workbook(folder / "out" / f"{number}.xlsx", data_only=True)
        for number, name in enumerate(names)
    }


def cents(value: Any) -> float:
    return round(100 * float(value), 6)


def theirs(book: Any, place: int, years: int) -> list[float]:
    sheet, rows = book["Uitkomst"], book["Jaren"]
    found = [cents(sheet[f"{letter}{FIRST + place}"].value) for letter in "CDFGJ"]
    first = 2 + place * years
    return found + [cents(rows[f"{letter}{row}"].value) for row in range(first, first + years) for letter in "CDEFGH"]


def ours(found: Uitkomst) -> list[int]:
    whole = [found.contante_waarde, found.verwacht, found.annuiteit, found.per_inwoner, found.boekwaarde]
    return [*whole, *(amount for y in found.jaren for amount in (y.ex, y.btw, y.bcf, y.last, y.reeel, y.lasten))]


def judge(file: Path, folder: Path) -> Verdict:
    model, read = load_with_places(file)
    asked = versions(model, workbook(model, read))
    books = recompute({name: content for name, (content, _) in asked.items()}, folder)
    verdict = Verdict(file.stem, len(books))
    plain: list[list[float]] = []
    for name, book in books.items():
        expected_here = outcomes(model, prepared(model, asked[name][1]))
        found = [theirs(book, place, model.kop.jaren) for place in range(len(expected_here))]
        for one, given in zip(expected_here.values(), found, strict=True):
            verdict.figures += len(given)
            if given != ours(one):
                verdict.wrong.append(f"{name or 'as it is'}, {one.naam}: {differing(given, ours(one))}")
            verdict.wrong += wrong_rate(book, list(expected_here).index(one.scenario), one, name)
        plain = plain or found
        if name:
            (verdict.moved if found != plain else verdict.unmoved).append(name)
    return verdict


def differing(given: list[float], wanted: list[int]) -> str:
    pairs = enumerate(zip(given, wanted, strict=True))
    return ", ".join(f"no. {place}: {a} for {b}" for place, (a, b) in pairs if a != b)[:300]


def wrong_rate(book: Any, place: int, one: Uitkomst, name: str) -> list[str]:
    """The rate of return is a root and no amount: equal to 1e-9, or absent on both sides."""
    given = book["Uitkomst"][f"I{FIRST + place}"].value
    if one.terugverdienen is None:
        same = given == "geen"
    else:
        same = isinstance(given, int | float) and abs(given - one.terugverdienen) <= 1e-9 * (1 + abs(given))
    return [] if same else [f"{name or 'as it is'}, {one.naam}: rate {given} for {one.terugverdienen}"]


def is_used(model: Model, name: str) -> bool:
    """Whether a figure of the sheet should move when this assumption does; the joint contract is drawn, not sheet."""
    base = expected(model)
    before, after = (outcomes(model, prepared(model, v)) for v in (base, base | {name: base[name] * Fraction(FACTOR)}))
    return [ours(one) for one in before.values()] != [ours(one) for one in after.values()]


def main() -> None:
    parser = argparse.ArgumentParser(description="LibreOffice recomputes the workbooks of these models")
    parser.add_argument("models", nargs="*", type=Path, default=EXAMPLES)
    verdicts = []
    for file in parser.parse_args().models:
        with tempfile.TemporaryDirectory(prefix="meent-workbook-") as folder:
            verdict = judge(file, Path(folder))
        model, _ = load_with_places(file)
        verdict.wrong += [f"{name}: changed and nothing moved" for name in verdict.unmoved if is_used(model, name)]
        verdicts.append(verdict)
        counted = f"{verdict.workbooks} workbooks, {verdict.figures} figures, {len(verdict.moved)} moved them"
        sys.stdout.write(f"{verdict.model}: {counted}, {len(verdict.wrong)} differences\n")
        sys.stdout.write("".join(f"  {line}\n" for line in verdict.wrong[:20]))
    said = subprocess.run([SOFFICE, "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"[\d.]+", said)
    told = {
        "at": datetime.now(UTC).isoformat(timespec="minutes"), "libreoffice": version[0] if version else said,
        "changed_by": FACTOR, "models": [vars(verdict) for verdict in verdicts],
    }  # fmt: skip
    if any(verdict.wrong for verdict in verdicts):
        sys.exit(1)
    RESULTS.mkdir(exist_ok=True)
    name = f"{datetime.now(UTC).date()}-workbook.json"
    (RESULTS / name).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
