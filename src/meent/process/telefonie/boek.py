"""What is so now in one municipality, and one round of changes to it: pure, in memory, stored as one `Stap`.

A round takes one or more events, lets the steps of conversations and agents follow from each other, gives out the
callers who wait, and says what must be stored and done. Nothing of the book changes until the round was stored.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from meent.basis.datums import vandaag
from meent.basis.geld import Eurocent
from meent.integration.telefooncentrale.rijen import (
    BerichtRij,
    GesprekRij,
    MedewerkerRij,
    OpdrachtRij,
    Regel,
    Stap,
    WekRij,
)
from meent.process.telefonie import gebeurtenissen
from meent.process.telefonie import gesprek as stappen
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.beleid import Beleid, Wachtrij, voor_wie_er_is
from meent.process.telefonie.buitenlijn import Buiten, kosten
from meent.process.telefonie.kosten import buiten_van
from meent.process.telefonie.overgang import Wereld
from meent.process.telefonie.route import Kandidaat, kan, next_match, rang
from meent.process.telefonie.toestand import (
    Aan,
    Event,
    Gesprek,
    InGesprek,
    InWachtrij,
    Opdracht,
    Toegewezen,
    VoorRegister,
    ZetMedewerker,
)
from meent.process.telefonie.wachtrij import Drukte

AFHANDEL_SECONDEN = 300.0
"""What is told of waiting before anything was measured."""
GEWICHT = 0.05
"""How much the newest conversation counts in the mean: the last twenty decide."""
AFWEZIG = (m.Afwezig, m.Pauze)
"""Who is so answers nobody."""

_encode = msgspec.json.encode


class Boek:
    """One municipality: its policy, its open conversations, its agents.

    versie      of the policy, which is that of who comes in now
    buiten      who was called outside in conversations that are over, since yesterday at most
    """

    def __init__(self, tenant: int, beleid: Beleid, versie: int = 0) -> None:
        self.tenant, self.beleid, self.versie = tenant, beleid, versie
        self._eerder: dict[int, Beleid] = {}
        self._gemengd: dict[int, Beleid] = {}
        self.gesprekken: dict[str, Gesprek] = {}
        self.medewerkers: dict[str, m.Medewerker] = {}
        self.wachtend: dict[str, None] = {}
        self.klaar: dict[str, None] = {}
        self.afhandel_seconden: dict[str, float] = {}
        self.buiten: list[Buiten] = []

    def volg(self, versie: int, beleid: Beleid, eerder: Mapping[int, Beleid]) -> None:
        """This policy from now on; who is here already keeps what he heard of his own version (`voor_wie_er_is`).

        eerder      older versions of which this book may not know, by which somebody came in
        """
        hier = {gesprek.beleid for gesprek in self.gesprekken.values()}
        alle = {**eerder, **self._eerder, self.versie: self.beleid}
        self.beleid, self.versie = beleid, versie
        self._eerder = {nummer: oud for nummer, oud in alle.items() if nummer in hier and nummer != versie}
        self._gemengd = {nummer: voor_wie_er_is(oud, beleid) for nummer, oud in self._eerder.items()}

    @property
    def onbekend(self) -> set[int]:
        """Versions that somebody here follows and this book does not have: those of before a start."""
        return {gesprek.beleid for gesprek in self.gesprekken.values()} - {0, self.versie, *self._eerder}

    def beleid_van(self, gesprek: Gesprek) -> Beleid:
        """The policy that this conversation follows."""
        return self._gemengd.get(gesprek.beleid, self.beleid)

    def rij_van(self, gesprek: Gesprek) -> Wachtrij | None:
        """Its queue by that policy; None when it is in none, or that is no more."""
        return self.beleid_van(gesprek).wachtrijen.get(gesprek.wachtrij)

    def set_gesprek(self, gesprek: Gesprek) -> None:
        if gesprek.is_open:
            self.gesprekken[gesprek.id] = gesprek
        elif self.gesprekken.pop(gesprek.id, None):
            self.buiten += gesprek.buiten
        if isinstance(gesprek.toestand, InWachtrij):
            self.wachtend[gesprek.id] = None
        else:
            self.wachtend.pop(gesprek.id, None)

    def set_medewerker(self, wie: m.Medewerker) -> None:
        self.medewerkers[wie.id] = wie
        if isinstance(wie.stand, m.Klaar):
            self.klaar[wie.id] = None
        else:
            self.klaar.pop(wie.id, None)

    def measured(self, wachtrij: str, seconden: float) -> None:
        """An agent was busy with one caller of this queue for so long."""
        tot_nu = self.afhandel_seconden.get(wachtrij, AFHANDEL_SECONDEN)
        self.afhandel_seconden[wachtrij] = tot_nu + GEWICHT * (seconden - tot_nu)


class Ronde:
    """Changes that are stored together."""

    def __init__(self, boek: Boek, now: datetime) -> None:
        self.boek, self.now = boek, now
        self._gesprekken: dict[str, Gesprek] = {}
        self._medewerkers: dict[str, m.Medewerker] = {}
        self._regels: list[Regel] = []
        self.opdrachten: list[tuple[OpdrachtRij, Opdracht]] = []

    def gesprek(self, id: str) -> Gesprek | None:
        return self._gesprekken.get(id) or self.boek.gesprekken.get(id)

    def medewerker(self, id: str) -> m.Medewerker:
        return self._medewerkers.get(id) or self.boek.medewerkers.get(id) or m.Medewerker(id, self.boek.tenant)

    def neem(self, gesprek: Gesprek, event: Event) -> Gesprek:
        """An event of a conversation, with all that follows for agents."""
        wereld = Wereld(self.boek.beleid_van(gesprek), self._drukte, self.besteed)
        nieuw, opdrachten = stappen.step(gesprek, event, wereld, self.now)
        if nieuw is gesprek:
            return gesprek
        self._gesprekken[nieuw.id] = nieuw
        self._regel(nieuw.id, nieuw.versie, event, type(nieuw.toestand).__name__)
        for nummer, opdracht in enumerate(opdrachten):
            if isinstance(opdracht, ZetMedewerker):
                self.zet(opdracht.medewerker, opdracht.gebeurtenis)
                continue
            soort, register = type(opdracht).__name__, isinstance(opdracht, VoorRegister)
            rij = OpdrachtRij(nieuw.id, nieuw.versie, nummer, soort, register, msgspec.Raw(_encode(opdracht)))
            self.opdrachten.append((rij, opdracht))
        return nieuw

    def zet(self, id: str, gebeurtenis: m.Gebeurtenis) -> m.Medewerker:
        """An event of an agent."""
        oud = self.medewerker(id)
        nieuw = m.step(oud, gebeurtenis, self.now)
        if nieuw is not oud:
            nieuw = msgspec.structs.replace(nieuw, versie=oud.versie + 1)
            self._medewerkers[id] = nieuw
            self._regel(id, nieuw.versie, gebeurtenis, type(nieuw.stand).__name__)
        return nieuw

    def verdeel(self) -> None:
        """Give who waits to who is ready, until there is nobody for anybody."""
        while self._is_iemand_klaar() and (paar := next_match(
            self._wachtenden(), self._kandidaten(), self.boek.beleid_van, self.now
        )):  # fmt: skip
            gesprek, wie = paar
            bestemming = self.boek.beleid.bestemming(wie.id, self.boek.tenant, gesprek.van)
            self.neem(gesprek, Toegewezen(Aan(bestemming, wie.id)))

    def stap(self) -> Stap:
        """What must be stored."""
        gesprekken = [_gesprekrij(g, self.boek.gesprekken.get(g.id)) for g in self._gesprekken.values()]
        medewerkers = [_medewerkerrij(w, self.boek.medewerkers.get(w.id)) for w in self._medewerkers.values()]
        wekkers = [WekRij(g.id, x.waarvoor, x.op) for g in self._gesprekken.values() for x in g.wekkers]
        wekkers += [WekRij(w.id, "", w.wekker) for w in self._medewerkers.values() if w.wekker]
        gewekten = [*self._gesprekken, *self._medewerkers]
        opdrachten = [rij for rij, _ in self.opdrachten]
        return Stap(gesprekken, medewerkers, self._regels, opdrachten, gewekten, wekkers, list(self._berichten()))

    def _berichten(self) -> Iterator[BerichtRij]:
        for gesprek in self._gesprekken.values():
            yield from gebeurtenissen.berichten(self.boek.gesprekken.get(gesprek.id), gesprek, self.now)

    def apply(self) -> None:
        """It was stored: from now on it is so."""
        for gesprek in self._gesprekken.values():
            self._measure(gesprek)
            self.boek.set_gesprek(gesprek)
        for wie in self._medewerkers.values():
            self.boek.set_medewerker(wie)

    def gewijzigd(self) -> list[Gesprek]:
        """The conversations of this round, as they became."""
        return list(self._gesprekken.values())

    def medewerkers(self) -> list[m.Medewerker]:
        """The agents of this round, as they became."""
        return list(self._medewerkers.values())

    @property
    def is_leeg(self) -> bool:
        return not (self._gesprekken or self._medewerkers)

    # --- what steps may know -----------------------------------------------------------------------------------------

    def _drukte(self, gesprek: Gesprek, wachtrij: str) -> Drukte:
        """How busy a queue is for this caller."""
        rij = self.boek.beleid_van(gesprek).wachtrijen.get(wachtrij)
        if rij is None:
            return Drukte(0, 0, 0, AFHANDEL_SECONDEN)
        anderen = [g for g in self._wachtenden() if g.wachtrij == wachtrij and g.id != gesprek.id]
        eigen = rang(gesprek, rij, self.now)
        voor = sum(rang(g, rij, self.now) < eigen for g in anderen)
        er_zijn = (k for k in self._kandidaten(ook_bezet=True) if not isinstance(k.medewerker.stand, AFWEZIG))
        ingelogd = sum(kan(k, rij, self.boek.tenant) for k in er_zijn)
        return Drukte(voor, len(anderen), ingelogd, self.boek.afhandel_seconden.get(wachtrij, AFHANDEL_SECONDEN))

    def besteed(self) -> Eurocent:
        """What calls to numbers outside have cost today, with those that ring or go on."""
        hier = self.boek.gesprekken | self._gesprekken
        self.boek.buiten = [been for been in self.boek.buiten if vandaag(been.sinds) == vandaag(self.now)]
        open_nu = [been for gesprek in hier.values() for been in buiten_van(gesprek, self.now)]
        van_vandaag = [been for been in open_nu if vandaag(been.sinds) == vandaag(self.now)]
        return kosten([*self.boek.buiten, *van_vandaag], self.boek.beleid.buitenbellen, self.now)

    def _wachtenden(self) -> Iterator[Gesprek]:
        for id in self.boek.wachtend:
            if id not in self._gesprekken:
                yield self.boek.gesprekken[id]
        for gesprek in self._gesprekken.values():
            if isinstance(gesprek.toestand, InWachtrij):
                yield gesprek

    def _is_iemand_klaar(self) -> bool:
        return bool(self.boek.klaar) or any(isinstance(w.stand, m.Klaar) for w in self._medewerkers.values())

    def _kandidaten(self, *, ook_bezet: bool = False) -> Iterator[Kandidaat]:
        inzet = self.boek.beleid.medewerkers
        for id in self.boek.medewerkers if ook_bezet else self.boek.klaar:
            if id not in self._medewerkers and id in inzet:
                yield Kandidaat(self.boek.medewerkers[id], inzet[id])
        for wie in self._medewerkers.values():
            if wie.id in inzet:
                yield Kandidaat(wie, inzet[wie.id])

    def _measure(self, gesprek: Gesprek) -> None:
        """When an agent is done with a caller of a queue, how long he was busy."""
        was = self.boek.gesprekken.get(gesprek.id)
        if was and isinstance(was.toestand, InGesprek) and not gesprek.is_open:
            self.boek.measured(gesprek.wachtrij, (self.now - was.toestand.sinds).total_seconds())

    def _regel(self, over: str, versie: int, event: object, toestand: str) -> None:
        inhoud = msgspec.Raw(_encode(event))
        self._regels.append(Regel(over, versie, self.now, type(event).__name__, toestand, inhoud))


def _gesprekrij(g: Gesprek, was: Gesprek | None) -> GesprekRij:
    inhoud = msgspec.Raw(_encode(g))
    toestand = type(g.toestand).__name__
    return GesprekRij(
        g.id, was.versie if was else 0, g.versie, toestand, g.is_open, g.van, g.beantwoord_door, g.begonnen_op, inhoud
    )


def _medewerkerrij(w: m.Medewerker, was: m.Medewerker | None) -> MedewerkerRij:
    stand = type(w.stand).__name__
    return MedewerkerRij(w.id, was.versie if was else 0, w.versie, stand, w.gesprek, msgspec.Raw(_encode(w)))
