"""A message tells of which trace the change is a part that it is about (W3C Trace Context, decision 0038)."""

import re

import pytest

from meent.basis import spoor
from meent.integration.netwerk import Networks
from meent.integration.notificaties.sender import Sender
from tests.conftest import Gemeente
from tests.integration.notificaties.abonnee import NRC, abonnee, subscribe
from tests.integration.notificaties.conftest import Start
from tests.zgw import ZAKEN, een_zaaktype, zaak_body

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
SENT = re.compile(r"00-([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-01")


def of(header: str) -> tuple[str, str]:
    match = SENT.fullmatch(header)
    assert match, header
    return match[1], match[2]


@pytest.mark.rule("LV-03")
@pytest.mark.parametrize("cloudevents", [False, True])
async def test_a_subscriber_hears_the_trace_of_the_change(
    gemeente: Gemeente, start: Start, cloudevents: bool
) -> None:
    """Whoever fetches the case because of a message would begin a chain of their own, and the log breaks in two."""
    zaaktype = await een_zaaktype(gemeente.client)
    async with abonnee() as found:
        await subscribe(gemeente.client, found, sendCloudevents=cloudevents)
        header = f"00-{TRACE}-{PARENT}-01"
        for _ in range(2):
            made = await gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"]), traceparent=header)
            assert made.status == 201, made.body
        start()
        await found.has(2)
    traces = [of(headers["traceparent"]) for headers in found.headers]
    assert {trace for trace, _ in traces} == {TRACE}
    assert len({PARENT, *(operation for _, operation in traces)}) == 3


@pytest.mark.rule("LV-03")
async def test_a_message_that_was_handed_over_keeps_its_trace(gemeente: Gemeente, start: Start) -> None:
    """Of a source elsewhere we only pass on the message; the chain is theirs."""
    async with abonnee() as found:
        await subscribe(gemeente.client, found, {"naam": "zaken"})
        body = {
            "kanaal": "zaken", "hoofdObject": "https://zaken.example/1", "resource": "zaak", "actie": "create",
            "resourceUrl": "https://zaken.example/1", "aanmaakdatum": "2026-11-29T01:00:00Z", "kenmerken": {},
        }  # fmt: skip
        header = f"00-{TRACE}-{PARENT}-01"
        handed = await gemeente.client.post(f"{NRC}/notificaties", body, traceparent=header)
        assert handed.status == 200, handed.body
        start()
        await found.has(1)
    assert of(found.headers[0]["traceparent"])[0] == TRACE


@pytest.mark.rule("LV-03")
async def test_a_message_of_before_has_a_trace_of_its_own(gemeente: Gemeente, start: Start) -> None:
    """What waited while the program was renewed has none, and goes out all the same."""
    zaaktype = await een_zaaktype(gemeente.client)
    async with abonnee() as found:
        await subscribe(gemeente.client, found)
        assert (await gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(zaaktype["url"]))).status == 201
        await gemeente.rows("update outbox set trace = null")
        start()
        await found.has(1)
    assert of(found.headers[0]["traceparent"])


@pytest.mark.rule("LV-03")
async def test_a_callback_is_tried_within_the_trace(gemeente: Gemeente) -> None:
    """The test of a new subscription is a call like any other."""
    sender = Sender(Networks("127.0.0.0/8"))
    async with abonnee() as found:
        with spoor.along(spoor.Spoor(bytes.fromhex(TRACE))):
            assert (await sender.post(found.url, b"{}", auth="x")).status == 204
        assert (await sender.post(found.url, b"{}", auth="x")).status == 204
    await sender.close()
    traces = [of(headers["traceparent"])[0] for headers in found.headers]
    assert traces[0] == TRACE
    assert traces[1] != TRACE
