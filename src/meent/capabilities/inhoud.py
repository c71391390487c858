"""Content in a field of a row: taken out of the body while it arrives, kept, or cleared away (decision 0016).

A field of the kind `Inhoud` is all that a declaration says of it. Which store keeps it is handed in by app.py.

What a store has written is loose (table `inhoud_los`) until the statement that writes a row with it says otherwise, in
the same transaction. So whatever happens to a request, content is held by a row or known to be loose; and what is loose
goes: at the end of the request, or by the sweep when this process did not live to do so.
"""

import logging
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

import asyncpg
import msgspec

from meent.basis.base64text import Ongeldig
from meent.basis.formulier import FORMS, FormReader, GeenFormulier
from meent.basis.fouten import Fout, too_large
from meent.basis.jsonstroom import BodyReader, TeGroot
from meent.capabilities.opslag import Content, Scan, Scanner, Store, Verdict, infected, new_key
from meent.data.pool import DatabaseBezig, DatabaseWeg, Pool
from meent.engine.call import Call
from meent.engine.change import Change
from meent.engine.check import Check, Context
from meent.engine.companions import Companion
from meent.engine.declare import Resource
from meent.engine.fields import Field
from meent.engine.links import prefix
from meent.engine.marks import Kind
from meent.wire.request import MAX_BODY_BYTES

if TYPE_CHECKING:
    from meent.engine.web import Engine
    from meent.wire.place import Place

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


class Contents(Companion):
    """The contents that one request writes and lets go of.

    written  keys in the store that this request made
    held     those of them that a row of this request holds
    released what no row holds any more once this request is committed
    pool     where to tell that something is loose: not the connection of the transaction, for it must stay told
    """

    def __init__(self, engine: "Engine", place: "Place") -> None:
        super().__init__(engine, place)
        self.store: Store = engine.outside[Store]
        self.scanner: Scanner | None = engine.outside.get(Scanner)
        self.pool, self.tenant_id = engine.pool, place.id
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

    def wrote(self, resource: Resource[Any], row: Any) -> None:
        """The row holds what stands in its fields."""
        self.held |= {content.sleutel for f in contents_in(resource) if (content := getattr(row, f.name))}

    def committed(self) -> None:
        self.is_committed = True

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


# --- the kind of field -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Download:
    """Which version of the row the address of its content names: the name of the field with its number."""

    version: str


@cache
def contents_in(resource: Resource[Any]) -> tuple[Field, ...]:
    """Fields whose value a store keeps."""
    return tuple(f for f in resource.stored if f.kind == "content")


def contents_of(change: Change[Any]) -> Contents:
    """What this change brings to the store, and lets go of."""
    found = change.session.companions.of(Contents)
    found.pool = change.session.engine.pool.beside()  # it holds a connection, so another one comes from there
    return found


async def json_body(call: Call) -> tuple[bytes, Any]:
    """The body, and what it says. Content in it goes to the store while it arrives and is a Content then."""
    call.require_json()
    _require_size(call, MAX_CONTENT_BYTES * 4 // 3 + MAX_BODY_BYTES)
    names = frozenset(f.json for f in contents_in(call.resource) if not f.read_only)
    reader = BodyReader(call.pieces(), names, call.companions.of(Contents).take)
    try:
        raw = await reader.read()
    except TeGroot:
        raise too_large(MAX_BODY_BYTES, "Een verzoek mag buiten de inhoud") from None
    body = call.read_json(raw)
    if isinstance(body, dict):
        body |= {name: content for name, content in reader.found.items() if isinstance(body.get(name), str)}
    return raw, body


async def form_body(call: Call) -> tuple[bytes, dict[str, Any]]:
    """As `json_body`, of a form whose contents are parts of something larger."""
    _require_size(call, MAX_CONTENT_BYTES + MAX_BODY_BYTES)
    names = frozenset(f.json for f in contents_in(call.resource))
    kind = call.headers.get(b"content-type", b"")
    try:
        found = await FormReader(kind, call.pieces(), names, call.companions.of(Contents).take_part).read()
    except GeenFormulier as fault:
        status, code = (400, "invalid") if kind.lower().startswith(FORMS) else (415, "unsupported_media_type")
        raise Fout(status, code, fault.__doc__ or "") from None
    except TeGroot:
        raise too_large(MAX_BODY_BYTES, "Een formulier mag buiten de inhoud") from None
    told = {name: value.sha256 if isinstance(value, Content) else value for name, value in found.items()}
    return msgspec.json.encode(told), dict(found)


def _require_size(call: Call, most: int) -> None:
    """413 before anything is read, for a body that says it is too large."""
    length = call.headers.get(b"content-length", b"")
    if length.isdigit() and int(length) > most:
        raise too_large(MAX_CONTENT_BYTES)


class ContentKind(Kind):
    """Sent as base64 text, of any size; stored as Content; shown as the address where it can be downloaded."""

    reads = staticmethod(json_body)

    def check(self, f: Field) -> Check:
        return _told

    def shown(self, sql: Any, resource: Resource[Any], f: Field) -> list[str]:
        """Its address, null when there is none."""
        download = f.mark(Download)
        of_version = f" || '?versie=' || z.{download.version}" if download else ""
        address = f"{prefix(resource)} || z.id || '/download'{of_version}"
        return [f'CASE WHEN z.{f.name} IS NOT NULL THEN {address} END AS "{f.json}"']

    def along(self, f: Field) -> str:
        """Content that the row holds is no longer loose, so from here on nobody clears it away."""
        return (
            f"vast_{f.name} AS (DELETE FROM inhoud_los l USING rij z"
            f" WHERE l.tenant_id = $1 AND l.sleutel = z.{f.name}->>'sleutel')"
        )


Inhoud = Annotated[Content, ContentKind("content", "json")]


def _told(value: Any, name: str, context: Context) -> Any:
    """What came with the request has been stored when the body was read; here its faults are told."""
    if isinstance(value, Ongeldig):
        context.faults.add(name, value.code, value.reason)
    elif not isinstance(value, Content):
        context.faults.add(name, "invalid", "Dit moet een tekst zijn: het bestand, gecodeerd als base64.")
    return value
