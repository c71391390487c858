"""The stock of A-nummers and BSNs of a municipality: what is taken goes, with the transaction it is taken in."""

from collections.abc import Iterable
from itertools import count, islice
from typing import Any, Literal

from meent.integration.brp.akten import require_transaction
from meent.services.personen.waarden import is_anummer, is_bsn

Soort = Literal["anummer", "bsn"]
TAKE = """
DELETE FROM nummervoorraad WHERE (tenant_id, soort, nummer) IN (
    SELECT tenant_id, soort, nummer FROM nummervoorraad WHERE tenant_id = $1 AND soort = $2
    ORDER BY nummer LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING nummer
"""
COUNT = "SELECT count(*)::int FROM nummervoorraad WHERE tenant_id = $1 AND soort = $2"
ADD = """
INSERT INTO nummervoorraad (tenant_id, soort, nummer) SELECT $1, $2, unnest($3::text[]) ON CONFLICT DO NOTHING
"""


class VoorraadOp(Exception):
    """De voorraad nummers is op; vraag een nieuwe reeks aan bij RvIG."""


class OngeldigNummer(ValueError):
    """In deze reeks staat een nummer dat geen A-nummer of BSN is."""


async def vul(conn: Any, tenant_id: int, soort: Soort, nummers: Iterable[str]) -> None:
    """Puts numbers in stock; what is there already stays. raises OngeldigNummer"""
    given = list(nummers)
    if not all(map(is_anummer if soort == "anummer" else is_bsn, given)):
        raise OngeldigNummer(OngeldigNummer.__doc__)
    await conn.execute(ADD, tenant_id, soort, given)


async def aantal(conn: Any, tenant_id: int, soort: Soort) -> int:
    """How many may still be given out."""
    count: int = await conn.fetchval(COUNT, tenant_id, soort)
    return count


def reeks(soort: Soort, vanaf: int, aantal: int) -> list[str]:
    """So many valid numbers from here on, for a place for tests: real ones are given out by RvIG and BV-BSN."""
    is_valid = is_anummer if soort == "anummer" else is_bsn
    return list(islice(filter(is_valid, map(str, count(vanaf))), aantal))


async def neem(conn: Any, tenant_id: int, soort: Soort) -> str:
    """One number that nobody else gets; back in stock when the transaction fails. raises VoorraadOp"""
    require_transaction(conn)
    nummer: str | None = await conn.fetchval(TAKE, tenant_id, soort)
    if nummer is None:
        raise VoorraadOp(VoorraadOp.__doc__)
    return nummer
