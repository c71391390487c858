"""The database is what the declarations ask, and what is kept twice says the same twice (ARCHITECTURE §4)."""

import json
import random
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meent.capabilities.counters import COUNTERS
from meent.data import embedded
from meent.data.pool import Connection, connect
from meent.engine.declare import Resource
from meent.schema.table import columns_of, key_columns, unique_of
from meent.services.resources import RESOURCES
from tests.conftest import Gemeente
from tests.engine.samples import REGISTRY, Gevuld, collection, gevuld
from tests.zgw import ZAKEN, een_zaaktype

EACH = pytest.mark.parametrize("resource", RESOURCES, ids=lambda r: r.name)
WITH_TENANT = """
select c.oid, c.relname::text, c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner)::text
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
"""
COLUMNS = """
select column_name::text, data_type::text, is_nullable = 'YES' from information_schema.columns where table_name = $1
"""
CONSTRAINTS = """
select conname::text, contype::text, pg_get_constraintdef(oid) from pg_constraint where conrelid = $1::regclass
"""
QUEUES = {"outbox", "bezorging", "bezorgstand", "inhoud_los", "inhoud_quarantaine", "gespreksopname"}
NAMES = {"timestamp with time zone": "timestamptz", "ARRAY": "uuid[]"}


@pytest_asyncio.fixture(loop_scope="session")
async def superuser(migrated: embedded.Embedded) -> AsyncIterator[Connection]:
    conn = await connect(migrated.dsn("postgres"))
    yield conn
    await conn.close()


@EACH
async def test_columns_are_those_declared(superuser: Connection, resource: Resource[Any]) -> None:
    """A field without a column is lost at the first write; a column too many is data that nobody shows or destroys."""
    found = {r[0]: (NAMES.get(r[1], r[1]), r[2]) for r in await superuser.fetch(COLUMNS, resource.name)}
    assert found == columns_of(resource)
    generated = await superuser.fetch(
        "select column_name::text from information_schema.columns where table_name = $1 and is_generated = 'ALWAYS'",
        resource.name,
    )
    assert {r[0] for r in generated} == {name for name, _ in key_columns(resource)}


@EACH
async def test_keys_and_links_hold_the_tenant(superuser: Connection, resource: Resource[Any]) -> None:
    """A foreign key without the tenant lets a case hang under a type of another municipality."""
    rows = await superuser.fetch(CONSTRAINTS, resource.name)
    unique = {r[0]: r[2] for r in rows if r[1] == "u"}
    assert unique == {
        f"{resource.name}_uniek_{i}": unique_of(u) for i, u in enumerate(resource.unique)
    }
    (primary,) = [r[2] for r in rows if r[1] == "p"]
    assert primary.startswith("PRIMARY KEY (tenant_id, id)")
    links = {r[2] for r in rows if r[1] == "f" and "REFERENCES tenant(id)" not in r[2]}
    assert links == {
        f"FOREIGN KEY (tenant_id, {f.name}) REFERENCES {REGISTRY.of(f.target).name}(tenant_id, id)"
        + (" ON DELETE CASCADE" if f.name == resource.under else "")
        for f in resource.stored
        if f.kind == "ref" and REGISTRY.find(f.target)
    }


async def test_every_table_with_a_tenant_is_walled(superuser: Connection) -> None:
    """One table without a policy is one hole through which every municipality can be read."""
    tables = await superuser.fetch(WITH_TENANT)
    names = {t[1] for t in tables}
    assert names >= {r.name for r in RESOURCES} | {f"{r.name}_document" for r in RESOURCES if r.keeps_document}
    assert names >= {"audit", "outbox", "aantal", "nummerreeks", "idempotentie", "applicatie_geheim"}
    for oid, name, enabled, forced, owner in tables:
        assert (enabled, forced, owner) == (True, True, "meent_owner"), name
        policies = await superuser.fetch(
            "select polpermissive, polcmd::text, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)"
            " from pg_policy where polrelid = $1", oid,
        )  # fmt: skip
        if name in QUEUES:  # decision 0018: the worker sees over the walls that there is work, and nothing else
            assert [tuple(p) for p in policies if p[1] == "r"] == [(True, "r", "meent_bezorger()", None)], name
        (policy,) = [tuple(p) for p in policies if not (name in QUEUES and p[1] == "r")]
        assert policy[:2] == (True, "*"), name
        assert policy[2] == policy[3], name
        assert policy[2] in ("(tenant_id = meent_tenant())", "(tenant_id = ( SELECT meent_tenant() AS meent_tenant))")


async def test_serving_role_is_bound(superuser: Connection) -> None:
    """A role that owns a table or bypasses policies makes every policy a decoration."""
    role = await superuser.fetchrow(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = 'meent_app'"
    )
    assert role is not None
    assert tuple(role) == (False, False, False, False)
    assert await superuser.fetchval("select count(*) from pg_class where pg_get_userbyid(relowner) = 'meent_app'") == 0
    member = (
        "select count(*) from pg_auth_members where member = (select oid from pg_roles where rolname = 'meent_app')"
    )
    assert await superuser.fetchval(member) == 0
    assert not await superuser.fetchval("select has_table_privilege('meent_app', 'tenant', 'insert, update, delete')")
    assert not await superuser.fetchval("select has_schema_privilege('meent_app', 'public', 'create')")


# --- kept twice ------------------------------------------------------------------------------------------------------

