"""What hangs under a zaak beside status, resultaat, rol and zaakobject (Zaken API 1.7.0): notes, contacts, relations,
numbers that are reserved, and how all of it goes with the zaak. Zaakeigenschappen: test_api_zaakeigenschap.py.

Source: gemma-zaken, docs/standaard/zaken, and RULES.md §6.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.asgi import Client
from tests.conftest import Gemeente
from tests.zgw import (
    BESLUITEN,
    RSIN,
    ZAKEN,
    besluit_body,
    een_besluit,
    een_besluittype,
    een_catalogus,
    een_resultaat,
    een_rol,
    een_status,
    een_zaak,
    een_zaaktype,
    made,
    sluit,
    zaak_body,
    zrc,
)  # fmt: skip

Clock = Callable[[str], None]
FORCED = "zaken.geforceerd-bijwerken"
MOMENT = "https://contactmomenten.example/api/v1/contactmomenten/1"
VERZOEK = "https://verzoeken.example/api/v1/verzoeken/1"
ANDER_RSIN = "111222333"


def under(zaak: dict[str, Any], zaaktype: dict[str, Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    """A body for one of each, with where to send it."""
    of_zaak = {"zaak": zaak["url"]}
    eigenschap = zaaktype["eigenschappen"][0]["url"]
    return {
        "eigenschap": (f"{zaak['url']}/zaakeigenschappen", of_zaak | {"eigenschap": eigenschap, "waarde": "AB-12"}),
        "klantcontact": (f"{ZAKEN}/klantcontacten", of_zaak | {"datumtijd": "2026-01-06T10:00:00Z"}),
        "contactmoment": (f"{ZAKEN}/zaakcontactmomenten", of_zaak | {"contactmoment": MOMENT}),
        "verzoek": (f"{ZAKEN}/zaakverzoeken", of_zaak | {"verzoek": VERZOEK}),
        "notitie": (f"{ZAKEN}/zaaknotities", {"gerelateerdAan": zaak["url"], "onderwerp": "Let op", "tekst": "Belt"}),
    }


async def een_zaak_met_besluit(client: Client, **extra: Any) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Zaaktype, zaak and a besluit that names it."""
    catalogus = (await een_catalogus(client))["url"]
    besluittype = await een_besluittype(client, catalogus)
    zaaktype = await een_zaaktype(client, catalogus, besluittypen=[besluittype["omschrijving"]], **extra)
    zaak = await een_zaak(client, zaaktype)
    return zaaktype, zaak, await een_besluit(client, besluittype, zaak=zaak["url"])


# --- a closed zaak, and a zaak that goes -----------------------------------------------------------------------------


@pytest.mark.rule("Z-15")
async def test_closed_zaak_takes_nothing_without_force(gemeente: Gemeente) -> None:
    """A file grows after the citizen got the decision on it."""
    client = gemeente.client
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    rows = {name: await made(client, path, body) for name, (path, body) in under(zaak, zaaktype).items()}
    await sluit(client, zaak, zaaktype)
    ordinary = await gemeente.application(zrc(["zaken.lezen", "zaken.bijwerken"], zaaktype))
    forcing = await gemeente.application(zrc(["zaken.lezen", "zaken.bijwerken", FORCED], zaaktype))
    for name, (path, body) in under(zaak, zaaktype).items():
        assert (await ordinary.post(path, body)).status == 403, name
        if name != "klantcontact":
            assert (await ordinary.delete(rows[name]["url"])).status == 403, name
            assert (await forcing.delete(rows[name]["url"])).status == 204, name
        assert (await forcing.post(path, body)).status == 201, name


