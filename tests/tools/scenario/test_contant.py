"""Present value, annuity and rate of return, against numpy-financial and by hand."""

import random

import numpy_financial as npf
import pytest

from meent.tools.scenario import contant

FLOWS = 10_000


def flows(chance: random.Random) -> list[float]:
    return [float(chance.randint(-(10**9), 10**9)) for _ in range(chance.randint(1, 30))]


def test_npv_and_annuity_are_those_of_numpy_financial():
    """Ten thousand random flows, to nine digits. numpy-financial counts the first flow in year 0, so moment 0."""
    chance = random.Random(1)
    for _ in range(FLOWS):
        given, rate = flows(chance), chance.uniform(-0.05, 0.2)
        expected = npf.npv(rate, given)
        scale = sum(map(abs, given))
        assert contant.npv(given, rate, 0) == pytest.approx(expected, rel=1e-9, abs=1e-9 * scale)
        assert contant.annuity(expected, rate, len(given), 1) == pytest.approx(
            -npf.pmt(rate, len(given), expected), rel=1e-9
        )


def test_irr_is_that_of_numpy_financial_where_there_is_one():
    """Outlay first, return after: one change of sign, so one rate."""
    chance = random.Random(2)
    for _ in range(FLOWS // 10):
        given = [-float(chance.randint(10**5, 10**8)), *(float(chance.randint(1, 10**8)) for _ in range(8))]
        found = contant.irr(given)
        assert found is not None
        assert contant.npv(given, found, 0) == pytest.approx(0, abs=1e-9 * sum(map(abs, given)))
        if found > -0.9:  # where numpy-financial itself finds the rate
            assert (1 + found) == pytest.approx(1 + npf.irr(given), rel=1e-9)


@pytest.mark.parametrize("given", [[], [0, 0], [5, 5], [-1, 3, -2, 1]])
def test_no_rate_of_return_is_told_where_there_is_none_or_more(given):
    """The last has three roots; a council that is told one of them is misled."""
    assert contant.irr(given) is None


@pytest.mark.parametrize(("moment", "expected"), [("begin", 100 + 100 / 1.1), ("eind", 100 / 1.1 + 100 / 1.21)])
def test_the_moment_of_payment_counts(moment, expected):
    assert contant.npv([100, 100], 0.1, contant.MOMENT[moment]) == pytest.approx(expected)


def test_mid_year_lies_half_a_year_between():
    assert contant.npv([100], 0.21, contant.MOMENT["midden"]) == pytest.approx(100 / 1.1)


def test_annuity_at_rate_nought_is_the_value_by_the_years():
    assert contant.annuity(1200, 0, 12, 0.5) == 100


def test_inhabitants_are_discounted_too():
    """The same burden per head each year stays that burden, also when the municipality grows."""
    people = [100, 110, 121]
    assert contant.per_inhabitant([7 * p for p in people], people, 0.03, 0.5) == pytest.approx(7)


def test_nominal_flows_at_the_nominal_rate_are_worth_what_real_flows_are_at_the_real_rate():
    real, inflation = [100.0, 250.0, -30.0], 0.024
    nominal = [flow * (1 + inflation) ** t for t, flow in enumerate(real)]
    rate = contant.nominal_rate(0.0225, inflation)
    assert contant.npv(nominal, rate, 0) == pytest.approx(contant.npv(real, 0.0225, 0))


def test_the_chance_of_calling_off_falls_on_those_that_still_go_on():
    """The reference class: 6.8 % scrapped in 5.3 years is 1.3 % a year."""
    assert contant.called_off(0.5, [False, True, True]) == [0, 0.5, 0.25]
    hazard = 1 - 0.932 ** (1 / 5.3)
    assert sum(contant.called_off(hazard, [True] * 53)) == pytest.approx(1 - 0.932**10)
