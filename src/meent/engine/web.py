"""The registers as one ASGI application: from an address and a method to an answer (RULES §1, §2).

Addresses are regular (`/{gemeente}/{api}/api/v1/{collectie}/{uuid}`), so this dispatches on the table of resources
itself. Every answer carries the headers of the NL API Design Rules; every refusal is a problem document.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode
from uuid import UUID
from zlib import crc32

import asyncpg
import msgspec

from meent.data.pool import DatabaseBezig, DatabaseWeg, Pool
from meent.engine import expand, read
from meent.engine.authorise import Authenticator, Caller, Reach
from meent.engine.change import Session
from meent.engine.declare import Operation, Registry, Resource
from meent.engine.errors import Fout, forbidden, not_found, one_fault
from meent.engine.geometry import bounds, cell_ranges, geometry_fault, which_lie_within
from meent.engine.idempotency import Replay, remember, replay_or_claim
from meent.engine.links import Links, holds_placeholder, parse_uuid
from meent.engine.series import Numbers
from meent.engine.sql import Sql
from meent.engine.write import write

log = logging.getLogger("meent.web")

MAX_BODY_BYTES = 10 * 1024 * 1024
CRS = b"EPSG:4326"
SECURITY_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"frame-ancestors 'none'"),
    (b"strict-transport-security", b"max-age=31536000"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)
EVERYTHING = Reach(everything=True, given=True)
JSON = (b"content-type", b"application/json")
PROBLEM = (b"content-type", b"application/problem+json")
WRITES = {"POST": "create", "PUT": "update", "PATCH": "partial_update", "DELETE": "delete"}
READS = {"GET": "retrieve", "HEAD": "head"}

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True)
class Place:
    """The municipality that a request is about.

    prefix   what stands before `/{api}` in the path: "/meerwijde", or "" when the host name tells
    aliases  other bases (scheme and host, with prefix) by which it is known
    extras   whether operations and parameters beyond the standard are offered (G-22)
    """

    id: int
    slug: str
    prefix: str
    aliases: tuple[str, ...] = ()
    extras: bool = True


class Tenants(Protocol):
    """Finds the municipality of a request."""

    async def find(self, host: str, path: str) -> Place | None: ...


@dataclass
class Answer:
    """What goes back: body is complete, links included."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ()


