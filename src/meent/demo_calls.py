"""The telephone of `meent demo`: policies, a day that is played, and a journal that does not outlive it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, date, datetime, timedelta
from random import Random

import asyncpg
import msgspec

from meent.app import App, Database
from meent.basis.datums import amsterdam_dag
from meent.data import tenant
from meent.data.pool import Pool, connect
from meent.integration.telefooncentrale.journaal import PostgresJournaal
from meent.integration.telefooncentrale.opstelling import Opstelling
from meent.integration.telefooncentrale.verbinding import Gesimuleerd, Verbinding
from meent.tools.demo import telefonie, werkdag
from meent.tools.demo.beldag import Beldag
from meent.tools.demo.gemeenten import GEMEENTEN, Gemeente

BEWAAR, OPRUIMEN_SECONDEN = timedelta(days=1), 3600.0
"""A call is some 6 kB of journal: at one every eight seconds a day is less than 100 MB, and there is never more."""
DEMO = "demo"
"""Who puts a policy in force that no visitor made."""
OUD = (
    "DELETE FROM gesprek_event WHERE tenant_id = $1 AND moment >= $2 AND moment < $3",
    "DELETE FROM dialoog d USING gesprek g WHERE d.tenant_id = $1 AND g.tenant_id = $1 AND g.id = d.gesprek"
    " AND NOT g.is_open AND g.begonnen_op >= $2 AND g.begonnen_op < $3",
    "DELETE FROM gesprek WHERE tenant_id = $1 AND NOT is_open AND begonnen_op >= $2 AND begonnen_op < $3",
)
"""Of what was played since the demo began; the working day before it stays, and is some 30 MB."""
ALLES = tuple(
    f"DELETE FROM {table} WHERE tenant_id = $1"
    for table in ("gesprek_event", "dialoog", "gesprek", "opdracht", "wek", "telefoonmedewerker")
)
GESPREK = """
INSERT INTO gesprek (tenant_id, id, versie, toestand, is_open, van, medewerker, begonnen_op, inhoud)
VALUES ($1, $2, $3, $4, false, $5, $6, $7, $8)
"""
REGEL = """
INSERT INTO gesprek_event (tenant_id, over, versie, moment, soort, toestand, inhoud) VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
BEKENDEN = """
SELECT adres FROM digitaaladres
WHERE tenant_id = $1 AND soort_digitaal_adres = 'telefoonnummer' AND verstrekt_door_partij IS NOT NULL
AND adres LIKE '0%' ORDER BY random() LIMIT 200
"""


async def prepare(database: Database) -> None:
    """A policy for each municipality, unless a visitor made his own; and nothing of a day that was cut off."""
    await forget(database)
    pool = Pool(database.app_dsn, 1)
    journaal = PostgresJournaal(pool)
    async with _tenants(database) as (_, places):
        for gemeente, id in places:
            inhoud, known = msgspec.json.encode(telefonie.beleid(gemeente), order="sorted"), await journaal.beleid(id)
            if known and (known.door != DEMO or _sorted(bytes(known.inhoud)) == _sorted(inhoud)):
                continue
            numbers = telefonie.nummers(gemeente)
            await journaal.nieuw_beleid(id, inhoud, numbers, by=DEMO, now=datetime.now(UTC))
    await pool.close()


def _sorted(document: bytes) -> bytes:
    return msgspec.json.encode(msgspec.json.decode(document), order="sorted")


@contextmanager
def exchange_up(exchange: Opstelling | None) -> Iterator[None]:
    """While this lasts the exchange runs; one that ran already goes on. raises OpstellingFout if it will not start."""
    if exchange is None or not asyncio.run(exchange.silent()):
        yield
        return
    asyncio.run(exchange.start())
    try:
        yield
    finally:
        exchange.stop()


