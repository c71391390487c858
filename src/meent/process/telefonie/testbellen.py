"""A test call of every way through the menus: a whole contact centre on the simulated exchange, in no time.

All agents are there and answer. A way is good when the caller comes to a human, or to what the policy says instead.
"""

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from meent.integration.telefooncentrale.centrale import BELLER, Bestemming
from meent.integration.telefooncentrale.simulator import Klok, Simulator
from meent.process.telefonie import medewerker as m
from meent.process.telefonie import proef
from meent.process.telefonie.beleid import Beleid, Doel
from meent.process.telefonie.desk import Desk
from meent.process.telefonie.journaal import InGeheugen
from meent.process.telefonie.toestand import Gesprek, InGesprek, InMenu, KrijgtAanbod
from meent.process.telefonie.wachten import MENS

PADEN_MEEST = 200
GEDULD_SECONDEN, MELDING_MAX_SECONDEN = 600, 1_200
OPNEMEN_SECONDEN = 3.0
GEEN_TOETS = ""
TENANT = 1


class Pad(NamedTuple):
    """A way through the menus: a key per menu, GEEN_TOETS for waiting it out; and where the policy says it leads."""

    nummer: str
    toetsen: tuple[str, ...]
    doel: Doel


class Afloop(StrEnum):
    """How a test call ended."""

    BEANTWOORD = "beantwoord"
    GESLOTEN = "gesloten"
    MELDING = "melding"
    EXTERN = "extern"
    AANBOD = "aanbod"
    OPGEHANGEN = "opgehangen"
    NIEMAND = "niemand"  # waited, and nobody came
    ANDERS = "anders"  # came elsewhere than the policy says


GOED = (Afloop.BEANTWOORD, Afloop.GESLOTEN, Afloop.MELDING, Afloop.EXTERN, Afloop.AANBOD, Afloop.OPGEHANGEN)


class Uitslag(NamedTuple):
    """What came of one way.

    waar      the queue, prompt or number where he ended
    wie       name of the agent who answered, or ""
    gehoord   names of what he heard, in order
    """

    pad: Pad
    afloop: Afloop
    waar: str
    wie: str
    seconden: int
    gehoord: tuple[str, ...]

    @property
    def is_goed(self) -> bool:
        return self.afloop in GOED


def paden(beleid: Beleid) -> list[Pad]:
    """Every way, PADEN_MEEST at most; a menu that was on the way already is not walked again."""
    alle: list[Pad] = []
    for nummer, wat in beleid.nummers.items():
        for pad in _verder(beleid, Pad(nummer, (), wat.begin), Doel("wachtrij", wat.vangnet), ()):
            if len(alle) == PADEN_MEEST:
                return alle
            alle.append(pad)
    return alle


def _verder(beleid: Beleid, pad: Pad, mens: Doel, geweest: tuple[str, ...]) -> Iterator[Pad]:
    menu = beleid.menus.get(pad.doel.naam) if pad.doel.soort == "menu" else None
    if menu is None or pad.doel.naam in geweest:
        yield pad
        return
    keuzes = {MENS: mens} | menu.keuzes | {GEEN_TOETS: menu.standaard}
    for toets, doel in sorted(keuzes.items(), key=lambda keuze: (keuze[0] == GEEN_TOETS, keuze[0])):
        yield from _verder(beleid, Pad(pad.nummer, (*pad.toetsen, toets), doel), mens, (*geweest, pad.doel.naam))


async def test(beleid: Beleid, moment: datetime) -> list[Uitslag]:
    """A call for each way, all at this moment."""
    uitslagen: list[Uitslag] = []
    for pad in paden(beleid):
        uitslagen.append(await _Gesprek(beleid, moment).loop(pad))
        await asyncio.sleep(0)  # nothing in a test call waits for anything outside: let others have their turn
    return uitslagen


class _Niets:
    """The registers of a test call keep nothing."""

    async def schrijf(self, tenant: int, gesprek: str, sleutel: str, opdracht: Any) -> None:
        return None


