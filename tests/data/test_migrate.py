"""Migrations: each once, in order, whole or not at all, and never changed afterwards."""

import asyncio
import re
from pathlib import Path

import asyncpg
import pytest

from meent.data.embedded import Embedded
from meent.data.migrate import FOLDER, MigratieFout, migrate, pending, read
from meent.data.pool import connect


@pytest.fixture
def owner_dsn(server: Embedded, database: str) -> str:
    return server.dsn("meent_owner", database)


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    """Two releases: one pre and one post each."""
    write(tmp_path, "0001_pre_a.sql", "create table a (n integer); insert into a values (1)")
    write(tmp_path, "0002_post_b.sql", "update a set n = n * 10")
    write(tmp_path, "0003_pre_c.sql", "update a set n = n + 1")
    return tmp_path


async def test_our_own_apply_once_and_leave_nothing_pending(owner_dsn: str) -> None:
    names = [migration.name for migration in read()]
    assert await pending(owner_dsn) == names
    assert await migrate(owner_dsn) == names
    assert await migrate(owner_dsn) == []
    assert await pending(owner_dsn) == []


async def test_the_order_of_the_numbers_is_kept(owner_dsn: str, migrations: Path) -> None:
    assert await migrate(owner_dsn, folder=migrations) == ["0001_pre_a.sql", "0002_post_b.sql", "0003_pre_c.sql"]
    assert await number(owner_dsn) == 11


async def test_phases_apart(owner_dsn: str, migrations: Path) -> None:
    (migrations / "0003_pre_c.sql").unlink()
    assert await migrate(owner_dsn, phase="pre", folder=migrations) == ["0001_pre_a.sql"]
    assert await pending(owner_dsn, phase="pre", folder=migrations) == []
    assert await pending(owner_dsn, folder=migrations) == ["0002_post_b.sql"]
    assert await migrate(owner_dsn, phase="post", folder=migrations) == ["0002_post_b.sql"]


async def test_a_phase_does_not_overtake_an_earlier_one(owner_dsn: str, migrations: Path) -> None:
    """A migration is written for the tables as they are after all earlier ones."""
    with pytest.raises(MigratieFout, match="0002_post_b"):
        await migrate(owner_dsn, phase="pre", folder=migrations)
    with pytest.raises(MigratieFout, match="0001_pre_a"):
        await migrate(owner_dsn, phase="post", folder=migrations)
    assert await pending(owner_dsn, folder=migrations) == ["0001_pre_a.sql", "0002_post_b.sql", "0003_pre_c.sql"]


async def test_changed_file_is_named_and_refused(owner_dsn: str, migrations: Path) -> None:
    """Two installations with the same number and other tables could never be upgraded together again."""
    await migrate(owner_dsn, folder=migrations)
    write(migrations, "0002_post_b.sql", "update a set n = n * 100")
    write(migrations, "0004_pre_d.sql", "update a set n = 0")
    with pytest.raises(MigratieFout, match="0002_post_b"):
        await migrate(owner_dsn, folder=migrations)
    with pytest.raises(MigratieFout, match="0002_post_b"):
        await pending(owner_dsn, folder=migrations)
    assert await number(owner_dsn) == 11


async def test_older_code_runs_on_a_newer_schema(owner_dsn: str, migrations: Path) -> None:
    """Otherwise nobody could go back to the release before."""
    await migrate(owner_dsn, folder=migrations)
    (migrations / "0003_pre_c.sql").unlink()
    assert await migrate(owner_dsn, folder=migrations) == []


async def test_failing_migration_leaves_nothing_and_those_before_it_stay(owner_dsn: str, migrations: Path) -> None:
    write(migrations, "0003_pre_c.sql", "update a set n = 99; select 1 / 0")
    with pytest.raises(asyncpg.DivisionByZeroError):
        await migrate(owner_dsn, folder=migrations)
    assert await number(owner_dsn) == 10
    assert await pending(owner_dsn, folder=migrations) == ["0003_pre_c.sql"]


async def test_processes_that_migrate_at_once_apply_each_file_once(owner_dsn: str, migrations: Path) -> None:
    done = await asyncio.gather(*(migrate(owner_dsn, folder=migrations) for _ in range(4)))
    assert sorted(map(len, done)) == [0, 0, 0, 3]
    assert await number(owner_dsn) == 11


async def test_migration_gives_up_rather_than_hold_up_everybody(
    owner_dsn: str, migrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meent.data.migrate.LOCK_MAX", "50ms")
    (migrations / "0003_pre_c.sql").unlink()
    await migrate(owner_dsn, folder=migrations)
    write(migrations, "0003_pre_c.sql", "alter table a add column m integer")
    reader = await connect(owner_dsn)
    async with reader.transaction():
        await reader.fetchval("select n from a")
        with pytest.raises(asyncpg.LockNotAvailableError):
            await migrate(owner_dsn, folder=migrations)
    await reader.close()
    assert await migrate(owner_dsn, folder=migrations) == ["0003_pre_c.sql"]


@pytest.mark.parametrize(
    "name", ["0004_a.sql", "4_pre_a.sql", "0004_pre_A.sql", "0004_pré_a.sql", "0003_post_twice.sql"]
)
def test_name_that_does_not_fit_is_refused(migrations: Path, name: str) -> None:
    write(migrations, name, "select 1")
    with pytest.raises(MigratieFout, match=re.escape(name)):
        read(migrations)


async def test_tables_of_later_migrations_serve_at_once(server: Embedded, database: str, tmp_path: Path) -> None:
    owner_dsn, app_dsn = server.dsn("meent_owner", database), server.dsn("meent_app", database)
    write(tmp_path, "0001_pre_tenants.sql", (FOLDER / "0001_pre_tenants.sql").read_text())
    write(tmp_path, "0002_pre_x.sql", "create table x (id integer generated by default as identity, t text)")
    await migrate(owner_dsn, folder=tmp_path)
    app = await connect(app_dsn)
    await app.execute("insert into x (t) values ('a'); update x set t = 'b'; delete from x")
    for refused in (
        "truncate x",
        "drop table x",
        "create table y ()",
        "insert into tenant (slug, naam) values ('ab', 'x')",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await app.execute(refused)
    assert await app.fetch("select * from tenant, migratie") == []
    await app.close()


def test_numbers_of_our_own_go_up() -> None:
    """A gap is a migration that somebody else is still writing; a number twice is refused by `read`."""
    numbers = [int(migration.number) for migration in read()]
    assert numbers == sorted(set(numbers))


def test_our_own_leave_the_transaction_to_us() -> None:
    """A `commit` inside would leave half a migration behind when the rest fails."""
    for migration in read():
        assert not re.search(r"^\s*(commit|rollback|start transaction|begin\s*;)", migration.sql, re.M | re.I), (
            migration.name
        )


def write(folder: Path, name: str, sql: str) -> None:
    (folder / name).write_text(sql)


async def number(dsn: str) -> int:
    conn = await connect(dsn)
    try:
        value: int = await conn.fetchval("select n from a")
        return value
    finally:
        await conn.close()
