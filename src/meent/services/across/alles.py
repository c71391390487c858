"""Everything that is held about one person, in every register here, and who looked: for that person to have.

What a register says of whom its rows are about (`Betrokkenen`) is asked the other way round, so a new resource is in it
by itself; so is a new table with a column `bsn`, or one that belongs to a persoonslijst. What holds a number inside a
text stands in APART. Content of documents is not in it: their rows say which there are.

Source: AVG article 15; Wet BRP articles 2.54, 2.55 and 3.22; design burgerzaken §12, measure 12.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import msgspec

from meent.basis.fouten import Fout
from meent.capabilities.versions import versions_of
from meent.engine.declare import Registry
from meent.verwerkingen.inzage import END, FIRST, Regel, Vraag, about
from meent.verwerkingen.regels import betrokkenen_of

Rijen = list[msgspec.Raw]
BLADZIJDE = 5_000
AS_JSON = "jsonb_strip_nulls(to_jsonb(z) - 'tenant_id')"
LISTS = "SELECT l.id FROM persoonslijst l WHERE l.tenant_id = $1 AND l.bsn = $2::text"
NAMED = """position(convert_to('"' || $2::text || '"', 'UTF8') in z.{0}) > 0"""
"""A JSON that is kept to the byte and holds the number as a text."""
IN_LO3 = "position(convert_to('0120009' || $2::text, 'UTF8') in z.inhoud) > 0"
"""Element 01.20 with its length, as it travels."""
EVENTS = f"(z.bsn = $2::text OR z.lijsten && ARRAY({LISTS}))"
COPY = """'$.stapels[*] ? (exists (@.voorkomens[*] ? (@."01.20" == $bsn)))'"""
BSN = "jsonb_build_object('bsn', $2::text)"
APART: Mapping[str, tuple[str, str]] = MappingProxyType({
    "akte": (NAMED.format("inhoud"), "convert_from(z.inhoud, 'UTF8')::jsonb"),
    "akte_vermelding": (NAMED.format("inhoud"), "convert_from(z.inhoud, 'UTF8')::jsonb"),
    "brp_bericht": (IN_LO3, "to_jsonb(convert_from(z.inhoud, 'LATIN1'))"),
    "brp_brief": ("(z.over = $2::text OR z.aan = $2::text)", ""),
    "brp_elders": (f"z.anummer IN (SELECT l.anummer FROM persoonslijst l WHERE l.id IN ({LISTS}))", ""),
    "brp_feit": (
        f"z.gebeurtenis IN (SELECT z.id FROM brp_gebeurtenis z WHERE z.tenant_id = $1 AND {EVENTS})",
        "convert_from(z.uitkomst, 'UTF8')::jsonb",
    ),
    "brp_gebeurtenis": (EVENTS, ""),
    "brp_huwelijksmelding": ("(z.bsn = $2::text OR z.partner = $2::text)", ""),
    "brp_melding": ("(z.bsn = $2::text OR z.hoofdbewoner = $2::text)", "convert_from(z.invoer, 'UTF8')::jsonb"),
    "brp_overkomst": (NAMED.format("invoer"), "convert_from(z.invoer, 'UTF8')::jsonb"),
    "brp_voorstel": (f"(z.over = $2::text OR {NAMED.format('invoer')})", "to_jsonb(convert_from(z.invoer, 'UTF8'))"),
    "objectrecord": ("""position('"' || $2::text || '"' in z.data::text) > 0""", ""),
    "werkcontact": ("""position('"' || $2::text || '"' in z.inhoud::text) > 0""", ""),
})  # fmt: skip
"""Table -> which of its rows `z` are about somebody, and what was written in words that the row has as bytes."""
WITH_COLUMN = """
SELECT c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE a.attname = $1 AND a.atttypid = $2::text::regtype AND c.relkind = 'r' AND pg_table_is_visible(c.oid)
ORDER BY c.relname
"""
ON_LISTS_OF_OTHERS = f"""
SELECT jsonb_build_object('lijst', z.id, 'stapels', jsonb_path_query_array(z.lijst, {COPY}, {BSN}))::json
FROM persoonslijst z WHERE z.tenant_id = $1 AND z.bsn <> $2::text AND jsonb_path_exists(z.lijst, {COPY}, {BSN})
"""
TRAIL = f"""
SELECT {AS_JSON}::json FROM audit z WHERE z.tenant_id = $1 AND z.hoofd_id = ANY($2) AND z.resource_id = ANY($2)
ORDER BY z.id
"""


PURPOSE = "SELECT EXISTS (SELECT FROM verwerkingsdoel WHERE tenant_id = $1 AND naam = $2)"


class Alles(msgspec.Struct, frozen=True, kw_only=True):
    """What there is.

    delen     table -> its rows about this person, as they are kept; only those with rows
    doorzocht  all tables that were looked in
    gebruik   who used these data, newest first
    """

    delen: Mapping[str, Rijen]
    doorzocht: tuple[str, ...]
    gebruik: tuple[Mapping[str, Any], ...]


async def over(conn: Any, registry: Registry, tenant_id: int, bsn: str, *, behalve: str | None = None) -> Alles:
    """All of it, in the transaction of the caller.

    behalve   name of a purpose that a resident is not told of: state security, criminal investigation (Wet BRP 3.22)
    raises    Fout 400 for a purpose that is not known: a slip of the pen would tell what must not be told
    """
    if behalve is not None and not await conn.fetchval(PURPOSE, tenant_id, behalve):
        raise Fout(400, "invalid", "Uw gemeente kent dit doel niet; schrijf het zoals het bij de doelen staat.")
    parts = await _in_registers(conn, registry, tenant_id, bsn) | await _beside(conn, tenant_id, bsn)
    parts["persoonslijst van een ander"] = await _rows(conn, ON_LISTS_OF_OTHERS, tenant_id, bsn)
    used = await _used(conn, tenant_id, Vraag(f"bsn:{bsn}", FIRST, END, behalve=behalve))
    return Alles(
        delen={name: rows for name, rows in parts.items() if rows}, doorzocht=tuple(sorted(parts)),
        gebruik=tuple(as_told(line) for line in used),
    )  # fmt: skip


async def _in_registers(conn: Any, registry: Registry, tenant_id: int, bsn: str) -> dict[str, Rijen]:
    """Of each resource that says whom its rows are about: those rows, their versions, and what was done with them."""
    parts: dict[str, Rijen] = {}
    keys: list[Any] = []
    for resource in registry.all:
        people = betrokkenen_of(resource)
        if people is None:
            continue
        text = f"{resource.name} z WHERE z.tenant_id = $1 AND EXISTS (SELECT FROM ({people.sql}) p(wie) WHERE wie = $2)"
        found = await conn.fetch(f"SELECT z.id, {AS_JSON}::json FROM {text} ORDER BY z.id", tenant_id, f"bsn:{bsn}")
        parts[resource.name] = [msgspec.Raw(row[1]) for row in found]
        mine = [row[0] for row in found]
        keys += mine
        if versions_of(resource):
            name = f"{resource.name}_versie"
            parts[name] = await _rows(
                conn, f"SELECT {AS_JSON}::json FROM {name} z WHERE z.tenant_id = $1 AND z.id = ANY($2)", tenant_id, mine
            )
    return parts | {"audit": await _rows(conn, TRAIL, tenant_id, keys)}


async def _beside(conn: Any, tenant_id: int, bsn: str) -> dict[str, Rijen]:
    """Of what is no resource: by its column, by the persoonslijst that it belongs to, or as APART says."""
    wheres = dict.fromkeys(await _tables(conn, "lijst", "uuid"), f"z.lijst IN ({LISTS})")
    wheres |= dict.fromkeys(await _tables(conn, "bsn", "text"), "z.bsn = $2::text")
    wheres |= {name: where for name, (where, _) in APART.items()}
    parts: dict[str, Rijen] = {}
    for name, where in wheres.items():
        words = APART.get(name, ("", ""))[1]
        shown = f"{AS_JSON} || jsonb_build_object('in_woorden', {words})" if words else AS_JSON
        text = f"SELECT ({shown})::json FROM {name} z WHERE z.tenant_id = $1 AND {where}"
        parts[name] = await _rows(conn, text, tenant_id, bsn)
    return parts


async def _tables(conn: Any, column: str, kind: str) -> Sequence[str]:
    return [row[0] for row in await conn.fetch(WITH_COLUMN, column, kind)]


async def _rows(conn: Any, text: str, *values: Any) -> Rijen:
    return [msgspec.Raw(row[0]) for row in await conn.fetch(text, *values)]


async def _used(conn: Any, tenant_id: int, vraag: Vraag) -> list[Regel]:
    """Every line of the log, page by page."""
    found: list[Regel] = []
    while lines := await about(conn, tenant_id, vraag, most=BLADZIJDE):
        found += lines
        vraag = Vraag(vraag.wie, vraag.sinds, lines[-1].id, behalve=vraag.behalve)
    return found


def as_told(regel: Regel) -> dict[str, Any]:
    """One use: when, who, why, what. The number of a person at the municipality stays out; the application is told."""
    return {
        "moment": regel.moment, "applicatie": regel.applicatie_weergave or regel.applicatie,
        "waarom": regel.doel_woorden or "", "handeling": regel.handeling, "wat": regel.resource,
        "gegevens": list(regel.gegevens),
    }  # fmt: skip
