"""What the pages about customers ask of the registers, and how many times."""

from collections.abc import Mapping
from dataclasses import dataclass

from meent.interaction.behandelen.zakenlijst import uuid_of
from meent.interaction.klantcontact import klant
from meent.interaction.seams import Json, Rows, Zgw, ZgwFout

API = "klantinteracties"
CONTACTEN = 50
"""Contacts on one page; what was before is told in a number."""
EXPAND = "hadBetrokkenen,gingOverOnderwerpobjecten,leiddeTotInterneTaken"
ZAAK_EXPAND = "zaaktype,status,status.statustype"
VAN_PERSOON = "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn"
VAN_ORGANISATIE = "rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__innNnpId"
ACTOREN = "500"


@dataclass(frozen=True)
class Alles:
    """All that the page of a partij shows, as the registers tell it.

    namens   the organisation for which a contactpersoon speaks
    aantal   contacts there are; `contacten` holds the last CONTACTEN of them
    actoren  uuid -> name
    """

    partij: Json
    namens: Json | None
    zaken: Rows
    contacten: Rows
    aantal: int
    actoren: Mapping[str, str]

    @property
    def adressen(self) -> Rows:
        expand = self.partij.get("_expand") or {}
        return list(expand.get("digitaleAdressen") or [])


async def alles_van(zgw: Zgw, uuid: str) -> Alles:
    partij = await zgw.get(API, "partijen", uuid, expand="digitaleAdressen")
    contacten = await contacten_bij(zgw, hadBetrokkene__wasPartij__uuid=uuid)
    link = (partij.get("partijIdentificatie") or {}).get("werkteVoorPartij")
    return Alles(
        partij=partij,
        namens=await zgw.get(API, "partijen", link["uuid"]) if link else None,
        zaken=await zaken_van(zgw, partij),
        contacten=contacten["results"],
        aantal=contacten["count"],
        actoren=await namen_van_actoren(zgw, contacten["results"]),
    )


async def contacten_bij(zgw: Zgw, **filters: str) -> Json:
    """The last contacts; none when there is no register of them."""
    try:
        return await zgw.list(API, "klantcontacten", page=1, expand=EXPAND, pageSize=str(CONTACTEN), **filters)
    except ZgwFout as fout:
        if fout.status == 404:
            return {"count": 0, "results": []}
        raise


async def zaken_van(zgw: Zgw, partij: Json) -> Rows:
    """The last cases of this person or organisation, newest first; of who has no such number none."""
    for soort, name in (("bsn", VAN_PERSOON), ("rsin", VAN_ORGANISATIE)):
        number, _ = klant.identificator(partij, soort)
        if number:
            found = await zgw.list(
                "zaken", "zaken", page=1, expand=ZAAK_EXPAND, ordering="-startdatum", **{name: number}
            )
            return list(found["results"])
    return []


async def namen_van_actoren(zgw: Zgw, contacten: Rows) -> dict[str, str]:
    """Of who has work because of these contacts, in one question; none is asked when nobody has."""
    taken = [one for row in contacten for one in (row.get("_expand") or {}).get("leiddeTotInterneTaken") or []]
    return await alle_actoren(zgw) if taken else {}


async def alle_actoren(zgw: Zgw, **filters: str) -> dict[str, str]:
    """Uuid -> name, at most 500."""
    found = await zgw.list(API, "actoren", page=1, pageSize=ACTOREN, **filters)
    return {uuid_of(actor): actor["naam"] for actor in found["results"]}


async def taken_oudste_eerst(zgw: Zgw, page: int, size: int, **filters: str) -> tuple[Rows, int]:
    """A page of the tasks from the oldest on, and how many there are.

    Registers give the newest first and cannot be asked otherwise, so the page is counted from the end: no more is read
    than is shown (and a page beside it), for each task that is read is one that somebody looked at.
    """
    count = (await zgw.list(API, "internetaken", page=1, pageSize="1", **filters))["count"]
    stop = count - size * (page - 1)
    start = max(0, stop - size)
    if stop <= 0:
        return [], count
    rows: Rows = []
    for number in range(start // size + 1, (stop - 1) // size + 2):
        rows += (await zgw.list(API, "internetaken", page=number, pageSize=str(size), **filters))["results"]
    skip = start - start // size * size
    return rows[skip : skip + stop - start][::-1], count


async def contact_van(zgw: Zgw, taak: Json) -> Json:
    """The contact from which a task follows, with who took part."""
    uuid = taak["aanleidinggevendKlantcontact"]["uuid"]
    return await zgw.get(API, "klantcontacten", uuid, expand="hadBetrokkenen,hadBetrokkenen.digitaleAdressen")
