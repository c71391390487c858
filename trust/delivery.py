"""Trust §4 no. 7: SIGKILL of dispatchers between commit and delivery: nothing is missing, nothing is of what never was.

`python -m trust.delivery` starts an embedded database in a folder of its own and two `meent worker`s on it. Writers
make and change cases, and now and then undo a case in the transaction that made it. A subscriber on loopback takes most
messages and refuses some. A dispatcher is killed at a random moment, 1,000 times, and started again. Afterwards every
change that was acknowledged must have been delivered, for each case in the order in which it was made, and nothing of
what was undone. A run that is cut off goes on with `--folder`.
"""

import argparse
import asyncio
import os
import platform
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

import msgspec
from aiohttp import web
from rich.console import Console
from rich.progress import Progress

import meent
from meent.app import App, running
from meent.data import embedded
from meent.data.pool import connect
from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.integration.zgw import Zgw
from tests.asgi import Client, token
from tests.zgw import ZAKEN, een_catalogus, een_zaaktype, zaak_body
from trust.kill import RESULTS
from trust.kill import as_markdown as kills_as_markdown
from trust.server import CLIENT_ID, SLUG, free_port, prepared

WORKERS = 2
WRITERS = 4
PAUSE_SECONDEN = 0.06
"""Between two writes of one writer: what is killed must be dispatchers at work, not a machine on its knees."""
UNDONE = 0.1
REFUSED = 0.03
SLOW_SECONDEN = 0.005
CASES = 150
TOKEN_SECONDEN = 1_200
DRAIN_MAX_SECONDEN = 180
AUTH = "Bearer trust"
NETWORK = "127.0.0.0/8"
LEFT = "select (select count(*) from outbox) + (select count(*) from bezorging)"
HELD = "select count(*) from bezorging where wacht_tot > now() and reden = ''"


@dataclass
class Ledger:
    """What was acknowledged, undone and delivered; every line on disk, so that a run can go on.

    made       case -> changes of it that were acknowledged
    undone     cases that were made and taken back in one transaction
    delivered  case -> moments of its messages, in the order in which they came the first time
    """

    path: Path
    made: Counter[str] = field(default_factory=Counter)
    undone: set[str] = field(default_factory=set)
    delivered: dict[str, list[str]] = field(default_factory=dict)
    kills: list[int] = field(default_factory=list)
    again: int = 0
    disorder: list[str] = field(default_factory=list)
    file: TextIO | None = None

    def open(self) -> None:
        """Reads what an earlier run wrote; its last line may be half."""
        if self.path.exists():
            for line in self.path.read_bytes().splitlines():
                with suppress(msgspec.DecodeError):
                    self._know(msgspec.json.decode(line))
        self.file = self.path.open("a")

    def note(self, **line: Any) -> None:
        assert self.file is not None
        self.file.write(msgspec.json.encode(line).decode() + "\n")
        self.file.flush()
        self._know(line)

    def _know(self, line: dict[str, Any]) -> None:
        match line:
            case {"made": case}:
                self.made[case] += 1
            case {"undone": case}:
                self.undone.add(case)
            case {"kill": held}:
                self.kills.append(held)
            case {"got": case, "at": moment}:
                moments = self.delivered.setdefault(case, [])
                if moment in moments:
                    self.again += 1
                    return
                if moments and moment < moments[-1]:
                    self.disorder.append(f"{case}: {moment} na {moments[-1]}")
                moments.append(moment)

    def missing(self) -> list[str]:
        """Cases of which a change was never heard."""
        return [f"{c}: {n - len(self.delivered.get(c, []))} van {n}" for c, n in self.made.items()
                if len(self.delivered.get(c, [])) < n]  # fmt: skip

    def phantoms(self) -> list[str]:
        """Cases that were heard of and never were, or more often than they changed."""
        return [f"{c}: {len(m)} in plaats van {self.made[c]}" for c, m in self.delivered.items()
                if len(m) > self.made[c]]  # fmt: skip


class Subscriber:
    """Takes most messages, each after a moment; refuses some, so that they must come again."""

    def __init__(self, ledger: Ledger, rng: random.Random) -> None:
        self.ledger, self.rng, self.is_kind = ledger, rng, False

    async def handle(self, request: web.Request) -> web.Response:
        if request.headers.get("authorization") != AUTH:
            return web.Response(status=403)
        message = msgspec.json.decode(await request.read())
        if message["kanaal"] == "test":
            return web.Response(status=204)
        await asyncio.sleep(self.rng.random() * SLOW_SECONDEN)
        if not self.is_kind and self.rng.random() < REFUSED:
            return web.Response(status=503)
        self.ledger.note(got=message["hoofdObject"], at=message["aanmaakdatum"])
        return web.Response(status=204)


