"""Reports go out one at a time per conversation, in the order of what happened; a fault in one loses no other."""

import asyncio
import logging
from collections import deque

from meent.integration.telefooncentrale.centrale import DialoogGewijzigd, Melder, Melding, SocketTerug, SocketWeg

log = logging.getLogger("meent.telefonie")


class OpVolgorde:
    """Takes reports from anywhere in the loop at once; whoever hears them may take its time."""

    def __init__(self, melder: Melder) -> None:
        self._melder = melder
        self._rows: dict[str, deque[Melding]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def __call__(self, melding: Melding) -> None:
        key = about(melding)
        if key in self._rows:
            self._rows[key].append(melding)
            return
        self._rows[key] = deque([melding])
        task = asyncio.get_running_loop().create_task(self._run(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, key: str) -> None:
        row = self._rows[key]
        while row:
            told = asyncio.ensure_future(self._melder(row.popleft()))
            await asyncio.wait({told})
            if not told.cancelled() and (fault := told.exception()):
                log.error("melding_mislukt", exc_info=fault)
        del self._rows[key]

    async def stil(self) -> None:
        """Until all that was reported has been heard."""
        while self._tasks:
            await asyncio.wait(self._tasks)


def about(melding: Melding) -> str:
    """Reports with the same answer wait for each other."""
    match melding:
        case SocketWeg(tenant, medewerker) | SocketTerug(tenant, medewerker):
            return f"{tenant}/{medewerker}"
        case DialoogGewijzigd(dialoog):
            return dialoog.gesprek
    return melding.gesprek
