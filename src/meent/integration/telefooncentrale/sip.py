"""Telephones and the trunk: `Leg` over SIP. Signalling only, so its end does not end a conversation that is going on.

SIP itself is done by sippy in a thread of its own; this side keeps what a leg means for a conversation, and its timers.
"""

import asyncio
import itertools
from collections.abc import Callable, Sequence
from uuid import UUID, uuid5

from meent.basis.telefoonnummer import e164
from meent.integration.telefooncentrale.centrale import (
    BELLER,
    Beantwoord,
    Bestemming,
    CentraleFout,
    Dialoog,
    DialoogGewijzigd,
    GaatOver,
    Kwam,
    Melding,
    Mislukt,
    Toestel,
    Toets,
    Verbroken,
)
from meent.integration.telefooncentrale.draad import Stapel, draad
from meent.integration.telefooncentrale.feiten import (
    Cijfer,
    Feiten,
    Gemist,
    Gevallen,
    Nieuw,
    Opgenomen,
    Over,
    Voorval,
)

GESPREKKEN = UUID("6a1d3f0e-53c7-4b5e-9d39-0f2f6c1f7a10")
GEEN_ANTWOORD, GESTOPT = 480, 487
HEADER = "X-Meent-Toestel"
"""Tells Kamailio where to look for whom we call; it takes the header off, and lets it in from us alone."""


class Lijn:
    """One leg: whose it is, and how far it is."""

    def __init__(self, gesprek: str, partij: str, been: int, *, is_open: bool = False) -> None:
        self.gesprek, self.partij, self.been = gesprek, partij, been
        self.is_open = is_open
        self.wekker: asyncio.TimerHandle | None = None


