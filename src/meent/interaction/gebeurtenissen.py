"""Tells an open page that something changed, so that it can refresh itself (server-sent events).

It tells what changed, not how: a page asks for itself again, by the same door and with the same rights. Only people
who work for the municipality hear anything, and only of their own. After ten minutes the stream ends; the browser comes
back by itself, and then its session is judged again.
"""

import asyncio
from collections.abc import AsyncIterator

import msgspec
from starlette.responses import Response, StreamingResponse

from meent.interaction.identity import INWONER
from meent.interaction.seams import Listen, Nieuws, Vol
from meent.interaction.visit import NOT_YOURS, Refused, Visit

HARTSLAG_SECONDEN = 15.0
"""Something is said this often, so that nothing between us and the browser thinks that the line is dead."""
DUUR_SECONDEN = 600.0
RETRY_SECONDEN = 60


async def show(visit: Visit) -> Response:
    """The stream. 503 when too many listen already: the page works without."""
    slug = visit.gemeente.slug
    roles = visit.session.roles.get(slug, ()) if visit.session else ()
    if not set(roles) - {INWONER}:
        raise Refused(NOT_YOURS)
    stream = events(visit.deps.listen, slug, last_heard(visit.request.headers.get("last-event-id", "")))
    try:
        first = await anext(stream)
    except Vol:
        return Response(status_code=503, headers={"Retry-After": str(RETRY_SECONDEN)})
    # Told to a proxy that would otherwise keep events until it has a page full of them.
    return StreamingResponse(
        _with_first(first, stream), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"}
    )


async def events(listen: Listen, slug: str, since: int | None) -> AsyncIterator[str]:
    """The lines of the stream, until it is time to come back."""
    with listen(slug, since) as luisteraar:
        yield "retry: 3000\n\n"
        until = asyncio.get_running_loop().time() + DUUR_SECONDEN
        while not luisteraar.is_gesloten and asyncio.get_running_loop().time() < until:
            try:
                async with asyncio.timeout(HARTSLAG_SECONDEN):
                    nieuws = await luisteraar.next()
            except TimeoutError:
                yield ":\n\n"
            else:
                yield as_event(nieuws)


def as_event(nieuws: Nieuws | None) -> str:
    """One event; None says that something was missed, so that everything must be looked at."""
    if nieuws is None:
        return "event: opnieuw\ndata:\n\n"
    told = [
        {"kanaal": v.kanaal, "object": str(v.object), "resource": v.resource, "actie": v.actie}
        for v in nieuws.veranderingen
    ]
    return f"id: {nieuws.nummer}\nevent: verandering\ndata: {msgspec.json.encode(told).decode()}\n\n"


def last_heard(header: str) -> int | None:
    """The number of the last event that this browser had; -1, which nobody knows, for what is no number."""
    if not header:
        return None
    return int(header) if header.isascii() and header.isdigit() and len(header) < 19 else -1


async def _with_first(first: str, rest: AsyncIterator[str]) -> AsyncIterator[str]:
    yield first
    async for event in rest:
        yield event
