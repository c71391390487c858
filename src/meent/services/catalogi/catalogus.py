"""Catalogus: a collection of types that belong together and have one owner. Catalogi API 1.3.3."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from meent.capabilities.kinds import Email, Rsin
from meent.engine.declare import Resource, Unique
from meent.engine.marks import By, Doc, Personal, Reverse, Shape, Url
from meent.services.catalogi.api import CATALOGI, SCHRIJVEN


class Catalogus(Shape, kw_only=True):
    domein: Annotated[str, Meta(max_length=5, pattern="^[A-Z]*$"), By("exact", "in"), Doc(extra=(("pattern", None),))]
    rsin: Annotated[Rsin, By("exact", "in")]
    contactpersoon_beheer_naam: Annotated[Personal[str], Meta(max_length=40)]
    contactpersoon_beheer_telefoonnummer: Annotated[Personal[str], Meta(max_length=20)] = ""
    contactpersoon_beheer_emailadres: Personal[Email] = ""
    zaaktypen: Annotated[list[Url], Reverse("ZaakType", via="catalogus")] = []
    besluittypen: Annotated[list[Url], Reverse("BesluitType", via="catalogus")] = []
    besluittype_omschrijving: Annotated[
        list[str], Reverse("BesluitType", via="catalogus"), Doc(without=("patch",))
    ] = []
    informatieobjecttypen: Annotated[list[Url], Reverse("InformatieObjectType", via="catalogus")] = []
    informatieobjecttype_omschrijving: Annotated[
        list[str], Reverse("InformatieObjectType", via="catalogus"), Doc(without=("patch",))
    ] = []
    naam: Annotated[str | None, Meta(max_length=200)] = None
    versie: Annotated[str | None, Meta(max_length=20)] = None
    begindatum_versie: date | None = None


CATALOGUS = Resource(
    Catalogus,
    api=CATALOGI,
    path="/catalogussen",
    scopes=SCHRIJVEN,
    privacy="none",
    operations=("list", "create", "retrieve", "head", "update", "partial_update"),
    unique=(
        Unique(("domein", "rsin"), on="nonFieldErrors", reason="Dit domein is bij deze organisatie al in gebruik."),
    ),
    weergave=lambda c: c.naam or c.domein,
    document={
        "description": "Een verzameling typen die bij elkaar horen en één eigenaar hebben.",
        "filters": {"domein__in": {"type": "string"}, "rsin__in": {"type": "string"}},
        "writable_only": ("update",),
    },
)