@pytest.mark.rule("Z-40")
async def test_everything_goes_with_the_zaak(gemeente: Gemeente) -> None:
    """A destroyed case of which the notes can still be read is not destroyed."""
    client = gemeente.client
    catalogus = (await een_catalogus(client))["url"]
    zaaktype = await een_zaaktype(client, catalogus, identificatie="ZELF", deelzaaktypen=["ZELF"])
    hoofdzaak = await een_zaak(client, zaaktype)
    deelzaak = await een_zaak(client, zaaktype, hoofdzaak=hoofdzaak["url"])
    urls = [deelzaak["url"]]
    for zaak in (hoofdzaak, deelzaak):
        urls += [(await made(client, path, body))["url"] for path, body in under(zaak, zaaktype).values()]
        urls.append((await een_rol(client, zaak, zaaktype["roltypen"][0]))["url"])
        urls.append((await een_resultaat(client, zaak, zaaktype))["url"])
        urls.append((await een_status(client, zaak, zaaktype["statustypen"][0]))["url"])
    kept = await een_zaak(client, zaaktype)
    (path, body) = under(kept, zaaktype)["notitie"]
    note = await made(client, path, body)
    assert {(await client.get(url)).status for url in urls} == {200}
    assert (await client.delete(hoofdzaak["url"])).status == 204
    assert {(await client.get(url)).status for url in urls} == {404}
    assert (await client.get(f"{hoofdzaak['url']}/zaakeigenschappen")).status == 404
    assert (await client.get(note["url"])).status == 200


# --- klantcontacten --------------------------------------------------------------------------------------------------


@pytest.mark.rule("Z-53")
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
async def test_klantcontact_is_history(client: Client, method: str) -> None:
    """That somebody called can be denied afterwards."""
    zaak = await een_zaak(client)
    contact = await made(client, f"{ZAKEN}/klantcontacten", {"zaak": zaak["url"], "datumtijd": "2026-01-06T10:00:00Z"})
    assert (await client.call(method, contact["url"], body={"onderwerp": "Anders"})).status == 405
    assert (await client.get(contact["url"])).json == contact


async def test_klantcontact_has_a_number_of_its_own(client: Client) -> None:
    """Two contacts under one number cannot be told apart in a complaint."""
    zaak = await een_zaak(client)
    body = {"zaak": zaak["url"], "datumtijd": "2026-01-06T10:00:00Z"}
    first, second = [await made(client, f"{ZAKEN}/klantcontacten", body) for _ in range(2)]
    assert first["identificatie"] != second["identificatie"]
    assert all(0 < len(c["identificatie"]) <= 14 for c in (first, second))
    again = await client.post(f"{ZAKEN}/klantcontacten", body | {"identificatie": first["identificatie"]})
    assert (again.status, again.codes) == (400, {("identificatie", "unique")})


# --- relations to elsewhere ------------------------------------------------------------------------------------------


@pytest.mark.rule("Z-57")
@pytest.mark.parametrize(
    ("path", "name", "link"),
    [("zaakcontactmomenten", "contactmoment", MOMENT), ("zaakverzoeken", "verzoek", VERZOEK)],
)
async def test_relations_to_elsewhere_are_found(client: Client, path: str, name: str, link: str) -> None:
    """Nobody finds the case that came of a request, so it is made again."""
    zaaktype = await een_zaaktype(client)
    zaak, other = await een_zaak(client, zaaktype), await een_zaak(client, zaaktype)
    collection = f"{ZAKEN}/{path}"
    first = await made(client, collection, {"zaak": zaak["url"], name: link})
    second = await made(client, collection, {"zaak": other["url"], name: f"{link}2"})
    assert first == {"url": first["url"], "uuid": first["uuid"], "zaak": zaak["url"], name: link}
    for query, expected in (
        ({"zaak": zaak["url"]}, [first]),
        ({name: f"{link}2"}, [second]),
        ({"zaak": zaak["url"], name: f"{link}2"}, []),
    ):
        assert (await client.get(collection, query)).json == expected
    twice = await client.post(collection, {"zaak": zaak["url"], name: link})
    assert (twice.status, twice.codes) == (400, {("nonFieldErrors", "unique")})
    assert (await client.put(first["url"], first)).status == 405


