"""What somebody who knows the code tries on Objecttypen and Objecten (trust §4 no. 14): bombs, borders, at once."""

import asyncio
from itertools import permutations
from typing import Any

import pytest

from tests.asgi import Client, Response
from tests.conftest import Gemeente
from tests.services.objecten.bomen import EIK, OBJECTS, TYPES, een_object, een_objecttype, record, soorten, wijzig
from tests.zgw import made

FREE = {"type": "object"}
PUNT = {"type": "Point", "coordinates": [5.1, 52.1]}
BOM = {"properties": {"soort": {"pattern": "^(a+)+$"}}}


def require_refused(answer: Response, what: Any) -> None:
    assert (answer.status, answer.headers["content-type"]) == (400, "application/problem+json"), (what, answer.body)


async def send(client: Client, of_type: dict[str, Any], data: Any, **extra: Any) -> Response:
    return await client.post(OBJECTS, {"type": of_type["url"], "record": record(data, **extra)})


def in_raw(of_type: dict[str, Any], data: bytes) -> bytes:
    """The body of a new object, for data that no Python value is."""
    url = of_type["url"].encode()
    return b'{"type":"%s","record":{"typeVersion":1,"startAt":"2020-01-01","data":%s}}' % (url, data)


# --- at once ---------------------------------------------------------------------------------------------------------


async def test_two_corrections_of_one_record_at_once(client: Client) -> None:
    """Both were told that they are what is so; the history then shows two truths."""
    for _ in range(4):
        found = await een_object(client)
        bodies = [{"type": found["type"], "record": record({"soort": f"es {n}"}, correctionFor=1)} for n in range(5)]
        answers = await asyncio.gather(*(client.put(found["url"], body) for body in bodies))
        assert sorted(a.status for a in answers) == [200, 400, 400, 400, 400]
        assert {c for a in answers if a.status == 400 for c in a.codes} == {("record.correctionFor", "invalid")}
        (first, second) = (await client.get(f"{found['url']}/history")).json["results"]
        assert (first["correctedBy"], second["correctionFor"], second["endAt"]) == (2, 1, None)


async def test_changes_at_once_are_records_one_after_the_other(client: Client) -> None:
    """Of two counters that add something one is lost, or both have the same number."""
    found = await een_object(client, await een_objecttype(client, FREE))
    patches = [{"record": {"data": {f"n{n}": n}, "startAt": "2020-01-01"}} for n in range(8)]
    answers = await asyncio.gather(*(client.patch(found["url"], p) for p in patches))
    assert {a.status for a in answers} == {200}
    assert sorted(a.json["record"]["index"] for a in answers) == list(range(2, 10))
    now = (await client.get(found["url"])).json["record"]
    assert now["data"] == EIK | {f"n{n}": n for n in range(8)}
    history = (await client.get(f"{found['url']}/history")).json["results"]
    assert [r["endAt"] for r in history] == ["2020-01-01"] * 8 + [None]


async def test_one_uuid_chosen_at_once_is_given_once(client: Client) -> None:
    """Two programs that import the same object both think that it is theirs."""
    of_type = await een_objecttype(client)
    body = {"uuid": "11111111-1111-4111-8111-111111111111", "type": of_type["url"], "record": record()}
    answers = await asyncio.gather(*(client.post(OBJECTS, body) for _ in range(4)))
    assert sorted(a.status for a in answers) == [201, 400, 400, 400]
    assert {c for a in answers if a.status == 400 for c in a.codes} == {("uuid", "unique")}


async def test_versions_made_at_once_have_numbers_of_their_own(client: Client) -> None:
    """An object is judged by the schema of somebody else."""
    of_type = await een_objecttype(client)
    answers = await asyncio.gather(*(client.post(f"{of_type['url']}/versions", {"jsonSchema": FREE}) for _ in range(5)))
    assert [sorted(a.json["version"] for a in answers)] == [[2, 3, 4, 5, 6]]


