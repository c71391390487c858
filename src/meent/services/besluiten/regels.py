"""Rules of the Besluiten API 1.1.0 that need no other register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meent.services.nummering import number

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.besluiten.besluit import Besluit


async def number_besluit(change: Change[Besluit]) -> None:
    """A besluit without identificatie gets the next free number of its organisation. Source: B-02, brc-002."""
    await number(change, f"BESLUIT-{change.today.year}-", per="verantwoordelijke_organisatie")


async def require_datum_in_past(change: Change[Besluit]) -> None:
    """A besluit that is registered has been taken. Source: B-10."""
    if change.operation != "delete" and change.changed("datum") and change.new.datum > change.today:
        change.reject("datum", "future_not_allowed", "Kies een datum die niet in de toekomst ligt.")
