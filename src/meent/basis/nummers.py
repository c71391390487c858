"""Numbers that identify people and organisations: BSN and RSIN, nine digits that keep the eleven test.

Not whether a number was ever given out: only the BRP and the Handelsregister know that.
"""

from typing import Self

_ASCII = 43 * ord("0")  # the weights 9, 8, … 2, -1 together, times what every digit is too high as a character
_ZEROES = "000000000"


class OngeldigNummer(ValueError):
    """Dit nummer klopt niet: het heeft negen cijfers en voldoet aan de elfproef."""


def is_elfproef(number: str) -> bool:
    """Nine digits whose weighted sum divides by eleven.

    Nine zeroes pass: clients of the ZGW APIs send them for "no organisation" and the reference accepts them (Z-54).
    """
    if len(number) != 9 or not (number.isascii() and number.isdigit()):
        return False
    a, b, c, d, e, f, g, h, i = number.encode()
    return (9 * a + 8 * b + 7 * c + 6 * d + 5 * e + 4 * f + 3 * g + 2 * h - i - _ASCII) % 11 == 0


class Rsin(str):
    """Number of an organisation in the Handelsregister; nine zeroes are accepted. raises OngeldigNummer."""

    __slots__ = ()

    def __new__(cls, number: str) -> Self:
        if not is_elfproef(number):
            raise OngeldigNummer(OngeldigNummer.__doc__)
        return super().__new__(cls, number)


class Bsn(str):
    """Number of a person; nobody has nine zeroes. Its repr is masked, so that no log or traceback holds one.

    raises      OngeldigNummer, whose text does not repeat the number
    """

    __slots__ = ()

    def __new__(cls, number: str) -> Self:
        if number == _ZEROES or not is_elfproef(number):
            raise OngeldigNummer(OngeldigNummer.__doc__)
        return super().__new__(cls, number)

    def __repr__(self) -> str:
        return "Bsn(*********)"
