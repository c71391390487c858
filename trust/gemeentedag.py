"""One municipality on one Monday, for `trust.maandag`: people, what befalls them, and what may never be."""

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from meent.integration.telefooncentrale.centrale import BELLER, Bestemming, CentraleFout, SocketTerug, Toestel
from meent.integration.telefooncentrale.rijen import Stap
from meent.integration.telefooncentrale.simulator import Klok, Simulator
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.beleid import (
    Beleid,
    Doel,
    Geluid,
    Inzet,
    Menu,
    Nummer,
    Openingstijden,
    Overloop,
    Terugbellen,
    Tijdvak,
    Wachtrij,
)
from meent.process.telefonie.desk import Desk, NietMogelijk
from meent.process.telefonie.journaal import InGeheugen
from meent.process.telefonie.toestand import (
    Aan,
    BeltBurger,
    GaatOver,
    GeefOver,
    Gesprek,
    HangOp,
    InGesprek,
    InWachtrij,
    MaakVerzoek,
    MeldAfloop,
    NeemTerug,
    Reden,
    Ruggespraak,
    SchrijfKlantcontact,
    ZetInWacht,
)

NUMMER = "+31701234567"
OPENT = datetime(2026, 11, 30, 7, 30, tzinfo=UTC)  # 08:30 in Amsterdam, a Monday
UREN = (0.043, 0.128, 0.135, 0.130, 0.123, 0.118, 0.115, 0.110, 0.098)
"""Share of the day per hour (design of the contact centre, section 9: the shape of a bank, not of a town hall)."""
PRAAT_SECONDEN, GEDULD_SECONDEN, NAWERK_SECONDEN = 292.0, 300.0, 60
OPRUIMEN_SECONDEN = 20.0
"""Every so often sound that nobody knows of is ended, as the running contact centre does."""
BEKIJK_ELKE = 50
"""Everything is looked at after so many events; after every one would cost more than the playing."""
GELUIDEN = (
    "welkom", "muziek", "gesloten", "terugbel-aanbod", "terugbel-bevestiging", "u-bent-nummer",
    *(f"getal-{n}" for n in range(1, 21)),
)  # fmt: skip


class Onwaar(BaseException):
    """Something that may never be so was so; who tries everything again, as the desk does, may not keep it quiet."""


@dataclass
class Kansen:
    """How often something happens: of calls, of offers, of conversations, or per command."""

    kiest_niet: float = 0.08
    anoniem: float = 0.05
    paspoort: float = 0.3
    wil_terugbellen: float = 0.04
    neemt_niet_op: float = 0.02
    weigert: float = 0.01
    burger_niet_thuis: float = 0.3
    in_wacht: float = 0.1
    verbindt: float = 0.05
    overlegt: float = 0.05
    browser_weg: float = 0.002
    centrale_weigert: float = 0.0005
    gedood: float = 0.0005
    toetst_maar_door: float = 0.002


@dataclass
class Rampen:
    """What befalls a municipality once or more on its day: how often, on average.

    stil            the media server does not answer for some seconds to a minute; signalling goes on
    weg             machine, exchange and process are gone with all lines, and come back empty
    browsers        all browsers are lost within a few seconds, as when the network of the town hall fails
    vloed           a third of the callers of the day comes within ten minutes; of a large municipality two per agent
                    and twenty, for every step costs as much as there are people waiting
    """

    stil: float = 2.0
    weg: float = 0.5
    browsers: float = 1.0
    vloed: float = 0.3


@dataclass
class Uitslag:
    """What one municipality's day came to."""

    gemeente: int
    gebeld: int = 0
    events: int = 0
    fouten: int = 0
    herstarts: int = 0
    rampen: dict[str, int] = field(default_factory=dict)
    geweigerd: int = 0
    seconden: float = 0.0
    redenen: dict[str, int] = field(default_factory=dict)
    verzoeken: int = 0
    binnen_norm: int = 0
    wacht_seconden_max: float = 0.0


