"""Whom an application follows, and who of them changed: it then asks those again. Source: BRP Update API 1.0.0.

Each application follows its own people. Nothing leaves but numbers that it gave itself; that one of them changed here
is told of somebody, and so in the log (BV-75 to BV-78; decision 0058).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from meent.basis.datums import AMSTERDAM, parse_date
from meent.basis.fouten import not_found
from meent.services.personen.bevragen.contract import Contract
from meent.services.personen.bevragen.fouten import ongeldig, param, unknown
from meent.services.personen.bevragen.vraag import parameters, require_object, value_faults
from meent.services.personen.opslag import as_kept
from meent.services.personen.persoonslijst import Persoonslijst

Json = dict[str, Any]
VOLGINDICATIES, WIJZIGINGEN = "volgindicaties", "wijzigingen"
NUMMER = re.compile(r"[0-9]{9}", re.ASCII)
ALTIJD = date(1900, 1, 1)
"""Before anything was recorded."""
ALL = """
SELECT bsn, begindatum, einddatum FROM volgindicatie
WHERE tenant_id = $1 AND abonnee = $2 AND (einddatum IS NULL OR einddatum > $3) ORDER BY bsn
"""
ONE = "SELECT bsn, begindatum, einddatum FROM volgindicatie WHERE tenant_id = $1 AND abonnee = $2 AND bsn = $3"
PUT = """
INSERT INTO volgindicatie AS v (tenant_id, abonnee, bsn, begindatum, einddatum) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, abonnee, bsn) DO UPDATE SET einddatum = excluded.einddatum,
    begindatum = CASE WHEN v.einddatum <= $4 THEN $4 ELSE v.begindatum END
RETURNING bsn, begindatum, einddatum, xmax = 0 AS is_nieuw
"""
CHANGED = """
SELECT v.bsn, l.id FROM volgindicatie v JOIN persoonslijst l ON l.tenant_id = $1 AND l.bsn = v.bsn AND l.bsn <> ''
WHERE v.tenant_id = $1 AND v.abonnee = $2 AND (v.einddatum IS NULL OR v.einddatum > $3)
  AND l.vastgelegd_op >= greatest($4, v.begindatum::timestamp AT TIME ZONE 'Europe/Amsterdam')
ORDER BY v.bsn, l.id
"""

LISTS = "SELECT id, lijst FROM persoonslijst WHERE tenant_id = $1 AND id = ANY($2::uuid[])"


@dataclass(frozen=True)
class Volger:
    """Who follows, in which municipality, on which day."""

    tenant_id: int
    abonnee: str
    vandaag: date


def keur_nummer(bsn: str) -> None:
    """Raises BrpFout 400. Source: BV-75."""
    if not NUMMER.fullmatch(bsn):
        raise ongeldig([param("burgerservicenummer", "pattern")])


def lees_einde(api: Contract, body: Any, vandaag: date) -> date | None:
    """Until when somebody is followed; None for always. Raises BrpFout 400. Source: BV-75."""
    require_object(body)
    if faults := parameters(api, "Volgindicatie", body):
        raise ongeldig(faults)
    if "einddatum" not in body:
        return None
    einde = parse_date(body["einddatum"])
    if einde < vandaag:
        raise ongeldig([("einddatum", "date", "einddatum mag niet voor vandaag liggen.")])
    return einde


def lees_vanaf(api: Contract, gegeven: Mapping[str, str]) -> date:
    """From which day on changes are asked. Raises BrpFout 400. Source: BV-75."""
    found = [unknown(naam) for naam in gegeven if naam != "vanaf"]
    written = next(o["vraagt"]["vanaf"] for o in api.operaties if o["naam"] == "GetGewijzigdePersonen")
    if "vanaf" in gegeven:
        found += value_faults("vanaf", gegeven["vanaf"], written, api)
    if found:
        raise ongeldig(found)
    return max(ALTIJD, parse_date(gegeven["vanaf"])) if "vanaf" in gegeven else ALTIJD


async def alle(conn: Any, volger: Volger) -> Json:
    """Whom somebody follows now. Source: BV-76."""
    rows = await conn.fetch(ALL, volger.tenant_id, volger.abonnee, volger.vandaag)
    return {"volgindicaties": [as_json(row) for row in rows]}


async def een(conn: Any, volger: Volger, bsn: str) -> Json:
    """Since when and until when somebody is or was followed. Raises Fout 404."""
    row = await conn.fetchrow(ONE, volger.tenant_id, volger.abonnee, bsn)
    if row is None:
        raise not_found()
    return as_json(row)


async def zet(conn: Any, volger: Volger, bsn: str, einde: date | None) -> tuple[Json, bool]:
    """Follows, or changes until when; and whether that is new. What had ended begins again today. Source: BV-77."""
    row = await conn.fetchrow(PUT, volger.tenant_id, volger.abonnee, bsn, volger.vandaag, einde)
    return as_json(row), row["is_nieuw"]


async def veranderd(conn: Any, volger: Volger, vanaf: date) -> Sequence[tuple[str, UUID]]:
    """Numbers and lists of those who changed on that day or later, and since they are followed. Source: BV-78."""
    begin = datetime.combine(vanaf, time.min, AMSTERDAM)
    rows = await conn.fetch(CHANGED, volger.tenant_id, volger.abonnee, volger.vandaag, begin)
    return [(row["bsn"], row["id"]) for row in rows]


async def alleen(
    conn: Any, volger: Volger, changed: Sequence[tuple[str, UUID]], geeft: Callable[[Persoonslijst], bool]
) -> Sequence[tuple[str, UUID]]:
    """Of those who changed, whom the follower may hear of. Source: AU-13."""
    lists = [as_kept(row) for row in await conn.fetch(LISTS, volger.tenant_id, [key for _, key in changed])]
    told = {kept.id for kept in lists if geeft(kept.pl)}
    return [(bsn, key) for bsn, key in changed if key in told]


def as_json(row: Any) -> Json:
    found = {"burgerservicenummer": row["bsn"], "begindatum": row["begindatum"].isoformat()}
    return found | ({"einddatum": row["einddatum"].isoformat()} if row["einddatum"] else {})
