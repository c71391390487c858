"""Days in Amsterdam, and dates of which a part is unknown (Logisch Ontwerp BRP: eight digits, zeroes for unknown)."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meent.basis.datums import OngeldigeDatum, PartialDate, amsterdam_dag, vandaag


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-01-01T22:59:59+00:00", "2026-01-01"),
        ("2026-01-01T23:00:00+00:00", "2026-01-02"),  # winter: one hour ahead
        ("2026-07-01T21:59:59+00:00", "2026-07-01"),
        ("2026-07-01T22:00:00+00:00", "2026-07-02"),  # summer: two hours ahead
        ("2026-12-31T23:30:00+00:00", "2027-01-01"),  # a form sent at half past midnight belongs to the new year
    ],
)
def test_day_turns_at_midnight_in_amsterdam(instant: str, day: str) -> None:
    assert amsterdam_dag(datetime.fromisoformat(instant)) == date.fromisoformat(day)
    assert vandaag(datetime.fromisoformat(instant)) == date.fromisoformat(day)


def test_instant_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        amsterdam_dag(datetime(2026, 1, 1))  # noqa: DTZ001 (that is the point)


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(1980, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001
def test_day_is_never_more_than_one_off(instant: datetime) -> None:
    assert 0 <= (amsterdam_dag(instant) - instant.date()).days <= 1


@pytest.mark.parametrize(
    ("digits", "first", "last"),
    [
        ("19630512", "1963-05-12", "1963-05-12"),
        ("19630500", "1963-05-01", "1963-05-31"),
        ("19630000", "1963-01-01", "1963-12-31"),
        ("20240200", "2024-02-01", "2024-02-29"),
        ("00000000", None, None),
    ],
)
def test_partial_date_says_between_which_days_it_lies(digits: str, first: str | None, last: str | None) -> None:
    value = PartialDate(digits)
    assert value.eerste_dag == (date.fromisoformat(first) if first else None)
    assert value.laatste_dag == (date.fromisoformat(last) if last else None)


@pytest.mark.parametrize(
    "digits",
    ["", "1963", "1963-5-1", "19631301", "20230229", "19630032", "19630012", "00000512", "00000500", "²0230101"],
)
def test_impossible_date_is_refused(digits: str) -> None:
    with pytest.raises(OngeldigeDatum):
        PartialDate(digits)


def test_unknown_part_is_no_date() -> None:
    """A screen that shows 1 January for "some day in 1963" states a fact that nobody ever established."""
    value = PartialDate("19630000")
    assert (value.jaar, value.maand, value.dag) == (1963, None, None)
    assert value.datum is None
    assert not value.is_volledig


def test_unknown_sorts_first() -> None:
    assert sorted(map(PartialDate, ["19630512", "19630000", "00000000", "19630500"])) == [
        "00000000", "19630000", "19630500", "19630512",
    ]  # fmt: skip


@given(st.dates())
def test_every_full_date_comes_back(day: date) -> None:
    value = PartialDate.of(day)
    assert value.is_volledig
    assert value.datum == value.eerste_dag == value.laatste_dag == day
