"""What if there were one agent fewer: history per hour, and Erlang on top of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from meent.integration.telefooncentrale.rijen import StandFeit
from meent.process.telefonie.bezetting import bezetting
from meent.process.telefonie.rapport import Regels, Selectie
from meent.process.telefonie.watals import Verleden, norm_van, uitkomsten, verleden
from tests.process.telefonie.opzet import beleid, wachtrij
from tests.process.telefonie.test_rapport import feit

MAANDAG, DINSDAG = datetime(2026, 11, 30, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
ALLES = frozenset(range(7))
UUR = timedelta(hours=1)


def om(uur: float, dag: datetime = MAANDAG) -> datetime:
    """A clock of Amsterdam in winter."""
    return dag + timedelta(hours=uur - 1)


def terug(feiten, standen=(), weekdagen=ALLES, tot: datetime = DINSDAG + 16 * UUR) -> Verleden:
    gevraagd = Selectie(date(2026, 11, 23), date(2026, 12, 4))
    return verleden(gevraagd, Regels(list(feiten), list(standen)), weekdagen, beleid(), tot)


def uren(bekend: Verleden) -> dict[int, tuple[int, float]]:
    return {uur.uur: (uur.bellers, uur.bellers_per_uur) for uur in bekend.uren if uur.bellers}


def test_callers_an_hour_are_those_of_the_time_that_is_open():
    """Open from half past eight: ten callers before nine are twenty an hour. Days without callers do not count."""
    feiten = [*(feit(om(8.6), 5) for _ in range(10)), *(feit(om(10.5, dag), 5) for dag in (MAANDAG, DINSDAG))]
    standen = [
        StandFeit("ann", om(uur, dag), stand)
        for dag in (MAANDAG, DINSDAG)
        for uur, stand in ((8, "Klaar"), (17, "Afwezig"))
    ]
    assert uren(terug(feiten, standen)) == {8: (10, 20 * 0.5), 10: (2, 1)}  # Tuesday from half past eight as well
    assert uren(terug(feiten, standen, frozenset({0}))) == {8: (10, 20), 10: (1, 1)}
    assert uren(terug(feiten, standen, tot=om(10.75))) == {8: (10, 20), 10: (1, pytest.approx(4 / 3))}  # not over yet
    laat = [StandFeit("ann", om(10.5), "Klaar"), StandFeit("ann", om(21), "Afwezig")]
    assert uren(terug([feit(om(10.5), 5), feit(om(20), 5)], laat)) == {10: (1, 2)}  # came in late; 20:00 is closed


def test_patience_and_time_of_a_call_are_those_of_the_journal():
    """All waiting divided by who gave up; talk and wrap-up of who was spoken with."""
    gaf_op = {"beantwoord_op": None, "reden": "afgehaakt"}
    feiten = [feit(om(10), 20, 100, id="a"), feit(om(10), 40, 200, id="b"),
              feit(om(10), 0, 60, **gaf_op)]  # fmt: skip
    standen = [StandFeit("ann", om(10.1), "Nawerk", "a"), StandFeit("ann", om(10.1) + timedelta(seconds=30), "Klaar")]
    bekend = terug(feiten, standen)
    assert (bekend.gesprek_seconden, bekend.nawerk_seconden, bekend.afhandel_seconden) == (150, 15, 165)
    assert (bekend.afhaak, bekend.geduld_seconden, bekend.is_genoeg) == (1, 120, False)
    assert terug(feiten[:2]).geduld_seconden is None
    assert terug([]).uren == ()


def test_how_many_there_were_is_the_mean_of_the_hour():
    """Ann the whole of Monday's hour and Bob half of it; on Tuesday Ann alone."""
    feiten = [feit(om(10.5, dag), 5) for dag in (MAANDAG, DINSDAG)]
    standen = [StandFeit("ann", om(10), "Klaar"), StandFeit("ann", om(12), "Pauze"),
               StandFeit("ann", om(10, DINSDAG), "Klaar"), StandFeit("ann", om(12, DINSDAG), "Afwezig"),
               StandFeit("bob", om(10), "Klaar"), StandFeit("bob", om(10.5), "Pauze")]  # fmt: skip
    tien = next(uur for uur in terug(feiten, standen).uren if uur.uur == 10)
    assert tien.aangemeld == 1.25


