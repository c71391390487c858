"""Between a row of PostgreSQL and a shape: JSON columns become groups and lists, and back."""

import types
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import msgspec

from meent.engine.declare import Resource
from meent.engine.fields import Field
from meent.engine.geometry import cell
from meent.engine.marks import Choice, Group, Shape

S = TypeVar("S", bound=Shape)
GROUP = "group"
JSON_KINDS = (GROUP, "list", "object", "geometry", "names")


def is_json(f: Field) -> bool:
    return f.kind in JSON_KINDS


def python_type(f: Field) -> Any:
    """The type msgspec makes of a JSON value of this field."""
    if f.kind == "group":
        return f.group
    if f.kind == "names":
        return list[str]
    if f.kind == "list":
        assert f.item is not None
        item = python_type(f.item) if f.item.kind == GROUP else Any
        return types.GenericAlias(list, (item,))
    return dict[str, Any]


@cache
def _decoder(wanted: Any) -> "msgspec.json.Decoder[Any]":
    return msgspec.json.Decoder(wanted)


def natural(resource: Resource[S], values: dict[str, Any], decided: dict[str, Any]) -> dict[str, Any]:
    """Checked values with groups as Group instances; `decided` holds the values that choose a polymorphic group."""
    for f in resource.writable:
        value = values.get(f.name)
        if value is not None and is_json(f) and not isinstance(value, Group):
            choice = f.mark(Choice)
            wanted = choice.shapes[decided[choice.by]] if choice else python_type(f)
            values[f.name] = msgspec.convert(value, wanted)
    return values


@cache
def columns(resource: Resource[Any]) -> tuple[str, ...]:
    """Stored columns in the order in which `decode` expects them: id first."""
    return ("id", *(f.name for f in resource.stored))


@cache
def _readers(resource: Resource[Any]) -> tuple[tuple[str, Field, Callable[[bytes], Any] | None], ...]:
    found: list[tuple[str, Field, Callable[[bytes], Any] | None]] = []
    for f in resource.stored:
        reader = _decoder(python_type(f)).decode if is_json(f) and f.mark(Choice) is None else None
        found.append((f.name, f, reader))
    return tuple(found)


def decode(resource: Resource[S], record: Any) -> S:
    """The shape in a record whose first columns are those of `columns`."""
    values: dict[str, Any] = {"id": record[0]}
    for i, (name, f, reader) in enumerate(_readers(resource), start=1):
        value = record[i]
        if value is not None and is_json(f):
            choice = f.mark(Choice)
            read = _decoder(choice.shapes[values[choice.by]]).decode if choice else reader
            assert read is not None
            value = read(value)
        values[name] = value
    return resource.shape(**values)


_encode = msgspec.json.Encoder().encode


@cache
def written(resource: Resource[Any]) -> tuple[str, ...]:
    """Columns that a write fills, id left out: the stored fields, and the cell of the geometry that can be searched."""
    stored = tuple(f.name for f in resource.stored)
    return (*stored, f"{resource.geo_search}_cel") if resource.geo_search else stored


def encode(resource: Resource[S], row: S) -> list[Any]:
    """Values of the columns of `written`, as asyncpg wants them."""
    values = [
        _encode(value) if (value := getattr(row, f.name)) is not None and is_json(f) else value for f in resource.stored
    ]
    if resource.geo_search:
        geometry = getattr(row, resource.geo_search)
        values.append(None if geometry is None else cell(geometry))
    return values
