"""Resultaattypeomschrijving: the outcome of a zaak in a word that all municipalities use."""

from typing import Annotated

from msgspec import Meta

from meent.engine.declare import TO_READ, Resource
from meent.engine.marks import Shape
from meent.services.selectielijst.api import IDS, SELECTIELIJST


class ResultaatTypeOmschrijvingGeneriek(Shape, kw_only=True):
    omschrijving: Annotated[str, Meta(max_length=20, min_length=1)]
    definitie: Annotated[str, Meta(max_length=255, min_length=1)]
    opmerking: Annotated[str, Meta(max_length=255)] = ""


RESULTAATTYPEOMSCHRIJVINGGENERIEK = Resource(
    ResultaatTypeOmschrijvingGeneriek,
    api=SELECTIELIJST,
    path="/resultaattypeomschrijvingen",
    scopes=TO_READ,
    privacy="none",
    operations=("list", "retrieve"),
    paginated=False,
    weergave=lambda r: r.omschrijving,
    document=IDS | {"description": "Een afloop van zaken in een woord dat alle gemeenten gebruiken."},
)
