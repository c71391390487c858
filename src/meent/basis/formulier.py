"""A form with a file in it, read while it arrives: multipart/form-data, or form-urlencoded when it is small."""

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Generic, TypeVar
from urllib.parse import unquote_to_bytes

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from meent.basis.jsonstroom import TeGroot

MAX_TEXT_BYTES = 64 * 1024
MAX_PARTS = 100
MULTIPART = b"multipart/form-data"
URLENCODED = b"application/x-www-form-urlencoded"
FORMS = (MULTIPART, URLENCODED)
T = TypeVar("T")


class GeenFormulier(Exception):
    """Dit formulier is niet te lezen. Stuur multipart/form-data, met de boundary in Content-Type."""


class FormReader(Generic[T]):
    """The parts of a form by name: those in `contents` go to `take` while they arrive, the others are short texts.

    A repeated part counts the last time. Raises GeenFormulier, and TeGroot for too many parts or too long a text.
    """

    def __init__(
        self,
        content_type: bytes,
        pieces: AsyncIterator[bytes],
        contents: frozenset[str],
        take: Callable[[AsyncIterator[bytes]], Awaitable[T]],
    ) -> None:
        self.kind, options = parse_options_header(content_type)
        self._pieces, self._contents, self._take = pieces, contents, take
        self._boundary = options.get(b"boundary", b"")
        self._waiting: deque[tuple[str, bytes]] = deque()
        self._header = self._value = b""
        self._name = ""
        self._is_complete = False
        self.found: dict[str, str | T] = {}

    async def read(self) -> dict[str, str | T]:
        if self.kind == URLENCODED:
            return await self._read_urlencoded()
        if self.kind != MULTIPART:
            raise GeenFormulier
        try:
            await self._read_parts()
        except FormParserError:
            raise GeenFormulier from None
        return self.found

    async def _read_parts(self) -> None:
        parser = MultipartParser(self._boundary, self._callbacks())
        count = 0
        while await self._fill(parser):
            what, data = self._waiting.popleft()
            if what != "begin":
                continue
            count += 1
            if count > MAX_PARTS:
                raise TeGroot
            name = data.decode("utf-8", "replace")
            stream = self._part(parser)
            self.found[name] = await self._take(stream) if name in self._contents else await _text(stream)

    async def _part(self, parser: MultipartParser) -> AsyncIterator[bytes]:
        """What is in the part that has begun, to its end."""
        while await self._fill(parser):
            what, data = self._waiting.popleft()
            if what == "end":
                return
            yield data

    async def _fill(self, parser: MultipartParser) -> bool:
        """Whether there is something waiting, after reading on if need be."""
        while not self._waiting:
            chunk = await anext(self._pieces, b"")
            if not chunk:
                if not self._is_complete:
                    raise FormParserError("the form has no end")
                return False
            parser.write(chunk)
        return True

    # --- what the parser tells while it is fed ------------------------------------------------------------------------

    def _callbacks(self) -> Any:
        return {
            "on_part_begin": self._on_part, "on_header_begin": self._on_header, "on_header_field": self._on_field,
            "on_header_value": self._on_value, "on_header_end": self._on_header_end,
            "on_headers_finished": lambda: self._waiting.append(("begin", self._name.encode())),
            "on_part_data": lambda data, start, end: self._waiting.append(("data", data[start:end])),
            "on_part_end": lambda: self._waiting.append(("end", b"")), "on_end": self._on_end,
        }  # fmt: skip

    def _on_part(self) -> None:
        self._name = ""

    def _on_header(self) -> None:
        self._header = self._value = b""

    def _on_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        if self._header.strip().lower() == b"content-disposition":
            self._name = parse_options_header(self._value)[1].get(b"name", b"").decode("utf-8", "replace")

    def _on_end(self) -> None:
        self._is_complete = True

    # --- the small form ----------------------------------------------------------------------------------------------

    async def _read_urlencoded(self) -> dict[str, str | T]:
        body = bytearray()
        async for piece in self._pieces:
            body += piece
            if len(body) > 100 * MAX_TEXT_BYTES:
                raise TeGroot
        for pair in bytes(body).split(b"&", MAX_PARTS):
            name, _, value = pair.replace(b"+", b" ").partition(b"=")
            key, content = unquote_to_bytes(name).decode("utf-8", "replace"), unquote_to_bytes(value)
            is_content = key in self._contents
            self.found[key] = await self._take(_once(content)) if is_content else content.decode("utf-8", "replace")
        return self.found


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def _text(stream: AsyncIterator[bytes]) -> str:
    text = bytearray()
    async for piece in stream:
        text += piece
        if len(text) > MAX_TEXT_BYTES:
            raise TeGroot
    return text.decode("utf-8", "replace")
