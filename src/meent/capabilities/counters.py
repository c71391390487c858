"""Kept counters, so that the exact total of an unfiltered list costs nothing (decision 0004).

Rows are counted per type and level, by which lists are narrowed to what a caller may read. Each connection counts in a
slot of its own, so that writers do not wait for one another.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from meent.engine.change import Change
from meent.engine.declare import Along, Resource

SLOTS = 16
COUNT = "INSERT INTO aantal AS a (tenant_id, resource, soort, niveau, vak, aantal)"
COUNTED = "ON CONFLICT (tenant_id, resource, soort, niveau, vak) DO UPDATE SET aantal = a.aantal + excluded.aantal"


class Counters(Along):
    """Stands in `Resource.along` of what carries its own type and level."""

    def part(self, resource: Resource[Any], numbers: Callable[[], int], *, old: bool, new: bool) -> str:
        """One more or less of this type and level."""
        if old and new:
            return ""
        return (
            f"geteld AS ({COUNT} SELECT $1, '{resource.name}', z.{resource.type_field}, z.{resource.level},"
            f" pg_backend_pid() % {SLOTS}, {1 if new else -1} FROM rij z {COUNTED})"
        )

    async def wrote(self, change: Change[Any]) -> None:
        """A row that changed its type or level is counted there."""
        resource, session = change.resource, change.session
        if change.old is None or change.operation == "delete":
            return
        was, now = (
            tuple(getattr(r, n) for n in (resource.type_field, resource.level)) for r in (change.old, change.new)
        )
        if was != now:
            for (soort, niveau), by in sorted(((was, -1), (now, 1)), key=str):
                await session.conn.execute(_count_change(resource), session.tenant_id, soort, niveau, by)

    def total(self, resource: Resource[Any], rights: str) -> str:
        narrowed = f" AND {rights.format(type='a.soort', level='a.niveau')}" if rights else ""
        return (
            "SELECT coalesce(sum(a.aantal), 0)::bigint FROM aantal a"
            f" WHERE a.tenant_id = $1 AND a.resource = '{resource.name}'{narrowed}"
        )


COUNTERS = Counters()


@cache
def _count_change(resource: Resource[Any]) -> str:
    """Adds $4 to the counter of type $2 and level $3."""
    return f"{COUNT} VALUES ($1, '{resource.name}', $2, $3, pg_backend_pid() % {SLOTS}, $4) {COUNTED}"
