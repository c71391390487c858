"""Days at the ends of the calendar, found by fuzzing (trust §4 no. 14)."""

import pytest

from tests.asgi import Client
from tests.zgw import CATALOGI, ZAKEN, een_catalogus, een_concept, een_zaak


@pytest.mark.parametrize("dag", ["0001-01-01", "0001-01-02", "9999-12-30", "9999-12-31"])
async def test_a_day_comes_back_as_it_was_sent(client: Client, dag: str):
    """9999-12-31 is what registers write for "no end": if it comes back as "infinity" every client stumbles over it."""
    zaak = await een_zaak(client, einddatumGepland=dag)
    assert zaak["einddatumGepland"] == dag
    assert (await client.get(zaak["url"])).json["einddatumGepland"] == dag
    changed = await client.patch(zaak["url"], {"toelichting": "nogmaals"})
    assert (changed.status, changed.json["einddatumGepland"]) == (200, dag)
    found = await client.get(f"{ZAKEN}/zaken", {"einddatumGepland": dag})
    assert [z["url"] for z in found.json["results"]] == [zaak["url"]]


async def test_a_type_may_end_on_the_last_day_of_the_calendar(client: Client):
    """An export of another register is full of them."""
    zaaktype = await een_concept(client, (await een_catalogus(client))["url"], eindeGeldigheid="9999-12-31")
    assert zaaktype["eindeGeldigheid"] == "9999-12-31"
    found = await client.get(f"{CATALOGI}/zaaktypen", {"datumGeldigheid": "9999-12-31", "status": "alles"})
    assert [t["url"] for t in found.json["results"]] == [zaaktype["url"]]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"])
async def test_a_moment_at_the_end_of_the_calendar_is_no_infinity(client: Client, moment: str):
    """The driver has the same habit for instants."""
    zaak = await een_zaak(client)
    answer = await client.patch(zaak["url"], {"laatsteBetaaldatum": moment, "betalingsindicatie": "geheel"})
    assert b"infinity" not in answer.body
    assert answer.status in (200, 400)
