"""The journal of the contact centre on PostgreSQL: `Journaal` of process/telefonie, one round trip per step.

It knows what is stored, not what it means.
"""

from collections.abc import Sequence
from datetime import datetime

import asyncpg
import msgspec

from meent.integration.telefooncentrale.beleidboek import PostgresBeleidboek
from meent.integration.telefooncentrale.centrale import Dialoog
from meent.integration.telefooncentrale.rijen import (
    GesprekFeit,
    OpdrachtRij,
    Opslag,
    Regel,
    StandFeit,
    Stap,
    StapGeweigerd,
)

GEMEENTEN = "SELECT id FROM tenant ORDER BY id"
STAP = """
WITH verteld AS (
    INSERT INTO outbox (tenant_id, kanaal, hoofd_resource, hoofd_id, resource, resource_id, actie, kenmerken,
        aanmaakdatum, bericht)
    SELECT $1, b.kanaal, '', b.gesprek, b.resource, b.gesprek, b.actie, b.kenmerken, b.aanmaakdatum, b.bericht
    FROM json_to_recordset($2::json->'berichten') AS b (
        kanaal text, gesprek uuid, resource text, actie text, kenmerken json, aanmaakdatum timestamptz, bericht json))
SELECT meent_telefonie_stap($1, $2)
"""
OPEN = "SELECT inhoud FROM gesprek WHERE tenant_id = $1 AND is_open ORDER BY id"
MEDEWERKERS = "SELECT inhoud FROM telefoonmedewerker WHERE tenant_id = $1 ORDER BY id"
OPDRACHTEN = """
SELECT gesprek::text, versie, nummer, soort, voor_register, inhoud, fout FROM opdracht
WHERE tenant_id = $1 ORDER BY gesprek, versie, nummer
"""
DIALOGEN = """
SELECT d.inhoud FROM dialoog d WHERE d.tenant_id = $1 AND (
    EXISTS (SELECT FROM gesprek g WHERE g.tenant_id = $1 AND g.id = d.gesprek AND g.is_open)
    OR EXISTS (SELECT FROM opdracht o WHERE o.tenant_id = $1 AND o.gesprek = d.gesprek))
"""
GEDAAN = """
DELETE FROM opdracht o USING unnest($2::uuid[], $3::integer[], $4::integer[]) d (gesprek, versie, nummer)
WHERE o.tenant_id = $1 AND o.gesprek = d.gesprek AND o.versie = d.versie AND o.nummer = d.nummer
"""
PARKEER = """
UPDATE opdracht SET fout = $5 WHERE tenant_id = $1 AND gesprek = $2 AND versie = $3 AND nummer = $4
"""
DIALOOG = """
INSERT INTO dialoog (tenant_id, gesprek, partij, inhoud) VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, gesprek, partij) DO UPDATE SET inhoud = excluded.inhoud
"""
REGELS = """
SELECT over, versie, moment, soort, toestand, inhoud FROM gesprek_event
WHERE tenant_id = $1 AND over = $2 ORDER BY versie
"""
NAAR_BUITEN = """
SELECT inhoud FROM gesprek WHERE tenant_id = $1 AND begonnen_op >= $2
AND (json_array_length(inhoud->'buiten') > 0 OR json_array_length(inhoud->'geweigerd') > 0)
ORDER BY begonnen_op, id::text
"""
LAATSTE = """
SELECT medewerker FROM gesprek
WHERE tenant_id = $1 AND van = $2 AND begonnen_op >= $3 AND medewerker <> '' AND NOT is_open
ORDER BY begonnen_op DESC LIMIT 1
"""
FEITEN = """
SELECT x.naar, x.wachtrij, begonnen_op, x.wacht_sinds, x.beantwoord_op,
    CASE WHEN NOT is_open THEN (x.toestand->>'op')::timestamptz END,
    CASE WHEN is_open THEN '' ELSE x.toestand->>'reden' END, x.terugbel,
    NOT x.terugbel OR EXISTS (
        SELECT FROM gesprek_event e
        WHERE e.tenant_id = $1 AND e.over = g.id::text AND e.versie = 1 AND e.soort = 'Kwam'),
    id::text, x.keuzes
FROM gesprek g, json_to_record(inhoud) AS x (
    naar text, wachtrij text, wacht_sinds timestamptz, beantwoord_op timestamptz, toestand json, terugbel boolean,
    keuzes text[])
WHERE tenant_id = $1 AND begonnen_op >= $2 AND begonnen_op < $3
"""
STANDEN = """
SELECT over, moment, toestand, coalesce(inhoud->>'gesprek', '') FROM gesprek_event
WHERE tenant_id = $1 AND moment >= $2 AND moment < $3
AND toestand IN ('Afwezig', 'Klaar', 'Aangeboden', 'Bezet', 'Nawerk', 'Pauze')
ORDER BY over, versie
"""
"""The states as the index on lines of agents has them (migration 0064)."""

