"""The served OpenAPI documents against the published ones of Zaken 1.7.0, Catalogi 1.3.3 and Autorisaties 1.1.0."""

import copy
import json
import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from openapi_spec_validator import OpenAPIV30SpecValidator

from meent.capabilities.views import parameters_of_row
from meent.engine.declare import Registry, Resource
from meent.engine.filters import PAGING, filters_of, related_filters
from meent.openapi import as_json, document
from meent.services.resources import EVERYTHING
from tests.engine.compare_openapi import compare

Json = dict[str, Any]

SHARED = Path(os.environ.get("MEENT_SHARED", Path(__file__).parents[2].parent / "shared"))
STANDARDS = SHARED / "standards"
PUBLISHED = {
    "zaken": "1.7.0", "catalogi": "1.3.3", "autorisaties": "1.1.0", "besluiten": "1.1.0", "notificaties": "1.0.1",
    "documenten": "1.7.0", "selectielijst": "openzaak-1.0.0", "klantinteracties": "openklant-2.18.0",
    "objecttypen": "2.2.2", "objecten": "2.7.0",
}  # fmt: skip
BESIDE = {"selectielijst": ("referentielijsten-selectielijst/vng-0.6.0", "/communicatiekanalen")}
"""Other document -> path that we serve under this API, for the two were one."""
REGISTRY = Registry(EVERYTHING)
APIS = sorted(REGISTRY.apis)


class Deviation(NamedTuple):
    """Where we differ and mean to; `where` is a regular expression for the whole line of the comparison."""

    api: str
    where: str
    reason: str


