"""What an answer is held against: the published document, and the one a server serves of itself."""

import json
from pathlib import Path
from typing import Any

import pytest

from meent.tools.conform import served
from meent.tools.conform.formats import is_address, is_date, is_duration, is_moment, is_uuid
from meent.tools.conform.judge import judge, operation_of
from meent.tools.conform.published import Published, StandaardOntbreekt, load, version_for
from meent.tools.conform.traffic import Exchange, Request

PAGE: dict[str, Any] = {"count": 0, "next": None, "previous": None, "results": []}
HEADERS = (("Content-Type", "application/json"), ("API-version", "1.7.0"), ("Content-Crs", "EPSG:4326"))


@pytest.fixture(scope="module")
def zaken(shared: Path) -> Published:
    return load(shared / "standards", "zaken", "1.7.0")


def told(zaken: Published, path: str, body: bytes, status: int = 200, headers: Any = HEADERS) -> list[str]:
    exchange = Exchange(0, "zaken", Request("GET", f"http://a.example/zaken{path}", {}), status, headers, body)
    operation = operation_of(exchange, zaken, "http://a.example/zaken")
    assert operation is not None
    return [f"{r.kind} {r.where}" for r in judge(exchange, operation)]


ROL = {
    "url": "http://a.example/1", "uuid": "11111111-1111-4111-8111-111111111111", "zaak": "http://a.example/2",
    "betrokkene": "", "betrokkeneType": "natuurlijk_persoon", "afwijkendeNaamBetrokkene": "",
    "roltype": "http://a.example/3", "omschrijving": "Aanvrager", "omschrijvingGeneriek": "initiator",
    "roltoelichting": "x", "registratiedatum": "2026-01-05T10:00:00Z", "indicatieMachtiging": "",
    "contactpersoonRol": {"naam": "x"}, "statussen": [], "betrokkeneIdentificatie": {"inpBsn": "999990019"},
}  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), [
    ({}, []),
    ({"betrokkeneIdentificatie": {"inpBsn": 5}}, ["inhoud results.betrokkeneIdentificatie.inpBsn"]),
    ({"betrokkeneIdentificatie": {"achternaam": "x"}}, ["extra results.betrokkeneIdentificatie.achternaam"]),
    ({"betrokkeneType": "medewerker", "betrokkeneIdentificatie": {"achternaam": "x"}}, []),
    ({"betrokkeneType": "robot"}, ["inhoud results.betrokkeneType", "extra results.betrokkeneIdentificatie"]),
    ({"registratiedatum": "2026-01-05T10:00:00"}, ["inhoud results.registratiedatum"]),
    ({"url": "geen adres"}, ["inhoud results.url"]),
    ({"roltoelichting": "x" * 1001}, ["inhoud results.roltoelichting"]),
    ({"kleur": "rood"}, ["extra results.kleur"]),
])  # fmt: skip
def test_a_row_is_held_against_its_kind(zaken: Published, change: Any, expected: list[str]) -> None:
    """What a rol must hold depends on whom it is about."""
    body = json.dumps(PAGE | {"results": [ROL | change]}).encode()
    assert told(zaken, "/rollen", body) == expected


def test_a_missing_member_is_named_each(zaken: Published) -> None:
    """Two absent members are two findings."""
    short = {k: v for k, v in ROL.items() if k not in ("zaak", "roltype")}
    assert set(told(zaken, "/rollen", json.dumps(PAGE | {"results": [short]}).encode())) == {
        "inhoud results.zaak", "inhoud results.roltype",
    }  # fmt: skip


@pytest.mark.parametrize(("status", "body", "headers", "expected"), [
    (202, b"{}", HEADERS, "status "),
    (500, b"{}", HEADERS, "mediatype "),
    (200, b"<p>", HEADERS, "inhoud "),
    (200, b"{}", HEADERS[:1], "kop API-version"),
    (200, b"{}", (("Content-Type", "text/html"), *HEADERS[1:]), "mediatype "),
    (200, b"[]", HEADERS, "inhoud "),
    (405, b'{"status": "405"}', (("Content-Type", "application/problem+json"), *HEADERS[1:]), "inhoud status"),
])  # fmt: skip
def test_what_is_around_a_body_is_judged(
    zaken: Published, status: int, body: bytes, headers: Any, expected: str
) -> None:
    """A status that nobody described, a header that is not there, another kind of content."""
    assert expected in told(zaken, "/rollen", body, status, headers)


