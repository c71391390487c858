"""Makes and removes mirrors in the registers of other suppliers (decision 0025).

What a mirror shows is committed before it is made. When it cannot be made, what it shows is undone and the client is
told so. What a crash leaves between the two stands in the table `spiegel`, and is done later by `heal`.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec

from meent.basis import spoor
from meent.basis.fouten import Fout, one_fault
from meent.data.pool import endure
from meent.engine.authorise import ALL_RIGHTS
from meent.engine.call import Call
from meent.engine.change import Session
from meent.engine.companions import Companions
from meent.engine.write import write
from meent.integration.diensten.register import Fetched, HttpRegisters

if TYPE_CHECKING:
    from meent.data.pool import Pool

log = logging.getLogger("meent.spiegels")

PATIENCE = timedelta(minutes=5)
"""A mirror that is not there after this time has lost the request that was to make it."""
PER_ROUND = 100
ROUND_SECONDS = 60
NAMED = ("informatieobject", "verzoek", "contactmoment")
"""Attributes that name what is elsewhere, alike in the relation and in its mirror; otherwise that is the zaak."""
MADE, GONE = (200, 201), (200, 204, 404, 410)

TO_DO = """
SELECT id, bron, adres, body, url, staat FROM spiegel WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND staat <> 'staat'
"""
OVERDUE = f"""
SELECT id, bron, adres, body, url, staat FROM spiegel
WHERE tenant_id = $1 AND staat <> 'staat' AND sinds < $2 ORDER BY sinds LIMIT {PER_ROUND}
"""
STANDS = "UPDATE spiegel SET staat = 'staat', url = $3, reden = '' WHERE tenant_id = $1 AND id = $2 AND staat = 'maken'"
FORGET = "DELETE FROM spiegel WHERE tenant_id = $1 AND id = $2"
FAILED = "UPDATE spiegel SET pogingen = pogingen + 1, reden = $3 WHERE tenant_id = $1 AND id = $2"


@dataclass(frozen=True)
class Spiegel:
    """One mirror that must be made or removed."""

    id: UUID
    bron: UUID
    adres: str
    body: dict[str, Any]
    url: str
    staat: str


class Spiegels:
    """The mirrors of all municipalities."""

    def __init__(self, pool: "Pool", registers: HttpRegisters) -> None:
        self.pool, self.registers = pool, registers

    async def mirror(self, call: Call, keys: list[UUID], written: UUID) -> None:
        """Makes what the write of row `written` asked for. Raises 400 when it cannot; the row is gone again then."""
        for spiegel in await self._read(call.place.id, TO_DO, keys):
            fault = await self._do(call.place.id, spiegel)
            if fault and spiegel.staat == "maken":
                await self._undo(call, spiegel, written)
                reason = f"Het register van de ander neemt deze koppeling niet aan. {fault.told}"
                raise one_fault(_field_of(spiegel), "pending-relations", reason)

    async def heal(self, tenant_id: int, now: datetime) -> tuple[int, int]:
        """Does what is overdue; how many are right again, and how many are not."""
        overdue = await self._read(tenant_id, OVERDUE, now - PATIENCE)
        faults = [await self._do(tenant_id, spiegel) for spiegel in overdue]
        failed = len([fault for fault in faults if fault])
        return len(overdue) - failed, failed

    async def run(self, tenants: Callable[[], list[int]]) -> None:
        """Does what is overdue in every municipality, each minute, until it is cancelled."""
        while True:
            with endure(log, "spiegels_wachten"):
                for tenant_id in tenants():
                    healed, failed = await self.heal(tenant_id, datetime.now(UTC))
                    if healed or failed:
                        told = {"tenant": tenant_id, "hersteld": healed, "mislukt": failed}
                        log.info("spiegels_hersteld", extra=told)
            await asyncio.sleep(ROUND_SECONDS)

    async def _read(self, tenant_id: int, question: str, asked: Any) -> list[Spiegel]:
        async with self.pool.tenant(tenant_id) as conn:
            records = await conn.fetch(question, tenant_id, asked)
        return [Spiegel(r[0], r[1], r[2], msgspec.json.decode(r[3]), r[4], r[5]) for r in records]

    async def _do(self, tenant_id: int, spiegel: Spiegel) -> Fetched | None:
        """Makes or removes one; why not, or None."""
        with spoor.along(spoor.current()):
            return await self._make_or_remove(tenant_id, spiegel)

    async def _make_or_remove(self, tenant_id: int, spiegel: Spiegel) -> Fetched | None:
        if spiegel.staat == "weg":
            return await self._remove(tenant_id, spiegel)
        made = await self.registers.send(tenant_id, "POST", spiegel.adres, spiegel.body)
        url = url_of(made.body) if made.status in MADE else await self._find(tenant_id, spiegel)
        if not url:
            await self._note(FAILED, tenant_id, spiegel.id, made.told)
            return made
        await self._note(STANDS, tenant_id, spiegel.id, url)
        return None

    async def _remove(self, tenant_id: int, spiegel: Spiegel) -> Fetched | None:
        """Also when it was made without our knowing: then it is looked for."""
        url = spiegel.url or await self._find(tenant_id, spiegel)
        gone = await self.registers.send(tenant_id, "DELETE", url) if url else Fetched(404)
        if gone.status not in GONE:
            await self._note(FAILED, tenant_id, spiegel.id, gone.told)
            return gone
        await self._note(FORGET, tenant_id, spiegel.id)
        return None

    async def _find(self, tenant_id: int, spiegel: Spiegel) -> str:
        """The URL of a mirror that is there already, as after a crash; "" when it is not."""
        links = {k: v for k, v in spiegel.body.items() if isinstance(v, str) and "://" in v}
        query = f"?{urlencode(links)}" if len(links) > 1 else ""  # a list of one zaak takes no filters
        found = await self.registers.fetch(tenant_id, spiegel.adres + query)
        same = [r for r in rows_of(found) if all(r.get(k) == v for k, v in links.items())]
        return str(same[0].get("url", "")) if same else ""

    async def _note(self, change: str, tenant_id: int, *values: Any) -> None:
        async with self.pool.tenant(tenant_id) as conn:
            await conn.execute(change, tenant_id, *values)

    async def _undo(self, call: Call, spiegel: Spiegel, written: UUID) -> None:
        """Takes away what the mirror was to show, with its own line in the trail: somebody may have seen it."""
        undoing = replace(call.caller, rights=ALL_RIGHTS)
        async with self.pool.tenant(call.place.id) as conn:
            headers = Companions(call.engine, call.place, call.headers)
            session = Session(call.engine, conn, call.place, undoing, call.links, headers)
            await session.begin()
            try:
                await write(session, call.resource, "delete", key=written)
            except Fout as fout:
                if fout.status != 404:
                    raise
            await conn.execute(FORGET, call.place.id, spiegel.id)
            await session.commit()


def _field_of(spiegel: Spiegel) -> str:
    """The attribute in which the client named what is elsewhere."""
    return next((name for name in NAMED if name in spiegel.body), "zaak")


def url_of(raw: bytes) -> str:
    """The URL of what was made, "" when the answer does not tell."""
    found = _decoded(raw)
    return str(found.get("url", "")) if isinstance(found, dict) else ""


def rows_of(fetched: Fetched) -> list[dict[str, Any]]:
    """The rows of a list, paginated or not; none when it could not be had."""
    found = _decoded(fetched.body) if fetched.status == 200 else []
    rows = found.get("results") if isinstance(found, dict) else found
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _decoded(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        return None
