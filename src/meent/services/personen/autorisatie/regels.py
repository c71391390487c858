"""Where rules are kept, and which of them count today. A rule is read and made into functions once, then remembered.

Under `wie` a rule stands by the scope that gives it to an application: `afnemer.250301` or `taak.sociaal-domein.wmo`.
"""

import hashlib
import time
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

import msgspec

from meent.basis.ids import uuid7
from meent.data.pool import Pool
from meent.services.personen.autorisatie.tabel35 import Regel, Verstrekking
from meent.services.personen.autorisatie.toetsing import cijfers_van, oordeel
from meent.services.personen.autorisatie.voorwaarde import VoorwaardeFout

Soort = Literal["afnemer", "taak"]
REMEMBER_SECONDS = 60
MAX_REMEMBERED = 10_000
VAN = "SELECT regel FROM brp_autorisatie WHERE tenant_id = $1 AND wie = ANY($2) ORDER BY wie, ingang"
ALLE = "SELECT wie, ingang, regel FROM brp_autorisatie WHERE tenant_id = $1 AND wie LIKE $2 || '.%'"
ZET = """
INSERT INTO brp_autorisatie (tenant_id, wie, ingang, regel)
SELECT $1, v.* FROM unnest($2::text[], $3::text[], $4::jsonb[]) v
ON CONFLICT (tenant_id, wie, ingang) DO UPDATE SET regel = excluded.regel
"""
WEG = """
DELETE FROM brp_autorisatie a USING unnest($2::text[], $3::text[]) v(wie, ingang)
WHERE a.tenant_id = $1 AND a.wie = v.wie AND a.ingang = v.ingang
"""
INLEZING = """
INSERT INTO brp_autorisatie_inlezing (tenant_id, id, soort, bestand, digest, aantallen, wie)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""


def scope_van(soort: Soort, wie: str) -> str:
    return f"{soort}.{wie}"


async def lees_in(
    conn: Any, tenant_id: int, soort: Soort, regels: Sequence[Regel], *, bestand: str, raw: bytes,
    gebreken: Mapping[str, int], wie: str,
) -> dict[str, int]:  # fmt: skip
    """Makes the rules of this kind equal to these, in one transaction with the line that tells of it.

    Who is not in the file any more has no rule any more. Gives how many are new, other, equal and gone. Source: AU-17.
    """
    of_file = {(scope_van(soort, r.wie), r.ingang): r for r in regels}
    async with conn.transaction():
        rows = await conn.fetch(ALLE, tenant_id, soort)
        known = {(row["wie"], row["ingang"]): msgspec.json.decode(row["regel"], type=Regel) for row in rows}
        changed = [key for key, regel in of_file.items() if known.get(key) != regel]
        gone = [key for key in known if key not in of_file]
        if changed:
            kept = [msgspec.json.encode(of_file[key]) for key in changed]
            await conn.execute(ZET, tenant_id, *map(list, zip(*changed, strict=True)), kept)
        if gone:
            await conn.execute(WEG, tenant_id, *map(list, zip(*gone, strict=True)))
        count = {
            "nieuw": sum(key not in known for key in changed), "anders": sum(key in known for key in changed),
            "gelijk": len(of_file) - len(changed), "weg": len(gone),
        }  # fmt: skip
        await conn.execute(
            INLEZING, tenant_id, uuid7(), soort, bestand, hashlib.sha256(raw).digest(),
            msgspec.json.encode({**count, "gebreken": dict(gebreken)}), wie,
        )  # fmt: skip
    return count


async def van(conn: Any, tenant_id: int, wie: Sequence[str]) -> list[Regel]:
    """The rules of these, of all periods."""
    return [checked(msgspec.json.decode(row["regel"], type=Regel)) for row in await conn.fetch(VAN, tenant_id, wie)]


def checked(regel: Regel) -> Regel:
    """The rule with each condition made into its function; one that cannot be, lets nobody through. Source: AU-10."""
    return msgspec.structs.replace(
        regel, spontaan=_checked(regel.spontaan), selectie=_checked(regel.selectie), adhoc=_checked(regel.adhoc),
        adres=_checked(regel.adres),
    )  # fmt: skip


def _checked(verstrekking: Verstrekking) -> Verstrekking:
    try:
        oordeel(verstrekking.voorwaarde)
    except VoorwaardeFout:
        return msgspec.structs.replace(verstrekking, dicht=True)
    return verstrekking


class Regelboek:
    """The rules of who asks, remembered for a minute, as rights are (A-06)."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, tuple[str, ...]], tuple[float, list[Regel]]] = {}

    async def op(self, pool: Pool, tenant_id: int, wie: tuple[str, ...], dag: date) -> list[Regel]:
        """The rules of these that count on a day. Source: AU-11."""
        known = self._known.get((tenant_id, wie))
        if known is None or known[0] < time.monotonic():
            async with pool.tenant(tenant_id) as conn:
                found = await van(conn, tenant_id, wie)
            if len(self._known) >= MAX_REMEMBERED:
                self._known.clear()
            known = self._known[tenant_id, wie] = time.monotonic() + REMEMBER_SECONDS, found
        cijfers = cijfers_van(dag)
        return [regel for regel in known[1] if regel.geldt_op(cijfers)]

    def forget(self) -> None:
        self._known.clear()
