"""Reports: every sum is found again in the journal, whatever happened and however it is split (decision 0056)."""

import asyncio
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meent.app import Database
from meent.data.pool import connect
from meent.integration.telefooncentrale import journaal as op_postgres
from meent.integration.telefooncentrale.rijen import GesprekFeit, StandFeit
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.desk import NietMogelijk
from meent.process.telefonie.rapport import Cijfers, Groep, Rapport, Regels, Selectie, Tijd, rapport, regels, vak
from tests.conftest import Gemeente
from tests.process.telefonie.opzet import MAANDAG, NUMMER, Speelveld, beleid
from tests.process.telefonie.test_eigenschappen import DADEN, EERST, doe
from tests.process.telefonie.test_telling import geteld_uit_regels

DAG = MAANDAG.date()
GROEPEN = st.sampled_from(get_args(Groep))


def feit(moment: datetime, wacht: float, praat: float = 60, **anders) -> GesprekFeit:
    """Somebody who was answered after `wacht` seconds."""
    op = moment + timedelta(seconds=wacht)
    gewoon = {
        "wachtrij": "kcc", "naar": NUMMER, "begonnen_op": moment, "wacht_sinds": moment, "beantwoord_op": op,
        "beeindigd_op": op + timedelta(seconds=praat), "reden": "gesproken", "terugbel": False, "kwam": True,
    }  # fmt: skip
    return GesprekFeit(**gewoon | anders)


def van(feiten: list[GesprekFeit], standen: list[StandFeit] = [], **gevraagd) -> Rapport:  # noqa: B006
    gewoon = {"van": DAG, "tot_en_met": DAG}
    return rapport(Selectie(**gewoon | gevraagd), Regels(feiten, standen), beleid(), MAANDAG + timedelta(hours=8))


@pytest.mark.requirement("contact-33")
@settings(max_examples=40)
@given(st.sampled_from(EERST), st.lists(DADEN, max_size=40), st.sampled_from(get_args(Tijd)), GROEPEN)
def test_every_sum_is_in_the_journal(eerst, daden, tijd, groep):
    """A day of chance on the simulator, split in any way; the journal is counted in another way, from its lines."""

    async def play() -> tuple[Speelveld, Rapport]:
        v = await Speelveld().begin(klaar=["ann"])
        for daad in (*eerst, *daden):
            with suppress(NietMogelijk):
                await doe(v, daad)
        gevraagd = Selectie(DAG, v.klok.now().date(), tijd, groep)
        gevonden = await regels(v.journaal, 1, *gevraagd.grenzen)
        return v, rapport(gevraagd, gevonden, beleid(), v.klok.now())

    v, uit = asyncio.run(play())
    alles = uit.totaal.telling
    assert geteld_uit_regels(v) == [
        alles.aangeboden, alles.beantwoord, alles.afgehaakt, alles.terugbellen, alles.verloren, alles.wachtend,
    ]  # fmt: skip
    assert (uit.totaal.nawerk_keren, uit.totaal.nawerk_seconden) == pytest.approx(nawerk_uit_regels(v))
    assert len(uit.totaal.gewacht) == alles.beantwoord
    assert sum(uit.totaal.gewacht) == pytest.approx(alles.wacht_seconden)
    if tijd or groep:
        for wat in (
            lambda c: c.telling.aangeboden, lambda c: c.telling.op_tijd, lambda c: c.telling.afhaak_seconden,
            lambda c: c.telling.praat_seconden, lambda c: c.nawerk_seconden, lambda c: len(c.gewacht),
        ):  # fmt: skip
            assert sum(wat(rij.cijfers) for rij in uit.rijen) == pytest.approx(wat(uit.totaal))
    if tijd and not groep:
        for soort in ("ingelogd", "bezet"):
            delen = [getattr(rij.cijfers.inzet, soort) for rij in uit.rijen if rij.cijfers.inzet]
            assert sum(delen) == pytest.approx(getattr(uit.totaal.inzet, soort))


def nawerk_uit_regels(v: Speelveld) -> tuple[int, float]:
    """How often and how long agents wrote about callers who had waited, from their lines alone."""
    keren, seconden = 0, 0.0
    alle = v.journaal._alle[1].regels
    for wie in v.desk.boeken[1].medewerkers:
        begon = None
        for regel in alle[wie]:
            if begon is not None and regel.toestand != "Nawerk":
                keren, seconden = keren + 1, seconden + (regel.moment - begon).total_seconds()
            if regel.toestand != "Nawerk":
                begon = None
            elif begon is None:
                begon = regel.moment
    return keren, seconden


@pytest.mark.parametrize(("gewacht", "p90"), [
    ([7], 7), ([1, 2], 2), (list(range(1, 11)), 9), (list(range(1, 21)), 18), ([5] * 9 + [600], 5),
])  # fmt: skip
def test_nine_of_ten_waited_no_longer(gewacht, p90):
    """Somebody waited just so: no figure between two callers that nobody ever had."""
    assert Cijfers(gewacht=list(map(float, reversed(gewacht)))).p90_gewacht == p90
    assert Cijfers().p90_gewacht is None


