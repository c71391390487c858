"""One PostgreSQL and one application for the whole run; every test that asks gets municipalities of its own."""

import itertools
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import hypothesis
import msgspec
import pytest
import pytest_asyncio

from meent.app import App, Database, running, with_selectielijst
from meent.basis.ids import uuid7
from meent.basis.placeholder import PLACEHOLDER
from meent.data import embedded, migrate, tenant
from meent.data.pool import connect
from meent.integration.objectopslag.folder import FolderStore
from meent.services import schemakeuring
from meent.services.notificaties.callbacks import Answered, Callbacks
from tests.asgi import SECRET, Client
from tests.integration.telefooncentrale.tijden import pytest_terminal_summary

__all__ = ["pytest_terminal_summary"]

NUMBERS = itertools.count(1)
hypothesis.settings.register_profile("meent", deadline=None)  # how long something takes is for bench/
hypothesis.settings.load_profile("meent")


BINARIES = os.environ.get("MEENT_TEST_POSTGRES")
"""Folder with `postgres` and `initdb`, e.g. /usr/lib/postgresql/15/bin; without it the launcher finds its own."""
SERVER = os.environ.get("MEENT_TEST_SERVER")
"""Folder of a server that stays for the next run, which then begins at once; each run gets a database of its own."""
FOR_A_POWER_CUT = ("fsync", "full_page_writes")
"""Settings that a server of one run does without: they matter to the next run only. Tests of kills start their own."""
LONG = {
    "test_pages.py", "test_tenants.py", "test_invoer.py", "test_embedded.py", "test_fuzz.py", "test_delivery.py",
    "test_uitvoer.py", "test_vijandig.py", "test_blad.py", "test_http.py", "test_pool.py", "test_openapi.py",
    "test_contract_echt.py",
}  # fmt: skip
"""Files that take longest; a worker that began one of them last would be alone for minutes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONG)


@pytest.fixture(scope="session")
def database() -> Iterator[embedded.Embedded]:
    """A PostgreSQL, in a folder of this run unless MEENT_TEST_SERVER names one."""
    with tempfile.TemporaryDirectory(prefix="meent-test-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o711)  # the account that runs the server must get through
        home = Path(SERVER) if SERVER else Path(folder) / "postgres"
        try:
            with pytest.MonkeyPatch.context() as patch:
                for setting in FOR_A_POWER_CUT if not SERVER else ():
                    patch.setitem(embedded.SETTINGS, setting, "off")
                running_database = embedded.start(home, Path(BINARIES) if BINARIES else None)
        except embedded.PostgresStartNiet as fault:  # says nothing of the code: no test has failed by it
            pytest.exit(str(fault), returncode=pytest.ExitCode.INTERNAL_ERROR)
        with running_database:
            yield running_database


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def migrated(database: embedded.Embedded) -> AsyncIterator[embedded.Embedded]:
    await migrate.migrate(database.owner_dsn)
    await with_selectielijst(Database(database.app_dsn, database.owner_dsn))
    admin = await connect(database.dsn("postgres", "postgres"))
    if not SERVER:  # what a test leaves behind need not outlive it; trust/ kills servers that do wait for the disk
        await admin.execute("alter database meent set synchronous_commit = off")
        await admin.close()
        yield database
        return
    name = f"run_{uuid7().hex}"
    await admin.execute(f"create database {name} template meent owner meent_owner")
    await admin.execute(f"revoke all on database {name} from public; grant connect on database {name} to meent_app")
    database.database = name
    yield database
    await admin.execute(f"drop database {name} with (force)")
    await admin.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def app(migrated: embedded.Embedded, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[App]:
    store = FolderStore(tmp_path_factory.mktemp("documenten"))
    schemakeuring.SECONDS = 60.0  # on the clock, of which a machine that runs all tests at once has little
    async with running(App(migrated.app_dsn, pool_size=10, store=store)) as started:
        started.engine.outside[Callbacks] = Obliging()
        yield started


class Obliging:
    """Callback addresses that behave: they take a message with authorisation and refuse one without.

    Tests of real addresses put the real thing back.
    """

    async def post(self, url: str, body: bytes, *, auth: str) -> Answered:
        return Answered(204 if auth else 403)


MakeApplication = Callable[..., Awaitable[Client]]


class Gemeente:
    """A municipality in the test database; `client` has all rights."""

    def __init__(self, app: App, slug: str, tenant_id: int) -> None:
        self.app, self.slug, self.id = app, slug, tenant_id
        self.client: Client

    async def application(
        self, *autorisaties: dict[str, Any], all_rights: bool = False, only_open: bool = False
    ) -> Client:
        """A new application with these rights; autorisaties as in the Autorisaties API, types as URL.

        only_open   sees of documents only those that are ready for publication
        """
        client_id = f"app-{next(NUMBERS)}"
        stored = msgspec.json.encode(list(autorisaties)).decode()
        base = f"http://gemeente.test/{self.slug}"
        async with self.app.pool.tenant(self.id) as conn:
            await conn.execute(
                "insert into applicatie_geheim (tenant_id, client_id, geheim) values ($1, $2, $3)",
                self.id, client_id, SECRET,
            )  # fmt: skip
            await conn.execute(
                "insert into applicatie (tenant_id, id, client_ids, label, heeft_alle_autorisaties,"
                " alleen_is_gereed_voor_publicatie, autorisaties) values ($1, $2, $3, $4, $5, $6, $7)",
                self.id, uuid7(), msgspec.json.encode([client_id]), client_id, all_rights, only_open,
                stored.replace(base, PLACEHOLDER).encode(),
            )  # fmt: skip
        self.app.engine.authenticator.forget(self.id)
        return Client(self.app, f"/{self.slug}", client_id)

    async def rows(self, sql: str, *values: Any) -> list[Any]:
        """Rows as the serving role sees them for this municipality; for checks on audit and outbox."""
        async with self.app.pool.tenant(self.id) as conn:
            return list(await conn.fetch(sql, *values))


async def _gemeente(app: App, owner_dsn: str) -> Gemeente:
    """A new municipality, known to this application."""
    stock = STOCK.setdefault(app, [])
    if not stock:
        stock += await _founded(app, owner_dsn)
    found = stock.pop(0)
    gemeente = Gemeente(app, found.slug, found.id)
    gemeente.client = await gemeente.application(all_rights=True)
    return gemeente


STOCK: WeakKeyDictionary[App, list[tenant.Tenant]] = WeakKeyDictionary()
"""Municipalities that no test has had yet."""


async def _founded(app: App, owner_dsn: str) -> list[tenant.Tenant]:
    """Some more municipalities at once: whenever new ones appear, the application looks after all that there are."""
    slugs = [f"gemeente-{next(NUMBERS)}" for _ in range(min(max(10, len(app.directory.tenants)), 200))]
    conn = await connect(owner_dsn)
    try:
        made = [await tenant.new(conn, tenant.Tenant(slug=s, naam=s.title(), rsin="823288444")) for s in slugs]
    finally:
        await conn.close()
    await app.directory.refresh()
    return made


@pytest_asyncio.fixture(loop_scope="session")
async def gemeente(app: App, migrated: embedded.Embedded) -> Gemeente:
    """A municipality of this test alone."""
    return await _gemeente(app, migrated.owner_dsn)


@pytest_asyncio.fixture(loop_scope="session")
async def andere_gemeente(app: App, migrated: embedded.Embedded) -> Gemeente:
    """A second one, which must never see or be seen."""
    return await _gemeente(app, migrated.owner_dsn)


@pytest.fixture
def client(gemeente: Gemeente) -> Client:
    """An application with all rights in `gemeente`."""
    return gemeente.client


@pytest.fixture
def clock(app: App, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`clock("2026-03-31T22:30:00Z")` sets the time of the application."""

    def set_to(moment: str) -> None:
        fixed = datetime.fromisoformat(moment).astimezone(UTC)
        monkeypatch.setattr(app.engine, "now", lambda: fixed)

    return set_to


SHARED = Path(os.environ.get("MEENT_SHARED", Path(__file__).parents[1].parent / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with published standards and data; the test is skipped by name when it is not there."""
    if not SHARED.is_dir():
        pytest.skip(f"MEENT_SHARED is er niet: {SHARED}")
    return SHARED
