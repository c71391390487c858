"""Wires the parts together: the only file that may know them all."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import msgspec
from starlette.types import Receive, Scope, Send

from meent.data.pool import Pool
from meent.data.tenant import Tenant, list_tenants
from meent.engine import openapi
from meent.engine.authorise import Application, Authenticator, rights_of
from meent.engine.declare import Registry
from meent.engine.web import Engine, Place
from meent.services.resources import RESOURCES

RIGHTS = """
SELECT g.client_id, g.geheim, a.label, a.heeft_alle_autorisaties, a.autorisaties
FROM applicatie_geheim g
LEFT JOIN applicatie a ON a.tenant_id = g.tenant_id AND a.client_ids::jsonb ? g.client_id
WHERE g.tenant_id = $1
"""
REMEMBER_SECONDS = 60


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
        place = self.by_host.get(host) or self.by_slug.get(path[1 : path.find("/", 1)])
        if place is None and time.monotonic() - self._read_at > 1:
            await self.refresh()
            place = self.by_host.get(host) or self.by_slug.get(path[1 : path.find("/", 1)])
        return place

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


class Forgetful(Authenticator):
    """An authenticator that also drops the rights it was made from."""

    def forget(self, tenant_id: int) -> None:
        super().forget(tenant_id)
        assert isinstance(self.applications, Rights)
        self.applications.forget(tenant_id)


def registry() -> Registry:
    return Registry(RESOURCES)


class App:
    """The whole server as one ASGI application."""

    def __init__(self, dsn: str, *, pool_size: int = 10, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.pool = Pool(dsn, pool_size)
        self.registry = registry()
        self.directory = Directory(self.pool)
        documents = {
            name: openapi.as_json(api, self.registry) for name, api in self.registry.apis.items()
        }
        self.engine = Engine(
            registry=self.registry,
            pool=self.pool,
            tenants=self.directory,
            authenticator=Forgetful(Rights(self.pool)),
            now=now,
            documents=documents,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        else:
            await self.engine(scope, receive, send)  # type: ignore[arg-type]

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        await self.directory.refresh()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.pool.close()
        await send({"type": "lifespan.shutdown.complete"})


@asynccontextmanager
async def running(app: App) -> AsyncIterator[App]:
    """The application without a web server: for tests, imports and commands."""
    await app.directory.refresh()
    try:
        yield app
    finally:
        await app.pool.close()