def test_a_row_for_each_queue_number_and_subject():
    feiten = [feit(MAANDAG, 10, keuzes=("1",)), feit(MAANDAG, 30, keuzes=("1",)), feit(MAANDAG, 5, keuzes=()),
              feit(MAANDAG, 8, wachtrij="paspoort", keuzes=("2",), naar="+3114070")]  # fmt: skip

    def namen(**gevraagd):
        return {rij.groep: rij.cijfers.telling.aangeboden for rij in van(feiten, **gevraagd).rijen}

    assert namen(groep="wachtrij") == {"kcc": 3, "paspoort": 1}
    assert namen(groep="nummer") == {NUMMER: 3, "+3114070": 1}
    assert namen(groep="onderwerp") == {"": 2, "Kcc": 2}  # of a number that the policy does not have nothing is known
    assert namen(groep="nummer", wachtrij="kcc") == {NUMMER: 3}
    assert van(feiten, nummer="+3114070").totaal.telling.aangeboden == 1


def test_a_caller_counts_where_he_began_to_wait():
    """Called before midnight and in the queue after it: he is of the new day, and of one day only."""
    middernacht = datetime(2026, 11, 29, 23, tzinfo=UTC)
    laat = feit(middernacht + timedelta(seconds=5), 10, begonnen_op=middernacht - timedelta(seconds=20))
    assert van([laat]).totaal.telling.aangeboden == 1
    assert van([laat], van=DAG - timedelta(days=1), tot_en_met=DAG - timedelta(days=1)).totaal.telling.aangeboden == 0
    straks = feit(MAANDAG, 0, wacht_sinds=MAANDAG + timedelta(days=3), kwam=False, beantwoord_op=None, terugbel=True)
    assert van([straks]).totaal.telling.verzocht == 1  # asked today to be called back on Thursday


def test_what_is_written_afterwards_belongs_to_the_caller_and_the_time_of_agents_to_nobody():
    minuut = timedelta(minutes=1)
    standen = [StandFeit("ann", MAANDAG, "Klaar"), StandFeit("ann", MAANDAG + minuut, "Bezet", "g"),
               StandFeit("ann", MAANDAG + 14 * minuut, "Nawerk", "g"), StandFeit("ann", MAANDAG + 17 * minuut, "Pauze"),
               StandFeit("bob", MAANDAG, "Nawerk", "ander")]  # fmt: skip
    uit = van([feit(MAANDAG, 60, 780, id="g")], standen, tijd="kwartier")
    eerste, tweede, *_ = uit.rijen
    assert (eerste.cijfers.gemiddeld_nawerk, tweede.cijfers.gemiddeld_nawerk) == (180, None)
    assert (eerste.cijfers.bezetting, tweede.cijfers.inzet.bezet) == (29 / 30, 17 * 60)  # bob writes on
    assert van([feit(MAANDAG, 60, id="g")], standen, groep="wachtrij").totaal.bezetting is None


def test_intervals_when_the_clock_changes():
    """The night of 25 October 2026 has 25 hours and two that are called 02:00; the day is one row."""
    nacht = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    een, ander = vak("uur", nacht), vak("uur", nacht + timedelta(hours=1))
    assert (een[1] - een[0], een[1]) == (timedelta(hours=1), ander[0])
    begin, einde = vak("dag", nacht)
    assert einde - begin == timedelta(hours=25)
    assert Selectie(date(2026, 10, 25), date(2026, 10, 25)).grenzen == (begin, einde)


def test_a_report_has_limits():
    assert not Selectie(DAG, DAG + timedelta(days=30), "uur").is_te_lang
    assert Selectie(DAG, DAG + timedelta(days=31), "uur").is_te_lang
    assert Selectie(DAG, DAG + timedelta(days=7), "kwartier").is_te_lang


def test_the_states_of_agents_stand_in_query_and_index():
    """A state that is added and forgotten there would be time that nobody counts."""
    standen = {stand.__name__ for stand in get_args(m.Stand)}
    assert all(f"'{stand}'" in op_postgres.STANDEN for stand in standen)


VOL = (
    """INSERT INTO gesprek SELECT $1, gen_random_uuid(), 1, 'Afgelopen', false, '', '',
        $2::timestamptz + n * interval '1 hour', '{}' FROM generate_series(1, 5000) n""",
    """INSERT INTO gesprek_event SELECT $1, CASE WHEN n % 4 = 0 THEN 'wie-' || n % 20 ELSE 'gesprek-' || n / 8 END, n,
        $2::timestamptz + n * interval '15 minutes', '', CASE WHEN n % 4 = 0 THEN 'Klaar' ELSE 'InWachtrij' END, '{}'
        FROM generate_series(1, 20000) n""",
)
"""Seven months of a quiet contact centre."""


@pytest.mark.requirement("contact-33")
@pytest.mark.asyncio(loop_scope="session")
async def test_a_report_is_two_queries_each_on_an_index(gemeente: Gemeente, migrated: Database):
    """However large the journal becomes: conversations by when they began, agents by lines of their own."""
    begin, tot = MAANDAG - timedelta(days=100), MAANDAG - timedelta(days=70)
    conn = await connect(migrated.owner_dsn)
    await conn.execute("BEGIN")
    await conn.execute("SELECT set_config('meent.tenant', $1, true)", str(gemeente.id))
    for rijen in VOL:
        await conn.execute(rijen, gemeente.id, MAANDAG - timedelta(days=208))
    await conn.execute("ANALYZE gesprek, gesprek_event")
    for vraag, index in ((op_postgres.FEITEN, "gesprek_begonnen"), (op_postgres.STANDEN, "gesprek_event_stand")):
        plan = "\n".join(rij[0] for rij in await conn.fetch(f"EXPLAIN {vraag}", gemeente.id, begin, tot))
        assert index in plan, plan
    await conn.execute("ROLLBACK")
    await conn.close()
