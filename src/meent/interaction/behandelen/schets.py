"""A small drawing of where a zaak is: the shape itself, north up, without a map under it.

Pure: GeoJSON (longitude, latitude in degrees, as the Zaken API gives it) in, numbers for an SVG of 100 by 100 out.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

METER_PER_DEGREE = 111_320
SIZE = 100.0
MARGIN = 12.0
COORDINATES_MAX = 5_000
"""A shape with more says nothing at this size; then there is no drawing."""

Position = tuple[float, float]
KINDS = {"Point": "punt", "LineString": "lijn", "Polygon": "vlak"}
WRAPS = {"Point": 2, "LineString": 1, "Polygon": 0}


@dataclass(frozen=True)
class Vorm:
    """A part of the drawing: a path, and its middle for a point."""

    kind: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Schets:
    """The drawing and its words.

    breedte_meter, hoogte_meter   size of the shape, rounded; 0 for a point
    """

    vormen: list[Vorm]
    lengtegraad: float
    breedtegraad: float
    breedte_meter: int
    hoogte_meter: int


def teken(geometry: dict[str, Any] | None) -> Schets | None:
    """The drawing of a geometry, or None when there is nothing to draw."""
    if not geometry:
        return None
    parts = list(simple_parts(geometry))
    positions = [position for _, lines in parts for line in lines for position in line]
    if not positions or len(positions) > COORDINATES_MAX:
        return None

    west, east = min(x for x, _ in positions), max(x for x, _ in positions)
    south, north = min(y for _, y in positions), max(y for _, y in positions)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    meter_east = METER_PER_DEGREE * math.cos(math.radians(middle_y))
    width, height = (east - west) * meter_east, (north - south) * METER_PER_DEGREE
    scale = (SIZE - 2 * MARGIN) / (max(width, height) or 1)

    def place(position: Position) -> Position:
        x = SIZE / 2 + (position[0] - middle_x) * meter_east * scale
        y = SIZE / 2 - (position[1] - middle_y) * METER_PER_DEGREE * scale
        return round(x, 2), round(y, 2)

    vormen = [vorm(kind, [[place(position) for position in line] for line in lines]) for kind, lines in parts]
    return Schets(vormen, middle_x, middle_y, round(width), round(height))


def simple_parts(geometry: dict[str, Any]) -> Iterator[tuple[str, list[list[Position]]]]:
    """(kind, lines) of every point, line and polygon in a geometry, collections taken apart."""
    name = geometry["type"]
    if name == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from simple_parts(part)
    elif name.startswith("Multi"):
        for coordinates in geometry["coordinates"]:
            yield from simple_parts({"type": name.removeprefix("Multi"), "coordinates": coordinates})
    else:
        lines = wrapped(geometry["coordinates"], WRAPS[name])
        yield KINDS[name], [[(float(x), float(y)) for x, y, *_ in line] for line in lines]


def wrapped(coordinates: Any, times: int) -> list[Any]:
    """A point as a line of one, a line as a polygon of one: then all three are lists of lines."""
    return wrapped([coordinates], times - 1) if times else list(coordinates)


def vorm(kind: str, lines: list[list[Position]]) -> Vorm:
    closing = " Z" if kind == "vlak" else ""
    path = " ".join("M" + " L".join(f"{x} {y}" for x, y in line) + closing for line in lines)
    x, y = lines[0][0]
    return Vorm(kind, path, x, y)
