"""Recordings for people: which there are; and hearing one, which is logged before it is heard (0037, 0062)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec

from meent.basis import spoor
from meent.basis.fouten import Fout
from meent.capabilities.opslag import InhoudWeg
from meent.engine.authorise import Caller
from meent.engine.declare import Resource
from meent.integration.telefooncentrale.opnamen import BELUISTERD, MEEST, Opname, Opnamen
from meent.integration.zgw import Zgw, ZgwFout
from meent.services.klantinteracties.klantcontact import KLANTINTERACTIE
from meent.wire.place import Place

__all__ = ["MEEST", "Beluisteren", "Keer", "Opname"]

NAAM, HANDELING = "gespreksopname", "listen"
"""What the log of processing calls it."""


class Luisterlog(Protocol):
    """See `verwerkingen.logboek.Logboek`."""

    async def beside(
        self, conn: Any, place: Place, caller: Caller, what: tuple[str, UUID, str], row: tuple[Resource[Any], UUID]
    ) -> None: ...


class Keer(msgspec.Struct, frozen=True):
    """Somebody heard it: who, by name, and a code for why."""

    door: str
    naam: str
    reden: str
    op: datetime | None = None


@dataclass(frozen=True)
class Stuk:
    """A part of the sound: octets from `van` up to, not including, `tot` of `omvang`."""

    van: int
    tot: int
    omvang: int
    stukken: AsyncIterator[bytes]


class Beluisteren:
    """Of the municipality and the person that the registers (`zgw`) are for."""

    def __init__(self, opnamen: Opnamen, log: Luisterlog) -> None:
        self._opnamen, self._log = opnamen, log

    async def lijst(self, zgw: Zgw, van: datetime, tot: datetime) -> list[Opname]:
        """Newest first, at most MEEST."""
        return await self._opnamen.lijst(zgw.place.id, van, tot)

    async def een(self, zgw: Zgw, gesprek: UUID) -> tuple[Opname, list[Keer]] | None:
        """One, there or deleted, and when it was heard, newest first; None when there never was one."""
        opname = await self._opnamen.van_gesprek(zgw.place.id, str(gesprek))
        if opname is None:
            return None
        heard = await self._opnamen.beluisteringen(zgw.place.id, str(gesprek))
        keren = [msgspec.structs.replace(msgspec.json.decode(inhoud, type=Keer), op=op) for op, inhoud in heard]
        return opname, keren

    async def te_horen(self, zgw: Zgw, gesprekken: Sequence[UUID]) -> list[UUID]:
        """Of which of these there is a recording that may still be heard."""
        return await self._opnamen.te_horen(zgw.place.id, gesprekken)

    async def luister(self, zgw: Zgw, gesprek: UUID, contact: UUID, reden: str) -> bool:
        """Whether it may be heard now: it is there, and that it is heard is in both logs.

        contact   key of the klantcontact, by which it is known who called
        raises    ZgwFout when it cannot be logged, and then it may not be heard
        """
        place = zgw.place
        if await self._opnamen.inhoud(place.id, str(gesprek)) is None:
            return False
        try:
            with spoor.along(spoor.of_header(zgw.headers[b"traceparent"])):
                async with self._opnamen.pool.tenant(place.id) as conn:
                    what = (NAAM, gesprek, HANDELING)
                    await self._log.beside(conn, place, zgw.caller, what, (KLANTINTERACTIE, contact))
        except Fout as fout:
            raise ZgwFout(fout.status, {"status": fout.status, "title": fout.detail}) from fout
        keer = {"door": zgw.caller.user_id, "naam": zgw.caller.user_weergave, "reden": reden}
        await self._opnamen.schrijf_regel(place.id, str(gesprek), BELUISTERD, keer)
        return True

    async def geluid(self, zgw: Zgw, gesprek: UUID, van: int, tot: int | None) -> Stuk | None:
        """Octets from `van` up to, not including, `tot` (None: the end); None when it is gone or there are none."""
        content = await self._opnamen.inhoud(zgw.place.id, str(gesprek))
        if content is None:
            return None
        tot = min(content.omvang, content.omvang if tot is None else tot)
        if not 0 <= van < tot:
            return None
        stream = self._opnamen.store.read(zgw.place.id, content.sleutel, van, tot)
        try:
            first = await anext(stream, b"")
        except InhoudWeg:
            return None
        return Stuk(van, tot, content.omvang, _with(first, stream))


async def _with(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
