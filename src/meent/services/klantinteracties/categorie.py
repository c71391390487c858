"""Categorie: a word by which partijen are sorted; and CategorieRelatie: which partij it holds for, and when.

Source: Klantinteracties API 0.9.0, as Open Klant 2.18.0 serves it.
"""

from datetime import date
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from meent.capabilities.linked import Link, Linked
from meent.engine.declare import Filter, Kanaal, Related, Resource
from meent.engine.marks import By, Exact, Ref, Server, Shape
from meent.services.across import betrokkenen
from meent.services.klantinteracties.api import DAY, KLANTINTERACTIES, OPERATIONS, SCOPES, document

if TYPE_CHECKING:
    from meent.services.klantinteracties.partij import Partij


class Categorie(Shape, kw_only=True):
    naam: Annotated[str, Meta(max_length=80)] = ""


class CategorieLink(Link, kw_only=True):
    naam: Server[str] = ""


class CategorieRelatie(Shape, kw_only=True):
    partij: Annotated[Ref["Partij"] | None, Linked(), By("uuid", "url")] = None
    categorie: Annotated[Ref["Categorie"] | None, Linked(CategorieLink), By("uuid", "url")] = None
    begin_datum: Exact[date | None] = None
    eind_datum: Exact[date | None] = None


CATEGORIE = Resource(
    Categorie,
    api=KLANTINTERACTIES,
    path="/categorieen",
    scopes=SCOPES,
    privacy="none",
    operations=OPERATIONS,
    kanaal=Kanaal("categorieen", ()),
    weergave=lambda c: c.naam,
    document=document("categorieen", "Een woord waarmee partijen worden ingedeeld.", tag="categorieën"),
)

CATEGORIERELATIE = Resource(
    CategorieRelatie,
    api=KLANTINTERACTIES,
    path="/categorie-relaties",
    scopes=SCOPES,
    privacy="personal",
    along=(betrokkenen.VAN_CATEGORIERELATIE,),
    operations=OPERATIONS,
    kanaal=Kanaal("categorie-relaties", ()),
    expands=(),
    related=(
        Related("partij__", "Partij", via="id", of="partij", own=(Filter("nummer", "z.nummer = {}", deprecated=True),)),
        Related("categorie__", "Categorie", via="id", of="categorie", own=(Filter("naam", "z.naam = {}"),)),
    ),
    document=document(
        "categorieRelaties",
        "Een categorie waar een partij bij hoort, en van wanneer tot wanneer.",
        tag="categorie relaties",
        filters={"beginDatum": DAY, "eindDatum": DAY},
    ),
)
