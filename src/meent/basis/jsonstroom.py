"""A JSON body with content in it, taken out while it arrives, so that its size costs no memory (RULES D-24)."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Generic, Protocol, TypeVar

import msgspec

from meent.basis.base64text import Base64, Ongeldig, StringText

MAX_REST_BYTES = 10 * 1024 * 1024
_STRUCTURE = re.compile(rb'["{}\[\],:]')
_IN_STRING = re.compile(rb'["\\]')


class TeGroot(Exception):
    """More was sent than is read."""


class Hashed(Protocol):
    """What was taken, by its hash."""

    @property
    def sha256(self) -> str: ...


T = TypeVar("T", bound=Hashed)


class BodyReader(Generic[T]):
    """A JSON body of which some members of the top object are content.

    The text of such a member goes to `take` while it arrives; what is left is an ordinary body, in which the hash of
    the content stands in its place. Any text of such a member is replaced so; nothing a client sends can pass for one.
    Raises TeGroot when what is left is more than MAX_REST_BYTES, and what `take` raises; Ongeldig is an outcome.
    """

    def __init__(
        self,
        pieces: AsyncIterator[bytes],
        names: frozenset[str],
        take: Callable[[AsyncIterator[bytes]], Awaitable[T]],
    ) -> None:
        self._pieces, self._names, self._take = pieces, names, take
        self._chunk, self._at = b"", 0
        self._kept = bytearray()
        self._depth = 0
        self._in_string = self._is_escaped = False
        self._begin = 0  # of the string that is being read, in what is kept
        self._wants_key = False
        self._key = ""
        self.found: dict[str, T | Ongeldig] = {}

    async def read(self) -> bytes:
        """What is left of the body; `found` then holds the contents, of a repeated member the last."""
        while await self._next_chunk():
            while self._at < len(self._chunk):
                if self._skip():
                    await self._divert()
                if len(self._kept) > MAX_REST_BYTES:
                    raise TeGroot
        return bytes(self._kept)

    async def _next_chunk(self) -> bool:
        self._chunk, self._at = await anext(self._pieces, b""), 0
        return bool(self._chunk)

    def _skip(self) -> bool:
        """Keeps what stands before the next content, or all of the chunk; True when a content begins."""
        chunk, at = self._chunk, self._at
        while at < len(chunk):
            if self._is_escaped:
                self._is_escaped = False
                self._kept.append(chunk[at])
                at += 1
                continue
            found = (_IN_STRING if self._in_string else _STRUCTURE).search(chunk, at)
            if found is None:
                self._kept += chunk[at:]
                break
            self._kept += chunk[at : found.end()]
            at = found.end()
            if self._in_string:
                self._within_string(found.group())
            elif self._begins_content(found.group()):
                self._at = at
                return True
        self._at = len(chunk)
        return False

    def _within_string(self, sign: bytes) -> None:
        if sign == b"\\":
            self._is_escaped = True
            return
        self._in_string = False
        if self._depth == 1 and self._wants_key:
            self._key = _text(self._kept[self._begin :])

    def _begins_content(self, sign: bytes) -> bool:
        """Takes note of a sign outside strings."""
        if sign in b"{[":
            self._depth += 1
            self._wants_key = self._depth == 1 and sign == b"{"
        elif sign in b"}]":
            self._depth -= 1
        elif self._depth == 1 and sign in b",:":
            self._wants_key = sign == b","
        elif sign == b'"':
            if self._depth == 1 and not self._wants_key and self._key in self._names:
                return True
            self._in_string, self._begin = True, len(self._kept) - 1
        return False

    async def _divert(self) -> None:
        """The text from here to its closing quote; its hash is kept in its place."""
        text = StringText()
        pieces = self._decoded(text)
        try:
            content = await self._take(pieces)
            self.found[self._key] = content
            self._kept += content.sha256.encode()
        except Ongeldig as wrong:
            self.found[self._key] = wrong
            async for _ in self._texts(text):
                pass
        self._kept += b'"' if text.is_json else b"\x00"
        self._key = ""

    async def _decoded(self, text: StringText) -> AsyncIterator[bytes]:
        decoder = Base64()
        async for piece in self._texts(text):
            if decoded := decoder.feed(piece):
                yield decoded
        decoder.finish()

    async def _texts(self, text: StringText) -> AsyncIterator[bytes]:
        """The pieces of text up to the closing quote, or the end of the body."""
        while not text.is_done:
            if self._at >= len(self._chunk) and not await self._next_chunk():
                return
            piece, self._at = text.take(self._chunk, self._at)
            yield piece


def _text(string: bytearray) -> str:
    """What a JSON string says, "" when it is none."""
    try:
        return msgspec.json.decode(bytes(string), type=str)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""
