"""The lines: how a resource says of whom it holds personal data, which groups of it a row shows, and the SQL of a line.

Whom a row is about is found by the statement that writes the line, from what the register holds at that moment; of a
row that goes with what hangs under it, just before that. Their numbers stand in the line as a keyed hash.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Protocol
from uuid import UUID

from meent.capabilities.logbook import Logbook
from meent.engine.change import Change, Session
from meent.engine.companions import Companion
from meent.engine.declare import Along, Registry, Resource
from meent.engine.fields import Field
from meent.engine.marks import HIDDEN, SENT
from meent.verwerkingen.gezocht import Naam

Gezien = tuple[tuple[Resource[Any], tuple[str, ...]], ...]
"""A resource and the groups of data that were shown of it, for each kind of row in an answer."""
COLUMNS = (
    "tenant_id, id, moment, doel, applicatie, applicatie_weergave, gebruiker, trace, aanroeper, handeling,"
    " resource, object, gegevens, betrokkene"
)
COMMON = ("uuid", "timestamptz", "uuid", "text", "text", "text", "bytea", "bytea", "text")
"""Types of what all lines of an action share: id, moment, purpose, application twice, user, trace, caller, what."""
NUMBERED, ONLY = "lpad(to_hex(row_number() OVER ()), 4, '0')", "'0001'"
VRAAG = "zoekvraag"
"""What was used of somebody who was looked for and not found: the question."""
MAX_TEXTS = 1_000
OF_ROW = re.compile(r"\bz\.(?!tenant_id\b|id\b)")


@dataclass(frozen=True)
class Gegevens:
    """On a field: the kind of personal data that it is, as the log names it (otherwise: the name of its resource)."""

    naam: str


class Lines(Protocol):
    """What a line asks of the log."""

    async def values(self, session: Session, handeling: str) -> list[Any]:
        """Parameters of COMMON, all None where nothing is logged. Raises Fout when the caller may not."""


class Vertrekkend(Companion):
    """Whom rows are about that go in this request, by uuid: what said so may go before them."""

    people: dict[UUID, list[str]]

    def __init__(self, *of_request: Any) -> None:
        super().__init__(*of_request)
        self.people = {}


class Betrokkenen(Along):
    """Stands in `Resource.along` of what holds personal data: each use of a row is a line for each of these people.

    Which fields are personal say the marks Personal and Special, and the class of the resource.

    sql      SELECT of who they are, such as 'bsn:999990019', over the row `z`
    gezocht  parameters of the list that name somebody, and how
    """

    def __init__(self, sql: str, gezocht: Mapping[str, Naam] | None = None) -> None:
        self.sql, self.gezocht = sql, gezocht or {}

    def part(self, resource: Resource[Any], numbers: Callable[[], int], *, old: bool, new: bool) -> str:
        """The line of a row that is written, in the same statement; and of what it was, when that may be of others."""
        shown, is_of_row = groups(resource), OF_ROW.search(self.sql)
        if not old and not is_of_row:  # nothing hangs under a new row yet, so nobody is known
            line = f"{_line(resource, shown, 'z.id', 'NULL::text')} FROM rij z"
            return f"verwerkt AS ({insert(line, numbers, number=ONLY)})"
        rows, people = "rij z", self.sql
        if old and not new:
            people += f" UNION ALL SELECT unnest(${numbers()}::text[])"
        if old and new and is_of_row:
            of_old = f"SELECT o.* FROM {resource.name} o WHERE o.tenant_id = $1 AND o.id = $2"
            rows = f"(SELECT * FROM rij UNION ALL {of_old}) z"
        pairs = f"z.id, p.wie FROM {rows} LEFT JOIN LATERAL ({people}) p(wie) ON true"
        return f"verwerkt AS ({insert(_each(resource, shown, pairs), numbers)})"

    async def leaving(self, change: Change[Any]) -> None:
        """What hangs under the row goes first, and with it who the row is about: they are looked up before that."""
        session, resource = change.session, change.resource
        text = f"SELECT p.wie FROM {resource.name} z CROSS JOIN LATERAL ({self.sql}) p(wie)"
        found = await session.conn.fetch(f"{text} WHERE z.tenant_id = $1 AND z.id = $2", session.tenant_id, change.id)
        session.companions.of(Vertrekkend).people[change.id] = [r[0] for r in found]

    async def values(self, change: Change[Any], actie: str) -> list[Any]:
        log: Lines = change.session.engine.outside[Logbook]
        common = await log.values(change.session, actie)
        if actie != "destroy":
            return common
        return [change.session.companions.of(Vertrekkend).people.pop(change.id, []), *common]

    def of_keys(self, resource: Resource[Any], keys: str, *, named: bool) -> str:
        """The keys (a parameter, array) as v.id, each with whom that row is about as p.wie.

        named   also those of `gezocht`, who were looked for
        """
        people = re.sub(r"\bz\.id\b", "v.id", self.sql).replace("z.tenant_id", "$1")
        rows = f"unnest({keys}::uuid[]) v(id)"
        if OF_ROW.search(self.sql):
            people = self.sql
            rows += f" LEFT JOIN {resource.name} z ON z.tenant_id = $1 AND z.id = v.id"
        people += " UNION ALL SELECT g.wie FROM gezocht g" if named else ""
        return f"{rows} LEFT JOIN LATERAL ({people}) p(wie) ON true"


def betrokkenen_of(resource: Resource[Any]) -> Betrokkenen | None:
    """Whom the rows of a resource are about; None when they are about nobody."""
    return next((along for along in resource.along if isinstance(along, Betrokkenen)), None)


@cache
def groups(resource: Resource[Any], names: frozenset[str] | None = None) -> tuple[str, ...]:
    """Groups of personal data in a row; of the fields `names` (JSON) only, when the client chose. Never none at all."""
    found = {
        mark.naam if (mark := f.mark(Gegevens)) else resource.name
        for f in resource.fields
        if is_shown(f) and resource.privacy_of(f) != "none" and (names is None or f.json in names)
    }
    return tuple(sorted(found)) or (resource.name,)


def is_shown(f: Field) -> bool:
    return not f.has(HIDDEN) and not f.has(SENT)


def groups_of_trail(registry: Registry, resource: Resource[Any]) -> tuple[str, ...]:
    """Those of a main object and of all that hangs under it: its trail shows what they were."""
    under = [r for r in registry.all if registry.main(r) is resource and betrokkenen_of(r)]
    return tuple(sorted({g for r in (resource, *under) for g in groups(r)}))


def insert(found: str, numbers: Callable[[], int], number: str = NUMBERED) -> str:
    """INSERT of a line for each (resource, object, gegevens, wie) in `found`; `numbers` gives the parameters of COMMON.

    The municipality comes from its key: without a key no line can be written, and then nothing is shown. Without an id
    nothing is logged.

    number   of a line within its action, four digits
    """
    common = [f"${numbers()}::{kind}" for kind in COMMON]
    return (
        f"INSERT INTO verwerking ({COLUMNS}) SELECT k.tenant_id,"
        f" (left({common[0]}::text, 32) || {number})::uuid, {', '.join(common[1:])},"
        " q.resource, q.object, q.gegevens, meent_betrokkene(k.binnen, k.buiten, q.wie)"
        f" FROM ({found}) q(resource, object, gegevens, wie) LEFT JOIN verwerkingssleutel k ON k.tenant_id = $1"
        f" WHERE {common[0]} IS NOT NULL"
    )


@lru_cache(maxsize=MAX_TEXTS)
def of_shown(seen: Gezien, asked: Resource[Any] | None = None, names: tuple[str, ...] = ()) -> str:
    """INSERT of the lines for rows that were shown: behind $1 and COMMON their uuids (array), per kind of row.

    A row that went away meanwhile was shown all the same: it has a line, without a person.

    asked, names   of which resource rows were looked for, and the SELECTs of the people who were named then; behind
                   the uuids their values (array). Found nothing, the line is about the action itself
    """
    numbers = iter(range(2, 1_000))
    common = [next(numbers) for _ in COMMON]
    parts = []
    for resource, shown in seen:
        people = betrokkenen_of(resource)
        assert people is not None
        of_keys = people.of_keys(resource, f"${next(numbers)}", named=bool(names) and resource is asked)
        parts.append(_each(resource, shown, f"v.id, p.wie FROM {of_keys}"))
    if asked and asked not in [resource for resource, _ in seen]:
        parts.append(f"{_line(asked, [VRAAG], f'${common[0]}::uuid', 'g.wie')} FROM gezocht g")
    named = " UNION ".join(select.format(f"${next(numbers)}") for select in names)
    before = f"WITH gezocht(wie) AS MATERIALIZED ({named}) " if names else ""
    return before + insert(" UNION ALL ".join(parts), iter(common).__next__)


@cache
def of_row(resource: Resource[Any], naam: str) -> str:
    """INSERT of the lines for what is kept beside a row, about whoever that row is about: behind $1 and COMMON the
    object, and the row as an array, which need not be there.

    naam   of what is used: the resource and the group of data in the line
    """
    numbers = iter(range(2, 1_000))
    common = [next(numbers) for _ in COMMON]
    thing, row, people = next(numbers), next(numbers), betrokkenen_of(resource)
    assert people is not None
    whom = f"SELECT DISTINCT p.wie FROM {people.of_keys(resource, f'${row}', named=False)}"
    found = f"SELECT '{naam}', ${thing}::uuid, ARRAY['{naam}'], d.wie FROM ({whom}) d(wie)"
    return insert(found, iter(common).__next__)


def _each(resource: Resource[Any], shown: Iterable[str], pairs: str) -> str:
    """SELECT of resource, object, groups and person for these pairs of object and person, each pair once."""
    return f"{_line(resource, shown, 'd.object', 'd.wie')} FROM (SELECT DISTINCT {pairs}) d(object, wie)"


def _line(resource: Resource[Any], shown: Iterable[str], key: str, person: str) -> str:
    names = ", ".join(f"'{name}'" for name in shown)
    return f"SELECT '{resource.name}', {key}, ARRAY[{names}]::text[], {person}"
