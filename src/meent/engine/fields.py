"""What a field is: read from its annotation once, then plain data for the rest of the engine."""

import inspect
import re
import types
import typing
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta

from meent.engine.marks import (
    SERVER,
    WRITABLE,
    By,
    Choice,
    Computed,
    Flag,
    Group,
    Kind,
    Missing,
    Named,
    Pattern,
    Ref,
    Reverse,
    Shape,
)  # fmt: skip

T = TypeVar("T")

SQL_TYPE = {
    "text": "text", "uri": "text", "url": "text", "choice": "text", "date": "date", "datetime": "timestamptz",
    "bool": "boolean", "int": "integer", "long": "bigint", "ref": "uuid", "uuid": "uuid",
    "group": "json", "list": "json", "object": "json", "map": "json", "refs": "uuid[]",
}  # fmt: skip

_PLAIN: dict[Any, str] = {str: "text", bool: "bool", int: "int", date: "date", datetime: "datetime", UUID: "uuid"}


@dataclass(frozen=True, eq=False)
class Field:
    """One field of a shape or group, read from its annotation."""

    name: str
    json: str
    kind: str
    nullable: bool = False
    default: Any = UNSET
    marks: tuple[Any, ...] = ()
    choices: tuple[str, ...] = ()
    item: "Field | None" = None
    group: type[Group] | None = None
    target: str = ""

    def mark(self, of: type[T]) -> T | None:
        return next((m for m in self.marks if isinstance(m, of)), None)

    def has(self, flag: Flag) -> bool:
        return flag in self.marks

    @cached_property
    def meta(self) -> dict[str, Any]:
        """Limits of the value, as msgspec.Meta names them, all Meta marks together."""
        found: dict[str, Any] = {}
        for m in self.marks:
            if isinstance(m, Meta):
                found |= {k: v for k in _META if (v := getattr(m, k, None)) is not None}
            elif isinstance(m, Pattern):
                found["pattern"] = m.regex
        return found

    @cached_property
    def computed(self) -> bool:
        """Not stored: worked out when the row is read."""
        return self.mark(Reverse) is not None or self.mark(Computed) is not None

    @cached_property
    def read_only(self) -> bool:
        return (self.computed and not self.has(WRITABLE)) or self.has(SERVER)

    @cached_property
    def required(self) -> bool:
        """A client must send it on create and PUT."""
        return self.default is UNSET and not self.read_only

    @cached_property
    def sql_type(self) -> str:
        own = self.mark(Kind)
        return own.column if own and own.column else SQL_TYPE[self.kind]

    def missing(self, otherwise: str) -> str:
        """Code of the error when the link leads nowhere."""
        mark = self.mark(Missing)
        return mark.code if mark else otherwise

    @cached_property
    def lookups(self) -> tuple[str, ...]:
        by = self.mark(By)
        return by.lookups if by else ()


_META = ("max_length", "min_length", "ge", "le", "gt", "lt", "pattern")


def camel(name: str) -> str:
    """`verantwoordelijke_organisatie` -> `verantwoordelijkeOrganisatie`."""
    head, *tail = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in tail)


def snake(name: str) -> str:
    """`inpBsn` -> `inp_bsn`, `inpA_nummer` -> `inp_a_nummer`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def _unwrap(annotation: Any) -> tuple[Any, tuple[Any, ...], bool]:
    """The bare type, all marks around and inside it, and whether None is allowed."""
    marks: tuple[Any, ...] = ()
    nullable = False
    while True:
        if typing.get_origin(annotation) is Annotated:
            annotation, *more = typing.get_args(annotation)
            marks += tuple(more)
        elif typing.get_origin(annotation) in (typing.Union, types.UnionType):
            args = [a for a in typing.get_args(annotation) if a is not type(None)]
            nullable = nullable or len(args) < len(typing.get_args(annotation))
            if all(typing.get_origin(a) is Literal for a in args):
                args = [Literal[tuple(c for a in args for c in typing.get_args(a))]]
            if len(args) != 1:
                raise TypeError(f"meer dan een soort waarde: {annotation}")
            annotation = args[0]
        else:
            return annotation, marks, nullable


def read_field(name: str, annotation: Any, default: Any = UNSET) -> Field:
    """The Field that an annotation describes; raises TypeError on an annotation the engine does not know."""
    bare, marks, nullable = _unwrap(annotation)
    named = next((m.json for m in marks if isinstance(m, Named)), camel(name))
    kind = next((m.name for m in marks if isinstance(m, Kind)), "")
    make = {"name": name, "json": named, "nullable": nullable, "default": default, "marks": marks}
    origin = typing.get_origin(bare)
    if any(isinstance(m, Choice) for m in marks):
        return Field(kind="group", **make)
    if origin is Ref:
        (arg,) = typing.get_args(bare)
        target = arg.__forward_arg__ if isinstance(arg, typing.ForwardRef) else arg.__name__
        return Field(kind="ref", target=target, **make)
    if origin is Literal:
        return Field(kind="choice", choices=typing.get_args(bare), **make)
    if origin is list:
        item = read_field(name, typing.get_args(bare)[0])
        return Field(kind="refs" if item.target else "list", item=item, target=item.target, **make)
    if origin is dict and not kind:  # names that a client chooses, each with a value of the same kind
        return Field(kind="map", item=read_field(name, typing.get_args(bare)[1]), **make)
    if isinstance(bare, type) and issubclass(bare, Group):
        return Field(kind=kind or "group", group=bare, **make)
    if kind:
        return Field(kind=kind, **make)
    if bare in _PLAIN:
        return Field(kind=_PLAIN[bare], **make)
    raise TypeError(f"{name}: de engine kent {annotation} niet")


def fields_of(shape: type[msgspec.Struct]) -> tuple[Field, ...]:
    """The fields in the order of the class, `id` of Shape left out."""
    annotations: dict[str, Any] = {}
    for cls in reversed(shape.__mro__):
        if issubclass(cls, (Shape, Group)) and cls not in (Shape, Group):
            annotations |= inspect.get_annotations(cls)
    found = tuple(read_field(n, a, _default(shape, n)) for n, a in annotations.items())
    if issubclass(shape, Group):  # a group's JSON names are msgspec's, because msgspec encodes and decodes it
        json = dict(zip(shape.__struct_fields__, shape.__struct_encode_fields__, strict=True))
        return tuple(replace(f, json=json[f.name]) for f in found)
    return found


def _default(shape: type[msgspec.Struct], name: str) -> Any:
    names, values = shape.__struct_fields__, shape.__struct_defaults__
    offset = names.index(name) - (len(names) - len(values))
    if offset < 0 or values[offset] is msgspec.NODEFAULT:
        return UNSET
    value = values[offset]
    factory = getattr(value, "factory", None)
    return factory() if factory else value
