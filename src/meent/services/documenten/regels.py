"""Rules of the Documenten API 1.7.0 that need no other register, for the document itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meent.capabilities.inhoud import contents_of
from meent.capabilities.versions import all_versions
from meent.services.documenten import delen
from meent.services.nummering import number

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.documenten.enkelvoudiginformatieobject import EnkelvoudigInformatieObject
    from meent.services.documenten.gebruiksrechten import Gebruiksrechten

NOT_YET_RECEIVED = ("in_bewerking", "ter_vaststelling")


async def number_document(change: Change[EnkelvoudigInformatieObject]) -> None:
    """A document without identificatie gets the next free number of its bronorganisatie. Source: D-02."""
    await number(change, f"DOCUMENT-{change.today.year}-", per="bronorganisatie")


async def number_versie(change: Change[EnkelvoudigInformatieObject]) -> None:
    """Every change by a client makes a next version, from this moment. Source: D-17."""
    change.new.versie = change.old.versie + 1 if change.old else 1
    change.new.begin_registratie = change.now


async def carry_indicatie_gebruiksrecht(change: Change[EnkelvoudigInformatieObject]) -> None:
    """Who says nothing of gebruiksrechten changes nothing of them. Source: D-08, drc-006."""
    if change.old is not None and "indicatieGebruiksrecht" not in change.given:
        change.new.indicatie_gebruiksrecht = change.old.indicatie_gebruiksrecht


async def require_indicatie_as_gebruiksrechten(change: Change[EnkelvoudigInformatieObject]) -> None:
    """Whether there are gebruiksrechten is told as it is. Source: D-08, drc-006."""
    if change.operation == "delete" or change.named or not change.changed("indicatie_gebruiksrecht"):
        return
    if change.new.indicatie_gebruiksrecht is None and change.old is None:
        return
    rights: list[Gebruiksrechten] = await change.find("Gebruiksrechten", informatieobject=change.id)
    if change.new.indicatie_gebruiksrecht and not rights:
        reason = "Leg eerst de gebruiksrechten vast; dan wordt dit vanzelf true."
        change.reject("indicatieGebruiksrecht", "missing-gebruiksrechten", reason)
    elif not change.new.indicatie_gebruiksrecht and rights:
        reason = "Dit document heeft gebruiksrechten. Verwijder die eerst, of laat dit op true staan."
        change.reject("indicatieGebruiksrecht", "existing-gebruiksrechten", reason)


async def require_no_relations(change: Change[EnkelvoudigInformatieObject]) -> None:
    """A document that belongs to something stays. Source: D-10, drc-008."""
    if change.operation == "delete" and await change.find("ObjectInformatieObject", informatieobject=change.id):
        reason = "Dit document hoort nog bij een zaak of besluit. Maak het daar eerst los."
        change.reject("nonFieldErrors", "pending-relations", reason)


async def delete_inhoud(change: Change[EnkelvoudigInformatieObject]) -> None:
    """With a document goes the content of all its versions. Source: D-10, drc-008."""
    if change.operation == "delete":
        versies = await all_versions(change)
        await contents_of(change).release(change.session.conn, [v.inhoud for v in versies if v.inhoud])
        await delen.drop_delen(change)


async def require_status_of_received(change: Change[EnkelvoudigInformatieObject]) -> None:
    """What came in from outside is not being written here any more. Source: D-07, drc-005."""
    if change.operation == "delete" or change.new.ontvangstdatum is None:
        return
    if change.new.status in NOT_YET_RECEIVED:
        change.reject("status", "invalid_for_received", "Kies voor een ontvangen document een andere status.")
