"""A load by several processes: judging is work for the processor, and one process has one.

Each does its own part of the blocks on a connection of its own. When who started them is gone, killed too, they end
after the block they are at; a load that is started anew meanwhile waits for that block (`inleesblok`).
"""

import asyncio
import multiprocessing
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from meent.data.pool import Pool
from meent.services.personen import inleesblok
from meent.services.personen.inleesblok import Opdracht

SAMEN = multiprocessing.get_context("spawn")
"""Nothing of who starts them goes along: a pipe that a brother holds open never tells that the other end is gone."""


class InlezenAfgebroken(RuntimeError):
    """Een deel van het inlezen is mislukt; start het opnieuw, dan gaat het verder waar het was."""


def lees(dsn: str, opdracht: Opdracht, processen: int, advance: Callable[[int], object]) -> None:
    """Does the whole load and waits for it. raises InlezenAfgebroken"""
    team = [_start(dsn, replace(opdracht, beurt=beurt, van=processen)) for beurt in range(processen)]
    open_ends = [end for _, end in team]
    while open_ends:
        for end in wait(open_ends):
            assert isinstance(end, Connection)
            try:
                advance(end.recv())
            except EOFError:
                open_ends.remove(end)
    for process, _ in team:
        process.join()
    if any(process.exitcode for process, _ in team):
        raise InlezenAfgebroken(InlezenAfgebroken.__doc__)


def _start(dsn: str, opdracht: Opdracht) -> tuple[BaseProcess, Connection]:
    ours, theirs = SAMEN.Pipe(duplex=False)
    process = SAMEN.Process(target=_work, args=(dsn, opdracht, theirs), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def _work(dsn: str, opdracht: Opdracht, told: Connection) -> None:
    """The whole life of one of them."""
    with suppress(BrokenPipeError):  # nobody waits any more
        asyncio.run(_part(dsn, opdracht, told.send))


async def _part(dsn: str, opdracht: Opdracht, advance: Callable[[int], object]) -> None:
    pool = Pool(dsn, 1)
    try:
        async with pool.tenant(opdracht.tenant_id) as conn:
            await inleesblok.lees(conn, opdracht, advance)
    finally:
        await pool.close()
