"""Rollen: who takes part in a zaak (Zaken API 1.7.0, zrc-019).

Source: gemma-zaken, docs/standaard/zaken, and RULES.md §6.
"""

from typing import Any

import pytest

from tests.asgi import Client
from tests.conftest import Gemeente
from tests.zgw import CATALOGI, ZAKEN, een_concept, een_rol, een_status, een_zaak, een_zaaktype, made, rol_body, zrc

WONING = {
    "aoaIdentificatie": "0599200000000001",
    "wplWoonplaatsNaam": "Zuiderkoog",
    "gorOpenbareRuimteNaam": "Dorpsstraat",
    "aoaPostcode": "1234AB",
    "aoaHuisnummer": 12,
    "aoaHuisletter": "a",
    "aoaHuisnummertoevoeging": "bis",
    "inpLocatiebeschrijving": "Achter de kerk",
}
BUITENLAND = {
    "lndLandcode": "6030",
    "lndLandnaam": "België",
    "subAdresBuitenland_1": "Kerkstraat 1",
    "subAdresBuitenland_2": "2000 Antwerpen",
    "subAdresBuitenland_3": "Antwerpen",
}
BETROKKENEN: dict[str, dict[str, Any]] = {
    "natuurlijk_persoon": {
        "inpBsn": "999990019",
        "anpIdentificatie": "12345678901234567",
        "inpA_nummer": "1234567890",
        "geslachtsnaam": "Jansen",
        "voorvoegselGeslachtsnaam": "van der",
        "voorletters": "A.B.",
        "voornamen": "Anna Beatrix",
        "geslachtsaanduiding": "v",
        "geboortedatum": "1980-02-29",
        "verblijfsadres": WONING,
        "subVerblijfBuitenland": BUITENLAND,
    },
    "niet_natuurlijk_persoon": {
        "innNnpId": "123456782",
        "annIdentificatie": "12345678901234567",
        "statutaireNaam": "Stichting De Brug",
        "innRechtsvorm": "stichting",
        "bezoekadres": "Dorpsstraat 12, Zuiderkoog",
        "subVerblijfBuitenland": BUITENLAND,
    },
    "vestiging": {
        "vestigingsNummer": "000012345678",
        "handelsnaam": ["Bakkerij Jansen", "Jansen & Zn."],
        "verblijfsadres": WONING,
        "subVerblijfBuitenland": BUITENLAND,
        "kvkNummer": "12345678",
    },
    "organisatorische_eenheid": {"identificatie": "BZ", "naam": "Burgerzaken", "isGehuisvestIn": "Stadhuis"},
    "medewerker": {
        "identificatie": "jdevries",
        "achternaam": "Vries",
        "voorletters": "J.",
        "voorvoegselAchternaam": "de",
    },
}


# --- nobody, the wrong municipality, the wrong scope -----------------------------------------------------------------


async def test_nobody_reads_or_makes_a_rol(client: Client) -> None:
    """The number and name of a citizen are open to anyone."""
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    rol = await een_rol(client, zaak, zaaktype["roltypen"][0])
    for method, path in (("GET", rol["url"]), ("DELETE", rol["url"]), ("POST", f"{ZAKEN}/rollen")):
        body = rol_body(zaak, zaaktype["roltypen"][1])
        answer = await client.call(method, path, body=body, headers={"authorization": None})  # type: ignore[dict-item]
        assert (answer.status, answer.json["code"]) == (403, "not_authenticated")
    assert (await client.get(f"{ZAKEN}/rollen")).json["results"] == [rol]


