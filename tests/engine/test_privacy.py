"""Every field has a privacy class: without one nobody knows what a log, an export or a test may hold."""

import re
from typing import Any

import pytest

from meent.engine.declare import Resource
from meent.engine.fields import Field
from meent.services.resources import RESOURCES

FIELDS = [(r, f) for r in RESOURCES for f in r.fields]
ABOUT_PEOPLE = re.compile(
    r"(?<!type)toelichting|contactpersoon|bsn|naam_betrokkene|betrokkene_identificatie|object_identificatie"
)
"""Names of fields that tell something of a person, or in which people write about one another."""
OF_A_TYPE = (
    "zaaktype", "statustype", "roltype", "informatieobjecttype", "besluittype", "resultaattype", "eigenschap",
    "zaaktypeinformatieobjecttype", "zaakobjecttype", "applicatie",
)  # fmt: skip
"""Resources that describe kinds of cases and programs, never a person."""


@pytest.mark.parametrize(("resource", "field"), FIELDS, ids=lambda x: x.name)
def test_field_has_a_class(resource: Resource[Any], field: Field) -> None:
    """A field that nobody thought about would be shown and kept like any other."""
    assert resource.privacy_of(field) in ("none", "personal", "special")


@pytest.mark.parametrize(
    ("resource", "field"),
    [(r, f) for r, f in FIELDS if ABOUT_PEOPLE.search(f.name) and r.name not in OF_A_TYPE and not f.computed],
    ids=lambda x: x.name,
)
def test_field_about_people_is_personal(resource: Resource[Any], field: Field) -> None:
    """A note about a resident marked as nothing special would end up in a log."""
    assert resource.privacy_of(field) == "personal"
