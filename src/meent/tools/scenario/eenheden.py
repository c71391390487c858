"""Units of quantities: `euro/seat/maand` times `seat` is euro a year. Adding euro to hours is refused.

Each unit is brought to its base: a month is a twelfth of a year. Days and hours stay what they are: how many hours a
working year has is an assumption with a source, not a constant.
"""

import re
from fractions import Fraction
from typing import NamedTuple

Maat = tuple[tuple[str, int], ...]
"""Base units with their power, by name: euro per year is `(("euro", 1), ("jaar", -1))`."""

BASIS: dict[str, tuple[str, Fraction]] = {
    "euro": ("euro", Fraction(1)), "cent": ("euro", Fraction(1, 100)),
    "jaar": ("jaar", Fraction(1)), "maand": ("jaar", Fraction(1, 12)), "kwartaal": ("jaar", Fraction(1, 4)),
    "dag": ("dag", Fraction(1)), "uur": ("uur", Fraction(1)), "minuut": ("uur", Fraction(1, 60)),
    "inwoner": ("inwoner", Fraction(1)), "gebruiker": ("gebruiker", Fraction(1)), "seat": ("seat", Fraction(1)),
    "fte": ("fte", Fraction(1)), "oproep": ("oproep", Fraction(1)), "zaak": ("zaak", Fraction(1)),
    "deelnemer": ("deelnemer", Fraction(1)), "stuk": ("stuk", Fraction(1)),
}  # fmt: skip
ZONDER = ("fractie", "factor")
"""Numbers without a unit: a share between 0 and 1, and what an amount is multiplied by."""
PARTS = re.compile(r"([*/]?)\s*([a-z]+)\s*")

GEEN: Maat = ()
EURO: Maat = (("euro", 1),)
EURO_PER_JAAR: Maat = (("euro", 1), ("jaar", -1))
PER_JAAR: Maat = (("jaar", -1),)
INWONER: Maat = (("inwoner", 1),)


class EenheidOnbekend(ValueError):
    """Deze eenheid bestaat niet."""


class Eenheid(NamedTuple):
    """A unit in its base units; a value times `schaal` is the value in those."""

    maat: Maat
    schaal: Fraction


def read_unit(text: str) -> Eenheid:
    """`euro/seat/maand` as base units with a scale. Raises EenheidOnbekend, with the part that is unknown."""
    powers: dict[str, int] = {}
    scale, position = Fraction(1), 0
    for found in PARTS.finditer(text):
        sign, name = found.groups()
        if found.start() != position or (sign == "") != (position == 0):
            break
        position = found.end()
        if name in ZONDER:
            continue
        if name not in BASIS:
            raise EenheidOnbekend(name)
        base, factor = BASIS[name]
        power = -1 if sign == "/" else 1
        powers[base] = powers.get(base, 0) + power
        scale *= factor**power
    if position != len(text) or not text:
        raise EenheidOnbekend(text)
    return Eenheid(_ordered(powers), scale)


def times(left: Maat, right: Maat, power: int = 1) -> Maat:
    """Unit of a product, or of a quotient with `power` -1."""
    powers = dict(left)
    for base, exponent in right:
        powers[base] = powers.get(base, 0) + power * exponent
    return _ordered(powers)


def shown(maat: Maat) -> str:
    """As it is written in a model: `euro/seat/jaar`."""
    above = [base for base, power in maat for _ in range(power)]
    below = [base for base, power in maat for _ in range(-power)]
    return "/".join(["*".join(above) or "factor", *below])


def holds_money(maat: Maat) -> bool:
    return any(base == "euro" for base, _ in maat)


def _ordered(powers: dict[str, int]) -> Maat:
    return tuple(sorted((base, power) for base, power in powers.items() if power))
