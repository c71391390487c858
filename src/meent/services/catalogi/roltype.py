"""Roltype: a way in which somebody can take part in zaken of one zaaktype. Catalogi API 1.3.3."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from meent.engine.declare import Filter, Resource
from meent.engine.marks import Computed, Exact, Ref, Shape
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
from meent.services.waarden import OmschrijvingGeneriek

if TYPE_CHECKING:
    from meent.services.catalogi.catalogus import Catalogus
    from meent.services.catalogi.zaaktype import ZaakType

BEGIN_OBJECT, EINDE_OBJECT = over_versies_of_zaaktype("roltype")


class RolType(Shape, kw_only=True):
    zaaktype: Exact[Ref["ZaakType"]]
    zaaktype_identificatie: Annotated[str, Computed(of_zaaktype("identificatie"))] = ""
    omschrijving: Annotated[str, Meta(max_length=100)]
    omschrijving_generiek: Exact[OmschrijvingGeneriek]
    catalogus: Annotated[Ref["Catalogus"] | None, DEPRECATED] = None
    begin_geldigheid: Annotated[date | None, DEPRECATED] = None
    einde_geldigheid: Annotated[date | None, DEPRECATED] = None
    begin_object: Annotated[date | None, Computed(BEGIN_OBJECT), DEPRECATED] = None
    einde_object: Annotated[date | None, Computed(EINDE_OBJECT), DEPRECATED] = None


ROLTYPE = Resource(
    RolType,
    api=CATALOGI,
    path="/roltypen",
    scopes=SUBTYPE_SCOPES,
    privacy="none",
    under="zaaktype",
    filters=(*SUBTYPE_FILTERS, Filter("omschrijving", "z.omschrijving = {}", extra=True)),
    document=SUBTYPE_DOCUMENT | {"description": "Hoe iemand bij zaken van één zaaktype betrokken kan zijn."},
    defaults=(regels.take_over_geldigheid, regels.take_over_catalogus),
    rules=(
        regels.require_concept_zaaktype,
        regels.require_geldigheid_of_zaaktype,
        regels.require_catalogus_of_zaaktype,
    ),
    weergave=lambda r: r.omschrijving,
)
