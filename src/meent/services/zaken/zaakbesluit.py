"""Zaakbesluit: that a besluit belongs to a zaak, as the register of zaken knows it. Zaken API 1.7.0.

It follows the register of besluiten, which makes and removes it (services/across/besluiten_zaken.py).
"""

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from meent.engine.declare import Resource, Scopes, Unique
from meent.engine.marks import Hidden, Missing, Ref, Server, Shape
from meent.services.across import zaken_besluiten
from meent.services.zaken import regels
from meent.services.zaken.api import ALLEEN_BIJWERKEN, LEZEN, ZAKEN

if TYPE_CHECKING:
    from meent.services.besluiten.besluit import Besluit
    from meent.services.zaken.zaak import Zaak


class ZaakBesluit(Shape, kw_only=True):
    zaak: Hidden[Server[Ref["Zaak"]]]
    besluit: Annotated[Ref["Besluit"], Meta(max_length=1000), Missing("bad-url")]


ZAAKBESLUIT = Resource(
    ZaakBesluit,
    api=ZAKEN,
    path="/zaken/{zaak_uuid}/besluiten",
    scopes=Scopes(read=LEZEN, create=ALLEEN_BIJWERKEN, delete=ALLEEN_BIJWERKEN),
    privacy="none",
    operations=("list", "create", "retrieve", "delete"),
    authorised_by="zaak.zaaktype",
    under="zaak",
    paginated=False,
    unique=(Unique(("zaak", "besluit"), on="nonFieldErrors", reason="Dit besluit hoort al bij deze zaak."),),
    rules=(
        regels.require_forced_on_closed_zaak,
        zaken_besluiten.require_relation_at_besluit,
    ),
    document={"description": "Dat een besluit bij deze zaak hoort."},
    weergave=lambda b: f"Besluit {b.besluit}",
)
