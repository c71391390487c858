"""What hangs under a document: gebruiksrechten and verzendingen (Documenten API 1.7.0, drc-006).

Source: gemma-zaken, docs/standaard/documenten, and RULES.md §7.
"""

from typing import Any

import pytest

from tests.asgi import Client
from tests.conftest import Gemeente
from tests.zgw import (
    DOCUMENTEN,
    document_body,
    drc,
    een_document,
    een_informatieobjecttype,
    gewijzigd,
    made,
    sleutel_van,
)  # fmt: skip

EIO, RECHTEN = f"{DOCUMENTEN}/enkelvoudiginformatieobjecten", f"{DOCUMENTEN}/gebruiksrechten"
VERZENDINGEN = f"{DOCUMENTEN}/verzendingen"
Json = dict[str, Any]


def rechten_body(document: Json, **extra: Any) -> Json:
    return {
        "informatieobject": document["url"],
        "startdatum": "2026-01-05T00:00:00Z",
        "omschrijvingVoorwaarden": "Alleen voor eigen gebruik",
    } | extra


async def met_rechten(client: Client, document: Json, **extra: Any) -> Json:
    return await made(client, RECHTEN, rechten_body(document, **extra))


async def indicatie(client: Client, document: Json) -> Any:
    return (await client.get(document["url"])).json["indicatieGebruiksrecht"]


# --- gebruiksrechten (D-08, D-28) ------------------------------------------------------------------------------------


@pytest.mark.rule("D-08")
async def test_document_says_whether_it_has_gebruiksrechten(client: Client) -> None:
    """A photograph would be published although its maker did not allow it."""
    document = await een_document(client)
    assert document["indicatieGebruiksrecht"] is None
    first, second = await met_rechten(client, document), await met_rechten(client, document)
    assert await indicatie(client, document) is True
    assert (await client.get(document["url"])).json["versie"] == 1
    assert (await client.delete(first["url"])).status == 204
    assert await indicatie(client, document) is True
    assert (await client.delete(second["url"])).status == 204
    assert await indicatie(client, document) is None
    trail = (await client.get(f"{document['url']}/audittrail")).json
    assert [r["resource"] for r in trail if r["resourceUrl"] != document["url"]] == ["gebruiksrechten"] * 4


@pytest.mark.rule("D-08")
async def test_indicatie_is_told_as_it_is(client: Client) -> None:
    """Closing a case rests on this answer: it must not be a guess."""
    soort = await een_informatieobjecttype(client)
    missing = {("indicatieGebruiksrecht", "missing-gebruiksrechten")}
    refused = await client.post(EIO, document_body(soort["url"], indicatieGebruiksrecht=True))
    assert (refused.status, refused.codes) == (400, missing)
    document = await een_document(client, soort, indicatieGebruiksrecht=False)
    sleutel = await sleutel_van(client, document)
    refused = await client.patch(document["url"], {"indicatieGebruiksrecht": True, "lock": sleutel})
    assert (refused.status, refused.codes) == (400, missing)
    await met_rechten(client, document)
    for value in (False, None):
        refused = await client.patch(document["url"], {"indicatieGebruiksrecht": value, "lock": sleutel})
        assert (refused.status, refused.codes) == (400, {("indicatieGebruiksrecht", "existing-gebruiksrechten")})
    again = {"indicatieGebruiksrecht": True, "lock": sleutel}
    assert (await client.patch(document["url"], again)).status == 200


@pytest.mark.rule("D-08")
async def test_who_says_nothing_of_gebruiksrechten_changes_nothing(client: Client) -> None:
    """A PUT of a client that does not know the field would be refused for ever."""
    document = await een_document(client)
    await met_rechten(client, document)
    sleutel = await sleutel_van(client, document)
    body = document_body(document["informatieobjecttype"], lock=sleutel)
    answer = await client.put(document["url"], body)
    assert (answer.status, answer.json["indicatieGebruiksrecht"]) == (200, True)


