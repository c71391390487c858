"""Status: a phase a zaak is or was in. Zaken API 1.7.0. A status is never changed or deleted (Z-53)."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from meent.engine.declare import Filter, Resource, Scopes, Unique
from meent.engine.marks import Computed, Doc, Exact, Personal, Ref, Reverse, Shape, Url
from meent.services.across import afsluiten, archiveren, betrokkenen, zaken_catalogi
from meent.services.zaken import statusregels
from meent.services.zaken.api import LEZEN, ZAKEN

if TYPE_CHECKING:
    from meent.services.catalogi.statustype import StatusType
    from meent.services.zaken.rol import Rol
    from meent.services.zaken.zaak import Zaak

IS_LAATSTE = (
    "NOT EXISTS (SELECT 1 FROM status n WHERE n.tenant_id = z.tenant_id AND n.zaak = z.zaak"
    " AND n.datum_status_gezet > z.datum_status_gezet)"
)


class Status(Shape, kw_only=True):
    zaak: Annotated[Exact[Ref["Zaak"]], Meta(max_length=1000, min_length=1)]
    statustype: Annotated[Exact[Ref["StatusType"]], Meta(max_length=1000)]
    datum_status_gezet: datetime
    statustoelichting: Annotated[Personal[str], Meta(max_length=1000)] = ""
    indicatie_laatst_gezette_status: Annotated[bool, Computed(IS_LAATSTE)] = False
    gezetdoor: Annotated[Ref["Rol"] | None, Meta(max_length=200), Doc(nullable=False)] = None
    zaakinformatieobjecten: Annotated[
        list[Annotated[Url, Meta(max_length=1000, min_length=1)]], Reverse("ZaakInformatieObject", via="status")
    ] = []


STATUS = Resource(
    Status,
    api=ZAKEN,
    path="/statussen",
    scopes=Scopes(read=LEZEN, create=("zaken.aanmaken", "zaken.statussen.toevoegen", "zaken.heropenen")),
    privacy="none",
    along=(betrokkenen.van_zaak(),),
    operations=("list", "create", "retrieve", "head"),
    authorised_by="zaak.zaaktype",
    under="zaak",
    unique=(
        Unique(
            ("zaak", "datum_status_gezet"),
            on="nonFieldErrors",
            reason="Deze zaak heeft op dit moment al een status. Kies een andere datum en tijd.",
        ),
    ),
    filters=(Filter("indicatieLaatstGezetteStatus", f"({IS_LAATSTE}) = {{}}", kind="bool"),),
    rules=(
        afsluiten.require_scope_for_status,
        afsluiten.require_scope_to_reopen,
        afsluiten.require_forced_status_on_closed_zaak,
        zaken_catalogi.require_statustype_of_zaaktype,
        statusregels.require_datum_status_in_past,
        statusregels.require_gezetdoor_of_zaak,
        afsluiten.require_resultaat,
        afsluiten.require_gebruiksrecht_known,
        afsluiten.require_documenten_free,
        afsluiten.require_closed_deelzaken,
        archiveren.require_resultaat_of_deelzaken,
        afsluiten.require_open_hoofdzaak,
        afsluiten.close_zaak,
        afsluiten.reopen_zaak,
        archiveren.derive_archief,
        archiveren.derive_archief_of_others,
    ),
    document={
        "description": "Een fase waarin een zaak is of was. Een status wijzigt niet en verdwijnt niet.",
        "filters": {"indicatieLaatstGezetteStatus": {"type": "string"}},
    },
    weergave=lambda s: f"Status van {s.datum_status_gezet:%d-%m-%Y %H:%M}",
)
