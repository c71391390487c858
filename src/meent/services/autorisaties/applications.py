"""Applications with their secrets: the register holds the rights, this keeps the secret beside it (AC-08)."""

import secrets
from dataclasses import dataclass
from typing import Any

import msgspec

from meent.basis.placeholder import PLACEHOLDER
from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.engine.web import Engine
from meent.engine.write import write
from meent.wire.place import Place

LIST = """
SELECT g.client_id, coalesce(a.label, ''), coalesce(a.heeft_alle_autorisaties, false), a.id IS NOT NULL, g.aanmaakdatum
FROM applicatie_geheim g LEFT JOIN applicatie a ON a.tenant_id = g.tenant_id AND a.client_ids::jsonb ? g.client_id
WHERE g.tenant_id = $1 ORDER BY g.client_id
"""
KEEP = """
INSERT INTO applicatie_geheim (tenant_id, client_id, geheim) VALUES ($1, $2, $3)
ON CONFLICT (tenant_id, client_id) DO UPDATE SET geheim = excluded.geheim, aanmaakdatum = now()
"""
KNOWN = """
SELECT EXISTS (SELECT FROM applicatie_geheim WHERE tenant_id = $1 AND client_id = $2)
    OR EXISTS (SELECT FROM applicatie WHERE tenant_id = $1 AND client_ids::jsonb ? $2)
"""
BEHEER = Caller(client_id="meent-beheer", rights=ALL_RIGHTS, label="meent application", user_id="beheer")


@dataclass(frozen=True)
class Listed:
    """An application as `meent application list` shows it; never its secret."""

    client_id: str
    label: str
    heeft_alle_autorisaties: bool
    is_registered: bool
    sinds: str


async def new(engine: Engine, place: Place, body: dict[str, Any]) -> str:
    """Registers an Applicatie (body of the Autorisaties API, one client id) and gives its new secret. Raises Fout."""
    async with engine.together(place, BEHEER, engine.links(PLACEHOLDER, place)) as session:
        await write(session, engine.registry.of("Applicatie"), "create", body=body)
        secret = await _keep(session.conn, place, body["clientIds"][0])
    engine.authenticator.forget(place.id)
    return secret


async def rotate(engine: Engine, place: Place, client_id: str) -> str | None:
    """A new secret for a known client id; the old one stops working within a minute. None when it is unknown."""
    async with engine.pool.tenant(place.id) as conn:
        if client_id not in {r[0] for r in await conn.fetch(LIST, place.id)}:
            return None
        secret = await _keep(conn, place, client_id)
    engine.authenticator.forget(place.id)
    return secret


async def only_secret(engine: Engine, place: Place, client_id: str) -> str | None:
    """A secret for a client id that nobody has yet, and no rights. None when it is known already."""
    async with engine.pool.tenant(place.id) as conn:
        is_known = await conn.fetchval(KNOWN, place.id, client_id)
        return None if is_known else await _keep(conn, place, client_id)


async def keep_secret(engine: Engine, place: Place, client_id: str) -> str:
    """A new secret for a client id whose Applicatie is registered otherwise."""
    async with engine.pool.tenant(place.id) as conn:
        return await _keep(conn, place, client_id)


async def known(engine: Engine, place: Place) -> list[Listed]:
    async with engine.pool.tenant(place.id) as conn:
        rows = await conn.fetch(LIST, place.id)
    return [Listed(r[0], r[1], r[2], r[3], r[4].isoformat()) for r in rows]


async def _keep(conn: Any, place: Place, client_id: str) -> str:
    secret = secrets.token_urlsafe(32)
    await conn.execute(KEEP, place.id, client_id, secret)
    return secret


def body_from(client_id: str, label: str, autorisaties: str) -> dict[str, Any]:
    """The body of an Applicatie; without `autorisaties` (JSON list) it may do everything."""
    rights = msgspec.json.decode(autorisaties) if autorisaties else []
    return {
        "clientIds": [client_id], "label": label or client_id,
        "heeftAlleAutorisaties": not rights, "autorisaties": rights,
    }  # fmt: skip
