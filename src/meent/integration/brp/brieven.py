"""Letters that a fact of life asks for: kept with the fact, in its transaction, until somebody makes them.

What a letter says, and who may read what in it, is judged in `process/burgerzaken/brieven.py`. Decision 0078.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from meent.basis.ids import uuid7

BRIEVEN = "brp_brieven"
"""Setting of the municipality: its own texts, who sends them, and as which kind of document they are kept."""
Soort = Literal[
    "overzicht", "naamgebruik", "verstrekkingsbeperking", "verstrekking_vrij", "briefadres", "verhuizing",
    "verhuisbericht", "rni_verzoek", "rni_stukken", "levenloos",
]  # fmt: skip
Toestand = Literal["wacht", "gemaakt", "vervallen"]
ALLEEN_OP_WENS: tuple[Soort, ...] = ("verhuizing",)
"""No law asks for these: they are sent where the municipality has a text for them."""
MEEST = 500
COLUMNS = "id, soort, over, aan, adres, zaak, uiterlijk, op, toestand, document, uitleg, waarden"
ADD = """
INSERT INTO brp_brief (tenant_id, id, soort, over, aan, adres, zaak, uiterlijk, wie, op, waarden)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""
ONE = f"SELECT {COLUMNS} FROM brp_brief WHERE tenant_id = $1 AND id = $2 FOR UPDATE"
WAITING = f"""
SELECT {COLUMNS} FROM brp_brief WHERE tenant_id = $1 AND toestand = 'wacht' ORDER BY uiterlijk, id LIMIT {MEEST}
"""
PAPER = "SELECT stuk FROM brp_brief WHERE tenant_id = $1 AND id = $2"
DONE = """
UPDATE brp_brief SET toestand = $3, stuk = $4, uitleg = $5, gedaan_door = $6, gedaan_op = $7
WHERE tenant_id = $1 AND id = $2
"""
KEPT = "UPDATE brp_brief SET document = $3, stuk = '' WHERE tenant_id = $1 AND id = $2"


class Briefvraag(msgspec.Struct, frozen=True, kw_only=True):
    """A letter that must go out.

    over       BSN of whom it is about
    aan        BSN of who gets it; "" for a letter to an address
    adres      lines of that address; empty: where `aan` lives when it is made
    uiterlijk  last day on which it goes out
    waarden    words of the text that the lists do not say
    """

    soort: Soort
    over: str
    aan: str = ""
    adres: tuple[str, ...] = ()
    uiterlijk: date
    waarden: Mapping[str, str] = {}


class Brief(Briefvraag, frozen=True, kw_only=True):
    """The same as it is kept.

    document   key in the register of documents, once it stands there
    uitleg     why it is not sent
    """

    id: UUID
    zaak: UUID | None
    op: datetime
    toestand: Toestand
    document: UUID | None
    uitleg: str

    @property
    def is_eigen(self) -> bool:
        """Whether it goes to whom it is about, at home."""
        return self.aan == self.over and not self.adres


async def vraag(
    conn: Any, tenant_id: int, brieven: Sequence[Briefvraag], settings: Mapping[str, Any], *, zaak: UUID | None,
    wie: str, op: datetime,
) -> None:  # fmt: skip
    """They wait from now on; those that no law asks for only where the municipality has a text for them."""
    own = settings.get(BRIEVEN, {}).get("teksten", {})
    for b in brieven:
        if b.soort not in ALLEEN_OP_WENS or b.soort in own:
            args = (b.soort, b.over, b.aan, list(b.adres), zaak, b.uiterlijk, wie, op, msgspec.json.encode(b.waarden))
            await conn.execute(ADD, tenant_id, uuid7(), *args)


async def lees(conn: Any, tenant_id: int, key: UUID) -> Brief | None:
    """One, locked: nobody else does something with it until the transaction ends."""
    row = await conn.fetchrow(ONE, tenant_id, key)
    return _brief(row) if row else None


async def wachtende(conn: Any, tenant_id: int) -> Sequence[Brief]:
    """What is not made yet, what is due first on top; MEEST at most."""
    return [_brief(row) for row in await conn.fetch(WAITING, tenant_id)]


async def gemaakt(conn: Any, tenant_id: int, key: UUID, stuk: bytes, *, wie: str, op: datetime) -> None:
    await conn.execute(DONE, tenant_id, key, "gemaakt", stuk, "", wie, op)


async def vervalt(conn: Any, tenant_id: int, key: UUID, uitleg: str, *, wie: str, op: datetime) -> None:
    await conn.execute(DONE, tenant_id, key, "vervallen", b"", uitleg, wie, op)


async def bewaard(conn: Any, tenant_id: int, key: UUID, document: UUID) -> None:
    """It stands in the register of documents, so it is not kept here as well."""
    await conn.execute(KEPT, tenant_id, key, document)


async def stuk_van(conn: Any, tenant_id: int, key: UUID) -> bytes:
    found: bytes = await conn.fetchval(PAPER, tenant_id, key)
    return found


def _brief(row: Any) -> Brief:
    return Brief(**{**dict(row), "adres": tuple(row["adres"]), "waarden": msgspec.json.decode(row["waarden"])})
