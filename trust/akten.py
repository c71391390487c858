"""`python -m trust.akten`: a thousand akten signed at once in one register, some of which fail: no gap and no double.

Each is a transaction of its own; every tenth breaks off after its number was taken. Prints what was found and ends with
1 when a number is missing, doubled, or on an akte that was never signed.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from rich.console import Console

from meent.app import App, running
from meent.data import embedded
from meent.integration.brp.akten import onderteken
from trust.server import SLUG, prepared

SIGNED = "SELECT nummer, digest = sha256(inhoud) FROM akte WHERE tenant_id = $1 ORDER BY nummer"
DAG = date(2026, 11, 28)


class Afgebroken(Exception):
    """The transaction fails on purpose."""


async def sign(app: App, tenant_id: int, number: int) -> str:
    """The aktenummer, or nothing when this one breaks off."""
    try:
        async with app.pool.tenant(tenant_id) as conn, conn.transaction():
            aktenummer = await onderteken(conn, tenant_id, "1", {"kind": number}, DAG, wie="trust")
            if number % 10 == 0:
                raise Afgebroken
            return aktenummer
    except Afgebroken:
        return ""


async def played(dsn: str, count: int, connections: int) -> bool:
    """Whether the numbers given, and the numbers kept, are 1 to the last without one more or less."""
    async with running(App(dsn, pool_size=connections)) as app:
        tenant_id = app.directory.by_slug[SLUG].id
        free = asyncio.Semaphore(connections)  # the pool refuses who waits too long, as it should

        async def one(number: int) -> str:
            async with free:
                return await sign(app, tenant_id, number)

        begun = time.monotonic()
        given = [a for a in await asyncio.gather(*map(one, range(count))) if a]
        took = time.monotonic() - begun
        async with app.pool.tenant(tenant_id) as conn:
            kept = [tuple(row) for row in await conn.fetch(SIGNED, tenant_id)]
    wanted = range(1, count - len(range(0, count, 10)) + 1)
    is_whole = sorted(given) == [f"10A{n:04}" for n in wanted] and kept == [(n, True) for n in wanted]
    console = Console()
    console.print(f"{count} at once over {connections} connections")
    console.print(f"{len(kept)} signed in {took:.1f} s, the last is {max(given)}")
    console.print("no gap, no double" if is_whole else "GAP OR DOUBLE")
    return is_whole


def main() -> None:
    """Starts a database of its own and plays."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--connections", type=int, default=32)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="meent-akten-") as folder:
        Path(folder).chmod(0o711)  # the account that runs PostgreSQL must get through
        meent = prepared(Path(folder) / "meent")
        with embedded.start(meent.folder / "postgres") as database:
            is_whole = asyncio.run(played(database.app_dsn, asked.count, asked.connections))
    sys.exit(0 if is_whole else 1)


if __name__ == "__main__":
    main()