class Call:
    """One request, read as far as needed."""

    __slots__ = ("caller", "engine", "headers", "known_caller", "links", "method", "parts", "place", "query", "receive", "resource")

    def __init__(
        self,
        engine: "Engine",
        place: Place,
        method: str,
        parts: list[str],
        scope: Scope,
        receive: Receive,
        caller: Caller | None = None,
    ) -> None:
        self.engine, self.place, self.method, self.parts, self.receive = engine, place, method, parts, receive
        self.headers: dict[bytes, bytes] = dict(scope["headers"])
        host = self.headers.get(b"host", b"localhost").decode("latin-1")
        self.links = engine.links(f"{scope['scheme']}://{host}{place.prefix}", place)
        self.query: bytes = scope["query_string"]
        self.known_caller = caller
        self.caller: Caller
        self.resource: Resource[Any]

    async def authenticate(self) -> None:
        """Whoever calls: somebody this process has already let in, or the owner of the token."""
        if self.known_caller:
            self.caller = self.known_caller
            return
        self.caller = await self.engine.authenticator.caller(self.place.id, self.headers.get(b"authorization"))

    def parameters(self) -> dict[str, str]:
        """Query parameters; of a repeated one the last counts."""
        if not self.query:
            return {}
        try:
            return dict(parse_qsl(self.query.decode(), keep_blank_values=True, errors="strict", max_num_fields=200))
        except (UnicodeDecodeError, ValueError):
            raise one_fault("nonFieldErrors", "invalid", "De query is niet te lezen.") from None

    async def body(self) -> bytes:
        """The whole body, at most MAX_BODY_BYTES."""
        chunks, size, more = [], 0, True
        while more:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise Fout(400, "invalid", "De verbinding is verbroken.")
            chunk = message.get("body", b"")
            size += len(chunk)
            if size > MAX_BODY_BYTES:
                raise Fout(413, "too_large", f"Een verzoek mag ten hoogste {MAX_BODY_BYTES // 1024**2} MB groot zijn.")
            chunks.append(chunk)
            more = message.get("more_body", False)
        return b"".join(chunks)

    def read_json(self, raw: bytes) -> Any:
        kind = self.headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
        if kind not in (b"application/json", b"application/merge-patch+json"):
            raise Fout(415, "unsupported_media_type", "Stuur JSON, met Content-Type: application/json.")
        if holds_placeholder(raw):
            raise one_fault("nonFieldErrors", "invalid", "Het verzoek bevat een teken dat niet mag (U+FDD0).")
        try:
            return msgspec.json.decode(raw)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            raise one_fault("nonFieldErrors", "invalid", "Het verzoek is geen geldige JSON.") from None

    def require_crs(self, *, content: bool) -> None:
        """Geometry needs to say in which coordinates it is written (G-25)."""
        for name in (b"accept-crs", b"content-crs") if content else (b"accept-crs",):
            given = self.headers.get(name)
            if given is None:
                shown = name.decode().title()
                raise Fout(412, "precondition_failed", f"De header {shown} ontbreekt. Stuur EPSG:4326.")
            if given != CRS:
                raise Fout(406, "not_acceptable", "Wij kennen alleen het coördinatenstelsel EPSG:4326.")

    def crs_headers(self) -> tuple[tuple[bytes, bytes], ...]:
        return ((b"content-crs", CRS),) if self.resource.crs else ()

    def session(self, conn: Any) -> Session:
        return Session(
            registry=self.engine.registry, sql=self.engine.sql, conn=conn, numbers=self.engine.numbers,
            tenant_id=self.place.id, caller=self.caller, links=self.links, now=self.engine.now(),
            toelichting=self.headers.get(b"x-audit-toelichting", b"").decode("utf-8", "replace")[:1000],
        )  # fmt: skip


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
        documents: dict[str, bytes] | None = None,
    ) -> None:
        self.registry, self.pool, self.tenants, self.authenticator = registry, pool, tenants, authenticator
        self.sql = Sql(registry)
        self.numbers = Numbers(pool.beside())  # a request takes one while it holds a connection
        self.now = now
        self.documents = documents or {}
        self._links: dict[tuple[str, int], Links] = {}
        self._etag_of_base: dict[bytes, bytes] = {}
        self._common = {
            name: (*SECURITY_HEADERS, (b"api-version", api.version.encode())) for name, api in registry.apis.items()
        }

    def links(self, base: str, place: Place) -> Links:
        """Remembered per base, bounded: a client can invent host names."""
        found = self._links.get((base, place.id))
        if found is None:
            if len(self._links) > 1_000:
                self._links.clear()
            found = self._links[base, place.id] = Links(self.registry, base, place.aliases)
        return found

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        host = next((v for k, v in scope["headers"] if k == b"host"), b"").decode("latin-1")
        api = ""
        try:
            place = await self.tenants.find(host, path)
            if place is None:
                raise not_found()
            parts = path[len(place.prefix) :].split("/")
            api = parts[1] if len(parts) > 1 else ""
            call = Call(self, place, scope["method"], parts, scope, receive)
            answer = await self.answer(call)
        except Fout as fout:
            answer = _problem(fout, scope, host)
        except (DatabaseWeg, DatabaseBezig) as away:
            answer = _problem(_away(str(away)), scope, host)
        except asyncpg.PostgresError as fault:
            log.exception("database_fault", extra={"sqlstate": fault.sqlstate})
            answer = _problem(_of_database(fault), scope, host)
        except Exception:  # the last resort: the cause is logged whole, the client gets a problem document (E-01)
            log.exception("unexpected_fault")
            answer = _problem(Fout(500, "error"), scope, host)
        await _send(send, answer, self._common.get(api, SECURITY_HEADERS), scope["method"])

    async def answer(self, call: Call) -> Answer:
        """Finds what the address stands for and does it."""
        parts = call.parts
        if len(parts) < 5 or parts[2:4] != ["api", "v1"] or parts[1] not in self.registry.apis:
            raise not_found()
        if parts[4] in ("openapi.json", "schema"):
            return self._document(call)
        resource = self.registry.by_address.get((parts[1], parts[4]))
        if resource is None:
            raise not_found()
        call.resource = resource
        rest = parts[5:]
        if rest == ["_zoek"] and resource.geo_search:
            if call.method != "POST":
                raise _not_allowed(["POST"])
            await call.authenticate()
            return await self.search(call)
        named = _named(resource, call.method, rest)
        if named:
            await call.authenticate()
            _require_scope(call, named.scopes)
            return await self._act(call, named, parse_uuid(rest[0]))
        if len(rest) == 0:
            return await self._on_collection(call)
        key = parse_uuid(rest[0])
        if key is None or (len(rest) > 1 and rest[1] != "audittrail"):
            if _other_methods(resource, rest):
                raise _not_allowed(_other_methods(resource, rest))
            raise not_found()
        if len(rest) > 1:
            return await self._on_audit(call, key, rest[2:])
        return await self._on_row(call, key)

    async def _act(self, call: Call, named: Operation, key: UUID | None) -> Answer:
        """A named operation: a change of the row `key`, or the one row that a question leads to, in a list."""
        async with self.pool.tenant(call.place.id) as conn:
            session = call.session(conn)
            if key is None:
                found = await named.act(session, call.parameters())
                body, _ = await read.read_one(conn, self.sql, call.resource, call.place.id, found, EVERYTHING)
                return Answer(200, call.links.render(b"[" + body + b"]"), (JSON,))
            await call.body()
            await conn.execute("BEGIN")
            _, body, _ = await write(session, call.resource, "partial_update", key=key, act=named.act)
            await session.finish()
            await conn.execute("COMMIT")
        return Answer(200, call.links.render(body), (JSON,))

    async def _on_collection(self, call: Call) -> Answer:
        resource, method = call.resource, call.method
        allowed = {"list": "GET", "create": "POST"}
        methods = [m for op, m in allowed.items() if op in resource.operations]
        if method not in methods:
            raise _not_allowed(methods)
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
            raise _not_allowed([m for m, op in (READS | WRITES).items() if op in resource.operations and m != "POST"])
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
        reach = call.caller.rights.reach(resource.api.component, resource.scopes.read)
        if not reach.given:
            raise forbidden()
        tree = {}
        if call.query:
            tree = self._row_parameters(call)
        async with self.pool.tenant(call.place.id) as conn:
            body, etag = await read.read_one(conn, self.sql, resource, call.place.id, key, reach)
            if tree:
                expander = expand.Expander(self.registry, self.sql, conn, call.place.id, call.caller)
                (body,) = await expander.expand(resource, [key], [body], tree)
        tag = self.etag(call.links, body, "" if tree else etag)
        headers = ((b"etag", tag), *call.crs_headers())
        if (known := call.headers.get(b"if-none-match")) and _matches(known, tag):
            return Answer(304, b"", headers)
        return Answer(200, call.links.render(body), (JSON, *headers))

    def _row_parameters(self, call: Call) -> expand.Tree:
        given = call.parameters()
        allowed = ("expand", *call.resource.row_parameters)
        if unknown := [n for n in given if n not in allowed]:
            raise one_fault("nonFieldErrors", "unknown-parameters", f"Onbekende parameters: {', '.join(unknown)}.")
        return expand.parse(self.registry, call.resource, given.get("expand"))

    def etag(self, links: Links, body: bytes, kept: str) -> bytes:
        """Strong tag over the representation: the document and the base its links get (G-17)."""
        base = self._etag_of_base.get(links.base_bytes)
        if base is None:
            if len(self._etag_of_base) > 1_000:
                self._etag_of_base.clear()
            base = self._etag_of_base[links.base_bytes] = b"%08x" % crc32(links.base_bytes)
        return b'"' + (kept.encode() if kept else blake2b(body, digest_size=12).hexdigest().encode()) + base + b'"'

    async def page(self, call: Call, given: dict[str, Any], extra: tuple[tuple[str, Any, str], ...] = ()) -> Answer:
        """A page of the collection; `given` from the query string or a search body."""
        resource = call.resource
        reach = call.caller.rights.reach(resource.api.component, resource.scopes.read)
        if not reach.given:
            raise forbidden()
        fields = given.pop("fields", None)
        tree = expand.parse(self.registry, resource, given.get("expand"))
        if fields is not None:
            tree = expand.tree_of_fields(self.registry, resource, fields)
        async with self.pool.tenant(call.place.id) as conn:
            page = await read.collect(
                conn, self.sql, self.registry, resource,
                tenant_id=call.place.id, given=given, reach=reach, links=call.links, extra=extra,
            )  # fmt: skip
            expander = expand.Expander(self.registry, self.sql, conn, call.place.id, call.caller)
            bodies = await expander.expand(resource, page.keys, page.bodies, tree)
        if fields is not None:
            bodies = [expand.select_fields(b, fields) for b in bodies]
        rows = b"[" + b",".join(bodies) + b"]"
        if not resource.paginated:
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

    async def search(self, call: Call) -> Answer:
        """`_zoek`: the list's filters in a body, and `within` a polygon (Z-47)."""
        resource = call.resource
        if resource.crs:
            call.require_crs(content=True)
        body = call.read_json(await call.body())
        if not isinstance(body, dict) or not body:
            raise one_fault("nonFieldErrors", "empty_search_body", "Geef ten minste één zoekvraag.")
        if "fields" in body and "expand" in body:
            raise one_fault("nonFieldErrors", "invalid", "Gebruik 'fields' of 'expand', niet allebei.")
        given = dict(body)
        extra = await self._search_conditions(call, given)
        parameters = call.parameters()
        if unknown := [n for n in parameters if n not in ("page", "pageSize", "expand")]:
            raise one_fault("nonFieldErrors", "unknown-parameters", f"Onbekende parameters: {', '.join(unknown)}.")
        return await self.page(call, given | parameters, extra)

    async def _search_conditions(self, call: Call, given: dict[str, Any]) -> tuple[tuple[str, Any, str], ...]:
        """What a search offers beyond the list: uuid__in, within, and lists of types; taken out of `given`."""
        resource, extra = call.resource, []
        if "uuid__in" in given:
            extra.append(("z.id = ANY({})", _uuids(given.pop("uuid__in"), "uuid__in"), "uuid[]"))
        types = f"{resource.field[resource.type_field].json}__in" if resource.type_field else ""
        if types in given:
            target = resource.field[resource.type_field].target
            urls = given.pop(types)
            if not isinstance(urls, list):
                raise one_fault(types, "invalid", "Geef een lijst van webadressen (URL's).")
            keys = [k for u in urls if (k := call.links.parse(str(u), target))]
            extra.append((f"z.{resource.type_field} = ANY({{}})", keys, "uuid[]"))
        if resource.geo_search and (geo := given.pop(resource.geo_search, None)) is not None:
            within = geo.get("within") if isinstance(geo, dict) else None
            if fault := geometry_fault(within):
                raise one_fault(f"{resource.geo_search}.within", "invalid", fault)
            assert isinstance(within, dict)
            extra.append(("z.id = ANY({})", await self._within(call, within), "uuid[]"))
        return tuple(extra)

    async def _within(self, call: Call, area: dict[str, Any]) -> list[UUID]:
        """Rows whose geometry lies within the area; the index gives candidates, GEOS decides."""
        async with self.pool.tenant(call.place.id) as conn:
            records = await conn.fetch(self.sql.in_cells(call.resource), call.place.id, *cell_ranges(bounds(area)))
        inside = which_lie_within(area, [r[1] for r in records]) if records else []
        return [r[0] for r, is_inside in zip(records, inside, strict=True) if is_inside]

    async def _on_audit(self, call: Call, key: UUID, rest: list[str]) -> Answer:
        """The audit trail of a main object (AT-01…AT-05)."""
        resource = call.resource
        if not resource.audit or len(rest) > 1:
            raise not_found()
        if call.method != "GET":
            raise _not_allowed(["GET"])
        await call.authenticate()
        reach = call.caller.rights.reach(resource.api.component, ("audittrails.lezen",))
        if not reach.given:
            raise forbidden()
        reading = call.caller.rights.reach(resource.api.component, resource.scopes.read)
        async with self.pool.tenant(call.place.id) as conn:
            await read.read_one(conn, self.sql, resource, call.place.id, key, reading if reading.given else reach)
            records = await conn.fetch(audit_sql(self.registry), call.place.id, key)
        lines = [r[1] for r in records]
        if not rest:
            return Answer(200, call.links.render(b"[" + b",".join(lines) + b"]"), (JSON,))
        wanted = parse_uuid(rest[0])
        found = [r[1] for r in records if r[0] == wanted]
        if not found:
            raise not_found()
        return Answer(200, call.links.render(found[0]), (JSON,))

    # --- writing -----------------------------------------------------------------------------------------------------

    async def write(self, call: Call, operation: str, key: UUID | None) -> Answer:
        """One change in one transaction; with an Idempotency-Key the same answer comes back for the same request."""
        resource = call.resource
        scopes = getattr(resource.scopes, {"partial_update": "update"}.get(operation, operation))
        _require_scope(call, scopes)
        if resource.crs and operation != "delete":
            call.require_crs(content=True)
        raw = await call.body() if operation != "delete" else b""
        body = call.read_json(raw) if operation != "delete" else None
        async with self.pool.tenant(call.place.id) as conn:
            await conn.execute("BEGIN")
            claim = await replay_or_claim(conn, call, operation, key, raw)
            if isinstance(claim, Replay):
                await conn.execute("ROLLBACK")
                return self._written(call, operation, claim.key, claim.body)
            session = call.session(conn)
            written, document, _ = await write(session, resource, operation, key=key, body=body)
            await session.finish()
            if claim:
                await remember(conn, call, claim, written, document)
            await conn.execute("COMMIT")
        if resource.grants_rights:
            self.authenticator.forget(call.place.id)
        return self._written(call, operation, written, document)

    def _written(self, call: Call, operation: str, key: UUID, document: bytes) -> Answer:
        if operation == "delete":
            return Answer(204)
        headers: tuple[tuple[bytes, bytes], ...] = (JSON, *call.crs_headers())
        if operation != "create":
            return Answer(200, call.links.render(document), headers)
        location = f"{call.links.base}{call.resource.url_path}{key}".encode()
        return Answer(201, call.links.render(document), (*headers, (b"location", location)))

    def _document(self, call: Call) -> Answer:
        """The OpenAPI document, open for any origin (G-02)."""
        if call.parts[4:] not in (["openapi.json"], ["schema", "openapi.json"], ["schema", "openapi.yaml"]):
            raise not_found()
        if call.method not in ("GET", "HEAD"):
            raise _not_allowed(["GET", "HEAD"])
        document = self.documents[call.parts[1]]
        return Answer(200, call.links.render(document), (JSON, (b"access-control-allow-origin", b"*")))


