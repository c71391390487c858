"""A catalogue out of a register, into an archive that Open Zaak and we can read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from meent.integration.zgw import Work, Zgw
from meent.tools.catalogus.archief import write_json_files
from meent.tools.catalogus.vorm import BESTANDEN, EEN_DOCUMENT, VERWANT, Json, Relatie, respelt, snake

CATALOGI = "catalogi"


class GeenCatalogus(ValueError):
    """Deze catalogus is er niet, of er is er meer dan een."""


@dataclass(frozen=True, slots=True)
class Uitvoer:
    """The archive, and how many records each of its files holds."""

    archief: bytes
    aantallen: dict[str, int]


async def export_catalogus(zgw: Zgw, domein: str) -> Uitvoer:
    """All types of the catalogus with this domein, concepts too, as they are in one moment. Raises GeenCatalogus."""
    async with zgw.together() as work:
        records = await _records(work, (await find_catalogus(work, domein))["url"])
    names = {
        relatie.bestand: _by_name(records[relatie.bestand], relatie.naam)
        for relatie in (*(r for b in BESTANDEN.values() for r in b.relaties), VERWANT, EEN_DOCUMENT)
    }
    files = {naam: [respelt(_with_links(naam, row, names), snake) for row in rows] for naam, rows in records.items()}
    return Uitvoer(write_json_files(files), {naam: len(rows) for naam, rows in files.items()})


async def find_catalogus(work: Work, domein: str) -> Json:
    """The one catalogus with this domein. Raises GeenCatalogus."""
    found = await work.rows(CATALOGI, "catalogussen", domein=domein)
    if len(found) != 1:
        there = ", ".join(sorted(c["domein"] for c in await work.rows(CATALOGI, "catalogussen"))) or "geen"
        raise GeenCatalogus(f"Er zijn {len(found)} catalogussen met het domein {domein!r}; er is: {there}.")
    return found[0]


async def _records(work: Work, catalogus: str) -> dict[str, list[Json]]:
    """File -> its records, in the order in which they were made."""
    found: dict[str, list[Json]] = {}
    for naam, bestand in BESTANDEN.items():
        if bestand.hoort_bij == "zaaktype":
            parts = [await work.rows(CATALOGI, bestand.collectie, zaaktype=z["url"]) for z in found["ZaakType"]]
            found[naam] = [row for rows in parts for row in rows]
        else:
            rows = await work.rows(CATALOGI, bestand.collectie, **{"catalogus": catalogus} if bestand.hoort_bij else {})
            found[naam] = [row for row in rows if bestand.hoort_bij or row["url"] == catalogus]
    return found  # fmt: skip


def _by_name(rows: list[Json], naam: str) -> dict[str, list[str]]:
    """Name -> the URLs of all versions that bear it."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row[naam], []).append(row["url"])
    return found


def _with_links(bestand: str, row: Json, names: Mapping[str, Mapping[str, list[str]]]) -> Json:
    """The record with names where the standard reads names, and links where it reads links."""
    shown = dict(row)
    for relatie in BESTANDEN[bestand].relaties:
        shown[relatie.namen] = row[relatie.veld]
        shown[relatie.veld] = [url for name in row[relatie.veld] for url in names[relatie.bestand].get(name, [])]
    if bestand == "ZaakType":
        shown["gerelateerdeZaaktypen"] = [_one(VERWANT, r, names) for r in row["gerelateerdeZaaktypen"]]
    if bestand == "ZaakTypeInformatieObjectType":
        shown = _one(EEN_DOCUMENT, row, names)
    return shown


def _one(relatie: Relatie, row: Json, names: Mapping[str, Mapping[str, list[str]]]) -> Json:
    """The record with the newest version that bears the name, or the name itself when there is none."""
    name: Any = row[relatie.veld]
    return row | {relatie.veld: names[relatie.bestand].get(name, [name])[-1], relatie.namen: name}