DEVIATIONS = (
    Deviation(
        "catalogi",
        r"DELETE \S+ 20[04]: status is not \w+",
        "Published as 200 with an object; everybody answers 204 without one (G-24, SOURCES §5.1).",
    ),
    Deviation(
        "catalogi",
        r"(PATCH (zaak|besluit|informatieobject)typen|PUT informatieobjecttypen)/{uuid} (200 )?body.*",
        "Published as any object; ours names the attributes, so that a client can know them.",
    ),
    Deviation(
        "catalogi",
        r".* body\S*\.(begin|einde)Object readOnly: yes ≠ no",
        "Follows from the versions (C-11): what a client sends is ignored, and ours says so.",
    ),
    Deviation(
        "catalogi",
        r"(POST|PUT) zaaktypen\S* body\.informatieobjecttypen.*",
        "A list that is only read, described as one text in the body of a request; ours says list everywhere.",
    ),
    Deviation(
        "catalogi",
        r".* body\S*\.resultaattypeOmschrijving: is not published",
        "Required in every answer but not described; ours describes it.",
    ),
    Deviation(
        "catalogi",
        r"POST (zaak|besluit|informatieobject)typen/{uuid}/publish [45]\d\d header API-version: is not published",
        "Every answer carries the version (G-03); these were forgotten.",
    ),
    Deviation(
        "catalogi",
        r"POST besluittypen 201 body\.(informatieobjecttypeOmschrijving|zaaktypen|zaaktypeIdentificaties)\b.*",
        "The answer to a POST alone is described otherwise than every other answer; ours are all alike.",
    ),
    Deviation(
        "catalogi",
        r"POST informatieobjecttypen 20[01]: status is not \w+",
        "Published as 200; what is made answers 201, as everywhere.",
    ),
    Deviation(
        "catalogi",
        r"\w+ resultaattypen\S* (\d+ )?body\S*\.(besluittype|informatieobjecttype)(n|Omschrijving)\b.*",
        "Three forms of the same lists in one document; ours are written as names and read as links (C-20…C-22).",
    ),
    Deviation(
        "catalogi",
        r"PUT resultaattypen/{uuid} 200 body\.(catalogus|eindeObject) deprecated: yes ≠ no",
        "Deprecated in every other answer, forgotten in this one.",
    ),
    Deviation(
        "zaken",
        r".* body\S*\.verlenging\.duur nullable: yes ≠ no",
        "A zaak that was not prolonged shows the group with an empty term (Z-25), and may be sent back as read.",
    ),
    Deviation(
        "zaken",
        r"GET zaken/{zaak_uuid}/audittrail\S* 200 body\S*\.wijzigingen\.(oud|nieuw) nullable: yes ≠ no",
        "There is nothing before a create and nothing after a delete (AT-03); the published document forgot that.",
    ),
    Deviation(
        "zaken",
        r"POST statussen 201 body\.zaakinformatieobjecten: is not published",
        "Request and answer changed places here: the answer requires it without describing it.",
    ),
    Deviation(
        "zaken",
        r".* body\S*<\w+>\.(betrokkene|object)Identificatie: is not (served|published)",
        "Five kinds of zaakobject have the name of Rol's member in its place; all others have objectIdentificatie.",
    ),
    Deviation(
        "zaken",
        r"\w+ zaaknotities\S* (\d+ )?body\S*\.(uuid|count|results)(: is not published| required: .*)",
        "Here alone an object does not show its uuid and the members of a page are required; all ours are alike.",
    ),
    Deviation(
        "zaken",
        r"GET zaaknotities query (gerelateerdAan (type|format): .*|pageSize (minimum|maximum): \d+ ≠ –)",
        "The zaak is published as a number, which no zaak has; ours is a link. And ours tells the limits of a page.",
    ),
    Deviation(
        "zaken",
        r"POST zaaknummer_reserveren 201 header Location: is not served",
        "Nothing has been made that lives at an address.",
    ),
    Deviation(
        "autorisaties",
        r".* body\S*\.(url|count|results) required: .*",
        "Here alone the address is not required and the members of a page are; all our APIs are alike.",
    ),
    Deviation(
        "besluiten",
        r".* body\S*\.(url|count|results|aanmaakdatum) required: .*",
        "Here too they are not required, though they are always there; all our APIs are alike.",
    ),
    Deviation(
        "besluiten",
        r"PATCH besluiten/{uuid} body(\.\w+)? required: no ≠ yes",
        "Published with the body of PUT; a PATCH gives only what changes (G-13).",
    ),
    Deviation(
        "besluiten",
        r".* body\S*\.vervalredenWeergave minLength: – ≠ 1",
        "A besluit that has not ended has no reason to show in words.",
    ),
    Deviation(
        "besluiten",
        r"GET besluiten/{besluit_uuid}/audittrail\S* 200 body\S* (minLength: – ≠ 1|additionalProperties: yes ≠ –)",
        "A line of the audit trail is the same in all our APIs; its texts are never empty.",
    ),
    Deviation(
        "besluiten",
        r"GET besluiten/{besluit_uuid}/audittrail\S* 200 body\S*\.wijzigingen\.(oud|nieuw) nullable: yes ≠ no",
        "There is nothing before a create and nothing after a delete (AT-03); the published document forgot that.",
    ),
    Deviation(
        "autorisaties",
        r"PATCH applicaties/{uuid} body(\.\w+)? required: no ≠ yes",
        "Published with the body of PUT; a PATCH gives only what changes (G-13).",
    ),
    *(
        Deviation(api, where, reason)
        for api in ("objecttypen", "objecten")
        for where, reason in (
            (
                r"\w+ \S+ [45]\d\d: status is not published",
                "Published without a single refusal; ours tells which there are.",
            ),
            (
                r"\w+ \S+ scopes: {'objec\w+\.\w+'(, 'objec\w+\.\w+')?} ≠ {}",
                "Published with a key alone; ours asks rights for each operation (decision 0035).",
            ),
            (r"\w+ \S+ query pageSize (min|max)imum: \d+ ≠ –", "Ours tells the limits of a page."),
            (r"POST \S+ 201 header Location: is not published", "What is made tells its address, as everywhere."),
            (r".* body\S*\.(url|uuid) required: yes ≠ no", "They are always there; all our APIs are alike."),
            (r".* body\.(count|results) required: no ≠ yes", "The members of a page are required here."),
            (r".* body\S*\.versions uniqueItems: yes ≠ no", "No version stands there twice, and ours says so."),
        )
    ),
    Deviation(
        "objecttypen",
        r".* body\S*\.jsonSchema (type: object|additionalProperties: yes) ≠ –",
        "Published as anything; a version holds an object, as the Objecten API says of the same field.",
    ),
    Deviation(
        "objecten",
        r".* body\S*\.(correctedBy|correctionFor) nullable: yes ≠ no",
        "Most records are no correction and were not corrected; the published document forgot that.",
    ),
    Deviation(
        "objecten",
        r"\w+ objecttypes/{objecttype_uuid}/versions\S* operationId: objectversion_\w+ ≠ objecttypeversion_\w+",
        "One version of a type with one name, that of the Objecttypen API; here it has another.",
    ),
    Deviation(
        "objecten",
        r"\w+ objecttypes\S* (tags: .*|(\d+ )?body\S*(versions\[\]|objectType|url) m(in|ax)Length: – ≠ \d+)",
        "The same types as in the Objecttypen API, described as there: with its tag, and addresses without limits.",
    ),
    Deviation(
        "autorisaties",
        r".* body\S*\.autorisaties\[\]<objec(ten|ttypen)>: is not published",
        "Objecten and Objecttypen ask rights too, and the standard has no names for them (decision 0035).",
    ),
    Deviation(
        "autorisaties",
        r".* body\S*\.autorisaties\[\](\.component enum: .*|<kic>: is not published)",
        "Klantinteracties asks rights too, and the standard has no name for it (decision 0030).",
    ),
    Deviation(
        "autorisaties",
        r".* body\S*\.autorisaties\[\]<brp>: is not published",
        "The query APIs of the BRP ask rights too, and their documents have no name for them (decision 0051).",
    ),
    Deviation(
        "klantinteracties",
        r"\w+ \S+ [45]\d\d: status is not published",
        "Published without a single refusal; ours tells which there are.",
    ),
    Deviation(
        "klantinteracties",
        r"\w+ \S+ scopes: {'klantinteracties\.\w+'} ≠ {}",
        "Published with one key that may do everything; ours has rights for each operation (decision 0030).",
    ),
    Deviation(
        "klantinteracties",
        r"GET \S+ query pageSize (min|max)imum: \d+ ≠ –",
        "Ours tells the limits of a page.",
    ),
    Deviation(
        "klantinteracties",
        r"POST \S+ 201 header Location: is not published",
        "What is made tells its address, as everywhere.",
    ),
    Deviation(
        "klantinteracties",
        r"GET \S+ 200 body\.(count|results) required: no ≠ yes",
        "The members of a page are required here; all our APIs are alike.",
    ),
    Deviation(
        "klantinteracties",
        r"(POST|PUT) (categorie|partijen|actoren|bijlagen|onderwerpobjecten)\S* body required: yes ≠ no",
        "Published as a body that may be left out where none of its members is required, or which those are depends.",
    ),
    Deviation(
        "klantinteracties",
        r"\w+ partij-identificatoren\S* (\d+ )?body\S*\.uuid (readOnly|required): yes ≠ no",
        "One schema for here and inside a partij, where a client sends the uuid; here it is ours and always there.",
    ),
    Deviation(
        "klantinteracties",
        r"PATCH (partijen|actoren)/{uuid} body<\w+>\.\w+ required: no ≠ yes",
        "Published with the body of PUT; the same document says that a PATCH gives only what changes.",
    ),
    Deviation(
        "klantinteracties",
        r"\w+ internetaken\S* (200 |201 )?body\S*\.toegewezenAanActor nullable: yes ≠ no",
        "A taak may be given to nobody yet (an empty list), and then there is no first actor; so read, so sent back.",
    ),
    Deviation(
        "klantinteracties",
        r"POST maak-klantcontact (201 )?body\.(betrokkene|onderwerpobject) nullable: yes ≠ no",
        "What did not come along is null in the answer: clients of the peer read it so.",
    ),
    Deviation(
        "selectielijst",
        r".* body\S*\.(url|count|results) required: .*",
        "Here the address is not required and the members of a page are; all our APIs are alike.",
    ),
    Deviation(
        "selectielijst",
        r".* body\S*\.(procestermijnWeergave|toelichting|herkomst) minLength: – ≠ 1",
        "The public list itself leaves these blank where there is nothing to say.",
    ),
    Deviation(
        "selectielijst",
        r"GET communicatiekanalen\S* 200 body\S*\.url m(in|ax)Length: .*",
        "Of the other of the two documents, which gives no limits to an address; all our APIs are alike.",
    ),
    Deviation(
        "selectielijst",
        r"GET communicatiekanalen 400: status is not published",
        "A page number may be wrong here too.",
    ),
    Deviation(
        "documenten",
        r"(POST|PUT|PATCH) \S+ body\.(integriteit|\w*orrespondentie\w+)\.\w+ minLength: – ≠ 1",
        "One schema of the group for who reads and who writes; a blank text is refused all the same.",
    ),
    Deviation(
        "documenten",
        r"GET enkelvoudiginformatieobjecten/{\w+}/audittrail\S* path enkelvoudiginformatieobject_uuid format: uuid ≠ –",
        "It is a uuid here as everywhere; the published document forgot to say so.",
    ),
    Deviation(
        "documenten",
        r"GET enkelvoudig\w+/{\w+}/audittrail\S* 200 body\S*\.wijzigingen\.(oud|nieuw) nullable: yes ≠ no",
        "There is nothing before a create and nothing after a delete (AT-03); the published document forgot that.",
    ),
    Deviation(
        "documenten",
        r"POST enkelvoudiginformatieobjecten/_zoek body\.uuid__in required: no ≠ yes",
        "Whoever searches by number has no uuids to give; the same document says that any one question will do.",
    ),
    Deviation(
        "documenten",
        r"PUT bestandsdelen/{uuid} 200 body\.inhoud: is not served",
        "A piece cannot be downloaded: it is not published how, and nobody may have half a document.",
    ),
    Deviation(
        "documenten",
        r"GET enkelvoudiginformatieobjecten/{uuid}/download (\d+ header API-version|409: status):? is not published",
        "Refusals of a download tell the version as all others do; and it may be refused as all others are.",
    ),
    Deviation(
        "documenten",
        r"DELETE \S+ 204 header API-version: is not published",
        "Every answer carries the version (G-03); these were forgotten.",
    ),
    Deviation(
        "documenten",
        r"PATCH enkelvoudiginformatieobjecten/{uuid} body\.tonenAanInitiator: is not published",
        "Forgotten in the body of PATCH alone; ours changes it as PUT does.",
    ),
    Deviation(
        "documenten",
        r"POST enkelvoudiginformatieobjecten/{uuid}/(un)?lock [45]\d\d header API-version: is not published",
        "Every answer carries the version (G-03); these were forgotten.",
    ),
    Deviation(
        "documenten",
        r"POST enkelvoudiginformatieobjecten/{uuid}/(un)?lock 400 body (members|required): .*",
        "Published without invalidParams, in which the codes stand that clients act on (D-12, D-14).",
    ),
    Deviation(
        "documenten",
        r"POST enkelvoudiginformatieobjecten/{uuid}/(un)?lock 409: status is not published",
        "A key that was used for another request is told so here too.",
    ),
    Deviation(
        "notificaties",
        r".* body\S*\.url required: yes ≠ no",
        "Here alone the address is not required; all our APIs are alike.",
    ),
    Deviation(
        "notificaties",
        r".* body\S*\.auth writeOnly: yes ≠ no",
        "What opens the door of a subscriber is never shown again (N-06); the published document forgot to say so.",
    ),
    Deviation(
        "notificaties",
        r"PATCH abonnement/{uuid} body(\.\w+)? required: no ≠ yes",
        "Published with the body of PUT; a PATCH gives only what changes (G-13).",
    ),
    Deviation(
        "notificaties",
        r"POST notificaties [45]\d\d: status is not published",
        "Published without a single refusal; ours tells which there are.",
    ),
)

