"""What happens to somebody who calls: the steps of a conversation under a policy, without exchange and without agents.

Pure. It plays the real steps of `gesprek.py`, so what it says is what a caller will find.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from meent.integration.telefooncentrale.centrale import Kwam, Toets
from meent.process.telefonie.beleid import Beleid
from meent.process.telefonie.gesprek import step
from meent.process.telefonie.overgang import Wereld
from meent.process.telefonie.toestand import (
    Afgelopen,
    GaatOver,
    Gesprek,
    Gewekt,
    HoortMelding,
    InMenu,
    InWachtrij,
    KrijgtAanbod,
    Reden,
    Toestand,
    Waarvoor,
    Wekker,
)
from meent.process.telefonie.wachtrij import Drukte

STAPPEN_MEEST = 60
BELLER = "+31600000000"
"""A number that is given out to nobody."""
RUSTIG, NIEMAND, DRUK = Drukte(0, 0, 1, 300.0), Drukte(0, 0, 0, 300.0), Drukte(50, 50, 1, 300.0)


class Wat(StrEnum):
    """What a caller finds."""

    MELDING = "melding"
    MENU = "menu"
    TOETS = "toets"
    WACHTRIJ = "wachtrij"
    AANBOD = "aanbod"
    TERUGBELLEN = "terugbellen"
    EXTERN = "extern"
    EINDE = "einde"
    ONBEKEND = "onbekend"


class Moment(NamedTuple):
    """After so many seconds. `naam`: the prompt, menu, key, queue or number."""

    seconden: int
    wat: Wat
    naam: str = ""


def volg(beleid: Beleid, naar: str, begin: datetime, toetsen: Sequence[str], drukte: Drukte = RUSTIG) -> list[Moment]:
    """What a caller finds who calls this number at this instant and presses these keys, one at each question.

    drukte      of every queue; at DRUK and NIEMAND he waits until the queue sends him on, if it does
    """
    return list(_loop(beleid, naar, begin, list(toetsen), drukte))[:STAPPEN_MEEST]


def _loop(beleid: Beleid, naar: str, begin: datetime, toetsen: list[str], drukte: Drukte) -> Iterator[Moment]:
    w, now = Wereld(beleid, lambda gesprek, rij: drukte), begin
    gesprek, _ = step(Gesprek("proef", 0, BELLER, naar, begin), Kwam("proef", BELLER, naar, ""), w, now)
    yield _moment(gesprek, 0)
    for _ in range(STAPPEN_MEEST):
        if toetsen and isinstance(gesprek.toestand, InMenu | InWachtrij | KrijgtAanbod):
            toets = toetsen.pop(0)
            yield Moment(_sinds(begin, now), Wat.TOETS, toets)
            verder, _ = step(gesprek, Toets("proef", toets), w, now)
        elif wekker := _volgende(gesprek, drukte):
            now = wekker.op
            verder, _ = step(gesprek, Gewekt(wekker.waarvoor), w, now)
        else:
            return
        if verder.toestand != gesprek.toestand:
            yield _moment(verder, _sinds(begin, now))
        gesprek = verder


def _volgende(gesprek: Gesprek, drukte: Drukte) -> Wekker | None:
    """What happens next by itself. Who waits where it is quiet is answered; else only the overflow matters."""
    match gesprek.toestand:
        case Afgelopen() | GaatOver():
            return None
        case InWachtrij():
            over = [x for x in gesprek.wekkers if x.waarvoor is Waarvoor.OVERLOOP and drukte != RUSTIG]
            return min(over, key=lambda x: x.op, default=None)
    return min(gesprek.wekkers, key=lambda x: x.op, default=None)


def _moment(gesprek: Gesprek, seconden: int) -> Moment:
    wat, naam = _gevonden(gesprek, gesprek.toestand)
    return Moment(seconden, wat, naam)


def _gevonden(gesprek: Gesprek, toestand: Toestand) -> tuple[Wat, str]:
    match toestand:
        case HoortMelding(geluid=geluid):
            return Wat.MELDING, geluid
        case InMenu(menu=menu):
            return Wat.MENU, menu
        case InWachtrij():
            return (Wat.WACHTRIJ if gesprek.lijn else Wat.TERUGBELLEN), gesprek.wachtrij
        case KrijgtAanbod():
            return Wat.AANBOD, gesprek.wachtrij
        case GaatOver(aan=aan):
            return Wat.EXTERN, aan.bestemming.adres
        case Afgelopen(reden=Reden.ONBEKEND_NUMMER):
            return Wat.ONBEKEND, gesprek.naar
    return Wat.EINDE, ""


def _sinds(begin: datetime, now: datetime) -> int:
    return round((now - begin).total_seconds())
