"""Reading: one row, or a page of them; always one query for the rows, whatever the page holds (ARCHITECTURE §4)."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from meent.basis.adres import OWN
from meent.basis.fouten import not_found
from meent.engine import filters
from meent.engine.authorise import Reach, require_covered
from meent.engine.declare import Resource
from meent.engine.filters import Ordering, Where
from meent.engine.sql import Sql

if TYPE_CHECKING:
    from meent.engine.call import Call

MAX_PAGE = 1_000_000


@dataclass(frozen=True)
class Page:
    """A page of a list.

    bodies   rendered documents with placeholder
    keys     their uuids, in the same order
    count    exact number of rows in the whole list, within the caller's rights
    has_next whether another page follows
    """

    bodies: list[bytes]
    keys: list[UUID]
    count: int
    has_next: bool


class View:
    """How rows are shown: as they are. A capability may show more (`Engine.views`)."""

    async def begin(self, conn: Any) -> None:
        """Before anything is read."""

    async def read_one(self, conn: Any, call: "Call", key: UUID, reach: Reach) -> tuple[bytes, str]:
        return await read_one(conn, call.engine.sql, call.resource, call.place.id, key, reach)

    async def find(self, page: Awaitable[Page], conn: Any) -> Page:
        """The page of a list; raises 404 when there is none."""
        return await page

    async def dress(self, conn: Any, keys: list[UUID], bodies: list[bytes]) -> list[bytes]:
        """The bodies of a page with what is shown beside them."""
        return bodies

    async def finish(self, bodies: list[bytes]) -> list[bytes]:
        """As `dress`, with nothing held any more."""
        return bodies


async def read_one(
    conn: Any, sql: Sql, resource: Resource[Any], tenant_id: int, key: UUID, reach: Reach
) -> tuple[bytes, str]:
    """Body with placeholder and kept etag ("" when there is none). Raises 404, or 403 outside the rights (A-11)."""
    record = await conn.fetchrow(sql.one(resource, opened=reach.only_open), tenant_id, key)
    if record is None:
        raise not_found()
    require_covered(resource, reach, record[2], record[3], record[4] if reach.only_open else True)
    return record[0], record[1]


async def read_page(
    conn: Any,
    sql: Sql,
    resource: Resource[Any],
    *,
    where: Where,
    ordering: Ordering,
    number: int,
    size: int,
    is_whole: bool,
) -> Page:
    """The page `number` of what `where` describes, and the exact total.

    is_whole   no filter narrows the list, so that kept counters tell its total
    raises     404 for a page that does not exist (G-06)
    """
    if not 0 < number <= MAX_PAGE:
        raise not_found()
    kept = next((t for a in resource.along if (t := a.total(resource, where.rights))), "") if is_whole else ""
    offset = (number - 1) * size
    # The size stands in the text, so that PostgreSQL plans for a page; the sizes are few, the offsets are many.
    limits = f"LIMIT {size:d}" + (f" OFFSET ${len(where.values) + 1}::bigint" if offset else "")
    whole = is_whole and not where.rights and len(ordering) == 1
    text = page_sql(sql, resource, where, ordering, limits, total=kept or "NULL", whole=whole)
    records = await conn.fetch(text, *where.values, *([offset] if offset else []))
    if not records and number > 1:
        raise not_found()
    if len(records) < size:  # the last page tells the total itself
        count = offset + len(records)
    else:
        count = records[0][2] if kept else await conn.fetchval(_count(resource, where), *where.values)
    return Page([r[1] for r in records], [r[0] for r in records], count, offset + size < count)


def page_sql(
    sql: Sql, resource: Resource[Any], where: Where, ordering: Ordering, limits: str, *, total: str, whole: bool
) -> str:
    """First the keys of the page from the indices, then their documents; the total stands beside each."""
    order = ", ".join(f"z.{column} {direction}" for column, direction in ordering)
    found = f"FROM {resource.source} z {where.joins} WHERE {where.text()} ORDER BY {order} {limits}"
    if not resource.keeps_document:
        body, _, source = sql.document(resource)
        return f"SELECT z.id, {body}, ({total}) FROM (SELECT z.* {found}) z {source} ORDER BY {order}"
    kept = f"SELECT z.id, z.body, ({total}) FROM {resource.name}_document z WHERE z.tenant_id = $1 AND"
    if whole:
        return f"{kept} {OWN.format('z.id')} ORDER BY {order} {limits}"
    if len(ordering) == 1:  # one search with all keys costs the database a third less than a join, key by key
        return f"{kept} z.id = ANY(ARRAY(SELECT z.id {found})) ORDER BY {order}"
    columns = ", ".join(f"z.{column}" for column, _ in ordering)
    return (
        f"SELECT z.id, k.body, ({total}) FROM (SELECT {columns}, z.tenant_id {found}) z"
        f" JOIN {resource.name}_document k ON k.tenant_id = z.tenant_id AND k.id = z.id ORDER BY {order}"
    )


def _count(resource: Resource[Any], where: Where) -> str:
    return f"SELECT count(*) FROM {resource.source} z {where.joins} WHERE {where.text()}"


Extra = tuple[tuple[str, Any, str], ...]
"""Further conditions of a list (with {}), their values and SQL types."""


async def collect(conn: Any, call: "Call", given: dict[str, Any], reach: Reach, extra: Extra) -> Page:
    """A list as a client asks for it: filters, rights, order and page from the parameters `given`."""
    engine, resource, where = call.engine, call.resource, Where(call.place.id)
    unfiltered = len(where.conditions)
    filters.apply(engine.registry, resource, given, where, call.links)
    for condition, value, cast in extra:
        where.add(condition, value, cast)
    is_whole = len(where.conditions) == unfiltered
    filters.authorise(engine.sql, resource, reach, where)
    return await read_page(
        conn, engine.sql, resource, where=where, is_whole=is_whole and not reach.only_open,
        size=page_size(resource, given), ordering=filters.order_by(resource, given.get("ordering"), where),
        number=filters.page_number(given.get("page", "1")),
    )  # fmt: skip


def page_size(resource: Resource[Any], given: dict[str, Any]) -> int:
    """Rows on a page."""
    if "pageSize" in given:
        return min(max(filters.page_number(given["pageSize"]), 1), filters.MAX_PAGE_SIZE)
    return filters.PAGE_SIZE if resource.paginated else filters.MAX_WHOLE
