"""Resultaat of the selectielijst, or selectielijstklasse: whether and how long a zaak with this outcome is kept.

Not the resultaat of a zaak: that is in the register of zaken.
"""

from typing import Annotated, Literal

from msgspec import Meta

from meent.capabilities.kinds import Duration
from meent.engine.declare import TO_READ, Filter, Resource
from meent.engine.marks import Doc, Exact, Ref, Shape
from meent.services.selectielijst.api import IDS, SELECTIELIJST
from meent.services.selectielijst.procestype import ProcesType

Procestermijn = Literal[
    "", "nihil", "bestaansduur_procesobject", "ingeschatte_bestaansduur_procesobject", "vast_te_leggen_datum",
    "samengevoegd_met_bewaartermijn",
]  # fmt: skip
DERIVED = Doc(required=False, extra=(("readOnly", True),))
"""Follows from the rest, according to the published document; we keep what was published."""


class SelectielijstResultaat(Shape, kw_only=True):
    proces_type: Annotated[Exact[Ref[ProcesType]], DERIVED]
    nummer: Annotated[int, Meta(ge=0, le=32767)]
    volledig_nummer: Annotated[str, DERIVED]
    generiek: Annotated[bool, DERIVED]
    specifiek: Annotated[bool, DERIVED]
    naam: Annotated[str, Meta(max_length=40, min_length=1)]
    omschrijving: Annotated[str, Meta(max_length=150)] = ""
    # Two rows of 2020 have no herkomst and no waardering, so blank is taken; the published document does not say so.
    herkomst: Annotated[str, Meta(max_length=200), Doc(required=True)] = ""
    waardering: Annotated[Literal["", "blijvend_bewaren", "vernietigen"], Doc(required=True, blank=False)] = ""
    procestermijn: Annotated[Procestermijn, Doc(blank=False)] = ""
    procestermijn_weergave: Annotated[str, DERIVED] = ""
    bewaartermijn: Duration | None = None
    toelichting: str = ""
    algemeen_bestuur_en_inrichting_organisatie: bool = False
    bedrijfsvoering_en_personeel: bool = False
    publieke_informatie_en_registratie: bool = False
    burgerzaken: bool = False
    veiligheid: bool = False
    verkeer_en_vervoer: bool = False
    economie: bool = False
    onderwijs: bool = False
    sport_cultuur_en_recreatie: bool = False
    sociaal_domein: bool = False
    volksgezonheid_en_milieu: bool = False  # spelt so in the published document
    vhrosv: bool = False
    heffen_belastingen: bool = False
    alle_taakgebieden: bool = False
    procestermijn_opmerking: Annotated[str, Meta(max_length=20)] = ""


SELECTIELIJSTRESULTAAT = Resource(
    SelectielijstResultaat,
    api=SELECTIELIJST,
    path="/resultaten",
    scopes=TO_READ,
    privacy="none",
    operations=("list", "retrieve"),
    # The service from which the public one descends spells it otherwise; its clients still do.
    filters=(
        Filter("proces_type", "z.proces_type = {}", kind="ref", target="ProcesType", extra=True, deprecated=True),
    ),
    weergave=lambda r: f"{r.volledig_nummer} {r.naam}",
    document=IDS
    | {
        "name": "resultaat",
        "description": "Hoe werk van één procestype kan aflopen, en wat dat betekent voor bewaren en vernietigen.",
        "expand": {"procesType": False},
    },
)
