"""Who calls and what they may do (RULES §4). How a caller is known is handed in: see services/autorisaties."""

from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from uuid import UUID

from meent.basis.fouten import forbidden
from meent.engine.declare import Resource
from meent.engine.marks import VERTROUWELIJKHEID

LEVEL = {name: i for i, name in enumerate(VERTROUWELIJKHEID)}
SCOPE_OF = {
    "zaken": "zrc", "documenten": "drc", "besluiten": "brc",
    "catalogi": "ztc", "autorisaties": "ac", "notificaties": "nrc",
}  # fmt: skip
"""First word of a scope -> its component; any other, such as audittrails.lezen, is of the component asked for."""


@dataclass(frozen=True)
class Reach:
    """How far a scope reaches: everything, or these types up to these levels.

    types   uuid of the type -> highest vertrouwelijkheid as index in VERTROUWELIJKHEID
    given   whether any authorisation holds the scope at all
    only_open  within that, only rows that are open to all (A-17, `Resource.open_when`)
    parts   types of which parts of each row may be seen, and which parts: that reaches nothing, but where what is shown
            is held against it (`Along.hides`)
    """

    everything: bool
    given: bool
    types: dict[UUID, int] = field(default_factory=dict)
    only_open: bool = False
    parts: dict[UUID, list[Any]] = field(default_factory=dict)

    def with_parts(self) -> "Reach":
        """As far as it reaches where the other parts of a row are hidden."""
        return replace(self, types=dict.fromkeys(self.parts, 0) | self.types) if self.parts else self

    def covers(self, of_type: UUID | None, level: str) -> bool:
        if self.everything:
            return True
        highest = self.types.get(of_type) if of_type else None
        return highest is not None and LEVEL.get(level, 0) <= highest

    def groups(self) -> list[tuple[list[UUID], list[str]]]:
        """Types that share a highest level, with the levels they may have: one SQL condition each."""
        by_level: dict[int, list[UUID]] = {}
        for of_type, highest in self.types.items():
            by_level.setdefault(highest, []).append(of_type)
        return [(types, list(VERTROUWELIJKHEID[: highest + 1])) for highest, types in sorted(by_level.items())]


def require_covered(
    resource: Resource[Any], reach: Reach, of_type: UUID | None, level: str, is_open: bool | None
) -> None:
    """Raises 403 for a row outside the rights: of a type or level, or not open to all where only that counts (A-11)."""
    if resource.authorised_by and (not reach.covers(of_type, level) or (reach.only_open and not is_open)):
        raise forbidden()


@dataclass(frozen=True)
class Grant:
    """One autorisatie of an applicatie.

    parts   what may be seen of a row, when that is not all of it
    """

    component: str
    scopes: frozenset[str]
    of_type: UUID | None
    level: int
    parts: Any = None

    def holds(self, scope: str, component: str) -> bool:
        """Whether it gives the scope, and gives it for the component that the scope is of (A-06)."""
        return scope in self.scopes and self.component == SCOPE_OF.get(scope.partition(".")[0], component)


@dataclass
class Rights:
    """All that one application may do."""

    everything: bool = False
    only_open: bool = False
    grants: tuple[Grant, ...] = ()
    _known: dict[tuple[str, tuple[str, ...]], Reach] = field(default_factory=dict)

    def reach(self, component: str, scopes: tuple[str, ...]) -> Reach:
        """How far any one of the scopes reaches; types count for grants of the component only."""
        found = self._known.get((component, scopes))
        if found is None:
            holding = [g for g in self.grants if any(g.holds(scope, component) for scope in scopes)]
            types: dict[UUID, int] = {}
            parts: dict[UUID, list[Any]] = {}
            for g in holding:
                if g.of_type and g.component == component and g.parts is None:
                    types[g.of_type] = max(g.level, types.get(g.of_type, 0))
                elif g.of_type and g.component == component:
                    parts.setdefault(g.of_type, []).append(g.parts)
            found = Reach(self.everything, self.everything or bool(holding), types, self.only_open, parts)
            self._known[component, scopes] = found
        return found


ALL_RIGHTS = Rights(everything=True)


@dataclass(frozen=True)
class Caller:
    """Who does something: an application, and as it says the person behind it.

    doel   purpose of the processing, for the log of processing
    """

    client_id: str
    rights: Rights
    label: str = ""
    user_id: str = ""
    user_weergave: str = ""
    doel: str = ""


class Authenticator(Protocol):
    """Tells who calls."""

    async def caller(self, tenant_id: int, header: bytes | None, *, keys: bool = False) -> Caller:
        """Whose Authorization header this is; with `keys` a key in it will do (decision 0031). Raises Fout 403 with the
        code that says what is wrong with it."""

    def forget(self, tenant_id: int | None) -> None:
        """Rights or secrets of this municipality have changed (AC-06); None: of any, we cannot know which."""
