"""Rules of a klantcontact. Not here: work that follows from it (taakregels.py), and what goes with it (opruimen.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meent.services.klantinteracties.nummers import number, require_number

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.klantinteracties.klantcontact import Klantinteractie


async def number_klantcontact(change: Change[Klantinteractie]) -> None:
    """A klantcontact without a number gets the next one, and keeps it. Source: KI-31."""
    await number(change)


async def require_own_nummer(change: Change[Klantinteractie]) -> None:
    """A number is made of digits, for people read it out by telephone, and of one klantcontact. Source: KI-31."""
    await require_number(change)


async def stamp_plaatsgevonden(change: Change[Klantinteractie]) -> None:
    """A klantcontact without a moment takes place now; leaving it out later changes nothing. Source: KI-32."""
    row = change.new
    if row.plaatsgevonden_op is None:
        row.plaatsgevonden_op = change.old.plaatsgevonden_op if change.old else change.now
