"""What a zaak takes from reference data (Zaken API 1.7.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meent.services.across.referenties import reference
from meent.services.links import local_target, seen
from meent.services.selectielijst.communicatiekanaal import CommunicatieKanaal

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.zaken.zaak import Zaak


async def require_communicatiekanaal(change: Change[Zaak]) -> None:
    """A zaak came in through a channel that is known. Source: Z-23, zrc-010."""
    if change.operation == "delete" or not change.changed("communicatiekanaal"):
        return
    url = change.new.communicatiekanaal
    if not url or await reference(change, url, CommunicatieKanaal) is not None:
        return
    if await leads_to_something(change, url):
        change.reject("communicatiekanaal", "invalid-resource", "Dit is geen communicatiekanaal.")
    else:
        change.reject("communicatiekanaal", "bad-url", "Kies een communicatiekanaal dat bestaat.")


async def leads_to_something(change: Change[Zaak], url: str) -> bool:
    """Whether a link leads to a row of whatever kind, ours or in a service of the municipality."""
    target = local_target(change, url)
    found: Any = await change.get(*target) if target else None
    if found is not None:
        return True
    outcome = await seen(change, "CommunicatieKanaal", url)
    return outcome is not None and (bool(outcome.body) or outcome.code == "invalid-resource")
