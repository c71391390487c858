"""Recordings go from the exchange to where they are kept, beside what the registers must be told: tried until done.

Only when it is kept does the exchange forget it. A process that falls in between finds it kept, and forgets it then.
"""

import logging
from collections.abc import Callable

from meent.basis.fouten import Fout
from meent.integration.telefooncentrale.centrale import CentraleFout, Media
from meent.integration.telefooncentrale.opnamen import Archief, opname_van
from meent.process.telefonie.teschrijven import Register, RegisterWeg
from meent.process.telefonie.toestand import BewaarOpname, VoorRegister

log = logging.getLogger(__name__)


class MetOpnamen:
    """See `teschrijven.Register`: the registers, and beside them the archive of recordings."""

    def __init__(self, registers: Register, archief: Archief, media: Callable[[], Media]) -> None:
        self._registers, self._archief, self._media = registers, archief, media

    async def schrijf(self, tenant: int, gesprek: str, sleutel: str, opdracht: VoorRegister) -> None:
        if not isinstance(opdracht, BewaarOpname):
            await self._registers.schrijf(tenant, gesprek, sleutel, opdracht)
            return
        try:
            if not await self._archief.heeft(tenant, gesprek):
                await self._bewaar(tenant, gesprek, opdracht)
            await self._media().forget_recorded(gesprek)
        except (CentraleFout, Fout) as fout:
            raise RegisterWeg(str(fout)) from fout

    async def _bewaar(self, tenant: int, gesprek: str, op: BewaarOpname) -> None:
        geluid = await self._media().recorded(gesprek)
        if geluid is None:  # the exchange began anew meanwhile, or nobody said anything
            log.warning("opname_leeg", extra={"gesprek": gesprek})
            return
        opname = opname_van(
            gesprek, geluid, wachtrij=op.wachtrij, medewerker=op.medewerker, van=op.begonnen_op, tot=op.beeindigd_op,
            dagen=op.bewaardagen,
        )  # fmt: skip
        await self._archief.bewaar(tenant, opname, geluid)
