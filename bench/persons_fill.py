"""Municipalities of so many residents for the bench of persons: written, loaded by `meent personen import`, held up.

A load is killed with -9 on its way, all its processes, as often as is asked, and started again: what the report says in
the end must be what was written, and lists read back must be the lines of the file.
"""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from bench import residents
from bench.cpu import tree
from meent.app import App, Database, running, with_selectielijst
from meent.basis.ids import uuid7
from meent.data import embedded, migrate, tenant
from meent.data.pool import Connection, connect
from meent.integration.brp.postbus import AAN
from meent.integration.brp.zaak import ZAKEN as MET_ZAAK
from meent.services.personen import opslag, pljson
from meent.services.personen.omgeving import BRP, TEST
from meent.tools.demo.catalogus import catalogus_items
from meent.tools.demo.gemeenten import MEERWIJDE
from meent.tools.demo.items import Verwijzing, resolve
from meent.tools.demo.zaaktypen import RECHTSFEITEN
from tests.asgi import SECRET, Client

HOME = Path("/tmp/meent-inwoners")
HOST, CLIENT, EIGEN = "bench.test", "bench", "0518"
READ_BACK = 200
REACHED = """
SELECT coalesce(max(nummer), 0) FROM inlezing_lijst WHERE (tenant_id, inlezing) = (
    SELECT i.tenant_id, i.id FROM inlezing i JOIN tenant t ON t.id = i.tenant_id WHERE t.slug = $1
    ORDER BY i.id DESC LIMIT 1)
"""
"""How far a load is: its blocks are done in order, by each process its own."""
IS_LOADED = """
SELECT EXISTS (SELECT FROM inlezing i JOIN tenant t ON t.id = i.tenant_id WHERE t.slug = $1 AND i.klaar IS NOT NULL)
"""
ACCOUNT = """
INSERT INTO applicatie (tenant_id, id, client_ids, label, heeft_alle_autorisaties, alleen_is_gereed_voor_publicatie,
    autorisaties) VALUES ($1, $2, '["bench"]', 'Bench', true, false, '[]')
"""


@dataclass
class Loaded:
    """A load, with what was killed on its way.

    seconds    of all runs together
    killed_at  lists that were in when a run was killed
    """

    size: int
    seconds: float = 0.0
    killed_at: list[int] = field(default_factory=list)
    findings: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def slug_of(size: int) -> str:
    return f"inwoners-{size}"


def file_of(size: int) -> Path:
    return HOME / f"{slug_of(size)}.jsonl"


def start_database() -> embedded.Embedded:
    HOME.mkdir(mode=0o711, exist_ok=True)
    return embedded.start(HOME / "postgres")


async def prepare(database: embedded.Embedded, size: int) -> None:
    """The municipality without residents: for tests, with an application, a mailbox and a zaaktype for moves."""
    await migrate.migrate(database.owner_dsn)
    await with_selectielijst(Database(database.app_dsn, database.owner_dsn))
    owner = await connect(database.dsn("postgres"), command_max_seconden=None)
    try:
        if await tenant.get(owner, slug_of(size)):
            return
        new = tenant.Tenant(
            slug=slug_of(size), naam=slug_of(size).title(), rsin=MEERWIJDE.rsin, gemeentecode=EIGEN,
            instellingen={BRP: TEST, AAN: True, MET_ZAAK: RECHTSFEITEN},
        )  # fmt: skip
        made = await tenant.new(owner, new)
        await owner.execute(ACCOUNT, made.id, uuid7())
        secret = "insert into applicatie_geheim (tenant_id, client_id, geheim) values ($1, $2, $3)"
        await owner.execute(secret, made.id, CLIENT, SECRET)
        await _write_catalogus(database.app_dsn, slug_of(size))
    finally:
        await owner.close()


async def _write_catalogus(dsn: str, slug: str) -> None:
    """The types of the demo, published."""
    async with running(App(dsn)) as app:
        client = Client(app, f"/{slug}", CLIENT, host=HOST)
        urls: dict[Verwijzing, str] = {}
        to_publish = []
        for item in catalogus_items(MEERWIJDE):
            answer = await client.post(f"/{item.api}/api/v1/{item.collectie}", resolve(item.body, urls.__getitem__))
            assert answer.status == 201, (item.sleutel, answer.body)
            urls[item.verwijzing] = answer.json["url"]
            if item.publiceren:
                to_publish.append(answer.json["url"])
        for url in to_publish:
            published = await client.post(f"{url}/publish", {})
            assert published.status == 200, published.body


