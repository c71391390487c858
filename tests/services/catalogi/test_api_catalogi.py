"""Catalogi API 1.3.3 over HTTP (RULES §9)."""

from typing import Any

import pytest

from tests.asgi import Client
from tests.conftest import Gemeente
from tests.zgw import (
    CATALOGI,
    ZAKEN,
    catalogus_body,
    een_catalogus,
    een_concept,
    een_status,
    een_zaak,
    een_zaaktype,
    made,
    zaak_body,
    zaaktype_body,
    ztc,
)  # fmt: skip

ZAAKTYPEN, STATUSTYPEN, ROLTYPEN = f"{CATALOGI}/zaaktypen", f"{CATALOGI}/statustypen", f"{CATALOGI}/roltypen"
NON_CONCEPT = {("nonFieldErrors", "non-concept-object")}
NON_CONCEPT_ZAAKTYPE = {("nonFieldErrors", "non-concept-zaaktype")}


@pytest.fixture
async def schrijver(gemeente: Gemeente) -> Client:
    """May write, may not force."""
    return await gemeente.application(ztc("catalogi.lezen", "catalogi.schrijven"))


@pytest.fixture
async def corrector(gemeente: Gemeente) -> Client:
    return await gemeente.application(
        ztc("catalogi.lezen", "catalogi.geforceerd-schrijven", "catalogi.geforceerd-verwijderen")
    )


def statustype_body(zaaktype: dict[str, Any], volgnummer: int = 1, **extra: Any) -> dict[str, Any]:
    return {"omschrijving": f"Stap {volgnummer}", "zaaktype": zaaktype["url"], "volgnummer": volgnummer} | extra


def roltype_body(zaaktype: dict[str, Any], **extra: Any) -> dict[str, Any]:
    return {"omschrijving": "Melder", "zaaktype": zaaktype["url"], "omschrijvingGeneriek": "initiator"} | extra


@pytest.mark.rule("C-01")
async def test_new_type_is_concept_until_published(client: Client) -> None:
    """A type that is used while it is still being written gives cases that fit no type."""
    zaaktype = await made(client, ZAAKTYPEN, zaaktype_body((await een_catalogus(client))["url"], concept=False))
    assert zaaktype["concept"] is True
    await made(client, STATUSTYPEN, statustype_body(zaaktype))
    published = await client.post(f"{zaaktype['url']}/publish", {})
    shown = (await client.get(zaaktype["url"])).json
    assert (published.status, published.json) == (200, shown)
    assert shown["concept"] is False
    for method, body in (("PATCH", {"concept": True}), ("PUT", zaaktype_body(zaaktype["catalogus"], concept=True))):
        await client.call(method, zaaktype["url"], body=body)
        assert (await client.get(zaaktype["url"])).json["concept"] is False


@pytest.mark.rule("C-01", "C-04")
async def test_publishing_twice_is_refused(schrijver: Client) -> None:
    """There is no way back and no second time: a message would say it became valid again."""
    zaaktype = await een_zaaktype(schrijver)
    answer = await schrijver.post(f"{zaaktype['url']}/publish", {})
    assert (answer.status, answer.codes) == (400, NON_CONCEPT)


@pytest.mark.rule("C-02")
@pytest.mark.parametrize(
    ("status", "expected"), [(None, {"d"}), ("definitief", {"d"}), ("concept", {"c"}), ("alles", {"c", "d"})]
)
async def test_lists_hide_concepts(client: Client, status: str | None, expected: set[str]) -> None:
    """Somebody chooses from a list; a concept in it gives a case that cannot be made."""
    definitief, concept = await een_zaaktype(client), await een_concept(client)
    await made(client, STATUSTYPEN, statustype_body(concept))
    await made(client, ROLTYPEN, roltype_body(concept))
    letters = {definitief["url"]: "d", concept["url"]: "c"}
    query = {"status": status} if status else {}
    found = (await client.get(ZAAKTYPEN, query)).json
    assert {letters[z["url"]] for z in found["results"]} == expected
    assert found["count"] == len(expected)
    for path in (STATUSTYPEN, ROLTYPEN):
        assert {letters[z["zaaktype"]] for z in (await client.get(path, query)).json["results"]} == expected
        assert (await client.get(path, {"status": "klaar"})).codes == {("status", "invalid_choice")}
    assert (await client.get(ZAAKTYPEN, {"status": "klaar"})).codes == {("status", "invalid_choice")}


