"""Writes the items of the demo through the one write path, several cases in one transaction."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from itertools import islice

from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.engine.call import Place
from meent.engine.change import Session
from meent.engine.errors import Fout
from meent.engine.web import Engine
from meent.engine.write import write
from meent.tools.demo.items import Item, Verwijzing, resolve
from meent.tools.demo.zaken import ZaakPakket

BASE = "http://demo.meent.invalid"
CALLER = Caller(client_id="meent-demo", rights=ALL_RIGHTS, label="Demo", user_id="demo", user_weergave="Demo-inhoud")
PER_TRANSACTION = 40
AT_ONCE = 3

Progress = Callable[[int], None]


class Loader:
    """Fills one municipality; remembers the URL of every item it wrote."""

    def __init__(self, engine: Engine, place: Place) -> None:
        self.engine, self.place = engine, place
        self.links = engine.links(f"{BASE}{place.prefix}", place)
        self.urls: dict[Verwijzing, str] = {}

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Session]:
        """One transaction."""
        async with self.engine.pool.tenant(self.place.id) as conn:
            await conn.execute("BEGIN")
            session = Session(
                registry=self.engine.registry, sql=self.engine.sql, conn=conn, numbers=self.engine.numbers,
                tenant_id=self.place.id, caller=CALLER, links=self.links, now=self.engine.now(),
            )  # fmt: skip
            yield session
            await session.finish()
            await conn.execute("COMMIT")

    async def write(self, session: Session, item: Item) -> None:
        resource = self.engine.registry.by_address[item.api, item.collectie]
        key, _, _ = await write(session, resource, "create", body=resolve(item.body, self.urls.__getitem__))
        self.urls[item.verwijzing] = f"{self.links.base}{resource.url_path}{key}"

    async def types(self, items: Iterable[Item], progress: Progress) -> list[tuple[Item, Fout]]:
        """Writes types, then publishes those that ask for it; gives what was refused, with the reason."""
        refused: list[tuple[Item, Fout]] = []
        publish: list[Item] = []
        for item in items:
            try:
                async with self.session() as session:
                    await self.write(session, item)
            except Fout as fout:
                refused.append((item, fout))
            except KeyError:  # it hangs under something that was refused; that one is told
                pass
            else:
                publish += [item] if item.publiceren else []
            progress(1)
        return refused + [r for item in publish if (r := await self._publish(item))]

    async def _publish(self, item: Item) -> tuple[Item, Fout] | None:
        resource = self.engine.registry.by_address[item.api, item.collectie]
        act = next(o.act for o in resource.named if o.path == "/{uuid}/publish")
        found = self.links.find(self.urls[item.verwijzing])
        assert found is not None
        try:
            async with self.session() as session:
                await write(session, resource, "partial_update", key=found[1], act=act)
        except Fout as fout:
            return item, fout
        return None

    async def cases(self, packages: Iterator[ZaakPakket], progress: Progress) -> None:
        """Writes cases with all that belongs to them, a few transactions at once."""

        async def work() -> None:
            while batch := list(islice(packages, PER_TRANSACTION)):
                async with self.session() as session:
                    for package in batch:
                        for item in package.items():
                            await self.write(session, item)
                for package in batch:  # of a case nobody else speaks: forget its links
                    for item in package.items():
                        self.urls.pop(item.verwijzing, None)
                progress(len(batch))

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))


