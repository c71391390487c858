"""Resultaat: how a zaak ended. Zaken API 1.7.0. A zaak has one at most, and needs it to be closed (zrc-007)."""

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from meent.engine.declare import Resource, Unique
from meent.engine.marks import Exact, Fixed, Personal, Ref, Shape
from meent.services.across import archiefherziening, betrokkenen, zaken_catalogi
from meent.services.zaken import regels
from meent.services.zaken.api import ONDER_ZAAK, ZAKEN

if TYPE_CHECKING:
    from meent.services.catalogi.resultaattype import ResultaatType
    from meent.services.zaken.zaak import Zaak


class Resultaat(Shape, kw_only=True):
    zaak: Annotated[Fixed[Exact[Ref["Zaak"]]], Meta(max_length=1000, min_length=1)]
    resultaattype: Annotated[Exact[Ref["ResultaatType"]], Meta(max_length=1000)]
    toelichting: Annotated[Personal[str], Meta(max_length=1000)] = ""


RESULTAAT = Resource(
    Resultaat,
    api=ZAKEN,
    path="/resultaten",
    scopes=ONDER_ZAAK,
    privacy="none",
    along=(betrokkenen.van_zaak(),),
    authorised_by="zaak.zaaktype",
    under="zaak",
    unique=(Unique(("zaak",), on="zaak", reason="Deze zaak heeft al een resultaat. Wijzig dat."),),
    rules=(
        regels.require_forced_on_closed_zaak,
        zaken_catalogi.require_resultaattype_of_zaaktype,
        archiefherziening.derive_archief_anew,
    ),
    document={"description": "Hoe een zaak is afgelopen."},
    weergave=lambda r: f"Resultaat van {r.zaak}",
)
