"""The control table of municipalities."""

from dataclasses import replace

import pytest

from meent.data import tenant
from meent.data.pool import Connection
from meent.data.tenant import Tenant, TenantGeweigerd

MEERWIJDE = Tenant(
    slug="meerwijde", naam="Meerwijde", gemeentecode="9901", rsin="123456782", instellingen={"doel": [1]}
)


async def test_new_tenant_is_listed_and_found(owner: Connection) -> None:
    stored = await tenant.new(owner, MEERWIJDE)
    other = await tenant.new(owner, Tenant(slug="a2", naam="Aan Zee"))
    assert stored.id != other.id
    assert stored.gemaakt_op is not None
    assert replace(stored, id=0, gemaakt_op=None) == MEERWIJDE
    assert await tenant.list_tenants(owner) == [other, stored]
    assert await tenant.get(owner, "meerwijde") == stored
    assert await tenant.get(owner, "onbekend") is None


async def test_change_keeps_the_slug_and_the_id(owner: Connection) -> None:
    stored = await tenant.new(owner, MEERWIJDE)
    changed = await tenant.change(owner, replace(stored, naam="Meerwijde aan Zee", host="meerwijde.example"))
    assert (changed.id, changed.naam, changed.host) == (stored.id, "Meerwijde aan Zee", "meerwijde.example")
    assert await tenant.get(owner, "meerwijde") == changed


async def test_change_of_an_unknown_tenant_is_refused(owner: Connection) -> None:
    with pytest.raises(TenantGeweigerd, match="meerwijde"):
        await tenant.change(owner, MEERWIJDE)


@pytest.mark.parametrize(
    "slug", ["", "a", "Meerwijde", "2meer", "meer_wijde", "_healthz", "a" * 40, "static", "login", "meer/wijde"]
)
async def test_slug_must_fit_in_an_address(owner: Connection, slug: str) -> None:
    """The slug is the first part of every address of the municipality."""
    with pytest.raises(TenantGeweigerd):
        await tenant.new(owner, replace(MEERWIJDE, slug=slug))


@pytest.mark.parametrize(
    "wrong", [{"naam": ""}, {"gemeentecode": "99"}, {"rsin": "12345678"}, {"host": "Meerwijde.nl"}]
)
async def test_other_fields_are_checked_too(owner: Connection, wrong: dict[str, str]) -> None:
    with pytest.raises(TenantGeweigerd):
        await tenant.new(owner, replace(MEERWIJDE, **wrong))  # type: ignore[arg-type]


async def test_slug_and_host_are_given_out_once(owner: Connection) -> None:
    await tenant.new(owner, replace(MEERWIJDE, host="meerwijde.example"))
    with pytest.raises(TenantGeweigerd, match="al een gemeente"):
        await tenant.new(owner, MEERWIJDE)
    with pytest.raises(TenantGeweigerd, match="al een gemeente"):
        await tenant.new(owner, Tenant(slug="ander", naam="Ander", host="meerwijde.example"))
