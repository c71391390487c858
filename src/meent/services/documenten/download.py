"""The content of a document, as it was sent: whole or in part, of any version. Documenten API 1.7.0, RFC 9110 §13-14.

What somebody once uploaded is never shown in the name of the register: it goes out as a file to be saved, of the kind
that was told, and a browser is told not to guess (design/trust.md, stored XSS).
"""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote
from uuid import UUID

from meent.basis.fouten import Fout, not_found, one_fault
from meent.basis.placeholder import as_plain
from meent.capabilities.logbook import tell
from meent.capabilities.opslag import Content, InhoudWeg, Store
from meent.capabilities.versions import NOW, row_of_version, version_asked, versions_of
from meent.engine.authorise import require_covered
from meent.engine.call import Call
from meent.engine.declare import Resource
from meent.engine.rows import columns, decode
from meent.wire.answer import Answer

log = logging.getLogger("meent.documenten")

TOKEN = r"[A-Za-z0-9!#$&^_.+-]{1,127}"
MEDIA_TYPE = re.compile(rf"{TOKEN}/{TOKEN}(; ?{TOKEN}={TOKEN})*")
UNKNOWN_KIND = "application/octet-stream"
RANGE = re.compile(rb"bytes=(\d{1,18})?-(\d{1,18})?")
QUERY = {
    "versie": {"schema": {"type": "integer"}, "description": "Nummer van de versie; zonder dit komt de laatste."},
    "registratieOp": {"schema": {"type": "string"}, "description": "Tijdstip met zone: de versie die toen gold."},
}
VERDICT = "SELECT oordeel FROM inhoud_quarantaine WHERE tenant_id = $1 AND sleutel = $2"
WAITS = "Dit bestand is nog niet op virussen onderzocht. Probeer het over enkele minuten opnieuw."
INFECTED = "In dit bestand is een virus gevonden; het wordt daarom niet meer gegeven. Vraag de beheerder om hulp."
LOST = "De inhoud van dit document is niet te vinden. Meld dit aan de beheerder."


@dataclass(frozen=True)
class Part:
    """Bytes from start to end (not included), and whether that was asked for instead of all."""

    start: int
    end: int
    is_partial: bool = False


async def download(call: Call, key: UUID) -> Answer:
    """The bytes of a document, for who may read it. Source: D-18, A-11."""
    document = await _document(call, key)
    content: Content = document.inhoud
    tag = b'"%s"' % content.sha256[:40].encode()
    headers: tuple[tuple[bytes, bytes], ...] = (
        (b"content-type", kind_of(document.formaat).encode()),
        (b"content-disposition", disposition(document.bestandsnaam)),
        (b"content-security-policy", b"sandbox; default-src 'none'"),
        (b"accept-ranges", b"bytes"),
        (b"etag", tag),
    )
    if (known := call.headers.get(b"if-none-match")) and tag in known.replace(b"W/", b"").split(b", "):
        return Answer(304, b"", headers)
    part = part_asked(call.headers, tag, content.omvang)
    if part.is_partial:
        headers += ((b"content-range", b"bytes %d-%d/%d" % (part.start, part.end - 1, content.omvang)),)
    headers += ((b"content-length", b"%d" % (part.end - part.start)),)
    stream = await _begun(call, content, part)
    return Answer(206 if part.is_partial else 200, b"", headers, stream)


async def _document(call: Call, key: UUID) -> Any:
    """The version that is asked for, whose content may be given now."""
    resource, place = call.resource, call.place
    versions = versions_of(resource)
    assert versions is not None
    reach = call.reach_to_read()
    given = call.parameters()
    if unknown := [name for name in given if name not in versions.asked_by]:
        raise one_fault("nonFieldErrors", "unknown-parameters", f"Onbekende parameters: {', '.join(unknown)}.")
    asked = version_asked(versions, given) if given else NOW
    async with call.engine.pool.tenant(place.id) as conn:
        if asked == NOW:
            record = await conn.fetchrow(_row_and_verdict(resource), place.id, key)
            if record is None:
                raise not_found()
            document, verdict = decode(resource, record), record[-1]
            require_covered(
                resource, reach, document.informatieobjecttype, document.vertrouwelijkheidaanduiding,
                document.is_gereed_voor_publicatie,
            )  # fmt: skip
        else:
            document = await row_of_version(conn, call.engine.sql, resource, place.id, key, reach, asked)
            verdict = document.inhoud and await conn.fetchval(VERDICT, place.id, document.inhoud.sleutel)
        if document.inhoud is None:
            raise Fout(404, "not_found", "Dit document heeft geen inhoud.")
        _require_released(verdict)
        await tell(conn, call, [(resource, [key])], "download")
    return document


