"""`_zoek`: the list's filters in a body, and `within` a polygon (Z-47)."""

from functools import cache
from typing import Any
from uuid import UUID

from meent.basis.geometry import bounds, cell_ranges, geometry_fault, which_lie_within
from meent.engine import filters
from meent.engine.call import Answer, Call
from meent.engine.declare import Resource
from meent.engine.errors import one_fault
from meent.engine.links import parse_uuid


async def search(call: Call) -> Answer:
    """`_zoek`: the list's filters in a body, and `within` a polygon (Z-47)."""
    resource = call.resource
    if resource.crs:
        call.require_crs(content=True)
    body = call.read_json(await call.body())
    if not isinstance(body, dict) or set(body) <= {"expand"}:
        raise one_fault("nonFieldErrors", "empty_search_body", "Geef ten minste één zoekvraag.")
    parameters = call.parameters()
    if "fields" in body and ("expand" in body or "expand" in parameters):
        raise one_fault("nonFieldErrors", "invalid", "Gebruik 'fields' of 'expand', niet allebei.")
    if unknown := sorted(set(body) - {*resource.search, "uuid__in", "expand"}) if resource.search else []:
        raise one_fault("nonFieldErrors", "unknown-parameters", f"Onbekende parameters: {', '.join(unknown)}.")
    given = dict(body)
    found, extra = await _within(call, given), _conditions(call, given)
    if unknown := [n for n in parameters if n not in ("page", "pageSize", "expand")]:
        raise one_fault("nonFieldErrors", "unknown-parameters", f"Onbekende parameters: {', '.join(unknown)}.")
    fields = given.pop("fields", None)
    return await call.engine.page(call, given | parameters, extra, fields, found)


def _conditions(call: Call, given: dict[str, Any]) -> tuple[tuple[str, Any, str], ...]:
    """What a search offers beyond the list: uuid__in and lists of types; taken out of `given`."""
    resource, extra = call.resource, []
    if "uuid__in" in given:
        extra.append(("z.id = ANY({})", _uuids(given.pop("uuid__in"), "uuid__in"), "uuid[]"))
    types = f"{resource.field[resource.type_field].json}__in" if resource.type_field else ""
    if types in given:
        target = resource.field[resource.type_field].target
        urls = given.pop(types)
        if not isinstance(urls, list) or not all(isinstance(u, str) and "://" in u for u in urls):
            raise one_fault(types, "invalid", "Geef een lijst van webadressen (URL's).")
        keys = [k for u in urls if (k := call.links.parse(u, target))]
        extra.append((f"z.{resource.type_field} = ANY({{}})", keys, "uuid[]"))
    return tuple(extra)


async def _within(call: Call, given: dict[str, Any]) -> list[UUID] | None:
    """Rows that the caller may read and whose geometry lies within the area; None when no area is given.

    The index gives candidates, GEOS decides.
    """
    resource = call.resource
    geo = given.pop(resource.geo_search, None) if resource.geo_search else None
    if geo is None:
        return None
    area = geo.get("within") if isinstance(geo, dict) else None
    if fault := geometry_fault(area):
        raise one_fault(f"{resource.geo_search}.within", "invalid", fault)
    assert isinstance(area, dict)
    where = filters.Where(call.place.id)
    where.values += cell_ranges(bounds(area))
    filters.authorise(call.engine.sql, resource, call.reach_to_read(), where)
    async with call.engine.pool.tenant(call.place.id) as conn:
        records = await conn.fetch(_in_cells(resource, where.joins, where.text()), *where.values)
    inside = which_lie_within(area, [r[1] for r in records]) if records else []
    return [r[0] for r, is_inside in zip(records, inside, strict=True) if is_inside]


def _uuids(raw: Any, name: str) -> list[UUID]:
    keys = [parse_uuid(str(u)) for u in raw] if isinstance(raw, list) else [None]
    if None in keys:
        raise one_fault(name, "invalid", "Geef een lijst van uuid's.")
    return [k for k in keys if k]


@cache
def _in_cells(resource: Resource[Any], joins: str, conditions: str) -> str:
    """Uuid and geometry of the rows that meet the conditions and lie in a range of cells $2 to $3 (arrays).

    OFFSET 0 keeps the planner from reading every cell of the municipality once and comparing it with every range.
    """
    geo = resource.geo_search
    return (
        f"SELECT q.id, q.{geo} FROM unnest($2::bigint[], $3::bigint[]) AS r(eerste, laatste)"
        f" CROSS JOIN LATERAL (SELECT z.id, z.{geo} FROM {resource.name} z {joins}"
        f" WHERE {conditions} AND z.{geo}_cel BETWEEN r.eerste AND r.laatste OFFSET 0) q"
    )
