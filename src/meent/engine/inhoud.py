"""The content that comes with a request: taken out of the body while it arrives, kept, or cleared away (decision 0016).

What a store has written is loose (table `inhoud_los`) until the statement that writes a row with it says otherwise, in
the same transaction. So whatever happens to a request, content is held by a row or known to be loose; and what is loose
goes: at the end of the request, or by the sweep when this process did not live to do so.
"""

import logging
from collections.abc import AsyncIterator, Iterable
from typing import Any

import asyncpg

from meent.data.pool import DatabaseBezig, DatabaseWeg, Pool
from meent.engine.errors import Fout
from meent.engine.marks import Content
from meent.engine.opslag import Scan, Scanner, Store, Verdict, infected, new_key

MAX_CONTENT_BYTES = 8 * 1024**3
"""Of one content, decoded (D-24 asks for 4 GiB at least)."""

INFECTED_KEPT = "30 days"
"""Content with malware that was refused stays apart for so long, for who must find out where it came from."""

LOOSE = "INSERT INTO inhoud_los (tenant_id, sleutel) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING"
STILL_LOOSE = f"""
SELECT l.sleutel FROM inhoud_los l WHERE l.tenant_id = $1 AND l.sleutel = ANY($2::text[]) AND NOT EXISTS (
    SELECT FROM inhoud_quarantaine q WHERE q.tenant_id = l.tenant_id AND q.sleutel = l.sleutel
    AND q.oordeel = 'besmet' AND q.sinds > now() - interval '{INFECTED_KEPT}')
FOR UPDATE SKIP LOCKED
"""
GONE = """
WITH weg AS (DELETE FROM inhoud_quarantaine WHERE tenant_id = $1 AND sleutel = ANY($2::text[]))
DELETE FROM inhoud_los WHERE tenant_id = $1 AND sleutel = ANY($2::text[])
"""
QUARANTINE = """
INSERT INTO inhoud_quarantaine (tenant_id, sleutel, oordeel, gevonden, omvang) VALUES ($1, $2, $3, $4, $5)
"""

CLEAN = Verdict("schoon")
log = logging.getLogger("meent.inhoud")


class Contents:
    """The contents that one request writes and lets go of.

    written  keys in the store that this request made
    held     those of them that a row of this request holds
    released what no row holds any more once this request is committed
    pool     where to tell that something is loose: not the connection of the transaction, for it must stay told
    """

    __slots__ = ("held", "is_committed", "pool", "released", "scanner", "store", "tenant_id", "written")

    def __init__(self, store: Store, pool: Pool, tenant_id: int, scanner: Scanner | None = None) -> None:
        self.store, self.pool, self.tenant_id, self.scanner = store, pool, tenant_id, scanner
        self.written: list[str] = []
        self.held: set[str] = set()
        self.released: list[str] = []
        self.is_committed = False

    async def take(self, stream: AsyncIterator[bytes]) -> Content:
        """Writes a stream to the store, loose as yet, past the scanner when there is one.

        Raises OpslagVol, OpslagWeg, Fout 413, and Ongeldig for content with malware in it.
        """
        if self.scanner is None:
            return await self.take_part(stream)
        scan = self.scanner.begin()
        content = await self.take_part(_fed(stream, scan), scan)
        if (verdict := await scan.verdict()).oordeel == "besmet":
            log.error("content_infected", extra={"tenant": self.tenant_id, "gevonden": verdict.gevonden})
            raise infected(verdict.gevonden)
        return content

    async def take_part(self, stream: AsyncIterator[bytes], scan: Scan | None = None) -> Content:
        """As `take`, for what nobody can download before it has been joined: it is looked at then, in one piece."""
        sleutel = new_key()
        self.written.append(sleutel)
        return await self.store.write(self.tenant_id, sleutel, self._known_as_loose(sleutel, stream, scan))

    async def take_bytes(self, content: bytes) -> Content:
        """As `take`, for what is at hand: an empty file, or a body that did not come in pieces."""

        async def once() -> AsyncIterator[bytes]:
            yield content

        return await self.take(once())

    async def join(self, parts: Iterable[Content]) -> Content:
        """One new content of the parts in this order (D-22). Raises as `take`, and InhoudWeg."""
        found = list(parts)

        async def all_of_them() -> AsyncIterator[bytes]:
            for part in found:
                async for piece in self.store.read(self.tenant_id, part.sleutel, 0, part.omvang):
                    yield piece

        return await self.take(all_of_them())

    async def release(self, conn: Any, contents: Iterable[Content]) -> None:
        """In the transaction of `conn`: no row holds these any more; they go once it is committed."""
        sleutels = [c.sleutel for c in contents]
        await conn.execute(LOOSE, self.tenant_id, sleutels)
        self.released += sleutels

    def hold(self, row: Any, names: Iterable[str]) -> None:
        """The row that is being written holds what stands in these fields."""
        for name in names:
            if content := getattr(row, name):
                self.held.add(content.sleutel)

    async def settle(self) -> None:
        """At the end of the request: what is loose goes. What cannot go now is for the sweep.

        Whether something is loose is asked of the database, never concluded: a commit whose answer got lost may count.
        """
        loose = [k for k in self.written if not (self.is_committed and k in self.held)]
        loose += self.released if self.is_committed else []
        if loose:
            try:
                await clear(self.pool, self.store, self.tenant_id, loose)
            except (Fout, DatabaseWeg, DatabaseBezig, asyncpg.PostgresError):
                return

    async def _known_as_loose(
        self, sleutel: str, stream: AsyncIterator[bytes], scan: Scan | None
    ) -> AsyncIterator[bytes]:
        """The stream, at whose end the key is told to be loose, and in quarantine unless a scan found it clean.

        That is before the store gives it its name; nobody can have it before that is known.
        """
        size = 0
        async for piece in stream:
            size += len(piece)
            if size > MAX_CONTENT_BYTES:
                raise too_large(MAX_CONTENT_BYTES)
            yield piece
        verdict = await scan.verdict() if scan else CLEAN
        async with self.pool.tenant(self.tenant_id) as conn:
            if verdict.oordeel != "schoon":
                await conn.execute(QUARANTINE, self.tenant_id, sleutel, verdict.oordeel, verdict.gevonden, size)
            await conn.execute(LOOSE, self.tenant_id, [sleutel])


async def _fed(stream: AsyncIterator[bytes], scan: Scan) -> AsyncIterator[bytes]:
    """The stream, which the scanner gets as well."""
    async for piece in stream:
        await scan.feed(piece)
        yield piece


async def clear(pool: Pool, store: Store, tenant_id: int, sleutels: list[str]) -> int:
    """Deletes from the store those of the keys that are loose, and then forgets them. Gives how many."""
    async with pool.tenant(tenant_id) as conn:
        await conn.execute("BEGIN")
        loose = [r[0] for r in await conn.fetch(STILL_LOOSE, tenant_id, sleutels)]
        if loose:
            await store.delete(tenant_id, loose)
            await conn.execute(GONE, tenant_id, loose)
        await conn.execute("COMMIT")
    return len(loose)


def too_large(most: int, what: str = "Een verzoek mag") -> Fout:
    return Fout(413, "too_large", f"{what} ten hoogste {most // 1024**2} MB groot zijn.")
