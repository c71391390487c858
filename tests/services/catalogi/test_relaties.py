"""Relations between types go by name (Catalogi API 1.3.3, RULES §9.2), and what older clients write."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from meent.basis.datums import vandaag
from tests.asgi import Client
from tests.zgw import (
    CATALOGI,
    KLASSE,
    OMSCHRIJVING,
    besluittype_body,
    catalogus_body,
    een_besluittype,
    een_besluittype_concept,
    een_catalogus,
    een_concept,
    een_zaaktype,
    made,
    published,
    zaaktype_body,
)  # fmt: skip

Json = dict[str, Any]
ZAAKTYPEN, IOTS = f"{CATALOGI}/zaaktypen", f"{CATALOGI}/informatieobjecttypen"


TODAY = vandaag(datetime.now(UTC))
"""What is valid now is judged by the database, so by the real calendar."""
TOMORROW = (TODAY + timedelta(days=1)).isoformat()


def iot_body(catalogus: str, **extra: Any) -> Json:
    return {
        "catalogus": catalogus, "omschrijving": "Aanvraag", "vertrouwelijkheidaanduiding": "openbaar",
        "beginGeldigheid": "2024-01-01", "informatieobjectcategorie": "Brief",
    } | extra  # fmt: skip


async def een_iot(client: Client, catalogus: str, **extra: Any) -> Json:
    return await published(client, await made(client, IOTS, iot_body(catalogus, **extra)))


async def versies(client: Client, catalogus: str) -> tuple[Json, Json]:
    """Besluittype Vergunning as it was until the end of 2024, and as it is since."""
    old = await een_besluittype(
        client, catalogus, omschrijving="Vergunning", beginGeldigheid="2020-01-01", eindeGeldigheid="2024-12-31"
    )
    new = await een_besluittype(client, catalogus, omschrijving="Vergunning", beginGeldigheid="2025-01-01")
    return old, new


# --- by name ---------------------------------------------------------------------------------------------------------


@pytest.mark.rule("C-20")
async def test_a_name_means_every_version(client: Client) -> None:
    """With links to one version, every new version of a besluittype would need a new version of each zaaktype."""
    catalogus = (await een_catalogus(client))["url"]
    zaaktype = await een_concept(client, catalogus, besluittypen=["Vergunning"])
    assert (zaaktype["besluittypen"], zaaktype["besluittypeOmschrijving"]) == ([], ["Vergunning"])
    old, new = await versies(client, catalogus)
    assert (await client.get(zaaktype["url"])).json["besluittypen"] == [new["url"]]
    assert (await client.get(zaaktype["url"], {"datumGeldigheid": "2023-06-01"})).json["besluittypen"] == [old["url"]]


@pytest.mark.rule("C-21")
async def test_read_are_the_versions_that_are_valid(client: Client) -> None:
    """A case worker would take a decision of a kind that is not there yet, or no longer."""
    catalogus = (await een_catalogus(client))["url"]
    zaaktype = await een_concept(client, catalogus, besluittypen=["Vergunning", "Straks", "Concept", "Laatste dag"])
    _, valid = await versies(client, catalogus)
    last = await een_besluittype(client, catalogus, omschrijving="Laatste dag", eindeGeldigheid=TODAY.isoformat())
    await een_besluittype(client, catalogus, omschrijving="Straks", beginGeldigheid=TOMORROW)
    await een_besluittype_concept(client, catalogus, omschrijving="Concept")
    await een_besluittype(client, omschrijving="Vergunning")  # of another catalogus
    assert set((await client.get(zaaktype["url"])).json["besluittypen"]) == {valid["url"], last["url"]}
    tomorrow = (await client.get(zaaktype["url"], {"datumGeldigheid": TOMORROW})).json["besluittypen"]
    assert valid["url"] in tomorrow
    assert last["url"] not in tomorrow
    assert len(tomorrow) == 2


@pytest.mark.rule("C-22")
async def test_names_stand_beside_the_links(client: Client) -> None:
    """A client that must write names has to be able to read them."""
    catalogus = (await een_catalogus(client))["url"]
    besluittype = await een_besluittype(client, catalogus, omschrijving="Vergunning", informatieobjecttypen=["Brief"])
    iot = await een_iot(client, catalogus, omschrijving="Brief")
    deel = await een_zaaktype(client, catalogus, identificatie="DEEL")
    zaaktype = await een_concept(
        client, catalogus, besluittypen=["Vergunning"], deelzaaktypen=["DEEL"],
        gerelateerdeZaaktypen=[{"zaaktype": "DEEL", "aardRelatie": "vervolg"}],
    )  # fmt: skip
    assert (zaaktype["besluittypen"], zaaktype["besluittypeOmschrijving"]) == ([besluittype["url"]], ["Vergunning"])
    assert (zaaktype["deelzaaktypen"], zaaktype["deelzaaktypeIdentificaties"]) == ([deel["url"]], ["DEEL"])
    (relatie,) = zaaktype["gerelateerdeZaaktypen"]
    assert (relatie["zaaktype"], relatie["zaaktypeIdentificatie"]) == (deel["url"], "DEEL")
    shown = (await client.get(besluittype["url"])).json
    assert (shown["informatieobjecttypen"], shown["informatieobjecttypeOmschrijvingen"]) == ([iot["url"]], ["Brief"])


@pytest.mark.rule("C-07")
async def test_withdrawn_demands_are_not_made(client: Client) -> None:
    """They kept a catalogue from growing bit by bit, and were taken out of the standard for that (1.3.2)."""
    catalogus = (await een_catalogus(client))["url"]
    besluittype = await een_besluittype_concept(client, catalogus, omschrijving="Vergunning")
    zaaktype = await een_zaaktype(client, catalogus, besluittypen=["Vergunning"])  # published with a concept: ztc-012
    iot = await made(client, IOTS, iot_body(catalogus, omschrijving="Brief"))
    patched = await client.patch(besluittype["url"], {"informatieobjecttypen": ["Brief", "Van elders"]})
    assert patched.json["informatieobjecttypeOmschrijvingen"] == ["Brief", "Van elders"]
    await published(client, patched.json)
    assert (await client.patch(iot["url"], {"informatieobjectcategorie": "x"})).status == 200  # one end only: ztc-011
    assert (await client.get(zaaktype["url"])).json["besluittypen"] == [besluittype["url"]]


# --- what belongs together -------------------------------------------------------------------------------------------


EIGENSCHAPPEN = f"{CATALOGI}/eigenschappen"


def eigenschap_body(zaaktype: Json, **specificatie: Any) -> Json:
    return {
        "zaaktype": zaaktype["url"], "naam": "kleur", "definitie": "Van het huis",
        "specificatie": {"formaat": "tekst", "lengte": "20", "kardinaliteit": "1"} | specificatie,
    }  # fmt: skip


@pytest.mark.rule("C-36")
@pytest.mark.parametrize(
    ("formaat", "right", "wrong"),
    [
        ("tekst", ["1", "255"], ["256", "0,5", "veel"]),
        ("getal", ["8", "8,2"], ["8.2", "8,", "acht"]),
        ("datum", ["8"], ["10", "7"]),
        ("datum_tijd", ["14"], ["8", "15"]),
    ],
)
async def test_lengte_fits_the_formaat(client: Client, formaat: str, right: list[str], wrong: list[str]) -> None:
    """A date of seven places is a date that nobody can read back."""
    zaaktype = await een_concept(client)
    for lengte in right:
        await made(client, EIGENSCHAPPEN, eigenschap_body(zaaktype, formaat=formaat, lengte=lengte))
    for lengte in wrong:
        answer = await client.post(EIGENSCHAPPEN, eigenschap_body(zaaktype, formaat=formaat, lengte=lengte))
        assert (answer.status, answer.codes) == (400, {("specificatie.lengte", "invalid")})


@pytest.mark.rule("C-36")
async def test_kardinaliteit_is_a_number_or_n(client: Client) -> None:
    zaaktype = await een_concept(client)
    for kardinaliteit, status in (("1", 201), ("12", 201), ("N", 201), ("0", 400), ("n", 400), ("-1", 400)):
        answer = await client.post(EIGENSCHAPPEN, eigenschap_body(zaaktype, kardinaliteit=kardinaliteit))
        assert answer.status == status
        assert status == 201 or answer.codes == {("specificatie.kardinaliteit", "invalid")}


@pytest.mark.rule("C-40")
async def test_statustype_is_of_the_same_zaaktype(client: Client) -> None:
    """An eigenschap that must be known in a phase that cases of this type never reach is never asked for."""
    catalogus = (await een_catalogus(client))["url"]
    mine, other = await een_concept(client, catalogus), await een_concept(client, catalogus)
    statustypen = [
        await made(client, f"{CATALOGI}/statustypen", {"omschrijving": "A", "zaaktype": z["url"], "volgnummer": 1})
        for z in (mine, other)
    ]
    ziot = {"zaaktype": mine["url"], "informatieobjecttype": "Brief", "volgnummer": 1, "richting": "intern"}
    for path, body in ((EIGENSCHAPPEN, eigenschap_body(mine)), (f"{CATALOGI}/zaaktype-informatieobjecttypen", ziot)):
        answer = await client.post(path, body | {"statustype": statustypen[1]["url"]})
        assert (answer.status, answer.codes) == (400, {("statustype", "relations-incorrect-zaaktype")})
        assert (await made(client, path, body | {"statustype": statustypen[0]["url"]}))["statustype"]


# --- older clients (decision 0022) -----------------------------------------------------------------------------------


@pytest.mark.rule("C-23")
async def test_older_clients_write_links(client: Client) -> None:
    """A form of 2019 that still sends the address of a type would be turned away at the day we go live."""
    catalogus = (await een_catalogus(client))["url"]
    besluittype = await een_besluittype(client, catalogus, omschrijving="Vergunning")
    iot = await een_iot(client, catalogus, omschrijving="Brief")
    deel = await een_zaaktype(client, catalogus, identificatie="DEEL")
    shown = []
    for besluit, document, zaak in (("Vergunning", "Brief", "DEEL"), (besluittype["url"], iot["url"], deel["url"])):
        zaaktype = await een_concept(
            client, catalogus, identificatie="HOOFD", besluittypen=[besluit], deelzaaktypen=[zaak],
            gerelateerdeZaaktypen=[{"zaaktype": zaak, "aardRelatie": "vervolg"}],
        )  # fmt: skip
        resultaattype = await made(
            client, f"{CATALOGI}/resultaattypen", {
                "zaaktype": zaaktype["url"], "omschrijving": "Klaar", "resultaattypeomschrijving": OMSCHRIJVING,
                "selectielijstklasse": KLASSE, "besluittypen": [besluit], "informatieobjecttypen": [document],
            },
        )  # fmt: skip
        ziot = await made(
            client, f"{CATALOGI}/zaaktype-informatieobjecttypen",
            {"zaaktype": zaaktype["url"], "informatieobjecttype": document, "volgnummer": 1, "richting": "intern"},
        )  # fmt: skip
        body = besluittype_body(catalogus, omschrijving="Ander", informatieobjecttypen=[document])
        other = await made(client, f"{CATALOGI}/besluittypen", body)
        zaaktype = (await client.get(zaaktype["url"])).json
        shown.append([
            *(zaaktype[n] for n in ("besluittypen", "deelzaaktypen", "gerelateerdeZaaktypen", "informatieobjecttypen")),
            *(resultaattype[n] for n in ("besluittypen", "besluittypeOmschrijving", "informatieobjecttypen")),
            ziot["informatieobjecttype"], other["informatieobjecttypen"], other["informatieobjecttypeOmschrijvingen"],
        ])  # fmt: skip
    assert shown[0] == shown[1]
    assert shown[0][0] == [besluittype["url"]]
    assert shown[0][3] == [iot["url"]]


async def test_catalogi_1_0_names_nobody_and_no_number(client: Client) -> None:
    """What became required since has one value that can be meant; without it an old client cannot write at all."""
    catalogus = await een_catalogus(client)
    newer = {"identificatie", "verantwoordelijke"}
    older = {n: v for n, v in zaaktype_body(catalogus["url"]).items() if n not in newer}
    zaaktype = await made(client, ZAAKTYPEN, older | {"versiedatum": "2024-01-01"})
    assert zaaktype["verantwoordelijke"] == catalogus["rsin"]
    assert zaaktype["identificatie"].startswith(f"ZAAKTYPE-{TODAY.year}-")
    second = await made(client, ZAAKTYPEN, older)
    assert second["identificatie"] != zaaktype["identificatie"]
    told = await made(client, ZAAKTYPEN, older | {"identificatie": "Z1", "verantwoordelijke": "Burgerzaken"})
    again = (await client.put(told["url"], older)).json
    assert (again["identificatie"], again["verantwoordelijke"]) == ("Z1", "Burgerzaken")


async def test_catalogi_1_0_knows_no_categorie(client: Client) -> None:
    catalogus = (await een_catalogus(client))["url"]
    older = {n: v for n, v in iot_body(catalogus).items() if n != "informatieobjectcategorie"}
    assert (await made(client, IOTS, older))["informatieobjectcategorie"] == ""
    told = await made(client, IOTS, iot_body(catalogus, omschrijving="Foto"))
    again = await client.put(told["url"], older | {"omschrijving": "Foto"})
    assert again.json["informatieobjectcategorie"] == "Brief"


async def test_specificatie_stays_required(client: Client) -> None:
    """Catalogi 1.0 let it out; no one value can be meant, so it is asked for."""
    body = {n: v for n, v in eigenschap_body(await een_concept(client)).items() if n != "specificatie"}
    assert (await client.post(EIGENSCHAPPEN, body)).codes == {("specificatie", "required")}


async def test_catalogus_of_subtype_is_that_of_the_zaaktype(client: Client) -> None:
    """A roltype in two catalogi at once could be found in neither."""
    zaaktype = await een_concept(client)
    body = {"omschrijving": "Melder", "zaaktype": zaaktype["url"], "omschrijvingGeneriek": "initiator"}
    other = (await made(client, f"{CATALOGI}/catalogussen", catalogus_body()))["url"]
    answer = await client.post(f"{CATALOGI}/roltypen", body | {"catalogus": other})
    assert answer.codes == {("catalogus", "relations-incorrect-catalogus")}
    assert (await made(client, f"{CATALOGI}/roltypen", body))["catalogus"] == zaaktype["catalogus"]
