"""Zaakobjecten: what a zaak is about (Zaken API 1.7.0).

Source: gemma-zaken, docs/standaard/zaken, and RULES.md §6.
"""

from typing import Any, get_args

import pytest

from meent.services.zaken.zaakobject import ObjectType
from tests.asgi import Client
from tests.conftest import Gemeente
from tests.services.zaken.test_api_rol import BETROKKENEN
from tests.zgw import ZAKEN, een_zaak, een_zaaktype, made, zrc

ADRES: dict[str, Any] = {
    "identificatie": "0599200000000001",
    "wplWoonplaatsNaam": "Zuiderkoog",
    "gorOpenbareRuimteNaam": "Dorpsstraat",
}
WOZ_OBJECT: dict[str, Any] = {
    "wozObjectNummer": "059900000001",
    "aanduidingWozObject": {
        "aoaIdentificatie": "0599200000000001",
        "wplWoonplaatsNaam": "Zuiderkoog",
        "gorOpenbareRuimteNaam": "Dorpsstraat",
        "aoaPostcode": "1234AB",
        "aoaHuisnummer": 12,
        "aoaHuisletter": "a",
        "aoaHuisnummertoevoeging": "bis",
        "locatieOmschrijving": "Achter de kerk",
    },
}
PERCEEL: dict[str, Any] = {"kadastraleIdentificatie": "ZKG00A1234", "kadastraleAanduiding": "Zuiderkoog A 1234"}
TERREIN: dict[str, Any] = {
    "identificatie": "0599010000000001",
    "adresAanduidingGrp": {
        "numIdentificatie": "1",
        "oaoIdentificatie": "2",
        "aoaIdentificatie": "3",
        "wplWoonplaatsNaam": "Zuiderkoog",
        "gorOpenbareRuimteNaam": "Dorpsstraat",
        "aoaPostcode": "1234AB",
        "aoaHuisnummer": 12,
        "aoaHuisletter": "a",
        "aoaHuisnummertoevoeging": "bis",
        "ogoLocatieAanduiding": "Loods achter",
    },
}
OBJECTEN: dict[str, dict[str, Any]] = {
    "adres": ADRES | {"huisnummer": 12, "huisletter": "a", "huisnummertoevoeging": "bis", "postcode": "1234AB"},
    "buurt": {"buurtCode": "01", "buurtNaam": "Dorp", "gemGemeenteCode": "0599", "wykWijkCode": "02"},
    "gemeente": {"gemeenteNaam": "Zuiderkoog", "gemeenteCode": "0599"},
    "gemeentelijke_openbare_ruimte": {"identificatie": "1", "openbareRuimteNaam": "Dorpsplein"},
    "huishouden": {"nummer": "123", "isGehuisvestIn": TERREIN},
    "inrichtingselement": {"type": "bord", "identificatie": "1", "naam": "Stopbord"},
    "kadastrale_onroerende_zaak": PERCEEL,
    "kunstwerkdeel": {"type": "sluis", "identificatie": "1", "naam": "Zuidersluis"},
    "maatschappelijke_activiteit": {"kvkNummer": "12345678", "handelsnaam": "Bakkerij Jansen"},
    "openbare_ruimte": ADRES,
    "pand": {"identificatie": "0599100000000001"},
    "spoorbaandeel": {"type": "breedspoor", "identificatie": "1", "naam": "Lijn 4"},
    "terreindeel": {"type": "grasland", "identificatie": "1", "naam": "Weiland"},
    "terrein_gebouwd_object": TERREIN,
    "waterdeel": {"typeWaterdeel": "waterloop", "identificatie": "1", "naam": "De Zuider Ee"},
    "wegdeel": {"type": "fietspad", "identificatie": "1", "naam": "Koogpad"},
    "wijk": {"wijkCode": "02", "wijkNaam": "Centrum", "gemGemeenteCode": "0599"},
    "woonplaats": {"identificatie": "1024", "woonplaatsNaam": "Zuiderkoog"},
    "woz_deelobject": {"nummerWozDeelObject": "000001", "isOnderdeelVan": WOZ_OBJECT},
    "woz_object": WOZ_OBJECT,
    "woz_waarde": {"waardepeildatum": "20260101", "isVoor": WOZ_OBJECT},
    "zakelijk_recht": {
        "identificatie": "1",
        "avgAard": "Eigendom",
        "heeftBetrekkingOp": PERCEEL,
        "heeftAlsGerechtigde": {
            "natuurlijkPersoon": BETROKKENEN["natuurlijk_persoon"],
            "nietNatuurlijkPersoon": BETROKKENEN["niet_natuurlijk_persoon"],
        },
    },
    "overige": {"overigeData": {"boom": {"soort": "eik", "hoogte": 12.5, "gezond": True, "takken": [1, None]}}},
} | BETROKKENEN
WITH_ADDRESS_ONLY = {"besluit", "enkelvoudig_document", "status"}
BOOM = "https://objecten.test/api/v2/objects/1"


