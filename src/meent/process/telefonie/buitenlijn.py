"""Calls over our lines to numbers outside: what they cost, and which we do not make. Values and pure functions.

A telephone exchange that calls whatever it is told is robbed in one night. So a municipality has an amount per day,
and does not call abroad or paid numbers unless it says so. Source: contact-49, decision 0080.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from meent.basis.geld import Eurocent
from meent.process.telefonie.beleid import Buitenbellen
from meent.process.telefonie.luisterwaarden import Waarde

VOORSCHOT_MINUTEN = 5
"""A call that rings or goes on counts as at least this long, or a hundred at once would all fit in the last cent."""
GEWEIGERD_MEEST = 20
"""So many refusals are kept with a conversation; all of them stand in its journal."""
BETAALD = ("+31900", "+31906", "+31909")
GRATIS = ("+31800",)
MOBIEL = ("+316", "+3197")
NEDERLAND = "+31"


class Waarom(StrEnum):
    """Why a number outside is not called."""

    DAGBEDRAG = "dagbedrag"
    BUITENLAND = "buitenland"
    BETAALD = "betaald"


class NietGebeld(ValueError):
    """Dit nummer wordt niet gebeld."""

    def __init__(self, waarom: Waarom) -> None:
        super().__init__(self.__doc__)
        self.waarom = waarom


class Buiten(Waarde, frozen=True):
    """One party outside that we called and that answered; `tot` None while it goes on."""

    partij: str
    nummer: str
    sinds: datetime
    tot: datetime | None = None


class Geweigerd(Waarde, frozen=True):
    """A number outside that was not called; `door` is the agent who asked, "" for a menu, a queue or a call-back."""

    nummer: str
    door: str
    waarom: Waarom
    op: datetime


def zonder_nul(nummer: str) -> str:
    """As a line dials it: "+31 0900" is 0900, whoever wrote it, and whoever called with it and is called back."""
    return NEDERLAND + nummer.removeprefix(NEDERLAND).lstrip("0") if nummer.startswith(NEDERLAND) else nummer


def tarief(nummer: str, regels: Buitenbellen) -> Eurocent:
    """Of one minute."""
    nummer = zonder_nul(nummer)
    if not nummer.startswith(NEDERLAND):
        return Eurocent(regels.buitenland_eurocent_per_minuut)
    if nummer.startswith(GRATIS):
        return Eurocent(0)
    is_mobiel = nummer.startswith(MOBIEL)
    return Eurocent(regels.mobiel_eurocent_per_minuut if is_mobiel else regels.vast_eurocent_per_minuut)


def kosten(alle: Iterable[Buiten], regels: Buitenbellen, now: datetime) -> Eurocent:
    """What these cost until now, by the rates of now; a minute that was begun counts whole."""
    return Eurocent(sum(tarief(een.nummer, regels) * _minuten(een, now) for een in alle))


def _minuten(een: Buiten, now: datetime) -> int:
    seconden = ((een.tot or now) - een.sinds).total_seconds()
    begonnen = max(1, -int(-seconden // 60))
    return begonnen if een.tot else max(begonnen, VOORSCHOT_MINUTEN)


def waarom_niet(nummer: str, besteed: Eurocent, regels: Buitenbellen) -> Waarom | None:
    """Why this number is not called when so much was spent today; None when it may be."""
    if zonder_nul(nummer).startswith(BETAALD):
        return Waarom.BETAALD
    if not nummer.startswith(NEDERLAND) and not regels.buitenland:
        return Waarom.BUITENLAND
    kost = tarief(nummer, regels) * VOORSCHOT_MINUTEN
    return Waarom.DAGBEDRAG if kost and besteed + kost > regels.dagbedrag_euro * 100 else None
