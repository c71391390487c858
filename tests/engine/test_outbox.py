"""A change and its announcement cannot part: both are written, or neither."""

import pytest

from meent.engine.authorise import ALL_RIGHTS, Caller
from meent.integration.zgw import Zgw, ZgwFout
from tests.conftest import Gemeente
from tests.zgw import ZAKEN, een_zaaktype, zaak_body

COUNT = """
select (select count(*) from zaak where tenant_id = $1),
       (select count(*) from outbox where tenant_id = $1 and kanaal = 'zaken')
"""


async def counted(gemeente: Gemeente) -> tuple[int, int]:
    """Cases and announcements about cases."""
    ((zaken, berichten),) = await gemeente.rows(COUNT, gemeente.id)
    return zaken, berichten


@pytest.mark.rule("N-13")
async def test_change_is_announced_in_the_same_transaction(gemeente: Gemeente) -> None:
    """A case that nobody hears of waits for ever; an announced case that does not exist sends people looking."""
    zaaktype = await een_zaaktype(gemeente.client)
    assert (await gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"]))).status == 201
    assert await counted(gemeente) == (1, 1)
    refused = await gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"], startdatum="gisteren"))
    assert refused.status == 400
    assert await counted(gemeente) == (1, 1)


@pytest.mark.rule("N-13")
async def test_unit_of_work_that_fails_announces_nothing(gemeente: Gemeente) -> None:
    """The first of two writes was done and announced already when the second is refused: both must go."""
    zaaktype = await een_zaaktype(gemeente.client)
    place = gemeente.app.directory.by_slug[gemeente.slug]
    zgw = Zgw(gemeente.app.engine, place, Caller(client_id="test", rights=ALL_RIGHTS), "http://gemeente.test")

    async def both() -> None:
        async with zgw.together() as work:
            await work.create("zaken", "zaken", zaak_body(zaaktype["url"]))
            await work.create("zaken", "zaken", {})

    with pytest.raises(ZgwFout):
        await both()
    assert await counted(gemeente) == (0, 0)
