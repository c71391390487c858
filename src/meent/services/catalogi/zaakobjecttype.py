"""Zaakobjecttype: a kind of object that zaken of one zaaktype can be about. Catalogi API 1.3.3."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from meent.engine.declare import Filter, Resource
from meent.engine.marks import Computed, Doc, Exact, Ref, Shape, Uri, Url
from meent.services.catalogi import regels
from meent.services.catalogi.api import CATALOGI
from meent.services.catalogi.subtype import (
    DEPRECATED,
    SUBTYPE_FILTERS,
    SUBTYPE_SCOPES,
    of_zaaktype,
    over_versies_of_zaaktype,
)

if TYPE_CHECKING:
    from meent.services.catalogi.catalogus import Catalogus
    from meent.services.catalogi.zaaktype import ZaakType

BEGIN_OBJECT, EINDE_OBJECT = over_versies_of_zaaktype("zaakobjecttype", by="objecttype")
BIJ_ZAAKTYPE = "FROM {} r WHERE r.tenant_id = z.tenant_id AND r.zaaktype = z.zaaktype"


class ZaakObjectType(Shape, kw_only=True):
    ander_objecttype: Exact[bool]
    begin_geldigheid: Annotated[date | None, Doc(required=False, nullable=False, extra=(("deprecated", True),))] = None
    einde_geldigheid: Annotated[date | None, DEPRECATED] = None
    begin_object: Annotated[date | None, Computed(BEGIN_OBJECT), DEPRECATED] = None
    einde_object: Annotated[date | None, Computed(EINDE_OBJECT), DEPRECATED] = None
    objecttype: Annotated[Exact[Uri], Meta(max_length=200)]
    relatie_omschrijving: Annotated[Exact[str], Meta(max_length=80)]
    zaaktype: Exact[Ref["ZaakType"]]
    zaaktype_identificatie: Annotated[str, Computed(of_zaaktype("identificatie"))] = ""
    resultaattypen: Annotated[
        list[Url], Computed(f"SELECT r.id {BIJ_ZAAKTYPE.format('resultaattype')}", links="ResultaatType")
    ] = []
    resultaattype_omschrijving: Annotated[
        list[str],
        Computed(f"SELECT DISTINCT r.omschrijving {BIJ_ZAAKTYPE.format('resultaattype')}"),
        Doc(required=False, without=("patch",)),
    ] = []
    statustypen: Annotated[
        list[Url], Computed(f"SELECT r.id {BIJ_ZAAKTYPE.format('statustype')}", links="StatusType")
    ] = []
    catalogus: Exact[Ref["Catalogus"]]


ZAAKOBJECTTYPE = Resource(
    ZaakObjectType,
    api=CATALOGI,
    path="/zaakobjecttypen",
    scopes=SUBTYPE_SCOPES,
    privacy="none",
    under="zaaktype",
    filters=(
        SUBTYPE_FILTERS[0],
        SUBTYPE_FILTERS[2],
        replace(SUBTYPE_FILTERS[1], default=None, extra=True),
        Filter("datumBeginGeldigheid", "z.begin_geldigheid = {}", kind="date", deprecated=True),
        Filter("datumEindeGeldigheid", "z.einde_geldigheid = {}", kind="date", deprecated=True),
    ),
    document={
        "description": "Waar zaken van één zaaktype over kunnen gaan.",
        "filters": {"anderObjecttype": {"type": "string"}},
        "expand": {"objecttype": False},
    },
    defaults=(regels.take_over_geldigheid,),
    rules=(
        regels.require_concept_zaaktype,
        regels.require_geldigheid_of_zaaktype,
        regels.require_catalogus_of_zaaktype,
    ),
    weergave=lambda z: z.relatie_omschrijving,
)
