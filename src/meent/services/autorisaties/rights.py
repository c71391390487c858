"""Rights and secrets of applications, as the engine asks for them; read from the register, kept a minute."""

import time
from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec

from meent.basis.placeholder import PLACEHOLDER
from meent.data.pool import Connection, Pool
from meent.engine.authorise import Rights as Granted
from meent.engine.links import parse_uuid
from meent.services.autorisaties.tokens import Application, Authenticator, rights_of

SECRETS = "SELECT client_id, geheim FROM applicatie_geheim WHERE tenant_id = $1"
RIGHTS = """
SELECT client_ids, label, heeft_alle_autorisaties, autorisaties, alleen_is_gereed_voor_publicatie
FROM applicatie WHERE tenant_id = $1
"""
TYPES = """
SELECT 'zrc', catalogus, id FROM zaaktype WHERE tenant_id = $1 AND catalogus = ANY($2::uuid[])
UNION ALL
SELECT 'drc', catalogus, id FROM informatieobjecttype WHERE tenant_id = $1 AND catalogus = ANY($2::uuid[])
UNION ALL
SELECT 'brc', catalogus, id FROM besluittype WHERE tenant_id = $1 AND catalogus = ANY($2::uuid[])
"""
BY_KEY = "SELECT client_id FROM applicatie_sleutel WHERE tenant_id = $1 AND hash = $2"
REMEMBER_SECONDS = 60
Types = dict[tuple[str, UUID], list[UUID]]
"""Component and catalogus -> the types there that rights of that component are about."""


def catalogus_in(autorisatie: dict[str, Any]) -> UUID | None:
    """The catalogus of ours that it names."""
    url = autorisatie.get("catalogus") or ""
    return parse_uuid(url.rpartition("/")[2]) if url.startswith(PLACEHOLDER) else None


async def _types(conn: Connection, tenant_id: int, catalogi: set[UUID]) -> Types:
    """What is in these catalogi now; asked only when an autorisatie names one."""
    found: Types = {}
    for component, catalogus, of_type in await conn.fetch(TYPES, tenant_id, list(catalogi)) if catalogi else ():
        found.setdefault((component, catalogus), []).append(of_type)
    return found


def with_types(rights: Granted, autorisaties: list[dict[str, Any]], types: Types) -> Granted:
    """Each grant on a catalogus also as one grant per type in it, with the scopes and level it has (A-15).

    rights   made of `autorisaties`, one grant for each
    So what a catalogus gives is filtered by component and scope as anything else (GHSA-vpvj-hgh4-8389). The grant
    itself stays, so that for who has an empty catalogus a list is empty and not forbidden.
    """
    added = [
        replace(grant, of_type=of_type)
        for grant, autorisatie in zip(rights.grants, autorisaties, strict=True)
        if (catalogus := catalogus_in(autorisatie))
        for of_type in types.get((grant.component, catalogus), ())
    ]
    return replace(rights, grants=(*rights.grants, *added))


class Rights:
    """Applications of a municipality with their secrets and rights, remembered for a minute (A-06)."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._known: dict[int, tuple[float, dict[str, Application]]] = {}
        self._times_forgotten = 0

    async def of(self, tenant_id: int) -> dict[str, Application]:
        known = self._known.get(tenant_id)
        if known is None or known[0] < time.monotonic():
            times_forgotten = self._times_forgotten
            found = await self._read(tenant_id)
            known = time.monotonic() + REMEMBER_SECONDS, found
            if times_forgotten == self._times_forgotten:  # else it may have changed after we read it
                self._known[tenant_id] = known
        return known[1]

    async def _read(self, tenant_id: int) -> dict[str, Application]:
        """By client id; who has a secret and is not registered may do nothing."""
        async with self.pool.tenant(tenant_id) as conn:
            secrets = {r[0]: r[1] for r in await conn.fetch(SECRETS, tenant_id)}
            records = await conn.fetch(RIGHTS, tenant_id)
            said = [msgspec.json.decode(r[3]) for r in records]
            types = await _types(conn, tenant_id, {c for a in said for each in a if (c := catalogus_in(each))})
        found = {name: Application(label="", rights=Granted(), secret=secret) for name, secret in secrets.items()}
        for record, each in zip(records, said, strict=True):
            rights = with_types(rights_of(record[2], each, only_open=record[4]), each, types)
            for client_id in msgspec.json.decode(record[0]):
                if client_id in secrets:
                    found[client_id] = Application(label=record[1], rights=rights, secret=secrets[client_id])
        return found

    async def by_key(self, tenant_id: int, digest: bytes) -> str | None:
        async with self.pool.tenant(tenant_id) as conn:
            found: str | None = await conn.fetchval(BY_KEY, tenant_id, digest)
        return found

    def forget(self, tenant_id: int | None) -> None:
        self._times_forgotten += 1
        self._known = {k: v for k, v in self._known.items() if tenant_id not in (None, k)}


class FreshAuthenticator(Authenticator):
    """An authenticator that, told to forget, also drops the rights it works from."""

    applications: Rights

    def __init__(self, rights: Rights) -> None:
        super().__init__(rights)

    def forget(self, tenant_id: int | None) -> None:
        super().forget(tenant_id)
        self.applications.forget(tenant_id)
