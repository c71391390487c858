"""The contract of test_contract.py, kept by the real exchange: SIP telephones that are heard."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack, suppress

import pytest
import pytest_asyncio

from meent.integration.telefooncentrale.aansluiting import Aansluiting
from meent.integration.telefooncentrale.centrale import BELLER as BELLER_PARTIJ
from meent.integration.telefooncentrale.centrale import Kwam, Toestel
from meent.integration.telefooncentrale.geluid import toon
from meent.integration.telefooncentrale.opstelling import OPNAMEN
from tests.integration.telefooncentrale import test_contract
from tests.integration.telefooncentrale.bellen.test_gesprekken import BELLER, accounts
from tests.integration.telefooncentrale.stappen import lange_toon
from tests.integration.telefooncentrale.telefoons import telefoon
from tests.integration.telefooncentrale.test_contract import MUZIEK, WELKOM
from tests.integration.telefooncentrale.tonen import AFWIJKING, VENSTER_SECONDEN

__all__ = ["accounts"]

globals().update({name: test for name, test in vars(test_contract).items() if name.startswith("test_")})

WIE = {WELKOM: 1200, MUZIEK: 600, "partij A": 440, "partij 1": 880, "partij 2": 1000}
"""What sounds like what; in the order in which `hears` tells."""
RUST_SECONDEN, LUISTER_SECONDEN, GEDULD_SECONDEN = 0.25, 0.8, 2.0
GELUID_SECONDEN = LUISTER_SECONDEN / 2
MINSTENS = 2
"""Pieces in which something must sound; one on the border of two sounds may be anything."""


class Echt:
    """See `proef.Proefcentrale`."""

    def __init__(self, aan, gemeld, phones, edge, opnamen):
        self.opnamen, self.ids = opnamen, set()
        self.leg, self.media, self.gemeld = aan.legs, aan.media, gemeld
        self.phones, self.edge, self.seen = phones, edge, set()

    async def call(self):
        await self.phones[BELLER_PARTIJ].bel(f"sip:0701234567@{self.edge}")
        gesprek = (await self.until(Kwam)).gesprek
        self.ids.add(gesprek)
        return gesprek

    async def press(self, gesprek, cijfer):
        await self.phones[BELLER_PARTIJ].druk(cijfer)

    async def pick_up(self, gesprek, poging):
        await self.phones[poging].wacht("CALL_INCOMING")
        await self.phones[poging].zeg("accept")

    async def refuse(self, gesprek, poging):
        await self.phones[poging].wacht("CALL_INCOMING")
        await self.phones[poging].hang_op()

    async def leave(self, gesprek, partij):
        await self.phones[partij].hang_op()

    async def hears(self, gesprek, partij):
        """By the tones in what its telephone writes down from now on: so much sound, or nothing for a long time."""
        phone = self.phones[partij]
        await asyncio.sleep(RUST_SECONDEN)
        phone.nieuw()
        heard, wanted = Counter(), LUISTER_SECONDEN / VENSTER_SECONDEN
        with suppress(TimeoutError):
            async with asyncio.timeout(GEDULD_SECONDEN):
                while heard.total() < wanted:
                    await asyncio.sleep(0.05)
                    heard.update(wie for tone in phone.nieuw() for wie in WIE if abs(WIE[wie] - tone) < AFWIJKING)
        return tuple(wie for wie in WIE if heard[wie] >= MINSTENS)

    async def until(self, soort):
        async with asyncio.timeout(25):
            while not (found := [melding for melding in self.gemeld if isinstance(melding, soort)]):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        return found[-1]

    async def settle(self):
        await asyncio.sleep(0.3)

    def toestel(self):
        return Toestel.TELEFOON

    async def end(self):
        """Everybody hangs up, so that the next test begins in silence; and nothing stays of what was recorded."""
        for gesprek in await self.media.running():
            for partij in (BELLER_PARTIJ, "1", "2"):
                await self.leg.hang_up(gesprek, partij)
            await self.media.release(gesprek)
        for phone in self.phones.values():
            await phone.hang_op()
        await asyncio.sleep(0.1)
        for phone in self.phones.values():
            phone.events.clear()
        for gesprek in self.ids:
            await self.media.forget_recorded(gesprek)
        assert [path for path in self.opnamen.rglob("*") if path.is_file()] == []


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def phones(opstelling, plek):
    """The caller and two telephones of ours, for all tests of this file."""
    edge = f"127.0.0.1:{opstelling.poorten.sip}"
    async with AsyncExitStack() as stack:
        made = {}
        for partij, naam in ((BELLER_PARTIJ, "beller"), ("1", "toestel-1"), ("2", "toestel-2")):
            registered = (
                f'<sip:{naam}@meent;transport=udp>;outbound="sip:{edge}";answermode=manual;regint=300;'
                f"audio_codecs=PCMA;auth_user={naam};auth_pass={opstelling.wachtwoord(naam)}"
            )
            speaks = lange_toon(plek / "spreekt" / f"{naam}.wav", WIE[f"partij {partij}"])
            account = BELLER if partij == BELLER_PARTIJ else registered
            made[partij] = await stack.enter_async_context(telefoon(plek, naam, account, speaks))
        await made["1"].aangemeld()
        await made["2"].aangemeld()
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def c(opstelling, plek, phones):
    for naam in (WELKOM, MUZIEK):
        toon(plek / "geluiden" / f"{naam.replace('/', '_')}.wav", WIE[naam], GELUID_SECONDEN)
    gemeld = []

    async def meld(melding):
        gemeld.append(melding)

    def geluid(naam):
        return plek / "geluiden" / f"{naam.replace('/', '_')}.wav"

    async with Aansluiting.open(opstelling, meld, geluid) as aan:
        made = Echt(aan, gemeld, phones, f"127.0.0.1:{opstelling.poorten.sip}", opstelling.home / OPNAMEN)
        yield made
        await made.end()


def test_the_contract_is_the_same():
    """A test that stands in one of the two only would let them drift apart."""
    assert {name for name in vars(test_contract) if name.startswith("test_")} <= set(globals())


pytestmark = pytest.mark.usefixtures("programs")
