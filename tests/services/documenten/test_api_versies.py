"""Versions and locks of a document (Documenten API 1.7.0, drc-009): who may change it, and what it was before."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tests.asgi import Client
from tests.conftest import Gemeente
from tests.zgw import (
    DOCUMENTEN,
    document_body,
    drc,
    een_catalogus,
    een_document,
    een_informatieobjecttype,
    gewijzigd,
    sleutel_van,
)  # fmt: skip

PATH = f"{DOCUMENTEN}/enkelvoudiginformatieobjecten"
LOCK = ("documenten.lock", "documenten.lezen")
ONE_AT_A_TIME = {("nonFieldErrors", "existing-lock")}
WRONG = {("nonFieldErrors", "incorrect-lock-id")}


# --- lock (D-12, D-13, D-15) -----------------------------------------------------------------------------------------


@pytest.mark.rule("D-12")
async def test_document_is_locked_once(client: Client) -> None:
    """Two people would each think that they alone are writing."""
    document = await een_document(client)
    answer = await client.post(f"{document['url']}/lock", {})
    assert (answer.status, list(answer.json)) == (200, ["lock"])
    assert len(answer.json["lock"]) >= 32
    assert (await client.get(document["url"])).json["locked"] is True
    refused = await client.post(f"{document['url']}/lock", {})
    assert (refused.status, refused.codes) == (400, ONE_AT_A_TIME)


@pytest.mark.rule("D-12")
async def test_of_many_who_lock_at_once_one_gets_the_key(client: Client) -> None:
    document = await een_document(client)
    answers = await asyncio.gather(*(client.post(f"{document['url']}/lock", {}) for _ in range(6)))
    assert sorted(a.status for a in answers) == [200, *[400] * 5]


@pytest.mark.rule("D-12")
async def test_keys_cannot_be_guessed_from_one_another(client: Client) -> None:
    keys = {await sleutel_van(client, await een_document(client)) for _ in range(3)}
    assert len(keys) == 3


@pytest.mark.rule("D-13")
@pytest.mark.parametrize(
    ("method", "lock", "fault"),
    [
        ("PATCH", None, ("nonFieldErrors", "missing-lock-id")),
        ("PATCH", "fout", ("nonFieldErrors", "incorrect-lock-id")),
        ("PATCH", "", ("nonFieldErrors", "incorrect-lock-id")),
        ("PUT", None, ("lock", "required")),
        ("PUT", "fout", ("nonFieldErrors", "incorrect-lock-id")),
    ],
)
async def test_locked_document_asks_for_the_key(
    client: Client, method: str, lock: str | None, fault: tuple[str, str]
) -> None:
    """What somebody is working on would change under their hands."""
    document = await een_document(client)
    await sleutel_van(client, document)
    body = document_body(document["informatieobjecttype"]) | ({} if lock is None else {"lock": lock})
    refused = await client.call(method, document["url"], body=body)
    assert (refused.status, refused.codes) == (400, {fault})
    assert (await client.get(document["url"])).json["versie"] == 1


@pytest.mark.rule("D-13")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_unlocked_document_does_not_change(client: Client, method: str) -> None:
    """Nobody could be told that they are the only one."""
    document = await een_document(client)
    body = document_body(document["informatieobjecttype"], lock="")
    refused = await client.call(method, document["url"], body=body)
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "unlocked")})


@pytest.mark.rule("D-15")
async def test_key_stands_in_no_answer_but_that_of_lock(client: Client) -> None:
    """Whoever may read a document could open a lock that is not theirs."""
    document = await een_document(client)
    assert document["lock"] == ""  # of a POST alone; filled in when the document waits for its content
    sleutel = await sleutel_van(client, document)
    changed = await client.patch(document["url"], {"titel": "Anders", "lock": sleutel})
    for answer in (
        changed,
        await client.get(document["url"]),
        await client.get(PATH),
        await client.get(document["url"], {"versie": "2"}),
    ):
        assert answer.status == 200
        assert b'"lock"' not in answer.body
        assert sleutel.encode() not in answer.body


@pytest.mark.rule("D-11")
async def test_locked_document_is_not_deleted(client: Client) -> None:
    """Work of somebody who is still writing would be gone."""
    document = await een_document(client)
    sleutel = await sleutel_van(client, document)
    refused = await client.delete(document["url"])
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "destroy-locked")})
    await client.post(f"{document['url']}/unlock", {"lock": sleutel})
    assert (await client.delete(document["url"])).status == 204


# --- unlock (D-14) ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [6.2e295, 0, [], "sleutel", True])
async def test_unlock_with_no_object_is_refused(client: Client, body: Any) -> None:
    """A program that sends the key without a name must be told so, not that we stumbled."""
    document = await een_document(client)
    await sleutel_van(client, document)
    assert (await client.post(f"{document['url']}/unlock", body)).status == 400


@pytest.mark.rule("D-14")
async def test_key_opens_the_lock(gemeente: Gemeente) -> None:
    """A document that stays locked cannot be put right any more."""
    soort = await een_informatieobjecttype(gemeente.client)
    document = await een_document(gemeente.client, soort)
    caller = await gemeente.application(drc([*LOCK], soort))
    sleutel = await sleutel_van(caller, document)
    for body in ({"lock": "fout"}, {"lock": ""}, {}):
        refused = await caller.post(f"{document['url']}/unlock", body)
        assert (refused.status, refused.codes) == (400, WRONG), body
    refused = await caller.call("POST", f"{document['url']}/unlock", raw=b"")
    assert (refused.status, refused.codes) == (400, WRONG)
    opened = await caller.post(f"{document['url']}/unlock", {"lock": sleutel})
    assert (opened.status, opened.body) == (204, b"")
    assert (await caller.get(document["url"])).json["locked"] is False
    refused = await caller.post(f"{document['url']}/unlock", {"lock": sleutel})
    assert (refused.status, refused.codes) == (400, WRONG)


@pytest.mark.rule("D-14")
@pytest.mark.parametrize("body", [{}, {"lock": "fout"}])
async def test_lock_can_be_forced_by_who_has_that_right(gemeente: Gemeente, body: dict[str, str]) -> None:
    """Somebody went home with the key; the trail tells who broke the lock."""
    soort = await een_informatieobjecttype(gemeente.client)
    document = await een_document(gemeente.client, soort)
    await sleutel_van(gemeente.client, document)
    caller = await gemeente.application(drc(["documenten.geforceerd-unlock"], soort))
    assert (await caller.post(f"{document['url']}/unlock", body)).status == 204
    trail = (await gemeente.client.get(f"{document['url']}/audittrail")).json
    assert trail[-1]["toelichting"] == "[geforceerd]"


@pytest.mark.rule("D-14")
async def test_lock_of_a_document_out_of_reach_stays(gemeente: Gemeente) -> None:
    mine, other = await een_informatieobjecttype(gemeente.client), await een_informatieobjecttype(gemeente.client)
    document = await een_document(gemeente.client, other)
    caller = await gemeente.application(drc(["documenten.lock", "documenten.geforceerd-unlock"], mine))
    for name in ("lock", "unlock"):
        assert (await caller.post(f"{document['url']}/{name}", {})).status == 403


async def test_scopes_of_locking_change_nothing_else(gemeente: Gemeente) -> None:
    """Who may only lock could write, or who may only write could lock others out."""
    soort = await een_informatieobjecttype(gemeente.client)
    document = await een_document(gemeente.client, soort)
    locking = await gemeente.application(drc(["documenten.lock"], soort))
    writing = await gemeente.application(drc(["documenten.bijwerken"], soort))
    assert (await writing.post(f"{document['url']}/lock", {})).status == 403
    sleutel = await sleutel_van(locking, document)
    assert (await locking.patch(document["url"], {"lock": sleutel})).status == 403
    assert (await writing.patch(document["url"], {"lock": sleutel})).status == 200


# --- versions (D-16, D-17) -------------------------------------------------------------------------------------------


@pytest.mark.rule("D-17")
async def test_every_change_is_a_version_that_can_be_read_back(client: Client, clock: Callable[[str], None]) -> None:
    """What the municipality knew on the day it decided would be lost."""
    clock("2026-01-10T09:00:00Z")
    first = await een_document(client, titel="Eerste")
    clock("2026-01-11T09:00:00Z")
    second = await gewijzigd(client, first, titel="Tweede", trefwoorden=["nieuw"])
    clock("2026-01-12T09:00:00Z")
    third = await gewijzigd(client, first, titel="Derde")
    assert [(d["versie"], d["beginRegistratie"][:10]) for d in (first, second, third)] == [
        (1, "2026-01-10"), (2, "2026-01-11"), (3, "2026-01-12"),
    ]  # fmt: skip
    assert (await client.get(first["url"])).json == third
    assert [d["versie"] for d in (await client.get(PATH)).json["results"]] == [3]
    del first["lock"]
    for query, found in (
        ({"versie": "1"}, first),
        ({"versie": "2"}, second),
        ({"versie": "3"}, third),
        ({"registratieOp": "2026-01-10T09:00:00Z"}, first),
        ({"registratieOp": "2026-01-12T08:59:59+00:00"}, second),
        ({"registratieOp": "2030-01-01T00:00:00Z"}, third),
        ({"registratieOp": "2026-01-11T10:00:00+01:00", "versie": "2"}, second),
    ):
        answer = await client.get(first["url"], query)
        assert (answer.status, answer.json) == (200, found), query


@pytest.mark.rule("D-17")
async def test_version_that_never_was_is_not_found(client: Client, clock: Callable[[str], None]) -> None:
    clock("2026-01-10T09:00:00Z")
    document = await een_document(client)
    for query in ({"versie": "2"}, {"versie": "0"}, {"registratieOp": "2026-01-10T08:59:59Z"}):
        assert (await client.get(document["url"], query)).status == 404, query
    for name, value in (
        ("versie", "een"),
        ("versie", "-1"),
        ("registratieOp", "ooit"),
        ("registratieOp", "2026-01-10"),
    ):
        refused = await client.get(document["url"], {name: value})
        assert (refused.status, refused.codes) == (400, {(name, "invalid")}), value


@pytest.mark.rule("D-17")
async def test_versions_of_others_stay_out_of_sight(gemeente: Gemeente) -> None:
    """What was made public after it was blacked out would be read as it was before."""
    client = gemeente.client
    soort = await een_informatieobjecttype(client)
    caller = await gemeente.application(drc(["documenten.lezen"], soort))
    document = await een_document(client, soort, vertrouwelijkheidaanduiding="geheim", titel="Met naam")
    await gewijzigd(client, document, vertrouwelijkheidaanduiding="openbaar", titel="Zonder naam")
    assert (await caller.get(document["url"])).json["titel"] == "Zonder naam"
    assert (await caller.get(document["url"], {"versie": "1"})).status == 403
    await gewijzigd(client, document, vertrouwelijkheidaanduiding="geheim")
    assert (await caller.get(document["url"], {"versie": "2"})).status == 403  # open then, secret now
    assert (await client.get(document["url"], {"versie": "1"})).json["titel"] == "Met naam"


@pytest.mark.rule("D-17")
async def test_old_version_shows_the_lock_of_now_and_the_type_of_then(client: Client) -> None:
    """The lock is on the document, whatever version somebody looks at."""
    catalogus = (await een_catalogus(client))["url"]
    was, becomes = [await een_informatieobjecttype(client, catalogus) for _ in range(2)]
    document = await een_document(client, was)
    await gewijzigd(client, document, informatieobjecttype=becomes["url"])
    sleutel = await sleutel_van(client, document)
    old = await client.get(document["url"], {"versie": "1", "expand": "informatieobjecttype"})
    assert (old.json["locked"], old.json["versie"]) == (True, 1)
    assert old.json["_expand"]["informatieobjecttype"]["url"] == was["url"]
    assert old.headers["etag"] != (await client.get(document["url"])).headers["etag"]
    await client.post(f"{document['url']}/unlock", {"lock": sleutel})
    assert (await client.get(document["url"], {"versie": "1"})).json["locked"] is False
    new = (await client.get(document["url"], {"expand": "informatieobjecttype"})).json
    assert new["_expand"]["informatieobjecttype"]["url"] == becomes["url"]


@pytest.mark.rule("D-17")
async def test_put_and_patch_by_many_make_versions_in_a_row(gemeente: Gemeente) -> None:
    """Two versions under one number: one of them would be lost."""
    client = gemeente.client
    document = await een_document(client)
    sleutel = await sleutel_van(client, document)
    answers = await asyncio.gather(
        *(client.patch(document["url"], {"titel": f"Titel {i}", "lock": sleutel}) for i in range(5))
    )
    assert sorted(a.json["versie"] for a in answers) == [2, 3, 4, 5, 6]
    kept = await gemeente.rows("select nummer from enkelvoudiginformatieobject_versie order by nummer")
    assert [r[0] for r in kept] == [1, 2, 3, 4, 5, 6]


@pytest.mark.rule("D-16")
async def test_definitive_document_changes_as_any_other(gemeente: Gemeente) -> None:
    """Since 1.4 a definitive document is not fixed; its versions tell what it was."""
    soort = await een_informatieobjecttype(gemeente.client)
    document = await een_document(gemeente.client, soort, status="definitief")
    caller = await gemeente.application(drc(["documenten.bijwerken", "documenten.lock"], soort))
    sleutel = await sleutel_van(caller, document)
    answer = await caller.patch(document["url"], {"titel": "Hersteld", "lock": sleutel})
    assert (answer.status, answer.json["versie"]) == (200, 2)
