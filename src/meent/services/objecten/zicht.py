"""Rights per field: what a reader may see of objects of a type. Objecten API 2.7.0, `use_fields`; decision 0041.

A field is called as in the parameter `fields`: `record__startAt`, `record__data__soort`. Only the first level of the
data has rights of its own. The view `object_gezien` hides the rest, so that it is not found either.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

import msgspec

from meent.engine.call import Call
from meent.services.objecten.api import LEZEN, OBJECTEN

SETTING = "meent.velden"
HEADER = b"x-unauthorized-fields"
ALWAYS = ("url", "uuid", "type")
"""Shown to whoever may read objects of the type at all: they say nothing of what is in it."""
MEMBERS = (
    "index", "typeVersion", "geometry", "references", "startAt", "endAt", "registrationAt", "correctionFor",
    "correctedBy",
)  # fmt: skip
RECORD = frozenset(f"record__{name}" for name in MEMBERS)
DATA = "record__data__"
PROPERTIES = """
SELECT v.object_type, v.version, ARRAY(SELECT json_object_keys(CASE json_typeof(v.json_schema -> 'properties')
    WHEN 'object' THEN v.json_schema -> 'properties' ELSE '{}' END))
FROM objecttypeversion v WHERE v.tenant_id = $1 AND v.object_type = ANY($2::uuid[])
"""
Fields = Mapping[str, list[str]]
"""Version of the objecttype -> names of the fields that may be seen."""


def sight(call: Call) -> dict[str, str]:
    """Setting by which the view hides what this reader may not see; none for who sees all there is. Source: OB-29."""
    seen = parts_of(call)
    return {SETTING: msgspec.json.encode({str(t): fields for t, fields in seen.items()}).decode()} if seen else {}


def parts_of(call: Call) -> dict[UUID, Fields]:
    """Type -> what this reader may see of its objects; only types of which that is not everything."""
    reach = call.caller.rights.reach(OBJECTEN.component, LEZEN)
    given = {} if reach.everything else reach.parts
    return {of_type: _together(parts) for of_type, parts in given.items() if of_type not in reach.types}


def _together(given: Iterable[Fields]) -> Fields:
    found: dict[str, set[str]] = {}
    for fields in given:
        for version, names in fields.items():
            found.setdefault(version, set()).update(names)
    return {version: sorted(names) for version, names in found.items()}


def is_field(name: Any) -> bool:
    """Whether this is the name of something that can be shown or not."""
    if not isinstance(name, str):
        return False
    return name in ALWAYS or name in RECORD or (name.startswith(DATA) and name != DATA)


async def hidden(conn: Any, call: Call) -> dict[UUID, list[str]]:
    """Type -> fields that this reader does not see of its objects: of the record, and of what its versions describe."""
    parts = parts_of(call)
    known: dict[UUID, dict[str, set[str]]] = {of_type: {} for of_type in parts}
    for of_type, version, names in await conn.fetch(PROPERTIES, call.place.id, list(parts)) if parts else ():
        known[of_type][str(version)] = {DATA + name for name in names}
    return {
        of_type: sorted(
            name for version in {*versions, *parts[of_type]}
            for name in (RECORD | versions.get(version, set())) - set(parts[of_type].get(version, ()))
        )
        for of_type, versions in known.items()
    }  # fmt: skip


def header(bodies: Iterable[bytes], kept: Mapping[UUID, list[str]], call: Call) -> tuple[bytes, bytes] | None:
    """Which fields are left out of these objects, as `type:field,field; type:field`. Source: OB-30."""
    told = {}
    for body in bodies if kept else ():
        url = msgspec.json.decode(body)["type"]
        of_type = call.links.parse(call.links.render(url.encode()).decode(), "ObjectType")
        if names := kept.get(of_type) if of_type else None:
            told[url] = ",".join(dict.fromkeys(quote(name, safe="_-. ") for name in names))
    text = "; ".join(f"{url}:{names}" for url, names in told.items())
    return (HEADER, call.links.render(text.encode())) if text else None
