"""What one element may hold: numbers that check themselves, partial dates, lengths in bytes, letters.

A fault is told, never mended: a standaardwaarde is a fact of its own, and so is what somebody once typed (K-05, K-12).
"""

import re
from collections.abc import Callable
from itertools import pairwise

from meent.basis.datums import OngeldigeDatum, PartialDate
from meent.basis.nummers import is_elfproef
from meent.services.personen.rubrieken import Element
from meent.services.personen.teletex import OnbekendTeken, bytes_in

ONBEKEND = "."
"""The standaardwaarde of text, as often as the element is long; of digits it is zeroes."""
TIJDSTEMPEL = re.compile(r"\d{17}", re.ASCII)
AKTENUMMER = re.compile(r"(?:[1235][0-9A-Z ][A-Z]|[35]V\.)\d{4}|\.+|0{7}", re.ASCII)
CIJFERS = re.compile(r"\d+", re.ASCII)


def is_standaardwaarde(element: Element, waarde: str) -> bool:
    """Whether it says "unknown": dots for text, zeroes for what is made of digits. Source: K-05."""
    return waarde.strip(ONBEKEND if element.vorm == "tekst" else "0") == ""


def is_anummer(nummer: str) -> bool:
    """Ten digits that pass both sums of the A-nummer. Source: K-09.

    The first is no zero, no two neighbours are equal, the sum of the digits modulo 11 is 0 or 5, and the sum of each
    digit times two to the power of its place, counted from 0, divides by 11.
    """
    if len(nummer) != 10 or not (nummer.isascii() and nummer.isdigit()) or nummer[0] == "0":
        return False
    digits = [int(c) for c in nummer]
    if any(a == b for a, b in pairwise(digits)):
        return False
    return sum(digits) % 11 in (0, 5) and sum(d << i for i, d in enumerate(digits)) % 11 == 0


def is_bsn(nummer: str) -> bool:
    """Nine digits that pass the eleven test; nobody has nine zeroes. Source: K-10."""
    return nummer.strip("0") != "" and is_elfproef(nummer)


def is_testnummer(nummer: str) -> bool:
    """Of the range for tests, which nobody alive has. Source: K-10."""
    return nummer.startswith("999")


def is_datum(waarde: str) -> bool:
    """Eight digits, zeroes for what is unknown. Source: K-04."""
    try:
        PartialDate(waarde)
    except OngeldigeDatum:
        return False
    return True


def is_aktenummer(nummer: str) -> bool:
    """Kind of register, part (a space when the old number had none), letter, four digits. Source: K-31.

    Registers 4 and 6 of The Hague stand as `3V.` and `5V.`.
    """
    return AKTENUMMER.fullmatch(nummer) is not None


def _is_tijdstempel(waarde: str) -> bool:
    return TIJDSTEMPEL.fullmatch(waarde) is not None and is_datum(waarde[:8]) and waarde[8:14] <= "235959"


VORMEN: dict[str, tuple[Callable[[str], bool], str]] = {
    "anummer": (is_anummer, "dit is geen A-nummer"),
    "bsn": (is_bsn, "dit is geen burgerservicenummer"),
    "datum": (is_datum, "dit is geen datum van acht cijfers"),
    "tijdstempel": (_is_tijdstempel, "dit is geen tijdstempel van zeventien cijfers"),
    "cijfers": (lambda w: CIJFERS.fullmatch(w) is not None, "hier horen alleen cijfers"),
    "tekst": (lambda w: True, ""),
}


def fault_in(element: Element, waarde: str) -> str:
    """What is wrong with its form, as a sentence without the value; empty when nothing is.

    Letters that the table does not name are no fault of form: see `is_bekend`.
    """
    try:
        lengte = bytes_in(waarde)
    except OnbekendTeken as teken:
        return str(teken)
    if not element.kort <= lengte <= element.lang:
        wanted = f"{element.kort} tot {element.lang}" if element.kort < element.lang else f"{element.lang}"
        return f"dit is {lengte} lang in plaats van {wanted}"
    if element.vorm in ("anummer", "bsn") and is_standaardwaarde(element, waarde):
        return ""
    fits, told = VORMEN[element.vorm]
    return "" if fits(waarde) else told


def is_bekend(element: Element, waarde: str) -> bool:
    """Whether the table names this letter, or it says unknown. Source: K-12."""
    return not element.waarden or waarde in element.waarden or is_standaardwaarde(element, waarde)
