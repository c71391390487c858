"""Migrations: numbered files of plain SQL, each applied once, in order, in one transaction of its own.

`NNNN_pre_name.sql` works with the code that runs now and goes before the new code; `NNNN_post_name.sql` goes after it.
What was applied stands in table `migratie` with the SHA-256 of the file: a file that changed since is refused.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import asyncpg

from meent.data.pool import BaseConnection, connect

FOLDER = Path(__file__).with_name("migrations")
NAME = re.compile(r"(?P<number>\d{4})_(?P<phase>pre|post)_[a-z0-9_]+\.sql")
ADVISORY_LOCK = 0x6D65656E74  # "meent"
OTHER_MIGRATION_MAX = "60s"  # how long we wait for another process that migrates
LOCK_MAX = "5s"  # rather give up than hold up every reader of a table behind our waiting lock
STATEMENT_MAX = "10min"

Phase = Literal["pre", "post", "all"]


class MigratieFout(Exception):
    """De database past niet bij de migraties van dit programma."""


@dataclass(frozen=True, slots=True)
class Migration:
    name: str
    phase: str
    sql: str

    @property
    def number(self) -> str:
        return self.name[:4]

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


async def migrate(owner_dsn: str, *, phase: Phase = "all", folder: Path = FOLDER) -> list[str]:
    """Apply what is pending; returns the names, in the order applied.

    Several processes may call this at once: one applies, the others wait and find nothing left.
    raises      MigratieFout when a file changed, a number is there twice, or the other phase must go first
    """
    conn = await connect(owner_dsn, command_max_seconden=None)
    try:
        await _lock(conn)
        await conn.execute((Path(__file__).with_name("migratie.sql")).read_text())
        todo = _choose(_pending(read(folder), await _applied(conn)), phase)
        for migration in todo:
            await _apply(conn, migration)
        return [migration.name for migration in todo]
    finally:
        await conn.close()


async def pending(dsn: str, *, phase: Phase = "all", folder: Path = FOLDER) -> list[str]:
    """Names of what `migrate` would apply. Changes nothing, so any role that may read `migratie` can ask."""
    conn = await connect(dsn)
    try:
        todo = _pending(read(folder), await _applied(conn))
        return [migration.name for migration in todo if phase in ("all", migration.phase)]
    finally:
        await conn.close()


def read(folder: Path = FOLDER) -> list[Migration]:
    """All migrations in order of their number."""
    migrations: dict[str, Migration] = {}
    for path in sorted(folder.glob("*.sql")):
        match = NAME.fullmatch(path.name)
        if not match:
            raise MigratieFout(f"{path.name}: een migratie heet NNNN_pre_naam.sql of NNNN_post_naam.sql.")
        migration = Migration(path.name, match["phase"], path.read_text())
        if (other := migrations.setdefault(migration.number, migration)) is not migration:
            raise MigratieFout(f"{other.name} en {migration.name} hebben hetzelfde nummer.")
    return list(migrations.values())


async def _lock(conn: BaseConnection) -> None:
    await conn.execute(f"set lock_timeout = '{OTHER_MIGRATION_MAX}'; set statement_timeout = 0")
    try:
        await conn.execute("select pg_advisory_lock($1)", ADVISORY_LOCK)
    except asyncpg.LockNotAvailableError as busy:
        raise MigratieFout(f"Een ander proces migreert al langer dan {OTHER_MIGRATION_MAX}.") from busy


async def _applied(conn: BaseConnection) -> dict[str, str]:
    try:
        rows = await conn.fetch("select naam, checksum from migratie")
    except asyncpg.UndefinedTableError:
        return {}
    return {row["naam"]: row["checksum"] for row in rows}


def _pending(migrations: list[Migration], applied: dict[str, str]) -> list[Migration]:
    """What is applied but no longer in the folder stays out of this: older code may run on a newer schema."""
    for migration in migrations:
        if applied.get(migration.name, migration.checksum) != migration.checksum:
            raise MigratieFout(f"{migration.name} is veranderd nadat deze is toegepast; schrijf een nieuwe migratie.")
    return [migration for migration in migrations if migration.name not in applied]


def _choose(todo: list[Migration], phase: Phase) -> list[Migration]:
    """The pending ones of this phase; refuses when that would apply a later one before an earlier one."""
    chosen = [migration for migration in todo if phase in ("all", migration.phase)]
    for skipped in todo:
        if skipped not in chosen and chosen and skipped.number < chosen[-1].number:
            raise MigratieFout(f"{skipped.name} moet eerst: migreer fase {skipped.phase}, of alles ineens.")
    return chosen


async def _apply(conn: BaseConnection, migration: Migration) -> None:
    async with conn.transaction():
        await conn.execute(f"set local lock_timeout = '{LOCK_MAX}'; set local statement_timeout = '{STATEMENT_MAX}'")
        await conn.execute(migration.sql)
        await conn.execute("insert into migratie (naam, checksum) values ($1, $2)", migration.name, migration.checksum)
