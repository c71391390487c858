"""What the register knows of an address: which street goes with a postcode, and who is registered there.

Without a BAG this is all there is; numbers and keys, no name leaves this module.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from meent.services.personen.opslag import Bewaard, as_kept
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.zoekregel import vouw

BEKEND = """
SELECT EXISTS (SELECT FROM persoon_zoek z WHERE z.tenant_id = $1 AND z.postcode = $2 AND z.postcode <> ''
    AND z.straat = $3 AND z.gemeente = $4)
"""
DAAR = """z.tenant_id = $1 AND z.postcode = $2 AND z.postcode <> '' AND z.huisnummer = $3 AND z.huisletter = $4
    AND z.toevoeging = $5 AND z.gemeente = $6 AND z.opschorting = ''"""
"""Registered at an address now, with what `sleutel` gives."""
WIE_DAAR = f"""
SELECT l.id, l.lijst FROM persoon_zoek z JOIN persoonslijst l ON l.tenant_id = $1 AND l.id = z.lijst WHERE {DAAR}
"""
OP_ADRES = f"{WIE_DAAR} ORDER BY l.id LIMIT 40"
ANDEREN = f"SELECT count(*)::int FROM persoon_zoek z WHERE {DAAR} AND z.lijst <> ALL($7)"
ADRES = ("11.20", "11.30", "11.40", "11.60")
"""By which two addresses are the same: number, letter, addition, postcode."""


async def is_bekend(conn: Any, tenant_id: int, adres: Mapping[str, str], eigen: str) -> bool:
    """Whether somebody of this municipality is registered in this street with this postcode."""
    straat = vouw(adres.get("11.10", ""))
    found: bool = await conn.fetchval(BEKEND, tenant_id, adres.get("11.60", ""), straat, eigen)
    return found


async def bewoners(conn: Any, tenant_id: int, adres: Mapping[str, str], eigen: str) -> Sequence[Bewaard]:
    """Who is registered at this address now, forty at most."""
    return [as_kept(row) for row in await conn.fetch(OP_ADRES, tenant_id, *sleutel(adres, eigen))]


def sleutel(adres: Mapping[str, str], gemeente: str) -> tuple[str, int, str, str, str]:
    """By which an address is found, as the rows to search by have it: $2 to $6 of DAAR."""
    number = adres.get("11.20", "")
    return (
        adres.get("11.60", ""), int(number) if number.isascii() and number.isdigit() else 0,
        adres.get("11.30", "").casefold(), adres.get("11.40", "").casefold(), gemeente,
    )  # fmt: skip


async def anderen(conn: Any, tenant_id: int, adres: Mapping[str, str], eigen: str, zonder: Sequence[UUID]) -> int:
    """How many are registered at this address now, beside those whose lists are named."""
    count: int = await conn.fetchval(ANDEREN, tenant_id, *sleutel(adres, eigen), zonder)
    return count


def adres_van(pl: Persoonslijst) -> dict[str, str]:
    """Where somebody is registered, by what makes an address the same."""
    return {n: pl.waarde(f"08.{n}") for n in ADRES}


def zelfde_adres(een: Persoonslijst, ander: Persoonslijst) -> bool:
    """Registered at the same address of the same municipality, and both still kept up."""
    if any(pl.waarde("07.67.20") or not pl.waarde("08.11.60") for pl in (een, ander)):
        return False
    return all(een.waarde(f"08.{n}") == ander.waarde(f"08.{n}") for n in ("09.10", *ADRES))


def heet(pl: Persoonslijst, achternaam: str, geboren: str) -> bool:
    """Whether this is somebody of that family name and birth date, whatever capitals and accents were typed."""
    own = vouw(pl.waarde("01.02.40"))
    whole = vouw(f"{pl.waarde('01.02.30')} {pl.waarde('01.02.40')}".strip())
    return vouw(achternaam.strip()) in (own, whole) and pl.waarde("01.03.10") == geboren
