"""How rows are shown when a request asks for more than the rows: expanded, of another version, as of another day.

What stands here once stood between the parameters of a request and its answer; the engine asks for a `View` and knows
none of these parameters. RULES §1.1, C-21, D-17.
"""

from functools import cache
from typing import Any
from uuid import UUID

from meent.basis.datums import vandaag
from meent.capabilities import expand, versions
from meent.capabilities.elders import Bringer
from meent.capabilities.logbook import Seen, tell
from meent.capabilities.names import AS_OF
from meent.capabilities.versions import NOW, Version, versions_of
from meent.engine.call import Call
from meent.engine.check import parse_date
from meent.engine.declare import Resource
from meent.engine.errors import one_fault
from meent.engine.links import Links
from meent.engine.read import View

PLAIN = View()


@cache
def parameters_of_row(resource: Resource[Any]) -> tuple[str, ...]:
    """Query parameters of a single row."""
    kept = versions_of(resource)
    return ("expand", *resource.row_parameters, *(kept.asked_by if kept else ()))


def of_row(call: Call) -> View:
    """What the query says of how one row is to be shown."""
    if not call.query:
        return _Told(call, PLAIN)
    given, resource = call.parameters(), call.resource
    if unknown := [n for n in given if n not in parameters_of_row(resource)]:
        raise one_fault("nonFieldErrors", "unknown-parameters", f"Onbekende parameters: {', '.join(unknown)}.")
    as_of, kept = _day("datumGeldigheid", given.get("datumGeldigheid")), versions_of(resource)
    version = versions.version_asked(kept, given) if kept else NOW
    tree = expand.parse(call.engine.registry, resource, given.get("expand"))
    return _Told(call, _Shown(call, tree, as_of, version) if tree or as_of or version != NOW else PLAIN)


def of_page(call: Call, given: dict[str, Any], fields: Any) -> View:
    """What the parameters of a list or a search say; `fields` is what a search selects, None for all."""
    tree = expand.parse(call.engine.registry, call.resource, given.get("expand"))
    if fields is not None:
        tree = expand.tree_of_fields(call.engine.registry, call.resource, fields)
    as_of = _day("datumGeldigheid", given.get("datumGeldigheid"))
    shown = _Shown(call, tree, as_of, fields=fields) if tree or as_of or fields is not None else PLAIN
    return _Told(call, shown, fields)


class _Told(View):
    """Rows as `shown` shows them, of which the log of processing is told before they leave."""

    def __init__(self, call: Call, shown: View, fields: Any = None) -> None:
        self.call, self.shown, self.fields = call, shown, fields
        self.begin, self.finish = shown.begin, shown.finish  # type: ignore[method-assign]

    async def read_one(self, conn: Any, call: Call, key: UUID, reach: Any) -> tuple[bytes, str]:
        body, etag = await self.shown.read_one(conn, call, key, reach)
        if call.main_key is None or str(call.main_key).encode() in Links.of(body):  # else it is not shown
            await self._tell(conn, [key], "retrieve")
        return body, etag

    async def dress(self, conn: Any, keys: list[UUID], bodies: list[bytes]) -> list[bytes]:
        dressed = await self.shown.dress(conn, keys, bodies)
        await self._tell(conn, keys, "list")
        return dressed

    async def _tell(self, conn: Any, keys: list[UUID], handeling: str) -> None:
        beside = self.shown.seen if isinstance(self.shown, _Shown) else []
        await tell(conn, self.call, [(self.call.resource, keys), *beside], handeling, self.fields)


class _Shown(View):
    """Rows with what was asked for.

    tree     the relations that are expanded
    as_of    day on which types must be valid to be shown, "" for today
    version  which one of a single row
    fields   the only attributes that are wanted
    """

    def __init__(self, call: Call, tree: expand.Tree, as_of: str, version: Version = NOW, fields: Any = None) -> None:
        self.call, self.tree, self.as_of, self.version, self.fields = call, tree, as_of, version, fields
        self.seen: Seen = []

    async def begin(self, conn: Any) -> None:
        """From here types are shown as they were valid on the day `as_of`; until the pool ends this transaction."""
        if self.as_of:
            await conn.execute("BEGIN READ ONLY")
            await conn.fetchval(AS_OF, self.as_of)

    async def read_one(self, conn: Any, call: Call, key: UUID, reach: Any) -> tuple[bytes, str]:
        sql, resource, tenant_id = call.engine.sql, call.resource, call.place.id
        if self.version != NOW:
            body, number = await versions.read_version(conn, sql, resource, tenant_id, key, reach, self.version)
            (body,) = await self._expander(conn).expand(resource, [key], [body], self.tree, version=number)
            return body, ""
        if self.tree:
            return await self._expander(conn).read_one(resource, key, reach, self.tree), ""
        return await super().read_one(conn, call, key, reach)

    async def dress(self, conn: Any, keys: list[UUID], bodies: list[bytes]) -> list[bytes]:
        return await self._expander(conn).expand(self.call.resource, keys, bodies, self.tree)

    async def finish(self, bodies: list[bytes]) -> list[bytes]:
        bringer: Bringer | None = self.call.engine.outside.get(Bringer)
        if self.tree and bringer:
            bodies = await bringer.expand(self.call, self.call.resource, bodies, self.tree)
        return bodies if self.fields is None else [expand.select_fields(b, self.fields) for b in bodies]

    def _expander(self, conn: Any) -> expand.Expander:
        engine, call = self.call.engine, self.call
        return expand.Expander(
            engine.registry, engine.sql, conn, call.place.id, call.caller,
            remembered=None if self.as_of else engine.remembered, today=vandaag(engine.now()), seen=self.seen,
        )  # fmt: skip


def _day(name: str, raw: Any) -> str:
    """A calendar day as text, checked; "" stays ""."""
    try:
        return parse_date(raw).isoformat() if raw else ""
    except (ValueError, TypeError):
        raise one_fault(name, "invalid", "Schrijf een datum als 2026-03-31.") from None
