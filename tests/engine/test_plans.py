"""Every statement finds its rows in an index, also before there are statistics (decision 0008)."""

from typing import Any

import pytest

from meent.app import App
from meent.engine.declare import Resource
from meent.engine.expand import _relation_sql, is_relation, target_of
from meent.engine.marks import Names
from meent.services.resources import RESOURCES
from tests.conftest import Gemeente

SAMPLE = {"int4": "1", "uuid": "'00000000-0000-0000-0000-000000000000'"}


def statements(app: App, resource: Resource[Any]) -> dict[str, str]:
    """What the engine asks of one resource for every request: by key, by link, and per relation."""
    sql = app.engine.sql
    found = {"one": sql.one(resource), "row": sql.row(resource), "lock": sql.locked_row(resource)}
    found |= {f"by {f.name}": sql.find(resource, (f.name,)) for f in resource.refs if app.registry.find(f.target)}
    for f in resource.fields:
        other = target_of(app.registry, f) if is_relation(f) else None
        if other is not None and not f.mark(Names):
            found[f"expand {f.json}"] = _relation_sql(sql, resource, f, other)
    if resource.geo_search:
        found["cells"] = sql.in_cells(resource)
    return found


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda r: r.name)
async def test_no_table_is_read_whole(app: App, gemeente: Gemeente, resource: Resource[Any]) -> None:
    """A plan made on an empty table lives on when the table is full, and every request then reads all of it."""
    whole = {}
    async with app.pool.tenant(gemeente.id) as conn:
        for name, text in statements(app, resource).items():
            prepared = await conn.prepare(text)
            types = [p.name for p in prepared.get_parameters()]
            values = ", ".join("'{}'" if t.endswith("[]") else SAMPLE[t] for t in types)
            await conn.execute(f"PREPARE gevraagd ({', '.join(types)}) AS {text}")
            plan = "\n".join(r[0] for r in await conn.fetch(f"EXPLAIN EXECUTE gevraagd({values})"))
            await conn.execute("DEALLOCATE gevraagd")
            if "Seq Scan" in plan:
                whole[name] = plan
    assert whole == {}
