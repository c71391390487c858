"""A trunk in the shape of Microsoft Direct Routing (decision 0057): TLS, our name, +E.164 and encrypted sound."""

import asyncio
import ssl

import pytest
import pytest_asyncio

from meent.integration.telefooncentrale.aansluiting import Aansluiting
from meent.integration.telefooncentrale.centrale import Bestemming, Kwam, Mislukt, Toestel, Verbroken
from meent.integration.telefooncentrale.keuring import keur
from tests.integration.telefooncentrale.bellen.test_gesprekken import accounts
from tests.integration.telefooncentrale.conftest import opstelling_in
from tests.integration.telefooncentrale.stappen import (
    AGENT_HZ,
    ANDERE_HZ,
    MUZIEK_HZ,
    TENANT,
    WELKOM_HZ,
    bel,
    neem_op,
    verbind,
)
from tests.integration.telefooncentrale.teams import Bericht, Geweigerd, Teams, gebreken
from tests.integration.telefooncentrale.telefoons import telefoon, vrije_poort

__all__ = ["accounts"]

NAAM = "localhost"
"""The only name that every machine can find; what matters is that it is a name, and no address."""
COLLEGA, ONS, BURGER = "+31701111111", "+31701234567", "+31612345678"
GESPREK = "5f0c3b1e-0000-7000-8000-000000000002"


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def poort():
    return vrije_poort()


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def opstelling(programs, plek, poort):
    trunk = f"sip:127.0.0.1:{poort};transport=tls"
    made = opstelling_in(plek, naam=NAAM, trunks=[trunk], netwerken=["127.0.0.0/8"], lijn_srtp=True)
    await made.start()
    yield made
    made.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def teams(opstelling, poort):
    """It shows the certificate that the exchange trusts: its own, which stands for one that is signed."""
    pem = str(opstelling.home / "certificaat.pem"), str(opstelling.home / "sleutel.pem")
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context(cafile=pem[0])
    server.load_cert_chain(*pem)
    client.load_cert_chain(*pem)
    async with Teams.open(NAAM, poort, opstelling.poorten.tls, server, client) as made:
        yield made


def lijnen_in(found):
    """What `meent telephony check` tells of trunks."""
    return [one.verteld for one in found if one.onderwerp.startswith("lijn ")]


async def test_a_line_that_has_not_answered_options_is_not_used(opstelling, geluiden, oor):
    """Teams refuses an exchange that it has not heard of; a caller is not kept waiting for that."""
    async with Aansluiting.open(opstelling, oor, geluiden) as aan:
        sdp = await aan.media.call_first(GESPREK, "p1", Toestel.LIJN)
        await aan.legs.dial(GESPREK, "p1", Bestemming(Toestel.LIJN, COLLEGA, TENANT, van=ONS), sdp, 25)
        assert await oor.wacht(Mislukt, 5) == Mislukt(GESPREK, "p1", 480)
        await aan.media.release(GESPREK)
    assert lijnen_in(await keur(opstelling)) == ["antwoordt niet op OPTIONS"]


@pytest.mark.requirement("contact-51")
async def test_options_first_and_then_a_colleague_is_called(opstelling, teams, geluiden, oor, accounts, tmp_path):
    """A caller is passed on to somebody in Teams: both hear each other, and Teams finds nothing to refuse."""
    async with (
        Aansluiting.open(opstelling, oor, geluiden) as aan,
        telefoon(tmp_path, "agent", accounts("agent"), geluiden("agent")) as agent,
    ):
        await agent.aangemeld()
        options = await teams.wacht("OPTIONS")
        assert options.een("contact") == f"<sip:meent@{NAAM}:{opstelling.poorten.tls};transport=tls>"
        sdp = await aan.media.call_first(GESPREK, "p1", Toestel.TELEFOON)
        await aan.legs.dial(GESPREK, "p1", Bestemming(Toestel.TELEFOON, "agent", TENANT), sdp, 25)
        await verbind(aan, oor, GESPREK, "p1")
        sdp = await aan.media.offer(GESPREK, "p2", Toestel.LIJN, naar="p1")
        await aan.legs.dial(GESPREK, "p2", Bestemming(Toestel.LIJN, COLLEGA, TENANT, van=ONS), sdp, 25)
        await verbind(aan, oor, GESPREK, "p2")
        (gesprek,) = teams.gesprekken
        await gesprek.stem.hoort(AGENT_HZ)
        await agent.hoort(ANDERE_HZ)

        await teams.vraag(gesprek, "REFER", extra=f"Refer-To: <sip:{BURGER}@{NAAM}>")
        assert (await teams.antwoord_op(gesprek, "REFER")).code >= 400, "we pass calls on ourselves"
        await gesprek.stem.hoort(AGENT_HZ)
        await teams.vraag(gesprek, "BYE")
        assert (await teams.antwoord_op(gesprek, "BYE")).code == 200
        assert await oor.wacht(Verbroken) == Verbroken(GESPREK, "p2")
        await aan.legs.hang_up(GESPREK, "p1")
        await aan.media.release(GESPREK)
    assert teams.fouten == []
    assert lijnen_in(await keur(opstelling)) == ["antwoordt"]
    assert gesprek.stem.vals == 0