def zaakobject_body(zaak: dict[str, Any], soort: str = "pand", **extra: Any) -> dict[str, Any]:
    """One that is described."""
    body = {"zaak": zaak["url"], "objectType": soort, "objectIdentificatie": OBJECTEN[soort]}
    return body | ({"objectTypeOverige": "boom"} if soort == "overige" else {}) | extra


async def een_zaakobject(client: Client, zaak: dict[str, Any], soort: str = "pand", **extra: Any) -> dict[str, Any]:
    return await made(client, f"{ZAKEN}/zaakobjecten", zaakobject_body(zaak, soort, **extra))


# --- nobody, the wrong municipality, the wrong scope -----------------------------------------------------------------


async def test_nobody_reads_or_writes_a_zaakobject(client: Client) -> None:
    """Anybody learns which house a case is about."""
    zaak = await een_zaak(client)
    zaakobject = await een_zaakobject(client, zaak)
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        answer = await client.call(
            method,
            zaakobject["url"],
            body=zaakobject_body(zaak),
            headers={"authorization": None},  # type: ignore[dict-item]
        )
        assert (answer.status, answer.json["code"]) == (403, "not_authenticated")
    assert (await client.get(zaakobject["url"])).json == zaakobject


async def test_other_municipality_does_not_see_or_write_a_zaakobject(
    gemeente: Gemeente, andere_gemeente: Gemeente
) -> None:
    """A municipality hangs its objects under the cases of another one."""
    client, buren = gemeente.client, andere_gemeente.client
    zaak = await een_zaak(client)
    ours, theirs = await een_zaakobject(client, zaak), await een_zaakobject(buren, await een_zaak(buren))
    address = f"{ZAKEN}/zaakobjecten/{ours['uuid']}"
    answers = [await buren.get(address), await buren.patch(address, {}), await buren.delete(address)]
    assert [a.status for a in answers] == [404, 404, 404]
    answer = await buren.post(f"{ZAKEN}/zaakobjecten", zaakobject_body(zaak))
    assert (answer.status, {name for name, _ in answer.codes}) == (400, {"zaak"})
    assert (await buren.get(f"{ZAKEN}/zaakobjecten")).json["results"] == [theirs]
    assert (await client.get(f"{ZAKEN}/zaakobjecten")).json["results"] == [ours]


@pytest.mark.rule("Z-10")
@pytest.mark.parametrize(
    ("scope", "allowed"),
    [
        ("zaken.lezen", {"GET"}),
        ("zaken.aanmaken", {"POST"}),
        ("zaken.bijwerken", {"POST", "PUT", "PATCH", "DELETE"}),
        ("zaken.geforceerd-bijwerken", {"POST", "PUT", "PATCH", "DELETE"}),
        ("zaken.verwijderen", {"DELETE"}),
        ("zaken.statussen.toevoegen", set()),
    ],
)
async def test_scope_for_a_zaakobject(gemeente: Gemeente, scope: str, allowed: set[str]) -> None:
    """A program that may only read decides what a case is about."""
    zaaktype = await een_zaaktype(gemeente.client)
    zaak = await een_zaak(gemeente.client, zaaktype)
    url = (await een_zaakobject(gemeente.client, zaak))["url"]
    caller = await gemeente.application(zrc([scope], zaaktype))
    answers = {
        method: await caller.call(
            method, f"{ZAKEN}/zaakobjecten" if method == "POST" else url, body=zaakobject_body(zaak)
        )
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
    }
    assert {method for method, a in answers.items() if a.status < 300} == allowed
    assert {a.status for method, a in answers.items() if method not in allowed} == {403}


# --- described or pointed to -----------------------------------------------------------------------------------------


