"""Types of a catalogue that this process remembers, and how it knows that they still hold.

Every write to an API that is `versioned` raises the version of that municipality. What was read is remembered with the
version it belongs to, and whoever relies on it names that version in the statement that writes: when the version is no
longer the same nothing is written, and the request is done again without what was remembered (decision 0007). So a
second process sees a new type at once, and a case costs no look-up of its zaaktype.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from meent.engine.call import Call

MAX_ITEMS = 20_000
MAX_SHELVES = 1_000
OUTDATED = "MV001"
"""SQLSTATE of meent_verouderd()."""


class Again(Exception):
    """The request must be done again. Nothing was written, and nothing is held meanwhile.

    trusts_memory   whether types may be taken from memory then, and main objects judged before they are locked
    """

    trusts_memory = False

    async def prepare(self, call: "Call") -> None:
        """What must be done first."""


class Verouderd(Again):
    """What was remembered no longer holds."""

    async def prepare(self, call: "Call") -> None:
        call.engine.remembered.drop(call.place.id)


class Ingehaald(Again):
    """Somebody else changed the main object after it was judged; now it is locked first."""


@dataclass
class Shelf:
    """What is remembered of one municipality, all of one version.

    rows    resource name, and uuid or condition -> rows
    bodies  resource name, uuid and calendar day -> rendered body; validity is a matter of days
    """

    version: int
    rows: dict[tuple[str, Any], list[Any]] = field(default_factory=dict)
    bodies: dict[tuple[str, UUID, date], bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.rows) + len(self.bodies)


class Remembered:
    """The shelves of one process, bounded in number and size."""

    def __init__(self) -> None:
        self._shelves: dict[int, Shelf] = {}

    def of(self, tenant_id: int) -> Shelf | None:
        return self._shelves.get(tenant_id)

    def at(self, tenant_id: int, version: int) -> Shelf:
        """The shelf of this version, empty when another one stood there."""
        shelf = self._shelves.get(tenant_id)
        if shelf is None or shelf.version != version or shelf.size > MAX_ITEMS:
            if len(self._shelves) >= MAX_SHELVES:
                self._shelves.clear()
            shelf = self._shelves[tenant_id] = Shelf(version)
        return shelf

    def drop(self, tenant_id: int) -> None:
        self._shelves.pop(tenant_id, None)
