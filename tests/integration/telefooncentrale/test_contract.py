"""The contract of an exchange: whatever stands behind `Leg` and `Media` passes these, simulated and real alike.

A simulator that is kinder than the real thing proves nothing of the contact centre.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio

from meent.integration.telefooncentrale.centrale import (
    BELLER,
    Beantwoord,
    Bestemming,
    CentraleFout,
    DialoogGewijzigd,
    Kwam,
    Melding,
    Mislukt,
    Toestel,
    Toets,
    Verbroken,
)
from meent.integration.telefooncentrale.simulator import Simulator
from tests.integration.telefooncentrale.proef import Proefcentrale
from tests.integration.telefooncentrale.tonen import samen

WELKOM, MUZIEK = "1/welkom.nl.1", "1/muziek.nl.1"
LUISTERAAR = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 6100 RTP/AVP 8\r\na=recvonly\r\n"
)


class Gesimuleerd:
    """The simulator on the clock of the event loop."""

    def __init__(self) -> None:
        self.sim = Simulator(geluiden=frozenset({WELKOM, MUZIEK}))
        self.leg = self.media = self.sim
        self.gemeld: list[Melding] = []
        self.sim.melder = self._meld
        self._er_is_iets = asyncio.Event()

    async def _meld(self, melding: Melding) -> None:
        self.gemeld.append(melding)
        self._er_is_iets.set()

    async def call(self) -> str:
        return await self.sim.call("+31612345678", "+31701234567")

    async def press(self, gesprek: str, cijfer: str) -> None:
        await self.sim.press(gesprek, cijfer)

    async def pick_up(self, gesprek: str, poging: str) -> None:
        await self.sim.pick_up(gesprek, poging)

    async def refuse(self, gesprek: str, poging: str) -> None:
        await self.sim.refuse(gesprek, poging)

    async def leave(self, gesprek: str, partij: str) -> None:
        await self.sim.leave(gesprek, partij)

    async def hears(self, gesprek: str, partij: str) -> tuple[str, ...]:
        return self.sim.hears(gesprek, partij)

    async def until(self, soort: Any) -> Any:
        async with asyncio.timeout(5):
            while not (gevonden := [m for m in self.gemeld if isinstance(m, soort)]):
                self._er_is_iets.clear()
                await self._er_is_iets.wait()
        return gevonden[-1]

    async def settle(self) -> None:
        await asyncio.sleep(0)

    def toestel(self) -> Toestel:
        return Toestel.TELEFOON


CENTRALES: dict[str, Callable[[], Proefcentrale]] = {"simulator": Gesimuleerd}


@pytest_asyncio.fixture(params=sorted(CENTRALES), loop_scope="session")
async def c(request: pytest.FixtureRequest) -> AsyncIterator[Proefcentrale]:
    yield CENTRALES[request.param]()


def naar(c: Proefcentrale, poging: str) -> Bestemming:
    return Bestemming(c.toestel(), f"toestel-{poging}", 1, "+31701234567")


async def answered(c: Proefcentrale) -> str:
    """A caller who was answered and hears nothing yet."""
    id = await c.call()
    kwam = await c.until(Kwam)
    await c.leg.answer(id, await c.media.greet(id, kwam.sdp))
    return id


async def called(c: Proefcentrale, id: str, poging: str, *, met: str = BELLER, seconden: int = 20) -> None:
    sdp = await c.media.offer(id, poging, c.toestel(), naar=met)
    await c.leg.dial(id, poging, naar(c, poging), sdp, seconden)


async def connected(c: Proefcentrale, id: str, poging: str, *, met: str = BELLER) -> None:
    await called(c, id, poging, met=met)
    await c.pick_up(id, poging)
    await c.media.connect(id, poging, (await c.until(Beantwoord)).sdp)


def reports(c: Proefcentrale, *soorten: type[Any]) -> list[Any]:
    return [melding for melding in c.gemeld if isinstance(melding, soorten)]


async def test_a_caller_hears_a_prompt_and_then_music_and_then_nothing(c):
    id = await answered(c)
    await c.media.play(id, [WELKOM], repeat=5)
    assert await c.hears(id, BELLER) == (WELKOM,)
    await c.media.play(id, [WELKOM, MUZIEK], repeat=0)
    assert await c.hears(id, BELLER) == (WELKOM, MUZIEK)
    await c.media.stop_playing(id)
    await c.media.stop_playing(id)
    assert await c.hears(id, BELLER) == ()


async def test_answering_twice_is_answering_once(c):
    """A command that was done and not yet known to be is done again after a restart."""
    id = await answered(c)
    await c.leg.answer(id, await c.media.greet(id, (await c.until(Kwam)).sdp))
    await c.media.play(id, [MUZIEK], repeat=0)
    assert await c.hears(id, BELLER) == (MUZIEK,)
    assert reports(c, Verbroken, Mislukt) == []


async def test_a_key_is_reported_also_while_a_prompt_sounds(c):
    id = await answered(c)
    await c.media.play(id, [WELKOM])
    await c.press(id, "3")
    assert await c.until(Toets) == Toets(id, "3")


async def test_who_answers_and_the_caller_hear_each_other_and_the_music_stops(c):
    id = await answered(c)
    await c.media.play(id, [MUZIEK], repeat=0)
    await called(c, id, "1")
    assert await c.hears(id, BELLER) == (MUZIEK,)
    await c.pick_up(id, "1")
    melding = await c.until(Beantwoord)
    assert (melding.gesprek, melding.poging) == (id, "1")
    await c.media.connect(id, "1", melding.sdp)
    assert (await c.hears(id, BELLER), await c.hears(id, "1")) == (("partij 1",), ("partij A",))


async def test_calling_the_same_attempt_twice_rings_once(c):
    id = await answered(c)
    await called(c, id, "1")
    await called(c, id, "1")
    await c.pick_up(id, "1")
    await c.until(Beantwoord)
    await c.settle()
    assert len(reports(c, Beantwoord)) == 1


async def test_who_does_not_answer_is_reported_when_the_ring_time_is_over(c):
    id = await answered(c)
    await called(c, id, "1", seconden=1)
    melding = await c.until(Mislukt)
    assert (melding.gesprek, melding.poging, melding.code in (408, 480)) == (id, "1", True)


async def test_who_refuses_is_reported(c):
    id = await answered(c)
    await called(c, id, "1")
    await c.refuse(id, "1")
    melding = await c.until(Mislukt)
    assert (melding.poging, 400 <= melding.code < 700) == ("1", True)


async def test_an_attempt_that_we_stop_is_reported_so(c):
    """The agent who was being called is not blamed for it."""
    id = await answered(c)
    await called(c, id, "1")
    await c.leg.hang_up(id, "1")
    assert await c.until(Mislukt) == Mislukt(id, "1", 487)
    await c.leg.hang_up(id, "1")


async def test_who_hangs_up_is_reported_and_whom_we_hang_up_is_not(c):
    id = await answered(c)
    await connected(c, id, "1")
    await c.leave(id, "1")
    assert await c.until(Verbroken) == Verbroken(id, "1")
    await c.leg.hang_up(id, BELLER)
    await c.media.release(id)
    await c.settle()
    assert len(reports(c, Verbroken)) == 1
    assert id not in await c.media.running()


async def test_a_call_that_is_refused_makes_no_sound(c):
    id = await c.call()
    await c.leg.hang_up(id, BELLER, 404)
    await c.settle()
    assert id not in await c.media.running()


async def test_on_hold_a_party_hears_only_music_and_nobody_hears_it(c):
    id = await answered(c)
    await connected(c, id, "1")
    await c.media.hold(id, BELLER, MUZIEK)
    assert (await c.hears(id, BELLER), await c.hears(id, "1")) == ((MUZIEK,), ())
    await c.media.join(id, BELLER, "1")
    assert (await c.hears(id, BELLER), await c.hears(id, "1")) == (("partij 1",), ("partij A",))


async def test_consult_and_hand_over(c):
    """The caller hears music, the two talk; then caller and colleague go on without the agent."""
    id = await answered(c)
    await connected(c, id, "1")
    await c.media.hold(id, BELLER, MUZIEK)
    c.gemeld.clear()
    await connected(c, id, "2", met="1")
    hoort = [await c.hears(id, partij) for partij in (BELLER, "1", "2")]
    assert hoort == [(MUZIEK,), ("partij 2",), ("partij 1",)]
    await c.media.join(id, BELLER, "2")
    await c.leg.hang_up(id, "1")
    assert (await c.hears(id, BELLER), await c.hears(id, "2")) == (("partij 2",), ("partij A",))


async def test_a_second_party_takes_the_place_of_the_first(c):
    """A blind transfer: the caller goes from one to the other, and his line stays."""
    id = await answered(c)
    await connected(c, id, "1")
    await c.leg.hang_up(id, "1")
    await c.media.play(id, [MUZIEK], repeat=0)
    c.gemeld.clear()
    await connected(c, id, "2")
    assert (await c.hears(id, BELLER), await c.hears(id, "2")) == (("partij 2",), ("partij A",))


async def test_a_call_back_calls_the_agent_first(c):
    id = "5f0c3b1e-0000-7000-8000-000000000001"
    await c.leg.dial(id, "1", naar(c, "1"), await c.media.call_first(id, "1", c.toestel()), 20)
    await c.pick_up(id, "1")
    await c.media.connect(id, "1", (await c.until(Beantwoord)).sdp)
    await c.media.play(id, [MUZIEK], repeat=0, aan="1")
    assert await c.hears(id, "1") == (MUZIEK,)
    c.gemeld.clear()
    await connected(c, id, "2", met="1")
    assert (await c.hears(id, "1"), await c.hears(id, "2")) == (("partij 2",), ("partij 1",))


@pytest.mark.parametrize("opdracht", [
    lambda m: m.play("weg", [WELKOM]), lambda m: m.offer("weg", "1", Toestel.TELEFOON),
    lambda m: m.connect("weg", "1", ""), lambda m: m.hold("weg", BELLER, MUZIEK),
    lambda m: m.join("weg", BELLER, "1"), lambda m: m.record("weg", on=True), lambda m: m.copy("weg", BELLER, "L"),
])  # fmt: skip
async def test_what_is_asked_of_a_conversation_that_is_not_there_is_a_fault(c, opdracht: Callable[[Any], Awaitable]):
    """Silence would leave the caller waiting for something that never comes."""
    with pytest.raises(CentraleFout):
        await opdracht(c.media)


async def test_a_sound_that_does_not_exist_is_a_fault(c):
    id = await answered(c)
    with pytest.raises(CentraleFout):
        await c.media.play(id, ["1/bestaat-niet.nl.1"])


async def test_ending_what_is_not_there_is_none(c):
    await c.media.release("5f0c3b1e-0000-7000-8000-00000000000f")
    await c.media.stop_playing("5f0c3b1e-0000-7000-8000-00000000000f")
    await c.leg.hang_up("5f0c3b1e-0000-7000-8000-00000000000f", BELLER)


async def test_the_facts_of_a_dialogue_are_told_before_a_restart_needs_them(c):
    id = await answered(c)
    melding = await c.until(DialoogGewijzigd)
    assert (melding.dialoog.gesprek, melding.dialoog.partij) == (id, BELLER)
    assert (id, BELLER) in await c.leg.adopt([melding.dialoog])


@pytest.mark.requirement("contact-30")
async def test_a_recording_holds_who_spoke_with_the_caller_and_nothing_of_the_pause_between(c):
    """Across a consultation: first agent, then colleague; what these two say of the caller is in no file."""
    id = await answered(c)
    await connected(c, id, "1")
    await c.media.record(id, on=True)
    await c.media.record(id, on=True)
    assert await c.hears(id, BELLER) == ("partij 1",)
    await c.media.record(id, on=False)
    await c.media.hold(id, BELLER, MUZIEK)
    c.gemeld.clear()
    await connected(c, id, "2", met="1")
    assert await c.hears(id, "1") == ("partij 2",)
    await c.media.join(id, BELLER, "2")
    await c.leg.hang_up(id, "1")
    await c.media.record(id, on=True)
    assert await c.hears(id, BELLER) == ("partij 2",)
    await c.leg.hang_up(id, BELLER)
    await c.media.release(id)
    opname = await c.media.recorded(id)
    assert samen(opname, 440, 880, 1000) == [{440, 880}, {440, 1000}]
    await c.media.forget_recorded(id)
    assert await c.media.recorded(id) is None


async def test_a_silent_copy_and_a_recording_change_nothing_of_what_is_heard(c):
    id = await answered(c)
    await connected(c, id, "1")
    await c.media.record(id, on=True)
    assert await c.media.copy(id, "1", "L")
    await c.media.copy_answered(id, "L", LUISTERAAR)
    await c.media.record(id, on=False)
    assert (await c.hears(id, BELLER), await c.hears(id, "1")) == (("partij 1",), ("partij A",))
