"""`python -m trust.subscribers`: seven kinds of subscribers at once, and what became of their messages (trust no. 7-9).

One is well; the others are away for a while, slow, refuse for a while (4xx), fail half of the time (5xx), close the
connection half of the time, or cannot read what is about one case. The worker is a real process. Everybody must get
every message once it can, in the order of each case, and the one that is well must not notice the others. What cannot
be read is parked after ten tries, which takes about nine minutes; what is about the same case waits behind it.
"""

import argparse
import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import web
from rich.console import Console
from rich.table import Table

from meent.app import App, running
from meent.data import embedded
from meent.integration.notificaties.toestand import Abonnee, Toestand
from tests.asgi import Client, token
from tests.zgw import ZAKEN, een_catalogus, een_zaaktype, zaak_body
from trust.delivery import AUTH, NETWORK, start_worker
from trust.kill import RESULTS
from trust.server import CLIENT_ID, SLUG, free_port, prepared

CASES = 20
CHANGES = 400
BETWEEN_SECONDEN = 0.1
ILL_SECONDEN = 30.0
SLOW_SECONDEN = 2.0
PARKED_MAX_SECONDEN = 900.0


@dataclass
class Subscriber:
    """One kind of subscriber; `delays` are seconds from the change to its being taken, `order` what it took."""

    name: str
    answer: Callable[["Subscriber", dict[str, Any]], Awaitable[int]]
    is_absent: bool = False
    port: int = field(default_factory=free_port)
    asked: int = 0
    delays: list[float] = field(default_factory=list)
    order: dict[str, list[str]] = field(default_factory=dict)
    runner: web.AppRunner = field(init=False)

    async def handle(self, request: web.Request) -> web.Response:
        message = msgspec.json.decode(await request.read())
        if message["kanaal"] == "test":  # with authorisation it is welcome, without it is not (N-07)
            return web.Response(status=204 if request.headers.get("authorization") == AUTH else 403)
        self.asked += 1
        status = await self.answer(self, message)
        if status < 0:
            assert request.transport is not None
            request.transport.abort()
        elif status < 300:
            moment = message["aanmaakdatum"]
            taken = self.order.setdefault(message["hoofdObject"], [])
            if moment not in taken:
                taken.append(moment)
                self.delays.append(time.time() - datetime.fromisoformat(moment).timestamp())
        return web.Response(status=max(status, 200))

    async def listen(self) -> None:
        site = web.Application()
        site.router.add_post("/", self.handle)
        self.runner = web.AppRunner(site)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", self.port).start()

    async def go(self) -> None:
        """Nobody listens any more."""
        await self.runner.cleanup()


def kinds(began: float, rng: random.Random, unreadable: list[str]) -> list[Subscriber]:
    """The seven; those that are ill for a while are so until ILL_SECONDEN after `began`."""

    async def well(_: Subscriber, __: dict[str, Any]) -> int:
        return 204

    async def slow(_: Subscriber, __: dict[str, Any]) -> int:
        await asyncio.sleep(SLOW_SECONDEN)
        return 204

    async def refuses_first(_: Subscriber, __: dict[str, Any]) -> int:
        return 204 if time.time() - began > ILL_SECONDEN else 403

    async def half_fails(_: Subscriber, __: dict[str, Any]) -> int:
        return 204 if rng.random() < 0.5 else 503

    async def half_closes(_: Subscriber, __: dict[str, Any]) -> int:
        return 204 if rng.random() < 0.5 else -1

    async def cannot_read(_: Subscriber, message: dict[str, Any]) -> int:
        return 400 if message["hoofdObject"] in unreadable else 204

    return [
        Subscriber("gezond", well), Subscriber("een tijd weg", well, is_absent=True), Subscriber("traag", slow),
        Subscriber("eerst 403", refuses_first), Subscriber("half 503", half_fails),
        Subscriber("half verbroken", half_closes), Subscriber("vergiftigd", cannot_read),
    ]  # fmt: skip


