"""Arranging in the words of the field: trees, of a type with a schema."""

import itertools
from typing import Any

from tests.asgi import Client
from tests.zgw import made

OBJECTTYPEN, OBJECTEN = "/objecttypen/api/v2", "/objecten/api/v2"
TYPES, OBJECTS = f"{OBJECTTYPEN}/objecttypes", f"{OBJECTEN}/objects"
NUMBERS = itertools.count(1)
BOOM = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["soort"],
    "properties": {
        "soort": {"type": "string", "minLength": 2},
        "hoogte": {"type": "number"},
        "geplant": {"type": "string"},
        "maten": {"type": "object", "properties": {"stam": {"type": "number"}}},
    },
}
EIK = {"soort": "eik", "hoogte": 12}


def type_body(**extra: Any) -> dict[str, Any]:
    return {"name": f"boom {next(NUMBERS)}", "namePlural": "bomen"} | extra


async def een_objecttype(client: Client, schema: Any = None, **extra: Any) -> dict[str, Any]:
    """A type with one published version."""
    of_type = await made(client, TYPES, type_body(**extra))
    await een_versie(client, of_type, schema)
    found: dict[str, Any] = (await client.get(of_type["url"])).json
    return found


async def een_versie(client: Client, of_type: dict[str, Any], schema: Any = None, **extra: Any) -> dict[str, Any]:
    body = {"jsonSchema": BOOM if schema is None else schema, "status": "published"} | extra
    return await made(client, f"{of_type['url']}/versions", body)


def record(data: Any = None, start: str = "2020-01-01", **extra: Any) -> dict[str, Any]:
    return {"typeVersion": 1, "data": EIK if data is None else data, "startAt": start} | extra


async def een_object(
    client: Client, of_type: dict[str, Any] | None = None, data: Any = None, start: str = "2020-01-01", **extra: Any
) -> dict[str, Any]:
    of_type = of_type or await een_objecttype(client)
    return await made(client, OBJECTS, {"type": of_type["url"], "record": record(data, start, **extra)})


async def wijzig(client: Client, found: dict[str, Any], data: Any, start: str, **extra: Any) -> dict[str, Any]:
    """A new record of the object."""
    body = {"type": found["type"], "record": record(data, start, **extra)}
    answer = await client.put(found["url"], body)
    assert answer.status == 200, answer.body
    changed: dict[str, Any] = answer.json
    return changed


async def soorten(client: Client, **query: Any) -> list[str]:
    """The kinds of tree in the list."""
    found = await client.get(OBJECTS, query)
    assert found.status == 200, found.body
    return [o["record"]["data"]["soort"] for o in found.json["results"]]
