"""Registers as processes and screens see them: the JSON of the standard, without HTTP when the register is ours.

A call goes through the same doors as one from outside (checks, rights, rules, audit); only the token is replaced by
the Caller that the session of the person already is.
"""

from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import Message
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import msgspec

from meent.basis import spoor
from meent.basis.fouten import Fout
from meent.data.pool import DatabaseBezig, DatabaseWeg
from meent.engine.authorise import Caller
from meent.engine.call import Call
from meent.engine.web import Engine
from meent.integration.zgw.work import Work, ZgwFout
from meent.wire.answer import Answer
from meent.wire.place import Place

Json = dict[str, Any]
Rows = list[Json]
HEADERS = {b"content-type": b"application/json", b"accept-crs": b"EPSG:4326", b"content-crs": b"EPSG:4326"}

NOTHING_TOLD: Mapping[bytes, bytes] = MappingProxyType({})


@dataclass(frozen=True)
class Inhoud:
    """The content of a document.

    formaat  media type
    omvang   bytes
    stukken  those bytes, in pieces
    """

    formaat: str
    bestandsnaam: str
    omvang: int
    stukken: AsyncIterator[bytes]


class Zgw:
    """The registers of one municipality for one caller.

    base   scheme and host under which links are written, e.g. "http://127.0.0.1:8400"
    told   headers of the call in which this happens: its trace, its purpose

    All calls of one are one trace: the log of processing tells them as one time that somebody looked.
    """

    def __init__(
        self, engine: Engine, place: Place, caller: Caller, base: str, told: Mapping[bytes, bytes] = NOTHING_TOLD
    ) -> None:
        self.engine, self.place, self.caller = engine, place, caller
        self.base = base
        self.headers = HEADERS | {b"traceparent": spoor.new().further().encode()} | dict(told)

    async def list(self, api: str, collectie: str, *, page: int = 1, expand: str = "", **filters: str) -> Json:
        """One page: count, next, previous, results. Raises ZgwFout."""
        query = filters | ({"page": str(page)} if page > 1 else {}) | ({"expand": expand} if expand else {})
        found: Json = await self._call("GET", self._path(api, collectie), query)
        return found

    async def all(self, api: str, collectie: str, *, expand: str = "", **filters: str) -> Rows:
        """A collection that comes in one piece (G-07)."""
        query = filters | ({"expand": expand} if expand else {})
        rows: Rows = await self._call("GET", self._path(api, collectie), query)
        return rows

    async def get(self, api: str, collectie: str, uuid: str, *, expand: str = "", **parameters: str) -> Json:
        query = parameters | ({"expand": expand} if expand else {})
        found: Json = await self._call("GET", self._path(api, collectie, uuid), query)
        return found

    async def create(self, api: str, collectie: str, body: Json, *, inhoud: AsyncIterator[bytes] | None = None) -> Json:
        """POST; `inhoud` becomes the member of that name, as base64, while it is read: nowhere does all of it stand."""
        sent = _whole(msgspec.json.encode(body)) if inhoud is None else _with_inhoud(body, inhoud)
        made: Json = await self._call("POST", self._path(api, collectie), {}, sent)
        return made

    async def delete(self, api: str, collectie: str, uuid: str) -> None:
        await self._call("DELETE", self._path(api, collectie, uuid), {})

    async def download(self, uuid: str, **parameters: str) -> Inhoud:
        """The content of a document. Raises ZgwFout."""
        path = f"/documenten/api/v1/enkelvoudiginformatieobjecten/{uuid}/download"
        answer = await self._answer("GET", path, parameters, _whole(b""))
        headers = Message()
        for name, value in answer.headers:
            headers[name.decode()] = value.decode("latin-1")
        stukken = answer.stream or _whole(answer.body)
        length = int(headers.get("content-length") or len(answer.body))
        return Inhoud(headers.get_content_type(), headers.get_filename() or "", length, stukken)

    async def update(self, api: str, collectie: str, uuid: str, body: Json) -> Json:
        """Changes only what is given (PATCH)."""
        sent = _whole(msgspec.json.encode(body))
        made: Json = await self._call("PATCH", self._path(api, collectie, uuid), {}, sent)
        return made

    async def audittrail(self, zaak_uuid: str) -> Rows:
        lines: Rows = await self._call("GET", f"/zaken/api/v1/zaken/{zaak_uuid}/audittrail", {})
        return lines

    @asynccontextmanager
    async def together(self) -> AsyncIterator[Work]:
        """Several writes in one transaction, committed when the block ends. Raises ZgwFout; nothing is kept then."""
        links = self.engine.links(self.base + self.place.prefix, self.place)
        try:
            with spoor.along(spoor.of_header(self.headers[b"traceparent"])):
                async with self.engine.together(self.place, self.caller, links) as session:
                    session.companions.headers = self.headers
                    yield Work(session)
        except Fout as fout:
            raise ZgwFout(fout.status, msgspec.json.decode(fout.as_json(links.base))) from fout
        except (DatabaseWeg, DatabaseBezig) as gone:
            raise ZgwFout(503, {"status": 503, "title": str(gone)}) from gone

    def _path(self, api: str, *parts: str) -> str:
        """Address under that of the municipality; the root is that of the API, such as api/v2."""
        return "/".join(("", api, self.engine.registry.apis[api].root, *parts))

    async def _call(
        self, method: str, path: str, query: dict[str, str], sent: AsyncIterator[bytes] | None = None
    ) -> Any:
        answer = await self._answer(method, path, query, sent or _whole(b""))
        return msgspec.json.decode(answer.body) if answer.body else {}

    async def _answer(self, method: str, path: str, query: dict[str, str], sent: AsyncIterator[bytes]) -> Answer:
        async def receive() -> dict[str, Any]:
            piece = await anext(sent, None)
            return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

        parts, asked, base = path.split("/"), urlencode(query).encode(), self.base + self.place.prefix
        call = Call(self.engine, self.place, method, parts, self.headers, asked, base, receive, self.caller)
        try:
            return await self.engine.answer(call)
        except Fout as fout:
            raise ZgwFout(fout.status, msgspec.json.decode(fout.as_json(call.links.base))) from fout
        except (DatabaseWeg, DatabaseBezig) as gone:
            raise ZgwFout(503, {"status": 503, "title": str(gone)}) from gone


async def _whole(body: bytes) -> AsyncIterator[bytes]:
    yield body


async def _with_inhoud(body: Json, inhoud: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The JSON of `body` with the member `inhoud` in front, as base64."""
    yield b'{"inhoud":"'
    rest = b""
    async for piece in inhoud:
        piece = rest + piece
        whole = len(piece) - len(piece) % 3
        rest = piece[whole:]
        yield b64encode(piece[:whole])
    yield b64encode(rest) + b'",' + msgspec.json.encode(body)[1:]
