"""Services: the registers of other suppliers that a municipality uses, each with our own credentials for it.

Nothing outside this list is ever fetched (G-16). A secret is kept here and shown nowhere.
"""

import time
from dataclasses import dataclass, field
from typing import Any

from meent.basis.adres import normal
from meent.data.pool import Pool

SOORTEN = (
    "catalogi", "zaken", "documenten", "besluiten", "autorisaties", "notificaties", "selectielijst", "objecten",
    "objecttypen", "verzoeken", "contactmomenten",
)  # fmt: skip
PROBE = {
    "catalogi": "catalogussen", "zaken": "zaken", "documenten": "enkelvoudiginformatieobjecten",
    "besluiten": "besluiten", "autorisaties": "applicaties", "notificaties": "kanaal",
    "objecten": "objects", "objecttypen": "objecttypes", "verzoeken": "verzoeken", "contactmomenten": "contactmomenten",
}  # fmt: skip
"""Kind of API -> a collection of it by which to see whether it answers and knows us."""
REMEMBER_SECONDS = 60

LIST = "SELECT slug, basis, soort, client_id, geheim, aan FROM dienst WHERE tenant_id = $1 ORDER BY slug"
ADD = """
INSERT INTO dienst (tenant_id, slug, basis, soort, client_id, geheim, aan) VALUES ($1, $2, $3, $4, $5, $6, true)
ON CONFLICT DO NOTHING RETURNING 1
"""
REMOVE = "DELETE FROM dienst WHERE tenant_id = $1 AND slug = $2 RETURNING 1"
SWITCH = "UPDATE dienst SET aan = $3 WHERE tenant_id = $1 AND slug = $2 RETURNING 1"


class DienstGeweigerd(Exception):
    """Deze dienst kan niet worden vastgelegd."""


@dataclass(frozen=True)
class Dienst:
    """A register of another supplier.

    basis      what its URLs begin with, closing slash included
    soort      which API it is
    client_id  by which it knows us; "" when it wants a fixed token instead of a JWT
    geheim     the secret of the JWT, or the token; never shown
    """

    slug: str
    basis: str
    soort: str
    client_id: str = ""
    geheim: str = field(default="", repr=False)
    aan: bool = True

    def holds(self, url: str) -> bool:
        """Whether the URL, in its normal spelling, lies within this service."""
        return url.startswith(self.basis)


class Diensten:
    """The services of each municipality, remembered for a minute."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._known: dict[int, tuple[float, tuple[Dienst, ...]]] = {}

    async def of(self, tenant_id: int) -> tuple[Dienst, ...]:
        known = self._known.get(tenant_id)
        if known is None or known[0] < time.monotonic():
            known = self._known[tenant_id] = (time.monotonic() + REMEMBER_SECONDS, await self.all(tenant_id))
        return known[1]

    async def all(self, tenant_id: int) -> tuple[Dienst, ...]:
        """As they are now."""
        async with self.pool.tenant(tenant_id) as conn:
            return tuple(Dienst(*record) for record in await conn.fetch(LIST, tenant_id))

    async def find(self, tenant_id: int, url: str) -> Dienst | None:
        """The service that a URL lies within; the longest base counts. None when there is none, or it is off."""
        plain = normal(url)
        holding = [d for d in await self.of(tenant_id) if d.aan and plain is not None and d.holds(plain)]
        return max(holding, key=lambda d: len(d.basis), default=None)

    async def new(self, tenant_id: int, dienst: Dienst) -> None:
        """Keeps it. Raises DienstGeweigerd."""
        basis = normal(dienst.basis.rstrip("/") + "/")
        if basis is None or "?" in basis:
            raise DienstGeweigerd("Geef een volledig webadres, zoals https://catalogi.example/catalogi/api/v1.")
        if not dienst.geheim:
            raise DienstGeweigerd("Geef het geheim of het token waarmee de andere dienst ons kent.")
        values = (dienst.slug, basis, dienst.soort, dienst.client_id, dienst.geheim)
        if not await self._change(tenant_id, ADD, *values):
            raise DienstGeweigerd("Er is al een dienst met deze naam of dit adres.")

    async def remove(self, tenant_id: int, slug: str) -> bool:
        """Whether it was there. Links to its objects stay, and cannot be fetched any more."""
        return await self._change(tenant_id, REMOVE, slug)

    async def switch(self, tenant_id: int, slug: str, *, aan: bool) -> bool:
        """Puts it on or off; whether it was there."""
        return await self._change(tenant_id, SWITCH, slug, aan)

    def forget(self, tenant_id: int) -> None:
        self._known.pop(tenant_id, None)

    async def _change(self, tenant_id: int, sql: str, *values: Any) -> bool:
        async with self.pool.tenant(tenant_id) as conn:
            done = await conn.fetchval(sql, tenant_id, *values)
        self.forget(tenant_id)
        return done is not None