@pytest.mark.parametrize(("check", "good", "wrong"), [
    (is_date, ("2026-01-05", "2024-02-29"), ("2026-02-29", "05-01-2026", "20260105", "2026-01-05T00:00:00Z")),
    (is_moment, ("2026-01-05T10:00:00Z", "2026-01-05T10:00:00.123+01:00"), ("2026-01-05T10:00:00", "2026-01-05")),
    (is_duration, ("P30D", "P1Y2M", "PT5M", "P1DT2H"), ("P", "PT", "30D", "P1H", "")),
    (is_uuid, ("11111111-1111-4111-8111-111111111111",), ("1", "11111111111141118111111111111111")),
    (is_address, ("https://a.example/x", ""), ("a.example", "javascript:1", "https://", "http://[::1")),
])  # fmt: skip
def test_formats(check: Any, good: tuple[str, ...], wrong: tuple[str, ...]) -> None:
    """What JSON Schema leaves to whoever validates."""
    assert [v for v in good if not check(v)] == []
    assert [v for v in wrong if check(v)] == []
    assert check(None)


def test_the_version_is_the_one_told(shared: Path) -> None:
    """A server of last year is held to what it promised; one that tells nothing to the newest."""
    standards = shared / "standards"
    told_to_used = {"1.5.1": "1.5.1", None: "1.7.0", "onzin": "1.7.0", "9.9.9": "1.7.0", "../../x": "1.7.0"}
    for told_version, used in told_to_used.items():
        assert version_for(standards, "zaken", told_version) == used
    with pytest.raises(StandaardOntbreekt):
        load(standards, "zaken", "0.0.1")


# --- the document that a server serves -------------------------------------------------------------------------------


def test_of_the_published_document_nothing_is_missing(zaken: Published) -> None:
    """The guard itself."""
    assert served.missing(zaken.content, zaken) == {}


def test_what_is_missing_is_named(zaken: Published) -> None:
    """A path, a parameter, a member."""
    paths = dict(zaken.content["paths"])
    del paths["/zaaknotities"]
    listed = paths["/zaken"]["get"]
    fewer = [p for p in listed["parameters"] if p.get("name") != "startdatum"]
    paths["/zaken"] = paths["/zaken"] | {"get": listed | {"parameters": fewer}}
    schemas = dict(zaken.content["components"]["schemas"])
    status = {n: s for n, s in schemas["Status"]["properties"].items() if n != "gezetdoor"}
    schemas["Status"] = schemas["Status"] | {"properties": status}
    content = zaken.content | {"paths": paths, "components": zaken.content["components"] | {"schemas": schemas}}
    found = served.missing(content, zaken)
    assert found["GET /zaaknotities"] == ["De hele bewerking ontbreekt."]
    assert found["GET /zaken"] == ["Vraagparameters ontbreken: startdatum."]
    assert any("gezetdoor" in line for line in found["GET /statussen/{uuid}"])


ENDLESS: dict[str, Any] = {"$ref": "#/components/schemas/A"}
WIDE: dict[str, Any] = {"allOf": [ENDLESS] * 50}


@pytest.mark.parametrize("schema", [
    ENDLESS, WIDE, None, [], 5, {"properties": []}, {"properties": {"results": 5}}, {"allOf": {}}, {"items": []},
    {"discriminator": []}, {"discriminator": {"mapping": 5}}, {"discriminator": {"mapping": {"a": 5}}}, {"$ref": 5},
    {"$ref": "#/paths/~1zaken/get/responses/200"}, {"$ref": "#/x/y"},
])  # fmt: skip
def test_a_strange_document_has_an_end(zaken: Published, schema: Any) -> None:
    """References in a circle, members of another kind than they should be."""
    paths: dict[str, Any] = {}
    for path in zaken.content["paths"]:
        content = {"application/json": {"schema": schema}}
        paths[path] = {"get": {"parameters": schema, "responses": {"200": {"content": content}}}, "post": schema}
    paths |= {"/zaken": schema, "/rollen": {"get": {"responses": schema}}}
    content = {"paths": paths, "components": {"schemas": {"A": {"allOf": [ENDLESS, WIDE]}}}}
    assert "POST /zaken" in served.missing(content, zaken)
