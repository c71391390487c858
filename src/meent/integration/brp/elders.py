"""What is known here of people who live elsewhere: as BRP-V told it, by A-nummer. See migration 0087."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from meent.basis.ids import uuid7
from meent.services.personen import pljson
from meent.services.personen.autorisatie.levering import pas_toe
from meent.services.personen.persoonslijst import Persoonslijst

LEES = "SELECT id, gegevens, soort FROM brp_elders WHERE tenant_id = $1 AND anummer = $2 FOR UPDATE"
ZET = """
INSERT INTO brp_elders (tenant_id, id, anummer, gegevens, soort) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, anummer) DO UPDATE SET gegevens = excluded.gegevens, soort = excluded.soort, op = now()
RETURNING id
"""
WEG = "DELETE FROM brp_elders WHERE tenant_id = $1 AND anummer = $2 RETURNING id"


@dataclass(frozen=True)
class Elders:
    """What was told of somebody; `soort` is the message that told it last."""

    id: UUID
    pl: Persoonslijst
    soort: str


async def lees(conn: Any, tenant_id: int, anummer: str) -> Elders | None:
    """What is known of somebody, held until the transaction ends."""
    row = await conn.fetchrow(LEES, tenant_id, anummer)
    return Elders(row["id"], pljson.read(row["gegevens"]), row["soort"]) if row else None


async def zet(conn: Any, tenant_id: int, anummer: str, pl: Persoonslijst, soort: str) -> UUID:
    found: UUID = await conn.fetchval(ZET, tenant_id, uuid7(), anummer, pljson.write(pl), soort)
    return found


async def wijzig(conn: Any, tenant_id: int, anummer: str, known: Elders, told: Persoonslijst, soort: str) -> str:
    """Changes what is known by a Gv01; as whom the log knows the person. raises PastNiet. Source: AU-44."""
    new = pas_toe(known.pl, told)
    await zet(conn, tenant_id, anummer, new, soort)
    return wie(new, anummer)


def wie(pl: Persoonslijst, anummer: str) -> str:
    """As whom the log knows the person."""
    return f"bsn:{pl.bsn}" if pl.bsn else f"a-nummer:{anummer}"


async def weg(conn: Any, tenant_id: int, anummer: str) -> UUID | None:
    """Nothing is known any more; the row that was, or None."""
    found: UUID | None = await conn.fetchval(WEG, tenant_id, anummer)
    return found
