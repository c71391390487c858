"""The characters of LO3 (T.61): everything both ways, and a clear refusal for the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meent.services.personen.teletex import TO_BYTES, OnbekendTeken, as_lo3, bytes_in, decode, encode

pytestmark = [pytest.mark.rule("PL-11"), pytest.mark.requirement("K-11")]
LO3 = st.text(st.sampled_from(sorted(TO_BYTES)))


def test_every_character_goes_both_ways() -> None:
    """A letter that comes back as another is another name."""
    assert {decode(encode(letter)) for letter in TO_BYTES} == set(TO_BYTES)
    assert len(set(TO_BYTES.values())) == len(TO_BYTES)


@given(LO3)
def test_text_goes_both_ways(text: str) -> None:
    """A diacritic must not stick to the wrong letter, whatever stands beside it."""
    assert decode(encode(text)) == text
    assert bytes_in(text) == len(encode(text))


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("é", "C2 65"),
        ("Béamont", "42 C2 65 61 6D 6F 6E 74"),
        ("ü", "C8 75"),
        ("ß", "FB"),
        ("Ŧ", "ED"),
        ("Æ", "E1"),
        ("ç", "CB 63"),
        ("ģ", "C2 67"),
        ("#", "A6"),
        ("$", "A4"),
        ("ı", "F5"),
        ("İ", "C7 49"),
        ("Ð", "E2"),
        ("đ", "F2"),
        ("ŉ", "EF"),
        ("|", "7C"),
        ("\u2126", "E0"),
    ],
)
def test_bytes_are_those_of_the_set(text: str, raw: str) -> None:
    """Other municipalities read the bytes, not our intention."""
    assert encode(text).hex(" ").upper() == raw
    assert decode(bytes.fromhex(raw)) == text


@pytest.mark.parametrize("text", ["€", "¦", "ĕ", "Б", "^", "\\", "~", "\x00", "a\u0301", "Đ", "\u200b"])
def test_what_the_set_lacks_is_refused(text: str) -> None:
    """A letter left out, or a question mark for it, is a name that nobody has."""
    with pytest.raises(OnbekendTeken, match=r"plaats [34]") as refused:
        encode(f"Ab{text}")
    assert "Ab" not in str(refused.value)


@pytest.mark.parametrize("raw", ["C2", "C2 62", "C9 61", "C6 65", "24", "23", "A0", "FF", "41 C8"])
def test_bytes_that_mean_nothing_are_refused(raw: str) -> None:
    """Latin-1 that is read as T.61 shows itself here, or never."""
    with pytest.raises(OnbekendTeken):
        decode(bytes.fromhex(raw))


@given(st.binary(max_size=40))
def test_bytes_are_read_whole_or_refused(raw: bytes) -> None:
    """No byte is dropped."""
    try:
        text = decode(raw)
    except OnbekendTeken:
        return
    assert encode(text) == raw


@pytest.mark.parametrize(
    ("typed", "kept"), [("Đorđe", "Ðorđe"), ("e\u0301", "é"), ("\u03a9", "\u2126"), ("Jan", "Jan")]
)
def test_what_is_typed_becomes_what_lo3_tells_apart(typed: str, kept: str) -> None:
    """Two letters that look the same would make two persons of one."""
    assert as_lo3(typed) == kept
    encode(kept)


def test_length_counts_bytes() -> None:
    """Forty characters with five accents do not fit in forty bytes."""
    assert bytes_in("a" * 35 + "é" * 5) == 45
