"""How many agents are needed, and what happens with fewer: Erlang C and Erlang A, by our own formulas.

Erlang C supposes that nobody hangs up; it is the first answer and on the safe side. Erlang A knows patience, and is
what a contact centre sees. Both suppose that calls come by chance at an even rate and that times are exponential: use
them per interval of a day, not for a day. Sources: A.K. Erlang 1917; C. Palm 1946; the density of the virtual waiting
time is that of F. Baccelli and G. Hebuterne, On queues with impatient customers (1981).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

SECONDEN_PER_UUR = 3_600.0
STAPPEN = 2_000
"""Steps of Simpson's rule: with them the answers differ less than 1e-6 from those with ten times as many."""
STAART = 40.0
"""The waiting time is integrated until what is left is smaller than e to the minus this."""
MEDEWERKERS_MAX = 2_000


@dataclass(frozen=True)
class Vraag:
    """What is asked of the agents in one interval.

    afhandel_seconden   talk and wrap-up, on average
    geduld_seconden     how long callers wait before they give up, on average; None for ever
    """

    bellers_per_uur: float
    afhandel_seconden: float
    geduld_seconden: float | None = None

    @property
    def erlang(self) -> float:
        """Agents that would be busy all the time if nobody waited or left."""
        return self.bellers_per_uur * self.afhandel_seconden / SECONDEN_PER_UUR


@dataclass(frozen=True)
class Bezetting:
    """What so many agents make of it; parts are of all callers.

    bereikbaar      answered within the norm
    afgehaakt       gave up
    wacht_seconden  mean time until the answer, or until giving up
    bezet           part of the time that an agent is busy
    """

    bereikbaar: float
    afgehaakt: float
    wacht_seconden: float
    bezet: float


def bezetting(vraag: Vraag, medewerkers: int, norm_seconden: float) -> Bezetting:
    """With patience by Erlang A, without by Erlang C."""
    if medewerkers < 1 or vraag.afhandel_seconden <= 0 or vraag.bellers_per_uur < 0:
        raise ValueError("Er is minstens één medewerker, en een gesprek duurt langer dan niets.")
    if not vraag.bellers_per_uur:
        return Bezetting(1.0, 0.0, 0.0, 0.0)
    if vraag.geduld_seconden is None:
        return _erlang_c(vraag, medewerkers, norm_seconden)
    return _erlang_a(vraag, vraag.geduld_seconden, medewerkers, norm_seconden)


def nodig(vraag: Vraag, norm_seconden: float, norm_aandeel: float) -> int:
    """The fewest agents with whom this part of the callers is answered within the norm.

    Sought from the load on, which is near it: one agent more never makes it worse.
    """

    def is_genoeg(medewerkers: int) -> bool:
        return bezetting(vraag, medewerkers, norm_seconden).bereikbaar >= norm_aandeel

    begin = min(max(1, round(vraag.erlang)), MEDEWERKERS_MAX)
    if is_genoeg(begin):
        return next((n + 1 for n in range(begin - 1, 0, -1) if not is_genoeg(n)), 1)
    for medewerkers in range(begin + 1, MEDEWERKERS_MAX + 1):
        if is_genoeg(medewerkers):
            return medewerkers
    raise ValueError(f"Met {MEDEWERKERS_MAX} medewerkers wordt de norm nog niet gehaald.")


def wachtkans(erlang: float, medewerkers: int) -> float:
    """Chance that a caller must wait, when nobody gives up: Erlang C by way of Erlang B, which never overflows."""
    if medewerkers <= erlang:
        return 1.0
    blokkade = 1.0
    for n in range(1, medewerkers + 1):
        blokkade = erlang * blokkade / (n + erlang * blokkade)
    vrij = 1 - erlang / medewerkers
    return blokkade / (vrij + (1 - vrij) * blokkade)


def _erlang_c(vraag: Vraag, medewerkers: int, norm_seconden: float) -> Bezetting:
    a, h = vraag.erlang, vraag.afhandel_seconden
    if medewerkers <= a:  # the queue grows without end
        return Bezetting(0.0, 0.0, math.inf, 1.0)
    kans = wachtkans(a, medewerkers)
    over = medewerkers - a
    return Bezetting(1 - kans * math.exp(-over * norm_seconden / h), 0.0, kans * h / over, a / medewerkers)


def _erlang_a(vraag: Vraag, geduld: float, medewerkers: int, norm_seconden: float) -> Bezetting:
    """With v(x) = rate of callers who would wait x: exp(lambda*g*(1 - exp(-x/g)) - n*mu*x), per free state n-1.

    Everything is reckoned relative to the chance of exactly n-1 busy agents, so that large centres do not overflow.
    """
    per_seconde = vraag.bellers_per_uur / SECONDEN_PER_UUR
    klaar = medewerkers / vraag.afhandel_seconden

    def exponent(x: float) -> float:
        return per_seconde * geduld * -math.expm1(-x / geduld) - klaar * x

    top = max(0.0, geduld * math.log(per_seconde / klaar)) if per_seconde > klaar else 0.0
    hoogst = exponent(top)
    einde = _einde(exponent, hoogst, top + vraag.afhandel_seconden)
    schaal = math.exp(-hoogst)
    vrij = schaal * _onder(vraag.erlang, medewerkers)

    def dichtheid(x: float) -> float:
        return per_seconde * math.exp(exponent(x) - hoogst)

    wacht = _simpson(dichtheid, 0.0, einde)
    alles = vrij + wacht
    op_tijd = _simpson(lambda x: dichtheid(x) * math.exp(-x / geduld), 0.0, min(norm_seconden, einde))
    afgehaakt = _simpson(lambda x: dichtheid(x) * -math.expm1(-x / geduld), 0.0, einde) / alles
    return Bezetting(
        1 - (wacht - op_tijd) / alles,  # with far too many agents `alles` is infinite, and nobody waits
        afgehaakt,
        afgehaakt * geduld,  # who gives up at rate 1/g while waiting: part that left = mean wait / g
        vraag.erlang * (1 - afgehaakt) / medewerkers,
    )


def _onder(erlang: float, medewerkers: int) -> float:
    """Chance that an agent is free, relative to that of exactly n-1 busy agents."""
    som, term = 0.0, 1.0
    for bezet in range(medewerkers - 1, -1, -1):
        som += term
        term *= bezet / erlang
    return som


def _einde(exponent: Callable[[float], float], hoogst: float, stap: float) -> float:
    """Where nothing is left to add up."""
    x = stap
    while exponent(x) - hoogst > -STAART:
        x *= 1.5
    return x


def _simpson(f: Callable[[float], float], van: float, tot: float) -> float:
    if tot <= van:
        return 0.0
    h = (tot - van) / STAPPEN
    binnen = sum((4 if n % 2 else 2) * f(van + n * h) for n in range(1, STAPPEN))
    return (f(van) + binnen + f(tot)) * h / 3
