"""When a conversation is recorded: what the caller hears before, who may pause it, what must be kept after it. Pure.

Recorded is exactly what caller and agent say to each other: not the wait, not on hold, not what colleagues say among
themselves in a consultation, and never a number outside. The recorder follows the state: nobody switches it but here.
Source: decision 0062.
"""

from datetime import datetime
from typing import Any

import msgspec

from meent.process.telefonie.beleid import Wachtrij
from meent.process.telefonie.luisterwaarden import Opname
from meent.process.telefonie.overgang import Uitkomst, Wereld, replace
from meent.process.telefonie.toestand import (
    Afgelopen,
    BewaarOpname,
    Event,
    Gesprek,
    InGesprek,
    NeemGesprekOp,
    Opdracht,
    OpnameHapert,
    Ruggespraak,
    ZetOpname,
)


def moet_horen(gesprek: Gesprek, rij: Wachtrij, w: Wereld) -> bool:
    """Whether somebody who comes to this queue must first hear that he may be recorded."""
    nieuw = rij.opnemen and not gesprek.opname.is_verteld
    return bool(nieuw and gesprek.lijn and rij.opname_melding in w.beleid.geluiden)


def verteld(gesprek: Gesprek) -> Gesprek:
    return replace(gesprek, opname=_anders(gesprek, is_verteld=True))


def kan(gesprek: Gesprek, rij: Wachtrij | None) -> bool:
    """Whether this conversation is one that is recorded, now or in a moment."""
    return bool(rij and rij.opnemen and gesprek.opname.is_verteld)


def zet(gesprek: Gesprek, event: ZetOpname, w: Wereld) -> Uitkomst | None:
    """The agent pauses or goes on; `volg` tells the exchange."""
    if not isinstance(gesprek.toestand, InGesprek | Ruggespraak) or not kan(gesprek, w.rij(gesprek)):
        return None
    return replace(gesprek, opname=_anders(gesprek, is_stil=not event.aan, hapert=False)), []


def hapert(gesprek: Gesprek, event: OpnameHapert) -> Uitkomst:
    """It stays as it was; who wanted to begin sees it paused, and can try again."""
    stil = gesprek.opname.is_stil or event.aan
    return replace(gesprek, opname=_anders(gesprek, loopt=not event.aan, is_stil=stil, hapert=True)), []


def volg(uitkomst: Uitkomst, event: Event, w: Wereld, now: datetime) -> Uitkomst:
    """The same, with the recorder as the new state wants it; at the end, what was recorded is to be kept.

    It stops before anything else is done and begins after it: nothing is recorded that should not be.
    """
    gesprek, opdrachten = uitkomst
    if isinstance(event, OpnameHapert):  # asking again at once would go round and round
        return uitkomst
    aan = _moet_lopen(gesprek, w)
    if aan and not gesprek.opname.loopt:
        gesprek, opdrachten = _begin(gesprek, w, now), [*opdrachten, NeemGesprekOp(True)]
    elif gesprek.opname.loopt and not aan:
        gesprek = replace(gesprek, opname=_anders(gesprek, loopt=False))
        opdrachten = [NeemGesprekOp(False), *opdrachten]
    if isinstance(gesprek.toestand, Afgelopen) and gesprek.opname.sinds:
        opdrachten = [*opdrachten, _bewaar(gesprek, gesprek.opname.sinds, now)]
    return gesprek, opdrachten


def _moet_lopen(gesprek: Gesprek, w: Wereld) -> bool:
    match gesprek.toestand:
        case InGesprek(aan=aan, in_wacht=False) if aan.medewerker:
            return kan(gesprek, w.rij(gesprek)) and not gesprek.opname.is_stil
    return False


def _begin(gesprek: Gesprek, w: Wereld, now: datetime) -> Gesprek:
    rij, was = w.rij(gesprek), gesprek.opname
    dagen = min(filter(None, (was.dagen, rij.opname_bewaardagen if rij else 0)), default=1)
    return replace(gesprek, opname=_anders(gesprek, loopt=True, sinds=was.sinds or now, dagen=dagen))


def _bewaar(gesprek: Gesprek, sinds: datetime, now: datetime) -> Opdracht:
    return BewaarOpname(gesprek.wachtrij, gesprek.beantwoord_door, sinds, now, gesprek.opname.dagen)


def _anders(gesprek: Gesprek, **anders: Any) -> Opname:
    return msgspec.structs.replace(gesprek.opname, **anders)
