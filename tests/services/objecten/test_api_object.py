"""Objects and their records: what is so from which day, what was known when, and what was wrong.

Source: Objecten API 2.7.0; decision 0036.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from meent.services.objecten.record import Stand, in_order
from tests.asgi import Client
from tests.conftest import Gemeente
from tests.services.objecten.bomen import (
    EIK,
    OBJECTS,
    een_object,
    een_objecttype,
    een_versie,
    record,
    soorten,
    wijzig,
)
from tests.zgw import een_rol, een_zaak, een_zaaktype

PUNT = {"type": "Point", "coordinates": [5.1, 52.1]}


async def gezien(client: Client, found: dict[str, Any], **query: str) -> Any:
    """The kind of tree that the object is in a list, None when it is not there."""
    listed = (await client.get(OBJECTS, query)).json["results"]
    return next((o["record"]["data"]["soort"] for o in listed if o["url"] == found["url"]), None)


# --- records ---------------------------------------------------------------------------------------------------------


@pytest.mark.rule("OB-10")
async def test_every_change_is_a_record(client: Client, clock: Callable[[str], None]) -> None:
    """What the object was before could not be proven any more."""
    clock("2026-03-01T10:00:00Z")
    eik = await een_object(client, references=[{"type": "zaak", "url": "https://zaken.example/1"}])
    assert eik["record"] == {
        "index": 1, "typeVersion": 1, "data": EIK, "geometry": None, "startAt": "2020-01-01", "endAt": None,
        "references": [{"type": "zaak", "url": "https://zaken.example/1"}],
        "registrationAt": "2026-03-01", "correctionFor": None, "correctedBy": None,
    }  # fmt: skip
    assert (await client.get(eik["url"])).json == eik
    clock("2026-03-05T10:00:00Z")
    beuk = await wijzig(client, eik, {"soort": "beuk"}, "2021-01-01")
    assert (beuk["record"]["index"], beuk["record"]["registrationAt"]) == (2, "2026-03-05")
    history = (await client.get(f"{eik['url']}/history")).json
    assert [(r["index"], r["data"]["soort"], r["endAt"]) for r in history["results"]] == [
        (1, "eik", "2021-01-01"), (2, "beuk", None),
    ]  # fmt: skip
    assert (await client.patch(eik["url"], {})).json["record"]["index"] == 2


@pytest.mark.rule("OB-25")
async def test_history_by_page_and_by_number(client: Client) -> None:
    """Somebody with many changes would show only the first."""
    found = await een_object(client)
    for year in (2021, 2022):
        await wijzig(client, found, EIK, f"{year}-01-01")
    page = (await client.get(f"{found['url']}/history", {"pageSize": "2"})).json
    assert (page["count"], [r["index"] for r in page["results"]]) == (3, [1, 2])
    last = (await client.get(page["next"])).json
    assert ([r["index"] for r in last["results"]], last["next"]) == ([3], None)
    assert (await client.get(f"{found['url']}/2")).json == page["results"][1]
    assert "references" not in page["results"][0]
    for nothing in ("/4", "/0", "/history?page=3&pageSize=2", "/99999999999", "/x"):
        assert (await client.get(found["url"] + nothing)).status == 404, nothing
    assert (await client.get(f"{found['url']}/history", {"date": "2020-01-01"})).status == 400


@pytest.mark.rule("OB-11")
async def test_patch_merges_data(client: Client) -> None:
    """A program that sends one value would wipe out all others."""
    found = await een_object(client, data=EIK | {"maten": {"stam": 3, "kroon": 5}}, geometry=PUNT)
    body = {"record": {"data": {"hoogte": 13, "maten": {"kroon": None, "wortel": 1}}, "startAt": "2021-05-01"}}
    merged = (await client.patch(found["url"], body)).json["record"]
    assert merged["data"] == {"soort": "eik", "hoogte": 13, "maten": {"stam": 3, "wortel": 1}}
    assert (merged["index"], merged["typeVersion"], merged["startAt"]) == (2, 1, "2021-05-01")
    assert merged["geometry"] == PUNT
    moved = (await client.patch(found["url"], {"record": {"geometry": None}})).json["record"]
    assert (moved["geometry"], moved["data"], moved["startAt"]) == (None, merged["data"], "2021-05-01")
    whole = await wijzig(client, found, {"soort": "es"}, "2021-06-01")
    assert whole["record"]["data"] == {"soort": "es"}
    assert (await client.patch(found["url"], {"record": {"data": {"soort": None}}})).status == 400
    assert (await client.patch(found["url"], {"record": 5})).codes == {("record", "invalid")}


@pytest.mark.rule("OB-11")
async def test_patch_begins_at_the_record_of_now(client: Client) -> None:
    """A correction of long ago would become what is so today."""
    found = await een_object(client, data={"soort": "eik"})
    await wijzig(client, found, {"soort": "beuk"}, "2021-01-01")
    await wijzig(client, found, {"soort": "es"}, "2020-01-01", correctionFor=1)
    merged = (await client.patch(found["url"], {"record": {"data": {"hoogte": 1}, "startAt": "2022-01-01"}})).json
    assert (merged["record"]["data"], merged["record"]["correctionFor"]) == ({"soort": "beuk", "hoogte": 1}, None)


# --- from when until when --------------------------------------------------------------------------------------------


def dag(jaar: int) -> date:
    return date(jaar, 1, 1)


@pytest.mark.rule("OB-12")
@pytest.mark.parametrize(
    ("records", "einden"),
    [
        ([(1, 2020)], {1: None}),
        ([(1, 2020), (2, 2022)], {1: 2022, 2: None}),
        ([(1, 2020), (2, 2022), (3, 2024)], {1: 2022, 2: 2024, 3: None}),
        ([(1, 2020), (2, 2024), (3, 2022)], {1: 2022, 2: 2022, 3: None}),  # told late: what came between never counted
        ([(1, 2020), (2, 2020, 1)], {1: 2020, 2: None}),
        ([(1, 2020), (2, 2022), (3, 2020, 1)], {1: 2020, 2: None, 3: 2022}),  # the correction ends where 1 did
        ([(1, 2020), (2, 2022), (3, 2023, 2)], {1: 2023, 2: 2023, 3: None}),  # the change was a year later
        ([(1, 2020), (2, 2020, 1), (3, 2021, 2)], {1: 2020, 2: 2021, 3: None}),
    ],
)
def test_when_records_count(records: list[tuple[int, ...]], einden: dict[int, int | None]) -> None:
    """Two truths on one day, or none."""
    rang = {1: 1}
    stands = []
    for index, start, *corrects in records:
        rang[index] = rang[corrects[0]] if corrects else index
        stands.append(Stand(index, rang[index], dag(start), corrects[0] if corrects else None))
    found = {r.index: r.end_at for r in in_order(stands)}
    assert found == {index: end and dag(end) for index, end in einden.items()}


@pytest.mark.rule("OB-12", "OB-13", "OB-16")
async def test_lists_show_the_record_of_the_day(client: Client) -> None:
    """A permit would be judged by the tree that stands there now."""
    found = await een_object(client, data={"soort": "eik"})
    await wijzig(client, found, {"soort": "beuk"}, "2022-01-01")
    corrected = await wijzig(client, found, {"soort": "es"}, "2020-01-01", correctionFor=1)
    assert (corrected["record"]["correctionFor"], corrected["record"]["endAt"]) == (1, "2022-01-01")
    for day, soort in (
        ("2019-12-31", None), ("2020-01-01", "es"), ("2021-12-31", "es"), ("2022-01-01", "beuk"),
        ("2999-01-01", "beuk"),
    ):  # fmt: skip
        assert await gezien(client, found, date=day) == soort, day
    assert await gezien(client, found) == "beuk"
    assert (await client.get(found["url"])).json["record"]["index"] == 2
    (first, second, third) = (await client.get(f"{found['url']}/history")).json["results"]
    assert (first["correctedBy"], first["endAt"]) == (3, "2020-01-01")
    assert (second["correctedBy"], second["endAt"]) == (None, None)
    assert (third["correctedBy"], third["endAt"]) == (None, "2022-01-01")
    assert (await client.get(OBJECTS, {"date": "morgen"})).codes == {("date", "invalid")}


@pytest.mark.rule("OB-17")
async def test_lists_show_what_was_known(client: Client, clock: Callable[[str], None]) -> None:
    """Nobody could tell on what a decision of last year was based."""
    clock("2026-01-10T10:00:00Z")
    found = await een_object(client, data={"soort": "eik"})
    clock("2026-02-10T10:00:00Z")
    await wijzig(client, found, {"soort": "beuk"}, "2022-01-01")
    clock("2026-03-10T10:00:00Z")
    await wijzig(client, found, {"soort": "es"}, "2023-01-01", correctionFor=2)
    clock("2026-04-10T10:00:00Z")
    await wijzig(client, found, {"soort": "den"}, "2020-01-01", correctionFor=1)
    for known, day, soort in (
        ("2026-01-09", "2024-01-01", None), ("2026-01-10", "2024-01-01", "eik"), ("2026-02-10", "2024-01-01", "beuk"),
        ("2026-02-10", "2021-01-01", "eik"), ("2026-03-10", "2024-01-01", "es"), ("2026-03-10", "2022-06-01", "eik"),
        ("2026-04-10", "2022-06-01", "den"), ("2026-04-10", "2024-01-01", "es"),
    ):  # fmt: skip
        assert await gezien(client, found, registrationDate=known, date=day) == soort, (known, day)
    assert await gezien(client, found, registrationDate="2026-02-10") == "beuk"


@pytest.mark.rule("OB-16")
async def test_what_is_not_so_yet_is_not_listed(client: Client) -> None:
    """The tree that will be planted next century stands on the map of today."""
    found = await een_object(client, start="2999-01-01")
    assert await gezien(client, found) is None
    assert await gezien(client, found, date="2999-01-01") == "eik"
    assert (await client.get(found["url"])).json == found
    await wijzig(client, found, {"soort": "es"}, "2999-06-01")
    assert (await client.get(OBJECTS)).json["count"] == 0


@pytest.mark.rule("OB-13")
async def test_only_a_record_of_this_object_is_corrected(client: Client) -> None:
    """Two corrections of one record: nobody knows which is right."""
    of_type = await een_objecttype(client)
    found = await een_object(client, of_type)
    body = {"type": found["type"], "record": record(correctionFor=7)}
    assert (await client.put(found["url"], body)).codes == {("record.correctionFor", "does_not_exist")}
    new = {"type": of_type["url"], "record": record(correctionFor=1)}
    assert (await client.post(OBJECTS, new)).codes == {("record.correctionFor", "does_not_exist")}
    await wijzig(client, found, EIK, "2020-01-01", correctionFor=1)
    again = await client.put(found["url"], {"type": found["type"], "record": record(correctionFor=1)})
    assert again.codes == {("record.correctionFor", "invalid")}
    assert (await client.get(f"{found['url']}/history")).json["count"] == 2


async def test_ends_in_the_database_are_those_of_the_function(client: Client, gemeente: Gemeente) -> None:
    """The list of a day would show another record than the history tells."""
    of_type = await een_objecttype(client)
    for starts in permutations(("2020-01-01", "2021-01-01", "2022-01-01")):
        found = await een_object(client, of_type, start=starts[0])
        await wijzig(client, found, EIK, starts[1])
        await wijzig(client, found, EIK, starts[2], correctionFor=1)
        text = (
            "select index, rang, start_at, correction_for, end_at, corrected_by from objectrecord"
            " where tenant_id = $1 and object = $2 order by index"
        )
        stored = [Stand(*row) for row in await gemeente.rows(text, gemeente.id, found["uuid"])]
        assert stored == in_order([replace(r, end_at=None, corrected_by=None) for r in stored])


# --- judged by its type ----------------------------------------------------------------------------------------------


@pytest.mark.rule("OB-14")
async def test_data_are_what_the_version_says(client: Client) -> None:
    """A tree without a kind: the program that opens it does not know what to show."""
    of_type = await een_objecttype(client)
    body = {"type": of_type["url"], "record": record({"soort": "e", "hoogte": "hoog", "maten": {"stam": "dik"}})}
    refused = await client.post(OBJECTS, body)
    assert (refused.status, refused.codes) == (400, {
        (f"record.data.{name}", "invalid-json-schema") for name in ("soort", "hoogte", "maten.stam")
    })  # fmt: skip
    empty = await client.post(OBJECTS, {"type": of_type["url"], "record": record({})})
    assert empty.codes == {("record.data", "invalid-json-schema")}
    unknown = await client.post(OBJECTS, {"type": of_type["url"], "record": record() | {"typeVersion": 2}})
    assert unknown.codes == {("record.typeVersion", "does_not_exist")}
    await een_versie(client, of_type, {"type": "object"})
    second = await client.post(OBJECTS, {"type": of_type["url"], "record": record({}) | {"typeVersion": 2}})
    assert second.status == 201
    assert (await client.patch(second.json["url"], {"record": {"typeVersion": 1}})).status == 400


@pytest.mark.rule("OB-14")
@pytest.mark.parametrize("schema", [
    {"properties": {"soort": {"pattern": "^(a+)+$"}}},
    {"$ref": "#/$defs/30", "$defs": {"0": {"type": "object"}} | {
        str(n): {"not": {"anyOf": [{"not": {"$ref": f"#/$defs/{n - 1}"}}] * 2}} for n in range(1, 31)
    }},
])  # fmt: skip
async def test_schema_that_takes_for_ever_refuses_in_time(client: Client, schema: Any) -> None:
    """One type with a bomb in it and the register stands still."""
    of_type = await een_objecttype(client, schema)
    body = {"type": of_type["url"], "record": record({"soort": "a" * 60 + "!"})}
    refused = await client.post(OBJECTS, body)
    assert (refused.status, refused.codes) == (400, {("record.data", "invalid-json-schema")})
    good = {"type": (await een_objecttype(client))["url"], "record": record()}
    assert (await client.post(OBJECTS, good)).status == 201


@pytest.mark.rule("OB-15")
async def test_geometry_only_where_the_type_has_it(client: Client) -> None:
    """Somebody's income on the map."""
    flat = await een_objecttype(client, allowGeometry=False)
    refused = await client.post(OBJECTS, {"type": flat["url"], "record": record(geometry=PUNT)})
    assert refused.codes == {("record.geometry", "not-allowed")}
    assert (await client.post(OBJECTS, {"type": flat["url"], "record": record(geometry=None)})).status == 201
    mapped = await een_objecttype(client)
    wrong = {"type": mapped["url"], "record": record(geometry={"type": "Point", "coordinates": ["x"]})}
    assert (await client.post(OBJECTS, wrong)).codes == {("record.geometry", "invalid")}


