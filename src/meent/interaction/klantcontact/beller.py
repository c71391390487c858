"""Who calls: what the registers know by a number, or of whom the agent chose."""

from dataclasses import dataclass

from meent.basis.telefoonnummer import landelijk
from meent.interaction.behandelen.zakenlijst import Regel, regel
from meent.interaction.klantcontact import klant, ophalen
from meent.interaction.klantcontact.klant import Klant, Moment, Taak
from meent.interaction.klantcontact.ophalen import API
from meent.interaction.klantcontact.zoeken import Gevonden, gevonden, of_link, rows
from meent.interaction.seams import Zgw, ZgwFout
from meent.interaction.visit import Visit
from meent.interaction.words import today

EERDER = 5
"""Contacts that are shown before a call is answered."""
NIET_TOEGESTAAN = 403
MEEST = 5
"""Customers with one number to choose from."""


@dataclass(frozen=True)
class Beller:
    """klant is None when nobody is known, or when there are more with this number: then they are the keuzes.

    mag     False when the municipality has no ground on which it may look up who calls
    """

    van: str
    klant: Klant | None
    keuzes: list[Gevonden]
    open_zaken: list[Regel]
    eerder: list[Moment]
    taken: list[Taak]
    mag: bool = True


async def wie_belt(visit: Visit, van: str, partij: str, *, zoek: bool = True) -> Beller:
    """Who calls: the partij that was chosen, else whoever has this number."""
    try:
        return await _wie_belt(visit, van, partij, zoek=zoek)
    except ZgwFout as fout:
        if fout.status != NIET_TOEGESTAAN or partij:
            raise
    return Beller(van, None, [], [], [], [], mag=False)


async def _wie_belt(visit: Visit, van: str, partij: str, *, zoek: bool) -> Beller:
    zgw, day = visit.zgw, today(visit.now)
    uuids = [partij] if partij else await met_nummer(zgw, van) if zoek and van else []
    if len(uuids) != 1:
        keuzes = [gevonden(await zgw.get(API, "partijen", uuid)) for uuid in uuids[:MEEST]]
        return Beller(van, None, keuzes, [], [], [])
    alles = await ophalen.alles_van(zgw, uuids[0])
    momenten = klant.tijdlijn(alles.contacten, alles.actoren, day)
    zaken = [regel(zaak, day) for zaak in alles.zaken]
    return Beller(
        van,
        klant.klant(alles.partij, alles.adressen),
        [],
        [zaak for zaak in zaken if not zaak.eind],
        momenten[:EERDER],
        klant.open_taken(momenten),
    )


async def met_nummer(zgw: Zgw, van: str) -> list[str]:
    """Uuids of the partijen with this number, as people here write it or with the code of the country."""
    found = [row for adres in dict.fromkeys((landelijk(van), van)) for row in await _adressen(zgw, adres)]
    return list(dict.fromkeys(found))


async def _adressen(zgw: Zgw, adres: str) -> list[str]:
    try:
        return of_link(await rows(zgw, "digitaleadressen", adres=adres), "verstrektDoorPartij")
    except ZgwFout as fout:
        if fout.status == 404:
            return []
        raise
