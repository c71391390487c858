"""The agent's leg over a web socket, without a browser: a channel of our own plays the page."""

import asyncio
import base64
import hmac
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meent.integration.telefooncentrale import browser
from meent.integration.telefooncentrale.browser import BrowserLegs, KanaalDicht
from meent.integration.telefooncentrale.centrale import (
    Beantwoord,
    Bestemming,
    DialoogGewijzigd,
    GaatOver,
    Mislukt,
    SocketTerug,
    SocketWeg,
    Toestel,
    Verbroken,
)
from meent.integration.telefooncentrale.doorgeven import Doorgeven

SDP = "m=audio 9 UDP/TLS/RTP/SAVPF 8\r\na=fingerprint:sha-256 00\r\na=ice-ufrag:x\r\n"
NOOR = Bestemming(Toestel.BROWSER, "noor", 1, van="+31600000001", naam="Beller")


class Pagina:
    """The other end of the socket."""

    def __init__(self):
        self.inbox, self.sent, self.closed = asyncio.Queue(), [], None

    async def receive(self):
        word = await self.inbox.get()
        if isinstance(word, KanaalDicht):
            raise word
        return word

    async def send(self, text):
        if self.closed is not None:
            raise KanaalDicht(is_gewild=False)
        self.sent.append(json.loads(text))

    async def close(self, code):
        if self.closed is None:
            self.closed = code
            self.inbox.put_nowait(KanaalDicht(is_gewild=True))

    def zeg(self, **message):
        self.inbox.put_nowait(json.dumps(message))


@pytest.fixture
def told():
    return []


@pytest.fixture
def legs(told):
    return BrowserLegs(told.append)


async def even():
    for _ in range(20):
        await asyncio.sleep(0)


class Agent:
    """A page and the task that serves it."""

    def __init__(self, legs, tenant=1, wie="noor", heeft=()):
        self.page = Pagina()
        self.page.zeg(t="hier", legs=list(heeft))
        self.page.zeg(t="klaar")
        self.task = asyncio.get_running_loop().create_task(legs.serve(tenant, wie, self.page))


async def ringing(legs):
    agent = Agent(legs)
    await even()
    await legs.dial("g", "p1", NOOR, SDP, 10)
    await even()
    return agent


async def talking(legs):
    agent = await ringing(legs)
    agent.page.zeg(t="answer", leg="g/p1", sdp=SDP)
    await even()
    return agent


async def test_rings_and_answers(legs, told):
    agent = await ringing(legs)
    offer = {"t": "offer", "leg": "g/p1", "call": "g", "from": "+31600000001", "name": "Beller", "sdp": SDP}
    assert agent.page.sent == [offer]
    agent.page.zeg(t="ringing", leg="g/p1")
    agent.page.zeg(t="answer", leg="g/p1", sdp=SDP)
    await even()
    assert [type(one) for one in told] == [SocketTerug, GaatOver, DialoogGewijzigd, Beantwoord]
    assert told[-1] == Beantwoord("g", "p1", SDP)


@pytest.mark.requirement("contact-23")
async def test_a_browser_without_udp_hears_where_its_sound_can_go(told):
    """From home: name and password follow from each other, as coturn reckons them, and are over after a working day."""
    legs = BrowserLegs(told.append, Doorgeven(("turn:turn.example:3478",), "geheim"))
    agent = await ringing(legs)
    ((turn,),) = [offer["ijs"] for offer in agent.page.sent]
    tot, _, wie = turn["username"].partition(":")
    assert 0 < int(tot) - datetime.now(UTC).timestamp() <= 10 * 3600
    assert "noor" not in wie
    reckoned = hmac.new(b"geheim", turn["username"].encode(), "sha1").digest()
    assert (turn["urls"], turn["credential"]) == (["turn:turn.example:3478"], base64.b64encode(reckoned).decode())


async def test_nobody_of_another_municipality_is_called(legs, told):
    """The same name elsewhere is somebody else."""
    Agent(legs, tenant=2)
    await even()
    await legs.dial("g", "p1", NOOR, SDP, 10)
    assert told[-1] == Mislukt("g", "p1", 480)


@pytest.mark.parametrize(("message", "code"), [
    ({"t": "reject"}, 486), ({"t": "hangup"}, 486), ({"t": "answer", "sdp": "v=0"}, 488),
    ({"t": "answer", "sdp": SDP + "x" * 30_000}, 488),
])  # fmt: skip
async def test_not_answered(legs, told, message, code):
    agent = await ringing(legs)
    agent.page.zeg(leg="g/p1", **message)
    await even()
    assert told[-1] == Mislukt("g", "p1", code)
    assert not legs.has("g", "p1")


async def test_rings_no_longer_than_asked(legs, told):
    agent = Agent(legs)
    await even()
    await legs.dial("g", "p1", NOOR, SDP, 0)
    await asyncio.sleep(0.01)
    assert told[-1] == Mislukt("g", "p1", 480)
    assert agent.page.sent[-1] == {"t": "hangup", "leg": "g/p1"}


async def test_stopped_while_it_rings(legs, told):
    await ringing(legs)
    await legs.hang_up("g", "p1")
    assert told[-1] == Mislukt("g", "p1", 487)


async def test_hung_up_by_us_is_not_reported(legs, told):
    agent = await talking(legs)
    before = len(told)
    await legs.hang_up("g", "p1")
    await legs.hang_up("g", "p1")
    await even()
    assert agent.page.sent[-1] == {"t": "hangup", "leg": "g/p1"}
    assert len(told) == before


