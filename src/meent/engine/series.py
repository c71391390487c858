"""Numbers of a series, such as ZAAK-2026-0000000017: unique within a municipality and never given twice.

Each process takes a block at a time, outside the transaction that uses it, so that two cases made at once do not wait
for each other. A number whose transaction fails, or that a stopped process still had, is skipped.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

BLOCK = 50

TAKE = """
INSERT INTO nummerreeks AS n (tenant_id, reeks, volgende) VALUES ($1, $2, greatest(1, $4) + $3)
ON CONFLICT (tenant_id, reeks) DO UPDATE SET volgende = greatest(n.volgende, $4) + $3
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
