"""Objects found by what is in them, in the order and with the fields that were asked for, and who may see them.

Source: Objecten API 2.7.0, data_attr and search; decision 0036.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from meent.app import App
from meent.data.embedded import Embedded
from meent.data.pool import Connection, connect
from meent.services.autorisaties import keys
from meent.services.objecten.zoektaal import data_attr
from tests.asgi import Client
from tests.conftest import Gemeente
from tests.services.objecten.bomen import (
    EIK,
    OBJECTEN,
    OBJECTS,
    TYPES,
    een_object,
    een_objecttype,
    een_versie,
    record,
    soorten,
    wijzig,
)
from tests.zgw import AUTORISATIES

BOMEN: tuple[dict[str, Any], ...] = (
    {"soort": "eik", "hoogte": 12, "geplant": "1990-04-01", "maten": {"stam": 3}, "kleur": ["groen", "bruin"]},
    {"soort": "Es", "hoogte": 7.50, "geplant": "2005-11-20", "maten": {"stam": 1}, "hol": True, "nr": "12"},
    {"soort": "rode beuk, oud", "hoogte": 30, "delen": [{"naam": "kroon"}, {"naam": "stam"}], "leeg": None},
)
PUNT = {"type": "Point", "coordinates": [5.1, 52.1]}
GEBIED = {"type": "Polygon", "coordinates": [[[5, 52], [6, 52], [6, 53], [5, 53], [5, 52]]]}


async def een_bos(client: Client) -> dict[str, Any]:
    of_type = await een_objecttype(client, {"type": "object"})
    for data in BOMEN:
        await een_object(client, of_type, data)
    return of_type


# --- data_attr -------------------------------------------------------------------------------------------------------


@pytest.mark.rule("OB-19")
@pytest.mark.parametrize(
    ("vraag", "gevonden"),
    [
        ("soort__exact__eik", {"eik"}),
        ("soort__exact__EIK", set()),
        ("soort__exact__rode beuk, oud", {"rode beuk, oud"}),
        ("hoogte__exact__12", {"eik"}),
        ("hoogte__exact__12.0", {"eik"}),
        ("hoogte__exact__7.5", {"Es"}),
        ("nr__exact__12", {"Es"}),
        ("hol__exact__true", {"Es"}),
        ("maten__stam__exact__3", {"eik"}),
        ("kleur__exact__bruin", {"eik"}),
        ("delen__naam__exact__kroon", {"rode beuk, oud"}),
        ("leeg__exact__", set()),
        ("hoogte__gt__12", {"rode beuk, oud"}),
        ("hoogte__gte__12", {"eik", "rode beuk, oud"}),
        ("hoogte__lt__12", {"Es"}),
        ("hoogte__lte__12", {"eik", "Es"}),
        ("maten__stam__lt__2.5", {"Es"}),
        ("geplant__gt__2000-01-01", {"Es"}),
        ("geplant__lte__1990-04-01", {"eik"}),
        ("soort__gt__5", set()),
        ("soort__icontains__EU", {"rode beuk, oud"}),
        ("hoogte__icontains__2", {"eik"}),
        ("soort__icontains__%", set()),
        ("soort__in__eik|Es|den", {"eik", "Es"}),
        ("hoogte__in__12|30", {"eik", "rode beuk, oud"}),
        ("nergens__exact__eik", set()),
        ("soort__exact__eik' OR true --", set()),
        ('so"ort__exact__eik', set()),
        ('soort__exact__" || $ == "', set()),
    ],
)
async def test_objects_are_found_by_their_data(client: Client, vraag: str, gevonden: set[str]) -> None:
    """Whoever looks for the oaks gets the ashes, or nothing."""
    await een_bos(client)
    assert set(await soorten(client, data_attr=vraag)) == gevonden
    found = await client.post(f"{OBJECTS}/search", {"data_attr": vraag})
    assert {o["record"]["data"]["soort"] for o in found.json["results"]} == gevonden
    if "," not in vraag:
        assert set(await soorten(client, data_attrs=vraag)) == gevonden


@pytest.mark.rule("OB-19")
async def test_questions_count_together(client: Client) -> None:
    """Only the last of two questions counts, and the list is full of others."""
    await een_bos(client)
    path = f"{OBJECTS}?data_attr=hoogte__gte__12&data_attr=soort__icontains__e&pageSize=1"
    first = (await client.get(path)).json
    assert first["count"] == 2
    assert (await client.get(first["next"])).json["count"] == 2
    assert await soorten(client, data_attrs="hoogte__gt__8,soort__exact__eik") == ["eik"]
    both = await client.post(f"{OBJECTS}/search", {"data_attr": ["hoogte__gt__8", "soort__exact__eik"]})
    assert both.json["count"] == 1


@pytest.mark.rule("OB-19")
@pytest.mark.parametrize("vraag", [
    "soort", "soort__eik", "soort__is__eik", "__exact__eik", "hoogte__gt__hoog", "geplant__lt__2000-13-01",
    "a__" * 25 + "exact__1", "",
])  # fmt: skip
async def test_question_that_is_none_is_refused(client: Client, vraag: str) -> None:
    """A misspelt question shows everything, and somebody acts on it."""
    assert (await client.get(OBJECTS, {"data_attr": vraag})).codes == {("data_attr", "invalid")}
    assert (await client.get(OBJECTS, {"data_attrs": vraag})).codes == {("data_attrs", "invalid")}
    assert (await client.post(f"{OBJECTS}/search", {"data_attr": vraag})).codes == {("data_attr", "invalid")}


@pytest.mark.rule("OB-19")
async def test_only_the_record_that_counts_is_looked_at(client: Client) -> None:
    """An oak that was felled is still found as an oak."""
    of_type = await een_bos(client)
    found = await een_object(client, of_type, {"soort": "den"})
    await wijzig(client, found, {"soort": "spar"}, "2021-01-01")
    assert await soorten(client, data_attr="soort__exact__den") == []
    assert await soorten(client, data_attr="soort__exact__den", date="2020-06-01") == ["den"]
    assert await soorten(client, data_attr="soort__exact__spar") == ["spar"]


FILL = """
with t as (select tenant_id, id from objecttype where tenant_id = $1 limit 1),
o as (insert into object (tenant_id, id, object_type, record)
      select t.tenant_id, gen_random_uuid(), t.id, '{}' from t, generate_series(1, 20000) returning tenant_id, id),
