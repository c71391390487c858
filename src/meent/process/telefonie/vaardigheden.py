"""What callers of each queue notice when not everybody can answer every queue: an hour played many times over. Pure.

Erlang knows one group of agents. Here agents with the same skills are a group, and callers are given out as the contact
centre itself does (`route.choose`): to who is free and has the level, the highest level first, of equals who was idle
longest; and whoever becomes free takes, of the queues he can answer, the caller who waits longest. There is no formula
for that, so it is played: by chance with a fixed seed, so that the same question has the same answer.
"""

import heapq
import math
import random
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from meent.process.telefonie.beleid import Beleid
from meent.process.telefonie.bezetting import SECONDEN_PER_UUR, Bezetting

BELLERS = 30_000
"""So many are played: a part of them is then known to within half a percent."""
INLOOP = 0.05
"""The first part of them is not counted: they come into an empty hour."""
SEED = 20_261_129


@dataclass(frozen=True)
class Rij:
    """A queue: what it asks of an agent, and how many call it in an hour."""

    naam: str
    vaardigheid: str
    niveau: int
    bellers_per_uur: float


@dataclass(frozen=True)
class Groep:
    """So many agents with the same skills at the same levels."""

    vaardigheden: tuple[tuple[str, int], ...]
    aantal: int

    def niveau(self, rij: Rij) -> int:
        """At which level they can answer a queue; 0 when they cannot."""
        niveau = dict(self.vaardigheden).get(rij.vaardigheid, 0)
        return niveau if niveau >= rij.niveau else 0


@dataclass(frozen=True)
class Gang:
    """How calls go, on average, in seconds. geduld None: nobody gives up."""

    afhandel_seconden: float
    geduld_seconden: float | None
    norm_seconden: float


def rijen_van(beleid: Beleid, bellers_per_uur: Mapping[str, float]) -> list[Rij]:
    """The queues of a policy in which anybody called."""
    return [
        Rij(naam, rij.vaardigheid, rij.niveau, bellers_per_uur[naam])
        for naam, rij in beleid.wachtrijen.items()
        if bellers_per_uur.get(naam, 0) > 0
    ]


def groepen_van(beleid: Beleid, rijen: Sequence[Rij], aantal: int) -> list[Groep]:
    """So many agents, divided as all agents of the policy are: the largest remainder gets who is left over.

    Skills that no queue asks for make no group of their own; who can answer nothing is not counted.
    """
    gevraagd = {rij.vaardigheid for rij in rijen}
    soorten = Counter(
        tuple(sorted((wat, niveau) for wat, niveau in inzet.vaardigheden.items() if wat in gevraagd))
        for inzet in beleid.medewerkers.values()
    )
    soorten.pop((), None)
    alle = soorten.total()
    if not alle:
        return []
    deel = {soort: aantal * keer / alle for soort, keer in soorten.items()}
    heel = {soort: int(hoeveel) for soort, hoeveel in deel.items()}
    over = aantal - sum(heel.values())
    for soort in sorted(deel, key=lambda soort: (heel[soort] - deel[soort], soort))[:over]:
        heel[soort] += 1
    return [Groep(soort, hoeveel) for soort, hoeveel in sorted(heel.items()) if hoeveel]


@dataclass
class _Telling:
    bellers: int = 0
    op_tijd: int = 0
    weg: int = 0
    gewacht: float = 0.0

    def tel(self, seconden: float, norm: float, *, opgenomen: bool) -> None:
        self.bellers += 1
        self.gewacht += seconden
        self.weg += not opgenomen
        self.op_tijd += opgenomen and seconden <= norm


