"""Messages to subscribers: whom one concerns, and how it is written. Notificaties API 1.0.1, its consumer API 1.0.0.

Nothing here knows a database or a network. Links of ours hold the placeholder until the address of the subscriber's
own view of the municipality is filled in (decision 0018).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import msgspec

from meent.basis.placeholder import PLACEHOLDER
from meent.services.personen.bevragen.gebeurtenissen import PERSONEN, SOORT

ANYTHING = "*"
CLOUDEVENTS = "application/cloudevents+json"


@dataclass(frozen=True)
class Aankondiging:
    """One row of the outbox.

    object     uuid of the main object; a name for it when the message is another source's
    kenmerken  values of the main object, links with placeholder
    bericht    what another source handed over, as it is; None for a change of our own registers
    trace      of the request that it is about, when that is known
    """

    nummer: int
    kanaal: str
    hoofd_resource: str
    object: UUID
    resource: str
    resource_id: UUID
    actie: str
    kenmerken: Mapping[str, str]
    aanmaakdatum: datetime
    bericht: bytes | None = None
    trace: bytes | None = None


@dataclass(frozen=True)
class Wens:
    """A channel that a subscriber wants to hear, and the values that it wants of its kenmerken."""

    naam: str
    filters: Mapping[str, str]


def is_wanted(kanaal: str, kenmerken: Mapping[str, str], wensen: Sequence[Wens]) -> bool:
    """Whether one of the wishes lets it through. A kenmerk that is not named, or asked as `*`, may be anything."""
    return any(
        wens.naam == kanaal and all(asked in (ANYTHING, kenmerken.get(name)) for name, asked in wens.filters.items())
        for wens in wensen
    )


def body_of(told: Aankondiging, paths: Mapping[str, str]) -> bytes:
    """The message of the standard, links of ours with placeholder: links and kenmerken, nothing of a person (N-03).

    paths   name of a resource -> where its rows are, "/zaken/api/v1/zaken/"
    """
    if told.bericht is not None:
        return told.bericht
    return msgspec.json.encode(
        {
            "kanaal": told.kanaal,
            "hoofdObject": f"{PLACEHOLDER}{paths[told.hoofd_resource]}{told.object}",
            "resource": told.resource,
            "resourceUrl": f"{PLACEHOLDER}{_within(paths[told.resource], told.object)}{told.resource_id}",
            "actie": told.actie,
            "aanmaakdatum": told.aanmaakdatum,
            "kenmerken": told.kenmerken,
        }
    )


def _within(path: str, hoofd: UUID) -> str:
    """The path with the key of the main object, where it lies below that: `/zaken/api/v1/zaken/{zaak_uuid}/…`."""
    return re.sub(r"{\w+}", str(hoofd), path)


def as_cloudevent(message: bytes, *, source: str, nummer: int) -> bytes:
    """The same message as CloudEvents 1.0, structured: the message of the standard is its data, `dataref` the rest.

    source   address of the municipality, as the subscriber knows it
    nummer   that of the outbox: a message that is sent twice has the same id twice
    """
    told: dict[str, Any] = msgspec.json.decode(message)
    return msgspec.json.encode(
        {
            "specversion": "1.0",
            "id": str(uuid5(UUID(int=nummer), source)),
            "source": source,
            "type": _type_of(told),
            "subject": told["resourceUrl"].rstrip("/").rpartition("/")[2],
            "dataref": told["resourceUrl"],
            "time": told["aanmaakdatum"],
            "datacontenttype": "application/json",
            "data": told,
        }
    )


def _type_of(told: Mapping[str, Any]) -> str:
    """What happens to persons has a name of its own, such as nl.brp.verhuisd.emigratie (decision 0072)."""
    if told["kanaal"] == PERSONEN:
        return str(told["kenmerken"][SOORT])
    return f"nl.overheid.{told['kanaal']}.{told['resource']}.{told['actie']}"
