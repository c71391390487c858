"""What is written can be followed: links lead somewhere, decisions have their parts, settings are explained."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from bench import works
from meent.settings import SETTINGS
from tests.house.source import PACKAGE, ROOT, files, place, text_of

LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
DECISION = re.compile(r"(?P<number>\d{4})-[a-z0-9-]+\.md")
SETTING_ROW = re.compile(r"^\| `(?P<name>\w+)` \| (?P<default>[^|]*) \| (?P<meaning>[^|]+) \|$", re.MULTILINE)
VARIABLE = re.compile(r"\bMEENT_[A-Z_]+\b")
PARTS = ("**Context.**", "**Decision.**", "**Consequences.**", "**Guard.**")


def pages() -> list[Path]:
    return [path for path in files() if path.suffix == ".md"]


def decisions() -> list[Path]:
    return sorted((ROOT / "docs" / "decisions").glob("*.md"))


def test_links_lead_somewhere():
    """A dead link in a manual is found by the person who needed it."""
    dead = [
        f"{place(page, number)} {target}"
        for page in pages()
        for number, line in enumerate(text_of(page).splitlines(), 1)
        for target in LINK.findall(line)
        if not target.startswith(("http://", "https://", "mailto:", "#"))
        if not (page.parent / target.partition("#")[0]).exists()
    ]
    assert dead == []


def test_decisions_are_numbered_once():
    """A decision is cited by its number, in code and in commits."""
    numbers = [match["number"] if (match := DECISION.fullmatch(page.name)) else page.name for page in decisions()]
    assert len(numbers) == len(set(numbers))
    assert all(number.isdigit() for number in numbers), numbers


@pytest.mark.parametrize("page", decisions(), ids=lambda page: page.stem)
def test_a_decision_says_why_and_what_guards_it(page):
    """A choice without its reason is made again; one without a guard is forgotten."""
    text = text_of(page)
    assert [part for part in PARTS if part not in text] == []
    assert text.startswith(f"# {page.name[:4]}. ")


def test_every_setting_is_explained():
    """An operator finds a setting in the documentation or not at all."""
    rows = SETTING_ROW.findall(text_of(ROOT / "docs" / "settings.md"))
    explained = [(name, default.strip().strip("`"), meaning.strip()) for name, default, meaning in rows]
    assert explained == [(setting.name, setting.default, setting.meaning) for setting in SETTINGS]


def test_every_variable_that_is_read_is_a_setting():
    """A variable outside the table is a setting that nobody knows of."""
    read = {name for path in PACKAGE.rglob("*.py") for name in VARIABLE.findall(text_of(path))}
    assert read <= {setting.name for setting in SETTINGS}


def test_publiccode_tells_what_this_version_is():
    """Catalogues of public software read this file, and refuse one that misses a part or says too little."""
    told = yaml.safe_load(text_of(ROOT / "publiccode.yml"))
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    required = {"publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description"}
    assert required | {"legal", "maintenance", "localisation"} <= told.keys()
    assert told["softwareVersion"] == project["version"]
    assert told["legal"]["license"] == project["license"]
    for description in told["description"].values():
        assert len(description["shortDescription"]) <= 150 <= len(description["longDescription"]) <= 10_000
        assert description["features"]


@pytest.mark.rule("G-27")
def test_speed_has_a_bar_of_our_own():
    """The standard names no figure, and what nobody measures gets slower."""
    bars = {name: work.bar for name, work in works.WORKS.items()}
    of_reading = {"W1": 2.5, "W2": 2.5, "W3": 3, "W4": 6, "W7": 6, "W8b": 3, "W9": 4, "W10": 3}
    assert bars == of_reading | {"W5": 3, "W6": 4, "W8a": 3}
