"""`_zoek`: the list's filters in a body, and `within` a polygon (Z-47)."""

from collections.abc import Callable
from functools import cache, partial
from operator import attrgetter
from typing import Annotated, Any
from uuid import UUID

from meent.basis.fouten import not_found, one_fault
from meent.basis.geometry import bounds, cell, cell_ranges, geometry_fault, which_lie_within
from meent.engine import filters
from meent.engine.authorise import Reach
from meent.engine.call import Call
from meent.engine.check import Check, Context
from meent.engine.declare import Along, Resource
from meent.engine.fields import Field
from meent.engine.links import parse_uuid
from meent.engine.marks import Kind
from meent.engine.read import Page, page_size
from meent.wire.answer import Answer, not_allowed


class GeometryKind(Kind):
    """GeoJSON that can be stored and searched."""

    def check(self, f: Field) -> Check:
        return _geometry


Geometry = Annotated[dict[str, Any], GeometryKind("geometry", "json")]


def _geometry(value: Any, name: str, context: Context) -> Any:
    if fault := geometry_fault(value):
        context.faults.add(name, "invalid", fault)
    return value


class Zoek(Along):
    """Stands in `Resource.along` of what has `_zoek`.

    names    the only filters of the list that it takes beside `uuid__in` and `expand`; none: all of them
    within   the geometry field that `within` looks at, by the cell in which it lies (decision 0005)
    of       gives the geometry of a row, where that is no field of its own
    word     in the address, where that is not `_zoek`; who asks nothing there gets everything
    """

    def __init__(
        self, *names: str, within: str = "", of: Callable[[Any], Any] | None = None, word: str = "_zoek"
    ) -> None:
        self.usual = ("uuid__in", "expand") if word == "_zoek" else ()
        self.names, self.within, self.of, self.word = names, within, of or attrgetter(within or "id"), word
        if within:
            self.columns = ((f"{within}_cel", self._cell),)

    def _cell(self, row: Any) -> int | None:
        geometry = self.of(row)
        return None if geometry is None else cell(geometry)


def zoek_of(resource: Resource[Any]) -> Zoek | None:
    """How a resource can be searched, when it can."""
    return next((along for along in resource.along if isinstance(along, Zoek)), None)


async def search(call: Call, rest: list[str]) -> Answer:
    """`_zoek`: the list's filters in a body, and `within` a polygon (Z-47)."""
    resource, zoek = call.resource, zoek_of(call.resource)
    if zoek is None or rest != [zoek.word]:
        raise not_found()
    if call.method != "POST":
        raise not_allowed(["POST"])
    await call.authenticate()
    if resource.crs:
        call.require_crs(content=True)
    body = call.read_json(await call.body())
    if not isinstance(body, dict) or (zoek.word == "_zoek" and set(body) <= {"expand"}):
        raise one_fault("nonFieldErrors", "empty_search_body", "Geef ten minste één zoekvraag.")
    parameters = call.parameters()
    if "fields" in body and ("expand" in body or "expand" in parameters):
        raise one_fault("nonFieldErrors", "invalid", "Gebruik 'fields' of 'expand', niet allebei.")
    if unknown := sorted(set(body) - {*zoek.names, *zoek.usual, zoek.within}) if zoek.names else []:
        raise one_fault("nonFieldErrors", "unknown-parameters", f"Onbekende parameters: {', '.join(unknown)}.")
    given = dict(body)
    found, extra = await _within(call, zoek.within, given), _conditions(call, given)
    if unknown := [n for n in parameters if n not in ("page", "pageSize", "expand")]:
        raise one_fault("nonFieldErrors", "unknown-parameters", f"Onbekende parameters: {', '.join(unknown)}.")
    fields = given.pop("fields", None)
    if found is None:
        return await call.engine.page(call, given | parameters, extra, fields)
    if not extra and _is_whole(call, given | parameters):
        return await call.engine.page(call, given | parameters, fields=fields, pages=partial(_page_of, found))
    return await call.engine.page(call, given | parameters, (*extra, ("z.id = ANY({})", found, "uuid[]")), fields)


def _is_whole(call: Call, given: dict[str, Any]) -> bool:
    """Whether nothing narrows the list of what was found, or orders it."""
    where = filters.Where(call.place.id)
    before = len(where.conditions)
    filters.apply(call.engine.registry, call.resource, given, where, call.links)
    return len(where.conditions) == before and not given.get("ordering")


async def _page_of(found: list[UUID], conn: Any, call: Call, given: dict[str, Any], reach: Reach, extra: Any) -> Page:
    """A page of rows that are known already and may be read, in the usual order."""
    number, size = filters.page_number(given.get("page", "1")), page_size(call.resource, given)
    keys = sorted(found, reverse=True)[(number - 1) * size : number * size] if number > 0 else []
    if not keys and number != 1:
        raise not_found()
    bodies = dict(await conn.fetch(call.engine.sql.bodies(call.resource), call.place.id, keys))
    there = [key for key in keys if key in bodies]
    return Page([bodies[key] for key in there], there, len(found), number * size < len(found))


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


async def _within(call: Call, name: str, given: dict[str, Any]) -> list[UUID] | None:
    """Rows that the caller may read and whose geometry lies within the area; None when no area is given.

    The index gives candidates, GEOS decides.
    """
    resource = call.resource
    geo = given.pop(name, None) if name else None
    if geo is None:
        return None
    area = geo.get("within") if isinstance(geo, dict) else None
    if fault := geometry_fault(area):
        raise one_fault(f"{name}.within", "invalid", fault)
    assert isinstance(area, dict)
    where = filters.Where(call.place.id)
    where.values += cell_ranges(bounds(area))
    for along in resource.along:
        along.narrow(given, where)
    filters.authorise(call.engine.sql, resource, call.reach_to_read(), where)
    async with call.engine.pool.tenant(call.place.id) as conn:
        await call.engine.views.of_page(call, given, None).begin(conn)
        found = await conn.fetch(_in_cells(resource, name, where.joins, where.text()), *where.values)
    records = [r for r in found if r[1] is not None]  # else where it lies is hidden from this reader
    inside = which_lie_within(area, [r[1] for r in records]) if records else []
    return [r[0] for r, is_inside in zip(records, inside, strict=True) if is_inside]


def _uuids(raw: Any, name: str) -> list[UUID]:
    keys = [parse_uuid(str(u)) for u in raw] if isinstance(raw, list) else [None]
    if None in keys:
        raise one_fault(name, "invalid", "Geef een lijst van uuid's.")
    return [k for k in keys if k]


@cache
def _in_cells(resource: Resource[Any], geo: str, joins: str, conditions: str) -> str:
    """Uuid and geometry of the rows that meet the conditions and lie in a range of cells $2 to $3 (arrays).

    OFFSET 0 keeps the planner from reading every cell of the municipality once and comparing it with every range.
    """
    return (
        f"SELECT q.id, q.{geo} FROM unnest($2::bigint[], $3::bigint[]) AS r(eerste, laatste)"
        f" CROSS JOIN LATERAL (SELECT z.id, z.{geo} FROM {resource.source} z {joins}"
        f" WHERE {conditions} AND z.{geo}_cel BETWEEN r.eerste AND r.laatste OFFSET 0) q"
    )
