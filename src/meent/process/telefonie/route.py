"""Who gets which caller: a pure function of callers, agents, skills and time.

An agent must be ready and not set back, have the skill of the queue at its level, and answer for this municipality.
Whom the caller spoke with not long ago goes first, then the highest level, then who has been idle longest.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from meent.process.telefonie.beleid import Beleid, Inzet, Wachtrij
from meent.process.telefonie.medewerker import Medewerker
from meent.process.telefonie.toestand import Gesprek


class Kandidaat(NamedTuple):
    """An agent, and what he can do."""

    medewerker: Medewerker
    inzet: Inzet


def rang(gesprek: Gesprek, rij: Wachtrij, now: datetime) -> tuple[bool, float, datetime, str]:
    """Where a caller stands: the lowest goes first.

    Who was put back goes before all; then priority, which grows by one with every `veroudering_seconden` of waiting,
    so that nobody waits for ever behind who is more urgent; then who came first.
    """
    sinds = gesprek.wacht_sinds or now
    leeftijd = (now - sinds).total_seconds() / rij.veroudering_seconden
    return (not gesprek.kop, -(gesprek.voorrang + leeftijd), sinds, gesprek.id)


def kan(kandidaat: Kandidaat, rij: Wachtrij, tenant: int) -> bool:
    """Whether an agent may answer this queue of this municipality."""
    wie, inzet = kandidaat
    mandaat = wie.tenant == tenant or tenant in inzet.mandaat
    return mandaat and inzet.vaardigheden.get(rij.vaardigheid, 0) >= rij.niveau


def choose(gesprek: Gesprek, rij: Wachtrij, kandidaten: Iterable[Kandidaat], now: datetime) -> Medewerker | None:
    """The agent for this caller, or None."""
    vrij = [k for k in kandidaten if k.medewerker.is_vrij(now) and kan(k, rij, gesprek.tenant)]
    if not vrij:
        return None

    def volgorde(k: Kandidaat) -> tuple[bool, int, datetime, str]:
        is_bekende = bool(gesprek.voorkeur) and k.medewerker.id == gesprek.voorkeur
        return (not is_bekende, -k.inzet.vaardigheden[rij.vaardigheid], k.medewerker.vrij_sinds, k.medewerker.id)

    return min(vrij, key=volgorde).medewerker


def next_match(
    wachtend: Iterable[Gesprek], kandidaten: Iterable[Kandidaat], beleid_van: Callable[[Gesprek], Beleid], now: datetime
) -> tuple[Gesprek, Medewerker] | None:
    """The first caller for whom there is somebody, and who that is; each caller by the policy that he follows."""
    rijen = [(g, rij) for g in wachtend if (rij := beleid_van(g).wachtrijen.get(g.wachtrij))]
    vrij = [k for k in kandidaten if k.medewerker.is_vrij(now)] if rijen else []
    if not vrij:
        return None
    for gesprek, rij in sorted(rijen, key=lambda paar: rang(paar[0], paar[1], now)):
        if wie := choose(gesprek, rij, vrij, now):
            return gesprek, wie
    return None
