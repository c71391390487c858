"""Clears away what no row holds, and looks again at what waits for a verdict (decision 0016, decision 0017).

Any number may run. What is loose is left alone for a while: its request may still be under way.
"""

import asyncio
import logging
from contextlib import suppress
from typing import Any

from meent.basis.fouten import Fout
from meent.capabilities.inhoud import INFECTED_KEPT, clear
from meent.capabilities.opslag import InhoudWeg, Scanner, Store, Verdict
from meent.data.pool import Pool, endure

LOS_NA = "1 hour"
"""A statement takes half a minute at most, so what has been loose for so long is nobody's."""
PAUSE_SECONDEN = 60.0
PARTIJ = 100
WORK = "SELECT gemeente FROM meent_inhoud_werk($1::text::interval)"
LOOSE = """
SELECT l.sleutel FROM inhoud_los l WHERE l.tenant_id = $1 AND l.sinds < now() - $2::text::interval AND NOT EXISTS (
    SELECT FROM inhoud_quarantaine q WHERE q.tenant_id = l.tenant_id AND q.sleutel = l.sleutel
    AND q.oordeel = 'besmet' AND q.sinds > now() - $4::text::interval)
ORDER BY l.sinds LIMIT $3
"""
CLAIM = """
UPDATE inhoud_quarantaine q SET pogingen = q.pogingen + 1,
    wacht_tot = now() + least(interval '1 hour', interval '1 minute' * 2 ^ least(q.pogingen, 10))
FROM (SELECT sleutel FROM inhoud_quarantaine WHERE tenant_id = $1 AND oordeel = 'wacht' AND wacht_tot <= now()
      ORDER BY wacht_tot LIMIT 1 FOR UPDATE SKIP LOCKED) k
WHERE q.tenant_id = $1 AND q.sleutel = k.sleutel RETURNING q.sleutel, q.omvang
"""
RELEASE = "DELETE FROM inhoud_quarantaine WHERE tenant_id = $1 AND sleutel = $2"
CONDEMN = """
UPDATE inhoud_quarantaine SET oordeel = 'besmet', gevonden = $3, sinds = now() WHERE tenant_id = $1 AND sleutel = $2
"""

log = logging.getLogger("meent.opslag")


class Opruimer:
    """Sweeps until it is stopped."""

    def __init__(self, pool: Pool, store: Store, scanner: Scanner | None) -> None:
        self.pool, self.store, self.scanner = pool, store, scanner

    async def run(self) -> None:
        """Until it is cancelled; what stands in the way now is tried again in a minute."""
        while True:
            with endure(log, "sweep_waits", Fout):
                await self.sweep()
            await asyncio.sleep(PAUSE_SECONDEN)

    async def sweep(self, los_na: str = LOS_NA) -> None:
        """One round past all municipalities with something to do."""
        async with self.pool.any() as conn:
            gemeenten = [r[0] for r in await conn.fetch(WORK, los_na)]
        for gemeente in gemeenten:
            await self._clear(gemeente, los_na)
            await self.store.tidy(gemeente)
            while self.scanner and await self._look_again(gemeente, self.scanner):
                pass

    async def _clear(self, gemeente: int, los_na: str) -> None:
        async with self.pool.tenant(gemeente) as conn:
            loose = [r[0] for r in await conn.fetch(LOOSE, gemeente, los_na, PARTIJ, INFECTED_KEPT)]
        if loose and (gone := await clear(self.pool, self.store, gemeente, loose)):
            log.info("content_cleared", extra={"tenant": gemeente, "aantal": gone})

    async def _look_again(self, gemeente: int, scanner: Scanner) -> bool:
        """One content that waits for its verdict; whether there was one that got it."""
        async with self.pool.tenant(gemeente) as conn:
            waiting = await conn.fetchrow(CLAIM, gemeente)
        if waiting is None:
            return False
        sleutel, omvang = waiting
        verdict = await self._scanned(scanner, gemeente, sleutel, omvang)
        async with self.pool.tenant(gemeente) as conn:
            await _conclude(conn, gemeente, sleutel, verdict)
        return verdict.oordeel != "wacht"

    async def _scanned(self, scanner: Scanner, gemeente: int, sleutel: str, omvang: int) -> Verdict:
        scan = scanner.begin(is_patient=True)
        with suppress(InhoudWeg):  # of a request that did not live to give it its name: there is nothing to give out
            async for piece in self.store.read(gemeente, sleutel, 0, omvang):
                await scan.feed(piece)
        return await scan.verdict()


async def _conclude(conn: Any, gemeente: int, sleutel: str, verdict: Verdict) -> None:
    if verdict.oordeel == "schoon":
        await conn.execute(RELEASE, gemeente, sleutel)
    elif verdict.oordeel == "besmet":
        log.error("content_infected", extra={"tenant": gemeente, "sleutel": sleutel, "gevonden": verdict.gevonden})
        await conn.execute(CONDEMN, gemeente, sleutel, verdict.gevonden)
