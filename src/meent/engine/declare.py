"""How a resource is declared: a shape, marks on its fields, and one `Resource` value.

Everything else of the engine (table, checks, SQL, OpenAPI, audit, `meent show`) is derived from what stands here.
A declaration is plain data: nothing registers itself and nothing is looked up by a function's name.
Modules that declare shapes do not use `from __future__ import annotations`: the engine reads the annotations as they are.
"""

import os
import re
import types
import typing
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta

T = TypeVar("T")


class Shape(msgspec.Struct, kw_only=True):
    """The fields of one resource, named as the standard names them but in snake_case.

    id   key of the row; not a field of the standard, therefore never rendered by that name
    """

    id: UUID = UUID(int=0)


class Group(msgspec.Struct, kw_only=True, rename="camel"):
    """A nested object ("gegevensgroep") of a shape: stored as one JSON value, checked field by field."""


S = TypeVar("S", bound=Shape)


class Ref(UUID, Generic[S]):
    """A link to another resource. For Python it is that row's uuid; for the outside world a URL."""


# --- marks -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Flag:
    """A mark without arguments."""

    name: str


FIXED = Flag("fixed")
SERVER = Flag("server")
PERSONAL = Flag("personal")
SPECIAL = Flag("special")

Fixed = Annotated[T, FIXED]
"""Cannot change after creation (E-06)."""
Server = Annotated[T, SERVER]
"""Stored, but set by the server only; what a client sends is ignored (G-12)."""
Personal = Annotated[T, PERSONAL]
Special = Annotated[T, SPECIAL]


@dataclass(frozen=True)
class By:
    """The look-ups a list offers on this field: exact, in, lt, lte, gt, gte, isnull, contains (all of the given words)."""

    lookups: tuple[str, ...]

    def __init__(self, *lookups: str) -> None:
        object.__setattr__(self, "lookups", lookups)


Exact = Annotated[T, By("exact")]


@dataclass(frozen=True)
class Pattern:
    """Regular expression that a text matches unless it is blank. In groups this stands in for Meta(pattern=…), which
    msgspec would also hold against a blank value."""

    regex: str


@dataclass(frozen=True)
class Named:
    """JSON name, where the standard departs from camelCase."""

    json: str


@dataclass(frozen=True)
class Missing:
    """Code of the error when a link is well formed but leads nowhere (default `does_not_exist`)."""

    code: str


@dataclass(frozen=True)
class Reverse:
    """Computed: links to the rows of another shape that point here.

    shape   name of the other shape; when no resource declares it (yet) the answer is an empty list
    via     its field that points here
    latest  name of its field that decides which one is shown, or "" for all of them
    single  at most one exists; shown as URL or null
    """

    shape: str
    via: str
    latest: str = ""
    single: bool = False

    @property
    def one(self) -> bool:
        return self.single or bool(self.latest)


@dataclass(frozen=True)
class Computed:
    """Computed by SQL over the row, which is called `z`; `links` names the resource when the outcome is its uuid."""

    sql: str
    links: str = ""


@dataclass(frozen=True)
class Names:
    """History model (C-20…C-22): written as a list of names, stored so, read as URLs of the types of that name now.

    shape     name of the shape meant; without a resource for it the URLs are an empty list and the names stay
    by        its field that holds the name
    shown_as  JSON name under which the plain names are read
    """

    shape: str
    by: str
    shown_as: str


@dataclass(frozen=True)
class Leads:
    """A list of objects whose member is a plain URL that may lead to a resource of ours; can be expanded."""

    shape: str
    member: str


@dataclass(frozen=True)
class Choice:
    """A nested object whose shape follows from another field: the polymorphic construct of Rol and ZaakObject.

    by       name of the deciding field
    shapes   its values -> group; a value that is not here has no object
    keys     for lists: group name in the filter -> (deciding value, JSON keys that can be filtered)
    """

    by: str
    shapes: Mapping[str, type[Group]]
    keys: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def __hash__(self) -> int:
        return id(self)


@dataclass(frozen=True)
class Empty:
    """What is shown for a group that has no value (Z-25), as JSON text."""

    json: str


@dataclass(frozen=True)
class Doc:
    """Where the published document says less or more than the field itself.

    required  None: as declared
    nullable  False: null is refused although the row may hold None until a default fills it
    blank     False: "" is not in the published enum; it still counts as "not given"
    without   documents that leave the field out: "read", "create", "update", "patch"
    extra     keys added to the schema of the property, None to take one off; under "read", "create", "update",
              "patch" or "shown_as" (of Names) a mapping that holds for that use only, `required` included
    """

    required: bool | None = None
    nullable: bool | None = None
    blank: bool | None = None
    without: tuple[str, ...] = ()
    extra: tuple[tuple[str, Any], ...] = ()


# --- kinds of value --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kind:
    """A kind of text that is more than text."""

    name: str


