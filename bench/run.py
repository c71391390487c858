"""`python -m bench`: fills what is missing, measures, writes JSON and a table to bench/results/."""

import asyncio
import gc
from contextlib import AsyncExitStack
from datetime import date
from pathlib import Path
from typing import Self

import click
import uvloop
from rich.console import Console
from rich.progress import Progress

from bench import report
from bench.fill import HOME, fill, start_database
from bench.measure import Bench, server, wait_for
from bench.works import WORKS, Town, town
from meent.data.embedded import Embedded
from meent.data.pool import connect
from meent.engine.declare import Registry
from meent.services.resources import RESOURCES

RESULTS = Path(__file__).with_name("results")


@click.command()
@click.option("--works", default=",".join(WORKS), help="Works, e.g. W1,W5.")
@click.option("--sizes", default="1000,10000,100000", help="Numbers of cases.")
@click.option("--apps", default="all,limited", help="Applications: all, limited.")
@click.option("--connections", default="1,8,32", help="Connections at once.")
@click.option("--runs", default=5, help="Runs per figure; the median counts.")
@click.option("--quick", is_flag=True, help="Three short runs, one and eight connections.")
@click.option("--name", default="requests", help="Results go to bench/results/DATE-NAME.*; cells already there stay.")
@click.option("--fresh", is_flag=True, help="Measure cells again that stand in the results already.")
def main(works: str, sizes: str, apps: str, connections: str, runs: int, quick: bool, name: str, fresh: bool) -> None:
    """Measure what requests cost against their floors."""
    at_once = [int(c) for c in connections.split(",")]
    if quick:
        runs, at_once = min(runs, 3), [c for c in at_once if c < 32]
    target = RESULTS / f"{date.today().isoformat()}-{name}.json"  # noqa: DTZ011 - names a file of this machine
    wanted = [
        (w, int(s), a, c)
        for w in works.split(",")
        for a in apps.split(",")
        for c in at_once
        for s in sizes.split(",")  # sizes that are compared are measured one after the other
        if a in WORKS[w].apps
    ]
    database = start_database()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_measure(database, wanted, target, runs, 0.3 if quick else 1.0, fresh))
    finally:
        database.stop()


async def _measure(
    database: Embedded, wanted: list[tuple[str, int, str, int]], target: Path, runs: int, scale: float, fresh: bool
) -> None:
    cells = {} if fresh else report.load(target)
    console = Console()
    sizes = sorted({w[1] for w in wanted})
    with Progress(console=console) as progress:
        await fill(database, sizes, progress)
        task = progress.add_task("measuring", total=len(wanted))
        with server(database.app_dsn) as (pid, port), server() as (bare_pid, bare_port):
            await wait_for(port)
            await wait_for(bare_port)
            async with AsyncExitStack() as open_towns:
                towns: dict[int, tuple[Town, _restored]] = {}
                for size in sizes:
                    here = await town(database.app_dsn, size)
                    open_towns.push_async_callback(here.conn.close)
                    towns[size] = here, await open_towns.enter_async_context(_restored(database, here))
                bench = Bench(Registry(RESOURCES), pid, port, bare_pid, bare_port, runs, scale)
                for work, size, application, c in wanted:
                    key = f"{work} {application} {size} {c}"
                    if key not in cells:
                        gc.collect()
                        here, restored = towns[size]
                        cells[key] = await bench.cell(WORKS[work], here, application, c)
                        report.save(target, cells, await about(database))
                        console.print(report.line(cells[key]))
                        if WORKS[work].status == 201:
                            await restored.put_back()
                    progress.advance(task)
    console.print(report.table(cells))


class _restored:
    """Leaves the municipality as it was: cases that works and floors made go, counters return."""

    def __init__(self, database: Embedded, town: Town) -> None:
        self.database, self.town = database, town

    async def __aenter__(self) -> Self:
        self.owner = await connect(self.database.dsn("postgres"), command_max_seconden=None)
        await self.owner.execute("set statement_timeout = 0")
        await self.put_back()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.put_back()
        await self.owner.close()

    async def put_back(self) -> None:
        tenant_id = self.town.id
        await self.owner.execute("create table if not exists bench_laatste (tenant_id integer primary key, zaak uuid)")
        await self.owner.execute(
            "insert into bench_laatste select $1, max(id::text)::uuid from zaak where tenant_id = $1"
            " on conflict do nothing",
            tenant_id,
        )
        made = "(select zaak from bench_laatste where tenant_id = $1)"
        gone = await self.owner.execute(f"delete from zaak where tenant_id = $1 and id > {made}", tenant_id)
        if gone == "DELETE 0":
            return
        await self.owner.execute(f"delete from zaak_document where tenant_id = $1 and id > {made}", tenant_id)
        await self.owner.execute(
            f"delete from audit where tenant_id = $1 and hoofd_id > {made} and hoofd_resource = 'zaak'", tenant_id
        )
        await self.owner.execute("delete from outbox where tenant_id = $1", tenant_id)
        await self.owner.execute("delete from aantal where tenant_id = $1 and resource = 'zaak'", tenant_id)
        await self.owner.execute(
            "insert into aantal (tenant_id, resource, soort, niveau, vak, aantal) select tenant_id, 'zaak', zaaktype,"
            " vertrouwelijkheidaanduiding, 0, count(*) from zaak where tenant_id = $1 group by 1, 3, 4", tenant_id,
        )  # fmt: skip
        await self.owner.execute("vacuum (analyze) zaak, zaak_document, rol, status, audit, outbox, aantal")


async def about(database: Embedded) -> dict[str, str]:
    conn = await connect(database.app_dsn)
    try:
        version: str = await conn.fetchval("show server_version")
    finally:
        await conn.close()
    return report.machine() | {"postgresql": version, "data": str(HOME)}


if __name__ == "__main__":
    main()
