"""A connection that the database said farewell to, found by killing PostgreSQL under load (trust §4 no. 2)."""

import pytest

from meent.data.embedded import Embedded
from meent.data.pool import DatabaseWeg, Pool

FIELDS = b"SFATAL\0VFATAL\0C57P02\0Mterminating connection because of crash of another server process\0\0"
FAREWELL = b"E" + (4 + len(FIELDS)).to_bytes(4) + FIELDS


async def test_farewell_between_two_statements_is_a_database_away(migrated: Embedded):
    """The driver calls it an error of its own; to the client that must be 503 and "again", not 500."""
    pool = Pool(migrated.app_dsn, 1)
    with pytest.raises(DatabaseWeg):
        await _write_through_a_farewell(pool)
    async with pool.any() as conn:
        assert await conn.fetchval("SELECT 1") == 1
    await pool.close()


async def _write_through_a_farewell(pool: Pool) -> None:
    async with pool.any() as conn:
        await conn.execute("BEGIN")
        conn._protocol.data_received(FAREWELL)
        await conn.execute("COMMIT")
