"""The municipalities of this installation as the engine asks for them, read from the control table."""

import time
from collections.abc import Awaitable, Callable

from meent.data.pool import Pool
from meent.data.tenant import Tenant, list_tenants
from meent.wire.place import Place

REFRESH_SECONDS = 1


class Directory:
    """Municipalities by slug and host, read again when a name is unknown but at most once a second.

    on_new   called when municipalities have appeared, before anybody gets to see them
    """

    def __init__(self, pool: Pool, on_new: Callable[[], Awaitable[None]] | None = None) -> None:
        self.pool, self.on_new = pool, on_new
        self.by_slug: dict[str, Place] = {}
        self.by_host: dict[str, Place] = {}
        self.former: dict[str, str] = {}
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

    def moved(self, path: str) -> str | None:
        """The path that took the place of this one: a municipality keeps its former names (setting `voorheen`)."""
        slug, _, rest = path[1:].partition("/")
        return f"/{self.former[slug]}/{rest}" if slug in self.former else None

    async def refresh(self) -> None:
        self._read_at = time.monotonic()
        async with self.pool.any() as conn:
            found = await list_tenants(conn)
        if self.on_new and {t.id for t in found} - {t.id for t in self.tenants}:
            await self.on_new()
        self.tenants = found
        self.by_slug = {t.slug: _place(t, f"/{t.slug}") for t in self.tenants}
        self.by_host = {t.host: _place(t, "") for t in self.tenants if t.host}
        self.former = {name: t.slug for t in self.tenants for name in t.instellingen.get("voorheen", [])}


def _place(tenant: Tenant, prefix: str) -> Place:
    aliases = (f"https://{tenant.host}",) if tenant.host else ()
    settings = tenant.instellingen
    return Place(tenant.id, tenant.slug, prefix, aliases, bool(settings.get("extras", True)), settings)
