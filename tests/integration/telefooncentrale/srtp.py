"""Sound of a peer that is ours: G.711 A-law in RTP, encrypted as SDES agrees (RFC 3711, RFC 4568).

One suite, AES_CM_128_HMAC_SHA1_80, which Direct Routing asks for. Written apart from rtpengine, so that a fault in the
encryption of either is heard.
"""

import asyncio
import base64
import hashlib
import hmac
import math
import secrets
import struct
from collections import Counter
from typing import cast

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.integration.telefooncentrale.tonen import AFWIJKING, RATE, VENSTER_SECONDEN, tonen

SUITE = "AES_CM_128_HMAC_SHA1_80"
MERK = 10
"""Octets of the tag behind each packet."""
KOP = struct.Struct("!BBHII")
PCMA, STAP = 8, 160
"""Payload type, and samples in one packet of 20 ms."""


class Sleutel:
    """Key of one direction, as it stands in an SDP."""

    def __init__(self, geheim: bytes | None = None) -> None:
        self.geheim = geheim or secrets.token_bytes(30)
        self.versleutel, self.bewijs, self.zout = (self._deel(label, n) for label, n in ((0, 16), (1, 20), (2, 14)))

    @property
    def inline(self) -> str:
        return base64.b64encode(self.geheim).decode()

    def _deel(self, label: int, octets: int) -> bytes:
        """RFC 3711 4.3.1, with a key derivation rate of nought."""
        begin = int.from_bytes(self.geheim[16:]) ^ label << 48
        return _stroom(self.geheim[:16], begin << 16, bytes(octets))

    def dicht(self, packet: bytes, ronde: int = 0) -> bytes:
        sealed = packet[: KOP.size] + self._om(packet, ronde)
        return sealed + self._merk(sealed, ronde)

    def open(self, packet: bytes, ronde: int = 0) -> bytes:
        """raises ValueError for what was not sealed with this key."""
        sealed, tag = packet[:-MERK], packet[-MERK:]
        if not hmac.compare_digest(self._merk(sealed, ronde), tag):
            raise ValueError("not sealed with this key")
        return sealed[: KOP.size] + self._om(sealed, ronde)

    def _om(self, packet: bytes, ronde: int) -> bytes:
        _, _, number, _, source = KOP.unpack_from(packet)
        begin = (int.from_bytes(self.zout) << 16) ^ (source << 64) ^ ((ronde << 16 | number) << 16)
        return _stroom(self.versleutel, begin, packet[KOP.size :])

    def _merk(self, sealed: bytes, ronde: int) -> bytes:
        return hmac.digest(self.bewijs, sealed + ronde.to_bytes(4), hashlib.sha1)[:MERK]


def _stroom(key: bytes, begin: int, data: bytes) -> bytes:
    return Cipher(algorithms.AES128(key), modes.CTR(begin.to_bytes(16))).encryptor().update(data)


class Stem(asyncio.DatagramProtocol):
    """Says a tone to whom it is told, and hears; every packet sealed. `vals` counts what was not."""

    def __init__(self, hz: int) -> None:
        self.hz, self.eigen = hz, Sleutel()
        self.hun: Sleutel | None = None  # until they told it, nothing can be opened
        self.vals, self._samples = 0, np.empty(0)
        self._saying: asyncio.Task[None] | None = None
        self.transport: asyncio.DatagramTransport

    @classmethod
    async def open(cls, hz: int) -> "Stem":
        _, made = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: cls(hz), local_addr=("127.0.0.1", 0)
        )
        return made

    @property
    def poort(self) -> int:
        return int(self.transport.get_extra_info("sockname")[1])

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: object) -> None:
        if self.hun is None or len(data) <= KOP.size + MERK or data[1] & 0x7F != PCMA:
            return
        try:
            voice = self.hun.open(data)[KOP.size :]
        except ValueError:
            self.vals += 1
        else:
            self._samples = np.concatenate([self._samples, UIT_ALAW[np.frombuffer(voice, np.uint8)]])

    def zeg(self, naar: tuple[str, int], hun: Sleutel) -> None:
        """From now on, to this address; who is there seals with this key."""
        self.hun = hun
        self._saying = asyncio.create_task(self._zeg(naar))

    async def _zeg(self, naar: tuple[str, int]) -> None:
        loop = asyncio.get_running_loop()
        begin, source, voice = loop.time(), secrets.randbits(32), toon_alaw(self.hz)
        for number in range(2**15):
            head = KOP.pack(0x80, PCMA, number, number * STAP, source)
            at = number * STAP % RATE
            self.transport.sendto(self.eigen.dicht(head + voice[at : at + STAP]), naar)
            await asyncio.sleep(max(0.0, begin + (number + 1) * STAP / RATE - loop.time()))

    async def hoort(self, hz: int, seconden: float = 0.5, *, binnen: float = 25.0) -> None:
        """Until this tone sounded for so long in all; what was heard before does not count any more."""
        heard: Counter[int] = Counter()
        try:
            async with asyncio.timeout(binnen):
                while heard[hz] * VENSTER_SECONDEN < seconden:
                    await asyncio.sleep(0.05)
                    found, rest = tonen(self._samples)
                    self._samples = rest
                    heard.update(hz if abs(tone - hz) < AFWIJKING else tone for tone in found)
        except TimeoutError as silent:
            raise AssertionError(f"not {hz} Hz but {dict(heard)}; {self.vals} packets with another key") from silent

    def stop(self) -> None:
        if self._saying:
            self._saying.cancel()
        self.transport.close()


def toon_alaw(hz: int) -> bytes:
    """One second of a tone, half as loud as can be; its end goes over into its begin."""
    return bytes(naar_alaw(int(16000 * math.sin(2 * math.pi * hz * i / RATE))) for i in range(RATE))


def naar_alaw(sample: int) -> int:
    """G.711 A-law of a sample of 16 bits."""
    sign, size = (0xD5, sample >> 3) if sample >= 0 else (0x55, (-sample - 1) >> 3)
    if size < 32:
        return sign ^ size >> 1
    power = size.bit_length() - 5
    return sign ^ (power << 4 | size >> power & 0x0F)


def _uit_alaw(octet: int) -> int:
    octet ^= 0x55
    size, power = (octet & 0x0F) << 4, (octet & 0x70) >> 4
    size = size + 8 if power == 0 else (size + 0x108) << (power - 1)
    return size if octet & 0x80 else -size


UIT_ALAW = np.array([_uit_alaw(octet) for octet in range(256)], float)
