"""Values of quantities: each in base units, at the price level of the model, without VAT.

The sheet reckons with exact fractions, in which a distribution counts for its mean. Chances are reckoned with numpy
arrays, one entry per draw. Both go through the same functions.
"""

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from meent.tools.scenario import eenheden, formule
from meent.tools.scenario.formule import Getal
from meent.tools.scenario.oordeel_grootheden import in_order
from meent.tools.scenario.vorm import Driehoek, Grootheid, Model, Uniform, Verdeling

Waarden = dict[str, Any]


def expected(model: Model) -> Waarden:
    """What is written in the model, a distribution by its mean; exact, and in the units of the file."""
    return {name: mean(quantity) for name, quantity in model.grootheden.items()}


def mean(quantity: Grootheid) -> Fraction:
    match quantity.verdeling:
        case None:
            return Fraction(quantity.waarde or 0)
        case Uniform(laag=low, hoog=high):
            return (Fraction(low) + Fraction(high)) / 2
        case Driehoek(laag=low, top=top, hoog=high):
            return (Fraction(low) + Fraction(top) + Fraction(high)) / 3
        case spread:
            return Fraction(spread.gemiddelde)


def deviation(spread: Verdeling) -> float:
    """Standard deviation, in the unit of the file."""
    match spread:
        case Uniform(laag=low, hoog=high):
            return float(high - low) / math.sqrt(12)
        case Driehoek(laag=low, top=top, hoog=high):
            a, m, b = float(low), float(top), float(high)
            return math.sqrt((a * a + m * m + b * b - a * m - a * b - m * b) / 18)
    return float(spread.spreiding)


def prepared(model: Model, raw: Mapping[str, Getal]) -> Waarden:
    """From values as they are written to values that formulas take: base units, this price level, VAT taken out."""
    values = {name: _scaled(quantity, raw[name]) for name, quantity in model.grootheden.items()}
    for name, quantity in model.grootheden.items():
        if quantity.prijspeil is not None and quantity.prijspeil != model.kop.prijspeil:
            rate = values[model.indexen[quantity.index]]
            values[name] = values[name] * (1 + rate) ** (model.kop.prijspeil - quantity.prijspeil)
        if quantity.btw_inbegrepen:
            values[name] = values[name] / (1 + values[model.btw[quantity.btw].tarief])
    for name in in_order(model):
        values[name] = formule.outcome(formule.parse(model.afgeleid[name].formule), values)
    return values


def _scaled(quantity: Grootheid, value: Getal) -> Getal:
    scale = eenheden.read_unit(quantity.eenheid).schaal
    return value * (scale if isinstance(value, Fraction) else float(scale))
