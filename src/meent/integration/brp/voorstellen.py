"""Facts of life that wait for a colleague: kept as they were handed in, until somebody else records or returns them.

Here is only the keeping; who may propose and agree is judged in `process/burgerzaken/accord.py`. Decision 0065.
"""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from meent.basis.ids import uuid7

Toestand = Literal["wacht", "opgenomen", "teruggestuurd", "ingetrokken"]
MEEST = 200
COLUMNS = """
id, feit, sleutel, vingerafdruk, invoer, over, soort, wie, weergave, op, toestand, besloten_door, besloten_op, uitleg
"""
ADD = f"""
INSERT INTO brp_voorstel (tenant_id, id, feit, sleutel, vingerafdruk, invoer, over, soort, wie, weergave, op)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (tenant_id, sleutel) DO UPDATE SET sleutel = excluded.sleutel RETURNING {COLUMNS}
"""
WAITS = """
SELECT EXISTS (SELECT FROM brp_voorstel WHERE tenant_id = $1 AND toestand = 'wacht' AND starts_with(sleutel, $2))
"""
ONE = f"SELECT {COLUMNS} FROM brp_voorstel WHERE tenant_id = $1 AND id = $2"
LOCKED = f"{ONE} FOR UPDATE"
ALL = f"SELECT {COLUMNS} FROM brp_voorstel WHERE tenant_id = $1 AND toestand = $2 ORDER BY id LIMIT {MEEST}"
COUNT = """
SELECT count(*)::int FROM brp_voorstel
WHERE tenant_id = $1 AND toestand = 'wacht' AND lower(btrim(wie)) <> lower(btrim($2))
"""
DECIDE = """
UPDATE brp_voorstel SET toestand = $3, besloten_door = $4, besloten_op = $5, uitleg = $6,
    invoer = CASE WHEN $3 = 'teruggestuurd' THEN invoer ELSE '' END
WHERE tenant_id = $1 AND id = $2
"""


class Voorstel(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that somebody proposed.

    feit            its name among the facts of the process
    invoer          as it was handed in, JSON; empty when nobody needs it any more
    over            BSN of whom it is about: to ask with, not to show
    soort           CloudEvents type of what would happen
    wie, weergave   who proposed it: by whom they are known here, and as people know them
    besloten_door   who recorded or returned it; who withdrew it is who proposed it
    uitleg          why it was returned
    """

    id: UUID
    feit: str
    sleutel: str
    vingerafdruk: bytes
    invoer: bytes
    over: str
    soort: str
    wie: str
    weergave: str
    op: datetime
    toestand: Toestand
    besloten_door: str
    besloten_op: datetime | None
    uitleg: str

    @property
    def wacht(self) -> bool:
        return self.toestand == "wacht"

    def is_van(self, wie: str) -> bool:
        """Whether this person proposed it: "Ans " and "ans" are one, however an application writes who is signed in."""
        return folded(self.wie) == folded(wie)


def folded(wie: str) -> str:
    """Whom people read in it, whatever capitals, spaces and signs that nobody sees are between; "" is nobody."""
    seen = (c for c in unicodedata.normalize("NFKC", wie) if unicodedata.category(c)[0] not in "CZ")
    return "".join(seen).casefold()


async def voeg_toe(
    conn: Any, tenant_id: int, *, feit: str, sleutel: str, vingerafdruk: bytes, invoer: bytes, over: str, soort: str,
    wie: str, weergave: str, op: datetime,
) -> Voorstel:  # fmt: skip
    """Keeps it; under a key that was used before it is the one of then."""
    row = await conn.fetchrow(
        ADD, tenant_id, uuid7(), feit, sleutel, vingerafdruk, invoer, over, soort, wie, weergave, op
    )
    return Voorstel(**dict(row))


async def lees(conn: Any, tenant_id: int, key: UUID, *, lock: bool = False) -> Voorstel | None:
    """One; locked, nobody else decides about it until the transaction ends."""
    row = await conn.fetchrow(LOCKED if lock else ONE, tenant_id, key)
    return Voorstel(**dict(row)) if row else None


async def in_toestand(conn: Any, tenant_id: int, toestand: Toestand) -> Sequence[Voorstel]:
    """The oldest first, MEEST at most."""
    return [Voorstel(**dict(row)) for row in await conn.fetch(ALL, tenant_id, toestand)]


async def wacht(conn: Any, tenant_id: int, begin: str) -> bool:
    """Whether a proposal waits whose key begins so."""
    found: bool = await conn.fetchval(WAITS, tenant_id, begin)
    return found


async def wachtend_voor(conn: Any, tenant_id: int, wie: str) -> int:
    """How many wait for this person: those of somebody else."""
    count: int = await conn.fetchval(COUNT, tenant_id, wie)
    return count


async def besluit(
    conn: Any, tenant_id: int, key: UUID, toestand: Toestand, *, wie: str, op: datetime, uitleg: str = ""
) -> None:
    await conn.execute(DECIDE, tenant_id, key, toestand, wie, op, uitleg)
