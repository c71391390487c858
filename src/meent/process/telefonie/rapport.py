"""How it went over a period: per interval, queue, number and subject. Pure, from what the journal says.

All that belongs to a conversation counts where it began to wait (decision 0045): its wait, its talk, and what agents
wrote about it afterwards. Only how busy agents were cannot be told per queue, since they serve several: that is told
per interval, and of the whole. Decision 0056.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from meent.basis.datums import AMSTERDAM
from meent.integration.telefooncentrale.rijen import GesprekFeit, StandFeit
from meent.process.telefonie.beleid import Beleid
from meent.process.telefonie.journaal import Journaal
from meent.process.telefonie.telling import (
    TERUGKIJKEN,
    Inzetduur,
    Telling,
    duren,
    inzetduur,
    kwam_in_rij,
    norm,
    wacht_seconden,
)
from meent.process.telefonie.werkplek import keuzes_in_woorden

Tijd = Literal["", "kwartier", "uur", "dag"]
Groep = Literal["", "wachtrij", "nummer", "onderwerp"]
DAGEN_MAX = {"": 31, "kwartier": 7, "uur": 31, "dag": 31}
"""Days of one report at most: a month is what one municipality may ask of the journal at once."""
STAP = {"kwartier": timedelta(minutes=15), "uur": timedelta(hours=1)}
PIJL = " › "
VAKKEN_MAX = 4_096
"""Intervals that are remembered: more than one report has, since every line of an agent asks for its own."""


@dataclass(frozen=True)
class Selectie:
    """What is asked: the days `van` up to and including `tot_en_met`, split by time and by group; "" is not split.

    wachtrij, nummer    only of these, "" for all
    """

    van: date
    tot_en_met: date
    tijd: Tijd = ""
    groep: Groep = ""
    wachtrij: str = ""
    nummer: str = ""

    @property
    def grenzen(self) -> tuple[datetime, datetime]:
        """The instants: from the first, up to and not including the second."""
        return middernacht(self.van), middernacht(self.tot_en_met + timedelta(days=1))

    @property
    def is_te_lang(self) -> bool:
        return (self.tot_en_met - self.van).days >= DAGEN_MAX[self.tijd]

    @property
    def heeft_inzet(self) -> bool:
        """Whether the time of agents can be told: not of a part of the callers."""
        return not (self.groep or self.wachtrij or self.nummer)


@dataclass
class Cijfers:
    """What is counted of one row. inzet is None where the time of agents cannot be told.

    gewacht         seconds of each who was answered
    nawerk_keren    how often somebody wrote about one of these conversations and was done with it
    """

    telling: Telling = field(default_factory=Telling)
    gewacht: list[float] = field(default_factory=list)
    nawerk_keren: int = 0
    nawerk_seconden: float = 0.0
    inzet: Inzetduur | None = None

    @property
    def gemiddeld_gewacht(self) -> float | None:
        return self.telling.wacht_seconden / self.telling.beantwoord if self.telling.beantwoord else None

    @property
    def p90_gewacht(self) -> float | None:
        """Nine of ten who were answered waited no longer than this: the nearest rank, so somebody waited just so."""
        return sorted(self.gewacht)[math.ceil(0.9 * len(self.gewacht)) - 1] if self.gewacht else None

    @property
    def gemiddeld_afhaak(self) -> float | None:
        return self.telling.afhaak_seconden / self.telling.afgehaakt if self.telling.afgehaakt else None

    @property
    def gemiddeld_nawerk(self) -> float | None:
        return self.nawerk_seconden / self.nawerk_keren if self.nawerk_keren else None

    @property
    def bezetting(self) -> float | None:
        return self.inzet.bezetting if self.inzet else None

    def tel(self, feit: GesprekFeit, norm_seconden: float, now: datetime, nawerk: Sequence[float]) -> None:
        """One conversation more, and what was written about it."""
        eerder = self.telling.beantwoord
        self.telling.tel(feit, norm_seconden, now)
        if self.telling.beantwoord > eerder:
            self.gewacht.append(wacht_seconden(feit, now))
        self.nawerk_keren += len(nawerk)
        self.nawerk_seconden += sum(nawerk)


@dataclass(frozen=True)
class Rij:
    """One row: `begin` on the clock of Amsterdam, None when not split by time; `groep` "" when not by group."""

    begin: datetime | None
    groep: str
    cijfers: Cijfers


@dataclass(frozen=True)
class Rapport:
    """The rows in order of time and name, and all of it together. Where nobody called and nobody worked is no row."""

    rijen: tuple[Rij, ...]
    totaal: Cijfers


@dataclass(frozen=True)
class Regels:
    """What the journal says of a period, and a day around it: who began to wait in it may have come before it."""

    feiten: list[GesprekFeit]
    standen: list[StandFeit]


async def regels(journaal: Journaal, tenant: int, van: datetime, tot: datetime) -> Regels:
    """Two queries, however long the period and however it is split."""
    feiten = await journaal.feiten(tenant, van - TERUGKIJKEN, tot)
    return Regels(feiten, await journaal.standen(tenant, van - TERUGKIJKEN, tot + TERUGKIJKEN))


def rapport(gevraagd: Selectie, gevonden: Regels, beleid: Beleid, now: datetime) -> Rapport:
    """What is asked, from what was found. The norm and the words of menus are those of the policy of now."""
    van, tot = gevraagd.grenzen
    nawerk = stand_per_gesprek(gevonden.standen, "Nawerk")
    geteld: dict[tuple[datetime | None, str], Cijfers] = {}
    totaal = Cijfers()
    for feit in gevonden.feiten:
        moment = kwam_in_rij(feit)
        if feit.wacht_sinds is None or not feit.wachtrij or not van <= moment < tot or not _hoort_bij(feit, gevraagd):
            continue
        sleutel = (vak(gevraagd.tijd, moment)[0] if gevraagd.tijd else None, _groep(feit, gevraagd.groep, beleid))
        for cijfers in (geteld.setdefault(sleutel, Cijfers()), totaal):
            cijfers.tel(feit, norm(beleid, feit.wachtrij)[0], now, nawerk.get(feit.id, ()))
    if gevraagd.heeft_inzet:
        _tel_inzet(geteld, totaal, gevraagd, gevonden.standen, now)
    op_volgorde = sorted(geteld, key=lambda sleutel: (sleutel[0] or van, sleutel[1]))
    rijen = tuple(Rij(begin and begin.astimezone(AMSTERDAM), naam, geteld[begin, naam]) for begin, naam in op_volgorde)
    return Rapport(rijen if gevraagd.tijd or gevraagd.groep else (), totaal)


def stand_per_gesprek(standen: Iterable[StandFeit], stand: str) -> dict[str, list[float]]:
    """Seconds of each time that an agent was in this state because of a conversation, and is no more."""
    gevonden: dict[str, list[float]] = {}
    for feit, einde in duren(standen):
        if feit.stand == stand and feit.gesprek and einde:
            gevonden.setdefault(feit.gesprek, []).append((einde - feit.moment).total_seconds())
    return gevonden


def vak(tijd: Tijd, moment: datetime) -> tuple[datetime, datetime]:
    """The interval that holds an instant: (begin, end). Days and hours are those of Amsterdam, also when it changes."""
    if tijd in STAP:
        seconden = STAP[tijd].total_seconds()  # whole hours lie between Amsterdam and UTC
        return _stap(seconden, moment.timestamp() // seconden)
    dag = moment.astimezone(AMSTERDAM).date()
    return middernacht(dag), middernacht(dag + timedelta(days=1))


@lru_cache(VAKKEN_MAX)
def _stap(seconden: float, nummer: float) -> tuple[datetime, datetime]:
    begin = datetime.fromtimestamp(nummer * seconden, UTC)
    return begin, begin + timedelta(seconds=seconden)


@lru_cache(VAKKEN_MAX)
def middernacht(dag: date) -> datetime:
    """The instant at which this day of Amsterdam begins."""
    return datetime(dag.year, dag.month, dag.day, tzinfo=AMSTERDAM).astimezone(UTC)


def _hoort_bij(feit: GesprekFeit, gevraagd: Selectie) -> bool:
    return gevraagd.wachtrij in ("", feit.wachtrij) and gevraagd.nummer in ("", feit.naar)


def _groep(feit: GesprekFeit, groep: Groep, beleid: Beleid) -> str:
    match groep:
        case "wachtrij":
            return feit.wachtrij
        case "nummer":
            return feit.naar
        case "onderwerp":
            return PIJL.join(keuzes_in_woorden(beleid, feit.naar, feit.keuzes))
    return ""


def _tel_inzet(
    geteld: dict[tuple[datetime | None, str], Cijfers],
    totaal: Cijfers,
    gevraagd: Selectie,
    standen: list[StandFeit],
    now: datetime,
) -> None:
    """Put the time of agents in the rows; an interval in which they waited for nothing gets a row as well."""
    van, tot = gevraagd.grenzen
    tot = min(tot, now)
    totaal.inzet = inzetduur(standen, van, tot, lambda moment: ("", tot)).get("", Inzetduur())
    if gevraagd.tijd:
        tijd = gevraagd.tijd
        for begin, duur in inzetduur(standen, van, tot, lambda moment: vak(tijd, moment)).items():
            geteld.setdefault((begin, ""), Cijfers()).inzet = duur