async def test_hung_up_by_the_agent(legs, told):
    agent = await talking(legs)
    agent.page.zeg(t="hangup", leg="g/p1")
    await even()
    assert told[-1] == Verbroken("g", "p1")


async def test_a_page_that_is_closed_is_gone_at_once(legs, told):
    agent = await talking(legs)
    agent.page.inbox.put_nowait(KanaalDicht(is_gewild=True))
    await even()
    assert told[-2:] == [SocketWeg(1, "noor"), Verbroken("g", "p1")]


async def test_a_line_that_dropped_may_come_back(legs, told):
    """A tunnel or a switch of network takes seconds; the sound went on all the while."""
    agent = await talking(legs)
    before = len(told)
    agent.page.inbox.put_nowait(KanaalDicht(is_gewild=False))
    await even()
    Agent(legs, heeft=["g/p1", "van-vroeger/p9"])
    await even()
    assert len(told) == before
    assert legs.has("g", "p1")


async def test_a_line_that_stays_away(legs, told, monkeypatch):
    monkeypatch.setattr(browser, "TERUG_MAX_SECONDEN", 0.01)
    agent = await talking(legs)
    agent.page.inbox.put_nowait(KanaalDicht(is_gewild=False))
    await asyncio.sleep(0.05)
    assert told[-2:] == [SocketWeg(1, "noor"), Verbroken("g", "p1")]


async def test_no_heartbeat(legs, told, monkeypatch):
    """A computer that went to sleep closes nothing."""
    monkeypatch.setattr(browser, "STIL_MAX_SECONDEN", 0.02)
    agent = await talking(legs)
    await asyncio.sleep(0.08)
    assert told[-2:] == [SocketWeg(1, "noor"), Verbroken("g", "p1")]
    assert agent.page.closed is not None


async def test_one_device_for_each_agent(legs, told):
    agent = await talking(legs)
    Agent(legs)
    await even()
    assert agent.page.sent[-1] == {"t": "elders"}
    assert agent.page.closed == browser.ELDERS
    assert told[-1] == Verbroken("g", "p1"), "the new page has no sound of the old one"
    assert SocketWeg(1, "noor") not in told


async def test_adopted_when_the_page_returns(told):
    first = BrowserLegs(told.append)
    await talking(first)
    facts = [one.dialoog for one in told if isinstance(one, DialoogGewijzigd)]
    later = []
    second = BrowserLegs(later.append)
    assert await second.adopt(facts) == {("g", "p1")}
    agent = Agent(second, heeft=["g/p1"])
    await even()
    assert later == [SocketTerug(1, "noor")]
    agent.page.zeg(t="hangup", leg="g/p1")
    await even()
    assert later[-1] == Verbroken("g", "p1")


async def test_not_adopted_when_it_does_not(told, monkeypatch):
    monkeypatch.setattr(browser, "NA_HERSTART_MAX_SECONDEN", 0.01)
    await talking(first := BrowserLegs(told.append))
    del first
    later = []
    await BrowserLegs(later.append).adopt([one.dialoog for one in told if isinstance(one, DialoogGewijzigd)])
    await asyncio.sleep(0.05)
    assert later == [Verbroken("g", "p1")]


@pytest.mark.parametrize("text", [
    "", "{", "null", "[]", "1", '"hart"', "{}", '{"t": 1}', '{"t": "onbekend"}', '{"t": "answer", "leg": 1, "sdp": ""}',
    '{"t": "answer", "leg": "g/p1"}', '{"t": "hier", "legs": "alle"}', "[" * 50_000, "\x00", '{"t": "\\ud800"}',
    '{"t":"hart"' + " " * 70_000 + "}",
])  # fmt: skip
async def test_what_cannot_be_read_changes_nothing(legs, told, text):
    agent = await talking(legs)
    before = len(told)
    agent.page.inbox.put_nowait(text)
    await even()
    assert len(told) == before
    assert not agent.task.done()
    agent.page.zeg(t="hangup", leg="g/p1")
    await even()
    assert told[-1] == Verbroken("g", "p1")


async def test_a_page_that_goes_on_like_that_is_closed(legs, told):
    agent = await talking(legs)
    for _ in range(browser.FOUT_MAX):
        agent.page.inbox.put_nowait("{")
    await even()
    await even()
    assert agent.page.closed == browser.ONLEESBAAR


@pytest.mark.parametrize("message", [
    {"t": "answer", "leg": "g/p1", "sdp": SDP}, {"t": "reject", "leg": "g/p1"}, {"t": "hangup", "leg": "g/p1"},
])  # fmt: skip
async def test_nobody_touches_the_conversation_of_somebody_else(legs, told, message):
    await ringing(legs)
    other = Agent(legs, wie="karim")
    await even()
    before = len(told)
    other.page.zeg(**message)
    await even()
    assert len(told) == before
    assert other.page.sent[-1] == {"t": "hangup", "leg": "g/p1"}


@given(st.text(max_size=200))
def test_no_text_stops_the_line(text):
    async def scene():
        told = []
        legs = BrowserLegs(told.append)
        agent = await talking(legs)
        agent.page.inbox.put_nowait(text)
        await even()
        assert not agent.task.done()
        assert legs.has("g", "p1")
        agent.task.cancel()

    asyncio.run(scene())
