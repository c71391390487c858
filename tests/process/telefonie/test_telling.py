"""What is counted of a day: against a day that was counted by hand, and against what the journal says happened.

A team leader who is shown 80 % while it was 70 % sends people home too early.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from meent.app import App
from meent.integration.telefooncentrale.journaal import PostgresJournaal
from meent.integration.telefooncentrale.rijen import StandFeit
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.bord import Dagteller, bord, dag, met_dag
from meent.process.telefonie.desk import NietMogelijk
from meent.process.telefonie.telling import TERUGKIJKEN, Telling, inzetduur, kwam_in_rij, tel
from tests.conftest import Gemeente
from tests.process.telefonie.opzet import MAANDAG, NUMMER, Speelveld, beleid
from tests.process.telefonie.test_eigenschappen import DADEN, EERST, doe

# (what became of him, seconds of waiting, seconds of talking)
TWINTIG = (
    ("beantwoord", 0, 100), ("beantwoord", 5, 200), ("beantwoord", 10, 300), ("afgehaakt", 3, 0),
    ("beantwoord", 15, 60), ("beantwoord", 20, 60), ("beantwoord", 25, 60), ("menu", 0, 0),
    ("beantwoord", 24, 120), ("beantwoord", 26, 120), ("afgehaakt", 31, 0), ("afgehaakt", 90, 0),
    ("beantwoord", 40, 300), ("beantwoord", 60, 240), ("afgehaakt", 12, 0),
    ("beantwoord", 3, 180), ("beantwoord", 8, 60), ("afgehaakt", 64, 0), ("teruggebeld", 45, 0),
    ("wacht nog", 30, 0),
)  # fmt: skip
"""Answered 12, of whom 9 within 25 s; waited 236 s and talked 1,800 s in all. Gave up 5, after 200 s in all."""


async def speel_twintig(v: Speelveld) -> None:
    await v.zegt("ann", m.NeemtPauze("koffie"))
    for afloop, wacht, praat in TWINTIG:
        if afloop == "menu":
            await v.sim.leave(await v.sim.call("+31612345678", NUMMER))
            continue
        id = await v.in_rij()
        await v.verstrijk(wacht)
        match afloop:
            case "beantwoord":
                await v.zegt("ann", m.IsKlaar())
                await v.neemt_op(id)
                await v.zegt("ann", m.NeemtPauze("koffie"))
                await v.verstrijk(praat)
                await v.sim.leave(id)
                await v.verstrijk(60)
            case "afgehaakt":
                await v.sim.leave(id)
            case "teruggebeld":
                await v.sim.press(id, "5")
                await v.verstrijk(5)


@pytest_asyncio.fixture(params=["geheugen", "postgres"], loop_scope="session")
async def veld(request: pytest.FixtureRequest, app: App, gemeente: Gemeente) -> AsyncIterator[Speelveld]:
    if request.param == "geheugen":
        yield await Speelveld().begin()
        return
    mijn = Speelveld(PostgresJournaal(app.pool), tenant=gemeente.id)
    mijn.journaal.gemeenten = lambda: asyncio.sleep(0, [gemeente.id])
    await mijn.begin()
    yield mijn
    await gemeente.rows("delete from telefoonnummer")  # the next test has a municipality of its own


@pytest.mark.requirement("contact-34")
@pytest.mark.asyncio(loop_scope="session")
async def test_a_day_of_twenty_calls_counted_by_hand(veld):
    await speel_twintig(veld)
    boek, nu = veld.desk.boeken[veld.tenant], veld.klok.now()
    gevonden = met_dag(bord(boek, nu), boek, await veld.journaal.feiten(veld.tenant, *dag(nu)))
    assert gevonden.vandaag == Telling(
        aangeboden=19, beantwoord=12, op_tijd=9, afgehaakt=5, terugbellen=1, wachtend=1, te_lang=1, gesproken=12,
        wacht_seconden=236, afhaak_seconden=200, praat_seconden=1_800,
    )  # fmt: skip
    assert gevonden.vandaag.bereikbaar == 9 / 19
    assert gevonden.vandaag.gemiddeld_gesproken == 150
    kcc = next(rij for rij in gevonden.rijen if rij.naam == "kcc")
    assert (kcc.wachtend, kcc.langste_seconden, kcc.terug_te_bellen) == (1, 30, 1)
    assert [(wie.naam, wie.stand, wie.reden) for wie in gevonden.medewerkers] == [("Ann", "Pauze", "koffie")]
    assert sum(k.telling.aangeboden for k in gevonden.kwartieren) == 19
    assert await veld.journaal.feiten(veld.tenant, nu + timedelta(days=1), nu + timedelta(days=2)) == []


@pytest.mark.requirement("contact-34")
@pytest.mark.asyncio(loop_scope="session")
async def test_how_busy_agents_were_counted_by_hand(veld):
    """Ann talked 1,800 s and wrote twelve times 60 s; all of her time ready she was at work, the rest on a break."""
    await speel_twintig(veld)
    van, tot = dag(veld.klok.now())
    standen = await veld.journaal.standen(veld.tenant, van - TERUGKIJKEN, tot)
    duur = inzetduur(standen, van, veld.klok.now(), lambda moment: ("", tot))[""]
    assert (duur.bezet, duur.nawerk, duur.nawerk_keren, duur.bezetting) == (1_800 + 12 * 60, 12 * 60, 12, 1.0)


def test_time_of_agents_is_cut_at_the_interval_and_begins_before_it():
    """Who was ready before the hour counts from the hour on; who never logged out does not count for ever."""
    uur = timedelta(hours=1)
    standen = [StandFeit("ann", MAANDAG - uur, "Klaar"), StandFeit("ann", MAANDAG + uur / 2, "Bezet"),
               StandFeit("ann", MAANDAG + 1.5 * uur, "Pauze"), StandFeit("bob", MAANDAG, "Afwezig")]  # fmt: skip

    def per_uur(moment):
        begin = moment.replace(minute=0, second=0)
        return begin, begin + uur

    geteld = inzetduur(standen, MAANDAG, MAANDAG + 3 * uur, per_uur)
    assert {begin: (een.ingelogd, een.bezet) for begin, een in geteld.items()} == {
        MAANDAG: (3_600, 1_800), MAANDAG + uur: (1_800, 1_800),
    }  # fmt: skip


@pytest.mark.requirement("contact-33")
@settings(max_examples=60)
@given(st.sampled_from(EERST), st.lists(DADEN, max_size=40))
def test_sums_equal_the_journal_whatever_happens(eerst, daden):
    """The counts come from how conversations ended; here they are found again from the lines of what happened."""

    async def play() -> None:
        v = await Speelveld().begin(klaar=["ann"])
        for daad in (*eerst, *daden):
            with suppress(NietMogelijk):
                await doe(v, daad)
        nu = v.klok.now()
        feiten = await v.journaal.feiten(1, MAANDAG, nu + timedelta(seconds=1))
        alles = tel(feiten, beleid(), nu, lambda feit: "").get("", Telling())
        assert geteld_uit_regels(v) == [
            alles.aangeboden, alles.beantwoord, alles.afgehaakt, alles.terugbellen, alles.verloren, alles.wachtend,
        ]  # fmt: skip
        assert alles.aangeboden == sum(geteld_uit_regels(v)[1:])
        for bak in (lambda f: f.wachtrij, lambda f: f.naar, lambda f: kwam_in_rij(f).hour):
            assert sum(t.aangeboden for t in tel(feiten, beleid(), nu, bak).values()) == alles.aangeboden

    asyncio.run(play())


def geteld_uit_regels(v: Speelveld) -> list[int]:
    """Offered, answered, abandoned, called back, lost, waiting: from the lines of the journal alone."""
    geteld = dict.fromkeys(("aangeboden", "beantwoord", "afgehaakt", "terugbellen", "verloren", "wachtend"), 0)
    for regels in v.journaal._alle[1].regels.values():
        waren = [regel.toestand for regel in regels]
        if regels[0].soort != "Kwam" or not {"InWachtrij", "KrijgtAanbod"} & {*waren}:
            continue
        koos = any(
            na.soort == "Toets" and na.toestand == "HoortMelding" and voor.toestand in ("InWachtrij", "KrijgtAanbod")
            for voor, na in pairwise(regels)
        )
        over = waren[-1] == "Afgelopen"
        soort = (
            "terugbellen" if koos else "beantwoord" if "InGesprek" in waren else "wachtend" if not over
            else "afgehaakt" if regels[-1].soort == "Verbroken" else "verloren"
        )  # fmt: skip
        geteld["aangeboden"] += 1
        geteld[soort] += 1
    return list(geteld.values())


@pytest.mark.asyncio
async def test_the_journal_is_asked_twice_a_second_for_all_who_look():
    """Fifty screens are two queries a second; and who was told of an event never sees the time before it."""
    v, klok, vragen, geslapen = await Speelveld().begin(), [0.0], [], []

    class Geteld:
        async def feiten(self, *vraag):
            vragen.append(klok[0])
            return await v.journaal.feiten(*vraag)

    async def slaap(seconden):
        geslapen.append(seconden)
        klok[0] += seconden

    teller = Dagteller(lambda: klok[0], slaap)

    async def vraag(vers=False):
        return await teller.feiten(Geteld(), 1, v.klok.now(), vers=vers)

    await asyncio.gather(*(vraag() for _ in range(50)))
    assert vragen == [0.0]
    klok[0] = 0.375
    await v.in_rij()
    assert await vraag() == []
    assert len(await vraag(vers=True)) == 1
    assert (vragen, geslapen) == ([0.0, 0.5], [0.125])
