"""Reads a question by the published table: each parameter, all its faults at once."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from meent.basis.datums import parse_date
from meent.services.personen.bevragen.contract import Contract, Json, contract
from meent.services.personen.bevragen.fouten import BrpFout, Param, ongeldig, param, unknown
from meent.services.personen.bevragen.tonen import ALLES, Gevraagd, nested


@dataclass(frozen=True)
class Vraag:
    """One question that is right in form.

    type      which kind of question
    gegeven   its parameters, without `type` and `fields`
    fields    the paths that are asked, and the same as a tree
    """

    type: str
    gegeven: Mapping[str, Any]
    fields: tuple[str, ...] = ()
    gevraagd: Gevraagd = ALLES


def lees(api: Contract, body: Any, velden_van: Mapping[str, str], automatisch: tuple[str, ...]) -> Vraag:
    """What is asked. Raises BrpFout 400 with all that is wrong. Source: BV-02, BV-10.

    velden_van    kind of question -> the schema whose members may be asked
    automatisch   members that come by themselves
    """
    require_object(body)
    soorten = api.soorten[api.vraag].soorten
    if soorten is None:
        return _lees_enige(api, body)
    kind = body.get("type")
    has_fields = "fields" in api.leden(api.vraag)
    if kind is None or not isinstance(kind, str) or kind not in soorten:
        faults = [param("type", "required" if kind is None else "value")]
        raise ongeldig([*faults, *(_fields(api, body, None, ()) if has_fields else ())])
    soort = soorten[kind]
    faults = parameters(api, soort, body)
    if has_fields:
        faults += _fields(api, body, velden_van[kind], automatisch)
    if faults:
        raise ongeldig(faults)
    fields = tuple(body.get("fields", ()))
    gegeven = {n: w for n, w in body.items() if n not in ("type", "fields")}
    return Vraag(kind, gegeven, fields, nested(fields))


def _lees_enige(api: Contract, body: Json) -> Vraag:
    """A question of the only kind that there is. Source: BV-10."""
    if faults := parameters(api, api.vraag, body):
        raise ongeldig(faults)
    return Vraag(api.vraag, body)


def require_object(body: Any) -> None:
    """Raises BrpFout 400."""
    if not isinstance(body, dict):
        raise BrpFout(400, "Stuur een JSON-object.", code="paramsValidation")


def is_niets(waarde: Any) -> bool:
    """Of a member that must be there, what says no more than when it were not sent."""
    return waarde is None or waarde == ""


def parameters(api: Contract, soort: str, body: Json, is_missing: Callable[[Any], bool] = is_niets) -> list[Param]:
    """What is wrong with the parameters beside `type` and `fields`. Source: BV-10, BV-17.

    is_missing   of a member that must be there: whether this value says nothing. In any other an empty text or null is
                 judged by its schema, as every value: who sends it meant something, and must not get an answer to less
    """
    members, needed = api.leden(soort), api.verplicht(soort)
    faults = [unknown(name) for name in body if name not in members]
    for name, written in members.items():
        if name in ("type", "fields"):
            continue
        if name in needed and is_missing(body.get(name)):
            faults.append(param(name, "required"))
        elif name in body:
            faults += value_faults(name, body[name], api.schema(written), api)
    return faults


def value_faults(name: str, value: Any, schema: Json, api: Contract) -> Iterator[Param]:
    """What is wrong with one value. Source: BV-10."""
    kind = schema.get("type")
    if kind == "array":
        yield from _array_faults(name, value, schema, api)
    elif kind == "boolean":
        if not isinstance(value, bool):
            yield param(name, "boolean")
    elif kind == "integer":
        yield from _number_faults(name, value, schema)
    elif not isinstance(value, str):
        yield param(name, "date" if schema.get("format") == "date" else "pattern")
    elif schema.get("format") == "date":
        if not _is_date(value):
            yield param(name, "date")
    elif "pattern" in schema and not whole(schema["pattern"]).match(value):
        yield param(name, "pattern")


def _array_faults(name: str, value: Any, schema: Json, api: Contract) -> Iterator[Param]:
    if not isinstance(value, list):
        yield param(name, "array")
        return
    if len(value) < schema.get("minItems", 0):
        yield param(name, "minItems", schema["minItems"])
    if len(value) > schema.get("maxItems", len(value)):
        yield param(name, "maxItems", schema["maxItems"])
        return
    ref = schema["items"].get("$ref", "").rpartition("/")[2]
    items = api.schema(ref) if ref else schema["items"]
    for i, one in enumerate(value):
        yield from value_faults(f"{name}[{i}]", one, items, api)


def _number_faults(name: str, value: Any, schema: Json) -> Iterator[Param]:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != int(value):
        yield param(name, "integer")
    elif value < schema.get("minimum", value):
        yield param(name, "minimum", schema["minimum"])
    elif value > schema.get("maximum", value):
        yield param(name, "maximum", schema["maximum"])


def _is_date(value: str) -> bool:
    try:
        return parse_date(value) > date.min
    except ValueError:
        return False


@cache
def whole(pattern: str) -> re.Pattern[str]:
    """The pattern over all of a text: a dollar sign of Python also stands before a last newline."""
    return re.compile(pattern.replace("$", r"\Z"))


def _fields(api: Contract, body: Json, schema: str | None, automatisch: tuple[str, ...]) -> Iterator[Param]:
    """What is wrong with what is asked for. Source: BV-11, BV-12."""
    given = body.get("fields")
    if given is None:
        yield param("fields", "required")
        return
    is_text = isinstance(given, list) and all(isinstance(pad, str) for pad in given)
    if schema is not None and is_text and fits(api.naam, schema, automatisch, tuple(given)):
        return
    faults = _form_faults(api, given)
    yield from faults
    if schema is None or not isinstance(given, list) or (faults and faults[0][1] == "maxItems"):
        return
    known = paden_van(api, schema)
    for i, pad in enumerate(given):
        if not isinstance(pad, str) or any(name == f"fields[{i}]" for name, _, _ in faults):
            continue
        if code := _pad_fault(pad, known, automatisch):
            yield param(f"fields[{i}]", code)


def _form_faults(api: Contract, given: Any) -> list[Param]:
    return list(_array_faults("fields", given, api.schema(api.leden(api.vraag)["fields"]), api))


def _pad_fault(pad: str, known: frozenset[str], automatisch: tuple[str, ...]) -> str:
    """Why this path may not be asked; empty when it may."""
    if pad not in known:
        return "fields"
    return "fieldsNotAllowed" if any(part in automatisch for part in pad.split(".")) else ""


@lru_cache(512)
def fits(naam: str, schema: str, automatisch: tuple[str, ...], paden: tuple[str, ...]) -> bool:
    """Whether all of these paths may be asked; remembered, since an application asks the same ones again and again."""
    known = _paden(naam, schema)
    is_well_formed = not _form_faults(contract(naam), list(paden))
    return is_well_formed and not any(_pad_fault(pad, known, automatisch) for pad in paden)


@cache
def _paden(naam: str, schema: str) -> frozenset[str]:
    return frozenset(contract(naam).paden(schema))


def paden_van(api: Contract, schema: str) -> frozenset[str]:
    """Every path below a schema."""
    return _paden(api.naam, schema)
