"""The worth of being able to stop, against trees reckoned by hand and the American put of the textbook."""

import math
import random

import pytest

from meent.tools.scenario.opties import Poort, option_value

PROEF = {
    "proef": Poort(10, [(0.5, "goed"), (0.5, "slecht")]),
    "goed": Poort(20, []),
    "slecht": Poort(0, [(1.0, "doorgaan")], stop=30),
    "doorgaan": Poort(100, []),
}


def test_a_pilot_that_may_be_stopped_by_hand():
    """10, then 20 or 100: 70 without stopping; 10 + ½·20 + ½·30 = 35 with."""
    found = option_value(PROEF, "proef")
    assert (found.met_stop, found.zonder_stop, found.waarde) == (35, 70, 35)
    assert found.stoppen_bij == ["slecht"]


def test_a_stop_that_costs_more_than_going_on_is_worth_nothing():
    found = option_value(PROEF | {"slecht": Poort(0, [(1.0, "doorgaan")], stop=101)}, "proef")
    assert (found.waarde, found.stoppen_bij) == (0, [])


def test_paths_may_meet_again():
    gates = {"a": Poort(1, [(0.5, "b"), (0.5, "c")]), "b": Poort(2, [(1.0, "d")]), "c": Poort(4, [(1.0, "d")]),
             "d": Poort(8, [])}  # fmt: skip
    assert option_value(gates, "a").zonder_stop == 12


def test_the_american_put_of_the_textbook():
    """Hull, two steps of a year: share 50, strike 52, up 1.2, down 0.8, rate 5 %: 5.0894, European 4.1923.

    The book rounds on its way, so to three digits after the point.
    """
    p = (math.exp(0.05) - 0.8) / 0.4

    def gain(ups: int, step: int) -> float:
        return -max(52 - 50 * 1.2**ups * 0.8 ** (step - ups), 0) * math.exp(-0.05 * step)

    gates = {f"{s}.{u}": Poort(0, [(p, f"{s + 1}.{u + 1}"), (1 - p, f"{s + 1}.{u}")], gain(u, s))
             for s in range(2) for u in range(s + 1)}  # fmt: skip
    gates |= {f"2.{u}": Poort(gain(u, 2), []) for u in range(3)}
    found = option_value(gates, "0.0")
    assert found.met_stop == pytest.approx(-5.0894, abs=5e-4)
    assert found.zonder_stop == pytest.approx(-4.1923, abs=5e-4)
    assert found.stoppen_bij == ["1.0"]


def test_the_right_to_stop_never_costs_anything():
    chance = random.Random(3)
    for _ in range(200):
        gates = {
            str(i): Poort(
                chance.uniform(-9, 9), [(0.3, str(i + 1)), (0.7, str(chance.randint(i + 1, 12)))] if i < 12 else [],
                chance.choice([None, chance.uniform(-9, 9)]),
            )
            for i in range(13)
        }  # fmt: skip
        assert option_value(gates, "0").waarde >= -1e-12
