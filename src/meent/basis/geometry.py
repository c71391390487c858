"""GeoJSON as cases carry it (RFC 7946, EPSG:4326): checks, bounding box and "lies within"."""

from typing import Annotated, Any

import msgspec
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

KINDS = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection")
MAX_POINTS = 100_000


def geometry_fault(value: Any) -> str:
    """What is wrong with a GeoJSON geometry, as a sentence, or "" when nothing is."""
    if not isinstance(value, dict) or value.get("type") not in KINDS:
        return "Dit moet een GeoJSON-geometrie zijn, zoals een Point of Polygon."
    try:
        _require_form(value)
        if (point := _point(value)) is not None:
            return _outside(point * 2)
        geometry = as_geometry(value)
        if shapely.get_num_coordinates(geometry) > MAX_POINTS:
            return f"Deze geometrie heeft meer dan {MAX_POINTS} punten."
        return _outside(geometry.bounds)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, shapely.errors.ShapelyError):
        return "De coördinaten van deze geometrie kloppen niet."


# What RFC 7946 asks of the coordinates of each kind. GEOS must see nothing else: it reads less than shapely accepts, so
# that one such row would break every search, and a ring without points ends the process.
Position = Annotated[list[float], msgspec.Meta(min_length=2, max_length=3)]
Line = Annotated[list[Position], msgspec.Meta(min_length=2)]
Rings = Annotated[list[Annotated[list[Position], msgspec.Meta(min_length=4)]], msgspec.Meta(min_length=1)]
FORMS: dict[str, Any] = {
    "Point": Position, "MultiPoint": list[Position], "LineString": Line, "MultiLineString": list[Line],
    "Polygon": Rings, "MultiPolygon": list[Rings],
}  # fmt: skip
MAX_NESTED = 8


def _require_form(value: Any, depth: int = 0) -> None:
    """Raises ValueError for coordinates of another form than their kind has, and for a ring that is not closed."""
    if value["type"] == "GeometryCollection":
        if depth == MAX_NESTED:
            raise ValueError(depth)
        for inner in msgspec.convert(value["geometries"], list[dict[str, Any]]):
            _require_form(inner, depth + 1)
        return
    coordinates = msgspec.convert(value["coordinates"], FORMS[value["type"]])
    polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(value["type"], [])
    if any(ring[0] != ring[-1] for rings in polygons for ring in rings):
        raise ValueError(value["type"])


def _outside(box: tuple[float, ...]) -> str:
    west, south, east, north = box
    if -180 <= west <= east <= 180 and -90 <= south <= north <= 90:
        return ""
    return "De coördinaten liggen buiten de wereld: gebruik lengte en breedte in graden (EPSG:4326)."


def _point(value: dict[str, Any]) -> tuple[float, ...] | None:
    """Longitude and latitude of a plain Point, which most cases have and which needs no geometry library."""
    at = value.get("coordinates")
    if value.get("type") == "Point" and type(at) is list and len(at) == 2 and {type(c) for c in at} <= {int, float}:
        return float(at[0]), float(at[1])
    return None


def as_geometry(value: dict[str, Any]) -> BaseGeometry:
    """The shapely geometry of a GeoJSON object; raises ValueError and friends on nonsense."""
    return shape(value)


def bounds(value: dict[str, Any]) -> tuple[float, float, float, float]:
    """West, south, east, north."""
    if (point := _point(value)) is not None:
        return point[0], point[1], point[0], point[1]
    west, south, east, north = as_geometry(value).bounds
    return float(west), float(south), float(east), float(north)


# --- cells -----------------------------------------------------------------------------------------------------------
# A row keeps the cell in which the south-west corner of its geometry lies: a whole number in Z-order, so that an
# ordinary index with the tenant in front finds what may lie within an area. PostgreSQL's box operators cannot be used
# as an index condition under row policies (ARCHITECTURE §5); comparing whole numbers can (decision 0005).

LEVELS: int = 24  # about 2 metres at our latitude
SIDE = 1 << LEVELS  # cells from west to east
MAX_RANGES = 32


def cell(value: dict[str, Any]) -> int:
    """Cell of the south-west corner of a geometry, 0 ≤ cell < 4**LEVELS."""
    west, south, _, _ = bounds(value)
    return _interleave(_column(west), _row(south))


def _column(lon: float) -> int:
    return min(int((lon + 180) / 360 * SIDE), SIDE - 1)


def _row(lat: float) -> int:
    return min(int((lat + 90) / 180 * SIDE), SIDE - 1)


def _interleave(x: int, y: int) -> int:
    return int(f"{x:b}", 4) | int(f"{y:b}", 4) << 1


def cell_ranges(box: tuple[float, float, float, float]) -> tuple[list[int], list[int]]:
    """First and last cells of at most MAX_RANGES ranges that together cover a box (west, south, east, north)."""
    west, south, east, north = _column(box[0]), _row(box[1]), _column(box[2]), _row(box[3])
    squares = [(0, 0, LEVELS)]  # x, y and size (as a power of two) of squares that touch the box
    while len(squares) < MAX_RANGES // 2:
        split = [s for s in squares if s[2] > 0 and not _is_inside(s, west, south, east, north)]
        if not split:
            break
        kept = [s for s in squares if s not in split]
        squares = kept + [q for s in split for q in _quarters(s) if _touches(q, west, south, east, north)]
    ranges = sorted((_interleave(x, y), 4**size) for x, y, size in squares)
    return [first for first, _ in ranges], [first + length - 1 for first, length in ranges]


def _quarters(square: tuple[int, int, int]) -> list[tuple[int, int, int]]:
    x, y, size = square
    half = 1 << (size - 1)
    return [(x + dx, y + dy, size - 1) for dx in (0, half) for dy in (0, half)]


def _touches(square: tuple[int, int, int], west: int, south: int, east: int, north: int) -> bool:
    x, y, size = square
    return x <= east and x + (1 << size) > west and y <= north and y + (1 << size) > south


def _is_inside(square: tuple[int, int, int], west: int, south: int, east: int, north: int) -> bool:
    x, y, size = square
    return x >= west and y >= south and x + (1 << size) - 1 <= east and y + (1 << size) - 1 <= north


def which_lie_within(area: dict[str, Any], geometries: list[bytes]) -> list[bool]:
    """For each GeoJSON text whether it lies within the area; decided by GEOS, all at once."""
    polygon = as_geometry(area)
    shapely.prepare(polygon)
    try:
        points = _POINTS.decode(b"[" + b",".join(geometries) + b"]")
    except msgspec.ValidationError:  # not all of them are points
        shapes = shapely.from_geojson([g.decode() for g in geometries], on_invalid="ignore")
        found = shapely.contains(polygon, shapes)
    else:
        found = shapely.contains_xy(polygon, [p.coordinates[0] for p in points], [p.coordinates[1] for p in points])
    return [bool(f) for f in found]


class _Point(msgspec.Struct, tag="Point", tag_field="type"):
    """A GeoJSON Point, read forty times faster than through GEOS; most cases have one."""

    coordinates: list[float]


_POINTS = msgspec.json.Decoder(list[_Point])
