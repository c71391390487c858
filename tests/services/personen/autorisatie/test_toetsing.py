"""A condition judged on a persoonslijst, beside a second evaluator that was written another way."""

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meent.services.personen import rvig
from meent.services.personen.autorisatie import tabel35
from meent.services.personen.autorisatie.toetsing import Geval, oordeel, verschuif
from meent.services.personen.persoonslijst import Persoonslijst
from tests.services.personen.lijsten import BSN, GEZAG, INSCHRIJVING, PERSOON, WOONT, lijst, met

VANDAAG = date(2026, 11, 29)
FOLDER = Path("data/brp/landelijke-tabellen")
ACTUEEL = "Tabel35-Autorisatietabel-20161116-actueel.csv"
INDICATIE = [{"40.10": "250301"}], [{"40.10": "610101"}, {"40.10": "601301"}]
"""Two afnemers follow now, a third did before."""


def holds(text: str, pl: Persoonslijst, **more: Any) -> bool:
    return oordeel(text)(Geval(pl, VANDAAG, **more))


@pytest.mark.rule("AU-03")
@pytest.mark.parametrize(("text", "expected"), [
    ("", True),
    ("08.09.10 GA1 0518", True),
    ("08.09.10 GA1 0599", False),
    ("KV 01.01.10 OFVWD KV 06.08.10 ENVWD KV 06.08.10", True),  # not (A of B) en B
    ("(KV 01.01.10 OFVWD KV 06.08.10) ENVWD KV 06.08.10", False),
    ("KNV 07.67.10 ENVWD 08.09.10 GA1 0599 OFVGL 0518", True),
    ("KV 06.08.10 OFVWD KNV 07.67.10", True),
])  # fmt: skip
def test_conditions_together(text: str, expected: bool) -> None:
    """ENVWD binds stronger than OFVWD: otherwise a rule for few is a rule for many."""
    assert holds(text, lijst()) is expected


@pytest.mark.rule("AU-04")
@pytest.mark.parametrize(("text", "expected"), [
    ("14.40.10 GA1 610101", True),
    ("14.40.10 GAA 610101", False),
    ("14.40.10 OGA1 610101", True),  # one of them is another
    ("14.40.10 OGAA 610101", False),
    ("14.40.10 OGAA 999999 ENVGL 888888", True),
    ("14.40.10 GAA 610101 OFVGL 250301", True),
    ("64.40.10 GA1 601301", True),  # history is a rubriek of its own
    ("14.40.10 GA1 601301", False),
    ("06.08.10 GA1 20200101", False),  # somebody who lives has no such day
    ("06.08.10 OGA1 20200101", False),
    ("06.08.10 OGAA 20200101", True),  # "differs from all" holds of nothing too
    ("04.05.10 OGAA 0001 OFVWD 04.65.10 OGAA \"B\"", True),
    ("01.03.10 OGA1 08.10.30", True),
    ("01.03.10 GA1 02.62.10", True),
    ("01.01.10 OGAA 51.01.10", True),
])  # fmt: skip
def test_one_value_or_each(text: str, expected: bool) -> None:
    """An operator on 1 needs one value of the rubriek that does, one on A each value that there is."""
    assert holds(text, lijst(c14=INDICATIE)) is expected


@pytest.mark.rule("AU-05")
@pytest.mark.parametrize(("text", "expected"), [
    ('08.11.60 GA1 "2512/*"', True),
    ('08.11.60 GA1 "2512A"', False),
    ('08.11.60 GA1 "2512/?A"', True),
    ('08.11.60 OGA1 "25/*" ENVGL "26/*"', False),
    ('08.11.60 OGA1 "25/*" OFVGL "26/*"', True),  # differs from one of the two
    ('08.11.60 GA1 "26/*" OFVGL "2512/?A"', True),
    ("08.09.10 OGA1 0518 ENVGL 0599", False),
    ("08.11.20 GA1 0031 OFVGL 32", True),  # a number is a number
    ('08.11.10 GA1 "boterdiep"', False),  # capitals count: tabel 35 writes each spelling
    ('08.11.10 GA1 "B.t/*"', False),  # a dot is a dot
])  # fmt: skip
def test_a_joker(text: str, expected: bool) -> None:
    assert holds(text, lijst()) is expected


