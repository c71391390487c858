"""Numbers of main objects: who leaves out the identificatie gets the next one of the organisation that keeps it."""

from typing import Annotated, Any
from uuid import UUID

from meent.capabilities.series import next_number
from meent.engine.change import Change
from meent.engine.marks import Doc, Sent


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


ChosenUuid = Annotated[Sent[UUID | None], Doc(nullable=False, extra=(("writeOnly", None),))]
"""A uuid that a client may choose; it is the key of the row, so it is shown as that and not kept beside it."""


async def take_uuid(change: Change[Any]) -> None:
    """Whoever makes an object may choose its uuid, and from then on it stays. Source: OB-06."""
    chosen: UUID | None = change.new.uuid
    if chosen is not None and change.old is None:
        change.new.id = chosen
    elif chosen is not None and chosen != change.id:
        change.reject("uuid", "wijzigen-niet-toegelaten", "De uuid kunt u na het aanmaken niet meer wijzigen.")
