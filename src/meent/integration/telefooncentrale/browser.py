"""The agent's telephone in the browser: `Leg` over the web socket of the desk. No SIP: only SDP goes to and fro.

Who it is and of which municipality comes from the log-in, never from a message. An agent has one device: a newer
page takes the place of an older one. When the line drops, the sound goes on by itself (it does not pass here), so a
page that is back within a few seconds keeps its conversations; one that was closed is gone at once.

To the browser    {t: "offer", leg, call, from, name, sdp, ijs?}   {t: "hangup", leg}   {t: "hart"}   {t: "elders"}
From the browser  {t: "hier", legs}   {t: "klaar"}   {t: "ringing", leg}   {t: "answer", leg, sdp}   {t: "reject", leg}
                  {t: "hangup", leg}   {t: "hart"}
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

import msgspec

from meent.integration.telefooncentrale.centrale import (
    SDP_MAX,
    Beantwoord,
    Bestemming,
    Dialoog,
    DialoogGewijzigd,
    GaatOver,
    Melding,
    Mislukt,
    SocketTerug,
    SocketWeg,
    Verbroken,
)
from meent.integration.telefooncentrale.doorgeven import GEEN, Doorgeven

STIL_MAX_SECONDEN = 10.0
"""Without a heartbeat; the page sends one every five seconds."""
TERUG_MAX_SECONDEN = 5.0
"""For a page whose line dropped."""
NA_HERSTART_MAX_SECONDEN = 10.0
BERICHT_MAX = 64 * 1024
FOUT_MAX = 10
"""Messages that cannot be read, from one page; after these the line is closed."""
LEGS_MAX = 20
BROWSER = "browser:"
"""Begins the address of a party in a browser, in the facts that a restarted node gets back."""
WEG, ELDERS, ONLEESBAAR = 1001, 4001, 1008
NIET_BEREIKBAAR, BEZET, GESTOPT, GEEN_WEBRTC = 480, 486, 487, 488

log = logging.getLogger("meent.telefonie")


class KanaalDicht(Exception):
    """The line to the page is closed; `is_gewild` when the page did so itself."""

    def __init__(self, *, is_gewild: bool) -> None:
        super().__init__()
        self.is_gewild = is_gewild


class Kanaal(Protocol):
    """A web socket, as far as we use it."""

    async def receive(self) -> str:
        """The next text; raises KanaalDicht."""

    async def send(self, text: str) -> None:
        """Raises KanaalDicht."""

    async def close(self, code: int) -> None:
        """Closed already is no fault."""


class Hart(msgspec.Struct, tag_field="t", tag="hart"):
    """The page lives."""


class Klaar(msgspec.Struct, tag_field="t", tag="klaar"):
    """The microphone works; calls may come."""


class Hier(msgspec.Struct, tag_field="t", tag="hier"):
    """The first word of a page: which conversations it has."""

    legs: list[str] = []


class Rinkelt(msgspec.Struct, tag_field="t", tag="ringing"):
    leg: str


class Antwoord(msgspec.Struct, tag_field="t", tag="answer"):
    leg: str
    sdp: str


class Weiger(msgspec.Struct, tag_field="t", tag="reject"):
    leg: str


class HangOp(msgspec.Struct, tag_field="t", tag="hangup"):
    leg: str


BERICHT = msgspec.json.Decoder(Hart | Klaar | Hier | Rinkelt | Antwoord | Weiger | HangOp)


class Been:
    """One party in a browser."""

    def __init__(self, gesprek: str, partij: str, *, is_open: bool = False) -> None:
        self.gesprek, self.partij, self.is_open = gesprek, partij, is_open
        self.wekker: asyncio.TimerHandle | None = None

    @property
    def leg(self) -> str:
        return f"{self.gesprek}/{self.partij}"


class Toestel:
    """The one page of an agent, there or just away."""

    def __init__(self, tenant: int, medewerker: str) -> None:
        self.tenant, self.medewerker = tenant, medewerker
        self.kanaal: Kanaal | None = None
        self.is_klaar = False
        self.benen: dict[str, Been] = {}
        self.wekker: asyncio.TimerHandle | None = None
        self.fouten = 0


class BrowserLegs:
    """See `centrale.Leg`. `meld` is called in the loop, and must not wait."""

    def __init__(self, meld: Callable[[Melding], None], doorgeven: Doorgeven = GEEN) -> None:
        self._meld, self._doorgeven = meld, doorgeven
        self._toestellen: dict[tuple[int, str], Toestel] = {}
        self._where: dict[tuple[str, str], Toestel] = {}
        self._sending: set[asyncio.Task[None]] = set()

    def has(self, gesprek: str, partij: str) -> bool:
        return (gesprek, partij) in self._where

    async def serve(self, tenant: int, medewerker: str, kanaal: Kanaal) -> None:
        """One page, from its first word to its last."""
        toestel = self._toestellen.setdefault((tenant, medewerker), Toestel(tenant, medewerker))
        older, toestel.kanaal, toestel.fouten = toestel.kanaal, kanaal, 0
        if older is not None:
            self._send(toestel, {"t": "elders"}, to=older, then=ELDERS)
        is_gewild = False
        try:
            while toestel.kanaal is kanaal:
                async with asyncio.timeout(STIL_MAX_SECONDEN):
                    text = await kanaal.receive()
                self._heard(toestel, kanaal, text)
        except TimeoutError:
            is_gewild = True  # ten seconds were all there was to wait
        except KanaalDicht as dicht:
            is_gewild = dicht.is_gewild
        finally:
            if toestel.kanaal is kanaal:
                self._lost(toestel, TERUG_MAX_SECONDEN if not is_gewild else 0)
        await kanaal.close(WEG)

    # --- commands ---------------------------------------------------------------------------------------------------

    async def answer(self, gesprek: str, sdp: str) -> None:
        """No caller is in a browser."""

    async def dial(self, gesprek: str, poging: str, to: Bestemming, sdp: str, ring_seconden: int) -> None:
        if self.has(gesprek, poging):
            return
        toestel = self._toestellen.get((to.tenant, to.adres))
        if toestel is None or toestel.kanaal is None or not toestel.is_klaar:
            self._meld(Mislukt(gesprek, poging, NIET_BEREIKBAAR))
            return
        been = self._new(toestel, gesprek, poging)
        been.wekker = asyncio.get_running_loop().call_later(ring_seconden, self._stop, been, NIET_BEREIKBAAR)
        offer: dict[str, Any] = {"t": "offer", "leg": been.leg, "call": gesprek, "from": to.van, "name": to.naam}
        offer["sdp"] = sdp
        if ijs := self._doorgeven.voor(f"{toestel.tenant}/{toestel.medewerker}", datetime.now(UTC)):
            offer["ijs"] = ijs
        self._send(toestel, offer)

    async def hang_up(self, gesprek: str, partij: str, cause: int = 0) -> None:
        toestel = self._where.get((gesprek, partij))
        if toestel is None:
            return
        been = toestel.benen[f"{gesprek}/{partij}"]
        if been.is_open:
            self._forget(been)
            self._send(toestel, {"t": "hangup", "leg": been.leg})
        else:
            self._stop(been, GESTOPT)

    async def adopt(self, dialogen: Sequence[Dialoog]) -> frozenset[tuple[str, str]]:
        """The pages come by themselves; who does not within ten seconds has gone."""
        for dialoog in dialogen:
            tenant, _, medewerker = dialoog.doel.removeprefix(BROWSER).partition("/")
            key = (int(tenant), medewerker)
            toestel = self._toestellen.setdefault(key, Toestel(*key))
            if not self.has(dialoog.gesprek, dialoog.partij):
                self._new(toestel, dialoog.gesprek, dialoog.partij, is_open=True)
            if toestel.kanaal is None:
                self._wait_for(toestel, NA_HERSTART_MAX_SECONDEN)
        return frozenset((dialoog.gesprek, dialoog.partij) for dialoog in dialogen)

    # --- what happens -----------------------------------------------------------------------------------------------

    def _heard(self, toestel: Toestel, kanaal: Kanaal, text: str) -> None:
        try:
            if len(text) > BERICHT_MAX:
                raise msgspec.ValidationError("te lang")
            bericht = BERICHT.decode(text)
        except (msgspec.DecodeError, RecursionError, UnicodeError):
            toestel.fouten += 1
            log.warning("browser_onleesbaar", extra={"keer": toestel.fouten})
            if toestel.fouten >= FOUT_MAX:
                self._send(toestel, {"t": "hart"}, to=kanaal, then=ONLEESBAAR)
            return
        match bericht:
            case Hart():
                self._send(toestel, {"t": "hart"})
            case Klaar() if not toestel.is_klaar:
                toestel.is_klaar = True
                self._meld(SocketTerug(toestel.tenant, toestel.medewerker))
            case Hier():
                self._is_here(toestel, set(bericht.legs[:LEGS_MAX]))
            case Rinkelt() | Antwoord() | Weiger() | HangOp():
                been = toestel.benen.get(bericht.leg)
                if been is None:  # of somebody else, or over: the page need not keep it
                    self._send(toestel, {"t": "hangup", "leg": bericht.leg[:100]})
                else:
                    self._about(toestel, been, bericht)

    def _about(self, toestel: Toestel, been: Been, bericht: Rinkelt | Antwoord | Weiger | HangOp) -> None:
        match bericht:
            case Rinkelt() if not been.is_open:
                self._meld(GaatOver(been.gesprek, been.partij))
            case Antwoord() if not been.is_open and not is_webrtc(bericht.sdp):
                self._send(toestel, {"t": "hangup", "leg": been.leg})
                self._failed(been, GEEN_WEBRTC)
            case Antwoord() if not been.is_open:
                been.is_open = True
                self._calm(been)
                self._meld(DialoogGewijzigd(facts_of(been, toestel)))
                self._meld(Beantwoord(been.gesprek, been.partij, bericht.sdp))
            case Weiger() if not been.is_open:
                self._failed(been, BEZET)
            case HangOp():
                self._failed(been, BEZET)

    def _is_here(self, toestel: Toestel, legs: set[str]) -> None:
        """The page is (back) here: what it does not have is over, what we do not have it must end."""
        if toestel.wekker is not None:
            toestel.wekker.cancel()
        for been in list(toestel.benen.values()):
            if been.leg not in legs:
                self._failed(been, NIET_BEREIKBAAR)
        for leg in legs - toestel.benen.keys():
            self._send(toestel, {"t": "hangup", "leg": leg[:100]})

    def _lost(self, toestel: Toestel, patience: float) -> None:
        toestel.kanaal = None
        if patience:
            self._wait_for(toestel, patience)
        else:
            self._gone(toestel)

    def _wait_for(self, toestel: Toestel, seconden: float) -> None:
        if toestel.wekker is not None:
            toestel.wekker.cancel()
        toestel.wekker = asyncio.get_running_loop().call_later(seconden, self._gone, toestel)

    def _gone(self, toestel: Toestel) -> None:
        if toestel.kanaal is not None:
            return
        was_klaar, toestel.is_klaar = toestel.is_klaar, False
        self._toestellen.pop((toestel.tenant, toestel.medewerker), None)
        if was_klaar:
            self._meld(SocketWeg(toestel.tenant, toestel.medewerker))
        for been in list(toestel.benen.values()):
            self._failed(been, NIET_BEREIKBAAR)

    def _stop(self, been: Been, code: int) -> None:
        """End what rings."""
        toestel = self._where[been.gesprek, been.partij]
        self._send(toestel, {"t": "hangup", "leg": been.leg})
        self._failed(been, code)

    def _failed(self, been: Been, code: int) -> None:
        self._forget(been)
        if been.is_open:
            self._meld(Verbroken(been.gesprek, been.partij))
        else:
            self._meld(Mislukt(been.gesprek, been.partij, code))

    def _new(self, toestel: Toestel, gesprek: str, partij: str, *, is_open: bool = False) -> Been:
        been = Been(gesprek, partij, is_open=is_open)
        toestel.benen[been.leg] = been
        self._where[gesprek, partij] = toestel
        return been

    def _forget(self, been: Been) -> None:
        self._calm(been)
        toestel = self._where.pop((been.gesprek, been.partij), None)
        if toestel is not None:
            toestel.benen.pop(been.leg, None)

    def _calm(self, been: Been) -> None:
        if been.wekker is not None:
            been.wekker.cancel()

    def _send(self, toestel: Toestel, message: dict[str, Any], *, to: Kanaal | None = None, then: int = 0) -> None:
        """In its own time: a page that does not read must not hold up a conversation."""
        kanaal = to or toestel.kanaal
        if kanaal is None:
            return
        task = asyncio.get_running_loop().create_task(_sent(kanaal, msgspec.json.encode(message).decode(), then))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)


async def _sent(kanaal: Kanaal, text: str, then: int) -> None:
    try:
        async with asyncio.timeout(STIL_MAX_SECONDEN):
            await kanaal.send(text)
    except (KanaalDicht, TimeoutError):
        log.info("browser_hoort_niet")
    if then:
        await kanaal.close(then)


def is_webrtc(sdp: str) -> bool:
    """An answer that can be connected; anything else would be a call without sound."""
    return len(sdp) <= SDP_MAX and all(part in sdp for part in ("m=audio ", "a=fingerprint:", "a=ice-ufrag:"))


def facts_of(been: Been, toestel: Toestel) -> Dialoog:
    """What a restarted node needs to know of a party in a browser: whose it is."""
    return Dialoog(
        gesprek=been.gesprek, partij=been.partij, call_id=been.leg, eigen_tag="", hun_tag="", cseq_eigen=0, cseq_hun=0,
        doel=f"{BROWSER}{toestel.tenant}/{toestel.medewerker}", eigen_uri="", hun_uri="",
    )  # fmt: skip
