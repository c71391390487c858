"""The real exchange as one thing: media server, digits, SIP and browsers of one node, opened and closed together."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from meent.integration.telefooncentrale.centrale import BELLER, Melder, Toets
from meent.integration.telefooncentrale.legs import Legs
from meent.integration.telefooncentrale.media import RtpMedia
from meent.integration.telefooncentrale.ng import Ng, ToetsLog
from meent.integration.telefooncentrale.opstelling import LOOPBACK, Opstelling
from meent.integration.telefooncentrale.volgorde import OpVolgorde


class Aansluiting:
    """`legs` and `media` are the two protocols of `centrale`; reports go to the melder it was opened with."""

    def __init__(self, legs: Legs, media: RtpMedia, meld: OpVolgorde) -> None:
        self.legs, self.media, self.meld = legs, media, meld

    @classmethod
    @asynccontextmanager
    async def open(
        cls, opstelling: Opstelling, melder: Melder, geluid: Callable[[str], Path]
    ) -> "AsyncIterator[Aansluiting]":
        """While this lasts, calls come in. Kamailio and rtpengine run already (`Opstelling.start`).

        raises  TelefonieOntbreekt without sippy, OSError when another node listens here
        """
        poorten, meld = opstelling.poorten, OpVolgorde(melder)

        def pressed(gesprek: str, partij: str, cijfer: str) -> None:
            if partij == BELLER:
                meld(Toets(gesprek, cijfer))

        ng = await Ng.open(LOOPBACK, poorten.ng)
        digits = await ToetsLog.open(LOOPBACK, poorten.toetsen, pressed)
        legs = Legs(meld, opstelling.doorgeven)
        try:
            domein = opstelling.naam or opstelling.host
            await legs.sip.open((LOOPBACK, poorten.node), (LOOPBACK, poorten.binnen), domein)
            media = RtpMedia(
                ng, opstelling.home, geluid, lijn_srtp=opstelling.lijn_srtp, toestel_srtp=opstelling.toestel_srtp
            )
            yield cls(legs, media, meld)
        finally:
            await legs.sip.close()
            digits.close()
            ng.close()
