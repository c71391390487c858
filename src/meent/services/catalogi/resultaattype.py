"""Resultaattype: a way in which zaken of one zaaktype can end, and what that means for the archive. Catalogi 1.3.3."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from meent.capabilities.kinds import Duration
from meent.capabilities.names import Names
from meent.engine.declare import Filter, Resource
from meent.engine.marks import Computed, Exact, Group, Ref, Server, Shape, Uri
from meent.services.across import catalogi_selectielijst as selectielijst
from meent.services.catalogi import brondatum, regels
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

BEGIN_OBJECT, EINDE_OBJECT = over_versies_of_zaaktype("resultaattype")

Afleidingswijze = Literal[
    "afgehandeld", "ander_datumkenmerk", "eigenschap", "gerelateerde_zaak", "hoofdzaak",
    "ingangsdatum_besluit", "termijn", "vervaldatum_besluit", "zaakobject",
]  # fmt: skip
Objecttype = Literal[
    "", "adres", "besluit", "buurt", "enkelvoudig_document", "gemeente", "gemeentelijke_openbare_ruimte", "huishouden",
    "inrichtingselement", "kadastrale_onroerende_zaak", "kunstwerkdeel", "maatschappelijke_activiteit", "medewerker",
    "natuurlijk_persoon", "niet_natuurlijk_persoon", "openbare_ruimte", "organisatorische_eenheid", "pand",
    "spoorbaandeel", "status", "terreindeel", "terrein_gebouwd_object", "vestiging", "waterdeel", "wegdeel", "wijk",
    "woonplaats", "woz_deelobject", "woz_object", "woz_waarde", "zakelijk_recht", "overige",
]  # fmt: skip


class BrondatumArchiefprocedure(Group, kw_only=True):
    afleidingswijze: Afleidingswijze
    datumkenmerk: Annotated[str, Meta(max_length=80)] = ""
    einddatum_bekend: bool = False
    objecttype: Objecttype = ""
    registratie: Annotated[str, Meta(max_length=80)] = ""
    procestermijn: Duration | None = None


class ResultaatType(Shape, kw_only=True):
    zaaktype: Exact[Ref["ZaakType"]]
    zaaktype_identificatie: Annotated[str, Computed(of_zaaktype("identificatie"))] = ""
    omschrijving: Annotated[str, Meta(max_length=30)]
    resultaattypeomschrijving: Annotated[Uri, Meta(max_length=1000)]
    omschrijving_generiek: Server[str] = ""
    selectielijstklasse: Annotated[Uri, Meta(max_length=1000)]
    toelichting: str = ""
    archiefnominatie: Literal["", "blijvend_bewaren", "vernietigen"] = ""
    archiefactietermijn: Duration | None = None
    brondatum_archiefprocedure: BrondatumArchiefprocedure | None = None
    procesobjectaard: Annotated[str | None, Meta(max_length=200)] = None
    catalogus: Annotated[Ref["Catalogus"] | None, DEPRECATED] = None
    begin_geldigheid: Annotated[date | None, DEPRECATED] = None
    einde_geldigheid: Annotated[date | None, DEPRECATED] = None
    begin_object: Annotated[date | None, Computed(BEGIN_OBJECT), DEPRECATED] = None
    einde_object: Annotated[date | None, Computed(EINDE_OBJECT), DEPRECATED] = None
    indicatie_specifiek: bool | None = None
    procestermijn: Duration | None = None
    besluittypen: Annotated[list[str], Names("BesluitType", by="omschrijving", shown_as="besluittypeOmschrijving")] = []
    informatieobjecttypen: Annotated[
        list[str], Names("InformatieObjectType", by="omschrijving", shown_as="informatieobjecttypeOmschrijving")
    ] = []


RESULTAATTYPE = Resource(
    ResultaatType,
    api=CATALOGI,
    path="/resultaattypen",
    scopes=SUBTYPE_SCOPES,
    privacy="none",
    under="zaaktype",
    # The published document spells two of them in both ways.
    filters=(
        *SUBTYPE_FILTERS,
        Filter("zaaktype_identificatie", SUBTYPE_FILTERS[0].sql, deprecated=True),
        Filter("datum_geldigheid", SUBTYPE_FILTERS[2].sql, kind="date", deprecated=True),
    ),
    document={
        "description": "Hoe zaken van één zaaktype kunnen aflopen.",
        "filters": {
            "status": {"enum": None},
            "zaaktype": {"format": None},
        },
        "expand": {"resultaattypeomschrijving": False, "selectielijstklasse": False},
    },
    defaults=(
        regels.take_over_geldigheid,
        regels.take_over_catalogus,
        regels.read_names_of_relations,
        selectielijst.take_from_selectielijst,
    ),
    rules=(
        regels.require_concept_zaaktype,
        regels.require_geldigheid_of_zaaktype,
        regels.require_catalogus_of_zaaktype,
        selectielijst.require_selectielijst,
        selectielijst.require_afleidingswijze_of_procestermijn,
        brondatum.require_members_of_afleidingswijze,
    ),
    weergave=lambda r: r.omschrijving,
)
