"""Holds what was answered against what is stored: nothing lost, nothing half, nothing twice.

Read as superuser in one snapshot, so that it may be asked while the writers go on. `since` narrows the questions to
what a moment may have touched; the ones about documents and counters always look at everything. What is particular to
the registers beside ZGW stands in registers.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import asyncpg

from meent.engine.declare import Registry
from meent.engine.sql import Sql
from meent.services.resources import RESOURCES
from trust import registers
from trust.writers import Write

# Of each acknowledged write: audit lines with its mark, outbox rows and audit lines of the action on that row, keys.
ACKNOWLEDGED = """
WITH w AS (
    SELECT *, CASE soort WHEN 'patch' THEN 'partial_update' ELSE 'create' END AS actie
    FROM unnest($1::text[], $2::text[], $3::uuid[], $4::uuid[], $5::boolean[]) AS w(merk, soort, id, zaak, sleutel)
), s AS MATERIALIZED (
    SELECT a.resource_id, a.actie, CASE
        WHEN a.resource = 'rol' THEN a.nieuw ->> 'roltoelichting'
        WHEN a.resource = 'status' THEN a.nieuw ->> 'statustoelichting'
        WHEN a.actie = 'create' THEN a.nieuw ->> 'omschrijving'
        WHEN a.nieuw ->> 'toelichting' IS DISTINCT FROM a.oud ->> 'toelichting'
        THEN a.nieuw ->> 'toelichting' END AS merk
    FROM audit a WHERE a.tenant_id = 1 AND a.hoofd_id = ANY($4::uuid[]) AND a.resource_id = ANY($3::uuid[])
), per_merk AS (SELECT resource_id, actie, merk, count(*) AS aantal FROM s GROUP BY 1, 2, 3
), per_actie AS (SELECT resource_id, actie, count(*) AS aantal FROM s GROUP BY 1, 2
), b AS (SELECT resource_id, actie, count(*) AS aantal FROM outbox WHERE resource_id = ANY($3::uuid[]) GROUP BY 1, 2
), k AS (
    SELECT sleutel, resource_id, count(*) AS aantal FROM idempotentie
    WHERE antwoord IS NOT NULL AND sleutel = ANY($1::text[]) GROUP BY 1, 2
), r AS (
    SELECT id FROM zaak WHERE id = ANY($3::uuid[])
    UNION ALL SELECT id FROM rol WHERE id = ANY($3::uuid[])
    UNION ALL SELECT id FROM status WHERE id = ANY($3::uuid[])
)
SELECT w.merk, w.soort, w.sleutel, coalesce(per_merk.aantal, 0), coalesce(per_actie.aantal, 0), coalesce(b.aantal, 0),
    r.id IS NOT NULL, coalesce(k.aantal, 0)