OPERATIONS = (
    "zaak", "deelzaak", "rol", "zaakobject", "resultaat", "eigenschap", "status", "eindstatus", "toelichting",
    "niveau", "zaaktype", "hoofdzaak weg", "zaakobject anders",
    "rol weg", "zaakobject weg", "resultaat weg", "eigenschap weg", "zaak weg",
)  # fmt: skip


UNDER = {"rol": "rollen", "zaakobject": "zaakobjecten", "resultaat": "resultaten"}


class Town:
    """A municipality in which anything may happen; `zaken`, `rollen` and `zaakobjecten` are what is there now."""

    def __init__(self, g: Gevuld, other: dict[str, Any], chance: random.Random) -> None:
        self.g, self.other, self.chance = g, other, chance

    async def urls(self, path: str) -> list[str]:
        return [row["url"] for row in (await self.g.client.get(f"{ZAKEN}/{path}", {"pageSize": "500"})).json["results"]]

    async def do(self, what: str) -> None:
        client, zaken = self.g.client, await self.urls("zaken")
        zaak = self.chance.choice(zaken)
        levels = ["openbaar", "intern", "geheim"]
        match what:
            case "zaak":
                await client.post(f"{ZAKEN}/zaken", self.g.body(REGISTRY.of("Zaak")))
            case "deelzaak":
                await client.post(f"{ZAKEN}/zaken", self.g.body(REGISTRY.of("Zaak")) | {"hoofdzaak": zaak})
            case "rol" | "zaakobject" | "resultaat":
                resource = next(r for r in RESOURCES if r.name == what)
                await client.post(collection(resource), self.g.body(resource) | {"zaak": zaak})
            case "status" | "eindstatus":
                types = self.g.rows["zaaktype"]["statustypen"]
                body = self.g.body(REGISTRY.of("Status"))
                body |= {"zaak": zaak, "statustype": types[-1 if what == "eindstatus" else 0]["url"]}
                await client.post(f"{ZAKEN}/statussen", body)
            case "toelichting":
                await client.patch(zaak, {"toelichting": str(self.chance.random())})
            case "niveau":
                await client.patch(zaak, {"vertrouwelijkheidaanduiding": self.chance.choice(levels)})
            case "zaaktype":
                types = [self.other["url"], self.g.url("zaaktype")]
                await client.patch(zaak, {"zaaktype": self.chance.choice(types)})
            case "hoofdzaak weg":
                await client.patch(zaak, {"hoofdzaak": None})
            case "eigenschap":
                resource = REGISTRY.of("ZaakEigenschap")
                await client.post(f"{zaak}/zaakeigenschappen", self.g.body(resource) | {"zaak": zaak})
            case "eigenschap weg":
                for row in (await client.get(f"{zaak}/zaakeigenschappen")).json[:1]:
                    await client.delete(row["url"])
            case "zaakobject anders":
                if found := await self.urls("zaakobjecten"):
                    await client.patch(self.chance.choice(found), {"relatieomschrijving": "anders"})
            case "rol weg" | "zaakobject weg" | "resultaat weg":
                if found := await self.urls(UNDER[what.removesuffix(" weg")]):
                    await client.delete(self.chance.choice(found))
            case "zaak weg":
                if len(zaken) > 1:
                    await client.delete(zaak)


async def require_kept_is_true(gemeente: Gemeente) -> None:
    """Documents are what rendering gives now, one for each row; counters are what counting gives."""
    sql = gemeente.app.engine.sql
    for resource in (r for r in RESOURCES if r.keeps_document):
        join, body = sql.rendering(resource)
        rows = await gemeente.rows(
            f"select z.id, {body}, k.body, k.etag, md5(k.body::text) from {resource.name} z {join}"
            f" full join {resource.name}_document k on k.tenant_id = z.tenant_id and k.id = z.id"
        )
        for key, fresh, kept, etag, md5 in rows:
            assert key is not None
            assert kept is not None
            assert json.loads(kept) == json.loads(fresh)
            assert etag == md5
    for resource in (r for r in RESOURCES if COUNTERS in r.along):
        counted = await gemeente.rows(
            "select soort, niveau, sum(aantal)::int from aantal where resource = $1"
            " group by 1, 2 having sum(aantal) <> 0 order by 1, 2", resource.name,
        )  # fmt: skip
        real = await gemeente.rows(
            f"select {resource.type_field}, {resource.level}, count(*)::int from {resource.name}"
            " group by 1, 2 order by 1, 2"
        )
        assert [tuple(r) for r in counted] == [tuple(r) for r in real]


async def run_through(gemeente: Gemeente, steps: list[str], seed: int) -> None:
    g = await gevuld(gemeente)
    town = Town(g, await een_zaaktype(g.client), random.Random(seed))
    for step in steps:
        await town.do(step)
    await require_kept_is_true(gemeente)


@given(steps=st.lists(st.sampled_from(OPERATIONS), min_size=4, max_size=14), seed=st.integers(0, 2**16))
@settings(max_examples=10, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_kept_documents_and_counters_are_true(gemeente: Gemeente, steps: list[str], seed: int) -> None:
    """A kept document that lags behind shows a case as it was; a wrong counter hides one, or promises one too many."""
    await run_through(gemeente, steps, seed)


async def test_stale_document_would_be_seen(gemeente: Gemeente) -> None:
    """Guards the test above: a document that is behind, and a counter that is off, must be noticed."""
    await run_through(gemeente, list(OPERATIONS), 7)
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        await conn.execute("update zaak_document set body = '{}' where tenant_id = $1", gemeente.id)
    with pytest.raises(AssertionError):
        await require_kept_is_true(gemeente)
