"""Dispatchers of a test: the real thing, in this process, delivering over loopback."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio

from meent.app import App
from meent.data.embedded import Embedded
from meent.data.pool import connect
from meent.integration.notificaties import beleid, bezorger
from meent.integration.notificaties.bezorger import Bezorger
from meent.integration.notificaties.sender import Networks, Sender

Start = Callable[[], Bezorger]
ANTWOORD_SECONDEN = 1.0


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same decisions with shorter times, so that no test waits for minutes."""
    monkeypatch.setattr(beleid, "WACHTTIJDEN_SECONDEN", (0.02,) * 3)
    monkeypatch.setattr(beleid, "MAX_SECONDEN", 0.1)
    monkeypatch.setattr(bezorger, "WERK_SECONDEN", 0.02)
    monkeypatch.setattr(bezorger, "KIJK_RUSTIG_SECONDEN", 0.02)


@pytest_asyncio.fixture(loop_scope="session")
async def start(app: App, migrated: Embedded, quick: None) -> AsyncIterator[Start]:
    """Starts a dispatcher; all are stopped at the end, gracefully. It need not call whom other tests invented."""
    conn = await connect(migrated.dsn("postgres"))
    await conn.execute("delete from abonnement; delete from outbox")
    await conn.close()
    sender = Sender(Networks("127.0.0.0/8"), seconds=ANTWOORD_SECONDEN)
    running: list[tuple[Bezorger, asyncio.Task[None]]] = []

    def make() -> Bezorger:
        made = Bezorger(migrated.app_dsn, app.registry, sender, app.address_of)
        running.append((made, asyncio.create_task(made.run())))
        return made

    yield make
    for made, _ in running:
        made.stop()
    await asyncio.gather(*(task for _, task in running))
    await sender.close()