NOT_YET: tuple[str, ...] = ()
"""Published under the path of a resource that we have, but not there yet."""


@cache
def published(api: str) -> Json:
    path = STANDARDS / api / PUBLISHED[api] / "openapi.yaml"
    if not path.exists():
        pytest.skip(f"{path} is er niet; wijs MEENT_SHARED naar de map met de standaarden")
    found = read(path)
    if api in BESIDE:
        folder, parent = BESIDE[api]
        other = read(STANDARDS / folder / "openapi.yaml")
        found["paths"] |= {path: item for path, item in other["paths"].items() if under(path, parent)}
        found["components"]["schemas"] = other["components"]["schemas"] | found["components"]["schemas"]
    return found


def read(path: Path) -> Json:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: Json = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    return found


@cache
def served(api: str, *, extras: bool = True) -> Json:
    return document(REGISTRY.apis[api], REGISTRY, extras=extras)


def declared(api: str) -> list[Resource[Any]]:
    return [r for r in REGISTRY.all if r.api.name in (api, *REGISTRY.apis[api].includes)]


def concerns(api: str) -> Callable[[str], bool]:
    """Whether a published path belongs to a resource that is declared."""
    paths = [r.path for r in declared(api)] + [o.path for r in declared(api) for o in r.named if o.body or o.beside]
    away = [p for p in NOT_YET if p not in paths]

    def concern(path: str) -> bool:
        return any(under(path, p) for p in paths) and not any(under(path, p) for p in away)

    return concern


