"""The way out: a call-back, in which the agent is called first and then the citizen, over a trunk."""

import pytest_asyncio

from meent.integration.telefooncentrale.aansluiting import Aansluiting
from meent.integration.telefooncentrale.centrale import Beantwoord, Bestemming, Mislukt, Toestel, Verbroken
from tests.integration.telefooncentrale.bellen.test_gesprekken import accounts
from tests.integration.telefooncentrale.conftest import opstelling_in
from tests.integration.telefooncentrale.stappen import AGENT_HZ, BELLER_HZ, MUZIEK_HZ, TENANT, TONEN, verbind
from tests.integration.telefooncentrale.telefoons import telefoon, vrije_poort
from tests.integration.telefooncentrale.tonen import volgorde

__all__ = ["accounts"]

BURGER = "+31612345678"
GESPREK = "5f0c3b1e-0000-7000-8000-000000000001"


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def trunk():
    return vrije_poort()


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def opstelling(programs, plek, trunk):
    made = opstelling_in(plek, trunks=[f"sip:127.0.0.1:{trunk}"])
    await made.start()
    yield made
    made.stop()


async def test_call_back_over_a_trunk(opstelling, trunk, geluiden, oor, accounts, tmp_path):
    """The agent hears music while the citizen is called, and then the citizen; the citizen sees our number."""
    line = f"<sip:{BURGER}@127.0.0.1:{trunk};transport=udp>;regint=0;answermode=auto;audio_codecs=PCMA"
    async with (
        Aansluiting.open(opstelling, oor, geluiden) as aan,
        telefoon(tmp_path, "burger", line, geluiden("beller"), sip=trunk) as burger,
        telefoon(tmp_path, "agent", accounts("agent"), geluiden("agent")) as agent,
    ):
        await agent.aangemeld()
        sdp = await aan.media.call_first(GESPREK, "p1", Toestel.TELEFOON)
        await aan.legs.dial(GESPREK, "p1", Bestemming(Toestel.TELEFOON, "agent", TENANT, van=BURGER), sdp, 25)
        await verbind(aan, oor, GESPREK, "p1")
        await aan.media.play(GESPREK, ["muziek"], repeat=0, aan="p1")
        await agent.hoort(MUZIEK_HZ)
        sdp = await aan.media.offer(GESPREK, "p2", Toestel.LIJN, naar="p1")
        await aan.legs.dial(GESPREK, "p2", Bestemming(Toestel.LIJN, BURGER, TENANT, van="+31701234567"), sdp, 25)
        await verbind(aan, oor, GESPREK, "p2")
        assert "+31701234567" in (await burger.wacht("CALL_ESTABLISHED"))["peeruri"]
        await burger.hoort(AGENT_HZ)
        await agent.hoort(BELLER_HZ)
        await burger.hang_op()
        assert await oor.wacht(Verbroken) == Verbroken(GESPREK, "p2")
        await aan.legs.hang_up(GESPREK, "p1")
        await agent.wacht("CALL_CLOSED")
        await aan.media.release(GESPREK)
    assert volgorde(agent.gehoord(), *TONEN) == [MUZIEK_HZ, BELLER_HZ]
    assert volgorde(burger.gehoord(), *TONEN) == [AGENT_HZ]


async def test_an_agent_who_does_not_answer_is_called_again(opstelling, geluiden, oor, accounts, tmp_path):
    """What the first attempt was offered must not be taken over by the second."""
    async with (
        Aansluiting.open(opstelling, oor, geluiden) as aan,
        telefoon(tmp_path, "agent", accounts("agent"), geluiden("agent")) as agent,
    ):
        await agent.aangemeld()
        for poging, wie in (("p1", "niemand"), ("p2", "agent")):
            sdp = await aan.media.call_first(GESPREK, poging, Toestel.TELEFOON)
            await aan.legs.dial(GESPREK, poging, Bestemming(Toestel.TELEFOON, wie, TENANT), sdp, 25)
            if wie == "niemand":
                assert await oor.wacht(Mislukt) == Mislukt(GESPREK, "p1", 480)
        answered = await oor.wacht(Beantwoord)
        await aan.media.connect(GESPREK, "p2", answered.sdp)
        await aan.media.play(GESPREK, ["muziek"], repeat=0, aan="p2")
        await agent.hoort(MUZIEK_HZ)
        await aan.legs.hang_up(GESPREK, "p2")
        await agent.wacht("CALL_CLOSED")
        await aan.media.release(GESPREK)
    assert volgorde(agent.gehoord(), *TONEN) == [MUZIEK_HZ]
