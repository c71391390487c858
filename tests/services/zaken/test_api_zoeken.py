"""Searching zaken: `_zoek` with a place, lists of uuid's and types, pages and `fields`; and expanding relations.

The filters that search shares with the list stand in test_api_filters.py.
Source: gemma-zaken, docs/standaard/zaken (zrc-025…029), and RULES.md §1.1 and §6.
"""

import asyncio
from typing import Any

import pytest

from tests.asgi import Client, Response
from tests.conftest import Gemeente
from tests.zgw import KANAAL, ZAKEN, een_catalogus, een_rol, een_status, een_zaak, een_zaaktype, made, zaak_body, zrc

ZOEK = f"{ZAKEN}/zaken/_zoek"
NERGENS = "00000000-0000-4000-8000-000000000000"
AMSTERDAM = {"type": "Polygon", "coordinates": [[[4.7, 52.3], [5.0, 52.3], [5.0, 52.45], [4.7, 52.45], [4.7, 52.3]]]}


async def zoek(client: Client, **question: Any) -> Response:
    return await client.post(ZOEK, question)


def urls(answer: Response) -> list[str]:
    assert answer.status == 200, answer.body
    return [z["url"] for z in answer.json["results"]]


# --- nobody, the wrong municipality, the wrong scope -----------------------------------------------------------------


async def test_nobody_searches(client: Client) -> None:
    """Anybody asks in which cases a citizen's number stands."""
    await een_zaak(client)
    answer = await client.post(ZOEK, {"startdatum__gt": "2020-01-01"}, authorization=None)  # type: ignore[arg-type]
    assert (answer.status, answer.json["code"]) == (403, "not_authenticated")


