"""Zaakinformatieobject: a document is part of the file of a zaak. Zaken API 1.7.0."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from meent.engine.declare import Resource, Scopes, Unique
from meent.engine.marks import Computed, Exact, Fixed, Missing, Personal, Ref, Server, Shape
from meent.services.across import betrokkenen, documenten_relaties, zaken_documenten
from meent.services.zaken import documentregels, regels
from meent.services.zaken.api import BIJWERKEN, LEZEN, ZAKEN

if TYPE_CHECKING:
    from meent.services.documenten.enkelvoudiginformatieobject import EnkelvoudigInformatieObject
    from meent.services.zaken.status import Status
    from meent.services.zaken.zaak import Zaak

AardRelatieWeergave = Literal["Hoort bij, omgekeerd: kent", "Legt vast, omgekeerd: kan vastgelegd zijn als"]


class ZaakInformatieObject(Shape, kw_only=True):
    informatieobject: Annotated[
        Fixed[Exact[Ref["EnkelvoudigInformatieObject"]]], Meta(max_length=1000), Missing("bad-url")
    ]
    zaak: Annotated[Fixed[Exact[Ref["Zaak"]]], Meta(max_length=1000, min_length=1)]
    aard_relatie_weergave: Annotated[AardRelatieWeergave, Computed("'Hoort bij, omgekeerd: kent'")] = (
        "Hoort bij, omgekeerd: kent"
    )
    titel: Annotated[Personal[str], Meta(max_length=200)] = ""
    beschrijving: Personal[str] = ""
    registratiedatum: Server[datetime]
    vernietigingsdatum: datetime | None = None
    status: Annotated[Ref["Status"] | None, Meta(max_length=1000, min_length=1)] = None


ZAAKINFORMATIEOBJECT = Resource(
    ZaakInformatieObject,
    api=ZAKEN,
    path="/zaakinformatieobjecten",
    scopes=Scopes(
        read=LEZEN,
        create=("zaken.aanmaken", *BIJWERKEN),
        update=BIJWERKEN,
        delete=(*BIJWERKEN, "zaken.verwijderen"),
    ),
    privacy="none",
    along=(betrokkenen.van_zaak(),),
    unique=(Unique(("zaak", "informatieobject"), on="nonFieldErrors", reason="Dit document hoort al bij deze zaak."),),
    authorised_by="zaak.zaaktype",
    under="zaak",
    paginated=False,
    defaults=(documentregels.stamp_registratiedatum,),
    rules=(
        regels.require_forced_on_closed_zaak,
        documentregels.require_zaak_not_archived,
        documentregels.require_status_of_zaak,
        zaken_documenten.require_informatieobjecttype_of_zaaktype,
        documenten_relaties.mirror_document_of_zaak,
    ),
    weergave=lambda z: f"Document bij een zaak, {z.registratiedatum:%d-%m-%Y}",
    document={"description": "Een document dat bij een zaak hoort, met wat de zaak ervan zegt."},
)
