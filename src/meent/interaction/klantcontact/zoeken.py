"""Looking for a customer: by BSN, RSIN, telephone number, mail address or surname, in one box.

What is looked for goes by POST, so that no number of a person stands in an address, a history or a log of a server.
"""

import re
from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from meent.interaction.behandelen.zakenlijst import uuid_of
from meent.interaction.klantcontact import klant
from meent.interaction.klantcontact.ophalen import API
from meent.interaction.seams import Json, Rows, Zgw, ZgwFout
from meent.interaction.visit import Visit

MEEST = 20
"""Customers that are shown; with more the question must be sharper."""
NEGEN_CIJFERS = re.compile(r"\d{9}", re.ASCII)
TELEFOON = re.compile(r"(\+\d{9,15}|0\d{9})", re.ASCII)


@dataclass(frozen=True)
class Gevonden:
    uuid: str
    naam: str
    soort: str
    adres: str


async def show(visit: Visit) -> Response:
    return visit.render("klantcontact/zoeken.html", gezocht="", gevonden=None, meer=False)


async def zoek(visit: Visit) -> Response:
    """Who it is: with one, its page; with more, whom to choose from."""
    gezocht = (await visit.form()).get("zoek", "").strip()[:80]
    uuids = list(dict.fromkeys(await wie(visit.zgw, gezocht))) if gezocht else []
    if len(uuids) == 1:
        return RedirectResponse(f"/{visit.gemeente.slug}/klantcontact/partijen/{uuids[0]}", 303)
    found = [gevonden(await visit.zgw.get(API, "partijen", uuid)) for uuid in uuids[:MEEST]]
    return visit.render(
        "klantcontact/zoeken.html",
        back=f"/{visit.gemeente.slug}/klantcontact/zoeken",
        gezocht=gezocht,
        gevonden=found,
        meer=len(uuids) > MEEST,
    )


async def wie(zgw: Zgw, gezocht: str) -> list[str]:
    """Uuids of the partijen that this may be."""
    bare = re.sub(r"[\s().-]", "", gezocht)
    if NEGEN_CIJFERS.fullmatch(bare):
        return [uuid_of(row) for row in await rows(zgw, "partijen", partijIdentificator__objectId=bare)]
    if TELEFOON.fullmatch(bare):
        return of_link(await rows(zgw, "digitaleadressen", adres=bare), "verstrektDoorPartij")
    if "@" in gezocht:
        return of_link(await rows(zgw, "digitaleadressen", adres=gezocht.lower()), "verstrektDoorPartij")
    return of_link(await rows(zgw, "betrokkenen", contactnaamAchternaam=gezocht), "wasPartij")


async def rows(zgw: Zgw, collectie: str, **filters: str) -> Rows:
    """The first page; nothing for what the register cannot look for."""
    try:
        return list((await zgw.list(API, collectie, page=1, **filters))["results"])
    except ZgwFout as fout:
        if fout.status == 400:
            return []
        raise


def of_link(found: Rows, name: str) -> list[str]:
    return [row[name]["uuid"] for row in found if row.get(name)]


def gevonden(partij: Json) -> Gevonden:
    shown = klant.klant(partij, [])
    return Gevonden(shown.uuid, shown.naam, shown.soort, shown.adres)
