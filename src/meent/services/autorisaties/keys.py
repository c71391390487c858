"""Keys of applications, for clients that send `Authorization: Token <key>` where an API takes it (decision 0031).

A key is shown once, when it is made. What is kept is its SHA-256: of a random text of 256 bits that cannot be undone,
so nothing slower is needed, and a request costs one look-up.
"""

import secrets
from dataclasses import dataclass
from hashlib import sha256

import asyncpg

from meent.engine.web import Engine
from meent.wire.place import Place

NEW = "INSERT INTO applicatie_sleutel (tenant_id, client_id, naam, hash) VALUES ($1, $2, $3, $4)"
LIST = """
SELECT client_id, naam, aanmaakdatum FROM applicatie_sleutel WHERE tenant_id = $1 ORDER BY client_id, naam
"""
REVOKE = "DELETE FROM applicatie_sleutel WHERE tenant_id = $1 AND client_id = $2 AND naam = $3 RETURNING naam"


class SleutelGeweigerd(Exception):
    """The key cannot be made or taken back; the message says why."""


@dataclass(frozen=True)
class Key:
    """A key as `meent application key list` shows it; never the key itself."""

    client_id: str
    naam: str
    sinds: str


async def new(engine: Engine, place: Place, client_id: str, naam: str) -> str:
    """A new key with the rights of that application. Raises SleutelGeweigerd."""
    key = secrets.token_urlsafe(32)
    try:
        async with engine.pool.tenant(place.id) as conn:
            await conn.execute(NEW, place.id, client_id, naam, sha256(key.encode()).digest())
    except asyncpg.ForeignKeyViolationError:
        raise SleutelGeweigerd(f"De client_id '{client_id}' is hier niet bekend.") from None
    except asyncpg.UniqueViolationError:
        raise SleutelGeweigerd(f"'{client_id}' heeft al een sleutel '{naam}'. Kies een andere naam.") from None
    return key


async def known(engine: Engine, place: Place) -> list[Key]:
    async with engine.pool.tenant(place.id) as conn:
        rows = await conn.fetch(LIST, place.id)
    return [Key(r[0], r[1], r[2].isoformat()) for r in rows]


async def revoke(engine: Engine, place: Place, client_id: str, naam: str) -> None:
    """The key stops working within a minute. Raises SleutelGeweigerd."""
    async with engine.pool.tenant(place.id) as conn:
        gone = await conn.fetchval(REVOKE, place.id, client_id, naam)
    if gone is None:
        raise SleutelGeweigerd(f"'{client_id}' heeft geen sleutel '{naam}'.")
    engine.authenticator.forget(place.id)
