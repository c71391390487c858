"""The registers as one ASGI application: from an address and a method to an answer (RULES §1, §2).

Addresses are regular (`/{gemeente}/{api}/api/v1/{collectie}/{uuid}`), so this dispatches on the table of resources
itself. Every answer carries the headers of the NL API Design Rules; every refusal is a problem document.
"""

import logging
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID
from zlib import crc32

import asyncpg
import msgspec

from meent.basis.datums import vandaag
from meent.data.pool import DatabaseBezig, DatabaseWeg, Pool
from meent.engine import audittrail, beside, expand, read, versions, zoek
from meent.engine.authorise import Authenticator, Caller, Reach
from meent.engine.call import JSON, Answer, Call, Place, Receive, Scope, Send, Tenants, not_allowed
from meent.engine.change import Session
from meent.engine.check import parse_date
from meent.engine.declare import Operation, Registry, Resource
from meent.engine.elders import Bringer, Brought, Elders
from meent.engine.errors import Fout, not_found, one_fault
from meent.engine.idempotency import Replay, remember, replay_or_claim
from meent.engine.inhoud import Contents
from meent.engine.links import PLACEHOLDER, Links, parse_uuid
from meent.engine.opslag import Scanner, Store
from meent.engine.remembered import Ingehaald, Remembered, Verouderd
from meent.engine.series import Numbers
from meent.engine.sql import AS_OF, Sql
from meent.engine.versions import NOW, Version
from meent.engine.wire import (
    SECURITY_HEADERS,
    away,
    named_operation,
    of_database,
    other_methods,
    problem,
    send_answer,
)  # fmt: skip
from meent.engine.write import write

log = logging.getLogger("meent.web")

BASE = re.compile(rf"(https?://[A-Za-z0-9.:_\[\]-]+(/[a-z0-9-]+)?|{PLACEHOLDER})")
"""It stands in every link of an answer, so a quote in it would make the JSON say something else."""
EVERYTHING = Reach(everything=True, given=True)
MAX_TRIES = 5
"""A number of ours that a client brought along in the same moment is tried again with the next one."""
WRITES = {"POST": "create", "PUT": "update", "PATCH": "partial_update", "DELETE": "delete"}
READS = {"GET": "retrieve", "HEAD": "head"}


