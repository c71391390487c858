"""Rules of the Documenten API 1.7.0 for what hangs under a document: gebruiksrechten and verzendingen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.documenten.gebruiksrechten import Gebruiksrechten
    from meent.services.documenten.verzending import Verzending

DOCUMENT = "EnkelvoudigInformatieObject"
ADRESSEN = (
    "binnenlands_correspondentieadres", "buitenlands_correspondentieadres", "correspondentie_postadres",
    "faxnummer", "emailadres", "mijn_overheid", "telefoonnummer",
)  # fmt: skip


# --- gebruiksrechten -------------------------------------------------------------------------------------------------


async def require_ordered_gebruiksrechten(change: Change[Gebruiksrechten]) -> None:
    """Rights do not end before they begin. Source: Documenten API 1.7.0."""
    if change.operation == "delete" or change.new.einddatum is None:
        return
    if change.new.einddatum < change.new.startdatum:
        change.reject("einddatum", "invalid", "Kies een einde dat niet voor het begin ligt.")


async def carry_indicatie_to_document(change: Change[Gebruiksrechten]) -> None:
    """A document with gebruiksrechten says so; without its last, that nothing is known. Source: D-08, drc-006."""
    if change.operation == "create":
        change.also(DOCUMENT, change.new.informatieobject, indicatie_gebruiksrecht=True)
    elif change.operation == "delete":
        others: list[Gebruiksrechten] = await change.find(
            "Gebruiksrechten", informatieobject=change.row.informatieobject
        )
        if all(other.id == change.id for other in others):
            change.also(DOCUMENT, change.row.informatieobject, indicatie_gebruiksrecht=None)


# --- verzending ------------------------------------------------------------------------------------------------------


async def require_one_address(change: Change[Verzending]) -> None:
    """A document goes along one way: which one, the verzending tells. Source: D-27."""
    if change.operation == "delete":
        return
    if sum(bool(getattr(change.new, name)) for name in ADRESSEN) != 1:
        reason = "Vul één adres in: een postadres, faxnummer, e-mailadres, telefoonnummer of MijnOverheid."
        change.reject("nonFieldErrors", "invalid-address", reason)


async def require_one_afzender(change: Change[Verzending]) -> None:
    """A document comes from one sender at most. Source: D-27."""
    if change.operation == "delete" or change.new.aard_relatie != "afzender":
        return
    others: list[Verzending] = await change.find(
        "Verzending", informatieobject=change.new.informatieobject, aard_relatie="afzender"
    )
    if any(other.id != change.id for other in others):
        change.reject("aardRelatie", "unique", "Dit document heeft al een afzender. Wijzig die, of kies geadresseerde.")
