"""Gebruiksrechten: on what conditions, and how long, a document may be used. Documenten API 1.7.0."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from meent.engine.declare import Resource
from meent.engine.marks import By, Exact, Fixed, Missing, Ref, Shape
from meent.services.documenten import onderdelen
from meent.services.documenten.api import DOCUMENTEN, NOT_BLANK, ONDER_DOCUMENT, WRITABLE_ONLY

if TYPE_CHECKING:
    from meent.services.documenten.enkelvoudiginformatieobject import EnkelvoudigInformatieObject

PERIODE = By("lt", "lte", "gt", "gte")


class Gebruiksrechten(Shape, kw_only=True):
    informatieobject: Annotated[Fixed[Exact[Ref["EnkelvoudigInformatieObject"]]], Missing("bad-url")]
    startdatum: Annotated[datetime, PERIODE]
    einddatum: Annotated[datetime | None, PERIODE] = None
    omschrijving_voorwaarden: Annotated[str, NOT_BLANK]


GEBRUIKSRECHTEN = Resource(
    Gebruiksrechten,
    api=DOCUMENTEN,
    path="/gebruiksrechten",
    scopes=ONDER_DOCUMENT,
    privacy="none",
    authorised_by="informatieobject.informatieobjecttype",
    under="informatieobject",
    paginated=False,
    rules=(onderdelen.require_ordered_gebruiksrechten, onderdelen.carry_indicatie_to_document),
    weergave=lambda g: f"Gebruiksrechten vanaf {g.startdatum:%d-%m-%Y}",
    document={
        "description": "De voorwaarden waaronder, en de tijd waarin, een document gebruikt mag worden.",
        "writable_only": WRITABLE_ONLY,
    },
)
