"""The mailbox of a municipality: what goes out in the transaction of the fact, and what came in, each once by its key.

Transport is somebody else's: `simulator.py` between municipalities of one installation. Which headers are ours, since
no source of ours has them, stands at `lo3.KOPPEN` (decisions 0060 and 0070).
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from meent.basis.ids import uuid7
from meent.services.personen import lo3
from meent.services.personen.persoonslijst import Persoonslijst

BRP_V = "0000"
VRIJ = lo3.VRIJ
AAN = "brp_postbus"
"""Setting of a municipality: it sends messages."""
ZEND = """
INSERT INTO brp_bericht (tenant_id, id, richting, soort, ander, sleutel, antwoord_op, inhoud)
VALUES ($1, $2, 'uit', $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, richting, ander, soort, sleutel) DO NOTHING
RETURNING id
"""
BINNEN = """
SELECT id, soort, ander, sleutel, antwoord_op, inhoud FROM brp_bericht
WHERE tenant_id = $1 AND richting = 'in' AND toestand = 'klaar' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
GEDAAN = """
UPDATE brp_bericht SET toestand = $3, uitleg = $4, gedaan_op = now() WHERE tenant_id = $1 AND id = $2
"""
VERZONDEN = """
SELECT inhoud FROM brp_bericht
WHERE tenant_id = $1 AND richting = 'uit' AND soort = $2 AND ander = $3 AND sleutel = $4
"""
OPNIEUW = """
UPDATE brp_bericht SET toestand = 'klaar' WHERE tenant_id = $1 AND richting = 'uit' AND antwoord_op = $2 AND ander = $3
RETURNING id
"""
BEGIN = """
INSERT INTO brp_overkomst (tenant_id, id, kenmerk, invoer, uit, sleutels, wie) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (tenant_id, kenmerk) DO NOTHING RETURNING id
"""
VAN_SLEUTEL = """
SELECT id, invoer, uit, sleutels, toestand, wie, op FROM brp_overkomst
WHERE tenant_id = $1 AND $2 = ANY(sleutels) AND uit = $3 FOR UPDATE
"""
WACHT = """
SELECT id, invoer, uit, sleutels, toestand, wie, op FROM brp_overkomst
WHERE tenant_id = $1 AND id = $2 AND toestand = 'gevraagd' FOR UPDATE
"""
GEKOMEN = """
SELECT sleutel, antwoord_op, inhoud FROM brp_bericht
WHERE tenant_id = $1 AND richting = 'in' AND soort = 'Ib01' AND ander = $2 AND antwoord_op = ANY($3::text[]) ORDER BY id
"""
HERINNER = """
UPDATE brp_bericht b SET toestand = 'klaar' WHERE b.tenant_id = $1 AND b.richting = 'uit'
    AND b.soort IN ('Ii01', 'Iv01', 'Tb01', 'Tb02') AND b.toestand = 'gedaan' AND b.gedaan_op < $2 AND NOT EXISTS (
        SELECT FROM brp_bericht a WHERE a.tenant_id = b.tenant_id AND a.richting = 'in' AND a.ander = b.ander
            AND a.antwoord_op = b.sleutel)
RETURNING b.id
"""
NOG_EENS = """
UPDATE brp_bericht b SET toestand = 'klaar' WHERE b.tenant_id = $1 AND b.richting = 'uit' AND b.soort = 'Ii01'
    AND b.ander = $2 AND b.sleutel = ANY($3::text[]) AND b.toestand = 'gedaan' AND NOT EXISTS (
        SELECT FROM brp_bericht a WHERE a.tenant_id = b.tenant_id AND a.richting = 'in' AND a.ander = b.ander
            AND a.antwoord_op = b.sleutel)
"""
UITVAL = """
SELECT id, soort, ander, sleutel, antwoord_op, inhoud, uitleg, op FROM brp_bericht
WHERE tenant_id = $1 AND richting = 'in' AND toestand = 'uitval' ORDER BY id LIMIT 500
"""
AFGEHANDELD = """
UPDATE brp_bericht SET toestand = 'gedaan', gedaan_op = now(), uitleg = uitleg || ' Afgehandeld door ' || $3 || '.'
WHERE tenant_id = $1 AND id = $2 AND richting = 'in' AND toestand = 'uitval' RETURNING id
"""
KLAAR = "UPDATE brp_overkomst SET toestand = $3, uitleg = $4 WHERE tenant_id = $1 AND id = $2"


class Bericht(msgspec.Struct, frozen=True, kw_only=True):
    """A message that came in."""

    id: UUID
    soort: str
    ander: str
    sleutel: str
    antwoord_op: str
    inhoud: bytes

    @property
    def pl(self) -> Persoonslijst:
        """raises Lo3Fout"""
        return lo3.read_message(self.inhoud).pl

    @property
    def kop(self) -> Mapping[str, str]:
        """raises Lo3Fout"""
        return lo3.read_message(self.inhoud).kop

    @property
    def tekst(self) -> str:
        """Of a free message. raises Lo3Fout"""
        return lo3.read_message(self.inhoud).tekst


class Uitval(Bericht, frozen=True, kw_only=True):
    """A message at which a person must look, and why."""

    uitleg: str
    op: datetime


