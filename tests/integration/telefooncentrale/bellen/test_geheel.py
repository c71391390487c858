"""The contact centre itself on the real exchange: policy, menu, queue, choice of agent, and who hears whom."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import msgspec
import pytest

from meent.integration.telefooncentrale.aansluiting import Aansluiting
from meent.integration.telefooncentrale.centrale import Toestel
from meent.integration.telefooncentrale.geluid import toon
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.beleid import Doel, Inzet, Menu, Nummer, Openingstijden
from meent.process.telefonie.desk import Desk
from meent.process.telefonie.journaal import InGeheugen
from meent.process.telefonie.werkplek import werkplek
from tests.integration.telefooncentrale.bellen.test_browsergesprek import tot
from tests.integration.telefooncentrale.bellen.test_gesprekken import BELLER, accounts
from tests.integration.telefooncentrale.chromium import schermen, teamleider
from tests.integration.telefooncentrale.stappen import AGENT_HZ, BELLER_HZ, MUZIEK_HZ, WELKOM_HZ
from tests.integration.telefooncentrale.telefoons import telefoon
from tests.integration.telefooncentrale.tonen import volgorde
from tests.listening import listening
from tests.process.telefonie.opzet import ALTIJD, GELUIDEN, NUMMER, Registers, beleid, wachtrij

__all__ = ["accounts"]

GESLOTEN_HZ = 1500
TONEN = (WELKOM_HZ, MUZIEK_HZ, BELLER_HZ, AGENT_HZ, GESLOTEN_HZ)
NOOIT = Openingstijden({})
MENU = {"hoofd": Menu("welkom", {"1": Doel("wachtrij", "kcc")}, Doel("wachtrij", "kcc"))}
AGENTEN = {"ann": ("algemeen", "ann-100"), "bob": ("algemeen", "bob-100")}


@pytest.fixture
def geluid(plek):
    """Each sound of the policy as a tone; in its name stand the municipality, the language and the version."""
    tonen = {"welkom": WELKOM_HZ, "muziek": MUZIEK_HZ, "gesloten": GESLOTEN_HZ}
    folder = plek / "beleid"
    for naam in GELUIDEN:
        toon(folder / f"{naam}.wav", tonen.get(naam, 700), 2.0)
    return lambda naam: folder / f"{naam.split('/')[-1].split('.')[0]}.wav"


@asynccontextmanager
async def contactcentrum(opstelling, geluid, **anders):
    """A node with its own policy; agents have a telephone of their own."""
    journaal, registers = InGeheugen([1]), Registers()
    inzet = {wie: Inzet(wie.title(), {kan: 1}, Toestel.TELEFOON, toestel) for wie, (kan, toestel) in AGENTEN.items()}
    gewoon = {"medewerkers": inzet, "tijden": {"kantoor": ALTIJD}, "menus": MENU, "wachtrijen": {"kcc": wachtrij()}}
    policy = beleid(**gewoon | anders)
    now = lambda: datetime.now(UTC)  # noqa: E731
    await journaal.nieuw_beleid(1, msgspec.json.encode(policy), list(policy.nummers), by="test", now=now())
    desks = []

    async def meld(melding):
        await desks[0].meld(melding)

    async with Aansluiting.open(opstelling, meld, geluid) as aan:
        desks.append(Desk(journaal, aan.legs, aan.media, registers, now=now))
        await desks[0].begin()
        ticking = asyncio.create_task(ticks(desks[0]))
        yield desks[0], registers
        ticking.cancel()


async def ticks(desk):
    while True:
        await desk.tik()
        await asyncio.sleep(0.1)


@pytest.mark.requirement("contact-51")
async def test_menu_queue_and_agent(opstelling, geluiden, geluid, accounts, tmp_path):
    """A resident presses 1, waits with music because nobody is free, is answered, and it is written down."""
    async with (
        contactcentrum(opstelling, geluid) as (desk, registers),
        telefoon(tmp_path, "ann", accounts("ann-100"), geluiden("agent")) as ann,
        telefoon(tmp_path, "beller", BELLER, geluiden("beller")) as beller,
    ):
        await ann.aangemeld()
        await beller.bel(f"sip:{NUMMER}@127.0.0.1:{opstelling.poorten.sip}")
        await beller.wacht("CALL_ESTABLISHED")
        await beller.hoort(WELKOM_HZ)
        await beller.druk("1")
        await beller.hoort(MUZIEK_HZ)
        await desk.van_medewerker(1, "ann", m.MeldtAan())
        await ann.wacht("CALL_ESTABLISHED")
        await beller.hoort(AGENT_HZ)
        await ann.hoort(BELLER_HZ)
        await beller.hang_op()
        await ann.wacht("CALL_CLOSED")
        async with asyncio.timeout(25):
            while not registers.geschreven:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    heard = volgorde(beller.gehoord(), *TONEN)
    assert heard[0] == WELKOM_HZ
    assert heard[-2:] == [MUZIEK_HZ, AGENT_HZ]
    assert volgorde(ann.gehoord(), *TONEN) == [BELLER_HZ]


async def test_closed(opstelling, geluiden, geluid, tmp_path):
    """After hours a resident hears so, and is not left in a queue that nobody looks at."""
    async with (
        contactcentrum(opstelling, geluid, tijden={"kantoor": NOOIT}),
        telefoon(tmp_path, "beller", BELLER, geluiden("beller")) as beller,
    ):
        await beller.bel(f"sip:{NUMMER}@127.0.0.1:{opstelling.poorten.sip}")
        await beller.wacht("CALL_ESTABLISHED")
        await beller.hoort(WELKOM_HZ)
        await beller.druk("1")
        await beller.hoort(GESLOTEN_HZ)
        await beller.wacht("CALL_CLOSED")
    assert volgorde(beller.gehoord(), *TONEN)[-1] == GESLOTEN_HZ


@pytest.mark.requirement("contact-31")
async def test_a_team_leader_listens_in_from_his_page_and_nobody_hears_him(
    opstelling, geluiden, geluid, accounts, tmp_path
):
    """He hears caller and agent, the agent reads that he does, and to both nothing changes."""
    meteen = {"nummers": {NUMMER: Nummer("gemeente", Doel("wachtrij", "kcc"), "kcc")}}
    rij = wachtrij(meeluisteren=True)
    async with (
        contactcentrum(opstelling, geluid, wachtrijen={"kcc": rij}, **meteen) as (desk, _),
        telefoon(tmp_path, "ann", accounts("ann-100"), geluiden("agent")) as ann,
        telefoon(tmp_path, "beller", BELLER, geluiden("beller")) as beller,
        listening(schermen(desk.leg, desk=desk)) as base,
        teamleider(base) as page,
    ):
        await ann.aangemeld()
        await desk.van_medewerker(1, "ann", m.MeldtAan())
        await beller.bel(f"sip:{NUMMER}@127.0.0.1:{opstelling.poorten.sip}")
        await beller.hoort(AGENT_HZ)
        await page.get_by_role("button", name="Luister mee Ann").click()
        for hz in (BELLER_HZ, AGENT_HZ):
            await tot(page, f"window.gehoord.filter((een) => Math.abs(een - {hz}) < 12).length > 3")
        assert werkplek(desk.boeken[1], "ann", desk.now()).gesprek.luistert_mee == "Els"
        await page.get_by_role("button", name="Stop met meeluisteren Ann").click()
        await tot(page, "window.meentTelefoon.gesprekken.size === 0")
        beller.nieuw()
        await beller.hoort(AGENT_HZ)
        await beller.hang_op()
        await ann.wacht("CALL_CLOSED")
    assert volgorde(ann.gehoord(), *TONEN) == [BELLER_HZ]
