"""An object goes with all its records, unless other zaken still refer to it. Objecten API 2.7.0, DELETE with `zaak`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from meent.capabilities.views import require_only
from meent.engine.call import Call
from meent.engine.declare import Operation
from meent.engine.write import write
from meent.services.objecten.api import BIJWERKEN
from meent.wire.answer import JSON, Answer

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.objecten.object import Object

OTHERS = """
SELECT count(*) FROM object_gezien z CROSS JOIN json_array_elements(z.record->'references') v
WHERE z.tenant_id = $1 AND z.id = $2 AND v->>'type' = 'zaak' AND v->>'url' <> $3
"""
FORGET = """
UPDATE objectrecord r SET verwijzingen = (
    SELECT coalesce(json_agg(v), '[]') FROM json_array_elements(r.verwijzingen) v WHERE v->>'url' <> $3
)
FROM object_gezien z
WHERE z.tenant_id = $1 AND z.id = $2 AND r.tenant_id = $1 AND r.object = $2 AND r.index = z.geldt RETURNING r.index
"""


async def delete_or_keep(call: Call, key: UUID) -> Answer:
    """Deletes the object; with `zaak`, only that link when other zaken refer to it as well. Source: OB-26."""
    require_only(call, "zaak")
    zaak = call.parameters().get("zaak")
    if not zaak:
        return await call.engine.write(call, "delete", key)
    async with call.engine.pool.tenant(call.place.id) as conn:
        session = call.session(conn)
        await session.lock(call.resource, key)  # of two zaken that go at once, the last one takes it along
        if await conn.fetchval(OTHERS, call.place.id, key, url := call.links.store(zaak)):
            named = Operation("POST", "", partial(forget_zaak, zaak=url), BIJWERKEN)
            await write(session, call.resource, "partial_update", key=key, named=named)
            kept = f"{call.links.base}{call.resource.url_path}{key}"
            answer = Answer(200, msgspec.json.encode({"behouden": [kept]}), (JSON, *call.row_headers()))
        else:
            await write(session, call.resource, "delete", key=key)
            answer = Answer(204)
        await session.commit()
    return answer


async def forget_zaak(change: Change[Object], *, zaak: str) -> None:
    """The record that counts no longer refers to this zaak."""
    await change.session.begin()
    index = await change.session.conn.fetchval(FORGET, change.session.tenant_id, change.id, zaak)
    record = change.new.record
    if index in (None, record.index):
        left = [reference for reference in record.references if reference.url != zaak]
        change.new.record = msgspec.structs.replace(record, references=left)
