"""Municipalities and the rights of applications, as the engine asks for them; read from the database, kept a minute."""

import time

import msgspec

from meent.data.pool import Pool
from meent.data.tenant import Tenant, list_tenants
from meent.engine.authorise import Application, Authenticator, rights_of
from meent.engine.call import Place

RIGHTS = """
SELECT g.client_id, g.geheim, a.label, a.heeft_alle_autorisaties, a.autorisaties
FROM applicatie_geheim g
LEFT JOIN applicatie a ON a.tenant_id = g.tenant_id AND a.client_ids::jsonb ? g.client_id
WHERE g.tenant_id = $1
"""
REMEMBER_SECONDS = 60
REFRESH_SECONDS = 1


class Directory:
    """Municipalities by slug and host, read again when a name is unknown but at most once a second."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.by_slug: dict[str, Place] = {}
        self.by_host: dict[str, Place] = {}
        self.tenants: list[Tenant] = []
        self._read_at = 0.0

    async def find(self, host: str, path: str) -> Place | None:
        """The municipality of a request: its host name, or else the first segment of the path."""
        place = self.known(host, path)
        if place is None and time.monotonic() - self._read_at > REFRESH_SECONDS:
            await self.refresh()
            place = self.known(host, path)
        return place

    def known(self, host: str, path: str) -> Place | None:
        return self.by_host.get(host) or self.by_slug.get(path[1 : path.find("/", 1)])

    async def refresh(self) -> None:
        self._read_at = time.monotonic()
        async with self.pool.any() as conn:
            self.tenants = await list_tenants(conn)
        self.by_slug = {t.slug: _place(t, f"/{t.slug}") for t in self.tenants}
        self.by_host = {t.host: _place(t, "") for t in self.tenants if t.host}


def _place(tenant: Tenant, prefix: str) -> Place:
    aliases = (f"https://{tenant.host}",) if tenant.host else ()
    return Place(tenant.id, tenant.slug, prefix, aliases, bool(tenant.instellingen.get("extras", True)))


class Rights:
    """Applications of a municipality with their secrets and rights, remembered for a minute (A-06)."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._known: dict[int, tuple[float, dict[str, Application]]] = {}

    async def of(self, tenant_id: int) -> dict[str, Application]:
        known = self._known.get(tenant_id)
        if known is None or known[0] < time.monotonic():
            async with self.pool.tenant(tenant_id) as conn:
                records = await conn.fetch(RIGHTS, tenant_id)
            found = {
                r[0]: Application(
                    label=r[2] or "",
                    rights=rights_of(bool(r[3]), msgspec.json.decode(r[4]) if r[4] else []),
                    secret=r[1],
                )
                for r in records
            }
            known = self._known[tenant_id] = (time.monotonic() + REMEMBER_SECONDS, found)
        return known[1]

    def forget(self, tenant_id: int) -> None:
        self._known.pop(tenant_id, None)


class FreshAuthenticator(Authenticator):
    """An authenticator that, told to forget, also drops the rights it works from."""

    applications: Rights

    def __init__(self, rights: Rights) -> None:
        super().__init__(rights)

    def forget(self, tenant_id: int) -> None:
        super().forget(tenant_id)
        self.applications.forget(tenant_id)
