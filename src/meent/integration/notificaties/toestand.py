"""How delivering goes, for the people who keep an eye on it; and the two things they can do: again, or let it go."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from meent.data.pool import Pool

TELLEN_TOT = 10_000
"""Nobody needs to know whether it is more, and counting a million rows would keep others waiting."""
BERICHTEN_MAX = 200

ABONNEES = f"""
SELECT a.id, a.callback_url, a.kanalen, coalesce(s.fouten, 0), s.sinds, s.gelukt_op, s.gepauzeerd_tot, s.geparkeerd_op,
    coalesce(s.reden, ''), coalesce(s.bezorgd, 0), w.aantal, w.oudste, g.aantal
FROM abonnement a
LEFT JOIN bezorgstand s ON s.tenant_id = a.tenant_id AND s.abonnement = a.id
CROSS JOIN LATERAL (
    SELECT count(*) AS aantal, min(w.bericht->>'aanmaakdatum') AS oudste FROM (
        SELECT b.bericht FROM bezorging b
        WHERE b.tenant_id = $1 AND b.abonnement = a.id AND b.geparkeerd_op IS NULL
        ORDER BY b.nummer LIMIT {TELLEN_TOT}) w) w
CROSS JOIN LATERAL (
    SELECT count(*) AS aantal FROM (
        SELECT FROM bezorging b WHERE b.tenant_id = $1 AND b.abonnement = a.id AND b.geparkeerd_op IS NOT NULL
        LIMIT {TELLEN_TOT}) g) g
WHERE a.tenant_id = $1 ORDER BY a.id
"""
GEPARKEERD = f"""
SELECT b.abonnement, b.nummer, b.bericht, b.pogingen, b.eerste_poging, b.geparkeerd_op, b.reden, (
    SELECT count(*) FROM (
        SELECT FROM bezorging l WHERE l.tenant_id = $1 AND l.abonnement = b.abonnement AND l.object = b.object
        AND l.nummer > b.nummer LIMIT {TELLEN_TOT}) l)
FROM bezorging b
WHERE b.tenant_id = $1 AND b.geparkeerd_op IS NOT NULL AND ($2::uuid IS NULL OR b.abonnement = $2)
ORDER BY b.abonnement, b.nummer LIMIT $3
"""
OPNIEUW = """
UPDATE bezorging b SET geparkeerd_op = NULL, wacht_tot = 'epoch', pogingen = 0, eerste_poging = NULL
WHERE b.tenant_id = $1 AND b.geparkeerd_op IS NOT NULL AND ($2::uuid IS NULL OR b.abonnement = $2)
AND ($3::bigint IS NULL OR b.nummer = $3)
"""
STAND_OPNIEUW = """
UPDATE bezorgstand s SET geparkeerd_op = NULL, gepauzeerd_tot = 'epoch', fouten = 0, sinds = NULL
WHERE s.tenant_id = $1 AND ($2::uuid IS NULL OR s.abonnement = $2) AND (s.geparkeerd_op IS NOT NULL OR s.fouten > 0)
"""
WACHTENDE_OPNIEUW = """
UPDATE bezorging b SET wacht_tot = 'epoch'
WHERE b.tenant_id = $1 AND b.geparkeerd_op IS NULL AND b.reden <> '' AND ($2::uuid IS NULL OR b.abonnement = $2)
"""
VERVALLEN = """
DELETE FROM bezorging b
WHERE b.tenant_id = $1 AND b.abonnement = $2 AND b.nummer = $3 AND b.geparkeerd_op IS NOT NULL
"""


@dataclass(frozen=True)
class Abonnee:
    """A subscriber and how it is doing.

    fouten, sinds   failures on end, and since when; 0 for a subscriber that is well
    gepauzeerd_tot  it is left in peace until then
    geparkeerd_op   nothing is tried any more since then
    bezorgd         messages it has taken in all
    wachtend        messages that wait, at most TELLEN_TOT; the oldest is of the moment `oudste`
    geparkeerd      messages that are parked
    """

    id: UUID
    callback_url: str
    kanalen: tuple[str, ...]
    fouten: int
    sinds: datetime | None
    gelukt_op: datetime | None
    gepauzeerd_tot: datetime | None
    geparkeerd_op: datetime | None
    reden: str
    bezorgd: int
    wachtend: int
    oudste: str | None
    geparkeerd: int


@dataclass(frozen=True)
class Geparkeerd:
    """A message that was tried often enough.

    wachten_erachter  messages about the same object, which wait for it
    """

    abonnement: UUID
    nummer: int
    kanaal: str
    resource: str
    actie: str
    object: str
    pogingen: int
    eerste_poging: datetime | None
    geparkeerd_op: datetime
    reden: str
    wachten_erachter: int


@dataclass(frozen=True)
class Opnieuw:
    """What got a new chance: parked messages, and subscribers that were left in peace."""

    berichten: int
    abonnees: int


class Toestand:
    """The state of delivering in one municipality at a time."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    async def abonnees(self, gemeente: int) -> list[Abonnee]:
        """All subscribers."""
        async with self.pool.tenant(gemeente) as conn:
            return [_abonnee(r) for r in await conn.fetch(ABONNEES, gemeente)]

    async def geparkeerd(
        self, gemeente: int, abonnement: UUID | None = None, most: int = BERICHTEN_MAX
    ) -> list[Geparkeerd]:
        """Parked messages, the oldest of each subscriber first."""
        async with self.pool.tenant(gemeente) as conn:
            return [_geparkeerd(r) for r in await conn.fetch(GEPARKEERD, gemeente, abonnement, most)]

    async def opnieuw(self, gemeente: int, abonnement: UUID | None = None, nummer: int | None = None) -> Opnieuw:
        """Everything that matches gets a new chance now, and its subscriber too."""
        async with self.pool.tenant(gemeente) as conn, conn.transaction():
            berichten = _count(await conn.execute(OPNIEUW, gemeente, abonnement, nummer))
            if nummer is None:
                await conn.execute(WACHTENDE_OPNIEUW, gemeente, abonnement)
            elif not berichten:
                return Opnieuw(0, 0)
            return Opnieuw(berichten, _count(await conn.execute(STAND_OPNIEUW, gemeente, abonnement)))

    async def laat_vervallen(self, gemeente: int, abonnement: UUID, nummer: int) -> bool:
        """A parked message goes, so that what waits behind it can move on; False when it was not there."""
        async with self.pool.tenant(gemeente) as conn:
            return _count(await conn.execute(VERVALLEN, gemeente, abonnement, nummer)) > 0


def _count(done: str) -> int:
    """Rows that a statement touched: "UPDATE 3"."""
    return int(done.rpartition(" ")[2])


def _abonnee(record: Any) -> Abonnee:
    key, url, kanalen, *rest = record
    names = tuple(dict.fromkeys(k["naam"] for k in msgspec.json.decode(kanalen)))
    return Abonnee(key, url, names, *rest)


def _geparkeerd(record: Any) -> Geparkeerd:
    abonnement, nummer, bericht, *rest = record
    told = msgspec.json.decode(bericht)
    names = (told[name] for name in ("kanaal", "resource", "actie", "hoofdObject"))
    return Geparkeerd(abonnement, nummer, *names, *rest)
