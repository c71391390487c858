"""A document by itself (Documenten API 1.7.0): its type, number, dates, groups, rights and trail.

Source: gemma-zaken, docs/standaard/documenten, and RULES.md §7.
"""

import asyncio
import re
from collections.abc import Callable

import pytest

from tests.asgi import Client
from tests.conftest import Gemeente
from tests.zgw import (
    DOCUMENTEN,
    RSIN,
    document_body,
    drc,
    een_catalogus,
    een_document,
    een_informatieobjecttype,
    een_informatieobjecttype_concept,
    een_zaaktype,
    gewijzigd,
    sleutel_van,
)  # fmt: skip

ANDER_RSIN = "111222333"
NERGENS = "00000000-0000-4000-8000-000000000000"
PATH = f"{DOCUMENTEN}/enkelvoudiginformatieobjecten"


# --- nobody, the wrong scope, the wrong type -------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
async def test_nobody_gets_to_a_document(client: Client, method: str) -> None:
    """A letter to a citizen lies open to anyone who knows its address."""
    document = await een_document(client)
    answer = await client.call(method, document["url"], body={}, headers={"authorization": None})
    assert (answer.status, answer.json["code"]) == (403, "not_authenticated")


@pytest.mark.parametrize(
    ("scope", "method", "status"),
    [
        ("documenten.lezen", "GET", 200),
        ("documenten.aanmaken", "GET", 403),
        ("documenten.lezen", "POST", 403),
        ("documenten.aanmaken", "POST", 201),
        ("documenten.aanmaken", "PATCH", 403),
        ("documenten.bijwerken", "PATCH", 200),
        ("documenten.geforceerd-bijwerken", "PATCH", 200),
        ("documenten.bijwerken", "PUT", 200),
        ("documenten.bijwerken", "DELETE", 403),
        ("documenten.verwijderen", "DELETE", 204),
    ],
)
async def test_each_operation_has_its_own_scope(gemeente: Gemeente, scope: str, method: str, status: int) -> None:
    """Who may read documents could change them, or make them disappear."""
    soort = await een_informatieobjecttype(gemeente.client)
    document = await een_document(gemeente.client, soort)
    extra = {}
    if method in ("PUT", "PATCH"):
        extra = {"lock": await sleutel_van(gemeente.client, document), "identificatie": document["identificatie"]}
    caller = await gemeente.application(drc([scope], soort))
    path = PATH if method == "POST" else document["url"]
    answer = await caller.call(method, path, body=document_body(soort["url"], **extra))
    assert answer.status == status, answer.body


async def test_documents_are_authorised_by_type_and_level(gemeente: Gemeente) -> None:
    """An application for permits reads a medical advice; or counts how many there are."""
    client = gemeente.client
    mine, other = await een_informatieobjecttype(client), await een_informatieobjecttype(client)
    seen = await een_document(client, mine)
    hidden = [await een_document(client, other), await een_document(client, mine, vertrouwelijkheidaanduiding="geheim")]
    caller = await gemeente.application(drc(["documenten.lezen"], mine))
    assert (await caller.get(seen["url"])).status == 200
    assert [(await caller.get(d["url"])).status for d in hidden] == [403, 403]
    found = (await caller.get(PATH)).json
    assert (found["count"], [d["url"] for d in found["results"]]) == (1, [seen["url"]])


# --- informatieobjecttype (D-01, D-09) -------------------------------------------------------------------------------


@pytest.mark.rule("D-01", "C-03")
async def test_type_exists_and_is_published(client: Client) -> None:
    """Nobody knows how long a document of a type that does not exist must be kept."""
    concept = await een_informatieobjecttype_concept(client)
    zaaktype = await een_zaaktype(client)
    for soort, code in (
        (concept["url"], "not-published"),
        (f"{client.base}/catalogi/api/v1/informatieobjecttypen/{NERGENS}", "bad-url"),
        ("https://elders.example/informatieobjecttypen/1", "bad-url"),
        (zaaktype["url"], "invalid-resource"),
    ):
        refused = await client.post(PATH, document_body(soort))
        assert (refused.status, refused.codes) == (400, {("informatieobjecttype", code)}), soort


@pytest.mark.rule("D-01")
async def test_document_may_move_to_another_published_type(client: Client) -> None:
    """Since 1.3 a document that was filed under the wrong type can be put right."""
    catalogus = (await een_catalogus(client))["url"]
    document = await een_document(client, await een_informatieobjecttype(client, catalogus))
    other = await een_informatieobjecttype(client, catalogus)
    concept = await een_informatieobjecttype_concept(client, catalogus)
    moved = await gewijzigd(client, document, informatieobjecttype=other["url"])
    assert moved["informatieobjecttype"] == other["url"]
    sleutel = await sleutel_van(client, document)
    refused = await client.patch(document["url"], {"informatieobjecttype": concept["url"], "lock": sleutel})
    assert refused.codes == {("informatieobjecttype", "not-published")}