@pytest.mark.rule("OB-18")
async def test_type_never_changes(client: Client) -> None:
    """Its history would be judged by a type that it never was of."""
    found, other = await een_object(client), await een_objecttype(client)
    refused = await client.put(found["url"], {"type": other["url"], "record": record()})
    assert refused.codes == {("type", "wijzigen-niet-toegelaten")}
    nowhere = found["type"][:-36] + "00000000-0000-4000-8000-000000000000"
    assert (await client.post(OBJECTS, {"type": nowhere, "record": record()})).codes == {("type", "does_not_exist")}
    assert (await client.post(OBJECTS, {})).codes == {("type", "required"), ("record", "required")}


# --- gone ------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("OB-26")
async def test_object_goes_with_all_its_records(client: Client, gemeente: Gemeente) -> None:
    """What must be destroyed would live on in the history."""
    found = await een_object(client)
    await wijzig(client, found, EIK, "2021-01-01")
    assert (await client.delete(found["url"])).status == 204
    assert (await client.get(found["url"])).status == 404
    for table in ("object", "objectrecord", "objectwaarde"):
        assert await gemeente.rows(f"select 1 from {table} where tenant_id = $1", gemeente.id) == []


@pytest.mark.rule("OB-26")
async def test_object_of_another_zaak_is_kept(client: Client) -> None:
    """Destroying one case would take away what another one is about."""
    zaken = [f"{client.base}/zaken/api/v1/zaken/{n}" for n in (1, 2)]
    found = await een_object(client, references=[{"type": "zaak", "url": url} for url in zaken])
    kept = await client.call("DELETE", found["url"], query={"zaak": zaken[0]})
    assert (kept.status, kept.json) == (200, {"behouden": [found["url"]]})
    assert [r["url"] for r in (await client.get(found["url"])).json["record"]["references"]] == zaken[1:]
    assert (await client.call("DELETE", found["url"], query={"zaak": zaken[1]})).status == 204
    assert (await client.get(found["url"])).status == 404
    assert (await client.call("DELETE", found["url"], query={"zak": "x"})).status == 400


