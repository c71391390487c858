"""Actorklantcontact: that an actor took part in a klantcontact.

Source: Klantinteracties API 0.9.0, as Open Klant 2.18.0 serves it.
"""

from typing import TYPE_CHECKING, Annotated

from meent.capabilities.linked import Linked
from meent.engine.declare import Kanaal, Resource, Unique
from meent.engine.marks import By, Ref, Shape
from meent.services.across import betrokkenen
from meent.services.klantinteracties import actorregels
from meent.services.klantinteracties.api import KLANTINTERACTIES, OPERATIONS, SCOPES, document

if TYPE_CHECKING:
    from meent.services.klantinteracties.actor import Actor
    from meent.services.klantinteracties.klantcontact import Klantinteractie


class ActorKlantcontact(Shape, kw_only=True):
    actor: Annotated[Ref["Actor"], Linked(), By("uuid", "url")]
    klantcontact: Annotated[Ref["Klantinteractie"], Linked(), By("uuid", "url")]


ACTORKLANTCONTACT = Resource(
    ActorKlantcontact,
    api=KLANTINTERACTIES,
    path="/actorklantcontacten",
    scopes=SCOPES,
    privacy="personal",
    operations=OPERATIONS,
    along=(betrokkenen.van_klantcontact("klantcontact"),),
    kanaal=Kanaal("actorklantcontacten", ()),
    expands=(),
    unique=(Unique(("actor", "klantcontact"), on="nonFieldErrors", reason="Deze actor is er al bij genoemd."),),
    rules=(actorregels.require_active_actor,),
    weergave=lambda a: str(a.id),
    document=document("actorklantcontacten", "Dat een actor bij een klantcontact was.", tag="actor klantcontacten"),
)
