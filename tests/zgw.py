"""Arranging in the words of the field: a catalogus, a zaaktype, a zaak, as short as a test needs them."""

import itertools
from typing import Any

from tests.asgi import Client

CATALOGI, ZAKEN, AUTORISATIES = "/catalogi/api/v1", "/zaken/api/v1", "/autorisaties/api/v1"
BESLUITEN, DOCUMENTEN = "/besluiten/api/v1", "/documenten/api/v1"
RSIN = "823288444"
SELECTIELIJST = "https://selectielijst.openzaak.nl/api/v1"
PROCESTYPE = f"{SELECTIELIJST}/procestypen/aa8aa2fd-b9c6-4e34-9a6c-58a677f60ea0"
KLASSE = f"{SELECTIELIJST}/resultaten/8af64c99-a168-40dd-8afd-9fbe0597b6dc"
"""Of PROCESTYPE; kept for ever, and any afleidingswijze fits it."""
KLASSE_NIHIL = f"{SELECTIELIJST}/resultaten/afa30940-855b-4a7e-aa21-9e15a8078814"
"""Of PROCESTYPE; destroyed after ten years, and only the afleidingswijze afgehandeld fits it."""
OMSCHRIJVING = f"{SELECTIELIJST}/resultaattypeomschrijvingen/7cb315fb-4f7b-4a43-aca1-e4522e4c73b3"
KANAAL = f"{SELECTIELIJST}/communicatiekanalen/2b757868-45c2-42ca-b637-b63ddc87beb4"
NUMBERS = itertools.count(1)


def _domein(number: int) -> str:
    letters = ""
    for _ in range(5):
        number, rest = divmod(number, 26)
        letters = chr(65 + rest) + letters
    return letters


def catalogus_body(**extra: Any) -> dict[str, Any]:
    return {"domein": _domein(next(NUMBERS)), "rsin": RSIN, "contactpersoonBeheerNaam": "Ans Beheer"} | extra


def zaaktype_body(catalogus: str, **extra: Any) -> dict[str, Any]:
    return {
        "identificatie": f"ZT-{next(NUMBERS)}",
        "omschrijving": "Verhuizing",
        "vertrouwelijkheidaanduiding": "openbaar",
        "doel": "Een verhuizing vastleggen",
        "aanleiding": "Een inwoner verhuist",
        "indicatieInternOfExtern": "extern",
        "handelingInitiator": "aangeven",
        "onderwerp": "Verhuizing",
        "handelingBehandelaar": "behandelen",
        "doorlooptijd": "P30D",
        "opschortingEnAanhoudingMogelijk": True,
        "verlengingMogelijk": False,
        "publicatieIndicatie": False,
        "productenOfDiensten": [],
        "selectielijstProcestype": PROCESTYPE,
        "referentieproces": {"naam": "Verhuizing"},
        "verantwoordelijke": "Burgerzaken",
        "catalogus": catalogus,
        "besluittypen": [],
        "gerelateerdeZaaktypen": [],
        "beginGeldigheid": "2024-01-01",
    } | extra


def zaak_body(zaaktype: str, **extra: Any) -> dict[str, Any]:
    return {
        "bronorganisatie": RSIN,
        "verantwoordelijkeOrganisatie": RSIN,
        "startdatum": "2026-01-05",
        "zaaktype": zaaktype,
    } | extra