@pytest.mark.requirement("experience-48")
@pytest.mark.requirement("contact-35")
def test_one_agent_fewer_at_ten():
    """What the page says is Erlang of that hour and nothing else; who is chosen counts, else who was there."""
    feiten = [feit(om(10) + timedelta(seconds=60 * n), 12, 292, id=str(n)) for n in range(59)]
    feiten += [feit(om(10.9), 0, 300, beantwoord_op=None, reden="afgehaakt") for _ in range(2)]
    standen = [StandFeit(f"wie-{n}", om(9), "Klaar") for n in range(6)]
    bekend = terug(feiten, standen, tot=om(11))
    vraag = bekend.vraag(next(uur for uur in bekend.uren if uur.bellers))
    assert (vraag.bellers_per_uur, vraag.afhandel_seconden, vraag.geduld_seconden) == (
        pytest.approx(61), 292, pytest.approx((59 * 12 + 600) / 2),
    )  # fmt: skip
    (gewoon,) = uitkomsten(bekend, {}, 25, 0.8)
    (vijf,) = uitkomsten(bekend, {10: 5, 11: 9}, 25, 0.8)
    assert gewoon.medewerkers == 6
    assert (gewoon.nu, gewoon.minder, gewoon.meer) == tuple(bezetting(vraag, n, 25) for n in (6, 5, 7))
    assert (vijf.nu, vijf.minder) == (gewoon.minder, bezetting(vraag, 4, 25))
    assert vijf.nu.wacht_seconden > gewoon.nu.wacht_seconden
    assert vijf.zonder_afhaken == bezetting(replace(vraag, geduld_seconden=None), 5, 25)
    assert bezetting(vraag, gewoon.nodig, 25).bereikbaar >= 0.8 > bezetting(vraag, gewoon.nodig - 1, 25).bereikbaar


def test_while_it_rings_the_agent_is_busy_and_the_caller_waits():
    """Ten seconds of ringing: work for the agent, more waiting for the caller, and less of the norm left."""
    feiten = [feit(om(10) + timedelta(seconds=60 * n), 12, 290, id=str(n)) for n in range(59)]
    standen = [
        regel for n in range(59) for regel in (
            StandFeit(f"wie-{n}", om(10) + timedelta(seconds=60 * n + 2), "Aangeboden", str(n)),
            StandFeit(f"wie-{n}", om(10) + timedelta(seconds=60 * n + 12), "Bezet", str(n)),
        )
    ]  # fmt: skip
    bekend = terug(feiten, standen, tot=om(11))
    assert (bekend.overgaan_seconden, bekend.afhandel_seconden) == (10, 300)
    (uit,) = uitkomsten(bekend, {10: 7}, 25, 0.8)
    kaal = bezetting(uit.vraag, 7, 15)
    assert (uit.nu.bereikbaar, uit.nu.wacht_seconden) == (kaal.bereikbaar, kaal.wacht_seconden + 10)


def test_the_norm_is_that_of_the_queue_with_most_callers():
    b = beleid(wachtrijen={"kcc": wachtrij(norm_seconden=40, norm_procent=70), "paspoort": wachtrij()})
    gevonden = Regels(
        [feit(om(10), 5), feit(om(10), 5), feit(om(10), 5, wachtrij="paspoort"), feit(om(10), 5, wachtrij="")], []
    )
    assert norm_van(gevonden, b) == (40, 70)
    assert norm_van(Regels([], []), b) == (25, 80)
