"""What if there were one agent fewer: the history of this municipality per hour, and Erlang on top of it. Pure.

How many call and how long a call takes comes from its own journal. Erlang supposes an even rate, so hours are looked at
one by one, and only quarters count in which a queue was open and somebody worked or called: who is open from half past
eight has the callers of half an hour, not of a whole one, and a day on which nobody came in is no quiet day.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from meent.basis.datums import AMSTERDAM, amsterdam_dag
from meent.process.telefonie.beleid import Beleid
from meent.process.telefonie.bezetting import Bezetting, Vraag, bezetting, nodig
from meent.process.telefonie.rapport import Regels, Selectie, stand_per_gesprek, vak
from meent.process.telefonie.telling import Inzetduur, Telling, inzetduur, kwam_in_rij, norm
from meent.process.telefonie.vaardigheden import Gang, Groep, Rij, groepen_van, is_een_groep, rijen_van, speel

KWARTIER = timedelta(minutes=15)
UUR_SECONDEN = 3_600.0
GESPREKKEN_MINST = 20
"""Fewer conversations than this say nothing about how long one takes."""
MEDEWERKERS_MAX = 200
"""Of one hour on the screen."""


@dataclass(frozen=True)
class Uur:
    """An hour of the day, on the clock of Amsterdam: what it was like, in the mean of the days that were looked at.

    open_seconden   in all those days
    aangemeld       agents who were there, in the mean; None when nobody ever was
    per_rij         queue -> who began to wait there, in all those days
    """

    uur: int
    open_seconden: float
    aangemeld: float | None
    per_rij: Mapping[str, int]

    @property
    def bellers(self) -> int:
        """Who began to wait, in all those days."""
        return sum(self.per_rij.values())

    @property
    def bellers_per_uur(self) -> float:
        return self.bellers / self.open_seconden * UUR_SECONDEN


@dataclass(frozen=True)
class Verleden:
    """What is known. Times in seconds, in the mean.

    overgaan        the telephone of an agent rings, unanswered tries included: he is kept busy and the caller waits
    afhaak, wacht   who gave up, and all waiting of who was answered and who gave up: patience is the one by the other
    """

    uren: tuple[Uur, ...]
    dagen: int
    gesprekken: int
    gesprek_seconden: float
    nawerk_seconden: float
    overgaan_seconden: float
    afhaak: int
    wacht_seconden: float

    @property
    def afhandel_seconden(self) -> float:
        return self.overgaan_seconden + self.gesprek_seconden + self.nawerk_seconden

    @property
    def geduld_seconden(self) -> float | None:
        """None when nobody ever gave up: then nothing is known of patience (decision 0045)."""
        return self.wacht_seconden / self.afhaak if self.afhaak and self.wacht_seconden else None

    @property
    def is_genoeg(self) -> bool:
        return self.gesprekken >= GESPREKKEN_MINST and self.afhandel_seconden > 0

    def vraag(self, uur: Uur) -> Vraag:
        return Vraag(uur.bellers_per_uur, self.afhandel_seconden, self.geduld_seconden)


@dataclass(frozen=True)
class RijUitkomst:
    """One queue in one hour, when not everybody can answer everything. medewerkers: of those who are there, who can."""

    rij: Rij
    medewerkers: int
    nu: Bezetting


@dataclass(frozen=True)
class Uitkomst:
    """One hour with so many agents. minder is None with one agent; zonder_afhaken is what Erlang C says."""

    uur: Uur
    vraag: Vraag
    medewerkers: int
    nu: Bezetting
    minder: Bezetting | None
    meer: Bezetting
    zonder_afhaken: Bezetting
    nodig: int | None


def verleden(
    gevraagd: Selectie, gevonden: Regels, weekdagen: frozenset[int], beleid: Beleid, now: datetime
) -> Verleden:
    """The history of the days asked for that are one of `weekdagen` (Monday is 0) and on which somebody called.

    The hours are those of the policy of now: who called outside them is not in `uren`.
    """
    van, tot = gevraagd.grenzen
    tot = min(tot, now)
    feiten = [
        feit for feit in gevonden.feiten
        if feit.kwam and feit.wacht_sinds and feit.wachtrij and van <= kwam_in_rij(feit) < tot
        and amsterdam_dag(kwam_in_rij(feit)).weekday() in weekdagen
    ]  # fmt: skip
    per_uur: dict[int, Counter[str]] = defaultdict(Counter)
    alles, nawerk, overgaan = Telling(), 0.0, 0.0
    nawerk_van, overgaan_van = (stand_per_gesprek(gevonden.standen, stand) for stand in ("Nawerk", "Aangeboden"))
    for feit in feiten:
        per_uur[_uur(kwam_in_rij(feit))][feit.wachtrij] += 1
        alles.tel(feit, norm(beleid, feit.wachtrij)[0], now)
        if feit.beantwoord_op and feit.beeindigd_op and not feit.terugbel:
            nawerk += sum(nawerk_van.get(feit.id, ()))
            overgaan += sum(overgaan_van.get(feit.id, ()))
    dagen = {amsterdam_dag(kwam_in_rij(feit)) for feit in feiten}
    inzet = inzetduur(gevonden.standen, van, tot, partial(vak, "kwartier"))
    bemand = {*inzet, *(vak("kwartier", kwam_in_rij(feit))[0] for feit in feiten)}
    kwartieren = {
        begin: (min(begin + KWARTIER, tot) - begin).total_seconds()
        for begin in bemand
        if amsterdam_dag(begin) in dagen and any(beleid.is_open(naam, begin) for naam in beleid.wachtrijen)
    }
    return Verleden(
        uren=tuple(_uren(per_uur, kwartieren, inzet)),
        dagen=len(dagen),
        gesprekken=alles.gesproken,
        gesprek_seconden=alles.gemiddeld_gesproken or 0.0,
        nawerk_seconden=nawerk / alles.gesproken if alles.gesproken else 0.0,
        overgaan_seconden=overgaan / alles.gesproken if alles.gesproken else 0.0,
        afhaak=alles.afgehaakt,
        wacht_seconden=alles.wacht_seconden + alles.afhaak_seconden,
    )


def norm_van(gevonden: Regels, beleid: Beleid) -> tuple[int, int]:
    """(seconds, percent) of the queue that most callers were in: agents serve all of them."""
    bezocht: dict[str, int] = defaultdict(int)
    for feit in gevonden.feiten:
        if feit.wachtrij:
            bezocht[feit.wachtrij] += 1
    return norm(beleid, max(bezocht, key=lambda naam: bezocht[naam], default=""))


def uitkomsten(
    bekend: Verleden, keuze: Mapping[int, int], norm_seconden: float, norm_aandeel: float
) -> Iterator[Uitkomst]:
    """Every hour in which somebody called: with the agents of `keuze` (hour -> number), else with those of history.

    Who is given to an agent still waits until he answers: that goes off the norm, and is added to every wait.
    """
    over = max(0.0, norm_seconden - bekend.overgaan_seconden)

    def met(vraag: Vraag, medewerkers: int) -> Bezetting:
        uit = bezetting(vraag, medewerkers, over)
        return replace(uit, wacht_seconden=uit.wacht_seconden + bekend.overgaan_seconden)

    for uur in bekend.uren:
        if not uur.bellers:
            continue
        vraag = bekend.vraag(uur)
        genoeg = _nodig(vraag, over, norm_aandeel)
        aantal = keuze.get(uur.uur) or (round(uur.aangemeld) if uur.aangemeld else genoeg or 1)
        aantal = min(max(aantal, 1), MEDEWERKERS_MAX)
        nu, meer = (met(vraag, n) for n in (aantal, aantal + 1))
        minder = met(vraag, aantal - 1) if aantal > 1 else None
        zonder = met(replace(vraag, geduld_seconden=None), aantal)
        yield Uitkomst(uur, vraag, aantal, nu, minder, meer, zonder, genoeg)


def per_wachtrij(
    bekend: Verleden, uit: Uitkomst, beleid: Beleid, norm_seconden: float
) -> tuple[list[Groep], list[RijUitkomst]]:
    """The agents of one hour by what they can, and what callers of each queue notice; nothing when all can do all.

    They are divided as all agents of the policy are: who was there of them is not known. Ringing counts as above.
    """
    rijen = rijen_van(beleid, {
        naam: bellers / uit.uur.open_seconden * UUR_SECONDEN for naam, bellers in uit.uur.per_rij.items()
    })  # fmt: skip
    groepen = groepen_van(beleid, rijen, uit.medewerkers)
    if not rijen or not groepen or is_een_groep(rijen, groepen):
        return [], []
    over = max(0.0, norm_seconden - bekend.overgaan_seconden)
    gespeeld = speel(rijen, groepen, Gang(bekend.afhandel_seconden, bekend.geduld_seconden, over))
    return groepen, [
        RijUitkomst(
            rij, sum(groep.aantal for groep in groepen if groep.niveau(rij)),
            replace(nu := gespeeld[rij.naam], wacht_seconden=nu.wacht_seconden + bekend.overgaan_seconden),
        )
        for rij in rijen
    ]  # fmt: skip


def _nodig(vraag: Vraag, norm_seconden: float, norm_aandeel: float) -> int | None:
    try:
        return nodig(vraag, norm_seconden, norm_aandeel)
    except ValueError:
        return None


def _uur(moment: datetime) -> int:
    return moment.astimezone(AMSTERDAM).hour


def _uren(
    bellers: Mapping[int, Counter[str]], kwartieren: Mapping[datetime, float], inzet: Mapping[datetime, Inzetduur]
) -> Iterator[Uur]:
    open_seconden: dict[int, float] = defaultdict(float)
    ingelogd: dict[int, float] = defaultdict(float)
    for begin, seconden in kwartieren.items():
        open_seconden[_uur(begin)] += seconden
        if begin in inzet:
            ingelogd[_uur(begin)] += inzet[begin].ingelogd
    for uur, seconden in sorted(open_seconden.items()):
        er_waren = ingelogd[uur] / seconden if uur in ingelogd else None
        yield Uur(uur, seconden, er_waren, bellers.get(uur, Counter()))
