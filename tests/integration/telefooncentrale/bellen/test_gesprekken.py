"""Calls from end to end with real parts: telephones that say a tone and record what they hear, and our exchange.

Each party has a tone of its own, so a Fourier transform of what somebody recorded tells whom he heard, and when.
"""

import pytest

from meent.integration.telefooncentrale.aansluiting import Aansluiting
from meent.integration.telefooncentrale.centrale import GaatOver, Mislukt, Toets, Verbroken
from tests.integration.telefooncentrale.stappen import (
    AGENT_HZ,
    ANDERE_HZ,
    BELLER_HZ,
    MUZIEK_HZ,
    TONEN,
    WELKOM_HZ,
    bel,
    neem_op,
    verbind,
)
from tests.integration.telefooncentrale.telefoons import telefoon
from tests.integration.telefooncentrale.tonen import volgorde


@pytest.fixture
def accounts(opstelling):
    edge = f"127.0.0.1:{opstelling.poorten.sip}"

    def account(name, *, answers="auto"):
        """A telephone that is registered with us."""
        return (
            f'<sip:{name}@meent;transport=udp>;outbound="sip:{edge}";answermode={answers};regint=300;'
            f"audio_codecs=PCMA;auth_user={name};auth_pass={opstelling.wachtwoord(name)}"
        )

    return account


BELLER = "<sip:0600000001@127.0.0.1;transport=udp>;regint=0;audio_codecs=PCMA;dtmfmode=rtpevent"


async def test_prompt_digit_music_and_a_conversation(opstelling, geluiden, oor, accounts, tmp_path):
    """The whole way of a caller: nobody is left in silence, and both sides of the conversation are heard."""
    async with (
        Aansluiting.open(opstelling, oor, geluiden) as aan,
        telefoon(tmp_path, "agent", accounts("agent"), geluiden("agent")) as agent,
        telefoon(tmp_path, "beller", BELLER, geluiden("beller")) as beller,
    ):
        await agent.aangemeld()
        await beller.bel(f"sip:14020@127.0.0.1:{opstelling.poorten.sip}")
        kwam = await neem_op(aan, oor)
        assert (kwam.van, kwam.naar) == ("+31600000001", "+3114020")
        await beller.hoort(WELKOM_HZ)
        await beller.druk("1")
        assert (await oor.wacht(Toets)).cijfer == "1"
        await aan.media.play(kwam.gesprek, ["muziek"], repeat=0)
        await beller.hoort(MUZIEK_HZ)
        await bel(aan, kwam.gesprek, "p1", "agent")
        await verbind(aan, oor, kwam.gesprek, "p1")
        await beller.hoort(AGENT_HZ, 1.0)
        await agent.hoort(BELLER_HZ, 1.0)
        await beller.hang_op()
        assert (await oor.wacht(Verbroken)).partij == "A"
        await aan.legs.hang_up(kwam.gesprek, "p1")
        await agent.wacht("CALL_CLOSED")
        await aan.media.release(kwam.gesprek)
        assert kwam.gesprek not in await aan.media.running()
    assert volgorde(beller.gehoord(), *TONEN) == [WELKOM_HZ, MUZIEK_HZ, AGENT_HZ]
    assert volgorde(agent.gehoord(), *TONEN) == [BELLER_HZ]


async def test_no_answer_and_then_another(opstelling, geluiden, oor, accounts, tmp_path):
    """Who is not picked up hears music all the while, and then the next agent; who hangs up there is told here."""
    async with (
        Aansluiting.open(opstelling, oor, geluiden) as aan,
        telefoon(tmp_path, "stil", accounts("stil", answers="manual"), geluiden("andere")) as stil,
        telefoon(tmp_path, "agent", accounts("agent"), geluiden("agent")) as agent,
        telefoon(tmp_path, "beller", BELLER, geluiden("beller")) as beller,
    ):
        await stil.aangemeld()
        await agent.aangemeld()
        await beller.bel(f"sip:14020@127.0.0.1:{opstelling.poorten.sip}")
        gesprek = (await neem_op(aan, oor)).gesprek
        await aan.media.play(gesprek, ["muziek"], repeat=0)
        await bel(aan, gesprek, "p1", "stil", ring_seconden=2)
        assert (await oor.wacht(GaatOver)).poging == "p1"
        assert await oor.wacht(Mislukt) == Mislukt(gesprek, "p1", 480)
        await stil.wacht("CALL_CLOSED")
        await bel(aan, gesprek, "p2", "niemand")
        assert await oor.wacht(Mislukt) == Mislukt(gesprek, "p2", 480)
        await bel(aan, gesprek, "p3", "agent")
        await beller.hoort(MUZIEK_HZ)
        await verbind(aan, oor, gesprek, "p3")
        await beller.hoort(AGENT_HZ)
        await agent.hang_op()
        assert await oor.wacht(Verbroken) == Verbroken(gesprek, "p3")
        await aan.legs.hang_up(gesprek, "A")
        await beller.wacht("CALL_CLOSED")
        await aan.media.release(gesprek)
    assert volgorde(beller.gehoord(), *TONEN)[-2:] == [MUZIEK_HZ, AGENT_HZ]


async def test_transfer_consultation_and_hold(opstelling, geluiden, oor, accounts, tmp_path):
    """The caller hears music during the consultation and then the other agent; his address never changes."""
    async with (
        Aansluiting.open(opstelling, oor, geluiden) as aan,
        telefoon(tmp_path, "een", accounts("een"), geluiden("agent")) as een,
        telefoon(tmp_path, "twee", accounts("twee"), geluiden("andere")) as twee,
        telefoon(tmp_path, "beller", BELLER, geluiden("beller")) as beller,
    ):
        await een.aangemeld()
        await twee.aangemeld()
        await beller.bel(f"sip:14020@127.0.0.1:{opstelling.poorten.sip}")
        gesprek = (await neem_op(aan, oor)).gesprek
        await bel(aan, gesprek, "p1", "een")
        await verbind(aan, oor, gesprek, "p1")
        await beller.hoort(AGENT_HZ)
        await een.hoort(BELLER_HZ)
        await aan.media.hold(gesprek, "A", "muziek")
        await bel(aan, gesprek, "p2", "twee", naar="p1")
        await verbind(aan, oor, gesprek, "p2")
        await beller.hoort(MUZIEK_HZ)
        await een.hoort(ANDERE_HZ)
        await twee.hoort(AGENT_HZ)
        await aan.media.join(gesprek, "A", "p2")
        await aan.legs.hang_up(gesprek, "p1")
        await een.wacht("CALL_CLOSED")
        await beller.hoort(ANDERE_HZ)
        await twee.hoort(BELLER_HZ)
        await twee.hang_op()
        assert (await oor.wacht(Verbroken)).partij == "p2"
        await aan.legs.hang_up(gesprek, "A")
        await beller.wacht("CALL_CLOSED")
        await aan.media.release(gesprek)
    assert volgorde(beller.gehoord(), *TONEN)[-3:] == [AGENT_HZ, MUZIEK_HZ, ANDERE_HZ]
    assert volgorde(een.gehoord(), *TONEN) == [BELLER_HZ, ANDERE_HZ]
    assert volgorde(twee.gehoord(), *TONEN) == [AGENT_HZ, BELLER_HZ]
