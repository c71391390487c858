"""An hour of the day that the demo plays on the simulator, in virtual time."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random

import msgspec
import pytest

from meent import demo_calls
from meent.basis.datums import AMSTERDAM
from meent.data.pool import connect
from meent.integration.telefooncentrale.centrale import Toestel
from meent.integration.telefooncentrale.journaal import PostgresJournaal
from meent.process.telefonie import keuring
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.rapport import Selectie, rapport, regels
from meent.process.telefonie.toestand import Gesprek, HangOp, InWachtrij
from meent.tools.demo import telefonie, werkdag
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


async def test_the_last_working_day_is_there_for_reports():
    """Half an hour of it: all that is over with every line, and nobody of the team is left in a call all night."""
    einde, dorp = time(9, 0), telefonie.dorp(MEERWIJDE, 1)
    found = await werkdag.speel(dorp, telefonie.beleid(MEERWIJDE), MAANDAG.date(), kans=Random(1), dicht=einde)
    assert 100 < len(found.gesprekken) < 300
    over = {rij.id for rij in found.gesprekken}
    wie = {regel.over for regel in found.regels} - over
    assert wie == set(dorp.ploeg)
    for een in wie:
        regels = [regel for regel in found.regels if regel.over == een]
        assert [regel.versie for regel in regels] == list(range(1 - len(regels), 1))
        assert regels[-1].toestand == "Afwezig"
    assert {regel.over for regel in found.regels} == over | wie
    assert max(regel.moment for regel in found.regels) <= datetime.combine(MAANDAG.date(), einde, AMSTERDAM)


@pytest.mark.parametrize(("dag", "vorige"), [
    ("2026-11-30", "2026-11-27"), ("2026-11-29", "2026-11-27"), ("2026-12-29", "2026-12-28"),
    ("2026-04-07", "2026-04-02"),
])  # fmt: skip
def test_a_day_off_is_no_working_day(dag, vorige):
    assert werkdag.vorige_werkdag(date.fromisoformat(dag)) == date.fromisoformat(vorige)


async def test_the_last_working_day_is_a_journal(app, gemeente, migrated):
    """Reports read it as if it had been there, and today's lines of agents come after it."""
    dorp, dag = telefonie.dorp(MEERWIJDE, gemeente.id), MAANDAG.date()
    found = await werkdag.speel(dorp, telefonie.beleid(MEERWIJDE), dag, kans=Random(2), dicht=time(8, 40))
    conn = await connect(migrated.owner_dsn)
    await demo_calls.write(conn, gemeente.id, found)
    await conn.close()
    gevonden = await regels(PostgresJournaal(app.pool), gemeente.id, *Selectie(dag, dag).grenzen)
    uit = rapport(Selectie(dag, dag, "kwartier"), gevonden, telefonie.beleid(MEERWIJDE), MAANDAG + timedelta(hours=9))
    assert len(gevonden.feiten) == len(found.gesprekken)
    assert 0 < uit.totaal.telling.beantwoord <= uit.totaal.telling.aangeboden <= len(found.gesprekken)
    assert uit.totaal.inzet.ingelogd <= len(dorp.ploeg) * 600
    assert max(stand.moment for stand in gevonden.standen) <= datetime.combine(dag, time(8, 40), AMSTERDAM)
