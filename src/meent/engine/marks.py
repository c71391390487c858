"""Words of which a declaration is made: shape, group, link, and the marks on fields.

Marks stand in `Annotated` and mean nothing to Python; fields.py reads them.
"""

import typing
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

import msgspec

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

EXTRA = Flag("extra")
HIDDEN = Flag("hidden")
SENT = Flag("sent")
OUT = Flag("out")
WRITABLE = Flag("writable")

Fixed = Annotated[T, FIXED]
"""Cannot change after creation (E-06)."""
Server = Annotated[T, SERVER]
"""Stored, but set by the server only; what a client sends is ignored (G-12)."""
Extra = Annotated[T, EXTRA]
"""Not in the standard: marked so in our document, and left out of the document that holds only the standard (G-22)."""
Hidden = Annotated[T, HIDDEN]
"""Stored and never shown: no answer and no audit line holds it. A client may send it, unless it is the server's."""
Sent = Annotated[T, SENT]
"""Comes with a request and is not kept: no column, no answer. Rules find it in `change.new`."""
Out = Annotated[T, OUT]
"""A link within one API that may lead to somebody else's register too; links to another API always may."""
Writable = Annotated[T, WRITABLE]
"""Computed, and written too: a rule takes what a client sends from `change.new`."""
Personal = Annotated[T, PERSONAL]
Special = Annotated[T, SPECIAL]


@dataclass(frozen=True)
class By:
    """The look-ups a list offers on this field: exact, in, lt, lte, gt, gte, isnull, icontains; of a link uuid, url."""

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
    """Computed: links to the rows of another shape that point here; on a list of groups, those members of them.

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
    """Computed by SQL over the row, which is called `z`; `links` names the resource when the outcome is its uuid.

    On a list the SQL is a SELECT of one column, and each row of it becomes an item.
    """

    sql: str
    links: str = ""


@dataclass(frozen=True)
class Keyed:
    """Members of a group that are looked up, each in a generated column: filters `bezoekadresLand`, and `unique`."""

    names: tuple[str, ...]

    def __init__(self, *names: str) -> None:
        object.__setattr__(self, "names", names)


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


class Kind:
    """A kind of value that is more than its type in Python. A capability with a kind of its own says here how it goes.

    column   SQL type, "" for what its type in Python has
    """

    def __init__(self, name: str, column: str = "") -> None:
        self.name, self.column = name, column

    def check(self, f: Any) -> Callable[[Any, str, Any], Any] | None:
        """Makes the check of a field (check.py)."""
        return None

    def shown(self, sql: Any, resource: Any, f: Any) -> list[str]:
        """What is shown of the field of row `z`, instead of its column: `expression AS "name"`."""
        return []

    async def require(self, change: Any, f: Any) -> None:
        """Tells faults of the links in a list of them."""

    inside = ""
    """Where in the value of a link its fault is, behind the name of the field."""

    def along(self, f: Any) -> str:
        """Part of the statement that writes the row `rij`, as in `Along`."""
        return ""

    is_text = True
    """Whether "" is told apart, where the column is text or a link; and whether it can then stand for no value."""
    may_be_blank = True
    reads: Callable[[Any], Awaitable[tuple[bytes, Any]]] | None = None
    """Reads the body of a request that may hold such a value."""


Uri = Annotated[str, Kind("uri")]
Url = Annotated[str, Kind("url")]  # a link to a resource of ours, already rendered
Long = Annotated[int, Kind("long")]  # a whole number of 64 bits
JsonObject = Annotated[dict[str, Any], Kind("object")]

Vertrouwelijkheidaanduiding = Literal[
    "openbaar", "beperkt_openbaar", "intern", "zaakvertrouwelijk",
    "vertrouwelijk", "confidentieel", "geheim", "zeer_geheim",
]  # fmt: skip
VERTROUWELIJKHEID: tuple[str, ...] = typing.get_args(Vertrouwelijkheidaanduiding)
"""Low to high (A-09)."""


# --- links that are objects ------------------------------------------------------------------------------------------


OwnUrl = Annotated[Server[Url], Doc(extra=(("minLength", 1), ("maxLength", 1000)))]
"""The address of the object in which it stands."""
