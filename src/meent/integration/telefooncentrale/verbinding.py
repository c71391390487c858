"""An exchange as a server opens it: the real one of this machine, or one that is simulated."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Protocol

from meent.integration.telefooncentrale.aansluiting import Aansluiting
from meent.integration.telefooncentrale.browser import BrowserLegs, Kanaal
from meent.integration.telefooncentrale.centrale import Bestemming, Leg, Media, Melder
from meent.integration.telefooncentrale.opstelling import Opstelling
from meent.integration.telefooncentrale.simulator import Doe, Simulator

NIET_OPEN = 1013
"""Try again later: the exchange is not open, or not any more."""

Geluid = Callable[[str, Path], Path]
"""(name of a sound, folder where the media server reads) -> its file"""

log = logging.getLogger("meent.telefonie")


class Verbinding(Protocol):
    """One exchange.

    knoppen    answers by a button of the screen, where no telephone makes a sound
    meldingen  folder where it reads sounds; None where it makes none
    """

    @property
    def knoppen(self) -> Simulator | None: ...

    @property
    def meldingen(self) -> Path | None: ...

    def open(self, melder: Melder, geluid: Geluid) -> AbstractAsyncContextManager[tuple[Leg, Media]]:
        """While this lasts, what happens is told to `melder`."""

    async def serve(self, tenant: int, medewerker: str, kanaal: Kanaal) -> None:
        """The telephone of an agent in a browser, for as long as its page is there."""


class Straks:
    """Does things after so many seconds; what is not done when it ends is never done."""

    def __init__(self) -> None:
        self._taken: set[asyncio.Task[None]] = set()

    def later(self, seconden: float, doe: Doe) -> None:
        async def wait() -> None:
            await asyncio.sleep(seconden)
            await doe()

        task = asyncio.get_running_loop().create_task(wait())
        self._taken.add(task)
        task.add_done_callback(self._klaar)

    def _klaar(self, task: "asyncio.Task[None]") -> None:
        self._taken.discard(task)
        if not task.cancelled() and (fault := task.exception()):
            log.error("straks_mislukt", exc_info=fault)

    async def einde(self) -> None:
        taken = list(self._taken)
        for task in taken:
            task.cancel()
        await asyncio.gather(*taken, return_exceptions=True)


class Gesimuleerd:
    """No telephones and no sound.

    gedrag   what who is called does of himself; see `Simulator`
    """

    def __init__(self, gedrag: Callable[[str, str, Bestemming], None] | None = None) -> None:
        self.straks = Straks()
        self.sim = Simulator(later=self.straks.later, gedrag=gedrag)

    @property
    def knoppen(self) -> Simulator | None:
        return self.sim

    @property
    def meldingen(self) -> Path | None:
        return None

    @asynccontextmanager
    async def open(self, melder: Melder, geluid: Geluid) -> AsyncIterator[tuple[Leg, Media]]:
        self.sim.melder = melder
        try:
            yield self.sim, self.sim
        finally:
            self.sim.melder = None
            await self.straks.einde()

    async def serve(self, tenant: int, medewerker: str, kanaal: Kanaal) -> None:
        await kanaal.close(NIET_OPEN)


class Echt:
    """Kamailio and rtpengine of this machine, started when they do not run; they go on when we stop."""

    def __init__(self, opstelling: Opstelling) -> None:
        self.opstelling = opstelling
        self._browsers: BrowserLegs | None = None

    @property
    def knoppen(self) -> Simulator | None:
        return None

    @property
    def meldingen(self) -> Path:
        return self.opstelling.home / "meldingen"

    @asynccontextmanager
    async def open(self, melder: Melder, geluid: Geluid) -> AsyncIterator[tuple[Leg, Media]]:
        await self.opstelling.start()
        folder = self.meldingen
        async with Aansluiting.open(self.opstelling, melder, lambda naam: geluid(naam, folder)) as aan:
            self._browsers = aan.legs.browser
            try:
                yield aan.legs, aan.media
            finally:
                self._browsers = None

    async def serve(self, tenant: int, medewerker: str, kanaal: Kanaal) -> None:
        if self._browsers is None:
            await kanaal.close(NIET_OPEN)
        else:
            await self._browsers.serve(tenant, medewerker, kanaal)
