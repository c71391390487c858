"""How fast notifications are delivered: `python -m bench.delivery`.

Throughput: announcements lie ready, one `meent worker` starts, one subscriber on loopback answers at once; messages per
second from the first to the last. Latency: a hundred announcements per second are committed one by one; from the return
of the commit to the arrival at the subscriber. CPU is that of the worker and of PostgreSQL, per message.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import click
import uvloop

import meent
from bench import report
from bench.cpu import spent_by, tree
from meent.basis.ids import uuid7
from meent.data import embedded, migrate, tenant
from meent.data.pool import Connection, connect
from trust.server import free_port

PER_SECOND_BAR = 1_000
P95_BAR_MS = 100.0
RATE = 100
WARM_UP = 100
RESULTS = Path(__file__).with_name("results")
ANNOUNCE = """
INSERT INTO outbox (tenant_id, kanaal, hoofd_resource, hoofd_id, resource, resource_id, actie, kenmerken, aanmaakdatum)
SELECT $1, 'zaken', 'zaak', k, 'zaak', k, 'create',
    '{"bronorganisatie": "823288444", "zaaktype": "", "vertrouwelijkheidaanduiding": "openbaar"}', now()
FROM unnest($2::uuid[]) k
"""
SUBSCRIBE = """
INSERT INTO abonnement (tenant_id, id, callback_url, auth, kanalen, send_cloudevents, basis)
VALUES ($1, $2, $3, 'Bearer bench', '[{"naam": "zaken", "filters": {}}]', false, 'https://bench.example')
"""


@dataclass
class Subscriber(asyncio.Protocol):
    """Answers every message at once, so that what is measured is ours; all its connections share what arrived."""

    arrived: dict[UUID, float]
    wanted: asyncio.Event
    rest: bytes = b""
    transport: asyncio.Transport = field(init=False)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self.rest += data
        while True:
            head, end, body = self.rest.partition(b"\r\n\r\n")
            if not end:
                return
            length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
            if len(body) < length:
                return
            message, self.rest = body[:length], body[length:]
            key = message.partition(b'"resourceUrl":"')[2].partition(b'"')[0][-36:]
            self.arrived.setdefault(UUID(key.decode()), time.perf_counter())
            self.transport.write(b"HTTP/1.1 204 No Content\r\n\r\n")
            self.wanted.set()


class Setting:
    """A database with one municipality and one subscriber, and a worker when it is wanted."""

    def __init__(self, database: embedded.Embedded, port: int) -> None:
        self.database, self.port = database, port
        self.arrived: dict[UUID, float] = {}
        self.wanted = asyncio.Event()
        self.conn: Connection
        self.tenant_id = 0

    async def prepare(self) -> None:
        await migrate.migrate(self.database.owner_dsn)
        owner = await connect(self.database.owner_dsn)
        made = await tenant.new(owner, tenant.Tenant(slug="bench", naam="Bench", rsin="823288444"))
        await owner.close()
        self.tenant_id, self.conn = made.id, await connect(self.database.app_dsn)
        await self.conn.fetchval("select set_config('meent.tenant', $1, false)", str(made.id))
        await self.conn.execute(SUBSCRIBE, made.id, uuid7(), f"http://127.0.0.1:{self.port}/")
        loop = asyncio.get_running_loop()
        await loop.create_server(lambda: Subscriber(self.arrived, self.wanted), "127.0.0.1", self.port)

    async def announce(self, keys: list[UUID]) -> None:
        await self.conn.execute(ANNOUNCE, self.tenant_id, keys)

    async def heard(self, keys: list[UUID], most_seconden: float = 120) -> None:
        """Waits until all of them have arrived."""
        async with asyncio.timeout(most_seconden):
            while any(key not in self.arrived for key in keys):
                self.wanted.clear()
                await self.wanted.wait()
                await asyncio.sleep(0.01)  # not for each message

    def worker(self) -> "subprocess.Popen[bytes]":
        environment = os.environ | {
            "MEENT_DATABASE_URL": self.database.app_dsn, "MEENT_OWNER_URL": self.database.owner_dsn,
            "MEENT_CALLBACK_NETWORKS": "127.0.0.0/8", "PYTHONPATH": str(Path(meent.__file__).parents[1]),
        }  # fmt: skip
        return subprocess.Popen([sys.executable, "-m", "meent.cli", "worker"], env=environment)

    def postgres(self) -> list[int]:
        assert self.database.pid is not None
        return tree(self.database.pid)


async def throughput(setting: Setting, count: int) -> dict[str, Any]:
    """`count` announcements that lie ready when the worker starts."""
    keys = [uuid7() for _ in range(count)]
    for start in range(0, count, 1_000):
        await setting.announce(keys[start : start + 1_000])
    before = spent_by(setting.postgres())
    worker = setting.worker()
    try:
        await setting.heard(keys)
        ours, theirs = spent_by(tree(worker.pid)), spent_by(setting.postgres()) - before
    finally:
        worker.terminate()
        await asyncio.to_thread(worker.wait)
    moments = sorted(setting.arrived[key] for key in keys)
    return {
        "per_second": round((count - 1) / (moments[-1] - moments[0])),
        "worker_us": round(ours / count / 1_000),  # its start included
        "database_us": round(theirs / count / 1_000),
    }


async def latency(setting: Setting, seconds: int) -> dict[str, Any]:
    """RATE announcements per second, each a commit of its own; the first hundred warm up."""
    worker = setting.worker()
    committed: dict[UUID, float] = {}
    try:
        warm = [uuid7()]
        await setting.announce(warm)
        await setting.heard(warm)
        began = time.perf_counter()
        for number in range(RATE * seconds + WARM_UP):
            await asyncio.sleep(max(0.0, began + number / RATE - time.perf_counter()))
            key = uuid7()
            await setting.announce([key])
            committed[key] = time.perf_counter()
        await setting.heard(list(committed))
    finally:
        worker.terminate()
        await asyncio.to_thread(worker.wait)
    took = sorted((setting.arrived[k] - t) * 1_000 for k, t in list(committed.items())[WARM_UP:])
    at = {name: round(took[min(int(len(took) * share), len(took) - 1)], 1)
          for name, share in (("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99), ("max_ms", 1.0))}  # fmt: skip
    return at | {"rate": RATE, "messages": len(took)}


async def measure(database: embedded.Embedded, count: int, seconds: int, runs: int) -> dict[str, Any]:
    setting = Setting(database, free_port())
    await setting.prepare()
    many = [await throughput(setting, count) for _ in range(runs)]
    best = sorted(many, key=lambda one: one["per_second"])
    delayed = await latency(setting, seconds)
    await setting.conn.close()
    median = best[len(best) // 2]
    return {
        "throughput": median | {"messages": count, "runs": [one["per_second"] for one in many]},
        "latency": delayed,
        "load": round(os.getloadavg()[0], 1),
        "throughput_met": median["per_second"] >= PER_SECOND_BAR,
        "latency_met": delayed["p95_ms"] <= P95_BAR_MS,
    }


@click.command()
@click.option("--messages", default=5_000, help="Per run of the throughput.")
@click.option("--runs", default=3, help="Runs of the throughput; the median counts.")
@click.option("--seconds", default=20, help="Length of the latency run.")
def main(messages: int, runs: int, seconds: int) -> None:
    """Measure delivery; the results land in bench/results/DATE-delivery.*"""
    with tempfile.TemporaryDirectory(prefix="meent-delivery-bench-") as folder:
        os.chmod(folder, 0o711)  # the account that runs the database must get through
        with (
            embedded.start(Path(folder) / "postgres") as database,
            asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
        ):
            found = runner.run(measure(database, messages, seconds, runs))
    stem = RESULTS / f"{date.today().isoformat()}-delivery"  # noqa: DTZ011 - names a file of this machine
    stem.with_suffix(".json").write_text(json.dumps({"about": report.machine()} | found, indent=1) + "\n")
    stem.with_suffix(".md").write_text(as_markdown(found))
    click.echo(as_markdown(found))


def as_markdown(found: dict[str, Any]) -> str:
    facts = ", ".join(f"{name} {value}" for name, value in report.machine().items())
    through, late = found["throughput"], found["latency"]
    return f"""# Delivery of notifications

{facts}; load {found["load"]}. One worker, one subscriber on loopback that answers at once.

| what | measured | bar | |
|---|--:|--:|---|
| messages per second (median of {through["runs"]}, {through["messages"]} messages each) | {through["per_second"]} \
| {PER_SECOND_BAR} | {"MET" if found["throughput_met"] else "missed"} |
| commit to delivery at {late["rate"]} per second, p95 of {late["messages"]} (ms) | {late["p95_ms"]} \
| {P95_BAR_MS:g} | {"MET" if found["latency_met"] else "missed"} |
| the same, p50 / p99 / most (ms) | {late["p50_ms"]} / {late["p99_ms"]} / {late["max_ms"]} | | |
| CPU per message, worker with its start / database (µs) | {through["worker_us"]} / {through["database_us"]} | | |
"""


if __name__ == "__main__":
    main()
