"""Informatieobjecttype: what documents of one kind have in common, in one version. Catalogi API 1.3.3."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from meent.capabilities.names import valid_now
from meent.engine.declare import Filter, Kanaal, Operation, Resource
from meent.engine.marks import Computed, Doc, Empty, Exact, Group, Ref, Server, Shape, Url, Vertrouwelijkheidaanduiding
from meent.services.catalogi import regels
from meent.services.catalogi.api import CATALOGI, SCHRIJVEN
from meent.services.catalogi.subtype import (
    DEPRECATED,
    SUBTYPE_DOCUMENT,
    TYPE_FILTERS,
    filter_contains,
    over_versies_by_omschrijving,
)

if TYPE_CHECKING:
    from meent.services.catalogi.catalogus import Catalogus

BEGIN_OBJECT, EINDE_OBJECT = over_versies_by_omschrijving("informatieobjecttype")
ZAAKTYPEN = (
    f"FROM zaaktype t WHERE {valid_now('t')} AND EXISTS (SELECT 1 FROM zaaktypeinformatieobjecttype n"
    " WHERE n.tenant_id = z.tenant_id AND n.zaaktype = t.id AND n.informatieobjecttype = z.omschrijving)"
)
BESLUITTYPEN = (
    f"FROM besluittype t WHERE {valid_now('t')}"
    " AND z.omschrijving IN (SELECT json_array_elements_text(t.informatieobjecttypen))"
)


class InformatieObjectTypeOmschrijvingGeneriek(Group, kw_only=True):
    informatieobjecttype_omschrijving_generiek: Annotated[str, Meta(max_length=80)]
    definitie_informatieobjecttype_omschrijving_generiek: Annotated[str, Meta(max_length=255)]
    herkomst_informatieobjecttype_omschrijving_generiek: Annotated[str, Meta(max_length=12)]
    hierarchie_informatieobjecttype_omschrijving_generiek: Annotated[str, Meta(max_length=80)]
    opmerking_informatieobjecttype_omschrijving_generiek: Annotated[str, Meta(max_length=255)] | None = None


GEEN_GENERIEK = (
    '{"informatieobjecttypeOmschrijvingGeneriek":"","definitieInformatieobjecttypeOmschrijvingGeneriek":"",'
    '"herkomstInformatieobjecttypeOmschrijvingGeneriek":"","hierarchieInformatieobjecttypeOmschrijvingGeneriek":"",'
    '"opmerkingInformatieobjecttypeOmschrijvingGeneriek":null}'
)


class InformatieObjectType(Shape, kw_only=True):
    catalogus: Exact[Ref["Catalogus"]]
    omschrijving: Annotated[Exact[str], Meta(max_length=80)]
    vertrouwelijkheidaanduiding: Vertrouwelijkheidaanduiding
    begin_geldigheid: date
    einde_geldigheid: date | None = None
    begin_object: Annotated[date | None, Computed(BEGIN_OBJECT), DEPRECATED] = None
    einde_object: Annotated[date | None, Computed(EINDE_OBJECT), DEPRECATED] = None
    concept: Server[bool] = True
    zaaktypen: Annotated[list[Url], Computed(f"SELECT t.id {ZAAKTYPEN}", links="ZaakType")] = []
    zaaktype_identificaties: Annotated[
        list[Annotated[str, Doc(extra=(("readOnly", True),))]],
        Computed(f"SELECT DISTINCT t.identificatie {ZAAKTYPEN}"),
        Doc(extra=(("readOnly", None),)),
    ] = []
    besluittypen: Annotated[list[Url], Computed(f"SELECT t.id {BESLUITTYPEN}", links="BesluitType")] = []
    besluittype_omschrijving: Annotated[list[str], Computed(f"SELECT DISTINCT t.omschrijving {BESLUITTYPEN}")] = []
    informatieobjectcategorie: Annotated[str, Meta(max_length=80), Doc(required=True)] = ""
    trefwoord: list[Annotated[str, Meta(max_length=30)]] = []
    omschrijving_generiek: Annotated[
        InformatieObjectTypeOmschrijvingGeneriek | None, Doc(nullable=False), Empty(GEEN_GENERIEK)
    ] = None


INFORMATIEOBJECTTYPE = Resource(
    InformatieObjectType,
    api=CATALOGI,
    path="/informatieobjecttypen",
    scopes=SCHRIJVEN,
    privacy="none",
    named=(
        Operation(
            "POST",
            "/{uuid}/publish",
            act=regels.publish,
            scopes=("catalogi.schrijven",),
            document={"summary": "Maakt een concept definitief; er is geen weg terug."},
        ),
    ),
    filters=(
        *TYPE_FILTERS,
        filter_contains("omschrijving"),
        Filter(
            "zaaktype",
            "EXISTS (SELECT 1 FROM zaaktypeinformatieobjecttype n WHERE n.tenant_id = z.tenant_id AND n.zaaktype = {}"
            " AND n.catalogus = z.catalogus AND n.informatieobjecttype = z.omschrijving)",
            kind="ref",
            target="ZaakType",
            extra=True,
        ),
    ),
    kanaal=Kanaal("informatieobjecttypen", ("catalogus",)),
    grants_rights=True,
    defaults=(regels.fill_informatieobjectcategorie,),
    rules=(regels.require_concept, regels.require_ordered_geldigheid, regels.require_separate_versies),
    document=SUBTYPE_DOCUMENT | {"description": "Wat alle documenten van één soort gemeen hebben, in één versie."},
    weergave=lambda t: t.omschrijving,
)