Uri = Annotated[str, Kind("uri")]
Url = Annotated[str, Kind("url")]  # a link to a resource of ours, already rendered
Email = Annotated[str, Kind("email"), Meta(max_length=254)]
Duration = Annotated[str, Kind("duration")]
Rsin = Annotated[str, Kind("rsin"), Meta(max_length=9)]
Bsn = Annotated[str, Kind("bsn"), Meta(max_length=9)]
Geometry = Annotated[dict[str, Any], Kind("geometry")]
JsonObject = Annotated[dict[str, Any], Kind("object")]

Vertrouwelijkheidaanduiding = Literal[
    "openbaar", "beperkt_openbaar", "intern", "zaakvertrouwelijk",
    "vertrouwelijk", "confidentieel", "geheim", "zeer_geheim",
]  # fmt: skip
VERTROUWELIJKHEID: tuple[str, ...] = typing.get_args(Vertrouwelijkheidaanduiding)
"""Low to high (A-09)."""

SQL_TYPE = {
    "text": "text", "uri": "text", "url": "text", "email": "text", "duration": "text", "rsin": "text", "bsn": "text",
    "choice": "text", "date": "date", "datetime": "timestamptz", "bool": "boolean", "int": "integer", "ref": "uuid",
    "uuid": "uuid", "group": "json", "list": "json", "object": "json", "geometry": "json", "names": "json",
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
        return self.computed or self.has(SERVER)

    @cached_property
    def required(self) -> bool:
        """A client must send it on create and PUT."""
        return self.default is UNSET and not self.read_only

    @cached_property
    def sql_type(self) -> str:
        return SQL_TYPE[self.kind]

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
        return Field(kind="ref", target=arg.__forward_arg__ if isinstance(arg, typing.ForwardRef) else arg.__name__, **make)
    if origin is Literal:
        return Field(kind="choice", choices=typing.get_args(bare), **make)
    if origin is list:
        kind = "names" if any(isinstance(m, Names) for m in marks) else "list"
        return Field(kind=kind, item=read_field(name, typing.get_args(bare)[0]), **make)
    if isinstance(bare, type) and issubclass(bare, Group):
        return Field(kind="group", group=bare, **make)
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
            annotations |= cls.__dict__.get("__annotations__", {})
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


# --- resources -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Api:
    """One API of the standard: `name` in the path, `component` as the Autorisaties API calls it.

    uuid_in_body   whether its resources show their uuid beside their url
    """

    name: str
    component: str
    version: str
    title: str
    root: str = "api/v1"
    uuid_in_body: bool = False


@dataclass(frozen=True)
class Scopes:
    """Any one of the scopes in a tuple is enough (RULES §4)."""

    read: tuple[str, ...]
    create: tuple[str, ...]
    update: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kanaal:
    """Channel on which changes of a main object are announced, with the fields that become kenmerken (N-02)."""

    naam: str
    kenmerken: tuple[str, ...]


@dataclass(frozen=True)
class Filter:
    """A look-up of a list that is not simply a field.

    sql      condition over the row `z`, with {} where the value goes
    kind     kind of value, as in SQL_TYPE; "choice" needs choices
    many     the value is a comma list and reaches SQL as an array
    default  value that counts when the parameter is absent
    """

    name: str
    sql: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    many: bool = False
    default: str | None = None
    meta: tuple[tuple[str, Any], ...] = ()
    target: str = ""
    extra: bool = False
    convert: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Related:
    """Filters on the rows of another shape that point here; all given ones must hold for one and the same row (Z-49)."""

    prefix: str
    shape: str
    via: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Operation:
    """A named operation beside the usual ones: `path` is relative to the collection, e.g. "/{uuid}/publish".

    act   POST on a row: changes it, as a default does, and the rules follow. GET: `(session, query) -> uuid` of the
          one row to show, in a list (G-07)
    """

    method: str
    path: str
    act: Callable[..., Awaitable[Any]]
    scopes: tuple[str, ...]
    document: Mapping[str, Any] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.method, self.path))


@dataclass(frozen=True)
class Unique:
    """Fields that together occur once within a municipality, and the error when they would not."""

    fields: tuple[str, ...]
    on: str
    code: str = "unique"
    reason: str = "Deze combinatie bestaat al."


STANDARD = ("list", "create", "retrieve", "head", "update", "partial_update", "delete")

Rule = Callable[[Any], Awaitable[None]]
Fill = Callable[[Any], Awaitable[None]]


def is_switched_off(rule: Rule) -> bool:
    """Whether the environment names a rule number that stands behind `Source:` in the docstring of this function."""
    off = os.environ.get("MEENT_RULE_OFF")
    source = (rule.__doc__ or "").partition("Source:")[2]
    return bool(off) and off in re.split(r"[\s,.;]+", source)


