"""The log as engine and capabilities see it: writes a line before an answer leaves, and lets none leave without."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import asyncpg

from meent.basis.fouten import Fout
from meent.capabilities.expand import target_of
from meent.capabilities.logbook import NOTHING_ASKED, Asked, Seen
from meent.engine.authorise import Caller
from meent.engine.call import Call
from meent.engine.change import Session
from meent.engine.companions import Companion
from meent.engine.declare import Registry, Resource
from meent.verwerkingen import regels
from meent.verwerkingen.aanleiding import Aanleiding, aanleiding
from meent.verwerkingen.doelen import Bekend
from meent.verwerkingen.gezocht import gezocht
from meent.wire.place import Place

ON, PURPOSE, TERM = "verwerkingslog", "doel_verplicht", "log_bewaartermijn"
"""Settings of a municipality: whether it logs (yes), whether a purpose must be told (no), how long lines stay."""
DETAIL = "De verwerking kan nu niet worden gelogd, en dan geven wij geen persoonsgegevens. Probeer het later opnieuw."
ALL = "*"
SEARCH = "search"
"""Somebody was looked for and not found."""
NOTHING = [None] * len(regels.COMMON)
LOG_READ = regels.insert(
    "SELECT 'verwerking', $2::uuid, ARRAY['verwerking'], v.wie FROM unnest($11::text[]) v(wie)",
    iter(range(2, 11)).__next__,
)

PERSONS = regels.insert(
    "SELECT 'persoon', coalesce(v.object, $2::uuid), string_to_array(v.gegevens, ' '), v.wie"
    " FROM unnest($11::uuid[], $12::text[], $13::text[]) v(object, wie, gegevens)",
    iter(range(2, 11)).__next__,
)
"""Persons of the BRP: which list, whom it is about, and the rubrieken that were used of it, with spaces between."""


@cache
def reading(query: str) -> str:
    """Runs a query of (id, lijst, wie) over $1 and $2 and logs each list that it finds, in one statement.

    Behind $2 stand COMMON, and the rubrieken that are used with spaces between.
    """
    numbers = iter(range(3, 100))
    common = [next(numbers) for _ in regels.COMMON]
    line = f"SELECT 'persoon', g.id, string_to_array(${next(numbers)}::text, ' '), g.wie FROM gevonden g"
    lines = regels.insert(line, iter(common).__next__)
    return (
        f"WITH gevonden(id, lijst, wie) AS MATERIALIZED ({query}), verwerkt AS ({lines})"
        " SELECT g.id, g.lijst FROM gevonden g"
    )


class Reden(Companion):
    """Why a request uses personal data, found when its first row is written; all that it writes is one trace."""

    found: Aanleiding | None = None
    is_known = False


class Logboek:
    """The log of processing of all municipalities."""

    def __init__(self, registry: Registry, now: Callable[[], datetime]) -> None:
        self.registry, self.now, self.doelen = registry, now, Bekend()

    async def values(self, session: Session, handeling: str) -> list[Any]:
        """What the lines of a row that is written share, as regels.COMMON. Raises Fout 403 without a purpose."""
        reden = session.companions.of(Reden)
        if not reden.is_known:
            headers = session.companions.headers
            reden.found = await self.reden(session.conn, session.place, session.caller, headers)
            reden.is_known = True
        return reden.found.values(session.now, handeling) if reden.found else NOTHING

    async def shown(
        self, conn: Any, call: Call, seen: Seen, handeling: str, fields: Any = None, asked: Asked = NOTHING_ASKED
    ) -> None:
        """Logs rows that are about to be shown. Raises Fout 403 without a purpose, 503 when it cannot be written.

        fields   what the client chose of them (Zaken 1.6+), None for all
        asked    what a list was asked; who was looked for has a line, also when nothing was found
        """
        keys: dict[Resource[Any], set[UUID]] = {}
        for resource, some in seen:
            if some and regels.betrokkenen_of(resource):
                keys.setdefault(resource, set()).update(some)
        people = regels.betrokkenen_of(call.resource)
        named = gezocht(people.gezocht, asked) if people and asked else {}
        if not keys and not named:
            return
        if conn.is_in_transaction():  # it only read, and the line must outlive it
            await conn.execute("ROLLBACK")
        reden = await self.reden(conn, call.place, call.caller, call.headers)
        if reden is None:
            return
        chosen = None if fields is None else chosen_of(self.registry, call.resource, fields)
        what = tuple((r, self._groups(r, handeling, chosen)) for r in keys)
        values = reden.values(self.now(), handeling if keys else SEARCH)
        text = regels.of_shown(what, call.resource if named else None, tuple(named))
        await write(conn, text, call.place.id, *values, *map(list, keys.values()), *named.values())

    async def was_read(
        self, conn: Any, place: Place, caller: Caller, headers: Mapping[bytes, bytes], people: list[str]
    ) -> None:
        """Logs that somebody read the log itself, about these people ('bsn:999990019') or about nobody we know."""
        reden = await self.reden(conn, place, caller, headers)
        if reden is not None:
            values = reden.values(self.now(), "list" if people else "retrieve")
            await write(conn, LOG_READ, place.id, *values, people or [None])

    async def beside(
        self, conn: Any, place: Place, caller: Caller, what: tuple[str, UUID, str], row: tuple[Resource[Any], UUID]
    ) -> None:
        """Logs that something kept beside a row is about to be used, about whoever that row is about.

        what   name of it, which it is, and how it is used
        row    of which resource, and its key; when it is not there the line is about nobody we know
        raises  Fout 403 without a purpose, 503 when it cannot be written
        """
        reden = await self.reden(conn, place, caller, {})
        if reden is not None:
            naam, key, handeling = what
            text = regels.of_row(row[0], naam)
            await write(conn, text, place.id, *reden.values(self.now(), handeling), key, [row[1]])

    async def persons(
        self, conn: Any, call: Call, lines: Sequence[tuple[UUID | None, str | None, Sequence[str]]], handeling: str
    ) -> None:
        """Logs persons of the BRP who are about to be shown, or are not here; one insert for all of them.

        lines   list (None: there is none), whom it is about, and the rubrieken that were used
        raises  Fout 403 without a purpose, 503 when it cannot be written
        """
        reden = await self.reden(conn, call.place, call.caller, call.headers)
        if reden is not None:
            values = reden.values(self.now(), handeling)
            objects, people, used = zip(*((key, who, " ".join(what)) for key, who, what in lines), strict=True)
            await write(conn, PERSONS, call.place.id, *values, list(objects), list(people), list(used))

    async def persons_read(
        self, conn: Any, call: Call, query: str, keys: Sequence[str], used: Sequence[str]
    ) -> Sequence[Any]:
        """Reads lists and logs them in the same statement: the rows (id, lijst) of `query`, which gives wie as third.

        keys     whom it is asked about, its $2
        used     rubrieken that are used of each
        raises   Fout 403 without a purpose, 503 when it cannot be written; then nothing is read either
        """
        reden = await self.reden(conn, call.place, call.caller, call.headers)
        common = reden.values(self.now(), "retrieve") if reden else NOTHING
        try:
            found: Sequence[Any] = await conn.fetch(reading(query), call.place.id, keys, *common, " ".join(used))
        except (asyncpg.PostgresError, asyncpg.InterfaceError) as fault:
            raise _not_logged() from fault
        return found

    async def persons_kept(
        self, session: Session, lines: Sequence[tuple[UUID | None, str, Sequence[str]]], handeling: str
    ) -> None:
        """Logs lists of the BRP that are written, or judged, in the transaction of the session: line and fact together.

        lines   list, whom it is about, and the rubrieken that were used
        raises  Fout 403 without a purpose, 503 when it cannot be written; then the fact is not either
        """
        values = await self.values(session, handeling)
        objects, people, used = zip(*((key, who, " ".join(what)) for key, who, what in lines), strict=True)
        await write(session.conn, PERSONS, session.tenant_id, *values, list(objects), list(people), list(used))

    async def reden(self, conn: Any, place: Place, caller: Caller, headers: Mapping[bytes, bytes]) -> Aanleiding | None:
        """Why this caller uses personal data; None where the municipality does not log."""
        if not place.settings.get(ON, True):
            return None
        doelen = await self.doelen.of(conn, place.id)
        return aanleiding(caller, headers, doelen, required=bool(place.settings.get(PURPOSE)))

    def _groups(
        self, resource: Resource[Any], handeling: str, chosen: "dict[Resource[Any], frozenset[str]] | None"
    ) -> tuple[str, ...]:
        if handeling == "audittrail":
            return regels.groups_of_trail(self.registry, resource)
        if handeling == "download":
            return (f"{resource.name}_inhoud",)
        names = None if chosen is None else chosen.get(resource, frozenset())
        return regels.groups(resource, None if names and ALL in names else names)


async def write(conn: Any, text: str, *values: Any) -> None:
    """Writes lines for good; raises Fout 503 when that cannot be done."""
    try:
        await conn.execute(text, *values)
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as fault:
        raise _not_logged() from fault


def _not_logged() -> Fout:
    return Fout(503, "log-niet-beschikbaar", DETAIL, headers=((b"retry-after", b"10"),))


def chosen_of(registry: Registry, resource: Resource[Any], fields: Any) -> dict[Resource[Any], frozenset[str]]:
    """Resource -> JSON names of the fields that a selection shows of it, through its relations too."""
    found: dict[Resource[Any], frozenset[str]] = {}
    plain = frozenset(part for part in fields if isinstance(part, str))
    found[resource] = plain | frozenset(name for part in fields if isinstance(part, dict) for name in part)
    for part in fields:
        for name, inner in part.items() if isinstance(part, dict) else ():
            other = target_of(registry, resource.by_json[name]) if name in resource.by_json else None
            for of, names in (chosen_of(registry, other, inner) if other else {}).items():
                found[of] = found.get(of, frozenset()) | names
    return found