class SipLegs:
    """See `centrale.Leg`. `meld` is called in the loop, and must not wait."""

    def __init__(self, meld: Callable[[Melding], None]) -> None:
        self._meld = meld
        self._numbers = itertools.count(1)
        self._by_been: dict[int, Lijn] = {}
        self._by_partij: dict[tuple[str, str], Lijn] = {}
        self._stapel: Stapel | None = None

    async def open(self, adres: tuple[str, int], edge: tuple[str, int], domein: str) -> None:
        """Listen at `adres`; raises OSError when somebody else does, TelefonieOntbreekt without sippy.

        domein  what stands behind our own number when we call
        """
        loop = asyncio.get_running_loop()
        thread = await asyncio.to_thread(draad)

        def heard(voorval: Voorval) -> None:
            loop.call_soon_threadsafe(self._heard, voorval)

        stapel = thread.stapel(adres, edge, domein, heard)
        opened: asyncio.Future[None] = loop.create_future()

        def begin() -> None:
            try:
                stapel.open()
            except OSError as fault:
                loop.call_soon_threadsafe(opened.set_exception, fault)
            else:
                loop.call_soon_threadsafe(opened.set_result, None)

        thread.call(begin)
        await opened
        self._stapel = stapel

    async def close(self) -> None:
        """Stop listening; conversations go on, for a next node to adopt."""
        if self._stapel is None:
            return
        loop, stapel = asyncio.get_running_loop(), self._stapel
        closed: asyncio.Future[None] = loop.create_future()

        def end() -> None:
            stapel.close()
            loop.call_soon_threadsafe(closed.set_result, None)

        draad().call(end)
        await closed
        self._stapel = None
        for lijn in list(self._by_been.values()):
            self._forget(lijn)

    def has(self, gesprek: str, partij: str) -> bool:
        return (gesprek, partij) in self._by_partij

    # --- commands ---------------------------------------------------------------------------------------------------

    async def answer(self, gesprek: str, sdp: str) -> None:
        lijn = self._by_partij.get((gesprek, BELLER))
        if lijn is not None and not lijn.is_open:
            lijn.is_open = True
            self._ask(self._sip.neem_op, lijn.been, sdp)

    async def dial(self, gesprek: str, poging: str, to: Bestemming, sdp: str, ring_seconden: int) -> None:
        if self.has(gesprek, poging):
            return
        lijn = self._new(gesprek, poging, next(self._numbers))
        lijn.wekker = asyncio.get_running_loop().call_later(ring_seconden, self._stop, lijn, GEEN_ANTWOORD)
        where = "lijn" if to.toestel is Toestel.LIJN else "toestel"
        self._ask(self._sip.bel, lijn.been, to.adres, to.van, to.naam, sdp, {HEADER: where})

    async def hang_up(self, gesprek: str, partij: str, cause: int = 0) -> None:
        lijn = self._by_partij.get((gesprek, partij))
        if lijn is None:
            return
        if lijn.been > 0 and not lijn.is_open:
            self._stop(lijn, GESTOPT)
            return
        self._forget(lijn)
        self._ask(self._sip.hang_op, lijn.been, cause or GEEN_ANTWOORD)

    async def adopt(self, dialogen: Sequence[Dialoog]) -> frozenset[tuple[str, str]]:
        for dialoog in dialogen:
            if self.has(dialoog.gesprek, dialoog.partij):
                continue
            lijn = self._new(dialoog.gesprek, dialoog.partij, next(self._numbers), is_open=True)
            self._ask(self._sip.neem_over, lijn.been, facts_of(dialoog, lijn.been))
        return frozenset((dialoog.gesprek, dialoog.partij) for dialoog in dialogen)

    # --- what happens -----------------------------------------------------------------------------------------------

    def _heard(self, voorval: Voorval) -> None:
        if isinstance(voorval, Nieuw):
            # From the INVITE itself: a node that has just started hears of who rings already under the same id.
            lijn = self._new(str(uuid5(GESPREKKEN, voorval.sleutel)), BELLER, voorval.been)
            self._meld(Kwam(lijn.gesprek, e164(voorval.van), e164(voorval.naar), voorval.sdp))
            return
        found = self._by_been.get(voorval.been)
        if found is None:  # we hung up a moment ago
            return
        match voorval:
            case Over():
                self._meld(GaatOver(found.gesprek, found.partij))
            case Opgenomen():
                self._opened(found)
                self._meld(Beantwoord(found.gesprek, found.partij, voorval.sdp))
            case Gemist():
                self._failed(found, voorval.code)
            case Gevallen():
                self._forget(found)
                self._meld(Verbroken(found.gesprek, found.partij))
            case Cijfer():
                if found.partij == BELLER:
                    self._meld(Toets(found.gesprek, voorval.cijfer))
            case Feiten():
                self._meld(DialoogGewijzigd(dialoog_of(voorval, found)))

    def _opened(self, lijn: Lijn) -> None:
        lijn.is_open = True
        if lijn.wekker is not None:
            lijn.wekker.cancel()

    def _stop(self, lijn: Lijn, code: int) -> None:
        """Stop a telephone that rings; what it still says is not heard any more."""
        self._failed(lijn, code)
        self._ask(self._sip.hang_op, lijn.been, code)

    def _failed(self, lijn: Lijn, code: int) -> None:
        self._forget(lijn)
        if lijn.been < 0 or lijn.is_open:
            self._meld(Verbroken(lijn.gesprek, lijn.partij))
        else:
            self._meld(Mislukt(lijn.gesprek, lijn.partij, code))

    def _new(self, gesprek: str, partij: str, been: int, *, is_open: bool = False) -> Lijn:
        lijn = Lijn(gesprek, partij, been, is_open=is_open)
        self._by_been[been] = self._by_partij[gesprek, partij] = lijn
        return lijn

    def _forget(self, lijn: Lijn) -> None:
        if lijn.wekker is not None:
            lijn.wekker.cancel()
        self._by_been.pop(lijn.been, None)
        self._by_partij.pop((lijn.gesprek, lijn.partij), None)

    @property
    def _sip(self) -> Stapel:
        if self._stapel is None:
            raise CentraleFout("De telefooncentrale staat niet aan.")
        return self._stapel

    def _ask(self, command: Callable[..., None], *args: object) -> None:
        draad().call(command, *args)


def facts_of(dialoog: Dialoog, been: int) -> Feiten:
    d = dialoog
    return Feiten(
        been, d.call_id, d.eigen_tag, d.hun_tag, d.cseq_eigen, d.cseq_hun, d.doel, d.eigen_uri, d.hun_uri, d.route,
        d.sdp,
    )  # fmt: skip


def dialoog_of(facts: Feiten, lijn: Lijn) -> Dialoog:
    f = facts
    return Dialoog(
        lijn.gesprek, lijn.partij, f.call_id, f.eigen_tag, f.hun_tag, f.cseq_eigen, f.cseq_hun, f.doel, f.eigen_uri,
        f.hun_uri, f.route, f.sdp,
    )  # fmt: skip
