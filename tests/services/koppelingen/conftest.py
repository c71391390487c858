"""A second Meent as the other supplier, really over HTTP on a loopback port."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from meent.app import App, running
from meent.data import embedded
from meent.integration.netwerk import Networks
from meent.services.koppelingen.diensten import Dienst
from meent.services.notificaties.callbacks import Callbacks
from tests.asgi import SECRET, Client
from tests.conftest import Gemeente, Obliging, _gemeente
from tests.listening import listening

LOOPBACK = "127.0.0.0/8"


class Wire:
    """Between the port and the other Meent: keeps what came by, and can be told to answer otherwise.

    asked    method, path with query, and Authorization header of every request
    traces   its header traceparent
    answers  path -> (status, headers) that is answered instead, with `body`; `got` is what was sent there
    moved    what paths begin with -> (status, address that took its place)
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self.asked: list[tuple[str, str, str]] = []
        self.traces: list[str] = []
        self.got: list[bytes] = []
        self.body = b"{}"
        self.moved: dict[str, tuple[int, str]] = {}
        self.answers: dict[str, tuple[int, list[tuple[bytes, bytes]]]] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers = dict(scope["headers"])
        query = scope["query_string"].decode()
        path = scope["path"] + (f"?{query}" if query else "")
        self.asked.append((scope["method"], path, headers.get(b"authorization", b"").decode()))
        self.traces.append(headers.get(b"traceparent", b"").decode())
        moved = [p for p in self.moved if scope["path"].startswith(p)]
        if moved or scope["path"] in self.answers:
            status, extra = self.answers.get(scope["path"], (301, []))
            if moved:
                status, to = self.moved[moved[0]]
                extra = [(b"location", (to + path.removeprefix(moved[0])).encode())]
            await send({"type": "http.response.start", "status": status, "headers": extra})
            self.got.append((await receive())["body"])
            await send({"type": "http.response.body", "body": self.body})
            return
        await self.app(scope, receive, send)

    def paths(self, method: str = "GET") -> list[str]:
        return [path for how, path, _ in self.asked if how == method]


@dataclass
class Leverancier:
    """A municipality on the other Meent; `client` makes what stands there, with URLs at which it is really served."""

    gemeente: Gemeente
    client: Client
    wire: Wire

    def basis(self, api: str) -> str:
        return f"{self.client.base}/{api}/api/v1"

    async def is_known_to(self, gemeente: Gemeente, *apis: str) -> None:
        """`gemeente` uses these registers from now on."""
        for api in apis:
            await gemeente.app.diensten.new(
                gemeente.id, Dienst(api, self.basis(api), api, self.client.client_id, SECRET)
            )


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def wire(migrated: embedded.Embedded, app: App) -> AsyncIterator[tuple[Wire, str]]:
    theirs = App(migrated.app_dsn, pool_size=4, service_networks=LOOPBACK, store=app.store)
    async with running(theirs) as other:
        other.engine.outside[Callbacks] = Obliging()
        through = Wire(other)
        async with listening(through) as address:
            yield through, address


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def ons_adres(app: App) -> AsyncIterator[str]:
    """Where others can really reach us."""
    async with listening(app) as address:
        yield address.partition("://")[2]


@pytest_asyncio.fixture(loop_scope="session")
async def buren(gemeente: Gemeente, leverancier: "Leverancier", ons_adres: str) -> "Leverancier":
    """The other supplier, who uses our registers as well as we use theirs."""
    gemeente.client.host = ons_adres
    for api in ("zaken", "besluiten"):
        dienst = Dienst(api, f"{gemeente.client.base}/{api}/api/v1", api, gemeente.client.client_id, SECRET)
        await leverancier.gemeente.app.diensten.new(leverancier.gemeente.id, dienst)
    await leverancier.is_known_to(gemeente, "catalogi", "documenten", "zaken", "besluiten")
    return leverancier


@pytest_asyncio.fixture(loop_scope="session")
async def leverancier(wire: tuple[Wire, str], migrated: embedded.Embedded) -> Leverancier:
    through, address = wire
    through.asked.clear()
    through.traces.clear()
    through.answers.clear()
    through.got.clear()
    through.body = b"{}"
    through.moved.clear()
    gemeente = await _gemeente(through.app, migrated.owner_dsn)
    client = gemeente.client
    client.host = address.partition("://")[2]
    return Leverancier(gemeente, client, through)


@pytest.fixture(autouse=True)
def loopback(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """Registers on this machine may be called."""
    monkeypatch.setattr(app.registers, "networks", Networks(LOOPBACK, "MEENT_SERVICE_NETWORKS"))
