"""What a municipality can set for itself: the standard alone (G-22), and the names by which it was known (G-21)."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from meent.app import App
from meent.data import tenant
from meent.data.embedded import Embedded
from meent.data.pool import connect
from tests.conftest import Gemeente
from tests.zgw import CATALOGI, ZAKEN, catalogus_body, een_zaak, een_zaaktype


async def set_for(app: App, owner_dsn: str, slug: str, **settings: Any) -> None:
    conn = await connect(owner_dsn)
    try:
        known = await tenant.get(conn, slug)
        assert known is not None
        await tenant.change(conn, replace(known, instellingen=known.instellingen | settings))
    finally:
        await conn.close()
    await app.directory.refresh()


@pytest_asyncio.fixture(loop_scope="session")
async def strict(app: App, migrated: Embedded, gemeente: Gemeente) -> AsyncIterator[Gemeente]:
    """A municipality that shows the standard and nothing more."""
    await set_for(app, migrated.owner_dsn, gemeente.slug, extras=False)
    yield gemeente


@pytest.mark.rule("G-22")
async def test_parameters_of_ours_can_be_switched_off(strict: Gemeente, andere_gemeente: Gemeente) -> None:
    """Who tests a supplier against the standard must not meet what the standard does not have."""
    await een_zaaktype(strict.client)
    refused = await strict.client.get(f"{CATALOGI}/zaaktypen", {"pageSize": "1"})
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "unknown-parameters")})
    assert (await andere_gemeente.client.get(f"{CATALOGI}/zaaktypen", {"pageSize": "1"})).status == 200


@pytest.mark.rule("G-22")
async def test_document_of_the_standard_alone_marks_nothing(strict: Gemeente, andere_gemeente: Gemeente) -> None:
    """A client made from the document would otherwise send what is refused."""
    assert b"x-meent-extra" not in (await strict.client.get(f"{ZAKEN}/openapi.json")).body
    assert b"x-meent-extra" in (await andere_gemeente.client.get(f"{ZAKEN}/openapi.json")).body


@pytest.mark.rule("G-22")
async def test_key_of_ours_is_just_a_header_where_it_is_off(strict: Gemeente) -> None:
    """The header means nothing in the standard, so there the second request is a second request."""
    body = catalogus_body()
    first = await strict.client.post(f"{CATALOGI}/catalogussen", body, idempotency_key="een")
    assert first.status == 201
    again = await strict.client.post(f"{CATALOGI}/catalogussen", body, idempotency_key="een")
    assert again.codes == {("nonFieldErrors", "unique")}


@pytest.mark.rule("G-21")
async def test_former_name_leads_to_the_present_one(app: App, migrated: Embedded, gemeente: Gemeente) -> None:
    """Links in other systems must not die because a municipality got another name."""
    zaak = await een_zaak(gemeente.client)
    await set_for(app, migrated.owner_dsn, gemeente.slug, voorheen=[f"oud-{gemeente.slug}"])
    old = zaak["url"].replace(f"/{gemeente.slug}/", f"/oud-{gemeente.slug}/")
    moved = await gemeente.client.get(f"{old}?expand=status")
    assert moved.status == 301
    assert moved.headers["location"] == f"{zaak['url']}?expand=status"
    assert (await gemeente.client.get(moved.headers["location"])).json["uuid"] == zaak["uuid"]
    assert (await gemeente.client.get(old.replace("/oud-", "/nooit-"))).status == 404
