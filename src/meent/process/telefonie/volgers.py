"""Who wants to know that something happened: a screen, one for each page that is open.

Nobody is told what: whoever hears of it looks for himself, so a slow reader looks once for many rounds, and a reader
that stops costs nothing but its own event.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator


class Volgers:
    """The followers of one node, by municipality."""

    def __init__(self) -> None:
        self._wie: dict[int, set[asyncio.Event]] = defaultdict(set)
        self._is_weg = False

    async def volg(self, tenant: int) -> AsyncIterator[None]:
        """At once, then after every time that something happened there; ends when the node leaves."""
        gebeurd = asyncio.Event()
        gebeurd.set()
        self._wie[tenant].add(gebeurd)
        try:
            while not self._is_weg:
                await gebeurd.wait()
                gebeurd.clear()
                if not self._is_weg:
                    yield
        finally:
            self._wie[tenant].discard(gebeurd)

    def meld(self, tenant: int) -> None:
        """Something happened in this municipality."""
        for gebeurd in self._wie[tenant]:
            gebeurd.set()

    def vertrek(self) -> None:
        """The node leaves: nobody need wait any more."""
        self._is_weg = True
        for tenant in list(self._wie):
            self.meld(tenant)

    def aantal(self, tenant: int) -> int:
        """How many follow this municipality."""
        return len(self._wie[tenant])
