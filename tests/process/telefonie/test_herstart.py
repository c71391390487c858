"""The process is killed at every single thing it does, and started again: nobody is left on the line with nobody.

Each scenario runs once for each thing that the desk asks of its journal or its exchange; there it dies, just before or
just after the thing was done. The exchange lives on, as rtpengine and Kamailio do.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from meent.app import App
from meent.basis.ids import uuid7
from meent.integration.telefooncentrale.journaal import PostgresJournaal
from meent.integration.telefooncentrale.simulator import Simulator
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.desk import NietMogelijk
from meent.process.telefonie.toestand import (
    GeefOver,
    HangOp,
    MaakVerzoek,
    MeldAfloop,
    SchrijfKlantcontact,
    Wissel,
    ZetInWacht,
)
from tests.conftest import Gemeente
from tests.process.telefonie.opzet import BELLER, MAANDAG, NUMMER, Speelveld, aan, buiten


class Gedood(BaseException):
    """The process is gone; nothing in it can catch this."""


class Sterfelijk:
    """Passes on to what it wraps, and dies at the n-th call, before or after it was done."""

    def __init__(self, dood: "Dood", echt: Any) -> None:
        self._dood, self._echt = dood, echt

    def __getattr__(self, naam: str) -> Any:
        echt = getattr(self._echt, naam)

        async def doe(*args: Any, **kwargs: Any) -> Any:
            sterft = self._dood.sterft()
            if sterft and self._dood.ervoor:
                raise Gedood
            antwoord = await echt(*args, **kwargs)
            if sterft:
                raise Gedood
            return antwoord

        return doe


class Dood:
    """When it comes: at the n-th thing."""

    def __init__(self, bij: int, *, ervoor: bool) -> None:
        self.bij, self.ervoor, self.geteld = bij, ervoor, 0

    def sterft(self) -> bool:
        self.geteld += 1
        return self.geteld == self.bij


class Proef(Speelveld):
    """A playing field whose desk can die."""

    dood: Dood

    async def start(self) -> None:
        await super().start()
        if self.dood.geteld < self.dood.bij:
            self.desk.journaal = Sterfelijk(self.dood, self.journaal)
            self.desk.leg = self.desk.media = Sterfelijk(self.dood, self.sim)

    async def doe(self, wat: Callable[[], Awaitable[object]]) -> None:
        """One thing of the scenario; after a death a new process starts. What is no longer possible is left out."""
        try:
            await wat()
        except NietMogelijk:
            return
        except Gedood:
            await self.start()
        self.check()
        self.check_line()

    def check_line(self) -> None:
        """Nobody on the line is unknown to the desk, and nobody who waits hears nothing."""
        for id in self.sim.gesprekken:
            gesprek = self.gesprek(id)
            if not self.sim.is_answered(id) and gesprek is None:
                continue  # rings still, and its INVITE will be repeated
            assert gesprek is not None, f"{id} is op de lijn en niemand weet het"
            if type(gesprek.toestand).__name__ in ("InWachtrij", "InMenu", "HoortMelding") and gesprek.lijn:
                assert self.sim.hears(id, gesprek.lijn), f"{id} hoort stilte in {gesprek.toestand}"

    async def ringing(self, id: str) -> None:
        for poging in self.sim.ringing(id):
            await self.sim.pick_up(id, poging)

    async def afloop(self) -> None:
        """Everybody who still waits is helped, and hangs up."""
        for _ in range(12):
            for wie in ("ann", "bob"):
                await self.doe(lambda wie=wie: self.zegt(wie, m.MeldtAan()))
            for id in list(self.sim.gesprekken):
                await self.doe(lambda id=id: self.ringing(id))
                await self.doe(lambda id=id: self.ringing(id))
            for id in list(self.sim.gesprekken):
                gesprek = self.gesprek(id)
                if gesprek and type(gesprek.toestand).__name__ in ("InGesprek", "Ruggespraak"):
                    await self.doe(lambda id=id, lijn=gesprek.lijn: self.sim.leave(id, lijn))
            await self.doe(lambda: self.verstrijk(1_900))


async def gewoon(v: Proef) -> None:
    """Menu, queue, an agent, hold, hang up."""
    v.id = await gebeld(v)
    await v.doe(lambda: v.sim.press(v.id, "1"))
    await v.doe(lambda: v.verstrijk(61))
    await v.doe(lambda: v.zegt("ann", m.MeldtAan()))
    await v.doe(lambda: v.ringing(v.id))
    await v.doe(lambda: v.desk.doet(v.tenant, "ann", ZetInWacht(True)))
    await v.doe(lambda: v.desk.doet(v.tenant, "ann", ZetInWacht(False)))
    await v.doe(lambda: v.desk.doet(v.tenant, "ann", HangOp()))
    await v.doe(lambda: v.verstrijk(61))


async def niemand_neemt_op(v: Proef) -> None:
    """No answer, another agent, a browser that is lost, and the caller hangs up himself."""
    await v.doe(lambda: v.zegt("ann", m.MeldtAan()))
    v.id = await gebeld(v)
    await v.doe(lambda: v.sim.press(v.id, "1"))
    await v.doe(lambda: v.verstrijk(5))
    await v.doe(lambda: v.zegt("bob", m.MeldtAan()))
    await v.doe(lambda: v.ringing(v.id))
    await v.doe(lambda: v.sim.lose_browser(v.tenant, "bob"))
    await v.doe(lambda: v.sim.leave(v.id))


async def warm(v: Proef) -> None:
    """A consultation, back and forth, handed over, and passed on blindly outside."""
    await v.doe(lambda: v.zegt("ann", m.MeldtAan()))
    v.id = await gebeld(v)
    await v.doe(lambda: v.sim.press(v.id, "1"))
    await v.doe(lambda: v.ringing(v.id))
    await v.doe(lambda: v.zegt("bob", m.MeldtAan()))
    await v.doe(lambda: v.desk.verbind(v.tenant, "ann", aan("bob"), overleg=True))
    await v.doe(lambda: v.ringing(v.id))
    await v.doe(lambda: v.desk.doet(v.tenant, "ann", Wissel()))
    await v.doe(lambda: v.desk.doet(v.tenant, "ann", GeefOver()))
    await v.doe(lambda: v.desk.verbind(v.tenant, "bob", buiten(), overleg=False))
    await v.doe(lambda: v.ringing(v.id))
    await v.doe(lambda: v.sim.leave(v.id))


async def terugbellen(v: Proef) -> None:
    """Asks to be called back, is not there, is called again, and talks."""
    v.id = await gebeld(v)
    await v.doe(lambda: v.sim.press(v.id, "1"))
    await v.doe(lambda: v.sim.press(v.id, "5"))
    await v.doe(lambda: v.verstrijk(3))
    await v.doe(lambda: v.zegt("ann", m.MeldtAan()))
    await v.doe(lambda: v.ringing(v.id))
    await v.doe(lambda: v.verstrijk(36))
    await v.doe(lambda: v.verstrijk(1_801))
    await v.doe(lambda: v.ringing(v.id))
    await v.doe(lambda: v.ringing(v.id))


async def gebeld(v: Proef) -> str:
    """A call comes in; if the process dies of it, the caller is still on the line or was told."""
    voor = v.sim.gesprekken
    await v.doe(lambda: v.sim.call(BELLER, NUMMER))
    return next(iter(v.sim.gesprekken - voor), "weg")


SCENARIOS = (gewoon, niemand_neemt_op, warm, terugbellen)


async def played(scenario: Callable[[Proef], Awaitable[None]], v: Proef, dood: Dood) -> None:
    """One scenario with one death in it, and what must be so afterwards."""
    v.dood = Dood(0, ervoor=True)
    await v.begin()
    for wie in ("ann", "bob"):
        await v.zegt(wie, m.MeldtAf())
    v.dood = dood
    await v.start()
    await scenario(v)
    dood.bij = 0  # it has died, or never will
    if dood.geteld:
        await v.start()
    await v.afloop()
    boek = v.desk.boeken[v.tenant]
    assert boek.gesprekken == {}, "een gesprek dat nooit eindigt"
    assert v.sim.gesprekken == frozenset(), "iemand hangt nog aan de lijn"
    assert all(not wie.gesprek for wie in boek.medewerkers.values())
    gevraagd = {gesprek for gesprek, x in v.registers.geschreven.values() if isinstance(x, MaakVerzoek)}
    afgerond = {gesprek for gesprek, x in v.registers.geschreven.values() if isinstance(x, MeldAfloop)}
    assert afgerond <= gevraagd
    assert (await v.journaal.open(v.tenant)).opdrachten == []


@pytest.mark.requirement("contact-48")
@pytest.mark.parametrize("ervoor", [True, False], ids=["ervoor", "erna"])
@pytest.mark.parametrize("scenario", SCENARIOS, ids=[s.__name__ for s in SCENARIOS])
async def test_a_kill_at_every_thing_it_does(scenario, ervoor):
    """Wherever it dies: every caller is helped, told or called back, and no agent stays busy with nobody."""
    keren = 0
    while True:
        dood = Dood(keren + 1, ervoor=ervoor)
        v = Proef()
        await played(scenario, v, dood)
        if dood.geteld <= keren:
            break
        keren += 1
    assert keren >= 20


@pytest.mark.requirement("contact-48")
@pytest.mark.parametrize("ervoor", [True, False], ids=["ervoor", "erna"])
async def test_a_kill_at_every_thing_it_does_on_the_real_journal(app: App, gemeente: Gemeente, ervoor: bool):
    """The same with rows in PostgreSQL, for the call-back, which has the most to lose."""
    keren = 0
    while True:
        dood = Dood(keren + 1, ervoor=ervoor)
        v = Proef(PostgresJournaal(app.pool), tenant=gemeente.id)
        v.journaal.gemeenten = lambda: een(gemeente.id)
        await played(terugbellen, v, dood)
        await gemeente.rows("delete from telefoonnummer")  # the next test has a municipality of its own
        if dood.geteld <= keren:
            break
        keren += 4
    assert keren >= 20


async def een(tenant: int) -> list[int]:
    return [tenant]


@pytest.mark.requirement("contact-48")
async def test_when_the_exchange_is_gone_as_well_who_waited_is_called_back():
    """A machine that falls over takes every line with it; the municipality must still know who had called."""
    v = await Speelveld().begin(klaar=["ann"])
    pratend = await v.in_rij("+31600000001")
    await v.neemt_op(pratend)
    wachtend = await v.in_rij("+31600000002")
    anoniem = await v.in_rij("")
    kiezend = await v.sim.call("+31600000004", NUMMER)
    later = str(uuid7())
    await v.desk.bel_terug(1, later, nummer=BELLER, namens=NUMMER, wachtrij="paspoort")
    await v.verstrijk(1)
    v.sim = Simulator(later=v.klok.later)
    await v.start()
    assert set(v.desk.boeken[1].gesprekken) == {later}
    await v.verstrijk(1)
    gevraagd = {gesprek: x.aanleiding for gesprek, x in v.registers.geschreven.values() if isinstance(x, MaakVerzoek)}
    assert gevraagd == {later: "verzoek", wachtend: "verbroken tijdens het wachten"}
    assert {anoniem, kiezend}.isdisjoint(gevraagd)
    v.check()


@pytest.mark.requirement("contact-48", "contact-22")
async def test_a_browser_that_does_not_come_back_after_a_restart_is_lost():
    """Its audio goes on without us; but an agent whose screen is dead cannot help anybody."""
    v = await Speelveld().begin(klaar=["ann"])
    id = await v.in_rij()
    await v.neemt_op(id)
    await v.start()
    assert (v.toestand(id), v.stand("ann")) == ("InGesprek", "Bezet")
    await v.verstrijk(9)
    await v.sim.browser_back(1, "ann")
    await v.verstrijk(60)
    assert (v.toestand(id), v.sim.hears(id)) == ("InGesprek", ("partij 1",))
    await v.start()
    await v.verstrijk(10)
    await v.desk.tik()
    assert (v.toestand(id), v.stand("ann"), v.sim.hears(id)) == ("InWachtrij", "Afwezig", ("1/muziek.nl.1",))
    v.check()


async def test_timers_that_went_by_while_nobody_looked_go_off_at_the_start():
    """Who was promised a call at eleven is called at twelve, when the machine is back, and not never."""
    v = await Speelveld().begin()
    id, elf = str(uuid7()), MAANDAG + timedelta(hours=1)
    await v.desk.bel_terug(1, id, nummer=BELLER, namens=NUMMER, wachtrij="kcc", op=elf)
    v.klok.set_to(elf + timedelta(hours=1))
    await v.start()
    assert v.toestand(id) == "InWachtrij"
    assert v.gesprek(id).wacht_sinds == elf


async def test_a_register_that_does_not_answer_does_not_hold_up_the_start(monkeypatch):
    """Nobody can call while a server starts; what the registers must still be told, or kept, is for beside serving."""
    v = await Speelveld().begin(klaar=["ann"])
    id = await v.in_rij()
    await v.neemt_op(id)
    await v.sim.leave(id)

    async def nooit(*args: Any) -> None:
        await asyncio.Event().wait()

    with monkeypatch.context() as zwijgt:
        zwijgt.setattr(v.registers, "schrijf", nooit)
        async with asyncio.timeout(5):
            await v.neem_over()
    await v.verstrijk(1)
    assert len(v.registers.of(SchrijfKlantcontact)) == 1
