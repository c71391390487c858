"""`meent doctor`: looks the installation over; every finding that is not good tells what to do."""

import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from meent.app import Database
from meent.data import migrate
from meent.data.pool import connect
from meent.engine.declare import Registry
from meent.interaction.assets import has_asset
from meent.schema.table import columns_of
from meent.services.resources import EVERYTHING
from meent.services.selectielijst import lading
from meent.settings import data_folder

FLOOR = 150_000
FREE_BYTES = 1024**3
DELIVERY = """
SELECT (SELECT count(*) FROM (SELECT FROM outbox WHERE aanmaakdatum < now() - interval '1 minute' LIMIT 10000) o),
    (SELECT count(*) FROM bezorgstand WHERE geparkeerd_op IS NOT NULL),
    (SELECT count(*) FROM (SELECT FROM bezorging WHERE geparkeerd_op IS NOT NULL LIMIT 10000) b)
"""


@dataclass(frozen=True)
class Finding:
    """One thing looked at: how it is, and what to do when it is not good."""

    subject: str
    is_good: bool
    told: str
    cure: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


async def examine(database: Database) -> list[Finding]:
    """All findings, the most basic first."""
    app, owner = await connect(database.app_dsn), await connect(database.owner_dsn)
    try:
        version = await app.fetchval("SELECT current_setting('server_version_num')::int")
        findings = [
            _judge("PostgreSQL", version >= FLOOR, f"versie {version // 10000}", "Installeer versie 15 of nieuwer."),
            await _durable(app),
            await _role(app),
            await _migrated(database),
            await _policies(app),
            await _tables(app),
            await _tenants(app),
            await _selectielijst(app),
            await _delivery(app),
        ]
    finally:
        await app.close()
        await owner.close()
    return [*findings, _screens(), _space(data_folder())]


def _judge(subject: str, is_good: bool, told: str, cure: str) -> Finding:
    return Finding(subject, is_good, told, "" if is_good else cure)


async def _durable(conn: Any) -> Finding:
    off = [n for n in ("fsync", "full_page_writes", "synchronous_commit") if await conn.fetchval(f"SHOW {n}") == "off"]
    told = f"uit: {', '.join(off)}" if off else "wat bevestigd is, staat op schijf"
    return _judge("bewaren", not off, told, "Zet deze instellingen van PostgreSQL aan.")


async def _role(conn: Any) -> Finding:
    risky = await conn.fetchval("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    told = "de rol mag om het rijbeleid heen" if risky else "de rol ziet alleen de eigen gemeente"
    return _judge("rechten", not risky, told, "Gebruik in MEENT_DATABASE_URL de rol meent_app.")


async def _migrated(database: Database) -> Finding:
    pending = await migrate.pending(database.owner_dsn)
    told = f"nog te doen: {', '.join(map(str, pending))}" if pending else "de database is bij"
    return _judge("migraties", not pending, told, "Voer `meent migrate` uit.")


async def _policies(conn: Any) -> Finding:
    bare = await conn.fetch(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'"
        " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
        " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
    )
    told = f"zonder rijbeleid: {', '.join(r[0] for r in bare)}" if bare else "elke gemeente ziet alleen zichzelf"
    return _judge("afscherming", not bare, told, "Zet row level security aan en FORCE, met een policy op tenant_id.")


async def _tables(conn: Any) -> Finding:
    rows = await conn.fetch(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    )
    there = {(r[0], r[1]) for r in rows}
    missing = [f"{r.name}.{c}" for r in Registry(EVERYTHING).all for c in columns_of(r) if (r.name, c) not in there]
    told = f"ontbreekt: {', '.join(missing)}" if missing else "de tabellen passen bij het programma"
    return _judge("tabellen", not missing, told, "Voer `meent migrate` uit met deze versie van Meent.")


async def _tenants(conn: Any) -> Finding:
    is_there = await conn.fetchval("SELECT to_regclass('tenant')")
    count = await conn.fetchval("SELECT count(*) FROM tenant") if is_there else 0
    return _judge("gemeenten", count > 0, f"{count} gemeente(n)", "Voeg er een toe met `meent tenant new`.")


async def _selectielijst(conn: Any) -> Finding:
    is_there = await conn.fetchval("SELECT to_regclass('selectielijst_lading')")
    found = await lading.newest(conn) if is_there else None
    told = f"uitgave {found.uitgave}, geladen op {found.geladen_op:%Y-%m-%d}" if found else "niet geladen"
    is_whole = found is not None and not found.is_eigen
    return _judge("selectielijst", is_whole, told, "Laad de hele lijst met `meent selectielijst import`.")


async def _delivery(conn: Any) -> Finding:
    """Announcements are laid ready within a second when a worker runs."""
    if not await conn.fetchval("SELECT to_regclass('bezorging')"):
        return _judge("notificaties", False, "de tabellen ontbreken", "Voer `meent migrate` uit.")
    async with conn.transaction():
        await conn.execute("SELECT set_config('meent.bezorger', 'aan', true)")
        late, stopped, parked = await conn.fetchrow(DELIVERY)
    is_good = not (late or stopped or parked)
    wrong = f"{late} te laat, {stopped} afnemers gestopt, {parked} berichten apart gezet"
    cure = "Start `meent worker`." if late else "Bekijk `meent notifications parked`."
    return _judge("notificaties", is_good, "niets blijft liggen" if is_good else wrong, cure)


def _screens() -> Finding:
    is_built = has_asset("meent.css")
    told = "de schermen zijn gebouwd" if is_built else "de vormgeving ontbreekt"
    return _judge("schermen", is_built, told, "Voer `make setup` uit.")


def _space(folder: Path) -> Finding:
    there = next(p for p in (folder, *folder.parents) if p.exists())
    free = shutil.disk_usage(there).free
    told = f"{free / FREE_BYTES:.0f} GB vrij"
    return _judge("schijf", free > FREE_BYTES, told, "Maak ruimte: onder 1 GB vrij wordt schrijven onzeker.")
