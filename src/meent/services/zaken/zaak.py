"""Zaak: a coherent amount of work with a clear cause and result, from start to archive. Zaken API 1.7.0."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from meent.capabilities.counters import COUNTERS
from meent.capabilities.expand import Leads
from meent.capabilities.kinds import Duration, Rsin
from meent.capabilities.zoek import Geometry, Zoek
from meent.engine.declare import Filter, Kanaal, Operation, Related, Resource, Scopes, Unique
from meent.engine.marks import (
    By,
    Computed,
    Doc,
    Empty,
    Fixed,
    Group,
    Missing,
    Out,
    Personal,
    Ref,
    Reverse,
    Server,
    Shape,
    Uri,
    Url,
    Vertrouwelijkheidaanduiding,
)  # fmt: skip
from meent.services.across import (
    archiefdocumenten,
    archiefherziening,
    betrokkenen,
    documenten_relaties,
    zaken_besluiten,
    zaken_catalogi,
    zaken_referenties,
    zaken_verzoeken,
)
from meent.services.waarden import AardRelatie
from meent.services.zaken import regels, zaaknummer
from meent.services.zaken.api import BIJWERKEN, LEZEN, ZAKEN
from meent.verwerkingen.regels import Gegevens

if TYPE_CHECKING:
    from meent.services.catalogi.zaaktype import ZaakType

Archiefnominatie = Literal["blijvend_bewaren", "vernietigen"]
Archiefstatus = Literal["nog_te_archiveren", "gearchiveerd", "gearchiveerd_procestermijn_onbekend", "overgedragen"]
Betalingsindicatie = Literal["", "nvt", "nog_niet", "gedeeltelijk", "geheel"]


class Verlenging(Group, kw_only=True):
    reden: Annotated[str, Meta(max_length=200)]
    duur: Duration


class Opschorting(Group, kw_only=True):
    indicatie: bool
    reden: Annotated[str, Meta(max_length=200)]


class RelevanteZaak(Group, kw_only=True):
    url: Annotated[Uri, Meta(max_length=1000)]
    aard_relatie: AardRelatie


class ZaakKenmerk(Group, kw_only=True):
    kenmerk: Annotated[str, Meta(max_length=40)]
    bron: Annotated[str, Meta(max_length=40)]


class Processobject(Group, kw_only=True):
    datumkenmerk: Annotated[str, Meta(max_length=250)]
    identificatie: Annotated[str, Meta(max_length=250)]
    objecttype: Annotated[str, Meta(max_length=250)]
    registratie: Annotated[str, Meta(max_length=250)]


class Zaak(Shape, kw_only=True):
    identificatie: Annotated[Fixed[str], Meta(max_length=40), By("exact")] = ""
    bronorganisatie: Annotated[Fixed[Rsin], By("exact", "in")]
    omschrijving: Annotated[Personal[str], Meta(max_length=80)] = ""
    toelichting: Annotated[Personal[str], Meta(max_length=1000)] = ""
    zaaktype: Annotated[Ref["ZaakType"], Meta(max_length=1000), Missing("bad-url"), By("exact")]
    registratiedatum: Annotated[date | None, By("exact", "gt", "lt"), Doc(nullable=False)] = None
    verantwoordelijke_organisatie: Rsin
    startdatum: Annotated[date, By("exact", "gt", "gte", "lt", "lte")]
    einddatum: Annotated[Server[date | None], By("exact", "isnull", "gt", "lt")] = None
    einddatum_gepland: Annotated[date | None, By("exact", "gt", "lt")] = None
    uiterlijke_einddatum_afdoening: Annotated[date | None, By("exact", "gt", "lt")] = None
    publicatiedatum: date | None = None
    communicatiekanaal: Annotated[Uri, Meta(max_length=1000)] = ""
    producten_of_diensten: list[Annotated[Uri, Meta(max_length=1000)]] = []
    vertrouwelijkheidaanduiding: Annotated[Vertrouwelijkheidaanduiding | Literal[""], Doc(blank=False)] = ""
    betalingsindicatie: Betalingsindicatie = ""
    betalingsindicatie_weergave: Annotated[
        str,
        Computed(
            "CASE z.betalingsindicatie"  # the standard's own words for its values
            " WHEN 'nvt' THEN 'Er is geen sprake van te betalen, met de zaak gemoeide, kosten.'"
            " WHEN 'nog_niet' THEN 'De met de zaak gemoeide kosten zijn (nog) niet betaald.'"
            " WHEN 'gedeeltelijk' THEN 'De met de zaak gemoeide kosten zijn gedeeltelijk betaald.'"
            " WHEN 'geheel' THEN 'De met de zaak gemoeide kosten zijn geheel betaald.' ELSE '' END"
        ),
    ] = ""
    laatste_betaaldatum: datetime | None = None
    zaakgeometrie: Annotated[Personal[Geometry | None], Gegevens("plaats")] = None
    verlenging: Annotated[Verlenging | None, Empty('{"reden":"","duur":null}')] = None
    opschorting: Annotated[Opschorting | None, Empty('{"indicatie":false,"reden":""}')] = None
    selectielijstklasse: Annotated[Uri, Meta(max_length=1000)] = ""
    hoofdzaak: Annotated[Out[Ref["Zaak"] | None], Meta(max_length=1000, min_length=1), Missing("no_match")] = None
    deelzaken: Annotated[list[Url], Reverse("Zaak", via="hoofdzaak")] = []
    relevante_andere_zaken: Annotated[list[RelevanteZaak], Leads("Zaak", "url")] = []
    eigenschappen: Annotated[list[Url], Reverse("ZaakEigenschap", via="zaak")] = []
    rollen: Annotated[list[Url], Reverse("Rol", via="zaak")] = []
    status: Annotated[Url | None, Reverse("Status", via="zaak", latest="datum_status_gezet")] = None
    zaakinformatieobjecten: Annotated[list[Url], Reverse("ZaakInformatieObject", via="zaak")] = []
    zaakobjecten: Annotated[list[Url], Reverse("ZaakObject", via="zaak")] = []
    kenmerken: list[ZaakKenmerk] = []
    archiefnominatie: Annotated[Archiefnominatie | Literal[""] | None, By("exact", "in")] = None
    archiefstatus: Annotated[Archiefstatus, By("exact", "in")] = "nog_te_archiveren"
    archiefactiedatum: Annotated[date | None, By("exact", "isnull", "lt", "gt")] = None
    resultaat: Annotated[Url | None, Reverse("Resultaat", via="zaak", single=True)] = None
    opdrachtgevende_organisatie: Annotated[Rsin, Meta(max_length=9)] = ""
    processobjectaard: Annotated[str | None, Meta(max_length=200)] = None
    startdatum_bewaartermijn: date | None = None
    processobject: Annotated[
        Processobject | None,
        Empty('{"datumkenmerk":"","identificatie":"","objecttype":"","registratie":""}'),
    ] = None


ZAAK = Resource(
    Zaak,
    api=ZAKEN,
    path="/zaken",
    scopes=Scopes(read=LEZEN, create=("zaken.aanmaken",), update=BIJWERKEN, delete=("zaken.verwijderen",)),
    privacy="none",
    unique=(
        Unique(
            ("bronorganisatie", "identificatie"),
            on="identificatie",
            code="identificatie-niet-uniek",
            reason="Deze organisatie heeft al een zaak met deze identificatie.",
        ),
    ),
    filters=(
        Filter(
            "maximaleVertrouwelijkheidaanduiding",
            "z.vertrouwelijkheidaanduiding = ANY({})",
            kind="level",
        ),
    ),
    related=(
        Related(
            prefix="rol__",
            shape="Rol",
            via="zaak",
            names=(
                "betrokkeneType",
                "betrokkene",
                "omschrijvingGeneriek",
                "betrokkeneIdentificatie__natuurlijkPersoon__inpBsn",
                "betrokkeneIdentificatie__natuurlijkPersoon__anpIdentificatie",
                "betrokkeneIdentificatie__natuurlijkPersoon__inpA_nummer",
                "betrokkeneIdentificatie__nietNatuurlijkPersoon__innNnpId",
                "betrokkeneIdentificatie__nietNatuurlijkPersoon__annIdentificatie",
                "betrokkeneIdentificatie__vestiging__vestigingsNummer",
                "betrokkeneIdentificatie__medewerker__identificatie",
                "betrokkeneIdentificatie__organisatorischeEenheid__identificatie",
            ),
        ),
    ),
    authorised_by="zaaktype",
    level="vertrouwelijkheidaanduiding",
    audit=True,
    named=(
        Operation(
            "POST",
            "/zaaknummer_reserveren",
            act=zaaknummer.reserveer,
            scopes=("zaken.aanmaken",),
            body=zaaknummer.ReserveZaakIdentificatie,
            status=201,
            document={
                "id": "zaaknummer_reserveren",
                "summary": "Geeft nummers uit die daarna alleen nog gebruikt worden door wie ze meestuurt.",
                "answer": zaaknummer.GERESERVEERD,
                "failing": ("400",),
            },
        ),
    ),
    kanaal=Kanaal("zaken", ("bronorganisatie", "zaaktype", "vertrouwelijkheidaanduiding"), "zaaktype.catalogus"),
    keeps_document=True,
    along=(betrokkenen.VAN_ZAAK, COUNTERS, Zoek(within="zaakgeometrie")),
    defaults=(
        zaken_catalogi.fill_vertrouwelijkheid,
        regels.stamp_registratiedag,
        regels.clear_betaaldatum,
        regels.number_zaak,
        archiefherziening.derive_archief_of_changed_zaak,
    ),
    rules=(
        regels.require_forced_on_closed_zaak,
        zaken_catalogi.require_published_zaaktype,
        regels.require_hoofdzaak,
        zaken_catalogi.require_deelzaaktype,
        regels.require_resolvable_andere_zaken,
        zaken_catalogi.require_products_of_zaaktype,
        zaken_referenties.require_communicatiekanaal,
        regels.require_consistent_betaling,
        regels.require_archive_parameters,
        archiefdocumenten.require_archived_documenten,
        zaken_besluiten.require_no_besluiten,
        regels.delete_deelzaken,
        documenten_relaties.delete_mirrors_of_zaak,
        zaken_verzoeken.delete_mirrors_of_zaak,
    ),
    ordering=(
        "startdatum",
        "einddatum",
        "publicatiedatum",
        "archiefactiedatum",
        "registratiedatum",
        "identificatie",
    ),
    crs=True,
    weergave=lambda z: z.identificatie,
    document={
        "description": "Werk dat samenhangt, met een aanleiding en een uitkomst, van begin tot archief.",
        "filters": {
            "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn": {"maxLength": 9},
            "rol__betrokkeneIdentificatie__natuurlijkPersoon__anpIdentificatie": {"maxLength": 17},
            "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpA_nummer": {"maxLength": 10},
            "rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__annIdentificatie": {"maxLength": 17},
            "rol__betrokkeneIdentificatie__vestiging__vestigingsNummer": {"maxLength": 24},
            "rol__betrokkeneIdentificatie__medewerker__identificatie": {"maxLength": 254},
        },
        "search": {
            "zaaktype__in": {"type": "array", "items": {"type": "string", "format": "uri"}},
            "bronorganisatie__in": {"items": {"type": "string", "format": "string"}},
            "einddatum__lt": {"minLength": 1},
        },
    },
)
