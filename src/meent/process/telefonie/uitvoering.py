"""Doing what a step wants done, on an exchange. May be done twice."""

from typing import Protocol

from meent.integration.telefooncentrale.centrale import BELLER, Leg, Media
from meent.process.telefonie.luisterwaarden import Kopieer, KopieKlaar, StopKopie
from meent.process.telefonie.toestand import (
    Bel,
    GeefVrij,
    Koppel,
    NeemGesprekOp,
    NeemOp,
    Opdracht,
    Parkeer,
    Samen,
    Speel,
    Stil,
    Verbreek,
    Weiger,
)

BEZET = 486
LUISTER_SECONDEN = 10
"""Within which the page of a listener answers by itself."""


class Knoppen(Protocol):
    """Answering for somebody whose telephone makes no sound: the simulator."""

    async def pick_up(self, gesprek: str, poging: str) -> None: ...

    async def refuse(self, gesprek: str, poging: str, code: int = BEZET) -> None: ...


async def do(opdracht: Opdracht, gesprek: str, leg: Leg, media: Media) -> None:
    """raises CentraleFout, and then it is not done."""
    match opdracht:
        case NeemOp(sdp):
            await leg.answer(gesprek, await media.greet(gesprek, sdp))
        case Weiger(code):
            await leg.hang_up(gesprek, BELLER, code)
        case Speel(geluiden, keer, partij):
            await media.play(gesprek, geluiden, repeat=keer, aan=partij)
        case Stil(partij):
            await media.stop_playing(gesprek, aan=partij)
        case Bel(poging, bestemming, seconden, naar):
            if naar:
                sdp = await media.offer(gesprek, poging, bestemming.toestel, naar=naar)
            else:
                sdp = await media.call_first(gesprek, poging, bestemming.toestel)
            await leg.dial(gesprek, poging, bestemming, sdp, seconden)
        case Koppel(poging, sdp):
            await media.connect(gesprek, poging, sdp)
        case Parkeer(partij, geluid):
            await media.hold(gesprek, partij, geluid)
        case Samen(partij, andere):
            await media.join(gesprek, partij, andere)
        case Verbreek(partij):
            await leg.hang_up(gesprek, partij)
        case NeemGesprekOp(aan):
            await media.record(gesprek, on=aan)
        case Kopieer(partij, luisteraar, bestemming):
            sdp = await media.copy(gesprek, partij, luisteraar, bestemming.toestel)
            await leg.dial(gesprek, luisteraar, bestemming, sdp, LUISTER_SECONDEN)
        case KopieKlaar(luisteraar, sdp):
            await media.copy_answered(gesprek, luisteraar, sdp)
        case StopKopie(luisteraar):
            await media.copy_ended(gesprek, luisteraar)
            await leg.hang_up(gesprek, luisteraar)
        case GeefVrij():
            await media.release(gesprek)


def begonnen(opdracht: Opdracht) -> tuple[str, ...]:
    """The parties that are there once this was done."""
    match opdracht:
        case NeemOp():
            return (BELLER,)
        case Bel(poging=poging):
            return (poging,)
    return ()
