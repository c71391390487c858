"""Types that are linked to by name, and shown as the URLs of those that bear the name now (C-20…C-23)."""

from typing import Any

from meent.engine.check import Check, Context, text_check
from meent.engine.declare import Resource
from meent.engine.fields import Field, fields_of
from meent.engine.links import prefix
from meent.engine.marks import Kind
from meent.engine.sql import Sql, json_array

TODAY = (
    "coalesce(nullif(current_setting('meent.peildatum', true), '')::date,"
    " (now() AT TIME ZONE 'Europe/Amsterdam')::date)"
)
"""The day on which a type must be valid to be shown: today in Amsterdam, unless the request names another (C-21)."""
PEILDATUM = "meent.peildatum"
LOOK_BACK = "SELECT set_config($1, $2, true)"


def valid_now(alias: str) -> str:
    """A published version of a type in the catalogus of row `z`, valid today; the last day counts (§13 no. 11)."""
    return (
        f"{alias}.tenant_id = z.tenant_id AND {alias}.catalogus = z.catalogus AND NOT {alias}.concept"
        f" AND {alias}.begin_geldigheid <= {TODAY}"
        f" AND ({alias}.einde_geldigheid IS NULL OR {alias}.einde_geldigheid >= {TODAY})"
    )


class Names(Kind):
    """History model: written as a list of names, stored so, read as URLs of the types of that name now.

    shape     name of the shape meant; without a resource for it the URLs are an empty list and the names stay
    by        its field that holds the name
    shown_as  JSON name under which the plain names are read; "" on one name that is read as it was written
    """

    def __init__(self, shape: str, *, by: str, shown_as: str) -> None:
        super().__init__("text")
        self.shape, self.by, self.shown_as = shape, by, shown_as

    def check(self, f: Field) -> Check:
        return _names if f.item else _name(f)

    def shown(self, sql: Sql, resource: Resource[Any], f: Field) -> list[str]:
        """The URLs, and beside them the plain names (C-22)."""
        if not self.shown_as:
            return []
        return [f'{self.by_name(sql, f)} AS "{f.json}"', f'z.{f.name} AS "{self.shown_as}"']

    def by_name(self, sql: Sql, f: Field) -> str:
        """URLs of the types that bear one of the names, in this catalogus and valid today (C-20, C-21)."""
        other = sql.registry.find(self.shape)
        if other is None:
            return "'[]'::json"
        return json_array(
            f"SELECT {prefix(other)} || t.id FROM {other.name} t WHERE {valid_now('t')}"
            f" AND t.{self.by} IN (SELECT json_array_elements_text(z.{f.name})) ORDER BY t.id"
        )


class NamesWithin(Kind):
    """On a list of objects in which one member is a type by name: shown as URL with the name beside it."""

    def __init__(self) -> None:
        super().__init__("list")

    def shown(self, sql: Sql, resource: Resource[Any], f: Field) -> list[str]:
        named = named_member(f)
        assert named
        assert f.item
        assert f.item.group
        member, names = named
        other = sql.registry.of(names.shape)
        shown = ", ".join(
            f"'{m.json}', {prefix(other)} || t.id, '{names.shown_as}', e->>'{m.json}'"
            if m.mark(Names)
            else f"'{m.json}', e->'{m.json}'"
            for m in fields_of(f.item.group)
        )
        listed = (
            f"(SELECT coalesce(json_agg(json_build_object({shown})), '[]'::json)"
            f" FROM json_array_elements(z.{f.name}) e"
            f" JOIN {other.name} t ON {valid_now('t')} AND t.{names.by} = e->>'{member.json}')"
        )
        return [f'{listed} AS "{f.json}"']


def named_member(f: Field) -> tuple[Field, Names] | None:
    """The member that names a type, and how, in a list of objects that has one."""
    members = fields_of(f.item.group) if f.item and f.item.group else ()
    return next(((member, names) for member in members if (names := member.mark(Names))), None)


def _names(value: Any, name: str, context: Context) -> Any:
    """Names of types, each once; an older client's URL is translated when the row is written (C-23)."""
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        context.faults.add(name, "not_a_list", "Dit moet een lijst van teksten zijn.")
        return []
    if any("\x00" in v for v in value):
        context.faults.add(name, "invalid", "Deze lijst bevat een teken dat niet mag.")
    return list(dict.fromkeys(context.links.store(v) for v in value))


def _name(f: Field) -> Check:
    """The name of one type; an older client's URL is longer, and is translated when the row is written (C-23)."""
    check_text = text_check(f)

    def check(value: Any, name: str, context: Context) -> Any:
        stored = context.links.store(value) if isinstance(value, str) else value
        return stored if stored != value else check_text(value, name, context)

    return check