@pytest.mark.rule("Z-57")
async def test_klantcontacten_are_found_by_zaak(client: Client) -> None:
    """A desk reads the calls of another citizen."""
    zaaktype = await een_zaaktype(client)
    zaak, other = await een_zaak(client, zaaktype), await een_zaak(client, zaaktype)
    first, _ = [
        await made(client, f"{ZAKEN}/klantcontacten", {"zaak": z["url"], "datumtijd": "2026-01-06T10:00:00Z"})
        for z in (zaak, other)
    ]
    assert (await client.get(f"{ZAKEN}/klantcontacten", {"zaak": zaak["url"]})).json["results"] == [first]


# --- notes -----------------------------------------------------------------------------------------------------------


async def test_note_tells_when_it_was_made_and_changed(client: Client, clock: Clock) -> None:
    """A note of last year reads as one of today."""
    clock("2026-03-01T09:00:00Z")
    zaak = await een_zaak(client)
    body = {"gerelateerdAan": zaak["url"], "onderwerp": "Let op", "tekst": "Belt morgen"}
    note = await made(client, f"{ZAKEN}/zaaknotities", body)
    assert (note["notitieType"], note["status"], note["gerelateerdAan"]) == ("intern", "concept", zaak["url"])
    clock("2026-03-02T09:00:00Z")
    changed = (await client.patch(note["url"], {"status": "definitief"})).json
    assert changed["aanmaakdatum"] == note["aanmaakdatum"] == note["wijzigingsdatum"]
    assert changed["wijzigingsdatum"].startswith("2026-03-02T09:00:00")
    for empty in ({"onderwerp": ""}, {"tekst": ""}):
        assert (await client.patch(note["url"], empty)).status == 400
    assert (await client.delete(note["url"])).status == 204


@pytest.mark.rule("Z-57")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"onderwerp": "Let op"}, {"a"}),
        ({"onderwerp__icontains": "LET"}, {"a", "b"}),
        ({"onderwerp__icontains": "%"}, set()),
        ({"tekst": "Belt morgen"}, {"a"}),
        ({"tekst__icontains": "morgen"}, {"a", "b"}),
        ({"aangemaaktDoor": "Ans"}, {"a"}),
        ({"aangemaaktDoor__icontains": "an"}, {"a", "b"}),
        ({"notitieType": "extern"}, {"b"}),
        ({"status": "definitief"}, {"b"}),
        ({"aanmaakdatum": "2026-03-01T09:00:00Z"}, {"a"}),
        ({"aanmaakdatum__gt": "2026-03-01T09:00:00Z"}, {"b"}),
        ({"aanmaakdatum__gte": "2026-03-01T09:00:00Z"}, {"a", "b"}),
        ({"aanmaakdatum__lt": "2026-03-02T09:00:00Z"}, {"a"}),
        ({"aanmaakdatum__lte": "2026-03-02T09:00:00Z"}, {"a", "b"}),
        ({"wijzigingsdatum__gt": "2026-03-01T09:00:00Z"}, {"b"}),
        ({"wijzigingsdatum__lte": "2026-03-01T09:00:00Z"}, {"a"}),
    ],
)
async def test_notes_are_found(client: Client, clock: Clock, query: dict[str, str], expected: set[str]) -> None:
    """A colleague misses that somebody may not be called."""
    zaak = await een_zaak(client)
    notes = {}
    for name, day, fields in (
        ("a", "01", {"onderwerp": "Let op", "tekst": "Belt morgen", "aangemaaktDoor": "Ans"}),
        ("b", "02", {"onderwerp": "Niet letten", "tekst": "Morgen bellen", "aangemaaktDoor": "Jan",
                     "notitieType": "extern", "status": "definitief"}),
    ):  # fmt: skip
        clock(f"2026-03-{day}T09:00:00Z")
        notes[name] = await made(client, f"{ZAKEN}/zaaknotities", {"gerelateerdAan": zaak["url"]} | fields)
    by_url = {note["url"]: name for name, note in notes.items()}
    found = (await client.get(f"{ZAKEN}/zaaknotities", query | {"gerelateerdAan": zaak["url"]})).json
    assert {by_url[note["url"]] for note in found["results"]} == expected


