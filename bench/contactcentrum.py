"""A contact centre to measure: its municipality with a policy in force, and registers that keep nothing."""

from datetime import UTC, datetime

import msgspec

from meent.data import embedded, tenant
from meent.data.migrate import migrate
from meent.data.pool import Pool, connect
from meent.integration.telefooncentrale.journaal import PostgresJournaal
from meent.process.telefonie.beleid import Beleid
from meent.process.telefonie.keuring import GETALLEN

RSIN = "823288444"
GELUIDEN = ("welkom", "muziek", "gesloten", "terugbel-aanbod", "terugbel-bevestiging", "u-bent-nummer",
            *(f"getal-{n}" for n in GETALLEN))  # fmt: skip


class Stil:
    """Registers are not measured here; what they are told is thrown away."""

    async def schrijf(self, tenant: int, gesprek: str, sleutel: str, opdracht: object) -> None:
        pass


async def gemeente(database: embedded.Embedded, beleid: Beleid, *, slug: str, naam: str) -> int:
    """The number of a new municipality in a new database, whose contact centre follows this policy."""
    await migrate(database.owner_dsn)
    owner = await connect(database.owner_dsn)
    try:
        made = await tenant.new(owner, tenant.Tenant(slug=slug, naam=naam, rsin=RSIN))
    finally:
        await owner.close()
    pool = Pool(database.app_dsn, 1)
    await PostgresJournaal(pool).nieuw_beleid(
        made.id, msgspec.json.encode(beleid), list(beleid.nummers), by="bench", now=datetime.now(UTC)
    )
    await pool.close()
    return made.id
