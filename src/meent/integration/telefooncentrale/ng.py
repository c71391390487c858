"""rtpengine's NG protocol: a cookie, a space and one bencoded dictionary in a datagram, and the same back.

NG knows no authentication, so both ends stand on the loopback address. A command is sent again with the same cookie
after 0.5, 1 and 2 seconds; rtpengine answers a cookie it knows from its memory, so no command is carried out twice.
Written for rtpengine 10.5, as in Debian 12.
"""

import asyncio
import json
import logging
import secrets
from collections.abc import Callable
from typing import Any, cast

from meent.integration.telefooncentrale.centrale import CentraleFout

GEDULD_SECONDEN = (0.5, 1.0, 2.0)
DEPTH_MAX = 20
"""Lists and dictionaries inside each other; rtpengine's own answers stay below eight."""
TOETSEN = "0123456789*#ABCD"
NgWaarde = int | str | list[Any] | dict[str, Any]

log = logging.getLogger("meent.telefonie")


class NgOnleesbaar(ValueError):
    """Dit is geen geldig NG-bericht."""


class MediaWeg(CentraleFout):
    """De mediaserver (rtpengine) antwoordt niet. Kijk met `meent telephony check` wat eraan scheelt."""


class MediaGeweigerd(CentraleFout):
    """De mediaserver (rtpengine) weigert een opdracht; de reden staat erbij."""


def bencode(value: object) -> bytes:
    """Dictionaries get their keys in order, as bencode asks; TypeError for what it does not know."""
    match value:
        case int():
            return b"i%de" % value
        case str():
            return bencode(value.encode())
        case bytes():
            return b"%d:%s" % (len(value), value)
        case list() | tuple():
            return b"l%se" % b"".join(map(bencode, value))
        case dict():
            return b"d%se" % b"".join(bencode(key) + bencode(value[key]) for key in sorted(value))
    raise TypeError(f"bencode knows no {type(value).__name__}")


def bdecode(data: bytes) -> NgWaarde:
    """The one value in these octets; raises NgOnleesbaar for anything else, however broken."""
    value, end = _value(data, 0, DEPTH_MAX)
    if end != len(data):
        raise NgOnleesbaar("er staat iets achter het bericht")
    return value


def _value(data: bytes, at: int, depth: int) -> tuple[NgWaarde, int]:
    """The value that begins at `at`, and where it ends."""
    kind = data[at : at + 1]
    if kind == b"i":
        end = _find(data, b"e", at)
        return _number(data[at + 1 : end]), end + 1
    if kind in (b"l", b"d"):
        if not depth:
            raise NgOnleesbaar("het bericht is te diep genest")
        items, end = _items(data, at + 1, depth - 1)
        return (items if kind == b"l" else _pairs(items)), end
    colon = _find(data, b":", at)
    end = colon + 1 + _number(data[at:colon])
    if not colon < end <= len(data):
        raise NgOnleesbaar("een tekst is korter dan beloofd")
    return data[colon + 1 : end].decode("utf-8", "replace"), end


def _items(data: bytes, at: int, depth: int) -> tuple[list[NgWaarde], int]:
    items: list[NgWaarde] = []
    while data[at : at + 1] != b"e":
        value, at = _value(data, at, depth)
        items.append(value)
    return items, at + 1


def _pairs(items: list[NgWaarde]) -> dict[str, Any]:
    if len(items) % 2 or not all(isinstance(key, str) for key in items[::2]):
        raise NgOnleesbaar("een sleutel van een verzameling ontbreekt of is geen tekst")
    return dict(zip(map(str, items[::2]), items[1::2], strict=True))


def _find(data: bytes, mark: bytes, at: int) -> int:
    found = data.find(mark, at)
    if found < 0:
        raise NgOnleesbaar("het bericht houdt te vroeg op")
    return found


def _number(digits: bytes) -> int:
    if len(digits) > 20 or not digits.removeprefix(b"-").isdigit():
        raise NgOnleesbaar("een getal is geen getal")
    return int(digits)


class Ng(asyncio.DatagramProtocol):
    """A client. Several commands may be under way at once."""

    def __init__(self) -> None:
        self._transport: asyncio.DatagramTransport | None = None
        self._waiting: dict[bytes, asyncio.Future[dict[str, Any]]] = {}

    @classmethod
    async def open(cls, host: str, port: int) -> "Ng":
        loop = asyncio.get_running_loop()
        _, client = await loop.create_datagram_endpoint(cls, remote_addr=(host, port))
        return client

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def error_received(self, exc: Exception) -> None:
        """Nobody listens there, now; the command that waits is sent again and then gives up."""

    def datagram_received(self, data: bytes, addr: object) -> None:
        cookie, _, body = data.partition(b" ")
        waiting = self._waiting.get(cookie)
        if waiting is None or waiting.done():
            return
        try:
            told = bdecode(body)
        except NgOnleesbaar:
            log.warning("ng_onleesbaar")
            return
        if isinstance(told, dict):
            waiting.set_result(told)

    async def command(self, name: str, **given: object) -> dict[str, Any]:
        """Carries out a command; keys get a dash for each underscore, and None leaves a key out.

        raises  MediaWeg after three and a half seconds without an answer, MediaGeweigerd
        """
        body = {key.replace("_", "-"): value for key, value in given.items() if value is not None}
        cookie = secrets.token_hex(8).encode()
        packet = cookie + b" " + bencode(body | {"command": name})
        waiting: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[cookie] = waiting
        try:
            told = await self._told(packet, waiting)
        finally:
            del self._waiting[cookie]
        if told.get("result") not in ("ok", "pong"):
            raise MediaGeweigerd(f"{name}: {told.get('error-reason') or told.get('result')}")
        return told

    async def _told(self, packet: bytes, waiting: "asyncio.Future[dict[str, Any]]") -> dict[str, Any]:
        for geduld in GEDULD_SECONDEN:
            if self._transport is None or self._transport.is_closing():
                break
            self._transport.sendto(packet)
            done, _ = await asyncio.wait({waiting}, timeout=geduld)
            if done:
                return waiting.result()
        raise MediaWeg(MediaWeg.__doc__)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


class ToetsLog(asyncio.DatagramProtocol):
    """Receives rtpengine's `dtmf-log-dest`: one JSON object per digit.

    heard   called with the call, the tag of the party and the digit
    """

    def __init__(self, heard: Callable[[str, str, str], None]) -> None:
        self._heard = heard

    @classmethod
    async def open(cls, host: str, port: int, heard: Callable[[str, str, str], None]) -> asyncio.DatagramTransport:
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(lambda: cls(heard), local_addr=(host, port))
        return transport

    def datagram_received(self, data: bytes, addr: object) -> None:
        try:
            told = json.loads(data)
            call, party, number = told["callid"], told["source_tag"], told["event"]
        except (ValueError, KeyError, TypeError, RecursionError):
            log.warning("toets_onleesbaar")
            return
        if isinstance(call, str) and isinstance(party, str) and number in range(len(TOETSEN)):
            self._heard(call, party, TOETSEN[int(number)])
