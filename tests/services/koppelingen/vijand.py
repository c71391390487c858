"""A register that means harm: it answers what a test tells it to, byte by byte."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

Behaviour = Callable[[asyncio.StreamWriter, str], Awaitable[None]]


class Vijand:
    """Listens on a port of this machine.

    asked    paths that were asked for
    behave   what is done with a request
    sent     bytes that went out
    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.behave: Behaviour = self.serve
        self.objects: dict[str, Any] = {}
        self.base = ""

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ")[1].decode()
            self.asked.append(path)
            await self.behave(writer, path)
        with suppress(ConnectionError, asyncio.CancelledError):
            writer.close()

    async def serve(self, writer: asyncio.StreamWriter, path: str) -> None:
        """Answers what stands in `objects`, else 404."""
        found = self.objects.get(path.partition("?")[0])
        await answer(writer, 404 if found is None else 200, json.dumps(found).encode())


async def answer(writer: asyncio.StreamWriter, status: int, body: bytes, *headers: str) -> None:
    lines = [f"HTTP/1.1 {status} X", f"content-length: {len(body)}", "connection: close", *headers]
    writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
    await writer.drain()


def answers(status: int, body: bytes = b"{}", *headers: str) -> Behaviour:
    async def behave(writer: asyncio.StreamWriter, path: str) -> None:
        await answer(writer, status, body, *headers)

    return behave


def says(raw: bytes) -> Behaviour:
    """Sends these bytes and hangs up."""

    async def behave(writer: asyncio.StreamWriter, path: str) -> None:
        writer.write(raw)
        await writer.drain()

    return behave


async def drips(writer: asyncio.StreamWriter, path: str) -> None:
    """A byte now and then, for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


async def never_ends(writer: asyncio.StreamWriter, path: str) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"ffff\r\n" + b" " * 0xFFFF + b"\r\n")
        await writer.drain()


async def says_nothing(writer: asyncio.StreamWriter, path: str) -> None:
    await asyncio.sleep(3600)


@asynccontextmanager
async def vijand_op_poort() -> AsyncIterator[Vijand]:
    vijand = Vijand()
    server = await asyncio.start_server(vijand.handle, "127.0.0.1", 0)
    vijand.base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield vijand
    finally:
        server.close()