@pytest.mark.rule("Z-47")
async def test_search_stays_within_the_municipality(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """A municipality looks into the cases of another one."""
    point = {"type": "Point", "coordinates": [4.9, 52.37]}
    ours = await een_zaak(gemeente.client, zaakgeometrie=point)
    theirs = await een_zaak(andere_gemeente.client, zaakgeometrie=point)
    for question in (
        {"uuid__in": [ours["uuid"], theirs["uuid"]]},
        {"zaaktype__in": [ours["zaaktype"], theirs["zaaktype"]]},
        {"zaakgeometrie": {"within": AMSTERDAM}},
        {"startdatum": ours["startdatum"]},
    ):
        assert urls(await zoek(gemeente.client, **question)) == [ours["url"]]
        assert urls(await zoek(andere_gemeente.client, **question)) == [theirs["url"]]


@pytest.mark.rule("Z-10", "Z-47")
@pytest.mark.parametrize("scope", ["zaken.aanmaken", "zaken.bijwerken", "catalogi.lezen", "audittrails.lezen"])
async def test_search_needs_the_right_to_read(gemeente: Gemeente, scope: str) -> None:
    """A program that may only hand in cases reads them all by searching."""
    zaaktype = await een_zaaktype(gemeente.client)
    await een_zaak(gemeente.client, zaaktype)
    caller = await gemeente.application(zrc([scope], zaaktype, tot="zeer_geheim"))
    for answer in (await zoek(caller, startdatum__gt="2020-01-01"), await caller.get(f"{ZAKEN}/zaken")):
        assert (answer.status, answer.json["code"]) == (403, "permission_denied")


@pytest.mark.rule("Z-10", "Z-47")
async def test_place_does_not_betray_hidden_zaken(gemeente: Gemeente) -> None:
    """A map shows that something secret goes on in a house."""
    zaaktype = await een_zaaktype(gemeente.client)
    point = {"type": "Point", "coordinates": [4.9, 52.37]}
    seen = await een_zaak(gemeente.client, zaaktype, zaakgeometrie=point)
    hidden = await een_zaak(gemeente.client, zaaktype, zaakgeometrie=point, vertrouwelijkheidaanduiding="geheim")
    caller = await gemeente.application(zrc(["zaken.lezen"], zaaktype, tot="intern"))
    for question in (
        {"zaakgeometrie": {"within": AMSTERDAM}},
        {"uuid__in": [seen["uuid"], hidden["uuid"]]},
        {"zaaktype__in": [zaaktype["url"]]},
    ):
        answer = await zoek(caller, **question)
        assert (urls(answer), answer.json["count"]) == ([seen["url"]], 1)


# --- the question ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("Z-47")
async def test_empty_question_is_refused(client: Client) -> None:
    """A form without an answer filled in shows all cases of the town."""
    await een_zaak(client)
    answer = await client.post(ZOEK, {})
    assert (answer.status, answer.codes) == (400, {("nonFieldErrors", "empty_search_body")})


@pytest.mark.rule("Z-47")
@pytest.mark.parametrize(
    ("question", "name", "code"),
    [
        ({"uuid__in": ["geen-uuid"]}, "uuid__in", "invalid"),
        ({"uuid__in": NERGENS}, "uuid__in", "invalid"),
        ({"zaaktype__in": "https://elders.test/1"}, "zaaktype__in", "invalid"),
        ({"zaaktype__in": ["geen-adres"]}, "zaaktype__in", "invalid"),
        ({"zaakgeometrie": AMSTERDAM}, "zaakgeometrie.within", "invalid"),
        ({"zaakgeometrie": {"within": {"type": "Polygon"}}}, "zaakgeometrie.within", "invalid"),
        ({"zaakgeometrie": {"within": {"type": "Vlak", "coordinates": []}}}, "zaakgeometrie.within", "invalid"),
        ({"zaakgeometrie": "hier"}, "zaakgeometrie.within", "invalid"),
        ({"startdatum": 5}, "startdatum", "invalid"),
        ({"bronorganisatie": ["823288444"]}, "bronorganisatie", "invalid"),
    ],
)
async def test_wrong_question_is_told_by_name(client: Client, question: dict[str, Any], name: str, code: str) -> None:
    """A question that was not understood gets an answer."""
    await een_zaak(client)
    answer = await client.post(ZOEK, question)
    assert (answer.status, answer.codes) == (400, {(name, code)})


@pytest.mark.rule("Z-47")
async def test_search_by_uuid(client: Client) -> None:
    """A program that knows its cases must fetch them one by one."""
    zaaktype = await een_zaaktype(client)
    a, b, c = [await een_zaak(client, zaaktype, startdatum=f"2026-01-0{day}") for day in (1, 2, 3)]
    assert set(urls(await zoek(client, uuid__in=[a["uuid"], c["uuid"], NERGENS]))) == {a["url"], c["url"]}
    assert urls(await zoek(client, uuid__in=[a["uuid"], b["uuid"]], startdatum="2026-01-02")) == [b["url"]]
    assert urls(await zoek(client, uuid__in=[NERGENS])) == []
    assert urls(await zoek(client, uuid__in=[])) == []


@pytest.mark.rule("Z-47")
async def test_search_by_zaaktypen(client: Client) -> None:
    """A department cannot see the work of all its kinds of cases together."""
    types = [await een_zaaktype(client) for _ in range(3)]
    a, b, _ = [await een_zaak(client, zaaktype) for zaaktype in types]
    assert set(urls(await zoek(client, zaaktype__in=[types[0]["url"], types[1]["url"]]))) == {a["url"], b["url"]}
    foreign = ["https://elders.test/catalogi/api/v1/zaaktypen/" + NERGENS, types[0]["statustypen"][0]["url"]]
    assert urls(await zoek(client, zaaktype__in=[types[1]["url"], *foreign])) == [b["url"]]
    assert urls(await zoek(client, zaaktype__in=foreign)) == []


# --- within ----------------------------------------------------------------------------------------------------------


def point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


@pytest.mark.rule("Z-47")
@pytest.mark.parametrize(
    ("area", "found"),
    [
        (AMSTERDAM, "dam park"),
        ({"type": "MultiPolygon", "coordinates": [AMSTERDAM["coordinates"]]}, "dam park"),
        (  # the world
            {"type": "Polygon", "coordinates": [[[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]]},
            "dam park over-de-rand utrecht zuidelijk",
        ),
        (  # a triangle: Utrecht lies in the box around it and not in it
            {"type": "Polygon", "coordinates": [[[4.8, 52.0], [4.8, 52.5], [5.3, 52.5], [4.8, 52.0]]]},
            "dam park over-de-rand",
        ),
        (  # a hole where the dam is
            {
                "type": "Polygon",
                "coordinates": [
                    *AMSTERDAM["coordinates"],
                    [[4.88, 52.36], [4.92, 52.36], [4.92, 52.38], [4.88, 52.38], [4.88, 52.36]],
                ],
            },
            "park",
        ),
        (
            {"type": "Polygon", "coordinates": [[[-60, -40], [-50, -40], [-50, -30], [-60, -30], [-60, -40]]]},
            "zuidelijk",
        ),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}, ""),
    ],
)
async def test_search_within_an_area(client: Client, area: dict[str, Any], found: str) -> None:
    """The man who digs up the street does not hear of the pothole, or hears of one in another town."""
    zaaktype = await een_zaaktype(client)
    places: dict[str, Any] = {
        "dam": point(4.9, 52.37),
        "park": {
            "type": "Polygon",
            "coordinates": [[[4.86, 52.35], [4.87, 52.35], [4.87, 52.36], [4.86, 52.36], [4.86, 52.35]]],
        },
        "over-de-rand": {"type": "LineString", "coordinates": [[4.95, 52.4], [5.05, 52.4]]},
        "utrecht": point(5.12, 52.09),
        "zuidelijk": point(-55, -35),
        "nergens": None,
    }
    zaken = {
        name: (await een_zaak(client, zaaktype, identificatie=name, zaakgeometrie=place))["url"]
        for name, place in places.items()
    }
    answer = await zoek(client, zaakgeometrie={"within": area})
    assert {z["identificatie"] for z in answer.json["results"]} == set(found.split())
    assert answer.json["count"] == len(found.split())
    both = await zoek(client, zaakgeometrie={"within": area}, identificatie="dam")
    assert urls(both) == ([zaken["dam"]] if "dam" in found else [])


