"""From the outbox to what each subscriber still has to get, and to our own screens: one transaction per batch.

One dispatcher at a time does this for a municipality, so that what is about one object stays in order (ARCHITECTURE
§7). Here, and not in the transaction that wrote, the screens are told: NOTIFY there would cost most of the writes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from meent.basis.placeholder import PLACEHOLDER
from meent.data.pool import Connection, Pool
from meent.engine.declare import Registry
from meent.engine.links import parse_uuid
from meent.integration.notificaties.bericht import Aankondiging, Wens, body_of, is_wanted

PARTIJ = 500
"""Announcements per transaction."""
OMROEP = "meent_omroep"
"""Name under which PostgreSQL passes on what the screens are told."""
OMROEP_MAX_BYTES = 7_500
"""PostgreSQL passes on less than 8,000 bytes at once."""
SLOT = 0x6D65656E
"""First half of the advisory lock; the municipality is the other."""

TAKE = f"""
WITH oudste AS (SELECT o.id FROM outbox o WHERE o.tenant_id = $1 ORDER BY o.id LIMIT {PARTIJ})
DELETE FROM outbox o USING oudste WHERE o.tenant_id = $1 AND o.id = oudste.id
RETURNING o.id, o.kanaal, o.hoofd_resource, o.hoofd_id, o.resource, o.resource_id, o.actie, o.kenmerken,
    o.aanmaakdatum, o.bericht, o.trace
"""
ABONNEMENTEN = "SELECT id, kanalen FROM abonnement WHERE tenant_id = $1"
LAY_READY = """
WITH stand AS (
    INSERT INTO bezorgstand (tenant_id, abonnement) SELECT $1, a FROM (SELECT DISTINCT unnest($2::uuid[])) d (a)
    ON CONFLICT DO NOTHING)
