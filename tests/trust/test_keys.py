"""Trust §4 no. 10: the same Idempotency-Key, also at the same moment, has one effect and one answer."""

import asyncio

from tests.asgi import Client
from tests.conftest import Gemeente
from tests.zgw import ZAKEN, een_zaaktype, zaak_body

TIMES = 12


async def test_one_key_sent_at_once_makes_one_zaak(gemeente: Gemeente, client: Client):
    """An impatient client, or a proxy that sends again, must not give a citizen two cases."""
    zaaktype = await een_zaaktype(client)
    body = zaak_body(zaaktype["url"], omschrijving="eenmaal")
    sent = [client.post(f"{ZAKEN}/zaken", body, idempotency_key="sleutel-1") for _ in range(TIMES)]
    answers = await asyncio.gather(*sent)
    assert {a.status for a in answers} == {201}
    assert len({a.body for a in answers}) == 1
    assert len({a.headers["location"] for a in answers}) == 1
    found = await gemeente.rows("SELECT id FROM zaak WHERE tenant_id = $1 AND omschrijving = 'eenmaal'", gemeente.id)
    assert len(found) == 1


async def test_publishing_with_a_key_leaves_one_line(gemeente: Gemeente, client: Client):
    """The document offers the key on publishing too, and who sends it counts on it."""
    zaaktype = await een_zaaktype(client)  # published once, without a key
    answers = [await client.post(f"{zaaktype['url']}/publish", {}, idempotency_key="sleutel-2") for _ in range(3)]
    assert [a.status for a in answers] == [200, 200, 200]
    assert len({a.body for a in answers}) == 1
    lines = await gemeente.rows(
        "SELECT id FROM audit WHERE tenant_id = $1 AND resource = 'zaaktype' AND actie <> 'create'", gemeente.id
    )
    assert len(lines) == 2
