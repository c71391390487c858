"""Locking a document: whoever has the key may change it, one at a time. Documenten API 1.7.0, drc-009."""

from __future__ import annotations

from hmac import compare_digest
from secrets import token_hex
from typing import TYPE_CHECKING

from meent.services.documenten import delen

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.documenten.enkelvoudiginformatieobject import EnkelvoudigInformatieObject

KEY_BYTES = 16
FORCED_UNLOCK = "documenten.geforceerd-unlock"
WRONG_KEY = ("nonFieldErrors", "incorrect-lock-id", "Dit is niet de sleutel waarmee dit document op slot zit.")


def fits(key: str, slot: str) -> bool:
    """Whether this key opens this lock; how long that takes tells nothing about the lock."""
    return bool(slot) and compare_digest(key.encode(), slot.encode())


async def lock(change: Change[EnkelvoudigInformatieObject]) -> None:
    """A document is locked by one at a time, who alone gets the key. Source: D-12, drc-009."""
    if change.new.slot:
        change.reject("nonFieldErrors", "existing-lock", "Dit document zit al op slot. Wacht tot het vrij is.")
        change.faults.stop_if_any()
    change.new.slot = token_hex(KEY_BYTES)


async def unlock(change: Change[EnkelvoudigInformatieObject]) -> None:
    """The key opens a document, and so does the right to force it. Source: D-14, drc-009."""
    document = change.new
    if not fits(document.lock, document.slot):
        if not change.may(FORCED_UNLOCK):
            change.reject(*WRONG_KEY)
            change.faults.stop_if_any()
        change.is_forced = bool(document.slot)
    await delen.join_delen(change)
    document.slot = ""


async def require_lock(change: Change[EnkelvoudigInformatieObject]) -> None:
    """Only who holds the key of a locked document changes it. Source: D-13, drc-009."""
    if change.old is None or change.operation == "delete" or change.named:
        return
    if change.operation == "update" and "lock" not in change.given:
        change.reject("lock", "required", "Stuur de sleutel mee waarmee u het document op slot hebt gezet.")
    elif not change.old.slot:
        change.reject("nonFieldErrors", "unlocked", "Zet dit document eerst op slot.")
    elif "lock" not in change.given:
        reason = "Stuur de sleutel mee waarmee u het document op slot hebt gezet."
        change.reject("nonFieldErrors", "missing-lock-id", reason)
    elif not fits(change.new.lock, change.old.slot):
        change.reject(*WRONG_KEY)


async def require_unlocked(change: Change[EnkelvoudigInformatieObject]) -> None:
    """Nobody deletes what somebody is working on. Source: D-11."""
    if change.operation == "delete" and change.row.slot:
        change.reject("nonFieldErrors", "destroy-locked", "Ontgrendel dit document voordat u het verwijdert.")
