"""The book of articles: found by their words, listed for who keeps them, and judged by who used them.

The articles are objects of our own register; whoever writes one there, here it is found. What agents think of them has
no place in any standard and stands in a table of its own (decision 0063).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from meent.basis.ids import uuid7
from meent.basis.objectsoorten import KENNISARTIKEL
from meent.data.pool import Pool
from meent.integration.kennis.artikel import ARTIKEL, Versie, lees

WOORDEN_MEEST = 8
"""Words of a question that are looked for; nobody types more into a box while he talks."""
LIJST_MEEST = 500
OPMERKINGEN_MEEST = 100
NOTITIE_MAX = 1000
BEGIN, EIND = "\x02", "\x03"
"""Around each word of a snippet that was looked for."""


@dataclass(frozen=True)
class Treffer:
    """An article that answers a question; `fragment` is pairs of text and whether it was looked for."""

    uuid: UUID
    titel: str
    fragment: tuple[tuple[str, bool], ...]
    is_openbaar: bool
    taal: str


@dataclass(frozen=True)
class Oordeel:
    """What agents did with an article and thought of it.

    gebruikt  contacts in which it was the answer
    open      words for its owner that nobody has looked at
    """

    ja: int = 0
    nee: int = 0
    open: int = 0
    gebruikt: int = 0


@dataclass(frozen=True)
class Opmerking:
    id: UUID
    versie: int
    hielp: bool
    notitie: str
    wie: str
    op: datetime


@dataclass(frozen=True)
class Regel:
    """An article in the list of who keeps it: the version that counts, else the newest.

    later   another version is to come
    """

    uuid: UUID
    versie: Versie
    later: bool
    oordeel: Oordeel


@dataclass(frozen=True)
class Artikelcijfers:
    """One article in a report of some days.

    gevonden  how often it stood among what an agent's search found
    gebruikt  contacts in which it was the answer
    ja, nee   how often somebody said that it helped, or did not
    """

    uuid: UUID
    titel: str
    gevonden: int
    gebruikt: int
    ja: int
    nee: int


class Kennisboek(Protocol):
    """The articles of a municipality."""

    async def zoek(self, tenant: int, vraag: str, day: date, limit: int) -> list[Treffer]:
        """What may be used on this day, the best first: with all the words, or with any when nothing has all."""

    async def lijst(self, tenant: int, vraag: str, day: date) -> list[Regel]:
        """All of them, also what may not be used; with a question only those with all its words."""

    async def oordeel(self, tenant: int, artikel: UUID) -> Oordeel: ...

    async def opmerkingen(self, tenant: int, artikel: UUID) -> list[Opmerking]:
        """Words for the owner that nobody has looked at, newest first."""

    async def oordeel_over(
        self, tenant: int, artikel: UUID, versie: int, *, hielp: bool, notitie: str, by: str, now: datetime
    ) -> bool:
        """Keep it; False when there is no such article."""

    async def handel_af(self, tenant: int, artikel: UUID, opmerking: UUID, *, by: str, now: datetime) -> None:
        """Somebody has looked at it."""

    async def vond(self, tenant: int, artikelen: Sequence[UUID], day: date) -> None:
        """These stood among what a search found."""

    async def cijfers(self, tenant: int, van: date, tot_en_met: date) -> list[Artikelcijfers]:
        """Of the articles that were found, used or judged on these days of Amsterdam; most used first."""


def woorden(vraag: str) -> list[str]:
    """The words of what was typed, in small letters; punctuation is none of them, and neither is one letter."""
    return list(dict.fromkeys(re.findall(r"[^\W_]{2,}", vraag.lower())))[:WOORDEN_MEEST]


def fragment(text: str) -> tuple[tuple[str, bool], ...]:
    """A snippet as the database marks it, in pieces."""
    parts = re.split(f"{BEGIN}([^{EIND}]*){EIND}", text)
    return tuple((part, at % 2 == 1) for at, part in enumerate(parts) if part)


ZOEK = f"""
WITH vraag AS (SELECT object_vraag($2, '&') AS alle, object_vraag($2, '|') AS een),
gevonden AS (
    SELECT t.object, r.data, v.een, t.woorden @@ v.alle AS alle, ts_rank(t.woorden, v.een) AS rang
    FROM vraag v JOIN objecttekst t ON t.tenant_id = $1 AND t.woorden @@ v.een
    JOIN objectrecord r ON r.tenant_id = $1 AND r.object = t.object AND r.index = t.index
        AND r.corrected_by IS NULL AND r.start_at <= $3 AND (r.end_at IS NULL OR r.end_at > $3)
    WHERE coalesce(r.data -> 'isIngetrokken', 'false') <> 'true'
        AND coalesce(r.data ->> 'geldigTotEnMet', '9999') >= ($3::date)::text
    ORDER BY alle DESC, rang DESC, r.data ->> 'titel' LIMIT $4
)
SELECT g.object, g.data, g.alle, ts_headline('pg_catalog.dutch', object_plat(g.data ->> 'tekst'), g.een,
    'StartSel="{BEGIN}", StopSel="{EIND}", MaxWords=24, MinWords=12, MaxFragments=1') AS fragment
