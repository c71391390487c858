"""A column named twice in the order of a list, found by fuzzing (trust §4 no. 14)."""

import pytest

from tests.asgi import Client
from tests.zgw import ZAKEN, een_zaak


@pytest.mark.parametrize("ordering", ["startdatum,startdatum", "startdatum,-startdatum", "-startdatum,-startdatum"])
async def test_a_column_named_twice_counts_once(client: Client, ordering: str):
    """A screen that adds a column to the order it had must get a list, no fault of ours."""
    early = await een_zaak(client, startdatum="2025-01-01")
    late = await een_zaak(client, startdatum="2026-01-01")
    found = await client.get(f"{ZAKEN}/zaken", {"ordering": ordering})
    urls = [late["url"], early["url"]] if ordering.startswith("-") else [early["url"], late["url"]]
    assert (found.status, [z["url"] for z in found.json["results"]]) == (200, urls)