@pytest.mark.rule("D-09")
async def test_level_comes_from_the_type_unless_given(client: Client) -> None:
    """A document without a level would be open to everybody, or to nobody."""
    soort = await een_informatieobjecttype(client, vertrouwelijkheidaanduiding="vertrouwelijk")
    for given, becomes in (({}, "vertrouwelijk"), ({"vertrouwelijkheidaanduiding": ""}, "vertrouwelijk")):
        assert (await een_document(client, soort, **given))["vertrouwelijkheidaanduiding"] == becomes
    own = await een_document(client, soort, vertrouwelijkheidaanduiding="openbaar")
    assert own["vertrouwelijkheidaanduiding"] == "openbaar"


# --- identificatie (D-02) --------------------------------------------------------------------------------------------


@pytest.mark.rule("D-02")
async def test_document_gets_a_number(client: Client, clock: Callable[[str], None]) -> None:
    """A letter that cannot be named cannot be found again."""
    clock("2026-03-31T10:00:00Z")
    soort = await een_informatieobjecttype(client)
    made = await asyncio.gather(*(een_document(client, soort) for _ in range(6)))
    assert all(re.fullmatch(r"DOCUMENT-2026-\d{10}", d["identificatie"]) for d in made)
    assert len({d["identificatie"] for d in made}) == 6


@pytest.mark.rule("D-02")
async def test_number_is_unique_within_the_organisation_and_stays(client: Client) -> None:
    """Two documents under one number: a judge would get the wrong one."""
    soort = await een_informatieobjecttype(client)
    document = await een_document(client, soort, identificatie="D-1")
    refused = await client.post(PATH, document_body(soort["url"], identificatie="D-1"))
    assert (refused.status, refused.codes) == (400, {("identificatie", "identificatie-niet-uniek")})
    assert (
        await client.post(PATH, document_body(soort["url"], identificatie="D-1", bronorganisatie=ANDER_RSIN))
    ).status == 201
    sleutel = await sleutel_van(client, document)
    refused = await client.patch(document["url"], {"identificatie": "D-2", "lock": sleutel})
    assert (refused.status, refused.codes) == (400, {("identificatie", "wijzigen-niet-toegelaten")})
    again = await client.put(document["url"], document_body(soort["url"], titel="Anders", lock=sleutel))
    assert (again.json["identificatie"], again.json["versie"]) == ("D-1", 2)  # of the document, not of a version


# --- status and groups (D-07, D-26, D-31) ----------------------------------------------------------------------------


@pytest.mark.rule("D-07")
@pytest.mark.parametrize(
    ("status", "is_fine"),
    [("in_bewerking", False), ("ter_vaststelling", False), ("definitief", True), ("gearchiveerd", True), ("", True)],
)
async def test_received_document_is_not_being_written(client: Client, status: str, is_fine: bool) -> None:
    """A letter that came in would be changed as if it were ours."""
    soort = await een_informatieobjecttype(client)
    fault = {("status", "invalid_for_received")}
    body = document_body(soort["url"], ontvangstdatum="2026-01-04", status=status)
    answer = await client.post(PATH, body)
    assert (answer.status, answer.codes) == ((201, set()) if is_fine else (400, fault))
    document = await een_document(client, soort, status=status)
    sleutel = await sleutel_van(client, document)
    answer = await client.patch(document["url"], {"ontvangstdatum": "2026-01-04", "lock": sleutel})
    assert (answer.status, answer.codes) == ((200, set()) if is_fine else (400, fault))


@pytest.mark.rule("D-26")
async def test_signature_and_integrity_are_empty_or_whole(client: Client) -> None:
    """Half a signature proves nothing."""
    soort = await een_informatieobjecttype(client)
    for name, half, missing in (
        ("ondertekening", {"soort": "digitaal"}, {"datum"}),
        ("ondertekening", {}, {"soort", "datum"}),
        ("integriteit", {"waarde": "abc"}, {"algoritme", "datum"}),
    ):
        refused = await client.post(PATH, document_body(soort["url"], **{name: half}))
        assert (refused.status, refused.codes) == (400, {(f"{name}.{m}", "required") for m in missing})
    scribble = {"soort": "krabbel", "datum": "2026-01-05"}
    refused = await client.post(PATH, document_body(soort["url"], ondertekening=scribble))
    assert refused.codes == {("ondertekening.soort", "invalid_choice")}
    whole = {
        "ondertekening": {"soort": "pki", "datum": "2026-01-05"},
        "integriteit": {"algoritme": "sha_256", "waarde": "00ff", "datum": "2026-01-05"},
    }
    document = await een_document(client, soort, **whole)
    assert {name: document[name] for name in whole} == whole
    empty = await een_document(client, soort, ondertekening=None)
    assert (empty["ondertekening"], empty["integriteit"]) == (None, None)


