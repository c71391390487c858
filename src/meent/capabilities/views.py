"""How rows are shown when a request asks for more than the rows: expanded, of another version, as of another day.

What stands here once stood between the parameters of a request and its answer; the engine asks for a `View` and knows
none of these parameters. RULES §1.1, C-21, D-17.
"""

from collections.abc import Awaitable
from functools import cache
from typing import Any
from uuid import UUID

from meent.basis.datums import parse_date, vandaag
from meent.basis.fouten import Fout, one_fault
from meent.capabilities import expand, versions
from meent.capabilities.elders import Bringer
from meent.capabilities.logbook import NOTHING_ASKED, Asked, Seen, tell
from meent.capabilities.names import LOOK_BACK, PEILDATUM
from meent.capabilities.seen import seen_of
from meent.capabilities.versions import NOW, Version, versions_of
from meent.engine.call import Call
from meent.engine.declare import Resource
from meent.engine.links import Links
from meent.engine.read import Page, View

PLAIN = View()


@cache
def parameters_of_row(resource: Resource[Any]) -> tuple[str, ...]:
    """Query parameters of a single row."""
    kept = versions_of(resource)
    return ("expand", *resource.row_parameters, *(kept.asked_by if kept else ()))


def require_only(call: Call, *known: str) -> None:
    """400 for a query parameter that is not read here (G-09)."""
    if unknown := [n for n in call.parameters() if n not in known]:
        raise one_fault("nonFieldErrors", "unknown-parameters", f"Onbekende parameters: {', '.join(unknown)}.")


def of_row(call: Call) -> View:
    """What the query says of how one row is to be shown."""
    seen = seen_of(call.resource)
    if not call.query and not (seen and seen.sight(call)):
        return _Told(call, PLAIN)
    given, resource = call.parameters(), call.resource
    require_only(call, *parameters_of_row(resource))
    as_of, kept = _day("datumGeldigheid", given.get("datumGeldigheid")), versions_of(resource)
    version = versions.version_asked(kept, given) if kept else NOW
    fields = _selected(resource, given)
    tree = expand.parse(call.engine.registry, resource, given.get("expand"))
    looks = ({PEILDATUM: as_of} if as_of else {}) | (seen.sight(call) if seen else {})
    asked = tree or looks or version != NOW or fields is not None
    return _Told(call, _Shown(call, tree, looks, version, fields=fields) if asked else PLAIN, fields)


def of_page(call: Call, given: dict[str, Any], fields: Any) -> View:
    """What the parameters of a list or a search say; `fields` is what a search selects, None for all."""
    tree = expand.parse(call.engine.registry, call.resource, given.get("expand"))
    if fields is not None:
        tree = expand.tree_of_fields(call.engine.registry, call.resource, fields)
    seen = seen_of(call.resource)
    if seen:
        seen.gather(call, given)
    fields = _selected(call.resource, given) if fields is None else fields
    named = seen.days if seen else {"datumGeldigheid": PEILDATUM}
    looks = {setting: day for name, setting in named.items() if (day := _day(name, given.get(name)))}
    looks |= seen.sight(call) if seen else {}
    shown = _Shown(call, tree, looks, fields=fields) if tree or looks or fields is not None else PLAIN
    return _Told(call, shown, fields, given)


def _selected(resource: Resource[Any], given: dict[str, Any]) -> Any:
    """What the parameter `fields` selects, None for everything."""
    seen = seen_of(resource)
    return seen.selects(given["fields"]) if seen and given.get("fields") else None


class _Told(View):
    """Rows as `shown` shows them, of which the log of processing is told before they leave."""

    def __init__(self, call: Call, shown: View, fields: Any = None, asked: Asked = NOTHING_ASKED) -> None:
        self.call, self.shown, self.fields, self.asked = call, shown, fields, asked
        self.begin, self.finish = shown.begin, shown.finish  # type: ignore[method-assign]

    async def read_one(self, conn: Any, call: Call, key: UUID, reach: Any) -> tuple[bytes, str]:
        body, etag = await self.shown.read_one(conn, call, key, reach)
        if call.main_key is None or str(call.main_key).encode() in Links.of(body):  # else it is not shown
            await self._tell(conn, [key], "retrieve")
        return body, etag

    async def find(self, page: Awaitable[Page], conn: Any) -> Page:
        try:
            return await page
        except Fout as fout:
            if fout.status == 404:  # that there is no such page is told as well
                await self._tell(conn, [], "list")
            raise

    async def dress(self, conn: Any, keys: list[UUID], bodies: list[bytes]) -> list[bytes]:
        dressed = await self.shown.dress(conn, keys, bodies)
        await self._tell(conn, keys, "list")
        return dressed

    async def _tell(self, conn: Any, keys: list[UUID], handeling: str) -> None:
        if isinstance(self.shown, _Shown) and self.shown.looks:
            await conn.execute("COMMIT")  # all has been read as it was; the line is of now
        beside = self.shown.seen if isinstance(self.shown, _Shown) else []
        await tell(conn, self.call, [(self.call.resource, keys), *beside], handeling, self.fields, self.asked)


class _Shown(View):
    """Rows with what was asked for.

    tree     the relations that are expanded
    looks    setting -> how things are looked at: the day on which types must be valid to be shown, what is hidden
    version  which one of a single row
    fields   the only attributes that are wanted
    """

    def __init__(
        self, call: Call, tree: expand.Tree, looks: dict[str, str], version: Version = NOW, fields: Any = None
    ) -> None:
        self.call, self.tree, self.looks, self.version, self.fields = call, tree, looks, version, fields
        self.hidden: dict[UUID, list[str]] = {}
        self.seen: Seen = []

    async def begin(self, conn: Any) -> None:
        """From here things are shown as they are looked at; until the pool ends this transaction."""
        seen = seen_of(self.call.resource)
        if self.looks:
            await conn.execute("BEGIN READ ONLY")
        for setting, value in self.looks.items():
            await conn.fetchval(LOOK_BACK, setting, value)
        if seen and seen.sight(self.call):
            self.hidden = await seen.hidden(conn, self.call)

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
        seen = seen_of(self.call.resource)
        if self.hidden and seen and (told := seen.header(bodies, self.hidden, self.call)):
            self.call.told.append(told)
        return bodies if self.fields is None else [expand.select_fields(b, self.fields) for b in bodies]

    def _expander(self, conn: Any) -> expand.Expander:
        engine, call = self.call.engine, self.call
        return expand.Expander(
            engine.registry, engine.sql, conn, call.place.id, call.caller,
            remembered=None if self.looks else engine.remembered, today=vandaag(engine.now()), seen=self.seen,
        )  # fmt: skip


def _day(name: str, raw: Any) -> str:
    """A calendar day as text, checked; "" stays ""."""
    try:
        return parse_date(raw).isoformat() if raw else ""
    except (ValueError, TypeError):
        raise one_fault(name, "invalid", "Schrijf een datum als 2026-03-31.") from None