@pytest.mark.rule("OB-27")
async def test_changes_are_told_on_the_channel(client: Client, gemeente: Gemeente) -> None:
    """Whoever follows a kind of object hears nothing, or about another kind."""
    found = await een_object(client)
    await wijzig(client, found, EIK, "2021-01-01")
    await client.delete(found["url"])
    text = (
        "select actie, resource, kenmerken::text from outbox where tenant_id = $1 and kanaal = 'objecten' order by id"
    )
    told = await gemeente.rows(text, gemeente.id)
    assert [(t[0], t[1]) for t in told] == [(actie, "object") for actie in ("create", "update", "destroy")]
    assert all('"objectType":"\x7f/objecttypen/api/v2/objecttypes/' in t[2] for t in told)


@pytest.mark.rule("OB-28")
async def test_writing_says_its_coordinates(client: Client) -> None:
    """A tree in the sea, because nobody said in which coordinates it was written."""
    of_type = await een_objecttype(client)
    body = {"type": of_type["url"], "record": record()}
    assert (await client.post(OBJECTS, body, content_crs=None)).status == 412
    assert (await client.post(OBJECTS, body, content_crs="EPSG:28992")).status == 406
    made = await client.post(OBJECTS, body, accept_crs=None)
    assert (made.status, made.headers["content-crs"]) == (201, "EPSG:4326")
    for path in (made.json["url"], f"{made.json['url']}/history", f"{made.json['url']}/1", OBJECTS):
        assert (await client.get(path, accept_crs=None)).headers["content-crs"] == "EPSG:4326"
        assert (await client.get(path, accept_crs="EPSG:28992")).status == 406
    assert await soorten(client) == ["eik"]


# --- the log of processing -------------------------------------------------------------------------------------------


async def test_each_look_is_a_line_for_the_people_of_its_zaken(client: Client, gemeente: Gemeente) -> None:
    """Somebody looks up the debts of Anna, on whatever day, and she never hears of it."""
    zaaktype = await een_zaaktype(client)
    zaak = await een_zaak(client, zaaktype)
    await een_rol(client, zaak, zaaktype["roltypen"][0])
    found = await een_object(client, references=[{"type": "zaak", "url": zaak["url"]}])
    text = "select handeling, betrokkene is not null from verwerking where tenant_id = $1 and resource = 'object'"
    known = len(await gemeente.rows(text, gemeente.id))
    for path in ("", "/history", "/1"):
        await client.get(found["url"] + path)
    for query in ({}, {"date": "2021-01-01"}, {"registrationDate": "2999-01-01"}, {"fields": "record"}):
        assert (await client.get(OBJECTS, query)).json["count"] == 1
    told = [tuple(r) for r in await gemeente.rows(text, gemeente.id)][known:]
    assert told == [(what, True) for what in ("retrieve", "list", "retrieve", *["list"] * 4)]
