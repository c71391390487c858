"""What an installation costs that does nothing: memory of server and database with many municipalities, and how long
it takes from the command to the first answer. `python -m bench.footprint`

Memory is PSS: what processes share is counted once. The municipalities hold nothing yet, and each was visited once.
"""

import asyncio
import json
import os
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path
from urllib.request import urlopen

import click

from bench import report
from bench.cpu import pss_kb, tree
from bench.measure import server
from meent.data import embedded, migrate, tenant
from meent.data.pool import connect

MEMORY_BAR_MB = 1024
COLD_BAR_SECONDEN = 3.0
SETTLE_SECONDEN = 3


@click.command()
@click.option("--tenants", default=342, help="Number of municipalities.")
@click.option("--runs", default=5, help="Cold starts; the median counts.")
def main(tenants: int, runs: int) -> None:
    """Measure memory at rest and the cold start."""
    with tempfile.TemporaryDirectory(prefix="meent-footprint-") as folder:
        os.chmod(folder, 0o711)  # the account that runs the database must get through
        home = Path(folder) / "postgres"
        with embedded.start(home) as database:
            asyncio.run(_make(database, tenants))
        starts = [_cold_start(home) for _ in range(runs)]
        found = _at_rest(home, tenants)
    found |= {"tenants": tenants, "cold_start_seconds": round(statistics.median(starts), 2), "load": os.getloadavg()[0]}
    found["memory_met"] = found["total_mb"] <= MEMORY_BAR_MB
    found["cold_start_met"] = found["cold_start_seconds"] <= COLD_BAR_SECONDEN
    _write(found)


async def _make(database: embedded.Embedded, tenants: int) -> None:
    await migrate.migrate(database.owner_dsn)
    conn = await connect(database.owner_dsn)
    for number in range(tenants):
        await tenant.new(conn, tenant.Tenant(slug=f"gemeente-{number}", naam=f"Gemeente {number}", rsin="823288444"))
    await conn.close()


def _cold_start(home: Path) -> float:
    """Seconds from nothing running to the first answer: database and server both."""
    began = time.perf_counter()
    with embedded.start(home) as database, server(database.app_dsn) as (_, port):
        _first_answer(port, "/gemeente-0/zaken/api/v1/openapi.json")
        return time.perf_counter() - began


def _first_answer(port: int, path: str) -> None:
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                answer.read()
            return
        except OSError:
            time.sleep(0.01)


def _at_rest(home: Path, tenants: int) -> dict[str, float | int | bool]:
    """PSS in MB after every municipality has been visited once."""
    with embedded.start(home) as database, server(database.app_dsn) as (pid, port):
        for number in range(tenants):
            _first_answer(port, f"/gemeente-{number}/zaken/api/v1/openapi.json")
        time.sleep(SETTLE_SECONDEN)
        assert database.pid
        ours, postgres = sum(map(pss_kb, tree(pid))), sum(map(pss_kb, tree(database.pid)))
    return {"server_mb": ours // 1024, "postgres_mb": postgres // 1024, "total_mb": (ours + postgres) // 1024}


def _write(found: dict[str, float | int | bool]) -> None:
    target = Path(__file__).with_name("results") / f"{date.today().isoformat()}-footprint.json"  # noqa: DTZ011
    target.write_text(json.dumps({"about": report.machine(), **found}, indent=1) + "\n")
    rows = "\n".join(f"| {name} | {value} |" for name, value in found.items())
    text = f"# Footprint\n\n{', '.join(report.machine().values())}\n\n| | |\n|---|--:|\n{rows}\n"
    target.with_suffix(".md").write_text(text)
    click.echo(text)


if __name__ == "__main__":
    main()
