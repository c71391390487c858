"""What a row was: every version of it, laid down as the row is written, and read back (D-17).

A version is kept as columns and not as what was rendered: so an old one follows the declaration of today, and is read
by rules as any row is. In SQL the version is `v`, the row as it is now `h`, and the row as it was `z`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from meent.basis.datums import parse_datetime
from meent.basis.fouten import not_found, one_fault
from meent.engine.authorise import Reach, require_covered
from meent.engine.change import Change
from meent.engine.declare import Along, Resource
from meent.engine.marks import Shape
from meent.engine.rows import columns, decode
from meent.engine.sql import Sql

S = TypeVar("S", bound=Shape)


@dataclass(frozen=True)
class Versions(Along):
    """What a row was is kept, and can be asked for: stands in `Resource.along`.

    Every write lays the row down under the number it bears; a rule that raises the number makes a new version. The
    side table holds columns and not what was rendered, so that an old version follows the declaration of today.

    number, since  fields with the number of the version and the instant from which it counts
    apart          fields that belong to the row whatever its version: an old version shows what they are now
    asked_by       query parameters with which one row is asked for by number, and as it was at an instant
    """

    number: str
    since: str
    apart: tuple[str, ...] = ()
    asked_by: tuple[str, str] = ("", "")

    def part(self, resource: Resource[Any], numbers: Callable[[], int], *, old: bool, new: bool) -> str:
        """The row under the number of its version."""
        if not new:
            return ""
        held = ", ".join(f"z.{f.name}" for f in resource.stored if f.name not in self.apart)
        return (
            f"neergelegd AS (INSERT INTO {resource.name}_versie AS v (tenant_id, id, nummer, sinds, rij)"
            f" SELECT $1, z.id, z.{self.number}, z.{self.since}, row_to_json(r)"
            f" FROM rij z CROSS JOIN LATERAL (SELECT {held}) r"
            " ON CONFLICT (tenant_id, id, nummer) DO UPDATE SET sinds = excluded.sinds, rij = excluded.rij)"
        )


@cache
def versions_of(resource: Resource[Any]) -> Versions | None:
    """How a resource keeps what its rows were, when it does."""
    return next((along for along in resource.along if isinstance(along, Versions)), None)


Version = tuple[int | None, datetime | None]
"""Number of a version, and the instant at which it counted; None where it is not asked for by that."""
NOW: Version = (None, None)
MAX_DIGITS = 9
"""Of the number of a version."""


def version_asked(versions: Versions, given: dict[str, str]) -> Version:
    """The version that the query parameters ask for; raises on a number or instant that is none."""
    by_number, by_instant = (given.get(name) for name in versions.asked_by)
    number = instant = None
    if by_number is not None:
        if not by_number.isdecimal() or len(by_number) > MAX_DIGITS:
            raise one_fault(versions.asked_by[0], "invalid", "Dit moet een geheel getal zijn.")
        number = int(by_number)
    if by_instant is not None:
        try:
            instant = parse_datetime(by_instant)
        except (ValueError, OverflowError):
            reason = "Schrijf een tijdstip als 2026-03-31T14:30:00Z."
            raise one_fault(versions.asked_by[1], "invalid", reason) from None
    return number, instant


async def read_version(
    conn: Any, sql: Sql, resource: Resource[Any], tenant_id: int, key: UUID, reach: Reach, asked: Version
) -> tuple[bytes, int]:
    """Body of a version, and its number. Raises 404; 403 for who may not read it as it was or as it is now (A-11).

    As it was, because what has been made public since may have been blacked out first.
    """
    record = await conn.fetchrow(_rendered(sql, resource), tenant_id, key, *asked)
    _require_covered(resource, reach, record)
    return record[0], record[1]


async def row_of_version(
    conn: Any, sql: Sql, resource: Resource[S], tenant_id: int, key: UUID, reach: Reach, asked: Version
) -> S:
    """As `read_version`, the row itself."""
    record = await conn.fetchrow(_row(sql, resource), tenant_id, key, *asked)
    _require_covered(resource, reach, record)
    return decode(resource, record)


def _require_covered(resource: Resource[Any], reach: Reach, record: Any) -> None:
    if record is None:
        raise not_found()
    *_, then_type, then_level, open_then, type_now, level_now, open_now = record
    require_covered(resource, reach, then_type, then_level, open_then)
    require_covered(resource, reach, type_now, level_now, open_now)


# --- SQL -------------------------------------------------------------------------------------------------------------

ASKED = (
    "v.tenant_id = $1 AND v.id = $2 AND ($3::integer IS NULL OR v.nummer = $3)"
    " AND ($4::timestamptz IS NULL OR v.sinds <= $4) ORDER BY v.nummer DESC LIMIT 1"
)
"""The last version of row $2 with number $3 and since instant $4 at the latest; either may be null."""


def rows_of_versions(resource: Resource[Any]) -> str:
    """What stands in FROM.

    What a version does not hold it takes from the row of now: what is apart from versions, and columns of later date.
    """
    return (
        f"{resource.name}_versie v JOIN {resource.name} h ON h.tenant_id = v.tenant_id AND h.id = v.id"
        " CROSS JOIN LATERAL json_populate_record(h, v.rij) z"
    )


async def all_versions(change: Change[S]) -> list[S]:
    """All that this row has been, oldest first."""
    session = change.session
    records = await session.conn.fetch(all_of(change.resource), session.tenant_id, change.id)
    return [decode(change.resource, r) for r in records]


@cache
def all_of(resource: Resource[Any]) -> str:
    """The stored columns of all versions of row $2, oldest first."""
    shown = ", ".join(f"z.{name}" for name in columns(resource))
    return f"SELECT {shown} FROM {rows_of_versions(resource)} WHERE v.tenant_id = $1 AND v.id = $2 ORDER BY v.nummer"


@cache
def _rendered(sql: Sql, resource: Resource[Any]) -> str:
    """Body, its number, and by what it may be read: type, level and openness as they were and as they are now."""
    join, body = sql.rendering(resource)
    return f"SELECT {body}, v.nummer, {_holders(sql, resource)} FROM {rows_of_versions(resource)} {join} WHERE {ASKED}"


@cache
def _row(sql: Sql, resource: Resource[Any]) -> str:
    """The stored columns; behind them by what it may be read, as for `_rendered`."""
    shown = ", ".join(f"z.{name}" for name in columns(resource))
    return f"SELECT {shown}, {_holders(sql, resource)} FROM {rows_of_versions(resource)} WHERE {ASKED}"


def _holders(sql: Sql, resource: Resource[Any]) -> str:
    then = (*sql.own_holder(resource), sql.opened(resource))
    return ", ".join((*then, *(expression.replace("z.", "h.") for expression in then)))
