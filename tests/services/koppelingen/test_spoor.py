"""Every call to a register of others tells of which trace it is a part (W3C Trace Context, decision 0038)."""

import re

import pytest

from tests.conftest import Gemeente
from tests.services.koppelingen.conftest import Leverancier
from tests.services.koppelingen.test_documenten_elders import zaak_en_document
from tests.zgw import ZAKEN, bij_zaak, een_zaak, een_zaaktype

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
FROM_CALLER = f"00-{TRACE}-{PARENT}-01"
SENT = re.compile(r"00-([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-01")


def parts(traces: list[str]) -> tuple[set[str], list[str]]:
    """Traces that were told, and the operations in them."""
    found = [SENT.fullmatch(header) for header in traces]
    assert all(found), traces
    pairs = [match.groups() for match in found if match]
    return {trace for trace, _ in pairs}, [operation for _, operation in pairs]


@pytest.mark.rule("LV-03")
async def test_what_is_fetched_and_made_elsewhere_is_of_the_same_trace(gemeente: Gemeente, buren: Leverancier) -> None:
    """Two suppliers could not lay their logs side by side: neither would know whose question it answered."""
    zaak, document = await zaak_en_document(gemeente, buren)
    buren.wire.traces.clear()
    body = {"zaak": zaak["url"], "informatieobject": document["url"]}
    made = await gemeente.client.post(f"{ZAKEN}/zaakinformatieobjecten", body, traceparent=FROM_CALLER)
    assert made.status == 201, made.body
    assert {method for method, *_ in buren.wire.asked} >= {"GET", "POST"}
    traces, operations = parts(buren.wire.traces)
    assert traces == {TRACE}
    assert len(operations) >= 2
    assert len({*operations, PARENT}) == len(operations) + 1
    (line,) = [r for r in await buren.gemeente.rows("select * from verwerking order by id") if r["aanroeper"]][-1:]
    assert (line["trace"].hex(), line["aanroeper"].hex() in operations) == (TRACE, True)


@pytest.mark.rule("LV-03")
async def test_what_is_shown_from_elsewhere_is_of_the_same_trace(gemeente: Gemeente, buren: Leverancier) -> None:
    """Looking is processing as well, also when it is done by many calls at once."""
    zaak, document = await zaak_en_document(gemeente, buren)
    await bij_zaak(gemeente.client, zaak, document)
    buren.wire.traces.clear()
    asked = {"expand": "zaakinformatieobjecten.informatieobject"}
    shown = await gemeente.client.get(zaak["url"], asked, traceparent=FROM_CALLER)
    assert shown.status == 200, shown.body
    traces, operations = parts(buren.wire.traces)
    assert (traces, len(set(operations))) == ({TRACE}, len(operations))
    assert operations


@pytest.mark.rule("LV-03")
async def test_a_trace_of_ours_is_that_of_our_log(gemeente: Gemeente, buren: Leverancier) -> None:
    """Without one of the caller there is one all the same, or the chain would begin at the second link."""
    zaaktype = await een_zaaktype(buren.client)
    buren.wire.traces.clear()
    await een_zaak(gemeente.client, zaaktype)
    (trace,), operations = parts(buren.wire.traces)
    (line,) = await gemeente.rows("select trace, aanroeper from verwerking order by id desc limit 1")
    assert (line["trace"].hex(), line["aanroeper"]) == (trace, None)
    assert operations


@pytest.mark.rule("LV-03")
async def test_callers_do_not_share_a_trace(gemeente: Gemeente, buren: Leverancier) -> None:
    """What one asked would stand in the log of another as done for the first."""
    documents = [await zaak_en_document(gemeente, buren) for _ in range(2)]
    buren.wire.traces.clear()
    for (zaak, document), trace in zip(documents, ("1" * 32, "2" * 32), strict=True):
        body = {"zaak": zaak["url"], "informatieobject": document["url"]}
        header = f"00-{trace}-{PARENT}-00"
        made = await gemeente.client.post(f"{ZAKEN}/zaakinformatieobjecten", body, traceparent=header)
        assert made.status == 201, made.body
    traces, _ = parts(buren.wire.traces)
    assert traces == {"1" * 32, "2" * 32}
