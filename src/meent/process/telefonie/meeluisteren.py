"""Who listens in silently: where the queue allows it, seen by the agent, until the conversation ends. Pure.

Heard is what is recorded: what caller and agent say to each other, and nothing else. The copies follow the state, so a
transfer goes on with who takes over. That somebody began and stopped are lines of the conversation. Source: 0062.
"""

from datetime import datetime
from typing import Any

import msgspec

from meent.integration.telefooncentrale.centrale import Beantwoord, Mislukt, Verbroken
from meent.process.telefonie.beleid import Wachtrij
from meent.process.telefonie.luisterwaarden import (
    Been,
    Kopieer,
    KopieKlaar,
    Luisteraar,
    LuisterMee,
    StopKopie,
    StopLuisteren,
)
from meent.process.telefonie.overgang import Uitkomst, Wereld, replace
from meent.process.telefonie.toestand import Afgelopen, Gesprek, InGesprek, Opdracht


def mag(gesprek: Gesprek, rij: Wachtrij | None) -> bool:
    """Whether somebody may begin to listen in now: they talk, the queue allows it, and nobody else listens."""
    talks = isinstance(gesprek.toestand, InGesprek) and bool(gesprek.toestand.aan.medewerker)
    return bool(talks and rij and rij.meeluisteren and gesprek.luisteraar is None)


def wie_luistert(gesprek: Gesprek) -> str:
    """Name of who hears this conversation now, or ""."""
    return gesprek.luisteraar.naam if gesprek.luisteraar and gesprek.luisteraar.benen else ""


def begin(gesprek: Gesprek, event: LuisterMee, w: Wereld, now: datetime) -> Uitkomst | None:
    """`volg` makes the copies."""
    if not mag(gesprek, w.rij(gesprek)):
        return None
    return replace(gesprek, luisteraar=Luisteraar(event.wie, event.naam, event.bestemming, now)), []


def stop(gesprek: Gesprek, event: StopLuisteren) -> Uitkomst | None:
    luistert = gesprek.luisteraar
    return _weg(gesprek, luistert.benen) if luistert and luistert.wie == event.wie else None


def van_been(gesprek: Gesprek, event: Beantwoord | Mislukt | Verbroken) -> Uitkomst | None:
    """What happened to a copy: it is heard, or the listener is gone and with him the other copy."""
    benen = gesprek.luisteraar.benen if gesprek.luisteraar else ()
    naam = event.partij if isinstance(event, Verbroken) else event.poging
    if naam not in [been.luisteraar for been in benen]:
        return None
    if isinstance(event, Beantwoord):
        return gesprek, [KopieKlaar(naam, event.sdp)]
    return _weg(gesprek, tuple(been for been in benen if been.luisteraar != naam))


def volg(uitkomst: Uitkomst, w: Wereld) -> Uitkomst:
    """The same, with a copy for each who talks now and for nobody else."""
    gesprek, opdrachten = uitkomst
    luistert = gesprek.luisteraar
    if luistert is None:
        return uitkomst
    if isinstance(gesprek.toestand, Afgelopen):
        gesprek, stoppen = _weg(gesprek, luistert.benen)
        return gesprek, [*stoppen, *opdrachten]
    wil = _te_horen(gesprek, w)
    weg = [been for been in luistert.benen if been.partij not in wil]
    blijft = tuple(been for been in luistert.benen if been.partij in wil)
    erbij = [partij for partij in wil if partij not in [been.partij for been in blijft]]
    nieuw = tuple(Been(partij, f"L{luistert.nummer + n}") for n, partij in enumerate(erbij, 1))
    if not weg and not nieuw:
        return uitkomst
    gesprek = replace(
        gesprek, luisteraar=_anders(luistert, benen=(*blijft, *nieuw), nummer=luistert.nummer + len(nieuw))
    )
    kopieer = [Kopieer(been.partij, been.luisteraar, luistert.bestemming) for been in nieuw]
    return gesprek, [*_stoppen(weg), *opdrachten, *kopieer]


def _te_horen(gesprek: Gesprek, w: Wereld) -> tuple[str, ...]:
    rij = w.rij(gesprek)
    match gesprek.toestand:
        case InGesprek(aan=aan, partij=partij, in_wacht=False) if aan.medewerker and rij and rij.meeluisteren:
            return gesprek.lijn, partij
    return ()


def _weg(gesprek: Gesprek, benen: tuple[Been, ...]) -> Uitkomst:
    return replace(gesprek, luisteraar=None), _stoppen(benen)


def _stoppen(benen: "list[Been] | tuple[Been, ...]") -> list[Opdracht]:
    return [StopKopie(been.luisteraar) for been in benen]


def _anders(luisteraar: Luisteraar, **anders: Any) -> Luisteraar:
    return msgspec.structs.replace(luisteraar, **anders)
