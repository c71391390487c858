"""An hour of the day that the demo plays on the simulator, in virtual time."""

from collections import Counter
from datetime import timedelta
from random import Random

import msgspec
import pytest

from meent.integration.telefooncentrale.centrale import Toestel
from meent.process.telefonie import keuring
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.toestand import Gesprek, HangOp, InWachtrij
from meent.tools.demo import telefonie
from meent.tools.demo.beldag import Beldag
from meent.tools.demo.gemeenten import GEMEENTEN, MEERWIJDE
from tests.process.telefonie.opzet import MAANDAG, Speelveld

BEKENDE = "+31600000001"
TEN_UUR = MAANDAG


async def een_dag(seed: int = 1) -> Speelveld:
    v = Speelveld(begin=TEN_UUR)
    await v.begin(telefonie.beleid(MEERWIJDE))

    async def bekenden(tenant: int) -> list[str]:
        return [BEKENDE]

    await Beldag(v.sim, v.desk, [telefonie.dorp(MEERWIJDE, 1)], bekenden, kans=Random(seed)).begin()
    return v


@pytest.mark.parametrize("gemeente", GEMEENTEN)
def test_the_policies_hold_and_nothing_in_them_is_out_of_reach(gemeente):
    beleid = telefonie.beleid(gemeente)
    assert list(keuring.faults(beleid)) == []
    assert keuring.unreachable(beleid) == []
    assert all("altijd open" in nummer.naam for nummer in beleid.nummers.values())


async def test_an_hour_is_one_as_a_contact_centre_knows_it():
    """Some five hundred calls; most are answered within the norm, some leave, everybody works, nobody is forgotten."""
    v = await een_dag()
    einden: Counter[str] = Counter()
    wachten: list[float] = []
    zien = v.desk.journaal.leg_vast

    async def leg_vast(tenant, stap):
        await zien(tenant, stap)
        for rij in stap.gesprekken:
            if not rij.is_open:
                gesprek = msgspec.json.decode(rij.inhoud, type=Gesprek)
                einden[gesprek.toestand.reden] += 1
                if gesprek.beantwoord_op and gesprek.wacht_sinds:
                    wachten.append((gesprek.beantwoord_op - gesprek.wacht_sinds).total_seconds())

    v.desk.journaal.leg_vast = leg_vast
    for _ in range(12):
        await v.verstrijk(300)
        v.check()
        assert len(v.desk.boeken[1].gesprekken) < 40
    assert 350 < einden.total() < 700
    assert einden["gesproken"] > 0.8 * einden.total()
    assert 0 < einden["afgehaakt"] < 0.12 * einden.total()
    assert einden["opgehangen in het menu"] > 0
    assert 0.6 < sum(wacht <= 25 for wacht in wachten) / len(wachten) < 1
    gedaan = [await soorten(v, wie) for wie in telefonie.dorp(MEERWIJDE, 1).ploeg]
    assert all({"NamOp", "GesprekKlaar"} <= een for een in gedaan)
    assert any("NeemtPauze" in een for een in gedaan)
    assert v.registers.geschreven == {}


async def soorten(v: Speelveld, wie: str) -> set[str]:
    return {regel.soort for regel in await v.journaal.regels(1, wie)}


async def test_who_visits_gets_a_call_from_somebody_the_register_knows_as_soon_as_he_is_ready():
    v = await een_dag()
    bezoeker = telefonie.bezoeker(MEERWIJDE)
    assert telefonie.beleid(MEERWIJDE).medewerkers[bezoeker].toestel is Toestel.BROWSER
    await v.verstrijk(60)
    await v.zegt(bezoeker, m.MeldtAan())
    gebeld = 0
    for _ in range(40):
        await v.verstrijk(1)
        if v.stand(bezoeker) == "Aangeboden":
            gesprek = v.gesprek(v.desk.boeken[1].medewerkers[bezoeker].gesprek)
            gebeld += gesprek.van == BEKENDE
            await v.desk.neem_op(1, bezoeker)
            await v.desk.doet(1, bezoeker, HangOp())
            await v.zegt(bezoeker, m.IsKlaar())
    assert gebeld >= 2
    assert {opdracht.van for _, opdracht in v.registers.geschreven.values()} == {BEKENDE}


async def test_a_visitor_who_walks_away_is_taken_off_the_line_and_his_caller_is_helped():
    v = await een_dag()
    bezoeker = telefonie.bezoeker(MEERWIJDE)
    await v.zegt(bezoeker, m.MeldtAan())
    await v.verstrijk(60)
    assert v.stand(bezoeker) == "Afwezig"
    await v.verstrijk(240)
    wachten = [g for g in v.desk.boeken[1].gesprekken.values() if isinstance(g.toestand, InWachtrij)]
    assert all(g.van != BEKENDE or v.klok.now() - g.begonnen_op < timedelta(seconds=120) for g in wachten)