async def made(client: Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """POST that must succeed; gives the created object."""
    answer = await client.post(path, body)
    assert answer.status == 201, answer.body
    created: dict[str, Any] = answer.json
    return created


async def een_catalogus(client: Client, **extra: Any) -> dict[str, Any]:
    return await made(client, f"{CATALOGI}/catalogussen", catalogus_body(**extra))


async def een_concept(client: Client, catalogus: str = "", **extra: Any) -> dict[str, Any]:
    """A zaaktype that is not published."""
    catalogus = catalogus or (await een_catalogus(client))["url"]
    return await made(client, f"{CATALOGI}/zaaktypen", zaaktype_body(catalogus, **extra))


STATUSSEN = ("Ontvangen", "In behandeling", "Afgerond")


EIGENSCHAPPEN: dict[str, dict[str, str]] = {
    "kenteken": {"formaat": "tekst", "lengte": "100"},
    "vanaf": {"formaat": "datum", "lengte": "8"},
}


def eigenschap_body(zaaktype: str, naam: str, **specificatie: Any) -> dict[str, Any]:
    return {
        "zaaktype": zaaktype,
        "naam": naam,
        "definitie": f"Wat {naam} is",
        "specificatie": {"kardinaliteit": "1"} | specificatie,
    }


def resultaattype_body(zaaktype: str, **extra: Any) -> dict[str, Any]:
    return {
        "zaaktype": zaaktype,
        "omschrijving": "Toegekend",
        "resultaattypeomschrijving": OMSCHRIJVING,
        "selectielijstklasse": KLASSE,
        "archiefnominatie": "vernietigen",
    } | extra


async def een_zaaktype(
    client: Client,
    catalogus: str = "",
    statussen: tuple[str, ...] = STATUSSEN,
    documenten: tuple[str, ...] = (),
    **extra: Any,
) -> dict[str, Any]:
    """A published zaaktype with statustypen, roltypen, resultaattypen and eigenschappen, all as full objects.

    documenten   names of the informatieobjecttypen that its zaken may have documents of
    """
    zaaktype = await een_concept(client, catalogus, **extra)
    for volgnummer, naam in enumerate(documenten, start=1):
        soort = {"zaaktype": zaaktype["url"], "informatieobjecttype": naam, "volgnummer": volgnummer}
        await made(client, f"{CATALOGI}/zaaktype-informatieobjecttypen", soort | {"richting": "inkomend"})
    statustypen = [
        await made(client, f"{CATALOGI}/statustypen", {"omschrijving": o, "zaaktype": zaaktype["url"], "volgnummer": i})
        for i, o in enumerate(statussen, start=1)
    ]
    roltypen = [
        await made(
            client,
            f"{CATALOGI}/roltypen",
            {"omschrijving": omschrijving, "omschrijvingGeneriek": generiek, "zaaktype": zaaktype["url"]},
        )
        for omschrijving, generiek in (("Aanvrager", "initiator"), ("Behandelaar", "behandelaar"))
    ]
    resultaattypen = [
        await made(client, f"{CATALOGI}/resultaattypen", resultaattype_body(zaaktype["url"], omschrijving=omschrijving))
        for omschrijving in ("Toegekend", "Afgewezen")
    ]
    eigenschappen = [
        await made(client, f"{CATALOGI}/eigenschappen", eigenschap_body(zaaktype["url"], naam=naam, **specificatie))
        for naam, specificatie in EIGENSCHAPPEN.items()
    ]
    published = await client.post(f"{zaaktype['url']}/publish", {})
    assert published.status == 200, published.body
    types = {"statustypen": statustypen, "roltypen": roltypen}
    types |= {"resultaattypen": resultaattypen, "eigenschappen": eigenschappen}
    return published.json | types


async def een_zaak(client: Client, zaaktype: dict[str, Any] | None = None, **extra: Any) -> dict[str, Any]:
    zaaktype = zaaktype or await een_zaaktype(client)
    return await made(client, f"{ZAKEN}/zaken", zaak_body(zaaktype["url"], **extra))


async def een_status(
    client: Client, zaak: dict[str, Any], statustype: dict[str, Any], op: str = "2026-01-06T10:00:00Z", **extra: Any
) -> dict[str, Any]:
    body = {"zaak": zaak["url"], "statustype": statustype["url"], "datumStatusGezet": op} | extra
    return await made(client, f"{ZAKEN}/statussen", body)


async def een_resultaat(
    client: Client, zaak: dict[str, Any], zaaktype: dict[str, Any], nummer: int = 0, **extra: Any
) -> dict[str, Any]:
    body = {"zaak": zaak["url"], "resultaattype": zaaktype["resultaattypen"][nummer]["url"]} | extra
    return await made(client, f"{ZAKEN}/resultaten", body)


async def sluit(
    client: Client, zaak: dict[str, Any], zaaktype: dict[str, Any], op: str = "2026-01-06T10:00:00Z", **extra: Any
) -> dict[str, Any]:
    """Closes the zaak, with a resultaat when it has none yet; gives the end status."""
    if (await client.get(zaak["url"])).json["resultaat"] is None:
        await een_resultaat(client, zaak, zaaktype)
    return await een_status(client, zaak, zaaktype["statustypen"][-1], op=op, **extra)


def rol_body(zaak: dict[str, Any], roltype: dict[str, Any], **extra: Any) -> dict[str, Any]:
    return {
        "zaak": zaak["url"],
        "roltype": roltype["url"],
        "betrokkeneType": "natuurlijk_persoon",
        "roltoelichting": "Doet aangifte",
        "betrokkeneIdentificatie": {"inpBsn": "999990019", "geslachtsnaam": "Jansen"},
    } | extra


async def een_rol(client: Client, zaak: dict[str, Any], roltype: dict[str, Any], **extra: Any) -> dict[str, Any]:
    return await made(client, f"{ZAKEN}/rollen", rol_body(zaak, roltype, **extra))


def zrc(scopes: list[str], zaaktype: dict[str, Any], tot: str = "openbaar") -> dict[str, Any]:
    """An autorisatie for zaken of one zaaktype up to a level."""
    return {"component": "zrc", "scopes": scopes, "zaaktype": zaaktype["url"], "maxVertrouwelijkheidaanduiding": tot}


def ztc(*scopes: str) -> dict[str, Any]:
    return {"component": "ztc", "scopes": list(scopes)}


# --- besluiten -------------------------------------------------------------------------------------------------------


def besluittype_body(catalogus: str, **extra: Any) -> dict[str, Any]:
    return {
        "catalogus": catalogus,
        "omschrijving": f"Besluit {next(NUMBERS)}",
        "publicatieIndicatie": False,
        "informatieobjecttypen": [],
        "beginGeldigheid": "2024-01-01",
    } | extra


def besluit_body(besluittype: str, **extra: Any) -> dict[str, Any]:
    return {
        "verantwoordelijkeOrganisatie": RSIN,
        "besluittype": besluittype,
        "datum": "2026-01-05",
        "ingangsdatum": "2026-01-10",
    } | extra


async def een_besluittype_concept(client: Client, catalogus: str = "", **extra: Any) -> dict[str, Any]:
    """A besluittype that is not published."""
    catalogus = catalogus or (await een_catalogus(client))["url"]
    return await made(client, f"{CATALOGI}/besluittypen", besluittype_body(catalogus, **extra))


async def published(client: Client, concept: dict[str, Any]) -> dict[str, Any]:
    """The type after POST …/publish, which must succeed."""
    answer = await client.post(f"{concept['url']}/publish", {})
    assert answer.status == 200, answer.body
    found: dict[str, Any] = answer.json
    return found


async def een_besluittype(client: Client, catalogus: str = "", **extra: Any) -> dict[str, Any]:
    return await published(client, await een_besluittype_concept(client, catalogus, **extra))


async def een_besluit(client: Client, besluittype: dict[str, Any] | None = None, **extra: Any) -> dict[str, Any]:
    besluittype = besluittype or await een_besluittype(client)
    return await made(client, f"{BESLUITEN}/besluiten", besluit_body(besluittype["url"], **extra))


def brc(scopes: list[str], besluittype: dict[str, Any]) -> dict[str, Any]:
    """An autorisatie for besluiten of one besluittype."""
    return {"component": "brc", "scopes": scopes, "besluittype": besluittype["url"]}


# --- documenten ------------------------------------------------------------------------------------------------------


def informatieobjecttype_body(catalogus: str, **extra: Any) -> dict[str, Any]:
    return {
        "catalogus": catalogus,
        "omschrijving": f"Document {next(NUMBERS)}",
        "vertrouwelijkheidaanduiding": "openbaar",
        "beginGeldigheid": "2024-01-01",
        "informatieobjectcategorie": "bijlage",
    } | extra


def document_body(informatieobjecttype: str, **extra: Any) -> dict[str, Any]:
    return {
        "bronorganisatie": RSIN,
        "creatiedatum": "2026-01-05",
        "titel": "Aanvraag",
        "auteur": "J. Jansen",
        "taal": "nld",
        "informatieobjecttype": informatieobjecttype,
    } | extra


async def een_informatieobjecttype_concept(client: Client, catalogus: str = "", **extra: Any) -> dict[str, Any]:
    """An informatieobjecttype that is not published."""
    catalogus = catalogus or (await een_catalogus(client))["url"]
    return await made(client, f"{CATALOGI}/informatieobjecttypen", informatieobjecttype_body(catalogus, **extra))


async def een_informatieobjecttype(client: Client, catalogus: str = "", **extra: Any) -> dict[str, Any]:
    return await published(client, await een_informatieobjecttype_concept(client, catalogus, **extra))


async def een_document(client: Client, soort: dict[str, Any] | None = None, **extra: Any) -> dict[str, Any]:
    soort = soort or await een_informatieobjecttype(client)
    return await made(client, f"{DOCUMENTEN}/enkelvoudiginformatieobjecten", document_body(soort["url"], **extra))


async def sleutel_van(client: Client, document: dict[str, Any]) -> str:
    """The key of the document, which is locked by this."""
    answer = await client.post(f"{document['url']}/lock", {})
    assert answer.status == 200, answer.body
    found: str = answer.json["lock"]
    return found


async def gewijzigd(client: Client, document: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The document after lock, PATCH and unlock: its next version."""
    sleutel = await sleutel_van(client, document)
    answer = await client.patch(document["url"], changes | {"lock": sleutel})
    assert answer.status == 200, answer.body
    assert (await client.post(f"{document['url']}/unlock", {"lock": sleutel})).status == 204
    found: dict[str, Any] = (await client.get(document["url"])).json
    return found


async def zaaktype_met(client: Client, soort: dict[str, Any], **extra: Any) -> dict[str, Any]:
    """A published zaaktype whose zaken may have documents of this type."""
    return await een_zaaktype(client, soort["catalogus"], documenten=(soort["omschrijving"],), **extra)


async def bij_zaak(client: Client, zaak: dict[str, Any], document: dict[str, Any], **extra: Any) -> dict[str, Any]:
    body = {"zaak": zaak["url"], "informatieobject": document["url"]} | extra
    return await made(client, f"{ZAKEN}/zaakinformatieobjecten", body)


async def bij_besluit(client: Client, besluit: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    body = {"besluit": besluit["url"], "informatieobject": document["url"]}
    return await made(client, f"{BESLUITEN}/besluitinformatieobjecten", body)


def drc(scopes: list[str], soort: dict[str, Any], tot: str = "openbaar") -> dict[str, Any]:
    """An autorisatie for documents of one informatieobjecttype up to a level."""
    return {
        "component": "drc", "scopes": scopes, "informatieobjecttype": soort["url"],
        "maxVertrouwelijkheidaanduiding": tot,
    }  # fmt: skip
