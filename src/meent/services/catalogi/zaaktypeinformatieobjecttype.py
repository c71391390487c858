"""Zaaktype-informatieobjecttype: which kind of document belongs to zaken of one zaaktype. Catalogi API 1.3.3."""

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from meent.capabilities.names import Names
from meent.engine.declare import Resource, Unique
from meent.engine.marks import Computed, Exact, Ref, Server, Shape
from meent.services.catalogi import regels
from meent.services.catalogi.api import CATALOGI
from meent.services.catalogi.subtype import SUBTYPE_DOCUMENT, SUBTYPE_FILTERS, SUBTYPE_SCOPES, of_zaaktype

if TYPE_CHECKING:
    from meent.services.catalogi.catalogus import Catalogus
    from meent.services.catalogi.statustype import StatusType
    from meent.services.catalogi.zaaktype import ZaakType


class ZaakTypeInformatieObjectType(Shape, kw_only=True):
    zaaktype: Exact[Ref["ZaakType"]]
    zaaktype_identificatie: Annotated[str, Computed(of_zaaktype("identificatie"))] = ""
    catalogus: Server[Ref["Catalogus"]]
    informatieobjecttype: Annotated[
        Exact[str], Meta(max_length=100), Names("InformatieObjectType", by="omschrijving", shown_as="")
    ]
    volgnummer: Annotated[int, Meta(ge=1, le=999)]
    richting: Exact[Literal["inkomend", "intern", "uitgaand"]]
    statustype: Ref["StatusType"] | None = None


ZAAKTYPEINFORMATIEOBJECTTYPE = Resource(
    ZaakTypeInformatieObjectType,
    api=CATALOGI,
    path="/zaaktype-informatieobjecttypen",
    scopes=SUBTYPE_SCOPES,
    privacy="none",
    under="zaaktype",
    unique=(
        Unique(
            ("zaaktype", "volgnummer"),
            on="nonFieldErrors",
            reason="Dit zaaktype heeft al een informatieobjecttype met dit volgnummer. Kies een ander volgnummer.",
        ),
    ),
    filters=(SUBTYPE_FILTERS[1],),
    document=SUBTYPE_DOCUMENT
    | {
        "name": "zaakinformatieobjecttype",  # so in the published operation ids
        "description": "Welk soort document bij zaken van één zaaktype hoort.",
    },
    defaults=(regels.take_catalogus_of_zaaktype, regels.read_names_of_relations),
    rules=(regels.require_concept_zaaktype, regels.require_statustype_of_zaaktype),
    weergave=lambda z: f"{z.volgnummer} {z.informatieobjecttype}",
)
