"""Trust §4 no. 14 in a small form, always the same cases; the long one is `make trust`."""

import asyncio
from pathlib import Path

from trust.fuzz import Fuzz, outcome, ready_server, run


async def test_nonsense_does_not_surprise_the_server(folder: Path):
    """Each 5xx is a citizen who is sent away; each answer outside the document is a client that breaks."""
    fuzz = await asyncio.to_thread(fuzzed, folder)
    told = outcome(fuzz)
    assert [(f["operation"], f["what"], f["example"]) for f in told["told"]] == []
    assert told["cases"] >= 300
    assert len(fuzz.sent) == told["operations"] >= 50


def fuzzed(folder: Path) -> Fuzz:
    with ready_server(folder) as (server, subscriber):
        return run(server, subscriber, 150, seed=1, raw=3)