def told(exchange: Opstelling | None) -> list[str]:
    """Which numbers there are, and how to try them."""
    if exchange is None:
        return ["  Telefoon        wordt gespeeld; kies de rol Medewerker klantcontact, meld u aan en u wordt gebeld"]
    where = f"{exchange.naam or exchange.host}:{exchange.poorten.sip}"
    addresses = [f"sip:{telefonie.nummers(g)[0]}@{where}" for g in GEMEENTEN]
    lines = [f"  Bel             {address}  ({g.naam})" for address, g in zip(addresses, GEMEENTEN, strict=True)]
    return [
        *lines, "                  met elke SIP-telefoon op deze computer, bijvoorbeeld:",
        f'                  baresip -f ~/.baresip -e "/uanew <sip:ik@127.0.0.1>;regint=0" -e "/dial {addresses[0]}"',
        "  Neem op         kies de rol Medewerker klantcontact en meld u aan; uw browser is de telefoon",
        "  Eigen toestel   meent telephony device toestel-1 geeft de gegevens om een toestel aan te melden",
    ]  # fmt: skip


async def play(app: App, database: Database, exchange: Verbinding) -> None:
    """Until cancelled: the day, where it is played; and what is older than a day goes."""
    if app.centrum is None or not isinstance(exchange, Gesimuleerd):
        return
    dorpen = [telefonie.dorp(g, app.directory.by_slug[g.slug].id) for g in GEMEENTEN]

    async def bekenden(tenant_id: int) -> list[str]:
        async with app.pool.tenant(tenant_id) as conn:
            return [f"+31{row[0][1:]}" for row in await conn.fetch(BEKENDEN, tenant_id)]

    await Beldag(exchange.sim, app.centrum.desk, dorpen, bekenden, kans=Random()).begin()
    begonnen = datetime.now(UTC)
    while True:
        await asyncio.sleep(OPRUIMEN_SECONDEN)
        async with _tenants(database) as (conn, places):
            for _, id in places:
                await _run(conn, OUD, id, begonnen, datetime.now(UTC) - BEWAAR)


async def remember(database: Database, now: datetime) -> None:
    """The last working day before today, for reports and staffing. It is played beside serving, in a thread."""
    dag = werkdag.vorige_werkdag(amsterdam_dag(now))
    async with _tenants(database) as (conn, places):
        for gemeente, id in places:
            await write(conn, id, await asyncio.to_thread(_played, gemeente, id, dag))


async def write(conn: asyncpg.Connection, id: int, played: werkdag.Werkdag) -> None:
    """A day that was played elsewhere, in the journal of this municipality."""
    gesprekken = [
        (id, g.id, g.versie, g.toestand, g.van, g.medewerker, g.begonnen_op, bytes(g.inhoud)) for g in played.gesprekken
    ]
    regels = [(id, r.over, r.versie, r.moment, r.soort, r.toestand, bytes(r.inhoud)) for r in played.regels]
    async with conn.transaction():
        await conn.execute("SELECT set_config('meent.tenant', $1, true)", str(id))
        await conn.executemany(GESPREK, gesprekken)
        await conn.executemany(REGEL, regels)


def _played(gemeente: Gemeente, id: int, dag: date) -> werkdag.Werkdag:
    dorp, beleid = telefonie.dorp(gemeente, id), telefonie.beleid(gemeente)
    return asyncio.run(werkdag.speel(dorp, beleid, dag, kans=Random(dag.toordinal())))


async def forget(database: Database) -> None:
    """All that was said on the telephone; policies stay."""
    async with _tenants(database) as (conn, places):
        for _, id in places:
            await _run(conn, ALLES, id)


@asynccontextmanager
async def _tenants(database: Database) -> AsyncIterator[tuple[asyncpg.Connection, list[tuple[Gemeente, int]]]]:
    """The owner's connection, and the municipalities of the demo that are there."""
    conn = await connect(database.owner_dsn)
    try:
        yield conn, [(g, found.id) for g in GEMEENTEN if (found := await tenant.get(conn, g.slug))]
    finally:
        await conn.close()


async def _run(conn: asyncpg.Connection, statements: tuple[str, ...], tenant_id: int, *values: object) -> None:
    async with conn.transaction():
        await conn.execute("SELECT set_config('meent.tenant', $1, true)", str(tenant_id))
        for statement in statements:
            await conn.execute(statement, tenant_id, *values)
