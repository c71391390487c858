"""The last working day of a contact centre, played in seconds, so that a team leader of the demo has a history.

It is the day of `beldag.py` on a clock of its own, with the journal in memory. What is over at closing time is handed
back as rows; what is not is left out. Lines of agents are numbered up to 0, so that those of today come after them.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

import msgspec

from meent.basis.datums import AMSTERDAM
from meent.basis.feestdagen import feestdagen
from meent.integration.telefooncentrale.rijen import GesprekRij, Regel, Stap
from meent.integration.telefooncentrale.simulator import Klok, Simulator
from meent.process.telefonie.beleid import Beleid
from meent.process.telefonie.desk import Desk
from meent.process.telefonie.journaal import InGeheugen
from meent.process.telefonie.toestand import VoorRegister
from meent.tools.demo.beldag import Beldag, Dorp

OPEN, DICHT = time(8, 30), time(17, 0)


@dataclass(frozen=True)
class Werkdag:
    """What a journal would hold of it."""

    gesprekken: list[GesprekRij]
    regels: list[Regel]


class Bewaard(InGeheugen):
    """A journal that hands out what it holds."""

    def __init__(self, tenant: int) -> None:
        super().__init__([tenant])
        self.gesprekken: dict[str, GesprekRij] = {}
        self.alle_regels: list[Regel] = []

    async def leg_vast(self, tenant: int, stap: Stap) -> None:
        await super().leg_vast(tenant, stap)
        self.gesprekken.update((rij.id, rij) for rij in stap.gesprekken)
        self.alle_regels += stap.regels


class Niemand:
    """Registers that nothing is written in: callers of a played day withhold their number."""

    async def schrijf(self, tenant: int, gesprek: str, sleutel: str, opdracht: VoorRegister) -> None:
        pass


def vorige_werkdag(vandaag: date) -> date:
    dag = vandaag - timedelta(days=1)
    while dag.weekday() > 4 or dag in feestdagen(dag.year):
        dag -= timedelta(days=1)
    return dag


async def speel(dorp: Dorp, beleid: Beleid, dag: date, *, kans: Random, dicht: time = DICHT) -> Werkdag:
    """That day from opening to closing time."""
    begin, einde = (datetime.combine(dag, uur, AMSTERDAM) for uur in (OPEN, dicht))
    klok, journaal = Klok(begin), Bewaard(dorp.tenant)
    sim = Simulator(later=klok.later)
    await journaal.nieuw_beleid(dorp.tenant, msgspec.json.encode(beleid), list(beleid.nummers), by="demo", now=begin)
    desk = Desk(journaal, sim, sim, Niemand(), now=klok.now, knoppen=sim)
    sim.melder = desk.meld
    await desk.begin()
    await Beldag(sim, desk, [dorp], _niemand, kans=kans).begin()
    while momenten := [x for x in (klok.next, desk.volgende_wekker) if x is not None and x <= einde]:
        klok.set_to(min(momenten))
        await klok.run_due()
        await desk.tik()
    for wie in dorp.ploeg:
        await sim.lose_browser(dorp.tenant, wie)
    return _af(journaal)


async def _niemand(tenant: int) -> list[str]:
    return []


def _af(journaal: Bewaard) -> Werkdag:
    """What is over, and the lines of agents with their numbers before those of today."""
    klaar = {id: rij for id, rij in journaal.gesprekken.items() if not rij.is_open}
    laatste = Counter(regel.over for regel in journaal.alle_regels)
    return Werkdag(
        [msgspec.structs.replace(rij, was=0) for rij in klaar.values()],
        [
            regel if regel.over in klaar else msgspec.structs.replace(regel, versie=regel.versie - laatste[regel.over])
            for regel in journaal.alle_regels
            if regel.over in klaar or regel.over not in journaal.gesprekken
        ],
    )
