"""The documents in the file of a zaak, and what archiving asks of them (Zaken API 1.7.0, zrc-022).

What closing asks of them: afsluiten.py. Faults count documents and do not name them: who may close or archive a zaak
may not see every title in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

    from meent.engine.change import Change
    from meent.services.documenten.enkelvoudiginformatieobject import EnkelvoudigInformatieObject
    from meent.services.zaken.zaak import Zaak
    from meent.services.zaken.zaakinformatieobject import ZaakInformatieObject


async def documenten_of(change: Change[Any], zaak: UUID) -> list[EnkelvoudigInformatieObject]:
    """The documents of this zaak as they are now, in two queries whatever their number."""
    relations: list[ZaakInformatieObject] = await change.find("ZaakInformatieObject", zaak=zaak)
    found: list[EnkelvoudigInformatieObject] = await change.load(
        "EnkelvoudigInformatieObject", [relation.informatieobject for relation in relations]
    )
    return found


async def require_archived_documenten(change: Change[Zaak]) -> None:
    """A file leaves the working files with all its documents. Source: Z-38, zrc-022."""
    zaak = change.row
    if change.old is None or change.operation == "delete" or not change.changed("archiefstatus"):
        return
    if zaak.archiefstatus == "nog_te_archiveren":
        return
    working = [d for d in await documenten_of(change, zaak.id) if d.status != "gearchiveerd"]
    if working:
        reason = f"Zet eerst de documenten van deze zaak op gearchiveerd ({len(working)} nog niet)."
        change.reject("archiefstatus", "documents-not-archived", reason)
