"""The registers as one ASGI application: from an address and a method to an answer (RULES §1, §2).

Addresses are regular (`/{gemeente}/{api}/api/v1/{collectie}/{uuid}`), so this dispatches on the table of resources
itself. Every answer carries the headers of the NL API Design Rules; every refusal is a problem document.
"""

import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode
from uuid import UUID
from zlib import crc32

import asyncpg
import msgspec

from meent.basis import spoor
from meent.basis.fouten import Fout, not_found, one_fault
from meent.basis.placeholder import PLACEHOLDER
from meent.data.pool import DatabaseBezig, DatabaseWeg, Pool
from meent.engine import read
from meent.engine.authorise import Authenticator, Caller
from meent.engine.call import Call, named_operation, other_methods
from meent.engine.change import Change, Session
from meent.engine.companions import Companions
from meent.engine.declare import Operation, Registry, Resource
from meent.engine.fields import Field
from meent.engine.links import Links, key_at, parse_uuid
from meent.engine.read import View
from meent.engine.remembered import Again, Remembered
from meent.engine.sql import Sql
from meent.engine.write import write
from meent.wire.answer import (
    JSON,
    SECURITY_HEADERS,
    Answer,
    Scope,
    Send,
    away,
    not_allowed,
    of_database,
    problem,
    send_answer,
)
from meent.wire.place import Place, Tenants
from meent.wire.request import Receive

log = logging.getLogger("meent.web")

BASE = re.compile(rf"(https?://[A-Za-z0-9.:_\[\]-]+(/[a-z0-9-]+)?|{PLACEHOLDER})")
"""It stands in every link of an answer, so a quote in it would make the JSON say something else."""
MAX_TRIES = 5
"""A number of ours that a client brought along in the same moment is tried again with the next one."""
WRITES = {"POST": "create", "PUT": "update", "PATCH": "partial_update", "DELETE": "delete"}
READS = {"GET": "retrieve", "HEAD": "head"}


Room = Callable[[Call, list[str]], Awaitable[Answer]]
"""What answers an address with a word of its own; it gets what stands behind the collection."""
Claim = Callable[[Call, Session, Operation | str, UUID | None, bytes], Awaitable[Any]]
"""Whether a request may have been made before: then `.answer` is what was answered, and `.keep` keeps it."""


class Views(Protocol):
    """What a request may ask of how rows are shown."""

    def of_row(self, call: Call) -> View: ...

    def of_page(self, call: Call, given: dict[str, Any], fields: Any) -> View: ...


