"""What happens in conversations, told to who subscribed: an open stream for dashboards, planning and other exchanges.

A message says what happened, in which queue and at which number of the municipality, and names nobody: no number of a
caller, no agent. It is stored with the step itself, so it goes out if and only if that happened. Its link leads to the
klantcontact, which is there once the conversation is over and was registered. Source: contact-52, decision 0080.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from meent.basis.placeholder import PLACEHOLDER
from meent.integration.telefooncentrale.rijen import BerichtRij
from meent.process.telefonie.registers import key_of_contact
from meent.process.telefonie.toestand import Afgelopen, Gesprek, InWachtrij

GESPREKKEN, GESPREK = "gesprekken", "gesprek"
"""The channel, and what its messages are about."""
NUMMER, WACHTRIJ, REDEN = "nummer", "wachtrij", "reden"
CONTACTEN = f"{PLACEHOLDER}/klantinteracties/api/v1/klantcontacten"
KANAAL: dict[str, Any] = {
    "naam": GESPREKKEN, "filters": [NUMMER, WACHTRIJ, REDEN],
    "documentatie_link": f"{PLACEHOLDER}/klantinteracties/api/v1/openapi.json",
}  # fmt: skip


def gebeurd(was: Gesprek | None, gesprek: Gesprek) -> Iterator[str]:
    """What a step made of a conversation, in the order in which it happens; most steps are nobody's business."""
    if was is None:
        yield "begonnen"
    if isinstance(gesprek.toestand, InWachtrij) and (was is None or was.wachtrij != gesprek.wachtrij):
        yield "wacht"
    if gesprek.beantwoord_op and not (was and was.beantwoord_op):
        yield "beantwoord"
    if isinstance(gesprek.toestand, Afgelopen):
        yield "beeindigd"


def berichten(was: Gesprek | None, gesprek: Gesprek, now: datetime) -> list[BerichtRij]:
    """The messages about a step; nothing in them but ids, queues and numbers of the municipality itself."""
    return [_bericht(gesprek, actie, now) for actie in gebeurd(was, gesprek)]


def _bericht(gesprek: Gesprek, actie: str, now: datetime) -> BerichtRij:
    reden = gesprek.toestand.reden if isinstance(gesprek.toestand, Afgelopen) else ""
    alle = {NUMMER: gesprek.naar, WACHTRIJ: gesprek.wachtrij, REDEN: reden}
    kenmerken = {naam: waarde for naam, waarde in alle.items() if waarde}
    url = f"{CONTACTEN}/{key_of_contact(gesprek.id)}"
    inhoud = msgspec.json.encode({
        "kanaal": GESPREKKEN, "hoofdObject": url, "resource": GESPREK, "resourceUrl": url, "actie": actie,
        "aanmaakdatum": now, "kenmerken": kenmerken,
    })  # fmt: skip
    return BerichtRij(GESPREKKEN, gesprek.id, GESPREK, actie, kenmerken, now, msgspec.Raw(inhoud))