INSERT INTO bezorging (tenant_id, abonnement, nummer, object, bericht, trace)
SELECT $1, r.* FROM unnest($2::uuid[], $3::bigint[], $4::uuid[], $5::json[], $6::bytea[]) r ON CONFLICT DO NOTHING
"""
TELL = f"SELECT pg_notify('{OMROEP}', nextval('uitzending') || ' ' || p) FROM unnest($1::text[]) p"


class Gereed(NamedTuple):
    """A message laid ready for one subscriber."""

    abonnement: UUID
    nummer: int
    object: UUID
    bericht: bytes
    trace: bytes | None


class Verandering(msgspec.Struct, array_like=True, frozen=True):
    """What a screen is told: that something changed, not what."""

    kanaal: str
    object: UUID
    resource: str
    actie: str


class Uitzending(msgspec.Struct, array_like=True, frozen=True):
    """What is passed on at once, to every process."""

    gemeente: int
    veranderingen: list[Verandering]


class Verdeler:
    """Lays messages ready for the subscribers of one municipality at a time."""

    def __init__(self, pool: Pool, registry: Registry) -> None:
        self.pool = pool
        self.paths = {r.name: r.url_path for r in registry.all}
        self.van_types = dict(van_types(registry))

    async def verdeel(self, gemeente: int) -> tuple[int, set[UUID]]:
        """One batch: how many announcements it was, and the subscribers that have something to get."""
        async with self.pool.tenant(gemeente) as conn, conn.transaction():
            if not await conn.fetchval("SELECT pg_try_advisory_xact_lock($1, $2)", SLOT, gemeente):
                return 0, set()  # another dispatcher is at it
            told = sorted((_aankondiging(r) for r in await conn.fetch(TAKE, gemeente)), key=lambda a: a.nummer)
            if not told:
                return 0, set()
            gereed = await self._gereed(conn, gemeente, told)
            if gereed:
                await conn.execute(LAY_READY, gemeente, *(list(column) for column in zip(*gereed, strict=True)))
            await conn.execute(TELL, list(uitzendingen(gemeente, told)))
        return len(told), {one.abonnement for one in gereed}

    async def _gereed(self, conn: Connection, gemeente: int, told: Sequence[Aankondiging]) -> list[Gereed]:
        """A message for every subscriber that wants it."""
        abonnees = [
            (r[0], msgspec.json.decode(r[1], type=list[Wens])) for r in await conn.fetch(ABONNEMENTEN, gemeente)
        ]
        if not abonnees:
            return []
        found = []
        for one in await self._volledig(conn, gemeente, told):
            wanted_by = [key for key, wensen in abonnees if is_wanted(one.kanaal, one.kenmerken, wensen)]
            if wanted_by:
                body = body_of(one, self.paths)
                found += [Gereed(key, one.nummer, one.object, body, one.trace) for key in wanted_by]
        return found

    async def _volledig(self, conn: Connection, gemeente: int, told: Sequence[Aankondiging]) -> list[Aankondiging]:
        """With the kenmerken that their type has, such as `zaaktype.catalogus` (N-02): one question per channel."""
        known: dict[str, dict[str, str]] = {}
        for kanaal, van_type in self.van_types.items():
            links = {van_type.link(one) for one in told if one.kanaal == kanaal and one.bericht is None}
            keys = [key for link in links if (key := parse_uuid(link[-36:]))]
            found = await conn.fetch(van_type.sql, gemeente, keys) if keys else []
            known[kanaal] = {van_type.path + str(r[0]): r[1] for r in found}
        return [self._aangevuld(one, known.get(one.kanaal, {})) for one in told]

    def _aangevuld(self, one: Aankondiging, known: Mapping[str, str]) -> Aankondiging:
        if not known or one.bericht is not None:
            return one
        van_type = self.van_types[one.kanaal]
        value = known.get(van_type.link(one))
        return replace(one, kenmerken={**one.kenmerken, van_type.naam: value}) if value else one


class VanType(NamedTuple):
    """A kenmerk that the type of a main object has: `zaaktype.catalogus`.

    kenmerk   what holds the link to the type
    path      what that link is, without the uuid
    sql       uuid and value of the types $2 of municipality $1
    """

    naam: str
    kenmerk: str
    path: str
    sql: str

    def link(self, one: Aankondiging) -> str:
        return one.kenmerken.get(self.kenmerk, "")


def van_types(registry: Registry) -> Iterator[tuple[str, VanType]]:
    """Channel -> the kenmerk of its type, from the declarations."""
    for resource in registry.all:
        if resource.kanaal and resource.kanaal.van_type:
            naam = resource.kanaal.van_type
            kenmerk, _, column = naam.partition(".")
            of_type = registry.of(resource.by_json[kenmerk].target)
            target = registry.of(of_type.field[column].target)
            value = f"'{PLACEHOLDER}{target.url_path}' || t.{column}"
            sql = f"SELECT t.id, {value} FROM {of_type.name} t WHERE t.tenant_id = $1 AND t.id = ANY($2::uuid[])"
            yield resource.kanaal.naam, VanType(naam, kenmerk, f"{PLACEHOLDER}{of_type.url_path}", sql)


def uitzendingen(gemeente: int, told: Iterable[Aankondiging]) -> Iterator[str]:
    """What the screens are told, in portions that PostgreSQL passes on."""
    portion: list[Verandering] = []
    size = 0
    for one in told:
        new = Verandering(one.kanaal, one.object, one.resource, one.actie)
        bytes_more = len(msgspec.json.encode(new)) + 1
        if portion and size + bytes_more > OMROEP_MAX_BYTES:
            yield msgspec.json.encode(Uitzending(gemeente, portion)).decode()
            portion, size = [], 0
        portion.append(new)
        size += bytes_more
    if portion:
        yield msgspec.json.encode(Uitzending(gemeente, portion)).decode()


def _aankondiging(record: Any) -> Aankondiging:
    nummer, kanaal, hoofd, hoofd_id, resource, resource_id, actie, kenmerken, op, *rest = record
    told = msgspec.json.decode(kenmerken, type=dict[str, str])
    return Aankondiging(nummer, kanaal, hoofd, hoofd_id, resource, resource_id, actie, told, op, *rest)
