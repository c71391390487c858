"""The loop: an event comes in, steps follow, all of it is stored, and then what must be done is done.

Events of one municipality are taken one after the other; what is stored is one transaction; commands go out after it,
per conversation in their order, and may be repeated. A process that dies leaves nothing behind but rows: `begin` takes
up what was open.
"""

import asyncio
import heapq
import logging
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from itertools import groupby
from typing import TypeAlias

import msgspec

from meent.integration.telefooncentrale import centrale
from meent.integration.telefooncentrale.centrale import (
    BELLER,
    Beantwoord,
    CentraleFout,
    DialoogGewijzigd,
    Kwam,
    Leg,
    Media,
    Melding,
    Mislukt,
    SocketTerug,
    SocketWeg,
    Toestel,
    Toets,
    Verbroken,
)
from meent.integration.telefooncentrale.rijen import OpdrachtRij, StapGeweigerd
from meent.process.telefonie import keuring
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.boek import Boek, Ronde
from meent.process.telefonie.buitenlijn import NietGebeld, Waarom
from meent.process.telefonie.geldend import Bereid, geen_geluid, herlees
from meent.process.telefonie.journaal import Journaal
from meent.process.telefonie.luisterwaarden import LUISTERT, Kopieer, KopieKlaar
from meent.process.telefonie.overgang import in_browser, medewerker_van
from meent.process.telefonie.teschrijven import Register, TeSchrijven
from meent.process.telefonie.toestand import (
    Aan,
    Bel,
    Event,
    GaatOver,
    GeefOver,
    Gesprek,
    Gewekt,
    HangOp,
    Herstart,
    InGesprek,
    Koppel,
    MedewerkerWeg,
    NeemGesprekOp,
    NeemOp,
    NeemTerug,
    Opdracht,
    OpnameHapert,
    Overleg,
    Ruggespraak,
    TerugbelGevraagd,
    Verbind,
    VerbindWachtrij,
    Waarvoor,
    Wissel,
    ZetInWacht,
    ZetOpname,
)
from meent.process.telefonie.uitvoering import Knoppen, begonnen, do
from meent.process.telefonie.volgers import Volgers

BROWSER_TERUG_SECONDEN = 10
WEES_SECONDEN = 60
NIET_IN_GEBRUIK = 404
TIK_SECONDEN, HAPERT_SECONDEN = 0.25, 2.0

log = logging.getLogger(__name__)
Zelf: TypeAlias = ZetInWacht | ZetOpname | Wissel | GeefOver | NeemTerug | HangOp


class NietMogelijk(ValueError):
    """Dit kan nu niet; kijk of het gesprek nog loopt en of de ander vrij is."""


