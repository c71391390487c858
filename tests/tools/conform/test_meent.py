"""Meent, judged as any other server."""

import asyncio
import json

import pytest

from meent.app import App
from meent.tools.conform import show
from meent.tools.conform.findings import Report
from meent.tools.conform.judge import judge_request, operation_of
from meent.tools.conform.published import load
from meent.tools.conform.rules import RULES
from meent.tools.conform.run import Run
from meent.tools.conform.target import KLANTINTERACTIES
from meent.tools.conform.traffic import Limits, Reply, Request
from tests.asgi import SECRET
from tests.tools.conform.conftest import InProcess, Proefbank


def failed(report: Report) -> list[str]:
    return [f"{c.id}: {'; '.join(c.told)}" for c in report.checks if c.verdict == "failed"]


@pytest.mark.requirement("contact-52")
def test_meent_does_as_the_standard_says(whole: Report) -> None:
    """Who judges others must be able to stand it."""
    assert failed(whole) == []


def test_nothing_was_passed_over(whole: Report) -> None:
    """A rule that was not tried proves nothing, and a run in which little was tried looks green."""
    untried = {c.id for c in whole.checks if c.verdict == "not tried"}
    assert untried == {"rule KI-01 elders"}  # it asks a key beside the JWT: test_anders.py
    tried = {c.id.split()[1] for c in whole.checks if c.kind == "rule" and c.verdict in ("passed", "remark")}
    assert len(tried) >= 200
    assert sum(c.kind == "document" for c in whole.checks) >= 250


def test_every_published_operation_of_klantinteracties_was_answered(proefbank: Proefbank) -> None:
    """An operation that is never asked for is never judged."""
    published = load(proefbank.standards, KLANTINTERACTIES, "0.9.0")
    good = {
        c.title.partition(" → ")[0] for c in proefbank.whole.checks if c.api == KLANTINTERACTIES and " → 2" in c.title
    }
    assert {o.name for o in published.operations} - good == set()
    assert len(published.operations) > 80


ON_PURPOSE = {
    "zaken POST /zaken rollen", "zaken POST /zaakinformatieobjecten aardRelatieWeergave",
    "autorisaties PATCH /applicaties/{uuid} autorisaties.component",
}  # fmt: skip
"""Wishes beyond the document, by which a rule is tried: Z-55, Z-07, KI-23."""


def test_what_is_asked_is_as_published(proefbank: Proefbank) -> None:
    """Of what should be granted: else a strict supplier would refuse it, and be blamed for that."""
    found = set()
    for exchange in (e for e in proefbank.asked if e.status in (200, 201) and e.request.body):
        operation = operation_of(exchange, proefbank.published[exchange.api], proefbank.target.bases[exchange.api])
        for remark in judge_request(exchange, operation) if operation else ():
            found.add(f"{exchange.api} {operation.name if operation else ''} {remark.where}")
    assert found == ON_PURPOSE


def test_rules_are_tried_once() -> None:
    """Two rows with one id would hide each other in a report."""
    ids = [r.id for r in RULES]
    assert len(ids) == len(set(ids))


def test_what_was_made_is_taken_away(proefbank: Proefbank) -> None:
    """A scratch catalogue that grows with every run is no guest one asks again."""
    stayed = {place: count for place, count in proefbank.stayed.items() if count}
    assert stayed == {"autorisaties/api/v1/applicaties": 1}  # that of the client itself
    assert len(proefbank.whole.left) == 1
    assert "/catalogussen/" in proefbank.whole.left[0]


async def test_what_is_broken_off_is_taken_away_too(app: App, proefbank: Proefbank) -> None:
    """Somebody who presses Ctrl-C leaves nothing behind either."""
    is_halfway = asyncio.Event()

    class Telling(InProcess):
        async def carry(self, request: Request, limits: Limits) -> Reply:
            reply = await super().carry(request, limits)
            if request.method == "POST" and request.url.endswith("/zaken"):
                is_halfway.set()
            return reply

    async def count() -> int:
        return int((await proefbank.gemeente.client.get("/zaken/api/v1/zaken")).json["count"])

    before = await count()
    rules = [r for r in Run.rules if r.number == "Z-56"]
    run = Run(proefbank.target, Telling(app), proefbank.standards, proefbank.key, rules, looks=False)
    task = asyncio.create_task(run())
    await is_halfway.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await count() == before


def test_report_holds_no_secret(proefbank: Proefbank) -> None:
    """A report goes to another supplier."""
    written = json.dumps(proefbank.whole.as_dict()) + show.page(proefbank.whole)
    assert SECRET not in written
    assert "eyJ" not in written
