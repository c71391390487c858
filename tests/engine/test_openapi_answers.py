"""What the server answers fits what the documents describe: our own, and the published ones of the standard."""

import copy
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from jsonschema import Draft202012Validator

from tests.asgi import Client, Response
from tests.conftest import Gemeente
from tests.engine.compare_openapi import Document
from tests.engine.test_openapi import published, served
from tests.zgw import ZAKEN, een_besluit, een_rol, een_status, een_zaak, een_zaaktype, made

Json = dict[str, Any]
KIC = "/klantinteracties/api/v1"


NULL_BY_RULE = (("Verlenging", "duur"), ("Wijzigingen", "oud"), ("Wijzigingen", "nieuw"))
"""Published as never null, against Z-25 and AT-03; see DEVIATIONS."""
BLANK = (("DigitaalAdres", "referentie"), ("Rekeningnummer", "bic"))
"""Published with a pattern or least length that holds for what is sent; what was not given is shown blank."""


def judged_by(document: Json, path: str, method: str, answer: Response) -> list[str]:
    """Faults of an answer by the schema of its operation and status."""
    response = Document(document).follow(document["paths"][path][method]["responses"][str(answer.status)])
    schema = plain(response["content"]["application/json"]["schema"])
    whole = schema | {"components": {"schemas": plain(document["components"]["schemas"])}}
    for shape, member in BLANK:
        for key in ("pattern", "minLength") if shape in whole["components"]["schemas"] else ():
            whole["components"]["schemas"][shape]["properties"][member].pop(key, None)
    return [f"{e.json_path}: {e.message}" for e in Draft202012Validator(whole).iter_errors(answer.json)]


def plain(schema: Any) -> Any:
    """OpenAPI 3.0 as plain JSON Schema: null written out, other files left alone, and one of is any of."""
    if isinstance(schema, list):
        return [plain(s) for s in schema]
    if not isinstance(schema, dict):
        return schema
    if not str(schema.get("$ref", "#")).startswith("#"):
        return {}
    made = {k: plain(v) for k, v in schema.items() if k != "nullable"}
    if "oneOf" in made:
        made["anyOf"] = made.pop("oneOf")
    return {"anyOf": [made, {"type": "null"}]} if schema.get("nullable") is True else made


@pytest_asyncio.fixture(loop_scope="session")
async def answers(gemeente: Gemeente) -> AsyncIterator[list[tuple[str, str, str, Response]]]:
    """Api, path, method and answer of reads and writes of every resource."""
    client = gemeente.client
    zaaktype = await een_zaaktype(client, identificatie="VERHUIZING", deelzaaktypen=["VERHUIZING"])
    hoofdzaak = await een_zaak(client, zaaktype)
    zaak = await een_zaak(
        client,
        zaaktype,
        hoofdzaak=hoofdzaak["url"],
        zaakgeometrie={"type": "Point", "coordinates": [5.1, 52.1]},
        verlenging={"reden": "drukte", "duur": "P10D"},
        kenmerken=[{"kenmerk": "K1", "bron": "B1"}],
        relevanteAndereZaken=[{"url": hoofdzaak["url"], "aardRelatie": "vervolg"}],
    )
    rol = await een_rol(client, zaak, zaaktype["roltypen"][0])
    status = await een_status(client, zaak, zaaktype["statustypen"][0])
    zaakobject = {"zaak": zaak["url"], "objectType": "overige", "objectTypeOverige": "boom"}
    zaakobject["objectIdentificatie"] = {"overigeData": {"soort": "eik"}}  # type: ignore[assignment]
    object_made = await client.post(f"{ZAKEN}/zaakobjecten", zaakobject)
    besluit = await een_besluit(client, vervalreden="tijdelijk")
    found = [
        ("zaken", "/zaakobjecten", "post", object_made),
        ("zaken", "/zaken", "get", await client.get(f"{ZAKEN}/zaken", {"expand": "zaaktype,rollen,status,hoofdzaak"})),
        ("zaken", "/zaken/{uuid}", "get", await client.get(hoofdzaak["url"])),
        ("zaken", "/zaken/{uuid}", "patch", await client.patch(zaak["url"], {"toelichting": "Let op de hond"})),
        ("zaken", "/zaken/_zoek", "post", await client.post(f"{ZAKEN}/zaken/_zoek", {"uuid__in": [zaak["uuid"]]})),
        ("zaken", "/zaken/{zaak_uuid}/audittrail", "get", await client.get(f"{zaak['url']}/audittrail")),
        ("zaken", "/rollen", "get", await client.get(f"{ZAKEN}/rollen")),
        ("zaken", "/rollen/{uuid}", "get", await client.get(rol["url"])),
        ("zaken", "/statussen", "get", await client.get(f"{ZAKEN}/statussen")),
        ("zaken", "/statussen/{uuid}", "get", await client.get(status["url"])),
        ("zaken", "/zaakobjecten", "get", await client.get(f"{ZAKEN}/zaakobjecten")),
        ("catalogi", "/catalogussen", "get", await client.get("/catalogi/api/v1/catalogussen")),
        ("catalogi", "/zaaktypen", "get", await client.get("/catalogi/api/v1/zaaktypen", {"expand": "statustypen"})),
        ("catalogi", "/zaaktypen/{uuid}", "get", await client.get(zaaktype["url"])),
        ("catalogi", "/statustypen", "get", await client.get("/catalogi/api/v1/statustypen")),
        ("catalogi", "/roltypen", "get", await client.get("/catalogi/api/v1/roltypen")),
        ("besluiten", "/besluiten", "get", await client.get("/besluiten/api/v1/besluiten", {"expand": "besluittype"})),
        ("besluiten", "/besluiten/{uuid}", "get", await client.get(besluit["url"])),
        ("besluiten", "/besluiten/{besluit_uuid}/audittrail", "get", await client.get(f"{besluit['url']}/audittrail")),
        ("autorisaties", "/applicaties", "get", await client.get("/autorisaties/api/v1/applicaties")),
        *await klantinteracties(client),
    ]
    yield found