def under(path: str, parent: str) -> bool:
    return path == parent or path.startswith(parent + "/")


def every(found: Any, where: str = "") -> Iterator[tuple[str, Json]]:
    """All objects of a document, with the place where they stand."""
    if isinstance(found, dict):
        yield where, found
        for key, value in found.items():
            yield from every(value, f"{where}/{key}")
    elif isinstance(found, list):
        for i, value in enumerate(found):
            yield from every(value, f"{where}/{i}")


# --- our documents ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("api", APIS)
def test_document_is_the_published_one(api: str) -> None:
    """A client generated from the standard would not fit our register."""
    differences = compare(served(api), published(api), concerns(api))
    allowed = [d for d in DEVIATIONS if d.api == api]
    unexplained = [line for line in differences if not any(re.fullmatch(d.where, line) for d in allowed)]
    assert not unexplained, "\n".join(unexplained)


@pytest.mark.parametrize("deviation", DEVIATIONS, ids=lambda d: d.where)
def test_deviation_is_still_there(deviation: Deviation) -> None:
    """A deviation that nobody has any more would hide a fault later."""
    differences = compare(served(deviation.api), published(deviation.api), concerns(deviation.api))
    assert any(re.fullmatch(deviation.where, line) for line in differences)


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("extras", [True, False])
def test_document_is_valid_openapi(api: str, extras: bool) -> None:
    """Tools refuse a document that breaks OpenAPI 3.0.3."""
    OpenAPIV30SpecValidator(served(api, extras=extras)).validate()


