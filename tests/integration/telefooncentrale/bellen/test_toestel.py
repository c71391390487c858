"""A desk telephone or mobile of an agent on a network of others: all it says is encrypted, or it does not get in."""

from dataclasses import replace

import pytest

from meent.integration.telefooncentrale.aansluiting import Aansluiting
from tests.integration.telefooncentrale.bellen.test_gesprekken import BELLER
from tests.integration.telefooncentrale.conftest import opstelling_in
from tests.integration.telefooncentrale.stappen import AGENT_HZ, BELLER_HZ, bel, neem_op, verbind
from tests.integration.telefooncentrale.telefoons import telefoon


@pytest.mark.requirement("contact-49", "contact-24")
async def test_a_telephone_is_on_tls_with_srtp_or_not_at_all(programs, plek, geluiden, oor, tmp_path):
    """The password of a telephone that anybody on the way can try, and words of residents that anybody can hear."""
    met = replace(opstelling_in(plek), toestel_srtp=True)
    await met.start()
    pem = tmp_path / "telefoon.pem"
    pem.write_text((met.home / "sleutel.pem").read_text() + (met.home / "certificaat.pem").read_text())

    def account(naam, transport, poort, meer=""):
        return (
            f'<sip:{naam}@meent;transport={transport}>;outbound="sip:127.0.0.1:{poort};transport={transport}";regint=300;'
            f"answermode=auto;audio_codecs=PCMA;auth_user={naam};auth_pass={met.wachtwoord(naam)}{meer}"
        )

    dicht = account("dicht", "tls", met.poorten.tls, ";mediaenc=srtp-mand")
    try:
        async with (
            Aansluiting.open(met, oor, geluiden) as aan,
            telefoon(tmp_path, "open", account("open", "udp", met.poorten.sip), geluiden("andere")) as open_toestel,
            telefoon(tmp_path, "dicht", dicht, geluiden("agent"), pem) as agent,
            telefoon(tmp_path, "beller", BELLER, geluiden("beller")) as beller,
        ):
            await open_toestel.schrijft("403 TLS only")
            await agent.aangemeld()
            await beller.bel(f"sip:14020@127.0.0.1:{met.poorten.sip}")
            gesprek = (await neem_op(aan, oor)).gesprek
            await bel(aan, gesprek, "p1", "dicht")
            await verbind(aan, oor, gesprek, "p1")
            await beller.hoort(AGENT_HZ)
            await agent.hoort(BELLER_HZ)
            await aan.legs.hang_up(gesprek, "p1")
            await aan.legs.hang_up(gesprek, "A")
            await aan.media.release(gesprek)
    finally:
        met.stop()
    assert "SRTP is Enabled (cryptosuite=AES_CM_128_HMAC_SHA1_80)" in (tmp_path / "dicht" / "log").read_text()
