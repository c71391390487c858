"""The characters of LO3: T.61 (teletex) as the GBA uses it, where a diacritic goes before its letter.

`C2 65` is é. Lengths in messages count these bytes. What the set does not have is refused, never left out or replaced:
a name that lost a letter is somebody else's name. Source: K-11; Logisch Ontwerp, ITU-T T.61, ISO-IR 102 and 103.
"""

import re
import unicodedata
from collections.abc import Iterator
from types import MappingProxyType


class OnbekendTeken(ValueError):
    """Dit teken bestaat niet in LO3; schrijf het anders, want weglaten mag niet."""

    def __init__(self, plaats: int, wat: str) -> None:
        super().__init__(f"Op plaats {plaats} staat {wat}, en dat kent LO3 niet.")
        self.plaats = plaats


# Byte of the diacritic, its combining character in Unicode, and the letters it may stand before.
DIACRITICS = (
    (0xC1, "\u0300", "AEIOUaeiou"),
    (0xC2, "\u0301", "ACEILNORSUYZaceilnorsuyz"),
    (0xC3, "\u0302", "ACEGHIJOSUWYaceghijosuwy"),
    (0xC4, "\u0303", "AINOUainou"),
    (0xC5, "\u0304", "AEIOUaeiou"),
    (0xC6, "\u0306", "AGUagu"),
    (0xC7, "\u0307", "CEGIZcegz"),
    (0xC8, "\u0308", "AEIOUYaeiouy"),
    (0xCA, "\u030a", "AUau"),
    (0xCB, "\u0327", "CGKLNRSTcklnrst"),
    (0xCD, "\u030b", "OUou"),
    (0xCE, "\u0328", "AEIUaeiu"),
    (0xCF, "\u030c", "CDELNRSTZcdelnrstz"),
)
SINGLE = (
    "0a\n 0c\f 0d\r a1¡ a2¢ a3£ a4$ a5¥ a6# a7§ a8¤ ab« b0° b1± b2² b3³ b4× b5µ b6¶ b7· b8÷ bb» bc¼ bd½ be¾ bf¿"
    " e0\u2126 e1Æ e2Ð e3ª e4Ħ e7Ŀ e8Ł e9Ø eaŒ ebº ecÞ edŦ eeŊ efŉ f0ĸ f1æ f2đ f3ð f4ħ f5ı f7ŀ f8ł f9ø faœ fbß fcþ"
    " fdŧ feŋ"
)
NOT_ASCII = "#$\\^`{}~"
"""Printable characters of ASCII that have another place here, or none."""
COMMA_BELOW = ("\u0123", b"\xc2g")
"""ģ is written with the acute accent, because its cedilla stands on top."""

AS_ONE = str.maketrans({"Đ": "Ð", "\u03a9": "\u2126"})
"""Letters that LO3 does not tell apart -> the one of the two that we keep, as RvIG's own data do (decision 0050)."""


DAMAGED = re.compile("(?<=[a-zß-öø-ÿ])[\u2126ÆÐªĦĿŁØŒºÞŦŊŉ]")
"""What Latin-1 looks like when it is read as T.61: í becomes Ŧ and á becomes Æ, in the middle of a word."""


def _table() -> Iterator[tuple[str, bytes]]:
    yield from ((chr(code), bytes([code])) for code in range(0x20, 0x7F) if chr(code) not in NOT_ASCII)
    yield from ((pair[2:], bytes.fromhex(pair[:2])) for pair in SINGLE.split(" "))
    for code, combining, letters in DIACRITICS:
        yield from ((unicodedata.normalize("NFC", x + combining), bytes([code]) + x.encode()) for x in letters)
    yield COMMA_BELOW


TO_BYTES = MappingProxyType(dict(_table()))
TO_TEXT = MappingProxyType({code: text for text, code in TO_BYTES.items()})
ACCENTS = frozenset(code for code, _, _ in DIACRITICS)


def encode(text: str) -> bytes:
    """raises OnbekendTeken, with the place counted from 1 but not the text: it may be a name."""
    try:
        return b"".join(map(TO_BYTES.__getitem__, text))
    except KeyError:
        plaats = next(i for i, letter in enumerate(text) if letter not in TO_BYTES)
        raise OnbekendTeken(plaats + 1, f"U+{ord(text[plaats]):04X}") from None


def decode(raw: bytes) -> str:
    """raises OnbekendTeken, also for a diacritic that stands before a letter that has none such, or before nothing."""
    found, at = [], 0
    while at < len(raw):
        width = 2 if raw[at] in ACCENTS else 1
        code = raw[at : at + width]
        if (letter := TO_TEXT.get(code)) is None:
            raise OnbekendTeken(at + 1, f"byte {code.hex(' ').upper()}")
        found.append(letter)
        at += width
    return "".join(found)


def as_lo3(text: str) -> str:
    """What somebody typed, in the letters that LO3 tells apart: composed, and one letter where it has one."""
    return unicodedata.normalize("NFC", text).translate(AS_ONE)


def is_damaged(text: str) -> bool:
    """Whether a capital of this set stands behind a small letter: a diacritic that was converted once too often."""
    return DAMAGED.search(text) is not None


def bytes_in(text: str) -> int:
    """How long the text is on the wire. raises OnbekendTeken."""
    return len(text) if text.isascii() and text.isalnum() else len(encode(text))
