"""The municipalities this installation serves: the control table, not their data.

The owner's role writes here (`meent tenant new`), the serving role only reads. Every function takes a connection
without a tenant: `pool.any()`, or one of `pool.connect`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from meent.data.pool import BaseConnection

RESERVED = frozenset({"static", "login", "metrics"})  # first segments of addresses that are not a municipality
NEW = Path(__file__).with_name("tenant_new.sql").read_text()
CHANGE = Path(__file__).with_name("tenant_change.sql").read_text()


class TenantGeweigerd(ValueError):
    """De gemeente kan zo niet worden vastgelegd."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """One municipality.

    slug           first part of its addresses: small letters, digits and hyphens, two to 39 characters
    host           host name that stands for the slug, or None
    database_url   where its data is when it moved out of the shared database, or None
    thema          name of its style, or None for the standard one
    """

    slug: str
    naam: str
    gemeentecode: str | None = None
    rsin: str | None = None
    host: str | None = None
    database_url: str | None = None
    thema: str | None = None
    instellingen: dict[str, Any] = field(default_factory=dict)
    id: int = 0
    gemaakt_op: datetime | None = None


async def list_tenants(conn: BaseConnection) -> list[Tenant]:
    return [_tenant(row) for row in await conn.fetch("select * from tenant order by slug")]


async def get(conn: BaseConnection, slug: str) -> Tenant | None:
    row = await conn.fetchrow("select * from tenant where slug = $1", slug)
    return _tenant(row) if row else None


async def new(conn: BaseConnection, tenant: Tenant) -> Tenant:
    """Store it; returns it with its id. raises TenantGeweigerd."""
    if tenant.slug in RESERVED:
        raise TenantGeweigerd(f"De naam '{tenant.slug}' is al in gebruik door het programma zelf.")
    return await _store(conn, NEW, *_values(tenant))


async def change(conn: BaseConnection, tenant: Tenant) -> Tenant:
    """Store everything but the slug, which stands in addresses that others keep. raises TenantGeweigerd."""
    return await _store(conn, CHANGE, *_values(tenant))


async def _store(conn: BaseConnection, query: str, *values: Any) -> Tenant:
    try:
        row = await conn.fetchrow(query, *values)
    except asyncpg.UniqueViolationError as double:
        raise TenantGeweigerd("Er is al een gemeente met deze slug of hostnaam.") from double
    except asyncpg.CheckViolationError as wrong:
        raise TenantGeweigerd(
            f"Een gegeven van de gemeente heeft niet de juiste vorm ({wrong.constraint_name})."
        ) from wrong
    if row is None:
        raise TenantGeweigerd(f"Er is geen gemeente met de slug '{values[0]}'.")
    return _tenant(row)


def _values(tenant: Tenant) -> tuple[Any, ...]:
    return (
        tenant.slug,
        tenant.naam,
        tenant.gemeentecode,
        tenant.rsin,
        tenant.host,
        tenant.database_url,
        tenant.thema,
        msgspec.json.encode(tenant.instellingen),
    )


def _tenant(row: asyncpg.Record) -> Tenant:
    return Tenant(**{**dict(row), "instellingen": msgspec.json.decode(row["instellingen"])})
