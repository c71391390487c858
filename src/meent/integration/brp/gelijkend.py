"""People here who may be somebody that is about to be registered: born that day, with that surname or those names."""

from collections.abc import Mapping
from typing import Any

from meent.services.personen.opslag import Bewaard, as_kept
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.zoekregel import OUDER, geboren_als, vouw

MEEST = 20
GELIJKEND = f"""
SELECT l.id, l.lijst FROM persoon_zoek z JOIN persoonslijst l ON l.tenant_id = $1 AND l.id = z.lijst
WHERE z.tenant_id = $1 AND z.geboortedatum = $2 AND z.opschorting <> 'F'
    AND (z.geslachtsnaam = $3 OR (z.voornamen = $4 AND $4 <> '')) ORDER BY l.id LIMIT {MEEST}
"""
DUBBEL = f"""
WITH verdacht AS (
    (SELECT 'bsn' AS waarom, array_agg(l.id ORDER BY l.id) AS ids FROM persoonslijst l
     WHERE l.tenant_id = $1 AND l.bsn <> '' AND l.opschorting <> 'F' GROUP BY l.bsn HAVING count(*) > 1
     ORDER BY min(l.id::text) LIMIT {MEEST})
    UNION ALL
    (SELECT 'naam en geboortedatum', array_agg(z.lijst ORDER BY z.lijst) FROM persoon_zoek z
     WHERE z.tenant_id = $1 AND z.geslachtsnaam <> '' AND z.geboortedatum > '1' AND z.opschorting <> 'F'
     GROUP BY z.geboortedatum, z.geslachtsnaam, z.voornamen HAVING count(*) > 1
     ORDER BY min(z.lijst::text) LIMIT {MEEST})
)
SELECT v.waarom, v.ids, l.id, l.lijst FROM verdacht v JOIN persoonslijst l ON l.tenant_id = $1 AND l.id = ANY(v.ids)
ORDER BY v.ids, l.id
"""
VERWANT = f"""
WITH genoemd AS (
    SELECT l.id FROM persoonslijst l WHERE l.tenant_id = $1 AND l.bsn = ANY($2) AND l.bsn <> ''
    UNION SELECT l.id FROM persoonslijst l WHERE l.tenant_id = $1 AND l.anummer = ANY($3) AND l.anummer <> ''
    UNION SELECT z.lijst FROM unnest($4::text[], $5::text[]) AS v(geboren, naam)
        JOIN persoon_zoek z ON z.tenant_id = $1 AND z.geboortedatum = v.geboren AND z.geslachtsnaam = v.naam
    UNION SELECT k.lijst FROM persoon_sleutel k WHERE k.tenant_id = $1 AND k.soort = '{OUDER}' AND k.waarde = ANY($6)
)
SELECT l.id, l.lijst FROM persoonslijst l JOIN genoemd USING (id)
WHERE l.tenant_id = $1 AND l.opschorting <> 'F' ORDER BY l.id LIMIT {MEEST}
"""
FAMILIE = ("02", "03", "05", "09")
GEZIEN = ("01.02.10", "01.02.40", "01.03.10")
"""What was compared, for the log of processing."""


def gevouwen(naam: str) -> str:
    """Without capitals and accents, for sorting."""
    return vouw(naam)


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


async def verwanten(conn: Any, tenant_id: int, pl: Persoonslijst) -> list[Bewaard]:
    """Lists here that may be of a parent, partner or child whom this list names, or that name this one as a parent.

    By number, or by name and birth as they are and were. A partner or a parent who names this person without being
    named back is not found (decision 0073).
    """
    named = [v for c, _, number, v in pl.voorkomens(*FAMILIE) if number == 0]
    births = {(v["03.10"], vouw(v["02.40"])) for v in named if "02.40" in v and v.get("03.10", "").strip("0")}
    numbers = [[v[n] for v in named if v.get(n, "").strip("0")] for n in ("01.20", "01.10")]
    geboren, namen = [list(column) for column in zip(*births, strict=True)] or [[], []]
    own = {pl.bsn, *(geboren_als(v) for *_, v in pl.voorkomens("01"))} - {""}
    rows = await conn.fetch(VERWANT, tenant_id, *numbers, geboren, namen, sorted(own))
    return [as_kept(row) for row in rows]


async def dubbelen(conn: Any, tenant_id: int) -> list[tuple[str, list[Bewaard]]]:
    """Why lists may be of one person, and those lists; each group once, MEEST of either kind."""
    found: dict[tuple[Any, ...], tuple[str, list[Bewaard]]] = {}
    for row in await conn.fetch(DUBBEL, tenant_id):
        why, lists = found.setdefault(tuple(row["ids"]), (row["waarom"], []))
        if why == row["waarom"]:
            lists.append(as_kept(row))
    return list(found.values())
