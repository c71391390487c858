"""Periods as ISO 8601 writes them, and terms counted on the calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meent.basis.periode import OngeldigePeriode, Periode

PART = st.integers(0, 99_999)
PERIODEN = st.builds(Periode, PART, PART, PART, PART, PART, PART, PART)


@pytest.mark.parametrize("text", ["P5Y", "P1Y2M10D", "P6W", "PT48H", "P1DT12H30M15S", "P3M", "PT3M", "P0D"])
def test_what_came_in_goes_out(text: str) -> None:
    assert str(Periode.parse(text)) == text


@pytest.mark.parametrize("text", ["P0Y0M0D", "PT0S", "P0DT0H"])
def test_nothing_is_written_as_no_days(text: str) -> None:
    assert str(Periode.parse(text)) == "P0D"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1",
        "1Y",
        "P1YT",
        "p1y",
        "P-1D",
        "-P1D",
        "P1D1Y",
        "P1.5Y",
        "P1H",
        " P1Y",
        "P1Y\n",
        "P100000Y",
        "P١Y",
    ],
)
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(OngeldigePeriode):
        Periode.parse(text)


@given(PERIODEN)
def test_writing_and_reading_gives_the_same_value(periode: Periode) -> None:
    assert Periode.parse(str(periode)) == periode


@pytest.mark.parametrize(
    ("day", "text", "later"),
    [
        ("2026-03-01", "P5Y", "2031-03-01"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2024-02-29", "P4Y", "2028-02-29"),
        ("2024-02-29", "P1Y1M", "2025-03-29"),  # cut once, after years and months together
        ("2026-01-31", "P1M", "2026-02-28"),
        ("2026-01-31", "P1M1D", "2026-03-01"),  # months first, then days
        ("2026-12-15", "P1M", "2027-01-15"),
        ("2026-03-28", "P6W", "2026-05-09"),
        ("2026-03-01", "PT48H", "2026-03-03"),
        ("2026-03-01", "PT47H", "2026-03-02"),
        ("2026-03-01", "P0D", "2026-03-01"),
    ],
)
def test_terms_are_counted_on_the_calendar(day: str, text: str, later: str) -> None:
    """A wrong day here destroys a file too early, or lets an objection come too late."""
    assert Periode.parse(text).add_to(date.fromisoformat(day)) == date.fromisoformat(later)


@given(st.dates(max_value=date(3000, 1, 1)), st.integers(0, 2000), st.integers(0, 11))
def test_whole_months_keep_the_day_or_take_the_last(day: date, jaren: int, maanden: int) -> None:
    later = Periode(jaren=jaren, maanden=maanden).add_to(day)
    assert (later.year - day.year) * 12 + later.month - day.month == jaren * 12 + maanden
    assert later.day == day.day or (later.day < day.day and later.day >= 28)


@given(st.dates(max_value=date(3000, 1, 1)), st.builds(Periode, *[st.integers(0, 500)] * 4))
def test_a_later_day_is_never_earlier(day: date, periode: Periode) -> None:
    assert periode.add_to(day) >= day


def test_after_the_last_year_there_is_no_day() -> None:
    with pytest.raises(OverflowError):
        Periode.parse("P9000Y").add_to(date(2026, 1, 1))
    with pytest.raises(OverflowError):
        Periode.parse("P99999D").add_to(date(9999, 1, 1))


def test_negative_part_is_refused() -> None:
    with pytest.raises(OngeldigePeriode):
        Periode(dagen=-1)
