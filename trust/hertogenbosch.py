"""Does our staffing say what a municipality saw? 's-Hertogenbosch in 2019, by formula and by chance.

`python -m trust.hertogenbosch` prints what nine agents make of its calls, in several readings of the same facts. From
its annual report: 163,408 calls, 4:52 of talk, 67 % within 25 s, 7 % gave up. Assumed: a wrap-up of 60 s, patience of
300 s, the shape of a day and a week of a bank (there is no Dutch one). Each day begins empty and goes on until the last
caller is done. Behind each figure stands its standard error; with `--days 20000` it is 0.05.

The first reading is the one that is meant; the others show what each choice does. The trial said 72 %: its days shared
random numbers, so that it played 648 calls a day and not 641 (decision 0056, point 9). So the calls that were played
are printed as well.
"""

import argparse
import heapq
import math
import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rich.console import Console
from rich.table import Table

from meent.process.telefonie.bezetting import Vraag, bezetting
from trust.gemeentedag import GEDULD_SECONDEN, NAWERK_SECONDEN, PRAAT_SECONDEN, UREN

BELLERS, WERKDAGEN, MEDEWERKERS, NORM_SECONDEN = 163_408, 255, 9, 25
OPENT_SECONDEN = 8.5 * 3_600
WEEK = (0.214, 0.1977, 0.1977, 0.1976, 0.193)
"""Share of the week per weekday: Monday and Friday as the bank has them, the others alike."""
GEMELD = (0.67, 0.07)
SPREIDING = {
    "vast": lambda kans: kans.expovariate(1 / PRAAT_SECONDEN) + NAWERK_SECONDEN,
    "toeval": lambda kans: kans.expovariate(1 / (PRAAT_SECONDEN + NAWERK_SECONDEN)),
}


@dataclass(frozen=True)
class Lezing:
    """One reading: how many call a day, over which parts of the day and the week, and how long a call takes.

    delen   (begin in seconds of the day, length, share) of parts in which callers come at an even rate
    """

    naam: str
    per_dag: float = BELLERS / WERKDAGEN
    delen: tuple[tuple[float, float, float], ...] = ()
    week: tuple[float, ...] = WEEK
    duur: Callable[[random.Random], float] = SPREIDING["vast"]


@dataclass(frozen=True)
class Uitslag:
    """Parts of all callers, and callers a day; `fout` is the standard error of `bereikbaar`."""

    bereikbaar: float
    afgehaakt: float
    per_dag: float
    fout: float = 0.0


def per_uur() -> tuple[tuple[float, float, float], ...]:
    """The shares of the clock hours; the first is half an hour."""
    lengten = (1_800.0, *[3_600.0] * (len(UREN) - 1))
    begin = [OPENT_SECONDEN + sum(lengten[:n]) for n in range(len(UREN))]
    return tuple(zip(begin, lengten, UREN, strict=True))


BEDOELD = Lezing("641 a day, per hour", delen=per_uur())
LEZINGEN = (
    BEDOELD,
    replace(BEDOELD, naam="… wrap-up by chance", duur=SPREIDING["toeval"]),
    replace(BEDOELD, naam="… weekdays alike", week=(0.2,) * 5),
    replace(BEDOELD, naam="… hours alike", delen=((OPENT_SECONDEN, 8.5 * 3_600, 1.0),)),
    replace(BEDOELD, naam="… Good Friday off", per_dag=BELLERS / 254),
    replace(BEDOELD, naam="… 648, as the trial", per_dag=648.3),
)


def speel(lezing: Lezing, medewerkers: int, dagen: int, seed: int) -> Uitslag:
    """Days by chance. Who comes first is answered first; who would wait longer than his patience gives up."""
    kans = random.Random(seed)
    per_dag: list[tuple[int, int]] = []
    afgehaakt = 0
    for dag in range(dagen):
        vrij, op_tijd = [0.0] * medewerkers, 0
        bellers = list(_komen(lezing, kans, dag))
        for moment in bellers:
            wacht = max(0.0, vrij[0] - moment)
            if wacht and kans.expovariate(1 / GEDULD_SECONDEN) < wacht:
                afgehaakt += 1
                continue
            heapq.heapreplace(vrij, moment + wacht + lezing.duur(kans))
            op_tijd += wacht <= NORM_SECONDEN
        per_dag.append((op_tijd, len(bellers)))
    alles = sum(aantal for _, aantal in per_dag)
    deel = sum(op_tijd for op_tijd, _ in per_dag) / alles
    afwijking = statistics.stdev(op_tijd - deel * aantal for op_tijd, aantal in per_dag)
    return Uitslag(deel, afgehaakt / alles, alles / dagen, afwijking * math.sqrt(dagen) / alles)


def _komen(lezing: Lezing, kans: random.Random, dag: int) -> Sequence[float]:
    momenten = []
    for begin, lengte, aandeel in lezing.delen:
        per_seconde = lezing.per_dag * 5 * lezing.week[dag % 5] * aandeel / lengte
        moment = begin + kans.expovariate(per_seconde)
        while moment < begin + lengte:
            momenten.append(moment)
            moment += kans.expovariate(per_seconde)
    return momenten


def volgens_formule(lezing: Lezing, medewerkers: int) -> Uitslag:
    """Erlang A for each part of each weekday by itself, weighed by who called then."""
    bellers = op_tijd = afgehaakt = 0.0
    for aandeel_dag in lezing.week:
        for _, lengte, aandeel in lezing.delen:
            hier = lezing.per_dag * 5 * aandeel_dag * aandeel
            vraag = Vraag(hier / lengte * 3_600, PRAAT_SECONDEN + NAWERK_SECONDEN, GEDULD_SECONDEN)
            uit = bezetting(vraag, medewerkers, NORM_SECONDEN)
            bellers += hier
            op_tijd += hier * uit.bereikbaar
            afgehaakt += hier * uit.afgehaakt
    return Uitslag(op_tijd / bellers, afgehaakt / bellers, bellers / len(lezing.week))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=2_000, help="days that are played per reading")
    parser.add_argument("--agents", type=int, default=MEDEWERKERS)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    table = Table("reading", "played", "in 25 s", "±", "gave up", "Erlang A", "gave up")
    table.add_row("reported over 2019", f"{BELLERS / WERKDAGEN:.0f}", f"{GEMELD[0]:.0%}", "", f"{GEMELD[1]:.0%}")
    for lezing in LEZINGEN:
        kans, formule = speel(lezing, given.agents, given.days, given.seed), volgens_formule(lezing, given.agents)
        table.add_row(
            lezing.naam, f"{kans.per_dag:.0f}", f"{kans.bereikbaar:.1%}", f"{kans.fout * 100:.1f}",
            f"{kans.afgehaakt:.1%}", f"{formule.bereikbaar:.1%}", f"{formule.afgehaakt:.1%}",
        )  # fmt: skip
    Console().print(table)


if __name__ == "__main__":
    main()
