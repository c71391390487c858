"""Akten of the burgerlijke stand: numbered without a gap or a double, hashed, and never changed.

A number is taken in the transaction that signs. Who signs at the same moment in the same register waits for it: that is
the price of no gaps, and of one municipality only.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

import asyncpg
import msgspec

from meent.basis.datums import PartialDate

Soort = Literal["1", "2", "3", "5"]
"""Geboorte, overlijden, huwelijk, geregistreerd partnerschap."""
AKTENUMMER = re.compile(r"([1-5])([0-9A-Z])[A-Z]([0-9]{4})", re.ASCII)
LAATSTE_JAAR = 9999
NEXT = """
INSERT INTO akteregister AS r (tenant_id, soort, deel, jaar, laatste)
SELECT $1::integer, $2::text, $3::text, $4::integer, 1 WHERE NOT EXISTS (
    SELECT FROM akteregister g WHERE g.tenant_id = $1 AND g.soort = $2 AND g.jaar = $4 AND g.gesloten_op IS NOT NULL)
ON CONFLICT (tenant_id, soort, deel, jaar) DO UPDATE SET laatste = r.laatste + 1 WHERE r.gesloten_op IS NULL
RETURNING laatste
"""
"""Nothing when the register of that year is closed; who waited for the one that closed it sees that too."""
CLOSE = """
UPDATE akteregister SET gesloten_op = $4, gesloten_door = $5
WHERE tenant_id = $1 AND soort = $2 AND jaar = $3 AND gesloten_op IS NULL RETURNING deel, laatste
"""
CLOSED = "SELECT min(gesloten_op) FROM akteregister WHERE tenant_id = $1 AND soort = $2 AND jaar = $3"
SIGN = """
INSERT INTO akte (tenant_id, soort, deel, jaar, nummer, inhoud, digest, wie) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""


