"""Objects in somebody else's register that a request needs: asked for here, brought by integration/diensten.

Not here: how such an object is called (basis/adres.py), and how it is fetched and judged. RULES G-14…G-16.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from meent.basis.adres import key_of
from meent.engine.change import Change, Session
from meent.engine.companions import Companion
from meent.engine.declare import Resource
from meent.engine.fields import Field
from meent.engine.links import Links
from meent.engine.remembered import Again

if TYPE_CHECKING:
    from meent.engine.call import Call
    from meent.engine.web import Engine
    from meent.wire.place import Place

FRESH = timedelta(seconds=60)
"""So long an object elsewhere counts as seen; after that it is asked whether it changed."""

FRESH_ONES = "SELECT id FROM elders WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND opgehaald_op > $3"


@dataclass(frozen=True)
class Wanted:
    """An object elsewhere that is needed, and what it must be.

    resource    None when any object will do, which can only be looked at
    only_look   to be shown in this answer and nothing more: it is not remembered
    """

    resource: Resource[Any] | None
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


class Brought(Companion):
    """What this request has fetched already.

    mirrors   what must be made or removed in registers of others once this is committed
    """

    def __init__(self, engine: "Engine", place: "Place") -> None:
        super().__init__(engine, place)
        self.outcomes: dict[Wanted, Outcome] = {}
        self.mirrors: list[UUID] = []

    async def fetch(self, wanted: list[Wanted], links: Links) -> None:
        bringer: Bringer | None = self.engine.outside.get(Bringer)
        nowhere = {each: Outcome("unknown-service") for each in wanted}
        self.outcomes |= await bringer.bring(self.place.id, wanted, links) if bringer else nowhere

    async def answering(self, call: "Call", written: UUID) -> None:
        bringer: Bringer | None = self.engine.outside.get(Bringer)
        if self.mirrors and bringer:
            await bringer.mirror(call, self.mirrors, written)


class Bringer(Protocol):
    """Reaches the registers of others: to store links to what is there, and to show it."""

    async def bring(self, tenant_id: int, wanted: list[Wanted], links: Links) -> dict[Wanted, Outcome]:
        """What came of each; those that can be used, and are not only looked at, are remembered when this returns."""

    async def expand(
        self, call: "Call", resource: Resource[Any], bodies: list[bytes], tree: dict[str, Any]
    ) -> list[bytes]:
        """Expanded bodies with what stands elsewhere expanded as well. Raises 404 when it cannot be had (X-06)."""


    async def mirror(self, call: "Call", mirrors: list[UUID], written: UUID) -> None:
        """Makes and removes these mirrors. Raises 400 when one cannot be made; then the row `written` is gone again."""


class Elders(Again):
    """Objects elsewhere are needed first, and fetched with no lock held meanwhile."""

    trusts_memory = True

    def __init__(self, wanted: list[Wanted]) -> None:
        super().__init__([w.url for w in wanted])
        self.wanted = wanted

    async def prepare(self, call: "Call") -> None:
        await call.companions.of(Brought).fetch(self.wanted, call.links)


async def bring(session: Session, wanted: list[Wanted]) -> list[Outcome]:
    """What came of objects in registers of others. Raises Elders where they can be fetched first."""
    brought = session.companions.of(Brought)
    missing = list(dict.fromkeys(w for w in wanted if w not in brought.outcomes))
    if keys := [w.key for w in missing if not w.only_look]:
        fresh = {r[0] for r in await session.conn.fetch(FRESH_ONES, session.tenant_id, keys, session.now - FRESH)}
        brought.outcomes |= {w: Outcome() for w in missing if w.key in fresh and not w.only_look}
        missing = [w for w in missing if w not in brought.outcomes]
    if missing and session.may_begin_again:
        raise Elders(missing)
    if missing:
        await brought.fetch(missing, session.links)
    return [brought.outcomes[w] for w in wanted]


async def require_elders(change: Change[Any], fields: list[Field]) -> None:
    """Links to registers of others lead to what they must. Source: G-14, G-16."""
    of, row = change.session.registry.of, change.new
    outcomes = await bring(change.session, [Wanted(of(f.target), change.elders[getattr(row, f.name)]) for f in fields])
    for f, outcome in zip(fields, outcomes, strict=True):
        if outcome.code:
            code = f.missing(outcome.code) if outcome.code == "unknown-service" else outcome.code
            change.faults.add(f.json, code, outcome.told)
