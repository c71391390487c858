"""A telephone exchange without telephones: the protocols of `centrale.py`, and hands to play the people with.

For tests, for the demo, and for days that are played in seconds. It keeps who hears what, as the real one does, and is
held by the same contract tests. Time is whatever `later` makes of it: the clock of the event loop, or a `Klok`.
"""

import asyncio
import heapq
from array import array
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from meent.integration.telefooncentrale.centrale import (
    BELLER,
    Beantwoord,
    Bestemming,
    CentraleFout,
    Dialoog,
    DialoogGewijzigd,
    GaatOver,
    Kwam,
    Melder,
    Melding,
    Mislukt,
    SocketTerug,
    SocketWeg,
    Toestel,
    Toets,
    Verbroken,
)
from meent.integration.telefooncentrale.geluid import tonen, wav

INVITE_SECONDEN = (0.5, 1, 2, 4, 8, 16.5)
NIEMAND_NAM_OP = 480
DOOR_ONS_GESTOPT = 487
SDP = "v=0\r\ns=simulator\r\n"
STUK_SECONDEN = 1.0
"""How long each piece of a recording sounds."""

Doe = Callable[[], Awaitable[None]]
Later = Callable[[float, Doe], None]


def on_the_loop(seconden: float, doe: Doe) -> None:
    """After so many seconds of the real clock."""

    async def wait() -> None:
        await asyncio.sleep(seconden)
        await doe()

    task = asyncio.ensure_future(wait())
    _TASKS.add(task)
    task.add_done_callback(_TASKS.discard)


_TASKS: set["asyncio.Future[None]"] = set()


class Klok:
    """A clock that goes as fast as the work is done."""

    def __init__(self, begin: datetime) -> None:
        self._now = begin
        self._wacht: list[tuple[datetime, int, Doe]] = []
        self._volgnummer = count()

    def now(self) -> datetime:
        return self._now

    def later(self, seconden: float, doe: Doe) -> None:
        moment = self._now + timedelta(seconds=max(seconden, 0))
        heapq.heappush(self._wacht, (moment, next(self._volgnummer), doe))

    @property
    def next(self) -> datetime | None:
        """When something was asked for at the earliest."""
        return self._wacht[0][0] if self._wacht else None

    def set_to(self, moment: datetime) -> None:
        """Never back."""
        self._now = max(self._now, moment)

    async def run_due(self) -> None:
        """Do what was asked for until now."""
        while self._wacht and self._wacht[0][0] <= self._now:
            await heapq.heappop(self._wacht)[2]()


@dataclass
class _Partij:
    """Signalling and sound of one party. `geluid` is what is played to it, `met` whom it is connected with."""

    bestemming: Bestemming | None = None
    is_op: bool = False
    gaat_over: bool = False
    geluid: tuple[str, ...] = ()
    met: str = ""


@dataclass
class _Gesprek:
    partijen: dict[str, _Partij] = field(default_factory=dict)
    aangeboden: dict[str, str] = field(default_factory=dict)
    klinkt: bool = False
    opname: bool = False
    kopieen: dict[str, str] = field(default_factory=dict)
    luistert: set[str] = field(default_factory=set)


def hz_van(partij: str) -> int:
    """The tone of a party in a recording: 440 of the caller, 880 of the first who answers, then 120 more for each."""
    return 440 if partij == BELLER else 760 + 120 * (int(partij) if partij.isdigit() else 1)


