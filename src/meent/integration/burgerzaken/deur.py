"""The door as a room of the engine: who calls, may they, what was sent, and what the process says to it.

Outside the BRP a fact may do what the municipality made of it, such as its zaak, whatever rights who calls has there.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec

from meent.basis.fouten import forbidden, not_found
from meent.engine.authorise import ALL_RIGHTS, Caller, Reach, Rights
from meent.engine.call import Call
from meent.engine.links import parse_uuid
from meent.integration.brp.boek import BIJHOUDEN, COMPONENT
from meent.integration.burgerzaken.document import API, ROOT, VERSIE, document
from meent.integration.burgerzaken.operatie import KEY, NERGENS, Gegeven, Operatie, Vraag
from meent.integration.burgerzaken.vorm import Vormen
from meent.integration.zgw import Zgw, ZgwFout
from meent.services.personen.bevragen.api import know_caller
from meent.wire.answer import JSON, Answer, not_allowed, with_header

PDF, OPEN = (b"content-type", b"application/pdf"), (b"access-control-allow-origin", b"*")
API_VERSION = (b"api-version", VERSIE.encode())
VERTELD = (b"traceparent", b"x-doelbinding")
"""Headers that go along: of which trace the call is a part, and for which purpose it is."""


class Geleend(Rights):
    """Rights of one call: of the BRP one's own and what the address opens, elsewhere whatever a fact needs there."""

    def __init__(self, own: Rights, opent: tuple[str, ...]) -> None:
        super().__init__()
        self.own, self.opent = own, opent

    def reach(self, component: str, scopes: tuple[str, ...]) -> Reach:
        if component != COMPONENT:
            return ALL_RIGHTS.reach(component, scopes)
        return self.own.reach(component, (*scopes, *self.opent) if BIJHOUDEN in scopes else scopes)


class Deur:
    """The API; `room` is what the engine needs of it, `document` tells all of it with a placeholder for the address."""

    def __init__(self, operaties: Sequence[Operatie], vormen: Vormen) -> None:
        self.operaties, self.vormen = operaties, vormen
        self.document = document(operaties, vormen)
        self.room = {f"{API}/": self.answer}
        self._document = msgspec.json.encode(self.document)

    async def answer(self, call: Call, parts: list[str]) -> Answer:
        """What stands at an address below the API; every answer tells its version. raises Fout"""
        return await with_header(self._answer(call, parts), API_VERSION)

    async def _answer(self, call: Call, parts: list[str]) -> Answer:
        if parts[:2] != ROOT.split("/")[1:]:
            raise not_found()
        if parts[2:] == ["openapi.json"]:
            if call.method not in ("GET", "HEAD"):
                raise not_allowed(["GET", "HEAD"])
            return Answer(200, call.links.render(self._document), (JSON, OPEN))
        here = [operatie for operatie in self.operaties if operatie.is_at(parts[2:])]
        if not here:
            raise not_found()
        method = "GET" if call.method == "HEAD" else call.method
        asked = next((operatie for operatie in here if operatie.methode == method), None)
        if asked is None:
            raise not_allowed([operatie.methode for operatie in here])
        await know_caller(call)
        require_right(call.caller, asked)
        return self._shown(call, await self._done(call, asked, parts[2:]))

    async def _done(self, call: Call, operatie: Operatie, parts: list[str]) -> Gegeven:
        """What the process makes of it. raises Fout"""
        key, sent = key_in(operatie, parts), await self._sent(call, operatie)
        keeps_brp = call.caller.rights.reach(COMPONENT, (BIJHOUDEN,)).given
        try:
            return await operatie.doe(Vraag(registers(call, operatie), sent, key, ziet_alles=keeps_brp))
        except ZgwFout as refused:
            raise refused.__cause__ or refused from None

    async def _sent(self, call: Call, operatie: Operatie) -> Any:
        """What stands in the body, or in the query. raises Fout 400"""
        if operatie.leest is not None:
            return self.vormen.lees(operatie.leest, (await call.json_body())[1])
        return self.vormen.lees(operatie.vraagt, call.parameters()) if operatie.vraagt is not None else None

    def _shown(self, call: Call, gegeven: Gegeven) -> Answer:
        headers = []
        if gegeven.plek:
            headers.append((b"location", f"{call.links.base}/{ROOT}{gegeven.plek}".encode()))
        if gegeven.zaak:
            headers.append((b"link", call.links.render(f'<{gegeven.zaak}>; rel="related"'.encode())))
        match gegeven.inhoud:
            case None:
                return Answer(gegeven.status, b"", tuple(headers))
            case bytes() as paper:
                return Answer(gegeven.status, paper, (PDF, *headers))
        return Answer(gegeven.status, call.links.render(msgspec.json.encode(gegeven.inhoud)), (JSON, *headers))


def require_right(caller: Caller, operatie: Operatie) -> None:
    """raises Fout 403. Source: BZ-380"""
    if not caller.rights.reach(COMPONENT, operatie.scopes).given:
        raise forbidden()


def registers(call: Call, operatie: Operatie) -> Zgw:
    """The registers for who calls, in the trace and for the purpose that the call tells."""
    caller = replace(call.caller, rights=Geleend(call.caller.rights, operatie.opent))
    along = {name: call.headers[name] for name in VERTELD if name in call.headers}
    return Zgw(call.engine, call.place, caller, call.links.base.removesuffix(call.place.prefix), along)


def key_in(operatie: Operatie, parts: list[str]) -> UUID:
    """The key in the address, where it has one. raises Fout 404"""
    own = operatie.pad.strip("/").split("/")
    written = next((part for name, part in zip(own, parts, strict=True) if name == KEY), None)
    if written is None:
        return NERGENS
    key = parse_uuid(written)
    if key is None:
        raise not_found()
    return key
