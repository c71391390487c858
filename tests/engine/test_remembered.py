"""Types are remembered per process, and never believed when another process has changed them (decision 0007)."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from meent.app import App, running
from meent.data.embedded import Embedded
from tests.asgi import Client
from tests.conftest import Gemeente
from tests.zgw import ZAKEN, een_concept, een_zaak, een_zaaktype, sluit, zaak_body


@pytest_asyncio.fixture(loop_scope="session")
async def elders(migrated: Embedded, app: App) -> AsyncIterator[App]:
    """A second process on the same database and store."""
    async with running(App(migrated.app_dsn, pool_size=2, store=app.store)) as second:
        yield second


@pytest.fixture
def other(gemeente: Gemeente, elders: App) -> Client:
    """The same application, at the second process."""
    return replace(gemeente.client, app=elders)


async def test_type_published_elsewhere_is_known_at_once(gemeente: Gemeente, other: Client) -> None:
    """A client publishes at one server and makes a case at the other: it must not be told that it is a concept."""
    concept = await een_concept(gemeente.client)
    await gemeente.client.post("/catalogi/api/v1/statustypen", {
        "omschrijving": "Ontvangen", "zaaktype": concept["url"], "volgnummer": 1,
    })  # fmt: skip
    refused = await gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(concept["url"]))
    assert refused.codes == {("zaaktype", "not-published")}
    assert (await other.post(f"{concept['url']}/publish", {})).status == 200
    assert (await gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(concept["url"]))).status == 201


async def test_default_changed_elsewhere_counts(gemeente: Gemeente, other: Client) -> None:
    """A case made by what was true a minute ago would be open to people who may not see it."""
    zaaktype = await een_zaaktype(gemeente.client, vertrouwelijkheidaanduiding="openbaar")
    assert (await een_zaak(gemeente.client, zaaktype))["vertrouwelijkheidaanduiding"] == "openbaar"
    changed = await other.patch(zaaktype["url"], {"vertrouwelijkheidaanduiding": "geheim"})
    assert changed.status == 200
    assert (await een_zaak(gemeente.client, zaaktype))["vertrouwelijkheidaanduiding"] == "geheim"


async def test_end_status_added_elsewhere_no_longer_closes(gemeente: Gemeente, other: Client) -> None:
    """The end status is the one with the highest number, also when that was added at another server."""
    zaaktype = await een_zaaktype(gemeente.client)
    first, second = await een_zaak(gemeente.client, zaaktype), await een_zaak(gemeente.client, zaaktype)
    await sluit(gemeente.client, first, zaaktype)
    assert (await gemeente.client.get(first["url"])).json["einddatum"] is not None
    added = {"omschrijving": "Gearchiveerd", "zaaktype": zaaktype["url"], "volgnummer": 99}
    assert (await other.post("/catalogi/api/v1/statustypen", added)).status == 201
    await sluit(gemeente.client, second, zaaktype)
    assert (await gemeente.client.get(second["url"])).json["einddatum"] is None


async def test_expanded_type_changed_elsewhere_is_shown(gemeente: Gemeente, other: Client) -> None:
    """A screen that shows an old name of a type is a screen that people stop trusting."""
    zaak = await een_zaak(gemeente.client)
    for name in ("Verhuizing", "Verhuizing binnen de gemeente"):
        await other.patch(zaak["zaaktype"], {"omschrijving": name})
        shown = await gemeente.client.get(zaak["url"], {"expand": "zaaktype"})
        assert shown.json["_expand"]["zaaktype"]["omschrijving"] == name


async def test_nothing_is_remembered_across_municipalities(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """A type of one municipality must not become known to another through memory."""
    zaaktype = await een_zaaktype(gemeente.client)
    await een_zaak(gemeente.client, zaaktype)
    theirs = zaaktype["url"].replace(gemeente.slug, andere_gemeente.slug)
    refused = await andere_gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(theirs))
    assert refused.codes == {("zaaktype", "bad-url")}
