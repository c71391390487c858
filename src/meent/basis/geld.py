"""Money in whole eurocents; a rate is a fraction, so that no cent gets lost on the way."""

from fractions import Fraction
from typing import NewType

Eurocent = NewType("Eurocent", int)


def times(bedrag: Eurocent, factor: Fraction) -> Eurocent:
    """An amount times a rate, rounded to the cent; half a cent goes away from zero, as people expect of money."""
    exact = abs(bedrag * factor)
    rounded = (exact.numerator * 2 + exact.denominator) // (exact.denominator * 2)
    return Eurocent(rounded if bedrag * factor >= 0 else -rounded)


def in_euro(bedrag: Eurocent) -> str:
    """As people read it: `€ 1.234,50`, with the minus sign after the euro sign."""
    euro, cent = divmod(abs(bedrag), 100)
    return f"€ {'-' if bedrag < 0 else ''}{euro:,}".replace(",", ".") + f",{cent:02}"
