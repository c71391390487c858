"""Besluittype: what besluiten of one kind have in common, in one version. Catalogi API 1.3.3."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from meent.capabilities.kinds import Duration
from meent.capabilities.names import Names, valid_now
from meent.engine.declare import Filter, Kanaal, Operation, Resource
from meent.engine.marks import Computed, Doc, Exact, Ref, Server, Shape, Url
from meent.services.catalogi import regels
from meent.services.catalogi.api import CATALOGI, SCHRIJVEN
from meent.services.catalogi.subtype import DEPRECATED, TYPE_FILTERS, over_versies_by_omschrijving

if TYPE_CHECKING:
    from meent.services.catalogi.catalogus import Catalogus

BEGIN_OBJECT, EINDE_OBJECT = over_versies_by_omschrijving("besluittype")
ZAAKTYPEN = (
    f"FROM zaaktype t WHERE {valid_now('t')} AND z.omschrijving IN (SELECT json_array_elements_text(t.besluittypen))"
)
RESULTAATTYPEN = (
    "FROM resultaattype r JOIN zaaktype t ON t.tenant_id = r.tenant_id AND t.id = r.zaaktype"
    f" WHERE {valid_now('t')} AND z.omschrijving IN (SELECT json_array_elements_text(r.besluittypen))"
)


class BesluitType(Shape, kw_only=True):
    catalogus: Exact[Ref["Catalogus"]]
    zaaktypen: Annotated[list[Url], Computed(f"SELECT t.id {ZAAKTYPEN}", links="ZaakType")] = []
    zaaktype_identificaties: Annotated[
        list[str], Computed(f"SELECT DISTINCT t.identificatie {ZAAKTYPEN}"), Doc(without=("create", "update"))
    ] = []
    omschrijving: Annotated[Exact[str], Meta(max_length=80)] = ""
    omschrijving_generiek: Annotated[str, Meta(max_length=80)] = ""
    besluitcategorie: Annotated[str, Meta(max_length=40)] = ""
    reactietermijn: Duration | None = None
    publicatie_indicatie: bool
    publicatietekst: str = ""
    publicatietermijn: Duration | None = None
    toelichting: str = ""
    informatieobjecttypen: Annotated[
        list[str], Names("InformatieObjectType", by="omschrijving", shown_as="informatieobjecttypeOmschrijvingen")
    ]
    begin_geldigheid: date
    einde_geldigheid: date | None = None
    begin_object: Annotated[date | None, Computed(BEGIN_OBJECT), DEPRECATED] = None
    einde_object: Annotated[date | None, Computed(EINDE_OBJECT), DEPRECATED] = None
    concept: Server[bool] = True
    resultaattypen: Annotated[list[Url], Computed(f"SELECT r.id {RESULTAATTYPEN}", links="ResultaatType")] = []
    resultaattypen_omschrijving: Annotated[list[str], Computed(f"SELECT DISTINCT r.omschrijving {RESULTAATTYPEN}")] = []
    # The names of the documents in which a besluit of this type is put down: the same as those of its types (C-22).
    vastgelegd_in: Annotated[
        list[str], Computed("SELECT DISTINCT x.naam FROM json_array_elements_text(z.informatieobjecttypen) x(naam)")
    ] = []


BESLUITTYPE = Resource(
    BesluitType,
    api=CATALOGI,
    path="/besluittypen",
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
        Filter(
            "zaaktypen",
            "EXISTS (SELECT 1 FROM zaaktype t WHERE t.tenant_id = z.tenant_id AND t.id = {}"
            " AND t.catalogus = z.catalogus"
            " AND z.omschrijving IN (SELECT json_array_elements_text(t.besluittypen)))",
            kind="ref",
            target="ZaakType",
        ),
        Filter(
            "informatieobjecttypen",
            "EXISTS (SELECT 1 FROM informatieobjecttype t WHERE t.tenant_id = z.tenant_id AND t.id = {}"
            " AND t.catalogus = z.catalogus"
            " AND t.omschrijving IN (SELECT json_array_elements_text(z.informatieobjecttypen)))",
            kind="ref",
            target="InformatieObjectType",
        ),
    ),
    kanaal=Kanaal("besluittypen", ("catalogus",)),
    grants_rights=True,
    defaults=(regels.read_names_of_relations,),
    rules=(regels.require_concept, regels.require_ordered_geldigheid, regels.require_separate_versies),
    document={
        "description": "Wat alle besluiten van één soort gemeen hebben, in één versie.",
        "filters": {
            "status": {"enum": None},
            "zaaktypen": {"format": None},
            "informatieobjecttypen": {"format": None},
        },
    },
    weergave=lambda t: t.omschrijving,
)
