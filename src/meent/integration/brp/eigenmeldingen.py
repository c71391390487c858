"""What residents ask by e-service, kept from the moment it was sent: here is only the keeping.

What is done with it is judged in `process/burgerzaken`. Decision 0068.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from meent.basis.ids import uuid7
from meent.integration.brp.feiten import Weigering

Soort = Literal["verhuizing", "uittreksel"]
Toestand = Literal["gepland", "toestemming", "betalen", "behandelen", "gedaan", "afgewezen"]
MEEST = 100
COLUMNS = "id, soort, bsn, sleutel, invoer, toestand, redenen, hoofdbewoner, zaak, uiterlijk, uitleg, op, gedaan_op"
ADD = f"""
INSERT INTO brp_melding (tenant_id, id, soort, bsn, sleutel, invoer, toestand, redenen, hoofdbewoner, zaak, uiterlijk,
    op, gedaan_op, stuk)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING {COLUMNS}
"""
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('brp_melding ' || $1::int || ' ' || $2::text, 0))"
BY_KEY = f"SELECT {COLUMNS} FROM brp_melding WHERE tenant_id = $1 AND bsn = $2 AND sleutel = $3"
ONE = f"SELECT {COLUMNS} FROM brp_melding WHERE tenant_id = $1 AND id = $2 FOR UPDATE"
OF_SOMEBODY = f"SELECT {COLUMNS} FROM brp_melding WHERE tenant_id = $1 AND bsn = $2 ORDER BY id DESC LIMIT {MEEST}"
ASKED = f"""
SELECT {COLUMNS} FROM brp_melding WHERE tenant_id = $1 AND hoofdbewoner = $2 AND toestand = 'toestemming'
ORDER BY id DESC LIMIT {MEEST}
"""
PLANNED = """
SELECT id FROM brp_melding WHERE tenant_id = $1 AND toestand = 'gepland' AND uiterlijk <= $2 ORDER BY uiterlijk, id
LIMIT 500
"""
CHANGE = """
UPDATE brp_melding SET toestand = $3, redenen = $4, zaak = $5, uiterlijk = $6, uitleg = $7, gedaan_op = $8, stuk = $9
WHERE tenant_id = $1 AND id = $2
"""
PAPER = "SELECT stuk FROM brp_melding WHERE tenant_id = $1 AND bsn = $2 AND id = $3 AND soort = 'uittreksel'"
KLAAR = ("gedaan", "afgewezen")


class Melding(msgspec.Struct, frozen=True, kw_only=True):
    """Something a resident asked.

    bsn           of who asks
    invoer        as it was filled in, JSON
    toestand      gepland: it waits for its day; toestemming: for the main occupant; betalen: for the fee;
                  behandelen: for an officer
    redenen       why an officer must look
    hoofdbewoner  BSN of who must agree; "" for nobody
    uiterlijk     last day to do something with it; of what is planned the day itself
    uitleg        what an officer said to it
    """

    id: UUID
    soort: Soort
    bsn: str
    sleutel: str
    invoer: bytes
    toestand: Toestand
    redenen: tuple[Weigering, ...] = ()
    hoofdbewoner: str = ""
    zaak: UUID | None = None
    uiterlijk: date
    uitleg: str = ""
    op: datetime
    gedaan_op: datetime | None = None

    @property
    def is_klaar(self) -> bool:
        return self.toestand in KLAAR


async def wacht(conn: Any, tenant_id: int, bsn: str) -> None:
    """Nobody else adds something for this person until the transaction ends."""
    await conn.execute(ONE_AT_A_TIME, tenant_id, bsn)


async def van_sleutel(conn: Any, tenant_id: int, bsn: str, sleutel: str) -> Melding | None:
    return _melding(await conn.fetchrow(BY_KEY, tenant_id, bsn, sleutel))


async def lees(conn: Any, tenant_id: int, key: UUID) -> Melding | None:
    """One, locked: nobody else does something with it until the transaction ends."""
    return _melding(await conn.fetchrow(ONE, tenant_id, key))


async def van(conn: Any, tenant_id: int, bsn: str) -> Sequence[Melding]:
    """What this person asked, newest first, MEEST at most."""
    return [m for row in await conn.fetch(OF_SOMEBODY, tenant_id, bsn) if (m := _melding(row))]


async def gevraagd_aan(conn: Any, tenant_id: int, bsn: str) -> Sequence[Melding]:
    """What waits until this person agrees."""
    return [m for row in await conn.fetch(ASKED, tenant_id, bsn) if (m := _melding(row))]


async def geplande(conn: Any, tenant_id: int, op: date) -> Sequence[UUID]:
    """Whose day has come."""
    return [row["id"] for row in await conn.fetch(PLANNED, tenant_id, op)]


async def voeg_toe(conn: Any, tenant_id: int, melding: Melding, *, stuk: bytes = b"") -> Melding:
    m = melding
    await conn.execute(
        ADD, tenant_id, m.id, m.soort, m.bsn, m.sleutel, m.invoer, m.toestand, msgspec.json.encode(m.redenen),
        m.hoofdbewoner, m.zaak, m.uiterlijk, m.op, m.gedaan_op, stuk,
    )  # fmt: skip
    return m


async def wijzig(conn: Any, tenant_id: int, melding: Melding, *, stuk: bytes = b"") -> Melding:
    """What became of it; what was asked, by whom and when stays as it was."""
    m = melding
    await conn.execute(
        CHANGE, tenant_id, m.id, m.toestand, msgspec.json.encode(m.redenen), m.zaak, m.uiterlijk, m.uitleg,
        m.gedaan_op, stuk,
    )  # fmt: skip
    return m


async def stuk_van(conn: Any, tenant_id: int, bsn: str, key: UUID) -> bytes | None:
    """The paper that this person got; None when there is none, or it is somebody else's."""
    found: bytes | None = await conn.fetchval(PAPER, tenant_id, bsn, key)
    return found or None


def new_id() -> UUID:
    return uuid7()


def _melding(row: Any) -> Melding | None:
    if row is None:
        return None
    values = dict(row)
    told = msgspec.json.decode(values.pop("redenen"))
    return Melding(redenen=tuple(Weigering(*one) for one in told), **values)