@pytest.mark.rule("C-03")
async def test_concept_cannot_be_used(client: Client) -> None:
    """A case of an unfinished type has no terms and no end."""
    concept = await een_concept(client)
    answer = await client.post(f"{ZAKEN}/zaken", zaak_body(concept["url"]))
    assert (answer.status, answer.codes) == (400, {("zaaktype", "not-published")})


@pytest.mark.rule("C-04")
async def test_published_type_is_fixed_but_for_its_end(schrijver: Client, corrector: Client) -> None:
    """Running cases were promised the terms of their type; those terms do not change under them."""
    zaaktype = await een_zaaktype(schrijver)
    body = zaaktype_body(zaaktype["catalogus"], identificatie=zaaktype["identificatie"])
    for method, sent in (
        ("PUT", body), ("PATCH", {"doel": "Anders"}), ("PATCH", {"eindeGeldigheid": "2027-01-01", "doel": "Anders"}),
        ("DELETE", None),
    ):  # fmt: skip
        answer = await schrijver.call(method, zaaktype["url"], body=sent, headers={"content-type": "application/json"})
        assert (answer.status, answer.codes) == (400, NON_CONCEPT), method
    ended = await schrijver.patch(zaaktype["url"], {"eindeGeldigheid": "2027-01-01"})
    assert (ended.status, ended.json["eindeGeldigheid"]) == (200, "2027-01-01")
    corrected = await corrector.patch(zaaktype["url"], {"trefwoorden": ["verhuizen"]})
    assert (corrected.status, corrected.json["trefwoorden"]) == (200, ["verhuizen"])
    assert (await corrector.delete(zaaktype["url"])).status == 204
    concept = await een_concept(schrijver)
    assert (await schrijver.patch(concept["url"], {"doel": "Anders"})).status == 200
    assert (await schrijver.delete(concept["url"])).status == 204


@pytest.mark.rule("C-05")
@pytest.mark.parametrize(("path", "body", "kind"), [
    (STATUSTYPEN, statustype_body, "statustypen"), (ROLTYPEN, roltype_body, "roltypen"),
])  # fmt: skip
async def test_parts_of_a_published_type_are_fixed(
    schrijver: Client, corrector: Client, path: str, body: Any, kind: str
) -> None:
    """A status that disappears from the type leaves cases in a phase that nobody knows."""
    zaaktype = await een_zaaktype(schrijver)
    row = zaaktype[kind][0]
    new = body(zaaktype) | ({"volgnummer": 99} if kind == "statustypen" else {})
    concept = await een_concept(schrijver)
    loose = await made(schrijver, path, body(concept))
    for method, url, sent in (
        ("POST", path, new), ("PUT", row["url"], body(zaaktype)), ("PATCH", row["url"], {"omschrijving": "Anders"}),
        ("DELETE", row["url"], None), ("PATCH", loose["url"], {"zaaktype": zaaktype["url"]}),
    ):  # fmt: skip
        answer = await schrijver.call(method, url, body=sent)
        assert (answer.status, answer.codes >= NON_CONCEPT_ZAAKTYPE) == (400, True), method
    moved = await schrijver.patch(row["url"], {"zaaktype": concept["url"]})  # out of the published type
    assert moved.codes >= NON_CONCEPT_ZAAKTYPE
    assert (await corrector.post(path, new)).status == 201
    assert (await corrector.patch(row["url"], {"omschrijving": "Anders"})).status == 200


@pytest.mark.rule("C-06")
async def test_correction_breaks_no_running_case(gemeente: Gemeente, corrector: Client) -> None:
    """Even who may force cannot take away what a case stands on."""
    zaaktype = await een_zaaktype(gemeente.client)
    zaak = await een_zaak(gemeente.client, zaaktype)
    await een_status(gemeente.client, zaak, zaaktype["statustypen"][0])
    for url in (zaaktype["statustypen"][0]["url"], zaaktype["url"]):
        answer = await corrector.delete(url)
        assert (answer.status, answer.codes) == (400, {("nonFieldErrors", "pending-relations")})
        assert (await gemeente.client.get(url)).status == 200


@pytest.mark.rule("C-08")
async def test_publishing_asks_a_finished_type(client: Client) -> None:
    """Without a status a case can never be closed."""
    concept = await een_concept(client)
    answer = await client.post(f"{concept['url']}/publish", {})
    assert (answer.status, answer.codes) == (400, {("statustypen", "concept-relation")})
    assert (await client.get(concept["url"])).json["concept"] is True