class Desk:
    """One node of the contact centre.

    now      the time; a function, so that a day can be played
    knoppen  answers by a button of the screen, where there is no telephone to do so; None where there is
    """

    def __init__(
        self,
        journaal: Journaal,
        leg: Leg,
        media: Media,
        register: Register,
        *,
        now: Callable[[], datetime],
        knoppen: Knoppen | None = None,
    ) -> None:
        self.journaal, self.leg, self.media, self.now = journaal, leg, media, now
        self.knoppen = knoppen
        self.bereid: Bereid = geen_geluid
        self._volgers = Volgers()
        self.boeken: dict[int, Boek] = {}
        self._sloten: dict[int, asyncio.Lock] = {}
        self._nummers: dict[str, int] = {}
        self._van: dict[str, int] = {}
        self._wekkers: list[tuple[datetime, int, str, str]] = []
        self._uit: dict[str, deque[tuple[int, list[tuple[OpdrachtRij, Opdracht]]]]] = {}
        self._te_schrijven = TeSchrijven(register, journaal, now)
        self._op_proef: dict[tuple[int, str], datetime] = {}
        self._wezen: dict[str, datetime] = {}

    # --- beginning ---------------------------------------------------------------------------------------------------

    async def begin(self) -> None:
        """Load what is open and take it up: adopt, do again, end what was lost, put back who waits.

        What the registers must be told waits for `run`: nobody can call before this is done.
        """
        verloren: list[tuple[int, OpdrachtRij, Opdracht]] = []
        dialogen: list[centrale.Dialoog] = []
        for tenant in await self.journaal.gemeenten():
            if await self._is_geladen(tenant):
                opslag = await self.journaal.open(tenant)
                self._laad(self.boeken[tenant], opslag.gesprekken, opslag.medewerkers)
                if self.boeken[tenant].onbekend:
                    await self.herlaad(tenant)
                verloren += [(tenant, rij, _opdracht(rij)) for rij in opslag.opdrachten]
                dialogen += opslag.dialogen
        levend = set(await self.leg.adopt(dialogen))
        levend |= await self._doe_opnieuw(verloren)
        klinkt = await self.media.running()
        for tenant, boek in self.boeken.items():
            for gesprek in list(boek.gesprekken.values()):
                partijen = {p for id, p in levend if id == gesprek.id} if gesprek.id in klinkt else set()
                if gesprek.id in klinkt:
                    partijen |= in_browser(gesprek.toestand)
                await self.in_gesprek(tenant, gesprek.id, Herstart(frozenset(partijen)))
        await self._klok()

    async def _is_geladen(self, tenant: int) -> bool:
        """A policy that cannot be read closes one municipality, not all."""
        try:
            return await self.herlaad(tenant)
        except keuring.BeleidGeweigerd as fout:
            log.error("beleid_onleesbaar", extra={"tenant": tenant, "fout": str(fout)})
            return False

    def _laad(self, boek: Boek, gesprekken: list[msgspec.Raw], medewerkers: list[msgspec.Raw]) -> None:
        for inhoud in gesprekken:
            gesprek = msgspec.json.decode(inhoud, type=Gesprek)
            boek.set_gesprek(gesprek)
            self._van[gesprek.id] = boek.tenant
            self._zet_wekkers(boek.tenant, gesprek)
        for inhoud in medewerkers:
            wie = msgspec.json.decode(inhoud, type=m.Medewerker)
            boek.set_medewerker(wie)
            self._wek_medewerker(boek.tenant, wie)
            inzet = boek.beleid.medewerkers.get(wie.id)
            if inzet and inzet.toestel is Toestel.BROWSER and not isinstance(wie.stand, m.Afwezig):
                self._op_proef[boek.tenant, wie.id] = self.now() + timedelta(seconds=BROWSER_TERUG_SECONDEN)

    async def _doe_opnieuw(self, verloren: list[tuple[int, OpdrachtRij, Opdracht]]) -> set[tuple[str, str]]:
        """What was stored and not known to be done; returns the parties that are there because of it."""
        erbij: set[tuple[str, str]] = set()
        for tenant, rij, opdracht in verloren:
            if rij.voor_register:
                self._te_schrijven.voeg_toe(tenant, rij, opdracht)
                continue
            try:
                await do(opdracht, rij.gesprek, self.leg, self.media)
            except CentraleFout:
                log.info("opdracht_vervallen", extra={"gesprek": rij.gesprek, "soort": rij.soort})
            else:
                erbij |= {(rij.gesprek, partij) for partij in begonnen(opdracht)}
            await self.journaal.gedaan(tenant, [rij])
        return erbij

    async def herlaad(self, tenant: int) -> bool:
        """Follow what is in force from now on; False when there is no policy. raises keuring.BeleidGeweigerd."""
        boek = await herlees(self.journaal, tenant, self.boeken.get(tenant), self.now(), self.bereid)
        if boek is None:
            return False
        self.boeken[tenant] = boek
        self._sloten.setdefault(tenant, asyncio.Lock())
        andere = {nummer: van for nummer, van in self._nummers.items() if van != tenant}
        self._nummers = andere | dict.fromkeys(boek.beleid.nummers, tenant)
        self._volgers.meld(tenant)
        return True

    # --- what comes in -----------------------------------------------------------------------------------------------

    async def meld(self, melding: Melding) -> None:
        """From the exchange: `Melder`."""
        match melding:
            case Kwam():
                await self._kwam(melding)
            case Toets(gesprek=id) | Mislukt(gesprek=id) | Verbroken(gesprek=id):
                if id in self._van:
                    await self.in_gesprek(self._van[id], id, melding)
            case Beantwoord(gesprek=id, poging=poging):
                if id in self._van:
                    await self.in_gesprek(self._van[id], id, melding)
                else:  # answered when everything was over
                    await self.leg.hang_up(id, poging)
            case DialoogGewijzigd(dialoog) if dialoog.gesprek in self._van:
                await self.journaal.dialoog(self._van[dialoog.gesprek], dialoog)
            case SocketTerug(tenant, wie):
                self._op_proef.pop((tenant, wie), None)
            case SocketWeg(tenant, wie) if not wie.startswith(LUISTERT):
                await self._socket_weg(tenant, wie)

    async def _kwam(self, kwam: Kwam) -> None:
        tenant = self._nummers.get(kwam.naar)
        if kwam.gesprek in self._van:
            return
        if tenant is None:
            await self.leg.hang_up(kwam.gesprek, BELLER, NIET_IN_GEBRUIK)
            return
        voorkeur = await self._voorkeur(tenant, kwam.van)
        versie = self.boeken[tenant].versie
        wie = (kwam.gesprek, tenant, kwam.van, kwam.naar, self.now())
        nieuw = Gesprek(*wie, voorkeur=voorkeur, beleid=versie, kanaal=kwam.kanaal)
        self._van[kwam.gesprek] = tenant
        try:
            await self._ronde(tenant, lambda ronde: ronde.neem(nieuw, kwam))
        except StapGeweigerd:  # told again after it was over
            self._van.pop(kwam.gesprek, None)

    async def _voorkeur(self, tenant: int, van: str) -> str:
        """The agent this caller spoke with, when any queue asks for him."""
        uren = max((rij.zelfde_uren for rij in self.boeken[tenant].beleid.wachtrijen.values()), default=0)
        if not (uren and van):
            return ""
        return await self.journaal.laatste_medewerker(tenant, van, self.now() - timedelta(hours=uren))

    async def _socket_weg(self, tenant: int, wie: str) -> None:
        self._op_proef.pop((tenant, wie), None)

        def verlies(ronde: Ronde) -> None:
            gesprek = ronde.gesprek(ronde.medewerker(wie).gesprek)
            ronde.zet(wie, m.SocketVerloren())
            if gesprek:
                ronde.neem(gesprek, MedewerkerWeg(wie))

        if tenant in self.boeken:
            await self._ronde(tenant, verlies)

    async def in_gesprek(self, tenant: int, id: str, event: Event) -> None:
        """An event of one conversation; what is over hears nothing any more."""

        def neem(ronde: Ronde) -> None:
            if gesprek := ronde.gesprek(id):
                ronde.neem(gesprek, event)

        await self._ronde(tenant, neem)

    async def van_medewerker(self, tenant: int, wie: str, gebeurtenis: m.Gebeurtenis) -> m.Medewerker:
        """An agent says something about himself; returns how he then stands."""
        await self._ronde(tenant, lambda ronde: ronde.zet(wie, gebeurtenis))
        return self.boeken[tenant].medewerkers.get(wie) or m.Medewerker(wie, tenant)

    async def doet(self, tenant: int, wie: str, event: Zelf) -> None:
        """An agent does something with his conversation. raises NietMogelijk when he has none."""
        await self._ronde(tenant, lambda ronde: ronde.neem(_zijn_gesprek(ronde, wie), event))

    async def verbind(self, tenant: int, wie: str, naar: Aan, *, overleg: bool) -> None:
        """Pass the caller on, or consult first. raises NietMogelijk without a conversation, or to who is busy.

        raises NietGebeld for a number outside that may not be called now; that it was asked is stored.
        """
        niet: list[Waarom] = []

        def doe(ronde: Ronde) -> None:
            gesprek = _zijn_gesprek(ronde, wie)
            if not isinstance(gesprek.toestand, InGesprek):
                raise NietMogelijk(NietMogelijk.__doc__)
            if naar.medewerker and not ronde.medewerker(naar.medewerker).is_vrij(ronde.now):
                raise NietMogelijk(NietMogelijk.__doc__)
            nieuw = ronde.neem(gesprek, Overleg(naar) if overleg else Verbind(naar))
            niet.extend(een.waarom for een in nieuw.geweigerd[-1:] if nieuw.geweigerd != gesprek.geweigerd)

        await self._ronde(tenant, doe)
        if niet:
            raise NietGebeld(niet[0])

    async def verbind_wachtrij(self, tenant: int, wie: str, wachtrij: str) -> None:
        """Pass the caller on to a queue. raises NietMogelijk when it is closed or does not exist."""

        def doe(ronde: Ronde) -> None:
            beleid = self.boeken[tenant].beleid
            if wachtrij not in beleid.wachtrijen or not beleid.is_open(wachtrij, ronde.now):
                raise NietMogelijk(NietMogelijk.__doc__)
            ronde.neem(_zijn_gesprek(ronde, wie), VerbindWachtrij(wachtrij))

        await self._ronde(tenant, doe)

    async def bel_terug(
        self, tenant: int, id: str, *, nummer: str, namens: str, wachtrij: str, op: datetime | None = None
    ) -> None:
        """Somebody is to be called back. raises NietMogelijk for a queue that does not exist.

        id          made by who asks, so that asking twice is asking once
        nummer      of the citizen, +E.164
        namens      number that he will see
        """
        if wachtrij not in self.boeken[tenant].beleid.wachtrijen:
            raise NietMogelijk(NietMogelijk.__doc__)
        if id in self._van:
            return
        self._van[id] = tenant
        nieuw = Gesprek(id, tenant, nummer, namens, self.now(), beleid=self.boeken[tenant].versie)
        await self._ronde(tenant, lambda ronde: ronde.neem(nieuw, TerugbelGevraagd(wachtrij, op)))

    async def neem_op(self, tenant: int, wie: str) -> None:
        """An agent answers by a button. raises NietMogelijk when nothing rings, or his telephone must do it."""
        knoppen, id, poging = self._rinkelt(tenant, wie)
        await knoppen.pick_up(id, poging)

    async def weiger(self, tenant: int, wie: str) -> None:
        """An agent refuses by a button. raises NietMogelijk as `neem_op`."""
        knoppen, id, poging = self._rinkelt(tenant, wie)
        await knoppen.refuse(id, poging)

    def _rinkelt(self, tenant: int, wie: str) -> tuple[Knoppen, str, str]:
        boek = self.boeken.get(tenant)
        medewerker = boek.medewerkers.get(wie) if boek else None
        gesprek = boek.gesprekken.get(medewerker.gesprek) if boek and medewerker else None
        match gesprek and gesprek.toestand:
            case GaatOver(aan=aan, poging=poging) | Ruggespraak(met=aan, poging=poging, spreekt=False):
                if gesprek and self.knoppen and aan.medewerker == wie:
                    return self.knoppen, gesprek.id, poging
        raise NietMogelijk(NietMogelijk.__doc__)

    # --- who looks on ------------------------------------------------------------------------------------------------

    def volg(self, tenant: int) -> AsyncIterator[None]:
        """At once, and after every round stored for a municipality; of many at once when slow. Ends at `vertrek`."""
        return self._volgers.volg(tenant)

    def vertrek(self) -> None:
        """The server leaves: whoever follows need not wait any more."""
        self._volgers.vertrek()

    # --- one round ---------------------------------------------------------------------------------------------------

    async def _ronde(self, tenant: int, doe: Callable[[Ronde], object]) -> None:
        """Steps, one transaction, and then the commands."""
        boek = self.boeken[tenant]
        async with self._sloten[tenant]:
            ronde = Ronde(boek, self.now())
            doe(ronde)
            ronde.verdeel()
            if ronde.is_leeg:
                return
            await self.journaal.leg_vast(tenant, ronde.stap())
            ronde.apply()
            for gesprek in ronde.gewijzigd():
                self._zet_wekkers(tenant, gesprek)
                if not gesprek.is_open:
                    self._van.pop(gesprek.id, None)
            for wie in ronde.medewerkers():
                self._wek_medewerker(tenant, wie)
            wachtend = self._zet_klaar(tenant, ronde.opdrachten)
        self._volgers.meld(tenant)
        for id in wachtend:
            await self._stuur(id)

    def _zet_klaar(self, tenant: int, opdrachten: list[tuple[OpdrachtRij, Opdracht]]) -> list[str]:
        """Put commands behind those of the same conversation; returns whose nobody is sending yet."""
        te_sturen: list[str] = []
        for id, van_een in groupby(opdrachten, key=lambda paar: paar[0].gesprek):
            naar_centrale = []
            for rij, opdracht in van_een:
                if rij.voor_register:
                    self._te_schrijven.voeg_toe(tenant, rij, opdracht)
                else:
                    naar_centrale.append((rij, opdracht))
            if naar_centrale:
                if id not in self._uit:
                    self._uit[id] = deque()
                    te_sturen.append(id)
                self._uit[id].append((tenant, naar_centrale))
        return te_sturen

    async def _stuur(self, id: str) -> None:
        """Send what waits for one conversation, until nothing waits."""
        rij = self._uit[id]
        while rij:
            tenant, opdrachten = rij.popleft()
            for _, opdracht in opdrachten:
                await self._voer_uit(tenant, id, opdracht)
            await self.journaal.gedaan(tenant, [rij for rij, _ in opdrachten])
        del self._uit[id]

    async def _voer_uit(self, tenant: int, id: str, opdracht: Opdracht) -> None:
        """Do one; what fails is an event like any other."""
        try:
            await do(opdracht, id, self.leg, self.media)
        except CentraleFout as fout:
            log.warning("opdracht_mislukt", extra={"gesprek": id, "soort": type(opdracht).__name__, "fout": str(fout)})
            await self._mislukt(tenant, id, opdracht)

    async def _mislukt(self, tenant: int, id: str, opdracht: Opdracht) -> None:
        match opdracht:
            case NeemGesprekOp(aan):
                await self.in_gesprek(tenant, id, OpnameHapert(aan))
            case Bel(poging=poging) | Kopieer(luisteraar=poging) | KopieKlaar(luisteraar=poging):
                await self.in_gesprek(tenant, id, Mislukt(id, poging, 500))
            case NeemOp():
                await self.leg.hang_up(id, BELLER, 500)
                await self.in_gesprek(tenant, id, Verbroken(id, BELLER))
            case Koppel(poging=poging):
                await self.leg.hang_up(id, poging)
                gesprek = self.boeken[tenant].gesprekken.get(id)
                wie = medewerker_van(gesprek.toestand, poging) if gesprek else ""
                await self.in_gesprek(tenant, id, MedewerkerWeg(wie) if wie else Verbroken(id, poging))

    # --- what comes by itself ----------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Look at the clock until cancelled. A register that is slow does not hold up the clock."""
        await asyncio.gather(self._steeds(self._klok), self._steeds(self._te_schrijven.schrijf))

    async def _steeds(self, doe: Callable[[], Awaitable[None]]) -> None:
        """Again and again; what fails is told, and does not end it."""
        while True:
            try:
                await doe()
            except Exception:  # the database, most likely: everything is tried again
                log.exception("centrum_hapert")
                await asyncio.sleep(HAPERT_SECONDEN)
            await asyncio.sleep(TIK_SECONDEN)

    async def tik(self) -> None:
        """Once: what comes by itself, and what the registers must be told."""
        await self._klok()
        await self._te_schrijven.schrijf()

    async def _klok(self) -> None:
        """Timers that are due, and browsers that did not come back."""
        now = self.now()
        while self._wekkers and self._wekkers[0][0] <= now:
            _, tenant, wie, waarvoor = heapq.heappop(self._wekkers)
            try:
                await self._wek(tenant, wie, waarvoor)
            except Exception:  # not stored, so it must come again
                heapq.heappush(self._wekkers, (now + timedelta(seconds=HAPERT_SECONDEN), tenant, wie, waarvoor))
                raise
        for tenant, wie in [sleutel for sleutel, tot in self._op_proef.items() if tot <= now]:
            await self._socket_weg(tenant, wie)

    async def _wek(self, tenant: int, wie: str, waarvoor: str) -> None:
        if waarvoor:
            await self.in_gesprek(tenant, wie, Gewekt(Waarvoor(waarvoor)))
        else:
            await self.van_medewerker(tenant, wie, m.Wekt())

    @property
    def volgende_wekker(self) -> datetime | None:
        """When something happens by itself at the earliest; for who plays a day."""
        eerste = [self._wekkers[0][0]] if self._wekkers else []
        return min([*eerste, *filter(None, [self._te_schrijven.volgende])], default=None)

    async def ruim_op(self) -> list[str]:
        """End the sound of conversations that nobody knows of for a minute: the reaper. Returns which."""
        now, klinkt = self.now(), await self.media.running()
        self._wezen = {id: self._wezen.get(id, now) for id in klinkt if id not in self._van}
        weg = [id for id, sinds in self._wezen.items() if (now - sinds).total_seconds() >= WEES_SECONDEN]
        for id in weg:
            await self.media.release(id)
        return weg

    def _zet_wekkers(self, tenant: int, gesprek: Gesprek) -> None:
        for wekker in gesprek.wekkers:
            heapq.heappush(self._wekkers, (wekker.op, tenant, gesprek.id, wekker.waarvoor))

    def _wek_medewerker(self, tenant: int, wie: m.Medewerker) -> None:
        if wie.wekker:
            heapq.heappush(self._wekkers, (wie.wekker, tenant, wie.id, ""))


def _zijn_gesprek(ronde: Ronde, wie: str) -> Gesprek:
    gesprek = ronde.gesprek(ronde.medewerker(wie).gesprek)
    if gesprek is None:
        raise NietMogelijk(NietMogelijk.__doc__)
    return gesprek


def _opdracht(rij: OpdrachtRij) -> Opdracht:
    opdracht: Opdracht = msgspec.json.decode(rij.inhoud, type=Opdracht)
    return opdracht
