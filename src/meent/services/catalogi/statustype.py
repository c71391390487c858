"""Statustype: a phase that zaken of one zaaktype can be in. Catalogi API 1.3.3."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from meent.capabilities.kinds import Duration
from meent.engine.declare import Resource, Unique
from meent.engine.marks import Computed, Doc, Exact, Group, Ref, Shape, Uri, Url
from meent.services.catalogi import regels
from meent.services.catalogi.api import CATALOGI
from meent.services.catalogi.subtype import (
    DEPRECATED,
    SUBTYPE_DOCUMENT,
    SUBTYPE_FILTERS,
    SUBTYPE_SCOPES,
    of_zaaktype,
    over_versies_of_zaaktype,
)

if TYPE_CHECKING:
    from meent.services.catalogi.zaaktype import ZaakType

BEGIN_OBJECT, EINDE_OBJECT = over_versies_of_zaaktype("statustype")
# The end status is the one with the highest number (C-39, Z-11).
IS_EINDSTATUS = (
    "NOT EXISTS (SELECT 1 FROM statustype n WHERE n.tenant_id = z.tenant_id AND n.zaaktype = z.zaaktype"
    " AND n.id <> z.id AND n.volgnummer > z.volgnummer)"
)


class CheckListItem(Group, kw_only=True):
    itemnaam: Annotated[str, Meta(max_length=30)]
    toelichting: Annotated[str, Meta(max_length=1000)] | None = None
    vraagstelling: Annotated[str, Meta(max_length=255)]
    verplicht: bool = False


class StatusType(Shape, kw_only=True):
    omschrijving: Annotated[str, Meta(max_length=80)]
    omschrijving_generiek: Annotated[str, Meta(max_length=80)] = ""
    statustekst: Annotated[str, Meta(max_length=1000)] = ""
    zaaktype: Exact[Ref["ZaakType"]]
    catalogus: Annotated[Url, Computed(of_zaaktype("catalogus"), links="Catalogus")] = ""
    zaaktype_identificatie: Annotated[str, Computed(of_zaaktype("identificatie"))] = ""
    volgnummer: Annotated[int, Meta(ge=1, le=9999)]
    is_eindstatus: Annotated[bool, Computed(IS_EINDSTATUS)] = False
    informeren: bool = False
    doorlooptijd: Duration | None = None
    toelichting: Annotated[str | None, Meta(max_length=1000)] = None
    checklistitem_statustype: list[CheckListItem] = []
    eigenschappen: Annotated[list[Uri | None], Doc(extra=(("uniqueItems", True),))] = []
    begin_geldigheid: Annotated[date | None, DEPRECATED] = None
    einde_geldigheid: Annotated[date | None, DEPRECATED] = None
    begin_object: Annotated[date | None, Computed(BEGIN_OBJECT), DEPRECATED] = None
    einde_object: Annotated[date | None, Computed(EINDE_OBJECT), DEPRECATED] = None


STATUSTYPE = Resource(
    StatusType,
    api=CATALOGI,
    path="/statustypen",
    scopes=SUBTYPE_SCOPES,
    privacy="none",
    under="zaaktype",
    unique=(
        Unique(
            ("zaaktype", "volgnummer"),
            on="nonFieldErrors",
            reason="Dit zaaktype heeft al een statustype met dit volgnummer. Kies een ander volgnummer.",
        ),
    ),
    filters=SUBTYPE_FILTERS,
    document=SUBTYPE_DOCUMENT | {"description": "Een fase waarin zaken van één zaaktype kunnen zijn."},
    defaults=(regels.take_over_geldigheid,),
    rules=(regels.require_concept_zaaktype, regels.require_geldigheid_of_zaaktype),
    weergave=lambda s: f"{s.volgnummer} {s.omschrijving}",
)
