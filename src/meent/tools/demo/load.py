"""Writes the items of the demo through the one write path, several cases in one transaction."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable, Iterator
from itertools import islice
from typing import Protocol, TypeVar
from uuid import UUID

import asyncpg

from meent.integration.zgw import Work, Zgw, ZgwFout
from meent.tools.demo.items import Item, Verwijzing, Wijziging, resolve
from meent.tools.demo.zaken import ZaakPakket

PER_TRANSACTION = 40
FIRST = 100
AT_ONCE = 3
TRIES = 10

Progress = Callable[[int], None]
Refused = tuple[Item, ZgwFout]


class Pakket(Protocol):
    """What is written in one transaction; nobody else refers to it, unless it is kept."""

    def items(self) -> Iterator[Item | Wijziging]: ...


P = TypeVar("P", bound=Pakket)


class Loader:
    """Fills one municipality; remembers the URL of every type it wrote.

    urls   of types that were written before
    """

    def __init__(self, zgw: Zgw, urls: dict[Verwijzing, str] | None = None) -> None:
        self.zgw = zgw
        self.urls = urls or {}

    async def _write(self, work: Work, item: Item | Wijziging) -> None:
        body = resolve(item.body, self.urls.__getitem__)
        if isinstance(item, Wijziging):
            await work.update(self.urls[item.wat], body, at=item.op)
            return
        below = UUID(self.urls[item.onder][-36:]) if item.onder else None
        self.urls[item.verwijzing] = await work.create(item.api, item.collectie, body, below=below, at=item.op)

    async def types(self, items: Iterable[Item], progress: Progress) -> list[Refused]:
        """Writes types, then publishes those that ask for it; gives what was refused, with the reason."""
        refused: list[Refused] = []
        publish: list[Item] = []
        for item in items:
            try:
                async with self.zgw.together() as work:
                    await self._write(work, item)
            except ZgwFout as fout:
                refused.append((item, fout))
            except KeyError:  # it hangs under something that was refused; that one is told
                pass
            else:
                publish += [item] if item.publiceren else []
            progress(1)
        return refused + [r for item in publish if (r := await self._publish(item))]

    async def _publish(self, item: Item) -> Refused | None:
        try:
            async with self.zgw.together() as work:
                await work.act(self.urls[item.verwijzing], "publish")
        except ZgwFout as fout:
            return item, fout
        return None

    async def cases(
        self,
        packages: Iterator[ZaakPakket],
        progress: Progress,
        analyse: Callable[[], Awaitable[None]],
        written: Callable[[ZaakPakket, str], None] = lambda package, url: None,
    ) -> None:
        """Writes cases with all that belongs to them, a few transactions at once.

        analyse   makes PostgreSQL look at what is in the tables now; called early, while they are nearly empty, for
                  statements are planned by that (decision 0008)
        written   is told of each case, with its URL
        """

        def tell(package: ZaakPakket) -> None:
            written(package, self.urls[package.zaak.verwijzing])

        first = list(islice(packages, FIRST))
        await self._batch(first, tell)
        await analyse()
        progress(len(first))
        await self.packages(packages, progress, tell)

    async def packages(
        self,
        packages: Iterator[P],
        progress: Progress,
        written: Callable[[P], None] = lambda package: None,
        *,
        keep: bool = False,
        at_once: int = AT_ONCE,
    ) -> None:
        """Writes what belongs together, a few transactions at once.

        keep      others refer to what is in them
        at_once   1 keeps them in their order
        """

        async def work() -> None:
            while batch := list(islice(packages, PER_TRANSACTION)):
                await self._batch(batch, written, keep=keep)
                progress(len(batch))

        await asyncio.gather(*(work() for _ in range(at_once)))

    async def _batch(self, batch: list[P], written: Callable[[P], None], *, keep: bool = False) -> None:
        items = [item for package in batch for item in package.items()]
        for tries_left in reversed(range(TRIES)):
            try:
                async with self.zgw.together() as work:
                    for item in items:
                        await self._write(work, item)
                break
            except asyncpg.DeadlockDetectedError:  # two connections shared a slot of the counters (decision 0004)
                if not tries_left:
                    raise
                await asyncio.sleep(random.random())  # or the same two meet again at once
        for package in batch:
            written(package)
        for item in items:
            if isinstance(item, Item) and not keep:
                del self.urls[item.verwijzing]