async def test_other_municipality_does_not_see_or_make_a_rol(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """A municipality reads who lives in another one, or takes part in its cases."""
    client, buren = gemeente.client, andere_gemeente.client
    zaaktype, theirs = await een_zaaktype(client), await een_zaaktype(buren)
    zaak = await een_zaak(client, zaaktype)
    rol = await een_rol(client, zaak, zaaktype["roltypen"][0])
    own = await een_rol(buren, await een_zaak(buren, theirs), theirs["roltypen"][0])
    assert (await buren.get(f"{ZAKEN}/rollen/{rol['uuid']}")).status == 404
    assert (await buren.delete(f"{ZAKEN}/rollen/{rol['uuid']}")).status == 404
    for url in (zaak["url"], zaak["url"].replace(gemeente.slug, andere_gemeente.slug)):
        answer = await buren.post(f"{ZAKEN}/rollen", rol_body({"url": url}, theirs["roltypen"][0]))
        assert (answer.status, {name for name, _ in answer.codes}) == (400, {"zaak"})
    assert (await buren.get(f"{ZAKEN}/rollen")).json["results"] == [own]
    assert (await client.get(f"{ZAKEN}/rollen")).json["results"] == [rol]


@pytest.mark.rule("Z-10")
@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("zaken.bijwerken", {"POST": 201, "DELETE": 204, "GET": 403}),
        ("zaken.geforceerd-bijwerken", {"POST": 201, "DELETE": 204, "GET": 403}),
        ("zaken.lezen", {"POST": 403, "DELETE": 403, "GET": 200}),
        ("zaken.aanmaken", {"POST": 403, "DELETE": 403, "GET": 403}),
        ("zaken.verwijderen", {"POST": 403, "DELETE": 403, "GET": 403}),
        ("zaken.statussen.toevoegen", {"POST": 403, "DELETE": 403, "GET": 403}),
    ],
)
async def test_scope_for_a_rol(gemeente: Gemeente, scope: str, expected: dict[str, int]) -> None:
    """A program that may only read puts itself in charge of a case."""
    zaaktype = await een_zaaktype(gemeente.client)
    zaak = await een_zaak(gemeente.client, zaaktype)
    rol = await een_rol(gemeente.client, zaak, zaaktype["roltypen"][0])
    caller = await gemeente.application(zrc([scope], zaaktype))
    answers = {
        "GET": await caller.get(rol["url"]),
        "POST": await caller.post(f"{ZAKEN}/rollen", rol_body(zaak, zaaktype["roltypen"][1])),
        "DELETE": await caller.delete(rol["url"]),
    }
    assert {method: a.status for method, a in answers.items()} == expected


# --- betrokkene ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("Z-35")
@pytest.mark.parametrize("soort", BETROKKENEN)
async def test_betrokkene_comes_back_as_given(client: Client, soort: str) -> None:
    """A letter goes to the wrong person or the wrong house."""
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    rol = await een_rol(
        client, zaak, zaaktype["roltypen"][0], betrokkeneType=soort, betrokkeneIdentificatie=BETROKKENEN[soort]
    )
    for shown in (rol, (await client.get(rol["url"])).json):
        assert shown["betrokkeneIdentificatie"] == BETROKKENEN[soort]
        assert (shown["betrokkeneType"], shown["betrokkene"]) == (soort, "")
    assert (await client.get(zaak["url"])).json["rollen"] == [rol["url"]]


@pytest.mark.rule("Z-35")
@pytest.mark.parametrize("soort", BETROKKENEN)
async def test_betrokkene_may_be_a_link(client: Client, soort: str) -> None:
    """A party that another register knows must be typed over, and then differs."""
    zaaktype = await een_zaaktype(client)
    body = rol_body(await een_zaak(client, zaaktype), zaaktype["roltypen"][0], betrokkeneType=soort)
    del body["betrokkeneIdentificatie"]
    rol = await made(client, f"{ZAKEN}/rollen", body | {"betrokkene": "https://partijen.test/api/v1/partijen/1"})
    assert rol["betrokkene"] == "https://partijen.test/api/v1/partijen/1"
    assert not rol.get("betrokkeneIdentificatie")


@pytest.mark.rule("Z-35")
@pytest.mark.parametrize(
    "given",
    [
        {"betrokkeneIdentificatie": None},
        {"betrokkeneIdentificatie": {}},
        {"betrokkeneIdentificatie": {"geslachtsnaam": "", "inpBsn": ""}},
        {"betrokkeneIdentificatie": None, "betrokkene": ""},
        {"betrokkeneIdentificatie": {"identificatie": "jdevries"}},  # that is how a medewerker is described
    ],
)
async def test_rol_names_somebody(client: Client, given: dict[str, Any]) -> None:
    """A case has an applicant and nobody knows who."""
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    answer = await client.post(f"{ZAKEN}/rollen", rol_body(zaak, zaaktype["roltypen"][0], **given))
    assert (answer.status, answer.codes) == (400, {("nonFieldErrors", "invalid-betrokkene")})
    assert (await client.get(zaak["url"])).json["rollen"] == []


