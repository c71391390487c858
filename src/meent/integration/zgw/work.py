"""A unit of work: several writes to a register of ours in one transaction, through the one write path."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from asyncpg import UniqueViolationError

from meent.basis.fouten import Fout, one_fault
from meent.basis.ids import uuid7
from meent.engine.change import Session
from meent.engine.declare import Registry, Resource
from meent.engine.links import Links
from meent.engine.marks import Doc
from meent.engine.write import write

Json = dict[str, Any]


class ZgwFout(Exception):
    """The register refused: its status and its problem document."""

    def __init__(self, status: int, body: Json) -> None:
        super().__init__(status, body.get("code"))
        self.status, self.body = status, body


class Work:
    """Writes that all happen or none; raises Fout as soon as one is refused, and then nothing is kept.

    at   of a write: the instant at which it was done, for what is taken over from elsewhere or invented; otherwise now
    """

    def __init__(self, session: Session) -> None:
        self.session, self._now = session, session.now

    @property
    def _registry(self) -> Registry:
        return self.session.registry

    @property
    def _links(self) -> Links:
        return self.session.links

    async def create(
        self,
        api: str,
        collectie: str,
        body: Json,
        *,
        uuid: UUID | None = None,
        below: UUID | None = None,
        at: datetime | None = None,
    ) -> str:
        """POST; gives the URL of what was made, with the `uuid` by which it was known elsewhere.

        collectie   its name; of what is nested "zaken/zaakeigenschappen", with the zaak in the body or as `below`
        """
        self.session.now = at or self._now
        resource = self._registry.by_address[(api, *collectie.split("/"))]
        _, document, _ = await write(self.session, resource, "create", body=body, as_key=uuid, below=below)
        return self._links.render(Links.of(document)).decode()

    async def update(self, url: str, body: Json, *, at: datetime | None = None) -> None:
        """PATCH of what `url` leads to."""
        self.session.now = at or self._now
        resource, key = self._find(url)
        await write(self.session, resource, "partial_update", key=key, body=body)

    def url(self, api: str, collectie: str, uuid: UUID) -> str:
        """The address that something has, or will have when it is created."""
        return f"{self._links.base}{self._registry.by_address[api, collectie].url_path}{uuid}"

    async def act(self, url: str, name: str) -> None:
        """A named operation on what `url` leads to, such as "publish"."""
        resource, key = self._find(url)
        operation = next(o for o in resource.named if o.path == f"/{{uuid}}/{name}")
        await write(self.session, resource, "partial_update", key=key, named=operation)

    def new_uuid(self) -> UUID:
        """For what is to be created, when others must be able to refer to it before it is there."""
        return uuid7()

    async def rows(self, api: str, collectie: str, **equal: Any) -> list[Json]:
        """What is stored of the rows whose fields equal the values, oldest first, by JSON name and with its `url`.

        As a client would write it: links as URLs, relations between types as the names that are kept, nothing derived.
        equal   by the name of the field; a link as URL
        """
        resource = self._registry.by_address[api, collectie]
        wanted = {n: self._find(v)[1] if resource.field[n].kind == "ref" else v for n, v in equal.items()}
        found = await self.session.find(resource, wanted)
        for row in found:  # who links to it afterwards need not read it again
            self.session.seen.setdefault((resource.name, row.id), row)
        return [self._as_json(resource, row) for row in found]

    def _as_json(self, resource: Resource[Any], row: Any) -> Json:
        stored = msgspec.to_builtins(row)
        found: Json = {"url": f"{self._links.base}{resource.url_path}{row.id}"}
        for f in resource.stored:
            value, doc = stored[f.name], f.mark(Doc)
            if value is None and doc is not None and doc.nullable is False:
                continue  # not given; a client leaves it out
            if f.kind == "ref" and value and (target := self._registry.find(f.target)):
                value = f"{self._links.base}{target.url_path}{value}"
            found[f.json] = value
        shown: Json = msgspec.json.decode(self._links.render(msgspec.json.encode(found)))
        return shown

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """What is refused inside is undone and told as ZgwFout; the rest of the work can go on."""
        session = self.session
        await session.conn.execute("SAVEPOINT poging")
        try:
            yield
        except (Fout, UniqueViolationError) as refusal:
            await session.conn.execute("ROLLBACK TO SAVEPOINT poging")
            for known in (session.seen, session.found, session.held):  # may hold what is no longer there
                known.clear()
            fout = refusal if isinstance(refusal, Fout) else one_fault("uuid", "unique", "Dit kenmerk bestaat al.")
            raise ZgwFout(fout.status, msgspec.json.decode(fout.as_json(self._links.base))) from refusal
        await session.conn.execute("RELEASE SAVEPOINT poging")

    def _find(self, url: str) -> tuple[Resource[Any], UUID]:
        found = self._links.find(url)
        if found is None:
            raise ValueError(f"geen link naar een eigen register: {url}")
        return found
