"""Chances: many draws of all that is uncertain at once, and what each scenario costs in each.

Quantities that move together are drawn by a Gaussian copula with the rank correlations of the model. Every quantity and
event has a stream of its own, made of the seed and its name, so that adding one leaves the draws of the others alone.
Needs the extra `scenario` (numpy, scipy).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from meent.tools.scenario.oordeel_regels import NUL
from meent.tools.scenario.posten import lines_of
from meent.tools.scenario.stroom import event_of_calling_off, event_of_line, worth
from meent.tools.scenario.vorm import Driehoek, Lognormaal, Model, Normaal, Uniform, Verdeling
from meent.tools.scenario.waarden import expected, prepared

Reeks = npt.NDArray[np.float64]
Trekking = dict[str, Reeks]
"""Standard normal numbers per quantity and event."""
QUANTILES = (0.1, 0.5, 0.8, 0.9)


class CorrelatieOnmogelijk(ValueError):
    """De correlaties van het model kunnen niet tegelijk waar zijn; maak er een kleiner."""

    def __init__(self) -> None:
        super().__init__(CorrelatieOnmogelijk.__doc__)


@dataclass(frozen=True)
class Spreiding:
    """What the draws say of one scenario, in eurocents; `fout` is the standard error of the mean."""

    gemiddelde: int
    fout: int
    p10: int
    p50: int
    p80: int
    p90: int
    kans_goedkoopst: float
    spijt: int
    """How much more it costs than the cheapest of that draw, on average."""


@dataclass(frozen=True)
class Kansen:
    """What the draws say of all: per scenario, who is cheaper than whom, and what perfect foresight would save."""

    trekkingen: int
    zaad: int
    scenarios: dict[str, Spreiding]
    goedkoper: dict[str, dict[str, float]]
    volledige_kennis: int


def inputs(model: Model) -> list[str]:
    """Everything that is uncertain: quantities with a distribution, then events."""
    spread = [name for name, quantity in model.grootheden.items() if quantity.verdeling is not None]
    events: dict[str, None] = {}
    for key in (NUL, *model.scenarios):
        events |= {event_of_line(line): None for line in lines_of(model, key) if line.regel.kans}
    events |= {event_of_calling_off(key): None for key, s in model.scenarios.items() if s.afbreking}
    return [*spread, *events]


def groups(model: Model) -> list[list[str]]:
    """Inputs that move together stand together; the others alone."""
    found = [{name} for name in inputs(model)]
    for pair in model.correlaties:
        joined = [group for group in found if group & set(pair.tussen)]
        found = [group for group in found if group not in joined] + [set[str]().union(*joined)]
    order = {name: place for place, name in enumerate(inputs(model))}
    return sorted((sorted(group, key=order.__getitem__) for group in found), key=lambda group: order[group[0]])


def correlated(model: Model, independent: Trekking) -> Trekking:
    """Draws with the rank correlations of the model. Raises CorrelatieOnmogelijk."""
    found = dict(independent)
    ranks = {frozenset(pair.tussen): float(pair.rang) for pair in model.correlaties}
    for group in groups(model):
        if len(group) == 1:
            continue
        matrix = np.eye(len(group))
        for i, first in enumerate(group):
            for j, second in enumerate(group):
                if rank := ranks.get(frozenset((first, second))) if i != j else None:
                    matrix[i, j] = 2 * math.sin(math.pi * rank / 6)
        try:
            lower = np.linalg.cholesky(matrix)
        except np.linalg.LinAlgError as error:
            raise CorrelatieOnmogelijk from error
        for i, name in enumerate(group):
            found[name] = sum((lower[i, j] * independent[group[j]] for j in range(i + 1)), np.zeros(1))
    return found


def draw(model: Model, count: int, seed: int) -> Trekking:
    streams = {name: np.random.SeedSequence([seed, crc32(name.encode())]) for name in inputs(model)}
    return {name: np.random.Generator(np.random.PCG64(s)).standard_normal(count) for name, s in streams.items()}


def quantile(spread: Verdeling, z: Any) -> Any:
    """The value of a distribution at a standard normal number."""
    match spread:
        case Uniform(laag=low, hoog=high):
            return float(low) + float(high - low) * ndtr(z)
        case Driehoek(laag=low, top=top, hoog=high):
            return _triangular(float(low), float(top), float(high), ndtr(z))
        case Normaal(gemiddelde=mean, spreiding=deviation):
            return float(mean) + float(deviation) * z
        case Lognormaal(gemiddelde=mean, spreiding=deviation):
            variance = math.log1p((float(deviation) / float(mean)) ** 2)
            return np.exp(math.log(float(mean)) - variance / 2 + math.sqrt(variance) * z)


def _triangular(low: float, top: float, high: float, u: Any) -> Any:
    share = (top - low) / (high - low)
    rising = low + np.sqrt(u * (high - low) * (top - low))
    falling = high - np.sqrt((1 - u) * (high - low) * (high - top))
    return np.where(u < share, rising, falling)


def costs(model: Model, drawn: Trekking) -> dict[str, Reeks]:
    """Present value of each scenario in each draw, in euro."""
    raw: dict[str, Any] = {name: float(value) for name, value in expected(model).items()}
    raw |= {
        name: quantile(quantity.verdeling, drawn[name])
        for name, quantity in model.grootheden.items() if quantity.verdeling is not None
    }  # fmt: skip
    count = len(next(iter(drawn.values()), np.zeros(1)))
    found = worth(model, prepared(model, raw), lambda event: ndtr(drawn[event]))
    return {key: np.broadcast_to(np.asarray(value, dtype=np.float64), (count,)) for key, value in found.items()}


def summary(model: Model, count: int | None = None) -> tuple[Kansen, dict[str, Reeks]]:
    """What the draws say, and the draws themselves for a plot."""
    count = count or model.kop.trekkingen
    found = costs(model, correlated(model, draw(model, count, model.kop.zaad)))
    return compare(found, model.kop.zaad), found


def compare(found: Mapping[str, Reeks], seed: int) -> Kansen:
    """Regret, chances and quantiles of costs that were drawn together; ties go to the first."""
    keys, matrix = list(found), np.stack(list(found.values()))
    cheapest, best = matrix.min(axis=0), matrix.argmin(axis=0)
    spreads = {key: _spread(matrix[i], cheapest, float((best == i).mean())) for i, key in enumerate(keys)}
    cheaper = {a: {b: float((found[a] < found[b]).mean()) for b in keys if b != a} for a in keys}
    foresight = min(float(row.mean()) for row in matrix) - float(cheapest.mean())
    return Kansen(matrix.shape[1], seed, spreads, cheaper, cents(foresight))


def _spread(row: Reeks, cheapest: Reeks, chance: float) -> Spreiding:
    p10, p50, p80, p90 = (cents(q) for q in np.quantile(row, QUANTILES))
    error = float(row.std(ddof=1)) / math.sqrt(len(row))
    return Spreiding(cents(row.mean()), cents(error), p10, p50, p80, p90, chance, cents((row - cheapest).mean()))


def cents(euro: Any) -> int:
    return round(float(euro) * 100)
