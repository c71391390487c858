"""Which assumptions carry the answer: shares of the variance (Sobol), tornado, break-even, the distance to a flip.

Everything is asked of one difference: what the cheapest scenario costs less than the next. Source: Saltelli e.a. 2010
for the first-order share, Jansen 1999 for the total one; Hasofer–Lind, in the steps of Rackwitz–Fiessler, for distance.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtri
from scipy.stats import qmc

from meent.tools.scenario import trekking
from meent.tools.scenario.stroom import worth
from meent.tools.scenario.trekking import Reeks
from meent.tools.scenario.vorm import Model
from meent.tools.scenario.waarden import deviation, expected, prepared

SAMPLES = 2**13
DECIDING = 3
GRID = 801
TIMES_MEAN = 10
"""How far from its mean a quantity is tried for a break-even; beyond that no council believes it."""
LOW, HIGH = float(ndtri(0.1)), float(ndtri(0.9))
EDGE = 1e-9


@dataclass(frozen=True)
class Aandeel:
    """What part of the variance comes from inputs that move together: alone, and with all they work on."""

    invoer: list[str]
    eerste: float
    totaal: float


@dataclass(frozen=True)
class Staaf:
    """The difference in eurocents when one quantity is at its P10 or its P90 and all else at its mean."""

    grootheid: str
    laag: float
    hoog: float
    bij_laag: int
    bij_hoog: int


@dataclass(frozen=True)
class Omslag:
    """The value at which the two scenarios cost the same, and how many standard deviations that is from the mean."""

    grootheid: str
    verwacht: float
    waarde: float | None
    afstand: float | None


@dataclass(frozen=True)
class Gevoeligheid:
    """What decides between the cheapest scenario and the next; amounts are eurocents, negative is cheaper."""

    beste: str
    volgende: str
    verschil: int
    aandelen: list[Aandeel]
    tornado: list[Staaf]
    beslissend: list[Omslag]
    samen: float | None
    """Standard deviations that the deciding three must move together, at least, before the ranking flips."""
    samen_waarden: dict[str, float]


def analyse(model: Model, ranking: Sequence[str]) -> Gevoeligheid:
    """The two cheapest of `ranking` against each other."""
    best, second = ranking[0], ranking[1]
    shares = shares_of(model, best, second)
    deciding = deciding_quantities(model, shares)
    flips = [break_even(model, name, best, second) for name in deciding]
    together, values = joint_flip(model, [n for n in deciding if model.grootheden[n].verdeling], best, second)
    mean = float(difference(model, {}, best, second)[0])
    bars = by_width(tornado(model, best, second))
    return Gevoeligheid(best, second, trekking.cents(mean), shares, bars, flips, together, values)


# --- Sobol -----------------------------------------------------------------------------------------------------------


def sobol(
    function: Callable[[Reeks], Reeks], parts: Sequence[Sequence[int]], samples: int, seed: int
) -> list[tuple[float, float]]:
    """First-order and total share of the variance of a function of independent numbers between 0 and 1.

    parts       columns that are changed together; each column in one part
    samples     a power of 2; the function is evaluated samples · (parts + 2) times
    returns     per part; zeroes when the function does not vary
    """
    width = sum(map(len, parts))
    drawn = np.clip(qmc.Sobol(2 * width, rng=np.random.default_rng(seed)).random(samples), EDGE, 1 - EDGE)
    a, b = drawn[:, :width], drawn[:, width:]
    of_a, of_b = function(a), function(b)
    middle = float(np.concatenate([of_a, of_b]).mean())
    of_a, of_b = of_a - middle, of_b - middle
    variance = float(np.concatenate([of_a, of_b]).var())
    found = []
    for columns in parts:
        mixed = a.copy()
        mixed[:, list(columns)] = b[:, list(columns)]
        of_mixed = function(mixed) - middle
        first, total = (of_b * (of_mixed - of_a)).mean(), ((of_a - of_mixed) ** 2).mean() / 2
        found.append((float(first / variance), float(total / variance)) if variance else (0.0, 0.0))
    return found


def shares_of(model: Model, best: str, second: str, samples: int = SAMPLES) -> list[Aandeel]:
    """Shares per input, the largest total first."""
    parts = trekking.groups(model)
    names = [name for part in parts for name in part]
    columns = {name: place for place, name in enumerate(names)}

    def function(uniform: Reeks) -> Reeks:
        drawn = {name: ndtri(uniform[:, columns[name]]) for name in names}
        found = trekking.costs(model, trekking.correlated(model, drawn))
        return found[best] - found[second]

    if not names:
        return []
    indices = [[columns[name] for name in part] for part in parts]
    found = sobol(function, indices, samples, model.kop.zaad)
    shares = [Aandeel(part, first, total) for part, (first, total) in zip(parts, found, strict=True)]
    return sorted(shares, key=lambda share: -share.totaal)


def deciding_quantities(model: Model, shares: Sequence[Aandeel], count: int = DECIDING) -> list[str]:
    """The quantities behind the largest shares; behind an event stands its chance."""
    found: dict[str, None] = {}
    for share in shares:
        if share.totaal > 0:
            found |= dict.fromkeys(quantity_of(model, name) for name in share.invoer)
    return list(found)[:count]


def quantity_of(model: Model, name: str) -> str:
    """The quantity of an input: itself, or the chance of an event."""
    kind, _, event = name.partition(":")
    scenario, _, line = event.partition(".")
    if kind == "afbreken":
        off = model.scenarios[event].afbreking
        return off.kans if off else ""
    if kind == "kans":
        return (model.scenarios[scenario].regels[line] if line else model.nulalternatief.regels[event]).kans
    return name


# --- tornado, break-even, distance -----------------------------------------------------------------------------------


def difference(model: Model, changed: dict[str, Any], best: str, second: str) -> Reeks:
    """Cost of the best less that of the second, in euro, with some quantities changed and all else at its mean."""
    raw: dict[str, Any] = {name: float(value) for name, value in expected(model).items()} | changed
    found = worth(model, prepared(model, raw))
    return np.atleast_1d(np.asarray(found[best] - found[second], dtype=np.float64))


def tornado(model: Model, best: str, second: str) -> list[Staaf]:
    found = []
    for name, quantity in model.grootheden.items():
        if quantity.verdeling is None:
            continue
        ends = np.asarray(trekking.quantile(quantity.verdeling, np.array([LOW, HIGH])))
        low, high = np.broadcast_to(difference(model, {name: ends}, best, second), (2,))
        found.append(Staaf(name, float(ends[0]), float(ends[1]), trekking.cents(low), trekking.cents(high)))
    return found


def by_width(bars: Sequence[Staaf]) -> list[Staaf]:
    return sorted(bars, key=lambda bar: -abs(bar.bij_hoog - bar.bij_laag))


def break_even(model: Model, name: str, best: str, second: str) -> Omslag:
    """The value nearest to the mean at which both cost the same, all else at its mean."""
    mean = float(expected(model)[name])
    low, high = reach(model, name, mean)
    grid = np.linspace(low, high, GRID)
    found = np.broadcast_to(difference(model, {name: grid}, best, second), grid.shape)
    crossings = [i for i in range(GRID - 1) if (found[i] > 0) != (found[i + 1] > 0)]
    if not crossings:
        return Omslag(name, mean, None, None)
    at = min(crossings, key=lambda i: abs((grid[i] + grid[i + 1]) / 2 - mean))
    root = float(brentq(lambda x: float(difference(model, {name: x}, best, second)[0]), grid[at], grid[at + 1]))
    spread = model.grootheden[name].verdeling
    return Omslag(name, mean, root, (root - mean) / deviation(spread) if spread else None)


def reach(model: Model, name: str, mean: float) -> tuple[float, float]:
    """Between which bounds a quantity is tried: a share between 0 and 1, the rest up to ten times its mean."""
    quantity = model.grootheden[name]
    if quantity.eenheid.startswith("fractie"):
        return 0.0, 1.0
    return min(0.0, TIMES_MEAN * mean), max(0.0, TIMES_MEAN * mean)


def joint_flip(model: Model, names: Sequence[str], best: str, second: str) -> tuple[float | None, dict[str, float]]:
    """The nearest point, in standard normal space, where both cost the same when these quantities move together."""

    def values_at(z: Reeks) -> dict[str, Any]:
        return {name: trekking.quantile(spread_of(model, name), z[i]) for i, name in enumerate(names)}

    def height(z: Reeks) -> Reeks:
        return np.broadcast_to(difference(model, values_at(z), best, second), z.shape[1:] or (1,))

    found = nearest_root(height, len(names))
    if found is None:
        return None, {}
    return float(np.linalg.norm(found)), {name: float(value) for name, value in values_at(found).items()}


def spread_of(model: Model, name: str) -> Any:
    return model.grootheden[name].verdeling


def nearest_root(function: Callable[[Reeks], Reeks], width: int, *, step: float = 1e-4, rounds: int = 100) -> Any:
    """The point nearest to the origin where the function is 0, or nothing when it does not settle within 8 deviations.

    function    takes an array of (width, points), gives a value per point
    """
    z = np.zeros(width)
    if not width:
        return None
    scale = abs(float(function(z.reshape(width, 1))[0])) or 1.0
    for _ in range(rounds):
        around = np.concatenate([z[:, None] + step * np.eye(width), z[:, None] - step * np.eye(width)], axis=1)
        value = float(function(z.reshape(width, 1))[0])
        heights = function(around)
        slope = (heights[:width] - heights[width:]) / (2 * step)
        steep = float(slope @ slope)
        if not steep or not math.isfinite(steep):
            return None
        following = (float(slope @ z) - value) / steep * slope
        if float(np.linalg.norm(following - z)) < 1e-9 and abs(value) < 1e-6 * scale:
            return following
        z = np.clip(following, -8, 8)
    return None