@pytest.mark.rule("C-09")
@pytest.mark.parametrize(("begin", "einde", "may"), [
    ("2027-01-01", None, True), ("2026-12-31", None, False), ("2025-01-01", "2025-12-31", True),
    ("2025-01-01", "2026-01-01", False), ("2026-06-01", "2026-06-30", False),
])  # fmt: skip
async def test_published_versions_do_not_overlap(client: Client, begin: str, einde: str | None, may: bool) -> None:
    """On a day with two valid versions nobody knows which term counts."""
    eerste = await een_zaaktype(client, beginGeldigheid="2026-01-01", eindeGeldigheid="2026-12-31")
    same = {"identificatie": eerste["identificatie"], "beginGeldigheid": begin, "eindeGeldigheid": einde}
    versie = await een_concept(client, eerste["catalogus"], **same)
    await made(client, STATUSTYPEN, statustype_body(versie))
    answer = await client.post(f"{versie['url']}/publish", {})
    assert (answer.status, answer.codes) == ((200, set()) if may else (400, {("beginGeldigheid", "overlap")}))
    elsewhere = await een_concept(client, **same)
    await made(client, STATUSTYPEN, statustype_body(elsewhere))
    assert (await client.post(f"{elsewhere['url']}/publish", {})).status == 200  # another catalogus


@pytest.mark.rule("C-09")
async def test_end_that_makes_versions_overlap(client: Client) -> None:
    """Taking the end date off the old version is the same fault from the other side."""
    oud = await een_zaaktype(client, beginGeldigheid="2026-01-01", eindeGeldigheid="2026-12-31")
    await een_zaaktype(client, oud["catalogus"], identificatie=oud["identificatie"], beginGeldigheid="2027-01-01")
    answer = await client.patch(oud["url"], {"eindeGeldigheid": None})
    assert (answer.status, answer.codes) == (400, {("eindeGeldigheid", "overlap")})


@pytest.mark.rule("C-10")
async def test_end_is_not_before_begin(client: Client) -> None:
    """A type that ends before it begins was never valid."""
    catalogus = (await een_catalogus(client))["url"]
    body = zaaktype_body(catalogus, beginGeldigheid="2026-01-01", eindeGeldigheid="2025-12-31")
    assert (await client.post(ZAAKTYPEN, body)).codes == {("eindeGeldigheid", "invalid")}
    assert (await client.post(ZAAKTYPEN, body | {"eindeGeldigheid": "2026-01-01"})).status == 201


@pytest.mark.rule("C-11")
@pytest.mark.parametrize(("path", "body"), [(STATUSTYPEN, statustype_body), (ROLTYPEN, roltype_body)])
async def test_parts_follow_the_validity_of_their_type(client: Client, path: str, body: Any) -> None:
    """A status that is valid on other days than its type can be set on no case, or on a wrong one."""
    zaaktype = await een_concept(client, beginGeldigheid="2026-01-01", eindeGeldigheid="2026-12-31")
    row = await made(client, path, body(zaaktype))
    assert (row["beginGeldigheid"], row["eindeGeldigheid"]) == ("2026-01-01", "2026-12-31")
    answer = await client.post(path, body(zaaktype) | {"beginGeldigheid": "2026-02-01", "volgnummer": 2})
    assert (answer.status, answer.codes) == (400, {("beginGeldigheid", "date-mismatch")})
    await client.patch(zaaktype["url"], {"beginGeldigheid": "2026-02-01", "eindeGeldigheid": None})
    followed = (await client.get(row["url"])).json
    assert (followed["beginGeldigheid"], followed["eindeGeldigheid"]) == ("2026-02-01", None)
    assert (followed["beginObject"], followed["eindeObject"]) == ("2026-02-01", None)
    ouder = await een_concept(
        client, zaaktype["catalogus"], identificatie=zaaktype["identificatie"],
        beginGeldigheid="2020-01-01", eindeGeldigheid="2026-01-31",
    )  # fmt: skip
    await made(client, path, body(ouder))
    both = (await client.get(row["url"])).json
    assert (both["beginObject"], both["eindeObject"]) == ("2020-01-01", None)
    whole = (await client.get(zaaktype["url"])).json
    assert (whole["beginObject"], whole["eindeObject"]) == ("2020-01-01", None)


