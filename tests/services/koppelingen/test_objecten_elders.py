"""Objects elsewhere that are judged by the definition of their type (Z-36), and definitions that mean harm.

Source: Zaken API 1.7.0, objectTypeOverigeDefinitie; GHSA-57hf-x26f-5cmh.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from meent.basis.fouten import Fout
from meent.services import schemakeuring
from meent.services.koppelingen.diensten import Dienst
from tests.asgi import Response
from tests.conftest import Gemeente
from tests.services.koppelingen import vijand as vijanden
from tests.services.koppelingen.vijand import Vijand
from tests.services.objecten.bomen import OBJECTS, record
from tests.zgw import ZAKEN, een_zaak

TYPE, OBJECT = "/objecttypes/api/v2/objecttypes/1/versions/1", "/objects/api/v2/objects/1"
BOOM = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["soort"],
    "properties": {"soort": {"$ref": "#/$defs/naam"}, "postcode": {"type": "string", "pattern": "^[0-9]{4}[A-Z]{2}$"}},
    "$defs": {"naam": {"type": "string", "minLength": 2}},
}
EIK = {"soort": "eik", "postcode": "1234AB"}


@pytest_asyncio.fixture(loop_scope="session")
async def objecten(gemeente: Gemeente) -> AsyncIterator[Vijand]:
    """Registers of objects and of their types, with an oak in them."""
    async with vijanden.vijand_op_poort() as found:
        for soort, path in (("objecttypen", "/objecttypes/api/v2"), ("objecten", "/objects/api/v2")):
            await gemeente.app.diensten.new(gemeente.id, Dienst(soort, found.base + path, soort, "", "token"))
        found.objects = {TYPE: {"version": 1, "jsonSchema": BOOM}, OBJECT: {"record": {"data": EIK}}}
        yield found


async def leg_vast(gemeente: Gemeente, objecten: Vijand, **other: Any) -> Response:
    """A zaakobject of another kind, with its definition; `other` goes over its members, or over those of the whole."""
    definitie = {"url": objecten.base + TYPE, "schema": ".jsonSchema", "objectData": ".record.data"}
    definitie |= {name: value for name, value in other.items() if name in definitie}
    body = {"zaak": (await een_zaak(gemeente.client))["url"], "object": objecten.base + OBJECT, "objectType": "overige"}
    whole = {name: value for name, value in other.items() if name not in definitie}
    return await gemeente.client.post(
        f"{ZAKEN}/zaakobjecten", body | {"objectTypeOverigeDefinitie": definitie} | whole
    )


@pytest.mark.rule("Z-36")
async def test_object_is_judged_by_its_definition(gemeente: Gemeente, objecten: Vijand) -> None:
    """A case about a tree that is no tree; the program that opens it does not know what to show."""
    made = await leg_vast(gemeente, objecten)
    assert (made.status, made.json["objectTypeOverigeDefinitie"]["schema"]) == (201, ".jsonSchema")
    assert {TYPE, OBJECT} <= set(objecten.asked)
    asked = len(objecten.asked)
    same = await gemeente.client.patch(made.json["url"], {"relatieomschrijving": "Gekapt"})
    assert (same.status, len(objecten.asked)) == (200, asked)
    both = await gemeente.client.patch(made.json["url"], {"objectIdentificatie": {"overigeData": EIK}})
    assert both.codes == {("nonFieldErrors", "invalid-zaakobject")}
    gemeente.app.objects._looked.clear()
    objecten.objects[OBJECT] = {"record": {"data": {"soort": "eik", "postcode": "geheim"}}}
    wrong = await leg_vast(gemeente, objecten)
    assert (wrong.status, wrong.codes) == (400, {("object", "invalid-schema")})
    assert b"geheim" not in wrong.body  # who writes a zaakobject need not be allowed to read the object


@pytest.mark.rule("Z-36")
@pytest.mark.parametrize(
    ("other", "name", "code"),
    [
        ({"object": ""}, "nonFieldErrors", "invalid-zaakobject"),
        ({"objectIdentificatie": {"overigeData": {"soort": "eik"}}}, "nonFieldErrors", "invalid-zaakobject"),
        ({"object": "https://elders.example/objects/1"}, "object", "bad-url"),
        ({"url": "https://elders.example/types/1"}, "objectTypeOverigeDefinitie.url", "bad-url"),
        ({"schema": ".nergens"}, "objectTypeOverigeDefinitie.schema", "invalid-schema"),
        ({"schema": ".version"}, "objectTypeOverigeDefinitie.schema", "invalid-schema"),
        ({"objectData": ".record.nergens"}, "object", "invalid-schema"),
        ({"objectData": ".record"}, "object", "invalid-schema"),
    ],
)
async def test_definition_that_leads_nowhere(
    gemeente: Gemeente, objecten: Vijand, other: dict[str, Any], name: str, code: str
) -> None:
    """Something was judged by nothing, and passes for good."""
    refused = await leg_vast(gemeente, objecten, **other)
    assert (refused.status, (name, code) in refused.codes) == (400, True), refused.codes


@pytest.mark.rule("Z-36")
@pytest.mark.parametrize(
    "path",
    ["[range(1e9)]", "def f: f; f", ".a|.b", ".a[]", "..", ".a.", "a", "$ENV", ".a" * 11, "env.PATH", ".\u0430"],
)
@pytest.mark.parametrize("name", ["schema", "objectData"])
async def test_expressions_are_never_run(gemeente: Gemeente, objecten: Vijand, name: str, path: str) -> None:
    """One request with `range(1e9)` in it and the register of zaken stands still (GHSA-57hf-x26f-5cmh)."""
    refused = await leg_vast(gemeente, objecten, **{name: path})
    assert (refused.status, refused.codes) == (400, {(f"objectTypeOverigeDefinitie.{name}", "invalid")})
    assert objecten.asked == []



SOORT = "/objecttypes/api/v2/objecttypes/0195d0e2-0000-4000-8000-000000000001"


@pytest.mark.rule("OB-07")
async def test_object_is_of_a_type_elsewhere(gemeente: Gemeente, objecten: Vijand) -> None:
    """A region keeps its types together; each municipality would have to copy them."""
    of_type = {"url": objecten.base + SOORT, "name": "boom", "namePlural": "bomen", "allowGeometry": False}
    of_type |= {"createdAt": "2024-01-01", "modifiedAt": "2024-01-01"}
    objecten.objects |= {SOORT: of_type, f"{SOORT}/versions/1": {"version": 1, "jsonSchema": BOOM}}

    def body(data: Any, **extra: Any) -> dict[str, Any]:
        return {"type": objecten.base + SOORT, "record": record(data, **extra)}

    made = await gemeente.client.post(OBJECTS, body(EIK))
    assert (made.status, made.json["type"]) == (201, objecten.base + SOORT), made.body
    wrong = await gemeente.client.post(OBJECTS, body({"soort": "e"}))
    assert wrong.codes == {("record.data.soort", "invalid-json-schema")}
    other = await gemeente.client.post(OBJECTS, body(EIK) | {"record": record(EIK) | {"typeVersion": 2}})
    assert other.codes == {("record.typeVersion", "does_not_exist")}
    placed = await gemeente.client.post(OBJECTS, body(EIK, geometry={"type": "Point", "coordinates": [5, 52]}))
    assert placed.codes == {("record.geometry", "not-allowed")}
    stranger = await gemeente.client.post(OBJECTS, body(EIK) | {"type": "https://elders.example/types/1"})
    assert stranger.status == 400
    found = await gemeente.client.get(OBJECTS, {"type": objecten.base + SOORT})
    assert [o["url"] for o in found.json["results"]] == [made.json["url"]]


HOSTILE: dict[str, Any] = {
    "slow pattern": {"properties": {"soort": {"pattern": "^(a+)+$"}}},
    "slow pattern of names": {"patternProperties": {"^(b+)+$": {}}},
    "goes round": {"$ref": "#"},
    "doubles at each level": {
        "$ref": "#/$defs/40",
        "$defs": {str(n): {"not": {"anyOf": [{"not": {"$ref": f"#/$defs/{n - 1}"}}] * 2}} for n in range(1, 41)}
        | {"0": {"type": "object"}},
    },
    "no pattern": {"properties": {"soort": {"pattern": "("}}},
    "leads nowhere": {"$ref": "#/$defs/nergens"},
    "elsewhere": {"properties": {"soort": {"$ref": "http://127.0.0.1:1/schema"}}},
    "a file": {"$ref": "file:///etc/passwd"},
    "elsewhere by its own name": {"$id": "http://127.0.0.1:1/", "$ref": "schema"},
    "too large": {"description": "x" * 300_000},
    "no schema": ["type", "object"],
    "unknown type": {"type": "boom"},
}


@pytest.mark.rule("Z-36")
@pytest.mark.parametrize("soort", HOSTILE)
async def test_hostile_schema_is_refused_in_time(gemeente: Gemeente, objecten: Vijand, soort: str) -> None:
    """Whoever may define a type elsewhere could stop the registers here."""
    objecten.objects[TYPE] = {"jsonSchema": HOSTILE[soort]}
    objecten.objects[OBJECT] = {"record": {"data": {"soort": "a" * 60 + "!", "b" * 60 + "!": 1}}}
    refused = await leg_vast(gemeente, objecten)
    assert (refused.status, refused.codes) == (400, {("objectTypeOverigeDefinitie.schema", "invalid-schema")})
    assert set(objecten.asked) == {TYPE, OBJECT}


@pytest.mark.rule("Z-36")
async def test_judge_that_hangs_is_stopped(
    gemeente: Gemeente, objecten: Vijand, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    """A limit on processor time does not end what sleeps."""
    asleep = tmp_path / "proef.py"
    asleep.write_text("import time\ntime.sleep(600)\n")
    monkeypatch.setattr(schemakeuring, "PROOF", asleep)
    monkeypatch.setattr(schemakeuring, "SECONDS", 0.2)
    monkeypatch.setattr(schemakeuring, "START_SECONDS", 0.0)
    monkeypatch.setattr(schemakeuring, "_judges", judges := schemakeuring.Judges())
    with pytest.raises(Fout) as refused:
        await schemakeuring.judge({}, {})
    assert (refused.value.status, judges._idle) == (503, [])
    monkeypatch.undo()
    assert await schemakeuring.judge({}, {}) == ("", "")


def test_path_is_followed_to_the_end() -> None:
    """Half a path leads to something else, and that is judged."""
    assert schemakeuring.at(".a.b", {"a": {"b": 0}}) == 0
    assert schemakeuring.at(".", {"a": 1}) == {"a": 1}
    assert schemakeuring.at(".a.b", {"a": []}) is schemakeuring.at(".a", None)
