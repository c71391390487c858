"""Rows that are shown as a view of the database has them, which knows more of them than their table.

The view may look at the row on another day, and be asked in words that no column answers. Objecten API 2.7.0.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from meent.basis.fouten import Faults
from meent.capabilities.names import LOOK_BACK
from meent.engine.call import Call
from meent.engine.declare import Along, Resource
from meent.engine.filters import Where

Condition = tuple[str, Any, str]
"""A condition with {} where the parameter goes, its value and its SQL type."""


class Unreadable(ValueError):
    """A question that cannot be read; the message says why, in a sentence."""


class Seen(Along):
    """Stands in `Resource.along`.

    view      its name; it has a column for each that is shown or looked at
    listed    condition on a row `z` of it that makes lists show it; without that it is only found by its address
    questions parameter of a list -> what it asks, as conditions; raises Unreadable
    repeated  those that may stand in a query more than once
    orders    SQL behind `z.` to order by: `(name, where)`
    days      parameter of a list with a day -> setting under which the view finds it
    selects   what the parameter `fields` wants of each object, as names and names within a name
    sight     settings under which the view hides what this reader may not see; none for who may see it all
    hidden    what that is, by type, read on the connection
    header    with which an answer tells that of the rows in it
    """

    hides = True

    def __init__(
        self,
        view: str,
        *,
        listed: str,
        questions: Mapping[str, Callable[[Any], Iterator[Condition]]],
        repeated: tuple[str, ...],
        orders: Callable[[str, Where], str | None],
        days: Mapping[str, str],
        selects: Callable[[str], list[Any]],
        sight: Callable[[Call], dict[str, str]],
        hidden: Callable[[Any, Call], Awaitable[dict[UUID, list[str]]]],
        header: Callable[[Iterable[bytes], Mapping[UUID, list[str]], Call], tuple[bytes, bytes] | None],
    ) -> None:
        self.view, self.listed, self.questions, self.repeated = view, listed, questions, repeated
        self.orders, self.days, self.selects = orders, days, selects
        self.sight, self.hidden, self.header = sight, hidden, header

    async def look(self, conn: Any, call: Call) -> None:
        """From here the view hides what this reader may not see, until the transaction ends."""
        settings = self.sight(call)
        if settings:
            await conn.execute("BEGIN READ ONLY")
        for setting, value in settings.items():
            await conn.fetchval(LOOK_BACK, setting, value)

    def order(self, name: str, where: Where) -> str | None:
        return self.orders(name, where)

    def narrow(self, given: Mapping[str, Any], where: Where) -> None:
        where.conditions.append(self.listed)
        faults = Faults()
        for name, ask in self.questions.items():
            try:
                for condition in ask(given[name]) if name in given else ():
                    where.add(*condition)
            except Unreadable as fault:
                faults.add(name, "invalid", str(fault))
        faults.stop_if_any()

    def gather(self, call: Call, given: dict[str, Any]) -> None:
        """Takes all values of what stands in the query more than once."""
        asked = parse_qsl(call.query.decode(), keep_blank_values=True)
        for name in self.repeated:
            if values := [value for n, value in asked if n == name]:
                given[name] = values


def seen_of(resource: Resource[Any]) -> Seen | None:
    """The view as which rows of a resource are shown, when there is one."""
    return next((along for along in resource.along if isinstance(along, Seen)), None)
