"""Load: ready-made requests over kept-open connections to this machine, each connection one request at a time."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import cast


@dataclass
class Outcome:
    """What came of a run; `heads` and `bodies` are kept only when asked for."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    heads: list[bytes] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        ordered = sorted(self.latencies)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1_000


class _Client(asyncio.Protocol):
    """One connection: sends the next request when the answer to the last is whole."""

    def __init__(self, requests: Iterator[bytes], outcome: Outcome, keep: bool) -> None:
        self.requests, self.outcome, self.keep = requests, outcome, keep
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.left, self.head = -1, b""
        self.parts: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("the server closed the connection"))

    def next(self) -> None:
        request = next(self.requests, None)
        if request is None:
            self.done.set_result(None)
            return
        self.began = time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        if self.left < 0:
            self.head += data
            head, end, rest = self.head.partition(b"\r\n\r\n")
            if not end:
                return
            self.head, self.left = head, _length(head)
            data = rest
        self.left -= len(data)
        if self.keep:
            self.parts.append(data)
        if self.left == 0:
            self._finish()

    def _finish(self) -> None:
        outcome = self.outcome
        outcome.latencies.append(time.perf_counter() - self.began)
        status = int(self.head[9:12])
        outcome.statuses[status] = outcome.statuses.get(status, 0) + 1
        if self.keep:
            outcome.heads.append(self.head)
            outcome.bodies.append(b"".join(self.parts))
        self.left, self.head, self.parts = -1, b"", []
        self.next()


def _length(head: bytes) -> int:
    at = head.lower().find(b"content-length:")
    return int(head[at + 15 :].partition(b"\r\n")[0]) if at >= 0 else 0


class Connections:
    """Open connections to one port, used again by each run."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.open: list[_Client] = []

    async def run(self, requests: list[bytes], count: int, *, c: int = 1, keep: bool = False) -> Outcome:
        """Sends `count` requests, round and round through the list, over `c` connections."""
        outcome = Outcome()
        source = islice(cycle(requests), count)
        loop = asyncio.get_running_loop()
        while len(self.open) < c:
            _, made = await loop.create_connection(lambda: _Client(source, outcome, keep), "127.0.0.1", self.port)
            self.open.append(made)
        clients = self.open[:c]
        began = time.perf_counter()
        for client in clients:
            client.requests, client.outcome, client.keep = source, outcome, keep
            client.done = loop.create_future()
            client.next()
        await asyncio.gather(*(client.done for client in clients))
        outcome.seconds = time.perf_counter() - began
        return outcome

    def close(self) -> None:
        for client in self.open:
            client.transport.abort()
        self.open = []


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", *(f"{n}: {v}" for n, v in headers.items())]
    if body:
        lines.append(f"content-length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
