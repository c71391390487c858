"""The pool: no municipality ever sees another's rows, and a request never hangs on a database that is away or full."""

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from meent.data.embedded import Embedded
from meent.data.pool import SET_TENANT, Connection, DatabaseBezig, DatabaseWeg, Pool

MY_LETTERS = "select tekst from brief"
NEW_LETTER = "insert into brief (tenant_id, tekst) values ($1, $2)"
PID = "select pg_backend_pid()"


@pytest.fixture
def app_dsn(server: Embedded, owner: Connection) -> str:
    return server.app_dsn


@pytest.fixture
async def single(app_dsn: str) -> AsyncIterator[Pool]:
    """A pool with one connection, so that everybody gets the same."""
    pool = Pool(app_dsn, 1, wacht_max_seconden=0.05)
    yield pool
    await pool.close()


async def test_without_a_tenant_there_is_nothing_to_see_or_to_write(single: Pool) -> None:
    async with single.tenant(1) as conn:
        await conn.execute(NEW_LETTER, 1, "van één")
    async with single.any() as conn:
        assert await letters(conn) == []
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await conn.execute(NEW_LETTER, 1, "van niemand")


async def test_two_tenants_on_one_connection_see_only_their_own(single: Pool) -> None:
    pids = set()
    for _ in range(3):
        for tenant in (1, 2):
            async with single.tenant(tenant) as conn:
                await conn.execute(NEW_LETTER, tenant, f"van {tenant}")
                assert set(await letters(conn)) == {f"van {tenant}"}
                pids.add(await conn.fetchval(PID))
    assert len(pids) == 1


async def test_writing_for_another_tenant_is_refused(single: Pool) -> None:
    async with single.tenant(1) as conn:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await conn.execute(NEW_LETTER, 2, "onder vreemde naam")


async def test_many_at_once_never_mix(app_dsn: str) -> None:
    """A connection handed on with the wrong tenant would show one municipality's citizens to another."""
    pool = Pool(app_dsn, 3)
    chance = random.Random(20260301)

    async def visit(tenant: int) -> None:
        async with pool.tenant(tenant) as conn, conn.transaction():
            await conn.execute(NEW_LETTER, tenant, str(tenant))
            assert set(await letters(conn)) == {str(tenant)}

    await asyncio.gather(*(visit(chance.randrange(5)) for _ in range(200)))
    await pool.close()


async def test_tenant_is_told_to_the_server_only_when_it_changes(single: Pool) -> None:
    asked: list[str] = []
    async with single.any() as conn:
        conn.add_query_logger(lambda query: asked.append(query.query))
    for tenant in (1, 1, 1, 2, 2):
        async with single.tenant(tenant) as conn:
            await conn.fetchval("select 1")
    assert asked.count(SET_TENANT) == 2


async def test_free_connection_of_the_same_tenant_goes_first(app_dsn: str) -> None:
    pool = Pool(app_dsn, 2)
    async with pool.tenant(1) as one, pool.tenant(2) as two:
        assert one is not two
    for tenant, expected in ((1, one), (2, two), (1, one)):
        async with pool.tenant(tenant) as conn:
            assert conn is expected
    await pool.close()


async def test_full_pool_says_so_in_time(single: Pool) -> None:
    async with single.tenant(1):
        with pytest.raises(DatabaseBezig):
            async with single.tenant(1):
                pass
    async with single.tenant(1) as conn:
        assert await conn.fetchval("select 1") == 1


async def test_who_waits_gets_the_connection_that_comes_free(app_dsn: str) -> None:
    pool = Pool(app_dsn, 1)

    async def pid() -> Any:
        async with pool.tenant(1) as conn:
            return await conn.fetchval(PID)

    assert len(set(await asyncio.gather(*(pid() for _ in range(20))))) == 1
    await pool.close()


