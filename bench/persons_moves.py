"""Moves as the counter records them, by one process per core: two lists of history, Lg01, zaak, events and log.

Each move is one call of `feiten.verhuis`, one transaction. What came of all of them is counted afterwards.
"""

import asyncio
import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from meent.app import App, running
from meent.basis.datums import vandaag
from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.integration.zgw import Zgw
from meent.process.burgerzaken.feiten import Verhuisinvoer, verhuis

AT_ONCE = 4
"""Moves that one process has in hand."""
WARM = 20
WHO = Caller("bench", ALL_RIGHTS, "Bench", "ans", "Ans Brouwer", doel="bijhouding BRP")
SAMEN = multiprocessing.get_context("spawn")
ADULTS = """
SELECT l.bsn FROM persoon_zoek z JOIN persoonslijst l ON l.tenant_id = $1 AND l.id = z.lijst
WHERE z.tenant_id = $1 AND z.opschorting = '' AND z.geboortedatum < '20060101' AND l.versie < '0500'
    AND z.lijst >= $2::uuid ORDER BY z.lijst LIMIT $3
"""
AFTER = """
SELECT (SELECT count(*) FROM persoonslijst_wijziging WHERE tenant_id = $1) AS lists,
    (SELECT count(*) FROM brp_bericht WHERE tenant_id = $1 AND soort = 'Lg01') AS lg01,
    (SELECT count(*) FROM brp_gebeurtenis WHERE tenant_id = $1) AS events,
    (SELECT count(*) FROM zaak WHERE tenant_id = $1) AS zaken,
    (SELECT count(*) FROM verwerking WHERE tenant_id = $1 AND handeling = 'partial_update'
        AND resource = 'persoon') AS log
"""


@dataclass(frozen=True)
class Done:
    """What one process did; seconds are those of the clock, CPU those of the process itself."""

    moves: int
    begun: float
    ended: float
    cpu: float


def moves(dsn: str, slug: str, people: Sequence[str], processes: int) -> list[Done]:
    """Everybody moves once, divided over so many processes. raises RuntimeError when a move is refused"""
    with SAMEN.Pool(processes) as pool:
        return pool.starmap(_work, [(dsn, slug, list(people[n::processes])) for n in range(processes)])


def _work(dsn: str, slug: str, people: list[str]) -> Done:
    return asyncio.run(_move_all(dsn, slug, people))


async def _move_all(dsn: str, slug: str, people: list[str]) -> Done:
    async with running(App(dsn, pool_size=AT_ONCE + 1)) as app:
        zgw = Zgw(app.engine, app.directory.by_slug[slug], WHO, app.base)
        for bsn in people[:WARM]:
            await _move(zgw, bsn)
        todo = iter(people[WARM:])
        begun, cpu = time.monotonic(), time.process_time()

        async def some() -> None:
            for bsn in todo:
                await _move(zgw, bsn)

        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(some())
        return Done(len(people) - WARM, begun, time.monotonic(), time.process_time() - cpu)


async def _move(zgw: Zgw, bsn: str) -> None:
    huisnummer = str(1 + time.time_ns() % 99_991)  # not where an earlier run brought somebody
    adres = {"10.10": "W", "11.10": "Verhuisstraat", "11.15": "Verhuisstraat", "11.20": huisnummer,
             "11.60": "2511BT", "11.70": "'s-Gravenhage"}  # fmt: skip
    invoer = Verhuisinvoer(
        sleutel=f"bench {bsn} {time.time_ns()}", aangever=bsn, datum=vandaag(zgw.engine.now()), adres=adres,
        verhuizers={bsn: "I"}, stukken=frozenset({"toestemming hoofdbewoner"}),  # in a long run two get one number
    )  # fmt: skip
    found = await verhuis(zgw, invoer)
    if found.weigeringen or found.zaak is None:
        raise RuntimeError(f"not recorded: {[(w.nummer, w.zin) for w in found.weigeringen]}")


async def counts(conn: Any, tenant_id: int) -> dict[str, int]:
    """Of what a move leaves behind, what there is now."""
    return dict(await conn.fetchrow(AFTER, tenant_id))