# --- besluiten of a zaak ---------------------------------------------------------------------------------------------


@pytest.mark.rule("B-06", "B-09")
async def test_zaak_knows_the_besluiten_that_name_it(gemeente: Gemeente) -> None:
    """A decision on a request cannot be found from the request, or still hangs there after it was withdrawn."""
    client = gemeente.client
    _, zaak, besluit = await een_zaak_met_besluit(client)
    (relation,) = (await client.get(f"{zaak['url']}/besluiten")).json
    assert relation == {"url": relation["url"], "uuid": relation["uuid"], "besluit": besluit["url"]}
    assert relation["url"] == f"{zaak['url']}/besluiten/{relation['uuid']}"
    assert (await client.get(relation["url"])).json == relation
    expanded = (await client.get(relation["url"], {"expand": "besluit"})).json
    assert expanded["_expand"]["besluit"]["identificatie"] == besluit["identificatie"]
    line = (await client.get(f"{zaak['url']}/audittrail")).json[-1]
    assert (line["actie"], line["resource"], line["resourceUrl"]) == ("create", "zaakbesluit", relation["url"])
    assert (await client.delete(besluit["url"])).status == 204
    assert (await client.get(f"{zaak['url']}/besluiten")).json == []
    assert (await client.get(relation["url"])).status == 404
    assert (await client.get(f"{zaak['url']}/audittrail")).json[-1]["actie"] == "destroy"
    events = await gemeente.rows("select actie from outbox where resource = 'zaakbesluit' order by id")
    assert [e[0] for e in events] == ["create", "destroy"]


@pytest.mark.rule("Z-52")
async def test_zaak_takes_only_besluiten_that_name_it(client: Client) -> None:
    """A refusal for the neighbour hangs in somebody's case."""
    zaaktype, zaak, besluit = await een_zaak_met_besluit(client)
    other = await een_zaak(client, zaaktype)
    loose = await made(client, f"{BESLUITEN}/besluiten", besluit_body(besluit["besluittype"]))
    for where, what in ((other, besluit), (zaak, loose)):
        refused = await client.post(f"{where['url']}/besluiten", {"besluit": what["url"]})
        assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "inconsistent-relation")})
    again = await client.post(f"{zaak['url']}/besluiten", {"besluit": besluit["url"]})
    assert (again.status, again.codes) == (400, {("nonFieldErrors", "unique")})
    (relation,) = (await client.get(f"{zaak['url']}/besluiten")).json
    assert (await client.delete(relation["url"])).status == 204
    restored = await client.post(f"{zaak['url']}/besluiten", {"besluit": besluit["url"]})
    assert (restored.status, restored.headers["location"]) == (201, restored.json["url"])
    dead = await client.post(f"{zaak['url']}/besluiten", {"besluit": besluit["url"][:-12] + "000000000000"})
    assert (dead.status, dead.codes) == (400, {("besluit", "bad-url")})


@pytest.mark.rule("Z-41")
async def test_zaak_goes_after_its_besluiten(client: Client) -> None:
    """A decision with effect in law has lost the file that explains it."""
    zaaktype, zaak, besluit = await een_zaak_met_besluit(client, identificatie="ZELF", deelzaaktypen=["ZELF"])
    hoofdzaak = await een_zaak(client, zaaktype)
    assert (await client.patch(zaak["url"], {"hoofdzaak": hoofdzaak["url"]})).status == 200
    for url in (zaak["url"], hoofdzaak["url"]):
        refused = await client.delete(url)
        assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "related-besluiten")})
        assert (await client.get(url)).status == 200
    assert (await client.delete(besluit["url"])).status == 204
    assert (await client.delete(hoofdzaak["url"])).status == 204


