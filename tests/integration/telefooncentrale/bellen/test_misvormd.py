"""SIP that is none: the kinds of RFC 4475, in messages of our own. Each is answered with a refusal or not at all.

Each is sent twice: to the edge, as a stranger would, and past it straight to the node. After each of them a decent
request gets a decent answer, and no conversation began.
"""

import asyncio
import socket
from contextlib import suppress
from itertools import count
from uuid import uuid4

import pytest
import pytest_asyncio

from meent.integration.telefooncentrale.aansluiting import Aansluiting
from meent.integration.telefooncentrale.centrale import Kwam
from tests.integration.telefooncentrale.stappen import Oor

SDP = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 6000 RTP/AVP 8\r\n"
GEWOON = {
    "Via": "SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{n};rport",
    "Max-Forwards": "70",
    "From": "<sip:06{nummer}@127.0.0.1>;tag=a{n}",
    "To": "<sip:14020@127.0.0.1>",
    "Call-ID": "misvormd-{n}",
    "CSeq": "1 INVITE",
    "Contact": "<sip:0612345678@127.0.0.1:{port}>",
    "Content-Type": "application/sdp",
    "Content-Length": str(len(SDP)),
}


def invite(first="INVITE sip:14020@127.0.0.1 SIP/2.0", body=SDP, **changed):
    """An INVITE with these headers changed (a dash for each underscore); None leaves one out."""
    headers = GEWOON | {name.replace("_", "-"): value for name, value in changed.items()}
    lines = [f"{name}: {value}" for name, value in headers.items() if value is not None]
    return "\r\n".join([first, *lines, "", body])


MISVORMD = {
    "no start line": "\r\n\r\n" + " " * 40,
    "start line of three spaces": invite("INVITE  sip:14020@127.0.0.1  SIP/2.0"),
    "unknown version": invite("INVITE sip:14020@127.0.0.1 SIP/7.0"),
    "no version": invite("INVITE sip:14020@127.0.0.1"),
    "uri in angle brackets": invite("INVITE <sip:14020@127.0.0.1> SIP/2.0"),
    "uri with a space": invite("INVITE sip:140 20@127.0.0.1 SIP/2.0"),
    "unknown scheme": invite("INVITE nobodyknows:14020 SIP/2.0"),
    "uri of percent signs": invite("INVITE sip:%00%0d%0a@127.0.0.1 SIP/2.0"),
    "uri without a user": invite("INVITE sip:127.0.0.1 SIP/2.0"),
    "port beyond the last": invite("INVITE sip:14020@127.0.0.1:99999999 SIP/2.0"),
    "uri without end": invite("INVITE sip:" + "9" * 3000 + "@127.0.0.1 SIP/2.0"),
    "unknown method": invite("EENZAAM sip:14020@127.0.0.1 SIP/2.0", CSeq="1 EENZAAM"),
    "method other than CSeq": invite(CSeq="1 REGISTER"),
    "CSeq beyond 2^31": invite(CSeq="36893488147419103232 INVITE"),
    "CSeq that is no number": invite(CSeq="een INVITE"),
    "CSeq below zero": invite(CSeq="-1 INVITE"),
    "no Via": invite(Via=None),
    "Via without a host": invite(Via="SIP/2.0/UDP ;branch=z9hG4bK{n}"),
    "Via of an unknown protocol": invite(Via="SIP/2.0/WOLKEN 127.0.0.1;branch=z9hG4bK{n}"),
    "no From": invite(From=None),
    "From without a tag": invite(From="<sip:0612345678@127.0.0.1>"),
    "From with a quote that never ends": invite(From='"Piet <sip:0612345678@127.0.0.1>;tag=a{n}'),
    "From with nothing in it": invite(From=""),
    "no To": invite(To=None),
    "To with two addresses": invite(To="<sip:14020@127.0.0.1>, <sip:14030@127.0.0.1>"),
    "no Call-ID": invite(Call_ID=None),
    "no CSeq": invite(CSeq=None),
    "no Contact": invite(Contact=None),
    "Contact of a star": invite(Contact="*"),
    "Contact without a host": invite(Contact="<sip:>"),
    "Max-Forwards of nought": invite(Max_Forwards="0"),
    "Max-Forwards of words": invite(Max_Forwards="veel"),
    "Max-Forwards of three hundred": invite(Max_Forwards="300"),
    "length below zero": invite(Content_Length="-999"),
    "length beyond the message": invite(Content_Length="99999"),
    "length of words": invite(Content_Length="lang"),
    "no body": invite(body="", Content_Length="0"),
    "body of another kind": invite(Content_Type="application/onzin", body="<x/>", Content_Length="4"),
    "body without sound": invite(body="v=0\r\nm=video 6000 RTP/AVP 96\r\n", Content_Length="29"),
    "to a number with letters of no kind": invite("INVITE sip:%F0%9F%93%9E@127.0.0.1 SIP/2.0"),
    "asks for what we do not know": invite(Require="nothingSupportsThis, nothingSupportsThisEither"),
    "required at the edge": invite(Proxy_Require="nothingSupportsThis"),
    "a tag for a call that is not": invite(To="<sip:14020@127.0.0.1>;tag=vroeger"),
    "a header without a colon": invite(Subject=None).replace("Max-Forwards: 70", "Max-Forwards 70"),
    "a header of forty thousand": invite(Subject="x" * 40_000),
    "a thousand headers": invite(**{f"X-{i}": "y" for i in range(1000)}),
    "a response to nothing": invite("SIP/2.0 200 OK"),
    "a response with a code of four": invite("SIP/2.0 4294967301 better not break"),
    "a response without a code": invite("SIP/2.0 OK"),
    "octets of no text": "INVITE sip:14020@127.0.0.1 SIP/2.0\r\n\udcff\udcfe\udc80" + "\x00" * 50,
    "only octets of nought": "\x00" * 200,
    "a CANCEL of nothing": invite("CANCEL sip:14020@127.0.0.1 SIP/2.0", CSeq="1 CANCEL"),
    "a BYE of nothing": invite("BYE sip:14020@127.0.0.1 SIP/2.0", CSeq="1 BYE", body="", Content_Length="0"),
    "an ACK of nothing": invite("ACK sip:14020@127.0.0.1 SIP/2.0", CSeq="1 ACK", body="", Content_Length="0"),
    "a REFER to a stranger": invite("REFER sip:14020@127.0.0.1 SIP/2.0", CSeq="1 REFER", Refer_To="<sip:x@127.0.0.1>"),
    "a REGISTER without a password": invite(
        "REGISTER sip:127.0.0.1 SIP/2.0", CSeq="1 REGISTER", Contact="*", Expires="0", body="", Content_Length="0"
    ),
}
MAG_BEGINNEN = {
    # A node that is asked directly may take these for a call: the edge, which stands before it, judges them.
    "node": {
        "start line of three spaces", "a header of forty thousand", "a thousand headers", "Max-Forwards of nought",
        "required at the edge",
    },
    # It brings a number that is too high down to its own limit, and lets the call through.
    "edge": {"Max-Forwards of three hundred"},
}  # fmt: skip


