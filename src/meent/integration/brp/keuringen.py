"""What the nightly look at all lists found, kept by list until that changes or somebody leaves it as it is. K-48."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from meent.engine.change import Session
from meent.integration.brp.gegevens import landelijke_tabellen
from meent.services.personen import inlezen, keuring, omgeving
from meent.services.personen.bevinding import Bevinding
from meent.services.personen.opslag import Bewaard, keys_of

BEKEND = "SELECT lijst, versie, tijdstempel, bevindingen FROM brp_keuring WHERE tenant_id = $1 AND lijst = ANY($2)"
BEWAAR = """
INSERT INTO brp_keuring AS k (tenant_id, lijst, versie, tijdstempel, bevindingen, fouten, sinds)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (tenant_id, lijst) DO UPDATE SET versie = excluded.versie, tijdstempel = excluded.tijdstempel,
    bevindingen = excluded.bevindingen, fouten = excluded.fouten,
    sinds = CASE WHEN k.bevindingen = excluded.bevindingen THEN k.sinds ELSE excluded.sinds END,
    gezien_door = CASE WHEN k.bevindingen = excluded.bevindingen THEN k.gezien_door ELSE '' END,
    uitleg = CASE WHEN k.bevindingen = excluded.bevindingen THEN k.uitleg ELSE '' END
"""
WEG = "DELETE FROM brp_keuring WHERE tenant_id = $1 AND lijst = ANY($2)"
OPEN = """
FROM brp_keuring k JOIN persoonslijst l ON l.tenant_id = $1 AND l.id = k.lijst
WHERE k.tenant_id = $1 AND k.fouten AND k.gezien_door = '' AND l.versie = k.versie AND l.tijdstempel = k.tijdstempel
    AND l.opschorting <> 'F'
"""
"""A list that changed since is looked at again in the night, and until then is nobody's work."""
EEN = f"SELECT k.lijst, k.bevindingen, k.sinds, l.bsn {OPEN} AND k.lijst = $2"
GEZIEN = """
UPDATE brp_keuring SET gezien_door = $3, uitleg = $4 WHERE tenant_id = $1 AND lijst = $2 AND gezien_door = ''
RETURNING lijst
"""
PER_CODE = """
SELECT b ->> 'code' AS code, count(DISTINCT k.lijst)::int AS lijsten
FROM brp_keuring k, jsonb_array_elements(k.bevindingen) b WHERE k.tenant_id = $1 GROUP BY 1 ORDER BY 1
"""


OP_TWEE_LIJSTEN = """
SELECT bsn FROM persoonslijst WHERE tenant_id = $1 AND bsn = ANY($2) AND bsn <> '' AND opschorting <> 'F'
GROUP BY bsn HAVING count(*) > 1
"""
ANDER_BSN = Bevinding(inlezen.ANDER_BSN, "01", 1, 0, "01.20", "Dit BSN staat ook op een andere lijst.")


class Gebrek(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with one list. `bsn` is to find the person with, not to show."""

    lijst: UUID
    bevindingen: tuple[Bevinding, ...]
    sinds: datetime
    bsn: str


async def keur(session: Session, lijsten: Sequence[Bewaard]) -> list[tuple[Bewaard, list[Bevinding]]]:
    """What all checks find on each of these lists, also beside the others of the municipality."""
    tabellen, is_productie = landelijke_tabellen(session.engine), omgeving.is_productie(session.place.settings)
    rows = await session.conn.fetch(OP_TWEE_LIJSTEN, session.tenant_id, [kept.pl.bsn for kept in lijsten])
    twice = {row["bsn"] for row in rows}
    return [
        (kept, keuring.keur(kept.pl, tabellen, is_productie=is_productie) + [ANDER_BSN] * (kept.pl.bsn in twice))
        for kept in lijsten
    ]


async def bewaar(
    conn: Any, tenant_id: int, gekeurd: Sequence[tuple[Bewaard, Sequence[Bevinding]]], nu: datetime
) -> None:
    """What was found on each of these lists now; only what is otherwise than it was is written."""
    rows = await conn.fetch(BEKEND, tenant_id, [kept.id for kept, _ in gekeurd])
    known = {r["lijst"]: (r["versie"], r["tijdstempel"], _read(r["bevindingen"])) for r in rows}
    new = []
    for kept, found in gekeurd:
        _, _, versie, tijdstempel, _ = keys_of(kept.pl)
        if found and known.get(kept.id) != (versie, tijdstempel, tuple(found)):
            fouten = any(b.ernst == "fout" for b in found)
            new.append((tenant_id, kept.id, versie, tijdstempel, msgspec.json.encode(found), fouten, nu))
    gone = [kept.id for kept, found in gekeurd if not found and kept.id in known]
    if new:
        await conn.executemany(BEWAAR, new)
    if gone:
        await conn.execute(WEG, tenant_id, gone)


async def een(conn: Any, tenant_id: int, lijst: UUID) -> Gebrek | None:
    """What waits for somebody on this list; None when nothing does."""
    row = await conn.fetchrow(EEN, tenant_id, lijst)
    if row is None:
        return None
    return Gebrek(lijst=row["lijst"], bevindingen=_read(row["bevindingen"]), sinds=row["sinds"], bsn=row["bsn"])


async def laat_staan(conn: Any, tenant_id: int, lijst: UUID, *, wie: str, uitleg: str) -> bool:
    """Somebody looked, and it stays as it is until something else is found; False when a colleague was first."""
    return await conn.fetchval(GEZIEN, tenant_id, lijst, wie, uitleg) is not None


async def per_code(conn: Any, tenant_id: int) -> Mapping[str, int]:
    """Number of the check -> on how many lists it found something."""
    return {row["code"]: row["lijsten"] for row in await conn.fetch(PER_CODE, tenant_id)}


def _read(raw: bytes | str) -> tuple[Bevinding, ...]:
    return msgspec.json.decode(raw, type=tuple[Bevinding, ...])
