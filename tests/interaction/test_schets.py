"""The drawing of a place: north is up, east is right, proportions are those of the ground."""

import pytest

from meent.interaction.behandelen.schets import COORDINATES_MAX, teken


@pytest.mark.parametrize("geometry", [
    None,
    {},
    {"type": "GeometryCollection", "geometries": []},
    {"type": "LineString", "coordinates": [[4.0, 52.0]] * (COORDINATES_MAX + 1)},
])  # fmt: skip
def test_nothing_to_draw(geometry):
    assert teken(geometry) is None


def test_a_point_stands_in_the_middle():
    schets = teken({"type": "Point", "coordinates": [4.8952, 52.3702]})
    (vorm,) = schets.vormen
    assert (vorm.kind, vorm.x, vorm.y) == ("punt", 50, 50)
    assert (schets.breedtegraad, schets.lengtegraad) == (52.3702, 4.8952)


def test_north_is_up_and_sizes_are_metres():
    """A degree of longitude is shorter here than one of latitude; a square field must look square."""
    schets = teken({"type": "LineString", "coordinates": [[4.0, 52.0], [4.001, 52.001]]})
    assert (schets.breedte_meter, schets.hoogte_meter) == (69, 111)
    (vorm,) = schets.vormen
    assert vorm.path == "M26.6 88.0 L73.4 12.0" or (vorm.y > 50 > vorm.x)


@pytest.mark.parametrize(("geometry", "kinds"), [
    ({"type": "MultiPoint", "coordinates": [[4, 52], [5, 52]]}, ["punt", "punt"]),
    ({"type": "Polygon", "coordinates": [[[4, 52], [5, 52], [5, 53], [4, 52]]]}, ["vlak"]),
    ({"type": "MultiPolygon", "coordinates": [[[[4, 52], [5, 52], [5, 53], [4, 52]]]] * 2}, ["vlak", "vlak"]),
    ({"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [4, 52, 1]},
      {"type": "MultiLineString", "coordinates": [[[4, 52], [5, 53]]]}]}, ["punt", "lijn"]),
])  # fmt: skip
def test_every_kind_of_geometry_is_drawn(geometry, kinds):
    schets = teken(geometry)
    assert [vorm.kind for vorm in schets.vormen] == kinds
    assert all("nan" not in vorm.path for vorm in schets.vormen)
