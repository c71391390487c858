"""Rules of actoren: what is told of them, and when they take no part any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.klantinteracties.actor import Actor
    from meent.services.klantinteracties.actorklantcontact import ActorKlantcontact


async def clear_identificatie_of_other_soort(change: Change[Actor]) -> None:
    """What was told of an actor as one kind says nothing of another kind. Source: KI-37."""
    if change.old is not None and change.changed("soort_actor") and "actorIdentificatie" not in change.given:
        change.new.actor_identificatie = None


async def require_active_actor(change: Change[ActorKlantcontact]) -> None:
    """Who is not active any more takes no part in another klantcontact. Source: KI-38."""
    if change.operation == "delete" or not (change.changed("actor") or change.changed("klantcontact")):
        return
    actor: Any = await change.get("Actor", change.new.actor)
    if actor is not None and not actor.indicatie_actief:
        change.reject("actor.uuid", "inactive", "Deze actor is niet meer actief. Kies een andere actor.")
