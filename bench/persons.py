"""Persons: `python -m bench.persons --sizes 100000,1000000`. Fills what is missing, measures, writes bench/results/.

load        so many residents by `meent personen import`, killed with -9 on its way and started again
raadpleeg   one person by BSN with the line in the log of processing; CPU against F1 + F2 + FL (ARCHITECTURE §13)
zoek        by surname and birth date, and by the beginning of a surname and birth date
verhuis     a move with history, Lg01, zaak, events and log, by one process per core

F1 is the bare server with the same bytes, F2 the bare driver that selects the list, FL the bare insert of the line,
which names as many rubrieken as that of the answer.
What stands in the results of this day is not measured again.
"""

import asyncio
import json
import os
import random
import statistics
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click
import msgspec
import uvloop
from rich.console import Console

from bench import floors, persons_fill, persons_moves, report, residents
from bench.cpu import spent_by, spent_ns, tree
from bench.load import Connections, Outcome, request
from bench.measure import server, wait_for
from bench.persons_fill import CLIENT, HOST, slug_of
from meent.basis.ids import uuid7
from meent.data.embedded import Embedded
from meent.data.pool import Connection, connect
from meent.services.personen import opslag
from meent.services.personen.bevragen import persoon, tonen
from meent.verwerkingen.aanleiding import new_id
from tests.asgi import token

RATIO_BAR, GROWTH_BAR, SEARCH_BAR_MS, MOVES_BAR = 3.0, 1.2, 20.0, 100.0
RESULTS = Path(__file__).with_name("results")
LIST_BY_BSN = opslag.BY_BSN
FIELDS = {
    "kort": ["burgerservicenummer", "naam", "geboorte", "geslacht", "leeftijd", "adressering", "verblijfplaats"],
    "alles": [
        "aNummer", "adressering", "burgerservicenummer", "datumEersteInschrijvingGBA", "datumInschrijvingInGemeente",
        "europeesKiesrecht", "geboorte", "gemeenteVanInschrijving", "geslacht", "immigratie",
        "indicatieGezagMinderjarige", "kinderen", "leeftijd", "naam", "nationaliteiten", "ouders", "overlijden",
        "partners", "uitsluitingKiesrecht", "verblijfplaats", "verblijfstitel",
    ],
}  # fmt: skip
"""What is asked of a person: what a clerk sees at a glance, and all there is but gezag."""
AT_RANDOM = """
SELECT l.bsn, z.geslachtsnaam, z.geboortedatum, l.lijst FROM persoon_zoek z
JOIN persoonslijst l ON l.tenant_id = $1 AND l.id = z.lijst
WHERE z.tenant_id = $1 AND z.opschorting = '' AND z.geboortedatum NOT LIKE '%00' AND l.bsn = ANY($2)
    AND l.bsn <> ''
"""
PEOPLE, COUNT = 600, 600
"""Persons that are asked about, and requests in a run."""
Cell = dict[str, Any]


@click.command()
@click.option("--sizes", default="100000,1000000", help="Numbers of residents.")
@click.option("--works", default="load,raadpleeg,zoek,verhuis")
@click.option("--kills", default=2, help="How often a load is killed on its way.")
@click.option("--processes", default=os.cpu_count(), help="That load, and that move.")
@click.option("--runs", default=5, help="Runs per figure; the median counts.")
@click.option("--moves", default=3_000, help="People who move at each size.")
@click.option("--name", default="persons", help="Results go to bench/results/DATE-NAME.*; cells already there stay.")
def main(sizes: str, works: str, kills: int, processes: int, runs: int, moves: int, name: str) -> None:
    """Measure what persons cost."""
    target = RESULTS / f"{date.today().isoformat()}-{name}.json"  # noqa: DTZ011 - names a file of this machine
    database = persons_fill.start_database()
    bench = Bench(database, target, works.split(","), kills, processes, runs, moves)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(bench.all([int(size) for size in sizes.split(",")]))
    finally:
        database.stop()