@pytest.mark.parametrize("api", APIS)
def test_extras_only_add_and_are_marked(api: str) -> None:
    """Without the extras a tender could not ask for the bare standard, and nobody would see what is ours (G-22)."""

    def bare(found: Any) -> Any:
        if isinstance(found, dict):
            return {k: bare(v) for k, v in found.items() if not (isinstance(v, dict) and v.get("x-meent-extra"))}
        if isinstance(found, list):
            return [bare(v) for v in found if not (isinstance(v, dict) and v.get("x-meent-extra"))]
        return found

    assert bare(served(api)) == served(api, extras=False)
    assert "x-meent-extra" not in json.dumps(served(api, extras=False))


@pytest.mark.parametrize("api", APIS)
def test_everything_is_described(api: str) -> None:
    """A reader of the document would have to guess."""
    found = served(api)
    operations = {w: o for w, o in every(found["paths"]) if "operationId" in o}
    assert not [w for w, o in operations.items() if not o.get("summary")]
    assert not [n for n, s in found["components"]["schemas"].items() if not s.get("description")]
    assert not [
        w for w, p in every(found) if "in" in p and isinstance(p.get("schema"), dict) and not p.get("description")
    ]


@pytest.mark.parametrize("api", APIS)
def test_words_are_our_own(api: str) -> None:
    """The documents are served under our name: what they say may not be copied from the published ones."""

    def sentences(found: Json) -> set[str]:
        texts = [o[k] for _, o in every(found) for k in ("description", "summary") if isinstance(o.get(k), str)]
        return {s.strip(" .").lower() for text in texts for s in re.split(r"(?<=\.)\s|\n", text) if len(s.split()) > 3}

    assert not sentences(served(api)) & sentences(published(api))


