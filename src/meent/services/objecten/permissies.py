"""What the caller may do with objects of which type: a mode per objecttype, as the Objecten API 2.7.0 calls it.

It follows from the autorisaties of the applicatie, with the fields of which it may see objects (decision 0041).
"""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from meent.basis.adres import OWN
from meent.basis.fouten import not_found
from meent.capabilities.views import require_only
from meent.engine.call import Call
from meent.engine.filters import page_number
from meent.engine.links import prefix
from meent.engine.marks import Group, JsonObject, Uri
from meent.engine.read import MAX_PAGE, page_size
from meent.services.objecten import zicht
from meent.services.objecten.api import BIJWERKEN, LEZEN, OBJECTEN
from meent.wire.answer import Answer

Mode = Literal["read_only", "read_and_write"]


class Permission(Group, kw_only=True, rename=None):
    """A mode for one objecttype."""

    type: Annotated[Uri, Meta(max_length=1000, min_length=1)]
    mode: Mode
    use_fields: bool = False
    fields: JsonObject | None = None


OF_TYPES = "FROM objecttype z WHERE z.tenant_id = $1 AND ($2 OR z.id = ANY($3::uuid[]))"


async def listed(call: Call, key: UUID | None) -> Answer:
    """Wat de aanroeper mag met objecten van welk objecttype. Source: OB-24."""
    require_only(call, "page", "pageSize")
    given, rights = call.parameters(), call.caller.rights
    reads, writes = (rights.reach(OBJECTEN.component, scopes) for scopes in (LEZEN, BIJWERKEN))
    parts = zicht.parts_of(call)
    everything, types = reads.everything, list({*reads.types, *parts, *writes.types})
    number, size = page_number(given.get("page", "1")), page_size(call.resource, given)
    if not 0 < number <= MAX_PAGE:
        raise not_found()
    address = prefix(call.engine.registry.of("ObjectType"))
    url = f"CASE WHEN {OWN.format('z.id')} THEN {address} || z.id ELSE meent_elders(z.tenant_id, z.id) END"
    async with call.engine.pool.tenant(call.place.id) as conn:
        count = await conn.fetchval(f"SELECT count(*) {OF_TYPES}", call.place.id, everything, types)
        page = f"SELECT z.id, {url} {OF_TYPES} ORDER BY z.id LIMIT $4 OFFSET $5"
        rows = await conn.fetch(page, call.place.id, everything, types, size, (number - 1) * size)
    if not rows and number > 1:
        raise not_found()
    modes: dict[bool, Mode] = {False: "read_only", True: "read_and_write"}
    bodies = [
        msgspec.json.encode(
            Permission(
                type=url,
                mode=modes[writes.covers(t, "")],
                use_fields=t in parts,
                fields=dict(parts[t]) if t in parts else None,
            )
        )
        for t, url in rows
    ]
    return call.engine.enveloped(call, bodies, number, count, number * size < count)