@pytest.mark.rule("D-10")
async def test_deleted_document_takes_what_hangs_under_it_along(client: Client) -> None:
    """Conditions of use of a letter that is destroyed still tell that it was there."""
    document = await een_document(client)
    hanging = [await met_rechten(client, document), await een_verzending(client, document, emailadres="a@b.example")]
    assert (await client.delete(document["url"])).status == 204
    assert [(await client.get(h["url"])).status for h in hanging] == [404, 404]


async def test_rights_do_not_end_before_they_begin(client: Client) -> None:
    document = await een_document(client)
    refused = await client.post(RECHTEN, rechten_body(document, einddatum="2026-01-04T00:00:00Z"))
    assert (refused.status, refused.codes) == (400, {("einddatum", "invalid")})


@pytest.mark.rule("D-28")
async def test_gebruiksrechten_are_found_by_document_and_days(client: Client) -> None:
    """Somebody would be told the conditions of another document, or those of last year."""
    document, other = await een_document(client), await een_document(client)
    await met_rechten(client, other, startdatum="2020-01-01T00:00:00Z", einddatum="2020-12-31T00:00:00Z")
    rechten = await met_rechten(client, document, einddatum="2027-01-05T00:00:00Z")
    day, before, after = "2026-01-05T00:00:00Z", "2026-01-04T00:00:00Z", "2028-01-01T00:00:00Z"
    for query in (
        {"informatieobject": document["url"]},
        {"startdatum__gte": day},
        {"startdatum__gt": before},
        {"startdatum__lte": day, "informatieobject": document["url"]},
        {"startdatum__lt": after, "einddatum__gt": day},
        {"einddatum__gte": "2027-01-05T00:00:00Z"},
        {"einddatum__lt": after, "startdatum__gte": day},
        {"einddatum__lte": "2027-01-05T00:00:00Z", "informatieobject": document["url"]},
    ):
        assert [g["url"] for g in (await client.get(RECHTEN, query)).json] == [rechten["url"]], query
    for query in ({"startdatum__gt": day}, {"einddatum__lt": "2020-01-01T00:00:00Z"}):
        assert (await client.get(RECHTEN, query)).json == []


# --- verzending (D-27) -----------------------------------------------------------------------------------------------

ADRESSEN: dict[str, Any] = {
    "binnenlandsCorrespondentieadres": {"huisnummer": 1, "naamOpenbareRuimte": "Plein", "woonplaatsnaam": "Meerwijde"},
    "buitenlandsCorrespondentieadres": {"adresBuitenland1": "Rue 1", "landPostadres": "https://landen.example/be"},
    "correspondentiePostadres": {
        "postBusOfAntwoordnummer": 12, "postadresPostcode": "1234AB", "postadresType": "postbusnummer",
        "woonplaatsnaam": "Meerwijde",
    },
    "faxnummer": "0101234567",
    "emailadres": "inwoner@example.nl",
    "mijnOverheid": True,
    "telefoonnummer": "0612345678",
}  # fmt: skip


def verzending_body(document: Json, **extra: Any) -> Json:
    return {
        "informatieobject": document["url"],
        "betrokkene": "https://klanten.example/1",
        "contactPersoon": "https://klanten.example/2",
        "aardRelatie": "geadresseerde",
    } | extra


async def een_verzending(client: Client, document: Json, **extra: Any) -> Json:
    return await made(client, VERZENDINGEN, verzending_body(document, **extra))


@pytest.mark.rule("D-27")
@pytest.mark.parametrize("name", ADRESSEN)
async def test_document_goes_along_one_way(client: Client, name: str) -> None:
    """Nobody could tell where a letter went, or it would seem to have gone twice."""
    document = await een_document(client)
    verzending = await een_verzending(client, document, **{name: ADRESSEN[name]})
    shown = verzending[name]
    assert (shown if not isinstance(shown, dict) else {k: shown[k] for k in ADRESSEN[name]}) == ADRESSEN[name]
    other = next(n for n in ADRESSEN if n != name)
    refused = await client.patch(verzending["url"], {other: ADRESSEN[other]})
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "invalid-address")})
    instead = {name: False if name == "mijnOverheid" else None, other: ADRESSEN[other]}
    assert (await client.patch(verzending["url"], instead)).status == 200


