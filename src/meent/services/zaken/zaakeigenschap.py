"""Zaakeigenschap: the value that a zaak has for an eigenschap of its zaaktype. Zaken API 1.7.0."""

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from meent.engine.declare import Resource
from meent.engine.marks import Fixed, Personal, Ref, Server, Shape
from meent.services.across import archiefherziening, betrokkenen, zaken_catalogi
from meent.services.zaken import regels
from meent.services.zaken.api import AUDIT_HEADERS, ONDER_ZAAK, WARNING, ZAKEN

if TYPE_CHECKING:
    from meent.services.catalogi.eigenschap import Eigenschap
    from meent.services.zaken.zaak import Zaak


class ZaakEigenschap(Shape, kw_only=True):
    zaak: Fixed[Ref["Zaak"]]
    eigenschap: Annotated[Fixed[Ref["Eigenschap"]], Meta(max_length=1000)]
    naam: Server[str] = ""
    waarde: Personal[str]


ZAAKEIGENSCHAP = Resource(
    ZaakEigenschap,
    api=ZAKEN,
    path="/zaken/{zaak_uuid}/zaakeigenschappen",
    scopes=ONDER_ZAAK,
    privacy="none",
    along=(betrokkenen.van_zaak(),),
    authorised_by="zaak.zaaktype",
    under="zaak",
    paginated=False,
    defaults=(zaken_catalogi.copy_naam_of_eigenschap,),
    rules=(
        regels.require_forced_on_closed_zaak,
        zaken_catalogi.require_eigenschap_of_zaaktype,
        zaken_catalogi.warn_of_waarde,
        archiefherziening.derive_archief_anew,
    ),
    document={
        "description": "Wat van deze zaak apart is vastgelegd, zoals haar zaaktype dat vraagt.",
        "without": dict.fromkeys(("update", "partial_update", "delete"), AUDIT_HEADERS),
        "extra": ("expand",),
        "headers": {"create": WARNING},
    },
    weergave=lambda e: e.naam,
)
