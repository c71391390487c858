"""Runs of jobs over all lists of a municipality: how far each is, and what it did. Decision 0074.

A page of lists and how far the run is are written in one transaction: whatever stops it, each list is done once, and
who goes on begins behind the last. A run that did not end is gone on with before another begins.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal
from uuid import UUID

import msgspec

from meent.basis.ids import uuid7
from meent.services.personen.opslag import Bewaard, as_kept

BLADZIJ = 100
"""Lists that are looked at in one transaction."""
Welke = Literal["alle", "reisdocument", "gezag", "geen"]
WELKE: Mapping[Welke, str] = MappingProxyType({
    "alle": "opschorting <> 'F'",
    "reisdocument": """opschorting IN ('', 'O') AND lijst @? '$.stapels[*] ? (@.categorie == "12")'""",
    "gezag": """opschorting = '' AND lijst @? '$.stapels[*] ? (@.categorie == "11").voorkomens[0]."32.10"'""",
})  # fmt: skip
"""Which lists a job looks at."""
VELDEN = "id, taak, periode, begonnen, bij, tot, bekeken, verslag, klaar"
LOOPT = f"""
SELECT {VELDEN} FROM brp_taak WHERE tenant_id = $1 AND taak = $2 AND klaar IS NULL FOR UPDATE SKIP LOCKED
"""
WEER = f"SELECT {VELDEN} FROM brp_taak WHERE tenant_id = $1 AND id = $2 FOR UPDATE"
BEGIN = f"""
INSERT INTO brp_taak (tenant_id, id, taak, periode, begonnen, bij, wie) VALUES ($1, $2, $3, $4, $5, $5, $6)
ON CONFLICT (tenant_id, taak) WHERE klaar IS NULL DO NOTHING RETURNING {VELDEN}
"""
VERDER = """
UPDATE brp_taak SET tot = $3, bekeken = $4, verslag = $5, bij = $6, klaar = CASE WHEN $7 THEN $6::timestamptz END
WHERE tenant_id = $1 AND id = $2
"""
GEBLOKKEERD = """
SELECT count(*)::int FROM persoonslijst
WHERE tenant_id = $1 AND opschorting = '' AND lijst @? '$.stapels[*] ? (@.categorie == "07").voorkomens[*]."66.20"'
"""
LAATSTE = f"""
SELECT DISTINCT ON (taak) {VELDEN} FROM brp_taak WHERE tenant_id = $1 ORDER BY taak, begonnen DESC, id DESC
"""


class Loop(msgspec.Struct, frozen=True, kw_only=True):
    """One run.

    periode   month or day that it is for
    bij       last sign of life: long ago, and it stopped on its way
    tot       last list that was looked at
    verslag   outcome -> how many
    klaar     None while it is on its way
    """

    id: UUID
    taak: str
    periode: str
    begonnen: datetime
    bij: datetime
    tot: UUID
    bekeken: int
    verslag: dict[str, int]
    klaar: datetime | None


async def pak(conn: Any, tenant_id: int, taak: str, periode: str, *, nu: datetime, wie: str) -> Loop | None:
    """The run that is on its way, locked, or else a new one; None while somebody else has it in hand."""
    row = await conn.fetchrow(LOOPT, tenant_id, taak)
    if row is None:
        row = await conn.fetchrow(BEGIN, tenant_id, uuid7(), taak, periode, nu, wie)
    return _loop(row) if row is not None else None


async def weer(conn: Any, tenant_id: int, key: UUID) -> Loop:
    """The same run, locked: who else worked on it meanwhile has brought it further, or to its end."""
    return _loop(await conn.fetchrow(WEER, tenant_id, key))


async def lijsten(conn: Any, tenant_id: int, welke: Welke, na: UUID) -> Sequence[Bewaard]:
    """The next lists to look at, BLADZIJ at most."""
    if welke == "geen":
        return ()
    asked = f"""
    SELECT id, lijst FROM persoonslijst WHERE tenant_id = $1 AND id > $2 AND {WELKE[welke]} ORDER BY id LIMIT {BLADZIJ}
    """
    return [as_kept(row) for row in await conn.fetch(asked, tenant_id, na)]


async def verder(
    conn: Any, tenant_id: int, loop: Loop, gezien: Sequence[Bewaard], verslag: Mapping[str, int], nu: datetime
) -> Loop:
    """How the run stands after this page; it has ended when there was no whole one left."""
    counts = {name: loop.verslag.get(name, 0) + verslag.get(name, 0) for name in {**loop.verslag, **verslag}}
    tot, bekeken = gezien[-1].id if gezien else loop.tot, loop.bekeken + len(gezien)
    is_klaar = len(gezien) < BLADZIJ
    await conn.execute(VERDER, tenant_id, loop.id, tot, bekeken, msgspec.json.encode(counts), nu, is_klaar)
    new = {"tot": tot, "bekeken": bekeken, "verslag": counts, "bij": nu, "klaar": nu if is_klaar else None}
    return msgspec.structs.replace(loop, **new)


async def geblokkeerd(conn: Any, tenant_id: int) -> int:
    """How many lists are on their way to another municipality now."""
    count: int = await conn.fetchval(GEBLOKKEERD, tenant_id)
    return count


async def laatste(conn: Any, tenant_id: int) -> dict[str, Loop]:
    """Of each job the last run that began."""
    return {row["taak"]: _loop(row) for row in await conn.fetch(LAATSTE, tenant_id)}


def _loop(row: Any) -> Loop:
    return Loop(**{**dict(row), "verslag": msgspec.json.decode(row["verslag"])})
