"""Nine agents and the calls of 's-Hertogenbosch: formula and chance agree, and every day has calls of its own."""

import pytest

from trust.hertogenbosch import BEDOELD, LEZINGEN, speel, volgens_formule

DAGEN = 400
PROCENTEN = (73.6, 73.6, 73.7, 75.2, 73.2, 72.6)


@pytest.mark.requirement("contact-35")
@pytest.mark.parametrize(("lezing", "procent"), list(zip(LEZINGEN, PROCENTEN, strict=True)))
def test_the_figures_of_decision_0056(lezing, procent):
    assert volgens_formule(lezing, 9).bereikbaar * 100 == pytest.approx(procent, abs=0.05)


@pytest.mark.requirement("contact-35")
def test_chance_says_what_the_formula_says():
    """Within three standard errors; and as many call as should: the trial was wrong by that alone."""
    lezing = LEZINGEN[1]
    kans, formule = speel(lezing, 9, DAGEN, seed=4), volgens_formule(lezing, 9)
    assert abs(kans.bereikbaar - formule.bereikbaar) <= 3 * kans.fout
    assert kans.fout < 0.005
    assert kans.per_dag == pytest.approx(641, abs=3 * (641 / DAGEN) ** 0.5)


def test_eight_are_too_few_and_ten_meet_the_aim():
    acht, negen, tien = (speel(BEDOELD, aantal, 200, seed=1) for aantal in (8, 9, 10))
    assert acht.bereikbaar < 0.65 < negen.bereikbaar < 0.8 < tien.bereikbaar
    assert acht.afgehaakt > negen.afgehaakt > tien.afgehaakt