class Bench:
    """The cells, and what they are measured with."""

    def __init__(
        self, database: Embedded, target: Path, works: list[str], kills: int, processes: int, runs: int, moves: int
    ) -> None:
        self.database, self.target, self.works, self.kills, self.processes = database, target, works, kills, processes
        self.runs, self.moves, self.console = runs, moves, Console()
        self.cells: dict[str, Cell] = json.loads(target.read_text())["cells"] if target.exists() else {}

    async def all(self, sizes: list[int]) -> None:
        for size in sizes:
            await persons_fill.prepare(self.database, size)
            if "load" in self.works:
                await self._load(size)
        if {"raadpleeg", "zoek"} & set(self.works):
            with server(self.database.app_dsn) as (pid, port), server() as (bare_pid, bare_port):
                await wait_for(port)
                await wait_for(bare_port)
                self.pid, self.bare_pid = pid, bare_pid
                self.real, self.bare = Connections(port), Connections(bare_port)
                for size in sizes:
                    await self._ask(size)
        for size in sizes:
            if "verhuis" in self.works and f"verhuis {size}" not in self.cells:
                async with self._town(size) as (conn, tenant_id):
                    await self._keep(f"verhuis {size}", await self._moves(conn, tenant_id, size))
        self.console.print(as_table(self.cells))

    async def _keep(self, key: str, cell: Cell) -> None:
        self.cells[key] = cell
        conn = await connect(self.database.app_dsn)
        about = report.machine() | {"postgresql": await conn.fetchval("show server_version")}
        await conn.close()
        report.lay_down(self.target, {"about": about, "cells": self.cells}, about, "Persons", as_table(self.cells))
        self.console.print(line(key, cell))

    @asynccontextmanager
    async def _town(self, size: int) -> AsyncIterator[tuple[Connection, int]]:
        """A connection as the serving role, in that municipality."""
        conn = await connect(self.database.app_dsn, command_max_seconden=None)
        try:
            await conn.execute("set application_name = 'bench'; set statement_timeout = 0")
            tenant_id: int = await conn.fetchval("select id from tenant where slug = $1", slug_of(size))
            await conn.execute(f"select set_config('meent.tenant', '{tenant_id}', false)")
            yield conn, tenant_id
        finally:
            await conn.close()

    # --- loading -----------------------------------------------------------------------------------------------------

    async def _load(self, size: int) -> None:
        key = f"load {size}"
        if key in self.cells:
            return
        owner = await connect(self.database.dsn("postgres"), command_max_seconden=None)
        try:
            await owner.execute("set statement_timeout = 0")
            if await owner.fetchval(persons_fill.IS_LOADED, slug_of(size)):
                return  # by a run of another name
            if not persons_fill.file_of(size).exists():
                residents.write(persons_fill.file_of(size), size, processes=self.processes)
            found = await persons_fill.load(owner, size, self.kills, self.processes)
            await owner.execute("vacuum (analyze)")
            await owner.execute("checkpoint")
        finally:
            await owner.close()
        await self._keep(key, asdict(found) | {"per_second": size / found.seconds, "load": os.getloadavg()[0]})
        if found.faults:
            raise RuntimeError("; ".join(found.faults))

    # --- asking ------------------------------------------------------------------------------------------------------

    async def _ask(self, size: int) -> None:
        async with self._town(size) as (conn, tenant_id):
            people = await self._people(conn, tenant_id, size)
            for fields in FIELDS if "raadpleeg" in self.works else ():
                for c in (1, 8):
                    key = f"raadpleeg {fields} {size} c={c}"
                    if key not in self.cells:
                        await self._keep(key, await self._raadpleeg(conn, tenant_id, size, people, fields, c))
            for key, asked in searches(size, people).items() if "zoek" in self.works else ():
                if key not in self.cells:
                    await self._keep(key, await self._zoek(asked))

    async def _people(self, conn: Connection, tenant_id: int, size: int) -> list[Any]:
        """Spread over the whole register, the same each time."""
        places = sorted(random.Random(size).sample(range(size), min(4 * PEOPLE, size)))
        bsns = [next(residents.bsns_from(place)) for place in places]
        return (await conn.fetch(AT_RANDOM, tenant_id, bsns))[:PEOPLE]

    async def _raadpleeg(
        self, conn: Connection, tenant_id: int, size: int, people: list[Any], fields: str, c: int
    ) -> Cell:
        questions = [
            question(size, type="RaadpleegMetBurgerservicenummer", burgerservicenummer=[p["bsn"]],
                     fields=FIELDS[fields])
            for p in people
        ]  # fmt: skip
        sample = require(await self.real.run(questions, 24, keep=True))
        middle = sorted(range(24), key=lambda i: len(sample.bodies[i]))[12]
        told = sample.heads[middle].partition(b" ")[2] + b"\r\n\r\n" + sample.bodies[middle]
        await self.bare.run([request("PUT", "/", {"host": "bench"}, told)], 1)
        rows = [await self._one_run(conn, tenant_id, questions, people, c) for _ in range(self.runs + 1)][1:]
        used, backend, f1, f2, p95 = (statistics.median(column) for column in zip(*rows, strict=True))
        fl = await self._line(conn, tenant_id, FIELDS[fields])
        return {"fields": fields, "size": size, "c": c, "server": used, "database": backend, "f1": f1, "f2": f2,
                "fl": fl, "ratio": (used + backend) / (f1 + f2 + fl), "p95_ms": p95,
                "bytes": len(sample.bodies[middle]), "load": os.getloadavg()[0]}  # fmt: skip

    async def _one_run(
        self, conn: Connection, tenant_id: int, questions: list[bytes], people: list[Any], c: int
    ) -> tuple[float, float, float, float, float]:
        """Server, database, F1 and F2 in CPU µs per question, and p95 in ms."""
        await self.real.run(questions, c, c=c)
        own, backends = spent_by(tree(self.pid)), await self._backends(conn)
        before = spent_by(backends)
        outcome = require(await self.real.run(questions, COUNT, c=c))
        own, backend = spent_by(tree(self.pid)) - own, spent_by(backends) - before
        bare = spent_by(tree(self.bare_pid))
        await self.bare.run(questions, COUNT, c=c)
        bare = spent_by(tree(self.bare_pid)) - bare
        f2 = await floors._measure(
            conn, await conn.prepare(LIST_BY_BSN), [(tenant_id, people[n % len(people)]["bsn"]) for n in range(COUNT)]
        )
        return own / COUNT / 1_000, backend / COUNT / 1_000, bare / COUNT / 1_000, f2, outcome.percentile(0.95)

    async def _line(self, conn: Connection, tenant_id: int, fields: list[str]) -> float:
        """FL: CPU µs for the bare insert of the line that goes with such an answer, with as many rubrieken in it."""
        used = tonen.gelezen(persoon.PERSOON, tuple(fields))
        lines = floors.LINES.replace("'{plaats,zaak}'", f"'{{{','.join(used)}}}'")
        rows = []
        for _ in range(COUNT):
            now = datetime.now(UTC)
            rows.append((tenant_id, [new_id(now)], now, [uuid7()], [random.randbytes(16)]))
        return await floors._measure(conn, await conn.prepare(lines), rows)

    async def _backends(self, conn: Connection) -> list[int]:
        found = await conn.fetch(
            "select pid from pg_stat_activity where application_name = 'meent' and backend_type = 'client backend'"
        )
        return [row[0] for row in found]

    async def _zoek(self, questions: list[bytes]) -> Cell:
        """Each question once, those that find more people than may be told (BV-16) among them."""
        await self.real.run(questions, 60)
        outcome = await self.real.run(questions, len(questions), keep=True)
        told = [msgspec.json.decode(body) for body in outcome.bodies]
        if refused := {t.get("code") for t in told if "personen" not in t} - {"tooManyResults"}:
            raise RuntimeError(f"a search was refused with {refused}")
        found = [len(t["personen"]) for t in told if "personen" in t]
        return {"p50_ms": outcome.percentile(0.5), "p95_ms": outcome.percentile(0.95),
                "answered": statistics.mean(found), "too_many": len(told) - len(found),
                "max_ms": outcome.percentile(1.0), "load": os.getloadavg()[0]}  # fmt: skip

    # --- moving ------------------------------------------------------------------------------------------------------

    async def _moves(self, conn: Connection, tenant_id: int, size: int) -> Cell:
        first = await conn.fetchval("SELECT min(id::text)::uuid FROM persoonslijst WHERE tenant_id = $1", tenant_id)
        last = await conn.fetchval("SELECT max(id::text)::uuid FROM persoonslijst WHERE tenant_id = $1", tenant_id)
        since = UUID(int=first.int + random.SystemRandom().randrange(max(1, (last.int - first.int) // 2)))
        people = [row[0] for row in await conn.fetch(persons_moves.ADULTS, tenant_id, since, self.moves)]
        random.Random(size).shuffle(people)
        before, begun = await persons_moves.counts(conn, tenant_id), spent_by_postgres(conn.get_server_pid())
        done = await asyncio.to_thread(
            persons_moves.moves, self.database.app_dsn, slug_of(size), people, self.processes
        )
        spent = spent_by_postgres(conn.get_server_pid()) - begun
        after = await persons_moves.counts(conn, tenant_id)
        left = {what: after[what] - before[what] for what in after}
        if set(left.values()) != {len(people)}:
            raise RuntimeError(f"{len(people)} moves left {left}")
        seconds = max(d.ended for d in done) - min(d.begun for d in done)
        count = sum(d.moves for d in done)
        return {"moves": count, "seconds": seconds, "per_second": count / seconds, "processes": self.processes,
                "server": sum(d.cpu for d in done) / count * 1e6, "database": spent / len(people) / 1_000,
                "load": os.getloadavg()[0]}  # fmt: skip


def spent_by_postgres(backend: int) -> int:
    """CPU ns of the server that this is a backend of, and of all that it started and ended."""
    postmaster = int(_stat(backend)[1])
    ended = sum(map(int, _stat(postmaster)[13:15])) * 1_000_000_000 // os.sysconf("SC_CLK_TCK")
    return ended + sum(spent_ns(pid) for pid in tree(postmaster))


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def question(size: int, **body: Any) -> bytes:
    headers = {"host": HOST, "authorization": f"Bearer {token(CLIENT)}", "content-type": "application/json"}
    return request("POST", f"/{slug_of(size)}/brp/api/v2/personen", headers, msgspec.json.encode(body))


def searches(size: int, people: list[Any]) -> dict[str, list[bytes]]:
    """Key of the cell -> its questions."""
    fields = ["burgerservicenummer", "naam", "geboorte", "leeftijd", "adressering"]

    def asked(person: Any, naam: str) -> bytes:
        dag = person["geboortedatum"]
        return question(size, type="ZoekMetGeslachtsnaamEnGeboortedatum", geslachtsnaam=naam, fields=fields,
                        geboortedatum=f"{dag[:4]}-{dag[4:6]}-{dag[6:]}")  # fmt: skip

    return {
        f"zoek naam {size}": [asked(p, p["geslachtsnaam"]) for p in people],
        f"zoek begin {size}": [asked(p, p["geslachtsnaam"][:3] + "*") for p in people],
    }


def require(outcome: Outcome) -> Outcome:
    if set(outcome.statuses) != {200}:
        raise RuntimeError(f"expected 200, got {outcome.statuses}: {outcome.bodies[:1]}")
    return outcome


# --- the table -------------------------------------------------------------------------------------------------------


def as_table(cells: dict[str, Cell]) -> str:
    return "\n".join([*(line(key, cell) for key, cell in cells.items()), "", *growth(cells)])


def line(key: str, cell: Cell) -> str:
    if key.startswith("load"):
        killed = ", ".join(f"{n:,}" for n in cell["killed_at"]) or "never"
        verdict = "MET" if not cell["faults"] else f"missed: {cell['faults']}"
        return (f"- {key}: {cell['seconds']:.0f} s, {cell['per_second']:.0f}/s, killed with -9 at {killed} lists,"
                f" findings {cell['findings']}: {verdict}")  # fmt: skip
    if key.startswith("raadpleeg"):
        floor = f"{cell['f1']:.0f} + {cell['f2']:.0f} + {cell['fl']:.0f}"
        return (f"- {key}: server {cell['server']:.0f} + database {cell['database']:.0f} µs against {floor},"
                f" {cell['ratio']:.2f} × (bar {RATIO_BAR:g}) {met(cell['ratio'] <= RATIO_BAR)};"
                f" p95 {cell['p95_ms']:.1f} ms, {cell['bytes']} bytes, load {cell['load']:.1f}")  # fmt: skip
    if key.startswith("zoek"):
        return (f"- {key}: p50 {cell['p50_ms']:.2f}, p95 {cell['p95_ms']:.2f} ms (bar {SEARCH_BAR_MS:g})"
                f" {met(cell['p95_ms'] <= SEARCH_BAR_MS)}; max {cell['max_ms']:.1f} ms,"
                f" {cell['answered']:.1f} people found, too many {cell.get('too_many', 0)} times")  # fmt: skip
    return (f"- {key}: {cell['per_second']:.0f}/s (bar {MOVES_BAR:g}) {met(cell['per_second'] >= MOVES_BAR)};"
            f" {cell['moves']} by {cell['processes']} processes, CPU {cell['server']:.0f} + {cell['database']:.0f} µs,"
            f" load {cell['load']:.1f}")  # fmt: skip


def met(is_met: bool) -> str:
    return "MET" if is_met else "missed"


def growth(cells: dict[str, Cell]) -> list[str]:
    """CPU of asking at the largest size against the smallest."""
    asked = [cell for key, cell in cells.items() if key.startswith("raadpleeg")]
    told = []
    for fields, c in sorted({(cell["fields"], cell["c"]) for cell in asked}):
        of = sorted((x for x in asked if (x["fields"], x["c"]) == (fields, c)), key=lambda x: x["size"])
        if len(of) > 1:
            ratio = (of[-1]["server"] + of[-1]["database"]) / (of[0]["server"] + of[0]["database"])
            sizes = f"{of[-1]['size']:,} against {of[0]['size']:,}"
            verdict = met(ratio <= GROWTH_BAR)
            told.append(f"- raadpleeg {fields} c={c}: {sizes}: {ratio:.2f} × (bar {GROWTH_BAR}) {verdict}")
    return told


if __name__ == "__main__":
    main()
