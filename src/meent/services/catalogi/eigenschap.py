"""Eigenschap: what is recorded of zaken of one zaaktype beside what the standard names. Catalogi API 1.3.3."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from meent.engine.declare import Resource
from meent.engine.marks import Computed, Exact, Group, Ref, Shape, Url
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
    from meent.services.catalogi.statustype import StatusType
    from meent.services.catalogi.zaaktype import ZaakType

BEGIN_OBJECT, EINDE_OBJECT = over_versies_of_zaaktype("eigenschap", by="naam")


class EigenschapSpecificatie(Group, kw_only=True):
    groep: Annotated[str, Meta(max_length=32)] = ""
    formaat: Literal["tekst", "getal", "datum", "datum_tijd"]
    lengte: Annotated[str, Meta(max_length=14)]
    kardinaliteit: Annotated[str, Meta(max_length=3)]
    waardenverzameling: list[Annotated[str, Meta(max_length=100)]] = []


class Eigenschap(Shape, kw_only=True):
    naam: Annotated[str, Meta(max_length=20)]
    catalogus: Annotated[Url, Computed(of_zaaktype("catalogus"), links="Catalogus")] = ""
    definitie: Annotated[str, Meta(max_length=255)]
    specificatie: EigenschapSpecificatie
    toelichting: Annotated[str, Meta(max_length=1000)] = ""
    zaaktype: Exact[Ref["ZaakType"]]
    zaaktype_identificatie: Annotated[str, Computed(of_zaaktype("identificatie"))] = ""
    statustype: Ref["StatusType"] | None = None
    begin_geldigheid: Annotated[date | None, DEPRECATED] = None
    einde_geldigheid: Annotated[date | None, DEPRECATED] = None
    begin_object: Annotated[date | None, Computed(BEGIN_OBJECT), DEPRECATED] = None
    einde_object: Annotated[date | None, Computed(EINDE_OBJECT), DEPRECATED] = None


EIGENSCHAP = Resource(
    Eigenschap,
    api=CATALOGI,
    path="/eigenschappen",
    scopes=SUBTYPE_SCOPES,
    privacy="none",
    under="zaaktype",
    filters=SUBTYPE_FILTERS,
    document=SUBTYPE_DOCUMENT | {"description": "Wat van zaken van één zaaktype apart wordt vastgelegd."},
    defaults=(regels.take_over_geldigheid,),
    rules=(
        regels.require_concept_zaaktype,
        regels.require_geldigheid_of_zaaktype,
        regels.require_statustype_of_zaaktype,
        regels.require_lengte_of_formaat,
    ),
    weergave=lambda e: e.naam,
)
