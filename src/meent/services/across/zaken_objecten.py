"""Objects of a zaak that stand in a register of Objecten, judged by their type in one of Objecttypen.

Zaken API 1.7.0, objectTypeOverigeDefinitie; Objecten API 2.7.0 and Objecttypen API 2.2.2 are such registers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from meent.services.links import seen
from meent.services.schemakeuring import at, is_plain, judge
from meent.services.zaken.regels import is_empty

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.zaken.zaakobject import ObjectTypeOverigeDefinitie, ZaakObject

DEFINITIE = "objectTypeOverigeDefinitie"
NOT_THERE = "Dit adres ligt niet binnen een dienst die voor deze gemeente is ingesteld."


async def require_object_of_definition(change: Change[ZaakObject]) -> None:
    """An object with a definition of its type is pointed to, and is what that definition says. Source: Z-36."""
    definitie = change.new.object_type_overige_definitie if change.operation != "delete" else None
    if definitie is None:
        return
    if not change.new.object or not is_empty(change.new.object_identificatie):
        reason = "Vul bij een definitie van het objecttype object in, en laat objectIdentificatie weg."
        change.reject("nonFieldErrors", "invalid-zaakobject", reason)
    for name, path in (("schema", definitie.schema), ("objectData", definitie.object_data)):
        if not is_plain(path):
            change.reject(f"{DEFINITIE}.{name}", "invalid", "Geef een pad van namen met een punt ervoor, zoals .a.b.")
    if change.changed("object_type_overige_definitie") and not change.faults.found:
        await _judge(change, definitie)


async def _judge(change: Change[ZaakObject], definitie: ObjectTypeOverigeDefinitie) -> None:
    """Fetches type and object, and judges the one by the other."""
    places = ((f"{DEFINITIE}.url", definitie.url), ("object", change.new.object))
    found = [await _fetched(change, name, url) for name, url in places]
    if change.faults.found:
        return
    schema, data = at(definitie.schema, found[0]), at(definitie.object_data, found[1])
    if schema is msgspec.UNSET:
        change.reject(f"{DEFINITIE}.schema", "invalid-schema", "Op dit pad in het objecttype staat geen schema.")
    elif data is msgspec.UNSET:
        change.reject("object", "invalid-schema", "Op het pad van objectData staat niets in dit object.")
    else:
        wrong, told = await judge(schema, data)
        if wrong:
            name = "object" if wrong == "object" else f"{DEFINITIE}.schema"
            change.reject(name, "invalid-schema", told)


async def _fetched(change: Change[ZaakObject], name: str, url: str) -> Any:
    """What stands at this URL in a configured register; refused when nothing does."""
    outcome = await seen(change, None, url)
    if outcome is None or outcome.code:
        change.reject(name, "bad-url", outcome.told if outcome and outcome.told else NOT_THERE)
        return None
    return msgspec.json.decode(outcome.body)
