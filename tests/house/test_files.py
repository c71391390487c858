"""What a commit may not hold: secrets, paths of one machine, and migrations out of order."""

import re

import pytest

from tests.house.source import PACKAGE, files, place, text_of

FORBIDDEN = {
    "private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "access key": re.compile(r"\b(?:AKIA|ghp_|glpat-|xox[bp]-)[A-Za-z0-9-]{12,}"),
    "password in an address": re.compile(r"://[^/\s:@{}<>\"']+:[^/\s:@{}<>\"'*]+@(?!127\.0\.0\.1|localhost)[a-z0-9]"),
    "path of one machine": re.compile(r"(?<![\w.])/(?:root|work|home/\w+|Users/\w+)/[\w.]"),
}
MIGRATION = re.compile(r"(?P<number>\d{4})_(?:pre|post)_[a-z0-9_]+\.sql")


def offences_in(text: str) -> list[tuple[str, int]]:
    """What is wrong, and on which line."""
    return [
        (what, number)
        for number, line in enumerate(text.splitlines(), 1)
        for what, pattern in FORBIDDEN.items()
        if pattern.search(line)
    ]


def test_no_file_holds_a_secret_or_a_path_of_one_machine():
    """A secret in a commit is public for ever; a path works on one desk only."""
    others = [path for path in files() if path.name != "test_files.py"]
    assert [f"{place(path, line)} {what}" for path in others for what, line in offences_in(text_of(path))] == []


@pytest.mark.parametrize(("line", "expected"), [
    ("-----BEGIN RSA PRIVATE KEY-----", "private key"),
    ("url = 'postgresql://meent:geheim@db.gemeente.nl/meent'", "password in an address"),
    ("sys.path.insert(0, '/home/jan/meent')", "path of one machine"),
    ("url = 'postgresql://meent:geheim@127.0.0.1/meent'", None),
    ("href='https://meent.example/home/jan/x'", None),
])  # fmt: skip
def test_a_secret_is_recognised(line, expected):
    """The guard itself."""
    assert [what for what, _ in offences_in(line)] == ([expected] if expected else [])


def test_migrations_have_each_their_own_number():
    """Two migrations with one number run in an order that differs per machine."""
    names = sorted(path.name for path in (PACKAGE / "data" / "migrations").glob("*.sql"))
    numbers = [match and int(match["number"]) for match in map(MIGRATION.fullmatch, names)]
    assert None not in numbers, names
    assert len(set(numbers)) == len(names), names
