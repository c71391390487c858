"""Money: whole cents, and rounding as people expect of it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meent.basis.geld import Eurocent, in_euro, times

CENTS = st.integers(-(10**12), 10**12).map(Eurocent)


@pytest.mark.parametrize(
    ("bedrag", "text"),
    [(0, "€ 0,00"), (5, "€ 0,05"), (123450, "€ 1.234,50"), (-5, "€ -0,05"), (100000000, "€ 1.000.000,00")],
)
def test_amount_as_people_read_it(bedrag: int, text: str) -> None:
    assert in_euro(Eurocent(bedrag)) == text


@pytest.mark.parametrize(
    ("bedrag", "factor", "result"),
    [(100, "0.21", 21), (5, "1/2", 3), (-5, "1/2", -3), (10, "1/3", 3), (20, "1/3", 7), (1, "1/3", 0), (5, "-1/2", -3)],
)
def test_half_a_cent_goes_away_from_zero(bedrag: int, factor: str, result: int) -> None:
    assert times(Eurocent(bedrag), Fraction(factor)) == result


@given(CENTS, st.fractions(-100, 100))
def test_rounding_is_never_more_than_half_a_cent_off(bedrag: Eurocent, factor: Fraction) -> None:
    assert abs(times(bedrag, factor) - bedrag * factor) <= Fraction(1, 2)


@given(CENTS)
def test_once_is_the_same_amount(bedrag: Eurocent) -> None:
    assert times(bedrag, Fraction(1)) == bedrag
