"""BSN and RSIN: the eleven test (Logisch Ontwerp BRP, element 01.20)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meent.basis.nummers import Bsn, OngeldigNummer, Rsin, is_elfproef

NINE_DIGITS = st.text("0123456789", min_size=9, max_size=9)


@pytest.mark.parametrize("number", ["111222333", "123456782", "000000012", "000000000"])
def test_valid_numbers_pass(number: str) -> None:
    assert is_elfproef(number)


@pytest.mark.parametrize("number", ["", "12345678", "1234567820", "123456789", "12345678a", "12345678²", "١٢٣٤٥٦٧٨٢"])
def test_other_text_does_not_pass(number: str) -> None:
    assert not is_elfproef(number)


@given(NINE_DIGITS.filter(is_elfproef), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number: str, place: int, shift: int) -> None:
    """A typing mistake would otherwise open somebody else's file."""
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not is_elfproef(wrong)


@given(NINE_DIGITS.filter(is_elfproef), st.integers(0, 6))
def test_two_neighbours_swapped_are_noticed(number: str, place: int) -> None:
    a, b = number[place], number[place + 1]
    if a != b:
        assert not is_elfproef(number[:place] + b + a + number[place + 2 :])


def test_zeroes_are_an_rsin_but_nobodys_bsn() -> None:
    assert Rsin("000000000") == "000000000"
    with pytest.raises(OngeldigNummer):
        Bsn("000000000")


def test_error_and_repr_do_not_show_the_number() -> None:
    """A traceback ends up in a log, and a log is no place for a BSN."""
    assert "123456782" not in repr(Bsn("123456782"))
    with pytest.raises(OngeldigNummer) as refused:
        Bsn("123456789")
    assert "123456789" not in str(refused.value)


def test_bsn_reads_as_its_digits() -> None:
    assert f"{Bsn('123456782')}" == "123456782"
