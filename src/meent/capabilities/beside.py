"""A named operation with a body that is no row, such as a message to pass on or numbers to reserve."""

import msgspec

from meent.basis.fouten import Faults, not_found
from meent.capabilities.idempotency import NO_ROW, claim
from meent.engine.call import Call
from meent.engine.check import Context, group_value
from meent.wire.answer import JSON, Answer, not_allowed


async def act(call: Call, rest: list[str]) -> Answer:
    """A named operation with a body that is no row: checked, acted on, answered, all in one transaction."""
    found = call.engine.registry.beside.get((call.parts[1], "/".join(call.parts[4:])))
    if found is None:
        raise not_found()
    call.resource, named = found
    if call.method != named.method:
        raise not_allowed([named.method])
    await call.authenticate()
    call.require_scope(named.scopes)
    if named.body is None:
        answer: Answer = await named.act(call, None)
        return answer
    raw = await call.body()
    assert named.body is not None
    faults = Faults()
    values = group_value(named.body, call.read_json(raw), "", Context(faults, call.links))
    faults.stop_if_any()
    async with call.engine.pool.tenant(call.place.id) as conn:
        session = call.session(conn)
        await session.begin()
        claimed = await claim(call, session, named, None, raw)
        if claimed and claimed.answer:
            return Answer(named.status, call.links.render(claimed.answer[1]), (JSON,))
        body = msgspec.json.encode(await named.act(session, values))
        if claimed:
            await claimed.keep(session, NO_ROW, body)
        await session.commit()
    return Answer(named.status, call.links.render(body), (JSON,))
