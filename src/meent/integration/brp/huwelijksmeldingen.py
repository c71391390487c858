"""Marriages and partnerships that people told of, as rows: told, planned, done or withdrawn. No rules."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from meent.basis.datums import AMSTERDAM

Toestand = Literal["gemeld", "gepland", "voltrokken", "ingetrokken"]
COLUMNS = "id, sleutel, soort, bsn, partner, gemeld, stukken, begin, eind, babs, plaats, getuigen, toestand"
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('brp_trouwen ' || $1::int, 0))"
ADD = """
INSERT INTO brp_huwelijksmelding (tenant_id, id, sleutel, soort, bsn, partner, gemeld, stukken, wie, op)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
BY_KEY = f"SELECT {COLUMNS} FROM brp_huwelijksmelding WHERE tenant_id = $1 AND sleutel = $2"
ONE = f"SELECT {COLUMNS} FROM brp_huwelijksmelding WHERE tenant_id = $1 AND id = $2 FOR UPDATE"
OPEN = f"""
SELECT {COLUMNS} FROM brp_huwelijksmelding WHERE tenant_id = $1 AND toestand IN ('gemeld', 'gepland')
ORDER BY begin NULLS LAST, gemeld, id LIMIT 500
"""
PLAN = """
UPDATE brp_huwelijksmelding SET toestand = 'gepland', begin = $3, eind = $4, babs = $5, plaats = $6, getuigen = $7
WHERE tenant_id = $1 AND id = $2
"""
CLASHES = """
SELECT babs, plaats FROM brp_huwelijksmelding
WHERE tenant_id = $1 AND id <> $2 AND toestand = 'gepland' AND begin < $4 AND eind > $3 AND (babs = $5 OR plaats = $6)
"""
SET = "UPDATE brp_huwelijksmelding SET toestand = $3 WHERE tenant_id = $1 AND id = $2"


class Huwelijksmelding(msgspec.Struct, frozen=True, kw_only=True):
    """One of them; begin and eind with their offset, None until it is planned."""

    id: UUID
    sleutel: str
    soort: Literal["H", "P"]
    bsn: str
    partner: str
    gemeld: date
    stukken: Sequence[str]
    begin: datetime | None
    eind: datetime | None
    babs: str
    plaats: str
    getuigen: Sequence[str]
    toestand: Toestand

    @property
    def partners(self) -> tuple[str, str]:
        return self.bsn, self.partner


def of_row(row: Mapping[str, Any]) -> Huwelijksmelding:
    """Kept on the clock of the municipality: a ceremony at three stays at three."""
    values = dict(row)
    for name in ("begin", "eind"):
        values[name] = values[name].replace(tzinfo=AMSTERDAM) if values[name] else None
    return Huwelijksmelding(**values)


def op_de_klok(moment: datetime) -> datetime:
    return moment.astimezone(AMSTERDAM).replace(tzinfo=None)


async def wacht(conn: Any, tenant_id: int) -> None:
    """Nobody else of the municipality plans meanwhile."""
    await conn.execute(ONE_AT_A_TIME, tenant_id)


async def van_sleutel(conn: Any, tenant_id: int, sleutel: str) -> Huwelijksmelding | None:
    row = await conn.fetchrow(BY_KEY, tenant_id, sleutel)
    return of_row(row) if row else None


async def lees(conn: Any, tenant_id: int, key: UUID) -> Huwelijksmelding | None:
    """Locked until the end of the transaction."""
    row = await conn.fetchrow(ONE, tenant_id, key)
    return of_row(row) if row else None


async def open_staand(conn: Any, tenant_id: int) -> list[Huwelijksmelding]:
    """Planned ones first, by time; then those without a day."""
    return [of_row(row) for row in await conn.fetch(OPEN, tenant_id)]


async def voeg_toe(conn: Any, tenant_id: int, melding: Huwelijksmelding, *, wie: str, op: datetime) -> None:
    await conn.execute(
        ADD, tenant_id, melding.id, melding.sleutel, melding.soort, melding.bsn, melding.partner, melding.gemeld,
        list(melding.stukken), wie, op,
    )  # fmt: skip


async def plan(conn: Any, tenant_id: int, melding: Huwelijksmelding) -> None:
    assert melding.begin is not None
    assert melding.eind is not None
    await conn.execute(
        PLAN, tenant_id, melding.id, op_de_klok(melding.begin), op_de_klok(melding.eind), melding.babs,
        melding.plaats, list(melding.getuigen),
    )  # fmt: skip


async def botsingen(conn: Any, tenant_id: int, melding: Huwelijksmelding) -> list[tuple[str, str]]:
    """Of others at that time: who marries them and where, when one of the two is the same."""
    assert melding.begin is not None
    assert melding.eind is not None
    rows = await conn.fetch(
        CLASHES, tenant_id, melding.id, op_de_klok(melding.begin), op_de_klok(melding.eind), melding.babs,
        melding.plaats,
    )  # fmt: skip
    return [(row["babs"], row["plaats"]) for row in rows]


async def zet(conn: Any, tenant_id: int, key: UUID, toestand: Toestand) -> None:
    await conn.execute(SET, tenant_id, key, toestand)
