"""What happened, for the screens and caches of this process: one LISTEN, passed on to whoever is connected.

Each listener has a small queue. One that cannot keep up, or comes back after so long that we no longer know what it
missed, is told to look at everything anew (`None`), so that no list here ever grows. A listener hears its own
municipality and nothing else.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import asyncpg
import msgspec

from meent.data.pool import WEG, Connection, DatabaseWeg, connect
from meent.integration.notificaties.verdelen import OMROEP, Uitzending, Verandering

ONTHOUDEN = 200
"""Broadcasts per municipality that a screen can ask for again."""
RIJ_MAX = 50
LUISTERAARS_MAX = 2_000
OPNIEUW_SECONDEN = 1.0
HARTSLAG_SECONDEN = 30.0
"""A connection that died without a word is noticed this soon."""
RECHTEN = frozenset({"autorisaties", "zaaktypen", "informatieobjecttypen", "besluittypen"})
"""Kanalen of what rights are read from: a type counts for who has the whole catalogus (A-15)."""

log = logging.getLogger(__name__)


class Vol(Exception):
    """Er kijken nu te veel schermen mee; dit scherm ververst zichzelf niet."""


@dataclass(frozen=True)
class Nieuws:
    """One broadcast: its number counts up within a municipality."""

    nummer: int
    veranderingen: tuple[Verandering, ...]


@dataclass(eq=False)
class Luisteraar:
    """One screen that listens.

    is_gesloten   there comes nothing more: we stop
    """

    is_gesloten: bool = False
    _rij: "asyncio.Queue[Nieuws | None]" = field(default_factory=lambda: asyncio.Queue(RIJ_MAX))

    def tell(self, nieuws: Nieuws | None) -> None:
        if self._rij.full():
            while not self._rij.empty():
                self._rij.get_nowait()
            nieuws = None
        self._rij.put_nowait(nieuws)

    async def next(self) -> Nieuws | None:
        """What happened next; None: look at everything anew, or nothing more when it is closed."""
        return await self._rij.get()


class Omroep:
    """Passes on to this process what dispatchers, in whichever process, have laid ready.

    is_listening  set while there is a line
    on_rights     called with a municipality whose rights have changed (A-06, AC-06); None when any may have
    """

    def __init__(self, dsn: str, on_rights: Callable[[int | None], None]) -> None:
        self.dsn, self.on_rights = dsn, on_rights
        self._listeners: dict[int, set[Luisteraar]] = {}
        self._known: dict[int, deque[Nieuws]] = {}
        self._count = 0
        self.is_listening, self._lost = asyncio.Event(), asyncio.Event()
        self._is_closed = False

    def close(self) -> None:
        """Lets all listeners go; a browser comes back by itself, to whoever serves then."""
        self._is_closed = True
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.is_gesloten = True
                listener.tell(None)

    async def run(self) -> None:
        """Listens until cancelled; a connection that breaks is made again, and everybody told to look anew."""
        while True:
            with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, DatabaseWeg, *WEG):
                await self._listen()
            self._missed()
            await asyncio.sleep(OPNIEUW_SECONDEN)

    async def _listen(self) -> None:
        self._lost.clear()
        conn = await connect(self.dsn)
        try:
            conn.add_termination_listener(lambda _: self._lost.set())
            await conn.add_listener(OMROEP, self._heard)
            self._missed()  # what was said before we listened
            self.is_listening.set()
            while not self._lost.is_set():
                await self._heartbeat(conn)
        finally:
            self.is_listening.clear()
            conn.terminate()

    async def _heartbeat(self, conn: Connection) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._lost.wait(), HARTSLAG_SECONDEN)
        await conn.fetchval("SELECT 1")

    def _heard(self, _conn: object, _pid: int, _channel: str, payload: object) -> None:
        nummer, _, told = str(payload).partition(" ")
        try:
            uitzending = msgspec.json.decode(told, type=Uitzending)
        except msgspec.DecodeError:
            log.warning("uitzending_onleesbaar")  # of a newer version than ours
            return
        gemeente = uitzending.gemeente
        if any(v.kanaal in RECHTEN for v in uitzending.veranderingen):
            self.on_rights(gemeente)
        nieuws = Nieuws(int(nummer), tuple(uitzending.veranderingen))
        self._known.setdefault(gemeente, deque(maxlen=ONTHOUDEN)).append(nieuws)
        for listener in self._listeners.get(gemeente, ()):
            listener.tell(nieuws)

    def _missed(self) -> None:
        """Nobody knows what was said meanwhile."""
        self.on_rights(None)
        self._known.clear()
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.tell(None)

    @contextmanager
    def listen(self, gemeente: int, since: int | None = None) -> Iterator[Luisteraar]:
        """What happens in a municipality while the block runs, and since broadcast `since`. Raises Vol."""
        if self._count >= LUISTERAARS_MAX:
            raise Vol(Vol.__doc__)
        listener = Luisteraar(self._is_closed)
        for nieuws in self._since(gemeente, since):
            listener.tell(nieuws)
        self._count += 1
        listeners = self._listeners.setdefault(gemeente, set())
        listeners.add(listener)
        try:
            yield listener
        finally:
            self._count -= 1
            listeners.discard(listener)

    def _since(self, gemeente: int, since: int | None) -> list[Nieuws | None]:
        """What a screen missed that comes back; None when we cannot know."""
        if since is None:
            return []
        known = self._known.get(gemeente, deque())
        if not any(n.nummer == since for n in known):
            return [None]
        return [n for n in known if n.nummer > since]
