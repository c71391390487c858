"""Servers that are slow, silent, endless or malicious: a report, never a crash."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meent.tools.conform import show
from meent.tools.conform.findings import Report
from meent.tools.conform.run import Run
from meent.tools.conform.target import APIS, Key, Limits, Target
from meent.tools.conform.traffic import Http, Traffic

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
LIMITS = Limits(call_seconds=0.3, run_seconds=20, answer_bytes=200_000, silent_calls=2)
KEY = Key("client", "een-geheim-van-ten-minste-dertig-tekens")


@asynccontextmanager
async def listening(serve: Serve) -> AsyncIterator[str]:
    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(one, "127.0.0.1", 0)
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


async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[")
    for _ in range(1000):
        writer.write(b"0," * 20_000)
        await writer.drain()


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
    for n in range(5000):
        writer.write(b"X-%d: " % n + b"y" * 200 + b"\r\n")
        await writer.drain()


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
    "bomb": always("200 OK", JSON, "Content-Encoding: gzip", body=zlib.compress(b"0" * 50_000_000, wbits=31)),
    "no bomb": always("200 OK", JSON, "Content-Encoding: gzip", body=b"dit is niet ingepakt"),
    "cut off": cut_off, "no http": no_http, "endless": endless, "endless headers": endless_headers,
    "silent": silent, "dripping": dripping,
}  # fmt: skip


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