async def run(folder: Path, seed: int) -> dict[str, Any]:
    """All of it: subscribe, change, fall ill and get well, wait, and count.

    seed   of when who fails half of the time does so
    """
    noted = await asyncio.to_thread(prepared, folder)
    unreadable: list[str] = []
    subscribers = kinds(time.time(), random.Random(seed), unreadable)
    for subscriber in subscribers:
        await subscriber.listen()
    with embedded.start(folder / "postgres") as database:
        async with running(App(database.app_dsn, pool_size=6, callback_networks=NETWORK)) as app:
            client = Client(app, f"/{SLUG}", CLIENT_ID)
            client.headers["authorization"] = f"Bearer {token(CLIENT_ID, noted.secret)}"
            for subscriber in subscribers:
                await _subscribe(client, subscriber)
            worker = start_worker(folder, database)
            try:
                made = await _change(client, subscribers, unreadable)
                stands = await _settled(app)
            finally:
                worker.terminate()
                await asyncio.to_thread(worker.wait)
    for subscriber in subscribers:
        await subscriber.go()
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"), "changes": sum(made.values()),
        "load": round(os.getloadavg()[0], 1), "subscribers": [told(s, made, stands) for s in subscribers],
    }  # fmt: skip


async def _subscribe(client: Client, subscriber: Subscriber) -> None:
    body = {"callbackUrl": f"http://127.0.0.1:{subscriber.port}/", "auth": AUTH}
    answer = await client.post(
        "/notificaties/api/v1/abonnement", body | {"kanalen": [{"naam": "zaken", "filters": {}}]}
    )
    assert answer.status == 201, answer.body


async def _change(client: Client, subscribers: list[Subscriber], unreadable: list[str]) -> dict[str, int]:
    """How many changes each case had. Meanwhile who is to be away goes, and comes back after ILL_SECONDEN."""
    zaaktype = await een_zaaktype(client, (await een_catalogus(client))["url"])
    away = [s for s in subscribers if s.is_absent]
    made: dict[str, int] = {}
    rng = random.Random(4)
    for subscriber in away:
        await subscriber.go()
    for number in range(CHANGES):
        if number < CASES:
            answer = await client.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"]))
        else:
            answer = await client.patch(rng.choice(sorted(made)), {"toelichting": str(number)})
        assert answer.status in (200, 201), answer.body
        url = answer.json["url"]
        unreadable += [] if made else [url]
        made[url] = made.get(url, 0) + 1
        if number * BETWEEN_SECONDEN >= ILL_SECONDEN and away:
            await away.pop().listen()
        await asyncio.sleep(BETWEEN_SECONDEN)
    return made


async def _settled(app: App) -> list[Abonnee]:
    """How the subscribers stand when all is taken but for what is parked and what waits behind that."""
    toestand, place = Toestand(app.pool), app.directory.by_slug[SLUG]
    deadline = time.monotonic() + PARKED_MAX_SECONDEN
    while time.monotonic() < deadline:
        stands = await toestand.abonnees(place.id)
        behind = sum(g.wachten_erachter for g in await toestand.geparkeerd(place.id))
        if behind and sum(s.wachtend for s in stands) == behind:
            break
        await asyncio.sleep(1)
    return stands


def told(subscriber: Subscriber, made: dict[str, int], stands: list[Abonnee]) -> dict[str, Any]:
    """What became of the messages to one subscriber."""
    (stand,) = (s for s in stands if f":{subscriber.port}/" in s.callback_url)
    taken = sum(map(len, subscriber.order.values()))
    return {
        "abonnee": subscriber.name,
        "berichten": sum(made.values()),
        "pogingen": subscriber.asked,
        "aangekomen": taken,
        "geparkeerd": stand.geparkeerd,
        "wacht daarachter": stand.wachtend,
        "kwijt": sum(made.values()) - taken - stand.geparkeerd - stand.wachtend,
        "uit volgorde": sum(moments != sorted(moments) for moments in subscriber.order.values()),
        "mediaan s": round(statistics.median(subscriber.delays), 2),
        "p95 s": round(sorted(subscriber.delays)[int(len(subscriber.delays) * 0.95)], 2),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=9, help="of when who fails half of the time does so")
    parser.add_argument("--results", type=Path, default=RESULTS)
    given = parser.parse_args()
    console = Console(width=120)
    with tempfile.TemporaryDirectory(prefix="meent-subscribers-", ignore_cleanup_errors=True) as folder:
        outcome = asyncio.run(run(Path(folder), given.seed))
    given.results.mkdir(parents=True, exist_ok=True)
    (given.results / f"{outcome['date'][:10]}-subscribers.json").write_bytes(
        msgspec.json.format(msgspec.json.encode(outcome), indent=1) + b"\n"
    )
    rows = outcome["subscribers"]
    table = Table(*rows[0])
    for row in rows:
        table.add_row(*map(str, row.values()))
    console.print(table)
    return int(any(row["kwijt"] or row["uit volgorde"] for row in rows))


if __name__ == "__main__":
    sys.exit(main())
