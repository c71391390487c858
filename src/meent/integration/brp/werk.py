"""What waits for an officer of civil affairs, of every kind, and who has it. Here is only the looking and keeping.

Which day is the last one follows in `process/burgerzaken/werkbak.py`. No name and no number of a person leaves this
module: a row says what it is, not about whom.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from meent.integration.brp import keuringen
from meent.integration.brp.feiten import Weigering
from meent.services.personen import lo3
from meent.services.personen.bevinding import Bevinding

Soort = Literal[
    "verhuizing", "terugmelding", "bericht", "overkomst", "onderzoek", "voorstel", "brief", "termijn", "gebrek"
]  # fmt: skip
MEEST = 500
"""Of one kind, the oldest; the list says so when there are more."""
OPEN = "(toestand = 'behandelen' OR (toestand IN ('toestemming', 'gepland') AND uiterlijk < $2))"
MELDINGEN = f"""
SELECT id, toestand, redenen, uiterlijk, op FROM brp_melding
WHERE tenant_id = $1 AND gedaan_op IS NULL AND {OPEN} ORDER BY uiterlijk, id LIMIT {MEEST}
"""
BERICHTEN = f"""
SELECT id, soort, ander, op FROM brp_bericht WHERE tenant_id = $1 AND toestand = 'uitval' ORDER BY id LIMIT {MEEST}
"""
OVERKOMSTEN = f"""
SELECT id, uit, op FROM brp_overkomst WHERE tenant_id = $1 AND toestand = 'gevraagd' ORDER BY id LIMIT {MEEST}
"""
LOOPT = """'$.stapels[*].voorkomens[*] ? (exists (@."83.20") && !exists (@."83.30"))'"""
ONDERZOEKEN = f"""
SELECT id, jsonb_path_query_array(lijst, {LOOPT}) AS waar FROM persoonslijst
WHERE tenant_id = $1 AND lijst @? {LOOPT} AND opschorting <> 'F' ORDER BY id LIMIT {MEEST}
"""
VOORSTELLEN = f"""
SELECT id, feit, op FROM brp_voorstel WHERE tenant_id = $1 AND toestand = 'wacht' ORDER BY id LIMIT {MEEST}
"""
TERUGMELDINGEN = f"""
SELECT id, aanduiding, uiterlijk, ontvangen_op, toestand FROM brp_terugmelding
WHERE tenant_id = $1 AND toestand IN ('ontvangen', 'in_behandeling')
ORDER BY uiterlijk, id LIMIT {MEEST}
"""
BRIEVEN = f"""
SELECT id, soort, uiterlijk, op FROM brp_brief WHERE tenant_id = $1 AND toestand = 'wacht'
ORDER BY uiterlijk, id LIMIT {MEEST}
"""
TERMIJNEN = f"""
SELECT id, soort, dag FROM brp_termijn
WHERE tenant_id = $1 AND gedaan_op IS NULL AND dag <= $2 ORDER BY dag, id LIMIT {MEEST}
"""
GEBREKEN = f"""
SELECT k.lijst AS id, k.bevindingen, k.sinds {keuringen.OPEN} ORDER BY k.sinds, k.lijst LIMIT {MEEST}
"""
AANTAL = f"""
SELECT (SELECT count(*) FROM brp_melding WHERE tenant_id = $1 AND gedaan_op IS NULL AND {OPEN})
    + (SELECT count(*) FROM brp_terugmelding WHERE tenant_id = $1 AND toestand IN ('ontvangen', 'in_behandeling'))
    + (SELECT count(*) FROM brp_bericht WHERE tenant_id = $1 AND toestand = 'uitval')
    + (SELECT count(*) FROM brp_overkomst WHERE tenant_id = $1 AND toestand = 'gevraagd')
    + (SELECT count(*) FROM persoonslijst WHERE tenant_id = $1 AND lijst @? {LOOPT} AND opschorting <> 'F')
    + (SELECT count(*) FROM brp_voorstel WHERE tenant_id = $1 AND toestand = 'wacht')
    + (SELECT count(*) FROM brp_brief WHERE tenant_id = $1 AND toestand = 'wacht')
    + (SELECT count(*) FROM brp_termijn WHERE tenant_id = $1 AND gedaan_op IS NULL AND dag <= $2)
    + (SELECT count(*) {keuringen.OPEN})
"""
WIE = "SELECT soort, werk, wie, weergave FROM brp_werk WHERE tenant_id = $1"
NEEM = """
INSERT INTO brp_werk (tenant_id, soort, werk, wie, weergave, sinds) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (tenant_id, soort, werk) DO UPDATE SET wie = excluded.wie, weergave = excluded.weergave,
    sinds = excluded.sinds WHERE brp_werk.wie = $7
RETURNING wie
"""
GEEF = "DELETE FROM brp_werk WHERE tenant_id = $1 AND soort = $2 AND werk = $3 AND wie = $4 RETURNING wie"
KLAAR = "DELETE FROM brp_werk WHERE tenant_id = $1 AND soort = $2 AND werk = $3"
BERICHT = """
SELECT soort, ander, op, uitleg, toestand, inhoud FROM brp_bericht
WHERE tenant_id = $1 AND id = $2 AND richting = 'in' AND toestand = 'uitval' FOR UPDATE
"""
NA_UITVAL = """
UPDATE brp_bericht SET toestand = $3, uitleg = $4, gedaan_op = CASE WHEN $3 = 'gedaan' THEN $5::timestamptz END
WHERE tenant_id = $1 AND id = $2
"""


class Stuk(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of work as it stands in the registers.

    wat     what it is more precisely: rule numbers, kind of message, what is in doubt (83.10), name of a fact, kind
            of letter, what is looked at again
    ander   code of the other municipality
    sinds   day or instant on which it began; None when that is not known
    op      last day, of what has one of its own
    """

    soort: Soort
    id: UUID
    wat: tuple[str, ...] = ()
    ander: str = ""
    sinds: date | datetime | None = None
    digits: str = ""
    op: date | None = None