class Engine:
    """The ASGI application of all registers. What it is given of capabilities:

    outside         what rules and capabilities may ask of the world, by the protocol they ask for
    rooms           word in an address below a collection -> what answers there; with a slash in front where a
                    collection would stand, and "/" for any other word there; with one behind it, an API of its own
    views           how rows are shown
    claim           knows requests that come twice
    require_elders  tells faults of links to registers of others, in these fields of a change
    """

    def __init__(
        self,
        *,
        registry: Registry,
        pool: Pool,
        tenants: Tenants,
        authenticator: Authenticator,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        outside: Mapping[type, Any],
        rooms: Mapping[str, Room],
        views: Views,
        claim: Claim,
        require_elders: Callable[[Change[Any], list[Field]], Awaitable[None]],
    ) -> None:
        self.registry, self.pool, self.tenants, self.authenticator = registry, pool, tenants, authenticator
        self.sql = Sql(registry)
        self.now = now
        self.outside, self.rooms, self.views = dict(outside), rooms, views
        self.claim, self.require_elders = claim, require_elders
        self.remembered = Remembered()
        self._links: dict[tuple[str, int], Links] = {}
        self._etag_of_base: dict[bytes, bytes] = {}
        self._common = {
            name: (*SECURITY_HEADERS, (b"api-version", api.version.encode())) for name, api in registry.apis.items()
        }

    def links(self, base: str, place: Place) -> Links:
        """Remembered per base, bounded: a client can invent host names."""
        found = self._links.get((base, place.id))
        if found is None:
            if not BASE.fullmatch(base):
                raise one_fault("Host", "invalid", "Deze hostnaam kan niet bestaan.")
            if len(self._links) > 1_000:
                self._links.clear()
            found = self._links[base, place.id] = Links(self.registry, base, place.aliases)
        return found

    @asynccontextmanager
    async def together(self, place: Place, caller: Caller, links: Links) -> AsyncIterator[Session]:
        """Several writes in one transaction, committed when the block ends; when it raises, nothing is kept."""
        companions = Companions(self, place)
        try:
            async with self.pool.tenant(place.id) as conn:
                session = Session(self, conn, place, caller, links, companions)
                await session.begin()
                yield session
                await session.commit()
        finally:
            await companions.settle()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        headers: dict[bytes, bytes] = dict(scope["headers"])
        host = headers.get(b"host", b"localhost").decode("latin-1")
        api = ""
        try:
            place = self.tenants.known(host, path) or await self.tenants.find(host, path)
            if place is None:
                answer = self._elsewhere(scope, host)
            else:
                parts = path[len(place.prefix) :].split("/")
                api = parts[1] if len(parts) > 1 else ""
                base = f"{scope['scheme']}://{host}{place.prefix}"
                call = Call(self, place, scope["method"], parts, headers, scope["query_string"], base, receive)
                answer = await self.answer(call)
        except Fout as fout:
            answer = problem(fout, scope, host)
        except (DatabaseWeg, DatabaseBezig) as gone:
            answer = problem(away(str(gone)), scope, host)
        except asyncpg.PostgresError as fault:
            log.exception("database_fault", extra={"sqlstate": fault.sqlstate})
            answer = problem(of_database(fault), scope, host)
        except Exception:  # the last resort: the cause is logged whole, the client gets a problem document (E-01)
            log.exception("unexpected_fault")
            answer = problem(Fout(500, "error"), scope, host)
        await send_answer(send, answer, self._common.get(api, SECURITY_HEADERS), scope["method"])

    def _elsewhere(self, scope: Scope, host: str) -> Answer:
        """301 to where the same municipality is now (G-21), else 404."""
        path = self.tenants.moved(scope["path"])
        if path is None or not BASE.fullmatch(f"{scope['scheme']}://{host}"):
            raise not_found()
        query = b"?" + scope["query_string"] if scope["query_string"] else b""
        return Answer(301, b"", ((b"location", f"{scope['scheme']}://{host}{path}".encode() + query),))

    async def answer(self, call: Call) -> Answer:
        """Does what the address stands for."""
        with spoor.along(spoor.of_header(call.headers.get(b"traceparent"))):
            try:
                return await self._answer(call)
            finally:
                await call.companions.settle()

    async def _answer(self, call: Call) -> Answer:
        parts, by_address = call.parts, self.registry.by_address
        if len(parts) > 1 and (room := self.rooms.get(f"{parts[1]}/")):
            return await room(call, parts[2:])
        api = self.registry.apis.get(parts[1]) if len(parts) > 4 else None
        if api is None or "/".join(parts[2:4]) != api.root:
            raise not_found()
        resource, rest = by_address.get((parts[1], parts[4])), parts[5:]
        if resource is None:
            return await (self.rooms.get(f"/{parts[4]}") or self.rooms["/"])(call, rest)
        inner = by_address.get((parts[1], parts[4], rest[1])) if len(rest) > 1 else None
        if inner and (main_key := parse_uuid(rest[0])):
            resource, call.main_key, rest = inner, main_key, rest[2:]
        call.resource = resource
        if not rest:
            return await self._on_collection(call)
        if rest[0] in self.rooms:
            return await self.rooms[rest[0]](call, rest)
        named = named_operation(resource, call.method, rest) if resource.named else None
        if named:
            await call.authenticate()
            call.require_scope(named.scopes)
            return await self._act(call, named, parse_uuid(rest[0]))
        key = key_at(resource, call.main_key, rest[0])
        if key and len(rest) == 1:
            return await self._on_row(call, key)
        if key and rest[1] in self.rooms:
            return await self.rooms[rest[1]](call, rest)
        if other_methods(resource, rest):
            raise not_allowed(other_methods(resource, rest))
        raise not_found()

    async def _act(self, call: Call, named: Operation, key: UUID | None) -> Answer:
        """A named operation: a question with an answer of its own, or a change of the row `key`."""
        if named.method in ("GET", "DELETE"):
            answer: Answer = await named.act(call, key)
            return answer
        raw, given = await (named.reads(call) if named.reads else call.short_body(named))
        _, body = await self._write_once(call, "partial_update", key, raw, given, named=named)
        return Answer(200, call.links.render(body), (JSON,)) if body else Answer(204)

    async def _on_collection(self, call: Call) -> Answer:
        resource, method = call.resource, call.method
        allowed = {"list": "GET", "create": "POST"}
        methods = [m for op, m in allowed.items() if op in resource.operations]
        if method not in methods:
            raise not_allowed(methods)
        await call.authenticate()
        if method == "GET":
            if resource.crs:
                call.require_crs(content=False)
            return await self.page(call, call.parameters())
        return await self.write(call, "create", None)

    async def _on_row(self, call: Call, key: UUID) -> Answer:
        resource, method = call.resource, call.method
        operation = READS.get(method) or (WRITES.get(method, "") if method != "POST" else "")
        if operation not in resource.operations:
            usual = [m for m, op in (READS | WRITES).items() if op in resource.operations and m != "POST"]
            raise not_allowed(usual + other_methods(resource, call.parts[5:]))
        await call.authenticate()
        if operation in ("retrieve", "head"):
            return await self.retrieve(call, key)
        return await self.write(call, operation, key)

    # --- reading -----------------------------------------------------------------------------------------------------

    async def retrieve(self, call: Call, key: UUID) -> Answer:
        """One row, with ETag and 304 (G-17…G-19)."""
        resource = call.resource
        if resource.crs:
            call.require_crs(content=False)
        reach = call.reach_to_read()
        view = self.views.of_row(call)
        async with self.pool.tenant(call.place.id) as conn:
            await view.begin(conn)
            body, etag = await view.read_one(conn, call, key, reach)
        if call.main_key and str(call.main_key).encode() not in Links.of(body):  # it hangs under another
            raise not_found()
        (body,) = await view.finish([body])
        tag = self.etag(call.links, body, etag)
        headers = ((b"etag", tag), *call.row_headers())
        if (known := call.headers.get(b"if-none-match")) and _matches(known, tag):
            return Answer(304, b"", headers)
        return Answer(200, call.links.render(body), (JSON, *headers))

    def etag(self, links: Links, body: bytes, kept: str) -> bytes:
        """Strong tag over the representation: the document and the base its links get (G-17)."""
        base = self._etag_of_base.get(links.base_bytes)
        if base is None:
            if len(self._etag_of_base) > 1_000:
                self._etag_of_base.clear()
            base = self._etag_of_base[links.base_bytes] = b"%08x" % crc32(links.base_bytes)
        return b'"' + (kept.encode() if kept else blake2b(body, digest_size=12).hexdigest().encode()) + base + b'"'

    async def page(
        self, call: Call, given: dict[str, Any], extra: read.Extra = (), fields: Any = None,
        pages: Callable[..., Awaitable[read.Page]] = read.collect,
    ) -> Answer:  # fmt: skip
        """A page of the collection; `given` from the query string or a search body, found by `pages`."""
        resource, reach = call.resource, call.reach_to_read()
        call.require_standard(given)
        view = self.views.of_page(call, given, fields)
        async with self.pool.tenant(call.place.id) as conn:
            await view.begin(conn)
            if call.main_key:
                main = self.registry.main(resource)
                await read.read_one(conn, self.sql, main, call.place.id, call.main_key, reach)
                extra = (*extra, (f"z.{resource.under} = {{}}", call.main_key, "uuid"))
            page = await view.find(pages(conn, call, given, reach, extra), conn)
            bodies = await view.dress(conn, page.keys, page.bodies)
        bodies = await view.finish(bodies)
        if resource.paginated:
            return self.enveloped(call, bodies, int(given.get("page") or 1), page.count, page.has_next)
        if page.has_next:
            raise one_fault("nonFieldErrors", "invalid", "Dit zijn er te veel voor één antwoord. Filter de lijst.")
        return Answer(200, call.links.render(b"[" + b",".join(bodies) + b"]"), (JSON, *call.row_headers()))

    def enveloped(self, call: Call, bodies: list[bytes], number: int, count: int, has_next: bool) -> Answer:
        """Page `number` of a list, with its total and its neighbours."""
        body = b'{"count":%d,"next":%s,"previous":%s,"results":[%s]}' % (
            count,
            self._page_link(call, number + 1) if has_next else b"null",
            self._page_link(call, number - 1) if number > 1 else b"null",
            b",".join(bodies),
        )
        return Answer(200, call.links.render(body), (JSON, *call.row_headers()))

    def _page_link(self, call: Call, number: int) -> bytes:
        """URL of another page: all filters kept (G-06)."""
        query = [(k, v) for k, v in parse_qsl(call.query.decode(), keep_blank_values=True) if k != "page"]
        path = "/".join(call.parts)
        return msgspec.json.encode(f"{call.links.base}{path}?{urlencode([*query, ('page', number)])}")

    # --- writing -----------------------------------------------------------------------------------------------------

    async def write(self, call: Call, operation: str, key: UUID | None) -> Answer:
        """One change in one transaction; with an Idempotency-Key the same answer comes back for the same request."""
        resource = call.resource
        call.require_scope(resource.scopes.of(operation))
        if resource.crs and operation != "delete":
            call.require_crs(content=True)
        raw, body = await (resource.reads or Call.json_body)(call) if operation != "delete" else (b"", None)
        remembered = None if resource.api.versioned else self.remembered
        for _ in range(MAX_TRIES):
            try:
                written, document = await self._write_once(
                    call, operation, key, raw, body, remembered=remembered, is_try=True
                )
                break
            except Again as again:
                await again.prepare(call)
                remembered = remembered if again.trusts_memory else None
            except Fout as fout:
                if not _hits_own_number(call.resource, fout, body):
                    raise
        else:
            written, document = await self._write_once(call, operation, key, raw, body, is_try=True)
        for companion in call.companions.made:
            await companion.answering(call, written)
        if resource.grants_rights:
            self.authenticator.forget(call.place.id)
        return self._written(call, operation, document)

    async def _write_once(
        self, call: Call, operation: str, key: UUID | None, raw: bytes, body: Any = None, *,
        named: Operation | None = None, remembered: Remembered | None = None, is_try: bool = False,
    ) -> tuple[UUID, bytes]:  # fmt: skip
        """Uuid and what is answered, or those of the same request before."""
        async with self.pool.tenant(call.place.id) as conn:
            session = call.session(conn)
            session.remembered, session.may_begin_again = remembered, is_try
            claim = await self.claim(call, session, named or operation, key, raw)
            if claim and claim.answer:
                return claim.answer  # type: ignore[no-any-return]
            try:
                written, document, _ = await write(
                    session, call.resource, operation, key=key, body=body, named=named, below=call.main_key
                )
                document = _told(session, call.resource, operation, named, written, document)
            except Fout:
                await session.require_still_valid()
                raise
            if claim:
                await claim.keep(session, written, document)
            await session.commit()
        call.warnings = session.warnings
        return written, document

    def _written(self, call: Call, operation: str, document: bytes) -> Answer:
        if operation == "delete":
            return Answer(204)
        headers = (JSON, *call.row_headers(), *((b"x-warning", w.encode("latin-1", "replace")) for w in call.warnings))
        if operation != "create":
            return Answer(200, call.links.render(document), headers)
        location = call.links.render(Links.of(document))
        return Answer(201, call.links.render(document), (*headers, (b"location", location)))


def _told(
    session: Session, resource: Resource[Any], operation: str, named: Operation | None, key: UUID, document: bytes
) -> bytes:
    """What is answered to a write: the row, unless the operation or the resource says otherwise."""
    row = session.seen.get((resource.name, key))
    if named and named.gives:
        members = named.gives(row)
        return b"" if members is None else msgspec.json.encode(members)
    if operation == "create" and resource.tells_maker:
        return document[:-1] + b"," + msgspec.json.encode(resource.tells_maker(row))[1:]
    return document


def _hits_own_number(resource: Resource[Any], fout: Fout, body: Any) -> bool:
    """Whether a value that we chose, and not the client, turned out to be taken."""
    codes = {(u.on, u.code) for u in resource.unique if u.on not in body} if isinstance(body, dict) else set()
    return any((p.name, p.code) in codes for p in fout.params) and fout.params[0].name != "nonFieldErrors"


def _matches(header: bytes, tag: bytes) -> bool:
    """Whether If-None-Match names the tag; weak comparison, as for GET."""
    known = [t.strip().removeprefix(b"W/") for t in header.split(b",")]
    return tag in known or known == [b"*"]
