"""The wallboard: what is so now, from the book of the running contact centre; and the day so far, from the journal.

Pure. `bord` reads the book alone; `met_dag` adds the counts. A page asks the journal once for all who look, and at
most twice a second (`Dagteller`): nothing is kept up beside the journal that could come to differ from it.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from meent.basis.datums import AMSTERDAM
from meent.integration.telefooncentrale.rijen import GesprekFeit
from meent.process.telefonie.boek import Boek
from meent.process.telefonie.journaal import Journaal
from meent.process.telefonie.overgang import wacht_iemand
from meent.process.telefonie.telling import NORM_PROCENT, NORM_SECONDEN, Telling, kwam_in_rij, norm, tel

STANDEN = ("Bezet", "Aangeboden", "Nawerk", "Klaar", "Pauze")
"""In the order of the board; who is away is not on it."""
KWARTIER = timedelta(minutes=15)
RUST_SECONDEN = 0.5
"""The journal is asked for the day at most this often: the rest of the second is for reading, sending and drawing."""


@dataclass(frozen=True)
class WachtrijNu:
    """A queue: callers on the line who wait or hear it ring, the longest of them, and how it went today."""

    naam: str
    is_open: bool
    wachtend: int
    langste_seconden: float
    terug_te_bellen: int
    norm_seconden: int
    norm_procent: int
    vandaag: Telling = field(default_factory=Telling)


@dataclass(frozen=True)
class MedewerkerNu:
    """An agent who is there, for `seconden` in this state. wachtrij: of his conversation."""

    naam: str
    stand: str
    sinds: datetime
    wachtrij: str = ""
    reden: str = ""
    seconden: int = 0


@dataclass(frozen=True)
class Kwartier:
    """A quarter of an hour of today; `begin` on the clock of Amsterdam."""

    begin: datetime
    telling: Telling


@dataclass(frozen=True)
class Bord:
    """All of it, at `moment`."""

    moment: datetime
    rijen: tuple[WachtrijNu, ...]
    medewerkers: tuple[MedewerkerNu, ...]
    vandaag: Telling = field(default_factory=Telling)
    kwartieren: tuple[Kwartier, ...] = ()

    @property
    def wachtend(self) -> int:
        return sum(rij.wachtend for rij in self.rijen)

    @property
    def langste_seconden(self) -> float:
        return max((rij.langste_seconden for rij in self.rijen), default=0.0)

    @property
    def norm(self) -> tuple[int, int] | None:
        """(seconds, percent) when all queues have the same, else None: then only the queues can be judged."""
        normen = {(rij.norm_seconden, rij.norm_procent) for rij in self.rijen} or {(NORM_SECONDEN, NORM_PROCENT)}
        return normen.pop() if len(normen) == 1 else None

    def aantal(self, stand: str) -> int:
        return sum(wie.stand == stand for wie in self.medewerkers)


def bord(boek: Boek, now: datetime) -> Bord:
    """What is so now. Who waits for a call-back is not on the line, so his wait is not the longest wait."""
    gewacht: dict[str, list[float]] = defaultdict(list)
    terug: dict[str, int] = defaultdict(int)
    for gesprek in boek.gesprekken.values():
        if not wacht_iemand(gesprek.toestand) or gesprek.wacht_sinds is None:
            continue
        if gesprek.lijn:
            gewacht[gesprek.wachtrij].append((now - gesprek.wacht_sinds).total_seconds())
        else:
            terug[gesprek.wachtrij] += 1
    rijen = tuple(
        WachtrijNu(
            naam, naam in boek.beleid.wachtrijen and boek.beleid.is_open(naam, now), len(gewacht[naam]),
            max(gewacht[naam], default=0.0), terug[naam], *norm(boek.beleid, naam),
        )
        for naam in sorted({*boek.beleid.wachtrijen, *gewacht, *terug})
    )  # fmt: skip
    return Bord(now, rijen, _medewerkers(boek, now))


def _medewerkers(boek: Boek, now: datetime) -> tuple[MedewerkerNu, ...]:
    gevonden = []
    for wie in boek.medewerkers.values():
        stand = type(wie.stand).__name__
        if stand in STANDEN:
            inzet, gesprek = boek.beleid.medewerkers.get(wie.id), boek.gesprekken.get(wie.gesprek)
            gevonden.append(MedewerkerNu(
                inzet.naam if inzet else wie.id, stand, wie.sinds, gesprek.wachtrij if gesprek else "",
                getattr(wie.stand, "reden", ""), max(0, int((now - wie.sinds).total_seconds())),
            ))  # fmt: skip
    return tuple(sorted(gevonden, key=lambda wie: (STANDEN.index(wie.stand), wie.sinds, wie.naam)))


def met_dag(nu: Bord, boek: Boek, feiten: list[GesprekFeit]) -> Bord:
    """The same with the counts of the day in it."""
    per_rij = tel(feiten, boek.beleid, nu.moment, lambda feit: feit.wachtrij)
    per_kwartier = tel(feiten, boek.beleid, nu.moment, lambda feit: kwartier(kwam_in_rij(feit)))
    alles = tel(feiten, boek.beleid, nu.moment, lambda feit: "").get("", Telling())
    rijen = tuple(replace(rij, vandaag=per_rij.get(rij.naam, Telling())) for rij in nu.rijen)
    bezocht = sorted(begin for begin, telling in per_kwartier.items() if telling.aangeboden)
    kwartieren: list[Kwartier] = []
    if bezocht:
        begin, laatste = bezocht[0], max(bezocht[-1], kwartier(nu.moment))
        while begin <= laatste:
            kwartieren.append(Kwartier(begin.astimezone(AMSTERDAM), per_kwartier.get(begin, Telling())))
            begin += KWARTIER
    return replace(nu, rijen=rijen, vandaag=alles, kwartieren=tuple(kwartieren))


def kwartier(moment: datetime) -> datetime:
    """Where the quarter of an hour begins that holds this instant."""
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


def dag(now: datetime) -> tuple[datetime, datetime]:
    """The calendar day of Amsterdam that holds this instant: (begin, end)."""
    begin = now.astimezone(AMSTERDAM).replace(hour=0, minute=0, second=0, microsecond=0)
    return begin.astimezone(UTC), (begin + timedelta(days=1)).astimezone(UTC)


class Dagteller:
    """The day of each municipality, asked of the journal once for all who look.

    tik     seconds of a clock that never goes back
    """

    def __init__(
        self, tik: Callable[[], float] = time.monotonic, slaap: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._tik, self._slaap = tik, slaap
        self._gevraagd: dict[int, tuple[float, datetime, list[GesprekFeit]]] = {}
        self._sloten: dict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def feiten(self, journaal: Journaal, tenant: int, now: datetime, *, vers: bool = False) -> list[GesprekFeit]:
        """The conversations of today. `vers`: as they are now at the earliest, else up to RUST_SECONDEN old."""
        begin, einde = dag(now)
        gevraagd_op = self._tik()
        async with self._sloten[tenant]:
            op, van, feiten = self._gevraagd.get(tenant, (float("-inf"), begin, []))
            oud = self._tik() - op
            if van == begin and (op >= gevraagd_op or (oud < RUST_SECONDEN and not vers)):
                return feiten
            if van == begin and oud < RUST_SECONDEN:
                await self._slaap(RUST_SECONDEN - oud)
            tik = self._tik()
            feiten = await journaal.feiten(tenant, begin, einde)
            self._gevraagd[tenant] = (tik, begin, feiten)
        return feiten
