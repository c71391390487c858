"""Notificatie: a message that a source hands over for its subscribers. Notificaties API 1.0.1.

It is no row: it is checked and laid in the outbox, where the messages about our own registers lie too.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec
from msgspec import Meta

from meent.basis import spoor
from meent.basis.fouten import one_fault
from meent.engine.change import Session
from meent.engine.marks import Group, Uri

MAX_MESSAGE_BYTES = 64 * 1024

LAY_OUT = """
INSERT INTO outbox (tenant_id, kanaal, hoofd_resource, hoofd_id, resource, resource_id, actie, kenmerken,
    aanmaakdatum, bericht, trace)
VALUES ($1, $2, '', $3, $4, $5, $6, $7, $8, $9, $10)
"""


class Notificatie(Group, kw_only=True):
    kanaal: Annotated[str, Meta(max_length=50, min_length=1)]
    hoofd_object: Annotated[Uri, Meta(min_length=1)]
    resource: Annotated[str, Meta(max_length=100, min_length=1)]
    resource_url: Annotated[Uri, Meta(min_length=1)]
    actie: Annotated[str, Meta(max_length=100, min_length=1)]
    aanmaakdatum: datetime
    kenmerken: dict[str, Annotated[str, Meta(max_length=1000, min_length=1)]] = {}


async def publish(session: Session, values: dict[str, Any]) -> dict[str, Any]:
    """Lays the message in the outbox and tells it back.

    values   members of Notificatie by JSON name; links of ours with placeholder
    raises   Fout for a channel that is not there or a message that does not fit it (N-05)
    """
    await require_fitting_kanaal(session, values)
    hoofd, resource = (uuid5(NAMESPACE_URL, values[link]) for link in ("hoofdObject", "resourceUrl"))
    await lay_out(session.conn, session.tenant_id, values, hoofd=hoofd, resource=resource)
    return values


async def lay_out(conn: Any, tenant_id: int, message: Mapping[str, Any], *, hoofd: UUID, resource: UUID) -> None:
    """Lays a message in the outbox as it is, in the transaction of the caller, with the trace it is part of.

    message   members of Notificatie by JSON name; links of ours with placeholder
    hoofd     what is told of one main object goes out in order
    raises    Fout for a message that is too long
    """
    told = msgspec.json.encode(message)
    if len(told) > MAX_MESSAGE_BYTES:
        raise one_fault("nonFieldErrors", "max_length", f"Houd een bericht onder {MAX_MESSAGE_BYTES // 1024} kB.")
    await conn.execute(
        LAY_OUT, tenant_id, message["kanaal"], hoofd, message["resource"], resource, message["actie"],
        msgspec.json.encode(message["kenmerken"]), message["aanmaakdatum"], told, spoor.current().trace,
    )  # fmt: skip


async def require_fitting_kanaal(session: Session, values: dict[str, Any]) -> None:
    """A message goes out on a channel that exists, with no other kenmerken than those of the channel. Source: N-05."""
    found = await session.find(session.registry.of("Kanaal"), {"naam": values["kanaal"]})
    if not found:
        raise one_fault("kanaal", "message_kanaal", f"Het kanaal {values['kanaal']} bestaat niet. Maak het eerst aan.")
    if strange := sorted(set(values["kenmerken"]) - set(found[0].filters)):
        raise one_fault("kenmerken", "kenmerken_inconsistent", f"Dit kanaal kent geen {', '.join(strange)}.")
