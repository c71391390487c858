"""Purposes (doelen): what a municipality uses personal data for, and which application may do so for which of them.

A purpose has a name, words for the resident it concerns, and the URI of one version of a processing activity in the
municipality's register. What is changed gets a new version, so that lines of before keep their meaning.
"""

import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec

from meent.data.pool import Pool

REMEMBER_SECONDS = 60
EIGEN_GEGEVENS = "eigen gegevens"
OWN = {
    "zaakbehandeling": "Een zaak behandelen",
    "dienstverlening klantcontact": "Een vraag van een inwoner beantwoorden",
    "sturing klantcontact": "Het klantcontact regelen",
    "bijhouding BRP": "De gegevens van inwoners bijhouden",
    EIGEN_GEGEVENS: "Zelf uw gegevens bekijken",
    "functioneel beheer": "De systemen beheren",
}
"""The purposes of our own screens, by the name that a session carries: every municipality begins with them."""
BEGIN = "SELECT meent_verwerkingen_begin($1)"
KNOWN = """
SELECT d.id, d.naam, d.woorden, d.activiteit, d.sinds, coalesce(array_agg(v.client_id ORDER BY v.client_id)
    FILTER (WHERE v.client_id IS NOT NULL), '{}') AS applicaties
FROM verwerkingsdoel d LEFT JOIN verwerkingsdoel_van v ON v.tenant_id = d.tenant_id AND v.naam = d.naam
WHERE d.tenant_id = $1 AND d.vervallen_op IS NULL GROUP BY d.tenant_id, d.id ORDER BY d.naam
"""
END = "UPDATE verwerkingsdoel SET vervallen_op = now() WHERE tenant_id = $1 AND naam = $2 AND vervallen_op IS NULL"
NEW = "INSERT INTO verwerkingsdoel (tenant_id, id, naam, woorden, activiteit) VALUES ($1, $2, $3, $4, $5)"
BIND = """
INSERT INTO verwerkingsdoel_van (tenant_id, client_id, naam)
SELECT tenant_id, $2, naam FROM verwerkingsdoel WHERE tenant_id = $1 AND naam = $3 AND vervallen_op IS NULL
ON CONFLICT (tenant_id, client_id, naam) DO UPDATE SET naam = excluded.naam
"""
UNBIND = "DELETE FROM verwerkingsdoel_van WHERE tenant_id = $1 AND client_id = $2 AND naam = $3"


class DoelGeweigerd(ValueError):
    """Het doel kan zo niet worden vastgelegd."""


@dataclass(frozen=True)
class Doel:
    """One purpose as it is now.

    woorden      for the resident: "Een zaak behandelen"
    activiteit   URI of the version of the processing activity, or ""
    applicaties  client ids that may use it
    """

    id: UUID
    naam: str
    woorden: str
    activiteit: str
    applicaties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Doelen:
    """The purposes of one municipality, by name."""

    by_name: dict[str, Doel]
    only: dict[str, UUID] = field(default_factory=dict)

    @classmethod
    def of(cls, doelen: list[Doel]) -> "Doelen":
        """`only` has the applications with one purpose: they need not tell which."""
        having: dict[str, list[UUID]] = {}
        for doel in doelen:
            for client_id in doel.applicaties:
                having.setdefault(client_id, []).append(doel.id)
        return cls({d.naam: d for d in doelen}, {c: ids[0] for c, ids in having.items() if len(ids) == 1})

    def choose(self, client_id: str, asked: str, *, is_own: bool) -> UUID | None:
        """The purpose that counts; None when none was told or the application may not use it.

        is_own   of a screen of ours, whose purpose comes with the role of a person
        """
        if not asked:
            return self.only.get(client_id)
        doel = self.by_name.get(asked)
        return doel.id if doel and (is_own or client_id in doel.applicaties) else None


class Bekend:
    """The purposes of all municipalities, each read again after a minute."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[float, Doelen]] = {}

    def forget(self, tenant_id: int) -> None:
        self._known.pop(tenant_id, None)

    async def of(self, conn: Any, tenant_id: int) -> Doelen:
        """On the connection that asks: taking another one while holding one may wait for ever."""
        until, doelen = self._known.get(tenant_id, (0.0, None))
        if doelen is None or until < time.monotonic():
            doelen = Doelen.of(await known(conn, tenant_id))
            self._known[tenant_id] = (time.monotonic() + REMEMBER_SECONDS, doelen)
        return doelen


async def begin(pool: Pool) -> None:
    """Key and own purposes of every municipality that has none; several processes may do so at once."""
    async with pool.any() as conn:
        own = [{"naam": naam, "woorden": woorden} for naam, woorden in OWN.items()]
        await conn.fetchval(BEGIN, msgspec.json.encode(own))


async def known(conn: Any, tenant_id: int) -> list[Doel]:
    """The purposes of a municipality as they are now, by name."""
    return [Doel(r[0], r[1], r[2], r[3], tuple(r[5])) for r in await conn.fetch(KNOWN, tenant_id)]


async def store(pool: Pool, tenant_id: int, naam: str, woorden: str, activiteit: str) -> Doel:
    """A new purpose, or a new version of the one of that name. Raises DoelGeweigerd."""
    made = Doel(uuid4(), naam, woorden, activiteit)
    async with pool.tenant(tenant_id) as conn, conn.transaction():
        await conn.execute(END, tenant_id, naam)
        try:
            await conn.execute(NEW, tenant_id, made.id, naam, woorden, activiteit)
        except asyncpg.CheckViolationError as wrong:
            raise DoelGeweigerd(
                "Een doel heeft een naam van letters, cijfers, spaties en streepjes, en woorden voor de inwoner."
            ) from wrong
    return made


async def end(pool: Pool, tenant_id: int, naam: str) -> None:
    """Nobody can use it any more; lines keep it. Raises DoelGeweigerd when there is none."""
    async with pool.tenant(tenant_id) as conn:
        _require(await conn.execute(END, tenant_id, naam), naam)


async def bind(pool: Pool, tenant_id: int, client_id: str, naam: str) -> None:
    """The application may use personal data for this purpose. Raises DoelGeweigerd."""
    async with pool.tenant(tenant_id) as conn:
        _require(await conn.execute(BIND, tenant_id, client_id, naam), naam)


async def unbind(pool: Pool, tenant_id: int, client_id: str, naam: str) -> None:
    async with pool.tenant(tenant_id) as conn:
        _require(await conn.execute(UNBIND, tenant_id, client_id, naam), naam)


def _require(done: str, naam: str) -> None:
    if done.endswith(" 0"):
        raise DoelGeweigerd(f"Er is geen doel met de naam '{naam}' waarvoor dit geldt.")
