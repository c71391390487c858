"""rtpengine's protocol, without rtpengine: what it says wrongly is refused, and a command is carried out once."""

import asyncio
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meent.integration.telefooncentrale.media import GeenG711, niemand
from meent.integration.telefooncentrale.ng import (
    MediaGeweigerd,
    MediaWeg,
    Ng,
    NgOnleesbaar,
    ToetsLog,
    bdecode,
    bencode,
)

WAARDEN = st.recursive(
    st.integers(-(10**18), 10**18) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(WAARDEN)
def test_what_is_said_is_heard(value):
    assert bdecode(bencode(value)) == value


STUKJES = st.lists(st.sampled_from([b"d", b"l", b"e", b"i1", b"2:ab", b"9:x", b":"])).map(b"".join)


@given(st.binary(max_size=60) | STUKJES)
def test_octets_of_any_kind_are_read_or_refused(octets):
    """A datagram from who knows where must not stop the exchange."""
    try:
        bdecode(octets)
    except NgOnleesbaar:
        return


@pytest.mark.parametrize("octets", [
    b"", b"i", b"i1", b"ie", b"i-e", b"i1x2e", b"5:ab", b"-1:", b"l", b"d", b"d1:a", b"di1ei2ee", b"d1:ae", b"x",
    b"i1ei2e", b"l" * 5000 + b"e" * 5000, b"i" + b"9" * 10_000 + b"e",
])  # fmt: skip
def test_broken_messages_are_refused(octets):
    with pytest.raises(NgOnleesbaar):
        bdecode(octets)


class Dove(asyncio.DatagramProtocol):
    """A media server that hears only the n-th time, answers as it is told, and remembers each cookie."""

    def __init__(self, reply, hears_at=1):
        self.reply, self.hears_at, self.heard = reply, hears_at, []

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        cookie, _, _ = data.partition(b" ")
        self.heard.append(cookie)
        if len(self.heard) >= self.hears_at:
            self.transport.sendto(b"stranger d6:result2:oke", addr)
            self.transport.sendto(cookie + b" broken", addr)
            self.transport.sendto(cookie + b" " + bencode(self.reply), addr)


async def asked(reply, hears_at=1):
    loop = asyncio.get_running_loop()
    transport, server = await loop.create_datagram_endpoint(lambda: Dove(reply, hears_at), local_addr=("127.0.0.1", 0))
    ng = await Ng.open(*transport.get_extra_info("sockname"))
    try:
        return await ng.command("ping", sdp=None), server.heard
    finally:
        ng.close()
        transport.close()


async def test_a_command_is_repeated_with_the_same_cookie():
    """With another cookie rtpengine would do it twice."""
    told, cookies = await asked({"result": "pong"}, hears_at=2)
    assert told["result"] == "pong"
    assert len(cookies) == 2
    assert len(set(cookies)) == 1


async def test_a_refusal_says_why():
    with pytest.raises(MediaGeweigerd, match="onbekend gesprek"):
        await asked({"result": "error", "error-reason": "onbekend gesprek"})


async def test_nobody_there():
    ng = await Ng.open("127.0.0.1", 9)
    with pytest.raises(MediaWeg, match="rtpengine"):
        await ng.command("ping")
    ng.close()


@pytest.mark.parametrize(("told", "heard"), [
    ({"callid": "g", "source_tag": "A", "event": 5}, ("g", "A", "5")),
    ({"callid": "g", "source_tag": "A", "event": 11}, ("g", "A", "#")),
    ({"callid": "g", "source_tag": "A", "event": 16}, None),
    ({"callid": "g", "source_tag": "A", "event": "5"}, None),
    ({"callid": 1, "source_tag": "A", "event": 5}, None),
    ({"callid": "g"}, None),
    ([], None),
])  # fmt: skip
def test_digits(told, heard):
    found = []
    ToetsLog(lambda *digit: found.append(digit)).datagram_received(json.dumps(told).encode(), None)
    assert found == ([heard] if heard else [])


@pytest.mark.parametrize("octets", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_digits_that_are_none(octets):
    ToetsLog(lambda *digit: pytest.fail("heard")).datagram_received(octets, None)


def test_nobody_takes_the_first_codec_we_speak():
    offer = "m=audio 6000 RTP/AVP 9 0 8 96\r\na=rtpmap:96 telephone-event/8000\r\n"
    assert "m=audio 9 RTP/AVP 0 96\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:96 telephone-event/8000\r\n" in niemand(offer)


@pytest.mark.parametrize("offer", ["", "m=audio 6000 RTP/AVP 9", "m=video 6000 RTP/AVP 8", "m=audio x RTP/AVP 8"])
def test_a_caller_without_our_codec_is_refused_in_words(offer):
    with pytest.raises(GeenG711):
        niemand(offer)