@pytest.mark.rule("Z-47")
async def test_moved_zaak_is_found_where_it_is_now(client: Client) -> None:
    """A corrected place on the map is still looked for at the old one."""
    zaak = await een_zaak(client, zaakgeometrie=point(5.12, 52.09))
    assert urls(await zoek(client, zaakgeometrie={"within": AMSTERDAM})) == []
    await client.patch(zaak["url"], {"zaakgeometrie": point(4.9, 52.37)})
    assert urls(await zoek(client, zaakgeometrie={"within": AMSTERDAM})) == [zaak["url"]]
    await client.patch(zaak["url"], {"zaakgeometrie": None})
    assert urls(await zoek(client, zaakgeometrie={"within": AMSTERDAM})) == []


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("Z-47")
async def test_search_comes_in_pages(client: Client) -> None:
    """The hundred and first case does not exist for anybody who searches."""
    zaaktype, other = await een_zaaktype(client), await een_zaaktype(client)
    await een_zaak(client, other)
    bodies = [zaak_body(zaaktype["url"], identificatie=f"Z-{i:03}") for i in range(101)]
    await asyncio.gather(*(client.post(f"{ZAKEN}/zaken", body) for body in bodies))
    question = {"zaaktype__in": [zaaktype["url"]], "ordering": "identificatie"}
    first = (await client.post(ZOEK, question)).json
    assert (first["count"], len(first["results"]), first["previous"]) == (101, 100, None)
    assert first["next"] == f"{client.base}{ZOEK}?page=2"
    second = (await client.post(first["next"], question)).json
    assert (second["count"], second["next"]) == (101, None)
    assert second["previous"] == f"{client.base}{ZOEK}?page=1"
    shown = [z["identificatie"] for z in first["results"] + second["results"]]
    assert shown == [f"Z-{i:03}" for i in range(101)]
    beyond = await client.post(f"{ZOEK}?page=3", question)
    assert (beyond.status, beyond.json["code"]) == (404, "not_found")