FROM gevonden g ORDER BY g.alle DESC, g.rang DESC, g.data ->> 'titel'
"""
GEBRUIKT = f"""
SELECT count(DISTINCT b.klantcontact)::int AS gebruikt FROM onderwerpobject b WHERE b.tenant_id = $1
    AND b.onderwerpobjectidentificator_object_id = {{}}::text
    AND b.onderwerpobjectidentificator_code_objecttype = '{ARTIKEL}'
"""
OPEN = "notitie <> '' AND afgehandeld_op IS NULL"
"""A word for the owner that nobody has looked at."""
GETELD = f"""
SELECT count(*) FILTER (WHERE hielp)::int AS ja, count(*) FILTER (WHERE NOT hielp)::int AS nee,
    count(*) FILTER (WHERE {OPEN})::int AS open
FROM kennisoordeel WHERE tenant_id = $1 AND artikel = {{}}
"""
LIJST = f"""
SELECT o.id, r.index, r.start_at, r.registration_at, r.data,
    EXISTS (SELECT FROM objectrecord l WHERE l.tenant_id = $1 AND l.object = o.id AND l.corrected_by IS NULL
        AND l.start_at > greatest($3, r.start_at) AND (l.end_at IS NULL OR l.end_at > l.start_at)) AS later,
    j.ja, j.nee, j.open, g.gebruikt
FROM object o
CROSS JOIN LATERAL (
    SELECT r.* FROM objectrecord r WHERE r.tenant_id = $1 AND r.object = o.id AND r.corrected_by IS NULL
        AND (r.end_at IS NULL OR r.end_at > r.start_at)
    ORDER BY (r.start_at <= $3) DESC, abs(r.start_at - $3), r.index DESC LIMIT 1
) r
CROSS JOIN LATERAL ({GETELD.format("o.id")}) j
CROSS JOIN LATERAL ({GEBRUIKT.format("o.id")}) g
WHERE o.tenant_id = $1 AND o.object_type = '{KENNISARTIKEL}' AND (cardinality($2::text[]) = 0 OR EXISTS (
    SELECT FROM objecttekst t WHERE t.tenant_id = $1 AND t.object = o.id AND t.index = r.index
        AND t.woorden @@ object_vraag($2, '&')))
ORDER BY lower(r.data ->> 'titel'), o.id LIMIT {LIJST_MEEST}
"""
OORDEEL = f"""
SELECT j.ja, j.nee, j.open, g.gebruikt
FROM ({GETELD.format("$2::uuid")}) j CROSS JOIN ({GEBRUIKT.format("$2::uuid")}) g
"""
OPMERKINGEN = f"""
SELECT id, versie, hielp, notitie, wie, op FROM kennisoordeel
WHERE tenant_id = $1 AND artikel = $2 AND {OPEN}
ORDER BY op DESC, id LIMIT {OPMERKINGEN_MEEST}
"""
NIEUW_OORDEEL = f"""
INSERT INTO kennisoordeel (tenant_id, id, artikel, versie, hielp, notitie, wie, op)
SELECT $1, $2, o.id, $4, $5, $6, $7, $8 FROM object o
WHERE o.tenant_id = $1 AND o.id = $3 AND o.object_type = '{KENNISARTIKEL}' RETURNING id
"""
HANDEL_AF = """
UPDATE kennisoordeel SET afgehandeld_door = $4, afgehandeld_op = $5
WHERE tenant_id = $1 AND artikel = $2 AND id = $3 AND afgehandeld_op IS NULL
"""
VOND = """
INSERT INTO kennisvondst AS v (tenant_id, artikel, dag, aantal)
SELECT $1, o.id, $3, 1 FROM object o WHERE o.tenant_id = $1 AND o.id = ANY($2::uuid[]) ORDER BY o.id
ON CONFLICT (tenant_id, artikel, dag) DO UPDATE SET aantal = v.aantal + 1
"""
"""In one order, so that two searches at once do not wait for each other."""
TOEN = "{0} >= ($2::date)::timestamp AT TIME ZONE 'Europe/Amsterdam'" + (
    " AND {0} < ($3::date + 1)::timestamp AT TIME ZONE 'Europe/Amsterdam'"
)
CIJFERS = f"""
WITH geteld AS (
    SELECT artikel, sum(aantal) AS gevonden, 0 AS gebruikt, 0 AS ja, 0 AS nee FROM kennisvondst
    WHERE tenant_id = $1 AND dag BETWEEN $2 AND $3 GROUP BY artikel
    UNION ALL
    SELECT b.onderwerpobjectidentificator_object_id::uuid, 0, count(DISTINCT b.klantcontact), 0, 0
    FROM onderwerpobject b JOIN klantinteractie k ON k.tenant_id = $1 AND k.id = b.klantcontact
    WHERE b.tenant_id = $1 AND b.onderwerpobjectidentificator_code_objecttype = '{ARTIKEL}'
        AND b.onderwerpobjectidentificator_object_id ~ '^[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$'
        AND {TOEN.format("k.plaatsgevonden_op")}
    GROUP BY 1
    UNION ALL
    SELECT artikel, 0, 0, count(*) FILTER (WHERE hielp), count(*) FILTER (WHERE NOT hielp) FROM kennisoordeel
    WHERE tenant_id = $1 AND {TOEN.format("op")} GROUP BY artikel)