@dataclass
class _Spel:
    """The hour as it goes: who waits where, since when and until when at most; who is idle, the longest first."""

    rijen: Sequence[Rij]
    groepen: Sequence[Groep]
    gang: Gang
    kans: random.Random
    wachten: list[deque[tuple[float, float, bool]]] = field(default_factory=list)
    vrij: list[deque[float]] = field(default_factory=list)
    bezig: list[tuple[float, int]] = field(default_factory=list)
    telling: list[_Telling] = field(default_factory=list)
    gewerkt: float = 0.0
    begin: float = 0.0

    def __post_init__(self) -> None:
        self.wachten = [deque() for _ in self.rijen]
        self.vrij = [deque([0.0] * groep.aantal) for groep in self.groepen]
        self.telling = [_Telling() for _ in self.rijen]
        kan = [[groep.niveau(rij) for groep in self.groepen] for rij in self.rijen]
        self._kunnen = [[(-niveau, g) for g, niveau in enumerate(per_groep) if niveau] for per_groep in kan]
        self._van_groep = [[r for r in range(len(self.rijen)) if kan[r][g]] for g in range(len(self.groepen))]

    def komt(self, r: int, now: float, *, telt: bool) -> None:
        """A caller: to an agent who is free, else he waits."""
        geduld = self.gang.geduld_seconden
        tot = now + self.kans.expovariate(1 / geduld) if geduld else math.inf
        keuze = [(niveau, self.vrij[g][0], g) for niveau, g in self._kunnen[r] if self.vrij[g]]
        if not keuze:
            self.wachten[r].append((now, tot, telt))
            return
        _, _, g = min(keuze)
        self.vrij[g].popleft()
        self._neemt(r, g, now, now, telt=telt)

    def komt_vrij(self, g: int, now: float) -> None:
        """An agent: to who waits longest of those whom he can help; who gave up meanwhile is counted so."""
        keuze = []
        for r in self._van_groep[g]:
            rij = self.wachten[r]
            while rij and rij[0][1] <= now:
                self._geeft_op(r, *rij.popleft())
            if rij:
                keuze.append((rij[0][0], r))
        if not keuze:
            self.vrij[g].append(now)
            return
        sinds, r = min(keuze)
        _, _, telt = self.wachten[r].popleft()
        self._neemt(r, g, sinds, now, telt=telt)

    def vanaf(self, now: float) -> None:
        """From now on it counts: of the work, what is still to be done."""
        self.begin, self.gewerkt = now, sum(moment - now for moment, _ in self.bezig)

    def bezet(self, now: float) -> float:
        """Part of the time since then that the agents were busy."""
        tijd = (now - self.begin) * sum(groep.aantal for groep in self.groepen)
        return (self.gewerkt - sum(moment - now for moment, _ in self.bezig)) / tijd if tijd else 0.0

    def einde(self) -> None:
        """Who waits still has only his patience; who has no end of it is not counted."""
        for r, rij in enumerate(self.wachten):
            for sinds, tot, telt in rij:
                if tot < math.inf:
                    self._geeft_op(r, sinds, tot, telt)

    def _neemt(self, r: int, g: int, sinds: float, now: float, *, telt: bool) -> None:
        duur = self.kans.expovariate(1 / self.gang.afhandel_seconden)
        heapq.heappush(self.bezig, (now + duur, g))
        self.gewerkt += duur
        if telt:
            self.telling[r].tel(now - sinds, self.gang.norm_seconden, opgenomen=True)

    def _geeft_op(self, r: int, sinds: float, tot: float, telt: bool) -> None:
        if telt:
            self.telling[r].tel(tot - sinds, self.gang.norm_seconden, opgenomen=False)


def speel(
    rijen: Sequence[Rij], groepen: Sequence[Groep], gang: Gang, *, bellers: int = BELLERS, seed: int = SEED
) -> dict[str, Bezetting]:
    """Queue -> what its callers notice; `bezet` is that of all agents together.

    A queue that nobody of these agents can answer: whoever calls it gives up in the end.
    raises  ValueError when nobody calls, or a call takes no time
    """
    per_uur = sum(rij.bellers_per_uur for rij in rijen)
    if per_uur <= 0 or gang.afhandel_seconden <= 0:
        raise ValueError("Er belt minstens iemand, en een gesprek duurt langer dan niets.")
    spel, kans = _Spel(rijen, groepen, gang, random.Random(f"{seed} werk")), random.Random(f"{seed} bellers")
    gewicht, alle = [rij.bellers_per_uur for rij in rijen], range(len(rijen))
    now, inloop = 0.0, int(bellers * INLOOP)
    for nummer in range(bellers):
        now += kans.expovariate(per_uur / SECONDEN_PER_UUR)
        while spel.bezig and spel.bezig[0][0] <= now:
            moment, g = heapq.heappop(spel.bezig)
            spel.komt_vrij(g, moment)
        if nummer == inloop:
            spel.vanaf(now)
        (r,) = kans.choices(alle, gewicht)
        spel.komt(r, now, telt=nummer >= inloop)
    spel.einde()
    bezet = spel.bezet(now)
    return {rij.naam: _bezetting(telling, bezet) for rij, telling in zip(rijen, spel.telling, strict=True)}


def _bezetting(telling: _Telling, bezet: float) -> Bezetting:
    n = telling.bellers
    if not n:  # all of them wait for ever
        return Bezetting(0.0, 0.0, math.inf, bezet)
    return Bezetting(telling.op_tijd / n, telling.weg / n, telling.gewacht / n, bezet)


def is_een_groep(rijen: Iterable[Rij], groepen: Sequence[Groep]) -> bool:
    """Whether everybody can answer everything: then Erlang says it all."""
    return all(groep.niveau(rij) for rij in rijen for groep in groepen)
