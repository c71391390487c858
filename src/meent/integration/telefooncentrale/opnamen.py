"""Recordings of conversations where they are kept: a row in the database, the sound in the store of content.

As with documents (decision 0016) sound is loose until a row holds it, and loose again when its time is over; so what a
process did not live to finish is cleared away by the sweep. What happened to a recording, being heard or deleted, is a
line of its conversation in the journal. Source: decision 0062.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import msgspec

from meent.basis.fouten import Fout
from meent.capabilities.inhoud import LOOSE, clear
from meent.capabilities.opslag import Content, Store, new_key
from meent.data.pool import Pool, endure
from meent.integration.telefooncentrale.geluid import RATE
from meent.integration.telefooncentrale.rijen import Rij

PAUZE_SECONDEN = 60.0
PARTIJ = 100
STUK = 256 * 1024
MEEST = 200
"""Recordings in one list."""
BELUISTERD, VERWIJDERD = "OpnameBeluisterd", "OpnameVerwijderd"
NIETS = b"{}"
COLUMNS = "gesprek::text, wachtrij, medewerker, begonnen_op, beeindigd_op, seconden, weg_op, verwijderd_op"
VAN_GESPREK = f"SELECT {COLUMNS} FROM gespreksopname WHERE tenant_id = $1 AND gesprek = $2"
LIJST = f"""
SELECT {COLUMNS} FROM gespreksopname
WHERE tenant_id = $1 AND begonnen_op >= $2 AND begonnen_op < $3 ORDER BY begonnen_op DESC, gesprek LIMIT $4
"""
INHOUD = (
    "SELECT inhoud FROM gespreksopname WHERE tenant_id = $1 AND gesprek = $2 AND inhoud IS NOT NULL AND weg_op > $3"
)
TE_HOREN = """
SELECT gesprek FROM gespreksopname
WHERE tenant_id = $1 AND gesprek = ANY($2::uuid[]) AND inhoud IS NOT NULL AND weg_op > $3
"""
BEWAAR = """
WITH vast AS (DELETE FROM inhoud_los WHERE tenant_id = $1 AND sleutel = $10)
INSERT INTO gespreksopname
    (tenant_id, gesprek, wachtrij, medewerker, begonnen_op, beeindigd_op, seconden, weg_op, inhoud)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
TE_OUD = "SELECT gemeente FROM meent_opnamen_werk($1)"
LAAT_LOS = """
WITH oud AS (
    SELECT gesprek, inhoud->>'sleutel' AS sleutel FROM gespreksopname
    WHERE tenant_id = $1 AND inhoud IS NOT NULL AND weg_op <= $2 ORDER BY weg_op LIMIT $3 FOR UPDATE SKIP LOCKED),
weg AS (
    UPDATE gespreksopname o SET inhoud = NULL, verwijderd_op = $2 FROM oud
    WHERE o.tenant_id = $1 AND o.gesprek = oud.gesprek),
los AS (INSERT INTO inhoud_los (tenant_id, sleutel) SELECT $1, sleutel FROM oud ON CONFLICT DO NOTHING),
regel AS (SELECT meent_telefonie_regel($1, gesprek, $2, $4, $5) FROM oud)
SELECT o.sleutel, (SELECT count(*) FROM regel) FROM oud o
"""
REGEL = "SELECT meent_telefonie_regel($1, $2, $3, $4, $5)"
BELUISTERINGEN = """
SELECT moment, inhoud FROM gesprek_event WHERE tenant_id = $1 AND over = $2 AND soort = $3 ORDER BY versie DESC
"""

log = logging.getLogger("meent.telefonie")


class Opname(Rij, frozen=True):
    """One recording: of which conversation, and until when it is kept.

    seconden       that it sounds; pauses are not in it
    verwijderd_op  when it was deleted; None while it is there
    """

    gesprek: str
    wachtrij: str
    medewerker: str
    begonnen_op: datetime
    beeindigd_op: datetime
    seconden: int
    weg_op: datetime
    verwijderd_op: datetime | None = None


class Archief(Protocol):
    """Where recordings go when a conversation is over."""

    async def heeft(self, tenant: int, gesprek: str) -> bool:
        """Whether it is kept, or was and is deleted."""

    async def bewaar(self, tenant: int, opname: Opname, geluid: bytes) -> None:
        """Keep it. A second one of the same conversation is a fault."""


