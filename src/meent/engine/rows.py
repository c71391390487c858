"""Between a row of PostgreSQL and a shape: JSON columns become groups and lists, and back."""

import types
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

import msgspec

from meent.engine.declare import Resource
from meent.engine.fields import Field
from meent.engine.marks import Choice, Shape

S = TypeVar("S", bound=Shape)
GROUP = "group"


def is_json(f: Field) -> bool:
    return f.sql_type == "json"


def python_type(f: Field) -> Any:
    """The type msgspec makes of a JSON value of this field."""
    if f.group:
        return f.group
    if f.kind == "list":
        assert f.item is not None
        item = python_type(f.item) if f.item.kind == GROUP else Any
        return types.GenericAlias(list, (item,))
    return dict[str, Any]


@cache
def _decoder(wanted: Any) -> "msgspec.json.Decoder[Any]":
    return msgspec.json.Decoder(wanted)


@cache
def _convertible(resource: Resource[Any]) -> tuple[tuple[str, Choice | None, Any], ...]:
    return tuple((f.name, f.mark(Choice), python_type(f)) for f in resource.writable if is_json(f))


def natural(resource: Resource[S], values: dict[str, Any], decided: dict[str, Any]) -> dict[str, Any]:
    """Checked values with groups as Group instances; `decided` holds the values that choose a polymorphic group."""
    for name, choice, wanted in _convertible(resource):
        value = values.get(name)
        if value:
            values[name] = msgspec.convert(value, choice.shapes[decided[choice.by]] if choice else wanted)
    return values


@cache
def columns(resource: Resource[Any]) -> tuple[str, ...]:
    """Stored columns in the order in which `decode` expects them: id first."""
    return ("id", *(f.name for f in resource.stored))


Reader = Callable[[bytes], Any]


@cache
def _readers(resource: Resource[Any]) -> tuple[tuple[str, Choice | None, Reader | None], ...]:
    """The JSON columns: name, what chooses the shape, or how to read it."""
    found: list[tuple[str, Choice | None, Reader | None]] = []
    for f in resource.stored:
        if is_json(f):
            choice = f.mark(Choice)
            found.append((f.name, choice, None if choice else _decoder(python_type(f)).decode))
    return tuple(found)


def decode(resource: Resource[S], record: Any) -> S:
    """The shape in a record whose first columns are those of `columns`."""
    values = dict(zip(columns(resource), record, strict=False))
    for name, choice, read in _readers(resource):
        value = values[name]
        if value is not None:
            reader = read or _decoder(choice.shapes[values[choice.by]]).decode  # type: ignore[union-attr]
            values[name] = reader(value)
    return resource.shape(**values)


_encode = msgspec.json.Encoder().encode


@cache
def written(resource: Resource[Any]) -> tuple[str, ...]:
    """Columns that a write fills, id left out: the stored fields, and those beside them."""
    return (*(f.name for f in resource.stored), *(name for name, _ in _beside(resource)))


@cache
def _beside(resource: Resource[Any]) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    return tuple(column for along in resource.along for column in along.columns)


@cache
def _picking(resource: Resource[Any]) -> tuple[Callable[[Any], tuple[Any, ...]], tuple[int, ...]]:
    """What takes the stored values from a shape at once, and which of them are JSON."""
    names = ["id", *(f.name for f in resource.stored)]  # of one name alone attrgetter gives no tuple
    return attrgetter(*names), tuple(i for i, f in enumerate(resource.stored) if is_json(f))


def encode(resource: Resource[S], row: S) -> list[Any]:
    """Values of the columns of `written`, as asyncpg wants them."""
    pick, json_columns = _picking(resource)
    values = list(pick(row)[1:])
    for i in json_columns:
        if values[i] is not None:
            values[i] = _encode(values[i])
    values += [make(row) for _, make in _beside(resource)]
    return values