@dataclass(eq=False)
class Resource(Generic[S]):
    """All that the engine must know of one resource.

    shape          the fields
    api, path      where it lives; `/zaken`
    scopes         who may do what
    operations     which of STANDARD exist; anything else on the path is 405
    named          operations of its own
    privacy        class of fields that carry no mark of their own: none, personal or special
    authorised_by  "" scope only; "zaaktype" a field of its own; "zaak.zaaktype" through the link `zaak`
    level          field with the vertrouwelijkheidaanduiding, on the resource that holds the type
    under          link to the main object whose audit trail and kenmerken apply ("zaak"), "" when it is one itself
    audit          is a main object with an audit trail
    kanaal         channel of notifications, on the main object
    keeps_document keeps its rendered document in a side table (ARCHITECTURE §4)
    defaults       fills in what the client left out, before the rules: plain function of the change
    rules          own rules, in order
    ordering       fields a client may order by
    newest_first   order of a list when the client names none
    crs            asks for the headers Accept-Crs and Content-Crs (G-25)
    counted        keeps counters, so that the total of an unfiltered list costs nothing (decision 0004)
    geo_search     has `_zoek`; name of the geometry field that `within` looks at
    belongs_to     links beside `under` with which the row itself goes when the other row goes
    row_parameters query parameters of a single row beside `expand`
    grants_rights  a change means that rights must be read anew (AC-06)
    weergave       gives the text by which the audit trail names the row
    """

    shape: type[S]
    api: Api
    path: str
    scopes: Scopes
    privacy: Literal["none", "personal", "special"]
    operations: tuple[str, ...] = STANDARD
    named: tuple[Operation, ...] = ()
    unique: tuple[Unique, ...] = ()
    filters: tuple[Filter, ...] = ()
    related: tuple[Related, ...] = ()
    authorised_by: str = ""
    level: str = ""
    under: str = ""
    audit: bool = False
    kanaal: Kanaal | None = None
    keeps_document: bool = False
    defaults: tuple[Fill, ...] = ()
    rules: tuple[Rule, ...] = ()
    ordering: tuple[str, ...] = ()
    newest_first: bool = True
    paginated: bool = True
    crs: bool = False
    weergave: Callable[[S], str] = lambda row: str(row.id)
    counted: bool = False
    geo_search: str = ""
    row_parameters: tuple[str, ...] = ()
    belongs_to: tuple[str, ...] = ()
    grants_rights: bool = False
    document: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def name(self) -> str:
        """Table name and name in messages: the shape's name in small letters."""
        return self.shape.__name__.lower()

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return fields_of(self.shape)

    @cached_property
    def field(self) -> dict[str, Field]:
        return {f.name: f for f in self.fields}

    @cached_property
    def by_json(self) -> dict[str, Field]:
        return {f.json: f for f in self.fields}

    @cached_property
    def stored(self) -> tuple[Field, ...]:
        return tuple(f for f in self.fields if not f.computed)

    @cached_property
    def writable(self) -> tuple[Field, ...]:
        return tuple(f for f in self.fields if not f.read_only)

    @cached_property
    def active_rules(self) -> tuple[Rule, ...]:
        """The rules that run: all, unless `meent rules --prove` has switched one off by its number."""
        return tuple(r for r in self.rules if not is_switched_off(r))

    @cached_property
    def collection(self) -> str:
        return self.path.strip("/")

    @cached_property
    def url_path(self) -> str:
        """`/zaken/api/v1/zaken/`, to which the uuid is added."""
        return f"/{self.api.name}/{self.api.root}{self.path}/"

    @cached_property
    def type_field(self) -> str:
        """The field that authorisation looks at, on the resource that holds it."""
        return self.authorised_by.rpartition(".")[2]

    @cached_property
    def through(self) -> str:
        """The link through which authorisation looks, or "" when the type is its own field."""
        return self.authorised_by.rpartition(".")[0]

    def privacy_of(self, f: Field) -> str:
        return "special" if f.has(SPECIAL) else "personal" if f.has(PERSONAL) else self.privacy


class Registry:
    """All resources, by name and by address. Made once, from the one list in services/resources.py."""

    def __init__(self, resources: tuple[Resource[Any], ...]) -> None:
        self.all = resources
        self.by_shape = {r.shape.__name__: r for r in resources}
        self.by_address = {(r.api.name, r.collection): r for r in resources}
        self.apis = {r.api.name: r.api for r in resources}

    def of(self, shape: str | type[Shape]) -> Resource[Any]:
        return self.by_shape[shape if isinstance(shape, str) else shape.__name__]

    def find(self, shape: str) -> Resource[Any] | None:
        return self.by_shape.get(shape)

    @cached_property
    def shown_in(self) -> dict[str, list[tuple[Resource[Any], str]]]:
        """Shape name -> resources whose kept document shows rows of that shape, with the link that points to them."""
        found: dict[str, list[tuple[Resource[Any], str]]] = {}
        for r in self.all:
            for f in r.fields if r.keeps_document else ():
                if rev := f.mark(Reverse):
                    if (r, rev.via) not in found.setdefault(rev.shape, []):
                        found[rev.shape].append((r, rev.via))
        return found

    def holder(self, resource: Resource[Any]) -> Resource[Any]:
        """The resource that carries the type by which this one is authorised: itself or what it hangs under."""
        return self.of(resource.field[resource.through].target) if resource.through else resource

    def main(self, resource: Resource[Any]) -> Resource[Any]:
        """The main object of the audit trail and the notifications."""
        return self.of(resource.field[resource.under].target) if resource.under else resource
