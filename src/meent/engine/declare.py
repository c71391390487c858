"""How a resource is declared: a shape, marks on its fields, and one `Resource` value.

Everything else of the engine (table, checks, SQL, OpenAPI, audit, `meent show`) is derived from what stands here.
A declaration is plain data: nothing registers itself and nothing is looked up by a function's name.
Modules that declare shapes do not use `from __future__ import annotations`: the engine reads annotations as they are.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar

from meent.engine.fields import Field, fields_of
from meent.engine.marks import OUT, PERSONAL, SENT, SPECIAL, Group, Kind, Reverse, Shape

S = TypeVar("S", bound=Shape)


@dataclass(frozen=True)
class Api:
    """One API of the standard: `name` in the path, `component` as the Autorisaties API calls it.

    uuid_in_body   whether its resources show their uuid beside their url
    versioned      read often and written seldom: rows may be remembered per version (decision 0007)
    reference      reference data of the installation: the same rows in every municipality, read by everybody without a
                   token and written by no client (decision 0021)
    keys           `Authorization: Token <key>` is accepted beside a JWT (decision 0031)
    puts_what_is_given  a PUT leaves as it was what may be left out and is (decision 0030)
    plain_refusals  who would rather have application/json gets refusals under that name (decision 0030)
    document       what its published document does otherwise than those of ZGW (openapi/document.py)
    includes       other APIs whose resources are served below its address too; their own addresses stay theirs
    elsewhere      addresses without scheme at which others publish the same rows with the same uuids; a link there
                   leads to ours
    """

    name: str
    component: str
    version: str
    title: str
    root: str = "api/v1"
    uuid_in_body: bool = False
    versioned: bool = False
    reference: bool = False
    includes: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    keys: bool = False
    puts_what_is_given: bool = False
    plain_refusals: bool = False
    document: Mapping[str, Any] = field(default_factory=dict, hash=False, compare=False)


@dataclass(frozen=True)
class Scopes:
    """Any one of the scopes in a tuple is enough (RULES §4)."""

    read: tuple[str, ...]
    create: tuple[str, ...]
    update: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()

    def of(self, operation: str) -> tuple[str, ...]:
        """Those that an operation asks; PATCH asks what PUT asks."""
        found: tuple[str, ...] = getattr(self, {"partial_update": "update"}.get(operation, operation))
        return found


EVERYBODY = "iedereen"
"""The scope that whoever calls has, with or without a token, in an API with reference data."""
TO_READ = Scopes(read=(EVERYBODY,), create=())


@dataclass(frozen=True)
class Kanaal:
    """Channel on which changes of a main object are announced, with the fields that become kenmerken (N-02).

    van_type   a kenmerk that is looked up at the type, once the message goes out: "zaaktype.catalogus"
    """

    naam: str
    kenmerken: tuple[str, ...]
    van_type: str = ""


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
    deprecated: bool = False


@dataclass(frozen=True)
class Related:
    """Filters on the rows of another shape that point here; all given ones hold for one and the same row (Z-49).

    names   look-ups of that shape, called `prefix` with the name
    own     look-ups of those rows, here called `z`, that their own list does not have by that name
    of      field of this row that they point to; a link of its own when they are what it links to (`via="id"`)
    deeper  filters on the rows that those rows are related to in turn, with the whole prefix
    extra   the standard does not have them
    """

    prefix: str
    shape: str
    via: str
    names: tuple[str, ...] = ()
    extra: bool = False
    own: tuple[Filter, ...] = ()
    of: str = "id"
    deeper: "tuple[Related, ...]" = ()


Reads = Callable[[Any], Awaitable[tuple[bytes, Any]]]
"""Reads the body of a call: what stands for its bytes, and what it says."""


@dataclass(frozen=True)
class Operation:
    """A named operation beside the usual ones: `path` is relative to the collection, e.g. "/{uuid}/publish".

    act    POST on a row: changes it, as a default does, and the rules follow. GET and DELETE: `(call, uuid) -> Answer`,
           the uuid None where the path has none. With a `body`: `(session, values) -> answer`, in one transaction
    body   what is posted is no row but this; then `path` stands beside the collection, "/notificaties"
    beside  the path stands beside the collection, though nothing is posted
    status of the answer to a `body`
    takes  fields that a POST on a row may bring along; without these its body is not read
    reads  how its body is read, when that is not as JSON: `(call) -> bytes, values`
    gives  what is answered instead of the row: its members, or None for an answer without content
    """

    method: str
    path: str
    act: Callable[..., Awaitable[Any]]
    scopes: tuple[str, ...]
    document: Mapping[str, Any] = field(default_factory=dict)
    body: type[Group] | None = None
    beside: bool = False
    takes: tuple[str, ...] = ()
    reads: Reads | None = None
    gives: Callable[[Any], Mapping[str, Any] | None] | None = None
    status: int = 200

    def __hash__(self) -> int:
        return hash((self.method, self.path))


class Along:
    """What a capability keeps beside every row of a resource, such as its versions."""

    columns: tuple[tuple[str, Callable[[Any], Any]], ...] = ()
    """Columns beside the fields, with what makes their value of a row."""
    hides = False
    """Whether it hides what a reader may not see of a row: then he may see the rest (`Reach.parts`)."""
    view: str = ""
    """View of the database as which rows are shown, where that is not their table: it has its columns, and more."""

    def narrow(self, given: Mapping[str, Any], where: Any) -> None:
        """Adds conditions to a list, beside those of its filters."""

    def order(self, name: str, where: Any) -> str | None:
        """SQL behind `z.` to order by, for a name that is no field; None for a name that is none."""

    def part(self, resource: "Resource[Any]", numbers: Callable[[], int], *, old: bool, new: bool) -> str:
        """Part of the statement that writes the row `rij`, with a name of its own: `naam AS (INSERT …)`, or "".

        numbers    gives those of its parameters, whose values `values` gives
        old, new   whether the row is there before and after
        """
        return ""

    async def leaving(self, change: Any) -> None:
        """The row goes, and what hangs under it goes before it: last chance to look at it all."""

    async def values(self, change: Any, actie: str) -> list[Any]:
        """Parameters of `part`, in their order. Raises Fout, and then nothing is written."""
        return []

    async def wrote(self, change: Any) -> None:
        """That statement has run; what cannot be told in it follows, in the same transaction."""

    def total(self, resource: "Resource[Any]", rights: str) -> str:
        """A select of how many rows there are within `rights`, as in `Where`; "" where they must be counted."""
        return ""


@dataclass(frozen=True)
class Unique:
    """Fields that together occur once within a municipality, and the error when they would not.

    nulls_equal   two rows without a value have the same one
    """

    fields: tuple[str, ...]
    on: str
    code: str = "unique"
    reason: str = "Deze combinatie bestaat al."
    nulls_equal: bool = False


STANDARD = ("list", "create", "retrieve", "head", "update", "partial_update", "delete")

Rule = Callable[[Any], Awaitable[None]]
Fill = Callable[[Any], Awaitable[None]]


@dataclass(eq=False)
class Resource(Generic[S]):
    """All that the engine must know of one resource.

    shape          the fields
    api, path      where it lives: `/zaken`, or below each main object: `/zaken/{zaak_uuid}/besluiten`
    scopes         who may do what
    operations     which of STANDARD exist; anything else on the path is 405
    named          operations of its own
    privacy        class of fields that carry no mark of their own: none, personal or special
    authorised_by  "" scope only; "zaaktype" a field of its own; "zaak.zaaktype" through the link `zaak`
    level          field with the vertrouwelijkheidaanduiding, on the resource that holds the type
    open_when      field, on the resource that holds the type, that says whether a row is open to all (A-17)
    numbered       field with its number within the main object, which stands in its address instead of its uuid
    under          link to the main object whose audit trail and kenmerken apply ("zaak"), "" when it is one itself
    audit          is a main object with an audit trail
    kanaal         channel of notifications, on the main object
    keeps_document keeps its rendered document in a side table (ARCHITECTURE §4)
    defaults       fills in what the client left out, before the rules: async functions of the change, in order
    rules          own rules, in order
    ordering       fields a client may order by
    crs            asks for the headers Accept-Crs and Content-Crs (G-25); where one may be missing, the other alone
    merges         what a PATCH stands for, with what it leaves as it was: `(session, row, body) -> body`
    expands        what `expand` may name, where that is not every relation
    row_parameters query parameters of a single row beside `expand` and those of its versions
    grants_rights  a change means that rights must be read anew (AC-06)
    along          what capabilities keep beside a row, or do with it: its versions, counters, a search
    tells_maker    members that the answer to a POST has beside those of the row: nobody else gets to see them
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
    open_when: str = ""
    numbered: str = ""
    under: str = ""
    audit: bool = False
    kanaal: Kanaal | None = None
    keeps_document: bool = False
    defaults: tuple[Fill, ...] = ()
    rules: tuple[Rule, ...] = ()
    ordering: tuple[str, ...] = ()
    paginated: bool = True
    crs: bool | bytes = False
    merges: Callable[[Any, S, dict[str, Any]], Awaitable[dict[str, Any]]] | None = None
    weergave: Callable[[S], str] = lambda row: str(row.id)
    expands: tuple[str, ...] | None = None
    row_parameters: tuple[str, ...] = ()
    grants_rights: bool = False
    along: tuple[Along, ...] = ()
    tells_maker: Callable[[S], Mapping[str, Any]] | None = None
    document: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def name(self) -> str:
        """Table name and name in messages: the shape's name in small letters."""
        return self.shape.__name__.lower()

    @cached_property
    def source(self) -> str:
        """Table or view of which rows are shown."""
        return next((along.view for along in self.along if along.view), self.name)

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
        return tuple(f for f in self.fields if not f.computed and not f.has(SENT))

    @cached_property
    def refs(self) -> tuple[Field, ...]:
        return tuple(f for f in self.stored if f.kind == "ref")

    @cached_property
    def ref_lists(self) -> tuple[Field, ...]:
        return tuple(f for f in self.stored if f.kind == "refs")

    @cached_property
    def reads(self) -> Reads | None:
        """How a body is read when a field asks for more than JSON."""
        return next((k.reads for f in self.writable if (k := f.mark(Kind)) and k.reads), None)

    @cached_property
    def writable(self) -> tuple[Field, ...]:
        return tuple(f for f in self.fields if not f.read_only)

    @cached_property
    def collection(self) -> str:
        return self.path.rpartition("/")[2]

    @cached_property
    def url_path(self) -> str:
        """`/zaken/api/v1/zaken/`, to which the uuid is added; below a main object with `{zaak_uuid}` for its key."""
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
        self.apis = {r.api.name: r.api for r in resources}
        self.by_address = {
            (api.name, *r.path.split("/")[1::2]): r
            for api in self.apis.values() for r in resources if r.api is api or r.api.name in api.includes
        }  # fmt: skip
        beside = [(r, o) for r in resources for o in r.named if o.body or o.beside]
        self.beside = {(r.api.name, o.path.strip("/")): (r, o) for r, o in beside}
        self.elsewhere = [(f"{base}/", api.name) for api in self.apis.values() for base in api.elsewhere]

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
                rev = f.mark(Reverse)
                if rev and (r, rev.via) not in found.setdefault(rev.shape, []):
                    found[rev.shape].append((r, rev.via))
        return found

    def leads_out(self, resource: Resource[Any], f: Field) -> bool:
        """Whether a link may lead to somebody else's register: to another API than its own, or where it says so."""
        target = self.by_shape.get(f.target) if f.kind == "ref" else None
        return target is not None and f.name != resource.under and (target.api is not resource.api or f.has(OUT))

    def holder(self, resource: Resource[Any]) -> Resource[Any]:
        """The resource that carries the type by which this one is authorised: itself or what it hangs under."""
        return self.of(resource.field[resource.through].target) if resource.through else resource

    def type_and_level(self, resource: Resource[Any], row: Any) -> tuple[Any, str]:
        """By which `resource` is authorised, in the row that holds them; no level is open to all of a type (A-14)."""
        level = self.holder(resource).level
        return getattr(row, resource.type_field), getattr(row, level) if level else ""

    def is_open(self, resource: Resource[Any], row: Any) -> bool:
        """Whether the row that holds type and level is open to all; what does not say so is (A-17)."""
        open_when = self.holder(resource).open_when
        return not open_when or bool(getattr(row, open_when))

    def main(self, resource: Resource[Any]) -> Resource[Any]:
        """The main object of the audit trail and the notifications."""
        return self.of(resource.field[resource.under].target) if resource.under else resource