def audit_sql(registry: Registry) -> str:
    """Uuid and rendered line of the trail of main object $2, oldest first (AT-02, AT-03)."""
    urls = " ".join(f"WHEN '{r.name}' THEN '\ufdd0{r.url_path}'" for r in registry.all)
    return (
        "SELECT a.id, row_to_json(d) FROM audit a CROSS JOIN LATERAL (SELECT a.id AS uuid, a.bron,"
        ' a.applicatie_id AS "applicatieId", a.applicatie_weergave AS "applicatieWeergave",'
        ' a.gebruikers_id AS "gebruikersId", a.gebruikers_weergave AS "gebruikersWeergave", a.actie,'
        ' a.actie_weergave AS "actieWeergave", a.resultaat,'
        f' (CASE a.hoofd_resource {urls} END) || a.hoofd_id AS "hoofdObject", a.resource,'
        f' (CASE a.resource {urls} END) || a.resource_id AS "resourceUrl", a.toelichting,'
        ' a.resource_weergave AS "resourceWeergave", a.aanmaakdatum,'
        " json_build_object('oud', a.oud, 'nieuw', a.nieuw) AS wijzigingen) d"
        " WHERE a.tenant_id = $1 AND a.hoofd_id = $2 ORDER BY a.id"
    )


def _uuids(raw: Any, name: str) -> list[UUID]:
    keys = [parse_uuid(str(u)) for u in raw] if isinstance(raw, list) else [None]
    if None in keys:
        raise one_fault(name, "invalid", "Geef een lijst van uuid's.")
    return [k for k in keys if k]


