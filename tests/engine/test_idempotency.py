"""Idempotency-Key: sending twice is doing once (trust §3, §4 no. 10)."""

import asyncio
from typing import Any

import pytest

from tests.asgi import Response
from tests.conftest import Gemeente
from tests.engine.samples import READABLE, REGISTRY, Gevuld
from tests.zgw import ZAKEN, een_zaaktype, zaak_body

KEY = "sleutel-1"


@pytest.mark.parametrize("resource", READABLE, ids=lambda r: r.name)
async def test_same_request_same_answer_one_effect(stad: Gevuld, resource: Any) -> None:
    """After a broken line a client sends again; two cases for one resident is a letter too many."""
    key, body = f"{KEY}-{resource.name}", stad.body(resource)
    first = await stad.client.post(stad.collection(resource), body, idempotency_key=key)
    count = await stad.gemeente.rows(f"select count(*) from {resource.name}")
    events = await stad.gemeente.rows("select count(*) from outbox")
    again = await stad.client.post(stad.collection(resource), body, idempotency_key=key)
    assert (first.status, again.status) == (201, 201)
    assert (again.json, again.headers["location"]) == (first.json, first.headers["location"])
    assert await stad.gemeente.rows(f"select count(*) from {resource.name}") == count
    assert await stad.gemeente.rows("select count(*) from outbox") == events
    row, lock = first.json["url"], await stad.key(resource, first.json)
    for method in ("PUT", "PATCH", "DELETE"):
        operation = {"PUT": "update", "PATCH": "partial_update", "DELETE": "delete"}[method]
        if operation in resource.operations:
            row = (await stad.fresh(resource))["url"] if method == "DELETE" else row
            sent = (stad.again(resource, first.json) if method == "PUT" else {}) | lock
            one, two = [
                await stad.client.call(method, row, body=sent, headers={"idempotency-key": key + method}) for _ in "12"
            ]
            assert (one.status, one.body) == (two.status, two.body)
            assert one.status in (200, 204)


async def test_twenty_at_once_make_one(gemeente: Gemeente) -> None:
    """Twenty browsers of one impatient person: one case, and each gets its number."""
    zaaktype = await een_zaaktype(gemeente.client)
    body = zaak_body(zaaktype["url"])
    answers: list[Response] = await asyncio.gather(
        *(gemeente.client.post(f"{ZAKEN}/zaken", body, idempotency_key=KEY) for _ in range(20))
    )
    assert {a.status for a in answers} == {201}
    assert len({a.body for a in answers}) == 1
    assert (await gemeente.client.get(f"{ZAKEN}/zaken")).json["count"] == 1
    assert len((await gemeente.client.get(f"{answers[0].json['url']}/audittrail")).json) == 1


async def test_twenty_different_cases_at_once(gemeente: Gemeente) -> None:
    """Without a key each is a case of its own, with a number of its own; none waits until it is refused."""
    zaaktype = await een_zaaktype(gemeente.client)
    body = zaak_body(zaaktype["url"])
    answers = await asyncio.gather(*(gemeente.client.post(f"{ZAKEN}/zaken", body) for _ in range(20)))
    assert {a.status for a in answers} == {201}
    assert len({a.json["identificatie"] for a in answers}) == 20


async def test_other_request_with_the_key_is_refused(stad: Gevuld) -> None:
    """A key used for something else is a mistake of the client; answering the first thing would hide it."""
    zaak = REGISTRY.of("Zaak")
    key, body = "sleutel-anders", stad.body(zaak)
    first = await stad.client.post(f"{ZAKEN}/zaken", body, idempotency_key=key)
    for method, path, sent in (
        ("POST", f"{ZAKEN}/zaken", body | {"toelichting": "x"}),
        ("POST", f"{ZAKEN}/rollen", stad.body(REGISTRY.of("Rol"))),
        ("PATCH", first.json["url"], body),
        ("DELETE", first.json["url"], None),
    ):
        answer = await stad.client.call(method, path, body=sent, headers={"idempotency-key": key})
        assert (answer.status, answer.json["code"]) == (409, "conflict"), method
    assert (await stad.client.get(first.json["url"])).json == first.json


async def test_key_belongs_to_one_application_of_one_municipality(
    gemeente: Gemeente, andere_gemeente: Gemeente
) -> None:
    """Two suppliers that both count from 1 must not get each other's answers."""
    zaaktype = await een_zaaktype(gemeente.client)
    other = await gemeente.application(all_rights=True)
    theirs = await een_zaaktype(andere_gemeente.client)
    one = await gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"]), idempotency_key="1")
    two = await other.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"]), idempotency_key="1")
    andere_gemeente.client.client_id, kept = gemeente.client.client_id, andere_gemeente.client.client_id
    three = await andere_gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(theirs["url"]), idempotency_key="1")
    assert three.status == 403  # the same client id is nobody there
    andere_gemeente.client.client_id = kept
    three = await andere_gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(theirs["url"]), idempotency_key="1")
    assert (one.status, two.status, three.status) == (201, 201, 201)
    assert len({one.json["url"], two.json["url"], three.json["url"]}) == 3


async def test_failed_request_frees_its_key(stad: Gevuld) -> None:
    """Somebody mends the mistake and sends again with the same key: that is the first that counts."""
    body = stad.body(REGISTRY.of("Zaak"))
    wrong = await stad.client.post(f"{ZAKEN}/zaken", body | {"startdatum": "x"}, idempotency_key="fout")
    assert wrong.status == 400
    right = await stad.client.post(f"{ZAKEN}/zaken", body, idempotency_key="fout")
    assert right.status == 201


@pytest.mark.parametrize("key", ["", " ", "x" * 256])
async def test_key_has_a_length(stad: Gevuld, key: str) -> None:
    """A key of nothing would make all requests one; a key without end fills the disk."""
    answer = await stad.client.post(f"{ZAKEN}/zaken", stad.body(REGISTRY.of("Zaak")), idempotency_key=key)
    assert (answer.status, answer.codes) == (400, {("Idempotency-Key", "invalid")})


async def test_replay_asks_the_scope_again(stad: Gevuld) -> None:
    """A remembered answer is no way round rights that were taken away."""
    client = await stad.gemeente.application(all_rights=True)
    body = stad.body(REGISTRY.of("Zaak"))
    assert (await client.post(f"{ZAKEN}/zaken", body, idempotency_key="weg")).status == 201
    found = await stad.client.get("/autorisaties/api/v1/applicaties/consumer", {"clientId": client.client_id})
    await stad.client.delete(found.json[0]["url"])
    assert (await client.post(f"{ZAKEN}/zaken", body, idempotency_key="weg")).status == 403
