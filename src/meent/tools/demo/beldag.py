"""A working day on a simulated exchange, in real time: people call, wait, hang up; agents answer, write and pause.

Callers come as in a Poisson process with the rhythm of a day; how long people talk, wait and write is drawn as well. A
call lasts a minute and not five, so that a dozen agents show what forty do on a real day. Who visits the demo as an
agent is one of them: as soon as he is ready somebody calls whose number the register knows.

What it leaves behind: other callers withhold their number, so they are counted and not registered (contact.md, row 5),
and registers grow by what the visitor does alone. The journal is thrown away by `demo_calls.py`: what is older than a
day while it runs, all of it at start and at stop.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from meent.basis.datums import AMSTERDAM
from meent.integration.telefooncentrale.centrale import Bestemming, Toestel
from meent.integration.telefooncentrale.simulator import Simulator
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.desk import Desk, NietMogelijk
from meent.process.telefonie.toestand import InWachtrij

TIK_SECONDEN = 2.0
DRUKTE = (0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.8, 1.15, 1.2, 1.15, 0.95, 1.1, 1.05, 1.0, 0.9, 0.7, 0.6, 0.6, 0.6,
          0.6, 0.6, 0.6)  # fmt: skip
"""Calls in each hour of Amsterdam against the mean of a working day (contact.md 9); at night enough to look at."""
PRAAT_SECONDEN, PRAAT_MAX_SECONDEN, GESPREK_MAX_SECONDEN = 44.0, 240.0, 900.0
GEDULD_SECONDEN = 110.0
NAWERK_SECONDEN, PAUZE_SECONDEN, TUSSEN_PAUZES_SECONDEN, WEER_TERUG_SECONDEN = 14.0, 100.0, 900.0, 25.0
MET_PAUZE_MAX = 0.25
"""Share of the agents that is away at the same time at most."""
PAUZES = ("koffie", "overleg", "lunch")
IN_MENU_OPGEHANGEN, KIEST_NIETS, DOORVERBONDEN, NEEMT_NIET_OP = 0.04, 0.12, 0.05, 0.01
KEUZES = (("1", 0.4), ("2", 0.25), ("3", 0.35))

log = logging.getLogger("meent.demo")


@dataclass(frozen=True)
class Dorp:
    """A municipality as the day plays it.

    nummers    first the one with a menu, then the one that leads to a queue at once
    ploeg      agents that are played
    bezoeker   the agent that nobody plays
    om_de      seconds between two calls, in the mean of a working day
    """

    tenant: int
    nummers: tuple[str, str]
    ploeg: tuple[str, ...]
    bezoeker: str
    om_de: float


class Beldag:
    """Everybody in a day but the visitor.

    sim          whose `later` says when things happen
    desk         to be told what agents do
    bekenden     telephone numbers of people whom the register knows, +E.164; asked for anew until there are any
    """

    def __init__(
        self,
        sim: Simulator,
        desk: Desk,
        dorpen: Sequence[Dorp],
        bekenden: Callable[[int], Awaitable[list[str]]],
        *,
        kans: Random,
    ) -> None:
        self.sim, self.later, self.desk, self.kans = sim, sim.later, desk, kans
        self.dorpen = {dorp.tenant: dorp for dorp in dorpen}
        self._bekenden, self._nummers = bekenden, dict[int, list[str]]()
        self._belt_bezoeker: dict[int, str] = {}
        self.sim.gedrag = self._gaat_over

    async def begin(self) -> None:
        """Agents come in and callers begin to call; it goes on for as long as `later` does what it is asked."""
        for dorp in self.dorpen.values():
            for wie in dorp.ploeg:
                await self.desk.van_medewerker(dorp.tenant, wie, m.MeldtAan())
            self._plan(partial(self._tot_volgende, dorp), partial(self._belt, dorp, ""))
            self._plan(lambda: TIK_SECONDEN, partial(self._tik, dorp))

    def _plan(self, over: Callable[[], float], doe: Callable[[], Awaitable[object]]) -> None:
        """Again and again; what goes wrong is told, and the day goes on."""

        async def keer() -> None:
            try:
                await doe()
            except Exception:  # the database was away, most likely
                log.exception("beldag_hapert")
            finally:
                self._plan(over, doe)

        self.later(over(), keer)

    # --- callers -----------------------------------------------------------------------------------------------------

    def _tot_volgende(self, dorp: Dorp) -> float:
        """Seconds until somebody calls."""
        return self.kans.expovariate(DRUKTE[self.desk.now().astimezone(AMSTERDAM).hour] / dorp.om_de)

    async def _belt(self, dorp: Dorp, van: str) -> str:
        """Somebody calls, and what he will do is asked of `later`."""
        begin = 0 if self.kans.random() < 0.85 or van else 1
        id = await self.sim.call(van, dorp.nummers[begin])
        if begin == 0:
            if self.kans.random() < IN_MENU_OPGEHANGEN and not van:
                self.later(self.kans.uniform(2, 8), lambda: self.sim.leave(id))
            elif self.kans.random() > KIEST_NIETS or van:
                keuze = self.kans.choices([k for k, _ in KEUZES], [deel for _, deel in KEUZES])[0]
                self.later(self.kans.uniform(1, 6), lambda: self.sim.press(id, keuze))
        if not van:
            self.later(15 + self.kans.expovariate(1 / GEDULD_SECONDEN), lambda: self._is_ongeduldig(dorp, id))
        self.later(GESPREK_MAX_SECONDEN, lambda: self.sim.leave(id))  # the visitor closed his browser
        return id

    async def _is_ongeduldig(self, dorp: Dorp, id: str) -> None:
        """Had enough of waiting. Who calls for the visitor waits on."""
        gesprek = self.desk.boeken[dorp.tenant].gesprekken.get(id)
        if gesprek and isinstance(gesprek.toestand, InWachtrij):
            await self.sim.leave(id)

    # --- who is called -----------------------------------------------------------------------------------------------

    def _gaat_over(self, id: str, poging: str, naar: Bestemming) -> None:
        """Agents of the team answer; the visitor does so himself; who is called back at home answers mostly."""
        dorp = self.dorpen.get(naar.tenant)
        if dorp is None or (naar.toestel is Toestel.BROWSER and naar.adres == dorp.bezoeker):
            return
        if self.kans.random() < NEEMT_NIET_OP:
            return
        self.later(self.kans.uniform(1.5, 6), lambda: self._neemt_op(dorp, id, poging, naar))

    async def _neemt_op(self, dorp: Dorp, id: str, poging: str, naar: Bestemming) -> None:
        await self.sim.pick_up(id, poging)
        praat = min(self.kans.lognormvariate(0, 0.6) * PRAAT_SECONDEN, PRAAT_MAX_SECONDEN)
        if naar.toestel is not Toestel.BROWSER:  # the citizen himself, or somebody outside
            self.later(praat, lambda: self.sim.leave(id, poging))
        elif self.kans.random() < DOORVERBONDEN:
            self.later(praat / 2, lambda: self._verbindt_door(dorp, naar.adres))
        else:
            self.later(praat, lambda: self.sim.leave(id))

    async def _verbindt_door(self, dorp: Dorp, wie: str) -> None:
        try:
            await self.desk.verbind_wachtrij(dorp.tenant, wie, "burgerzaken")
        except NietMogelijk:  # the caller had gone
            log.debug("niet_door_te_verbinden")

    # --- agents ------------------------------------------------------------------------------------------------------

    async def _tik(self, dorp: Dorp) -> None:
        """What agents do of themselves, and a call for the visitor who is ready."""
        for wie in dorp.ploeg:
            await self._doet(dorp, wie)
        await self._voor_bezoeker(dorp)

    async def _doet(self, dorp: Dorp, wie: str) -> None:
        medewerker = self.desk.boeken[dorp.tenant].medewerkers.get(wie)
        event: m.Gebeurtenis | None = None
        match medewerker.stand if medewerker else m.Afwezig():
            case m.Nawerk() if self._nu(NAWERK_SECONDEN):
                event = m.IsKlaar()
            case m.Pauze() if self._nu(PAUZE_SECONDEN):
                event = m.IsKlaar()
            case m.Afwezig() if self._nu(WEER_TERUG_SECONDEN):
                event = m.MeldtAan()
            case m.Klaar() if self._nu(TUSSEN_PAUZES_SECONDEN) and self._mag_weg(dorp):
                event = m.NeemtPauze(self.kans.choice(PAUZES))
        if event:
            await self.desk.van_medewerker(dorp.tenant, wie, event)

    def _nu(self, gemiddeld: float) -> bool:
        """Whether it happens in this tick, when it happens once in so many seconds."""
        return self.kans.random() < TIK_SECONDEN / gemiddeld

    def _mag_weg(self, dorp: Dorp) -> bool:
        medewerkers = self.desk.boeken[dorp.tenant].medewerkers
        weg = sum(isinstance(medewerkers[wie].stand, m.Pauze) for wie in dorp.ploeg if wie in medewerkers)
        return weg < len(dorp.ploeg) * MET_PAUZE_MAX

    async def _voor_bezoeker(self, dorp: Dorp) -> None:
        """Ready and nobody calls for him yet: somebody does whom the register knows."""
        boek = self.desk.boeken[dorp.tenant]
        bezoeker = boek.medewerkers.get(dorp.bezoeker)
        if bezoeker is None or not bezoeker.is_vrij(self.desk.now()):
            return
        if self._belt_bezoeker.get(dorp.tenant) in boek.gesprekken:
            return
        van = await self._een_bekende(dorp.tenant)
        id = await self._belt(dorp, van)
        self._belt_bezoeker[dorp.tenant] = id

    async def _een_bekende(self, tenant: int) -> str:
        """A number, or "" while the register is still being filled."""
        if not self._nummers.get(tenant):
            self._nummers[tenant] = await self._bekenden(tenant)
        return self.kans.choice(self._nummers[tenant]) if self._nummers[tenant] else ""