class _Gesprek:
    """One test call, with a contact centre of its own."""

    def __init__(self, beleid: Beleid, moment: datetime) -> None:
        self.beleid, self.begin, self.klok = beleid, moment, Klok(moment)
        namen = (beleid.adres_van(naam, TENANT, taal) for naam, g in beleid.geluiden.items() for taal in g.duur)
        self.sim = Simulator(later=self.klok.later, geluiden=frozenset(namen), gedrag=self._neemt_op)
        self.journaal = InGeheugen([TENANT])
        self.desk = Desk(self.journaal, self.sim, self.sim, _Niets(), now=self.klok.now, knoppen=self.sim)
        self.gehoord: list[str] = []
        self.gebeld: list[Bestemming] = []

    def _neemt_op(self, gesprek: str, poging: str, bestemming: Bestemming) -> None:
        self.gebeld.append(bestemming)
        self.klok.later(OPNEMEN_SECONDEN, lambda: self.sim.pick_up(gesprek, poging))

    async def loop(self, pad: Pad) -> Uitslag:
        await self._open()
        id = await self.sim.call(proef.BELLER, pad.nummer)
        for toets in pad.toetsen:
            await self._tot_menu(id)
            if toets != GEEN_TOETS:
                await self.sim.press(id, toets)
            else:
                await self._uit_menu(id)
        self._hoor(id)
        eind = await self._tot_einde(id)
        return self._uitslag(pad, eind)

    async def _open(self) -> None:
        document = msgspec.structs.replace(self.beleid, sluitingen=())
        await self.journaal.nieuw_beleid(
            TENANT, msgspec.json.encode(document), list(self.beleid.nummers), by="test", now=self.begin
        )
        for dicht in self.beleid.sluitingen:
            await self.journaal.sluit(TENANT, dicht)
        self.sim.melder = self.desk.meld
        await self.desk.begin()
        for wie in self.beleid.medewerkers:
            await self.desk.van_medewerker(TENANT, wie, m.MeldtAan())

    async def _tot_menu(self, id: str) -> None:
        """Listen until a menu asks for a key."""
        await self._tik(lambda: isinstance(self._toestand(id), InMenu), id)

    async def _uit_menu(self, id: str) -> None:
        menu = getattr(self._toestand(id), "menu", "")
        await self._tik(lambda: getattr(self._toestand(id), "menu", "") != menu, id)

    async def _tot_einde(self, id: str) -> Gesprek | None:
        """The conversation where nothing more happens by itself, or None when it is over."""

        def klaar() -> bool:
            return isinstance(self._toestand(id), InGesprek | KrijgtAanbod)

        await self._tik(klaar, id)
        return self.desk.boeken[TENANT].gesprekken.get(id)

    async def _tik(self, klaar: Callable[[], bool], id: str) -> None:
        """Let time go by until it is so, the call is over, or patience is at its end."""
        grens = self.klok.now() + timedelta(seconds=GEDULD_SECONDEN)
        self._hoor(id)
        while not klaar() and self._toestand(id) is not None:
            momenten = [x for x in (self.klok.next, self.desk.volgende_wekker) if x is not None and x <= grens]
            if not momenten:
                return
            self.klok.set_to(min(momenten))
            await self.klok.run_due()
            await self.desk.tik()
            self._hoor(id)

    def _toestand(self, id: str) -> Any:
        gesprek = self.desk.boeken[TENANT].gesprekken.get(id)
        return gesprek.toestand if gesprek else None

    def _hoor(self, id: str) -> None:
        for adres in self.sim.hears(id, BELLER):
            naam = adres.partition("/")[2].rsplit(".", 2)[0]
            if naam and self.gehoord[-1:] != [naam]:
                self.gehoord.append(naam)

    def _uitslag(self, pad: Pad, eind: Gesprek | None) -> Uitslag:
        afloop, waar, wie = self._afloop(pad.doel, eind)
        seconden = round((self.klok.now() - self.begin).total_seconds())
        return Uitslag(pad, afloop, waar, wie, seconden, tuple(self.gehoord))

    def _afloop(self, doel: Doel, eind: Gesprek | None) -> tuple[Afloop, str, str]:
        if eind is None:
            return self._voorbij(doel, self.gehoord[-1] if self.gehoord else "")
        match eind.toestand:
            case InGesprek(aan=aan) if aan.medewerker:
                goed = doel.soort == "menu" or (
                    doel.soort == "wachtrij" and doel.naam in (eind.wachtrij, *eind.geweest)
                )
                wie = self.beleid.medewerkers[aan.medewerker].naam
                return (Afloop.BEANTWOORD if goed else Afloop.ANDERS), eind.wachtrij, wie
            case InGesprek(aan=aan):
                return Afloop.EXTERN, aan.bestemming.adres, ""
            case KrijgtAanbod():
                return Afloop.AANBOD, eind.wachtrij, ""
        return Afloop.NIEMAND, eind.wachtrij, ""

    def _voorbij(self, doel: Doel, laatste: str) -> tuple[Afloop, str, str]:
        """The line was broken by us, after the last prompt."""
        nood = self.beleid.noodmelding
        if nood and nood.ophangen:
            return (Afloop.MELDING if laatste == nood.geluid else Afloop.ANDERS), laatste, ""
        match doel.soort:
            case "melding":
                return (Afloop.MELDING if laatste == doel.naam else Afloop.ANDERS), laatste, ""
            case "ophangen":
                return Afloop.OPGEHANGEN, laatste, ""
            case "wachtrij" if not self.beleid.is_open(doel.naam, self.begin):
                dicht = self.beleid.gesloten_melding(doel.naam, self.begin)
                return (Afloop.GESLOTEN if laatste == dicht else Afloop.ANDERS), doel.naam, ""
            case "menu" if laatste:
                return Afloop.MELDING, laatste, ""
        return Afloop.ANDERS, laatste, ""
