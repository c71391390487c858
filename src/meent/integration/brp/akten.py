"""Akten of the burgerlijke stand: numbered without a gap or a double, hashed, and never changed.

A number is taken in the transaction that signs. Who signs at the same moment in the same register waits for it: that is
the price of no gaps, and of one municipality only.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

import asyncpg
import msgspec

Soort = Literal["1", "2", "3", "5"]
"""Geboorte, overlijden, huwelijk, geregistreerd partnerschap."""
NEXT = """
INSERT INTO akteregister AS r (tenant_id, soort, deel, jaar, laatste) VALUES ($1, $2, $3, $4, 1)
ON CONFLICT (tenant_id, soort, deel, jaar) DO UPDATE SET laatste = r.laatste + 1 RETURNING laatste
"""
SIGN = """
INSERT INTO akte (tenant_id, soort, deel, jaar, nummer, inhoud, digest, wie) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""


class RegisterVol(Exception):
    """Dit registerdeel heeft 9999 akten; open een volgend deel."""


async def onderteken(
    conn: Any, tenant_id: int, soort: Soort, inhoud: Mapping[str, Any], op: date, *, deel: str = "0", wie: str
) -> str:
    """Signs an akte within the transaction of the caller. Returns its aktenummer (81.20), such as 10A0017.

    op       day of signing; numbers begin anew each year
    raises   RegisterVol
    source   K-31; decision 0053
    """
    require_transaction(conn)
    try:
        nummer: int = await conn.fetchval(NEXT, tenant_id, soort, deel, op.year)
    except asyncpg.CheckViolationError as full:
        raise RegisterVol(RegisterVol.__doc__) from full
    aktenummer = f"{soort}{deel}A{nummer:04}"
    raw = msgspec.json.encode({"aktenummer": aktenummer, "jaar": op.year, **inhoud}, order="deterministic")
    digest = hashlib.sha256(raw).digest()
    await conn.execute(SIGN, tenant_id, soort, deel, op.year, nummer, raw, digest, wie)
    return aktenummer


def require_transaction(conn: Any) -> None:
    """Outside a transaction a number would be spent when what it is for fails."""
    if not conn.is_in_transaction():
        raise RuntimeError("Een akte wordt ondertekend binnen de transactie van het feit.")