@pytest.mark.rule("Z-36")
@pytest.mark.parametrize("soort", OBJECTEN)
async def test_described_object_comes_back_as_given(client: Client, soort: str) -> None:
    """A permit is given for the neighbours' house."""
    zaak = await een_zaak(client)
    zaakobject = await een_zaakobject(client, zaak, soort)
    for shown in (zaakobject, (await client.get(zaakobject["url"])).json):
        assert (shown["objectType"], shown["objectIdentificatie"]) == (soort, OBJECTEN[soort])
        assert shown["object"] == ""
    assert (await client.get(zaak["url"])).json["zaakobjecten"] == [zaakobject["url"]]


@pytest.mark.rule("Z-36")
@pytest.mark.parametrize("soort", get_args(ObjectType))
async def test_object_may_be_a_link(client: Client, soort: str) -> None:
    """What another register knows must be typed over, and then differs."""
    zaak = await een_zaak(client)
    overige = {"objectTypeOverige": "boom"} if soort == "overige" else {}
    body = {"zaak": zaak["url"], "object": BOOM, "objectType": soort, "relatieomschrijving": "Gekapt"} | overige
    zaakobject = await made(client, f"{ZAKEN}/zaakobjecten", body)
    assert {name: zaakobject[name] for name in body} == body
    assert not zaakobject.get("objectIdentificatie")
    without = await client.post(f"{ZAKEN}/zaakobjecten", body | {"object": ""})
    assert (without.status, without.codes) == (400, {("nonFieldErrors", "invalid-zaakobject")})


def test_every_kind_of_object_is_described_here() -> None:
    """A kind that the standard adds is taken in untested."""
    assert {*OBJECTEN, *WITH_ADDRESS_ONLY} == set(get_args(ObjectType))


@pytest.mark.rule("Z-36")
@pytest.mark.parametrize("beschrijving", [None, {}, {"naam": "geen veld van een medewerker"}])
async def test_object_that_is_nothing_is_refused(client: Client, beschrijving: Any) -> None:
    """A case is about something and nobody knows what."""
    zaak = await een_zaak(client)
    body = {"zaak": zaak["url"], "objectType": "medewerker", "objectIdentificatie": beschrijving}
    answer = await client.post(f"{ZAKEN}/zaakobjecten", body)
    assert (answer.status, answer.codes) == (400, {("nonFieldErrors", "invalid-zaakobject")})
    assert (await client.get(zaak["url"])).json["zaakobjecten"] == []


@pytest.mark.rule("Z-36")
@pytest.mark.parametrize(
    ("soort", "identificatie", "name", "code"),
    [
        ("adres", {"identificatie": "1"}, "huisnummer", "required"),
        ("adres", OBJECTEN["adres"] | {"huisnummer": 100_000}, "huisnummer", "max_value"),
        ("pand", {"identificatie": ""}, "identificatie", "blank"),
        ("inrichtingselement", {"type": "boom", "identificatie": "1"}, "type", "invalid_choice"),
        ("woz_waarde", {"waardepeildatum": "2026-01-01"}, "waardepeildatum", "max_length"),
        (
            "woz_deelobject",
            {"nummerWozDeelObject": "1", "isOnderdeelVan": {"aanduidingWozObject": WOZ_OBJECT["aanduidingWozObject"]}},
            "isOnderdeelVan.wozObjectNummer",
            "required",
        ),
        ("overige", {"overigeData": "eik"}, "overigeData", "invalid"),
    ],
)
async def test_fault_in_the_description_is_named(
    client: Client, soort: str, identificatie: dict[str, Any], name: str, code: str
) -> None:
    """A clerk hears that something is wrong and not what."""
    body = zaakobject_body(await een_zaak(client), soort, objectIdentificatie=identificatie)
    answer = await client.post(f"{ZAKEN}/zaakobjecten", body)
    assert answer.status == 400
    assert (f"objectIdentificatie.{name}", code) in answer.codes


# --- other kinds of object -------------------------------------------------------------------------------------------


@pytest.mark.rule("Z-36")
async def test_object_of_another_kind_names_that_kind(client: Client) -> None:
    """Trees, lamp posts and boats all lie in one heap called "overige"."""
    zaak = await een_zaak(client)
    answer = await client.post(f"{ZAKEN}/zaakobjecten", zaakobject_body(zaak, "overige", objectTypeOverige=""))
    assert (answer.status, answer.codes) == (400, {("nonFieldErrors", "missing-object-type-overige")})
    zaakobject = await een_zaakobject(client, zaak, "overige", objectTypeOverige="boom")
    assert zaakobject["objectTypeOverige"] == "boom"
    emptied = await client.patch(zaakobject["url"], {"objectTypeOverige": ""})
    assert (emptied.status, emptied.codes) == (400, {("nonFieldErrors", "missing-object-type-overige")})


