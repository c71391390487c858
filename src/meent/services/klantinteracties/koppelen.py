"""Lists of links that a client may write: who is named in one points here from then on.

The link itself is a field of the other row (`digitaleAdressen` of a partij are the digitale adressen whose
`verstrektDoorPartij` it is), so writing the list is changing those rows, each with its own line in the audit trail.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from meent.capabilities.linked import Link, require_there
from meent.engine.change import Change
from meent.engine.fields import Field
from meent.engine.marks import Reverse


def given_lists(change: Change[Any]) -> Iterator[tuple[Field, Reverse, list[UUID]]]:
    """Each list of plain links that the request brings, and the keys in it."""
    for f in change.resource.writable if change.operation != "delete" else ():
        reverse = f.mark(Reverse)
        if reverse and f.json in change.given and f.item and f.item.group is Link:
            yield f, reverse, list(dict.fromkeys(link.uuid for link in getattr(change.new, f.name) or ()))


async def link_what_is_named(change: Change[Any]) -> None:
    """Who is named in a list of ours points here, and who no longer is does not. Source: KI-04."""
    for f, reverse, wanted in given_lists(change):
        await require_there(change, f, wanted)
        held: list[Any] = await change.find(reverse.shape, **{reverse.via: change.id}) if change.old else []
        keys = sorted({*wanted, *(row.id for row in held)})
        kept = set()
        for key in keys:
            row: Any = await change.lock(reverse.shape, key)  # somebody else may be taking it just now
            if row is not None and getattr(row, reverse.via) == change.id:
                kept.add(key)
        for key in sorted(kept - set(wanted)):
            change.also(reverse.shape, key, **{reverse.via: None})
        for key in wanted:
            if key not in kept:
                change.also(reverse.shape, key, **{reverse.via: change.id})
