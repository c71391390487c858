"""Communicatiekanaal: the way in which a zaak came in. Referentielijsten API 0.6.0."""

from typing import Annotated

from msgspec import Meta

from meent.engine.declare import TO_READ, Resource
from meent.engine.marks import Shape
from meent.services.selectielijst.api import SELECTIELIJST


class CommunicatieKanaal(Shape, kw_only=True):
    naam: Annotated[str, Meta(max_length=20)]
    omschrijving: Annotated[str, Meta(max_length=200)]


COMMUNICATIEKANAAL = Resource(
    CommunicatieKanaal,
    api=SELECTIELIJST,
    path="/communicatiekanalen",
    scopes=TO_READ,
    privacy="none",
    operations=("list", "retrieve"),
    weergave=lambda k: k.naam,
    document={"description": "Een manier waarop een zaak binnenkomt."},
)