async def test_type_that_goes_while_an_object_comes(client: Client) -> None:
    """An object of a type that is no more can be read by nobody."""
    for _ in range(4):
        of_type = await made(client, TYPES, {"name": "x", "namePlural": "x"})
        version = await made(client, f"{of_type['url']}/versions", {"jsonSchema": FREE})

        async def remove(version: str = version["url"], of_type: str = of_type["url"]) -> int:
            await client.delete(version)
            return (await client.delete(of_type)).status

        gone, came = await asyncio.gather(remove(), send(client, of_type, {}))
        assert (gone, came.status) in ((204, 400), (400, 201)), came.body


@pytest.mark.rule("OB-26")
async def test_object_of_two_zaken_that_both_go_at_once(client: Client) -> None:
    """Both zaken were told that the other one still needs it, and then it stays for ever."""
    for _ in range(4):
        zaken = [f"{client.base}/zaken/api/v1/zaken/{n}" for n in (1, 2)]
        found = await een_object(client, references=[{"type": "zaak", "url": url} for url in zaken])
        both = [client.call("DELETE", found["url"], query={"zaak": zaak}) for zaak in zaken]
        assert sorted(a.status for a in await asyncio.gather(*both)) == [200, 204]
        assert (await client.get(found["url"])).status == 404


# --- what cannot be judged -------------------------------------------------------------------------------------------


async def test_bombs_do_not_make_good_objects_wrong(client: Client) -> None:
    """While one supplier sends what never ends, all others hear that their schema is no good."""
    bomb, good = await een_objecttype(client, BOM), await een_objecttype(client)
    bombs = [asyncio.create_task(send(client, bomb, {"soort": "a" * 60 + "!"})) for _ in range(6)]
    await asyncio.sleep(0.1)
    others = await asyncio.gather(*(send(client, good, EIK) for _ in range(3)))
    assert {a.status for a in others} <= {201, 503}, [a.body for a in others]
    assert all("retry-after" in a.headers for a in others if a.status == 503)
    assert {a.status for a in await asyncio.gather(*bombs)} <= {400, 503}
    assert (await send(client, good, EIK)).status == 201


@pytest.mark.parametrize("schema", [
    {"$ref": "https://elders.example/schema"}, {"allOf": [{"$ref": "elders.json"}]}, {"$dynamicRef": "http://x/#y"},
    {"type": "boom"}, {"required": "soort"}, {"properties": {"soort": {"pattern": "("}}}, {"$schema": []},
])  # fmt: skip
async def test_schema_that_is_none_is_refused_at_once(client: Client, schema: Any) -> None:
    """It is found out by the first who wants to make an object, months later."""
    of_type = await een_objecttype(client)
    refused = await client.post(f"{of_type['url']}/versions", {"jsonSchema": schema})
    assert refused.codes == {("jsonSchema", "invalid-json-schema")}, refused.body


@pytest.mark.parametrize("schema", [
    {"$ref": "#"}, {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}}, {"$ref": "#/nergens"},
    {"$schema": "urn:onzin"}, {"$schema": "http://json-schema.org/draft-03/schema#"}, {"enum": []}, False,
])  # fmt: skip
async def test_schema_that_leads_nowhere_refuses_or_accepts_in_time(client: Client, schema: Any) -> None:
    """It goes round in circles until somebody stops the server."""
    of_type = await een_objecttype(client)
    version = await client.post(f"{of_type['url']}/versions", {"jsonSchema": schema, "status": "published"})
    assert version.status in (201, 400), version.body
    body = {"type": of_type["url"], "record": record() | {"typeVersion": 2}}
    answer = await client.post(OBJECTS, body)
    assert answer.status in (201, 400), answer.body


# --- much and deep ---------------------------------------------------------------------------------------------------


async def test_ten_thousand_attributes_are_kept_and_found(client: Client) -> None:
    """An import of a wide table hangs the server."""
    of_type = await een_objecttype(client, FREE)
    answer = await send(client, of_type, {"soort": "breed"} | {f"k{n}": n for n in range(10_000)})
    assert answer.status == 201, answer.body[:300]
    assert await soorten(client, data_attr="k9999__exact__9999") == ["breed"]