class Overkomst(msgspec.Struct, frozen=True, kw_only=True):
    """A move into the municipality that waits for lists; `invoer` as it was declared."""

    id: UUID
    invoer: bytes
    uit: str
    sleutels: list[str]
    toestand: str
    wie: str
    op: datetime

    @property
    def wacht(self) -> bool:
        """Neither recorded nor for a person to look at yet."""
        return self.toestand == "gevraagd"


class SleutelGebruikt(Exception):
    """Er ging al een bericht van deze soort met deze sleutel naar deze gemeente."""


def nieuwe_sleutel() -> str:
    return f"{secrets.randbelow(10**8):08}"


async def zend(
    conn: Any, tenant_id: int, soort: str, ander: str, kop: Mapping[str, str], pl: Persoonslijst, *,
    sleutel: str = "", antwoord_op: str = "", tekst: str = "",
) -> str:  # fmt: skip
    """Puts a message in the mailbox, in the transaction of the caller; gives its key. raises Lo3Fout

    Of eight digits two are the same by chance after some ten thousand messages: then another one is drawn.
    raises   SleutelGebruikt when the key of the caller was
    """
    while True:
        key = sleutel or nieuwe_sleutel()
        raw = lo3.write_message(lo3.bericht(soort, key, kop, pl, tekst))
        if await conn.fetchval(ZEND, tenant_id, uuid7(), soort, ander, key, antwoord_op, raw):
            return key
        if sleutel:
            raise SleutelGebruikt(SleutelGebruikt.__doc__)


async def verzonden(conn: Any, tenant_id: int, soort: str, ander: str, sleutel: str) -> Persoonslijst | None:
    """What was sent there under this key before; None when nothing was."""
    raw = await conn.fetchval(VERZONDEN, tenant_id, soort, ander, sleutel)
    return lo3.read_message(raw).pl if raw is not None else None


async def volgende(conn: Any, tenant_id: int) -> Bericht | None:
    """The oldest that nobody has handled, locked until the transaction ends."""
    row = await conn.fetchrow(BINNEN, tenant_id)
    return Bericht(**dict(row)) if row else None


async def gedaan(conn: Any, tenant_id: int, bericht: Bericht, uitval: str = "") -> None:
    """It was handled, or a person must look at it."""
    await conn.execute(GEDAAN, tenant_id, bericht.id, "uitval" if uitval else "gedaan", uitval)


async def uitval(conn: Any, tenant_id: int) -> list[Uitval]:
    """Messages at which a person must look, oldest first."""
    return [Uitval(**dict(row)) for row in await conn.fetch(UITVAL, tenant_id)]


async def afgehandeld(conn: Any, tenant_id: int, bericht: UUID, wie: str) -> bool:
    """Somebody looked at it; whether it waited for that."""
    return await conn.fetchval(AFGEHANDELD, tenant_id, bericht, wie) is not None


async def antwoord_opnieuw(conn: Any, tenant_id: int, bericht: Bericht) -> bool:
    """Sends the answer that was given to this message before; whether there was one. Source: BZ-97"""
    return bool(await conn.fetch(OPNIEUW, tenant_id, bericht.sleutel, bericht.ander))


async def begin(
    conn: Any, tenant_id: int, kenmerk: str, invoer: bytes, uit: str, sleutels: Sequence[str], *, wie: str
) -> bool:
    """A move that waits for these lists; False when this declaration was asked before."""
    made = await conn.fetchval(BEGIN, tenant_id, uuid7(), kenmerk, invoer, uit, list(sleutels), wie)
    return made is not None


async def overkomst_van(conn: Any, tenant_id: int, bericht: Bericht) -> Overkomst | None:
    """The move for which this answer was asked, locked; it may be done since."""
    row = await conn.fetchrow(VAN_SLEUTEL, tenant_id, bericht.antwoord_op, bericht.ander)
    return Overkomst(**dict(row)) if row else None


async def wachtende(conn: Any, tenant_id: int, key: UUID) -> Overkomst | None:
    """A move whose lists are waited for, locked; None when there is none, or it is done."""
    row = await conn.fetchrow(WACHT, tenant_id, key)
    return Overkomst(**dict(row)) if row else None


class Gekomen(NamedTuple):
    """A list that came, and the key of the message that brought it."""

    sleutel: str
    pl: Persoonslijst


async def gekomen(conn: Any, tenant_id: int, overkomst: Overkomst) -> dict[str, Gekomen]:
    """Key of the question -> the list that came, of those that have."""
    rows = await conn.fetch(GEKOMEN, tenant_id, overkomst.uit, overkomst.sleutels)
    return {row["antwoord_op"]: Gekomen(row["sleutel"], lo3.read_message(row["inhoud"]).pl) for row in rows}


async def vraag_nog_eens(conn: Any, tenant_id: int, overkomst: Overkomst) -> None:
    """Sends again, under its own key, each question of this move that has no answer."""
    await conn.execute(NOG_EENS, tenant_id, overkomst.uit, overkomst.sleutels)


async def herinner(conn: Any, tenant_id: int, voor: datetime) -> int:
    """Sends again, under its own key, what was sent before that instant and has no answer; how many there were."""
    return len(await conn.fetch(HERINNER, tenant_id, voor))


async def klaar(conn: Any, tenant_id: int, overkomst: Overkomst, uitval: str = "") -> None:
    await conn.execute(KLAAR, tenant_id, overkomst.id, "uitval" if uitval else "opgenomen", uitval)
