"""Web addresses of objects in somebody else's register, and the keys under which those objects are known here.

The key follows from the address. So a filter, an autorisatie or a link that names the address needs no look-up, and
whether a key leads elsewhere is one comparison: such keys are the last of all uuids (decision 0024).
"""

import re
from hashlib import sha256
from urllib.parse import urlsplit
from uuid import UUID

FIRST = "ffffffff-ffff-8000-8000-000000000000"
"""The first key that leads elsewhere: a uuid of version 8, behind all that clock or chance ever makes."""
OWN = f"{{}} < '{FIRST}'::uuid"
"""SQL: the key {} is of a row of our own."""
_PREFIX = b"\xff" * 6
_PORT = {"http": 80, "https": 443}
MAX_LENGTH = 1_000
_PLAIN = re.compile(r"[!-\[\]-~]+")
"""A URL that can be fetched as it is written: visible ASCII, no backslash."""
_CLIMBS = re.compile(r"(/|%2f)(\.|%2e)+(/|%2f|$)|%5c", re.IGNORECASE)
"""A path that says "one up": which address is meant then depends on who reads it."""


def normal(url: str) -> str | None:
    """The URL in its one spelling: scheme and host in small letters, no usual port. None when it cannot be fetched."""
    if len(url) > MAX_LENGTH or not _PLAIN.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in _PORT or not host or "@" in parts.netloc or parts.fragment:
        return None
    if _CLIMBS.search(parts.path):
        return None
    host = f"[{host}]" if ":" in host else host
    shown = f"{host}:{port}" if port and port != _PORT[parts.scheme.lower()] else host
    return f"{parts.scheme.lower()}://{shown}{parts.path}" + (f"?{parts.query}" if parts.query else "")


def key_of(url: str) -> UUID:
    """The key under which the object at this URL is known here."""
    digest = sha256((normal(url) or url).encode("utf-8", "surrogatepass")).digest()
    return UUID(bytes=_PREFIX + bytes((0x80 | digest[6] & 0x0F, digest[7], 0x80 | digest[8] & 0x3F)) + digest[9:16])


def is_elders(key: UUID) -> bool:
    """Whether a key is that of an object in somebody else's register."""
    return key.bytes[:6] == _PREFIX


# --- numbers in an address -------------------------------------------------------------------------------------------

MAX_NUMBER = 32_767


def numbered_key(main: UUID, number: int) -> UUID:
    """Key of the row with this number within its main object; in the order of the numbers, and of version 8."""
    digest = sha256(main.bytes).digest()
    head = bytes((digest[0] & 0x7F, *digest[1:6], 0x80 | digest[6] & 0x0F, digest[7], 0x80 | digest[8] & 0x3F))
    return UUID(bytes=head + digest[9:14] + number.to_bytes(2, "big"))


def key_of_number(main: UUID | None, text: str) -> UUID | None:
    """As `numbered_key`, for the number as an address has it; None when it is none."""
    is_number = len(text) <= 5 and text.isascii() and text.isdecimal() and int(text) <= MAX_NUMBER
    return numbered_key(main, int(text)) if main and is_number else None
