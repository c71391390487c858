"""Who looked at this person, in a long log: `python -m bench.who_looked --lines 100000,10000000`.

A database of its own is filled with lines by INSERT … SELECT generate_series. Asked is what the resident's page asks
(`inzage.times_about`) and the first page of the API, of people chosen by chance, each with about as many lines as in
a shorter log: a longer log has more people in it. Bar: p95 at most 50 ms. What it costs must stay flat, at most 1.5
times from the shortest log to the longest: the pages that are touched (the same on every machine), the median time,
and the CPU of the backend. A short log stands in PostgreSQL's own 64 MB, a long one does not: its pages come from the
operating system, and that is in the time and in the CPU.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click
import uvloop
from rich.console import Console

from bench import report
from bench.cpu import spent_ns
from bench.fill import start_database
from meent.data import migrate
from meent.data.embedded import Embedded
from meent.data.pool import Connection, connect
from meent.verwerkingen import inzage
from meent.verwerkingen.inzage import END, FIRST, Vraag

P95_BAR_MS, GROWTH_BAR = 50.0, 1.5
DATABASE = "meent_wie_keek"
PER_PERSON = 200
MEEST, PAGE = 100, 100
RESULTS = Path(__file__).with_name("results")
TENANT = """
INSERT INTO tenant (slug, naam) VALUES ('log', 'Log') ON CONFLICT (slug) DO UPDATE SET naam = excluded.naam RETURNING id
"""
FILL = """
INSERT INTO verwerking (tenant_id, id, moment, doel, applicatie, applicatie_weergave, gebruiker, trace, handeling,
    resource, object, gegevens, betrokkene)
SELECT k.tenant_id, overlay(meent_verwerking_sinds(m.moment)::text placing lpad(to_hex(n), 12, '0') from 25)::uuid,
    m.moment, d.id, 'meerwijde-balie', 'Balieprogramma Meerwijde', 'medewerker-' || n % 500,
    uuid_send(gen_random_uuid()), 'retrieve', 'zaak', gen_random_uuid(), '{plaats,zaak}',
    meent_betrokkene(k.binnen, k.buiten, 'bsn:' || (hashint8(n) & 2147483647) % $3)
