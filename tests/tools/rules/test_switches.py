"""Switches of rules are tried by `meent rules --prove` alone, which runs seldom: that they fit is seen here."""

import pytest

from tests.rules_off import OFF


@pytest.mark.parametrize("rule", OFF)
def test_a_switch_fits_the_code(rule: str) -> None:
    """A name that was moved or renamed makes the proof of its rule stop, weeks after the move."""
    with pytest.MonkeyPatch.context() as patch:
        OFF[rule](patch)
