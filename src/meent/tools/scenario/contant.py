"""What flows of money are worth: present value, equal yearly burden, rate of return, per inhabitant.

Flows are eurocents per year, the first in year 0. `moment` is when in the year is paid: 0 begin, ½ middle, 1 end. Real
flows are discounted with a real rate and nominal ones with a nominal rate, never crosswise: `real` and `nominal_rate`.
"""

from collections.abc import Sequence
from itertools import pairwise

MOMENT = {"begin": 0.0, "midden": 0.5, "eind": 1.0}
RATE_MAX, HALVINGS = 1e6, 200


def npv(flows: Sequence[float], rate: float, moment: float) -> float:
    """Σ c_t / (1+r)^(t+m), in the unit of the flows."""
    return float(sum(flow * (1 + rate) ** -(t + moment) for t, flow in enumerate(flows)))


def annuity(value: float, rate: float, years: int, moment: float) -> float:
    """The equal yearly amount, paid at the same moments, that is worth as much; at rate 0 the value by the years.

    For payment at the end of the year this is NPV · r / (1 − (1+r)^−T).
    """
    return value / npv([1.0] * years, rate, moment)


def irr(flows: Sequence[float]) -> float | None:
    """The rate at which the flows are worth nothing; nothing where there is none, or where there may be several."""
    signs = [flow > 0 for flow in flows if flow]
    if sum(a != b for a, b in pairwise(signs)) != 1:
        return None
    # In d = 1/(1+r) the value is a polynomial with one positive root, so halving finds it.
    low, high = 1 / (1 + RATE_MAX), 1.0
    first = _at(flows, low) > 0
    while (_at(flows, high) > 0) == first:
        high *= 2
        if high > RATE_MAX:
            return None
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if (_at(flows, middle) > 0) == first else (low, middle)
    return 2 / (low + high) - 1


def _at(flows: Sequence[float], discount: float) -> float:
    value = 0.0
    for flow in reversed(flows):
        value = value * discount + flow
    return value


def per_inhabitant(flows: Sequence[float], inhabitants: Sequence[float], rate: float, moment: float) -> float:
    """Discounted flows by discounted inhabitants: what one inhabitant bears in one year."""
    return npv(flows, rate, moment) / npv(inhabitants, rate, moment)


def nominal_rate(real_rate: float, inflation: float) -> float:
    return (1 + real_rate) * (1 + inflation) - 1


def called_off(chance: float, years: Sequence[bool]) -> list[float]:
    """The chance that a project is called off in each year; `years` says in which it can be."""
    alive, found = 1.0, []
    for possible in years:
        found.append(alive * chance if possible else 0.0)
        alive -= found[-1]
    return found
