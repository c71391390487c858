"""Rules of the Zaken API 1.7.0 for documents of a zaak. Which documents: services/across/zaken_documenten.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meent.services.zaken.status import Status

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.zaken.zaakinformatieobject import ZaakInformatieObject


async def stamp_registratiedatum(change: Change[ZaakInformatieObject]) -> None:
    """A document is part of a zaak from the moment at which that is registered. Source: Z-07, zrc-004."""
    change.new.registratiedatum = change.old.registratiedatum if change.old else change.now


async def require_zaak_not_archived(change: Change[ZaakInformatieObject]) -> None:
    """To a file that has been archived nothing is added. Source: Z-39."""
    if change.operation == "create" and change.parent.archiefstatus != "nog_te_archiveren":
        reason = "Deze zaak is gearchiveerd of overgedragen. Daar komen geen documenten meer bij."
        change.reject("nonFieldErrors", "zaak-archiefstatus-invalid", reason)


async def require_status_of_zaak(change: Change[ZaakInformatieObject]) -> None:
    """The status at which a document came in is one of the same zaak. Source: Zaken API 1.7.0."""
    if change.operation == "delete" or not change.changed("status"):
        return
    status = await change.get(Status, change.new.status)
    if status is not None and status.zaak != change.new.zaak:
        change.reject("nonFieldErrors", "zaak-mismatch", "Kies een status die bij deze zaak hoort.")
