"""Objectinformatieobject: a document belongs to a zaak or a besluit, as seen from the document. Documenten API 1.7.0.

It mirrors the relation that the register of the zaak or the besluit holds (services/across/documenten_relaties.py).
"""

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from meent.engine.declare import Filter, Resource, Unique
from meent.engine.marks import Exact, Missing, Ref, Shape, Uri
from meent.services.across import documenten_relaties
from meent.services.documenten.api import DOCUMENTEN, NOT_BLANK, ONDER_DOCUMENT, WRITABLE_ONLY

if TYPE_CHECKING:
    from meent.services.documenten.enkelvoudiginformatieobject import EnkelvoudigInformatieObject

ObjectType = Literal["besluit", "zaak", "verzoek"]


class ObjectInformatieObject(Shape, kw_only=True):
    informatieobject: Annotated[Exact[Ref["EnkelvoudigInformatieObject"]], Missing("bad-url")]
    object: Annotated[Exact[Uri], Meta(max_length=1000), NOT_BLANK]
    object_type: ObjectType


OBJECTINFORMATIEOBJECT = Resource(
    ObjectInformatieObject,
    api=DOCUMENTEN,
    path="/objectinformatieobjecten",
    scopes=ONDER_DOCUMENT,
    privacy="none",
    operations=("list", "create", "retrieve", "head", "delete"),
    unique=(
        Unique(("informatieobject", "object"), on="nonFieldErrors", reason="Dit document hoort al bij dit object."),
    ),
    filters=(
        Filter("objectType", "z.object_type = {}", kind="choice", choices=("besluit", "zaak", "verzoek"), extra=True),
    ),
    authorised_by="informatieobject.informatieobjecttype",
    under="informatieobject",
    paginated=False,
    rules=(
        documenten_relaties.require_object,
        documenten_relaties.require_source_relation,
        documenten_relaties.require_no_source_relation,
    ),
    weergave=lambda o: o.object_type,
    document={
        "description": "Dat een document bij een zaak of besluit hoort, gezien vanuit het document.",
        "writable_only": WRITABLE_ONLY,
        "expand": {"object": False},
        "without": {"*": ("X-NLX-Logrecord-ID", "X-Audit-Toelichting")},
    },
)