# --- fields (zrc-029) ------------------------------------------------------------------------------------------------


@pytest.mark.rule("Z-46", "X-11")
async def test_search_gives_the_fields_asked_for(client: Client) -> None:
    """A list on a telephone carries whole files to show a number."""
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype, verlenging={"reden": "Advies", "duur": "P5D"})
    rol = await een_rol(client, zaak, zaaktype["roltypen"][0])
    zaak = (await client.get(zaak["url"])).json
    questions: list[tuple[list[Any], dict[str, Any]]] = [
        (["identificatie"], {"identificatie": zaak["identificatie"]}),
        (["url", "einddatum"], {"url": zaak["url"], "einddatum": None}),
        (["*"], zaak),
        ([{"verlenging": ["reden"]}], {"verlenging": {"reden": "Advies"}}),
        (["rollen"], {"rollen": [rol["url"]]}),
    ]
    for fields, expected in questions:
        answer = await zoek(client, uuid__in=[zaak["uuid"]], fields=fields)
        assert (answer.status, answer.json["results"]) == (200, [expected])
        assert answer.json["count"] == 1


@pytest.mark.rule("Z-46", "X-11")
async def test_relation_in_fields_is_expanded(client: Client) -> None:
    """Each case in a list costs a question for its kind and its people."""
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    rol = await een_rol(client, zaak, zaaktype["roltypen"][0])
    fields = ["identificatie", {"zaaktype": ["omschrijving"]}, {"rollen": ["omschrijving", {"roltype": ["url"]}]}]
    (found,) = (await zoek(client, uuid__in=[zaak["uuid"]], fields=fields)).json["results"]
    assert found["identificatie"] == zaak["identificatie"]
    assert set(found) <= {"identificatie", "zaaktype", "rollen", "_expand"}
    assert found["_expand"]["zaaktype"] == {"omschrijving": zaaktype["omschrijving"]}
    (of_rol,) = found["_expand"]["rollen"]
    assert of_rol["omschrijving"] == rol["omschrijving"]
    assert of_rol["_expand"]["roltype"] == {"url": rol["roltype"]}


@pytest.mark.rule("X-11")
@pytest.mark.parametrize("question", [{"fields": ["url"], "expand": "rollen"}, {"fields": "url"}, {"fields": [5]}])
async def test_fields_go_without_expand(client: Client, question: dict[str, Any]) -> None:
    """Two ways of choosing contradict each other and one of them loses in silence."""
    zaak = await een_zaak(client)
    answer = await zoek(client, uuid__in=[zaak["uuid"]], **question)
    assert (answer.status, answer.json["code"]) == (400, "invalid")
    in_query = await client.post(f"{ZOEK}?expand=rollen", {"fields": ["url"], "uuid__in": [zaak["uuid"]]})
    assert in_query.status == 400


@pytest.mark.rule("X-11", "X-07")
async def test_fields_show_nothing_that_may_not_be_read(gemeente: Gemeente) -> None:
    """Choosing fields is a way around the rights."""
    client = gemeente.client
    catalogus = (await een_catalogus(client))["url"]
    zaaktype = await een_zaaktype(client, catalogus, identificatie="ZELF", deelzaaktypen=["ZELF"])
    hoofdzaak = await een_zaak(client, zaaktype)
    await een_zaak(client, zaaktype, hoofdzaak=hoofdzaak["url"], vertrouwelijkheidaanduiding="geheim")
    caller = await gemeente.application(zrc(["zaken.lezen"], zaaktype))
    fields = ["url", {"deelzaken": ["identificatie"]}]
    (found,) = (await zoek(caller, uuid__in=[hoofdzaak["uuid"]], fields=fields)).json["results"]
    assert "deelzaken" not in found.get("_expand", {})


# --- expand (zrc-025…028) --------------------------------------------------------------------------------------------


