"""Rights per field: who may see a part of an object gets that part, and finds by that part only.

Source: Objecten API 2.7.0, `use_fields` of Permission and X-Unauthorized-Fields; decision 0041.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.asgi import Client
from tests.conftest import Gemeente
from tests.services.objecten.bomen import (
    OBJECTEN,
    OBJECTS,
    een_object,
    een_objecttype,
    een_versie,
    record,
    soorten,
    wijzig,
)
from tests.zgw import AUTORISATIES, ZAKEN, een_zaak, een_zaaktype

PUNT = {"type": "Point", "coordinates": [5.1, 52.1]}
GEBIED = {"type": "Polygon", "coordinates": [[[5, 52], [6, 52], [6, 53], [5, 53], [5, 52]]]}
SCHEMA = {"type": "object", "properties": {name: {} for name in ("soort", "waarde", "eigenaar")}}
EIK = {"soort": "eik", "waarde": 900, "eigenaar": {"naam": "Anna"}}
HEADER = "x-unauthorized-fields"
SOME = ["record__startAt", "record__data__soort"]
REST = (
    "record__correctedBy,record__correctionFor,record__data__eigenaar,record__data__waarde,record__endAt,"
    "record__geometry,record__index,record__references,record__registrationAt,record__typeVersion"
)


def lezen(of_type: dict[str, Any], fields: Any = None) -> dict[str, Any]:
    found = {"component": "objecten", "scopes": ["objecten.lezen"], "objecttype": of_type["url"]}
    return found if fields is None else found | {"fields": fields}


async def bos(gemeente: Gemeente, fields: Any) -> tuple[Client, dict[str, Any], dict[str, Any]]:
    """Who sees these fields of trees, the type, and an oak."""
    of_type = await een_objecttype(gemeente.client, SCHEMA)
    eik = await een_object(gemeente.client, of_type, EIK, geometry=PUNT)
    return await gemeente.application(lezen(of_type, fields)), of_type, eik


@pytest.mark.rule("OB-29")
async def test_only_the_fields_that_may_be_seen(gemeente: Gemeente) -> None:
    """Who draws trees on a map knows what their owners can be asked for."""
    client, _, eik = await bos(gemeente, {"1": SOME})
    seen = {n: eik[n] for n in ("url", "uuid", "type")}
    seen |= {"record": {"data": {"soort": "eik"}, "startAt": "2020-01-01"}}
    assert (await client.get(eik["url"])).json == seen
    assert (await client.get(OBJECTS)).json["results"] == [seen]
    assert (await client.post(f"{OBJECTS}/search", {})).json["results"] == [seen]
    assert (await client.get(f"{eik['url']}/1")).json == seen["record"]
    assert (await client.get(f"{eik['url']}/history")).json["results"] == [seen["record"]]
    chosen = {"fields": "record__data__waarde,record__data__soort,record__index"}
    assert (await client.get(eik["url"], chosen)).json == {"record": {"data": {"soort": "eik"}}}
    assert (await gemeente.client.get(eik["url"])).json == eik
    assert (await client.get(OBJECTS, {"expand": "type"})).status in (200, 400)
    etags = [(await c.get(eik["url"])).headers["etag"] for c in (client, gemeente.client)]
    assert etags[0] != etags[1]
    unchanged = await client.get(eik["url"], if_none_match=etags[0])
    assert (unchanged.status, unchanged.body) == (304, b"")


@pytest.mark.rule("OB-29")
@pytest.mark.parametrize("vraag", [
    {"data_attr": "waarde__exact__900"}, {"data_attr": "waarde__gt__5"}, {"data_attr": "waarde__in__900|5"},
    {"data_attr": "eigenaar__naam__icontains__a"}, {"data_attr": "eigenaar__naam__exact__Anna"},
    {"data_attrs": "soort__exact__eik,waarde__gt__5"}, {"data_icontains": "anna"}, {"typeVersion": "1"},
])  # fmt: skip
async def test_nobody_finds_by_what_he_does_not_see(gemeente: Gemeente, vraag: dict[str, str]) -> None:
    """In twenty questions one knows what a house is worth."""
    client, *_ = await bos(gemeente, {"1": SOME})
    assert await soorten(gemeente.client, **vraag) == ["eik"]
    assert (await client.get(OBJECTS, vraag)).json["count"] == 0
    assert (await client.post(f"{OBJECTS}/search", vraag)).json["count"] == 0
    for found in ({"data_attr": "soort__exact__eik"}, {"data_icontains": "EI"}, {"data_attr": "soort__in__eik|es"}):
        assert (await client.get(OBJECTS, found)).json["count"] == 1, found


@pytest.mark.rule("OB-29")
async def test_nobody_orders_by_what_he_does_not_see(gemeente: Gemeente) -> None:
    """The list from cheap to dear says nearly as much as the prices."""
    client, of_type, _ = await bos(gemeente, {"1": ["record__data__soort"]})
    for soort, waarde, start in (("den", 1, "2022-01-01"), ("es", 5_000, "2021-01-01"), ("beuk", 30, "2023-01-01")):
        await een_object(gemeente.client, of_type, {"soort": soort, "waarde": waarde}, start)
    by_key = await soorten(client, ordering="uuid")
    assert by_key == ["eik", "den", "es", "beuk"]
    for name in ("record__data__waarde", "record__startAt", "record__index", "record__registrationAt"):
        assert await soorten(client, ordering=name) == by_key, name
    assert await soorten(client, ordering="record__data__soort") == ["beuk", "den", "eik", "es"]


@pytest.mark.rule("OB-29")
async def test_nobody_finds_where_he_does_not_see(gemeente: Gemeente) -> None:
    """Half a map at a time, and then a quarter: one knows where somebody lives."""
    client, of_type, _ = await bos(gemeente, {"1": ["record__data__soort"]})
    within = {"geometry": {"within": GEBIED}}
    assert (await client.post(f"{OBJECTS}/search", within)).json["count"] == 0
    on_map = await gemeente.application(lezen(of_type, {"1": ["record__geometry"]}))
    (found,) = (await on_map.post(f"{OBJECTS}/search", within)).json["results"]
    assert found["record"] == {"data": {}, "geometry": PUNT}


@pytest.mark.rule("OB-29")
async def test_fields_are_of_a_version(gemeente: Gemeente, clock: Callable[[str], None]) -> None:
    """In the next version the same name may be of something else."""
    client, of_type, eik = await bos(gemeente, {"1": SOME, "3": ["record__data__waarde"]})
    for number in (2, 3):
        await een_versie(gemeente.client, of_type, SCHEMA)
        await wijzig(gemeente.client, eik, EIK | {"waarde": number}, f"202{number}-01-01", typeVersion=number)
    assert (await client.get(eik["url"])).json["record"] == {"data": {"waarde": 3}}
    history = (await client.get(f"{eik['url']}/history")).json["results"]
    assert history == [{"data": {"soort": "eik"}, "startAt": "2020-01-01"}, {"data": {}}, {"data": {"waarde": 3}}]
    for day, shown in (("2020-06-01", history[0]), ("2022-06-01", {"data": {}}), ("2024-01-01", history[2])):
        assert [o["record"] for o in (await client.get(OBJECTS, {"date": day})).json["results"]] == [shown]
    later = await een_object(gemeente.client, of_type, EIK, "2999-01-01")
    assert (await client.get(later["url"])).json["record"] == {"data": {"soort": "eik"}, "startAt": "2999-01-01"}


@pytest.mark.rule("OB-29")
async def test_what_several_rights_give_counts_together(gemeente: Gemeente) -> None:
    """Somebody gets a right more, and sees less."""
    client, of_type, eik = await bos(gemeente, {"1": SOME})
    other = await een_objecttype(gemeente.client, SCHEMA)
    es = await een_object(gemeente.client, other, {"soort": "es"})
    more = lezen(of_type, {"1": ["record__index"]})
    both = await gemeente.application(lezen(of_type, {"1": SOME}), more, lezen(other))
    assert (await both.get(eik["url"])).json["record"] == {
        "index": 1, "data": {"soort": "eik"}, "startAt": "2020-01-01",
    }  # fmt: skip
    assert (await both.get(es["url"])).json == es
    assert set(await soorten(both)) == {"es", "eik"}
    whole = await gemeente.application(lezen(of_type, {"1": SOME}), lezen(of_type))
    assert (await whole.get(eik["url"])).json == eik
    assert (await client.get(es["url"])).status == 403
    assert await soorten(client) == ["eik"]


@pytest.mark.rule("OB-29")
async def test_side_doors_are_closed(gemeente: Gemeente) -> None:
    """What is hidden in front stands in full where an object is shown with something else, or written."""
    client, of_type, eik = await bos(gemeente, {"1": SOME})
    zaken = {"component": "zrc", "scopes": ["zaken.lezen"], "maxVertrouwelijkheidaanduiding": "zeer_geheim"}
    zaaktype = await een_zaaktype(gemeente.client)
    zaak = await een_zaak(gemeente.client, zaaktype)
    body = {"zaak": zaak["url"], "object": eik["url"], "objectType": "overige", "objectTypeOverige": "boom"}
    tied = await gemeente.client.post(f"{ZAKEN}/zaakobjecten", body)
    assert tied.status == 201, tied.body
    of_zaken = await gemeente.application(lezen(of_type, {"1": SOME}), zaken | {"zaaktype": zaaktype["url"]})
    for path in (f"{tied.json['url']}?expand=object", f"{zaak['url']}?expand=zaakobjecten.object"):
        answer = await of_zaken.get(path)
        assert b"Anna" not in answer.body, answer.body
    for answer in (
        await client.patch(eik["url"], {}), await client.patch(eik["url"], {"record": {"data": {}}}),
        await client.put(eik["url"], {"type": of_type["url"], "record": record()}), await client.delete(eik["url"]),
        await client.post(OBJECTS, {"type": of_type["url"], "record": record()}),
        await client.call("DELETE", eik["url"], query={"zaak": zaak["url"]}),
    ):  # fmt: skip
        assert (answer.status, b"Anna" in answer.body) == (403, False)
    assert b"Anna" not in (await client.get(f"{eik['url']}/audittrail")).body


@pytest.mark.rule("OB-29")
async def test_permissions_tell_the_fields(gemeente: Gemeente) -> None:
    """A program asks for what it never gets, and shows empty columns."""
    client, of_type, _ = await bos(gemeente, {"1": SOME, "2": []})
    (told,) = (await client.get(f"{OBJECTEN}/permissions")).json["results"]
    fields = {"1": sorted(SOME), "2": []}
    assert told == {"type": of_type["url"], "mode": "read_only", "use_fields": True, "fields": fields}


@pytest.mark.rule("OB-30")
async def test_answers_tell_what_they_leave_out(gemeente: Gemeente) -> None:
    """A program takes what is missing for what is not there, and deletes it in its own copy."""
    client, of_type, eik = await bos(gemeente, {"1": SOME})
    for answer in (
        await client.get(eik["url"]), await client.get(OBJECTS), await client.post(f"{OBJECTS}/search", {}),
        await client.get(OBJECTS, {"fields": "url"}),
    ):  # fmt: skip
        assert answer.headers[HEADER] == f"{of_type['url']}:{REST}"
    assert HEADER not in (await gemeente.client.get(eik["url"])).headers
    assert HEADER not in (await client.get(OBJECTS, {"data_attr": "soort__exact__es"})).headers
    whole = await gemeente.application(lezen(of_type))
    assert HEADER not in (await whole.get(OBJECTS)).headers


@pytest.mark.rule("OB-30")
async def test_names_in_the_header_are_those_of_the_schema(gemeente: Gemeente) -> None:
    """A register by name of person would tell who is in it, or break the header."""
    schema = {"type": "object", "properties": {"größe, of; wat": {}, "a:b\r\nSet-Cookie": {}, "soort": {}}}
    of_type = await een_objecttype(gemeente.client, schema)
    found = await een_object(gemeente.client, of_type, {"soort": "es", "Anna Vries": 1})
    client = await gemeente.application(lezen(of_type, {"1": ["record__data__soort"]}))
    told = (await client.get(found["url"])).headers[HEADER]
    assert "Anna" not in told
    assert "record__data__a%3Ab%0D%0ASet-Cookie," in told
    assert "record__data__gr%C3%B6%C3%9Fe%2C of%3B wat" in told


@pytest.mark.rule("OB-31")
async def test_fields_are_given_to_who_reads_only(gemeente: Gemeente) -> None:
    """Who changes an object gets it back whole, so the fields would hide nothing."""
    of_type = await een_objecttype(gemeente.client, SCHEMA)
    path, body = f"{AUTORISATIES}/applicaties", {"clientIds": ["bomenapp"], "label": "Bomen"}
    good = lezen(of_type, {"1": [*SOME, "url", "record__data__a__b"]})
    writes = lezen(of_type) | {"scopes": ["objecten.bijwerken"]}
    catalogue = {"component": "ztc", "scopes": ["catalogi.lezen"], "fields": {"1": SOME}}
    for wrong in (
        [good | {"scopes": ["objecten.lezen", "objecten.bijwerken"]}], [good, writes], [writes, good], [catalogue],
        [lezen(of_type, {"x": SOME})], [lezen(of_type, {"01": SOME})], [lezen(of_type, {"1": "record__startAt"})],
        [lezen(of_type, {"1": ["soort"]})], [lezen(of_type, {"1": ["record__data__"]})], [lezen(of_type, {"1": [5]})],
        [lezen(of_type, {"1": ["record__kleur"]})], [lezen(of_type, [])], [lezen(of_type, "alles")],
        [lezen(of_type, {"1": ["record__data__\x00"]})],
    ):  # fmt: skip
        refused = await gemeente.client.post(path, body | {"autorisaties": wrong})
        assert refused.status == 400, wrong
        assert {name.rpartition(".")[2] for name, _ in refused.codes} == {"fields"}, (wrong, refused.codes)
    made = await gemeente.client.post(path, body | {"autorisaties": [good]})
    assert (made.status, made.json["autorisaties"][0]["fields"]) == (201, good["fields"])
    plain = await gemeente.client.post(path, body | {"clientIds": ["anders"], "autorisaties": [lezen(of_type)]})
    assert (plain.status, "fields" in plain.json["autorisaties"][0]) == (201, False)
