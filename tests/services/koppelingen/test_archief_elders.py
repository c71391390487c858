"""Archive dates that follow from what stands in the register of another supplier (Zaken API 1.7.0, zrc-021)."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Gemeente
from tests.services.across.test_api_archief import (
    Json,
    archief,
    een_resultaattype,
    een_type,
    gesloten,
    met_resultaat,
    sluit,
    verwant,
)  # fmt: skip
from tests.services.koppelingen.conftest import Leverancier
from tests.zgw import ZAKEN, een_zaaktype, made
from tests.zgw import een_zaak as een_zaak_in

FOUT = (400, {("nonFieldErrors", "archiefactiedatum-error")})
NERGENS = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(autouse=True)
def now(clock: Callable[[str], None]) -> None:
    """A fixed day, after all moments that these tests write."""
    clock("2026-12-01T12:00:00Z")


async def gesloten_daar(leverancier: Leverancier, op: str) -> Json:
    """A closed zaak at the other supplier."""
    zaaktype = await een_type(leverancier.client, "afgehandeld")
    zaak = await met_resultaat(leverancier.client, zaaktype)
    assert (await sluit(leverancier.client, zaak, zaaktype, op)).status == 201
    return zaak


async def object_bij(gemeente: Gemeente, zaak: Json, url: str) -> Json:
    body: dict[str, Any] = {"zaak": zaak["url"], "objectType": "overige", "objectTypeOverige": "zaak", "object": url}
    return await made(gemeente.client, f"{ZAKEN}/zaakobjecten", body)


@pytest.mark.rule("Z-37", "G-16")
async def test_related_zaak_elsewhere_counts(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """A file is needed in a case of the neighbours that goes on, and is gone."""
    await leverancier.is_known_to(gemeente, "zaken")
    zaaktype = await een_type(gemeente.client, "gerelateerde_zaak")
    gewoon = await een_type(gemeente.client, "afgehandeld")
    here = await met_resultaat(gemeente.client, gewoon)
    await sluit(gemeente.client, here, gewoon, "2026-04-01T10:00:00Z")
    there = await gesloten_daar(leverancier, "2026-06-01T10:00:00Z")
    still_open = await een_zaak_in(leverancier.client)
    zaak = await gesloten(gemeente.client, zaaktype, relevanteAndereZaken=verwant(here, there, still_open))
    assert await archief(gemeente.client, zaak) == ("vernietigen", "2026-06-01", "2031-06-01")
    waiting = await gesloten(gemeente.client, zaaktype, relevanteAndereZaken=verwant(still_open))
    assert await archief(gemeente.client, waiting) == ("vernietigen", None, None)


@pytest.mark.rule("Z-37", "G-16")
async def test_hoofdzaak_elsewhere_counts(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """Our part of a case of the neighbours is destroyed while that case goes on."""
    zaaktype = await een_type(leverancier.client, "hoofdzaak")
    gewoon = await een_resultaattype(leverancier.client, zaaktype, "afgehandeld", "P1Y", "vernietigen")
    closing, staying = [await met_resultaat(leverancier.client, zaaktype | {"resultaattype": gewoon}) for _ in range(2)]
    await leverancier.is_known_to(gemeente, "zaken", "catalogi")
    deelzaak = await met_resultaat(gemeente.client, zaaktype, hoofdzaak=closing["url"])
    assert (await sluit(leverancier.client, closing, zaaktype, "2026-06-01T10:00:00Z")).status == 201
    assert (await sluit(gemeente.client, deelzaak, zaaktype)).status == 201  # asks how it is now
    assert await archief(gemeente.client, deelzaak) == ("vernietigen", "2026-06-01", "2031-06-01")
    waiting = await gesloten(gemeente.client, zaaktype, hoofdzaak=staying["url"])
    assert await archief(gemeente.client, waiting) == ("vernietigen", None, None)


@pytest.mark.rule("Z-37", "G-16")
async def test_object_elsewhere_counts(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """The register of buildings says until when one stands, and nobody reads it."""
    await leverancier.is_known_to(gemeente, "zaken")
    zaaktype = await een_type(gemeente.client, "zaakobject", datumkenmerk="einddatum", objecttype="overige")
    zaak = await met_resultaat(gemeente.client, zaaktype)
    there = await gesloten_daar(leverancier, "2026-06-01T10:00:00Z")
    await object_bij(gemeente, zaak, there["url"])
    asked = len(leverancier.wire.asked)
    assert (await sluit(gemeente.client, zaak, zaaktype)).status == 201
    assert await archief(gemeente.client, zaak) == ("vernietigen", "2026-06-01", "2031-06-01")
    assert len(leverancier.wire.asked) - asked == 1

    gone = await gesloten_daar(leverancier, "2026-07-01T10:00:00Z")
    path = gone["url"].partition(leverancier.client.host)[2]
    leverancier.wire.answers[path] = (500, [])
    await object_bij(gemeente, zaak, gone["url"])
    assert await archief(gemeente.client, zaak) == ("vernietigen", None, None)  # nobody knows, so nobody destroys
    again = await object_bij(gemeente, zaak, there["url"])
    assert await archief(gemeente.client, zaak) == ("vernietigen", None, None)
    leverancier.wire.answers.clear()
    assert (await gemeente.client.delete(again["url"])).status == 204
    assert await archief(gemeente.client, zaak) == ("vernietigen", "2026-07-01", "2031-07-01")


@pytest.mark.rule("Z-37", "G-16")
@pytest.mark.parametrize("known", [True, False])
async def test_what_cannot_be_read_stops_closing(gemeente: Gemeente, leverancier: Leverancier, known: bool) -> None:
    """A register that is down for an hour, or that we do not know, leaves files without a date."""
    if known:
        await leverancier.is_known_to(gemeente, "zaken")
    zaaktype = await een_type(gemeente.client, "zaakobject", datumkenmerk="einddatum", objecttype="overige")
    zaak = await met_resultaat(gemeente.client, zaaktype)
    await object_bij(gemeente, zaak, f"{leverancier.basis('zaken')}/zaken/{NERGENS}")
    refused = await sluit(gemeente.client, zaak, zaaktype)
    assert (refused.status, refused.codes) == FOUT
    assert (await gemeente.client.get(zaak["url"])).json["einddatum"] is None


@pytest.mark.rule("Z-37")
async def test_object_elsewhere_without_the_date_stops_closing(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """A case that goes on elsewhere has no end, and a file would wait for ever without anybody knowing."""
    await leverancier.is_known_to(gemeente, "zaken")
    zaaktype = await een_type(gemeente.client, "zaakobject", datumkenmerk="einddatum", objecttype="overige")
    zaak = await met_resultaat(gemeente.client, zaaktype)
    there = await een_zaak_in(leverancier.client, await een_zaaktype(leverancier.client))
    await object_bij(gemeente, zaak, there["url"])
    refused = await sluit(gemeente.client, zaak, zaaktype)
    assert (refused.status, refused.codes) == FOUT