def _require_scope(call: Call, scopes: tuple[str, ...]) -> None:
    if not call.caller.rights.reach(call.resource.api.component, scopes).given:
        raise forbidden()


def _named(resource: Resource[Any], method: str, rest: list[str]) -> Operation | None:
    return next((o for o in resource.named if o.method == method and _fits(o.path, rest)), None)


def _other_methods(resource: Resource[Any], rest: list[str]) -> list[str]:
    return [o.method for o in resource.named if _fits(o.path, rest)]


def _fits(path: str, rest: list[str]) -> bool:
    wanted = path.strip("/").split("/")
    return len(wanted) == len(rest) and all(
        parse_uuid(r) is not None if w == "{uuid}" else w == r for w, r in zip(wanted, rest, strict=True)
    )


def _matches(header: bytes, tag: bytes) -> bool:
    """Whether If-None-Match names the tag; weak comparison, as for GET."""
    known = [t.strip().removeprefix(b"W/") for t in header.split(b",")]
    return tag in known or known == [b"*"]


def _not_allowed(methods: list[str]) -> Fout:
    return Fout(405, "method_not_allowed", headers=((b"allow", ", ".join(methods).encode()),))


def _away(detail: str) -> Fout:
    return Fout(503, "unavailable", detail, headers=((b"retry-after", b"2"),))


def _of_database(fault: asyncpg.PostgresError) -> Fout:
    """What a refusal of the database means to a client."""
    if isinstance(fault, (asyncpg.QueryCanceledError, asyncpg.DeadlockDetectedError, asyncpg.SerializationError)):
        return _away("Het verzoek duurde te lang of kwam een ander verzoek tegen. Probeer het opnieuw.")
    if isinstance(fault, asyncpg.DataError) and getattr(fault, "severity", None):  # the server's word, not the driver's
        return one_fault("nonFieldErrors", "invalid", "Een waarde in het verzoek kan niet worden opgeslagen.")
    return Fout(500, "error")


def _problem(fout: Fout, scope: Scope, host: str) -> Answer:
    return Answer(fout.status, fout.as_json(f"{scope['scheme']}://{host}"), (PROBLEM, *fout.headers))


async def _send(send: Send, answer: Answer, common: tuple[tuple[bytes, bytes], ...], method: str) -> None:
    headers = [*answer.headers, *common]
    if answer.status not in (204, 304):
        headers.append((b"content-length", b"%d" % len(answer.body)))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else answer.body})
