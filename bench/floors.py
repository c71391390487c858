"""Floors of the database: the least that the same work costs with the bare driver, prepared, as the serving role.

F2    selects the kept document by key, or those of a page
FI    inserts row, audit line, outbox line and, where it is logged, line of the log in one statement, autocommit
FL    inserts the lines of the log of processing that go with an answer, in one durable statement
FF    hashes the bytes of a document and writes them to a file of their own, durably
"""

import hashlib
import os
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from itertools import count as count_from
from itertools import cycle, islice
from typing import Any
from uuid import UUID

from bench.cpu import spent_ns
from meent.basis.ids import uuid7
from meent.data.pool import Connection
from meent.engine.declare import Registry, Resource
from meent.engine.rows import written
from meent.verwerkingen.aanleiding import MILLI, first_id, new_id

MOMENTS = count_from(1)
LINES = """
INSERT INTO verwerking (tenant_id, id, moment, applicatie, applicatie_weergave, gebruiker, trace, handeling, resource,
    object, gegevens, betrokkene)
SELECT $1, q.id, $3, 'meerwijde-alles', 'Proeftuin Meerwijde', 'jdevries', '0123456789abcdef', 'list', 'zaak', q.object,
    '{plaats,zaak}', q.wie
FROM unnest($2::uuid[], $4::uuid[], $5::bytea[]) q(id, object, wie)
"""
DOCUMENTS = "SELECT body FROM enkelvoudiginformatieobject_document WHERE tenant_id = $1 AND id = ANY($2::uuid[])"
ONE = "SELECT body FROM zaak_document WHERE tenant_id = $1 AND id = $2"
MANY = "SELECT body FROM zaak_document WHERE tenant_id = $1 AND id = ANY($2::uuid[])"
OUTBOX = (
    "tenant_id", "kanaal", "hoofd_resource", "hoofd_id", "resource", "resource_id",
    "actie", "kenmerken", "aanmaakdatum",
)  # fmt: skip


LOG = (
    "moment", "doel", "applicatie", "applicatie_weergave", "gebruiker", "trace", "aanroeper", "handeling", "resource",
    "object", "gegevens", "betrokkene",
)  # fmt: skip
SELECTS = {"one": ONE, "list": MANY, "documents": DOCUMENTS}


def write_file(size: int, count: int) -> float:
    """CPU µs per file."""
    content = [random.Random(n).randbytes(size) for n in range(8)]
    with tempfile.TemporaryDirectory() as folder:
        before = time.process_time_ns()
        for number, bytes_ in zip(range(count), cycle(content), strict=False):
            hashlib.sha256(bytes_).hexdigest()
            with open(f"{folder}/{number}", "wb") as file:
                file.write(bytes_)
                os.fsync(file.fileno())
        return (time.process_time_ns() - before) / count / 1_000


async def select(conn: Connection, tenant_id: int, keys: list[list[UUID]], count: int, *, what: str) -> float:
    """CPU µs per select, driver and backend together."""
    statement = await conn.prepare(SELECTS[what])
    wanted: list[Any] = [k[0] if what == "one" else k for k in keys]
    return await _measure(conn, statement, [(tenant_id, w) for w in islice(cycle(wanted), count)])


async def insert(
    conn: Connection, registry: Registry, resource: Resource[Any], tenant_id: int, key: UUID, count: int
) -> float:
    """CPU µs per insert of a row like row `key`, with audit line, outbox line and line of the log like its own."""
    text, values, lines_at = await _like(conn, registry, resource, tenant_id, key)
    statement = await conn.prepare(text)
    names = [f.name for f in resource.stored]
    rows = []
    for number in range(count):
        row = list(values)
        row[1] = row[_audit_at(resource) + 2] = uuid7()
        row[_audit_at(resource)] = uuid7()
        for at in range(lines_at, len(row), len(LOG) + 1):
            row[at], row[at + 1 + LOG.index("object")] = uuid7(), row[1]
        if "identificatie" in names:
            row[2 + names.index("identificatie")] = f"FI-{time.time_ns()}-{number}"
        if "datum_status_gezet" in names:
            at = 2 + names.index("datum_status_gezet")
            row[at] += timedelta(microseconds=next(MOMENTS))  # a zaak has one status at a time
        rows.append(tuple(row))
    return await _measure(conn, statement, rows)


