"""One `Leg` of the two: who is in a browser goes over the web socket, everybody else over SIP."""

from collections.abc import Callable, Sequence

from meent.integration.telefooncentrale.browser import BROWSER, BrowserLegs
from meent.integration.telefooncentrale.centrale import Bestemming, Dialoog, Melding, Toestel
from meent.integration.telefooncentrale.doorgeven import GEEN, Doorgeven
from meent.integration.telefooncentrale.sip import SipLegs


class Legs:
    """See `centrale.Leg`."""

    def __init__(self, meld: Callable[[Melding], None], doorgeven: Doorgeven = GEEN) -> None:
        self.sip, self.browser = SipLegs(meld), BrowserLegs(meld, doorgeven)

    async def answer(self, gesprek: str, sdp: str) -> None:
        await self.sip.answer(gesprek, sdp)

    async def dial(self, gesprek: str, poging: str, to: Bestemming, sdp: str, ring_seconden: int) -> None:
        legs = self.browser if to.toestel is Toestel.BROWSER else self.sip
        await legs.dial(gesprek, poging, to, sdp, ring_seconden)

    async def hang_up(self, gesprek: str, partij: str, cause: int = 0) -> None:
        legs = self.browser if self.browser.has(gesprek, partij) else self.sip
        await legs.hang_up(gesprek, partij, cause)

    async def adopt(self, dialogen: Sequence[Dialoog]) -> frozenset[tuple[str, str]]:
        is_browser = [dialoog.doel.startswith(BROWSER) for dialoog in dialogen]
        pages = [dialoog for dialoog, here in zip(dialogen, is_browser, strict=True) if here]
        others = [dialoog for dialoog, here in zip(dialogen, is_browser, strict=True) if not here]
        return await self.browser.adopt(pages) | await self.sip.adopt(others)
