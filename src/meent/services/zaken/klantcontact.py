"""Klantcontact: that there was contact with somebody about a zaak. Zaken API 1.7.0. It is history: it never changes."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from meent.engine.declare import Resource, Unique
from meent.engine.marks import Exact, Personal, Ref, Shape
from meent.services.across import betrokkenen
from meent.services.zaken import regels
from meent.services.zaken.api import ONDER_ZAAK, ZAKEN

if TYPE_CHECKING:
    from meent.services.zaken.zaak import Zaak


class KlantContact(Shape, kw_only=True):
    zaak: Annotated[Exact[Ref["Zaak"]], Meta(max_length=1000, min_length=1)]
    identificatie: Annotated[str, Meta(max_length=14)] = ""
    datumtijd: datetime
    kanaal: Annotated[str, Meta(max_length=20)] = ""
    onderwerp: Annotated[Personal[str], Meta(max_length=200)] = ""
    toelichting: Annotated[Personal[str], Meta(max_length=1000)] = ""


KLANTCONTACT = Resource(
    KlantContact,
    api=ZAKEN,
    path="/klantcontacten",
    scopes=ONDER_ZAAK,
    privacy="none",
    along=(betrokkenen.van_zaak(),),
    operations=("list", "create", "retrieve"),
    authorised_by="zaak.zaaktype",
    under="zaak",
    unique=(
        Unique(("identificatie",), on="identificatie", reason="Er is al een klantcontact met deze identificatie."),
    ),
    defaults=(regels.number_klantcontact,),
    rules=(regels.require_forced_on_closed_zaak,),
    document={"description": "Dat er over een zaak contact is geweest.", "expand": {"zaak": False}},
    weergave=lambda k: k.identificatie,
)
