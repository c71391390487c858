"""What the steps of a conversation share: going to a state, playing a prompt, waiting, ending."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import msgspec

from meent.basis.geld import Eurocent
from meent.integration.telefooncentrale.centrale import Bestemming, Toestel
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.beleid import Beleid, Wachtrij
from meent.process.telefonie.keuring import GETALLEN, WACHTTIJD
from meent.process.telefonie.toestand import (
    Aan,
    Afgelopen,
    Bel,
    BeltBurger,
    GaatOver,
    GeefVrij,
    Gepland,
    Gesprek,
    InGesprek,
    InWachtrij,
    KrijgtAanbod,
    MeldAfloop,
    Opdracht,
    Reden,
    Ruggespraak,
    SchrijfKlantcontact,
    Speel,
    Toestand,
    Verbreek,
    Waarvoor,
    Wekker,
    ZetMedewerker,
)
from meent.process.telefonie.wachtrij import Drukte, verwachte_wacht_seconden

OVERGAAN_SECONDEN = 30
OVERGAAN_SPELING_SECONDEN = 5
"""The exchange gives up by itself after the ring time; if it does not say so within this, we do."""

Uitkomst: TypeAlias = tuple[Gesprek, list[Opdracht]]


@dataclass(frozen=True, slots=True)
class Wereld:
    """What a step may know beside the conversation: the policy, and what is so now.

    drukte      how busy a queue is for this caller
    besteed     what calls to numbers outside have cost today
    """

    beleid: Beleid
    drukte: Callable[[Gesprek, str], Drukte]
    besteed: Callable[[], Eurocent] = lambda: Eurocent(0)

    def rij(self, gesprek: Gesprek) -> Wachtrij | None:
        """The queue of a conversation as the policy has it now; None when it has none any more."""
        return self.beleid.wachtrijen.get(gesprek.wachtrij)

    def vangnet(self, gesprek: Gesprek) -> str:
        """The queue for who got stuck; "" when the policy has no queue at all."""
        nummer = self.beleid.nummers.get(gesprek.naar)
        return nummer.vangnet if nummer else next(iter(self.beleid.wachtrijen), "")


def replace(gesprek: Gesprek, **changes: Any) -> Gesprek:
    return msgspec.structs.replace(gesprek, **changes)


def naar(gesprek: Gesprek, toestand: Toestand, *wekkers: Wekker, **changes: Any) -> Gesprek:
    """In another state, with these timers and no others."""
    return msgspec.structs.replace(gesprek, toestand=toestand, wekkers=wekkers, **changes)


def na(now: datetime, seconden: float, waarvoor: Waarvoor) -> Wekker:
    return Wekker(waarvoor, now + timedelta(seconds=seconden))


def speel(gesprek: Gesprek, w: Wereld, *geluiden: str, keer: int = 1, partij: str = "") -> list[Opdracht]:
    """Prompts in the language of the caller; what the policy does not have any more is left out."""
    partij = partij or gesprek.lijn
    namen = tuple(
        w.beleid.adres_van(geluid, gesprek.tenant, gesprek.taal) for geluid in geluiden if geluid in w.beleid.geluiden
    )
    return [Speel(namen, keer, partij)] if namen and partij else []


def duur(gesprek: Gesprek, w: Wereld, *geluiden: str) -> float:
    """Seconds that these prompts take."""
    return sum(w.beleid.seconden(geluid, gesprek.taal) for geluid in geluiden if geluid in w.beleid.geluiden)


# --- waiting ----------------------------------------------------------------------------------------------------------


def muziek(gesprek: Gesprek, w: Wereld, partij: str = "") -> list[Opdracht]:
    rij = w.rij(gesprek)
    return speel(gesprek, w, rij.muziek, keer=0, partij=partij) if rij else []


def wacht(gesprek: Gesprek, w: Wereld, now: datetime) -> Uitkomst:
    """In the queue he has, with its music. A request to be called back waits there in silence."""
    rij = w.rij(gesprek)
    if rij is None:
        gesprek = replace(gesprek, wachtrij=w.vangnet(gesprek))
        rij = w.rij(gesprek)
    if rij is None:
        return einde(gesprek, Reden.VERBROKEN, w, now)
    gesprek = replace(gesprek, wacht_sinds=gesprek.wacht_sinds or now, voorrang=max(gesprek.voorrang, rij.voorrang))
    return naar(gesprek, InWachtrij(now), *_wachtwekkers(gesprek, rij, now)), muziek(gesprek, w)


def weer_voorop(gesprek: Gesprek, w: Wereld, now: datetime) -> Uitkomst:
    """To the head of the queue, with the moment he first began to wait."""
    return wacht(replace(gesprek, kop=True), w, now)


def _wachtwekkers(gesprek: Gesprek, rij: Wachtrij, now: datetime) -> Iterator[Wekker]:
    if not gesprek.lijn:
        return
    if rij.plaats_seconden:
        yield na(now, rij.plaats_seconden, Waarvoor.PLAATS)
    sinds = gesprek.wacht_sinds or now
    grenzen = [sinds + timedelta(seconds=o.grens) for o in rij.overloop if o.bij == "wachttijd"]
    if later := [grens for grens in grenzen if grens > now]:
        yield Wekker(Waarvoor.OVERLOOP, min(later))


def plaats(gesprek: Gesprek, w: Wereld) -> tuple[str, ...]:
    """The prompts that tell his place, and how long it will take: in whole minutes, where the policy has words for it.

    What lasts longer than can be counted, and what nobody can tell because nobody is there, is not told.
    """
    drukte = w.drukte(gesprek, gesprek.wachtrij)
    plek = ("u-bent-nummer", f"getal-{min(drukte.voor + 1, GETALLEN[-1])}")
    minuten = math.ceil((verwachte_wacht_seconden(drukte) or 0) / 60)
    if WACHTTIJD not in w.beleid.geluiden or minuten not in GETALLEN:
        return plek
    return (*plek, WACHTTIJD, f"getal-{minuten}")


# --- calling somebody -------------------------------------------------------------------------------------------------


def bel(gesprek: Gesprek, aan: Aan, w: Wereld, now: datetime) -> tuple[Gesprek, Bel]:
    """Let it ring at somebody; a request to be called back calls him before the citizen."""
    poging = str(gesprek.pogingen + 1)
    rij = w.rij(gesprek)
    seconden = rij.overgaan_seconden if rij else OVERGAAN_SECONDEN
    opdracht = Bel(poging, aan.bestemming, seconden, gesprek.lijn)
    wekker = na(now, seconden + OVERGAAN_SPELING_SECONDEN, Waarvoor.OVERGAAN)
    return naar(gesprek, GaatOver(aan, poging, now), wekker, pogingen=gesprek.pogingen + 1), opdracht


def later_terugbellen(gesprek: Gesprek, w: Wereld, now: datetime) -> Gesprek | None:
    """He was called back in vain, or could not be; None when that was the last time."""
    keer, terug = gesprek.terugbel_pogingen + 1, w.beleid.terugbellen
    if keer >= terug.pogingen:
        return None
    op = now + timedelta(seconds=terug.tussen_seconden)
    return naar(gesprek, Gepland(op), Wekker(Waarvoor.TERUGBELLEN, op), terugbel_pogingen=keer)


def burger(gesprek: Gesprek) -> Bestemming:
    """Where the citizen is called back; he sees the number he called."""
    return Bestemming(Toestel.LIJN, gesprek.van, gesprek.tenant, gesprek.naar)


# --- ending -----------------------------------------------------------------------------------------------------------


def partijen(toestand: Toestand) -> tuple[str, ...]:
    """The parties of a state beside the citizen's line."""
    match toestand:
        case GaatOver(poging=poging):
            return (poging,)
        case BeltBurger(partij=partij, poging=poging) | Ruggespraak(partij=partij, poging=poging):
            return (partij, poging)
        case InGesprek(partij=partij):
            return (partij,)
    return ()