@pytest.mark.rule("D-27")
async def test_document_goes_somewhere(client: Client) -> None:
    document = await een_document(client)
    for nowhere in ({}, {"mijnOverheid": False, "emailadres": "", "faxnummer": None}):
        refused = await client.post(VERZENDINGEN, verzending_body(document, **nowhere))
        assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "invalid-address")})


@pytest.mark.rule("D-27")
async def test_document_comes_from_one_sender(client: Client) -> None:
    """An answer would go to somebody who did not write."""
    document = await een_document(client)
    sender = {"aardRelatie": "afzender", "emailadres": "a@b.example"}
    first = await een_verzending(client, document, **sender)
    second = await een_verzending(client, document, emailadres="b@b.example")
    refused = await client.post(VERZENDINGEN, verzending_body(document, **sender))
    assert (refused.status, refused.codes) == (400, {("aardRelatie", "unique")})
    assert (await client.patch(second["url"], {"aardRelatie": "afzender"})).codes == {("aardRelatie", "unique")}
    assert (await client.patch(first["url"], {"toelichting": "Per post"})).status == 200
    await een_verzending(client, await een_document(client), **sender)


async def test_verzendingen_are_found_by_each_filter(client: Client) -> None:
    document, other = await een_document(client), await een_document(client)
    wanted = await een_verzending(client, document, betrokkene="https://klanten.example/9", mijnOverheid=True)
    await een_verzending(client, other, aardRelatie="afzender", mijnOverheid=True)
    for query in (
        {"informatieobject": document["url"]},
        {"betrokkene": "https://klanten.example/9"},
        {"aardRelatie": "geadresseerde"},
    ):
        found = (await client.get(VERZENDINGEN, query)).json
        assert (found["count"], [v["url"] for v in found["results"]]) == (1, [wanted["url"]]), query


# --- rights (A-13) ---------------------------------------------------------------------------------------------------


@pytest.mark.rule("A-13")
async def test_what_hangs_under_a_document_follows_its_rights(gemeente: Gemeente) -> None:
    """Who may not see a letter would see to whom it went."""
    client = gemeente.client
    mine, other = await een_informatieobjecttype(client), await een_informatieobjecttype(client)
    scopes = ["documenten.lezen", "documenten.aanmaken", "documenten.bijwerken", "documenten.verwijderen"]
    caller = await gemeente.application(drc(scopes, mine))
    for soort, may in ((mine, True), (other, False)):
        document = await een_document(client, soort)
        for path, body in (
            (RECHTEN, rechten_body(document)),
            (VERZENDINGEN, verzending_body(document, mijnOverheid=True)),
        ):
            row = await made(client, path, body)
            assert (await caller.get(row["url"])).status == (200 if may else 403)
            assert (row["url"].encode() in (await caller.get(path)).body) == may
            assert (await caller.post(path, body)).status == (201 if may else 403)
            assert (await caller.patch(row["url"], {})).status == (200 if may else 403)
            assert (await caller.delete(row["url"])).status == (204 if may else 403)


@pytest.mark.rule("D-30", "X-10")
async def test_documents_expand_and_are_expanded(client: Client) -> None:
    """A screen would ask again for each document of a file."""
    soort = await een_informatieobjecttype(client)
    document = await een_document(client, soort)
    rechten = await met_rechten(client, document)
    verzending = await een_verzending(client, document, mijnOverheid=True)
    for row in (rechten, verzending):
        asked = {"expand": "informatieobject.informatieobjecttype.catalogus"}
        inside = (await client.get(row["url"], asked)).json["_expand"]["informatieobject"]
        assert inside["url"] == document["url"]
        assert inside["_expand"]["informatieobjecttype"]["_expand"]["catalogus"]["url"] == soort["catalogus"]
    for found in (
        (await client.get(document["url"], {"expand": "informatieobjecttype"})).json,
        (await client.get(EIO, {"expand": "informatieobjecttype"})).json["results"][0],
    ):
        assert found["_expand"]["informatieobjecttype"]["url"] == soort["url"]
    assert (await gewijzigd(client, document, titel="x"))["titel"] == "x"
    refused = await client.get(document["url"], {"expand": "bestandsdelen"})
    assert (refused.status, refused.codes) == (400, {("expand", "invalid_choice")})
