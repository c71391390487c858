"""The records of one object: all of them, or one by its number. Objecten API 2.7.0."""

from typing import Any
from uuid import UUID

from meent.basis.fouten import not_found
from meent.capabilities.logbook import tell
from meent.capabilities.seen import seen_of
from meent.capabilities.views import require_only
from meent.engine.call import Call
from meent.engine.filters import MAX_PAGE_SIZE, PAGE_SIZE, page_number
from meent.engine.read import read_one
from meent.wire.answer import JSON, Answer

RECORD = """
object_record(json_build_object(
    'index', r.index, 'typeVersion', r.type_version, 'data', r.data, 'geometry', r.geometry, 'startAt', r.start_at,
    'endAt', r.end_at, 'registrationAt', r.registration_at, 'correctionFor', r.correction_for,
    'correctedBy', r.corrected_by),
    object_velden((SELECT o.object_type FROM object o WHERE o.tenant_id = $1 AND o.id = $2), r.type_version))
"""
OF_OBJECT = "FROM objectrecord r WHERE r.tenant_id = $1 AND r.object = $2"
PAGE = f"SELECT {RECORD} {OF_OBJECT} ORDER BY r.index LIMIT $3 OFFSET $4"
COUNT = f"SELECT count(*) {OF_OBJECT}"
BY_NUMBER = f"SELECT {RECORD} {OF_OBJECT} AND r.index = $3"
MAX_DIGITS = 9


async def history(call: Call, key: UUID) -> Answer:
    """Alle records van een object, oudste eerst."""
    require_only(call, "page", "pageSize")
    given = call.parameters()
    number, size = page_number(given.get("page", "1")), page_number(given.get("pageSize", PAGE_SIZE))
    size = min(max(size, 1), MAX_PAGE_SIZE)
    async with call.engine.pool.tenant(call.place.id) as conn:
        await _require_readable(conn, call, key)
        count = await conn.fetchval(COUNT, call.place.id, key)
        if number < 1 or (number - 1) * size >= max(count, 1):
            raise not_found()
        found = await conn.fetch(PAGE, call.place.id, key, size, (number - 1) * size)
        await tell(conn, call, [(call.resource, [key])], "list")
    return call.engine.enveloped(call, [r[0] for r in found], number, count, number * size < count)


async def one(call: Call, key: UUID) -> Answer:
    """Een record van een object, met zijn nummer."""
    require_only(call)
    index = _index(call.parts[-1])
    async with call.engine.pool.tenant(call.place.id) as conn:
        await _require_readable(conn, call, key)
        body = await conn.fetchval(BY_NUMBER, call.place.id, key, index)
        if body is None:
            raise not_found()
        await tell(conn, call, [(call.resource, [key])], "retrieve")
    return Answer(200, call.links.render(body), (JSON, *call.row_headers()))


def _index(text: str) -> int:
    """A number as records have it; 0, which none has, for any other."""
    return int(text) if text.isascii() and len(text) <= MAX_DIGITS else 0


async def _require_readable(conn: Any, call: Call, key: UUID) -> None:
    """And from here the records are shown as this reader may see them."""
    call.require_crs(content=False)
    seen = seen_of(call.resource)
    assert seen
    await seen.look(conn, call)
    await read_one(conn, call.engine.sql, call.resource, call.place.id, key, call.reach_to_read())
