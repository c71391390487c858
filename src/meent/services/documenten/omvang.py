"""How large the content of a document is: as it was told, and as it turned out to be. Documenten API 1.7.0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meent.capabilities.inhoud import contents_of

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.documenten.enkelvoudiginformatieobject import EnkelvoudigInformatieObject


async def take_omvang(change: Change[EnkelvoudigInformatieObject]) -> None:
    """Content of which no size was told tells its own. Source: D-19."""
    document = change.new
    is_told = "bestandsomvang" in change.given and document.bestandsomvang is not None
    if document.inhoud is not None and "inhoud" in change.given and not is_told:
        document.bestandsomvang = document.inhoud.omvang


async def take_empty_inhoud(change: Change[EnkelvoudigInformatieObject]) -> None:
    """A file of no bytes is a file; without a size there is none. Source: D-23."""
    document = change.new
    if document.inhoud is None and document.bestandsomvang == 0:
        document.inhoud = await contents_of(change).take_bytes(b"")


async def require_omvang_of_inhoud(change: Change[EnkelvoudigInformatieObject]) -> None:
    """What arrived is as large as was told: otherwise something got lost on the way. Source: D-19."""
    if change.operation == "delete" or change.named or change.new.inhoud is None:
        return
    if change.new.bestandsomvang != change.new.inhoud.omvang:
        reason = f"De inhoud is {change.new.inhoud.omvang} bytes groot. Vul dat in bij bestandsomvang, of laat het weg."
        change.reject("nonFieldErrors", "file-size", reason)
