"""Articles are written: each change is a record of the object, so that what agents once told can be read back.

A version that waits for its day is the newest one, and a change is always of the newest: so no plan is lost unseen.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

import msgspec

from meent.basis.objectsoorten import KENNISARTIKEL
from meent.integration.kennis.artikel import SCHEMA, Inhoud, Versie, data, versie
from meent.integration.zgw import ZgwFout

Json = dict[str, Any]
OBJECTEN, OBJECTTYPEN = "objecten", "objecttypen"
TYPE: Json = {
    "uuid": str(KENNISARTIKEL),
    "name": "Kennisartikel",
    "namePlural": "Kennisartikelen",
    "description": "Een tekst voor wie vragen van inwoners beantwoordt.",
    "dataClassification": "intern",
    "updateFrequency": "daily",
    "allowGeometry": False,
}


class Registers(Protocol):
    """Of `integration/zgw`, what is needed here. Each raises ZgwFout."""

    async def get(self, api: str, collectie: str, uuid: str, **parameters: str) -> Json: ...

    async def create(self, api: str, collectie: str, body: Json) -> Json: ...

    async def update(self, api: str, collectie: str, uuid: str, body: Json) -> Json: ...


class NetVeranderd(Exception):
    """Somebody else changed the article meanwhile."""


@dataclass(frozen=True)
class Artikel:
    """An article with all its versions, newest first.

    nu   the one that counts on the day that was asked, None when none does
    """

    uuid: UUID
    versies: tuple[Versie, ...]
    nu: Versie | None

    @property
    def nieuwste(self) -> Versie:
        return self.versies[0]

    @property
    def getoond(self) -> Versie:
        """What there is to read: what counts, else what is to come."""
        return self.nu or self.nieuwste


async def lees(zgw: Registers, uuid: UUID, day: date) -> Artikel:
    """All of it. Raises ZgwFout; 404 also for an object that is no article."""
    await lees_nu(zgw, uuid)
    records: list[Json] = []
    more, page = True, 1
    while more:
        history = await zgw.get(OBJECTEN, "objects", f"{uuid}/history", page=str(page))
        records += history["results"]
        more, page = bool(history.get("next")), page + 1
    versies = tuple(sorted(filter(None, map(versie, records)), key=lambda one: -one.nummer))
    return Artikel(uuid, versies, counting(versies, day))


async def lees_nu(zgw: Registers, uuid: UUID) -> Versie:
    """The version that counts now, else one that does not. Raises ZgwFout; 404 also for what is no article."""
    found = await zgw.get(OBJECTEN, "objects", str(uuid))
    if not found["type"].rstrip("/").endswith(str(KENNISARTIKEL)) or (now := versie(found["record"])) is None:
        raise ZgwFout(404, {"code": "not_found"})
    return now


def counting(versies: tuple[Versie, ...], day: date) -> Versie | None:
    """The version that was written last, of those that have begun."""
    return next((one for one in versies if one.vanaf <= day), None)


async def nieuw(zgw: Registers, inhoud: Inhoud, vanaf: date, *, uuid: UUID | None = None) -> UUID:
    """A new article, under the uuid by which others know it already, if there is one. Raises ZgwFout."""
    body = {"type": await the_type(zgw), "record": _record(inhoud, vanaf)} | ({"uuid": str(uuid)} if uuid else {})
    made = await zgw.create(OBJECTEN, "objects", body)
    return UUID(made["url"].rstrip("/")[-36:])


async def wijzig(zgw: Registers, artikel: Artikel, inhoud: Inhoud, vanaf: date, *, gezien: int) -> None:
    """A new version of what was read.

    gezien   number of the newest version that the editor saw
    raises   NetVeranderd, ZgwFout
    """
    if gezien != artikel.nieuwste.nummer:
        raise NetVeranderd
    await zgw.update(OBJECTEN, "objects", str(artikel.uuid), {"record": _record(inhoud, vanaf)})


async def trek_in(zgw: Registers, artikel: Artikel, day: date, *, by: str) -> None:
    """From this day on nobody finds it; it can be read, and published again by changing it. Raises ZgwFout."""
    inhoud = msgspec.structs.replace(artikel.nieuwste.inhoud, is_ingetrokken=True, gewijzigd_door=by)
    await zgw.update(OBJECTEN, "objects", str(artikel.uuid), {"record": _record(inhoud, day)})


async def the_type(zgw: Registers) -> str:
    """URL of the type of articles, made when this municipality has none yet. Raises ZgwFout."""
    try:
        return str((await zgw.get(OBJECTTYPEN, "objecttypes", str(KENNISARTIKEL)))["url"])
    except ZgwFout as fout:
        if fout.status != 404:
            raise
    made = await zgw.create(OBJECTTYPEN, "objecttypes", TYPE)
    version = {"status": "published", "jsonSchema": SCHEMA}
    await zgw.create(OBJECTTYPEN, f"objecttypes/{KENNISARTIKEL}/versions", version)
    return str(made["url"])


def _record(inhoud: Inhoud, vanaf: date) -> Json:
    return {"typeVersion": 1, "data": data(inhoud), "startAt": vanaf.isoformat()}