@pytest.mark.rule("C-12")
async def test_catalogus_does_not_go(client: Client) -> None:
    """In 1.3.3 there is no DELETE on a catalogus, so one with types in it cannot go either."""
    zaaktype = await een_concept(client)
    answer = await client.delete(zaaktype["catalogus"])
    assert (answer.status, answer.json["code"]) == (405, "method_not_allowed")
    assert (await client.get(zaaktype["catalogus"])).json["zaaktypen"] == [zaaktype["url"]]


@pytest.mark.rule("C-24")
@pytest.mark.parametrize(("dag", "gevonden"), [
    ("2025-12-31", 0), ("2026-01-01", 1), ("2026-12-31", 1), ("2027-01-01", 1), ("2019-01-01", 0),
])  # fmt: skip
async def test_list_of_what_was_valid_on_a_day(client: Client, dag: str, gevonden: int) -> None:
    """An objection about last year is decided by the type of last year; the last day counts."""
    oud = await een_zaaktype(client, beginGeldigheid="2026-01-01", eindeGeldigheid="2026-12-31")
    nieuw = await een_zaaktype(
        client, oud["catalogus"], identificatie=oud["identificatie"], beginGeldigheid="2027-01-01"
    )
    found = (await client.get(ZAAKTYPEN, {"datumGeldigheid": dag})).json["results"]
    assert [z["url"] for z in found] == ([(oud if dag < "2027" else nieuw)["url"]] if gevonden else [])
    parts = (await client.get(ROLTYPEN, {"datumGeldigheid": dag})).json["results"]
    assert {r["zaaktype"] for r in parts} == {z["url"] for z in found}


@pytest.mark.rule("C-25")
async def test_case_keeps_its_version(client: Client) -> None:
    """A new version must not change the rules of a case that runs."""
    oud = await een_zaaktype(client, beginGeldigheid="2026-01-01", eindeGeldigheid="2026-12-31")
    zaak = await een_zaak(client, oud)
    nieuw = await een_zaaktype(
        client, oud["catalogus"], identificatie=oud["identificatie"], beginGeldigheid="2027-01-01"
    )
    assert (await client.get(zaak["url"])).json["zaaktype"] == oud["url"] != nieuw["url"]
    answer = await client.post(
        f"{ZAKEN}/statussen",
        {"zaak": zaak["url"], "statustype": nieuw["statustypen"][0]["url"], "datumStatusGezet": "2026-01-06T10:00:00Z"},
    )
    assert answer.codes == {("nonFieldErrors", "zaaktype-mismatch")}


@pytest.mark.rule("C-35")
@pytest.mark.parametrize(
    ("component", "scope"), [("zrc", "zaken.lezen"), ("drc", "documenten.lezen"), ("ztc", "catalogi.lezen")]
)
async def test_who_reads_cases_reads_their_types(gemeente: Gemeente, component: str, scope: str) -> None:
    """A screen of cases shows the name of the type; but statustypen ask the scope of the catalogus."""
    zaaktype = await een_zaaktype(gemeente.client)
    reader = await gemeente.application({"component": component, "scopes": [scope]})
    assert (await reader.get(zaaktype["url"])).status == 200
    assert (await reader.get(ZAAKTYPEN)).json["count"] == 1
    assert (await reader.get(zaaktype["roltypen"][0]["url"])).status == (200 if component == "ztc" else 403)


@pytest.mark.rule("C-37")
@pytest.mark.parametrize(("mogelijk", "termijn", "may"), [
    (True, "P30D", True), (False, None, True), (True, None, False), (False, "P30D", False),
])  # fmt: skip
async def test_extension_and_its_term_go_together(
    client: Client, mogelijk: bool, termijn: str | None, may: bool
) -> None:
    """Extending without a term is extending without end."""
    body = zaaktype_body((await een_catalogus(client))["url"], verlengingMogelijk=mogelijk, verlengingstermijn=termijn)
    answer = await client.post(ZAAKTYPEN, body)
    assert answer.codes == (set() if may else {("nonFieldErrors", "verlenging-mismatch")})


