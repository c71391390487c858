"""What a list can be filtered and ordered by, from the declaration: parameter names, checks and SQL conditions."""

from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

from meent.basis.adres import OWN
from meent.basis.datums import parse_date, parse_datetime
from meent.basis.fouten import Faults, one_fault
from meent.basis.jsonwaarden import whole_number
from meent.engine.authorise import Reach
from meent.engine.declare import Filter, Registry, Related, Resource
from meent.engine.fields import SQL_TYPE, Field, fields_of, snake
from meent.engine.links import Links
from meent.engine.marks import EXTRA, VERTROUWELIJKHEID, Choice, Keyed
from meent.engine.sql import Sql

SIGN = {"exact": "=", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
LOOKUP = {n: f"{{0}} {s} {{1}}" for n, s in SIGN.items()} | {"icontains": "strpos(lower({0}), lower({1})) > 0"}
"""Look-up -> its condition on a column and a value."""
PAGE_SIZE = 100
MAX_PAGE_SIZE = 500
MAX_WHOLE = 10_000
"""Rows of a list that is not paginated: the standard knows no end of it, the memory of a server does."""
PAGES = ("page", "pageSize")
PAGING = (*PAGES, "expand", "ordering")
NOTHING = UUID(int=0)
"""A link of the right form to nothing of ours: the filter then finds nothing (G-10)."""


Ordering = tuple[tuple[str, str], ...]
"""Columns with their direction."""


class Where:
    """Conditions with their parameters; $1 is always the tenant, and only rows of our own count.

    rights   the condition by which the caller's rights narrow the list, with {type} and {level} open; "" for none
    """

    __slots__ = ("conditions", "joins", "rights", "values")

    def __init__(self, tenant_id: int) -> None:
        self.values: list[Any] = [tenant_id]
        self.conditions: list[str] = ["z.tenant_id = $1", OWN.format("z.id")]
        self.joins = ""
        self.rights = ""

    def add(self, condition: str, value: Any, cast: str) -> None:
        """A condition with {} where the parameter goes."""
        self.values.append(value)
        self.conditions.append(condition.replace("{}", f"${len(self.values)}::{cast}"))

    def text(self) -> str:
        return " AND ".join(self.conditions)


@cache
def filters_of(resource: Resource[Any]) -> dict[str, Filter]:
    """All look-ups of a list by parameter name, those of fields and those of its own."""
    found: dict[str, Filter] = {}
    for f in resource.fields:
        for lookup in f.lookups:
            made = _of_field(f, lookup)
            found[made.name] = made
        if choice := f.mark(Choice):
            found |= {k.name: k for k in _of_choice(f, choice)}
        if keyed := f.mark(Keyed):
            found |= {k.name: k for k in _of_keyed(f, keyed)}
    return found | {f.name: f for f in resource.filters}


def _of_field(f: Field, lookup: str) -> Filter:
    column = f"z.{f.name}"
    limits = tuple(f.meta.items())
    if lookup in ("uuid", "url"):
        return Filter(f"{f.json}__{lookup}", f"{column} = {{}}", "ref" if lookup == "url" else "uuid", target=f.target)
    if lookup == "isnull":
        return Filter(f"{f.json}__isnull", f"({column} IS NULL) = {{}}", kind="bool")
    if lookup == "in":
        condition = f"{column} = ANY({{}})"
        return Filter(f"{f.json}__in", condition, kind=f.kind, choices=f.choices, many=True, target=f.target)
    name = f.json if lookup == "exact" else f"{f.json}__{lookup}"
    condition = LOOKUP[lookup].format(column, "{}")
    return Filter(name, condition, f.kind, f.choices, meta=limits, target=f.target, extra=f.has(EXTRA))


def key_column(group: str, key: str) -> str:
    """Generated column in which a key of a polymorphic object can be looked up."""
    return f"{snake(group)}_{snake(key)}"


def _of_choice(f: Field, choice: Choice) -> list[Filter]:
    made = []
    for group, (decided, keys) in choice.keys.items():
        limits = {m.json: tuple(m.meta.items()) for m in fields_of(choice.shapes[decided])}
        for key in keys:
            condition = f"z.{key_column(group, key)} = {{}}"
            made.append(Filter(f"{f.json}__{group}__{key}", condition, meta=limits[key]))
    return made


def _of_keyed(f: Field, keyed: Keyed) -> list[Filter]:
    """`bezoekadresLand` for the member `land` of the group `bezoekadres`."""
    assert f.group is not None
    members = {m.json: m for m in fields_of(f.group)}
    return [
        Filter(
            f.json + key[0].upper() + key[1:], f"z.{key_column(f.name, key)} = {{}}",
            choices=members[key].choices, meta=tuple(members[key].meta.items()),
        )
        for key in keyed.names
    ]  # fmt: skip


@cache
def related_filters(registry: Registry, resource: Resource[Any]) -> dict[str, tuple[Any, Filter]]:
    """Parameter name -> (relation, the look-up of the related resource)."""
    return {name: (rel, flt) for rel in resource.related for name, flt in _of_related(registry, rel).items()}


@cache
def _of_related(registry: Registry, rel: Related) -> dict[str, Filter]:
    """The look-ups of a relation and of what lies deeper, by parameter name."""
    theirs = registry.find(rel.shape)
    own = (*(filters_of(theirs)[name] for name in rel.names), *rel.own) if theirs else ()
    below = {name: flt for deeper in rel.deeper for name, flt in _of_related(registry, deeper).items()}
    return {rel.prefix + flt.name: flt for flt in own} | below


def apply(
    registry: Registry, resource: Resource[Any], given: dict[str, str | list[str] | Any], where: Where, links: Links
) -> None:
    """Adds the conditions of the given parameters; raises all faults together (G-09, G-10)."""
    faults = Faults()
    own, related = filters_of(resource), related_filters(registry, resource)
    usual = PAGING if resource.paginated else PAGING[len(PAGES) :]
    unknown = [n for n in given if n not in own and n not in related and n not in usual]
    if unknown:
        raise one_fault("nonFieldErrors", "unknown-parameters", f"Onbekende parameters: {', '.join(sorted(unknown))}.")
    for name, flt in own.items():
        raw = given.get(name, flt.default)
        if raw is not None:
            _add(where, flt, name, raw, faults, links)
    for rel in resource.related:
        if asked := {n: f for n, f in _of_related(registry, rel).items() if n in given}:
            _add_related(registry, rel, asked, given, where, faults, links)
    faults.stop_if_any()
    for along in resource.along:
        along.narrow(given, where)


def _add(where: Where, flt: Filter, name: str, raw: Any, faults: Faults, links: Links) -> None:
    before = len(faults.found)
    value = read_value(flt, name, raw, faults, links)
    if len(faults.found) == before and flt.sql:
        where.add(flt.sql, value, sql_cast(flt))


def sql_cast(flt: Filter) -> str:
    return "text[]" if flt.kind == "level" else SQL_TYPE.get(flt.kind, "text") + "[]" * flt.many


def _add_related(
    registry: Registry,
    rel: Related,
    asked: dict[str, Filter],
    given: dict[str, Any],
    where: Where,
    faults: Faults,
    links: Links,
) -> None:
    """One sub-select for all filters on the related rows, so that they hold for one and the same row (Z-49)."""
    inner = Where(0)
    inner.values, inner.conditions = where.values, ["r.tenant_id = $1"]
    for deeper in rel.deeper:
        if below := {name: asked.pop(name) for name in _of_related(registry, deeper) if name in asked}:
            _add_related(registry, deeper, below, given, inner, faults, links)
    for name, flt in asked.items():
        _add(inner, flt, name, given[name], faults, links)
    rows = f"{registry.of(rel.shape).name} r WHERE {' AND '.join(inner.conditions)}".replace("z.", "r.")
    where.conditions.append(f"z.{rel.of} IN (SELECT r.{rel.via} FROM {rows})")


def read_value(flt: Filter, name: str, raw: Any, faults: Faults, links: Links) -> Any:
    """The value of one parameter; text from a query string or JSON from a search body."""
    if flt.many:
        parts = raw if isinstance(raw, list) else [p for p in str(raw).split(",") if p]
        return [_read_one(flt, name, p, faults, links) for p in parts]
    return _read_one(flt, name, raw, faults, links)


def _read_one(flt: Filter, name: str, raw: Any, faults: Faults, links: Links) -> Any:
    if isinstance(raw, (dict, list)) or raw is None or "\x00" in (raw if isinstance(raw, str) else ""):
        faults.add(name, "invalid")
        return None
    for limit, value in flt.meta:
        if limit == "max_length" and len(str(raw)) > value:
            faults.add(name, "max_length", f"Dit mag niet langer zijn dan {value} tekens.")
            return None
    if flt.choices and (raw not in flt.choices or raw == ""):
        faults.add(name, "invalid_choice")
        return None
    try:
        return READ[flt.kind](raw, flt, links) if flt.kind in READ else str(raw)
    except (ValueError, TypeError, OverflowError):
        faults.add(name, "invalid_choice" if flt.kind == "level" else "invalid", REASON.get(flt.kind, ""))
        return None


REASON = {
    "date": "Schrijf een datum als 2026-03-31.",
    "bool": "Schrijf true of false.",
    "int": "Schrijf een geheel getal.",
    "ref": "Dit moet een volledig webadres (URL) zijn.",
    "uri": "Dit moet een volledig webadres (URL) zijn.",
    "level": "Kies een bestaande vertrouwelijkheidaanduiding.",
}


def _bool(raw: Any, flt: Filter, links: Links) -> bool:
    if isinstance(raw, bool):
        return raw
    if str(raw).lower() not in ("true", "false", "1", "0"):
        raise ValueError(raw)
    return str(raw).lower() in ("true", "1")


def _link(raw: Any, flt: Filter, links: Links) -> UUID:
    url = _required_url(raw)
    return links.parse(url.removesuffix("/") if links.local_path(url) else url, flt.target) or NOTHING


def _url(raw: Any, flt: Filter, links: Links) -> str:
    return links.store(_required_url(raw))


def _required_url(raw: Any) -> str:
    if "://" not in str(raw) or " " in str(raw):
        raise ValueError(raw)
    return str(raw)


def _levels(raw: Any, flt: Filter, links: Links) -> list[str]:
    return list(VERTROUWELIJKHEID[: VERTROUWELIJKHEID.index(str(raw)) + 1])


READ: dict[str, Callable[[Any, Filter, Links], Any]] = {
    "date": lambda raw, flt, links: parse_date(raw),
    "datetime": lambda raw, flt, links: parse_datetime(str(raw)),
    "int": lambda raw, flt, links: whole_number(raw),
    "bool": _bool,
    "ref": _link,
    "uuid": lambda raw, flt, links: UUID(str(raw)),
    **dict.fromkeys(("uri", "url"), _url),
    "level": _levels,
}


def authorise(sql: Sql, resource: Resource[Any], reach: Reach, where: Where) -> None:
    """Narrows a list to what the caller may read (A-10); items outside it do not exist here."""
    if not resource.authorised_by or (reach.everything and not reach.only_open):
        return
    of_type, level, join = sql.holder(resource)
    where.joins = join
    if reach.only_open:
        where.conditions.append(sql.opened(resource))
    if reach.everything:
        return
    where.rights = rights_condition(reach, where.values)
    where.conditions.append(where.rights.format(type=of_type, level=level))


def rights_condition(reach: Reach, values: list[Any]) -> str:
    """The condition that a reach sets, with {type} and {level} open; its parameters are added to `values`."""
    groups = []
    for types, levels in reach.groups():
        values += [types, levels]
        at = len(values)
        groups.append(f"({{type}} = ANY(${at - 1}::uuid[]) AND {{level}} = ANY(${at}::text[]))")
    return f"({' OR '.join(groups) or 'false'})"


def order_by(resource: Resource[Any], raw: Any, where: Where) -> Ordering:
    """Columns to order by with their direction, the key last so that the order is total; raises on another name."""
    if raw in (None, ""):
        return (("id", "DESC"),)
    allowed = {resource.field[n].json: n for n in resource.ordering}
    found: list[tuple[str, str]] = []
    for part in raw if isinstance(raw, list) else str(raw).split(","):
        name = str(part).strip()
        bare = name.removeprefix("-")
        column = allowed.get(bare) or next((c for a in resource.along if (c := a.order(bare, where))), None)
        if column is None:
            raise one_fault("ordering", "invalid_choice", f"Op '{name}' kunt u niet sorteren.")
        if all(column != known for known, _ in found):  # named twice, it would be two columns of one name
            found.append((column, f"{'DESC' if name.startswith('-') else 'ASC'} NULLS LAST"))
    return (*found, ("id", "DESC" if found[0][1].startswith("DESC") else "ASC"))


def page_number(raw: Any) -> int:
    try:
        return int(raw or 1)
    except (ValueError, TypeError):
        return 0
