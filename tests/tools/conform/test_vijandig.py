"""Servers that are slow, silent, endless or malicious: a report, never a crash."""

import asyncio
import json
import ssl
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from meent.tools.conform import show
from meent.tools.conform.findings import Report
from meent.tools.conform.run import Run
from meent.tools.conform.target import APIS, Key, Limits, Target
from meent.tools.conform.traffic import Http, Traffic

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
LIMITS = Limits(call_seconds=0.3, run_seconds=20, answer_bytes=200_000, silent_calls=2)
KEY = Key("client", "een-geheim-van-ten-minste-dertig-tekens")


@asynccontextmanager
async def listening(serve: Serve, safe: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(one, "127.0.0.1", 0, ssl=safe)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()


def always(status: str, *headers: str, body: bytes = b"") -> Serve:
    """The same answer to whatever is asked."""
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""])

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head.encode() + body)
        await writer.drain()

    return serve


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    await asyncio.sleep(2)


async def dripping(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A byte at a time, for ever."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[")
    for _ in range(100):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


SENT = Counter[str]()
"""Bytes that a server without an end could get rid of, by its name."""


async def without_end(name: str, writer: asyncio.StreamWriter, part: bytes) -> None:
    """Ten gigabytes, or as much as somebody reads."""
    for _ in range(10_000_000_000 // len(part)):
        writer.write(part)
        SENT[name] += len(part)
        await writer.drain()


async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[")
    await without_end("endless", writer, b"0," * 20_000)


async def huge(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """It says beforehand how much there is to come."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10000000000\r\n\r\n[")
    await without_end("huge", writer, b"0," * 20_000)


async def chunks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    await without_end("chunks", writer, b"9c40\r\n" + b"0," * 20_000 + b"\r\n")


async def in_a_circle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Leads to where one already is, told relative to that."""
    path = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1]
    writer.write(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + path + b"\r\n\r\n")
    await writer.drain()


async def two_lengths(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Where does this answer end? What follows would be read as the next one."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 7\r\n\r\n{}HTTP/1.1 200 OK\r\n\r\n")
    await writer.drain()


async def longer_than_told(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A second answer behind the first, on a connection that stays."""
    await reader.readuntil(b"\r\n\r\n")
    page = b'{"count": 0, "next": null, "previous": null, "results": []}'
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n" + page)
    await writer.drain()
    await asyncio.sleep(0.05)


async def cut_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{")
    await writer.drain()


async def no_http(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"\x00\xff\x00 SSH-2.0-hello\r\n\r\n" * 100)
    await writer.drain()


async def endless_headers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\n")
    await without_end("endless headers", writer, (b"X-1: " + b"y" * 200 + b"\r\n") * 100)


JSON = "Content-Type: application/json"
STRANGE = {
    "deep": always("200 OK", JSON, body=b"[" * 100_000),
    "page": always("200 OK", "Content-Type: text/html", body=b"<h1>Hallo</h1>"),
    "surrogate": always("200 OK", JSON, body=b'{"results": [{"url": "\\ud800"}]}'),
    "numbers": always("200 OK", JSON, body=b'{"count": 1e999, "results": [1, null, "x", {"url": 5}]}'),
    "null": always("200 OK", JSON, body=b"null"),
    "list of lists": always("200 OK", JSON, body=b"[[[]]]"),
    "made of nothing": always("201 Created", JSON, body=b'{"url": "http://[::1"}'),
    "elsewhere": always("201 Created", JSON, body=b'{"url": "http://example.invalid/zaken/api/v1/zaken/1"}'),
    "control characters": always("500 Error", JSON, body=json.dumps({"code": "\x1b[31m<script>[red]"}).encode()),
    "redirect away": always("302 Found", "Location: http://example.invalid/"),
    "redirect to a file": always("302 Found", "Location: file:///etc/passwd"),
    "cut short": always("200 OK", JSON, body=b'{"count": 1, "results": [{"url": "http'),
    "twice": always("200 OK", JSON, body=b'{"count": 0, "next": null, "previous": null, "results": [], "count": 1}'),
    "latin": always("200 OK", f"{JSON}; charset=iso-8859-1", body='{"naam": "Ren\u00e9"}'.encode("latin-1")),
    "utf-16": always("200 OK", f"{JSON}; charset=utf-16", body='{"count": 0}'.encode("utf-16")),
    "half a character": always("200 OK", JSON, body=b'{"naam": "Ren\xc3"}'),
    "wide": always("200 OK", JSON, body=json.dumps({"results": [{f"n{n}": 1 for n in range(9000)}]}).encode()),
    "many": always("200 OK", JSON, body=b'{"rollen": [' + b"{}," * 60_000 + b"{}]}"),
    "packed otherwise": always("200 OK", JSON, "Content-Encoding: br", body=b"\x0b\x02\x80[]\x03"),
    "circle": in_a_circle, "two lengths": two_lengths, "longer than told": longer_than_told,
    "huge": huge, "chunks": chunks,
    "bomb": always("200 OK", JSON, "Content-Encoding: gzip", body=zlib.compress(b"0" * 50_000_000, wbits=31)),
    "no bomb": always("200 OK", JSON, "Content-Encoding: gzip", body=b"dit is niet ingepakt"),
    "cut off": cut_off, "no http": no_http, "endless": endless, "endless headers": endless_headers,
    "silent": silent, "dripping": dripping,
}  # fmt: skip


TOLD = {
    "deep": "te diep genest", "page": "webpagina (HTML)", "cut short": "het houdt midden in op",
    "twice": "staan twee keer in één object: count", "latin": "geen UTF-8", "utf-16": "geen UTF-8",
    "half a character": "geen UTF-8", "circle": "blijft doorverwijzen", "redirect away": "naar een ander adres",
    "huge": "is groter dan 200000 bytes (10000000000)", "chunks": "groter dan", "endless": "groter dan",
    "bomb": "groter dan", "no bomb": "niet uit te pakken", "packed otherwise": "ingepakt als br",
    "cut off": "verbroken", "no http": "geen geldig HTTP", "two lengths": "geen geldig HTTP",
    "longer than told": "geen geldig HTTP", "silent": "geen volledig antwoord",
    "dripping": "geen volledig antwoord",
}  # fmt: skip
"""What the reader is told of it, in one of the rows."""
BEFORE_ALL_IS_READ = 60
"""Megabytes that an endless server may send in a whole run: what stands in the buffers of the system, many times."""


async def judged(base: str, standards: Path, limits: Limits = LIMITS) -> Report:
    target = Target("vijand", {api: f"{base}/{api}/api/v1" for api in APIS}, KEY, limits=limits)
    return await Run(target, Http(), standards, Ed25519PrivateKey.generate())()


@pytest.mark.parametrize("name", STRANGE)
async def test_a_strange_server_gets_a_report(name: str, shared: Path) -> None:
    """Whoever judges servers of strangers will meet this; a crash would be a verdict on us."""
    async with listening(STRANGE[name]) as base:
        report = await judged(base, shared / "standards")
    assert not report.is_good
    assert {c.verdict for c in report.checks if c.kind == "rule"} <= {"failed", "not tried", "remark", "passed"}
    assert sum(c.verdict in ("failed", "not tried") for c in report.checks if c.kind == "rule") > 100
    written = json.dumps(report.as_dict())
    page = show.page(report)
    assert "\x1b" not in written + page
    assert "<script>" not in page
    assert len(written) < 20_000_000
    sentences = [t for c in report.checks for t in c.told]
    assert TOLD.get(name, "") in " ".join(sentences), sentences[:20]
    assert SENT[name] < BEFORE_ALL_IS_READ * 1_000_000


async def test_a_connection_that_is_not_safe_is_none(shared: Path, tmp_path: Path) -> None:
    """Who speaks no TLS, and who has a certificate of his own making: nothing is sent to either."""
    seen = []

    async def watching(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.read(1000))
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()

    async with listening(watching) as base:
        plain = await judged(base.replace("http:", "https:"), shared / "standards")
    assert any("beveiligde verbinding (TLS)" in t for c in plain.checks for t in c.told)
    assert not any(b"Authorization" in part for part in seen)
    async with listening(watching, own_certificate(tmp_path)) as base:
        own = await judged(base.replace("http:", "https:"), shared / "standards")
    assert any("certificaat" in t for c in own.checks for t in c.told)
    assert not plain.is_good
    assert not own.is_good


def own_certificate(folder: Path) -> ssl.SSLContext:
    key = Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1)).sign(key, None)
    file = folder / "eigen.pem"
    kept = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(kept + made.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


async def test_the_whole_run_has_an_end(shared: Path) -> None:
    """A server that answers each time just within its limit may not hold us for hours."""

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.1)
        await always("404 Not Found", JSON, body=b"{}")(reader, writer)

    limits = Limits(call_seconds=1, run_seconds=1, answer_bytes=1000)
    async with listening(slow) as base:
        async with asyncio.timeout(15):
            report = await judged(base, shared / "standards", limits)
    assert any("de tijd voor de hele toets was op" in t for c in report.checks for t in c.told)


async def test_nobody_outside_is_called() -> None:
    """A server may name any address; our token goes to none but those we were pointed at."""
    called = []

    class Watching(Http):
        async def carry(self, request, limits):  # type: ignore[no-untyped-def]
            called.append(request.url)
            raise AssertionError(request.url)

    target = Target("x", {"zaken": "https://leverancier.example/a/zaken/api/v1"}, KEY)
    traffic = Traffic(target, Watching())
    for url in (
        "https://elders.example/a/zaken/api/v1/zaken", "https://leverancier.example/b/zaken/api/v1/zaken",
        "https://leverancier.example/a/zaken/api/v1/../../../b", "https://leverancier.example/a/zaken/api/v1/%2e%2e/b",
        "https://leverancier.example@elders.example/a/zaken/api/v1/zaken", "http://leverancier.example/a/zaken/api/v1/zaken",
        "file:///etc/passwd", "https://leverancier.example/a/zaken/api/v10/zaken", "https://[::1", "",
    ):  # fmt: skip
        exchange = await traffic.send("DELETE", url)
        assert (exchange.status, exchange.fault != "") == (0, True), url
    assert called == []
