"""A subscriber for tests: a real web server on loopback that keeps what it was sent and answers as it is told."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.asgi import Client
from tests.zgw import made

NRC = "/notificaties/api/v1"
AUTH = "Bearer abonnee"
WAIT_SECONDEN = 60.0

Answer = Callable[["Abonnee", dict[str, Any]], Awaitable[int]]


async def takes_all(_: "Abonnee", __: dict[str, Any]) -> int:
    return 204


@dataclass
class Abonnee:
    """
    answer   gives the status for a message; -1 closes the connection without an answer
    got      messages as they came, each time they came
    taken    messages that were answered with 2xx
    """

    url: str = ""
    answer: Answer = takes_all
    got: list[dict[str, Any]] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def handle(self, request: web.Request) -> web.Response:
        message = json.loads(await request.read())
        self.got.append(message)
        self.headers.append({k.lower(): v for k, v in request.headers.items()})
        status = await self.answer(self, message)
        if status < 0:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if 200 <= status < 300:
            self.taken.append(message)
        async with self.changed:
            self.changed.notify_all()
        return web.Response(status=status, headers={"location": "/elders"} if 300 <= status < 400 else {})

    async def until(self, holds: Callable[[], bool]) -> None:
        """Waits until it holds; looked at whenever a message has its answer."""
        async with asyncio.timeout(WAIT_SECONDEN), self.changed:
            await self.changed.wait_for(holds)

    async def has(self, count: int) -> None:
        """Waits until it has taken so many."""
        await self.until(lambda: len(self.taken) >= count)

    @property
    def objects(self) -> list[str]:
        return [message["hoofdObject"] for message in self.taken]


@asynccontextmanager
async def abonnee(answer: Answer = takes_all) -> AsyncIterator[Abonnee]:
    """Listens on a free port."""
    found = Abonnee(answer=answer)
    app = web.Application()
    app.router.add_post("/{path:.*}", found.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    found.url = f"http://127.0.0.1:{runner.addresses[0][1]}/notificaties"
    try:
        yield found
    finally:
        await runner.cleanup()


async def subscribe(client: Client, to: Abonnee, *kanalen: dict[str, Any], **extra: Any) -> dict[str, Any]:
    """A subscription to these channels; without one, to `zaken`."""
    body = {"callbackUrl": to.url, "auth": AUTH, "kanalen": list(kanalen) or [{"naam": "zaken"}]}
    return await made(client, f"{NRC}/abonnement", body | extra)


async def eventually(ask: Callable[[], Awaitable[Any]]) -> Any:
    """The first answer that is something; the database tells nobody, so it is asked."""
    async with asyncio.timeout(WAIT_SECONDEN):
        while not (found := await ask()):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return found
