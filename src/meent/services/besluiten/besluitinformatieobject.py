"""Besluitinformatieobject: a document in which a besluit is put down. Besluiten API 1.1.0.

It is made and deleted, never changed (B-04).
"""

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from meent.engine.declare import Resource, Unique
from meent.engine.marks import Exact, Missing, Ref, Shape
from meent.services.across import besluiten_catalogi, documenten_relaties
from meent.services.besluiten.api import BESLUITEN, OPERATION_IDS, SCOPES

if TYPE_CHECKING:
    from meent.services.besluiten.besluit import Besluit
    from meent.services.documenten.enkelvoudiginformatieobject import EnkelvoudigInformatieObject


class BesluitInformatieObject(Shape, kw_only=True):
    informatieobject: Annotated[
        Exact[Ref["EnkelvoudigInformatieObject"]], Meta(max_length=1000, min_length=1), Missing("bad-url")
    ]
    besluit: Exact[Ref["Besluit"]]


BESLUITINFORMATIEOBJECT = Resource(
    BesluitInformatieObject,
    api=BESLUITEN,
    path="/besluitinformatieobjecten",
    scopes=SCOPES,
    privacy="none",
    operations=("list", "create", "retrieve", "delete"),
    unique=(
        Unique(("besluit", "informatieobject"), on="nonFieldErrors", reason="Dit document hoort al bij dit besluit."),
    ),
    authorised_by="besluit.besluittype",
    under="besluit",
    paginated=False,
    rules=(
        besluiten_catalogi.require_informatieobjecttype_of_besluittype,
        documenten_relaties.mirror_document_of_besluit,
    ),
    weergave=lambda b: "Document bij een besluit",
    document={"description": "Een document waarin een besluit is vastgelegd.", "ids": OPERATION_IDS},
)