@pytest.mark.rule("Z-35")
async def test_kind_of_betrokkene_is_known(client: Client) -> None:
    """A party of a kind that no program knows is shown to nobody."""
    zaaktype = await een_zaaktype(client)
    body = rol_body(await een_zaak(client, zaaktype), zaaktype["roltypen"][0], betrokkeneType="huisdier")
    answer = await client.post(f"{ZAKEN}/rollen", body)
    assert answer.status == 400
    assert ("betrokkeneType", "invalid_choice") in answer.codes


@pytest.mark.rule("Z-35")
@pytest.mark.parametrize(
    ("soort", "identificatie", "name", "code"),
    [
        ("natuurlijk_persoon", {"geslachtsaanduiding": "x"}, "geslachtsaanduiding", "invalid_choice"),
        ("natuurlijk_persoon", {"inpA_nummer": "0123456789"}, "inpA_nummer", "invalid"),
        ("natuurlijk_persoon", {"verblijfsadres": {"aoaHuisnummer": 1}}, "verblijfsadres.aoaIdentificatie", "required"),
        ("niet_natuurlijk_persoon", {"innRechtsvorm": "vof"}, "innRechtsvorm", "invalid_choice"),
        ("niet_natuurlijk_persoon", {"innNnpId": "1234567890"}, "innNnpId", "max_length"),
        ("vestiging", {"handelsnaam": "Bakkerij"}, "handelsnaam", "not_a_list"),
        ("organisatorische_eenheid", {"naam": "x" * 51}, "naam", "max_length"),
        ("medewerker", {"identificatie": "x" * 255}, "identificatie", "max_length"),
    ],
)
async def test_fault_in_betrokkene_is_named(
    client: Client, soort: str, identificatie: dict[str, Any], name: str, code: str
) -> None:
    """A clerk hears that something is wrong and not what."""
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    body = rol_body(zaak, zaaktype["roltypen"][0], betrokkeneType=soort, betrokkeneIdentificatie=identificatie)
    answer = await client.post(f"{ZAKEN}/rollen", body)
    assert answer.status == 400
    assert (f"betrokkeneIdentificatie.{name}", code) in answer.codes


@pytest.mark.rule("Z-54")
@pytest.mark.parametrize(
    ("bsn", "code"), [("999990018", "invalid"), ("99999001", "invalid-length"), ("9999900190", "max_length")]
)
async def test_bsn_passes_the_eleven_test(client: Client, bsn: str, code: str) -> None:
    """A typing error puts a stranger in the file."""
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    body = rol_body(zaak, zaaktype["roltypen"][0], betrokkeneIdentificatie={"inpBsn": bsn})
    answer = await client.post(f"{ZAKEN}/rollen", body)
    assert (answer.status, answer.codes) == (400, {("betrokkeneIdentificatie.inpBsn", code)})
    await een_rol(client, zaak, zaaktype["roltypen"][0], betrokkeneIdentificatie={"inpBsn": "999990019"})


# --- roltype (zrc-019) -----------------------------------------------------------------------------------------------


@pytest.mark.rule("Z-32")
async def test_roltype_belongs_to_the_zaaktype(client: Client) -> None:
    """A request for a passport has a developer of real estate."""
    zaaktype, other = await een_zaaktype(client), await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    answer = await client.post(f"{ZAKEN}/rollen", rol_body(zaak, other["roltypen"][0]))
    assert (answer.status, answer.codes) == (400, {("nonFieldErrors", "zaaktype-mismatch")})
    assert (await een_rol(client, zaak, zaaktype["roltypen"][0]))["roltype"] == zaaktype["roltypen"][0]["url"]


@pytest.mark.rule("Z-35")
async def test_rol_bears_the_description_of_its_roltype(client: Client) -> None:
    """Somebody calls himself the decision maker of a case in which he only advises."""
    zaaktype = await een_zaaktype(client)
    given = {
        "omschrijving": "Beslisser",
        "omschrijvingGeneriek": "beslisser",
        "registratiedatum": "2001-01-01T00:00:00Z",
    }
    rol = await een_rol(client, await een_zaak(client, zaaktype), zaaktype["roltypen"][1], **given)
    assert (rol["omschrijving"], rol["omschrijvingGeneriek"]) == ("Behandelaar", "behandelaar")
    assert not rol["registratiedatum"].startswith("2001")


