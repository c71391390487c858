"""How a generated case goes through time: when it starts, how fast it moves, whether it ends late.

Days are numbers, because turning a date into text for each field would be most of the cost of a case.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from meent.tools.demo.zaaktypen import Zaaktype

DAGEN_TERUG = 730
DAGEN_VOORUIT = 800  # beyond the longest term with its extension
# Number of cases that start on a day of the week, Monday first, as shares.
WEEKRITME = (26, 22, 20, 20, 17, 6, 4)
MINUUT = tuple(f"T{minuut // 60:02d}:{minuut % 60:02d}" for minuut in range(24 * 60))


@dataclass(frozen=True, slots=True)
class Kalender:
    """Days as numbers: 0 is two years ago, DAGEN_TERUG is `vandaag`.

    iso         number -> YYYY-MM-DD
    werkdag     number -> the same or the first later day that is no Saturday or Sunday
    startdagen  numbers in order, each as often as its weekday weighs
    """

    iso: Sequence[str]
    werkdag: Sequence[int]
    startdagen: Sequence[int]

    @classmethod
    def of(cls, vandaag: date) -> "Kalender":
        begin = vandaag - timedelta(days=DAGEN_TERUG)
        days = [begin + timedelta(days=number) for number in range(DAGEN_TERUG + DAGEN_VOORUIT)]
        return cls(
            iso=[day.isoformat() for day in days],
            werkdag=[number + max(0, 7 - day.weekday()) * (day.weekday() > 4) for number, day in enumerate(days)],
            startdagen=[number for number in range(DAGEN_TERUG + 1) for _ in range(WEEKRITME[days[number].weekday()])],
        )


@dataclass(frozen=True, slots=True)
class Verloop:
    """How a case goes. Day numbers of the Kalender; `gezet` is the number of statuses it has had."""

    start: int
    eind: int
    gezet: int
    is_gesloten: bool
    is_verlengd: bool


def draw_verloop(row: Zaaktype, kalender: Kalender, chance: Callable[[], float], start: int) -> Verloop:
    """Most cases end within their term, one in twelve late, and one in seventy stays lying."""
    draw = chance()
    if draw < 1 / 70:
        deel = 8.0
    elif draw < 1 / 12:
        deel = 1.05 + chance()
    else:
        deel = 0.1 + 0.9 * chance()
    gisteren = DAGEN_TERUG - 1
    duur = max(1, int(row.doorlooptijd_dagen * deel))
    stappen = len(row.statussen) - 1
    is_verlengd = row.verlenging_dagen > 0 and chance() < 0.06
    eind = start + duur
    if eind <= gisteren and kalender.werkdag[eind] <= gisteren:
        return Verloop(start, kalender.werkdag[eind], stappen + 1, is_gesloten=True, is_verlengd=is_verlengd)
    gezet = 1 + min(stappen - 1, stappen * (gisteren - start) // duur) if start <= gisteren else 0
    return Verloop(start, eind, gezet, is_gesloten=False, is_verlengd=is_verlengd)


def moments_of(verloop: Verloop, kalender: Kalender, chance: Callable[[], float], index: int) -> list[str]:
    """Instants (UTC) at which the statuses were set: office hours, always later than the one before."""
    if not verloop.gezet:
        return []
    stappen = verloop.gezet - 1 if verloop.is_gesloten else verloop.gezet
    duur = min(verloop.eind, DAGEN_TERUG - 1) - verloop.start
    minuut = 420 + int(chance() * 120)
    seconde = f":{index % 60:02d}Z"
    moments = []
    for stap in range(verloop.gezet):
        dag = verloop.start + duur * stap // stappen
        if stap:
            dag = min(kalender.werkdag[dag], DAGEN_TERUG - 1)
        moments.append(kalender.iso[dag] + MINUUT[minuut] + seconde)
        minuut += 10 + int(chance() * 60)
    return moments
