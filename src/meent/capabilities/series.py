"""Numbers of a series, such as ZAAK-2026-0000000017: unique within a municipality and never given twice.

Each process takes a block at a time, outside the transaction that uses it, so that two cases made at once do not wait
for each other. A number whose transaction fails, or that a stopped process still had, is skipped.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

from meent.engine.change import Change, Session
from meent.engine.declare import Resource

BLOCK = 50
DIGITS = 10
"""Of a number, so that numbers sort as text."""

TAKE = """
INSERT INTO nummerreeks AS n (tenant_id, reeks, volgende) VALUES ($1, $2, greatest(1, $4::bigint) + $3)
ON CONFLICT (tenant_id, reeks) DO UPDATE SET volgende = greatest(n.volgende, $4::bigint) + $3
RETURNING volgende - $3
"""


class Numbers:
    """pool   gives a connection of a municipality: `pool.tenant(tenant_id)`"""

    def __init__(self, pool: Any) -> None:
        self.pool = pool
        self._blocks: dict[tuple[int, str], tuple[int, int]] = {}
        self._taking = asyncio.Lock()

    async def next(self, tenant_id: int, series: str, floor: Callable[[], Awaitable[int]]) -> int:
        """The next number; `floor` tells, once per block, the lowest that clients have not used already."""
        upcoming = self._upcoming(tenant_id, series)
        if upcoming is None:
            async with self._taking:
                upcoming = self._upcoming(tenant_id, series)
                if upcoming is None:
                    upcoming = await self.take(tenant_id, series, BLOCK, await floor())
                    self._blocks[tenant_id, series] = (upcoming + 1, upcoming + BLOCK)
        return upcoming

    def _upcoming(self, tenant_id: int, series: str) -> int | None:
        """The next of the block in hand, or None when that is used up."""
        upcoming, end = self._blocks.get((tenant_id, series), (0, 0))
        if upcoming == end:
            return None
        self._blocks[tenant_id, series] = (upcoming + 1, end)
        return upcoming

    async def take(self, tenant_id: int, series: str, count: int, floor: int = 1) -> int:
        """The first of `count` numbers, none below `floor`, that from now on are nobody else's."""
        async with self.pool.tenant(tenant_id) as conn:
            first: int = await conn.fetchval(TAKE, tenant_id, series, count, floor)
            return first


async def next_number(change: Change[Any], name: str, series: str, *, kept_as: str = "", **equal: Any) -> str:
    """The next number of a series for the field `name`: ("identificatie", "ZAAK-2026-") -> ZAAK-2026-0000000017.

    Above the numbers that clients brought along, among rows whose fields equal the given ones. Gaps may occur.
    kept_as   what the series is called among others, when its beginning does not tell
    """
    session = change.session
    number = await change.outside(Numbers).next(
        session.tenant_id,
        kept_as or series_of(series, equal),
        lambda: lowest_free(session, change.resource, name, series, equal),
    )
    return f"{series}{number:0{DIGITS}d}"


async def take_numbers(
    session: Session, resource: Resource[Any], name: str, series: str, count: int, **equal: Any
) -> list[str]:
    """As `next_number`, so many at once; nobody else gets them."""
    lowest = await lowest_free(session, resource, name, series, equal)
    numbers: Numbers = session.engine.outside[Numbers]
    first = await numbers.take(session.tenant_id, series_of(series, equal), count, lowest)
    return [f"{series}{number:0{DIGITS}d}" for number in range(first, first + count)]


def series_of(series: str, equal: dict[str, Any]) -> str:
    """A series of numbers is one of a beginning and of the fields within which they are unique."""
    return " ".join([series, *map(str, equal.values())])


async def lowest_free(session: Session, resource: Resource[Any], name: str, series: str, equal: dict[str, Any]) -> int:
    """Above the numbers of a series that stand in rows whose fields equal the given ones."""
    highest = await session.conn.fetchval(
        _highest(resource, name, tuple(equal)),
        session.tenant_id, f"{series}{0:0{DIGITS}d}", f"{series}{'9' * DIGITS}", *equal.values(),
    )  # fmt: skip
    found = (highest or "").removeprefix(series)
    return int(found) + 1 if found.isdecimal() and len(found) == DIGITS else 1


@cache
def _highest(resource: Resource[Any], name: str, equal: tuple[str, ...]) -> str:
    """The highest text in a column between $2 and $3 and as long, among rows whose fields `equal` are $4, $5 …"""
    where = "".join(f" AND z.{n} = ${i}" for i, n in enumerate(equal, start=4))
    return (
        f"SELECT z.{name} FROM {resource.name} z WHERE z.tenant_id = $1{where}"
        f" AND z.{name} BETWEEN $2 AND $3 AND length(z.{name}) = length($2) ORDER BY z.{name} DESC LIMIT 1"
    )
