"""People here who may be somebody that is about to be registered: born that day, with that surname or those names."""

from collections.abc import Mapping
from typing import Any

from meent.services.personen.opslag import Bewaard, as_kept
from meent.services.personen.zoekregel import vouw

MEEST = 20
GELIJKEND = f"""
SELECT l.id, l.lijst FROM persoon_zoek z JOIN persoonslijst l ON l.tenant_id = $1 AND l.id = z.lijst
WHERE z.tenant_id = $1 AND z.geboortedatum = $2 AND z.opschorting <> 'F'
    AND (z.geslachtsnaam = $3 OR (z.voornamen = $4 AND $4 <> '')) ORDER BY l.id LIMIT {MEEST}
"""
GEZIEN = ("01.02.10", "01.02.40", "01.03.10")
"""What was compared, for the log of processing."""


def is_zelfde_naam(een: str, ander: str) -> bool:
    """Whoever typed them."""
    return vouw(een) == vouw(ander)


async def zoek(conn: Any, tenant_id: int, persoon: Mapping[str, str]) -> list[Bewaard]:
    """Their lists, but for those that were afgevoerd; capitals and accents make no difference.

    persoon   elements of groups 02 and 03; a surname by marriage is caught by the given names (HUP 7.9.1)
    """
    named = vouw(persoon.get("02.40", "")), vouw(persoon.get("02.10", ""))
    rows = await conn.fetch(GELIJKEND, tenant_id, persoon.get("03.10", ""), *named)
    return [as_kept(row) for row in rows]
