"""Days on which somebody looks again at what was recorded: set with the fact, ticked off by a person."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from meent.basis.fouten import Fout
from meent.basis.ids import uuid7
from meent.integration.brp.boek import Boek

MEEST = 200
ADD = "INSERT INTO brp_termijn (tenant_id, id, soort, bsn, dag, wie, op) VALUES ($1, $2, $3, $4, $5, $6, $7)"
DUE = f"""
SELECT id, soort, bsn, dag, wie, op FROM brp_termijn
WHERE tenant_id = $1 AND gedaan_op IS NULL AND dag <= $2 ORDER BY dag, id LIMIT {MEEST}
"""
OPEN = """
SELECT id, soort, bsn, dag, wie, op FROM brp_termijn WHERE tenant_id = $1 AND id = $2 AND gedaan_op IS NULL FOR UPDATE
"""
DONE = """
UPDATE brp_termijn SET gedaan_door = $3, gedaan_op = $4, uitleg = $5
WHERE tenant_id = $1 AND id = $2 AND gedaan_op IS NULL RETURNING id
"""

ENDED = """
UPDATE brp_termijn SET gedaan_door = $4, gedaan_op = $5, uitleg = $6
WHERE tenant_id = $1 AND soort = $2 AND bsn = $3 AND gedaan_op IS NULL
"""


class Termijn(msgspec.Struct, frozen=True, kw_only=True):
    """One day to look again; `bsn` is to ask with, not to show."""

    id: UUID
    soort: str
    bsn: str
    dag: date
    wie: str
    op: datetime


async def zet(boek: Boek, soort: str, bsn: str, dag: date) -> None:
    await boek.conn.execute(ADD, boek.tenant_id, uuid7(), soort, bsn, dag, boek.wie, boek.nu)


async def verlopen(boek: Boek) -> Sequence[Termijn]:
    """Those whose day has come, the oldest first; MEEST at most."""
    return [Termijn(**dict(row)) for row in await boek.conn.fetch(DUE, boek.tenant_id, boek.vandaag)]


async def lees(boek: Boek, key: UUID) -> Termijn:
    """One at which nobody looked yet, locked until the transaction ends. raises Fout 404"""
    row = await boek.conn.fetchrow(OPEN, boek.tenant_id, key)
    if row is None:
        raise Fout(404, "not-found", "Deze termijn is er niet, of is al gedaan.")
    return Termijn(**dict(row))


async def vervalt(boek: Boek, soort: str, bsn: str, uitleg: str) -> None:
    """Nobody needs to look again, since it is so no longer."""
    await boek.conn.execute(ENDED, boek.tenant_id, soort, bsn, boek.hier, boek.nu, uitleg)


async def gedaan(boek: Boek, key: UUID, uitleg: str) -> bool:
    """Somebody looked; False when that was done, or there is no such day."""
    return await boek.conn.fetchval(DONE, boek.tenant_id, key, boek.hier, boek.nu, uitleg) is not None
