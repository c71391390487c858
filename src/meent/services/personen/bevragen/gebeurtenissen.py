"""What happened to persons, told to who asked to hear of it. CloudEvents 1.0, NL GOV profile; decision 0072.

The message says what kind of thing happened and where the rest can be read, and holds nobody's number: a subscriber
who may not read that learns nothing of a person (N-03).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from meent.basis.fouten import not_found
from meent.basis.placeholder import PLACEHOLDER
from meent.services.notificaties.notificatie import lay_out

Json = dict[str, Any]
GEBEURTENISSEN, GEBEURTENIS, SOORT = "gebeurtenissen", "gebeurtenis", "soort"
PAD = f"/brp/api/v1/{GEBEURTENISSEN}"
PERSONEN = "personen"
"""The channel."""
KANAAL: Json = {
    "naam": PERSONEN, "filters": [SOORT], "documentatie_link": f"{PLACEHOLDER}{PAD}/openapi.json"
}  # fmt: skip
ONE = """
SELECT g.id, g.soort, g.op, g.bsn, array(
    SELECT DISTINCT l.bsn FROM persoonslijst l WHERE l.tenant_id = $1 AND l.id = ANY(g.lijsten) AND l.bsn <> ''
    ORDER BY l.bsn) AS gewijzigd
FROM brp_gebeurtenis g WHERE g.tenant_id = $1 AND g.id = $2
"""


async def een(conn: Any, tenant_id: int, identificatie: UUID | None) -> tuple[Json, list[tuple[UUID | None, str]]]:
    """One event, and the people it names. raises Fout 404"""
    row: Any = await conn.fetchrow(ONE, tenant_id, identificatie) if identificatie else None
    if row is None:
        raise not_found()
    told = {
        "identificatie": str(row["id"]), SOORT: row["soort"], "tijdstip": row["op"].isoformat(),
        "burgerservicenummer": row["bsn"], "gewijzigd": list(row["gewijzigd"]),
    }  # fmt: skip
    return told, [(None, f"bsn:{bsn}") for bsn in sorted({row["bsn"], *row["gewijzigd"]} - {""})]


async def kondig_aan(conn: Any, tenant_id: int, gebeurtenis: UUID, soort: str, lijst: UUID, op: datetime) -> None:
    """Lays the message in the outbox, in the transaction of what happened. Source: BV-80.

    lijst   of whom it is about: what is told of one person goes out in order
    """
    url = f"{PLACEHOLDER}{PAD}/{gebeurtenis}"
    bericht = {
        "kanaal": PERSONEN, "hoofdObject": url, "resource": GEBEURTENIS, "resourceUrl": url, "actie": "create",
        "aanmaakdatum": op, "kenmerken": {SOORT: soort},
    }  # fmt: skip
    await lay_out(conn, tenant_id, bericht, hoofd=lijst, resource=gebeurtenis)
