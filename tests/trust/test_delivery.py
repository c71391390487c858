"""Trust §4 no. 7 in a small form; the long one is `make trust`."""

from pathlib import Path

from trust.delivery import Run, is_good, run


async def test_nothing_is_missed_when_dispatchers_are_killed(folder: Path):
    """A department that is not told of a case lets it lie; one told of a case that never was looks for it all day."""
    outcome = (await run(Run(folder, kills=6, seed=1, between=0.5))).outcome()
    assert outcome["told"] == []
    assert is_good(outcome)
    assert outcome["kills"] == 6
    assert outcome["changes acknowledged"] > 50
    assert outcome["messages delivered"] == outcome["changes acknowledged"]
    assert outcome["cases undone"] > 3
