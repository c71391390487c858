"""Numbers of main objects: who leaves out the identificatie gets the next one of the organisation that keeps it."""

from typing import Any

from meent.capabilities.series import next_number
from meent.engine.change import Change


async def number(change: Change[Any], series: str, *, per: str) -> None:
    """Fills in the identificatie that was left out; a row that has one keeps it.

    series   what stands before the number, "ZAAK-2026-"
    per      field with the organisation within which it is unique
    """
    row = change.new
    if row.identificatie:
        return
    if change.old is not None:
        row.identificatie = change.old.identificatie
        return
    row.identificatie = await next_number(change, "identificatie", series, **{per: getattr(row, per)})