r as (insert into objectrecord
      (tenant_id, object, index, type_version, data, verwijzingen, start_at, registration_at, rang)
      select tenant_id, id, 1, 1, jsonb_build_object('nr', row_number() over (), 'soort', 'eik'), '[]', '2020-01-01',
      '2020-01-01', 1 from o returning tenant_id, object, index, data)
insert into objectwaarde (tenant_id, waarde, object, index)
select r.tenant_id, w.waarde, r.object, r.index from r, object_waarden(r.data) w(waarde)
"""
PLAN = "explain (analyze, format json) select z.id from object_gezien z where z.tenant_id = $1 and {} order by z.id"


async def test_exact_values_come_from_an_index(gemeente: Gemeente, app: App, migrated: Embedded) -> None:
    """With a hundred thousand trees every question would read them all. The plan is of the role that serves."""
    await een_objecttype(gemeente.client)
    superuser = await connect(migrated.dsn("postgres"))
    await superuser.execute(FILL.replace("$1", str(gemeente.id)))
    for table in ("object", "objectrecord", "objectwaarde"):
        await superuser.execute(f"analyze {table}")
    await superuser.close()
    (condition, value, cast), (judged, path, as_path) = data_attr("nr__exact__1234")
    conditions = f"z.geldt is not null and {condition} and {judged}".replace("{}", f"$2::{cast}", 1)
    text = PLAN.format(conditions.replace("{}", f"$3::{as_path}"))
    async with app.pool.tenant(gemeente.id) as conn:
        (plan,) = json.loads(await conn.fetchval(text, gemeente.id, value, path))
    nodes = list(_nodes(plan["Plan"]))
    (looked_up,) = [n for n in nodes if n.get("Relation Name") == "objectwaarde"]
    assert looked_up["Index Name"] == "objectwaarde_pkey"
    assert "waarde = ANY" in looked_up["Index Cond"]
    assert looked_up["Actual Rows"] == 1
    assert {n["Node Type"] for n in nodes if "Relation Name" in n} <= {"Index Scan", "Index Only Scan"}
    assert all(n.get("Rows Removed by Filter", 0) <= 1 for n in nodes)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from _nodes(inner)


# --- texts, order, fields --------------------------------------------------------------------------------------------


@pytest.mark.rule("OB-20")
@pytest.mark.parametrize(("tekst", "gevonden"), [
    ("BEUK", {"rode beuk, oud"}), ("e", {"Es", "eik", "rode beuk, oud"}), ("kroon", {"rode beuk, oud"}),
    ("bruin", {"eik"}), ("12", {"Es"}), (".*", set()), ('"', set()), ("soort", set()), ("\\", set()),
])  # fmt: skip
async def test_texts_anywhere_in_the_data(client: Client, tekst: str, gevonden: set[str]) -> None:
    """Who knows one word of it does not find it."""
    await een_bos(client)
    if tekst == "e":  # `groen` has one too
        gevonden = {"Es", "eik", "rode beuk, oud"}
    assert set(await soorten(client, data_icontains=tekst)) == gevonden


@pytest.mark.rule("OB-21")
@pytest.mark.parametrize(("volgorde", "gevonden"), [
    ("record__data__hoogte", ["Es", "eik", "rode beuk, oud"]),
    ("-record__data__hoogte", ["rode beuk, oud", "eik", "Es"]),
    ("record__data__maten__stam", ["Es", "eik", "rode beuk, oud"]),
    ("-record__startAt,uuid", ["eik", "Es", "rode beuk, oud"]),
    ("record__index,-record__data__soort", ["rode beuk, oud", "eik", "Es"]),
])  # fmt: skip
async def test_order_is_the_one_asked_for(client: Client, volgorde: str, gevonden: list[str]) -> None:
    """The oldest permit stands at the bottom."""
    await een_bos(client)
    assert await soorten(client, ordering=volgorde) == gevonden
    searched = await client.post(f"{OBJECTS}/search?pageSize=2", {"ordering": volgorde})
    assert [o["record"]["data"]["soort"] for o in searched.json["results"]] == gevonden[:2]
    assert searched.json["count"] == 3
    for strange in ("kleur", "record__kleur", "record__data", "data", "id; drop table object"):
        assert (await client.get(OBJECTS, {"ordering": strange})).codes == {("ordering", "invalid_choice")}


@pytest.mark.rule("OB-22")
async def test_only_the_fields_asked_for(client: Client) -> None:
    """A hundred objects with all their data, for a list that shows a name."""
    found = await een_object(client, data=EIK | {"maten": {"stam": 3, "kroon": 5}})
    asked = {"fields": "url, record__data__maten__stam,record__index"}
    wanted = {"url": found["url"], "record": {"index": 1, "data": {"maten": {"stam": 3}}}}
    assert (await client.get(found["url"], asked)).json == wanted
    assert (await client.get(OBJECTS, asked)).json["results"] == [wanted]
    assert (await client.get(found["url"], {"fields": "record"})).json == {"record": found["record"]}
    for strange in ("kleur", "record__kleur", "url__x", "_expand"):
        assert (await client.get(found["url"], {"fields": strange})).codes == {("fields", "invalid_choice")}


# --- search ----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("OB-23")
async def test_search_within_an_area(client: Client) -> None:
    """The trees of the next village are felled."""
    of_type = await een_objecttype(client)
    near = await een_object(client, of_type, geometry=PUNT)
    await een_object(client, of_type, {"soort": "verre es"}, geometry={"type": "Point", "coordinates": [7, 53.5]})
    await een_object(client, of_type, {"soort": "zonder plaats"})
    within = {"geometry": {"within": GEBIED}}

    async def search(**body: Any) -> list[str]:
        answer = await client.post(f"{OBJECTS}/search", body)
        assert answer.status == 200, answer.body
        return [o["record"]["data"]["soort"] for o in answer.json["results"]]

    assert await search(**within) == ["eik"]
    assert await search(**within, data_attr="soort__exact__es") == []
    assert await search(**within, type=of_type["url"], typeVersion=1) == ["eik"]
    await wijzig(client, near, {"soort": "verplant"}, "2022-01-01", geometry={"type": "Point", "coordinates": [7, 53]})
    assert await search(**within) == []
    assert await search(**within, date="2021-01-01") == ["eik"]
    assert len(await search()) == 3
    assert (await client.post(f"{OBJECTS}/search", {"geometry": {"within": {"type": "Vlak"}}})).status == 400
    assert (await client.post(f"{OBJECTS}/search", {"kleur": "groen"})).status == 400
    assert (await client.post(f"{OBJECTS}/search", within, content_crs=None)).status == 412


@pytest.mark.rule("OB-23")
async def test_lists_by_type_and_version(client: Client) -> None:
    """The lamp posts stand between the trees."""
    bomen, palen = await een_objecttype(client), await een_objecttype(client, {"type": "object"})
    await een_versie(client, bomen, {"type": "object"})
    await een_object(client, bomen)
    await een_object(client, palen, {"soort": "paal"})
    newer = record({"soort": "nieuw"}) | {"typeVersion": 2}
    assert (await client.post(OBJECTS, {"type": bomen["url"], "record": newer})).status == 201
    assert await soorten(client, type=palen["url"]) == ["paal"]
    assert await soorten(client, type=bomen["url"]) == ["nieuw", "eik"]
    assert await soorten(client, type=f"{bomen['url']}/") == ["nieuw", "eik"]  # as a client in use asks
    assert await soorten(client, type=bomen["url"], typeVersion="2") == ["nieuw"]
    assert (await client.get(OBJECTS, {"typeVersion": "twee"})).codes == {("typeVersion", "invalid")}
    assert (await client.get(OBJECTS, {"kleur": "groen"})).status == 400


# --- who may see and change what -------------------------------------------------------------------------------------


def obj(of_type: dict[str, Any], *scopes: str) -> dict[str, Any]:
    return {"component": "objecten", "scopes": [f"objecten.{s}" for s in scopes], "objecttype": of_type["url"]}


@pytest.mark.rule("OB-24")
async def test_rights_are_by_type(gemeente: Gemeente) -> None:
    """Who counts trees could read the debts of people."""
    all_of_it = gemeente.client
    types = [await een_objecttype(all_of_it, {"type": "object"}) for _ in range(3)]
    boom, paal, schuld = [await een_object(all_of_it, t, {"soort": t["name"]}, geometry=PUNT) for t in types]
    bomen, palen, _ = types
    client = await gemeente.application(obj(bomen, "lezen", "bijwerken"), obj(palen, "lezen"))
    assert set(await soorten(client)) == {bomen["name"], palen["name"]}
    assert set(await soorten(client, data_icontains="boom")) == {bomen["name"], palen["name"]}
    search = await client.post(f"{OBJECTS}/search", {"geometry": {"within": GEBIED}})
    assert search.json["count"] == 2
    body = {"record": {"data": {"hoogte": 1}}}
    for found, reads, writes in ((boom, 200, 200), (paal, 200, 403), (schuld, 403, 403)):
        for path in ("", "/history", "/1"):
            assert (await client.get(found["url"] + path)).status == reads
        assert (await client.patch(found["url"], body)).status == writes
        assert (await client.delete(found["url"])).status == (204 if writes == 200 else 403)
        with_zaak = await client.call("DELETE", found["url"], query={"zaak": "https://zaken.example/1"})
        assert with_zaak.status == (404 if writes == 200 else 403)
        new = {"type": found["type"], "record": record({})}
        assert (await client.post(OBJECTS, new)).status == (201 if writes == 200 else 403)


@pytest.mark.rule("OB-24")
async def test_permissions_tell_what_a_client_may(gemeente: Gemeente) -> None:
    """A program would offer a button that never works."""
    bomen, palen, _ = [await een_objecttype(gemeente.client) for _ in range(3)]
    client = await gemeente.application(obj(bomen, "lezen", "bijwerken"), obj(palen, "lezen"))
    found = (await client.get(f"{OBJECTEN}/permissions")).json
    assert found["results"] == [
        {"type": t["url"], "mode": mode, "use_fields": False, "fields": None}
        for t, mode in ((bomen, "read_and_write"), (palen, "read_only"))
    ]
    everything = (await gemeente.client.get(f"{OBJECTEN}/permissions", {"pageSize": "2"})).json
    assert (everything["count"], {p["mode"] for p in everything["results"]}) == (3, {"read_and_write"})
    assert len((await gemeente.client.get(everything["next"])).json["results"]) == 1
    stranger = await gemeente.application({"component": "objecttypen", "scopes": ["objecttypen.lezen"]})
    assert (await stranger.get(f"{OBJECTEN}/permissions")).status == 403
    assert (await stranger.get(OBJECTS)).status == 403
    assert (await stranger.get(TYPES)).status == 200


@pytest.mark.rule("OB-24")
async def test_rights_name_a_type(gemeente: Gemeente) -> None:
    """Rights to objects of no type are rights to nothing, or to everything."""
    bomen = await een_objecttype(gemeente.client)
    path, body = f"{AUTORISATIES}/applicaties", {"clientIds": ["bomenapp"], "label": "Bomen"}
    wrong = obj(bomen, "lezen") | {"objecttype": ""}
    refused = await gemeente.client.post(path, body | {"autorisaties": [wrong]})
    assert refused.codes == {("autorisaties.0.objecttype", "required")}
    nowhere = obj(bomen, "lezen") | {"objecttype": bomen["url"][:-4] + "0000"}
    refused = await gemeente.client.post(path, body | {"autorisaties": [nowhere]})
    assert refused.codes == {("autorisaties.0.objecttype", "does_not_exist")}
    made = await gemeente.client.post(path, body | {"autorisaties": [obj(bomen, "lezen")]})
    assert (made.status, made.json["autorisaties"][0]["objecttype"]) == (201, bomen["url"])


async def test_key_opens_both_registers(gemeente: Gemeente) -> None:
    """Every client of these APIs knows nothing but a key, and would have to be rebuilt."""
    bomen = await een_objecttype(gemeente.client)
    client = await gemeente.application(
        obj(bomen, "lezen", "bijwerken"), {"component": "objecttypen", "scopes": ["objecttypen.lezen"]}
    )
    place = await gemeente.app.directory.find("gemeente.test", f"/{gemeente.slug}/")
    assert place is not None
    key = await keys.new(gemeente.app.engine, place, client.client_id, "formulieren")
    client.headers["authorization"] = f"Token {key}"
    assert (await client.get(bomen["url"])).json == bomen
    found = await een_object(client, bomen)
    assert await soorten(client) == ["eik"]
    assert (await client.post(TYPES, {"name": "x", "namePlural": "x"})).status == 403
    assert (await client.get(found["url"], authorization="Token onzin")).status == 403


async def test_types_are_served_below_objecten_too(gemeente: Gemeente) -> None:
    """The document of Objecten describes them, so a client that was made from it asks there."""
    bomen = await een_objecttype(gemeente.client)
    below = bomen["url"].replace("/objecttypen/api", "/objecten/api")
    assert (await gemeente.client.get(below)).json == bomen
    assert (await gemeente.client.get(f"{below}/versions/1")).json["url"] == bomen["versions"][0]
    assert (await gemeente.client.get(f"{OBJECTEN}/objecttypes")).json["count"] == 1
    found = await een_object(gemeente.client, bomen | {"url": below})
    assert found["type"] == bomen["url"]
    assert await soorten(gemeente.client, type=below) == ["eik"]


async def test_reading_and_writing_cost_few_statements(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One question more for each row, and a list of a hundred takes a hundred times as long."""
    bomen = await een_objecttype(client)
    asked: list[str] = []
    for name in ("fetch", "fetchrow", "fetchval", "execute"):
        real = getattr(Connection, name)

        def counting(self: Connection, query: str, *args: Any, _real: Any = real, **options: Any) -> Any:
            asked.append(query)
            return _real(self, query, *args, **options)

        monkeypatch.setattr(Connection, name, counting)

    async def cost(call: Any) -> int:
        asked.clear()
        await call
        return len(asked)

    await een_object(client, bomen)
    writing = await cost(een_object(client, bomen))
    one = await cost(client.get(OBJECTS, {"data_attr": "soort__exact__eik"}))
    for _ in range(20):
        await een_object(client, bomen)
    assert await cost(client.get(OBJECTS, {"data_attr": "soort__exact__eik"})) == one
    assert (writing, one) == (1, 2)  # the line of the log is the second