async def lines(conn: Connection, tenant_id: int, per_answer: int, count: int) -> float:
    """CPU µs per insert of so many lines, of which everything is known."""
    statement = await conn.prepare(LINES)
    people = [random.Random(n).randbytes(16) for n in range(per_answer)]
    keys = [uuid7() for _ in people]
    rows = []
    for _ in range(count):
        now = datetime.now(UTC)
        made = new_id(now).int
        rows.append((tenant_id, [UUID(int=made + n) for n in range(per_answer)], now, keys, people))
    return await _measure(conn, statement, rows)


def _audit_at(resource: Resource[Any]) -> int:
    """Place of the first value of the audit line: its id, then the main object and the object."""
    return 2 + len(written(resource))


async def _like(
    conn: Connection, registry: Registry, resource: Resource[Any], tenant_id: int, key: UUID
) -> tuple[str, list[Any], int]:
    """The statement, the values of row `key` as its parameters, and where among these the lines of the log begin."""
    names = ["tenant_id", "id", *written(resource)]
    row = await conn.fetchrow(
        f"SELECT {', '.join(names)} FROM {resource.name} WHERE tenant_id = $1 AND id = $2", tenant_id, key
    )
    line = await conn.fetchrow(
        "SELECT * FROM audit WHERE tenant_id = $1 AND resource_id = $2 AND actie = 'create'", tenant_id, key
    )
    message = await conn.fetchrow(
        f"SELECT {', '.join(OUTBOX)} FROM outbox WHERE tenant_id = $1 AND resource_id = $2 AND actie = 'create'",
        tenant_id,
        key,
    )
    assert row
    assert line
    assert message
    logged = await conn.fetch(
        f"SELECT id, {', '.join(LOG)} FROM verwerking WHERE tenant_id = $1 AND id >= $3 AND id < $4 AND object = $2"
        " AND handeling = 'create'",
        tenant_id, key, first_id(line["aanmaakdatum"]), first_id(line["aanmaakdatum"] + MILLI),
    )  # fmt: skip
    fixed = [n for n in dict(line) if n not in ("tenant_id", "id", "hoofd_id", "resource_id", "oud")]
    told = [n for n in OUTBOX if n not in ("tenant_id", "hoofd_id", "resource_id")]
    n, a = len(names), len(names) + 3
    o = a + len(fixed)
    v = o + 1 + len(told)
    same = registry.main(resource) is resource
    hoofd = "$2" if same else f"${n + 2}"
    text = (
        f"WITH rij AS (INSERT INTO {resource.name} ({', '.join(names)}) VALUES ({_numbers(1, n)})),"
        f" spoor AS (INSERT INTO audit (tenant_id, id, hoofd_id, resource_id, {', '.join(fixed)})"
        f" VALUES ($1, ${n + 1}, ${n + 2}, ${n + 3}, {_numbers(a + 1, len(fixed))}))"
        + "".join(
            f", verwerkt{i} AS (INSERT INTO verwerking (tenant_id, id, {', '.join(LOG)})"
            f" VALUES ($1, {_numbers(v + i * (len(LOG) + 1), len(LOG) + 1)}))"
            for i in range(len(logged))
        )
        + f" INSERT INTO outbox (tenant_id, hoofd_id, resource_id, {', '.join(told)})"
        f" VALUES ($1, {hoofd}, $2, {_numbers(o + 1, len(told))})"
    )
    values = [*row.values(), line["id"], line["hoofd_id"], key, *(line[f] for f in fixed), *(message[t] for t in told)]
    return text, [*values, *(value for said in logged for value in said)], len(values)


def _numbers(first: int, count: int) -> str:
    return ", ".join(f"${i}" for i in range(first, first + count))


async def _measure(conn: Connection, statement: Any, rows: list[tuple[Any, ...]]) -> float:
    backend = conn.get_server_pid()
    for row in rows[: len(rows) // 10]:
        await statement.fetch(*row)
    rows = rows[len(rows) // 10 :]
    database, driver = spent_ns(backend), time.process_time_ns()
    for row in rows:
        await statement.fetch(*row)
    driver, database = time.process_time_ns() - driver, spent_ns(backend) - database
    return (driver + database) / len(rows) / 1_000
