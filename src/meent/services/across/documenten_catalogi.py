"""What the types in a catalogus prescribe for documents (Documenten API 1.7.0, Catalogi API 1.3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meent.services.catalogi.informatieobjecttype import InformatieObjectType

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.documenten.enkelvoudiginformatieobject import EnkelvoudigInformatieObject


async def fill_vertrouwelijkheid(change: Change[EnkelvoudigInformatieObject]) -> None:
    """A document without vertrouwelijkheidaanduiding takes the one of its type. Source: D-09, drc-007."""
    if change.new.vertrouwelijkheidaanduiding:
        return
    soort = await change.get(InformatieObjectType, change.new.informatieobjecttype)
    if soort is not None:
        change.new.vertrouwelijkheidaanduiding = soort.vertrouwelijkheidaanduiding


async def require_published_informatieobjecttype(change: Change[EnkelvoudigInformatieObject]) -> None:
    """A document is of a type that is no longer a concept; it may move to another. Source: D-01, C-03, drc-001."""
    if change.operation == "delete" or not change.changed("informatieobjecttype"):
        return
    soort = await change.get(InformatieObjectType, change.new.informatieobjecttype)
    if soort is not None and soort.concept:
        reason = "Dit informatieobjecttype is nog een concept. Publiceer het eerst."
        change.reject("informatieobjecttype", "not-published", reason)
