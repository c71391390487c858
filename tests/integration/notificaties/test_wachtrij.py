"""The queue of a subscriber that was away for a day is as quick as an empty one (trust §4 no. 8: catching up)."""

from typing import Any

import pytest
import pytest_asyncio

from meent.basis.ids import uuid7
from meent.data.pool import Connection, connect
from meent.integration.notificaties.beleid import BREEDTE
from meent.integration.notificaties.wachtrij import SETTINGS, take_sql
from tests.conftest import Gemeente

MANY = 4_000
FILL = """
with a as (
    insert into abonnement (tenant_id, id, callback_url, auth, kanalen, send_cloudevents, basis)
    values ($1, $2, 'https://x.example/n', 'x', '[]', false, '') returning id)
insert into bezorging (tenant_id, abonnement, nummer, object, bericht)
select $1, id, n, gen_random_uuid(), '{}' from a, generate_series(1, $3) n
"""


@pytest_asyncio.fixture(loop_scope="session")
async def conn(gemeente: Gemeente, migrated: Any) -> Any:
    """A connection as dispatchers have it."""
    found = await connect(migrated.app_dsn, settings=SETTINGS)
    await found.fetchval("select set_config('meent.tenant', $1, false)", str(gemeente.id))
    yield found
    await found.close()


@pytest.mark.parametrize("analysed", ["never", "empty", "full"])
async def test_taking_from_a_long_queue_reads_what_it_takes(
    gemeente: Gemeente, conn: Connection, migrated: Any, analysed: str
) -> None:
    """A plan that reads the whole queue for each thirty messages would need days to catch up with one.

    It must not depend on when the statistics were taken: the table is empty at night and full in the morning.
    """
    owner = await connect(migrated.owner_dsn)
    if analysed == "empty":
        await owner.execute("analyze bezorging")
    abonnement = uuid7()
    await conn.execute(FILL, gemeente.id, abonnement, MANY)
    if analysed == "full":
        await owner.execute("analyze bezorging")
    await owner.close()
    await conn.execute(f"prepare neem (integer, uuid) as {take_sql(BREEDTE)}")
    plan = [
        r[0] for r in await conn.fetch(f"explain (analyze, costs off) execute neem ({gemeente.id}, '{abonnement}')")
    ]
    assert not [line for line in plan if "Sort" in line or "Seq Scan" in line], plan
    read = next(line for line in plan if "using bezorging_pkey on bezorging b_1" in line)
    assert f"rows={BREEDTE}" in read, plan
    taken = await conn.fetch(take_sql(BREEDTE), gemeente.id, abonnement)
    assert sorted(r[0] for r in taken) == list(range(BREEDTE + 1, 2 * BREEDTE + 1))
    await conn.execute("delete from abonnement where tenant_id = $1", gemeente.id)