def medewerker_van(toestand: Toestand, partij: str) -> str:
    """The agent who is this party."""
    match toestand:
        case GaatOver(aan=aan, poging=p) | InGesprek(aan=aan, partij=p) if p == partij:
            return aan.medewerker
        case Ruggespraak(met=met, poging=p) if p == partij:
            return met.medewerker
    return ""


def in_browser(toestand: Toestand) -> frozenset[str]:
    """The parties that talk in a browser: they outlive the node, and come back with their socket."""
    match toestand:
        case GaatOver(aan=aan, poging=p) | BeltBurger(aan=aan, partij=p) | InGesprek(aan=aan, partij=p):
            wie = {p: aan}
        case Ruggespraak(aan=aan, partij=p, met=met, poging=q):
            wie = {p: aan, q: met}
        case _:
            wie = {}
    return frozenset(p for p, aan in wie.items() if aan.bestemming.toestel is Toestel.BROWSER)


def zet(aan: Aan, gebeurtenis: m.Gebeurtenis) -> list[Opdracht]:
    """Tell an agent; a number outside has nobody to be told."""
    return [ZetMedewerker(aan.medewerker, gebeurtenis)] if aan.medewerker else []


def laat_los(gesprek: Gesprek, w: Wereld) -> list[Opdracht]:
    """Every agent of this state is free of it: who talked writes, who was only called goes on."""
    vrij = m.Vrijgelaten(gesprek.id)
    match gesprek.toestand:
        case GaatOver(aan):
            return zet(aan, vrij)
        case BeltBurger(aan) | InGesprek(aan):
            return zet(aan, nawerk(gesprek, w))
        case Ruggespraak(aan=aan, met=met, spreekt=spreekt):
            return zet(aan, nawerk(gesprek, w)) + zet(met, nawerk(gesprek, w) if spreekt else vrij)
    return []


