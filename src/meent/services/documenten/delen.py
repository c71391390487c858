"""Content that comes in pieces: joined when the document is unlocked, or thrown away. Documenten API 1.7.0."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING

from meent.basis.base64text import Ongeldig
from meent.capabilities.inhoud import contents_of
from meent.capabilities.opslag import InhoudWeg

KEY_BYTES = 16
DEEL_BYTES = 1024**3
"""Of each piece but the last. Large, because every piece costs a request; and small enough to send again."""
MAX_DELEN = 1000

if TYPE_CHECKING:
    from meent.capabilities.opslag import Content
    from meent.engine.change import Change
    from meent.services.documenten.bestandsdeel import BestandsDeel
    from meent.services.documenten.enkelvoudiginformatieobject import EnkelvoudigInformatieObject


def sizes(bestandsomvang: int) -> list[int]:
    """Bytes of each piece, in order; together the whole. Source: D-20."""
    deel = max(DEEL_BYTES, -(-bestandsomvang // MAX_DELEN))
    whole, rest = divmod(bestandsomvang, deel)
    return [deel] * whole + ([rest] if rest else [])


async def delen_of(change: Change[EnkelvoudigInformatieObject]) -> list[BestandsDeel]:
    """The pieces of the document, in order."""
    return sorted(await change.find("BestandsDeel", informatieobject=change.id), key=lambda deel: deel.volgnummer)


async def request_delen(change: Change[EnkelvoudigInformatieObject]) -> None:
    """A size without content asks for it in pieces, and the document is locked meanwhile. Source: D-20, D-25."""
    document = change.new
    says_something = change.old is None or {"inhoud", "bestandsomvang"} & change.given
    if not says_something:
        return
    await drop_delen(change)  # what was asked for before no longer is
    if document.inhoud is not None or not document.bestandsomvang:
        return
    document.slot = document.slot or token_hex(KEY_BYTES)
    for volgnummer, omvang in enumerate(sizes(document.bestandsomvang), start=1):
        change.also_create(
            "BestandsDeel", informatieobject=change.id, volgnummer=volgnummer, omvang=omvang, inhoud=None
        )


async def drop_delen(change: Change[EnkelvoudigInformatieObject]) -> None:
    """The pieces go, with what was uploaded of them. Source: D-22, D-25."""
    delen = await delen_of(change) if change.old else []
    if not delen:
        return
    for deel in delen:
        change.also_delete("BestandsDeel", deel.id)
    await contents_of(change).release(change.session.conn, [deel.inhoud for deel in delen if deel.inhoud])


async def join_delen(change: Change[EnkelvoudigInformatieObject]) -> None:
    """At unlocking complete pieces become the content; unfinished ones keep the lock, or go when it is forced.

    Source: D-22.
    """
    delen = await delen_of(change)
    if not delen:
        return
    uploaded = [deel.inhoud for deel in delen if deel.inhoud]
    if len(uploaded) == len(delen):
        change.new.inhoud = await _joined(change, uploaded)
    elif change.is_forced:
        change.new.bestandsomvang = None
    elif uploaded:
        reason = f"Er zijn {len(uploaded)} van de {len(delen)} delen binnen. Stuur eerst de andere."
        change.reject("nonFieldErrors", "incomplete-upload", reason)
    else:
        change.reject("nonFieldErrors", "file-size", "De inhoud is nog niet binnen. Stuur eerst alle delen.")
    change.faults.stop_if_any()
    await drop_delen(change)


async def _joined(change: Change[EnkelvoudigInformatieObject], parts: list[Content]) -> Content | None:
    try:
        return await contents_of(change).join(parts)
    except Ongeldig as refused:
        change.reject("nonFieldErrors", refused.code, refused.reason)
    except InhoudWeg:
        change.reject("nonFieldErrors", "incomplete-upload", "Een deel is zoekgeraakt. Stuur alle delen opnieuw.")
    return None
