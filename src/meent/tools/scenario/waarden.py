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
from meent.tools.scenario.oordeel_grootheden import in_order, other_price_level
from meent.tools.scenario.vorm import Driehoek, Grootheid, Model, Uniform, Verdeling

Waarden = dict[str, Any]


class DelenDoorNul(ZeroDivisionError):
    """Working out this quantity divides by nought."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


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
    """From values as they are written to values that formulas take: base units, this price level, VAT taken out.

    Raises DelenDoorNul.
    """
    values: Waarden = {}
    for name in in_order(model):
        try:
            if name in model.grootheden:
                values[name] = _at_price_level(model, name, _scaled(model.grootheden[name], raw[name]), values)
            else:
                values[name] = formule.outcome(formule.parse(model.afgeleid[name].formule), values)
        except ZeroDivisionError as error:
            raise DelenDoorNul(name) from error
    return values


def _at_price_level(model: Model, name: str, value: Getal, values: Mapping[str, Getal]) -> Getal:
    """An index and a VAT rate may follow from a formula themselves: `in_order` puts those first."""
    quantity = model.grootheden[name]
    if other_price_level(model, quantity):
        value = value * (1 + values[model.indexen[quantity.index]]) ** (model.kop.prijspeil - (quantity.prijspeil or 0))
    if quantity.btw_inbegrepen:
        value = value / (1 + values[model.btw[quantity.btw].tarief])
    return value


def _scaled(quantity: Grootheid, value: Getal) -> Getal:
    scale = eenheden.read_unit(quantity.eenheid).schaal
    return value * (scale if isinstance(value, Fraction) else float(scale))
