"""What a client sends: query, headers, and a body that is read as it comes in and is JSON where we ask for that."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

from meent.basis.fouten import Fout, one_fault, too_large
from meent.basis.jsonwaarden import read
from meent.basis.placeholder import holds_placeholder

MAX_BODY_BYTES = 10 * 1024 * 1024

Receive = Callable[[], Awaitable[dict[str, Any]]]


class Request:
    """One request of HTTP, read as far as needed; what is wrong with it is a Fout in the layout of the standard."""

    __slots__ = ("headers", "method", "query", "receive")

    def __init__(self, method: str, headers: dict[bytes, bytes], query: bytes, receive: Receive) -> None:
        self.method, self.headers, self.query, self.receive = method, headers, query, receive

    def parameters(self) -> dict[str, Any]:
        """Query parameters; of a repeated one the last counts."""
        if not self.query:
            return {}
        try:
            return dict(parse_qsl(self.query.decode(), keep_blank_values=True, errors="strict", max_num_fields=200))
        except (UnicodeDecodeError, ValueError):
            raise one_fault("nonFieldErrors", "invalid", "De query is niet te lezen.") from None

    async def body(self) -> bytes:
        """The whole body, at most MAX_BODY_BYTES."""
        chunks, size = [], 0
        async for chunk in self.pieces():
            size += len(chunk)
            if size > MAX_BODY_BYTES:
                raise too_large(MAX_BODY_BYTES)
            chunks.append(chunk)
        return b"".join(chunks)

    async def pieces(self) -> AsyncIterator[bytes]:
        """The body as it arrives."""
        more = True
        while more:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise Fout(400, "invalid", "De verbinding is verbroken.")
            if chunk := message.get("body", b""):
                yield chunk
            more = message.get("more_body", False)

    async def json_body(self) -> tuple[bytes, Any]:
        """The body, and what it says."""
        raw = await self.body()
        return raw, self.read_json(raw)

    def require_json(self) -> None:
        kind = self.headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
        if kind not in (b"application/json", b"application/merge-patch+json"):
            raise Fout(415, "unsupported_media_type", "Stuur JSON, met Content-Type: application/json.")

    def read_json(self, raw: bytes) -> Any:
        self.require_json()
        if holds_placeholder(raw):
            raise one_fault("nonFieldErrors", "invalid", "Het verzoek bevat een teken dat niet mag (U+007F).")
        try:
            return read(raw)
        except ValueError as fault:
            raise one_fault("nonFieldErrors", "invalid", str(fault)) from None