@pytest.mark.rule("AU-06")
@pytest.mark.parametrize(("geboren", "text", "expected"), [
    ("20081231", "01.03.10 GA1 19.89.30 - 0018", True),  # the year alone: everybody who becomes eighteen in it
    ("20081231", "01.03.10 GA1 19.89.30 - 001800", False),
    ("20081101", "01.03.10 GA1 19.89.30 - 001800", True),
    ("20081129", "01.03.10 KDOG1 19.89.30 - 00180000", True),  # eighteen today
    ("20081130", "01.03.10 KDOG1 19.89.30 - 00180000", False),
    ("20081130", "01.03.10 KDOG1 (19.89.30 - 00180000)", False),
    ("20081029", "01.03.10 GA1 19.89.30 - 00180100", True),
    ("20101202", "01.03.10 GD1 20101201", True),
    ("20101202", "01.03.10 GD1 2010", False),  # as fine as it is written
    ("19850000", "01.03.10 KD1 19850101", True),  # zeroes sort smallest
    ("00000000", "01.03.10 KDOG1 20011101", True),
    ("00000000", "01.03.10 KDOG1 20011101 ENVWD 01.03.10 OGA1 00000000", False),  # as tabel 35 excludes them
    ("19900301", "01.03.10 KD1 19.89.20 - 0016", True),
])  # fmt: skip
def test_days(geboren: str, text: str, expected: bool) -> None:
    assert holds(text, lijst(c01=[[met(PERSOON, e03_10=geboren)]])) is expected


@pytest.mark.rule("AU-06")
def test_a_selection_counts_from_its_own_day() -> None:
    text = "01.03.10 KDOG1 19.89.20 - 00400000"
    assert holds(text, lijst(), selectiedatum=date(2026, 1, 1))
    assert not holds(text, lijst(), selectiedatum=date(2025, 1, 1))


@pytest.mark.rule("AU-06")
@given(st.dates(date(1850, 1, 1), date(2100, 1, 1)), st.integers(0, 90), st.integers(0, 11), st.integers(0, 30))
def test_a_later_day_is_never_before_an_earlier_one(dag: date, jaren: int, maanden: int, dagen: int) -> None:
    """A limit of age that jumps back would let somebody in and out again."""
    texts = [f"{d.year:04}{d.month:02}{d.day:02}" for d in (dag, dag.fromordinal(dag.toordinal() + 1))]
    first, second = (verschuif(text, -jaren, -maanden, -dagen) for text in texts)
    assert first <= second <= texts[1]
    assert len(first) == 8


def test_a_list_that_was_handed_in() -> None:
    """A selection on numbers gives whoever is on the list, and nobody when there is none."""
    text = "LIJST (kolom1 GA1 01.01.20) ENVWD KV 01.01.20"
    assert holds(text, lijst(), kolommen={"kolom1": frozenset([BSN])})
    assert not holds(text, lijst(), kolommen={"kolom1": frozenset(["999990019"])})
    assert not holds(text, lijst())


# --- all of tabel 35 -------------------------------------------------------------------------------------------------


@cache
def tabel(shared: Path) -> tabel35.Tabel35:
    return tabel35.read(shared / FOLDER / ACTUEEL)


def conditions(shared: Path) -> list[str]:
    found = {
        v.voorwaarde for r in tabel(shared).regels for v in (r.spontaan, r.selectie, r.adhoc, r.adres) if v.voorwaarde
    }
    return sorted(found)


@pytest.mark.rule("AU-03")
@pytest.mark.rule("AU-04")
def test_two_evaluators_say_the_same_of_every_rule(shared: Path) -> None:
    """Acceptance 7 of the design: one program could be wrong in a way that nobody sees."""
    lists = [one.pl for one in rvig.read(shared / "data/brp/persoonslijsten/rvig-testset-gbav-20220502.csv") if one.pl]
    emigrated = {"c07": [[met(INSCHRIJVING, e67_10="20200101", e67_20="E")]], "c08": [[met(WOONT, e09_10="1999")]]}
    some = [*lists[::40], lijst(c14=INDICATIE), lijst(c11=[[GEZAG]]), lijst(**emigrated)]
    both = [
        (text, i, oordeel(text)(Geval(pl, VANDAAG)), second(text, pl))
        for text in conditions(shared) for i, pl in enumerate(some)
    ]  # fmt: skip
    assert [row for row in both if row[2] is not row[3]] == []
    assert sum(row[2] for row in both) > 150  # an evaluator that always says no would agree with itself


