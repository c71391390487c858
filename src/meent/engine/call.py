"""One request to a register: links, caller, what he may do, and what of the standard its headers ask."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from meent.basis.fouten import Fout, forbidden, one_fault
from meent.basis.placeholder import as_plain
from meent.engine.authorise import Caller, Grant, Reach, Rights
from meent.engine.change import Session
from meent.engine.companions import Companions
from meent.engine.declare import EVERYBODY, Operation, Resource
from meent.engine.filters import filters_of
from meent.engine.links import parse_uuid
from meent.wire.place import Place
from meent.wire.request import Receive, Request

if TYPE_CHECKING:
    from meent.engine.web import Engine

CRS = b"EPSG:4326"


class Call(Request):
    """One request to a register, read as far as needed.

    parts   the path behind the municipality, split: ["", "zaken", "api", "v1", "zaken", …]
    base    scheme, host and municipality, as the client writes them
    caller  somebody this process has already let in, instead of a token
    companions  what capabilities keep while it lasts
    main_key  of the main object in the address of what is nested, else None
    warnings  what the answer must tell beside its body
    told  headers with what is to be known of the rows that were shown
    """

    __slots__ = (
        "caller", "companions", "engine", "known_caller", "links", "main_key", "parts", "place", "resource", "told",
        "warnings",
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
        super().__init__(method, headers, query, receive)
        self.engine, self.place, self.parts, self.links = engine, place, parts, engine.links(base, place)
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

    async def short_body(self, named: Operation) -> tuple[bytes, Any]:
        """The body of a named operation, which may be left out."""
        raw = await self.body()
        return raw, self.read_json(raw) if named.takes and raw else {}

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


def named_operation(resource: Resource[Any], method: str, rest: list[str]) -> Operation | None:
    method = "GET" if method == "HEAD" else method
    return next((o for o in resource.named if o.method == method and not o.body and _fits(o.path, rest)), None)


def other_methods(resource: Resource[Any], rest: list[str]) -> list[str]:
    return [o.method for o in resource.named if not o.body and _fits(o.path, rest)]


def _fits(path: str, rest: list[str]) -> bool:
    wanted = path.strip("/").split("/")
    return len(wanted) == len(rest) and all(
        parse_uuid(r) is not None if w == "{uuid}" else w in (r, r.isdecimal() and "{index}")
        for w, r in zip(wanted, rest, strict=True)
    )
