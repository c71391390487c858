"""Searching documents, those that are ready for publication, and all of a zaak in one question (Documenten 1.7.0)."""

from typing import Any

import pytest

from meent.data.pool import Connection
from tests.asgi import Client
from tests.conftest import Gemeente
from tests.zgw import (
    DOCUMENTEN,
    ZAKEN,
    bij_zaak,
    drc,
    een_document,
    een_informatieobjecttype,
    een_zaak,
    gewijzigd,
    made,
    zaaktype_met,
    zrc,
)  # fmt: skip

EIO, RECHTEN = f"{DOCUMENTEN}/enkelvoudiginformatieobjecten", f"{DOCUMENTEN}/gebruiksrechten"
ZIO, OIO = f"{ZAKEN}/zaakinformatieobjecten", f"{DOCUMENTEN}/objectinformatieobjecten"
ANDER_RSIN = "111222333"


# --- _zoek (D-29) ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("D-29")
async def test_search_finds_by_each_question(client: Client) -> None:
    """A search that passes over a question shows the letters of others."""
    soort = await een_informatieobjecttype(client)
    first = await een_document(client, soort, identificatie="D-1")
    second = await een_document(client, soort, identificatie="D-2", bronorganisatie=ANDER_RSIN)
    for body, found in (
        ({"uuid__in": [first["url"][-36:]]}, [first]),
        ({"uuid__in": [first["url"][-36:], second["url"][-36:]]}, [second, first]),
        ({"uuid__in": [first["url"][-36:]], "bronorganisatie": ANDER_RSIN}, []),
        ({"identificatie": "D-2"}, [second]),
        ({"bronorganisatie": ANDER_RSIN}, [second]),
        ({"identificatie": "D-1", "bronorganisatie": ANDER_RSIN}, []),
    ):
        answer = await client.post(f"{EIO}/_zoek", body, accept_crs=None, content_crs=None)
        assert answer.status == 200, answer.body
        assert (answer.json["count"], [d["url"] for d in answer.json["results"]]) == (
            len(found), [d["url"] for d in found],
        ), body  # fmt: skip
    inside = await client.post(f"{EIO}/_zoek", {"identificatie": "D-1", "expand": "informatieobjecttype"})
    assert inside.json["results"][0]["_expand"]["informatieobjecttype"]["url"] == soort["url"]


@pytest.mark.rule("D-29")
@pytest.mark.parametrize("body", [{}, [], {"expand": "informatieobjecttype"}])
async def test_search_without_a_question_is_refused(client: Client, body: Any) -> None:
    """Somebody who forgot the question would get all documents of the municipality."""
    refused = await client.post(f"{EIO}/_zoek", body)
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "empty_search_body")})


@pytest.mark.rule("D-29")
async def test_search_knows_no_other_questions(client: Client) -> None:
    for body in ({"titel": "x"}, {"uuid__in": [], "fields": ["url"]}):
        refused = await client.post(f"{EIO}/_zoek", body)
        assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "unknown-parameters")})


# --- ready for publication (A-17) ------------------------------------------------------------------------------------


@pytest.mark.rule("A-17")
@pytest.mark.parametrize("all_rights", [True, False])
async def test_publisher_sees_what_is_ready_alone(gemeente: Gemeente, all_rights: bool) -> None:
    """A draft with names in it would stand on the internet."""
    client = gemeente.client
    soort = await een_informatieobjecttype(client)
    zaaktype = await zaaktype_met(client, soort)
    zaak = await een_zaak(client, zaaktype)
    documents = [await een_document(client, soort, isGereedVoorPublicatie=is_ready) for is_ready in (True, False, None)]
    for document in documents:
        await bij_zaak(client, zaak, document)
        body = {"informatieobject": document["url"], "startdatum": "2026-01-05T00:00:00Z"}
        await made(client, RECHTEN, body | {"omschrijvingVoorwaarden": "Geen"})
    grants = [drc(["documenten.lezen", "documenten.bijwerken"], soort), zrc(["zaken.lezen"], zaaktype)]
    caller = await gemeente.application(*([] if all_rights else grants), all_rights=all_rights, only_open=True)
    ready, *hidden = documents
    for query in ({}, {"expand": "informatieobjecttype"}, {"versie": "1"}):
        assert (await caller.get(ready["url"], query)).status == 200
        assert [(await caller.get(d["url"], query)).status for d in hidden] == [403, 403], query
    assert [(await caller.head(d["url"])).status for d in documents] == [200, 403, 403]
    for answer in (
        await caller.get(EIO),
        await caller.get(EIO, {"bronorganisatie": ready["bronorganisatie"]}),
        await caller.post(f"{EIO}/_zoek", {"uuid__in": [d["url"][-36:] for d in documents]}),
        await caller.get(EIO, {"objectinformatieobjecten__object": zaak["url"]}),
    ):
        assert (answer.json["count"], [d["url"] for d in answer.json["results"]]) == (1, [ready["url"]])
    for path in (OIO, RECHTEN):
        assert [row["informatieobject"] for row in (await caller.get(path)).json] == [ready["url"]]
        whole = (await client.get(path)).json
        assert sorted([(await caller.get(row["url"])).status for row in whole]) == [200, 403, 403]
    found = (await caller.get(ZIO, {"zaak": zaak["url"], "expand": "informatieobject"})).json
    assert len(found) == 3
    assert [z["_expand"]["informatieobject"]["url"] for z in found if "_expand" in z] == [ready["url"]]
    assert [(await caller.patch(d["url"], {})).status for d in documents] == [400, 403, 403]


