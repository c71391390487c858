"""Rekeningnummer: an account with a bank, of a partij.

Source: Klantinteracties API 0.9.0, as Open Klant 2.18.0 serves it.
"""

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from meent.capabilities.linked import Linked
from meent.engine.declare import Filter, Kanaal, Resource
from meent.engine.marks import Exact, Ref, Shape
from meent.services.across import betrokkenen
from meent.services.klantinteracties import voorkeur
from meent.services.klantinteracties.api import KLANTINTERACTIES, OPERATIONS, SCOPES, document

if TYPE_CHECKING:
    from meent.services.klantinteracties.partij import Partij


class Rekeningnummer(Shape, kw_only=True):
    partij: Annotated[Ref["Partij"] | None, Linked()] = None
    iban: Annotated[Exact[str], Meta(max_length=34, pattern="^[A-Za-z]{2}[0-9]{2}[A-Za-z0-9]{1,30}$")]
    bic: Annotated[Exact[str], Meta(min_length=8, max_length=11, pattern=r"^[\S]+$")] = ""


REKENINGNUMMER = Resource(
    Rekeningnummer,
    api=KLANTINTERACTIES,
    path="/rekeningnummers",
    scopes=SCOPES,
    privacy="personal",
    along=(betrokkenen.VAN_REKENINGNUMMER,),
    operations=OPERATIONS,
    kanaal=Kanaal("rekeningnummers", ()),
    expands=(),
    filters=(Filter("uuid", "z.id = {}", kind="uuid"),),
    rules=(voorkeur.clear_voorkeur_of_moved_rekening,),
    document=document("rekeningnummers", "Een bankrekening van een partij."),
)
