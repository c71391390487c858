"""What is counted of conversations, and how: one function for the wallboard, the reports and the planning.

Who began to wait is **offered**, in the queue where he was last, and is exactly one of: answered, abandoned, called
back (he chose so), lost (a fault or a restart), or still waiting. Who only heard a prompt or a menu is not offered.
Whoever asked to be called back in another way than by calling is counted apart. Decision 0045.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from meent.integration.telefooncentrale.rijen import GesprekFeit, StandFeit
from meent.process.telefonie.beleid import Beleid
from meent.process.telefonie.toestand import Reden

NORM_SECONDEN, NORM_PROCENT = 25, 80
"""Of a queue that the policy does not have any more: the minimum norm of VNG (2011)."""
TERUGKIJKEN = timedelta(hours=24)
"""So far back is looked for the state in which an agent began an interval."""
AAN_HET_WERK = frozenset({"Aangeboden", "Bezet", "Nawerk"})
INGELOGD = AAN_HET_WERK | {"Klaar"}

Bak = TypeVar("Bak", bound=Hashable)


@dataclass
class Telling:
    """Counts that can be added up; all times are sums in seconds.

    op_tijd     answered within the norm of the queue
    wachtend    still waiting; te_lang of those longer than the norm
    gesproken   answered and over: those over whom praat_seconden is
    verzocht    asked to be called back without calling; not in `aangeboden`
    wacht_seconden  of who was answered; afhaak_seconden: of who gave up
    """

    aangeboden: int = 0
    beantwoord: int = 0
    op_tijd: int = 0
    afgehaakt: int = 0
    terugbellen: int = 0
    verloren: int = 0
    wachtend: int = 0
    te_lang: int = 0
    gesproken: int = 0
    verzocht: int = 0
    wacht_seconden: float = 0.0
    afhaak_seconden: float = 0.0
    praat_seconden: float = 0.0

    @property
    def bereikbaar(self) -> float | None:
        """Part answered within the norm, of all of whom it is known; None when of nobody."""
        bekend = self.aangeboden - self.wachtend + self.te_lang
        return self.op_tijd / bekend if bekend else None

    @property
    def deel_afgehaakt(self) -> float | None:
        return self.afgehaakt / self.aangeboden if self.aangeboden else None

    @property
    def gemiddeld_gesproken(self) -> float | None:
        """Seconds from the answer to the end, hold and passing on included."""
        return self.praat_seconden / self.gesproken if self.gesproken else None

    def tel(self, feit: GesprekFeit, norm_seconden: float, now: datetime) -> None:
        """One conversation more."""
        if feit.wacht_sinds is None or not feit.wachtrij:
            return
        if not feit.kwam:
            self.verzocht += 1
            return
        self.aangeboden += 1
        gewacht = wacht_seconden(feit, now)
        if feit.terugbel:
            self.terugbellen += 1
        elif feit.beantwoord_op:
            self.beantwoord += 1
            self.op_tijd += gewacht <= norm_seconden
            self.wacht_seconden += gewacht
            if feit.beeindigd_op:
                self.gesproken += 1
                self.praat_seconden += (feit.beeindigd_op - feit.beantwoord_op).total_seconds()
        elif feit.beeindigd_op is None:
            self.wachtend += 1
            self.te_lang += gewacht > norm_seconden
        elif feit.reden == Reden.AFGEHAAKT:
            self.afgehaakt += 1
            self.afhaak_seconden += gewacht
        else:
            self.verloren += 1


def tel(
    feiten: Iterable[GesprekFeit], beleid: Beleid, now: datetime, bak: Callable[[GesprekFeit], Bak]
) -> dict[Bak, Telling]:
    """Counts per `bak` (queue, interval, number …)."""
    geteld: dict[Bak, Telling] = {}
    for feit in feiten:
        geteld.setdefault(bak(feit), Telling()).tel(feit, norm(beleid, feit.wachtrij)[0], now)
    return geteld


def norm(beleid: Beleid, wachtrij: str) -> tuple[int, int]:
    """(seconds, percent) of a queue, as the policy has them now."""
    rij = beleid.wachtrijen.get(wachtrij)
    return (rij.norm_seconden, rij.norm_procent) if rij else (NORM_SECONDEN, NORM_PROCENT)


def wacht_seconden(feit: GesprekFeit, now: datetime) -> float:
    """From when he began to wait until the answer, until he left, or until now."""
    tot = feit.beantwoord_op or feit.beeindigd_op or now
    return (tot - (feit.wacht_sinds or tot)).total_seconds()


def kwam_in_rij(feit: GesprekFeit) -> datetime:
    """The moment by which a conversation belongs to an interval: when he began to wait.

    Who asked to be called back without calling waits from a moment that he chose; he counts when he asked.
    """
    return feit.wacht_sinds if feit.kwam and feit.wacht_sinds else feit.begonnen_op


@dataclass
class Inzetduur:
    """Seconds of agents together in an interval. nawerk_keren: how often one began to write."""

    ingelogd: float = 0.0
    bezet: float = 0.0
    nawerk: float = 0.0
    nawerk_keren: int = 0

    @property
    def bezetting(self) -> float | None:
        """Part of the time logged in that they rang, talked or wrote."""
        return self.bezet / self.ingelogd if self.ingelogd else None


def inzetduur(
    standen: Iterable[StandFeit], van: datetime, tot: datetime, bak: Callable[[datetime], tuple[Bak, datetime]]
) -> dict[Bak, Inzetduur]:
    """How long agents were in what state between `van` and `tot`, per interval.

    standen     per agent in order, from TERUGKIJKEN before `van` on
    bak         instant -> (the interval that holds it, where that ends)
    """
    geteld: dict[Bak, Inzetduur] = {}
    for feit, einde in duren(standen):
        begin, eind = max(feit.moment, van), min(einde or tot, tot)
        if feit.stand == "Nawerk" and van <= feit.moment < tot:
            geteld.setdefault(bak(feit.moment)[0], Inzetduur()).nawerk_keren += 1
        while feit.stand in INGELOGD and begin < eind:
            naam, grens = bak(begin)
            seconden = (min(grens, eind) - begin).total_seconds()
            hier = geteld.setdefault(naam, Inzetduur())
            hier.ingelogd += seconden
            hier.bezet += seconden if feit.stand in AAN_HET_WERK else 0
            hier.nawerk += seconden if feit.stand == "Nawerk" else 0
            begin = grens
    return geteld


def duren(standen: Iterable[StandFeit]) -> Iterator[tuple[StandFeit, datetime | None]]:
    """Each state of each agent with when it ended; None for the one that he is still in."""
    lopend: dict[str, StandFeit] = {}
    for feit in standen:
        vorig = lopend.get(feit.medewerker)
        if vorig and vorig.stand == feit.stand:
            continue  # a wish for later, or the like: he stayed what he was
        if vorig:
            yield vorig, feit.moment
        lopend[feit.medewerker] = feit
    for feit in lopend.values():
        yield feit, None
