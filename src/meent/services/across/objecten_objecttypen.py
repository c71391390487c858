"""Objects that are judged by their type: Objecten API 2.7.0 and Objecttypen API 2.2.2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from meent.basis.adres import is_elders, numbered_key
from meent.services.links import look
from meent.services.objecttypen.objecttype import ObjectType
from meent.services.objecttypen.objecttypeversion import ObjectTypeVersion
from meent.services.schemakeuring import GOOD, MAX_DATA_BYTES, TOO_MUCH, WRONG_DATA, faults_of, what_is_odd

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.objecten.object import Object


async def require_data_of_type(change: Change[Object]) -> None:
    """The data of a record are what its version of the objecttype says they are. Source: OB-14."""
    if change.operation == "delete" or "record" not in change.given:
        return
    schema = await _schema(change)
    if schema is None:
        change.reject("record.typeVersion", "does_not_exist", "Kies het nummer van een versie van dit objecttype.")
    elif len(msgspec.json.encode(change.new.record.data)) > MAX_DATA_BYTES:
        reason = f"Deze gegevens zijn groter dan {MAX_DATA_BYTES // 1024} kB. Maak ze kleiner."
        change.reject("record.data", "max_length", reason)
    else:
        await _judge(change, schema)


async def _judge(change: Change[Object], schema: Any) -> None:
    verdict, faults = await faults_of(schema, change.new.record.data)
    if verdict == WRONG_DATA:
        for place, word in faults:
            reason = f"Dit voldoet niet aan '{word}' in het schema van het objecttype."
            change.reject(".".join(("record.data", *place)), "invalid-json-schema", reason)
    elif verdict != GOOD:
        change.reject("record.data", "invalid-json-schema", TOO_MUCH)


async def _schema(change: Change[Object]) -> Any:
    """The JSON schema of the version that the record names, None when it is not there."""
    number, of_type = change.new.record.type_version, change.new.object_type
    if not is_elders(of_type):
        version = await change.get(ObjectTypeVersion, numbered_key(of_type, number))
        return version.json_schema if version else None
    url = await change.session.url_of(change.session.registry.of(ObjectType), of_type)
    (found,) = await look(change, None, [f"{url}/versions/{number}"])
    schema = found.get("jsonSchema") if found else None
    return None if schema is None or what_is_odd(schema) else schema


async def require_geometry_allowed(change: Change[Object]) -> None:
    """An object has a place on the map only if its type allows that. Source: OB-15."""
    if change.operation == "delete" or "record" not in change.given or change.new.record.geometry is None:
        return
    of_type = await change.get(ObjectType, change.new.object_type)
    if of_type is not None and not of_type.allow_geometry:
        change.reject("record.geometry", "not-allowed", "Laat de geometrie weg: dit objecttype heeft er geen.")