FIND = """
SELECT a.jaar, a.digest, a.inhoud FROM akte a JOIN akteregister r
    ON r.tenant_id = $1 AND r.soort = a.soort AND r.deel = a.deel AND r.jaar = a.jaar
WHERE a.tenant_id = $1 AND a.soort = $2 AND a.deel = $3 AND a.nummer = $4 AND a.jaar BETWEEN $5 AND $6
FOR UPDATE OF r
"""
ADDED = """
SELECT volgnr, letter, inhoud, digest FROM akte_vermelding
WHERE tenant_id = $1 AND soort = $2 AND deel = $3 AND jaar = $4 AND nummer = $5 ORDER BY volgnr
"""
ONE = """
SELECT inhoud, digest FROM akte WHERE tenant_id = $1 AND soort = $2 AND deel = $3 AND jaar = $4 AND nummer = $5
"""
ADD = """
INSERT INTO akte_vermelding (tenant_id, soort, deel, jaar, nummer, volgnr, letter, inhoud, digest, wie)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
ADDED_IN_YEAR = """
SELECT deel, nummer, letter, inhoud, digest FROM akte_vermelding
WHERE tenant_id = $1 AND soort = $2 AND jaar = $3 ORDER BY deel, nummer, volgnr
"""
OF_YEAR = """
SELECT a.deel, a.nummer, a.inhoud, a.digest FROM akte a
WHERE a.tenant_id = $1 AND a.soort = $2 AND a.jaar = $3 ORDER BY a.deel, a.nummer
"""


class RegisterVol(Exception):
    """Dit registerdeel heeft 9999 akten; open een volgend deel."""


class RegisterGesloten(Exception):
    """Het register van dat jaar is gesloten; maak de akte op met de dag van vandaag."""


async def onderteken(
    conn: Any, tenant_id: int, soort: Soort, inhoud: Mapping[str, Any], op: date, *, deel: str = "0",
    letter: str = "A", wie: str,
) -> str:  # fmt: skip
    """Signs an akte within the transaction of the caller. Returns its aktenummer (81.20), such as 10A0017.

    op       day of signing; numbers begin anew each year
    letter   of table 39: A, or H for an omzetting; all in one series
    raises   RegisterVol, RegisterGesloten
    source   K-31, BZ-331; decision 0053
    """
    require_transaction(conn)
    try:
        nummer: int | None = await conn.fetchval(NEXT, tenant_id, soort, deel, op.year)
    except asyncpg.CheckViolationError as full:
        raise RegisterVol(RegisterVol.__doc__) from full
    if nummer is None:
        raise RegisterGesloten(RegisterGesloten.__doc__)
    aktenummer = f"{soort}{deel}{letter}{nummer:04}"
    raw = msgspec.json.encode({"aktenummer": aktenummer, "jaar": op.year, **inhoud}, order="deterministic")
    digest = hashlib.sha256(raw).digest()
    await conn.execute(SIGN, tenant_id, soort, deel, op.year, nummer, raw, digest, wie)
    return aktenummer


class AkteOnbekend(LookupError):
    """Deze akte is hier niet ondertekend; vul de latere vermelding in zoals zij elders is gemaakt."""


async def vermeld(
    conn: Any, tenant_id: int, aktenummer: str, letter: str, inhoud: Mapping[str, Any], *, van: PartialDate | int,
    wie: str,
) -> str:  # fmt: skip
    """Signs a latere vermelding on an akte of ours. Returns its aktenummer with that letter, such as 30B0017.

    van      year of the akte, which its aktenummer does not tell; or the day of its fact: it is of then or a year later
    raises   AkteOnbekend; also when both years have that number, and the day does not tell which
    source   K-31, BZ-161: signed over what stood there before, so that nothing between can be changed or left out
    """
    require_transaction(conn)
    soort, deel, volgnummer = parts_of(aktenummer)
    eerste, laatste = (van, van) if isinstance(van, int) else (van.jaar or 0, (van.jaar or 0) + 1)
    row = only(await conn.fetch(FIND, tenant_id, soort, deel, volgnummer, eerste, laatste), van)
    key = (tenant_id, soort, deel, row["jaar"], volgnummer)
    earlier = await conn.fetch(ADDED, *key)
    before = earlier[-1]["digest"] if earlier else row["digest"]
    new = f"{soort}{deel}{letter}{volgnummer:04}"
    told = {"aktenummer": new, "jaar": row["jaar"], "bij": aktenummer, "vorige": before.hex(), **inhoud}
    raw = msgspec.json.encode(told, order="deterministic")
    await conn.execute(ADD, *key, len(earlier) + 1, letter, raw, hashlib.sha256(raw).digest(), wie)
    return new


def parts_of(aktenummer: str) -> tuple[str, str, int]:
    """Soort, deel and number in it, such as ("1", "0", 17); number 0, which no akte has, for what is none."""
    found = AKTENUMMER.fullmatch(aktenummer)
    return (found[1], found[2], int(found[3])) if found else ("", "", 0)


def only(found: Sequence[Any], van: PartialDate | int) -> Any:
    """The row of that day, where there is more than one. raises AkteOnbekend. Source: BZ-160"""
    if len(found) > 1 and not isinstance(van, int):
        found = [row for row in found if msgspec.json.decode(row["inhoud"]).get("datum") == str(van.datum)]
    if len(found) != 1:
        raise AkteOnbekend(AkteOnbekend.__doc__)
    return found[0]


class _Nummer(msgspec.Struct):
    aktenummer: str


class Ondertekend(msgspec.Struct, frozen=True, kw_only=True):
    """An akte as it stands now: what was signed, and what was added to it since."""

    nummer: str
    jaar: int
    inhoud: bytes
    digest: bytes
    vermeldingen: tuple[tuple[str, bytes, bytes], ...]

    @property
    def klopt(self) -> bool:
        """Whether each part is what was signed, over what stood before it. Source: BZ-161"""
        if hashlib.sha256(self.inhoud).digest() != self.digest:
            return False
        before = self.digest
        for _, inhoud, digest in self.vermeldingen:
            if hashlib.sha256(inhoud).digest() != digest or not follows(inhoud, before):
                return False
            before = digest
        return True


def follows(inhoud: bytes, before: bytes) -> bool:
    """Whether this was signed over that. Source: BZ-161"""
    return bool(msgspec.json.decode(inhoud)["vorige"] == before.hex())


async def van_jaar(conn: Any, tenant_id: int, soort: Soort, jaar: int) -> list[Ondertekend]:
    """All akten of a register in a year, by number."""
    added: dict[tuple[str, int], list[tuple[str, bytes, bytes]]] = {}
    for row in await conn.fetch(ADDED_IN_YEAR, tenant_id, soort, jaar):
        added.setdefault((row["deel"], row["nummer"]), []).append((row["letter"], row["inhoud"], row["digest"]))
    return [
        Ondertekend(
            nummer=msgspec.json.decode(row["inhoud"], type=_Nummer).aktenummer, jaar=jaar, inhoud=row["inhoud"],
            digest=row["digest"],
            vermeldingen=tuple(added.get((row["deel"], row["nummer"]), ())),
        )
        for row in await conn.fetch(OF_YEAR, tenant_id, soort, jaar)
    ]  # fmt: skip


async def sluit(conn: Any, tenant_id: int, soort: Soort, jaar: int, *, wie: str, op: datetime) -> int:
    """Closes a register of a year in all its parts. Returns how many akten it has; 0 when there was nothing to close.

    Who signs at this moment is waited for, and who comes after is refused. Source: BZ-331
    """
    require_transaction(conn)
    return sum(row["laatste"] for row in await conn.fetch(CLOSE, tenant_id, soort, jaar, op, wie))


async def gesloten_op(conn: Any, tenant_id: int, soort: Soort, jaar: int) -> datetime | None:
    found: datetime | None = await conn.fetchval(CLOSED, tenant_id, soort, jaar)
    return found


async def lees(conn: Any, tenant_id: int, aktenummer: str, jaar: int) -> Ondertekend | None:
    """One akte with what was added to it; by the number that it was signed with, or that of a latere vermelding."""
    soort, deel, volgnummer = parts_of(aktenummer)
    key = (tenant_id, soort, deel, jaar, volgnummer)
    row = await conn.fetchrow(ONE, *key) if jaar <= LAATSTE_JAAR else None
    if row is None:
        return None
    added = [(r["letter"], r["inhoud"], r["digest"]) for r in await conn.fetch(ADDED, *key)]
    return Ondertekend(
        nummer=msgspec.json.decode(row["inhoud"], type=_Nummer).aktenummer, jaar=jaar, inhoud=row["inhoud"],
        digest=row["digest"], vermeldingen=tuple(added),
    )  # fmt: skip


def require_transaction(conn: Any) -> None:
    """Outside a transaction a number would be spent when what it is for fails."""
    if not conn.is_in_transaction():
        raise RuntimeError("Een akte wordt ondertekend binnen de transactie van het feit.")