NUMMERS = count(10_000_000)


class Vreemde:
    """Somebody with a UDP socket."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.setblocking(False)

    async def zeg(self, text, port):
        """The answers within a moment, only their status; what was said before is thrown away."""
        own = self.socket.getsockname()[1]
        self.nummer = f"{next(NUMMERS):08d}"  # of no port: a port comes back, and then a message would be an old one
        filled = text.replace("{port}", str(own)).replace("{nummer}", self.nummer).replace("{n}", self.nummer)
        await asyncio.get_running_loop().sock_sendto(
            self.socket, filled.encode("utf-8", "surrogateescape"), ("127.0.0.1", port)
        )

    async def hoort(self, seconden):
        try:
            async with asyncio.timeout(seconden):
                data = await asyncio.get_running_loop().sock_recv(self.socket, 65536)
        except TimeoutError:
            return None
        return int(data.split()[1]) if data.startswith(b"SIP/2.0 ") else 0


OPTIONS = invite(
    "OPTIONS sip:meent@127.0.0.1 SIP/2.0", CSeq="1 OPTIONS", body="", Content_Length="0", Content_Type=None
)


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def node(opstelling, geluiden):
    oor = Oor()
    async with Aansluiting.open(opstelling, oor, geluiden) as aan:
        yield aan, oor


@pytest.mark.parametrize("where", ["edge", "node"])
@pytest.mark.parametrize("kind", MISVORMD)
async def test_refused_and_nothing_dies(opstelling, node, kind, where):
    """One message of a stranger must not end the conversations of a city."""
    aan, oor = node
    port = opstelling.poorten.sip if where == "edge" else opstelling.poorten.node
    stranger, decent = Vreemde(), Vreemde()
    await stranger.zeg(MISVORMD[kind], port)
    status = await stranger.hoort(0.05)
    await decent.zeg(OPTIONS, port)
    assert await decent.hoort(10) == 200, "it does not answer any more"
    ours = (f"+316{stranger.nummer}", "+31612345678")  # what came late of another message is judged there
    began = [melding for melding in oor.gehoord if isinstance(melding, Kwam) and melding.van in ours]
    for melding in began:
        await aan.legs.hang_up(melding.gesprek, "A", 480)
    if kind not in MAG_BEGINNEN[where]:
        assert not began, f"this began a conversation: {kind}"
        assert status in (None, 100) or status >= 400, status
    assert opstelling.pid_of("kamailio")
    assert opstelling.pid_of("rtpengine")


@pytest.mark.parametrize("to", ["sip:x@127.0.0.1:{doel}", "sip:x@127.0.0.1:1;alias=127.0.0.1~{doel}~1"])
@pytest.mark.parametrize("method", ["BYE", "INVITE", "MESSAGE"])
async def test_a_stranger_cannot_send_anything_past_us(opstelling, node, method, to):
    """A route of his own, as if within a call: the edge sends it to our node, never to whom he names."""
    stranger, victim, edge = Vreemde(), Vreemde(), opstelling.poorten.sip
    uri = to.format(doel=victim.socket.getsockname()[1])
    await stranger.zeg(invite(
        f"{method} {uri} SIP/2.0", CSeq=f"1 {method}", Route=f"<sip:127.0.0.1:{edge};lr>", To="<sip:x@127.0.0.1>;tag=b"
    ), edge)  # fmt: skip
    while (status := await stranger.hoort(10)) == 100:
        pass
    assert status is not None
    assert status >= 400
    assert await victim.hoort(0.05) is None


def over_tcp(text):
    """Each with a branch of its own: two that are the same at one moment are one, sent twice."""
    filled = text.replace("/UDP", "/TCP").replace("{port}", "5060").replace("{nummer}", "87654321")
    return filled.replace("{n}", uuid4().hex).encode()


STROMEN = {
    "nothing at all": [b""],
    "half a message": [over_tcp(OPTIONS)[:80]],
    "one octet, and another": [b"O", b"P"],
    "no length": [over_tcp(invite(Content_Length=None))],
    "a length of two gigabytes": [over_tcp(invite(Content_Length="2147483647"))],
    "a length below zero": [over_tcp(invite(Content_Length="-1"))],
    "a head that never ends": [b"INVITE sip:14020@127.0.0.1 SIP/2.0\r\n", b"X: y\r\n" * 20_000],
    "lines without end": [b"\r\n" * 50_000],
    "octets of every kind": [bytes(range(256)) * 300],
    "a web page, please": [b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"],
    "the beginning of TLS": [bytes.fromhex("16030100ff010000fb0303") + b"\x00" * 200],
    "TLS of a length that is not": [bytes.fromhex("1603ffffff01ffffff")],
    "an answer to nothing": [b"SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n"],
}


@pytest.mark.parametrize("where", ["sip", "tls"])
@pytest.mark.parametrize("kind", STROMEN)
async def test_a_line_of_a_stranger_ends_alone(opstelling, node, kind, where):
    """Over TCP and TLS a stranger can also stop halfway, or never stop; who calls decently is answered meanwhile."""
    _, oor = node
    _, writer = await asyncio.open_connection("127.0.0.1", getattr(opstelling.poorten, where))
    with suppress(ConnectionError):
        for piece in STROMEN[kind]:
            writer.write(piece)
            await writer.drain()
    heard, asking = await asyncio.open_connection("127.0.0.1", opstelling.poorten.sip)  # while that one is still there
    asking.write(over_tcp(OPTIONS))
    async with asyncio.timeout(10):
        assert (await heard.readline()).startswith(b"SIP/2.0 200")
    for line in (writer, asking):
        line.close()
    assert opstelling.pid_of("kamailio")
    assert not [melding for melding in oor.gehoord if isinstance(melding, Kwam) and melding.van == "+31687654321"]


async def test_a_hundred_lines_that_say_nothing(opstelling, node):
    """Who only holds the line must not keep the next one out."""
    lines = [await asyncio.open_connection("127.0.0.1", opstelling.poorten.tls) for _ in range(100)]
    stranger = Vreemde()
    await stranger.zeg(OPTIONS, opstelling.poorten.sip)
    assert await stranger.hoort(10) == 200
    for _, writer in lines:
        writer.close()


GEEN_GELUID = {
    "nothing": b"",
    "half a head": b"\x80",
    "a head and no more": b"\x80\x08" + b"\xff" * 10,
    "a longer head than there is": b"\x9f\x08" + b"\xff" * 40,
    "an extension without end": b"\x90\x08" + b"\xff" * 1400,
    "DTLS that is none": b"\x16\xfe\xff" * 40,
    "STUN that is none": b"\x00\x01\x00\x08\x21\x12\xa4\x42",
    "RTCP of a length that is not": b"\x80\xc8\xff\xff" * 50,
}


@pytest.mark.parametrize("kind", GEEN_GELUID)
async def test_sound_that_is_none(opstelling, node, kind):
    """Broken RTP, RTCP, DTLS and STUN at the port of a caller: the media server goes on."""
    aan, _ = node
    told = await aan.media.greet("misvormd-geluid", SDP)
    port = int(told.partition("m=audio ")[2].split()[0])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        for at in (port, port + 1, opstelling.poorten.ng, opstelling.poorten.toetsen):
            stranger.sendto(GEEN_GELUID[kind], ("127.0.0.1", at))
    assert "misvormd-geluid" in await aan.media.running()
    await aan.media.release("misvormd-geluid")
    assert await opstelling.silent() == []