async def een_volle_zaak(client: Client) -> tuple[dict[str, Any], dict[str, Any]]:
    """A zaak with a part, two roles, a status and an object; as the register shows each of them."""
    catalogus = (await een_catalogus(client))["url"]
    zaaktype = await een_zaaktype(client, catalogus, identificatie="ZELF", deelzaaktypen=["ZELF"])
    andere = await een_zaak(client, zaaktype)
    relatie = [{"url": andere["url"], "aardRelatie": "vervolg"}]
    zaak = await een_zaak(client, zaaktype, relevanteAndereZaken=relatie)
    rollen = [await een_rol(client, zaak, roltype) for roltype in zaaktype["roltypen"]]
    gezet = await een_status(client, zaak, zaaktype["statustypen"][0], gezetdoor=rollen[1]["url"])
    rollen[1] = (await client.get(rollen[1]["url"])).json
    pand = {"zaak": zaak["url"], "objectType": "pand", "objectIdentificatie": {"identificatie": "1"}}
    parts = {
        "zaaktype": (await client.get(zaaktype["url"])).json,
        "status": gezet,
        "rollen": rollen,
        "deelzaken": [await een_zaak(client, zaaktype, hoofdzaak=zaak["url"])],
        "zaakobjecten": [await made(client, f"{ZAKEN}/zaakobjecten", pand)],
        "relevanteAndereZaken": [andere],
    }
    return (await client.get(zaak["url"])).json, parts


@pytest.mark.rule("Z-45", "X-01", "X-02")
@pytest.mark.parametrize(
    "relation", ["zaaktype", "status", "rollen", "deelzaken", "zaakobjecten", "relevanteAndereZaken"]
)
async def test_relation_of_a_zaak_is_shown_inside(client: Client, relation: str) -> None:
    """A screen that shows a case asks twenty questions and stays empty for seconds."""
    zaak, parts = await een_volle_zaak(client)
    (listed,) = (await client.get(f"{ZAKEN}/zaken", {"expand": relation, "identificatie": zaak["identificatie"]})).json[
        "results"
    ]
    (found,) = (await zoek(client, uuid__in=[zaak["uuid"]], expand=relation)).json["results"]
    (as_list,) = (await zoek(client, uuid__in=[zaak["uuid"]], expand=[relation])).json["results"]
    alone = (await client.get(zaak["url"], {"expand": relation})).json
    assert alone == zaak | {"_expand": {relation: parts[relation]}}
    assert listed == found == as_list == alone


@pytest.mark.rule("Z-45", "X-01", "X-03")
async def test_path_shows_every_level(client: Client) -> None:
    """A role is shown without the name of what somebody does in it."""
    zaak, parts = await een_volle_zaak(client)
    shown = (
        await client.get(zaak["url"], {"expand": "rollen.roltype.zaaktype,status.gezetdoor,deelzaken.hoofdzaak"})
    ).json
    inside = shown["_expand"]
    assert [rol["url"] for rol in inside["rollen"]] == zaak["rollen"]
    roltypen = [rol["_expand"]["roltype"] for rol in inside["rollen"]]
    assert [roltype["url"] for roltype in roltypen] == [rol["roltype"] for rol in parts["rollen"]]
    assert {roltype["_expand"]["zaaktype"]["url"] for roltype in roltypen} == {zaak["zaaktype"]}
    assert inside["status"]["_expand"]["gezetdoor"] == parts["rollen"][1]
    assert inside["deelzaken"][0]["_expand"]["hoofdzaak"] == zaak


@pytest.mark.rule("Z-45", "X-09")
async def test_empty_relation_is_left_out(client: Client) -> None:
    """A program takes an empty place for a part of the case."""
    zaak = await een_zaak(client)
    shown = (
        await client.get(zaak["url"], {"expand": "status,rollen,hoofdzaak,deelzaken,resultaat,eigenschappen"})
    ).json
    assert shown == zaak