async def test_data_that_are_too_large_are_refused(client: Client) -> None:
    """Ten million characters in one object, and every list is as long."""
    of_type = await een_objecttype(client, FREE)
    refused = await send(client, of_type, {"soort": "x" * 2_000_000})
    assert refused.codes == {("record.data", "max_length")}
    assert (await send(client, of_type, {"soort": "x" * 11_000_000})).status == 413
    assert (await send(client, of_type, {"soort": "x" * 900_000})).status == 201


@pytest.mark.parametrize("depth", [90, 150, 400, 700, 850, 900, 950, 980, 990, 5_000])
async def test_deep_data_are_stored_or_refused(client: Client, depth: int) -> None:
    """Somebody counts how deep the server can think, and then goes one deeper."""
    of_type = await een_objecttype(client, FREE)
    found = await een_object(client, of_type)
    raw = b'{"a":' * depth + b"1" + b"}" * depth
    made_of = in_raw(of_type, raw)
    for method, url, body in (
        ("POST", OBJECTS, made_of), ("PUT", found["url"], made_of),
        ("PATCH", found["url"], b'{"record":{"data":%s}}' % raw),
    ):  # fmt: skip
        answer = await client.call(method, url, raw=body)
        if depth < 100:
            assert answer.status in (200, 201), answer.body
        else:
            require_refused(answer, (method, depth))


async def test_deep_questions_are_refused(client: Client) -> None:
    """A name that leads a thousand steps into the data leads out of the server."""
    found = await een_object(client, await een_objecttype(client, FREE))
    deep = "record__data__" + "__".join(["a"] * 2_000)
    assert (await client.get(OBJECTS, {"fields": deep})).codes == {("fields", "invalid_choice")}
    assert (await client.get(found["url"], {"fields": deep})).codes == {("fields", "invalid_choice")}
    assert (await client.get(OBJECTS, {"ordering": deep})).status in (200, 400)
    assert (await client.get(OBJECTS, {"ordering": ",".join(["record__data__soort"] * 60)})).status in (200, 400)


@pytest.mark.rule("OB-19")
async def test_one_of_very_many_values(client: Client) -> None:
    """Whoever asks for ten thousand numbers at once gets "an error occurred"."""
    await een_object(client, await een_objecttype(client, FREE))
    many = "soort__in__" + "|".join(["eik", *(f"boom {n}" for n in range(30_000))])
    answer = await client.post(f"{OBJECTS}/search", {"data_attr": many})
    assert answer.codes == {("data_attr", "invalid")}, answer.body[:300]
    some = "soort__in__" + "|".join(["eik", *(f"boom {n}" for n in range(400))])
    assert (await client.post(f"{OBJECTS}/search", {"data_attr": some})).json["count"] == 1


@pytest.mark.parametrize("number", ["9" * 12, "-" + "9" * 12, "9" * 5_000, "1e3", "٣", ""])
async def test_strange_numbers_in_a_question(client: Client, number: str) -> None:
    """A number that no column can hold must be a wrong question, not a broken server."""
    found = await een_object(client)
    listed = await client.get(OBJECTS, {"typeVersion": number})
    assert listed.status == 200 or listed.codes == {("typeVersion", "invalid")}, listed.body
    assert (await client.get(OBJECTS, {"page": number or "0"})).status == 404
    assert (await client.get(f"{found['url']}/history", {"page": number or "0"})).status == 404
    by_number = await client.get(f"{found['url']}/{number or 'x'}")
    assert by_number.status == 404, by_number.body


# --- odd characters --------------------------------------------------------------------------------------------------

ODD = ["\x00", "a\x00b", "\ufdd0", "\uffff", "\u202e", "'; drop table object; --", '"', "\\", "$.*", "😀", "%", "_"]


@pytest.mark.parametrize("text", ODD)
async def test_odd_text_in_data_is_kept_as_it_was_or_refused(client: Client, text: str) -> None:
    """A name with a quote in it comes back as another one, or brings down who reads it."""
    of_type = await een_objecttype(client, FREE)
    for data in ({"soort": text}, {"soort": "x", text: 1}, {"soort": "x", "l": [text]}):
        answer = await send(client, of_type, data)
        if "\x00" in text:
            require_refused(answer, data)
            assert {name for name, _ in answer.codes} == {"record.data"}
            continue
        assert answer.json["record"]["data"] == data
        assert (await client.get(answer.json["url"])).json["record"]["data"] == data


