"""Bijlage: where a document stands that holds (part of) what was said at a klantcontact.

Source: Klantinteracties API 0.9.0, as Open Klant 2.18.0 serves it.
"""

from typing import TYPE_CHECKING, Annotated

from meent.capabilities.linked import Linked
from meent.engine.declare import Filter, Kanaal, Resource
from meent.engine.marks import Keyed, Ref, Shape
from meent.services.across import betrokkenen
from meent.services.klantinteracties.api import KLANTINTERACTIES, OPERATIONS, SCOPES, document
from meent.services.klantinteracties.identificator import CODES, Objectidentificator

if TYPE_CHECKING:
    from meent.services.klantinteracties.klantcontact import Klantinteractie


class Bijlage(Shape, kw_only=True):
    was_bijlage_van_klantcontact: Annotated[Ref["Klantinteractie"] | None, Linked()] = None
    bijlageidentificator: Annotated[Objectidentificator | None, Keyed(*CODES)] = None


BIJLAGE = Resource(
    Bijlage,
    api=KLANTINTERACTIES,
    path="/bijlagen",
    scopes=SCOPES,
    privacy="personal",
    operations=OPERATIONS,
    along=(betrokkenen.van_klantcontact("was_bijlage_van_klantcontact"),),
    kanaal=Kanaal("bijlagen", ()),
    expands=(),
    filters=(Filter("klantcontact__uuid", "z.was_bijlage_van_klantcontact = {}", kind="uuid"),),
    weergave=lambda b: str(b.id),
    document=document("bijlagen", "Waar een document staat met (een deel van) de inhoud van een klantcontact."),
)
