"""Tests cannot reach the network, and a test that tries is told so."""

import asyncio
import socket

import pytest

from meent.tools.rules.network import NetworkForbidden, is_own_address


def test_another_machine_cannot_be_called():
    """TEST-NET-1 belongs to nobody; a guard that lets it through lets everything through."""
    with socket.socket() as plug, pytest.raises(NetworkForbidden, match=r"192\.0\.2\.1"):
        plug.connect(("192.0.2.1", 80))


def test_a_packet_cannot_be_sent_to_another_machine():
    """A question to a name server is one packet."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plug, pytest.raises(NetworkForbidden):
        plug.sendto(b"?", ("192.0.2.1", 53))


async def test_the_event_loop_cannot_reach_it_either():
    """Most of our calls are made by the loop."""
    with pytest.raises(NetworkForbidden):
        await asyncio.open_connection("192.0.2.1", 80)


def test_a_name_cannot_be_looked_up():
    """The question alone already leaves the machine."""
    with pytest.raises(NetworkForbidden, match=r"vng\.nl"):
        socket.getaddrinfo("www.vng.nl", 443)


def test_a_name_that_never_exists_is_not_known():
    """How a test asks for an address that does not answer (RFC 2606)."""
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("register.invalid", 443)


async def test_this_machine_can_be_called(tmp_path):
    """Foreign registers in a test are servers on this machine; the database listens on a Unix socket."""

    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"dag")
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        address = server.sockets[0].getsockname()
        assert await read_from(await asyncio.open_connection(*address)) == b"dag"
    async with await asyncio.start_unix_server(greet, tmp_path / "s"):
        assert await read_from(await asyncio.open_unix_connection(tmp_path / "s")) == b"dag"


@pytest.mark.parametrize(("host", "own"), [
    ("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("localhost", True), ("meerwijde.localhost", True),
    ("0.0.0.0", False), ("10.0.0.1", False), ("::ffff:10.0.0.1", False), ("localhost.example.com", False),
])  # fmt: skip
def test_own_addresses(host, own):
    """The list of what stays on the machine."""
    assert is_own_address(host) is own


async def read_from(connection: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> bytes:
    reader, writer = connection
    try:
        return await reader.read()
    finally:
        writer.close()