class Opnamen:
    """The table of migration 0079 and the store of content.

    now   the time, for what is past its term
    """

    def __init__(self, pool: Pool, store: Store, now: Callable[[], datetime]) -> None:
        self.pool, self.store, self.now = pool, store, now

    # --- keeping -----------------------------------------------------------------------------------------------------

    async def heeft(self, tenant: int, gesprek: str) -> bool:
        return await self.van_gesprek(tenant, gesprek) is not None

    async def bewaar(self, tenant: int, opname: Opname, geluid: bytes) -> None:
        """raises OpslagVol, OpslagWeg"""
        key = new_key()
        content = await self.store.write(tenant, key, self._als_los(tenant, key, geluid))
        async with self.pool.tenant(tenant) as conn:
            await conn.execute(
                BEWAAR, tenant, opname.gesprek, opname.wachtrij, opname.medewerker, opname.begonnen_op,
                opname.beeindigd_op, opname.seconden, opname.weg_op, msgspec.json.encode(content), key,
            )  # fmt: skip

    async def _als_los(self, tenant: int, key: str, geluid: bytes) -> AsyncIterator[bytes]:
        """The sound in pieces; before the store gives it its name, it is known that no row holds it yet."""
        for at in range(0, len(geluid), STUK):
            yield geluid[at : at + STUK]
        async with self.pool.tenant(tenant) as conn:
            await conn.execute(LOOSE, tenant, [key])

    # --- finding and hearing -----------------------------------------------------------------------------------------

    async def lijst(self, tenant: int, van: datetime, tot: datetime) -> list[Opname]:
        """Recordings that began from `van` up to, not including, `tot`; newest first, at most MEEST."""
        async with self.pool.tenant(tenant) as conn:
            return [Opname(*rij) for rij in await conn.fetch(LIJST, tenant, van, tot, MEEST)]

    async def van_gesprek(self, tenant: int, gesprek: str) -> Opname | None:
        async with self.pool.tenant(tenant) as conn:
            rij = await conn.fetchrow(VAN_GESPREK, tenant, gesprek)
        return Opname(*rij) if rij else None

    async def te_horen(self, tenant: int, gesprekken: Sequence[UUID]) -> list[UUID]:
        """Of which of these there is sound, and not past its day."""
        async with self.pool.tenant(tenant) as conn:
            return [rij[0] for rij in await conn.fetch(TE_HOREN, tenant, gesprekken, self.now())]

    async def inhoud(self, tenant: int, gesprek: str) -> Content | None:
        """What the store has of it; None when that is deleted, or its time is over."""
        async with self.pool.tenant(tenant) as conn:
            found = await conn.fetchval(INHOUD, tenant, gesprek, self.now())
        return msgspec.json.decode(found, type=Content) if found else None

    async def schrijf_regel(self, tenant: int, gesprek: str, soort: str, meer: Mapping[str, str]) -> None:
        """What happened to a recording, to the lines of its conversation."""
        async with self.pool.tenant(tenant) as conn:
            await conn.execute(REGEL, tenant, gesprek, self.now(), soort, msgspec.json.encode(meer))

    async def beluisteringen(self, tenant: int, gesprek: str) -> list[tuple[datetime, bytes]]:
        """When it was heard, newest first, and what was written then."""
        async with self.pool.tenant(tenant) as conn:
            return [(op, inhoud) for op, inhoud in await conn.fetch(BELUISTERINGEN, tenant, gesprek, BELUISTERD)]

    # --- letting go --------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Deletes what is past its term, until it is cancelled; any number may run."""
        while True:
            with endure(log, "opnamen_wachten", Fout):
                await self.verwijder_oude()
            await asyncio.sleep(PAUZE_SECONDEN)

    async def verwijder_oude(self) -> int:
        """What is past its term, in all municipalities; how many there were."""
        now, aantal = self.now(), 0
        async with self.pool.any() as conn:
            gemeenten = [rij[0] for rij in await conn.fetch(TE_OUD, now)]
        for tenant in gemeenten:
            while weg := await self._laat_los(tenant, now):
                await clear(self.pool, self.store, tenant, weg)
                log.info("opnamen_verwijderd", extra={"tenant": tenant, "aantal": len(weg)})
                aantal += len(weg)
        return aantal

    async def _laat_los(self, tenant: int, now: datetime) -> list[str]:
        async with self.pool.tenant(tenant) as conn:
            return [rij[0] for rij in await conn.fetch(LAAT_LOS, tenant, now, PARTIJ, VERWIJDERD, NIETS)]


def opname_van(
    gesprek: str, geluid: bytes, *, wachtrij: str, medewerker: str, van: datetime, tot: datetime, dagen: int
) -> Opname:
    """As it is kept: `geluid` is a WAV of ours, of two octets a sample."""
    seconden = round(len(geluid) / 2 / RATE)
    return Opname(gesprek, wachtrij, medewerker, van, tot, seconden, tot + timedelta(days=dagen))
