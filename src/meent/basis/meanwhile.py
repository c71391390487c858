"""Work that goes on beside something else, such as serving: it does so unseen, so that it fell is told."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

Work = Coroutine[Any, Any, None]

log = logging.getLogger(__name__)


@asynccontextmanager
async def meanwhile(*work: Work) -> AsyncIterator[None]:
    """All of this goes on until the end, and is cancelled then. One that falls takes nothing with it."""
    tasks = [begun(one) for one in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def begun(work: Work) -> "asyncio.Task[None]":
    """This goes on until it ends by itself."""
    task = asyncio.create_task(work)
    task.add_done_callback(_tell_if_fallen)
    return task


def _tell_if_fallen(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and (fault := task.exception()):
        log.critical("naast_de_server_gevallen", exc_info=fault)