@pytest.mark.parametrize("api", APIS)
def test_operation_ids_are_unique(api: str) -> None:
    ids = [o["operationId"] for _, o in every(served(api)["paths"]) if "operationId" in o]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("resource", [r for r in EVERYTHING if "list" in r.operations], ids=lambda r: r.name)
def test_parameters_are_those_that_the_server_reads(resource: Resource[Any]) -> None:
    """A parameter that is described and then refused as unknown, or the other way round."""
    paths = served(resource.api.name)["paths"]
    for path, known in (
        (resource.path, {*filters_of(resource), *related_filters(REGISTRY, resource), *PAGING}),
        (f"{resource.path}/{{{resource.numbered or 'uuid'}}}", set(parameters_of_row(resource))),
    ):
        described = {p["name"] for p in paths[path]["get"]["parameters"] if p["in"] == "query"}
        assert described <= known
        assert known - described <= {"page", "pageSize", "expand", "ordering"}


def test_address_of_the_municipality_stands_in_front() -> None:
    """Generated clients call the address in the document; another municipality's would send them to its cases."""
    api = REGISTRY.apis["zaken"]
    found = document(api, REGISTRY, base="https://meerwijde.example/meerwijde")
    assert found["servers"] == [{"url": "https://meerwijde.example/meerwijde/zaken/api/v1"}]


def test_same_document_is_json_and_yaml() -> None:
    """Clients of Open Zaak ask for openapi.yaml (G-02)."""
    api = REGISTRY.apis["autorisaties"]
    assert json.loads(as_json(api, REGISTRY, base="")) == served("autorisaties")
    assert yaml.safe_load(as_json(api, REGISTRY, base="")) == served("autorisaties")


# --- the comparison itself -------------------------------------------------------------------------------------------


def at(found: Any, place: str) -> Any:
    """What stands at a place: keys with spaces between them, for keys hold slashes and dots."""
    for key in place.split():
        found = found[int(key)] if isinstance(found, list) else found[key]
    return found


def put(place: str, value: Any) -> Callable[[Json], None]:
    def change(found: Json) -> None:
        parent, _, key = place.rpartition(" ")
        at(found, parent)[key] = value

    return change


def drop(place: str, *value: Any) -> Callable[[Json], None]:
    """Takes away what stands at a place, or a value out of the list that stands there."""

    def change(found: Json) -> None:
        parent, _, key = place.rpartition(" ")
        target = at(found, parent)
        if value:
            target[key].remove(*value)
        else:
            target.pop(int(key) if isinstance(target, list) else key)

    return change


def in_parameter(path: str, method: str, name: str, change: Callable[[Any], object]) -> Callable[[Json], None]:
    def changed(found: Json) -> None:
        parameters = found["paths"][path][method]["parameters"]
        found["paths"][path][method]["parameters"] = [copy.deepcopy(p) for p in parameters]
        change(next(p for p in found["paths"][path][method]["parameters"] if p.get("name") == name))

    return changed


