"""Cells find what lies within an area, and never miss it (decision 0005)."""

import json
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from meent.basis.geometry import MAX_RANGES, bounds, cell, cell_ranges, geometry_fault, which_lie_within
from tests.asgi import Client
from tests.zgw import ZAKEN, een_zaak, een_zaaktype

LON = st.floats(3.2, 7.3, allow_nan=False)
LAT = st.floats(50.7, 53.6, allow_nan=False)


def rectangle(west: float, south: float, wide: float, high: float) -> dict[str, Any]:
    east, north = west + wide, south + high
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


@given(LON, LAT, st.floats(1e-4, 2), st.floats(1e-4, 2), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=300)
def test_cells_never_miss_a_point_inside(
    west: float, south: float, wide: float, high: float, across: float, up: float
) -> None:
    """A case within the area that no range covers would be left out of the answer, and nobody would know."""
    area = rectangle(west, south, wide, high)
    first, last = cell_ranges(bounds(area))
    point = {"type": "Point", "coordinates": [west + wide * across, south + high * up]}
    assert any(a <= cell(point) <= b for a, b in zip(first, last, strict=True))
    assert len(first) <= 2 * MAX_RANGES


@pytest.mark.parametrize("kind", ["Point", "LineString", "Polygon", "MultiPolygon"])
def test_within_is_what_geos_says(kind: str) -> None:
    """Each kind of geometry lies within when all of it does, not just a corner."""
    inside = rectangle(5.1, 52.1, 0.1, 0.1)
    halfway = rectangle(5.25, 52.1, 0.1, 0.1)
    shown = {
        "Point": lambda r: {"type": "Point", "coordinates": r["coordinates"][0][2]},
        "LineString": lambda r: {"type": "LineString", "coordinates": r["coordinates"][0][:3]},
        "Polygon": lambda r: r,
        "MultiPolygon": lambda r: {"type": "MultiPolygon", "coordinates": [r["coordinates"]]},
    }[kind]
    texts = [shapely.to_geojson(shapely.from_geojson(_text(shown(r)))).encode() for r in (inside, halfway)]
    assert which_lie_within(rectangle(5.0, 52.0, 0.3, 0.3), texts) == [True, False]


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value)


@pytest.mark.parametrize(
    "value",
    [{}, {"type": "Point"}, {"type": "Point", "coordinates": [200, 95]}, {"type": "Cirkel", "coordinates": [1, 2]},
     {"type": "Polygon", "coordinates": [[[1, 2]]]}, {"type": "Point", "coordinates": ["a", "b"]}, [], None],
)  # fmt: skip
def test_nonsense_is_told(value: Any) -> None:
    """A geometry that cannot be drawn must be refused at the door, not found when somebody searches."""
    assert geometry_fault(value)


@pytest.mark.rule("Z-47")
async def test_search_finds_what_lies_within(client: Client) -> None:
    """The answer over the index equals looking at every case."""
    zaaktype = await een_zaaktype(client)
    places = [(5.0 + 0.05 * i, 52.0 + 0.03 * i) for i in range(12)]
    zaken = [
        await een_zaak(client, zaaktype, zaakgeometrie={"type": "Point", "coordinates": list(place)})
        for place in places
    ]
    area = {"type": "Polygon", "coordinates": [[[5.04, 52.0], [5.31, 52.0], [5.31, 52.2], [5.04, 52.0]]]}
    wanted = {
        z["uuid"] for z, p in zip(zaken, places, strict=True)
        if shapely.contains(shapely.from_geojson(_text(area)), shapely.Point(p))
    }  # fmt: skip
    found = await client.post(f"{ZAKEN}/zaken/_zoek", {"zaakgeometrie": {"within": area}})
    assert {z["uuid"] for z in found.json["results"]} == wanted
    assert 0 < len(wanted) < len(zaken)
