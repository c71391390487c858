"""Retention: lines past the term of their municipality go, and nothing else of the log ever does (decision 0037)."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from meent.basis.periode import Periode
from meent.data.pool import Pool, endure
from meent.verwerkingen.logboek import TERM
from meent.wire.place import Place

DEFAULT_TERM = "P5Y"
SHORTEST_MONTHS = 7
"""Of a term; the database itself keeps what is younger than half a year."""
PARTIJ = 10_000
PAUSE_SECONDEN = 3600.0
REMOVE = "SELECT meent_verwerkingen_weg($1::timestamptz - $2::text::interval, $3)"

log = logging.getLogger("meent.verwerkingen")


class TermijnTeKort(ValueError):
    """Het log blijft ten minste zeven maanden bewaard; schrijf een langere periode, zoals P5Y."""


class Bewaarder:
    """Removes what is past its term, once an hour; any number may run."""

    def __init__(self, pool: Pool, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.pool, self.now = pool, now

    async def run(self, places: Callable[[], Sequence[Place]]) -> None:
        """Until it is cancelled; what stands in the way now is tried again in an hour."""
        while True:
            for place in places():
                with endure(log, "retention_waits", tenant=place.id):
                    await self.remove(place)
            await asyncio.sleep(PAUSE_SECONDEN)

    async def remove(self, place: Place) -> int:
        """All lines of one municipality that are past its term, batch by batch; how many there were."""
        gone = 0
        while True:
            async with self.pool.tenant(place.id) as conn:
                batch: int = await conn.fetchval(REMOVE, self.now(), term_of(place), PARTIJ)
            gone += batch
            if batch < PARTIJ:
                break
        if gone:
            log.info("log_lines_removed", extra={"tenant": place.id, "aantal": gone})
        return gone


def term_of(place: Place) -> str:
    """How long lines of a municipality stay, as ISO 8601 writes it: P5Y."""
    return str(place.settings.get(TERM, DEFAULT_TERM))


def checked_term(text: str) -> str:
    """A term as it may be set. Raises TermijnTeKort, OngeldigePeriode."""
    periode = Periode.parse(text)
    if periode.jaren * 12 + periode.maanden < SHORTEST_MONTHS:
        raise TermijnTeKort(TermijnTeKort.__doc__)
    return text
