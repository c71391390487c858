"""What goes along when a klantcontact, a betrokkene or an onderwerpobject is deleted.

A klantcontact is whole with its parts: they go with it, each with its own audit line. Actoren and partijen exist for
themselves: they stay, and cannot go as long as something refers to them (decision 0034).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from meent.basis.fouten import one_fault
from meent.capabilities.idempotency import NO_ROW, claim
from meent.engine.write import write
from meent.wire.answer import JSON, Answer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from meent.engine.call import Call
    from meent.engine.change import Change, Session
    from meent.services.klantinteracties.betrokkene import Betrokkene
    from meent.services.klantinteracties.digitaaladres import DigitaalAdres
    from meent.services.klantinteracties.klantcontact import Klantinteractie

PARTS = (
    ("Onderwerpobject", "klantcontact"),
    ("Onderwerpobject", "was_klantcontact"),
    ("Bijlage", "was_bijlage_van_klantcontact"),
    ("InterneTaak", "aanleidinggevend_klantcontact"),
    ("ActorKlantcontact", "klantcontact"),
    ("Betrokkene", "had_klantcontact"),
)
"""What is nothing without its klantcontact, and the link by which it belongs to one."""

CASCADE: dict[str, Any] = {
    "schema": {"type": "boolean", "default": False},
    "description": "Ook de klantcontacten verwijderen waar dit over ging, voor zover zij over niets anders gingen.",
}
BEHOUDEN: dict[str, Any] = {
    "type": "object",
    "description": "Wat er bleef.",
    "properties": {
        "behouden": {
            "type": "array",
            "items": {"type": "string", "format": "uri", "description": "Het adres van een klantcontact."},
            "description": "Klantcontacten die blijven, omdat zij ook over iets anders gingen.",
        }
    },
    "required": ["behouden"],
}
"""What is asked and told with `cascade`, as the OpenAPI document has it."""


async def delete_parts(change: Change[Klantinteractie]) -> None:
    """With a klantcontact goes what is nothing without it. Source: KI-39."""
    if change.operation != "delete":
        return
    parts: dict[UUID, str] = {}
    for shape, link in PARTS:
        found: list[Any] = await change.find(shape, **{link: change.id})
        parts |= {row.id: shape for row in found}
    await _delete_adressen(change, [key for key, shape in parts.items() if shape == "Betrokkene"])
    for key, shape in parts.items():
        change.also_delete(shape, key)


async def delete_adressen(change: Change[Betrokkene]) -> None:
    """With a betrokkene go the digitale adressen that are of no partij too. Source: KI-39."""
    if change.operation == "delete":
        await _delete_adressen(change, [change.id])


async def _delete_adressen(change: Change[Any], betrokkenen: Iterable[UUID]) -> None:
    keys = list(betrokkenen)
    await change.find_each("DigitaalAdres", verstrekt_door_betrokkene=keys)
    for key in keys:
        found: list[DigitaalAdres] = await change.find("DigitaalAdres", verstrekt_door_betrokkene=key)
        for adres in found:
            if adres.verstrekt_door_partij:
                change.also("DigitaalAdres", adres.id, verstrekt_door_betrokkene=None)
            else:
                change.also_delete("DigitaalAdres", adres.id)


async def delete_onderwerpobject(call: Call, key: UUID) -> Answer:
    """Verwijdert een onderwerpobject, met `cascade` ook de klantcontacten die over niets anders gingen. Source: KI-40.

    call     DELETE, with or without `cascade` in its query
    returns  204; with `cascade` 200 and the addresses of the klantcontacten that stay
    """
    if not _is_asked(call.parameters().get("cascade", "false")):
        return await call.engine.write(call, "delete", key)
    async with call.engine.pool.tenant(call.place.id) as conn:
        session = call.session(conn)
        await session.begin()
        claimed = await claim(call, session, "cascade", key, b"")
        if claimed and claimed.answer:
            return Answer(200, call.links.render(claimed.answer[1]), (JSON,))
        body = msgspec.json.encode({"behouden": await _delete_with_contacten(session, key)})
        if claimed:
            await claimed.keep(session, NO_ROW, body)
        await session.commit()
    return Answer(200, call.links.render(body), (JSON,))


def _is_asked(cascade: str) -> bool:
    if cascade.lower() not in ("true", "false"):
        raise one_fault("cascade", "invalid", "Schrijf true of false.")
    return cascade.lower() == "true"


async def _delete_with_contacten(session: Session, key: UUID) -> list[str]:
    """Deletes the row and what was only about it; gives the links to the klantcontacten that stay, with placeholder."""
    contact, subject = session.registry.of("Klantinteractie"), session.registry.of("Onderwerpobject")
    found = await session.get(subject, key)
    about = [ref for ref in (found.klantcontact, found.was_klantcontact) if ref] if found else []
    for ref in sorted(set(about)):  # locked, so that of two subjects that go at once the last one takes it along
        await session.lock(contact, ref)
    await write(session, subject, "delete", key=key)
    kept = []
    for ref in dict.fromkeys(about):
        if await session.find(subject, {"klantcontact": ref}) or await session.find(subject, {"was_klantcontact": ref}):
            kept.append(await session.url_of(contact, ref))
        else:
            await write(session, contact, "delete", key=ref)
    return kept
