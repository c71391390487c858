"""Rights and secrets of applications, as the engine asks for them; read from the register, kept a minute."""

import time

import msgspec

from meent.data.pool import Pool
from meent.engine.authorise import Application, Authenticator, rights_of

RIGHTS = """
SELECT g.client_id, g.geheim, a.label, a.heeft_alle_autorisaties, a.autorisaties, a.alleen_is_gereed_voor_publicatie
FROM applicatie_geheim g
LEFT JOIN applicatie a ON a.tenant_id = g.tenant_id AND a.client_ids::jsonb ? g.client_id
WHERE g.tenant_id = $1
"""
REMEMBER_SECONDS = 60


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
            async with self.pool.tenant(tenant_id) as conn:
                records = await conn.fetch(RIGHTS, tenant_id)
            found = {
                r[0]: Application(
                    label=r[2] or "",
                    rights=rights_of(bool(r[3]), msgspec.json.decode(r[4]) if r[4] else [], only_open=bool(r[5])),
                    secret=r[1],
                )
                for r in records
            }
            known = time.monotonic() + REMEMBER_SECONDS, found
            if times_forgotten == self._times_forgotten:  # else it may have changed after we read it
                self._known[tenant_id] = known
        return known[1]

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
