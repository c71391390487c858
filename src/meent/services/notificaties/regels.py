"""Rules of the Notificaties API 1.0.1: a subscription asks for what exists, at an address that works and is guarded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meent.basis.placeholder import PLACEHOLDER
from meent.services.notificaties.callbacks import Callbacks

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.notificaties.abonnement import Abonnement
    from meent.services.notificaties.kanaal import Kanaal


async def read_base(change: Change[Abonnement]) -> None:
    """The subscription remembers by which address its subscriber knows us. Source: decision 0018."""
    base = change.links.base
    change.new.basis = "" if base.startswith(PLACEHOLDER) else base


async def require_existing_kanalen(change: Change[Abonnement]) -> None:
    """Who subscribes to a channel that is not there would wait for ever. Source: N-06."""
    for wanted in change.row.kanalen if change.operation != "delete" else []:
        if not await change.find("Kanaal", naam=wanted.naam):
            change.reject("nonFieldErrors", "kanaal_naam", f"Het kanaal {wanted.naam} bestaat niet.")


async def require_filters_of_kanaal(change: Change[Abonnement]) -> None:
    """A filter on what the channel does not tell would let nothing through. Source: N-06."""
    for wanted in change.row.kanalen if change.operation != "delete" else []:
        kanalen: list[Kanaal] = await change.find("Kanaal", naam=wanted.naam)
        for kanaal in kanalen:
            if strange := sorted(set(wanted.filters) - set(kanaal.filters)):
                change.reject(
                    "filters", "inconsistent-abonnement-filters",
                    f"Op {wanted.naam} is niet te kiezen op {', '.join(strange)}.",
                )  # fmt: skip


async def require_sendable_auth(change: Change[Abonnement]) -> None:
    """A line break in a header would be another header. Source: N-10."""
    if change.operation != "delete" and not (change.new.auth.isascii() and change.new.auth.isprintable()):
        change.reject("auth", "invalid", "Gebruik alleen gewone tekens, op één regel.")


async def require_working_callback(change: Change[Abonnement]) -> None:
    """The address takes a message with the authorisation and refuses one without. Source: N-07."""
    if change.operation == "delete" or change.faults.found:
        return
    callbacks, abonnement = change.outside(Callbacks), change.new  # type: ignore[type-abstract]
    url = abonnement.callback_url.replace(PLACEHOLDER, abonnement.basis)
    message = _test_message(change)
    with_auth = await callbacks.post(url, message, auth=abonnement.auth)
    if not 200 <= with_auth.status < 300:
        told = with_auth.trouble or f"Het antwoordt {with_auth.status} in plaats van 204"
        change.reject("callbackUrl", "invalid-callback-url", f"Dit adres neemt geen bericht aan. {told}.")
        return
    without = await callbacks.post(url, message, auth="")
    if without.status not in (401, 403):
        change.reject(
            "nonFieldErrors", "no-auth-on-callback-url",
            "Dit adres moet een bericht zonder autorisatie weigeren, met 401 of 403.",
        )  # fmt: skip


def _test_message(change: Change[Abonnement]) -> bytes:
    """A message on the channel `test`, which every consumer must accept (N-08)."""
    here = f"{change.new.basis}{change.resource.url_path}{change.id}"
    return msgspec.json.encode(
        {
            "kanaal": "test", "hoofdObject": here, "resource": "test", "resourceUrl": here, "actie": "create",
            "aanmaakdatum": change.now, "kenmerken": {},
        }
    )  # fmt: skip
