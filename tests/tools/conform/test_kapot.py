"""Planted faults, each found by the check that is about it."""

import json

import pytest

from meent.app import App
from meent.tools.conform.verify import verify
from tests.tools.conform.conftest import Proefbank
from tests.tools.conform.kapot import FAULTS, KEYS, KLANTINTERACTIES, SEEN, Broken, Fault, is_of_klantinteracties


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
async def test_a_planted_fault_is_found(fault: Fault, app: App, proefbank: Proefbank) -> None:
    """Without the fault the same checks are green; with it the one that is about it fails, with a trace of proof."""
    KEYS.clear()
    SEEN.clear()
    green = {c.id for c in proefbank.whole.checks if c.verdict in ("passed", "remark")}
    report = await proefbank.run(Broken(app, fault), *fault.rules)
    (check,) = [c for c in report.checks if c.id == fault.found]
    assert check.verdict == ("remark" if check.ground == "advice" else "failed"), [
        (c.id, c.verdict, c.told) for c in report.checks
    ]
    assert fault.found in green or "document" in fault.found
    assert check.told
    for number in check.traces:
        traced = verify("", json.loads(json.dumps(report.traces[number])), proefbank.standards)
        assert traced.faults == []
        assert traced.blames == "leverancier", (traced, check.told)
    assert check.traces


def test_there_are_enough_of_them() -> None:
    """Each another way to break the standard."""
    assert len({f.name for f in FAULTS}) == len(FAULTS) >= 30
    assert [f for f in FAULTS if is_of_klantinteracties(f)] == list(KLANTINTERACTIES)
    assert len(KLANTINTERACTIES) >= 12


async def test_without_a_fault_all_is_green(app: App, proefbank: Proefbank) -> None:
    """The guard itself: the wrapper breaks nothing by being there."""
    numbers = {n for f in FAULTS for n in f.rules}
    report = await proefbank.run(Broken(app), *numbers)
    wrong = [c for c in report.checks if c.verdict == "failed" or (c.verdict, c.ground) == ("not tried", "standard")]
    assert [(c.id, c.told) for c in wrong] == []
