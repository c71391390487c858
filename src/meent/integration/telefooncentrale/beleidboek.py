"""Where the policy of a contact centre is kept: versions in force, the draft, recorded prompts, and closings.

It knows what is stored, not what it means. The one on PostgreSQL has the tables of migrations 0060, 0062 and 0063; the
one in memory is for tests and passes the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

import asyncpg
import msgspec

from meent.data.pool import Pool
from meent.integration.telefooncentrale.rijen import BeleidRij, BeleidVeranderd, ConceptRij, NummerBezet, Sluiting

VERSIES_MEEST = 100
"""Versions in a list, the newest first."""


class OpnameSleutel(NamedTuple):
    """One recording: the name of the prompt, its language, and its version in the policy."""

    geluid: str
    taal: str
    versie: int


class Beleidboek(Protocol):
    """Every method is one transaction and sees one municipality only."""

    async def beleid(self, tenant: int, versie: int | None = None) -> BeleidRij | None:
        """The newest policy, or this version of it."""

    async def versies(self, tenant: int) -> list[BeleidRij]:
        """The last VERSIES_MEEST versions, the newest first."""

    async def nieuw_beleid(
        self, tenant: int, inhoud: bytes, nummers: Sequence[str], *, by: str, now: datetime, toelichting: str = "",
        na: int | None = None,
    ) -> int:  # fmt: skip
        """Store a policy that was found good; returns its version.

        na      the version that must still be the newest
        raises  NummerBezet, BeleidVeranderd
        """

    async def concept(self, tenant: int) -> ConceptRij | None:
        """The draft, if there is one."""

    async def bewaar_concept(self, tenant: int, concept: ConceptRij) -> None:
        """Instead of the draft of one `stand` lower; 1 for the first. raises BeleidVeranderd."""

    async def wis_concept(self, tenant: int) -> None: ...

    async def bewaar_opname(
        self, tenant: int, sleutel: OpnameSleutel, inhoud: bytes, *, by: str, now: datetime
    ) -> None:
        """A recording as the exchange plays it, instead of an earlier one of the same version."""

    async def opname(self, tenant: int, sleutel: OpnameSleutel) -> bytes | None: ...

    async def sluit(self, tenant: int, sluiting: Sluiting) -> None:
        """Closed from now on; the same id twice is once."""

    async def heropen(self, tenant: int, id: str, *, by: str, now: datetime) -> None:
        """Ends a closing before its time."""

    async def sluitingen(self, tenant: int, now: datetime) -> list[Sluiting]:
        """Closings that have not ended, the oldest first."""


@dataclass
class _Boek:
    beleid: list[BeleidRij] = field(default_factory=list)
    concept: ConceptRij | None = None
    opnamen: dict[OpnameSleutel, bytes] = field(default_factory=dict)
    sluitingen: dict[str, Sluiting] = field(default_factory=dict)


class InGeheugen:
    """Gone with the process."""

    def __init__(self, tenants: Sequence[int] = ()) -> None:
        self._boeken = {tenant: _Boek() for tenant in tenants}
        self._nummers: dict[str, int] = {}

    async def beleid(self, tenant: int, versie: int | None = None) -> BeleidRij | None:
        rijen = self._boeken[tenant].beleid
        if versie is None:
            return rijen[-1] if rijen else None
        return next((rij for rij in rijen if rij.versie == versie), None)

    async def versies(self, tenant: int) -> list[BeleidRij]:
        return self._boeken[tenant].beleid[: -VERSIES_MEEST - 1 : -1]

    async def nieuw_beleid(
        self, tenant: int, inhoud: bytes, nummers: Sequence[str], *, by: str, now: datetime, toelichting: str = "",
        na: int | None = None,
    ) -> int:  # fmt: skip
        rijen = self._boeken[tenant].beleid
        if na is not None and na != len(rijen):
            raise BeleidVeranderd(BeleidVeranderd.__doc__)
        if any(self._nummers.get(nummer, tenant) != tenant for nummer in nummers):
            raise NummerBezet(NummerBezet.__doc__)
        self._nummers = {n: t for n, t in self._nummers.items() if t != tenant} | dict.fromkeys(nummers, tenant)
        rijen.append(BeleidRij(len(rijen) + 1, msgspec.Raw(inhoud), now, by, toelichting))
        return len(rijen)

    async def concept(self, tenant: int) -> ConceptRij | None:
        return self._boeken[tenant].concept

    async def bewaar_concept(self, tenant: int, concept: ConceptRij) -> None:
        nu = self._boeken[tenant].concept
        if concept.stand != (nu.stand if nu else 0) + 1:
            raise BeleidVeranderd(BeleidVeranderd.__doc__)
        self._boeken[tenant].concept = concept

    async def wis_concept(self, tenant: int) -> None:
        self._boeken[tenant].concept = None

    async def bewaar_opname(
        self, tenant: int, sleutel: OpnameSleutel, inhoud: bytes, *, by: str, now: datetime
    ) -> None:
        self._boeken[tenant].opnamen[sleutel] = inhoud

    async def opname(self, tenant: int, sleutel: OpnameSleutel) -> bytes | None:
        return self._boeken[tenant].opnamen.get(sleutel)

    async def sluit(self, tenant: int, sluiting: Sluiting) -> None:
        self._boeken[tenant].sluitingen.setdefault(sluiting.id, sluiting)

    async def heropen(self, tenant: int, id: str, *, by: str, now: datetime) -> None:
        self._boeken[tenant].sluitingen.pop(id, None)

    async def sluitingen(self, tenant: int, now: datetime) -> list[Sluiting]:
        alle = self._boeken[tenant].sluitingen.values()
        return sorted((s for s in alle if s.tot > now), key=lambda s: (s.van, s.id))


BELEID = """
SELECT versie, inhoud, gemaakt_op, door, toelichting FROM telefoonbeleid
WHERE tenant_id = $1 AND ($2::integer IS NULL OR versie = $2) ORDER BY versie DESC LIMIT 1
"""
VERSIES = """
SELECT versie, inhoud, gemaakt_op, door, toelichting FROM telefoonbeleid
WHERE tenant_id = $1 ORDER BY versie DESC LIMIT $2
"""
NIEUW_BELEID = """
INSERT INTO telefoonbeleid (tenant_id, versie, inhoud, gemaakt_op, door, toelichting)
SELECT $1, coalesce(max(versie), 0) + 1, $2, $3, $4, $5 FROM telefoonbeleid WHERE tenant_id = $1
HAVING $6::integer IS NULL OR coalesce(max(versie), 0) = $6 RETURNING versie
"""
NUMMERS_WEG = "DELETE FROM telefoonnummer WHERE tenant_id = $1 AND nummer <> ALL ($2::text[])"
NUMMERS_ERBIJ = """
INSERT INTO telefoonnummer (tenant_id, nummer)
SELECT $1, n FROM unnest($2::text[]) n
WHERE n NOT IN (SELECT nummer FROM telefoonnummer WHERE tenant_id = $1)
"""
CONCEPT = "SELECT stand, basis, inhoud, gewijzigd_op, door FROM telefoonconcept WHERE tenant_id = $1"
EERSTE_CONCEPT = """
INSERT INTO telefoonconcept (tenant_id, stand, basis, inhoud, gewijzigd_op, door) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING RETURNING stand
"""
VOLGEND_CONCEPT = """
UPDATE telefoonconcept SET stand = $2, basis = $3, inhoud = $4, gewijzigd_op = $5, door = $6
WHERE tenant_id = $1 AND stand = $2 - 1 RETURNING stand
"""
WIS_CONCEPT = "DELETE FROM telefoonconcept WHERE tenant_id = $1"
BEWAAR_OPNAME = """
INSERT INTO telefoonopname (tenant_id, geluid, taal, versie, inhoud, gemaakt_op, door)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, geluid, taal, versie)
DO UPDATE SET inhoud = excluded.inhoud, gemaakt_op = excluded.gemaakt_op, door = excluded.door
"""
OPNAME = "SELECT inhoud FROM telefoonopname WHERE tenant_id = $1 AND geluid = $2 AND taal = $3 AND versie = $4"
SLUIT = """
INSERT INTO telefoonsluiting (tenant_id, id, wachtrijen, reden, melding, van, tot, door)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING
"""
HEROPEN = """
UPDATE telefoonsluiting SET geopend_op = $3, geopend_door = $4
WHERE tenant_id = $1 AND id = $2 AND geopend_op IS NULL
"""
SLUITINGEN = """
SELECT id::text, reden, van, tot, door, wachtrijen, melding FROM telefoonsluiting
WHERE tenant_id = $1 AND tot > $2 AND geopend_op IS NULL ORDER BY van, id
"""


class PostgresBeleidboek:
    """The tables of migrations 0060, 0062 and 0063."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    async def beleid(self, tenant: int, versie: int | None = None) -> BeleidRij | None:
        async with self.pool.tenant(tenant) as conn:
            rij = await conn.fetchrow(BELEID, tenant, versie)
        return _beleid(rij) if rij else None

    async def versies(self, tenant: int) -> list[BeleidRij]:
        async with self.pool.tenant(tenant) as conn:
            return [_beleid(rij) for rij in await conn.fetch(VERSIES, tenant, VERSIES_MEEST)]

    async def nieuw_beleid(
        self, tenant: int, inhoud: bytes, nummers: Sequence[str], *, by: str, now: datetime, toelichting: str = "",
        na: int | None = None,
    ) -> int:  # fmt: skip
        async with self.pool.tenant(tenant) as conn, conn.transaction():
            try:
                await conn.execute(NUMMERS_WEG, tenant, nummers)
                await conn.execute(NUMMERS_ERBIJ, tenant, nummers)
            except asyncpg.UniqueViolationError as bezet:
                raise NummerBezet(NummerBezet.__doc__) from bezet
            try:
                versie: int | None = await conn.fetchval(NIEUW_BELEID, tenant, inhoud, now, by, toelichting, na)
            except asyncpg.UniqueViolationError as anders:  # two at the same moment
                raise BeleidVeranderd(BeleidVeranderd.__doc__) from anders
            if versie is None:
                raise BeleidVeranderd(BeleidVeranderd.__doc__)
        return versie

    async def concept(self, tenant: int) -> ConceptRij | None:
        async with self.pool.tenant(tenant) as conn:
            rij = await conn.fetchrow(CONCEPT, tenant)
        return ConceptRij(rij[0], rij[1], msgspec.Raw(rij[2]), rij[3], rij[4]) if rij else None

    async def bewaar_concept(self, tenant: int, concept: ConceptRij) -> None:
        values = (concept.stand, concept.basis, bytes(concept.inhoud), concept.gewijzigd_op, concept.door)
        sql = EERSTE_CONCEPT if concept.stand == 1 else VOLGEND_CONCEPT
        async with self.pool.tenant(tenant) as conn:
            if await conn.fetchval(sql, tenant, *values) is None:
                raise BeleidVeranderd(BeleidVeranderd.__doc__)

    async def wis_concept(self, tenant: int) -> None:
        async with self.pool.tenant(tenant) as conn:
            await conn.execute(WIS_CONCEPT, tenant)

    async def bewaar_opname(
        self, tenant: int, sleutel: OpnameSleutel, inhoud: bytes, *, by: str, now: datetime
    ) -> None:
        async with self.pool.tenant(tenant) as conn:
            await conn.execute(BEWAAR_OPNAME, tenant, *sleutel, inhoud, now, by)

    async def opname(self, tenant: int, sleutel: OpnameSleutel) -> bytes | None:
        async with self.pool.tenant(tenant) as conn:
            inhoud: bytes | None = await conn.fetchval(OPNAME, tenant, *sleutel)
        return inhoud

    async def sluit(self, tenant: int, sluiting: Sluiting) -> None:
        s = sluiting
        async with self.pool.tenant(tenant) as conn:
            await conn.execute(SLUIT, tenant, s.id, sorted(s.wachtrijen), s.reden, s.melding, s.van, s.tot, s.door)

    async def heropen(self, tenant: int, id: str, *, by: str, now: datetime) -> None:
        async with self.pool.tenant(tenant) as conn:
            await conn.execute(HEROPEN, tenant, id, now, by)

    async def sluitingen(self, tenant: int, now: datetime) -> list[Sluiting]:
        async with self.pool.tenant(tenant) as conn:
            rijen = await conn.fetch(SLUITINGEN, tenant, now)
        return [Sluiting(rij[0], rij[1], rij[2], rij[3], rij[4], frozenset(rij[5]), rij[6]) for rij in rijen]


def _beleid(rij: asyncpg.Record) -> BeleidRij:
    return BeleidRij(rij[0], msgspec.Raw(rij[1]), rij[2], rij[3], rij[4])
