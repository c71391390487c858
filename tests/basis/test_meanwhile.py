"""Beside serving: what goes on unseen ends with it, and does not fall unseen."""

import asyncio
import logging

import pytest

from meent.basis.meanwhile import meanwhile


async def test_it_goes_on_until_the_end_and_has_ended_then() -> None:
    """Who closes the database after it finds nobody using it any more."""
    told: list[str] = []

    async def goes_on(name: str) -> None:
        try:
            told.append(f"{name} begint")
            await asyncio.sleep(60)
        finally:
            told.append(f"{name} stopt")

    async with meanwhile(goes_on("een"), goes_on("twee")):
        await asyncio.sleep(0)
        assert told == ["een begint", "twee begint"]
    assert sorted(told[2:]) == ["een stopt", "twee stopt"]


async def test_what_falls_is_told_and_takes_nothing_with_it(caplog: pytest.LogCaptureFixture) -> None:
    async def falls() -> None:
        raise RuntimeError("de schijf is vol")

    went_on = asyncio.Event()

    async def goes_on() -> None:
        await asyncio.sleep(0)
        went_on.set()

    with caplog.at_level(logging.CRITICAL):
        async with meanwhile(falls(), goes_on()):
            await asyncio.wait_for(went_on.wait(), 5)
    assert [r.message for r in caplog.records] == ["naast_de_server_gevallen"]
    assert "de schijf is vol" in caplog.text
