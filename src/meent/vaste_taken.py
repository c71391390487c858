"""Wires the jobs of civil affairs that come back by themselves, of each municipality, beside serving. Decision 0074."""

import asyncio
import logging

from meent.data.pool import endure
from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.engine.web import Engine
from meent.integration.zgw import Zgw, ZgwFout
from meent.process.burgerzaken.taken import draai_wat_moet
from meent.services.directory import Directory

log = logging.getLogger("meent.taken")

CALLER = Caller("meent-taken", ALL_RIGHTS, "Vaste taken van Meent", "meent-taken", "Vaste taken", "bijhouding BRP")
BEGIN_SECONDEN, PAUSE_SECONDEN = 60, 1800
"""Who starts has other things to do first."""


class VasteTaken:
    """Any number of processes may run them: a run is in the hands of one at a time."""

    def __init__(self, engine: Engine, directory: Directory, base: str) -> None:
        self.engine, self.directory, self.base = engine, directory, base

    async def run(self) -> None:
        """Until it is cancelled: twice an hour, of each municipality, what it is time for."""
        await asyncio.sleep(BEGIN_SECONDEN)
        while True:
            for slug in [t.slug for t in self.directory.tenants if t.gemeentecode]:
                await self.draai(slug)
            await asyncio.sleep(PAUSE_SECONDEN)

    async def draai(self, slug: str) -> None:
        """What stands in the way now is tried again in half an hour, from where it was."""
        with endure(log, "vaste_taak_wacht", ZgwFout, gemeente=slug):
            for loop in await draai_wat_moet(Zgw(self.engine, self.directory.by_slug[slug], CALLER, self.base)):
                log.info("vaste_taak_klaar", extra={"gemeente": slug, "taak": loop.taak, "bekeken": loop.bekeken})
