"""Under which name a refusal goes out: a problem document, unless the client would rather have JSON like any other.

RFC 9110 §12.5.1 and RFC 9457; decision 0030. The documents of ZGW name application/problem+json and nothing else.
"""

from typing import Any

import msgspec
import pytest

from meent.basis.accept import quality
from tests.conftest import Gemeente
from tests.services.klantinteracties.bodies import KLANTINTERACTIES as KI
from tests.zgw import ZAKEN

PROBLEM, JSON = "application/problem+json", "application/json"
APIS = [f"{KI}/partijen", "/objecten/api/v2/objects", "/objecttypen/api/v2/objecttypes"]

ACCEPTS = [
    (None, PROBLEM),
    ("", PROBLEM),
    ("*/*", PROBLEM),
    ("application/*", PROBLEM),
    ("text/html", PROBLEM),
    ("application/problem+json", PROBLEM),
    ("application/json, application/problem+json", PROBLEM),
    ("application/json, text/plain, */*", PROBLEM),
    ("application/json;q=0.5, application/problem+json", PROBLEM),
    ("application/json;q=0, */*", PROBLEM),
    ("application/json", JSON),
    ("Application/JSON; charset=utf-8", JSON),
    ("application/json, */*;q=0.5", JSON),
    ("application/json, text/html;q=0.9", JSON),
    ("*/*, application/problem+json;q=0", JSON),
    ("application/problem+json;q=0.1, application/json;q=0.2", JSON),
]


@pytest.mark.rule("KI-45")
@pytest.mark.parametrize("path", APIS)
@pytest.mark.parametrize(("accept", "kind"), ACCEPTS)
async def test_who_likes_json_better_gets_it(gemeente: Gemeente, path: str, accept: str | None, kind: str) -> None:
    """A client that reads nothing but JSON would tell a clerk that the server is broken, and not what is wrong."""
    client = gemeente.client
    answers = [
        await client.post(path, {}, accept=accept),
        await client.get(f"{path}/00000000-0000-4000-8000-000000000000", None, accept=accept),
        await client.get(path, {"bestaatNiet": "1"}, accept=accept),
        await client.get(path, None, accept=accept, authorization=None),
        await client.call("DELETE", path, headers={"accept": accept}),
    ]
    assert [a.status for a in answers] == [400, 404, 400, 403, 405]
    assert {a.headers["content-type"] for a in answers} == {kind}
    for answer in answers:
        assert {"type", "code", "title", "status", "detail", "instance"} <= set(answer.json)
    assert answers[0].json["invalidParams"]


@pytest.mark.rule("KI-45")
async def test_other_apis_keep_to_their_documents(gemeente: Gemeente) -> None:
    """Clients of ZGW look for application/problem+json, whatever they said they take."""
    answer = await gemeente.client.post(f"{ZAKEN}/zaken", {}, accept=JSON)
    assert (answer.status, answer.headers["content-type"]) == (400, PROBLEM)


@pytest.mark.rule("KI-45")
@pytest.mark.parametrize("api", ["klantinteracties/api/v1", "objecten/api/v2", "objecttypen/api/v2", "zaken/api/v1"])
async def test_the_document_tells_both_names(gemeente: Gemeente, api: str) -> None:
    """Who generates a client from it would not know that it can ask."""
    document: dict[str, Any] = msgspec.json.decode((await gemeente.client.get(f"/{api}/openapi.json")).body)
    kinds = {kind for answer in document["components"]["responses"].values() for kind in answer["content"]}
    assert kinds == ({PROBLEM} if api.startswith("zaken") else {PROBLEM, JSON})


@pytest.mark.parametrize(("accept", "weight"), [
    (b"application/json;q=1.000", 1.0), (b"application/json;q=0.25", 0.25), (b"application/json;q=zeer", 0.0),
    (b"application/json;q=1.1", 0.0), (b"a/b;q=0.1,,application/json;x=y;q=0.3", 0.3), (b"text/*", 0.0), (b";", 0.0),
])  # fmt: skip
def test_how_much_a_client_likes_a_kind(accept: bytes, weight: float) -> None:
    assert quality(accept, b"application/json") == weight
