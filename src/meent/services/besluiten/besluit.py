"""Besluit: a decision of an authority with effect in law, and the period in which it holds. Besluiten API 1.1.0."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from meent.capabilities.kinds import Rsin
from meent.engine.declare import Kanaal, Resource, Unique
from meent.engine.marks import Computed, Doc, Exact, Fixed, Missing, Personal, Ref, Shape
from meent.services.across import (
    archiefherziening,
    besluiten_catalogi,
    besluiten_zaken,
    betrokkenen,
    documenten_relaties,
)  # fmt: skip
from meent.services.besluiten import regels
from meent.services.besluiten.api import BESLUITEN, OPERATION_IDS, SCOPES

if TYPE_CHECKING:
    from meent.services.catalogi.besluittype import BesluitType
    from meent.services.zaken.zaak import Zaak

Vervalreden = Literal["", "tijdelijk", "ingetrokken_overheid", "ingetrokken_belanghebbende"]


class Besluit(Shape, kw_only=True):
    identificatie: Annotated[Fixed[Exact[str]], Meta(max_length=50)] = ""
    verantwoordelijke_organisatie: Annotated[Fixed[Exact[Rsin]], Meta(min_length=1)]
    besluittype: Annotated[Fixed[Exact[Ref["BesluitType"]]], Meta(max_length=200, min_length=1), Missing("bad-url")]
    zaak: Annotated[Fixed[Exact[Ref["Zaak"] | None]], Meta(max_length=200), Missing("bad-url"), Doc(nullable=False)] = (
        None
    )
    datum: date
    toelichting: Personal[str] = ""
    bestuursorgaan: Annotated[str, Meta(max_length=50)] = ""
    ingangsdatum: date
    vervaldatum: date | None = None
    vervalreden: Annotated[Vervalreden, Doc(blank=False)] = ""
    vervalreden_weergave: Annotated[
        str,
        Computed(
            "CASE z.vervalreden"  # the standard's own words for its values
            " WHEN 'tijdelijk' THEN 'Besluit met tijdelijke werking'"
            " WHEN 'ingetrokken_overheid' THEN 'Besluit ingetrokken door overheid'"
            " WHEN 'ingetrokken_belanghebbende' THEN 'Besluit ingetrokken o.v.v. belanghebbende' ELSE '' END"
        ),
        Doc(required=False),
    ] = ""
    publicatiedatum: date | None = None
    verzenddatum: date | None = None
    uiterlijke_reactiedatum: date | None = None


BESLUIT = Resource(
    Besluit,
    api=BESLUITEN,
    path="/besluiten",
    scopes=SCOPES,
    privacy="none",
    along=(betrokkenen.van_zaak(),),
    operations=("list", "create", "retrieve", "update", "partial_update", "delete"),
    unique=(
        Unique(
            ("verantwoordelijke_organisatie", "identificatie"),
            on="identificatie",
            code="identificatie-niet-uniek",
            reason="Deze organisatie heeft al een besluit met deze identificatie.",
        ),
    ),
    authorised_by="besluittype",
    audit=True,
    kanaal=Kanaal("besluiten", ("verantwoordelijke_organisatie", "besluittype"), "besluittype.catalogus"),
    defaults=(regels.number_besluit,),
    rules=(
        besluiten_zaken.require_forced_besluit_on_closed_zaak,
        besluiten_catalogi.require_published_besluittype,
        besluiten_catalogi.require_besluittype_of_zaaktype,
        regels.require_datum_in_past,
        archiefherziening.derive_archief_anew,
        documenten_relaties.delete_mirrors_of_besluit,
        besluiten_zaken.mirror_besluit_elders,
        besluiten_zaken.carry_relation_to_zaak,
    ),
    document={
        "description": "Een beslissing van een bestuursorgaan met rechtsgevolg, en de tijd waarin zij geldt.",
        "ids": OPERATION_IDS,
    },
    weergave=lambda b: b.identificatie,
)
