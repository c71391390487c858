"""Ticks for a page: one for each change of what somebody sees, as server-sent events."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress


async def ticks(gebeurd: AsyncIterator[None], gezien: Callable[[], object], hartslag: float) -> AsyncIterator[str]:
    """The lines of the stream, until `gebeurd` ends.

    gebeurd   once for each time that something may have changed
    gezien    what is seen now; the same again is no tick
    hartslag  seconds of silence after which something is said
    """
    yield "retry: 2000\n\n"
    laatst, wacht = gezien(), None
    try:
        while True:
            wacht = wacht or asyncio.ensure_future(anext(gebeurd, "einde"))
            klaar, _ = await asyncio.wait({wacht}, timeout=hartslag)
            if not klaar:
                yield ":\n\n"
                continue
            einde, wacht = wacht.result() == "einde", None
            if einde:
                return
            nu = gezien()
            if nu != laatst:
                laatst = nu
                yield "event: tik\ndata:\n\n"
    finally:
        if wacht:
            wacht.cancel()
            with suppress(asyncio.CancelledError):
                await wacht
