"""Reading the log: who looked at this person, in one query, however many lines there are."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from meent.data.pool import Pool
from meent.verwerkingen.aanleiding import first_id

FIRST, END = UUID(int=0), UUID(int=2**128 - 1)
LAST = 0xFFFF
"""The number of a line within its action stands in the last 16 bits of its id."""
BATCH = 5_000
SHOWN = """
WITH d AS MATERIALIZED (SELECT id, naam, woorden, activiteit FROM verwerkingsdoel WHERE tenant_id = $1)
SELECT v.id, v.moment, v.doel, d.naam, d.woorden, d.activiteit, v.applicatie, v.applicatie_weergave, v.gebruiker,
    v.trace, v.aanroeper, v.handeling, v.resource, v.object, v.gegevens, v.betrokkene
FROM verwerking v LEFT JOIN d ON d.id = v.doel
"""
"""The purposes are read once: looked up line by line they are two thirds of the pages that are touched."""
ABOUT = """
WHERE v.tenant_id = $1 AND v.id >= $3 AND v.id < $4
    AND v.betrokkene = (
        SELECT meent_betrokkene(k.binnen, k.buiten, $2) FROM verwerkingssleutel k WHERE k.tenant_id = $1)
"""
FOR_DOEL = " AND v.doel = $5"
NOT_FOR = """
    AND NOT EXISTS (
        SELECT FROM verwerkingsdoel b WHERE b.tenant_id = v.tenant_id AND b.id = v.doel AND b.naam = ${})
"""
LINES_OF_TIME = 20
"""At a guess, about one person: a page shows a zaak with what hangs under it."""
READING = ("retrieve", "list", "search", "audittrail")
RANGE = f"{SHOWN}WHERE v.tenant_id = $1 AND v.id >= $2 AND v.id <= $3 ORDER BY v.id LIMIT $4"


@dataclass(frozen=True)
class Regel:
    """One line of the log, with the purpose it names."""

    id: UUID
    moment: datetime
    doel: UUID | None
    doel_naam: str | None
    doel_woorden: str | None
    activiteit: str | None
    applicatie: str
    applicatie_weergave: str
    gebruiker: str
    trace: bytes
    aanroeper: bytes | None
    handeling: str
    resource: str
    object: UUID
    gegevens: Sequence[str]
    betrokkene: bytes | None

    @property
    def actie(self) -> UUID:
        """The action that it is a line of."""
        return UUID(int=self.id.int & ~LAST)


@dataclass(frozen=True)
class Vraag:
    """Whom the lines are about, such as 'bsn:999990019', and from which id (of a moment) up to which other.

    doel     only this version of a purpose
    behalve  not for the purpose of this name
    """

    wie: str
    sinds: UUID
    tot: UUID
    doel: UUID | None = None
    behalve: str | None = None

    @property
    def values(self) -> tuple[Any, ...]:
        return self.wie, self.sinds, self.tot, *(v for v in (self.doel, self.behalve) if v is not None)

    @property
    def about(self) -> str:
        """The condition, with `values` from $2 on. What is not asked is not in it: then the index alone can count."""
        not_for = NOT_FOR.format(len(self.values) + 1) if self.behalve is not None else ""
        return f"{ABOUT}{FOR_DOEL if self.doel else ''}{not_for}"


async def about(conn: Any, tenant_id: int, vraag: Vraag, *, most: int, skip: int = 0) -> list[Regel]:
    """Lines about one person, newest first."""
    values = (tenant_id, *vraag.values)
    text = f"{SHOWN}{vraag.about} ORDER BY v.id DESC LIMIT ${len(values) + 1} OFFSET ${len(values) + 2}"
    return [Regel(*r) for r in await conn.fetch(text, *values, most, skip)]


async def times_about(conn: Any, tenant_id: int, vraag: Vraag, *, most: int) -> tuple[list[Regel], UUID | None]:
    """The last times that somebody used the data of one person: as a person counts, not as a computer does.

    What one caller looked up in one trace (a page of a screen asks several registers) is one time; what it wrote is one
    for each kind of change.
    returns   each as its newest line, with all groups of data that it touched; and the line before which the next page
              begins, None when this was all
    """
    asked = most * LINES_OF_TIME
    lines = await about(conn, tenant_id, vraag, most=asked)
    found: dict[tuple[Any, ...], list[Regel]] = {}
    last: UUID | None = None
    for line in lines:
        known = (line.trace, line.applicatie, line.doel, READING if line.handeling in READING else line.handeling)
        if known not in found and len(found) == most:
            return [_one(some) for some in found.values()], last
        found.setdefault(known, []).append(line)
        last = line.id
    return [_one(some) for some in found.values()], last if len(lines) == asked else None


def _one(lines: list[Regel]) -> Regel:
    """Several lines told as one."""
    did = {line.handeling for line in lines}
    groups = sorted({naam for line in lines for naam in line.gegevens})
    return replace(lines[0], handeling=did.pop() if len(did) == 1 else READING[0], gegevens=tuple(groups))


async def count(conn: Any, tenant_id: int, vraag: Vraag) -> int:
    found: int = await conn.fetchval(f"SELECT count(*) FROM verwerking v {vraag.about}", tenant_id, *vraag.values)
    return found


async def of_action(conn: Any, tenant_id: int, actie: UUID) -> list[Regel]:
    """All lines of one action."""
    last = UUID(int=actie.int | LAST)
    return [Regel(*r) for r in await conn.fetch(RANGE, tenant_id, actie, last, LAST)]


async def all_lines(pool: Pool, tenant_id: int, sinds: datetime, tot: datetime) -> AsyncIterator[Regel]:
    """Every line of a municipality in this time, oldest first, with no more than BATCH in memory."""
    first, end = first_id(sinds), first_id(tot)
    while True:
        async with pool.tenant(tenant_id) as conn:
            records = await conn.fetch(RANGE, tenant_id, first, UUID(int=end.int - 1), BATCH)
        for record in records:
            yield Regel(*record)
        if len(records) < BATCH:
            return
        first = UUID(int=records[-1][0].int + 1)
