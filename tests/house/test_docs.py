"""What is written can be followed: links lead somewhere, decisions have their parts, settings are explained."""

import re
from pathlib import Path

import pytest

from tests.house.source import ROOT, files, place, text_of

LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
DECISION = re.compile(r"(?P<number>\d{4})-[a-z0-9-]+\.md")
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