SCHEMA = "components schemas"
FAULTS: list[tuple[Callable[[Json], None], str]] = [
    (drop("paths /rollen/{uuid}"), "rollen/{uuid}: path is not served"),
    (put("paths /zaakrommel", {}), "zaakrommel: path is not published"),
    (drop("paths /zaken/{uuid} patch"), "PATCH zaken/{uuid}: operation is not served"),
    (put("paths /rollen put", {"responses": {}}), "PUT rollen: operation is not published"),
    (put("paths /rollen get operationId", "rollen_list"), "GET rollen operationId: rollen_list ≠ rol_list"),
    (
        put("paths /rollen post security", [{"JWT-Claims": ["zaken.bijwerken"]}]),
        "POST rollen scopes: {'zaken.bijwerken'} ≠ {'zaken.bijwerken', 'zaken.geforceerd-bijwerken'}",
    ),
    (drop("paths /statussen get parameters 0"), "GET statussen query zaak: parameter is not served"),
    (
        in_parameter("/statussen", "get", "zaak", lambda p: p.update(name="zaken")),
        "GET statussen query zaken: parameter is not published",
    ),
    (
        in_parameter("/zaken", "get", "archiefnominatie", lambda p: p["schema"]["enum"].pop()),
        "GET zaken query archiefnominatie enum: {'blijvend_bewaren'} ≠ {'blijvend_bewaren', 'vernietigen'}",
    ),
    (
        in_parameter("/zaken", "get", "bronorganisatie__in", lambda p: p.update(explode=True)),
        "GET zaken query bronorganisatie__in explode: yes ≠ no",
    ),
    (
        in_parameter("/zaken", "get", "Accept-Crs", lambda p: p.update(required=False)),
        "GET zaken header accept-crs required: no ≠ yes",
    ),
    (
        in_parameter("/zaken/{uuid}", "get", "uuid", lambda p: p["schema"].pop("format")),
        "GET zaken/{uuid} path uuid format: – ≠ uuid",
    ),
    (
        put("paths /statussen/{uuid} get responses 418", {"description": "Theepot"}),
        "GET statussen/{uuid} 418: status is not published",
    ),
    (drop("paths /zaken post responses 412"), "POST zaken 412: status is not served"),
    (drop("paths /zaken/{uuid} get responses 200 headers ETag"), "GET zaken/{uuid} 200 header ETag: is not served"),
    (
        put("paths /zaken/{uuid} get responses 200 content", {"text/plain": {}}),
        "GET zaken/{uuid} 200 body media types: ['text/plain'] ≠ ['application/json']",
    ),
    (
        drop("components responses 404 content"),
        "GET zaken/{uuid} 404 body media types: [] ≠ ['application/problem+json']",
    ),
    (
        drop(f"{SCHEMA} ValidatieFout properties invalidParams"),
        "POST rollen 400 body members: ['code', 'detail', 'instance', 'status', 'title', 'type'] ≠ "
        "['code', 'detail', 'instance', 'invalidParams', 'status', 'title', 'type']",
    ),
    (drop("paths /zaken post requestBody required"), "POST zaken body required: no ≠ yes"),
    (put(f"{SCHEMA} Zaak properties omschrijving maxLength", 100), "POST zaken body.omschrijving maxLength: 100 ≠ 80"),
    (
        put(f"{SCHEMA} Zaak properties omschrijving maxLength", 100),
        "GET zaken 200 body.results[].omschrijving maxLength: 100 ≠ 80",
    ),
    (drop(f"{SCHEMA} Zaak properties kenmerken"), "GET zaken/{uuid} 200 body.kenmerken: is not served"),
    (put(f"{SCHEMA} Zaak properties kleur", {}), "GET zaken/{uuid} 200 body.kleur: is not published"),
    (
        put(f"{SCHEMA} Zaak properties startdatum format", "date-time"),
        "POST zaken body.startdatum format: date-time ≠ date",
    ),
    (put(f"{SCHEMA} Zaak properties deelzaken type", "string"), "POST zaken body.deelzaken type: string ≠ array"),
    (drop(f"{SCHEMA} Zaak properties einddatum readOnly"), "POST zaken body.einddatum readOnly: no ≠ yes"),
    (drop(f"{SCHEMA} Zaak properties einddatum nullable"), "POST zaken body.einddatum nullable: no ≠ yes"),
    (drop(f"{SCHEMA} Zaak required", "bronorganisatie"), "POST zaken body.bronorganisatie required: no ≠ yes"),
    (drop(f"{SCHEMA} ArchiefstatusEnum enum 3"), "POST zaken body.archiefstatus enum: "),
    (drop(f"{SCHEMA} Zaak properties betalingsindicatie oneOf 1"), "POST zaken body.betalingsindicatie enum: "),
    (
        put(f"{SCHEMA} Verlenging properties reden minLength", 1),
        "PUT zaken/{uuid} body.verlenging.reden minLength: 1 ≠ –",
    ),
    (put(f"{SCHEMA} ZaakKenmerk properties bron maxLength", 4), "POST zaken body.kenmerken[].bron maxLength: 4 ≠ 40"),
    (
        drop(f"{SCHEMA} LineString allOf 1 properties coordinates minItems"),
        "body.zaakgeometrie<LineString>.coordinates minItems: ",
    ),
    (drop(f"{SCHEMA} GeoJSONGeometry oneOf 0"), "POST zaken body.zaakgeometrie<Point>: is not served"),
    (drop(f"{SCHEMA} Rol discriminator mapping medewerker"), "POST rollen body<medewerker>: is not served"),
    (
        put(f"{SCHEMA} RolNatuurlijkPersoon properties inpA_nummer pattern", "^[0-9]*$"),
        "POST rollen body<natuurlijk_persoon>.betrokkeneIdentificatie.inpA_nummer pattern: ^[0-9]*$ ≠ ^[1-9][0-9]{9}$",
    ),
    (
        put(f"{SCHEMA} RolVestiging properties handelsnaam items maxLength", 9),
        "GET rollen 200 body.results[]<vestiging>.betrokkeneIdentificatie.handelsnaam[] maxLength: 9 ≠ 625",
    ),
    (drop(f"{SCHEMA} ZaakEmbedded properties rollen"), "GET zaken 200 body.results[]._expand.rollen: is not served"),
    (
        put(f"{SCHEMA} ZaakEmbedded properties status", {"type": "array", "items": {"type": "object"}}),
        "GET zaken 200 body.results[]._expand.status to-many: yes ≠ no",
    ),
    (drop(f"{SCHEMA} ZaakZoek properties uuid__in"), "POST zaken/_zoek body.uuid__in: is not served"),
    (drop(f"{SCHEMA} GeoWithin properties within"), "POST zaken/_zoek body.zaakgeometrie.within: is not served"),
    (
        put(f"{SCHEMA} Wijzigingen properties oud additionalProperties", False),
        ".wijzigingen.oud additionalProperties: no ≠ yes",
    ),
]


