"""One value by itself: numbers, partial dates, standaardwaarden, lengths and letters (Logisch Ontwerp)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meent.services.personen.keuring import keur
from meent.services.personen.rubrieken import tabel
from meent.services.personen.waarden import (
    fault_in,
    is_aktenummer,
    is_anummer,
    is_bekend,
    is_bsn,
    is_datum,
    is_standaardwaarde,
    is_testnummer,
)
from tests.services.personen.lijsten import ANUMMER, lijst

ELEMENT = tabel().elementen


@pytest.mark.rule("PL-09")
@pytest.mark.requirement("K-09")
class TestANummer:
    @pytest.mark.parametrize("nummer", [ANUMMER, "3510247967", "1010101025", "7934628529"])
    def test_one_that_was_given_out_passes(self, nummer: str) -> None:
        """These stand in the published test set and messages."""
        assert is_anummer(nummer)

    @pytest.mark.parametrize(
        "nummer",
        [
            "",
            "894040202",
            "89404020241",
            "0940402024",
            "8840402024",
            "8940402025",
            "894040202a",
            "٨٩٤٠٤٠٢٠٢٤",
            "8940402042",
        ],
    )
    def test_anything_else_does_not(self, nummer: str) -> None:
        """Length, first digit, two alike beside each other, either sum: each is a typing mistake caught."""
        assert not is_anummer(nummer)

    @pytest.mark.parametrize("wrong", ["1010101059", "1010101016"])
    def test_both_sums_count(self, wrong: str) -> None:
        """The first passes the one with powers of two only, the second the plain one only."""
        assert not is_anummer(wrong)

    @given(st.integers(0, 9), st.integers(1, 9))
    def test_one_wrong_digit_is_noticed(self, place: int, shift: int) -> None:
        wrong = ANUMMER[:place] + str((int(ANUMMER[place]) + shift) % 10) + ANUMMER[place + 1 :]
        assert not is_anummer(wrong)


@pytest.mark.rule("PL-10")
@pytest.mark.requirement("K-10")
def test_bsn_passes_the_eleven_test() -> None:
    """One digit off is somebody else, or nobody."""
    assert is_bsn("999993653")
    assert not is_bsn("999993654")
    assert not is_bsn("000000000")
    assert is_testnummer("999993653")
    assert not is_testnummer("123456782")


@pytest.mark.rule("PL-04")
@pytest.mark.requirement("K-04")
@pytest.mark.parametrize(
    ("datum", "goed"),
    [
        ("19630000", True),
        ("19630500", True),
        ("00000000", True),
        ("19630512", True),
        ("20240229", True),
        ("20230229", False),
        ("19630012", False),
        ("00000512", False),
        ("1963051", False),
        ("19631301", False),
    ],
)
def test_a_date_may_be_unknown_from_the_right(datum: str, goed: bool) -> None:
    """Some day in 1963 is a date of birth; the thirteenth of no month is not."""
    assert is_datum(datum) is goed
    assert (fault_in(ELEMENT["03.10"], datum) == "") is goed


@pytest.mark.rule("PL-05")
@pytest.mark.requirement("K-05")
@pytest.mark.parametrize(
    ("nummer", "waarde", "is_standaard"),
    [
        ("02.40", ".", True),
        ("02.40", "", True),
        ("03.30", "0000", True),
        ("03.10", "00000000", True),
        ("81.20", ".......", True),
        ("63.10", "000", True),
        ("01.10", "0000000000", True),
        ("02.40", "Moulin", False),
        ("03.30", "6030", False),
    ],
)
def test_unknown_is_a_value_of_its_own(nummer: str, waarde: str, is_standaard: bool) -> None:
    """Whoever makes a gap of it loses that somebody looked and found nothing."""
    assert is_standaardwaarde(ELEMENT[nummer], waarde) is is_standaard
    if is_standaard and waarde:
        assert fault_in(ELEMENT[nummer], waarde) in ("", "dit is geen datum van acht cijfers")


@pytest.mark.rule("PL-11")
@pytest.mark.requirement("K-11")
@pytest.mark.parametrize(
    ("nummer", "waarde", "told"),
    [
        ("11.10", "a" * 24, ""),
        ("11.10", "é" * 12, ""),
        ("11.10", "é" * 13, "dit is 26 lang in plaats van 1 tot 24"),
        ("03.30", "603", "dit is 3 lang in plaats van 4"),
        ("03.30", "60a0", "hier horen alleen cijfers"),
        ("02.40", "Ma€ny", "Op plaats 3 staat U+20AC, en dat kent LO3 niet."),
        ("80.20", "20191204171500000", ""),
        ("80.20", "20191304171500000", "dit is geen tijdstempel van zeventien cijfers"),
        ("80.20", "20191204251500000", "dit is geen tijdstempel van zeventien cijfers"),
        ("01.10", "1234567890", "dit is geen A-nummer"),
        ("01.20", "123456789", "dit is geen burgerservicenummer"),
    ],
)
def test_form_is_judged_in_bytes(nummer: str, waarde: str, told: str) -> None:
    """What is too long on the wire is cut off by somebody else."""
    assert fault_in(ELEMENT[nummer], waarde) == told


@pytest.mark.rule("PL-12")
@pytest.mark.requirement("K-12")
@pytest.mark.parametrize(
    ("nummer", "waarde", "bekend"),
    [
        ("67.20", "O", True),
        ("67.20", "W", False),
        ("70.10", "4", True),
        ("84.10", "S", True),
        ("04.10", "X", False),
        ("72.10", ".", True),
        ("02.40", "Moulin", True),
    ],
)
def test_an_unknown_letter_is_noticed_and_no_fault_of_form(nummer: str, waarde: str, bekend: bool) -> None:
    """Old data hold letters that no table has any more; refusing them would lose a person."""
    assert is_bekend(ELEMENT[nummer], waarde) is bekend
    assert fault_in(ELEMENT[nummer], waarde) == ""


@pytest.mark.rule("PL-31")
@pytest.mark.requirement("K-31")
@pytest.mark.parametrize(
    ("nummer", "goed"),
    [
        ("10A1284", True),
        ("1 A1284", True),
        ("3XB0001", True),
        ("3V.0012", True),
        ("5V.0012", True),
        (".......", True),
        ("1A00345", False),
        ("3.A0086", False),
        ("40A1284", False),
        ("10a1284", False),
        ("10A128", False),
        ("10A12845", False),
    ],
)
def test_an_aktenummer_has_seven_positions(nummer: str, goed: bool) -> None:
    """An akte that cannot be found by its number is no source."""
    assert is_aktenummer(nummer) is goed


@pytest.mark.requirement("K-44")
@pytest.mark.parametrize(("nummer", "waarde", "mag"), [
    ("31.10", "1", True), ("31.10", "2", True), ("31.10", "3", False), ("31.10", "A", False),
    ("38.10", "A", True), ("38.10", "B", False), ("38.10", "1", False),
])  # fmt: skip
def test_the_right_to_vote_has_few_letters(nummer: str, waarde: str, mag: bool) -> None:
    """Another one would keep somebody from voting, or let somebody vote; it is told when the list comes in."""
    told = {(b.code, b.element) for b in keur(lijst(c13=[[{nummer: waarde}]])) if b.element == nummer}
    assert told.isdisjoint({("waarde", nummer), ("vorm", nummer)}) is mag
