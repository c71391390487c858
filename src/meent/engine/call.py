"""One request and its answer, before and after the engine: headers, query, body, links, caller."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qsl
from uuid import UUID

from meent.basis.jsonwaarden import read
from meent.engine.authorise import Caller, Grant, Reach, Rights
from meent.engine.change import Session
from meent.engine.companions import Companions
from meent.engine.declare import EVERYBODY, Operation, Resource
from meent.engine.errors import Fout, forbidden, one_fault, too_large
from meent.engine.filters import filters_of
from meent.engine.links import as_plain, holds_placeholder

if TYPE_CHECKING:
    from meent.engine.web import Engine

MAX_BODY_BYTES = 10 * 1024 * 1024
CRS = b"EPSG:4326"
JSON = (b"content-type", b"application/json")

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True)
class Place:
    """The municipality that a request is about.

    prefix   what stands before `/{api}` in the path: "/meerwijde", or "" when the host name tells
    aliases  other bases (scheme and host, with prefix) by which it is known
    extras   whether operations and parameters beyond the standard are offered (G-22)
    settings all that the municipality has set for itself
    """

    id: int
    slug: str
    prefix: str
    aliases: tuple[str, ...] = ()
    extras: bool = True
    settings: Mapping[str, Any] = field(default_factory=dict, compare=False)


class Tenants(Protocol):
    """Finds the municipality of a request."""

    def known(self, host: str, path: str) -> Place | None:
        """At once, without asking the database."""

    async def find(self, host: str, path: str) -> Place | None: ...

    def moved(self, path: str) -> str | None:
        """Where an address of before is now, or None."""


@dataclass
class Answer:
    """What goes back: body is complete, links included.

    stream  instead of a body, what is too large to hold; its headers then tell the length
    """

    status: int
    body: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    stream: AsyncIterator[bytes] | None = None


class Call:
    """One request, read as far as needed.

    parts   the path behind the municipality, split: ["", "zaken", "api", "v1", "zaken", …]
    base    scheme, host and municipality, as the client writes them
    caller  somebody this process has already let in, instead of a token
    companions  what capabilities keep while it lasts
    main_key  of the main object in the address of what is nested, else None
    warnings  what the answer must tell beside its body
    told  headers with what is to be known of the rows that were shown
    """

    __slots__ = (
        "caller", "companions", "engine", "headers", "known_caller", "links", "main_key",
        "method", "parts", "place", "query", "receive", "resource", "told", "warnings",
    )  # fmt: skip

    def __init__(
        self,
        engine: "Engine",
        place: Place,
        method: str,
        parts: list[str],
        headers: dict[bytes, bytes],
        query: bytes,
        base: str,
        receive: Receive,
        caller: Caller | None = None,
    ) -> None:
        self.engine, self.place, self.method, self.parts, self.receive = engine, place, method, parts, receive
        self.headers, self.query, self.links = headers, query, engine.links(base, place)
        self.companions = Companions(engine, place, headers)
        self.known_caller = caller
        self.main_key: UUID | None = None
        self.warnings: list[str] = []
        self.told: list[tuple[bytes, bytes]] = []
        self.caller: Caller
        self.resource: Resource[Any]

    async def authenticate(self) -> None:
        """Whoever calls: somebody this process has already let in, or the owner of the token; or nobody is asked."""
        if self.resource.api.reference:
            self.caller = anybody(self.resource.api.component)
        elif self.known_caller:
            self.caller = self.known_caller
        else:
            header = self.headers.get(b"authorization")
            of_whom = self.engine.authenticator.caller
            self.caller = await of_whom(self.place.id, header, keys=self.resource.api.keys)

    def parameters(self) -> dict[str, Any]:
        """Query parameters; of a repeated one the last counts."""
        if not self.query:
            return {}
        try:
            return dict(parse_qsl(self.query.decode(), keep_blank_values=True, errors="strict", max_num_fields=200))
        except (UnicodeDecodeError, ValueError):
            raise one_fault("nonFieldErrors", "invalid", "De query is niet te lezen.") from None

    async def body(self) -> bytes:
        """The whole body, at most MAX_BODY_BYTES."""
        chunks, size = [], 0
        async for chunk in self.pieces():
            size += len(chunk)
            if size > MAX_BODY_BYTES:
                raise too_large(MAX_BODY_BYTES)
            chunks.append(chunk)
        return b"".join(chunks)

    async def pieces(self) -> AsyncIterator[bytes]:
        """The body as it arrives."""
        more = True
        while more:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise Fout(400, "invalid", "De verbinding is verbroken.")
            if chunk := message.get("body", b""):
                yield chunk
            more = message.get("more_body", False)

    async def json_body(self) -> tuple[bytes, Any]:
        """The body, and what it says."""
        raw = await self.body()
        return raw, self.read_json(raw)

    async def short_body(self, named: Operation) -> tuple[bytes, Any]:
        """The body of a named operation, which may be left out."""
        raw = await self.body()
        return raw, self.read_json(raw) if named.takes and raw else {}

    def require_json(self) -> None:
        kind = self.headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
        if kind not in (b"application/json", b"application/merge-patch+json"):
            raise Fout(415, "unsupported_media_type", "Stuur JSON, met Content-Type: application/json.")

    def read_json(self, raw: bytes) -> Any:
        self.require_json()
        if holds_placeholder(raw):
            raise one_fault("nonFieldErrors", "invalid", "Het verzoek bevat een teken dat niet mag (U+007F).")
        try:
            return read(raw)
        except ValueError as fault:
            raise one_fault("nonFieldErrors", "invalid", str(fault)) from None

    def require_crs(self, *, content: bool) -> None:
        """Geometry needs to say in which coordinates it is written (G-25)."""
        for name in (b"accept-crs", b"content-crs") if content else (b"accept-crs",):
            given = self.headers.get(name)
            if given is None and self.resource.crs not in (True, name):
                continue
            if given is None:
                shown = name.decode().title()
                raise Fout(412, "precondition_failed", f"De header {shown} ontbreekt. Stuur EPSG:4326.")
            if given != CRS:
                raise Fout(406, "not_acceptable", "Wij kennen alleen het coördinatenstelsel EPSG:4326.")

    def row_headers(self) -> tuple[tuple[bytes, bytes], ...]:
        """Of an answer that shows rows."""
        return (*(((b"content-crs", CRS),) if self.resource.crs else ()), *self.told)

    def session(self, conn: Any) -> Session:
        toelichting = as_plain(self.headers.get(b"x-audit-toelichting", b"").decode("utf-8", "replace"))[:1000]
        return Session(self.engine, conn, self.place, self.caller, self.links, self.companions, toelichting)

    def require_standard(self, given: Iterable[str]) -> None:
        """Where a municipality shows the standard alone, parameters of ours do not exist (G-22)."""
        beyond = [] if self.place.extras else sorted(set(given) & extras_of(self.resource))
        if beyond:
            raise one_fault("nonFieldErrors", "unknown-parameters", f"Onbekende parameters: {', '.join(beyond)}.")

    def reach_to_read(self) -> Reach:
        """Which rows of this resource the caller may read; 403 when none at all (A-10)."""
        reach = self.caller.rights.reach(self.resource.api.component, self.resource.scopes.read)
        if not reach.given:
            raise forbidden()
        return reach.with_parts() if any(along.hides for along in self.resource.along) else reach

    def require_scope(self, scopes: tuple[str, ...]) -> None:
        """403 for a caller who has none of the scopes anywhere."""
        if not self.caller.rights.reach(self.resource.api.component, scopes).given:
            raise forbidden()


@cache
def anybody(component: str) -> Caller:
    """Who asks for reference data: may read that, and nothing else."""
    return Caller("", Rights(grants=(Grant(component, frozenset({EVERYBODY}), None, 0),)))


@cache
def extras_of(resource: Resource[Any]) -> frozenset[str]:
    """Parameters of a list that the standard does not have."""
    own = {name for name, flt in filters_of(resource).items() if flt.extra}
    own |= {related.prefix + name for related in resource.related if related.extra for name in related.names}
    usual = {"pageSize"} - set(resource.document.get("standard", ()))
    return frozenset(own | usual | set(resource.document.get("extra", ())))


def not_allowed(methods: list[str]) -> Fout:
    return Fout(405, "method_not_allowed", headers=((b"allow", ", ".join(methods).encode()),))
