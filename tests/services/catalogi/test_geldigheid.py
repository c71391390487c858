"""Periods of validity of zaaktypen (Catalogi API 1.3.3, ztc-016)."""

from datetime import date

import pytest

from meent.services.catalogi.regels import overlaps


def dag(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("ene", "andere", "verwacht"),
    [
        (("2025-01-01", "2025-12-31"), ("2026-01-01", None), False),
        (("2025-01-01", "2026-01-01"), ("2026-01-01", None), True),  # the last day counts
        (("2025-01-01", None), ("2026-01-01", None), True),
        (("2025-01-01", None), ("2024-01-01", "2024-12-31"), False),
        (("2025-01-01", "2025-12-31"), ("2025-06-01", "2025-06-30"), True),
        (("2025-06-01", "2025-06-01"), ("2025-06-01", "2025-06-01"), True),
    ],
)
def test_overlap(ene: tuple[str, str | None], andere: tuple[str, str | None], verwacht: bool) -> None:
    """On a day with two valid versions nobody knows which term or which status counts."""
    begin, einde = date.fromisoformat(ene[0]), dag(ene[1])
    other_begin, other_einde = date.fromisoformat(andere[0]), dag(andere[1])
    assert overlaps(begin, einde, other_begin, other_einde) is verwacht
    assert overlaps(other_begin, other_einde, begin, einde) is verwacht