SELECT o.id, r.data, sum(g.gevonden)::int, sum(g.gebruikt)::int, sum(g.ja)::int, sum(g.nee)::int
FROM geteld g JOIN object o ON o.tenant_id = $1 AND o.id = g.artikel AND o.object_type = '{KENNISARTIKEL}'
CROSS JOIN LATERAL (
    SELECT r.data FROM objectrecord r WHERE r.tenant_id = $1 AND r.object = o.id AND r.corrected_by IS NULL
        AND (r.end_at IS NULL OR r.end_at > r.start_at)
    ORDER BY (r.start_at <= $3) DESC, abs(r.start_at - $3), r.index DESC LIMIT 1
) r
GROUP BY o.id, r.data ORDER BY 4 DESC, 3 DESC, lower(r.data ->> 'titel'), o.id LIMIT {LIJST_MEEST}
"""


class PostgresKennisboek:
    """On the tables of our own register of objects, and those of migration 0080."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    async def zoek(self, tenant: int, vraag: str, day: date, limit: int) -> list[Treffer]:
        typed = woorden(vraag)
        if not typed:
            return []
        async with self.pool.tenant(tenant) as conn:
            rows = await conn.fetch(ZOEK, tenant, typed, day, limit)
        best = [row for row in rows if row["alle"]] or rows
        return [
            Treffer(row["object"], een.titel, fragment(row["fragment"]), een.is_openbaar, een.taal)
            for row in best if (een := lees(row["data"]))
        ]  # fmt: skip

    async def lijst(self, tenant: int, vraag: str, day: date) -> list[Regel]:
        async with self.pool.tenant(tenant) as conn:
            rows = await conn.fetch(LIJST, tenant, woorden(vraag), day)
        return [
            Regel(
                row["id"], Versie(row["index"], row["start_at"], row["registration_at"], een), row["later"],
                Oordeel(row["ja"], row["nee"], row["open"], row["gebruikt"]),
            )
            for row in rows if (een := lees(row["data"]))
        ]  # fmt: skip

    async def oordeel(self, tenant: int, artikel: UUID) -> Oordeel:
        async with self.pool.tenant(tenant) as conn:
            row = await conn.fetchrow(OORDEEL, tenant, artikel)
        return Oordeel(*row) if row else Oordeel()

    async def opmerkingen(self, tenant: int, artikel: UUID) -> list[Opmerking]:
        async with self.pool.tenant(tenant) as conn:
            return [Opmerking(*row) for row in await conn.fetch(OPMERKINGEN, tenant, artikel)]

    async def oordeel_over(
        self, tenant: int, artikel: UUID, versie: int, *, hielp: bool, notitie: str, by: str, now: datetime
    ) -> bool:
        async with self.pool.tenant(tenant) as conn:
            kept = await conn.fetchval(
                NIEUW_OORDEEL, tenant, uuid7(), artikel, versie, hielp, notitie[:NOTITIE_MAX], by, now
            )
        return kept is not None

    async def handel_af(self, tenant: int, artikel: UUID, opmerking: UUID, *, by: str, now: datetime) -> None:
        async with self.pool.tenant(tenant) as conn:
            await conn.execute(HANDEL_AF, tenant, artikel, opmerking, by, now)

    async def vond(self, tenant: int, artikelen: Sequence[UUID], day: date) -> None:
        if artikelen:
            async with self.pool.tenant(tenant) as conn:
                await conn.execute(VOND, tenant, list(artikelen), day)

    async def cijfers(self, tenant: int, van: date, tot_en_met: date) -> list[Artikelcijfers]:
        async with self.pool.tenant(tenant) as conn:
            rows = await conn.fetch(CIJFERS, tenant, van, tot_en_met)
        return [Artikelcijfers(id, een.titel, *geteld) for id, data, *geteld in rows if (een := lees(data))]