class Engine:
    """The ASGI application of all registers."""

    def __init__(
        self,
        *,
        registry: Registry,
        pool: Pool,
        tenants: Tenants,
        authenticator: Authenticator,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        documents: dict[tuple[str, bool], bytes] | None = None,
        outside: Mapping[type, Any] | None = None,
        bringer: Bringer | None = None,
        store: Store,
        scanner: Scanner | None = None,
    ) -> None:
        self.registry, self.pool, self.tenants, self.authenticator = registry, pool, tenants, authenticator
        self.sql = Sql(registry)
        self.numbers = Numbers(pool.beside())  # a request takes one while it holds a connection
        self.now = now
        self.documents = documents or {}
        self.outside, self.bringer = dict(outside or {}), bringer
        self.store, self.scanner = store, scanner
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

    def contents(self, place: Place) -> Contents:
        """What a request brings to the store, none as yet."""
        return Contents(self.store, self.pool, place.id, self.scanner)

    def session(
        self, conn: Any, place: Place, caller: Caller, links: Links, contents: Contents, toelichting: str = ""
    ) -> Session:
        """What writes on this connection need to know."""
        contents.pool = self.pool.beside()
        return Session(
            registry=self.registry, sql=self.sql, conn=conn, numbers=self.numbers, tenant_id=place.id,
            caller=caller, links=links, now=self.now(), contents=contents,
            toelichting=toelichting, outside=self.outside, bringer=self.bringer, extras=place.extras,
        )  # fmt: skip

    @asynccontextmanager
    async def together(self, place: Place, caller: Caller, links: Links) -> AsyncIterator[Session]:
        """Several writes in one transaction, committed when the block ends; when it raises, nothing is kept."""
        contents = self.contents(place)
        try:
            async with self.pool.tenant(place.id) as conn:
                session = self.session(conn, place, caller, links, contents)
                await session.begin()
                yield session
                await session.commit()
        finally:
            await contents.settle()

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
        """Does what the address stands for; content that came along and was not kept goes."""
        try:
            return await self._answer(call)
        finally:
            await call.contents.settle()

    async def _answer(self, call: Call) -> Answer:
        parts = call.parts
        if len(parts) < 5 or parts[2:4] != ["api", "v1"] or parts[1] not in self.registry.apis:
            raise not_found()
        if parts[4] in ("openapi.json", "schema"):
            return self._document(call)
        resource = self.registry.by_address.get((parts[1], parts[4]))
        if resource is None:
            return await beside.act(call)
        rest = parts[5:]
        inner = self.registry.by_address.get((parts[1], parts[4], rest[1])) if len(rest) > 1 else None
        if inner and (main_key := parse_uuid(rest[0])):
            resource, call.main_key, rest = inner, main_key, rest[2:]
        call.resource = resource
        if not rest:
            return await self._on_collection(call)
        if rest == ["_zoek"] and (resource.geo_search or resource.search):
            if call.method != "POST":
                raise not_allowed(["POST"])
            await call.authenticate()
            return await zoek.search(call)
        named = named_operation(resource, call.method, rest) if resource.named else None
        if named:
            await call.authenticate()
            call.require_scope(named.scopes)
            return await self._act(call, named, parse_uuid(rest[0]))
        key = parse_uuid(rest[0])
        if key is None or (len(rest) > 1 and rest[1] != "audittrail"):
            if other_methods(resource, rest):
                raise not_allowed(other_methods(resource, rest))
            raise not_found()
        if len(rest) > 1:
            return await audittrail.audittrail(call, key, rest[2:])
        return await self._on_row(call, key)

    async def _act(self, call: Call, named: Operation, key: UUID | None) -> Answer:
        """A named operation: a change of the row `key`, or the one row that a question leads to, in a list."""
        if key is None:
            async with self.pool.tenant(call.place.id) as conn:
                found = await named.act(call.session(conn), call.parameters())
                body, _ = await read.read_one(conn, self.sql, call.resource, call.place.id, found, EVERYTHING)
            return Answer(200, call.links.render(b"[" + body + b"]"), (JSON,))
        if named.method == "GET":
            answer: Answer = await named.act(call, key)
            return answer
        raw, given = await call.form_body() if named.is_form else await call.short_body(named)
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
        tree, as_of, version = self._row_parameters(call) if call.query else ({}, "", NOW)
        async with self.pool.tenant(call.place.id) as conn:
            if as_of:
                await _look_back(conn, as_of)
            if version != NOW:
                body, number = await versions.read_version(conn, self.sql, resource, call.place.id, key, reach, version)
                expander = self._expander(call, conn, as_of)
                ((body,), etag) = (await expander.expand(resource, [key], [body], tree, version=number), "")
            elif tree:
                body, etag = await self._expander(call, conn, as_of).read_one(resource, key, reach, tree), ""
            else:
                body, etag = await read.read_one(conn, self.sql, resource, call.place.id, key, reach)
        if call.main_key and str(call.main_key).encode() not in Links.of(body):  # it hangs under another
            raise not_found()
        if tree and self.bringer:
            (body,) = await self.bringer.expand(call, resource, [body], tree)
        tag = self.etag(call.links, body, etag)
        headers = ((b"etag", tag), *call.crs_headers())
        if (known := call.headers.get(b"if-none-match")) and _matches(known, tag):
            return Answer(304, b"", headers)
        return Answer(200, call.links.render(body), (JSON, *headers))

    def _expander(self, call: Call, conn: Any, as_of: str) -> expand.Expander:
        return expand.Expander(
            self.registry, self.sql, conn, call.place.id, call.caller,
            remembered=None if as_of else self.remembered, today=vandaag(self.now()),
        )  # fmt: skip

    def _row_parameters(self, call: Call) -> tuple[expand.Tree, str, Version]:
        """What to expand, the day on which types must be valid to be shown, and which version is asked for."""
        given = call.parameters()
        allowed = ("expand", *call.resource.asked_by)
        if unknown := [n for n in given if n not in allowed]:
            raise one_fault("nonFieldErrors", "unknown-parameters", f"Onbekende parameters: {', '.join(unknown)}.")
        as_of = _day("datumGeldigheid", given["datumGeldigheid"]) if given.get("datumGeldigheid") else ""
        version = versions.version_asked(call.resource.versions, given) if call.resource.versions else NOW
        return expand.parse(self.registry, call.resource, given.get("expand")), as_of, version

    def etag(self, links: Links, body: bytes, kept: str) -> bytes:
        """Strong tag over the representation: the document and the base its links get (G-17)."""
        base = self._etag_of_base.get(links.base_bytes)
        if base is None:
            if len(self._etag_of_base) > 1_000:
                self._etag_of_base.clear()
            base = self._etag_of_base[links.base_bytes] = b"%08x" % crc32(links.base_bytes)
        return b'"' + (kept.encode() if kept else blake2b(body, digest_size=12).hexdigest().encode()) + base + b'"'

    async def page(
        self,
        call: Call,
        given: dict[str, Any],
        extra: tuple[tuple[str, Any, str], ...] = (),
        fields: Any = None,
        found: list[UUID] | None = None,
    ) -> Answer:
        """A page of the collection; `given` from the query string or a search body, of the rows `found` if given."""
        resource, reach = call.resource, call.reach_to_read()
        call.require_standard(given)
        tree = expand.parse(self.registry, resource, given.get("expand"))
        if fields is not None:
            tree = expand.tree_of_fields(self.registry, resource, fields)
        as_of = _day("datumGeldigheid", given.get("datumGeldigheid"))
        async with self.pool.tenant(call.place.id) as conn:
            if as_of:
                await _look_back(conn, as_of)
            if call.main_key:
                main = self.registry.main(resource)
                await read.read_one(conn, self.sql, main, call.place.id, call.main_key, reach)
                extra = (*extra, (f"z.{resource.under} = {{}}", call.main_key, "uuid"))
            page = await read.collect(
                conn, self.sql, self.registry, resource,
                tenant_id=call.place.id, given=given, reach=reach, links=call.links, extra=extra, found=found,
            )  # fmt: skip
            expander = self._expander(call, conn, as_of)
            bodies = await expander.expand(resource, page.keys, page.bodies, tree)
        if tree and self.bringer:
            bodies = await self.bringer.expand(call, resource, bodies, tree)
        if fields is not None:
            bodies = [expand.select_fields(b, fields) for b in bodies]
        rows = b"[" + b",".join(bodies) + b"]"
        if not resource.paginated:
            if page.has_next:
                raise one_fault("nonFieldErrors", "invalid", "Dit zijn er te veel voor één antwoord. Filter de lijst.")
            return Answer(200, call.links.render(rows), (JSON, *call.crs_headers()))
        number = int(given.get("page") or 1)
        envelope = b'{"count":%d,"next":%s,"previous":%s,"results":' % (
            page.count,
            self._page_link(call, number + 1) if page.has_next else b"null",
            self._page_link(call, number - 1) if number > 1 else b"null",
        )
        return Answer(200, call.links.render(envelope + rows + b"}"), (JSON, *call.crs_headers()))

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
        raw, body = await call.json_body() if operation != "delete" else (b"", None)
        remembered: Remembered | None = None if resource.api.versioned else self.remembered
        brought = Brought()
        for _ in range(MAX_TRIES):
            try:
                written, document = await self._write_once(
                    call, operation, key, raw, body, remembered=remembered, brought=brought
                )
                break
            except Elders as elders:
                await brought.take(call, elders, self.bringer)
            except Verouderd:
                self.remembered.drop(call.place.id)
                remembered = None
            except Ingehaald:
                remembered = None
            except Fout as fout:
                if not _hits_own_number(call.resource, fout, body):
                    raise
        else:
            written, document = await self._write_once(call, operation, key, raw, body, brought=brought)
        if brought.mirrors and self.bringer:
            await self.bringer.mirror(call, brought.mirrors, written)
        if resource.grants_rights:
            self.authenticator.forget(call.place.id)
        return self._written(call, operation, document)

    async def _write_once(
        self,
        call: Call,
        operation: str,
        key: UUID | None,
        raw: bytes,
        body: Any = None,
        *,
        named: Operation | None = None,
        remembered: Remembered | None = None,
        brought: Brought | None = None,
    ) -> tuple[UUID, bytes]:
        """One try: uuid and what is answered, or those of the same request before."""
        async with self.pool.tenant(call.place.id) as conn:
            session = call.session(conn)
            session.remembered = remembered
            if brought is not None:
                session.brought, session.bringer = brought, None
            claim: Replay | str | None = None
            if b"idempotency-key" in call.headers:
                await session.begin()
                claim = await replay_or_claim(conn, call, named.path if named else operation, key, raw)
                if isinstance(claim, Replay):
                    return claim.key, claim.body
            try:
                written, document, _ = await write(
                    session, call.resource, operation, key=key, body=body, named=named, below=call.main_key
                )
                document = _told(session, call.resource, operation, named, written, document)
            except Fout:
                await session.require_still_valid()
                raise
            if isinstance(claim, str):
                await remember(conn, call, claim, written, document)
            await session.commit()
        call.warnings = session.warnings
        return written, document

    def _written(self, call: Call, operation: str, document: bytes) -> Answer:
        if operation == "delete":
            return Answer(204)
        headers = (JSON, *call.crs_headers(), *((b"x-warning", w.encode("latin-1", "replace")) for w in call.warnings))
        if operation != "create":
            return Answer(200, call.links.render(document), headers)
        location = call.links.render(Links.of(document))
        return Answer(201, call.links.render(document), (*headers, (b"location", location)))

    def _document(self, call: Call) -> Answer:
        """The OpenAPI document, open for any origin (G-02)."""
        if call.parts[4:] not in (["openapi.json"], ["schema", "openapi.json"], ["schema", "openapi.yaml"]):
            raise not_found()
        if call.method not in ("GET", "HEAD"):
            raise not_allowed(["GET", "HEAD"])
        document = self.documents[call.parts[1], call.place.extras]
        return Answer(200, call.links.render(document), (JSON, (b"access-control-allow-origin", b"*")))


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


async def _look_back(conn: Any, as_of: str) -> None:
    """From here types are shown as they were valid on the day `as_of`; until the pool ends this transaction."""
    await conn.execute("BEGIN READ ONLY")
    await conn.fetchval(AS_OF, as_of)


def _day(name: str, raw: Any) -> str:
    """A calendar day as text, checked; "" stays ""."""
    try:
        return parse_date(raw).isoformat() if raw else ""
    except (ValueError, TypeError):
        raise one_fault(name, "invalid", "Schrijf een datum als 2026-03-31.") from None


def _hits_own_number(resource: Resource[Any], fout: Fout, body: Any) -> bool:
    """Whether a value that we chose, and not the client, turned out to be taken."""
    codes = {(u.on, u.code) for u in resource.unique if u.on not in body} if isinstance(body, dict) else set()
    return any((p.name, p.code) in codes for p in fout.params) and fout.params[0].name != "nonFieldErrors"


def _matches(header: bytes, tag: bytes) -> bool:
    """Whether If-None-Match names the tag; weak comparison, as for GET."""
    known = [t.strip().removeprefix(b"W/") for t in header.split(b",")]
    return tag in known or known == [b"*"]