@pytest.mark.requirement("contact-51")
async def test_teams_passes_a_caller_on_to_us(opstelling, teams, geluiden, oor, accounts, tmp_path):
    """A municipality keeps its numbers in Teams, and sends who calls the contact centre to us."""
    async with (
        Aansluiting.open(opstelling, oor, geluiden) as aan,
        telefoon(tmp_path, "agent", accounts("agent"), geluiden("agent")) as agent,
    ):
        await agent.aangemeld()
        calling = asyncio.create_task(teams.bel(BURGER, ONS))
        kwam = await neem_op(aan, oor)
        assert (kwam.van, kwam.naar) == (BURGER, ONS)
        gesprek = await calling
        assert gesprek.doel == f"sip:meent@{NAAM}:{opstelling.poorten.tls};transport=tls"
        await gesprek.stem.hoort(WELKOM_HZ)
        await teams.ververs(gesprek)
        await aan.media.play(kwam.gesprek, ["muziek"], repeat=0)
        await gesprek.stem.hoort(MUZIEK_HZ)
        await bel(aan, kwam.gesprek, "p1", "agent")
        await verbind(aan, oor, kwam.gesprek, "p1")
        await gesprek.stem.hoort(AGENT_HZ)
        await agent.hoort(ANDERE_HZ)
        await aan.legs.hang_up(kwam.gesprek, "A")
        assert (await teams.wacht("BYE")).een("call-id") == gesprek.call_id
        await aan.legs.hang_up(kwam.gesprek, "p1")
        await aan.media.release(kwam.gesprek)
    assert gesprek.stem.vals == 0


@pytest.mark.requirement("contact-49")
async def test_open_sound_or_an_open_line_is_refused(opstelling, teams, geluiden, oor, tmp_path):
    """Who listens in on the network must hear nothing, also when the other side would not mind."""
    plain = "<sip:0600000001@127.0.0.1;transport=udp>;regint=0;audio_codecs=PCMA"
    async with (
        Aansluiting.open(opstelling, oor, geluiden),
        telefoon(tmp_path, "beller", plain, geluiden("beller")) as beller,
    ):
        with pytest.raises(Geweigerd, match="488"):
            await teams.bel(BURGER, ONS, versleuteld=False)
        await beller.bel(f"sip:{ONS}@127.0.0.1:{opstelling.poorten.sip}")
        assert "403" in (await beller.wacht("CALL_CLOSED"))["param"]
    assert not [melding for melding in oor.gehoord if isinstance(melding, Kwam)]


GOED = Bericht(f"INVITE sip:{COLLEGA}@127.0.0.1 SIP/2.0", [
    ("via", "SIP/2.0/TLS x"), ("contact", f"<sip:meent@{NAAM}:5061>"), ("record-route", f"<sip:{NAAM}:5061;lr>"),
    ("from", f"<sip:{ONS}@{NAAM}>"),
], f"m=audio 1 RTP/SAVP 8\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{'A' * 40}\r\n")  # fmt: skip


@pytest.mark.parametrize(("old", "new"), [
    (f"meent@{NAAM}", "meent@127.0.0.1"), (f"<sip:{NAAM}", "<sip:127.0.0.1"), (COLLEGA, "0701111111"),
    (ONS, "070"), ("RTP/SAVP", "RTP/AVP"), ("SHA1_80", "SHA1_32"), ("/TLS", "/UDP"), ("<sip:meent", "<sips:meent"),
])  # fmt: skip
def test_the_peer_refuses_what_teams_would(old, new):
    """A stand-in that takes everything proves nothing."""
    changed = Bericht(
        GOED.begin.replace(old, new), [(n, v.replace(old, new)) for n, v in GOED.headers], GOED.body.replace(old, new)
    )
    assert gebreken(GOED, NAAM) == []
    assert gebreken(changed, NAAM)
