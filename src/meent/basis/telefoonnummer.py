"""Telephone numbers: as the world writes them (E.164), as people here do, and which may be dialled from a desk.

A number is a text. What is no number (the name of a telephone, "anonymous") stays as it is.
"""

import re

LANDCODE = "+31"
E164 = re.compile(r"\+[1-9][0-9]{4,14}")
_OPMAAK = str.maketrans("", "", " .-/()\u00a0\u2011\u2013")
_VEERTIEN = re.compile(r"14[0-9]{3,4}")
"""The numbers of municipalities: 14 and their area code, 14020 or 140314. No zero goes before them."""
KIESBAAR_MINST = len("+318001234")
"""The shortest number that is dialled is like 0800-1234. Shorter ones, 112 first of all, are not."""


def e164(name: str) -> str:
    """A number as the world writes it; 14+ numbers belong to the Netherlands. What is no number stays as it is.

    >>> e164("0612345678"), e164("0031201234567"), e164("14020"), e164("+3214020"), e164("toestel-5")
    ('+31612345678', '+31201234567', '+3114020', '+3214020', 'toestel-5')
    """
    digits = name.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()) or name.startswith("+"):
        return name
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    if digits.startswith("0"):
        return LANDCODE + digits[1:]
    return LANDCODE + digits if _VEERTIEN.fullmatch(digits) else digits


def landelijk(nummer: str) -> str:
    """A number as people here write it and look for it: 0612345678, 14020; of another country as it is."""
    hier = nummer.removeprefix(LANDCODE)
    return nummer if hier == nummer else hier if _VEERTIEN.fullmatch(hier) else f"0{hier}"


def kiesbaar(tekst: str) -> str:
    """What somebody typed, as a number that may be dialled; "" for what is none, and for 112 and other short ones.

    >>> kiesbaar("06-12 34 56 78"), kiesbaar("+31 (0)20 123 4567"), kiesbaar("0031 201234567"), kiesbaar("14 020")
    ('+31612345678', '+31201234567', '+31201234567', '+3114020')
    >>> kiesbaar("112"), kiesbaar("+31112"), kiesbaar("0112"), kiesbaar("bel mij"), kiesbaar("06 toestel 12345678")
    ('', '', '', '', '')
    """
    nummer = e164(tekst.replace("(0)", "").translate(_OPMAAK))
    is_gemeente = nummer.startswith(LANDCODE) and _VEERTIEN.fullmatch(nummer.removeprefix(LANDCODE))
    return nummer if E164.fullmatch(nummer) and (is_gemeente or len(nummer) >= KIESBAAR_MINST) else ""