@pytest.mark.rule("D-31")
async def test_later_fields_are_kept(client: Client) -> None:
    """What a later version of the standard added would be lost between two systems."""
    plain = await een_document(client)
    names = ("inhoudIsVervallen", "tonenAanInitiator", "isGereedVoorPublicatie")
    assert [plain[n] for n in names] == [None, False, None]
    full = await gewijzigd(client, plain, **dict.fromkeys(names, True))
    assert [full[n] for n in names] == [True, True, True]


async def test_rsin_of_a_document_is_a_real_one(client: Client) -> None:
    soort = await een_informatieobjecttype(client)
    refused = await client.post(PATH, document_body(soort["url"], bronorganisatie="123456789"))
    assert refused.codes == {("bronorganisatie", "invalid")}


# --- filters (D-29) --------------------------------------------------------------------------------------------------


@pytest.mark.rule("D-29")
async def test_documents_are_found_by_number_organisation_and_words(client: Client) -> None:
    """A filter that is passed over shows the letters of others."""
    soort = await een_informatieobjecttype(client)
    first = await een_document(client, soort, identificatie="D-7", trefwoorden=["bouw", "kaart"])
    await een_document(client, soort, bronorganisatie=ANDER_RSIN, trefwoorden=["bouw"])
    for query in (
        {"identificatie": "D-7"},
        {"bronorganisatie": RSIN},
        {"trefwoorden": "kaart"},
        {"trefwoorden": "kaart,bouw"},
        {"trefwoorden": "bouw", "bronorganisatie": RSIN},
    ):
        found = (await client.get(PATH, query)).json
        assert (found["count"], [d["url"] for d in found["results"]]) == (1, [first["url"]]), query
    assert (await client.get(PATH, {"trefwoorden": "bouw"})).json["count"] == 2
    assert (await client.get(PATH, {"trefwoorden": "bouw,anders"})).json["count"] == 0


# --- trail and channel -----------------------------------------------------------------------------------------------


@pytest.mark.rule("AT-01", "AT-05", "D-15")
async def test_trail_of_a_document_tells_all_but_the_key(gemeente: Gemeente) -> None:
    """Who reads the trail could take over a document that somebody else is working on."""
    document = await een_document(gemeente.client)
    sleutel = await sleutel_van(gemeente.client, document)
    await gemeente.client.patch(document["url"], {"titel": "Beter", "lock": sleutel}, x_audit_toelichting="Tikfout")
    trail = await gemeente.client.get(f"{document['url']}/audittrail")
    assert [(r["bron"], r["actie"], r["toelichting"]) for r in trail.json] == [
        ("drc", "create", ""),
        ("drc", "partial_update", ""),
        ("drc", "partial_update", "Tikfout"),
    ]
    assert sleutel.encode() not in trail.body
    kept = await gemeente.rows("select rij::text from enkelvoudiginformatieobject_versie")
    assert kept
    assert not any(sleutel in r[0] for r in kept)
    await gemeente.client.post(f"{document['url']}/unlock", {"lock": sleutel})
    assert (await gemeente.client.delete(document["url"])).status == 204
    assert (await gemeente.client.get(f"{document['url']}/audittrail")).status == 404
    assert not await gemeente.rows("select 1 from enkelvoudiginformatieobject_versie")


@pytest.mark.rule("N-02", "N-04")
async def test_documents_are_announced_with_their_kenmerken(gemeente: Gemeente) -> None:
    """Who waits for a letter listens on the channel documenten."""
    document = await een_document(gemeente.client, vertrouwelijkheidaanduiding="intern")
    await gemeente.client.delete(document["url"])
    rows = await gemeente.rows("select actie, resource, kenmerken from outbox where kanaal = 'documenten' order by id")
    assert [(r[0], r[1]) for r in rows] == [
        ("create", "enkelvoudiginformatieobject"), ("destroy", "enkelvoudiginformatieobject"),
    ]  # fmt: skip
    for row in rows:
        kenmerken = row[2].decode()
        assert f'"bronorganisatie":"{RSIN}"' in kenmerken
        assert '"vertrouwelijkheidaanduiding":"intern"' in kenmerken
        assert document["informatieobjecttype"][-36:] in kenmerken
    kanaal = (await gemeente.client.get("/notificaties/api/v1/kanaal", {"naam": "documenten"})).json[0]
    assert {"bronorganisatie", "informatieobjecttype", "vertrouwelijkheidaanduiding"} <= set(kanaal["filters"])
