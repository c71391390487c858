"""What one agent sees of the contact centre, and what he may do now: pure, from the book.

The screen of the agent is drawn from this and from nothing else; the steps refuse what is not in `mag` as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from meent.integration.telefooncentrale.centrale import Toestel
from meent.process.telefonie import medewerker as m
from meent.process.telefonie import meeluisteren, opname
from meent.process.telefonie.beleid import Beleid, Doel
from meent.process.telefonie.boek import Boek
from meent.process.telefonie.toestand import Aan, BeltBurger, GaatOver, Gesprek, InGesprek, Ruggespraak


class Doen(StrEnum):
    """Something an agent may do."""

    KLAAR = "klaar"
    PAUZE = "pauze"
    WEG = "weg"
    OPNEMEN = "opnemen"  # answer or refuse
    WACHT = "wacht"
    UIT_WACHT = "uit-wacht"
    VERBIND = "verbind"  # pass on, or consult first
    WISSEL = "wissel"
    GEEF_OVER = "geef-over"
    NEEM_TERUG = "neem-terug"
    OPHANGEN = "ophangen"
    OPNAME_STIL = "opname-stil"  # pause the recording
    OPNAME_VERDER = "opname-verder"


class Opgenomen(StrEnum):
    """How it stands with the recording of a conversation, as its agent sees it."""

    NIET = ""  # not one that is recorded
    LOOPT = "loopt"
    STIL = "stil"  # paused by an agent
    NU_NIET = "nu-niet"  # on hold, or in a consultation


class Hoe(StrEnum):
    """How it stands with the conversation of an agent, as he sees it."""

    GAAT_OVER = "gaat-over"
    BELT_TERUG = "belt-terug"  # the telephone of the citizen rings
    SPREEKT = "spreekt"
    IN_WACHT = "in-wacht"
    OVERLEG_BELT = "overleg-belt"  # whom he wants to consult has not answered yet
    OVERLEG = "overleg"
    OVERLEG_BURGER = "overleg-burger"  # talks with the citizen, the other waits
    GERAADPLEEGD = "geraadpleegd"  # a colleague consults him


STAND_MAG = {
    m.Afwezig: {Doen.KLAAR, Doen.PAUZE},
    m.Klaar: {Doen.PAUZE, Doen.WEG},
    m.Aangeboden: {Doen.PAUZE, Doen.WEG},
    m.Bezet: {Doen.PAUZE, Doen.WEG},
    m.Nawerk: {Doen.KLAAR, Doen.PAUZE, Doen.WEG},
    m.Pauze: {Doen.KLAAR, Doen.WEG},
}
GESPREK_MAG = {
    Hoe.GAAT_OVER: {Doen.OPNEMEN},
    Hoe.BELT_TERUG: {Doen.OPHANGEN},
    Hoe.SPREEKT: {Doen.WACHT, Doen.VERBIND, Doen.OPHANGEN},
    Hoe.IN_WACHT: {Doen.UIT_WACHT, Doen.VERBIND, Doen.OPHANGEN},
    Hoe.OVERLEG_BELT: {Doen.NEEM_TERUG},
    Hoe.OVERLEG: {Doen.WISSEL, Doen.GEEF_OVER, Doen.NEEM_TERUG},
    Hoe.OVERLEG_BURGER: {Doen.WISSEL, Doen.GEEF_OVER, Doen.NEEM_TERUG},
    # Hanging up would end it for the citizen too, so he gives the citizen back or takes over.
    Hoe.GERAADPLEEGD: {Doen.GEEF_OVER, Doen.NEEM_TERUG},
}


OPNAME_MAG: dict[Opgenomen, set[Doen]] = {
    Opgenomen.NIET: set(), Opgenomen.LOOPT: {Doen.OPNAME_STIL}, Opgenomen.STIL: {Doen.OPNAME_VERDER},
    Opgenomen.NU_NIET: {Doen.OPNAME_STIL},
}  # fmt: skip


@dataclass(frozen=True)
class MijnGesprek:
    """The conversation of an agent.

    van             number of the citizen, "" when withheld
    keuzes          where the keys he pressed in menus led to, in words of the policy
    wacht_seconden  from when he first began to wait until the first answer, or until now
    duur_seconden   from the first answer until now; 0 before it
    sinds           in this state since
    met             name of who is consulted, or who consults
    opname_hapert   the exchange did not do with the recording what was asked
    luistert_mee    name of who listens in, or ""
    """

    id: str
    hoe: Hoe
    van: str
    nummer: str
    wachtrij: str
    keuzes: tuple[str, ...]
    wacht_seconden: int
    duur_seconden: int
    sinds: datetime
    begonnen_op: datetime
    beantwoord_op: datetime | None
    terugbel: bool
    met: str = ""
    opname: Opgenomen = Opgenomen.NIET
    opname_hapert: bool = False
    luistert_mee: str = ""


@dataclass(frozen=True)
class Collega:
    """Somebody to pass a caller on to."""

    id: str
    naam: str
    is_vrij: bool


@dataclass(frozen=True)
class Rij:
    """A queue to pass a caller on to."""

    naam: str
    is_open: bool
    wachtend: int


@dataclass(frozen=True)
class Werkplek:
    """One agent's desk at one instant.

    is_bekend   the policy knows him; who is not known gets no calls
    stand       name of the state: Afwezig, Klaar, Aangeboden, Bezet, Nawerk, Pauze
    reden       of a pause, or of not being there
    daarna      Pauze or Afwezig when he asked for that after this conversation
    tot         until when he may write, at most
    nawerk_van  conversation he is writing about, or ""
    """

    wie: str
    naam: str
    is_bekend: bool
    toestel: Toestel
    stand: str
    sinds: datetime | None
    reden: str
    daarna: str
    tot: datetime | None
    nawerk_van: str
    gesprek: MijnGesprek | None
    mag: frozenset[Doen]
    collegas: tuple[Collega, ...]
    wachtrijen: tuple[Rij, ...]


def werkplek(boek: Boek, wie: str, now: datetime) -> Werkplek:
    """The desk of an agent, also of one who never said anything yet."""
    inzet, ik = boek.beleid.medewerkers.get(wie), boek.medewerkers.get(wie) or m.Medewerker(wie, boek.tenant)
    mijn = _mijn_gesprek(boek, ik, now)
    mag = set(STAND_MAG[type(ik.stand)]) if inzet else set()
    if mijn:
        mag |= GESPREK_MAG[mijn.hoe] | OPNAME_MAG[mijn.opname]
    if ik.daarna:
        mag |= {Doen.KLAAR}
    return Werkplek(
        wie=wie,
        naam=inzet.naam if inzet else "",
        is_bekend=inzet is not None,
        toestel=inzet.toestel if inzet else Toestel.BROWSER,
        stand=type(ik.stand).__name__,
        sinds=ik.sinds if ik.sinds != m.NOOIT else None,
        reden=ik.stand.reden if isinstance(ik.stand, m.Pauze | m.Afwezig) else "",
        daarna=type(ik.daarna).__name__ if ik.daarna else "",
        tot=ik.stand.tot if isinstance(ik.stand, m.Nawerk) else None,
        nawerk_van=ik.stand.gesprek if isinstance(ik.stand, m.Nawerk) else "",
        gesprek=mijn,
        mag=frozenset(mag),
        collegas=tuple(_collegas(boek, wie, now)),
        wachtrijen=tuple(_wachtrijen(boek, now)),
    )


def bestemming_van(boek: Boek, wie: str, van: str) -> Aan | None:
    """Somebody of this contact centre as who a caller is passed on to; None for who is not known."""
    if wie not in boek.beleid.medewerkers:
        return None
    return Aan(boek.beleid.bestemming(wie, boek.tenant, van), wie)


def keuzes_in_woorden(beleid: Beleid, nummer: str, toetsen: tuple[str, ...]) -> tuple[str, ...]:
    """Where these keys led to, from the beginning of this number; a key that led nowhere is left out."""
    gevonden = beleid.nummers.get(nummer)
    doel: Doel | None = gevonden.begin if gevonden else None
    woorden = []
    for toets in toetsen:
        menu = beleid.menus.get(doel.naam) if doel and doel.soort == "menu" else None
        if menu is None:
            break
        if naar := menu.keuzes.get(toets):
            doel = naar
            woorden.append(leesbaar(naar.naam or naar.soort))
    return tuple(woorden)


def leesbaar(naam: str) -> str:
    """A name of the policy as people read it: "werk-en-inkomen" is "Werk en inkomen"."""
    woorden = naam.replace("-", " ")
    return woorden[:1].upper() + woorden[1:]


def _mijn_gesprek(boek: Boek, ik: m.Medewerker, now: datetime) -> MijnGesprek | None:
    gesprek = boek.gesprekken.get(ik.gesprek)
    if gesprek is None:
        return None
    hoe, sinds, met = _hoe(gesprek, ik)
    tot = gesprek.beantwoord_op or now
    wachtte = tot - gesprek.wacht_sinds if gesprek.wacht_sinds else timedelta()
    duurt = now - gesprek.beantwoord_op if gesprek.beantwoord_op else timedelta()
    return MijnGesprek(
        id=gesprek.id,
        hoe=hoe,
        van=gesprek.van,
        nummer=gesprek.naar,
        wachtrij=gesprek.wachtrij,
        keuzes=keuzes_in_woorden(boek.beleid_van(gesprek), gesprek.naar, gesprek.keuzes),
        wacht_seconden=max(0, int(wachtte.total_seconds())),
        duur_seconden=max(0, int(duurt.total_seconds())),
        sinds=sinds,
        begonnen_op=gesprek.begonnen_op,
        beantwoord_op=gesprek.beantwoord_op,
        terugbel=gesprek.terugbel,
        met=_naam(boek, met) if met else "",
        opname=_opgenomen(gesprek, boek),
        opname_hapert=gesprek.opname.hapert,
        luistert_mee=meeluisteren.wie_luistert(gesprek),
    )


def _hoe(gesprek: Gesprek, ik: m.Medewerker) -> tuple[Hoe, datetime, Aan | None]:
    """How it stands for this agent, since when, and with whom else."""
    match gesprek.toestand:
        case BeltBurger(sinds=sinds):
            return Hoe.BELT_TERUG, sinds, None
        case InGesprek(sinds=sinds, in_wacht=in_wacht):
            return (Hoe.IN_WACHT if in_wacht else Hoe.SPREEKT), sinds, None
        case Ruggespraak(met=met, aan=aan, overleg_sinds=sinds, spreekt=spreekt) if met.medewerker == ik.id:
            return (Hoe.GERAADPLEEGD if spreekt else Hoe.GAAT_OVER), sinds, aan
        case Ruggespraak(met=met, overleg_sinds=sinds, spreekt=False):
            return Hoe.OVERLEG_BELT, sinds, met
        case Ruggespraak(met=met, overleg_sinds=sinds, bij_burger=bij_burger):
            return (Hoe.OVERLEG_BURGER if bij_burger else Hoe.OVERLEG), sinds, met
        case GaatOver(sinds=sinds):
            return Hoe.GAAT_OVER, sinds, None
    return Hoe.GAAT_OVER, ik.sinds, None


def _opgenomen(gesprek: Gesprek, boek: Boek) -> Opgenomen:
    spreekt = isinstance(gesprek.toestand, InGesprek | Ruggespraak)
    if not spreekt or not (gesprek.opname.loopt or opname.kan(gesprek, boek.rij_van(gesprek))):
        return Opgenomen.NIET
    if gesprek.opname.loopt:
        return Opgenomen.LOOPT
    return Opgenomen.STIL if gesprek.opname.is_stil else Opgenomen.NU_NIET


def _naam(boek: Boek, aan: Aan) -> str:
    inzet = boek.beleid.medewerkers.get(aan.medewerker)
    return inzet.naam if inzet else aan.medewerker or aan.bestemming.adres


def _collegas(boek: Boek, wie: str, now: datetime) -> Iterator[Collega]:
    """Everybody else, who is free first."""
    allen = []
    for id, inzet in boek.beleid.medewerkers.items():
        if id != wie:
            collega = boek.medewerkers.get(id)
            allen.append(Collega(id, inzet.naam, collega is not None and collega.is_vrij(now)))
    yield from sorted(allen, key=lambda c: (not c.is_vrij, c.naam.casefold()))


def _wachtrijen(boek: Boek, now: datetime) -> Iterator[Rij]:
    wachtend = [boek.gesprekken[id].wachtrij for id in boek.wachtend]
    for naam in boek.beleid.wachtrijen:
        yield Rij(naam, boek.beleid.is_open(naam, now), wachtend.count(naam))
