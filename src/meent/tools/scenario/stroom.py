"""Real burden per year of every scenario, for one set of values or for many draws at once.

The sheet (`uitkomst`) rounds each amount to the cent; here nothing is rounded, because a hundred thousand draws need no
cents. A test holds the two to within the cents that rounding can make.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from meent.tools.scenario import contant
from meent.tools.scenario.formule import Getal
from meent.tools.scenario.oordeel_regels import NUL, horizon
from meent.tools.scenario.posten import (
    Lijn,
    base_amount,
    burden_factor,
    lines_at_calling_off,
    lines_of,
    year_factor,
)
from meent.tools.scenario.vorm import Model

Toeval = Callable[[str], Any]
"""Name of an event -> a number between 0 and 1 per draw, or nothing: then an event counts for its chance."""


def expected_event(_: str) -> None:
    """No draw: each event counts for its chance."""


def event_of_line(line: Lijn) -> str:
    return f"kans:{line.sleutel}" if line.herkomst == NUL else f"kans:{line.herkomst}.{line.sleutel}"


def event_of_calling_off(scenario: str) -> str:
    return f"afbreken:{scenario}"


def worth(model: Model, values: Mapping[str, Getal], toeval: Toeval = expected_event) -> dict[str, Any]:
    """Present value of the real burden of the nulalternatief and each scenario, in euro."""
    rate, moment = values[model.kop.disconteringsvoet], contant.MOMENT[model.kop.moment]
    discount = [(1 + rate) ** -(t + moment) for t in range(model.kop.jaren)]
    flows = real_burden(model, values, toeval)
    return {key: sum(f * d for f, d in zip(flow, discount, strict=True)) for key, flow in flows.items()}


def real_burden(model: Model, values: Mapping[str, Getal], toeval: Toeval) -> dict[str, list[Any]]:
    """Per scenario the burden of each year, in euro of the price level; calling off included."""
    years = horizon(model)
    inflation = values[model.kop.inflatie]
    deflate = {year: (1 + inflation) ** (model.kop.prijspeil - year) for year in years}
    nul = _planned(model, values, lines_of(model, NUL), deflate, toeval)
    found = {NUL: nul}
    for key in model.scenarios:
        lines = lines_of(model, key)
        own = _planned(model, values, lines, deflate, toeval)
        found[key] = _with_calling_off(model, values, key, (own, nul), deflate, toeval)
    return found


def _planned(
    model: Model, values: Mapping[str, Getal], lines: Sequence[Lijn], deflate: Mapping[int, Getal], toeval: Toeval
) -> list[Any]:
    totals: dict[int, Any] = dict.fromkeys(deflate, 0.0)
    for line in lines:
        base = _base(model, values, line, toeval)
        for year in line.jaren:
            totals[year] = totals[year] + base * year_factor(model, values, line, year) * deflate[year]
    return list(totals.values())


def _base(model: Model, values: Mapping[str, Getal], line: Lijn, toeval: Toeval) -> Any:
    """What the line weighs in a year before price rises, in this draw."""
    base = base_amount(model, values, line) * burden_factor(model, values, line)
    return base * happens(toeval(event_of_line(line)), values[line.regel.kans]) if line.regel.kans else base


def _with_calling_off(
    model: Model,
    values: Mapping[str, Getal],
    key: str,
    flows: tuple[Sequence[Any], Sequence[Any]],
    deflate: Mapping[int, Getal],
    toeval: Toeval,
) -> list[Any]:
    """As planned until it is called off; in that year also the lines of calling off; then the nulalternatief."""
    off, (own, nul) = model.scenarios[key].afbreking, flows
    if off is None:
        return list(own)
    possible = [off.van <= year <= off.tot for year in horizon(model)]
    weights = called_off(toeval(event_of_calling_off(key)), values[off.kans], possible)
    found, gone = [], 0.0
    for t, year in enumerate(horizon(model)):
        flow = own[t] * (1 - gone) + nul[t] * gone
        if possible[t]:
            closing = _planned(model, values, lines_at_calling_off(model, key, year), deflate, toeval)[t]
            flow = flow + weights[t] * closing
        gone = gone + weights[t]
        found.append(flow)
    return found


def happens(drawn: Any, chance: Getal) -> Any:
    """The chance itself, or per draw 0 or 1."""
    return chance if drawn is None else (drawn < chance) * 1.0


def called_off(drawn: Any, chance: Getal, possible: Sequence[bool]) -> list[Any]:
    """Per year what part is called off then: a chance, or per draw 0 or 1 with at most one 1."""
    alive, found = 1.0, []
    for may in possible:
        now = alive * chance if may else 0.0
        below = 1 - alive
        found.append(now if drawn is None else ((drawn >= below) & (drawn < below + now)) * 1.0)
        alive = alive - now
    return found
