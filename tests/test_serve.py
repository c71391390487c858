"""The web server itself: what it answers before an application is asked."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from meent.serve import Server, config, serve


async def nobody(scope: Any, receive: Any, send: Any) -> None:
    """An application that must never be asked."""
    if scope["type"] == "lifespan":
        while (message := await receive())["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": f"{message['type']}.complete"})
        return
    raise AssertionError(scope)


@pytest.fixture
def port() -> Iterator[int]:
    """The port of a running server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    is_ready = threading.Event()
    server = Server(config(nobody, "127.0.0.1", number), is_ready.set)  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert is_ready.wait(10)
    yield number
    server.should_exit = True
    thread.join(10)


@pytest.mark.rule("E-01")
@pytest.mark.parametrize("sent", [
    b"GARBAGE\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nBad Header\x00: 1\r\n\r\n",
])  # fmt: skip
def test_what_is_no_http_gets_a_problem_document(port: int, sent: bytes) -> None:
    """A client with a fault in its own HTTP reads the same kind of answer as for any other fault."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(sent)
        answer = b""
        while chunk := line.recv(4096):
            answer += chunk
    head, _, body = answer.partition(b"\r\n\r\n")
    headers = dict(h.lower().split(b": ", 1) for h in head.split(b"\r\n")[1:])
    assert head.startswith(b"HTTP/1.1 400 ")
    assert headers[b"content-type"] == b"application/problem+json"
    assert int(headers[b"content-length"]) == len(body)
    problem = msgspec.json.decode(body)
    assert (problem["status"], problem["code"], problem["invalidParams"][0]["code"]) == (400, "invalid", "invalid")


def test_what_is_done_beside_serving_stops_the_server_when_it_fails() -> None:
    """A demo that can not be filled must say so: a server that stays up half empty tells nobody."""

    async def fails() -> None:
        raise RuntimeError("de schijf is vol")

    nobody.leave = lambda: None  # type: ignore[attr-defined]
    with pytest.raises(RuntimeError, match="de schijf is vol"):
        serve(nobody, "127.0.0.1", 0, on_ready=lambda: None, beside=fails)  # type: ignore[arg-type]


def test_what_is_done_beside_serving_ends_with_the_server() -> None:
    """Who stops the demo while it fills gets the prompt back, and what is under way is told to stop."""
    told: list[str] = []

    async def goes_on() -> None:
        try:
            await asyncio.sleep(0)
            server.should_exit = True
            await asyncio.sleep(60)
        finally:
            told.append("stop")

    server = Server(config(nobody, "127.0.0.1", 0), lambda: None, beside=goes_on)  # type: ignore[arg-type]
    server.run()
    assert told == ["stop"]
