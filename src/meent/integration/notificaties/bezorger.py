"""The dispatcher: looks for announcements, lays them ready, and delivers. At least once, in order for each object.

Any number of dispatchers may run, in one process or in many; a process that is killed leaves only leases behind. Each
subscriber has a runner of its own (`Loper`) that waits for nobody but its own subscriber, and holds no connection to
the database while it waits.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Protocol
from uuid import UUID

import asyncpg

from meent.basis import spoor
from meent.basis.placeholder import PLACEHOLDER, PLACEHOLDER_BYTES
from meent.data.pool import TROUBLE, Pool
from meent.engine.declare import Registry
from meent.integration.notificaties.beleid import Afloop, afloop
from meent.integration.notificaties.bericht import CLOUDEVENTS, as_cloudevent
from meent.integration.notificaties.verdelen import PARTIJ, Verdeler
from meent.integration.notificaties.wachtrij import ANNOUNCED, SETTINGS, WORK, Mislukt, Taak, Wachtrij
from meent.services.notificaties.callbacks import Answered

JSON = "application/json"
KIJK_SECONDEN = 0.02
"""How long to the next look for announcements while there are some, and for a while after."""
KIJK_RUSTIG_SECONDEN = 0.1
RUSTIG_NA_SECONDEN = 5.0
WERK_SECONDEN = 1.0
"""How often to look for what waited long enough, and for what another dispatcher left."""
STOP_SECONDEN = 15.0
"""What is under way is waited for when we stop; an answer takes at most ten."""
VERBINDINGEN = 4

AddressOf = Callable[[int], Awaitable[str]]
"""Municipality -> its address, for links in messages to who subscribed without one."""
log = logging.getLogger(__name__)


class Door(Protocol):
    """Calls a subscriber."""

    async def post(self, url: str, body: bytes, *, auth: str, kind: str = JSON) -> Answered: ...


class Bezorger:
    """Delivers for all municipalities until it is stopped.

    dsn         of the serving role; it has connections of its own, so that requests never wait for it
    address_of  the address of a municipality
    """

    def __init__(self, dsn: str, registry: Registry, door: Door, address_of: AddressOf) -> None:
        self.pool = Pool(dsn, VERBINDINGEN, settings=SETTINGS, wacht_max_seconden=STOP_SECONDEN)
        self.verdeler = Verdeler(self.pool, registry)
        self.door, self.address_of = door, address_of
        self.stopping = asyncio.Event()
        self._lopers: dict[tuple[int, UUID], Loper] = {}
        self._busy_until = self._work_at = 0.0

    async def run(self) -> None:
        """Until `stop`. When the database is away it looks again every second."""
        while not self.stopping.is_set():
            try:
                is_full = await self.look()
            except TROUBLE as trouble:
                log.warning("bezorgen_wacht", extra={"storing": str(trouble)})
                await self._pause(WERK_SECONDEN)
                continue
            now = time.monotonic()
            if not is_full:
                await self._pause(KIJK_SECONDEN if now < self._busy_until else KIJK_RUSTIG_SECONDEN)
        await self._finish()

    def stop(self) -> None:
        """Takes up nothing more; `run` ends when what is under way has its answer."""
        self.stopping.set()

    async def look(self) -> bool:
        """One look round; whether there is more to lay ready at once."""
        async with self.pool.any() as conn:
            announced = [r[0] for r in await conn.fetch(ANNOUNCED)]
            is_time = time.monotonic() > self._work_at
            waiting = await conn.fetch(WORK) if is_time else []
        if is_time:
            self._work_at = time.monotonic() + WERK_SECONDEN
        for gemeente, abonnement in waiting:
            self.wake(gemeente, abonnement)
        if not announced:
            return False
        self._busy_until = time.monotonic() + RUSTIG_NA_SECONDEN
        counts = await asyncio.gather(*(self._verdeel(gemeente) for gemeente in announced))
        return max(counts) >= PARTIJ

    async def _verdeel(self, gemeente: int) -> int:
        """One batch of a municipality. Its trouble is its own: the others go on."""
        try:
            count, abonnees = await self.verdeler.verdeel(gemeente)
        except (asyncpg.PostgresError, KeyError) as trouble:  # a subscription just left; a resource we do not know yet
            log.warning("verdelen_mislukt", extra={"gemeente": gemeente, "storing": str(trouble)})
            return 0
        for abonnement in abonnees:
            self.wake(gemeente, abonnement)
        return count

    def wake(self, gemeente: int, abonnement: UUID) -> None:
        """There is something for this subscriber."""
        key = gemeente, abonnement
        loper = self._lopers.get(key)
        if loper is not None and not loper.task.done():
            loper.woken.set()
        elif not self.stopping.is_set():
            loper = self._lopers[key] = Loper(self, Wachtrij(self.pool, gemeente, abonnement))
            loper.task.add_done_callback(partial(self._ended, key))

    def _ended(self, key: tuple[int, UUID], task: "asyncio.Task[None]") -> None:
        if self._lopers[key].task is task:  # and not the next one
            del self._lopers[key]
        if not task.cancelled() and (fault := task.exception()):
            log.error("loper_gevallen", exc_info=fault, extra={"gemeente": key[0], "abonnement": str(key[1])})

    async def _pause(self, seconden: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), seconden)

    async def _finish(self) -> None:
        tasks = [loper.task for loper in self._lopers.values()]
        for loper in self._lopers.values():
            loper.woken.set()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=STOP_SECONDEN)
            for task in late:
                task.cancel()
        await self.pool.close()


class Loper:
    """Brings one subscriber what waits, until nothing does."""

    def __init__(self, bezorger: Bezorger, wachtrij: Wachtrij) -> None:
        self.bezorger, self.wachtrij = bezorger, wachtrij
        self.woken = asyncio.Event()
        self.seconden = 0.0
        self._under_way: dict[asyncio.Task[Answered], Taak] = {}
        self.task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        try:
            while await self._take() or self._under_way or self.woken.is_set():
                await self._settle(await self._answered())
        except TROUBLE as trouble:  # the leases end by themselves, and the next look finds what waits
            log.warning("bezorgen_afgebroken", extra={"storing": str(trouble)})
        finally:
            for task in self._under_way:
                task.cancel()

    async def _take(self) -> bool:
        """Takes up what may go out now."""
        self.woken.clear()
        if self.bezorger.stopping.is_set():
            return False
        taken = await self.wachtrij.take(len(self._under_way), self.seconden)
        for taak in taken:
            self._under_way[asyncio.create_task(self._send(taak))] = taak
        return bool(taken)

    async def _send(self, taak: Taak) -> Answered:
        basis = taak.basis or await self.bezorger.address_of(self.wachtrij.gemeente)
        body = taak.bericht.replace(PLACEHOLDER_BYTES, basis.encode())
        kind = JSON
        if taak.send_cloudevents:
            body, kind = as_cloudevent(body, source=basis, nummer=taak.nummer), CLOUDEVENTS
        began, url = time.monotonic(), taak.callback_url.replace(PLACEHOLDER, basis)
        with spoor.along(spoor.Spoor(taak.trace) if taak.trace else spoor.new()):
            answered = await self.bezorger.door.post(url, body, auth=taak.auth, kind=kind)
        self.seconden = time.monotonic() - began
        return answered

    async def _answered(self) -> list[tuple[Taak, Answered]]:
        """What has its answer by now; waits for the first, or until there is more to take."""
        if not self._under_way:
            return []
        waker = asyncio.create_task(self.woken.wait())
        done, _ = await asyncio.wait([waker, *self._under_way], return_when=asyncio.FIRST_COMPLETED)
        waker.cancel()
        return [(self._under_way.pop(task), task.result()) for task in list(self._under_way) if task in done]

    async def _settle(self, answers: list[tuple[Taak, Answered]]) -> None:
        told = [(taak, answered, afloop(answered.status)) for taak, answered in answers]
        if taken := [taak for taak, _, what in told if what is Afloop.BEZORGD]:
            await self.wachtrij.delivered(taken)
        if failed := [Mislukt(taak, what, reden(a)) for taak, a, what in told if what is not Afloop.BEZORGD]:
            await self.wachtrij.not_delivered(failed)


def reden(answered: Answered) -> str:
    """Why it was not taken, for a person."""
    return answered.trouble or f"Het antwoord is {answered.status}"