async def zaaktype_met(client: Client, *generiek: str) -> dict[str, Any]:
    """A published zaaktype with one roltype of each kind."""
    zaaktype = await een_concept(client)
    url = zaaktype["url"]
    await made(client, f"{CATALOGI}/statustypen", {"omschrijving": "Klaar", "zaaktype": url, "volgnummer": 1})
    roltypen = [
        await made(
            client, f"{CATALOGI}/roltypen", {"omschrijving": f"R{i}", "omschrijvingGeneriek": g, "zaaktype": url}
        )
        for i, g in enumerate(generiek)
    ]
    assert (await client.post(f"{url}/publish", {})).status == 200
    return zaaktype | {"roltypen": roltypen}


@pytest.mark.rule("Z-34")
@pytest.mark.parametrize(
    ("generiek", "second"),
    [
        ("initiator", 400),
        ("zaakcoordinator", 400),
        ("adviseur", 201),
        ("behandelaar", 201),
        ("belanghebbende", 201),
        ("beslisser", 201),
        ("klantcontacter", 201),
        ("mede_initiator", 201),
    ],
)
async def test_zaak_has_one_initiator_and_one_coordinator(client: Client, generiek: str, second: int) -> None:
    """Two people both think that the decision will be sent to them."""
    zaaktype = await zaaktype_met(client, generiek, generiek)
    zaak, other = await een_zaak(client, zaaktype), await een_zaak(client, zaaktype)
    first = await een_rol(client, zaak, zaaktype["roltypen"][0])
    for roltype in zaaktype["roltypen"]:  # of another roltype it is just as much a second one
        answer = await client.post(f"{ZAKEN}/rollen", rol_body(zaak, roltype))
        assert answer.status == second
        assert second == 201 or answer.codes == {("roltype", "max-occurences")}
    await een_rol(client, other, zaaktype["roltypen"][0])
    assert (await client.delete(first["url"])).status == 204
    if second == 400:
        await een_rol(client, zaak, zaaktype["roltypen"][1])


# --- replacing -------------------------------------------------------------------------------------------------------


@pytest.mark.rule("Z-53")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_rol_does_not_change(client: Client, method: str) -> None:
    """The applicant becomes somebody else, and nothing shows that it ever was another."""
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    rol = await een_rol(client, zaak, zaaktype["roltypen"][0])
    answer = await client.call(
        method, rol["url"], body=rol_body(zaak, zaaktype["roltypen"][0], roltoelichting="Anders")
    )
    assert (answer.status, answer.json["code"]) == (405, "method_not_allowed")
    assert (await client.get(rol["url"])).json == rol


@pytest.mark.rule("Z-53")
async def test_rol_is_replaced_by_deleting_and_making(gemeente: Gemeente) -> None:
    """A change of applicant cannot be recorded, or leaves no trace."""
    client = gemeente.client
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    old = await een_rol(client, zaak, zaaktype["roltypen"][0])
    assert (await client.delete(old["url"])).status == 204
    assert (await client.get(old["url"])).status == 404
    new = await een_rol(client, zaak, zaaktype["roltypen"][0], betrokkeneIdentificatie={"geslachtsnaam": "Bakker"})
    assert (await client.get(zaak["url"])).json["rollen"] == [new["url"]]
    trail = (await client.get(f"{zaak['url']}/audittrail")).json[-2:]
    assert [(line["actie"], line["resourceUrl"]) for line in trail] == [("destroy", old["url"]), ("create", new["url"])]
    assert trail[0]["wijzigingen"] == {"oud": old, "nieuw": None}
    assert trail[1]["wijzigingen"]["nieuw"]["betrokkeneIdentificatie"]["geslachtsnaam"] == "Bakker"
    events = await gemeente.rows("select actie, resource from outbox where kanaal = 'zaken' order by id desc limit 2")
    assert [tuple(e) for e in events] == [("create", "rol"), ("destroy", "rol")]


@pytest.mark.rule("Z-53")
async def test_rol_that_set_a_status_can_still_be_replaced(client: Client) -> None:
    """Whoever once set a status can never leave the case."""
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    rol = await een_rol(client, zaak, zaaktype["roltypen"][1])
    gezet = await een_status(client, zaak, zaaktype["statustypen"][0], gezetdoor=rol["url"])
    assert (await client.delete(rol["url"])).status == 204
    assert (await client.get(gezet["url"])).json == gezet | {"gezetdoor": ""}
    assert (await client.get(zaak["url"])).json["status"] == gezet["url"]
