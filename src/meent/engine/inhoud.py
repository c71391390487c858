"""The content that comes with a request: taken out of the body while it arrives, kept, or cleared away (decision 0016).

What a store has written is loose (table `inhoud_los`) until the statement that writes a row with it says otherwise, in
the same transaction. So whatever happens to a request, content is held by a row or known to be loose; and what is loose
goes: at the end of the request, or by the sweep when this process did not live to do so.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Any

import asyncpg
import msgspec

from meent.data.pool import DatabaseBezig, DatabaseWeg, Pool
from meent.engine.base64text import Base64, OngeldigeBase64, StringText
from meent.engine.errors import Fout
from meent.engine.marks import Content
from meent.engine.opslag import Store, new_key

MAX_CONTENT_BYTES = 8 * 1024**3
"""Of one content, decoded (D-24 asks for 4 GiB at least)."""
MAX_REST_BYTES = 10 * 1024 * 1024

LOOSE = "INSERT INTO inhoud_los (tenant_id, sleutel) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING"
STILL_LOOSE = """
SELECT sleutel FROM inhoud_los WHERE tenant_id = $1 AND sleutel = ANY($2::text[]) FOR UPDATE SKIP LOCKED
"""
GONE = "DELETE FROM inhoud_los WHERE tenant_id = $1 AND sleutel = ANY($2::text[])"

_STRUCTURE = re.compile(rb'["{}\[\],:]')
_IN_STRING = re.compile(rb'["\\]')


class Contents:
    """The contents that one request writes and lets go of.

    written  keys in the store that this request made
    held     those of them that a row of this request holds
    released what no row holds any more once this request is committed
    pool     where to tell that something is loose: not the connection of the transaction, for it must stay told
    """

    __slots__ = ("held", "is_committed", "pool", "released", "store", "tenant_id", "written")

    def __init__(self, store: Store, pool: Pool, tenant_id: int) -> None:
        self.store, self.pool, self.tenant_id = store, pool, tenant_id
        self.written: list[str] = []
        self.held: set[str] = set()
        self.released: list[str] = []
        self.is_committed = False

    async def take(self, stream: AsyncIterator[bytes]) -> Content:
        """Writes a stream to the store, loose as yet. Raises OpslagVol, OpslagWeg, and Fout 413."""
        sleutel = new_key()
        self.written.append(sleutel)
        return await self.store.write(self.tenant_id, sleutel, self._known_as_loose(sleutel, stream))

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

    async def _known_as_loose(self, sleutel: str, stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """The stream, at whose end the key is told to be loose: before the store gives it its name."""
        size = 0
        async for piece in stream:
            size += len(piece)
            if size > MAX_CONTENT_BYTES:
                raise too_large()
            yield piece
        async with self.pool.tenant(self.tenant_id) as conn:
            await conn.execute(LOOSE, self.tenant_id, [sleutel])


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


def too_large() -> Fout:
    return Fout(413, "too_large", f"Een document mag ten hoogste {MAX_CONTENT_BYTES // 1024**3} GB groot zijn.")


Take = Callable[[AsyncIterator[bytes]], Awaitable[Content]]


class BodyReader:
    """A JSON body of which some members of the top object are content.

    The text of such a member goes to `take` while it arrives; what is left is an ordinary body, in which the hash of
    the content stands in its place. Any text of such a member is replaced so; nothing a client sends can pass for one.
    """

    def __init__(self, pieces: AsyncIterator[bytes], names: frozenset[str], take: Take) -> None:
        self._pieces, self._names, self._take = pieces, names, take
        self._chunk, self._at = b"", 0
        self._kept = bytearray()
        self._depth = 0
        self._in_string = self._is_escaped = False
        self._begin = 0  # of the string that is being read, in what is kept
        self._wants_key = False
        self._key = ""
        self.found: dict[str, Content | OngeldigeBase64] = {}

    async def read(self) -> bytes:
        """What is left of the body; `found` then holds the contents, of a repeated member the last."""
        while await self._next_chunk():
            while self._at < len(self._chunk):
                if self._skip():
                    await self._divert()
                if len(self._kept) > MAX_REST_BYTES:
                    raise Fout(413, "too_large", "Een verzoek mag buiten de inhoud ten hoogste 10 MB groot zijn.")
        return bytes(self._kept)

    async def _next_chunk(self) -> bool:
        self._chunk, self._at = await anext(self._pieces, b""), 0
        return bool(self._chunk)

    def _skip(self) -> bool:
        """Keeps what stands before the next content, or all of the chunk; True when a content begins."""
        chunk, at = self._chunk, self._at
        while at < len(chunk):
            if self._is_escaped:
                self._is_escaped = False
                self._kept.append(chunk[at])
                at += 1
                continue
            found = (_IN_STRING if self._in_string else _STRUCTURE).search(chunk, at)
            if found is None:
                self._kept += chunk[at:]
                break
            self._kept += chunk[at : found.end()]
            at = found.end()
            if self._in_string:
                self._within_string(found.group())
            elif self._begins_content(found.group()):
                self._at = at
                return True
        self._at = len(chunk)
        return False

    def _within_string(self, sign: bytes) -> None:
        if sign == b"\\":
            self._is_escaped = True
            return
        self._in_string = False
        if self._depth == 1 and self._wants_key:
            self._key = _text(self._kept[self._begin :])

    def _begins_content(self, sign: bytes) -> bool:
        """Takes note of a sign outside strings."""
        if sign in b"{[":
            self._depth += 1
            self._wants_key = self._depth == 1 and sign == b"{"
        elif sign in b"}]":
            self._depth -= 1
        elif self._depth == 1 and sign in b",:":
            self._wants_key = sign == b","
        elif sign == b'"':
            if self._depth == 1 and not self._wants_key and self._key in self._names:
                return True
            self._in_string, self._begin = True, len(self._kept) - 1
        return False

    async def _divert(self) -> None:
        """The text from here to its closing quote; its hash is kept in its place."""
        text = StringText()
        pieces = self._decoded(text)
        try:
            content = await self._take(pieces)
            self.found[self._key] = content
            self._kept += content.sha256.encode()
        except OngeldigeBase64 as wrong:
            self.found[self._key] = wrong
            async for _ in self._texts(text):
                pass
        self._kept += b'"' if text.is_json else b"\x00"
        self._key = ""

    async def _decoded(self, text: StringText) -> AsyncIterator[bytes]:
        decoder = Base64()
        async for piece in self._texts(text):
            if decoded := decoder.feed(piece):
                yield decoded
        decoder.finish()

    async def _texts(self, text: StringText) -> AsyncIterator[bytes]:
        """The pieces of text up to the closing quote, or the end of the body."""
        while not text.is_done:
            if self._at >= len(self._chunk) and not await self._next_chunk():
                return
            piece, self._at = text.take(self._chunk, self._at)
            yield piece


def _text(string: bytearray) -> str:
    """What a JSON string says, "" when it is none."""
    try:
        return msgspec.json.decode(bytes(string), type=str)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""