FROM w
LEFT JOIN r ON r.id = w.id
LEFT JOIN per_merk ON per_merk.resource_id = w.id AND per_merk.actie = w.actie AND per_merk.merk = w.merk
LEFT JOIN per_actie ON per_actie.resource_id = w.id AND per_actie.actie = w.actie
LEFT JOIN b ON b.resource_id = w.id AND b.actie = w.actie
LEFT JOIN k ON k.sleutel = w.merk AND k.resource_id = w.id
"""

# $1 is the moment from which on; each gives the rows that should not be there.
HALF = {
    "zaak zonder document": """
        SELECT z.id FROM zaak z LEFT JOIN zaak_document k ON k.id = z.id
        WHERE k.id IS NULL AND $1::timestamptz IS NOT NULL""",
    "document zonder zaak": """
        SELECT k.id FROM zaak_document k LEFT JOIN zaak z ON z.id = k.id
        WHERE z.id IS NULL AND $1::timestamptz IS NOT NULL""",
    "spoor zonder rij": """
        SELECT a.id FROM audit a WHERE a.aanmaakdatum >= $1 AND a.hoofd_resource = 'zaak' AND NOT EXISTS (
            SELECT FROM zaak r WHERE r.id = a.resource_id UNION ALL SELECT FROM rol r WHERE r.id = a.resource_id
            UNION ALL SELECT FROM status r WHERE r.id = a.resource_id)""",
    "spoor zonder nieuwe stand": """
        SELECT id FROM audit WHERE aanmaakdatum >= $1 AND actie <> 'destroy' AND nieuw IS NULL""",
    "rij zonder spoor": """
        SELECT r.id FROM (SELECT id FROM zaak UNION ALL SELECT id FROM rol UNION ALL SELECT id FROM status) r
        LEFT JOIN audit a ON a.resource_id = r.id AND a.actie = 'create'
        WHERE a.id IS NULL AND $1::timestamptz IS NOT NULL""",
    "spoor en bericht niet één op één": """
        SELECT resource_id, actie FROM (
            SELECT resource_id, actie, 1 AS ene, 0 AS andere FROM audit
            WHERE aanmaakdatum >= $1 AND hoofd_resource = 'zaak'
            UNION ALL
            SELECT resource_id, actie, 0, 1 FROM outbox WHERE aanmaakdatum >= $1 AND hoofd_resource = 'zaak') x
        GROUP BY resource_id, actie HAVING sum(ene) <> sum(andere)""",
    "teller ongelijk aan het aantal": """
        SELECT soort, niveau FROM (
            SELECT soort, niveau, aantal FROM aantal WHERE resource = 'zaak'
            UNION ALL SELECT zaaktype, vertrouwelijkheidaanduiding, -1 FROM zaak) x
        WHERE $1::timestamptz IS NOT NULL GROUP BY soort, niveau HAVING sum(aantal) <> 0""",
    "sleutel zonder antwoord": """
        SELECT sleutel FROM idempotentie WHERE aanmaakdatum >= $1 AND (antwoord IS NULL OR resource_id IS NULL)""",
    "document niet zoals het nu gerenderd wordt": "",  # made from the declaration, see `_stale`
}
# Marks that had more than one effect.
DOUBLED = """
WITH a AS (SELECT * FROM audit WHERE aanmaakdatum >= $1)
SELECT merk FROM (
    SELECT nieuw ->> 'omschrijving' AS merk FROM a WHERE resource = 'zaak' AND actie = 'create'
    UNION ALL
    SELECT nieuw ->> 'roltoelichting' FROM a WHERE resource = 'rol' AND actie = 'create'
    UNION ALL
    SELECT nieuw ->> 'statustoelichting' FROM a WHERE resource = 'status' AND actie = 'create'
    UNION ALL
    SELECT nieuw ->> 'toelichting' FROM a WHERE resource = 'zaak' AND actie = 'partial_update'
        AND nieuw ->> 'toelichting' IS DISTINCT FROM oud ->> 'toelichting'
) x WHERE merk <> '' GROUP BY merk HAVING count(*) > 1
"""
BEGINNING = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


@dataclass
class Verdict:
    """What is wrong; three empty lists when nothing is."""

    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    def add(self, other: "Verdict") -> None:
        for mine, theirs in ((self.lost, other.lost), (self.half, other.half), (self.doubled, other.doubled)):
            mine += [t for t in theirs if t not in mine]


class Proof:
    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        sql = Sql(Registry(RESOURCES))
        join, body = sql.rendering(next(r for r in RESOURCES if r.name == "zaak"))
        self._stale = (
            f"SELECT z.id FROM zaak z JOIN zaak_document k ON k.tenant_id = z.tenant_id AND k.id = z.id {join}"
            " WHERE (k.body::text IS DISTINCT FROM ({body})::text OR k.etag IS DISTINCT FROM md5(({body})::text))"
            " AND z.id IN (SELECT a.hoofd_id FROM audit a WHERE a.aanmaakdatum >= $1)"
        ).replace("{body}", body)

    async def of(self, writes: Iterable[Write], since: datetime = BEGINNING) -> Verdict:
        """The verdict on these acknowledged writes, and on all that was written from `since` on."""
        conn = await asyncpg.connect(self.dsn, timeout=10, command_timeout=300)
        try:
            async with conn.transaction(isolation="repeatable_read", readonly=True):
                verdict = Verdict()
                known = list(writes)
                await _judge_writes(conn, [w for w in known if w.kind not in registers.KINDS], verdict)
                await registers.judge_writes(conn, known, verdict.lost, verdict.half, verdict.doubled)
                verdict.half += await registers.wrong_ends(conn, since)
                for what, query in (*HALF.items(), *registers.HALF.items()):
                    wrong = await conn.fetch(query or self._stale, since)
                    verdict.half += [f"{what}: {', '.join(map(str, row.values()))}" for row in wrong]
                for query in (DOUBLED, registers.DOUBLED):
                    verdict.doubled += [r[0] for r in await conn.fetch(query, since) if r[0] not in verdict.doubled]
                return verdict
        finally:
            await conn.close()

    async def were_there(self, marks: list[str]) -> int:
        """How many of the writes that nobody heard of again were done nevertheless."""
        conn = await asyncpg.connect(self.dsn, timeout=10, command_timeout=300)
        try:
            found: int = await conn.fetchval(
                "SELECT count(*) FROM unnest($1::text[]) AS m(merk)"
                " WHERE merk IN (SELECT omschrijving FROM zaak) OR merk IN (SELECT roltoelichting FROM rol)"
                " OR merk IN (SELECT statustoelichting FROM status)"
                " OR merk IN (SELECT nieuw ->> 'toelichting' FROM audit WHERE actie = 'partial_update')"
                f" OR merk IN ({registers.THERE})",
                marks,
            )
            return found
        finally:
            await conn.close()


async def _judge_writes(conn: Any, writes: list[Write], verdict: Verdict) -> None:
    """An acknowledged write has its row, one audit line, one outbox row per audit line, and one key if it had a key."""
    columns = [list(c) for c in zip(*((w.mark, w.kind, w.id, w.zaak, w.is_keyed) for w in writes), strict=True)]
    if not columns:
        return
    found = await conn.fetch(ACKNOWLEDGED, *columns)
    for merk, soort, is_keyed, met_merk, van_actie, berichten, rij, sleutels in found:
        if not rij or met_merk == 0:
            verdict.lost.append(f"{soort} {merk}: rij {rij}, spoor {met_merk}")
        elif met_merk > 1:
            verdict.doubled.append(merk)
        elif van_actie != berichten:
            verdict.half.append(f"{soort} {merk}: {van_actie} sporen, {berichten} berichten")
        if is_keyed and sleutels != 1:
            verdict.half.append(f"{soort} {merk}: {sleutels} sleutels")
