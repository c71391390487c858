"""The contact centre as a part of a server: it begins with it, runs beside serving, and ends with it.

Ending ends no conversation: what is open stands in the journal, and the next one takes it up (decision 0042).
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, cast

from meent.basis.meanwhile import meanwhile
from meent.integration.telefooncentrale.centrale import CentraleFout
from meent.integration.telefooncentrale.opnamen import Archief
from meent.integration.telefooncentrale.verbinding import Verbinding
from meent.integration.zgw import Zgw
from meent.process.telefonie.beleid import Beleid
from meent.process.telefonie.bewaren import MetOpnamen
from meent.process.telefonie.desk import Desk
from meent.process.telefonie.journaal import Journaal
from meent.process.telefonie.registers import Registers
from meent.process.telefonie.stem import Stem

OPRUIMEN_SECONDEN = 20

log = logging.getLogger(__name__)


class NietOpen:
    """An exchange before it is open: nothing can be asked of it."""

    def __getattr__(self, naam: str) -> Any:
        raise CentraleFout("De telefooncentrale is nog niet open.")


class Centrum:
    """`desk` is what screens and telephones talk to; without `running` nothing happens there.

    zgw       (municipality, agent or "") -> its registers
    archief   where recordings are kept
    """

    def __init__(
        self,
        verbinding: Verbinding,
        journaal: Journaal,
        zgw: Callable[[int, str], Zgw],
        archief: Archief,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self.verbinding = verbinding
        niets = cast("Any", NietOpen())
        registers = MetOpnamen(Registers(zgw, self.beleid), archief, lambda: self.desk.media)
        self.desk = Desk(journaal, niets, niets, registers, now=now, knoppen=verbinding.knoppen)

    def beleid(self, tenant: int) -> Beleid | None:
        """What a municipality calls its queues, sounds and agents now."""
        boek = self.desk.boeken.get(tenant)
        return boek.beleid if boek else None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Takes up what was open, and then takes calls. raises CentraleFout when there is no exchange to open."""
        desk, stem = self.desk, Stem(self.beleid, self.desk.journaal.opname, self.verbinding.meldingen)
        desk.bereid = stem.bereid
        async with self.verbinding.open(desk.meld, stem) as (desk.leg, desk.media):
            await desk.begin()
            async with meanwhile(desk.run(), self._ruim_op()):
                try:
                    yield
                finally:
                    desk.vertrek()

    async def _ruim_op(self) -> None:
        """Sound that nobody knows of any more goes, for it would never end by itself."""
        while True:
            await asyncio.sleep(OPRUIMEN_SECONDEN)
            try:
                await self.desk.ruim_op()
            except Exception:  # the media server was away: the next time
                log.exception("opruimen_hapert")
