"""Mirrors: what a relation of ours must show in the register of another supplier.

Asked by zrc-005, zrc-024, zrc-025, brc-005 and brc-006.

Here a rule says what must be there; integration/diensten/spiegels.py makes it, after our own transaction: the other
register asks ours whether the relation exists (drc-004), so it must be there first (decision 0025).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from meent.basis.ids import uuid7
from meent.basis.placeholder import PLACEHOLDER
from meent.capabilities.elders import Brought

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from meent.engine.change import Change

INTEND = """
INSERT INTO spiegel (tenant_id, id, bron, adres, body, staat, sinds) VALUES ($1, $2, $3, $4, $5, 'maken', $6)
"""
LET_GO = """
UPDATE spiegel SET staat = 'weg', sinds = $3 WHERE tenant_id = $1 AND bron = ANY($2::uuid[]) RETURNING id
"""


async def mirror(change: Change[Any], collection: str, body: dict[str, Any]) -> None:
    """The row that is being made shows there as `body`, in the collection at this URL.

    body   links to rows of ours may hold the placeholder: the other register sees the base of this request
    """
    session, key = change.session, uuid7()
    shown = {name: value.replace(PLACEHOLDER, change.links.base) for name, value in body.items()}
    await session.begin()
    values = (session.tenant_id, key, change.id, collection, msgspec.json.encode(shown), session.now)
    await session.conn.execute(INTEND, *values)
    session.companions.of(Brought).mirrors.append(key)


async def let_go(change: Change[Any], sources: Iterable[UUID]) -> None:
    """These rows go, and what shows them elsewhere with them."""
    session = change.session
    await session.begin()
    found = await session.conn.fetch(LET_GO, session.tenant_id, list(sources), session.now)
    session.companions.of(Brought).mirrors += [r[0] for r in found]