@cache
def _row_and_verdict(resource: Resource[Any]) -> str:
    """The stored columns of row $2, and what was found in its content, null when nothing waits for that."""
    return (
        f"SELECT {', '.join(f'z.{name}' for name in columns(resource))}, q.oordeel FROM {resource.name} z"
        " LEFT JOIN inhoud_quarantaine q ON q.tenant_id = $1 AND q.sleutel = z.inhoud->>'sleutel'"
        " WHERE z.tenant_id = $1 AND z.id = $2"
    )


def _require_released(verdict: str | None) -> None:
    """Nobody gets what waits for a verdict, and never what has had a bad one (BIO2 8.07.04)."""
    if verdict is None:
        return
    if verdict == "besmet":
        raise Fout(410, "infected", INFECTED)
    raise Fout(423, "quarantine", WAITS, headers=((b"retry-after", b"60"),))


def kind_of(formaat: str) -> str:
    """A media type, whatever stands in the field of that name. Source: D-18."""
    return formaat if MEDIA_TYPE.fullmatch(formaat) else UNKNOWN_KIND


def disposition(bestandsnaam: str) -> bytes:
    """A file to be saved under this name; old clients get it without accents (RFC 6266 §4.3, RFC 8187)."""
    name = re.sub(r"[\x00-\x1f\x7f/\\]", "_", as_plain(bestandsnaam))
    if not name:
        return b"attachment"
    plain = re.sub(r'[^ -~]|["%]', "_", name)
    exact = "" if plain == name else f"; filename*=UTF-8''{quote(name.encode('utf-8', 'replace'), safe='')}"
    return f'attachment; filename="{plain}"{exact}'.encode()


def part_asked(headers: dict[bytes, bytes], tag: bytes, omvang: int) -> Part:
    """One range of bytes; a header that is none, or asks for several, counts as not sent (RFC 9110 §14.2).

    Raises Fout 416 when nothing lies within the range.
    """
    whole = Part(0, omvang)
    found = RANGE.fullmatch(headers.get(b"range", b"").strip())
    if found is None or found.groups() == (None, None) or headers.get(b"if-range", tag) != tag:
        return whole
    first, last = (None if n is None else int(n) for n in found.groups())
    if first is None:  # the last so many
        part = Part(max(0, omvang - (last or 0)), omvang, is_partial=True)
    else:
        part = Part(first, omvang if last is None else min(last + 1, omvang), is_partial=True)
        if last is not None and last < first:
            return whole
    if part.start >= part.end:
        none = ((b"content-range", b"bytes */%d" % omvang),)
        raise Fout(416, "range_not_satisfiable", f"Dit bestand heeft {omvang} bytes.", headers=none)
    return part


async def _begun(call: Call, content: Content, part: Part) -> AsyncIterator[bytes]:
    """The stream, of which the first piece is there: what is lost must be told before anything is sent."""
    if call.method == "HEAD":
        return _nothing()
    store: Store = call.engine.outside[Store]
    stream = store.read(call.place.id, content.sleutel, part.start, part.end)
    try:
        first = await anext(stream, b"")
    except InhoudWeg:
        log.error("content_missing", extra={"tenant": call.place.id, "sleutel": content.sleutel})
        raise Fout(500, "content_missing", LOST) from None
    return _sent(call, first, stream, is_whole=len(first) == part.end - part.start)


async def _nothing() -> AsyncIterator[bytes]:
    return
    yield b""


async def _sent(call: Call, first: bytes, rest: AsyncIterator[bytes], *, is_whole: bool) -> AsyncIterator[bytes]:
    """All pieces, as long as somebody is there: a server takes them from us when the client has long gone."""
    yield first
    if is_whole:
        return
    watching = asyncio.create_task(_leaves(call))
    try:
        async for piece in rest:
            if watching.done() and watching.result():
                return
            yield piece
    finally:
        watching.cancel()


async def _leaves(call: Call) -> bool:
    """True once the client has hung up. The first message is the end of the request, the next is that."""
    await call.receive()
    return bool((await call.receive())["type"] == "http.disconnect")
