"""A small municipality with a contact centre: a policy, and a playing field with an exchange that is simulated."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from meent.integration.telefooncentrale.centrale import Bestemming, Toestel
from meent.integration.telefooncentrale.simulator import Klok, Simulator
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.beleid import (
    DAGEN,
    Beleid,
    Doel,
    Geluid,
    Inzet,
    Menu,
    Nummer,
    Openingstijden,
    Overloop,
    Tijdvak,
    Wachtrij,
)
from meent.process.telefonie.desk import Desk
from meent.process.telefonie.journaal import InGeheugen, Journaal
from meent.process.telefonie.overgang import Wereld
from meent.process.telefonie.teschrijven import RegisterWeg, RegisterWeigert
from meent.process.telefonie.toestand import Aan, Gesprek, VoorRegister
from meent.process.telefonie.wachtrij import Drukte

MAANDAG = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)  # 10:00 in Amsterdam
NUMMER, BELLER, BUITEN = "+31701234567", "+31612345678", "+31209876543"
GELUIDEN = (
    "welkom", "muziek", "gesloten", "nood", "terugbel-aanbod", "terugbel-bevestiging", "u-bent-nummer",
    *(f"getal-{n}" for n in range(1, 21)),
)  # fmt: skip
KANTOOR = Openingstijden({dag: [Tijdvak("08:30", "17:00")] for dag in ("ma", "di", "wo", "do", "vr")})  # type: ignore[misc]
ALTIJD = Openingstijden({dag: [Tijdvak("00:00", "24:00")] for dag in DAGEN}, feestdagen_gesloten=False)


def wachtrij(**anders: Any) -> Wachtrij:
    gewoon: dict[str, Any] = {
        "vaardigheid": "algemeen", "tijden": "kantoor", "gesloten": "gesloten", "muziek": "muziek",
        "overgaan_seconden": 4,
    }  # fmt: skip
    return Wachtrij(**gewoon | anders)


def beleid(**anders: Any) -> Beleid:
    """One number, a menu of two queues; ann and bob can do general work, cor only passports."""
    gewoon: dict[str, Any] = {
        "nummers": {NUMMER: Nummer("gemeente", Doel("menu", "hoofd"), "kcc")},
        "menus": {
            "hoofd": Menu(
                "welkom",
                {"1": Doel("wachtrij", "kcc"), "2": Doel("wachtrij", "paspoort"), "9": Doel("aanbod")},
                Doel("wachtrij", "kcc"),
            ),
        },
        "wachtrijen": {
            "kcc": wachtrij(terugbel_toets="5"),
            "paspoort": wachtrij(vaardigheid="paspoort", overloop=[Overloop("lengte", Doel("aanbod"), 10)]),
        },
        "tijden": {"kantoor": KANTOOR},
        "geluiden": {naam: Geluid(1, {"nl": 2.0}) for naam in GELUIDEN},
        "medewerkers": {
            "ann": Inzet("Ann", {"algemeen": 2, "paspoort": 1}),
            "bob": Inzet("Bob", {"algemeen": 1}),
            "cor": Inzet("Cor", {"paspoort": 3}, Toestel.TELEFOON, "cor-100"),
        },
    }
    return Beleid(**gewoon | anders)


RUSTIG = Drukte(0, 0, 2, 300.0)


def wereld(b: Beleid | None = None, drukte: Drukte = RUSTIG) -> Wereld:
    return Wereld(b or beleid(), lambda gesprek, rij: drukte)


def gesprek(**anders: Any) -> Gesprek:
    return Gesprek(**{"id": "g", "tenant": 1, "van": BELLER, "naar": NUMMER, "begonnen_op": MAANDAG} | anders)


def aan(wie: str = "ann") -> Aan:
    return Aan(beleid().bestemming(wie, 1, BELLER), wie)


def buiten() -> Aan:
    return Aan(Bestemming(Toestel.LIJN, BUITEN, 1, NUMMER))


class Registers:
    """The registers as the contact centre sees them; `weg` is how often they are away, `weigert` what they refuse."""

    def __init__(self) -> None:
        self.geschreven: dict[str, tuple[str, Any]] = {}
        self.weg = 0
        self.weigert: type[Any] | None = None

    async def schrijf(self, tenant: int, gesprek: str, sleutel: str, opdracht: VoorRegister) -> None:
        if self.weg:
            self.weg -= 1
            raise RegisterWeg(RegisterWeg.__doc__)
        if self.weigert and isinstance(opdracht, self.weigert):
            raise RegisterWeigert("Het onderwerp is te lang.")
        self.geschreven[sleutel] = (gesprek, opdracht)

    def of(self, soort: type[Any]) -> list[Any]:
        return [opdracht for _, opdracht in self.geschreven.values() if isinstance(opdracht, soort)]


class Speelveld:
    """A contact centre on a simulated exchange, with a clock that only goes when it is told to."""

    def __init__(self, journaal: Journaal | None = None, *, tenant: int = 1, begin: datetime = MAANDAG) -> None:
        self.tenant = tenant
        self.klok = Klok(begin)
        self.sim = Simulator(later=self.klok.later)
        self.registers = Registers()
        self.journaal: Any = journaal or InGeheugen([tenant])
        self.desk: Desk

    async def begin(self, b: Beleid | None = None, *, klaar: Iterable[str] = ()) -> "Speelveld":
        inhoud = b or beleid()
        await self.journaal.nieuw_beleid(
            self.tenant, msgspec.json.encode(inhoud), list(inhoud.nummers), by="test", now=self.klok.now()
        )
        await self.start()
        for wie in klaar:
            await self.zegt(wie, m.MeldtAan())
        return self

    async def start(self) -> None:
        """A new process on the same journal and the same exchange, whose loops have gone round once."""
        await self.neem_over()
        await self.desk.tik()

    async def neem_over(self) -> None:
        """A new process that has not yet begun to serve."""
        self.desk = Desk(self.journaal, self.sim, self.sim, self.registers, now=self.klok.now, knoppen=self.sim)
        self.sim.melder = self.desk.meld
        await self.desk.begin()

    async def verstrijk(self, seconden: float) -> None:
        """Let time go by; everything that comes by itself happens in its order."""
        einde = self.klok.now() + timedelta(seconds=seconden)
        while True:
            momenten = [x for x in (self.klok.next, self.desk.volgende_wekker) if x is not None and x <= einde]
            if not momenten:
                break
            self.klok.set_to(min(momenten))
            await self.klok.run_due()
            await self.desk.tik()
        self.klok.set_to(einde)

    async def zegt(self, wie: str, gebeurtenis: m.Gebeurtenis) -> None:
        await self.desk.van_medewerker(self.tenant, wie, gebeurtenis)

    async def in_rij(self, van: str = BELLER) -> str:
        """A caller who chose the general queue."""
        id = await self.sim.call(van, NUMMER)
        await self.sim.press(id, "1")
        return id

    async def neemt_op(self, id: str) -> str:
        """Whoever rings answers; returns the attempt."""
        (poging,) = self.sim.ringing(id)
        await self.sim.pick_up(id, poging)
        return poging

    def gesprek(self, id: str) -> Gesprek | None:
        return self.desk.boeken[self.tenant].gesprekken.get(id)

    def toestand(self, id: str) -> str:
        gevonden = self.gesprek(id)
        return type(gevonden.toestand).__name__ if gevonden else "Afgelopen"

    def stand(self, wie: str) -> str:
        gevonden = self.desk.boeken[self.tenant].medewerkers.get(wie)
        return type(gevonden.stand).__name__ if gevonden else "Afwezig"

    def check(self) -> None:
        """What may never be: an agent with a conversation that does not have him, or in two."""
        boek = self.desk.boeken[self.tenant]
        bezet = {wie.id: wie.gesprek for wie in boek.medewerkers.values() if wie.gesprek}
        heeft: dict[str, str] = {}
        for g in boek.gesprekken.values():
            for naam in ("aan", "met"):
                wie = getattr(getattr(g.toestand, naam, None), "medewerker", "")
                if wie:
                    assert wie not in heeft, f"{wie} heeft twee gesprekken: {heeft[wie]} en {g.id}"
                    heeft[wie] = g.id
        assert bezet == heeft, (bezet, heeft)
