"""One search box over persons, cases, contacts and knowledge articles."""

from dataclasses import dataclass

from meent.integration.kennis.boek import Treffer
from meent.interaction.behandelen.zakenlijst import uuid_of
from meent.interaction.klantcontact.ophalen import API
from meent.interaction.klantcontact.zoeken import MEEST, Gevonden, gevonden, rows, wie
from meent.interaction.seams import Json
from meent.interaction.visit import Visit
from meent.interaction.words import today

PER_SOORT = 5


@dataclass(frozen=True)
class GevondenZaak:
    uuid: str
    nummer: str
    omschrijving: str


@dataclass(frozen=True)
class GevondenContact:
    nummer: str
    op: str
    onderwerp: str


@dataclass(frozen=True)
class Zoekresultaat:
    klanten: list[Gevonden]
    zaken: list[GevondenZaak]
    contacten: list[GevondenContact]
    artikelen: list[Treffer]


async def zoek_alles(visit: Visit, gezocht: str) -> Zoekresultaat:
    """Who, which case by its number, which contact by its number, and which article by its words."""
    zgw = visit.zgw
    uuids = list(dict.fromkeys(await wie(zgw, gezocht)))[:MEEST]
    zaken = (await zgw.list("zaken", "zaken", page=1, identificatie=gezocht))["results"]
    contacten = await rows(zgw, "klantcontacten", referentienummer=gezocht) if gezocht.isdigit() else []
    artikelen = await visit.deps.kennis.zoek(visit.gemeente.id, gezocht, today(visit.now), PER_SOORT)
    await visit.deps.kennis.vond(visit.gemeente.id, [een.uuid for een in artikelen], today(visit.now))
    return Zoekresultaat(
        [gevonden(await zgw.get(API, "partijen", uuid)) for uuid in uuids],
        [_zaak(row) for row in zaken[:PER_SOORT]],
        [GevondenContact(str(row.get("referentienummer") or ""), row["plaatsgevondenOp"], row["onderwerp"])
         for row in contacten[:PER_SOORT]],
        artikelen,
    )  # fmt: skip


def _zaak(row: Json) -> GevondenZaak:
    return GevondenZaak(uuid_of(row), row["identificatie"], row.get("omschrijving") or "")
