"""What one subscriber still has to get, as rows: taken, settled, counted. No decision is made here (`beleid.py`).

Whoever takes a message holds it for LEASE_SECONDEN; a process that dies leaves nothing behind but that. What is about
one object goes in order: its oldest message alone is taken, and not while that one waits or is parked.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from meent.data.pool import Connection, Pool
from meent.integration.notificaties.beleid import Afloop, Bericht, Stand, breedte, oordeel_abonnee, oordeel_bericht

LEASE_SECONDEN = 30
"""Longer than an answer may take, so that what is under way is not sent by somebody else as well."""

# All of it can be done again, so the disk need not be waited for: after a crash of the server of PostgreSQL a message
# may go out twice, and none is lost (decision 0019). The tables are empty one moment and full the next, so that what
# statistics say of them is never true: indices always fit.
SETTINGS: Mapping[str, str] = {"synchronous_commit": "off"} | dict.fromkeys(
    ("enable_seqscan", "enable_bitmapscan", "enable_sort", "enable_hashjoin", "enable_mergejoin"), "off"
)

WORK = "SELECT gemeente, abonnee FROM meent_werk()"
ANNOUNCED = "SELECT meent_aankondigingen()"
STAND = """
SELECT s.fouten, s.sinds, s.gelukt_op, s.gepauzeerd_tot, s.geparkeerd_op, now() FROM bezorgstand s
WHERE s.tenant_id = $1 AND s.abonnement = $2
"""
DELIVERED = """
WITH weg AS (DELETE FROM bezorging b WHERE b.tenant_id = $1 AND b.abonnement = $2 AND b.nummer = ANY($3::bigint[]))
UPDATE bezorgstand s SET fouten = 0, sinds = NULL, gepauzeerd_tot = 'epoch', geparkeerd_op = NULL, reden = '',
    gelukt_op = now(), bezorgd = s.bezorgd + cardinality($3::bigint[])
WHERE s.tenant_id = $1 AND s.abonnement = $2
"""
# The number of tries is that of whoever took it: when another has taken it meanwhile, this outcome is of the past.
NOT_DELIVERED = """
UPDATE bezorging b SET wacht_tot = coalesce($5, b.wacht_tot),
    geparkeerd_op = CASE WHEN $5::timestamptz IS NULL THEN now() END, reden = $6
WHERE b.tenant_id = $1 AND b.abonnement = $2 AND b.nummer = $3 AND b.pogingen = $4
"""
STANDS = """
UPDATE bezorgstand s SET fouten = $3, sinds = $4, gepauzeerd_tot = coalesce($5, s.gepauzeerd_tot), geparkeerd_op = $6,
    reden = $7
WHERE s.tenant_id = $1 AND s.abonnement = $2
"""
STAND_LOCKED = f"{STAND} FOR UPDATE"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

log = logging.getLogger(__name__)


@cache
def take_sql(count: int) -> str:
    """Takes `count` messages. It stands in the text, or the plan would be for a tenth of all (decision 0008)."""
    return f"""
        WITH kop AS (
            SELECT b.nummer FROM bezorging b
            WHERE b.tenant_id = $1 AND b.abonnement = $2 AND b.geparkeerd_op IS NULL AND b.wacht_tot <= now()
            AND NOT EXISTS (
                SELECT FROM bezorging e WHERE e.tenant_id = $1 AND e.abonnement = $2 AND e.object = b.object
                AND e.nummer < b.nummer)
            ORDER BY b.nummer LIMIT {count} FOR UPDATE SKIP LOCKED)
        UPDATE bezorging b SET wacht_tot = now() + interval '{LEASE_SECONDEN} seconds', pogingen = b.pogingen + 1,
            eerste_poging = coalesce(b.eerste_poging, now())
        FROM kop, abonnement a
        WHERE b.tenant_id = $1 AND b.abonnement = $2 AND b.nummer = kop.nummer AND a.tenant_id = $1 AND a.id = $2
        RETURNING b.nummer, b.bericht, b.pogingen, b.eerste_poging, a.callback_url, a.auth, a.send_cloudevents, a.basis,
            b.trace
    """


@dataclass(frozen=True)
class Taak:
    """A message in the hands of this process.

    basis   address of the municipality as this subscriber knows it, or ""
    trace   of the request that the message is about, when that is known
    """

    nummer: int
    bericht: bytes
    pogingen: int
    eerste_poging: datetime
    callback_url: str
    auth: str
    send_cloudevents: bool
    basis: str
    trace: bytes | None = None


@dataclass(frozen=True)
class Mislukt:
    """A message that was not taken, and what was said."""

    taak: Taak
    afloop: Afloop
    reden: str


class Wachtrij:
    """The waiting messages of one subscriber."""

    def __init__(self, pool: Pool, gemeente: int, abonnement: UUID) -> None:
        self.pool, self.gemeente, self.abonnement = pool, gemeente, abonnement

    async def take(self, under_way: int, laatste_seconden: float) -> list[Taak]:
        """What may go out now beside what is under way, each the oldest of its object."""
        async with self.pool.tenant(self.gemeente) as conn:
            stand, now = await self._stand(conn)
            if stand.geparkeerd_op or (stand.gepauzeerd_tot and now < stand.gepauzeerd_tot):
                return []
            count = breedte(stand.fouten, laatste_seconden) - under_way
            if count <= 0:
                return []
            found = await conn.fetch(take_sql(count), self.gemeente, self.abonnement)
        return sorted((Taak(*r) for r in found), key=lambda taak: taak.nummer)

    async def delivered(self, taken: Sequence[Taak]) -> None:
        """Taken with 2xx: they go, and their subscriber is well."""
        async with self.pool.tenant(self.gemeente) as conn:
            await conn.execute(DELIVERED, self.gemeente, self.abonnement, [taak.nummer for taak in taken])

    async def not_delivered(self, failures: Sequence[Mislukt]) -> None:
        """Each waits, or is parked; what they say of the subscriber is added up."""
        async with self.pool.tenant(self.gemeente) as conn, conn.transaction():
            was, now = await self._stand(conn, lock=True)
            stand = was
            for mislukt in failures:
                taak = mislukt.taak
                opnieuw = oordeel_bericht(mislukt.afloop, Bericht(taak.pogingen, taak.eerste_poging), stand, now)
                stand = oordeel_abonnee(mislukt.afloop, stand, now)
                await conn.execute(
                    NOT_DELIVERED, self.gemeente, self.abonnement, taak.nummer, taak.pogingen, opnieuw.op, mislukt.reden
                )
                if opnieuw.op is None:
                    self._alarm("bericht_geparkeerd", mislukt.reden, nummer=taak.nummer)
            if stand != was:
                await conn.execute(
                    STANDS, self.gemeente, self.abonnement, stand.fouten, stand.sinds, stand.gepauzeerd_tot,
                    stand.geparkeerd_op, failures[-1].reden,
                )  # fmt: skip
            if stand.geparkeerd_op and not was.geparkeerd_op:
                self._alarm("abonnee_geparkeerd", failures[-1].reden)

    async def _stand(self, conn: Connection, *, lock: bool = False) -> tuple[Stand, datetime]:
        """How the subscriber is doing, and the clock of the database: that of all dispatchers."""
        found = await conn.fetchrow(STAND_LOCKED if lock else STAND, self.gemeente, self.abonnement)
        return (Stand(*found[:5]), found[5]) if found else (Stand(geparkeerd_op=EPOCH), EPOCH)

    def _alarm(self, what: str, reden: str, **more: int) -> None:
        log.warning(what, extra={"gemeente": self.gemeente, "abonnement": str(self.abonnement), "reden": reden} | more)
