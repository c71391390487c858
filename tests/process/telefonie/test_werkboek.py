"""What lies on a desk stays there, and on that desk alone: in memory and on PostgreSQL."""

from datetime import timedelta

import msgspec
import pytest_asyncio

from meent.integration.telefooncentrale.werkboek import InGeheugen, PostgresWerkboek, Vraag, Werkcontact
from tests.process.telefonie.opzet import BELLER, MAANDAG

replace = msgspec.structs.replace


@pytest_asyncio.fixture(params=["geheugen", "postgres"], loop_scope="session")
async def werkboek(request, app):
    return InGeheugen() if request.param == "geheugen" else PostgresWerkboek(app.pool)


async def test_notes_stay_and_are_nobody_elses(werkboek, gemeente, andere_gemeente):
    contact = Werkcontact("g1", "noor", MAANDAG, van=BELLER, beantwoord_op=MAANDAG, is_gesprek=True)
    for id in ("g2", "g1"):
        later = timedelta(minutes=1 if id == "g2" else 0)
        await werkboek.neem(gemeente.id, replace(contact, id=id, begonnen_op=MAANDAG + later))
    anders = await werkboek.wijzig(gemeente.id, "noor", "g1", lambda c: replace(c, vragen=(Vraag("Paspoort"),)))
    await werkboek.neem(gemeente.id, contact)  # seen once more: what was noted stays
    assert await werkboek.open(gemeente.id, "noor") == [
        anders, replace(contact, id="g2", begonnen_op=MAANDAG + timedelta(minutes=1))
    ]  # fmt: skip
    assert anders.vragen[0].onderwerp == "Paspoort"
    for wie, waar in (("karim", gemeente.id), ("noor", andere_gemeente.id)):
        assert await werkboek.open(waar, wie) == []
        assert await werkboek.wijzig(waar, wie, "g1", lambda c: c) is None
        await werkboek.weg(waar, wie, "g1")
    await werkboek.weg(gemeente.id, "noor", "g1")
    assert [c.id for c in await werkboek.open(gemeente.id, "noor")] == ["g2"]
