"""Chances against cases with a known answer: means, quantiles, rank correlation, calling off, regret; and seeds."""

import hashlib
import math
from decimal import Decimal

import numpy as np
import pytest
from scipy.stats import lognorm, norm, spearmanr, triang

from meent.tools.scenario import trekking
from meent.tools.scenario.controle import load
from meent.tools.scenario.stroom import called_off, happens, worth
from meent.tools.scenario.trekking import CorrelatieOnmogelijk, compare, correlated, costs, draw, inputs, summary
from meent.tools.scenario.uitkomst import outcomes
from meent.tools.scenario.vorm import Driehoek, Lognormaal, Normaal, Uniform
from meent.tools.scenario.waarden import deviation, expected, mean, prepared
from tests.tools.scenario.voorbeeld import TEKST, changed, write

DRAWS = 100_000
D = Decimal
SPREADS = [
    (Uniform(D(2), D(6)), 4, lambda q: 2 + 4 * q),
    (Driehoek(D(1), D(2), D(6)), 3, lambda q: triang.ppf(q, 0.2, 1, 5)),
    (Driehoek(D(1), D(1), D(4)), 2, lambda q: triang.ppf(q, 0, 1, 3)),
    (Normaal(D(5), D(2)), 5, lambda q: norm.ppf(q, 5, 2)),
    (Lognormaal(D("1.19"), D("0.4")), 1.19, lambda q: lognorm.ppf(
        q, math.sqrt(math.log1p((0.4 / 1.19) ** 2)), scale=1.19 / math.sqrt(1 + (0.4 / 1.19) ** 2))),
]  # fmt: skip


@pytest.fixture
def model(tmp_path):
    return load(write(tmp_path))


def text_of(*changes: tuple[str, str]) -> str:
    text = TEKST
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(("spread", "middle", "quantile"), SPREADS)
def test_each_distribution_has_its_mean_its_spread_and_its_quantiles(model, spread, middle, quantile):
    """Within three standard errors at a hundred thousand draws; quantiles exactly, by the formula of the textbook."""
    q = np.array([0.01, 0.1, 0.5, 0.8, 0.99])
    assert trekking.quantile(spread, norm.ppf(q)) == pytest.approx(quantile(q), rel=1e-9)
    quantity = model.grootheden["tarief_oud"]
    quantity.verdeling = spread
    assert float(mean(quantity)) == pytest.approx(middle)
    drawn = trekking.quantile(spread, np.random.default_rng(3).standard_normal(DRAWS))
    assert abs(drawn.mean() - middle) < 3 * deviation(spread) / math.sqrt(DRAWS)
    assert drawn.std() == pytest.approx(deviation(spread), rel=0.02)


def test_chance_and_regret_of_two_correlated_normals_are_those_of_the_formula():
    """What decides a council paper: is a cheaper than b, and what does choosing a cost when it is not.

    a − b is normal with mean μ and deviation σ; the chance is Φ(−μ/σ), the regret of a is E[max(0, a − b)].
    """
    x, y = np.random.default_rng(9).standard_normal((2, DRAWS))
    a, b = 100 + 8 * x, 103 + 6 * (0.5 * x + math.sqrt(0.75) * y)
    found = compare({"a": a, "b": b}, 9)
    mu, sigma = -3.0, math.sqrt(64 + 36 - 2 * 0.5 * 48)
    chance = norm.cdf(-mu / sigma)
    assert abs(found.goedkoper["a"]["b"] - chance) < 3 * math.sqrt(chance * (1 - chance) / DRAWS)
    regret = sigma * norm.pdf(mu / sigma) + mu * norm.cdf(mu / sigma)
    square = (mu**2 + sigma**2) * norm.cdf(mu / sigma) + mu * sigma * norm.pdf(mu / sigma)
    assert abs(found.scenarios["a"].spijt / 100 - regret) < 3 * math.sqrt((square - regret**2) / DRAWS) + 0.01


def test_the_mean_of_the_draws_is_what_the_sheet_expects(model):
    """The sample is linear in each of its uncertain figures, so its mean is known exactly."""
    found, drawn = summary(model, DRAWS)
    sheet = outcomes(model, prepared(model, expected(model)))
    for key, spread in found.scenarios.items():
        assert abs(spread.gemiddelde - sheet[key].verwacht) < 3 * spread.fout + 1
        assert spread.fout == pytest.approx(100 * drawn[key].std(ddof=1) / math.sqrt(DRAWS), abs=1)


def test_the_sheet_and_the_unrounded_flows_differ_by_rounding_only(model):
    """They are two roads to one figure: if one of them forgets a factor, they part."""
    values = prepared(model, expected(model))
    sheet = outcomes(model, values)
    for key, value in worth(model, values).items():
        assert abs(100 * float(value) - sheet[key].verwacht) < len(sheet[key].posten)


