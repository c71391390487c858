"""Kinds of object, and the versions of what objects of a kind look like.

Source: Objecttypen API 2.2.2; decision 0035.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.asgi import Client
from tests.conftest import Gemeente
from tests.services.objecten.bomen import BOOM, TYPES, een_objecttype, een_versie, type_body
from tests.zgw import made

UUID = "0195d0e2-0000-4000-8000-00000000abcd"


def obt(*scopes: str) -> dict[str, Any]:
    return {"component": "objecttypen", "scopes": list(scopes)}


@pytest.mark.parametrize(("scope", "method", "status"), [
    ("objecttypen.lezen", "GET", 200), ("objecttypen.bijwerken", "GET", 403),
    ("objecttypen.lezen", "POST", 403), ("objecttypen.bijwerken", "POST", 201),
])  # fmt: skip
async def test_each_operation_has_its_own_scope(gemeente: Gemeente, scope: str, method: str, status: int) -> None:
    """Whoever may look at a type could change what objects must look like."""
    client = await gemeente.application(obt(scope))
    assert (await client.call(method, TYPES, body=type_body())).status == status


@pytest.mark.rule("OB-01")
async def test_versions_are_numbered_and_found_by_number(client: Client) -> None:
    """A record that names version 2 must be judged by that one and no other."""
    of_type = await een_objecttype(client)
    first = of_type["versions"][0]
    assert first == f"{of_type['url']}/versions/1"
    second = await een_versie(client, of_type, {"type": "object"}, status="draft")
    assert (second["url"], second["version"], second["objectType"]) == (
        f"{of_type['url']}/versions/2", 2, of_type["url"],
    )  # fmt: skip
    assert (await client.get(second["url"])).json == second
    assert (await client.get(of_type["url"])).json["versions"] == [first, second["url"]]
    listed = (await client.get(f"{of_type['url']}/versions")).json
    assert [v["version"] for v in listed["results"]] == [2, 1]
    other = await made(client, TYPES, type_body())
    assert (await een_versie(client, other))["version"] == 1
    for number in ("0", "3", "32768", "x", "-1", "1.0"):
        assert (await client.get(f"{of_type['url']}/versions/{number}")).status == 404


@pytest.mark.rule("OB-02")
async def test_days_are_those_of_what_happened(client: Client, clock: Callable[[str], None]) -> None:
    """Nobody could tell which schema was in force when an object was made."""
    clock("2026-03-01T10:00:00Z")
    of_type = await made(client, TYPES, type_body(createdAt="1999-01-01"))
    assert (of_type["createdAt"], of_type["modifiedAt"]) == ("2026-03-01", "2026-03-01")
    draft = await een_versie(client, of_type, status="draft")
    assert draft["publishedAt"] is None
    clock("2026-03-05T10:00:00Z")
    published = (await client.patch(draft["url"], {"status": "published"})).json
    assert [published[n] for n in ("createdAt", "modifiedAt", "publishedAt")] == ["2026-03-01", *["2026-03-05"] * 2]
    renamed = (await client.patch(of_type["url"], {"name": "struik"})).json
    assert (renamed["createdAt"], renamed["modifiedAt"]) == ("2026-03-01", "2026-03-05")
    clock("2026-03-09T10:00:00Z")
    assert (await client.patch(draft["url"], {"status": "deprecated"})).json["publishedAt"] == "2026-03-05"


@pytest.mark.rule("OB-03")
async def test_published_version_stays_as_it_is(client: Client) -> None:
    """Objects that were judged by it would no longer be what their type says."""
    of_type = await een_objecttype(client)
    url = of_type["versions"][0]
    for method, body in (
        ("PATCH", {"jsonSchema": {"type": "object"}}), ("PATCH", {"status": "draft"}),
        ("PUT", {"jsonSchema": {}, "status": "published"}),
    ):  # fmt: skip
        refused = await client.call(method, url, body=body)
        assert refused.codes == {("nonFieldErrors", "non-draft-version-update")}
    assert (await client.delete(url)).codes == {("nonFieldErrors", "non-draft-version-destroy")}
    assert (await client.put(url, {"jsonSchema": BOOM, "status": "published"})).status == 200
    ended = await client.patch(url, {"status": "deprecated"})
    assert (ended.status, ended.json["status"]) == (200, "deprecated")
    draft = await een_versie(client, of_type, status="draft")
    assert (await client.patch(draft["url"], {"jsonSchema": {"type": "object"}})).status == 200
    assert (await client.delete(draft["url"])).status == 204


@pytest.mark.rule("OB-04")
@pytest.mark.parametrize("schema", [
    {"type": "boom"}, {"properties": []}, {"$ref": "http://127.0.0.1:1/schema"}, {"$ref": "file:///etc/passwd"},
    {"properties": {"a": {"$ref": "https://elders.example/schema#"}}}, {"description": "x" * 300_000},
])  # fmt: skip
async def test_schema_is_one_and_stands_by_itself(client: Client, schema: Any) -> None:
    """No object could be judged, or judging would fetch what somebody else wrote."""
    of_type = await made(client, TYPES, type_body())
    refused = await client.post(f"{of_type['url']}/versions", {"jsonSchema": schema})
    assert (refused.status, refused.codes) == (400, {("jsonSchema", "invalid-json-schema")})
    listed = await client.post(f"{of_type['url']}/versions", {"jsonSchema": ["type"]})
    assert listed.codes == {("jsonSchema", "invalid")}


@pytest.mark.rule("OB-05")
async def test_type_goes_after_its_versions(client: Client) -> None:
    """One wrong click and no object of that kind could be understood any more."""
    of_type = await made(client, TYPES, type_body())
    draft = await een_versie(client, of_type, status="draft")
    assert (await client.delete(of_type["url"])).codes == {("nonFieldErrors", "pending-versions")}
    await client.delete(draft["url"])
    assert (await client.delete(of_type["url"])).status == 204
    assert (await client.get(of_type["url"])).status == 404


@pytest.mark.rule("OB-06")
async def test_client_may_choose_the_uuid(client: Client, andere_gemeente: Gemeente) -> None:
    """Types that come from elsewhere could not keep the address by which they are known."""
    of_type = await made(client, TYPES, type_body(uuid=UUID))
    assert (of_type["uuid"], of_type["url"]) == (UUID, f"{client.base}{TYPES}/{UUID}")
    twice = await client.post(TYPES, type_body(uuid=UUID))
    assert (twice.status, twice.codes) == (400, {("uuid", "unique")})
    assert (await client.post(TYPES, type_body(uuid="boom"))).codes == {("uuid", "invalid")}
    moved = await client.patch(of_type["url"], {"uuid": UUID.replace("abcd", "abce")})
    assert moved.codes == {("uuid", "wijzigen-niet-toegelaten")}
    assert (await client.patch(of_type["url"], {"uuid": UUID})).status == 200
    assert (await made(andere_gemeente.client, TYPES, type_body(uuid=UUID)))["uuid"] == UUID


async def test_types_are_found_by_classification(client: Client) -> None:
    """Whoever publishes the open ones would publish all."""
    await een_objecttype(client, dataClassification="open")
    await een_objecttype(client, dataClassification="intern", labels={"thema": "groen"})
    found = (await client.get(TYPES, {"dataClassification": "intern"})).json["results"]
    assert [t["labels"] for t in found] == [{"thema": "groen"}]
    assert (await client.get(TYPES, {"dataClassification": "geheim"})).codes == {
        ("dataClassification", "invalid_choice")
    }
