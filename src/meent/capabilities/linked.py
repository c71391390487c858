"""Links that stand in a body as objects: written by the uuid of a row of ours, shown with more of it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from meent.engine.change import Change
from meent.engine.check import NO_LIST, Check, Context, group_value
from meent.engine.declare import Registry, Resource
from meent.engine.fields import Field
from meent.engine.marks import Group, Kind, OwnUrl, Reverse
from meent.engine.sql import Sql, object_of


class Link(Group, kw_only=True):
    """A row of ours as others show it, and name it in a body: by its uuid. A kind of link may tell more of that row.

    A member that the row does not have by that name is `Computed` by SQL over the row, which is called `r`.
    """

    uuid: UUID
    url: OwnUrl = ""


class Linked(Kind):
    """A link, or a list of links, that stands in a body as an object: written by its uuid, shown as `link` says."""

    is_text = False
    inside = ".uuid"

    def __init__(self, link: type[Link] = Link) -> None:
        super().__init__("ref")
        self.link = link

    def check(self, f: Field) -> Check:
        """The key of the row; of a list, each key once."""

        def one(value: Any, name: str, context: Context) -> Any:
            found = group_value(self.link, value, name, context)
            return found.get("uuid") if found else None

        def many(value: Any, name: str, context: Context) -> Any:
            if not isinstance(value, list):
                context.faults.add(name, "not_a_list", NO_LIST)
                return []
            return list(dict.fromkeys(one(v, f"{name}.{i}", context) for i, v in enumerate(value)))

        return many if f.item else one

    def shown(self, sql: Sql, resource: Resource[Any], f: Field) -> list[str]:
        """An object, or a list of them in the order in which they were given."""
        return [f'{self._objects(sql, f)} AS "{f.json}"']

    def _objects(self, sql: Sql, f: Field) -> str:
        other = sql.registry.find(f.target)
        if other is None:
            return "'[]'::json" if f.item else "NULL::json"
        shown, row = object_of(other, self.link), f"{other.name} r WHERE r.tenant_id = z.tenant_id AND r.id ="
        if f.item is None:
            return f"(SELECT {shown} FROM {row} z.{f.name})"
        named = f"unnest(z.{f.name}) WITH ORDINALITY n(id, nr), {row} n.id"
        return f"(SELECT coalesce(json_agg({shown} ORDER BY n.nr), '[]'::json) FROM {named})"

    async def require(self, change: Change[Any], f: Field) -> None:
        await require_there(change, f, getattr(change.new, f.name))


class Whole(Kind):
    """On a Reverse list: what its rows link on to is shown, each as it is read by itself.

    link   their field that leads there
    """

    def __init__(self, link: str) -> None:
        super().__init__("list")
        self.link = link

    def shown(self, sql: Sql, resource: Resource[Any], f: Field) -> list[str]:
        """A list in the order in which the rows that link were made."""
        reverse, target = f.mark(Reverse), self.target(sql.registry, f)
        assert reverse
        join, body = sql.rendering(target)
        one = f"SELECT {body} FROM {target.name} z {join} WHERE z.tenant_id = r.tenant_id AND z.id = r.{self.link}"
        rows = f"{sql.registry.of(reverse.shape).name} r WHERE r.tenant_id = z.tenant_id AND r.{reverse.via} = z.id"
        return [f"(SELECT coalesce(json_agg(({one}) ORDER BY r.id), '[]'::json) FROM {rows}) AS \"{f.json}\""]

    def target(self, registry: Registry, f: Field) -> Resource[Any]:
        """The resource whose rows are shown."""
        reverse = f.mark(Reverse)
        assert reverse
        return registry.of(registry.of(reverse.shape).field[self.link].target)


async def require_there(change: Change[Any], f: Field, refs: Iterable[UUID]) -> None:
    """A fault for each of the rows named by the list `f` that is not there."""
    keys, reverse = list(refs), f.mark(Reverse)
    rows: list[Any] = await change.load(f.target or (reverse.shape if reverse else ""), keys)
    there = {row.id for row in rows}
    for i, key in enumerate(keys):
        if key not in there:
            change.faults.add(f"{f.json}.{i}.uuid", f.missing("does_not_exist"))
