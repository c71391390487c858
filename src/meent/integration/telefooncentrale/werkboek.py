"""What an agent has on his desk: contacts with notes, until they stand in the registers (decision 0044).

Notes are kept as they are typed, so that a browser or server that falls loses a second of them, not a conversation.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import msgspec

from meent.data.pool import Pool

MEEST = 50
"""Contacts on one desk. Who has more finished none for days."""


class Bron(msgspec.Struct, frozen=True):
    """A knowledge article that was the answer, by its uuid, with its title of then."""

    artikel: str
    titel: str


class Vraag(msgspec.Struct, frozen=True):
    """One question of a contact, with its answer.

    zaak      uuid of the case it is about, or ""
    afdeling  uuid of the actor that goes on with it, or ""
    verzoek   what that department is asked to do; "" when it only took part
    """

    onderwerp: str = ""
    notitie: str = ""
    antwoord: str = ""
    resultaat: str = ""
    zaak: str = ""
    afdeling: str = ""
    verzoek: str = ""
    bronnen: tuple[Bron, ...] = ()

    @property
    def is_leeg(self) -> bool:
        return self == Vraag()


class Werkcontact(msgspec.Struct, frozen=True):
    """One contact on the desk of one agent.

    id             of the conversation, or one of its own when there was no call
    van            number of the citizen, +E.164; "" when withheld or when there was no call
    beantwoord_op  when a human first answered, by which the klantcontact of the call is found
    is_gesprek     the contact centre writes a klantcontact of it itself
    partij         uuid of who it is, or ""
    geen_partij    somebody said that it is not who belongs to the number
    klaar_op       the agent is done with it; what is left is writing it down
    """

    id: str
    medewerker: str
    begonnen_op: datetime
    kanaal: str = "Telefoon"
    van: str = ""
    wachtrij: str = ""
    beantwoord_op: datetime | None = None
    is_gesprek: bool = False
    partij: str = ""
    geen_partij: bool = False
    vragen: tuple[Vraag, ...] = (Vraag(),)
    klaar_op: datetime | None = None


class Werkboek(Protocol):
    """Where the contacts of all desks are kept."""

    async def open(self, tenant: int, medewerker: str) -> list[Werkcontact]:
        """The contacts on one desk, oldest first."""

    async def neem(self, tenant: int, contact: Werkcontact) -> None:
        """Put a contact on a desk; one that lies there already stays as it is."""

    async def wijzig(
        self, tenant: int, medewerker: str, id: str, anders: Callable[[Werkcontact], Werkcontact]
    ) -> Werkcontact | None:
        """Change one, alone; returns how it became, or None when it lies there no more."""

    async def weg(self, tenant: int, medewerker: str, id: str) -> None: ...


class InGeheugen:
    """Gone with the process: for tests."""

    def __init__(self) -> None:
        self._alle: dict[tuple[int, str], dict[str, Werkcontact]] = {}

    async def open(self, tenant: int, medewerker: str) -> list[Werkcontact]:
        hier = self._alle.get((tenant, medewerker), {})
        return sorted(hier.values(), key=lambda c: (c.begonnen_op, c.id))[:MEEST]

    async def neem(self, tenant: int, contact: Werkcontact) -> None:
        self._alle.setdefault((tenant, contact.medewerker), {}).setdefault(contact.id, contact)

    async def wijzig(
        self, tenant: int, medewerker: str, id: str, anders: Callable[[Werkcontact], Werkcontact]
    ) -> Werkcontact | None:
        hier = self._alle.get((tenant, medewerker), {})
        if id not in hier:
            return None
        hier[id] = anders(hier[id])
        return hier[id]

    async def weg(self, tenant: int, medewerker: str, id: str) -> None:
        self._alle.get((tenant, medewerker), {}).pop(id, None)


OPEN = """
SELECT inhoud FROM werkcontact WHERE tenant_id = $1 AND medewerker = $2 ORDER BY begonnen_op, id LIMIT $3
"""
NEEM = """
INSERT INTO werkcontact (tenant_id, medewerker, id, begonnen_op, inhoud) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING
"""
LEES = "SELECT inhoud FROM werkcontact WHERE tenant_id = $1 AND medewerker = $2 AND id = $3 FOR UPDATE"
SCHRIJF = "UPDATE werkcontact SET inhoud = $4 WHERE tenant_id = $1 AND medewerker = $2 AND id = $3"
WEG = "DELETE FROM werkcontact WHERE tenant_id = $1 AND medewerker = $2 AND id = $3"


class PostgresWerkboek:
    """The table of migration 0065."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    async def open(self, tenant: int, medewerker: str) -> list[Werkcontact]:
        async with self.pool.tenant(tenant) as conn:
            return [_read(rij[0]) for rij in await conn.fetch(OPEN, tenant, medewerker, MEEST)]

    async def neem(self, tenant: int, contact: Werkcontact) -> None:
        async with self.pool.tenant(tenant) as conn:
            await conn.execute(NEEM, tenant, contact.medewerker, contact.id, contact.begonnen_op, _write(contact))

    async def wijzig(
        self, tenant: int, medewerker: str, id: str, anders: Callable[[Werkcontact], Werkcontact]
    ) -> Werkcontact | None:
        async with self.pool.tenant(tenant) as conn, conn.transaction():
            inhoud = await conn.fetchval(LEES, tenant, medewerker, id)
            if inhoud is None:
                return None
            nieuw = anders(_read(inhoud))
            await conn.execute(SCHRIJF, tenant, medewerker, id, _write(nieuw))
        return nieuw

    async def weg(self, tenant: int, medewerker: str, id: str) -> None:
        async with self.pool.tenant(tenant) as conn:
            await conn.execute(WEG, tenant, medewerker, id)


def _read(inhoud: bytes) -> Werkcontact:
    return msgspec.json.decode(inhoud, type=Werkcontact)


def _write(contact: Werkcontact) -> bytes:
    return msgspec.json.encode(contact)
