"""What the log of processing costs: `python -m bench.log`. W1 to W4 with the log on and off, in the same run.

The floor of a work with the log on gains FL, the bare insert of the lines that go with an answer (ARCHITECTURE §13).
The server starts anew for each setting, because it reads what a municipality has set when it starts.
"""

import asyncio
from dataclasses import replace
from datetime import date
from pathlib import Path

import click
import uvloop
from rich.console import Console
from rich.progress import Progress

from bench import report
from bench.fill import fill, slug_of, start_database
from bench.measure import Bench, Cell, server, wait_for
from bench.run import about
from bench.works import WORKS, town
from meent.data import tenant
from meent.data.embedded import Embedded
from meent.data.pool import connect
from meent.engine.declare import Registry
from meent.services.resources import RESOURCES
from meent.verwerkingen.logboek import ON

RESULTS = Path(__file__).with_name("results")
HEAD = (
    "| work | application | cases | c | lines | off µs | on µs | on / off | FL µs | on / (F1 + F2 + FL) | bar | |"
    " p95 off ms | p95 on ms | load |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|--:|--:|--:|"
)


@click.command()
@click.option("--works", default="W1,W2,W3,W4", help="Works that read, e.g. W1,W7.")
@click.option("--sizes", default="1000,10000,100000", help="Numbers of cases.")
@click.option("--apps", default="all,limited", help="Applications: all, limited.")
@click.option("--connections", default="1,8", help="Connections at once.")
@click.option("--runs", default=5, help="Runs per figure; the median counts.")
@click.option("--quick", is_flag=True, help="Three short runs at one connection.")
@click.option("--name", default="log", help="Results go to bench/results/DATE-NAME.*.")
def main(works: str, sizes: str, apps: str, connections: str, runs: int, quick: bool, name: str) -> None:
    """Measure works with the log on and off."""
    at_once = [1] if quick else [int(c) for c in connections.split(",")]
    wanted = [
        (work, int(size), application, c)
        for size in sizes.split(",") for work in works.split(",") for application in apps.split(",") for c in at_once
        if application in WORKS[work].apps
    ]  # fmt: skip
    target = RESULTS / f"{date.today().isoformat()}-{name}.json"  # noqa: DTZ011 - names a file of this machine
    database = start_database()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            cells, facts = runner.run(
                _measure(database, wanted, min(runs, 3) if quick else runs, 0.3 if quick else 1.0)
            )
    finally:
        database.stop()
    _save(cells, facts, target)


async def _measure(
    database: Embedded, wanted: list[tuple[str, int, str, int]], runs: int, scale: float
) -> tuple[dict[bool, dict[str, Cell]], dict[str, str]]:
    cells: dict[bool, dict[str, Cell]] = {}
    sizes = sorted({size for _, size, _, _ in wanted})
    with Progress(console=Console()) as progress:
        await fill(database, sizes, progress)
        task = progress.add_task("measuring", total=2 * len(wanted))
        try:
            for is_on in (False, True):
                await _switch(database, sizes, is_on=is_on)
                cells[is_on] = {}
                with server(database.app_dsn) as (pid, port), server() as (bare_pid, bare_port):
                    await wait_for(port)
                    await wait_for(bare_port)
                    bench = Bench(Registry(RESOURCES), pid, port, bare_pid, bare_port, runs, scale)
                    for work, size, application, c in wanted:
                        here = await town(database.app_dsn, size)
                        key = f"{work} {application} {size} {c}"
                        cells[is_on][key] = await bench.cell(WORKS[work], here, application, c)
                        await here.conn.close()
                        progress.advance(task)
        finally:
            await _switch(database, sizes, is_on=True)
    return cells, await about(database)


def _save(cells: dict[bool, dict[str, Cell]], facts: dict[str, str], target: Path) -> None:
    table = as_table(cells[False], cells[True])
    pairs = {key: {"off": off, "on": cells[True][key]} for key, off in cells[False].items()}
    report.lay_down(
        target, {"about": facts, "cells": pairs}, facts, "The log of processing, on and off", table, note="CPU µs."
    )
    Console().print(table)


async def _switch(database: Embedded, sizes: list[int], *, is_on: bool) -> None:
    """Begins with an empty log."""
    owner = await connect(database.dsn("postgres"), command_max_seconden=None)
    try:
        await owner.execute("truncate verwerking")
        for size in sizes:
            known = await tenant.get(owner, slug_of(size))
            assert known is not None
            await tenant.change(owner, replace(known, instellingen=known.instellingen | {ON: is_on}))
    finally:
        await owner.close()


def as_table(off: dict[str, Cell], on: dict[str, Cell]) -> str:
    return "\n".join([HEAD, *(_line(off[key], on[key]) for key in off)])


def _line(off: Cell, on: Cell) -> str:
    return (
        f"| {on.work} | {on.application} | {on.size:,} | {on.c} | {on.lines} | {off.total:.0f} | {on.total:.0f} |"
        f" {on.total / off.total:.2f} | {on.fl:.0f} | {on.ratio:.2f} | {on.bar:g} |"
        f" {'MET' if on.ratio <= on.bar else 'missed'} | {off.p95_ms:.2f} | {on.p95_ms:.2f} |"
        f" {max(off.load, on.load):.1f} |"
    )


if __name__ == "__main__":
    main()
