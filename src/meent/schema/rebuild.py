"""Renders kept documents anew, from the same expression as the write path: after a migration, or out of distrust."""

from collections.abc import Callable
from functools import cache
from typing import Any

from meent.basis.adres import OWN
from meent.data.pool import Pool
from meent.engine.declare import Resource
from meent.engine.sql import KEPT, ONCE, Sql

PER_TRANSACTION = 500

UPCOMING = "SELECT z.id FROM {table} z WHERE z.tenant_id = $1 AND z.id > $2 AND {own} ORDER BY z.id LIMIT {limit}"
START = "00000000-0000-0000-0000-000000000000"


async def rebuild(
    pool: Pool, sql: Sql, resource: Resource[Any], tenant_id: int, progress: Callable[[int], None]
) -> int:
    """All kept documents of one municipality; gives how many differed from what was kept.

    Rows are locked while they are rendered, so writers and this never overwrite one another.
    """
    after: Any = START
    differed = 0
    question = UPCOMING.format(table=resource.name, limit=PER_TRANSACTION, own=OWN.format("z.id"))
    while True:
        async with pool.tenant(tenant_id) as conn:
            await conn.execute("BEGIN")
            keys = [r[0] for r in await conn.fetch(f"{question} FOR NO KEY UPDATE", tenant_id, after)]
            if not keys:
                await conn.execute("ROLLBACK")
                return differed
            differed += await conn.fetchval(_render_again(sql, resource), tenant_id, keys)
            await conn.execute("COMMIT")
        after = keys[-1]
        progress(len(keys))


@cache
def _render_again(sql: Sql, resource: Resource[Any]) -> str:
    """Puts the documents of the rows $2 (array) right, missing ones too; gives how many were not right."""
    join, body = sql.rendering(resource)
    of_type, level = sql.own_holder(resource)
    return (
        f"WITH beeld AS (SELECT z.id, {body} AS body, {of_type} AS soort, {level} AS niveau"
        f" FROM {resource.name} z {join}"
        f" WHERE z.tenant_id = $1 AND z.id = ANY($2::uuid[]) {ONCE}),"
        f" gezet AS (INSERT INTO {resource.name}_document AS k (tenant_id, id, soort, niveau, etag, body)"
        " SELECT $1, id, soort, niveau, md5(body::text), body FROM beeld ON CONFLICT (tenant_id, id) DO UPDATE"
        f" SET {KEPT} WHERE (k.etag, k.soort, k.niveau) IS DISTINCT FROM"
        " (excluded.etag, excluded.soort, excluded.niveau) RETURNING 1)"
        " SELECT count(*) FROM gezet"
    )