@pytest.mark.parametrize(("fault", "line"), FAULTS, ids=[line for _, line in FAULTS])
def test_comparison_finds_planted_difference(fault: Callable[[Json], None], line: str) -> None:
    """A comparison that is blind to a kind of difference proves nothing."""
    ours = copy.deepcopy(published("zaken"))
    fault(ours)
    assert any(line in found for found in compare(ours, published("zaken")))


@pytest.mark.parametrize("api", APIS)
def test_comparison_finds_nothing_in_the_same_document(api: str) -> None:
    assert compare(published(api), published(api)) == []


def test_comparison_sees_through_names_and_spelling() -> None:
    """Schema names are ours to choose, and an enum may be spread over oneOf or written out."""
    ours = copy.deepcopy(published("zaken"))
    schemas = ours["components"]["schemas"]
    schemas["Betrokkene"] = schemas.pop("BetrokkeneTypeEnum")
    ours = json.loads(json.dumps(ours).replace("schemas/BetrokkeneTypeEnum", "schemas/Betrokkene"))
    ours["components"]["schemas"]["Zaak"]["properties"]["betalingsindicatie"] = {
        "type": "string",
        "enum": ["", *ours["components"]["schemas"]["BetalingsindicatieEnum"]["enum"]],
    }
    assert compare(ours, published("zaken")) == []


def test_comparison_looks_only_at_what_concerns_it() -> None:
    ours = copy.deepcopy(published("zaken"))
    del ours["paths"]["/klantcontacten"]
    assert compare(ours, published("zaken"), lambda path: not path.startswith("/klantcontacten")) == [
        "klantcontacten/{uuid}: path is not published"
    ]