def nawerk(gesprek: Gesprek, w: Wereld) -> m.GesprekKlaar:
    rij = w.rij(gesprek)
    return m.GesprekKlaar(gesprek.id, rij.nawerk_seconden if rij else 0)


def einde(gesprek: Gesprek, reden: Reden, w: Wereld, now: datetime, weg: str = "") -> Uitkomst:
    """Over: all parties but the one that hung up are ended, agents are free, and what must be known is written."""
    over = [p for p in (gesprek.lijn, *partijen(gesprek.toestand)) if p and p != weg]
    opdrachten: list[Opdracht] = [Verbreek(p) for p in over]
    if over or weg:
        opdrachten.append(GeefVrij())
    opdrachten += laat_los(gesprek, w)
    if gesprek.beantwoord_op and gesprek.van:
        opdrachten.append(_klantcontact(gesprek, gesprek.beantwoord_op, now))
    if gesprek.terugbel:
        opdrachten.append(MeldAfloop(reden is Reden.GESPROKEN, reden))
    return naar(gesprek, Afgelopen(reden, now), lijn=""), opdrachten


def _klantcontact(gesprek: Gesprek, beantwoord_op: datetime, now: datetime) -> SchrijfKlantcontact:
    sinds = gesprek.wacht_sinds or beantwoord_op
    return SchrijfKlantcontact(
        van=gesprek.van,
        medewerker=gesprek.beantwoord_door,
        wachtrij=gesprek.wachtrij,
        begonnen_op=gesprek.begonnen_op,
        beantwoord_op=beantwoord_op,
        beeindigd_op=now,
        wacht_seconden=round((beantwoord_op - sinds).total_seconds()),
        terugbel=gesprek.terugbel,
        taal=gesprek.taal,
        kanaal=gesprek.kanaal,
    )


def wacht_iemand(toestand: Toestand) -> bool:
    """Whether the citizen waits for an agent in this state."""
    return isinstance(toestand, InWachtrij | KrijgtAanbod | GaatOver)
