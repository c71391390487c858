"""The body of a search: what the list can be asked, and what only a search can (Z-47)."""

from typing import Any

from meent.capabilities.zoek import Zoek
from meent.engine.declare import Resource
from meent.openapi.schemas import OF_KIND, TEXT, Schema, with_keys

EXTRA = {"x-meent-extra": True}
"""Marks what the standard does not have, so that a reader knows that other registers lack it (G-22)."""

FIELDS: Schema = {
    "type": "array",
    "items": {},
    "description": "Wat er terug moet komen: namen, of een object met de namen binnen een link; `*` is alles.",
}


def search_body(r: Resource[Any], zoek: Zoek, query: list[Schema]) -> Schema:
    """The body of `_zoek`: every filter of the list without its limits, and what only a search can ask (Z-47)."""
    properties: dict[str, Schema] = {
        "uuid__in": {"type": "array", "items": OF_KIND["uuid"], "description": "Alleen deze objecten."},
        "fields": FIELDS,
    }
    if zoek.within:
        properties[zoek.within] = {"$ref": "#/components/schemas/GeoWithin"}
    for p in query if not zoek.names else [p for p in query if p["name"] in zoek.names]:
        schema = p["schema"]
        if p["name"] == "ordering":
            schema = schema.get("items", schema)
        told = p["description"], p.get("x-meent-extra")
        properties[p["name"]] = {k: v for k, v in schema.items() if k in ("type", "enum", "items")} | {
            "description": told[0]
        }
        if told[1]:
            properties[p["name"]] |= EXTRA
    properties["expand"] = TEXT | {"description": "Links waarvan het object mee moet komen, met komma's."}
    if zoek.within:
        properties["expand"] = TEXT | {"deprecated": True, "description": "Gebruik liever `fields`."}
    unusual = {"uuid__in", "fields", "expand"} - {*zoek.usual, *(("fields",) if zoek.within and zoek.usual else ())}
    properties = {name: schema for name, schema in properties.items() if name not in unusual}
    for name, told_schema in r.document.get("search", {}).items():
        properties[name] = with_keys(properties.get(name, {}), told_schema)
    return {"type": "object", "description": f"Waarop {r.collection} te zoeken zijn.", "properties": properties}