_encode = msgspec.json.encode


class PostgresJournaal(PostgresBeleidboek):
    """The tables of migration 0060."""

    async def gemeenten(self) -> list[int]:
        async with self.pool.any() as conn:
            return [rij[0] for rij in await conn.fetch(GEMEENTEN)]

    async def open(self, tenant: int) -> Opslag:
        async with self.pool.tenant(tenant) as conn:
            gesprekken = [msgspec.Raw(rij[0]) for rij in await conn.fetch(OPEN, tenant)]
            medewerkers = [msgspec.Raw(rij[0]) for rij in await conn.fetch(MEDEWERKERS, tenant)]
            opdrachten = [_opdracht(rij) for rij in await conn.fetch(OPDRACHTEN, tenant)]
            dialogen = [msgspec.json.decode(rij[0], type=Dialoog) for rij in await conn.fetch(DIALOGEN, tenant)]
        return Opslag(gesprekken, medewerkers, opdrachten, dialogen)

    async def leg_vast(self, tenant: int, stap: Stap) -> None:
        async with self.pool.tenant(tenant) as conn:
            try:
                await conn.execute(STAP, tenant, _encode(stap))
            except (asyncpg.SerializationError, asyncpg.UniqueViolationError) as anders:
                raise StapGeweigerd(StapGeweigerd.__doc__) from anders

    async def gedaan(self, tenant: int, opdrachten: Sequence[OpdrachtRij]) -> None:
        sleutels = [(o.gesprek, o.versie, o.nummer) for o in opdrachten]
        async with self.pool.tenant(tenant) as conn:
            await conn.execute(GEDAAN, tenant, *map(list, zip(*sleutels, strict=True)))

    async def parkeer(self, tenant: int, opdracht: OpdrachtRij, fout: str) -> None:
        async with self.pool.tenant(tenant) as conn:
            await conn.execute(PARKEER, tenant, opdracht.gesprek, opdracht.versie, opdracht.nummer, fout)

    async def dialoog(self, tenant: int, dialoog: Dialoog) -> None:
        async with self.pool.tenant(tenant) as conn:
            await conn.execute(DIALOOG, tenant, dialoog.gesprek, dialoog.partij, _encode(dialoog))

    async def regels(self, tenant: int, over: str) -> list[Regel]:
        async with self.pool.tenant(tenant) as conn:
            return [_regel(rij) for rij in await conn.fetch(REGELS, tenant, over)]

    async def laatste_medewerker(self, tenant: int, van: str, sinds: datetime) -> str:
        async with self.pool.tenant(tenant) as conn:
            return await conn.fetchval(LAATSTE, tenant, van, sinds) or ""

    async def naar_buiten(self, tenant: int, sinds: datetime) -> list[msgspec.Raw]:
        async with self.pool.tenant(tenant) as conn:
            return [msgspec.Raw(rij[0]) for rij in await conn.fetch(NAAR_BUITEN, tenant, sinds)]

    async def feiten(self, tenant: int, van: datetime, tot: datetime) -> list[GesprekFeit]:
        async with self.pool.tenant(tenant) as conn:
            return [_feit(rij) for rij in await conn.fetch(FEITEN, tenant, van, tot)]

    async def standen(self, tenant: int, van: datetime, tot: datetime) -> list[StandFeit]:
        async with self.pool.tenant(tenant) as conn:
            return [StandFeit(*rij) for rij in await conn.fetch(STANDEN, tenant, van, tot)]


def _opdracht(rij: asyncpg.Record) -> OpdrachtRij:
    return OpdrachtRij(rij[0], rij[1], rij[2], rij[3], rij[4], msgspec.Raw(rij[5]), rij[6])


def _feit(rij: asyncpg.Record) -> GesprekFeit:
    feit = GesprekFeit(*rij)
    return msgspec.structs.replace(feit, keuzes=tuple(feit.keuzes))


def _regel(rij: asyncpg.Record) -> Regel:
    return Regel(rij[0], rij[1], rij[2], rij[3], rij[4], msgspec.Raw(rij[5]))
