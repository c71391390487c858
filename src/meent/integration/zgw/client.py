"""Registers as processes and screens see them: the JSON of the standard, without HTTP when the register is ours.

A call goes through the same doors as one from outside (checks, rights, rules, audit); only the token is replaced by
the Caller that the session of the person already is.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import msgspec

from meent.engine.authorise import Caller
from meent.engine.call import Call, Place
from meent.engine.errors import Fout
from meent.engine.web import Engine
from meent.integration.zgw.work import Work

Json = dict[str, Any]
Rows = list[Json]
HEADERS = {b"content-type": b"application/json", b"accept-crs": b"EPSG:4326", b"content-crs": b"EPSG:4326"}


class ZgwFout(Exception):
    """The register refused: its status and its problem document."""

    def __init__(self, status: int, body: Json) -> None:
        super().__init__(status, body.get("code"))
        self.status, self.body = status, body


class Zgw:
    """The registers of one municipality for one caller.

    base   scheme and host under which links are written, e.g. "http://127.0.0.1:8400"
    """

    def __init__(self, engine: Engine, place: Place, caller: Caller, base: str) -> None:
        self.engine, self.place, self.caller = engine, place, caller
        self.base = base

    async def list(self, api: str, collectie: str, *, page: int = 1, expand: str = "", **filters: str) -> Json:
        """One page: count, next, previous, results. Raises ZgwFout."""
        query = filters | ({"page": str(page)} if page > 1 else {}) | ({"expand": expand} if expand else {})
        found: Json = await self._call("GET", f"/{api}/api/v1/{collectie}", query)
        return found

    async def get(self, api: str, collectie: str, uuid: str, *, expand: str = "") -> Json:
        found: Json = await self._call("GET", f"/{api}/api/v1/{collectie}/{uuid}", {"expand": expand} if expand else {})
        return found

    async def create(self, api: str, collectie: str, body: Json) -> Json:
        made: Json = await self._call("POST", f"/{api}/api/v1/{collectie}", {}, body)
        return made

    async def update(self, api: str, collectie: str, uuid: str, body: Json) -> Json:
        """Changes only what is given (PATCH)."""
        made: Json = await self._call("PATCH", f"/{api}/api/v1/{collectie}/{uuid}", {}, body)
        return made

    async def audittrail(self, zaak_uuid: str) -> Rows:
        lines: Rows = await self._call("GET", f"/zaken/api/v1/zaken/{zaak_uuid}/audittrail", {})
        return lines

    @asynccontextmanager
    async def together(self) -> AsyncIterator[Work]:
        """Several writes in one transaction, committed when the block ends. Raises ZgwFout; nothing is kept then."""
        links = self.engine.links(self.base + self.place.prefix, self.place)
        try:
            async with self.engine.together(self.place, self.caller, links) as session:
                yield Work(session)
        except Fout as fout:
            raise ZgwFout(fout.status, msgspec.json.decode(fout.as_json(links.base))) from fout

    async def _call(self, method: str, path: str, query: dict[str, str], body: Json | None = None) -> Any:
        content = msgspec.json.encode(body) if body is not None else b""

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": content, "more_body": False}

        parts, asked, base = path.split("/"), urlencode(query).encode(), self.base + self.place.prefix
        call = Call(self.engine, self.place, method, parts, HEADERS, asked, base, receive, self.caller)
        try:
            answer = await self.engine.answer(call)
        except Fout as fout:
            raise ZgwFout(fout.status, msgspec.json.decode(fout.as_json(call.links.base))) from fout
        return msgspec.json.decode(answer.body) if answer.body else {}
