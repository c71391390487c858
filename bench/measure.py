"""One cell of the table: a work at one size, for one application, at one number of connections."""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bench import floors
from bench.cpu import spent_by, tree
from bench.load import Connections, Outcome, request
from bench.works import DOCUMENT_BYTES, Prepared, Town, Work, post_status, post_zaak
from meent.data.pool import Connection
from meent.engine.declare import Registry
from meent.verwerkingen.aanleiding import first_id

START_MAX_SECONDEN = 20.0


@dataclass
class Cell:
    """Medians of the runs; CPU µs per request.

    fl     part of the floor: the lines of the log that go with an answer, `lines` of them
    best   the cheapest run against the cheapest floors: what is left when others use the machine less
    """

    work: str
    application: str
    size: int
    c: int
    server: float
    database: float
    f1: float
    f2: float
    ratio: float
    bar: float
    p50_ms: float
    p95_ms: float
    per_second: float
    response_bytes: int
    load: float
    runs: int
    best_total: float = 0.0
    best_ratio: float = 0.0
    fl: float = 0.0
    lines: int = 0

    @property
    def total(self) -> float:
        return self.server + self.database


@contextmanager
def server(*arguments: str) -> Iterator[tuple[int, int]]:
    """`bench.serve` as a process: its pid and port."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "bench.serve", str(port), *arguments])
    try:
        yield process.pid, port
    finally:
        process.terminate()
        process.wait(10)


async def wait_for(port: int) -> None:
    async with asyncio.timeout(START_MAX_SECONDEN):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            except OSError:
                await asyncio.sleep(0.02)


class Bench:
    """Both servers, the database and what earlier cells left for later ones.

    conn   a connection of the bench itself as the serving role
    """

    def __init__(
        self, registry: Registry, pid: int, port: int, bare_pid: int, bare_port: int, runs: int, scale: float
    ) -> None:
        self.registry, self.pid, self.bare_pid = registry, pid, bare_pid
        self.real, self.bare = Connections(port), Connections(bare_port)
        self.runs, self.scale = runs, scale
        self.own: set[int] = set()

    async def backends(self, conn: Connection) -> list[int]:
        """Processes of PostgreSQL that work for the server under test."""
        found = await conn.fetch(
            "select pid from pg_stat_activity where application_name = 'meent' and backend_type = 'client backend'"
        )
        return [r[0] for r in found if r[0] not in self.own]

    async def cell(self, work: Work, town: Town, application: str, c: int) -> Cell:
        """Warms up, then measures work and floors in turn; raises when an answer has the wrong status."""
        self.own.add(town.conn.get_server_pid())
        count = max(int(work.count * self.scale), 60)
        prepared = await self._prepared(work, town, application, c, count)
        sample, lines = await self._sample(prepared, work, town)
        middle = sorted(range(len(sample.bodies)), key=lambda i: len(sample.bodies[i]))[len(sample.bodies) // 2]
        await self._teach(sample.heads[middle], sample.bodies[middle])
        keys = await self._keys(prepared, sample.heads, work)
        requests = prepared.requests[12:] + prepared.requests[:12] if work.status == 200 else prepared.requests[12:]
        results = []
        for number in range(-1, self.runs):
            part = requests if work.status == 200 else requests[(number + 1) * count : (number + 2) * count]
            if work.status == 201 and len(part) < count:
                raise RuntimeError(f"{work.name}: too few bodies prepared")
            measured = await self._one_run(work, town, part, count, c, keys)
            if number >= 0:
                results.append(measured)
        fl = await floors.lines(town.conn, town.id, lines, count) if lines and work.status == 200 else 0.0
        return self._cell(work, town, application, c, results, len(sample.bodies[middle]), fl, lines)

    async def _sample(self, prepared: Prepared, work: Work, town: Town) -> tuple[Outcome, int]:
        """A few answers, and how many lines of the log went with each of them."""
        since = first_id(datetime.now(UTC))
        sample = await self.real.run(prepared.requests, 12, keep=True)
        _require(sample, work.status)
        made: int = await town.conn.fetchval(
            "SELECT count(*) FROM verwerking WHERE tenant_id = $1 AND id >= $2", town.id, since
        )
        return sample, round(made / 12)

    async def _prepared(self, work: Work, town: Town, application: str, c: int, count: int) -> Prepared:
        needed = 12 + count * (self.runs + 1)
        if work.name in ("W5", "W8a"):
            return await work.prepare(town, application, needed)
        if work.name == "W6":
            made = await self.real.run((await post_zaak(town, application, needed)).requests, needed, c=4, keep=True)
            _require(made, 201)
            return await post_status(town, application, [_location(h) for h in made.heads])
        return await work.prepare(town, application)

    async def _teach(self, head: bytes, body: bytes) -> None:
        told = head.partition(b" ")[2] + b"\r\n\r\n" + body
        answer = await self.bare.run([request("PUT", "/", {"host": "bench"}, told)], 1)
        assert sum(answer.statuses.values()) == 1

    async def _keys(self, prepared: Prepared, heads: list[bytes], work: Work) -> list[Any]:
        from uuid import UUID

        return prepared.keys if work.status == 200 else [[UUID(_location(heads[0])[-36:])]]

    async def _one_run(
        self, work: Work, town: Town, requests: list[bytes], count: int, c: int, keys: list[Any]
    ) -> tuple[float, float, float, float, Outcome]:
        """Server, database, F1 and F2 (or FI) in µs, and the outcome."""
        backends = await self.backends(town.conn)
        own, before = spent_by(tree(self.pid)), spent_by(backends)
        outcome = await self.real.run(requests, count, c=c)
        used = spent_by(tree(self.pid)) - own
        database = spent_by(await self.backends(town.conn)) - before
        _require(outcome, work.status)
        bare = spent_by(tree(self.bare_pid))
        await self.bare.run(requests, count, c=c)
        bare = spent_by(tree(self.bare_pid)) - bare
        f2 = await self._floor(work, town, count, keys)
        return used / count / 1_000, database / count / 1_000, bare / count / 1_000, f2, outcome

    async def _floor(self, work: Work, town: Town, count: int, keys: list[Any]) -> float:
        if not work.floor:
            return 0.0
        if work.floor == "file":
            return floors.write_file(DOCUMENT_BYTES, count)
        if work.floor in floors.SELECTS:
            return await floors.select(town.conn, town.id, keys, count, what=work.floor)
        resource = self.registry.of(work.floor.title())
        return await floors.insert(town.conn, self.registry, resource, town.id, keys[0][0], count)

    def _cell(
        self,
        work: Work,
        town: Town,
        application: str,
        c: int,
        results: list[tuple[float, float, float, float, Outcome]],
        size: int,
        fl: float,
        lines: int,
    ) -> Cell:
        used, database, f1, f2 = (statistics.median(column) for column in list(zip(*results, strict=True))[:4])
        best = min(r[0] + r[1] for r in results)
        best_floor = min(r[2] for r in results) + min(r[3] for r in results) + fl
        outcomes = [r[4] for r in results]
        return Cell(
            work=work.name, application=application, size=town.size, c=c, server=used, database=database, f1=f1, f2=f2,
            ratio=(used + database) / (f1 + f2 + fl), bar=work.bar, best_total=best, best_ratio=best / best_floor,
            p50_ms=statistics.median(o.percentile(0.5) for o in outcomes),
            p95_ms=statistics.median(o.percentile(0.95) for o in outcomes),
            per_second=statistics.median(len(o.latencies) / o.seconds for o in outcomes),
            response_bytes=size, load=os.getloadavg()[0], runs=len(results),
            fl=fl, lines=lines,
        )  # fmt: skip


def _require(outcome: Outcome, status: int) -> None:
    if set(outcome.statuses) != {status}:
        raise RuntimeError(f"expected {status}, got {outcome.statuses}: {outcome.bodies[:1]}")


def _location(head: bytes) -> str:
    at = head.lower().find(b"location:")
    return head[at + 9 :].partition(b"\r\n")[0].strip().decode()