@pytest.mark.parametrize("text", ODD)
async def test_odd_text_in_questions_finds_itself(client: Client, text: str) -> None:
    """Who looks for what he sees does not find it, or gets everything."""
    of_type = await een_objecttype(client, FREE)
    await een_object(client, of_type, {"soort": "gewoon"})
    if "\x00" not in text:
        await een_object(client, of_type, {"soort": text})
    for name, value in (
        ("data_attr", f"soort__exact__{text}"), ("data_attr", f"soort__in__{text}|zz"),
        ("data_attr", f"soort__icontains__{text}"), ("data_icontains", text),
    ):  # fmt: skip
        for answer in (await client.get(OBJECTS, {name: value}), await client.post(f"{OBJECTS}/search", {name: value})):
            if "\x00" in text:
                assert answer.codes == {(name, "invalid")}, answer.body
            else:
                assert [o["record"]["data"]["soort"] for o in answer.json["results"]] == [text], (name, answer.body)


@pytest.mark.parametrize("raw", [b'"\\ud800"', b'"\\udfff\\ud800"', b'"\xed\xa0\x80"', b'"\xff"', b'"\\u007f"'])
async def test_half_characters_are_refused(client: Client, raw: bytes) -> None:
    """Half a character cannot be stored, and what cannot be stored must be told."""
    of_type = await een_objecttype(client, FREE)
    for data in (b'{"soort":%s}' % raw, b'{%s:1}' % raw):
        require_refused(await client.call("POST", OBJECTS, raw=in_raw(of_type, data)), data)
    require_refused(await client.call("POST", f"{OBJECTS}/search", raw=b'{"data_icontains":%s}' % raw), raw)
    body = b'{"name":%s,"namePlural":"x","labels":{%s:"x"}}' % (raw, raw)
    require_refused(await client.call("POST", TYPES, raw=body), raw)


@pytest.mark.parametrize("text", ["\x00", "a\x00b"])
async def test_null_byte_in_a_type_is_refused(client: Client, text: str) -> None:
    """What the database cannot hold is the fault of the request, and its place is told."""
    refused = await client.post(TYPES, {"name": text, "namePlural": "x", "labels": {text: "x"}})
    assert refused.codes == {("name", "invalid"), ("labels", "invalid")}
    of_type = await een_objecttype(client)
    for schema in ({"title": text}, {"properties": {text: {}}}):
        refused = await client.post(f"{of_type['url']}/versions", {"jsonSchema": schema})
        assert refused.codes == {("jsonSchema", "invalid")}, refused.body


@pytest.mark.parametrize("number", ["1e308", "-1e308", "1e-320", "1180591620717411303424", "-0.0", "9" * 300, "0.1"])
async def test_numbers_at_the_borders_come_back(client: Client, number: str) -> None:
    """A measurement in another unit is refused with "an error occurred"."""
    of_type = await een_objecttype(client, FREE)
    data = b'{"soort":"x","n":%s}' % number.encode()
    answer = await client.call("POST", OBJECTS, raw=in_raw(of_type, data))
    assert answer.status == 201, answer.body
    assert float(answer.json["record"]["data"]["n"]) == float(number)
    listed = await client.get(OBJECTS, {"data_attr": "n__gt__0"})
    assert listed.json["count"] == (float(number) > 0)


# --- days ------------------------------------------------------------------------------------------------------------

DAYS = ("0001-01-01", "2024-02-29", "9999-12-31")


