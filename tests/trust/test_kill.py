"""Trust §4 no. 1, 2 and 10 in a small form; the long one is `make trust`."""

import asyncio
from pathlib import Path

from trust.kill import Run, run
from trust.server import prepared


async def test_nothing_answered_is_lost_when_processes_are_killed(folder: Path):
    """A citizen who got a confirmation and whose case is then gone, or there twice, has no reason to trust us again."""
    meent = await asyncio.to_thread(prepared, folder)
    found = await run(Run(meent, {"server": 3, "database": 2}, seed=1), between=0.5)
    outcome = found.outcome()
    assert outcome["told"] == []
    assert (outcome["lost"], outcome["half"], outcome["doubled"], outcome["faults"]) == (0, 0, 0, 0)
    assert outcome["kills"] == {"server": 3, "database": 2}
    assert outcome["acknowledged"] > 50
    assert outcome["read back by uuid"] > 30
