"""Generated objects with their history. Standard: Objecten 2.7.0, Objecttypen 2.2.2."""

from collections import Counter
from datetime import UTC, date, datetime

import jsonschema
import pytest

from meent.tools.demo.bewoners import generate_bewoners
from meent.tools.demo.gemeenten import GEMEENTEN, MEERWIJDE
from meent.tools.demo.items import Item, Wijziging
from meent.tools.demo.objecten import AANTAL_OBJECTEN, DELEN, generate_objecten
from meent.tools.demo.objectsoorten import OBJECTSOORTEN
from tests.tools.demo.test_klantcontacten import VANDAAG, dossiers_of

SCHEMA = {soort.sleutel: soort.schema for soort in OBJECTSOORTEN}


def maak(gemeente=MEERWIJDE, aantal=480, **anders):
    bewoners = generate_bewoners(gemeente, 400, seed=1, vandaag=VANDAAG)
    adressen = [p.verblijfplaats for p in bewoners if p.verblijfplaats]
    steeds = {"seed": 1, "vandaag": VANDAAG} | anders
    return generate_objecten(gemeente, adressen, dossiers_of(gemeente), aantal, **steeds)


@pytest.fixture(scope="session")
def groups():
    return maak()[1]


def soort_of(group):
    return group.delen[0].sleutel.rpartition("-")[0]


@pytest.mark.parametrize("gemeente", GEMEENTEN, ids=lambda gemeente: gemeente.slug)
def test_every_body_fits_the_published_schema(gemeente, faults):
    types, made = maak(gemeente, 120)
    assert faults([*types, *(part for group in made for part in group.items() if isinstance(part, Item))]) == []


def test_same_seed_and_day_same_objects():
    assert maak(aantal=96) == maak(aantal=96)
    assert maak(aantal=96) != maak(aantal=96, seed=2)


def test_every_kind_has_objects(groups):
    assert Counter(map(soort_of, groups)).keys() == SCHEMA.keys() == dict(DELEN).keys()
    assert sum(AANTAL_OBJECTEN.values()) == 600
    assert 0.7 * 480 < len(groups) <= 480


def test_data_are_what_the_type_says_in_every_record(groups):
    """Also in those that were corrected, for they can still be read."""
    for group in groups:
        for part in group.items():
            jsonschema.validate(part.body["record"]["data"], SCHEMA[soort_of(group)])


def test_history_goes_forward_and_some_of_it_was_wrong(groups):
    now = datetime.combine(VANDAAG, datetime.min.time(), UTC)
    corrections = 0
    for group in groups:
        moments = [part.op for part in group.items()]
        assert moments == sorted(moments)
        assert moments[-1] < now
        for part in group.items():
            assert date.fromisoformat(part.body["record"]["startAt"]) <= part.op.date()
            if isinstance(part, Wijziging) and "correctionFor" in part.body["record"]:
                corrections += 1
                assert part.body["record"]["startAt"] == group.delen[0].body["record"]["startAt"]
                assert part.body["record"]["data"] != group.delen[0].body["record"]["data"]
    assert 10 < corrections < 80
    assert sum(len(group.delen) > 1 for group in groups) > len(groups) / 3


def test_what_came_of_a_case_refers_to_it(groups):
    for group in groups:
        references = group.delen[0].body["record"]["references"]
        assert bool(references) == (soort_of(group) in ("melding", "parkeervergunning"))


def test_places_lie_in_the_town(groups):
    west, south, east, north = MEERWIJDE.kaart
    points = [g.delen[0].body["record"]["geometry"]["coordinates"] for g in groups
              if "geometry" in g.delen[0].body["record"]]  # fmt: skip
    assert len(points) > 300
    assert all(west - 0.001 < x < east + 0.001 and south - 0.001 < y < north + 0.001 for x, y in points)
