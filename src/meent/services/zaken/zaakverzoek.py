"""Zaakverzoek: that a verzoek elsewhere led to a zaak. Zaken API 1.7.0."""

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from meent.engine.declare import Resource, Scopes, Unique
from meent.engine.marks import Exact, Ref, Shape, Uri
from meent.services.across import zaken_verzoeken
from meent.services.zaken import regels
from meent.services.zaken.api import ALLEEN_BIJWERKEN, LEZEN, ZAKEN

if TYPE_CHECKING:
    from meent.services.zaken.zaak import Zaak


class ZaakVerzoek(Shape, kw_only=True):
    zaak: Annotated[Exact[Ref["Zaak"]], Meta(max_length=1000, min_length=1)]
    verzoek: Annotated[Exact[Uri], Meta(max_length=1000)]


ZAAKVERZOEK = Resource(
    ZaakVerzoek,
    api=ZAKEN,
    path="/zaakverzoeken",
    scopes=Scopes(read=LEZEN, create=ALLEEN_BIJWERKEN, delete=ALLEEN_BIJWERKEN),
    privacy="none",
    operations=("list", "create", "retrieve", "delete"),
    authorised_by="zaak.zaaktype",
    under="zaak",
    paginated=False,
    unique=(Unique(("zaak", "verzoek"), on="nonFieldErrors", reason="Dit verzoek hoort al bij deze zaak."),),
    rules=(regels.require_forced_on_closed_zaak, zaken_verzoeken.mirror_verzoek),
    document={
        "description": "Dat een zaak uit een verzoek is voortgekomen.",
        "expand": {"zaak": False, "verzoek": False},
    },
    weergave=lambda r: r.verzoek,
)
