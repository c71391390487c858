"""The agent in a browser, for real: headless Chromium answers a caller on an encrypted trunk."""

import asyncio
import os

import pytest

from meent.integration.telefooncentrale.aansluiting import Aansluiting
from meent.integration.telefooncentrale.centrale import (
    GaatOver,
    SocketTerug,
    SocketWeg,
    Toestel,
    Verbroken,
)
from meent.interaction.assets import BUILT
from meent.interaction.session import COOKIE
from tests.integration.telefooncentrale.bellen.test_gesprekken import accounts
from tests.integration.telefooncentrale.chromium import CIJFERS, agent, koekje, microfoon, schermen
from tests.integration.telefooncentrale.stappen import AGENT_HZ, ANDERE_HZ, BELLER_HZ, TONEN, bel, neem_op, verbind
from tests.integration.telefooncentrale.telefoons import telefoon
from tests.integration.telefooncentrale.tonen import samen, volgorde
from tests.interaction.browser import CHROMIUM
from tests.listening import listening

__all__ = ["accounts"]

pytestmark = [
    pytest.mark.skipif(not os.path.exists(CHROMIUM), reason="no Chromium on this machine (apt-get install chromium)"),
    pytest.mark.skipif(not (BUILT / "manifest.json").exists(), reason="the front end is not built (hatch_build.py)"),
]


FRAMES = {
    "not masked": b"\x81\x02{}",
    "an unknown kind": b"\x83\x80\x00\x00\x00\x00",
    "reserved bits": b"\xf1\x80\x00\x00\x00\x00",
    "a control frame in pieces": b"\x09\x80\x00\x00\x00\x00",
    "longer than there is": b"\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00",
    "text that is no text": b"\x81\x82\x00\x00\x00\x00\xff\xfe",
    "a piece that continues nothing": b"\x80\x80\x00\x00\x00\x00",
    "no web socket at all": b"GET / HTTP/1.1\r\n\r\n" * 50,
}


async def test_broken_frames_close_their_own_line_alone(opstelling, geluiden, oor):
    """What one page sends, or something that is no page, may not cost the others their telephone."""
    async with Aansluiting.open(opstelling, oor, geluiden) as aan, listening(schermen(aan.legs)) as base:
        for kind, frame in FRAMES.items():
            reader, writer = await handshake(base)
            writer.write(frame)
            async with asyncio.timeout(25):
                while await reader.read(4096):  # until it is closed
                    pass
            writer.close()
            assert kind
        reader, writer = await handshake(base)
        writer.write(masked(b'{"t": "klaar"}') + masked(b'{"t": "hart"}'))
        assert b'{"t":"hart"}' in await reader.readuntil(b"}")
        writer.close()
        assert await oor.wacht(SocketTerug) == SocketTerug(1, "noor")


async def handshake(base):
    host = base.removeprefix("http://")
    reader, writer = await asyncio.open_connection(*host.split(":"))
    lines = [
        "GET /meerwijde/telefoon HTTP/1.1", f"Host: {host}", f"Origin: {base}", "Upgrade: websocket",
        "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        f"Cookie: {COOKIE}={koekje('noor', 'meerwijde')}", "", "",
    ]  # fmt: skip
    writer.write("\r\n".join(lines).encode())
    assert b"101" in await reader.readuntil(b"\r\n\r\n")
    return reader, writer


def masked(text):
    return bytes([0x81, 0x80 | len(text)]) + b"\0\0\0\0" + text


async def tot(page, claim):
    """Until this is so on the page; what it heard instead is told when it never is."""
    try:
        async with asyncio.timeout(25):
            while not await page.evaluate(claim):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
    except TimeoutError as never:
        raise AssertionError(await page.evaluate("[window.standen, window.gehoord]")) from never


@pytest.mark.requirement("contact-23", "contact-49")
async def test_encrypted_caller_and_an_agent_in_the_browser(opstelling, plek, geluiden, oor, accounts, tmp_path):
    """Both hear each other, encrypted to both sides; then a telephone takes over, the browser again, and is closed.

    What was recorded of it meanwhile holds everybody with the caller.
    """
    trunk = (
        f'<sip:+31600000001@127.0.0.1;transport=tls>;outbound="sip:127.0.0.1:{opstelling.poorten.tls};transport=tls";'
        "mediaenc=srtp-mand;regint=0;audio_codecs=PCMA;dtmfmode=rtpevent"
    )
    pem = tmp_path / "telefoon.pem"
    pem.write_text((opstelling.home / "sleutel.pem").read_text() + (opstelling.home / "certificaat.pem").read_text())
    async with (
        Aansluiting.open(opstelling, oor, geluiden) as aan,
        listening(schermen(aan.legs)) as base,
        telefoon(tmp_path, "twee", accounts("twee"), geluiden("andere")) as twee,
        telefoon(tmp_path, "lijn", trunk, geluiden("beller"), pem) as lijn,
        agent(base, "noor", microfoon(tmp_path / "noor.wav", AGENT_HZ)) as page,
    ):
        await twee.aangemeld()
        assert await oor.wacht(SocketTerug) == SocketTerug(1, "noor")
        await lijn.bel(f"sip:14020@127.0.0.1:{opstelling.poorten.tls};transport=tls")
        gesprek = (await neem_op(aan, oor)).gesprek
        await bel(aan, gesprek, "p1", "noor", toestel=Toestel.BROWSER)
        assert (await oor.wacht(GaatOver)).poging == "p1"
        await verbind(aan, oor, gesprek, "p1")
        await aan.media.record(gesprek, on=True)
        await lijn.hoort(AGENT_HZ)
        await tot(page, f"window.gehoord.filter((hz) => Math.abs(hz - {BELLER_HZ}) < 12).length > 5")
        figures = await page.evaluate(CIJFERS)
        assert (figures["codec"], figures["dtls"], figures["verloren"]) == ("audio/PCMA", "connected", 0)
        assert "AES" in figures["srtp"]

        await bel(aan, gesprek, "p2", "twee")
        await verbind(aan, oor, gesprek, "p2")
        await aan.legs.hang_up(gesprek, "p1")
        await lijn.hoort(ANDERE_HZ)
        await twee.hoort(BELLER_HZ)
        await tot(page, "window.standen.at(-1) === 'opgehangen'")

        await bel(aan, gesprek, "p3", "noor", toestel=Toestel.BROWSER)
        await verbind(aan, oor, gesprek, "p3")
        await aan.legs.hang_up(gesprek, "p2")
        await lijn.hoort(AGENT_HZ)
        await page.close()
        assert await oor.wacht(SocketWeg) == SocketWeg(1, "noor")
        assert await oor.wacht(Verbroken) == Verbroken(gesprek, "p3")
        await aan.legs.hang_up(gesprek, "A")
        await lijn.wacht("CALL_CLOSED")
        await aan.media.release(gesprek)
        opname = await aan.media.recorded(gesprek)
    paren = [wie for wie in samen(opname, BELLER_HZ, AGENT_HZ, ANDERE_HZ, minstens=0.3) if len(wie) > 1]
    assert paren == [{BELLER_HZ, AGENT_HZ}, {BELLER_HZ, ANDERE_HZ}, {BELLER_HZ, AGENT_HZ}], "not what was encrypted"
    assert volgorde(lijn.gehoord(), *TONEN)[-3:] == [AGENT_HZ, ANDERE_HZ, AGENT_HZ]
    assert volgorde(twee.gehoord(), *TONEN) == [BELLER_HZ]