FROM generate_series($1::bigint, $2::bigint) n
CROSS JOIN LATERAL (SELECT timestamptz '2024-01-01' + n * (interval '700 days' / $4::float)) m(moment)
CROSS JOIN verwerkingssleutel k JOIN verwerkingsdoel d ON d.tenant_id = k.tenant_id AND d.naam = 'zaakbehandeling'
"""
STEP = 500_000


@dataclass
class Measured:
    """One question in a log of so many lines; times in ms, CPU of the backend in µs, pages of 8 kB touched."""

    question: str
    lines: int
    p50_ms: float
    p95_ms: float
    max_ms: float
    backend_us: float
    pages: float
    answered: float


@click.command()
@click.option("--lines", default="100000,10000000", help="Lengths of the log, ascending.")
@click.option("--questions", default=1_000, help="How often is asked at each length.")
@click.option("--name", default="who-looked", help="Results go to bench/results/DATE-NAME.*.")
def main(lines: str, questions: int, name: str) -> None:
    """Measure "who looked" in logs of growing length."""
    target = RESULTS / f"{date.today().isoformat()}-{name}.json"  # noqa: DTZ011 - names a file of this machine
    database = start_database()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            found, facts = runner.run(_measure(database, sorted(map(int, lines.split(","))), questions))
    finally:
        database.stop()
    table = as_table(found)
    report.lay_down(target, {"about": facts, "found": found}, facts, "Who looked at this person", table)
    Console().print(table)


async def _measure(database: Embedded, lengths: list[int], questions: int) -> tuple[list[Measured], dict[str, str]]:
    owner = await _new_database(database)
    conn = await connect(database.app_dsn)
    try:
        facts = report.machine() | {"postgresql": await owner.fetchval("show server_version")}
        tenant_id = await owner.fetchval(TENANT)
        await conn.fetchval("SELECT meent_verwerkingen_begin($1)", b'[{"naam": "zaakbehandeling", "woorden": "x"}]')
        for connection in (owner, conn):
            await connection.fetchval("SELECT set_config('meent.tenant', $1, false)", str(tenant_id))
        found, there = [], 0
        for length in lengths:
            await _fill(owner, there, length)
            there = length
            for question, ask in QUESTIONS.items():
                found.append(await _asked(conn, tenant_id, question, ask, length, questions))
                Console().print(_line(found[-1]))
        return found, facts
    finally:
        await conn.close()
        await owner.close()


async def _new_database(database: Embedded) -> Connection:
    """Empty and migrated; a connection that may do anything in it."""
    admin = await connect(database.dsn("postgres", "postgres"), command_max_seconden=None)
    await admin.execute("set statement_timeout = 0")
    await admin.execute(f"drop database if exists {DATABASE} with (force)")
    await admin.execute(f"create database {DATABASE} owner meent_owner")
    await admin.close()
    database.database = DATABASE
    await migrate.migrate(database.owner_dsn)
    owner = await connect(database.dsn("postgres"), command_max_seconden=None)
    await owner.execute("set statement_timeout = 0")
    return owner


async def _fill(owner: Connection, there: int, length: int) -> None:
    """Lines up to `length`, of one person in PER_PERSON each, over seven hundred days."""
    for first in range(there + 1, length + 1, STEP):
        last = min(first + STEP - 1, length)
        await owner.execute(FILL, first, last, length // PER_PERSON, float(length))
    await owner.execute("vacuum (analyze) verwerking")
    await owner.execute("checkpoint")


async def _times(conn: Any, tenant_id: int, vraag: Vraag) -> int:
    return len((await inzage.times_about(conn, tenant_id, vraag, most=MEEST))[0])


async def _page(conn: Any, tenant_id: int, vraag: Vraag) -> int:
    lines = await inzage.about(conn, tenant_id, vraag, most=PAGE)
    await inzage.count(conn, tenant_id, vraag)
    return len(lines)


Ask = Callable[[Any, int, Vraag], Awaitable[int]]
QUESTIONS: dict[str, Ask] = {"page of the resident": _times, "API": _page}


async def _asked(conn: Connection, tenant_id: int, question: str, ask: Ask, length: int, n: int) -> Measured:
    chance = random.Random(length)
    people = [Vraag(f"bsn:{chance.randrange(length // PER_PERSON)}", FIRST, END) for _ in range(n + 20)]
    for vraag in people[:20]:
        await ask(conn, tenant_id, vraag)
    backend, times, answered = conn.get_server_pid(), [], 0
    pages, before = await _pages(conn), spent_ns(backend)
    for vraag in people[20:]:
        began = time.perf_counter()
        answered += await ask(conn, tenant_id, vraag)
        times.append((time.perf_counter() - began) * 1_000)
    spent = spent_ns(backend) - before
    times.sort()
    return Measured(
        question, length, times[n // 2], times[n * 95 // 100], times[-1], spent / n / 1_000,
        (await _pages(conn) - pages) / n, answered / n,
    )  # fmt: skip


async def _pages(conn: Connection) -> int:
    """Pages of tables and indices that this connection has asked for, wherever they came from."""
    await conn.fetchval("SELECT pg_stat_force_next_flush()")
    found: int = await conn.fetchval(
        "SELECT sum(coalesce(hits, 0) + coalesce(reads, 0))::bigint FROM pg_stat_get_backend_io(pg_backend_pid())"
        " WHERE object = 'relation'"
    )
    return found


def as_table(found: list[Measured]) -> str:
    head = "| question | lines | p50 ms | p95 ms | max ms | backend µs | pages | answered | |"
    head += "\n|---|--:|--:|--:|--:|--:|--:|--:|---|"
    return "\n".join([head, *map(_line, found), "", *_growth(found)])


def _line(m: Measured) -> str:
    return (
        f"| {m.question} | {m.lines:,} | {m.p50_ms:.2f} | {m.p95_ms:.2f} | {m.max_ms:.1f} | {m.backend_us:.0f} |"
        f" {m.pages:.0f} | {m.answered:.0f} | {'MET' if m.p95_ms <= P95_BAR_MS else 'missed'} |"
    )


def _growth(found: list[Measured]) -> list[str]:
    told = []
    for question in QUESTIONS:
        of = [m for m in found if m.question == question]
        for what, name in (("pages", "pages"), ("p50_ms", "median time"), ("backend_us", "CPU of the backend")):
            ratio = getattr(of[-1], what) / getattr(of[0], what)
            lengths = f"{of[-1].lines:,} against {of[0].lines:,} lines"
            verdict = "MET" if ratio <= GROWTH_BAR else "missed"
            told.append(f"- {question}, {name}: {lengths}: {ratio:.2f} × (bar {GROWTH_BAR}) {verdict}")
    return told


if __name__ == "__main__":
    main()