@dataclass
class Run:
    """A run in a folder.

    kills   how many in all, those of earlier runs in this folder included
    """

    folder: Path
    kills: int
    seed: int
    between: float
    ledger: Ledger = field(init=False)
    left_behind: int = 0
    began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.folder / "delivery.jsonl")

    def outcome(self) -> dict[str, Any]:
        ledger = self.ledger
        missing, phantoms = ledger.missing(), ledger.phantoms()
        return {
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": f"{os.cpu_count()} cores, shared; {platform.system()}, Python {platform.python_version()}",
            "load": round(os.getloadavg()[0], 1),
            "seed": self.seed,
            "kills": len(ledger.kills),
            "messages under way at a kill, by either dispatcher": sum(ledger.kills),
            "kills while messages were under way": sum(1 for held in ledger.kills if held),
            "changes acknowledged": sum(ledger.made.values()),
            "cases": len(ledger.made),
            "cases undone": len(ledger.undone),
            "messages delivered": sum(map(len, ledger.delivered.values())),
            "messages delivered again": ledger.again,
            "missing": len(missing),
            "of what never was": len(phantoms),
            "out of order": len(ledger.disorder),
            "still waiting": self.left_behind,
            "minutes": round((time.monotonic() - self.began) / 60, 1),
            "told": [*missing, *phantoms, *ledger.disorder][:50],
        }


async def run(found: Run, progress: Progress | None = None) -> Run:
    """Kills what is left to kill, waits until everything is delivered, and judges."""
    noted = await asyncio.to_thread(prepared, found.folder)
    port_file = found.folder / "subscriber.port"
    if not port_file.exists():
        port_file.write_text(str(free_port()))
    found.ledger.open()
    subscriber = Subscriber(found.ledger, random.Random(found.seed))
    with embedded.start(found.folder / "postgres") as database:
        runner = await _listening(subscriber, int(port_file.read_text()))
        try:
            async with running(App(database.app_dsn, pool_size=6, callback_networks=NETWORK)) as app:
                client = Client(app, f"/{SLUG}", CLIENT_ID)
                await _subscribed(client, noted.secret, int(port_file.read_text()))
                await _under_load(found, app, client, noted.secret, database, progress)
                subscriber.is_kind = True
                found.left_behind = await _drained(found, database)
        finally:
            await runner.cleanup()
    return found


async def _listening(subscriber: Subscriber, port: int) -> web.AppRunner:
    site = web.Application()
    site.router.add_post("/", subscriber.handle)
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner


async def _subscribed(client: Client, secret: str, port: int) -> None:
    client.headers["authorization"] = f"Bearer {token(CLIENT_ID, secret)}"
    if (await client.get("/notificaties/api/v1/abonnement")).json:
        return  # a run that goes on
    body = {"callbackUrl": f"http://127.0.0.1:{port}/", "auth": AUTH, "kanalen": [{"naam": "zaken", "filters": {}}]}
    answer = await client.post("/notificaties/api/v1/abonnement", body)
    assert answer.status == 201, answer.body


async def _under_load(
    found: Run, app: App, client: Client, secret: str, database: embedded.Embedded, progress: Progress | None
) -> None:
    domein = "".join(random.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=5))
    zaaktype = await een_zaaktype(client, (await een_catalogus(client, domein=domein))["url"])
    zgw = Zgw(app.engine, app.directory.by_slug[SLUG], Caller("trust", ALL_RIGHTS), f"http://{client.host}")
    is_over = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for number in range(WRITERS):
            rng = random.Random(f"{found.seed}-{number}-{len(found.ledger.kills)}")
            group.create_task(_write(found.ledger, client, zgw, zaaktype["url"], rng, is_over))
        group.create_task(_renew(client, secret, is_over))
        try:
            await _kill_all(found, database, progress)
        finally:
            is_over.set()


async def _renew(client: Client, secret: str, is_over: asyncio.Event) -> None:
    while not is_over.is_set():
        client.headers["authorization"] = f"Bearer {token(CLIENT_ID, secret)}"
        with suppress(TimeoutError):
            await asyncio.wait_for(is_over.wait(), TOKEN_SECONDEN)


async def _write(
    ledger: Ledger, client: Client, zgw: Zgw, zaaktype: str, rng: random.Random, is_over: asyncio.Event
) -> None:
    """One writer; its cases are its own, so that it knows in which order they changed."""
    own: list[str] = []
    while not is_over.is_set():
        if rng.random() < UNDONE:
            ledger.note(undone=await _undo(zgw, zaaktype))
        elif len(own) < CASES and rng.random() < 0.5:
            answer = await client.post(f"{ZAKEN}/zaken", zaak_body(zaaktype))
            assert answer.status == 201, answer.body
            own.append(answer.json["url"])
            ledger.note(made=own[-1])
        elif own:
            case = rng.choice(own)
            answer = await client.patch(case, {"toelichting": str(rng.random())})
            assert answer.status == 200, answer.body
            ledger.note(made=case)
        await asyncio.sleep(rng.random() * PAUSE_SECONDEN)


