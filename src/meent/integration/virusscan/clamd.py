"""ClamAV by way of clamd's INSTREAM: each piece with its length in front, an empty one, and then the verdict.

Whatever goes wrong here (clamd is away, slow, hangs up, finds the file too large) makes no verdict, never a good one:
the content then waits in quarantine.
"""

import asyncio
import logging
from collections.abc import Awaitable
from contextlib import suppress
from typing import TypeVar

from meent.capabilities.opslag import Verdict

CONNECT_MAX_SECONDEN = 2.0
FEED_MAX_SECONDEN = 10.0
VERDICT_MAX_SECONDEN = 20.0
"""While somebody waits for the answer to an upload. Without one, who looks again later has PATIENT_SECONDEN."""
PATIENT_SECONDEN = 1800.0
REPLY_MAX_BYTES = 4096
WAITS = Verdict("wacht")

T = TypeVar("T")
log = logging.getLogger("meent.virusscan")


class Clamd:
    """See `engine.opslag.Scanner`.

    address  "host:port", or the path of a socket
    """

    def __init__(self, address: str) -> None:
        self.address = address

    def begin(self, *, is_patient: bool = False) -> "Scan":
        return Scan(self, PATIENT_SECONDEN if is_patient else VERDICT_MAX_SECONDEN)

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if "/" in self.address:
            return await asyncio.open_unix_connection(self.address)
        host, _, port = self.address.rpartition(":")
        return await asyncio.open_connection(host.strip("[]"), int(port))


class Scan:
    """One content on its way past clamd. Its methods do not raise: what fails leaves the content without a verdict."""

    def __init__(self, clamd: Clamd, patience: float) -> None:
        self.clamd, self.patience = clamd, patience
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._has_failed = False
        self._verdict: Verdict | None = None

    async def feed(self, piece: bytes) -> None:
        if not self._has_failed and piece:
            await self._try(self._feed(piece), FEED_MAX_SECONDEN)

    async def verdict(self) -> Verdict:
        """At the end; asked again it is the same."""
        self._verdict = self._verdict or await self._concluded()
        return self._verdict

    async def _concluded(self) -> Verdict:
        reply = b"" if self._has_failed else await self._try(self._ask(), self.patience)
        if not reply and self._reader is not None:  # who hangs up halfway may have said why
            reply = await self._last_words()
        if self._writer is not None:
            self._writer.transport.abort()  # and not closed: that waits for a clamd that has stopped reading
        return _judged(reply or b"")

    async def _feed(self, piece: bytes) -> None:
        if self._writer is None:
            async with asyncio.timeout(CONNECT_MAX_SECONDEN):
                self._reader, self._writer = await self.clamd.connect()
            self._writer.write(b"zINSTREAM\0")
        self._writer.write(len(piece).to_bytes(4) + piece)
        await self._writer.drain()

    async def _ask(self) -> bytes:
        await self._feed(b"")
        assert self._reader is not None
        return await self._reader.readuntil(b"\0")

    async def _try(self, step: Awaitable[T], seconden: float) -> T | None:
        try:
            async with asyncio.timeout(seconden):
                return await step
        except (OSError, TimeoutError, EOFError, asyncio.LimitOverrunError) as trouble:
            log.warning("scan_failed", extra={"trouble": type(trouble).__name__})
            self._has_failed = True
            return None

    async def _last_words(self) -> bytes:
        assert self._reader is not None
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(1):
                return await self._reader.read(REPLY_MAX_BYTES)
        return b""


def _judged(reply: bytes) -> Verdict:
    """`stream: OK`, `stream: NAME FOUND`, or anything else: no verdict."""
    told = reply.rstrip(b"\0\r\n").decode("utf-8", "replace")
    if told == "stream: OK":
        return Verdict("schoon")
    if told.startswith("stream: ") and told.endswith(" FOUND"):
        return Verdict("besmet", told.removeprefix("stream: ").removesuffix(" FOUND")[:200])
    if told:
        log.warning("scan_without_verdict", extra={"told": told[:200]})
    return WAITS