class Geteld(InGeheugen):
    """A journal that counts what happened, and forgets what is over."""

    def __init__(self) -> None:
        super().__init__([1], bewaar=False)
        self.events = 0
        self.afgelopen: list[Gesprek] = []

    async def leg_vast(self, tenant: int, stap: Stap) -> None:
        await super().leg_vast(tenant, stap)
        self.events += len(stap.regels)
        for rij in stap.gesprekken:
            if not rij.is_open:
                self.afgelopen.append(msgspec.json.decode(rij.inhoud, type=Gesprek))


class Wankel(Simulator):
    """An exchange that now and then refuses what is asked of it, is silent for a while, or is gone with all it had.

    weiger      whether it refuses this once
    stil_tot    until when its media server says nothing
    in_stilte   conversations that asked something of it then: they may hear nothing
    """

    weiger: Callable[[], bool]
    now: Callable[[], datetime]
    stil_tot: datetime = OPENT - timedelta(days=1)
    geweigerd = 0

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.in_stilte: set[str] = set()

    async def dial(self, gesprek: str, poging: str, to: Bestemming, sdp: str, ring_seconden: int) -> None:
        if self.weiger():
            self._weigert(gesprek)
        await super().dial(gesprek, poging, to, sdp, ring_seconden)

    async def connect(self, gesprek: str, poging: str, answer: str) -> None:
        self._misschien(gesprek)
        await super().connect(gesprek, poging, answer)

    async def greet(self, gesprek: str, offer: str) -> str:
        self._misschien(gesprek)
        return await super().greet(gesprek, offer)

    async def play(self, gesprek: str, geluiden: Sequence[str], *, repeat: int = 1, aan: str = BELLER) -> None:
        self._zwijgt(gesprek)
        await super().play(gesprek, geluiden, repeat=repeat, aan=aan)

    async def offer(self, gesprek: str, poging: str, toestel: Toestel, *, naar: str = BELLER) -> str:
        self._zwijgt(gesprek)
        return await super().offer(gesprek, poging, toestel, naar=naar)

    async def call_first(self, gesprek: str, poging: str, toestel: Toestel) -> str:
        self._zwijgt(gesprek)
        return await super().call_first(gesprek, poging, toestel)

    async def hold(self, gesprek: str, partij: str, geluid: str) -> None:
        self._zwijgt(gesprek)
        await super().hold(gesprek, partij, geluid)

    async def join(self, gesprek: str, partij: str, andere: str) -> None:
        self._zwijgt(gesprek)
        await super().join(gesprek, partij, andere)

    async def release(self, gesprek: str) -> None:
        self._zwijgt(gesprek)
        await super().release(gesprek)

    def is_wees(self, gesprek: str) -> bool:
        """Sound that could not be ended while the media server was silent: nobody is on the line any more."""
        return gesprek in self.in_stilte and not self._gesprekken[gesprek].partijen

    def verdwijn(self) -> None:
        """All lines are broken, and nobody is left who could tell of it."""
        self._gesprekken.clear()

    def _misschien(self, gesprek: str) -> None:
        self._zwijgt(gesprek)
        if self.weiger():
            self._weigert(gesprek)

    def _zwijgt(self, gesprek: str) -> None:
        if self.now() < self.stil_tot:
            self.in_stilte.add(gesprek)
            self._weigert(gesprek)

    def _weigert(self, gesprek: str) -> None:
        self.geweigerd += 1
        raise CentraleFout("De centrale weigert, zoals de proef het wil.")


class Gedood(BaseException):
    """The process is gone."""