@pytest.mark.rule("C-38")
async def test_names_and_numbers_occur_once(client: Client) -> None:
    """Two catalogi or two steps with one name cannot be told apart by those who choose."""
    body = catalogus_body()
    catalogus = await made(client, f"{CATALOGI}/catalogussen", body)
    assert (await client.post(f"{CATALOGI}/catalogussen", body)).codes == {("nonFieldErrors", "unique")}
    other = await made(client, f"{CATALOGI}/catalogussen", catalogus_body())
    clash = await client.patch(other["url"], {"domein": catalogus["domein"]})
    assert clash.codes == {("nonFieldErrors", "unique")}
    zaaktype = await een_concept(client, catalogus["url"])
    await made(client, STATUSTYPEN, statustype_body(zaaktype, 1))
    assert (await client.post(STATUSTYPEN, statustype_body(zaaktype, 1))).codes == {("nonFieldErrors", "unique")}
    assert (await client.post(STATUSTYPEN, statustype_body(await een_concept(client), 1))).status == 201


@pytest.mark.rule("C-39")
async def test_highest_number_is_the_end(client: Client) -> None:
    """The end closes cases; it follows from the numbers and nobody can say otherwise."""
    zaaktype = await een_concept(client)
    rows = {n: await made(client, STATUSTYPEN, statustype_body(zaaktype, n, isEindstatus=n == 1)) for n in (2, 9, 1)}
    shown = {n: (await client.get(row["url"])).json["isEindstatus"] for n, row in rows.items()}
    assert shown == {1: False, 2: False, 9: True}
    await client.delete(rows[9]["url"])
    assert (await client.get(rows[2]["url"])).json["isEindstatus"] is True


# --- what Open Zaak can filter on and the standard cannot (G-22) -----------------------------------------------------


async def test_types_are_found_by_a_part_of_their_name(client: Client) -> None:
    """Somebody who draws up a catalogue remembers a word of it; `%` is a character like any other."""
    catalogus = (await een_catalogus(client))["url"]
    found = await een_zaaktype(client, catalogus, identificatie="AANVRAAG-100%", omschrijving="Aanvraag rijbewijs")
    await een_zaaktype(client, catalogus, identificatie="MELDING-1", omschrijving="Melding")
    for query in ({"identificatie__icontains": "vraag-100%"}, {"omschrijving__icontains": "RIJ"}):
        rows = (await client.get(ZAAKTYPEN, query)).json["results"]
        assert [z["url"] for z in rows] == [found["url"]]
    assert (await client.get(ZAAKTYPEN, {"omschrijving__icontains": "%"})).json["count"] == 0
    roles = (await client.get(ROLTYPEN, {"omschrijving": "Aanvrager", "zaaktype": found["url"]})).json["results"]
    assert [r["omschrijving"] for r in roles] == ["Aanvrager"]


async def test_documents_of_a_zaaktype_are_found(client: Client) -> None:
    """Which kinds of document belong to this kind of case."""
    catalogus = (await een_catalogus(client))["url"]
    zaaktype = await een_concept(client, catalogus)
    for naam in ("Brief", "Foto"):
        body = {
            "catalogus": catalogus, "omschrijving": naam, "vertrouwelijkheidaanduiding": "openbaar",
            "beginGeldigheid": "2024-01-01", "informatieobjectcategorie": "x",
        }  # fmt: skip
        await made(client, f"{CATALOGI}/informatieobjecttypen", body)
    ziot = {"zaaktype": zaaktype["url"], "informatieobjecttype": "Foto", "volgnummer": 1, "richting": "intern"}
    await made(client, f"{CATALOGI}/zaaktype-informatieobjecttypen", ziot)
    for query in ({"zaaktype": zaaktype["url"]}, {"omschrijving__icontains": "FOT"}):
        rows = (await client.get(f"{CATALOGI}/informatieobjecttypen", query | {"status": "alles"})).json["results"]
        assert [d["omschrijving"] for d in rows] == ["Foto"]


async def test_zaakobjecttypen_by_status(client: Client) -> None:
    zaaktype = await een_concept(client)
    body = {
        "zaaktype": zaaktype["url"], "catalogus": zaaktype["catalogus"], "anderObjecttype": True,
        "objecttype": "https://objecten.example/boom", "relatieOmschrijving": "gaat over",
    }  # fmt: skip
    await made(client, f"{CATALOGI}/zaakobjecttypen", body)
    counts = [
        (await client.get(f"{CATALOGI}/zaakobjecttypen", query)).json["count"]
        for query in ({}, {"status": "concept"}, {"status": "definitief"})
    ]
    assert counts == [1, 1, 0]
