"""Reads all content back and compares it with what the rows say; and looks for what no row knows of (decision 0016)."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import msgspec

from meent.capabilities.inhoud import contents_in
from meent.capabilities.opslag import Content, InhoudWeg, Store
from meent.capabilities.versions import versions_of
from meent.data.pool import Pool
from meent.engine.declare import Registry, Resource
from meent.engine.fields import Field

LOOSE = """
SELECT sleutel FROM inhoud_los WHERE tenant_id = $1 UNION SELECT sleutel FROM inhoud_quarantaine WHERE tenant_id = $1
"""
OPNAMEN = "SELECT inhoud FROM gespreksopname WHERE tenant_id = $1 AND inhoud IS NOT NULL"
YOUNG = timedelta(hours=1)
"""What came this moment may belong to a request that is still under way."""


@dataclass
class Outcome:
    """What was found in one municipality; keys of the store.

    missing   a row has it, the store has not
    altered   of another size or hash than the row says
    orphaned  the store has it, nobody knows of it
    """

    checked: int = 0
    size: int = 0
    missing: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    orphaned: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not (self.missing or self.altered or self.orphaned)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


async def verify(
    pool: Pool, registry: Registry, store: Store, tenant_id: int, advance: Callable[[int], None] = lambda size: None
) -> Outcome:
    """Everything of one municipality; `advance` is told the bytes read."""
    found = Outcome()
    known = await held(pool, registry, tenant_id)
    for content in known.values():
        await _check(store, tenant_id, content, found)
        advance(content.omvang)
    await _find_orphans(pool, store, tenant_id, set(known), found)
    return found


async def held(pool: Pool, registry: Registry, tenant_id: int) -> dict[str, Content]:
    """All content that rows hold, by key; that of old versions and recordings of conversations as well."""
    found: dict[str, Content] = {}
    async with pool.tenant(tenant_id) as conn:
        for resource in registry.all:
            for f in contents_in(resource):
                for (stored,) in await conn.fetch(_select(resource, f), tenant_id):
                    content = msgspec.json.decode(stored, type=Content)
                    found[content.sleutel] = content
        for (stored,) in await conn.fetch(OPNAMEN, tenant_id):
            content = msgspec.json.decode(stored, type=Content)
            found[content.sleutel] = content
    return found


def _select(resource: Resource[Any], f: Field) -> str:
    rows = f"SELECT {f.name} FROM {resource.name} WHERE tenant_id = $1 AND {f.name} IS NOT NULL"
    if not versions_of(resource):
        return rows
    return (
        f"{rows} UNION ALL SELECT rij->'{f.name}' FROM {resource.name}_versie"
        f" WHERE tenant_id = $1 AND rij->>'{f.name}' IS NOT NULL"
    )


async def _check(store: Store, tenant_id: int, content: Content, found: Outcome) -> None:
    hashed, size = sha256(), 0
    try:
        async for piece in store.read(tenant_id, content.sleutel, 0, content.omvang):
            hashed.update(piece)
            size += len(piece)
    except InhoudWeg:
        found.missing.append(content.sleutel)
        return
    found.checked += 1
    found.size += size
    if hashed.hexdigest() != content.sha256:
        found.altered.append(content.sleutel)


async def _find_orphans(pool: Pool, store: Store, tenant_id: int, known: set[str], found: Outcome) -> None:
    async with pool.tenant(tenant_id) as conn:
        known |= {r[0] for r in await conn.fetch(LOOSE, tenant_id)}
    limit = datetime.now(UTC) - YOUNG
    async for one in store.found(tenant_id):
        if one.sleutel not in known and one.sinds < limit:
            found.orphaned.append(one.sleutel)