class Maandag:
    """One municipality on one Monday."""

    def __init__(
        self, gemeente: int, bellers: int, kansen: Kansen, rampen: Rampen | None = None, seed: int = 1
    ) -> None:
        self.kans = random.Random(f"maandag {seed} {gemeente}")
        self.kansen, self.bellers, self.rampen = kansen, bellers, rampen or Rampen()
        self.klok = Klok(OPENT - timedelta(minutes=1))
        self.sim = Wankel(later=self.klok.later, gedrag=self._er_wordt_gebeld, new_id=self._id)
        self.sim.weiger, self.sim.now = lambda: self._gooi("centrale_weigert"), self.klok.now
        self.journaal = Geteld()
        self.uitslag = Uitslag(gemeente)
        self.schrift: dict[str, list[Any]] = {}
        self.kwam: dict[str, datetime] = {}
        self.beantwoord: dict[str, datetime] = {}
        load = bellers * max(UREN) * (PRAAT_SECONDEN + NAWERK_SECONDEN) / 3_600
        self.namen = [f"m{n:03}" for n in range(max(2, round(load * 1.05)))]
        self.desk: Desk

    # --- playing -----------------------------------------------------------------------------------------------------

    async def play(self) -> Uitslag:
        """The whole day, and on until everybody who asked was called back."""
        begon = time.process_time()
        inhoud = msgspec.json.encode(self._beleid())
        await self.journaal.nieuw_beleid(1, inhoud, [NUMMER], by="maandag", now=self.klok.now())
        await self._start()
        for wie in self.namen:
            self._over(self.kans.uniform(0, 60), lambda wie=wie: self._meldt_aan(wie))
        self._plan_bellers()
        self._plan_rampen()
        self._over(OPRUIMEN_SECONDEN, self._ruim_op)
        await self._run()
        self._check_einde()
        self.uitslag.geweigerd = self.sim.geweigerd
        self.uitslag.events, self.uitslag.seconden = self.journaal.events, round(time.process_time() - begon, 2)
        return self.uitslag

    def _plan_bellers(self) -> None:
        """Over the day; in a flood many of them within ten minutes."""
        vloed = min(self.bellers // 3, 20 + 2 * len(self.namen)) if self.kans.random() < self.rampen.vloed else 0
        begin = self._moment()
        for n in range(self.bellers):
            self._over(begin + self.kans.uniform(0, 600) if n < vloed else self._moment(), self._belt)
        if vloed:
            self._telt("vloed")

    def _plan_rampen(self) -> None:
        for naam, doe in (("stil", self._is_stil), ("weg", self._is_weg), ("browsers", self._browsers_weg)):
            gemiddeld = getattr(self.rampen, naam)
            keren = int(gemiddeld) + (self.kans.random() < gemiddeld % 1)
            for _ in range(keren):
                self._over(self._moment(), doe)

    def _telt(self, ramp: str) -> None:
        self.uitslag.rampen[ramp] = self.uitslag.rampen.get(ramp, 0) + 1

    async def _is_stil(self) -> None:
        self._telt("stil")
        self.sim.stil_tot = self.klok.now() + timedelta(seconds=self.kans.uniform(2, 60))

    async def _is_weg(self) -> None:
        """Nothing is left but the journal."""
        self._telt("weg")
        self.sim.verdwijn()
        raise Gedood

    async def _browsers_weg(self) -> None:
        self._telt("browsers")
        for wie in self.namen:
            self._over(self.kans.uniform(0, 5), lambda wie=wie: self.sim.lose_browser(1, wie))
            self._over(self.kans.uniform(15, 90), lambda wie=wie: self._meldt_aan(wie, weer=False))

    async def _ruim_op(self) -> None:
        """The reaper, as long as there is anything."""
        with suppress(CentraleFout):  # it is silent: the next time
            await self.desk.ruim_op()
        if self.klok.now() < OPENT + timedelta(hours=9) or self.sim.gesprekken or self.desk.boeken[1].gesprekken:
            self._over(OPRUIMEN_SECONDEN, self._ruim_op)

    async def _start(self) -> None:
        self.desk = Desk(self.journaal, self.sim, self.sim, self, now=self.klok.now)
        self.sim.melder = self._meld
        await self.desk.begin()
        for wie in self.namen:  # their browsers come back
            if self.kans.random() > 0.05:
                await self.desk.meld(SocketTerug(1, wie))

    async def _run(self) -> None:
        gezien = 0
        while True:
            momenten = [x for x in (self.klok.next, self.desk.volgende_wekker) if x is not None]
            if not momenten:
                return
            self.klok.set_to(min(momenten))
            if self.klok.now() > OPENT + timedelta(days=1):
                raise Onwaar(f"een dag later nog niet klaar: {list(self.desk.boeken[1].gesprekken.values())}")
            await self._or_die(self.klok.run_due)
            await self._or_die(self.desk.tik)
            if self.journaal.events - gezien >= BEKIJK_ELKE:
                gezien = self.journaal.events
                self._check()

    async def _or_die(self, wat: Callable[[], Any]) -> None:
        """Do it; a process that is killed in it is started again."""
        try:
            await wat()
        except Gedood:
            self.uitslag.herstarts += 1
            await self._start()

    async def _meld(self, melding: Any) -> None:
        """The exchange reports; now and then the process dies of it, before or after."""
        sterft = self._gooi("gedood")
        if sterft and self.kans.random() < 0.5:
            raise Gedood
        await self.desk.meld(melding)
        if sterft:
            raise Gedood

    async def schrijf(self, tenant: int, gesprek: str, sleutel: str, opdracht: Any) -> None:
        """The registers: they take everything, once."""
        if isinstance(opdracht, SchrijfKlantcontact) and not opdracht.terugbel:
            self._check_wacht(gesprek, opdracht)
        self.schrift.setdefault(gesprek, []).append(opdracht)

    # --- people ------------------------------------------------------------------------------------------------------

    async def _belt(self) -> None:
        van = "" if self._gooi("anoniem") else f"+316{self.kans.randrange(10**7, 10**8)}"
        self.uitslag.gebeld += 1
        begin = self.klok.now()
        id = str(UUID(int=self.kans.getrandbits(128)))
        self._volgende = id
        self.kwam[id] = begin
        if not self._gooi("kiest_niet"):
            self._over(self.kans.uniform(1, 6), lambda: self.sim.press(id, "2" if self._gooi("paspoort") else "1"))
        if self._gooi("wil_terugbellen"):
            self._over(self.kans.uniform(15, 60), lambda: self.sim.press(id, "5"))
        self._over(self.kans.uniform(8, 20), lambda: self.sim.press(id, "1"))  # to an offer, should it come
        if self._gooi("toetst_maar_door"):
            for _ in range(60):
                self._over(self.kans.uniform(0, 90), lambda: self.sim.press(id, self.kans.choice("0123456789*#")))
        self._over(5 + self.kans.expovariate(1 / GEDULD_SECONDEN), lambda: self._geeft_op(id))
        await self.sim.call(van, NUMMER)

    def _id(self) -> UUID:
        return UUID(self._volgende)

    async def _geeft_op(self, id: str) -> None:
        gesprek = self.desk.boeken[1].gesprekken.get(id)
        if gesprek is None or not isinstance(gesprek.toestand, InGesprek | Ruggespraak):
            await self.sim.leave(id)
        else:
            self._over(GEDULD_SECONDEN, lambda: self._geeft_op(id))

    def _er_wordt_gebeld(self, id: str, poging: str, to: Bestemming) -> None:
        """Somebody's telephone rings."""
        if to.toestel is Toestel.LIJN:
            if not self._gooi("burger_niet_thuis"):
                self._over(self.kans.uniform(2, 15), lambda: self.sim.pick_up(id, poging))
        elif self._gooi("weigert"):
            self._over(self.kans.uniform(1, 3), lambda: self.sim.refuse(id, poging))
        elif not self._gooi("neemt_niet_op"):
            self._over(self.kans.uniform(0.5, 4), lambda: self._neemt_op(id, poging, to.adres))

    async def _neemt_op(self, id: str, poging: str, wie: str) -> None:
        self.beantwoord.setdefault(id, self.klok.now())
        duur = self.kans.expovariate(1 / PRAAT_SECONDEN) + 2
        self._over(duur, lambda: self._klaar(id, wie))
        for wat, doe in (("in_wacht", self._in_wacht), ("verbindt", self._verbindt), ("overlegt", self._overlegt)):
            if self._gooi(wat):
                self._over(duur * self.kans.random(), lambda doe=doe: doe(wie))
        if self._gooi("browser_weg"):
            self._over(duur * self.kans.random(), lambda: self.sim.lose_browser(1, wie))
            self._over(duur + 60, lambda: self._meldt_aan(wie))
        await self.sim.pick_up(id, poging)

    async def _klaar(self, id: str, wie: str) -> None:
        """The conversation is over, if he still has it: one of the two hangs up."""
        gesprek = self.desk.boeken[1].gesprekken.get(id)
        if gesprek and isinstance(gesprek.toestand, InGesprek) and gesprek.toestand.aan.medewerker == wie:
            if self.kans.random() < 0.7:
                await self.sim.leave(id, gesprek.lijn)
            else:
                await self._agent(wie, HangOp())
        elif gesprek and isinstance(gesprek.toestand, Ruggespraak | GaatOver | BeltBurger):
            self._over(30, lambda: self._klaar(id, wie))

    async def _in_wacht(self, wie: str) -> None:
        await self._agent(wie, ZetInWacht(True))
        self._over(10, lambda: self._agent(wie, ZetInWacht(False)))

    async def _verbindt(self, wie: str) -> None:
        await self._naar_collega(wie, overleg=False)

    async def _overlegt(self, wie: str) -> None:
        await self._naar_collega(wie, overleg=True)
        wat = GeefOver() if self.kans.random() < 0.6 else NeemTerug()
        self._over(self.kans.uniform(10, 40), lambda: self._agent(wie, wat))
        self._over(45, lambda: self._agent(wie, NeemTerug()))

    async def _naar_collega(self, wie: str, *, overleg: bool) -> None:
        boek = self.desk.boeken[1]
        ander = self.kans.choice(self.namen)
        naar = Aan(boek.beleid.bestemming(ander, 1, ""), ander)
        try:
            await self.desk.verbind(1, wie, naar, overleg=overleg)
        except NietMogelijk:
            return

    async def _agent(self, wie: str, event: Any) -> None:
        try:
            await self.desk.doet(1, wie, event)
        except NietMogelijk:
            return

    async def _meldt_aan(self, wie: str, *, weer: bool = True) -> None:
        """He is there, and comes back from whatever took him away as long as there is work."""
        boek = self.desk.boeken[1]
        staat = boek.medewerkers.get(wie)
        if staat is None or isinstance(staat.stand, m.Afwezig):
            await self.desk.van_medewerker(1, wie, m.MeldtAan())
        if weer and (self.klok.now() < OPENT + timedelta(hours=9) or boek.gesprekken):
            self._over(120, lambda: self._meldt_aan(wie))

    # --- what may never be -------------------------------------------------------------------------------------------

    def _check(self) -> None:
        boek = self.desk.boeken[1]
        heeft: dict[str, str] = {}
        for gesprek in boek.gesprekken.values():
            for naam in ("aan", "met"):
                wie = getattr(getattr(gesprek.toestand, naam, None), "medewerker", "")
                if wie and wie in heeft:
                    raise Onwaar(f"{wie} heeft twee gesprekken: {heeft[wie]} en {gesprek.id}")
                if wie:
                    heeft[wie] = gesprek.id
            if gesprek.lijn and not self.sim.is_there(gesprek.id, gesprek.lijn):
                raise Onwaar(f"{gesprek.id} is in {gesprek.toestand} en er is niemand aan de lijn")
            if (
                gesprek.lijn
                and isinstance(gesprek.toestand, InWachtrij)
                and gesprek.id not in self.sim.in_stilte
                and not self.sim.hears(gesprek.id, gesprek.lijn)
            ):
                raise Onwaar(f"{gesprek.id} wacht in stilte")
        bezet = {wie.id: wie.gesprek for wie in boek.medewerkers.values() if wie.gesprek}
        if bezet != heeft:
            raise Onwaar(f"bezet {bezet}, maar gesprekken hebben {heeft}")
        for id in self.sim.gesprekken:
            if self.sim.is_answered(id) and id not in boek.gesprekken and not self.sim.is_wees(id):
                raise Onwaar(f"{id} is aan de lijn en heeft geen toestand")

    def _check_wacht(self, id: str, contact: SchrijfKlantcontact) -> None:
        """From the first moment of waiting to the first answer, whatever went wrong between."""
        self.uitslag.binnen_norm += contact.wacht_seconden <= 25
        self.uitslag.wacht_seconden_max = max(self.uitslag.wacht_seconden_max, contact.wacht_seconden)
        echt = (contact.beantwoord_op - self.kwam[id]).total_seconds()
        if not 0 <= contact.wacht_seconden <= echt + 1:
            raise Onwaar(f"{id} wachtte {contact.wacht_seconden} s, maar belde {echt} s eerder")

    def _check_einde(self) -> None:
        boek = self.desk.boeken[1]
        if boek.gesprekken or self.sim.gesprekken:
            raise Onwaar(f"aan het eind van de dag nog open: {list(boek.gesprekken.values())} {self.sim.gesprekken}")
        over = {gesprek.id: gesprek for gesprek in self.journaal.afgelopen}
        if len(over) != len(self.journaal.afgelopen):
            raise Onwaar("een gesprek eindigde tweemaal")
        self.uitslag.redenen = dict(Counter(gesprek.toestand.reden for gesprek in over.values()))
        for id, geschreven in self.schrift.items():
            verzoek = [x for x in geschreven if isinstance(x, MaakVerzoek)]
            afloop = [x for x in geschreven if isinstance(x, MeldAfloop)]
            self.uitslag.verzoeken += bool(verzoek)
            verbroken = over[id].toestand.reden == Reden.VERBROKEN
            if verzoek and not afloop and not verbroken:
                raise Onwaar(f"van het terugbelverzoek {id} is de afloop niet bekend")
        for gesprek in over.values():
            if gesprek.terugbel and not any(isinstance(x, MaakVerzoek) for x in self.schrift.get(gesprek.id, ())):
                raise Onwaar(f"het terugbelverzoek {gesprek.id} is nooit vastgelegd")
        if len(over) + self.uitslag.fouten < self.uitslag.gebeld:
            self.uitslag.fouten = self.uitslag.gebeld - len(over)

    # --- helpers -----------------------------------------------------------------------------------------------------

    def _gooi(self, wat: str) -> bool:
        return self.kans.random() < getattr(self.kansen, wat)

    def _over(self, seconden: float, doe: Callable[[], Any]) -> None:
        async def levend() -> None:
            await self._or_die(doe)

        self.klok.later(seconden, levend)

    def _moment(self) -> float:
        """Seconds after the first minute at which somebody calls."""
        uur = self.kans.choices(range(len(UREN)), UREN)[0]
        return 60 + (uur + self.kans.random()) * 3_600 * 8.4 / len(UREN)

    def _beleid(self) -> Beleid:
        def rij(vaardigheid: str, *overloop: Overloop) -> Wachtrij:
            return Wachtrij(
                vaardigheid, "kantoor", "gesloten", "muziek", overgaan_seconden=15, nawerk_seconden=NAWERK_SECONDEN,
                terugbel_toets="5", overloop=list(overloop),
            )  # fmt: skip

        dag = [Tijdvak("08:00", "17:30")]
        druk = max(4, len(self.namen))
        inzet = {
            wie: Inzet(wie, {"algemeen": 1 + n % 3} | ({"paspoort": 1 + n % 2} if n % 2 == 0 else {}))
            for n, wie in enumerate(self.namen)
        }
        return Beleid(
            nummers={NUMMER: Nummer("gemeente", Doel("menu", "hoofd"), "kcc")},
            menus={"hoofd": Menu("welkom", {"1": Doel("wachtrij", "kcc"), "2": Doel("wachtrij", "paspoort")},
                                 Doel("wachtrij", "kcc"))},
            wachtrijen={
                "kcc": rij("algemeen", Overloop("lengte", Doel("aanbod"), druk),
                           Overloop("wachttijd", Doel("aanbod"), 240)),
                "paspoort": rij("paspoort", Overloop("wachttijd", Doel("wachtrij", "kcc"), 120)),
            },
            tijden={"kantoor": Openingstijden({"ma": dag})},
            geluiden={naam: Geluid(1, {"nl": 4.0}) for naam in GELUIDEN},
            medewerkers=inzet,
            terugbellen=Terugbellen(pogingen=3, tussen_seconden=900),
        )  # fmt: skip
