"""The control table of municipalities."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from meent.data import tenant
from meent.data.embedded import Embedded
from meent.data.migrate import migrate
from meent.data.pool import Connection, connect
from meent.data.tenant import Tenant, TenantGeweigerd

MEERWIJDE = Tenant(
    slug="meerwijde", naam="Meerwijde", gemeentecode="9901", rsin="123456782", instellingen={"doel": [1]}
)


@pytest.fixture
async def conn(server: Embedded, database: str) -> AsyncIterator[Connection]:
    await migrate(server.dsn("meent_owner", database))
    conn = await connect(server.dsn("meent_owner", database))
    yield conn
    await conn.close()


async def test_new_tenant_is_listed_and_found(conn: Connection) -> None:
    stored = await tenant.new(conn, MEERWIJDE)
    other = await tenant.new(conn, Tenant(slug="a2", naam="Aan Zee"))
    assert stored.id != other.id
    assert stored.gemaakt_op is not None
    assert replace(stored, id=0, gemaakt_op=None) == MEERWIJDE
    assert await tenant.list_tenants(conn) == [other, stored]
    assert await tenant.get(conn, "meerwijde") == stored
    assert await tenant.get(conn, "onbekend") is None


async def test_change_keeps_the_slug_and_the_id(conn: Connection) -> None:
    stored = await tenant.new(conn, MEERWIJDE)
    changed = await tenant.change(conn, replace(stored, naam="Meerwijde aan Zee", host="meerwijde.example"))
    assert (changed.id, changed.naam, changed.host) == (stored.id, "Meerwijde aan Zee", "meerwijde.example")
    assert await tenant.get(conn, "meerwijde") == changed


async def test_change_of_an_unknown_tenant_is_refused(conn: Connection) -> None:
    with pytest.raises(TenantGeweigerd, match="meerwijde"):
        await tenant.change(conn, MEERWIJDE)


@pytest.mark.parametrize(
    "slug", ["", "a", "Meerwijde", "2meer", "meer_wijde", "_healthz", "a" * 40, "static", "login", "meer/wijde"]
)
async def test_slug_must_fit_in_an_address(conn: Connection, slug: str) -> None:
    """The slug is the first part of every address of the municipality."""
    with pytest.raises(TenantGeweigerd):
        await tenant.new(conn, replace(MEERWIJDE, slug=slug))


@pytest.mark.parametrize(
    "wrong", [{"naam": ""}, {"gemeentecode": "99"}, {"rsin": "12345678"}, {"host": "Meerwijde.nl"}]
)
async def test_other_fields_are_checked_too(conn: Connection, wrong: dict[str, str]) -> None:
    with pytest.raises(TenantGeweigerd):
        await tenant.new(conn, replace(MEERWIJDE, **wrong))  # type: ignore[arg-type]


async def test_slug_and_host_are_given_out_once(conn: Connection) -> None:
    await tenant.new(conn, replace(MEERWIJDE, host="meerwijde.example"))
    with pytest.raises(TenantGeweigerd, match="al een gemeente"):
        await tenant.new(conn, MEERWIJDE)
    with pytest.raises(TenantGeweigerd, match="al een gemeente"):
        await tenant.new(conn, Tenant(slug="ander", naam="Ander", host="meerwijde.example"))
