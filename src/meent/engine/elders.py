"""Objects in somebody else's register that a request needs: asked for here, brought by integration/diensten.

Not here: how such an object is called (basis/adres.py), and how it is fetched and judged. RULES G-14…G-16.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from meent.basis.adres import key_of

if TYPE_CHECKING:
    from meent.engine.call import Call
    from meent.engine.declare import Resource
    from meent.engine.links import Links

FRESH = timedelta(seconds=60)
"""So long an object elsewhere counts as seen; after that it is asked whether it changed."""


def elders_url(key: str, tenant: str = "$1") -> str:
    """SQL: the URL of the object elsewhere that is known by this key."""
    return f"(SELECT e.url FROM elders e WHERE e.tenant_id = {tenant} AND e.id = {key})"


@dataclass(frozen=True)
class Wanted:
    """An object elsewhere that is needed, and what it must be.

    resource    None when any object will do, which can only be looked at
    only_look   to be shown in this answer and nothing more: it is not remembered
    """

    resource: "Resource[Any] | None"
    url: str
    only_look: bool = False

    @property
    def key(self) -> UUID:
        return key_of(self.url)


@dataclass
class Outcome:
    """Why an object elsewhere cannot be used, "" and "" when it can; its body when it was only looked at."""

    code: str = ""
    told: str = ""
    body: bytes = b""


@dataclass
class Brought:
    """What this request has fetched already; `named` are the URLs as the request wrote them, by key.

    mirrors   what must be made or removed in registers of others once this is committed
    """

    outcomes: dict[Wanted, Outcome] = field(default_factory=dict)
    named: dict[UUID, str] = field(default_factory=dict)
    mirrors: list[UUID] = field(default_factory=list)

    async def take(self, call: "Call", elders: "Elders", bringer: "Bringer | None") -> None:
        """Fetches what a try needs, while that try holds nothing."""
        nowhere = {wanted: Outcome("unknown-service") for wanted in elders.wanted}
        self.outcomes |= await bringer.bring(call.place.id, elders.wanted, call.links) if bringer else nowhere


class Bringer(Protocol):
    """Reaches the registers of others: to store links to what is there, and to show it."""

    async def bring(self, tenant_id: int, wanted: "list[Wanted]", links: "Links") -> dict[Wanted, Outcome]:
        """What came of each; those that can be used, and are not only looked at, are remembered when this returns."""


    async def expand(
        self, call: "Call", resource: "Resource[Any]", bodies: list[bytes], tree: dict[str, Any]
    ) -> list[bytes]:
        """Expanded bodies with what stands elsewhere expanded as well. Raises 404 when it cannot be had (X-06)."""


    async def mirror(self, call: "Call", mirrors: list[UUID], written: UUID) -> None:
        """Makes and removes these mirrors. Raises 400 when one cannot be made; then the row `written` is gone again."""


class Elders(Exception):
    """Objects elsewhere are needed first; fetch them and do it again, with no lock held meanwhile."""

    def __init__(self, wanted: list[Wanted]) -> None:
        super().__init__([w.url for w in wanted])
        self.wanted = wanted