async def test_records_from_the_first_day_to_the_last(client: Client) -> None:
    """9999-12-31 is what registers write for "no end"; as "infinity" every client stumbles over it."""
    of_type = await een_objecttype(client)
    for days in permutations(DAYS):
        found = await een_object(client, of_type, {"soort": days[0]}, days[0])
        for day in days[1:]:
            assert (await wijzig(client, found, {"soort": day}, day))["record"]["startAt"] == day
        history = await client.get(f"{found['url']}/history")
        assert b"infinity" not in history.body
        assert [r["startAt"] for r in history.json["results"]] == list(days)
        assert (await client.delete(found["url"])).status == 204
    last = await een_object(client, of_type, {"soort": "laatst"}, "9999-12-31")
    assert await soorten(client, date="9999-12-31") == ["laatst"]
    assert await soorten(client, date="9999-12-30") == []
    assert await soorten(client, date="9999-12-31", registrationDate="9999-12-31") == ["laatst"]
    assert await soorten(client, date="9999-12-31", registrationDate="0001-01-01") == []
    assert last["record"]["endAt"] is None


@pytest.mark.parametrize("day", [
    "2023-02-29", "0000-01-01", "10000-01-01", "2024-2-1", "20240229", "2024-02-29T00:00:00Z",
])  # fmt: skip
async def test_days_that_are_none(client: Client, day: str) -> None:
    """Half a date became the first of January, and a permit had ended."""
    found = await een_object(client)
    body = {"type": found["type"], "record": record(start=day)}
    assert (await client.put(found["url"], body)).codes == {("record.startAt", "invalid")}
    for name in ("date", "registrationDate"):
        assert (await client.get(OBJECTS, {name: day})).codes == {(name, "invalid")}


# --- pages, places, others -------------------------------------------------------------------------------------------


async def test_pages_beyond_the_end(client: Client) -> None:
    """Who goes on asking for pages gets the first one again, and imports it twice."""
    found = await een_object(client)
    for path in (OBJECTS, f"{found['url']}/history", "/objecten/api/v2/permissions"):
        for page in ("2", "0", "-1", "9" * 20, "x"):
            assert (await client.get(path, {"page": page})).status == 404, (path, page)
        assert (await client.get(path, {"pageSize": "9" * 20})).status in (200, 400), path
    for page in ("2", "0", "9" * 20):
        answer = await client.post(f"{OBJECTS}/search?page={page}", {"geometry": {"within": {
            "type": "Polygon", "coordinates": [[[5, 52], [6, 52], [6, 53], [5, 53], [5, 52]]],
        }}})  # fmt: skip
        assert answer.status == 404, page


async def test_objects_of_another_municipality_are_nowhere(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """With the uuid of somebody else's object one would read it by a side door."""
    theirs, mine = andere_gemeente.client, gemeente.client
    their_type = await een_objecttype(theirs)
    their = await een_object(theirs, their_type, {"soort": "hunne"}, geometry=PUNT)
    my_type = await een_objecttype(mine)
    key, of_type = their["url"][-36:], their_type["url"][-36:]
    address = f"{mine.base}{OBJECTS}/{key}"
    for method, path in (
        ("GET", ""), ("GET", "/history"), ("GET", "/1"), ("PUT", ""), ("PATCH", ""), ("DELETE", ""),
        ("DELETE", "?zaak=https://zaken.example/1"),
    ):  # fmt: skip
        body = {"type": my_type["url"], "record": record()}
        assert (await mine.call(method, address + path, body=body)).status == 404, (method, path)
    assert await soorten(mine, type=f"{mine.base}/objecttypen/api/v2/objecttypes/{of_type}") == []
    assert await soorten(mine, type=their_type["url"]) == []
    assert await soorten(mine, data_attr="soort__exact__hunne") == []
    of_theirs = {"type": f"{mine.base}/objecttypen/api/v2/objecttypes/{of_type}", "record": record()}
    assert (await mine.post(OBJECTS, of_theirs)).codes == {("type", "does_not_exist")}
    chosen = {"uuid": key, "type": my_type["url"], "record": record()}
    assert (await mine.post(OBJECTS, chosen)).status == 201  # a uuid of somebody else is no secret of his
    assert (await theirs.get(their["url"])).json == their
    refused = await theirs.get(their["url"], authorization=f"Bearer {'x' * 20}")
    assert refused.status == 403