@pytest.mark.rule("Z-45", "X-05")
@pytest.mark.parametrize(
    "expand", ["onzin", "rollen.onzin", "identificatie", "zaaktype,onzin", "rollen.roltype.omschrijving"]
)
async def test_what_is_no_relation_is_refused(client: Client, expand: str) -> None:
    """A typing error shows a case without its people, as if there were none."""
    zaak = await een_zaak(client)
    for answer in (
        await client.get(zaak["url"], {"expand": expand}),
        await client.get(f"{ZAKEN}/zaken", {"expand": expand}),
        await zoek(client, uuid__in=[zaak["uuid"]], expand=expand),
    ):
        assert (answer.status, answer.codes) == (400, {("expand", "invalid_choice")})


@pytest.mark.rule("Z-45", "X-07")
async def test_expand_shows_nothing_that_may_not_be_read(gemeente: Gemeente) -> None:
    """Somebody reads a secret case by asking for the one it hangs under."""
    client = gemeente.client
    catalogus = (await een_catalogus(client))["url"]
    zaaktype = await een_zaaktype(client, catalogus, identificatie="ZELF", deelzaaktypen=["ZELF"])
    hoofdzaak = await een_zaak(client, zaaktype)
    seen = await een_zaak(client, zaaktype, hoofdzaak=hoofdzaak["url"])
    secret = await een_zaak(client, zaaktype, hoofdzaak=hoofdzaak["url"], vertrouwelijkheidaanduiding="geheim")
    await een_rol(client, secret, zaaktype["roltypen"][0])
    caller = await gemeente.application(zrc(["zaken.lezen"], zaaktype))
    relations = "deelzaken.rollen,deelzaken.hoofdzaak.deelzaken"
    for answer in (
        await caller.get(hoofdzaak["url"], {"expand": relations}),
        await zoek(caller, uuid__in=[hoofdzaak["uuid"]], expand=relations),
    ):
        assert answer.status == 200
        body = answer.json["results"][0] if "results" in answer.json else answer.json
        assert [z["url"] for z in body["_expand"]["deelzaken"]] == [seen["url"]]
        assert secret["identificatie"].encode() not in answer.body


@pytest.mark.rule("Z-45", "X-08")
async def test_relation_to_the_outside_stays_closed(client: Client) -> None:
    """Our server is made to fetch whatever address somebody wrote into a case."""
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype, communicatiekanaal=KANAAL)
    rol = await een_rol(client, zaak, zaaktype["roltypen"][0], betrokkene="https://partijen.test/1")
    for url, relation in ((rol["url"], "betrokkene"), (zaak["url"], "communicatiekanaal")):
        answer = await client.get(url, {"expand": relation})
        assert (answer.status, answer.json.get("_expand")) == (200, None)


@pytest.mark.rule("Z-45")
@pytest.mark.parametrize(
    ("path", "expand", "inside"),
    [
        ("statussen", "zaak", "zaken"),
        ("statussen", "statustype", "statustypen"),
        ("rollen", "zaak.zaaktype", "zaken"),
        ("rollen", "roltype", "roltypen"),
        ("zaakobjecten", "zaak", "zaken"),
    ],
)
async def test_what_hangs_under_a_zaak_expands_too(client: Client, path: str, expand: str, inside: str) -> None:
    """Starting from a role a program cannot see in which case it is."""
    await een_volle_zaak(client)
    relation = expand.split(".")[0]
    listed = (await client.get(f"{ZAKEN}/{path}", {"expand": expand})).json["results"]
    assert listed
    for row in listed:
        assert row["_expand"][relation]["url"] == row[relation]
        assert f"/{inside}/" in row[relation]
        assert (await client.get(row["url"], {"expand": expand})).json == row


@pytest.mark.rule("Z-47")
@pytest.mark.parametrize("question", [["vernietigen"], "vernietigen", "vernietigen,blijvend_bewaren"])
async def test_choices_as_list_or_as_older_clients_write_them(client: Client, question: Any) -> None:
    """Zaken 1.0 had a text with commas where 1.7 has a list (decision 0022)."""
    zaaktype = await een_zaaktype(client)
    found = await een_zaak(client, zaaktype, archiefnominatie="vernietigen")
    await een_zaak(client, zaaktype)
    assert urls(await zoek(client, archiefnominatie__in=question)) == [found["url"]]