@pytest.mark.rule("Z-36")
async def test_known_kind_of_object_has_no_other_name(client: Client) -> None:
    """One program shows a house and another a tree."""
    zaak = await een_zaak(client)
    zaakobject = await een_zaakobject(client, zaak)
    answers = [
        await client.post(f"{ZAKEN}/zaakobjecten", zaakobject_body(zaak, "pand", objectTypeOverige="boom")),
        await client.patch(zaakobject["url"], {"objectTypeOverige": "boom"}),
    ]
    wrong = {("nonFieldErrors", "invalid-object-type-overige-usage")}
    assert [(a.status, a.codes) for a in answers] == [(400, wrong)] * 2
    assert (await client.get(zaakobject["url"])).json["objectTypeOverige"] == ""


# --- changing --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("Z-36")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_zaakobject_keeps_its_zaak_and_object(client: Client, method: str) -> None:
    """What the citizen was told the case was about becomes something else."""
    zaaktype = await een_zaaktype(client)
    zaak, other = await een_zaak(client, zaaktype), await een_zaak(client, zaaktype)
    body = {"zaak": zaak["url"], "object": BOOM, "objectType": "pand"}
    zaakobject = await made(client, f"{ZAKEN}/zaakobjecten", body)
    for name, value in (("zaak", other["url"]), ("object", BOOM + "2"), ("objectType", "adres")):
        given = body | {name: value} if method == "PUT" else {name: value}
        answer = await client.call(method, zaakobject["url"], body=given)
        assert (answer.status, answer.codes) == (400, {(name, "wijzigen-niet-toegelaten")})
    assert (await client.get(zaakobject["url"])).json == zaakobject
    same = await client.call(method, zaakobject["url"], body=body | {"relatieomschrijving": "Gesloopt"})
    assert (same.status, same.json) == (200, zaakobject | {"relatieomschrijving": "Gesloopt"})


@pytest.mark.rule("Z-36")
async def test_description_of_an_object_may_be_corrected(gemeente: Gemeente) -> None:
    """A wrong house number can only be mended by throwing the object away."""
    client = gemeente.client
    zaak = await een_zaak(client)
    zaakobject = await een_zaakobject(client, zaak, "adres")
    right = OBJECTEN["adres"] | {"huisnummer": 14}
    answer = await client.patch(zaakobject["url"], {"objectIdentificatie": right})
    assert (answer.status, answer.json["objectIdentificatie"]) == (200, right)
    line = (await client.get(f"{zaak['url']}/audittrail")).json[-1]
    assert (line["actie"], line["resource"], line["hoofdObject"]) == ("partial_update", "zaakobject", zaak["url"])
    assert [line["wijzigingen"][side]["objectIdentificatie"]["huisnummer"] for side in ("oud", "nieuw")] == [12, 14]
    events = await gemeente.rows("select actie, resource from outbox where kanaal = 'zaken' order by id desc limit 1")
    assert [tuple(e) for e in events] == [("partial_update", "zaakobject")]


@pytest.mark.rule("Z-36")
@pytest.mark.parametrize("soort", ["overige", "pand"])
async def test_put_without_description_leaves_an_object_that_is_nothing(client: Client, soort: str) -> None:
    """A program that replaces a description by nothing leaves a case that is about nothing."""
    zaak = await een_zaak(client)
    zaakobject = await een_zaakobject(client, zaak, soort)
    body = zaakobject_body(zaak, soort)
    del body["objectIdentificatie"]
    answer = await client.put(zaakobject["url"], body)
    assert (answer.status, answer.codes) == (400, {("nonFieldErrors", "invalid-zaakobject")})
    assert (await client.get(zaakobject["url"])).json == zaakobject


async def test_zaakobject_goes_without_its_zaak(client: Client) -> None:
    """A house that was named by mistake stays in the file."""
    zaak = await een_zaak(client)
    zaakobject = await een_zaakobject(client, zaak)
    assert (await client.delete(zaakobject["url"])).status == 204
    assert (await client.get(zaakobject["url"])).status == 404
    assert (await client.get(zaak["url"])).json["zaakobjecten"] == []