async def test_broken_connection_is_replaced(single: Pool, admin: Any) -> None:
    async with single.tenant(1) as conn:
        pid = await conn.fetchval(PID)
    await admin.execute("select pg_terminate_backend($1, 5000)", pid)
    async with single.tenant(2) as conn:
        assert await conn.fetchval(PID) != pid
        assert await conn.fetchval("select meent_tenant()") == 2


async def test_connection_that_breaks_during_work_is_reported_as_away(single: Pool, admin: Any) -> None:
    async def work() -> None:
        async with single.tenant(1) as conn:
            await admin.execute("select pg_terminate_backend($1, 5000)", await conn.fetchval(PID))
            await conn.fetchval("select 1")

    with pytest.raises(DatabaseWeg):
        await work()
    async with single.tenant(1) as conn:
        assert await conn.fetchval("select 1") == 1


async def test_server_that_is_away_is_reported_at_once() -> None:
    pool = Pool("postgresql://meent_app:x@/meent?host=/nergens", 1)
    for _ in range(3):  # a slot that is not given back would hang the second time
        with pytest.raises(DatabaseWeg):
            async with pool.any():
                pass


async def test_wrong_password_is_not_called_away(app_dsn: str) -> None:
    """Trying again helps nobody: this one must be seen by whoever runs the installation."""
    pool = Pool(app_dsn.replace("meent_app:", "meent_app:fout"), 1)
    for _ in range(2):
        with pytest.raises(asyncpg.InvalidPasswordError):
            async with pool.any():
                pass


async def test_transaction_left_open_is_rolled_back(single: Pool) -> None:
    async def work(query: str) -> None:
        async with single.tenant(1) as conn:
            await conn.execute("begin")
            await conn.execute(NEW_LETTER, 1, "half")
            await conn.execute(query)

    await work("select 1")
    with pytest.raises(asyncpg.PostgresSyntaxError):
        await work("selekt")
    async with single.tenant(1) as conn:
        assert not conn.is_in_transaction()
        assert await letters(conn) == []


async def test_tenant_set_in_a_transaction_that_failed_is_no_surprise(single: Pool) -> None:
    """The setting is made outside any transaction: rolled back with one, it would point at the tenant before."""
    async with single.tenant(1):
        pass
    with pytest.raises(ZeroDivisionError):
        async with single.tenant(2) as conn, conn.transaction():
            raise ZeroDivisionError
    async with single.tenant(2) as conn:
        assert await conn.fetchval("select meent_tenant()") == 2


async def test_request_that_is_given_up_leaves_no_busy_connection(single: Pool) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05), single.tenant(1) as conn:
            await conn.execute("select pg_sleep(20)")
    async with single.tenant(1) as conn:
        assert await conn.fetchval("select 1") == 1


async def test_json_is_bytes_both_ways(single: Pool) -> None:
    document = b'{"naam":"\xc3\xa9\xc3\xa9n","leeg":null}'
    async with single.any() as conn:
        assert await conn.fetchval("select $1::json", document) == document
        assert await conn.fetchval("select $1::jsonb", document) == b'{"leeg": null, "naam": "\xc3\xa9\xc3\xa9n"}'
        assert await conn.fetchval("select array[$1::jsonb]", b"{}") == [b"{}"]
        assert await conn.fetchval("select $1::jsonb", None) is None


@pytest.mark.parametrize(("setting", "value"), [("timezone", "UTC"), ("statement_timeout", "30s")])
async def test_settings_of_a_connection(single: Pool, setting: str, value: str) -> None:
    async with single.any() as conn:
        assert await conn.fetchval(f"show {setting}") == value


async def test_closed_pool_closes_what_comes_back(app_dsn: str) -> None:
    pool = Pool(app_dsn, 2)
    async with pool.any():
        pass
    async with pool.any() as out:
        await pool.close()
        assert not out.is_closed()
    assert out.is_closed()


async def letters(conn: Connection) -> list[str]:
    return [row["tekst"] for row in await conn.fetch(MY_LETTERS)]