# --- loading, with kills ---------------------------------------------------------------------------------------------


async def load(conn: Connection, size: int, kills: int, processes: int) -> Loaded:
    """Loads the file until it is whole; killed each time that another stretch of it is in."""
    found = Loaded(size)
    for number in range(1, kills + 1):
        if not await _run(conn, found, processes, until=size * number // (kills + 1), whole=number % 2 == 0):
            break
    told = await _run_whole(found, processes)
    found.findings = told["bevindingen"]
    found.faults = [*judged(size, told), *await read_back(conn, size)]
    return found


def _command(size: int, processes: int) -> "subprocess.Popen[bytes]":
    """`meent personen import`, in a group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "meent.cli", "personen", "import", slug_of(size), str(file_of(size)),
         "--processes", str(processes), "--json"],
        env=os.environ | {"MEENT_DATA": str(HOME)}, stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


async def _run(conn: Connection, found: Loaded, processes: int, until: int, *, whole: bool) -> bool:
    """Until so many are in; then kill -9, for the one that was started alone or for all of them at once.

    False when it was done before.
    """
    begun, process = time.monotonic(), _command(found.size, processes)
    while process.poll() is None:
        if (there := await conn.fetchval(REACHED, slug_of(found.size))) >= until:
            children = tree(process.pid)[1:]
            if whole:
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()
            found.seconds += time.monotonic() - begun
            _wait_for(children)
            found.killed_at.append(there)
            return True
        await asyncio.sleep(0.2)
    return False


def _wait_for(pids: list[int], most_seconds: float = 30.0) -> None:
    """What was left behind must end by itself. raises RuntimeError"""
    deadline = time.monotonic() + most_seconds
    while any(_lives(pid) for pid in pids):
        if time.monotonic() > deadline:
            raise RuntimeError(f"processes {pids} go on after the one that started them was killed")
        time.sleep(0.05)


def _lives(pid: int) -> bool:
    with suppress(ProcessLookupError, FileNotFoundError):
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


async def _run_whole(found: Loaded, processes: int) -> dict[str, Any]:
    begun, process = time.monotonic(), _command(found.size, processes)
    told, _ = process.communicate()
    found.seconds += time.monotonic() - begun
    if process.returncode not in (0, 1):
        raise RuntimeError(f"the import ended with {process.returncode}")
    answer: dict[str, Any] = json.loads(told)
    return answer


def judged(size: int, told: dict[str, Any]) -> list[str]:
    """What the report should not have said."""
    faults = []
    outcomes = {u: n for u, n in told["uitkomsten"].items() if n}
    if outcomes != {"nieuw": size}:
        faults.append(f"{outcomes} instead of {size} new lists")
    if told["bevindingen"] != residents.planted(size):
        faults.append(f"findings {told['bevindingen']} instead of {residents.planted(size)}")
    return faults


async def read_back(conn: Connection, size: int) -> list[str]:
    """Lists chosen by chance that are not as the file has them; and how many there are in all."""
    faults = []
    tenant_id = await conn.fetchval("select id from tenant where slug = $1", slug_of(size))
    await conn.fetchval("select set_config('meent.tenant', $1, false)", str(tenant_id))
    there = await conn.fetchval("select count(*) from persoonslijst where tenant_id = $1", tenant_id)
    searched = await conn.fetchval("select count(*) from persoon_zoek where tenant_id = $1", tenant_id)
    if (there, searched) != (size, size):
        faults.append(f"{there} lists and {searched} rows to search by, instead of {size}")
    for line in some_lines(file_of(size), size):
        pl = pljson.read(line)
        if [kept.pl for kept in await opslag.lees(conn, tenant_id, pl.bsn)] != [pl]:
            faults.append("a list is not as the file has it")
    return faults


def some_lines(path: Path, size: int) -> Iterator[bytes]:
    """READ_BACK lines by chance, the same each time."""
    wanted = set(random.Random(size).sample(range(size), min(READ_BACK, size)))
    with path.open("rb") as file:
        yield from (line for number, line in enumerate(islice(file, size)) if number in wanted)