@pytest.mark.rule("A-17")
async def test_publisher_sees_no_earlier_version_that_was_not_ready(gemeente: Gemeente) -> None:
    """What was blacked out before it was published could be read as it was before."""
    client = gemeente.client
    document = await een_document(client, titel="Met naam")
    await gewijzigd(client, document, titel="Zonder naam", isGereedVoorPublicatie=True)
    caller = await gemeente.application(all_rights=True, only_open=True)
    assert (await caller.get(document["url"])).json["titel"] == "Zonder naam"
    assert (await caller.get(document["url"], {"versie": "1"})).status == 403
    await gewijzigd(client, document, isGereedVoorPublicatie=False)
    assert (await caller.get(document["url"], {"versie": "2"})).status == 403


@pytest.mark.rule("A-17")
async def test_limit_is_set_over_the_api(gemeente: Gemeente) -> None:
    document = await een_document(gemeente.client)
    caller = await gemeente.application(all_rights=True)
    assert (await caller.get(document["url"])).status == 200
    asked = {"clientId": caller.client_id}
    (applicatie,) = (await gemeente.client.get("/autorisaties/api/v1/applicaties/consumer", asked)).json
    changed = await gemeente.client.patch(applicatie["url"], {"alleenIsGereedVoorPublicatie": True})
    assert changed.status == 200
    assert (await caller.get(document["url"])).status == 403


# --- all documents of a zaak in one question -------------------------------------------------------------------------


@pytest.mark.parametrize("narrowed", [False, True])
async def test_documents_of_a_zaak_cost_the_same_however_many(
    gemeente: Gemeente, narrowed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a second more for each document of a file: a case worker waits ten seconds for a thick one."""
    client = gemeente.client
    soort = await een_informatieobjecttype(client)
    zaaktype = await zaaktype_met(client, soort)
    zaak = await een_zaak(client, zaaktype)
    documents = [await een_document(client, soort) for _ in range(5)]
    for document in documents:
        await bij_zaak(client, zaak, document)
    if narrowed:
        client = await gemeente.application(drc(["documenten.lezen"], soort), zrc(["zaken.lezen"], zaaktype))
    wanted = sorted(d["url"] for d in documents)
    asked: list[str] = []
    fetch = Connection.fetch

    async def counted(self: Connection, query: str, *args: Any, **more: Any) -> Any:
        asked.append(query)
        return await fetch(self, query, *args, **more)

    await client.get(ZIO, {"expand": "informatieobject"})  # rights, and other registers, are known from here on
    monkeypatch.setattr(Connection, "fetch", counted)
    found = (await client.get(EIO, {"objectinformatieobjecten__object": zaak["url"]})).json["results"]
    assert sorted(d["url"] for d in found) == wanted
    assert len(asked) == 1
    asked.clear()
    found = (await client.get(ZIO, {"zaak": zaak["url"], "expand": "informatieobject"})).json
    assert sorted(z["_expand"]["informatieobject"]["url"] for z in found) == wanted
    assert len([q for q in asked if "FROM dienst" not in q]) == 2  # the relations, then the documents of all of them
