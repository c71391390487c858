"""Closing and reopening (Zaken API 1.7.0, zrc-007 and zrc-008): the decisions, without a database."""

from datetime import UTC, datetime

import pytest

from meent.basis.datums import amsterdam_dag
from meent.services.across.afsluiten import gevolg_van_status, is_eindstatus, is_nieuwste


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("volgnummer", "van_het_zaaktype", "verwacht"),
    [
        (1, [1, 2, 3], False),
        (3, [1, 2, 3], True),
        (10, [9, 10, 2], True),  # numbers, not texts: 10 comes after 9
        (1, [1], True),
    ],
)
def test_eindstatus_is_the_highest_number(volgnummer: int, van_het_zaaktype: list[int], verwacht: bool) -> None:
    """A wrong end status closes a case that people are still waiting for."""
    assert is_eindstatus(volgnummer, van_het_zaaktype) is verwacht


@pytest.mark.parametrize(
    ("gezet", "eerdere", "verwacht"),
    [
        ("2026-03-02T10:00", [], True),
        ("2026-03-02T10:00", ["2026-03-01T10:00"], True),
        ("2026-03-02T10:00", ["2026-03-01T10:00", "2026-03-03T10:00"], False),
    ],
)
def test_current_status_follows_its_own_date(gezet: str, eerdere: list[str], verwacht: bool) -> None:
    """Old cases are migrated in any order; the last line that arrives is not the last thing that happened."""
    assert is_nieuwste(moment(gezet), [moment(e) for e in eerdere]) is verwacht


@pytest.mark.parametrize(
    ("eindstatus", "nieuwste", "gesloten", "gevolg"),
    [
        (False, True, False, "geen"),
        (True, True, False, "sluit"),
        (False, True, True, "heropent"),
        (True, True, True, "sluit"),  # closed again, on another day
        (False, False, True, "geen"),  # completes the history of a closed case
        (True, False, True, "geen"),
    ],
)
def test_what_a_status_does_to_its_zaak(eindstatus: bool, nieuwste: bool, gesloten: bool, gevolg: str) -> None:
    """Completing the history of a closed case must not open it again."""
    assert gevolg_van_status(eindstatus=eindstatus, nieuwste=nieuwste, gesloten=gesloten) == gevolg


@pytest.mark.parametrize(
    ("gezet", "einddatum"),
    [
        ("2026-01-15T12:00", "2026-01-15"),
        ("2026-01-15T23:30", "2026-01-16"),  # half past midnight in Amsterdam
        ("2026-07-15T21:59", "2026-07-15"),
        ("2026-07-15T22:00", "2026-07-16"),  # summer time
    ],
)
def test_einddatum_is_a_day_in_amsterdam(gezet: str, einddatum: str) -> None:
    """Archive dates count from this day; a day too early destroys a file too early."""
    assert amsterdam_dag(moment(gezet)).isoformat() == einddatum
