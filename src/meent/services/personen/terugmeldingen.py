"""Reports of doubt about what stands on a list: received, kept, and answered by a day. Source: Wet BRP 2.34, HUP 6.9.

Here is receiving and keeping; what the municipality does with one is `process/burgerzaken/terugmelding.py`.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from meent.basis.datums import amsterdam_dag
from meent.basis.feestdagen import werkdagen_na
from meent.basis.ids import uuid7
from meent.services.personen.rubrieken import tabel

Toestand = Literal["ontvangen", "in_behandeling", "doorgestuurd", "niet_behandeld", "ingetrokken", "afgesloten"]
Resultaat = Literal["", "gewijzigd", "niet_gewijzigd"]
IN_TWIJFEL = ("01", "02", "03", "04", "05", "06", "08", "09", "10", "11", "12", "21")
"""Categories about which there can be doubt. Source: HUP 6.9."""
WERKDAGEN, LANGST, MEEST = 5, 4000, 200
OPEN = ("ontvangen", "in_behandeling")
COLUMNS = """
id, melder, kenmerk, bsn, aanduiding, stapel, toelichting, ontvangen_op, uiterlijk, toestand, onderzoek, resultaat,
antwoord, doorgestuurd, behandelaar, gereageerd_op, gesloten_op
"""
ADD = f"""
INSERT INTO brp_terugmelding AS t (tenant_id, id, melder, kenmerk, bsn, aanduiding, stapel, toelichting, ontvangen_op,
    uiterlijk)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (tenant_id, melder, kenmerk) DO UPDATE SET kenmerk = excluded.kenmerk RETURNING {COLUMNS}
"""
ONE = f"SELECT {COLUMNS} FROM brp_terugmelding WHERE tenant_id = $1 AND id = $2"
LOCKED = f"{ONE} FOR UPDATE"
OPEN_ONES = f"""
SELECT {COLUMNS} FROM brp_terugmelding
WHERE tenant_id = $1 AND toestand IN ('ontvangen', 'in_behandeling') AND ($2 = '' OR bsn = $2)
ORDER BY uiterlijk, id LIMIT {MEEST}
"""
LATE = f"""
SELECT {COLUMNS} FROM brp_terugmelding
WHERE tenant_id = $1 AND toestand = 'ontvangen' AND uiterlijk < $2
ORDER BY uiterlijk, id LIMIT {MEEST}
"""
STEP = """
UPDATE brp_terugmelding SET toestand = $3, onderzoek = $4, resultaat = $5, antwoord = $6, doorgestuurd = $7,
    behandelaar = $8, gereageerd_op = coalesce(gereageerd_op, $9), gesloten_op = CASE WHEN $10 THEN $9 END
WHERE tenant_id = $1 AND id = $2
"""


class Melding(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody reports.

    kenmerk     by which the reporter knows it: the same again is the same report
    aanduiding  what is in doubt, as 83.10 has it: rubriek, group (ccgg00) or category (cc0000)
    """

    kenmerk: str
    bsn: str
    aanduiding: str
    toelichting: str
    stapel: int = 0


class Terugmelding(Melding, frozen=True, kw_only=True):
    """A report as it stands now; `uiterlijk` is the last day to react."""

    id: UUID
    melder: str
    ontvangen_op: datetime
    uiterlijk: date
    toestand: Toestand
    onderzoek: bool
    resultaat: Resultaat
    antwoord: str
    doorgestuurd: str
    behandelaar: str
    gereageerd_op: datetime | None
    gesloten_op: datetime | None

    def is_te_laat(self, vandaag: date) -> bool:
        """Nobody reacted, and the day has passed. Source: BZ-121"""
        return self.toestand == "ontvangen" and self.uiterlijk < vandaag


def reactietermijn(ontvangen: date) -> date:
    """The fifth working day after it came. Source: BZ-121, K-34, HUP 6.9; no holidays, Algemene termijnenwet 3."""
    return werkdagen_na(ontvangen, WERKDAGEN)


def is_aanduiding(aanduiding: str) -> bool:
    """Whether it is a rubriek, group or category of a list that can be in doubt. Source: BZ-120"""
    if len(aanduiding) != 6 or not (aanduiding.isascii() and aanduiding.isdigit()) or aanduiding[:2] not in IN_TWIJFEL:
        return False
    known, (groep, element) = tabel(), (aanduiding[2:4], aanduiding[4:])
    if element != "00":
        return f"{groep}.{element}" in known.elementen and known.heeft(aanduiding[:2], groep)
    return groep == "00" or known.heeft(aanduiding[:2], groep)


def groepen_in_twijfel(categorie: str) -> dict[str, str]:
    """Groups that say something about the person: not who made the row, by which document, or when."""
    if categorie not in IN_TWIJFEL:
        return {}
    known = tabel()
    numbers = sorted(known.categorieen[categorie].groepen)
    return {n: known.groepen[n].naam for n in numbers if known.groepen[n].soort == "algemeen"}


async def ontvang(conn: Any, tenant_id: int, melding: Melding, *, melder: str, nu: datetime) -> Terugmelding:
    """Keeps it, with its term; the same kenmerk of this reporter again is what was kept then."""
    row = await conn.fetchrow(
        ADD, tenant_id, uuid7(), melder, melding.kenmerk, melding.bsn, melding.aanduiding, melding.stapel,
        melding.toelichting, nu, reactietermijn(amsterdam_dag(nu)),
    )  # fmt: skip
    return Terugmelding(**dict(row))


async def lees(conn: Any, tenant_id: int, key: UUID, *, lock: bool = False) -> Terugmelding | None:
    row = await conn.fetchrow(LOCKED if lock else ONE, tenant_id, key)
    return Terugmelding(**dict(row)) if row else None


async def open_meldingen(conn: Any, tenant_id: int, bsn: str = "") -> Sequence[Terugmelding]:
    """Those that are not closed, the most urgent first; of one person, or all (MEEST at most)."""
    return [Terugmelding(**dict(row)) for row in await conn.fetch(OPEN_ONES, tenant_id, bsn)]


async def te_laat(conn: Any, tenant_id: int, vandaag: date) -> Sequence[Terugmelding]:
    """Those to which nobody reacted in time. Source: BZ-121"""
    return [Terugmelding(**dict(row)) for row in await conn.fetch(LATE, tenant_id, vandaag)]


async def zet(conn: Any, tenant_id: int, new: Terugmelding, *, nu: datetime) -> None:
    """Keeps what it has become."""
    await conn.execute(
        STEP, tenant_id, new.id, new.toestand, new.onderzoek, new.resultaat, new.antwoord, new.doorgestuurd,
        new.behandelaar, nu, new.toestand not in OPEN,
    )  # fmt: skip
