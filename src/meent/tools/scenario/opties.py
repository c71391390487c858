"""What it is worth to be able to stop: a tree of gates, reckoned from its leaves back (backward induction).

At each gate an amount is paid; then, where that is allowed, one may stop for a price, or go on to what chance brings.
Amounts are costs in euro of today, so the smaller is chosen. Without the right to stop one always goes on.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Poort:
    """A gate of the tree.

    kosten      what is paid on arrival
    takken      (chance, next gate); the chances add up to 1; none at an end
    stop        what stopping here costs, or nothing where one cannot stop
    """

    kosten: float
    takken: Sequence[tuple[float, str]]
    stop: float | None = None


@dataclass(frozen=True)
class Optiewaarde:
    """Expected cost with and without the right to stop, and at which gates stopping is the better choice."""

    met_stop: float
    zonder_stop: float
    stoppen_bij: list[str]

    @property
    def waarde(self) -> float:
        return self.zonder_stop - self.met_stop


def option_value(gates: Mapping[str, Poort], root: str) -> Optiewaarde:
    """The tree from `root`; gates that nobody reaches are left out. They form no circle (`oordeel_keuzes`)."""
    order = reached(gates, root)
    free: dict[str, float] = {}
    bound: dict[str, float] = {}
    stops: list[str] = []
    for name in reversed(order):
        gate = gates[name]
        bound[name] = gate.kosten + sum(chance * bound[to] for chance, to in gate.takken)
        on = math.fsum(chance * free[to] for chance, to in gate.takken)
        if gate.stop is not None and gate.stop < on:
            stops.append(name)
            on = gate.stop
        free[name] = gate.kosten + on
    return Optiewaarde(free[root], bound[root], [name for name in order if name in stops])


def reached(gates: Mapping[str, Poort], root: str) -> list[str]:
    """Gates from the root on, each before those that follow from it."""
    seen: dict[str, None] = {}

    def visit(name: str) -> None:
        if name not in seen:
            for _, to in gates[name].takken:
                visit(to)
            seen[name] = None

    visit(root)
    return list(reversed(seen))
