"""From a request body to the values of a row: every fault found, none passed over (E-02…E-07).

Each field is compiled once into a function `(value, name, context) -> value`; a fault is added to the context and the
outcome is then of no importance. Dates come out as date, links as uuid, groups and lists as plain JSON values;
`rows.natural` makes the groups of the shape of them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from meent.basis.datums import parse_date, parse_datetime
from meent.basis.fouten import Faults
from meent.basis.jsonwaarden import plain_object, truth
from meent.engine.declare import Resource
from meent.engine.fields import Field, fields_of
from meent.engine.links import Links, parse_uuid
from meent.engine.marks import Choice, Doc, Empty, Group, Kind

ABSENT: Any = object()
Check = Callable[[Any, str, "Context"], Any]

_URI = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://(\[[0-9A-Fa-f:.]+\](:\d*)?|[^\s/?#\[\]]+)(?=[/?#]|\Z)\S*\Z")
"""Brackets in a host stand around numbers of IPv6 only."""
END = re.compile(r"(?<!\\)\$$")
"""Of a published pattern: the end of the text. In Python that sign lets a line end behind it pass."""
NO_OBJECT = "Dit moet een object zijn."
NO_LIST = "Dit moet een lijst zijn."


class Context:
    """What a check needs besides the value: where to tell faults and how to read links.

    elders   links that lead to somebody else's register: key -> URL
    """

    __slots__ = ("elders", "faults", "links")

    def __init__(self, faults: Faults, links: Links) -> None:
        self.faults, self.links = faults, links
        self.elders: dict[UUID, str] = {}


def check_body(resource: Resource[Any], body: dict[str, Any], context: Context, *, partial: bool) -> dict[str, Any]:
    """Values by field name for the attributes in the body (partial) or for all writable fields (create, PUT).

    A field left out on create or PUT gets its default. Unknown and read-only attributes are ignored (G-12).
    Objects whose shape follows from another field are checked later, by `check_choice`: on PATCH that field may stand
    in the stored row.
    """
    plan = _plan(resource)
    values = {} if partial else plan.defaults.copy()
    for name, json, check in plan.checks:
        if json in body:
            values[name] = check(body[json], json, context)
        elif name in plan.required and not partial:
            context.faults.add(json, "required")
    return values


@dataclass(frozen=True)
class _Plan:
    """What the check of a body needs of a resource, worked out once.

    checks    name, JSON name and check of every writable field
    defaults  values of fields that may be left out; a list is nobody's to change, for it is made anew when it is stored
    """

    checks: tuple[tuple[str, str, Check], ...]
    required: frozenset[str]
    defaults: dict[str, Any]


@cache
def _plan(resource: Resource[Any]) -> _Plan:
    fields = [f for f in resource.writable if f.mark(Choice) is None]
    return _Plan(
        checks=tuple((f.name, f.json, compile_check(f)) for f in fields),
        required=frozenset(f.name for f in fields if f.required),
        defaults={f.name: f.default for f in fields if not f.required},
    )


@cache
def choices_of(resource: Resource[Any]) -> tuple[tuple[Field, Choice], ...]:
    return tuple((f, c) for f in resource.writable if (c := f.mark(Choice)))


def check_choice(f: Field, choice: Choice, decided: str, raw: Any, context: Context) -> dict[str, Any] | None:
    """The members of an object whose shape follows from the value `decided` of another field."""
    group = choice.shapes.get(decided)
    return None if raw is None or group is None else group_value(group, raw, f.json, context)


@cache
def compile_check(f: Field) -> Check:
    """The check of one field, null and blank included."""
    own = f.mark(Kind)
    check = (own and own.check(f)) or _OF_KIND[f.kind](f)
    doc = f.mark(Doc)
    nullable = f.nullable and not (doc is not None and doc.nullable is False)
    textual = (f.sql_type == "text" or f.kind == "ref") and (own is None or own.is_text)
    blank_as = None if f.kind == "ref" else ""
    may_be_blank = not f.required and (f.kind != "ref" or (f.nullable and not nullable))
    if f.kind == "choice":
        may_be_blank = "" in f.choices
    may_be_blank = may_be_blank and (own is None or own.may_be_blank)

    def checked(value: Any, name: str, context: Context) -> Any:
        if value is None:
            if not nullable:
                context.faults.add(name, "null")
            return None
        if value == "" and textual:
            if not may_be_blank:
                context.faults.add(name, "invalid_choice" if f.kind == "choice" else "blank")
            return blank_as
        return check(value, name, context)

    return checked


def text_check(f: Field) -> Check:
    """Text within its limits, of characters that can be stored."""
    meta = f.meta
    longest, shortest = meta.get("max_length", 1_000_000), meta.get("min_length", 0)
    pattern = re.compile(END.sub(r"\\Z", meta["pattern"])) if "pattern" in meta else None

    def check(value: Any, name: str, context: Context) -> Any:
        if not isinstance(value, str):
            if isinstance(value, (bool, dict, list)):
                context.faults.add(name, "invalid", "Dit moet een tekst zijn.")
                return ""
            value = str(value)
        if len(value) > longest:
            context.faults.add(name, "max_length", f"Dit mag niet langer zijn dan {longest} tekens.")
        elif len(value) < shortest:
            context.faults.add(name, "min_length", f"Dit moet ten minste {shortest} tekens lang zijn.")
        elif pattern and not pattern.search(value):
            context.faults.add(name, "invalid", "Deze tekst heeft niet de juiste vorm.")
        elif "\x00" in value or (not value.isprintable() and _has_surrogate(value)):
            context.faults.add(name, "invalid", "Deze tekst bevat een teken dat niet mag.")
        return value

    return check


def _has_surrogate(value: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in value)


def matching(pattern: re.Pattern[str], code: str, reason: str, store_link: bool = False) -> Callable[[Field], Check]:
    """The check of a kind of text that matches a pattern."""

    def of(f: Field) -> Check:
        text = text_check(f)

        def check(value: Any, name: str, context: Context) -> Any:
            value = text(value, name, context)
            if not pattern.match(value):
                context.faults.add(name, code, reason)
            return context.links.store(value) if store_link else value

        return check

    return of


def parsed(parse: Callable[[Any], Any], reason: str) -> Callable[[Field], Check]:
    """The check of a kind whose value is what `parse` makes of it, or a fault when that raises."""

    def check(value: Any, name: str, context: Context) -> Any:
        try:
            return parse(value)
        except (ValueError, TypeError, AttributeError, OverflowError):
            context.faults.add(name, "invalid", reason)
            return None

    return lambda f: check


def _int(f: Field) -> Check:
    bits = 63 if f.kind == "long" else 31
    low, high = f.meta.get("ge", -(2**bits)), f.meta.get("le", 2**bits - 1)

    def check(value: Any, name: str, context: Context) -> Any:
        if isinstance(value, bool) or not isinstance(value, int):
            context.faults.add(name, "invalid", "Dit moet een geheel getal zijn.")
        elif value < low:
            context.faults.add(name, "min_value", f"Dit moet ten minste {low} zijn.")
        elif value > high:
            context.faults.add(name, "max_value", f"Dit mag ten hoogste {high} zijn.")
        return value

    return check


def _choice(f: Field) -> Check:
    allowed = frozenset(f.choices)

    def check(value: Any, name: str, context: Context) -> Any:
        if not isinstance(value, str) or value not in allowed:
            context.faults.add(name, "invalid_choice")
        return value

    return check


def _uuid(value: str) -> UUID:
    if parse_uuid(value) is None:
        raise ValueError(value)
    return UUID(value)


def _ref(f: Field) -> Check:
    from_url = matching(_URI, "bad-url", "Dit is geen volledig webadres (URL).")(f)

    def check(value: Any, name: str, context: Context) -> Any:
        if not isinstance(value, str):
            context.faults.add(name, "invalid", "Dit moet een webadres (URL) zijn.")
            return None
        before = len(context.faults.found)
        from_url(value, name, context)
        if len(context.faults.found) > before:
            return None
        found = context.links.find(value)
        if found is None and (key := context.links.elders_key(value)):
            context.elders[key] = value
            return key
        if found is None:
            context.faults.add(name, f.missing("bad-url"))
        elif found[0].shape.__name__ != f.target:
            context.faults.add(name, "invalid-resource")
        return found and found[1]

    return check


def _list(f: Field) -> Check:
    assert f.item is not None
    item = f.item
    check_item = _group(item) if item.kind == "group" else compile_check(item)

    def check(value: Any, name: str, context: Context) -> Any:
        if not isinstance(value, list):
            context.faults.add(name, "not_a_list", NO_LIST)
            return []
        return [check_item(v, f"{name}.{i}", context) for i, v in enumerate(value)]

    return check


def _group(f: Field) -> Check:
    assert f.group is not None
    group = f.group
    empty = f.mark(Empty)
    as_shown = msgspec.json.decode(empty.json) if empty else ABSENT

    def check(value: Any, name: str, context: Context) -> Any:
        if value == as_shown:  # what an answer shows for "no value" comes back as that, when a client PUTs what it read
            return None
        return group_value(group, value, name, context)

    return check


@cache
def _group_plan(group: type[Group]) -> tuple[tuple[Field, Check], ...]:
    return tuple((f, compile_check(f)) for f in fields_of(group) if not f.read_only)


def group_value(group: type[Group], value: Any, name: str, context: Context) -> dict[str, Any] | None:
    """The checked members of a nested object, all of its members present, in the order of the standard.

    name   of the object in the body; "" for a whole body that is no resource
    """
    if not isinstance(value, dict):
        context.faults.add(name or "nonFieldErrors", "invalid", NO_OBJECT)
        return None
    found: dict[str, Any] = {}
    within = f"{name}." if name else ""
    for f, check in _group_plan(group):
        raw = value.get(f.json, ABSENT)
        if raw is not ABSENT:
            found[f.json] = check(raw, f"{within}{f.json}", context)
        elif f.required:
            context.faults.add(f"{within}{f.json}", "required")
        elif f.default is not msgspec.UNSET:
            found[f.json] = f.default
    return found


def _map(f: Field) -> Check:
    """Names that the client chooses, each with a value; a link to ourselves is stored as one."""
    assert f.item is not None
    check_item = compile_check(f.item)

    def check(value: Any, name: str, context: Context) -> Any:
        if not isinstance(value, dict):
            context.faults.add(name, "invalid", NO_OBJECT)
            return {}
        if any("\x00" in key or _has_surrogate(key) for key in value):
            context.faults.add(name, "invalid", "Een naam in dit object bevat een teken dat niet mag.")
        found = {k: check_item(v, f"{name}.{k}", context) for k, v in value.items()}
        return {k: context.links.store(v) if isinstance(v, str) else v for k, v in found.items()}

    return check


_uri = matching(_URI, "invalid", "Dit is geen volledig webadres (URL).", store_link=True)
_OF_KIND: dict[str, Callable[[Field], Check]] = {
    "text": text_check, "uri": _uri, "url": _uri,
    "date": parsed(parse_date, "Schrijf een datum als 2026-03-31."),
    "datetime": parsed(parse_datetime, "Schrijf een tijdstip als 2026-03-31T14:30:00Z."),
    "bool": parsed(truth, "Dit moet true of false zijn."),
    "object": parsed(plain_object, "Dit moet een object zijn, zonder het teken U+0000."),
    "int": _int, "long": _int, "choice": _choice, "ref": _ref, "list": _list, "map": _map,
    "group": _group, "uuid": parsed(_uuid, "Dit moet een uuid zijn."),
}  # fmt: skip