class Hebber(msgspec.Struct, frozen=True):
    """Who has a piece of work: by which one is known here, and as people know it."""

    wie: str
    weergave: str


async def stukken(conn: Any, tenant_id: int, vandaag: date) -> Sequence[Stuk]:
    """All that waits, MEEST of a kind."""
    found: list[Stuk] = []
    for row in await conn.fetch(MELDINGEN, tenant_id, vandaag):
        told = msgspec.json.decode(row["redenen"], type=list[Weigering])
        wat = tuple(w.nummer for w in told) if row["toestand"] == "behandelen" else (row["toestand"],)
        found.append(Stuk(soort="verhuizing", id=row["id"], wat=wat, sinds=row["op"], op=row["uiterlijk"]))
    for row in await conn.fetch(TERUGMELDINGEN, tenant_id):
        wat = (row["aanduiding"], row["toestand"])
        found.append(Stuk(
            soort="terugmelding", id=row["id"], wat=wat, sinds=row["ontvangen_op"],
            op=row["uiterlijk"] if row["toestand"] == "ontvangen" else None,
        ))  # fmt: skip
    for row in await conn.fetch(BERICHTEN, tenant_id):
        found.append(Stuk(soort="bericht", id=row["id"], wat=(row["soort"],), ander=row["ander"], sinds=row["op"]))
    for row in await conn.fetch(OVERKOMSTEN, tenant_id):
        found.append(Stuk(soort="overkomst", id=row["id"], ander=row["uit"], sinds=row["op"]))
    for row in await conn.fetch(ONDERZOEKEN, tenant_id):
        running = msgspec.json.decode(row["waar"], type=list[dict[str, str]])
        first = min(v["83.20"] for v in running)
        what = tuple(dict.fromkeys(v.get("83.10", "") for v in running))
        found.append(Stuk(soort="onderzoek", id=row["id"], wat=what, digits=first))
    for row in await conn.fetch(VOORSTELLEN, tenant_id):
        found.append(Stuk(soort="voorstel", id=row["id"], wat=(row["feit"],), sinds=row["op"]))
    for row in await conn.fetch(BRIEVEN, tenant_id):
        found.append(Stuk(soort="brief", id=row["id"], wat=(row["soort"],), sinds=row["op"], op=row["uiterlijk"]))
    for row in await conn.fetch(TERMIJNEN, tenant_id, vandaag):
        found.append(Stuk(soort="termijn", id=row["id"], wat=(row["soort"],), op=row["dag"]))
    for row in await conn.fetch(GEBREKEN, tenant_id):
        faults = msgspec.json.decode(row["bevindingen"], type=list[Bevinding])
        wat = tuple(dict.fromkeys(b.code for b in faults if b.ernst == "fout"))
        found.append(Stuk(soort="gebrek", id=row["id"], wat=wat, sinds=row["sinds"]))
    return found


async def aantal(conn: Any, tenant_id: int, vandaag: date) -> int:
    count: int = await conn.fetchval(AANTAL, tenant_id, vandaag)
    return count


async def hebbers(conn: Any, tenant_id: int) -> dict[tuple[str, UUID], Hebber]:
    return {(r["soort"], r["werk"]): Hebber(r["wie"], r["weergave"]) for r in await conn.fetch(WIE, tenant_id)}


async def neem(
    conn: Any, tenant_id: int, soort: str, key: UUID, *, wie: str, weergave: str, op: datetime, van: str = ""
) -> bool:
    """Whether it is this person's now. `van`: who had it, as the page said; somebody else by now keeps it."""
    return await conn.fetchval(NEEM, tenant_id, soort, key, wie, weergave, op, van or wie) is not None


async def geef_terug(conn: Any, tenant_id: int, soort: str, key: UUID, *, wie: str) -> bool:
    """Nobody has it any more; only who has it gives it back."""
    return await conn.fetchval(GEEF, tenant_id, soort, key, wie) is not None


async def klaar(conn: Any, tenant_id: int, soort: str, key: UUID) -> None:
    """It is done, so nobody has it."""
    await conn.execute(KLAAR, tenant_id, soort, key)


async def uitval(conn: Any, tenant_id: int, key: UUID) -> dict[str, Any] | None:
    """A message that could not be handled, locked; None when there is none, or somebody did something with it."""
    row = await conn.fetchrow(BERICHT, tenant_id, key)
    return dict(row) if row else None


async def na_uitval(conn: Any, tenant_id: int, key: UUID, toestand: str, uitleg: str, op: datetime) -> None:
    """It is tried again ("klaar"), or somebody did what it asks ("gedaan") and says what."""
    await conn.execute(NA_UITVAL, tenant_id, key, toestand, uitleg, op)


def over_wie(inhoud: bytes) -> str:
    """BSN of whom a message is about; "" where it does not say so, or cannot be read."""
    try:
        pl = lo3.read_message(inhoud).pl
    except (lo3.Lo3Fout, ValueError):
        return ""
    return pl.bsn or pl.waarde("21.01.20")
