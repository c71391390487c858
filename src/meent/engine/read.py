"""Reading: one row, or a page of them; always one query for the rows, whatever the page holds (ARCHITECTURE §4)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from meent.engine import filters
from meent.engine.authorise import Reach
from meent.engine.declare import Registry, Resource
from meent.engine.errors import forbidden, not_found
from meent.engine.filters import Where
from meent.engine.links import Links
from meent.engine.sql import Sql


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


async def read_one(
    conn: Any, sql: Sql, resource: Resource[Any], tenant_id: int, key: UUID, reach: Reach
) -> tuple[bytes, str]:
    """Body with placeholder and kept etag ("" when there is none). Raises 404, or 403 outside the rights (A-11)."""
    record = await conn.fetchrow(sql.one(resource), tenant_id, key)
    if record is None:
        raise not_found()
    if resource.authorised_by and not reach.everything and not reach.covers(record[2], record[3]):
        raise forbidden()
    return record[0], record[1]


async def read_page(
    conn: Any,
    sql: Sql,
    registry: Registry,
    resource: Resource[Any],
    *,
    where: Where,
    reach: Reach,
    ordering: tuple[str, ...],
    number: int,
    size: int,
    is_whole: bool,
) -> Page:
    """The page `number` of what `where` describes.

    is_whole   no filter narrows the list, so that kept counters tell its total
    raises     404 for a page that does not exist (G-06)
    """
    if number < 1:
        raise not_found()
    counting = is_whole and resource.counted
    count = await _counted(conn, resource, where.values[0], reach) if counting else await _count(conn, resource, where)
    offset = (number - 1) * size
    if offset >= count and number > 1:
        raise not_found()
    if count == 0:
        return Page([], [], 0, False)
    records = await conn.fetch(_page_sql(sql, resource, where, ordering, size, offset), *where.values)
    return Page([r[1] for r in records], [r[0] for r in records], count, offset + size < count)


def _page_sql(
    sql: Sql, resource: Resource[Any], where: Where, ordering: tuple[str, ...], size: int, offset: int
) -> str:
    """First the keys of the page from the indices, then their documents."""
    order = ", ".join(ordering)
    inner = (
        f"SELECT z.* FROM {resource.name} z {where.joins} WHERE {where.text()}"
        f" ORDER BY {order} LIMIT {size:d} OFFSET {offset:d}"
    )
    body, _, source = sql.document(resource)
    return f"SELECT z.id, {body} FROM ({inner}) z {source} ORDER BY {order}"


async def _count(conn: Any, resource: Resource[Any], where: Where) -> int:
    count: int = await conn.fetchval(
        f"SELECT count(*) FROM {resource.name} z {where.joins} WHERE {where.text()}", *where.values
    )
    return count


async def _counted(conn: Any, resource: Resource[Any], tenant_id: int, reach: Reach) -> int:
    """The exact total from the counters per type and level (decision 0004)."""
    if reach.everything:
        total = await conn.fetchval(
            "SELECT coalesce(sum(a.aantal), 0)::bigint FROM aantal a WHERE a.tenant_id = $1 AND a.resource = $2",
            tenant_id,
            resource.name,
        )
        return int(total)
    total = 0
    for types, levels in reach.groups():
        total += await conn.fetchval(
            "SELECT coalesce(sum(a.aantal), 0)::bigint FROM aantal a WHERE a.tenant_id = $1 AND a.resource = $2"
            " AND a.soort = ANY($3::uuid[]) AND a.niveau = ANY($4::text[])",
            tenant_id,
            resource.name,
            types,
            levels,
        )
    return int(total)


async def collect(
    conn: Any,
    sql: Sql,
    registry: Registry,
    resource: Resource[Any],
    *,
    tenant_id: int,
    given: dict[str, Any],
    reach: Reach,
    links: Links,
    extra: tuple[tuple[str, Any, str], ...] = (),
) -> Page:
    """A list as a client asks for it: filters, rights, order and page from the parameters `given`.

    extra   further conditions (with {}), value and SQL type, e.g. of a search
    """
    where = Where(tenant_id)
    filters.apply(registry, resource, given, where, links)
    for condition, value, cast in extra:
        where.add(condition, value, cast)
    is_whole = len(where.conditions) == 1
    filters.authorise(sql, resource, reach, where)
    size = filters.PAGE_SIZE
    if "pageSize" in given:
        size = min(max(filters.page_number(given["pageSize"]), 1), filters.MAX_PAGE_SIZE)
    return await read_page(
        conn, sql, registry, resource,
        where=where, reach=reach, is_whole=is_whole, size=size,
        ordering=filters.order_by(resource, given.get("ordering")),
        number=filters.page_number(given.get("page", "1")),
    )  # fmt: skip