def test_variance_of_a_sum_of_correlated_normals(tmp_path):
    """Two licences with Pearson correlation 0.5176 (rank ½): the variance of the nulalternatief is known by formula."""
    text = text_of(
        ('soort = "driehoek", laag = 30, top = 40, hoog = 50', 'soort = "normaal", gemiddelde = 40, spreiding = 4'),
        ('soort = "uniform", laag = 20, hoog = 36', 'soort = "normaal", gemiddelde = 28, spreiding = 3'),
        ('formule = "uren * uurtarief"\nindex = "loon"\nvan = 2026\ntot = 2029\n\n[scenarios.nieuw]\n',
         'formule = "seats * tarief_nieuw"\nindex = "prijzen"\nvan = 2026\ntot = 2029\n\n[scenarios.nieuw]\n'),
    )  # fmt: skip
    model = load(write(tmp_path, text))
    found = costs(model, correlated(model, draw(model, DRAWS, 11)))["nul"]
    factor = 200 * 12 * 1.042 * sum(1.0225 ** -(t + 0.5) for t in range(4))
    pearson = 2 * math.sin(math.pi * 0.5 / 6)
    variance = factor**2 * (16 + 9 + 2 * pearson * 12)
    assert abs(found.mean() - factor * 68) < 3 * math.sqrt(variance / DRAWS)
    assert abs(found.var() / variance - 1) < 3 * math.sqrt(2 / DRAWS)


def test_rank_correlation_is_the_declared_one(model):
    found = correlated(model, draw(model, DRAWS, 5))
    rank = spearmanr(found["tarief_oud"], found["tarief_nieuw"]).statistic
    assert abs(rank - 0.5) < 3 / math.sqrt(DRAWS)
    assert abs(spearmanr(found["tarief_oud"], found["overschrijding"]).statistic) < 3 / math.sqrt(DRAWS)


def test_correlations_that_cannot_be_true_together_are_refused(tmp_path):
    extra = "".join(
        f'\n[[correlaties]]\ntussen = ["{name}", "overschrijding"]\nrang = {rank}\nbron = "Invented for a test"\n'
        for name, rank in (("tarief_oud", 0.95), ("tarief_nieuw", -0.95))
    )
    model = load(write(tmp_path, TEKST + extra))
    with pytest.raises(CorrelatieOnmogelijk):
        summary(model, 1000)


def test_events_happen_as_often_as_their_chance():
    u = np.random.default_rng(1).random(DRAWS)
    assert abs(happens(u, 0.25).mean() - 0.25) < 3 * math.sqrt(0.25 * 0.75 / DRAWS)
    years = called_off(u, 0.1, [False, True, True])
    for drawn, chance in zip(years, [0, 0.1, 0.09], strict=True):
        assert abs(np.mean(drawn) - chance) <= 3 * math.sqrt(chance * (1 - chance) / DRAWS)
    assert np.max(sum(years)) == 1  # no project is called off twice


def test_every_uncertainty_of_the_model_is_drawn(model):
    assert inputs(model) == [
        "tarief_oud", "tarief_nieuw", "overschrijding",
        "kans:nieuw.storing", "kans:nieuw.minder_werk", "afbreken:nieuw",
    ]  # fmt: skip


def digest(found: dict[str, np.ndarray]) -> str:
    return hashlib.sha256(b"".join(found[key].tobytes() for key in sorted(found))).hexdigest()


def test_the_same_seed_gives_the_same_draws_and_another_seed_others(model):
    once, twice, other = (digest(draw(model, 1000, seed)) for seed in (7, 7, 8))
    assert once == twice != other
    assert summary(model, 1000)[0] == summary(model, 1000)[0]


def test_a_new_uncertainty_leaves_the_draws_of_the_others_alone(tmp_path, model):
    """Otherwise a reviewer who adds one figure sees all figures move."""
    text = changed("uren = { waarde = 100,", 'uren = { verdeling = { soort = "uniform", laag = 90, hoog = 110 },')
    more = draw(load(write(tmp_path, text, "meer.toml")), 1000, 7)
    before = draw(model, 1000, 7)
    assert set(more) - set(before) == {"uren"}
    assert all((more[name] == before[name]).all() for name in before)


def test_regret_and_perfect_foresight_by_hand():
    """a costs 1 or 5, b costs 2 or 2: b regrets 1 half of the time, a regrets 3; foresight saves ½ on b."""
    found = compare({"a": np.array([1.0, 5.0]), "b": np.array([2.0, 2.0])}, 0)
    assert (found.scenarios["a"].spijt, found.scenarios["b"].spijt) == (150, 50)
    assert (found.scenarios["a"].kans_goedkoopst, found.goedkoper["a"]["b"]) == (0.5, 0.5)
    assert found.volledige_kennis == 50
    assert found.scenarios["a"].p50 == 300
