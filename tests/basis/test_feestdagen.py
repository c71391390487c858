"""Days on which nobody works: https://wetten.overheid.nl/BWBR0002448 (Algemene termijnenwet), article 3."""

from datetime import date

import pytest

from meent.basis.feestdagen import feestdagen, werkdagen_na

BEKEND = {
    2024: "01-01 03-29 03-31 04-01 04-27 05-05 05-09 05-19 05-20 12-25 12-26",
    2025: "01-01 04-18 04-20 04-21 04-26 05-05 05-29 06-08 06-09 12-25 12-26",  # 27 April was a Sunday
    2026: "01-01 04-03 04-05 04-06 04-27 05-05 05-14 05-24 05-25 12-25 12-26",
    2027: "01-01 03-26 03-28 03-29 04-27 05-05 05-06 05-16 05-17 12-25 12-26",
    2038: "01-01 04-23 04-25 04-26 04-27 05-05 06-03 06-13 06-14 12-25 12-26",  # the latest Easter there can be
}


@pytest.mark.parametrize("jaar", BEKEND)
def test_the_holidays_of_a_year(jaar):
    assert sorted(f"{dag:%m-%d}" for dag in feestdagen(jaar)) == BEKEND[jaar].split()


@pytest.mark.parametrize(("dag", "aantal", "wordt"), [
    ("2026-11-20", 2, "2026-11-24"),  # over a weekend
    ("2026-11-21", 1, "2026-11-23"),  # asked on a Saturday
    ("2026-04-02", 2, "2026-04-08"),  # Thursday; Good Friday, Easter Monday
    ("2026-04-24", 1, "2026-04-28"),  # Friday; Kingsday is the Monday
    ("2025-04-25", 1, "2025-04-28"),  # Kingsday fell on the Saturday
    ("2027-05-04", 2, "2027-05-10"),  # Liberation Day and Ascension Day side by side, then a weekend
    ("2026-12-23", 2, "2026-12-28"),  # the second Christmas day is a Saturday
    ("2026-12-31", 1, "2027-01-04"),  # over the end of a year
    ("2026-11-23", 0, "2026-11-23"),
])  # fmt: skip
def test_so_many_working_days_later(dag, aantal, wordt):
    """A promise to call back within two days may not run out on a day on which nobody is there."""
    assert werkdagen_na(date.fromisoformat(dag), aantal) == date.fromisoformat(wordt)
