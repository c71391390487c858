"""What a capability keeps during one request, such as the content that came along; the engine knows no such thing.

A capability asks for its companion by type, `session.companions.of(Contents)`, and it is made then. The engine only
tells all that are there what has happened meanwhile.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

if TYPE_CHECKING:
    from meent.engine.call import Call
    from meent.engine.declare import Resource
    from meent.engine.web import Engine
    from meent.wire.place import Place


class Companion:
    """One of them, which hears of whatever it likes."""

    def __init__(self, engine: "Engine", place: "Place") -> None:
        self.engine, self.place = engine, place

    def wrote(self, resource: "Resource[Any]", row: Any) -> None:
        """This row has been written, in the transaction of the request."""

    def committed(self) -> None:
        """That transaction counts."""

    async def answering(self, call: "Call", written: UUID) -> None:
        """The row that was asked for is committed and nothing is held; raises Fout for another answer than that."""

    async def settle(self) -> None:
        """The request has ended, whatever came of it."""


C = TypeVar("C", bound=Companion)


class Companions:
    """Those of one request, with its headers."""

    __slots__ = ("engine", "headers", "made", "place")

    def __init__(self, engine: "Engine", place: "Place", headers: Mapping[bytes, bytes] = MappingProxyType({})) -> None:
        self.engine, self.place, self.headers = engine, place, headers
        self.made: list[Companion] = []

    def of(self, kind: type[C]) -> C:
        """The one of this type, made when it is not there yet."""
        for companion in self.made:
            if type(companion) is kind:
                return companion
        self.made.append(found := kind(self.engine, self.place))
        return found

    async def settle(self) -> None:
        for companion in self.made:
            await companion.settle()
