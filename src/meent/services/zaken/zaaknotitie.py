"""Zaaknotitie: a note of a colleague on a zaak, for colleagues alone or for the initiator too. Zaken API 1.7.0."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from meent.engine.declare import Resource, Scopes
from meent.engine.marks import By, Doc, Exact, Fixed, Personal, Ref, Server, Shape
from meent.services.across import betrokkenen
from meent.services.zaken import regels
from meent.services.zaken.api import ALLEEN_BIJWERKEN, AUDIT_HEADERS, LEZEN, ZAKEN

if TYPE_CHECKING:
    from meent.services.zaken.zaak import Zaak

TEXT = By("exact", "icontains")
MOMENT = By("exact", "gt", "gte", "lt", "lte")
# What is sent may not be empty; what is read is described without that limit.
NOT_EMPTY = Doc(extra=(("read", {"minLength": None}),))


class ZaakNotitie(Shape, kw_only=True):
    onderwerp: Annotated[Personal[str], Meta(max_length=255, min_length=1), TEXT, NOT_EMPTY]
    tekst: Annotated[Personal[str], Meta(min_length=1), TEXT, NOT_EMPTY]
    aangemaakt_door: Annotated[Personal[str], Meta(max_length=255), TEXT] = ""
    notitie_type: Exact[Literal["intern", "extern"]] = "intern"
    status: Exact[Literal["concept", "definitief"]] = "concept"
    aanmaakdatum: Annotated[Server[datetime], MOMENT]
    wijzigingsdatum: Annotated[Server[datetime], MOMENT]
    gerelateerd_aan: Fixed[Exact[Ref["Zaak"]]]


ZAAKNOTITIE = Resource(
    ZaakNotitie,
    api=ZAKEN,
    path="/zaaknotities",
    scopes=Scopes(read=LEZEN, create=ALLEEN_BIJWERKEN, update=ALLEEN_BIJWERKEN, delete=ALLEEN_BIJWERKEN),
    privacy="none",
    along=(betrokkenen.van_zaak("gerelateerd_aan"),),
    operations=("list", "create", "retrieve", "update", "partial_update", "delete"),
    authorised_by="gerelateerd_aan.zaaktype",
    under="gerelateerd_aan",
    defaults=(regels.stamp_notitie,),
    rules=(regels.require_forced_on_closed_zaak,),
    document={
        "description": "Een aantekening bij een zaak, voor collega's of ook voor de initiator.",
        "ids": {"retrieve": "read", "delete": "delete"},
        "without": dict.fromkeys(("create", "update", "partial_update", "delete"), AUDIT_HEADERS),
        "writable_only": ("create", "update", "patch"),
        "standard": ("pageSize",),
        "expand": {"gerelateerdAan": False},
        "filters": {
            n: {"format": "date-time"}
            for moment in ("aanmaakdatum", "wijzigingsdatum")
            for n in (moment, *(f"{moment}__{lookup}" for lookup in ("gt", "gte", "lt", "lte")))
        },
    },
    weergave=lambda n: n.onderwerp,
)
