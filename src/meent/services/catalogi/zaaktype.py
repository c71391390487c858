"""Zaaktype: what zaken of one kind have in common, in one version with a period of validity. Catalogi API 1.3.3."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from meent.capabilities.kinds import Duration, Rsin
from meent.capabilities.names import Names, NamesWithin, valid_now
from meent.engine.declare import Filter, Kanaal, Operation, Resource, Scopes
from meent.engine.marks import (
    Computed,
    Doc,
    Empty,
    Exact,
    Group,
    Ref,
    Reverse,
    Server,
    Shape,
    Uri,
    Url,
    Vertrouwelijkheidaanduiding,
)  # fmt: skip
from meent.services.across import catalogi_selectielijst as selectielijst
from meent.services.catalogi import regels, versies
from meent.services.catalogi.api import CATALOGI, SCHRIJVEN
from meent.services.catalogi.subtype import DEPRECATED, TYPE_FILTERS, filter_contains, over_versies
from meent.services.waarden import AardRelatie

if TYPE_CHECKING:
    from meent.services.catalogi.catalogus import Catalogus

ANDERE_VERSIES = (
    "FROM zaaktype t WHERE t.tenant_id = z.tenant_id AND t.id <> z.id"
    " AND t.catalogus = z.catalogus AND t.identificatie = z.identificatie"
)
BEGIN_OBJECT, EINDE_OBJECT = over_versies(ANDERE_VERSIES)
INFORMATIEOBJECTTYPEN = (
    f"FROM informatieobjecttype t WHERE {valid_now('t')} AND EXISTS (SELECT 1 FROM zaaktypeinformatieobjecttype n"
    " WHERE n.tenant_id = z.tenant_id AND n.zaaktype = z.id AND n.informatieobjecttype = t.omschrijving)"
)


class ReferentieProces(Group, kw_only=True):
    naam: Annotated[str, Meta(max_length=80)]
    link: Annotated[Uri, Meta(max_length=200)] = ""


class BronCatalogus(Group, kw_only=True):
    url: Annotated[Uri, Meta(max_length=200)]
    domein: Annotated[str, Meta(max_length=5)]
    rsin: Rsin


class BronZaaktype(Group, kw_only=True):
    url: Annotated[Uri, Meta(max_length=200)]
    identificatie: Annotated[str, Meta(max_length=50)]
    omschrijving: Annotated[str, Meta(max_length=80)]


class ZaakTypenRelatie(Group, kw_only=True):
    zaaktype: Annotated[
        str,
        Names("ZaakType", by="identificatie", shown_as="zaaktypeIdentificatie"),
        Doc(extra=(("read", {"maxLength": 200}),)),
    ]
    aard_relatie: AardRelatie
    toelichting: Annotated[str, Meta(max_length=255)] = ""


class ZaakType(Shape, kw_only=True):
    identificatie: Annotated[Exact[str], Meta(max_length=50), Doc(required=True)] = ""
    omschrijving: Annotated[str, Meta(max_length=80)]
    omschrijving_generiek: Annotated[str, Meta(max_length=80)] = ""
    vertrouwelijkheidaanduiding: Vertrouwelijkheidaanduiding
    doel: str
    aanleiding: str
    toelichting: str = ""
    indicatie_intern_of_extern: Literal["intern", "extern"]
    handeling_initiator: Annotated[str, Meta(max_length=20)]
    onderwerp: Annotated[str, Meta(max_length=80)]
    handeling_behandelaar: Annotated[str, Meta(max_length=20)]
    doorlooptijd: Duration
    servicenorm: Duration | None = None
    opschorting_en_aanhouding_mogelijk: bool
    verlenging_mogelijk: bool
    verlengingstermijn: Duration | None = None
    trefwoorden: list[Annotated[str, Meta(max_length=30)]] = []
    publicatie_indicatie: bool
    publicatietekst: str = ""
    verantwoordingsrelatie: list[Annotated[str, Meta(max_length=40)]] = []
    producten_of_diensten: list[Annotated[Uri, Meta(max_length=1000)]]
    selectielijst_procestype: Annotated[Uri, Meta(max_length=200)] = ""
    referentieproces: ReferentieProces
    verantwoordelijke: Annotated[str, Meta(max_length=50), Doc(required=True)] = ""
    zaakobjecttypen: Annotated[list[Url], Reverse("ZaakObjectType", via="zaaktype")] = []
    broncatalogus: Annotated[BronCatalogus | None, Doc(nullable=False), Empty('{"url":"","domein":"","rsin":""}')] = (
        None
    )
    bronzaaktype: Annotated[
        BronZaaktype | None, Doc(nullable=False), Empty('{"url":"","identificatie":"","omschrijving":""}')
    ] = None
    catalogus: Exact[Ref["Catalogus"]]
    statustypen: Annotated[list[Url], Reverse("StatusType", via="zaaktype")] = []
    resultaattypen: Annotated[list[Url], Reverse("ResultaatType", via="zaaktype")] = []
    # The published document demands this one in every answer and forgot to describe it.
    resultaattype_omschrijving: Annotated[
        list[str], Reverse("ResultaatType", via="zaaktype"), Doc(without=("create", "update", "patch"))
    ] = []
    eigenschappen: Annotated[list[Url], Reverse("Eigenschap", via="zaaktype")] = []
    informatieobjecttypen: Annotated[
        list[Url],
        Computed(f"SELECT t.id {INFORMATIEOBJECTTYPEN}", links="InformatieObjectType"),
        Doc(extra=(("uniqueItems", None),)),
    ] = []
    informatieobjecttype_omschrijving: Annotated[
        list[str],
        Computed(f"SELECT DISTINCT t.omschrijving {INFORMATIEOBJECTTYPEN}"),
        Doc(without=("create", "update")),
    ] = []
    roltypen: Annotated[list[Url], Reverse("RolType", via="zaaktype")] = []
    besluittypen: Annotated[list[str], Names("BesluitType", by="omschrijving", shown_as="besluittypeOmschrijving")]
    deelzaaktypen: Annotated[
        list[str],
        Names("ZaakType", by="identificatie", shown_as="deelzaaktypeIdentificaties"),
        Doc(
            extra=(
                ("read", {"required": True, "items": {"type": "string", "format": "uri", "nullable": True}}),
                ("update", {"required": True}),
                ("shown_as", {"readOnly": None, "items": {"type": "string", "readOnly": True}}),
            )
        ),
    ] = []
    gerelateerde_zaaktypen: Annotated[list[ZaakTypenRelatie], NamesWithin()]
    begin_geldigheid: date
    einde_geldigheid: date | None = None
    begin_object: Annotated[date | None, Computed(BEGIN_OBJECT), DEPRECATED] = None
    einde_object: Annotated[date | None, Computed(EINDE_OBJECT), DEPRECATED] = None
    versiedatum: Annotated[date | None, Doc(nullable=False, extra=(("deprecated", True),))] = None
    concept: Server[bool] = True


ZAAKTYPE = Resource(
    ZaakType,
    api=CATALOGI,
    path="/zaaktypen",
    scopes=Scopes(
        read=("catalogi.lezen", "zaken.lezen", "documenten.lezen"),  # C-35
        create=SCHRIJVEN.create,
        update=SCHRIJVEN.update,
        delete=SCHRIJVEN.delete,
    ),
    privacy="none",
    named=(
        Operation(
            "POST",
            "/{uuid}/publish",
            act=regels.publish,
            scopes=("catalogi.schrijven",),
            document={"free_body": True, "summary": "Maakt een concept definitief; er is geen weg terug."},
        ),
    ),
    filters=(
        Filter("trefwoorden", "z.trefwoorden::jsonb ?& {}", many=True),
        *TYPE_FILTERS,
        filter_contains("identificatie"),
        filter_contains("omschrijving"),
    ),
    row_parameters=("datumGeldigheid",),
    kanaal=Kanaal("zaaktypen", ("catalogus",)),
    grants_rights=True,
    defaults=(
        regels.fill_identificatie,
        regels.fill_verantwoordelijke,
        regels.fill_versiedatum,
        regels.read_names_of_relations,
        regels.read_names_of_gerelateerde_zaaktypen,
    ),
    rules=(
        regels.require_concept,
        regels.require_statustype,
        regels.require_ordered_geldigheid,
        regels.require_verlengingstermijn,
        selectielijst.require_procestype,
        regels.require_separate_versies,
        versies.carry_to_subtypes,
    ),
    document={
        "description": "Wat alle zaken van één soort gemeen hebben, in één versie met een geldigheid.",
        "filters": {"status": {"enum": None}},
        "expand": {"productenOfDiensten": False, "selectielijstProcestype": False},
        "query": {
            "retrieve": {
                "datumGeldigheid": {
                    "schema": {"type": "string"},
                    "deprecated": True,
                    "description": "Dag waarop de gelezen links gelden.",
                }
            }
        },
    },
    weergave=lambda t: f"{t.identificatie} {t.omschrijving}",
)