OPERATOR = r"(OGA1|OGAA|GA1|GAA|GDOG1|GDOGA|GD1|GDA|KDOG1|KDOGA|KD1|KDA)"
ONE = r'(?:"[^"]*"|[\d.]+(?: [-+] \d+)?)'
COMPARISON = re.compile(rf"([\d.]{{8}}) {OPERATOR} ({ONE}(?: (?:OFVGL|ENVGL) {ONE})*)")


def second(text: str, pl: Persoonslijst) -> bool:
    """The condition as an expression of Python, whose own brackets and precedence then decide."""
    code = re.sub(r"LIJST \(kolom\d+ \w+ [\d.]{8}\)", "False", text)
    code = re.sub(r"\bK(N?)V ([\d.]{8})", lambda m: f"({'not ' * bool(m[1])}occurs('{m[2]}'))", code)
    code = COMPARISON.sub(lambda m: f"compares({m[1]!r}, {m[2]!r}, {m[3]!r})", code)
    code = code.replace("ENVWD", "and").replace("OFVWD", "or")
    names = {"occurs": lambda r: bool(values(pl, r)), "compares": lambda r, op, rest: compares(pl, r, op, rest)}
    return bool(eval(code, {"__builtins__": {}, "bool": bool}, names))


def values(pl: Persoonslijst, rubriek: str) -> list[str]:
    category = int(rubriek[:2])
    rows = pl.voorkomens(f"{category - 50 * (category > 50):02}")
    return [v[rubriek[3:]] for _, _, n, v in rows if (n > 0) == (category > 50) and rubriek[3:] in v]


def compares(pl: Persoonslijst, rubriek: str, operator: str, rest: str) -> bool:
    hits = []
    for mine in values(pl, rubriek):
        found = [one(pl, mine, operator, part) for part in re.split(r" (?:OFVGL|ENVGL) ", rest)]
        hits.append(all(found) if "ENVGL" in rest else any(found))
    return False not in hits if operator.endswith("A") else True in hits


def one(pl: Persoonslijst, mine: str, operator: str, part: str) -> bool:
    if part.startswith('"'):
        start, joker, _ = part.strip('"').partition("/*")
        if part.strip('"').startswith("/?"):  # one sign, and what comes after it
            mine, start = mine[1:], part.strip('"')[2:].partition("/*")[0]
        return (mine.startswith(start) if joker else mine == start) is operator.startswith("G")
    day, _, period = re.sub(r" [-+] ", "-", part).partition("-")
    others = ["20261129"] if day.startswith("19.89") else values(pl, day) if "." in day else [day]
    if period:
        sign = -1 if " - " in part else 1
        others = [before(other, sign, period)[: len(period)] for other in others]
    outcomes = [ordered(mine[: len(other)] if period else mine, other, operator[:-1]) for other in others]
    return all(outcomes) if operator.endswith("A") else any(outcomes)


def before(day: str, sign: int, period: str) -> str:
    year, month = int(day[:4]) + sign * int(period[:4]), int(day[4:6]) + sign * int(period[4:6] or 0)
    while month < 1:
        year, month = year - 1, month + 12
    while month > 12:
        year, month = year + 1, month - 12
    assert int(day[6:]) <= 28 or month != 2  # so that each month has the day
    moved = date(year, month, int(day[6:])).toordinal() + sign * int(period[6:] or 0)
    return date.fromordinal(moved).isoformat().replace("-", "")


def ordered(mine: str, other: str, operator: str) -> bool:
    a, b = int(mine), int(other)
    return {"GA": mine == other, "OGA": mine != other, "GD": a > b, "GDOG": a >= b, "KD": a < b, "KDOG": a <= b}[
        operator
    ]