async def klantinteracties(client: Client) -> list[tuple[str, str, str, Response]]:
    """Partijen of each kind, with all that can hang on one."""
    about = {"indicatieActief": True, "soortPartij": "organisatie"}
    vos = await made(client, f"{KIC}/partijen", about | {"partijIdentificatie": {"naam": "Vos"}})
    sam = about | {"soortPartij": "contactpersoon", "partijIdentificatie": {"werkteVoorPartij": {"uuid": vos["uuid"]}}}
    kvk = {"codeObjecttype": "niet_natuurlijk_persoon", "codeSoortObjectId": "kvk_nummer", "codeRegister": "hr"}
    sam["partijIdentificatoren"] = [{"partijIdentificator": kvk | {"objectId": "12345678"}}]
    of_vos = {"uuid": vos["uuid"]}
    mail = {"verstrektDoorPartij": of_vos, "soortDigitaalAdres": "email", "adres": "info@vos.example"}
    categorie = await made(client, f"{KIC}/categorieen", {"naam": "Bakker"})
    both = {"vertegenwoordigdePartij": of_vos}
    persoon = await made(client, f"{KIC}/partijen", {"indicatieActief": True, "soortPartij": "persoon"})
    both["vertegenwoordigendePartij"] = {"uuid": persoon["uuid"]}
    created = [
        ("/partijen", sam),
        ("/digitaleadressen", mail),
        ("/rekeningnummers", {"partij": of_vos, "iban": "NL12INHO0003456789"}),
        ("/categorie-relaties", {"partij": of_vos, "categorie": {"uuid": categorie["uuid"]}}),
        ("/vertegenwoordigingen", both),
    ]
    found = [("klantinteracties", path, "post", await client.post(KIC + path, body)) for path, body in created]
    expand = {"expand": "digitaleAdressen,categorieRelaties"}
    found.append(("klantinteracties", "/partijen/{uuid}", "get", await client.get(vos["url"], expand)))
    for path in ("/digitaleadressen", "/rekeningnummers", "/categorie-relaties", "/vertegenwoordigingen",
                 "/categorieen", "/partij-identificatoren"):  # fmt: skip
        found.append(("klantinteracties", path, "get", await client.get(KIC + path)))
    return [*found, ("klantinteracties", "/partijen", "get", await client.get(f"{KIC}/partijen", expand))]


async def test_answers_are_as_we_describe_them(answers: list[tuple[str, str, str, Response]]) -> None:
    """A client generated from our own document would stumble over our answers."""
    for api, path, method, answer in answers:
        assert answer.status in (200, 201), (path, answer.body)
        assert judged_by(served(api), path, method, answer) == [], (method, path)


async def test_answers_are_as_the_standard_describes_them(answers: list[tuple[str, str, str, Response]]) -> None:
    """A client generated from the standard would stumble; only a null that follows from its text is to be borne."""
    for api, path, method, answer in answers:
        document = copy.deepcopy(published(api))
        schemas = document["components"]["schemas"]
        for shape, member in NULL_BY_RULE:
            if shape in schemas:
                schemas[shape]["properties"][member]["nullable"] = True
        assert judged_by(document, path, method, answer) == [], (method, path)


async def test_answers_hold_nothing_undescribed(answers: list[tuple[str, str, str, Response]]) -> None:
    """An attribute that no document names is one that no client may count on."""
    for api, path, method, answer in answers:
        document = Document(served(api))
        response = document.content["paths"][path][method]["responses"][str(answer.status)]
        node = document.node(response["content"]["application/json"]["schema"])
        rows = answer.json
        if "results" in node.properties:
            node, rows = document.node(document.node(node.properties["results"]).items), rows["results"]
        elif node.items:
            node = document.node(node.items)
        described = {*node.properties, *(n for v in node.variants.values() for n in document.node(v).properties)}
        for row in rows if isinstance(rows, list) else [rows]:
            assert set(row) <= described, (method, path)


@pytest.mark.parametrize("path", ["openapi.json", "schema/openapi.yaml"])
async def test_document_is_served_with_the_address_of_the_municipality(gemeente: Gemeente, path: str) -> None:
    """Generated clients call the address in the document; without the municipality it leads nowhere (G-02)."""
    found = (await gemeente.client.get(f"{ZAKEN}/{path}")).json
    assert found["servers"] == [{"url": f"{gemeente.client.base}{ZAKEN}"}]
    assert found["paths"] == served("zaken")["paths"]
