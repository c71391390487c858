"""The registers hold exactly the numbers of the pages they come from, and none of those pages' sentences.

The pages stand in the folder MEENT_SHARED names (default `../shared`); without it these tests are skipped.
"""

import os
import re
from pathlib import Path

import pytest

from meent.tools.rules.register import load_requirements, load_rules
from tests.house.source import ROOT

SHARED = Path(os.environ.get("MEENT_SHARED") or ROOT.parent / "shared")
RULES = SHARED / "standards" / "RULES.md"
DESIGN = SHARED / "design"

needs_shared = pytest.mark.skipif(not RULES.is_file(), reason=f"MEENT_SHARED: no published standards at {SHARED}")

RULE_ROW = re.compile(r"^\| ((?:G|X|E|A|AT|Z|D|B|C|AC|N)-\d\d) \|(.*)$", re.MULTILINE)
STANDARD = re.compile(r"\b(zrc|drc|brc|ztc|ac)-(\d{3})((?:[/…]\d{3})*)")
OWN = ("KI-", "OB-", "LV-", "PL-", "BV-", "BZ-", "GZ-", "AU-", "PRE")
"""Before numbers that are not of the ZGW standards: our own where a document has rules and no numbers (decisions 0030,
0035, 0037, 0050, 0051, 0053, 0059), and the preconditions of the BRP."""
# A title may share this many characters with a page: enough for a word of the standard, too little for its sentence.
SHARED_CHARACTERS = 30


def standard_numbers(cell: str) -> list[str]:
    """`zrc-018/019` is two numbers, `ztc-004…008` is five."""
    found = []
    for api, first, more in STANDARD.findall(cell):
        numbers = [int(first)]
        for sign, number in re.findall(r"([/…])(\d{3})", more):
            numbers += range(numbers[-1] + 1, int(number) + 1) if sign == "…" else [int(number)]
        found += [f"{api}-{number:03}" for number in numbers]
    return found


@pytest.mark.parametrize(("cell", "expected"), [
    ("zrc-007", ["zrc-007"]),
    ("zrc-018/019/020", ["zrc-018", "zrc-019", "zrc-020"]),
    ("ztc-004…006", ["ztc-004", "ztc-005", "ztc-006"]),
    ("zrc-025 (1st)", ["zrc-025"]),
    ("–", []),
])  # fmt: skip
def test_numbers_of_the_standard_are_read(cell, expected):
    """The guard itself: a number that is not read is not compared."""
    assert standard_numbers(cell) == expected


@needs_shared
@pytest.mark.requirement("R36")
def test_every_numbered_rule_is_registered():
    """A rule that is not in the register is a rule that nobody is asked about."""
    published = [number for number, _ in RULE_ROW.findall(RULES.read_text())]
    registered = [rule["id"] for rule in load_rules()]
    assert sorted(number for number in registered if not number.startswith(OWN)) == sorted(published)
    assert not [number for number in published if number.startswith(OWN)]


@needs_shared
def test_rules_carry_the_number_of_the_standard():
    """A supplier looks a rule up by VNG's number, not by ours."""
    columns = {number: row.split("|")[0] for number, row in RULE_ROW.findall(RULES.read_text())}
    published = {number: standard_numbers(column) for number, column in columns.items()}
    ours = {rule["id"]: rule["standard"] for rule in load_rules() if published.get(rule["id"])}
    assert ours == {number: numbers for number, numbers in published.items() if numbers}


@needs_shared
@pytest.mark.requirement("R36")
def test_every_requirement_is_registered():
    """A requirement that is not in the register is a promise that nobody keeps."""
    page = (DESIGN / "requirements.md").read_text()
    published = re.findall(r"^\| (R\d\d) \| A\d:", page, re.MULTILINE)
    assert ids_of("articles") == sorted(published)


@needs_shared
@pytest.mark.parametrize(("area", "section"), [
    ("contact", "## 3. Requirements"),
    ("experience", "## 2. Features"),
    ("burgerzaken", "## 3. Modules"),
])  # fmt: skip
def test_the_tables_of_the_areas_are_registered(area, section):
    """The numbers and their priorities are those of the page, so that a test can name them for years."""
    page = (DESIGN / f"{area}.md").read_text().partition(section)[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (\d+) \|.*\| (\d) \|$", page, re.MULTILINE)
    published = {f"{area}-{number}": int(priority) for number, priority in rows}
    assert published
    ours = {entry["id"]: entry["priority"] for entry in load_requirements() if entry["area"] == area}
    assert {number: priority for number, priority in ours.items() if priority} == published


@needs_shared
def test_the_numbered_lists_of_burgerzaken_are_registered():
    """The kernel rules and the measures of acceptance have no priority, but they do have a number."""
    page = (DESIGN / "burgerzaken.md").read_text()
    kernel = re.findall(r"^- (K-\d\d) ", page, re.MULTILINE)
    bars = re.findall(r"^\| (\d+) \|", page.partition("## 12. Acceptance")[2].partition("\n## ")[0], re.MULTILINE)
    without_priority = [entry["id"] for entry in load_requirements() if entry["priority"] is None]
    ours = [number for number in without_priority if not number.startswith("R")]
    assert ours == kernel + [f"burgerzaken-bar-{number}" for number in bars]


@needs_shared
@pytest.mark.parametrize("page", ["standards/RULES.md", *[f"design/{name}.md" for name in (
    "requirements", "contact", "experience", "burgerzaken")]])  # fmt: skip
def test_no_title_repeats_the_page(page):
    """The pages are other people's text; we may take the facts and must find our own words."""
    text = words_of((SHARED / page).read_text())
    titles = [entry["title"] for entry in (*load_rules(), *load_requirements())]
    assert [title for title in titles if any(part in text for part in parts_of(words_of(title)))] == []


def test_numbers_and_titles_are_used_once():
    """Two entries with one number would share each other's tests; two with one title cannot be told apart."""
    entries = [(entry["id"], entry["title"]) for entry in (*load_rules(), *load_requirements())]
    assert len({number for number, _ in entries}) == len(entries)
    assert len({title for _, title in entries}) == len(entries)


def ids_of(area: str) -> list[str]:
    return sorted(entry["id"] for entry in load_requirements() if entry["area"] == area)


def words_of(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def parts_of(text: str) -> list[str]:
    """Every stretch of the forbidden length."""
    return [text[start : start + SHARED_CHARACTERS] for start in range(len(text) - SHARED_CHARACTERS + 1)]