class Simulator:
    """`Leg` and `Media`, and the people at the other end.

    geluiden    names of sounds that exist; None for all
    new_id      of a conversation
    gedrag      called when a party is called; may ask `later` for an answer. None: nobody answers by himself
    """

    def __init__(
        self,
        *,
        later: Later = on_the_loop,
        geluiden: frozenset[str] | None = None,
        gedrag: Callable[[str, str, Bestemming], None] | None = None,
        new_id: Callable[[], UUID] = uuid4,
    ) -> None:
        self.later, self.geluiden, self.gedrag, self.new_id = later, geluiden, gedrag, new_id
        self.melder: Melder | None = None
        self._gesprekken: dict[str, _Gesprek] = {}
        self._opnamen: dict[str, list[list[str]]] = {}

    async def _meld(self, melding: Melding) -> None:
        if self.melder:
            await self.melder(melding)

    # --- Leg ---------------------------------------------------------------------------------------------------------

    async def answer(self, gesprek: str, sdp: str) -> None:
        beller = self._partij(gesprek, BELLER)
        if beller.is_op:
            return
        beller.is_op, beller.gaat_over = True, False
        feiten = Dialoog(gesprek, BELLER, gesprek, "ons", "hun", 1, 1, "sip:beller", "sip:wij", "sip:beller")
        await self._meld(DialoogGewijzigd(feiten))

    async def dial(self, gesprek: str, poging: str, to: Bestemming, sdp: str, ring_seconden: int) -> None:
        hier = self._gesprekken.setdefault(gesprek, _Gesprek())
        if poging in hier.partijen:
            return
        hier.partijen[poging] = _Partij(to, gaat_over=True)
        self.later(ring_seconden, lambda: self.refuse(gesprek, poging, NIEMAND_NAM_OP))
        await self._meld(GaatOver(gesprek, poging))
        if self.gedrag:
            self.gedrag(gesprek, poging, to)

    async def hang_up(self, gesprek: str, partij: str, cause: int = 0) -> None:
        hier = self._gesprekken.get(gesprek)
        weg = hier.partijen.get(partij) if hier else None
        if weg is None:
            return
        self._weg(gesprek, partij)
        if weg.gaat_over and partij != BELLER:
            await self._meld(Mislukt(gesprek, partij, DOOR_ONS_GESTOPT))

    async def adopt(self, dialogen: Sequence[Dialoog]) -> frozenset[tuple[str, str]]:
        """An exchange that never stopped has every party still."""
        return frozenset((id, naam) for id, hier in self._gesprekken.items() for naam in hier.partijen)

    # --- Media -------------------------------------------------------------------------------------------------------

    async def greet(self, gesprek: str, offer: str) -> str:
        self._partij(gesprek, BELLER)
        self._gesprekken[gesprek].klinkt = True
        return SDP

    async def call_first(self, gesprek: str, poging: str, toestel: Toestel) -> str:
        hier = self._gesprekken.setdefault(gesprek, _Gesprek())
        hier.klinkt = True
        hier.aangeboden[poging] = ""
        return SDP

    async def play(self, gesprek: str, geluiden: Sequence[str], *, repeat: int = 1, aan: str = BELLER) -> None:
        self._klinkt(gesprek)
        for geluid in geluiden:
            self._bestaat(geluid)
        self._partij(gesprek, aan).geluid = tuple(geluiden)

    async def stop_playing(self, gesprek: str, *, aan: str = BELLER) -> None:
        hier = self._gesprekken.get(gesprek)
        if hier and aan in hier.partijen:
            hier.partijen[aan].geluid = ()

    async def offer(self, gesprek: str, poging: str, toestel: Toestel, *, naar: str = BELLER) -> str:
        self._klinkt(gesprek)
        self._partij(gesprek, naar)
        self._gesprekken[gesprek].aangeboden[poging] = naar
        return SDP

    async def connect(self, gesprek: str, poging: str, answer: str) -> None:
        hier = self._klinkt(gesprek)
        if poging not in hier.aangeboden:
            raise CentraleFout(f"Poging {poging} is niet aangeboden.")
        if naar := hier.aangeboden[poging]:
            await self.join(gesprek, naar, poging)

    async def hold(self, gesprek: str, partij: str, geluid: str) -> None:
        self._klinkt(gesprek)
        if geluid:
            self._bestaat(geluid)
        wie = self._partij(gesprek, partij)
        self._los(gesprek, partij)
        wie.geluid = (geluid,) if geluid else ()

    async def join(self, gesprek: str, partij: str, andere: str) -> None:
        self._klinkt(gesprek)
        een, twee = self._partij(gesprek, partij), self._partij(gesprek, andere)
        self._los(gesprek, partij)
        self._los(gesprek, andere)
        een.met, twee.met, een.geluid, twee.geluid = andere, partij, (), ()
        self._neem_op(gesprek)

    async def copy(self, gesprek: str, partij: str, luisteraar: str, toestel: Toestel = Toestel.TELEFOON) -> str:
        self._klinkt(gesprek)
        self._partij(gesprek, partij)
        self._gesprekken[gesprek].kopieen[luisteraar] = partij
        return SDP

    async def copy_answered(self, gesprek: str, luisteraar: str, answer: str) -> None:
        if luisteraar not in self._klinkt(gesprek).kopieen:
            raise CentraleFout(f"Voor {luisteraar} is geen kopie gemaakt.")
        self._gesprekken[gesprek].luistert.add(luisteraar)

    async def copy_ended(self, gesprek: str, luisteraar: str) -> None:
        if hier := self._gesprekken.get(gesprek):
            hier.kopieen.pop(luisteraar, None)
            hier.luistert.discard(luisteraar)

    async def record(self, gesprek: str, *, on: bool) -> None:
        hier = self._klinkt(gesprek)
        if on and not hier.opname:
            hier.opname = True
            self._neem_op(gesprek)
        hier.opname = on

    def _neem_op(self, gesprek: str) -> None:
        """Who is heard from here on, while it records: a tone for each, since nobody makes a sound."""
        hier = self._gesprekken[gesprek]
        if hier.opname and (spreken := [naam for naam, wie in hier.partijen.items() if wie.met]):
            self._opnamen.setdefault(gesprek, []).append(spreken)

    async def recorded(self, gesprek: str) -> bytes | None:
        pieces = self._opnamen.get(gesprek, [])
        samples = array("h")
        for spreken in pieces:
            samples.extend(tonen([hz_van(naam) for naam in spreken], STUK_SECONDEN))
        return wav(samples) if pieces else None

    async def forget_recorded(self, gesprek: str) -> None:
        self._opnamen.pop(gesprek, None)

    async def release(self, gesprek: str) -> None:
        if hier := self._gesprekken.get(gesprek):
            hier.klinkt = False
            hier.aangeboden.clear()
            self._opruimen(gesprek)

    async def running(self) -> frozenset[str]:
        return frozenset(id for id, hier in self._gesprekken.items() if hier.klinkt)

    # --- the people --------------------------------------------------------------------------------------------------

    async def call(self, van: str, naar: str) -> str:
        """Somebody calls; returns the id of the conversation."""
        id = str(self.new_id())
        self._gesprekken[id] = _Gesprek({BELLER: _Partij(gaat_over=True)})
        self._herhaal(Kwam(id, van, naar, SDP), INVITE_SECONDEN)
        await self._meld(Kwam(id, van, naar, SDP))
        return id

    def _herhaal(self, kwam: Kwam, wachten: Sequence[float]) -> None:
        """As SIP does (RFC 3261, timers A and B): an INVITE that is not answered comes again, in the end no more."""

        async def opnieuw() -> None:
            hier = self._gesprekken.get(kwam.gesprek)
            beller = hier.partijen.get(BELLER) if hier else None
            if beller is None or beller.is_op:
                return
            if len(wachten) == 1:
                self._weg(kwam.gesprek, BELLER)
                return
            self._herhaal(kwam, wachten[1:])
            await self._meld(kwam)

        self.later(wachten[0], opnieuw)

    async def press(self, gesprek: str, cijfer: str) -> None:
        if self.is_there(gesprek, BELLER):
            await self._meld(Toets(gesprek, cijfer))

    async def pick_up(self, gesprek: str, poging: str) -> None:
        """Who is called answers; nothing happens when it rings no more."""
        hier = self._gesprekken.get(gesprek)
        wie = hier.partijen.get(poging) if hier else None
        if wie and wie.gaat_over:
            wie.gaat_over, wie.is_op = False, True
            await self._meld(Beantwoord(gesprek, poging, SDP))

    async def refuse(self, gesprek: str, poging: str, code: int = 603) -> None:
        hier = self._gesprekken.get(gesprek)
        wie = hier.partijen.get(poging) if hier else None
        if wie and wie.gaat_over:
            self._weg(gesprek, poging)
            await self._meld(Mislukt(gesprek, poging, code))

    async def leave(self, gesprek: str, partij: str = BELLER) -> None:
        """Somebody hangs up."""
        if self.is_there(gesprek, partij):
            self._weg(gesprek, partij)
            await self._meld(Verbroken(gesprek, partij))

    async def lose_browser(self, tenant: int, medewerker: str) -> None:
        """A browser is closed, or its computer is."""
        await self._meld(SocketWeg(tenant, medewerker))
        for id, hier in list(self._gesprekken.items()):
            for naam, wie in list(hier.partijen.items()):
                to = wie.bestemming
                if to and (to.toestel, to.adres, to.tenant) == (Toestel.BROWSER, medewerker, tenant):
                    await (self.refuse(id, naam, NIEMAND_NAM_OP) if wie.gaat_over else self.leave(id, naam))

    async def browser_back(self, tenant: int, medewerker: str) -> None:
        await self._meld(SocketTerug(tenant, medewerker))

    def is_there(self, gesprek: str, partij: str) -> bool:
        hier = self._gesprekken.get(gesprek)
        return hier is not None and partij in hier.partijen

    def hears(self, gesprek: str, partij: str = BELLER) -> tuple[str, ...]:
        """The sounds that are played to a party, the party it hears, or of whom a copy; nothing is silence."""
        hier = self._gesprekken.get(gesprek)
        wie = hier.partijen.get(partij) if hier else None
        if wie is None or not hier or not hier.klinkt:
            return ()
        if partij in hier.luistert:
            return (f"kopie {hier.kopieen[partij]}",)
        return wie.geluid or ((f"partij {wie.met}",) if wie.met else ())

    def is_answered(self, gesprek: str) -> bool:
        """Whether the caller was answered; one who was called back always is."""
        hier = self._gesprekken.get(gesprek)
        return hier is not None and (BELLER not in hier.partijen or hier.partijen[BELLER].is_op)

    def ringing(self, gesprek: str) -> list[str]:
        """The attempts that ring now."""
        hier = self._gesprekken.get(gesprek)
        return [naam for naam, wie in hier.partijen.items() if wie.gaat_over and naam != BELLER] if hier else []

    def dialled(self, gesprek: str, poging: str) -> Bestemming | None:
        """Whom an attempt calls."""
        hier = self._gesprekken.get(gesprek)
        wie = hier.partijen.get(poging) if hier else None
        return wie.bestemming if wie else None

    @property
    def gesprekken(self) -> frozenset[str]:
        """Conversations of which anything is left."""
        return frozenset(self._gesprekken)

    # --- helpers -----------------------------------------------------------------------------------------------------

    def _klinkt(self, gesprek: str) -> _Gesprek:
        hier = self._gesprekken.get(gesprek)
        if hier is None or not hier.klinkt:
            raise CentraleFout(f"Gesprek {gesprek} heeft geen geluid.")
        return hier

    def _partij(self, gesprek: str, naam: str) -> _Partij:
        hier = self._gesprekken.get(gesprek)
        if hier is None or naam not in hier.partijen:
            raise CentraleFout(f"Gesprek {gesprek} heeft geen partij {naam}.")
        return hier.partijen[naam]

    def _bestaat(self, geluid: str) -> None:
        if self.geluiden is not None and geluid not in self.geluiden:
            raise CentraleFout(f"Het geluid {geluid} bestaat niet.")

    def _los(self, gesprek: str, naam: str) -> None:
        """Whoever was connected with this party hears it no more."""
        for wie in self._gesprekken[gesprek].partijen.values():
            if wie.met == naam:
                wie.met = ""
        self._gesprekken[gesprek].partijen[naam].met = ""

    def _weg(self, gesprek: str, naam: str) -> None:
        self._los(gesprek, naam)
        del self._gesprekken[gesprek].partijen[naam]
        self._opruimen(gesprek)

    def _opruimen(self, gesprek: str) -> None:
        hier = self._gesprekken[gesprek]
        if not hier.partijen and not hier.klinkt:
            del self._gesprekken[gesprek]