async def _undo(zgw: Zgw, zaaktype: str) -> str:
    """A case that is made, announced, and taken back before anybody could know."""
    with suppress(RuntimeError):
        async with zgw.together() as work:
            case = await work.create("zaken", "zaken", zaak_body(zaaktype))
            raise RuntimeError("undone")
    return case


def start_worker(folder: Path, database: embedded.Embedded) -> "subprocess.Popen[bytes]":
    """A `meent worker`; what it says goes to worker.log."""
    environment = os.environ | {
        "MEENT_DATABASE_URL": database.app_dsn, "MEENT_OWNER_URL": database.owner_dsn,
        "MEENT_CALLBACK_NETWORKS": NETWORK, "PYTHONPATH": str(Path(meent.__file__).parents[1]),
    }  # fmt: skip
    with (folder / "worker.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "meent.cli", "worker"], env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=log,
        )  # fmt: skip


async def _kill_all(found: Run, database: embedded.Embedded, progress: Progress | None) -> None:
    rng = random.Random(f"{found.seed}-kills-{len(found.ledger.kills)}")
    workers = [start_worker(found.folder, database) for _ in range(WORKERS)]
    look = await connect(database.dsn("postgres"))
    left = found.kills - len(found.ledger.kills)
    task = progress.add_task("kills", total=left) if progress else None
    try:
        for number in range(left):
            victim = workers[number % WORKERS]
            assert victim.stdout is not None
            told = await asyncio.to_thread(victim.stdout.readline)  # it delivers from now on
            assert told, f"meent worker did not start; see {found.folder / 'worker.log'}"
            await asyncio.sleep(found.between * rng.random())
            victim.send_signal(signal.SIGKILL)
            await asyncio.to_thread(victim.wait)
            victim.stdout.close()
            found.ledger.note(kill=await look.fetchval(HELD))
            workers[number % WORKERS] = start_worker(found.folder, database)
            if progress and task is not None:
                made, got = sum(found.ledger.made.values()), sum(map(len, found.ledger.delivered.values()))
                progress.update(task, advance=1, description=f"{made} changes, {got} heard")
    finally:
        await look.close()
        for worker in workers:
            worker.kill()
            worker.wait()


async def _drained(found: Run, database: embedded.Embedded) -> int:
    """How much still waits after a dispatcher had all the time it needs; it is stopped as an operator does."""
    worker, look = start_worker(found.folder, database), await connect(database.dsn("postgres"))
    deadline = time.monotonic() + DRAIN_MAX_SECONDEN
    while (left := await look.fetchval(LEFT)) and time.monotonic() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(0.2)
    await look.close()
    worker.terminate()
    status = await asyncio.to_thread(worker.wait)
    assert status == 0, f"meent worker ended with {status}; see {found.folder / 'worker.log'}"
    return int(left)


def is_good(outcome: dict[str, Any]) -> bool:
    return not any(outcome[name] for name in ("missing", "of what never was", "out of order", "still waiting"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--between", type=float, default=1.0, help="longest time that a dispatcher lives, seconds")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--folder", type=Path, help="go on in this folder, or keep everything there")
    parser.add_argument("--results", type=Path, default=RESULTS)
    given = parser.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory(prefix="meent-delivery-", ignore_cleanup_errors=True) as temporary:
        folder = given.folder or Path(temporary)
        console.print(f"seed {given.seed} · folder {folder}")
        folder.mkdir(parents=True, exist_ok=True)
        with Progress(console=console) as progress:
            found = asyncio.run(run(Run(folder, given.kills, given.seed, given.between), progress))
    outcome = found.outcome()
    given.results.mkdir(parents=True, exist_ok=True)
    stem = given.results / f"{outcome['date'][:10]}-delivery-{given.seed}"
    stem.with_suffix(".json").write_bytes(msgspec.json.format(msgspec.json.encode(outcome), indent=1) + b"\n")
    stem.with_suffix(".md").write_text(as_markdown(outcome))
    console.print(as_markdown(outcome), markup=False)
    return 0 if is_good(outcome) else 1


def as_markdown(outcome: dict[str, Any]) -> str:
    return kills_as_markdown(outcome).replace("# Kills", "# Kills of dispatchers", 1)


if __name__ == "__main__":
    sys.exit(main())
