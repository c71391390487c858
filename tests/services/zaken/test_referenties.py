"""The communicatiekanaal of a zaak: zrc-010 (Zaken API 1.7.0)."""

import pytest

from tests.asgi import Client
from tests.zgw import KANAAL, KLASSE, SELECTIELIJST, ZAKEN, een_zaak, een_zaaktype, zaak_body


@pytest.mark.rule("Z-23")
async def test_communicatiekanaal_exists(client: Client) -> None:
    """How many people still come to the counter cannot be counted with channels that do not exist."""
    zaaktype = await een_zaaktype(client)
    for link in (KANAAL, KANAAL.replace(SELECTIELIJST, f"{client.base}/selectielijst/api/v1"), ""):
        assert (await een_zaak(client, zaaktype, communicatiekanaal=link))["communicatiekanaal"] == link
    for link, code in (
        (KANAAL.replace("2b757868", "2b757869"), "bad-url"),
        ("https://kanalen.example/1", "bad-url"),
        (KLASSE, "invalid-resource"),
        (zaaktype["url"], "invalid-resource"),
        (f"{zaaktype['url'][:-1]}{'0' if zaaktype['url'][-1] != '0' else '1'}", "bad-url"),
    ):
        answer = await client.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"], communicatiekanaal=link))
        assert (answer.status, answer.codes) == (400, {("communicatiekanaal", code)})


@pytest.mark.rule("Z-23")
async def test_communicatiekanaal_is_checked_when_it_changes(client: Client) -> None:
    zaak = await een_zaak(client)
    answer = await client.patch(zaak["url"], {"communicatiekanaal": "https://kanalen.example/1"})
    assert answer.codes == {("communicatiekanaal", "bad-url")}
    assert (await client.patch(zaak["url"], {"communicatiekanaal": KANAAL})).status == 200