# --- addresses -------------------------------------------------------------------------------------------------------


async def test_what_is_nested_lives_under_its_own_zaak_only(client: Client) -> None:
    """Under the address of one case the data of another is read or destroyed."""
    zaaktype = await een_zaaktype(client)
    zaak, other = await een_zaak(client, zaaktype), await een_zaak(client, zaaktype)
    path, body = under(zaak, zaaktype)["eigenschap"]
    row = await made(client, path, body)
    elsewhere = row["url"].replace(zaak["uuid"], other["uuid"])
    for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE"):
        assert (await client.call(method, elsewhere, body=body)).status == 404, method
    assert (await client.get(f"{ZAKEN}/zaakeigenschappen")).status == 404
    assert (await client.get(f"{ZAKEN}/zaken/geen-uuid/zaakeigenschappen")).status == 404
    assert (await client.get(f"{other['url']}/zaakeigenschappen")).json == []
    assert (await client.get(f"{zaak['url']}/zaakeigenschappen")).json == [row]
    wrong = await client.post(f"{other['url']}/zaakeigenschappen", body)
    assert (wrong.status, {name for name, _ in wrong.codes}) == (400, {"zaak"})
    assert (await client.get(zaak["url"])).json["eigenschappen"] == [row["url"]]


# --- reserved numbers ------------------------------------------------------------------------------------------------


@pytest.mark.rule("Z-05")
async def test_reserved_numbers_are_for_who_names_them(client: Client) -> None:
    """A letter went out under a number that another case then got."""
    zaaktype = await een_zaaktype(client)
    path = f"{ZAKEN}/zaaknummer_reserveren"
    before = (await een_zaak(client, zaaktype))["identificatie"]
    one = await client.post(path, {"bronorganisatie": RSIN})
    three = await client.post(path, {"bronorganisatie": RSIN, "aantal": 3})
    assert (one.status, three.status, len(one.json), len(three.json)) == (201, 201, 1, 3)
    reserved = [n["zaaknummer"] for n in (*one.json, *three.json)]
    given = [(await een_zaak(client, zaaktype))["identificatie"] for _ in range(60)]  # more than are taken at a time
    assert len({before, *reserved, *given}) == 1 + 4 + 60
    for number in reserved:
        assert (await een_zaak(client, zaaktype, identificatie=number))["identificatie"] == number
    twice = await client.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"], identificatie=reserved[0]))
    assert twice.codes == {("identificatie", "identificatie-niet-uniek")}
    assert (await client.post(path, {"bronorganisatie": ANDER_RSIN})).status == 201


@pytest.mark.rule("Z-05")
@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({}, ("bronorganisatie", "required")),
        ({"bronorganisatie": "123456789"}, ("bronorganisatie", "invalid")),
        ({"bronorganisatie": RSIN, "aantal": 0}, ("aantal", "min_value")),
        ({"bronorganisatie": RSIN, "aantal": 10_001}, ("aantal", "max_value")),
        ({"bronorganisatie": RSIN, "aantal": "veel"}, ("aantal", "invalid")),
    ],
)
async def test_reservation_is_checked(client: Client, body: dict[str, Any], fault: tuple[str, str]) -> None:
    """A million numbers are gone because of one slip of the finger."""
    refused = await client.post(f"{ZAKEN}/zaaknummer_reserveren", body)
    assert (refused.status, refused.codes) == (400, {fault})


async def test_who_makes_zaken_reserves_their_numbers(gemeente: Gemeente) -> None:
    """A reader of cases uses up the numbers."""
    zaaktype = await een_zaaktype(gemeente.client)
    for scope, expected in (("zaken.aanmaken", 201), ("zaken.lezen", 403)):
        caller = await gemeente.application(zrc([scope], zaaktype))
        assert (await caller.post(f"{ZAKEN}/zaaknummer_reserveren", {"bronorganisatie": RSIN})).status == expected
