"""Which assumptions decide, against functions whose answer is known."""

import math

import numpy as np
import pytest
from SALib.analyze import sobol as salib
from SALib.sample import sobol as saltelli
from scipy.special import ndtri

from meent.tools.scenario import gevoeligheid
from meent.tools.scenario.controle import load
from meent.tools.scenario.gevoeligheid import analyse, break_even, difference, nearest_root, sobol, tornado
from tests.tools.scenario.voorbeeld import changed, write


def ishigami(u: np.ndarray) -> np.ndarray:
    x = math.pi * (2 * u - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_sobol_shares_of_ishigami_are_within_a_hundredth():
    """The function on which every tool for this is judged; its shares follow from its formula (a = 7, b = 0.1)."""
    pi4, pi8 = math.pi**4, math.pi**8
    variance = 7**2 / 8 + 0.1 * pi4 / 5 + 0.01 * pi8 / 18 + 0.5
    first = [(0.5 * (1 + 0.1 * pi4 / 5) ** 2) / variance, (7**2 / 8) / variance, 0]
    both = (0.01 * pi8 / 18 - 0.01 * pi8 / 50) / variance
    found = sobol(ishigami, [[0], [1], [2]], 2**14, 1)
    for i, (of_first, of_total) in enumerate(found):
        assert of_first == pytest.approx(first[i], abs=0.01)
        assert of_total == pytest.approx(first[i] + (both if i != 1 else 0), abs=0.01)


def test_another_tool_finds_the_same_shares():
    """SALib on the same function: both within a hundredth of the formula, so within two of each other."""
    problem = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[0, 1]] * 3}
    points = saltelli.sample(problem, 2**13, calc_second_order=False, seed=1)
    theirs = salib.analyze(problem, ishigami(points), calc_second_order=False, num_resamples=2, seed=1)
    ours = np.array(sobol(ishigami, [[0], [1], [2]], 2**14, 1))
    assert ours[:, 0] == pytest.approx(theirs["S1"], abs=0.02)
    assert ours[:, 1] == pytest.approx(theirs["ST"], abs=0.02)


def test_inputs_that_move_together_have_one_share():
    """x + y + z: the pair carries two thirds, whatever each of the two does alone."""
    (pair, alone) = sobol(lambda u: ndtri(u).sum(axis=1), [[0, 1], [2]], 2**13, 1)
    assert pair == pytest.approx((2 / 3, 2 / 3), abs=0.01)
    assert alone == pytest.approx((1 / 3, 1 / 3), abs=0.01)


def test_a_function_that_does_not_vary_has_no_shares():
    assert sobol(lambda u: np.ones(len(u)), [[0], [1]], 64, 1) == [(0, 0), (0, 0)]


def test_the_distance_to_a_flip_of_a_plane_is_its_distance_to_the_origin():
    """3 + 5x + 12y = 0 lies 3/13 from the origin."""
    found = nearest_root(lambda z: 3 + 5 * z[0] + 12 * z[1], 2)
    assert np.linalg.norm(found) == pytest.approx(3 / 13)


def test_the_distance_to_a_curved_flip():
    """A circle of radius 2 around (5, 0) is nearest at (3, 0)."""
    found = nearest_root(lambda z: (z[0] - 5) ** 2 + z[1] ** 2 - 4, 2)
    assert found == pytest.approx([3, 0], abs=1e-3)


@pytest.mark.parametrize("function", [lambda z: 1 + 0 * z[0], lambda z: 1 + z[0] ** 2, lambda z: 100 + z[0]])
def test_no_flip_is_told_where_there_is_none(function):
    assert nearest_root(function, 1) is None


@pytest.fixture
def model(tmp_path):
    return load(write(tmp_path))


def test_tornado_bars_are_the_difference_at_p10_and_p90(model):
    bars = {bar.grootheid: bar for bar in tornado(model, "nieuw", "nul")}
    assert set(bars) == {"tarief_oud", "tarief_nieuw", "overschrijding"}
    bar = bars["tarief_nieuw"]
    assert (bar.laag, bar.hoog) == pytest.approx((21.6, 34.4))
    by_hand = [100 * float(difference(model, {"tarief_nieuw": x}, "nieuw", "nul")[0]) for x in (21.6, 34.4)]
    assert [bar.bij_laag, bar.bij_hoog] == pytest.approx(by_hand, abs=1)
    # 200 seats, VAT burden 4.2 %, three years real, 90.25 % of which is not called off (and 95 % of the first)
    weight = 200 * 12 * 1.042 * sum(w * 1.0225 ** -(t + 0.5) for t, w in ((1, 0.95), (2, 0.9025), (3, 0.9025)))
    assert bar.bij_hoog - bar.bij_laag == pytest.approx(100 * weight * 12.8, abs=1)


def test_break_even_is_where_both_cost_the_same(model):
    found = break_even(model, "tarief_nieuw", "nieuw", "nul")
    assert found.waarde is not None
    assert difference(model, {"tarief_nieuw": found.waarde}, "nieuw", "nul")[0] == pytest.approx(0, abs=1e-6)
    assert found.verwacht == 28
    assert found.afstand == pytest.approx((found.waarde - 28) / (16 / math.sqrt(12)))


def test_a_quantity_that_cannot_flip_the_answer_says_so(model):
    assert break_even(model, "groei", "nieuw", "nul").waarde is None


def test_the_deciding_three_flip_the_ranking_together(model):
    found = analyse(model, ["nieuw", "nul"])
    assert [flip.grootheid for flip in found.beslissend] == [
        gevoeligheid.quantity_of(model, name) for share in found.aandelen[:2] for name in share.invoer
    ][:3]  # fmt: skip
    assert found.samen is not None
    assert abs(float(difference(model, found.samen_waarden, "nieuw", "nul")[0])) < 1
    alone = [abs(flip.afstand) for flip in found.beslissend if flip.afstand is not None]
    assert found.samen <= min(alone) * 1.2  # together it takes no longer a way than one alone, but for its shape


def test_what_decides_is_what_was_made_uncertain(tmp_path):
    """The tariff with a wide range must lead; a figure with hardly any range must not."""
    text = changed("laag = 20, hoog = 36", "laag = 5, hoog = 51").replace("spreiding = 0.4", "spreiding = 0.01")
    correlation = text.index("[[correlaties]]")
    found = analyse(load(write(tmp_path, text[:correlation])), ["nieuw", "nul"])
    assert found.aandelen[0].invoer == ["tarief_nieuw"]
    assert found.aandelen[0].totaal > 0.5
    assert found.tornado[0].grootheid == "tarief_nieuw"


