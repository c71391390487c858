"""Procestype: what a kind of work is about, as the selectielijst divides the work of a municipality."""

from typing import Annotated

from msgspec import Meta

from meent.engine.declare import TO_READ, Resource
from meent.engine.marks import Doc, Exact, Shape
from meent.services.selectielijst.api import IDS, SELECTIELIJST


class ProcesType(Shape, kw_only=True):
    nummer: Annotated[int, Meta(ge=0, le=32767)]
    jaar: Annotated[Exact[int], Meta(ge=0, le=2147483647)]
    naam: Annotated[str, Meta(max_length=100, min_length=1)]
    omschrijving: Annotated[str, Meta(max_length=300, min_length=1)]
    # The public list leaves it blank in twenty-four places, whatever its document says.
    toelichting: Annotated[str, Doc(required=True)] = ""
    procesobject: Annotated[str, Meta(max_length=80, min_length=1)]


PROCESTYPE = Resource(
    ProcesType,
    api=SELECTIELIJST,
    path="/procestypen",
    scopes=TO_READ,
    privacy="none",
    operations=("list", "retrieve"),
    paginated=False,
    weergave=lambda p: f"{p.nummer} {p.naam} ({p.jaar})",
    document=IDS
    | {
        "description": "Een soort werk van een gemeente in één uitgave van de selectielijst.",
        "filters": {"jaar": {"type": "number"}},
    },
)
