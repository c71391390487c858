"""How many agents are needed: against figures of others, against a simulation of our own making, and against a town.

A municipality that plans with a wrong formula has its citizens wait, or pays people to sit still.
"""

import math
import random
import statistics

import pytest
import simpy
from hypothesis import given
from hypothesis import strategies as st

from meent.process.telefonie.bezetting import Bezetting, Vraag, bezetting, nodig, wachtkans

NORM = 30


@pytest.mark.parametrize(("medewerkers", "bereikbaar"), [(12, 0.8094)])
def test_erlang_c_is_what_pyworkforce_says(medewerkers, bereikbaar):
    """120 calls an hour of 270 s within 30 s; pyworkforce 0.5.1 gave this in November 2026."""
    assert bezetting(Vraag(120, 270), medewerkers, NORM).bereikbaar == pytest.approx(bereikbaar, abs=5e-5)
    assert nodig(Vraag(120, 270), NORM, 0.8) == medewerkers


@pytest.mark.parametrize(("erlang", "medewerkers"), [(9.0, 12), (0.5, 1), (40.0, 45), (3.0, 9)])
def test_erlang_c_is_its_own_definition(erlang, medewerkers):
    """As it stands in the books, with factorials, which overflow in a large centre."""
    onder = sum(erlang**k / math.factorial(k) for k in range(medewerkers))
    vol = erlang**medewerkers / math.factorial(medewerkers) * medewerkers / (medewerkers - erlang)
    assert wachtkans(erlang, medewerkers) == pytest.approx(vol / (onder + vol))


def simulated(vraag: Vraag, medewerkers: int, *, uren: int, seed: int) -> Bezetting:
    """The same by chance: hours at an even rate, the first of them not counted."""
    kans = random.Random(seed)
    env = simpy.Environment()
    balie = simpy.Resource(env, medewerkers)
    gewacht: list[float | None] = []

    def beller():
        kwam = env.now
        with balie.request() as beurt:
            gevonden = yield beurt | env.timeout(kans.expovariate(1 / vraag.geduld_seconden))
            if kwam >= 3_600:
                gewacht.append(env.now - kwam if beurt in gevonden else None)
            if beurt in gevonden:
                yield env.timeout(kans.expovariate(1 / vraag.afhandel_seconden))

    def komen():
        while True:
            yield env.timeout(kans.expovariate(vraag.bellers_per_uur / 3_600))
            env.process(beller())

    env.process(komen())
    env.run(3_600 * uren)
    binnen = sum(w is not None and w <= NORM for w in gewacht)
    return Bezetting(binnen / len(gewacht), gewacht.count(None) / len(gewacht), 0.0, 0.0)


@pytest.mark.parametrize(("vraag", "medewerkers"), [
    (Vraag(120, 270, 180), 12), (Vraag(120, 270, 180), 9), (Vraag(120, 270, 180), 6), (Vraag(30, 352, 300), 3),
])  # fmt: skip
def test_erlang_a_is_what_a_simulation_gives(vraag, medewerkers):
    """Within three standard errors of ten seeded runs, with too few agents as well as with enough."""
    runs = [simulated(vraag, medewerkers, uren=60, seed=seed) for seed in range(10)]
    formule = bezetting(vraag, medewerkers, NORM)
    for veld in ("bereikbaar", "afgehaakt"):
        gemeten = [getattr(run, veld) for run in runs]
        fout = statistics.stdev(gemeten) / math.sqrt(len(gemeten))
        assert abs(statistics.mean(gemeten) - getattr(formule, veld)) <= 3 * fout, veld


def test_endless_patience_is_erlang_c():
    met, zonder = bezetting(Vraag(120, 270, 1e8), 12, NORM), bezetting(Vraag(120, 270), 12, NORM)
    assert met.bereikbaar == pytest.approx(zonder.bereikbaar, abs=1e-5)
    assert met.wacht_seconden == pytest.approx(zonder.wacht_seconden, rel=1e-3)


def test_without_patience_too_few_agents_is_a_queue_without_end():
    assert bezetting(Vraag(120, 270), 9, NORM) == Bezetting(0.0, 0.0, math.inf, 1.0)


def test_a_centre_for_the_whole_country_does_not_overflow():
    """14,000 calls an hour with 1,300 agents: factorials of that are larger than any float."""
    land = bezetting(Vraag(14_000, 352, 300), 1_300, 25)
    assert 0.7 < land.bereikbaar < 0.9
    assert 0.99 < land.bezet < 1


def test_far_too_many_agents_do_not_overflow_either():
    """Who types a zero too many gets an answer, and not a page that fails."""
    assert bezetting(Vraag(31, 129, 108), 1_000, 25) == Bezetting(1.0, 0.0, 0.0, pytest.approx(31 * 129 / 3.6e6))


def test_nobody_calls_and_nobody_works():
    assert bezetting(Vraag(0, 270, 180), 1, NORM) == Bezetting(1.0, 0.0, 0.0, 0.0)
    with pytest.raises(ValueError, match="minstens één medewerker"):
        bezetting(Vraag(10, 270), 0, NORM)
    with pytest.raises(ValueError, match="nog niet gehaald"):
        nodig(Vraag(10_000_000, 270), NORM, 0.8)


@given(st.floats(1, 500), st.floats(30, 900), st.floats(20, 900), st.integers(1, 60))
def test_one_agent_more_never_makes_it_worse(bellers, afhandel, geduld, medewerkers):
    vraag = Vraag(bellers, afhandel, geduld)
    een, meer = (bezetting(vraag, n, 25) for n in (medewerkers, medewerkers + 1))
    assert meer.bereikbaar >= een.bereikbaar - 1e-6
    assert meer.afgehaakt <= een.afgehaakt + 1e-6
    assert 0 <= een.afgehaakt <= 1
    assert -1e-6 <= een.bereikbaar <= 1 + 1e-6
    assert een.bezet <= 1 + 1e-6
