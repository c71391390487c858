"""JSON from outside: what is too deep to walk through, or holds what no database can keep."""

import re
from typing import Any

import msgspec

MAX_DEPTH = 100
"""Objects and lists within one another; whatever walks through a body may count on it."""
_WHOLE = re.compile(r"-?\d{1,10}", re.ASCII)


def read(raw: bytes) -> Any:
    """What the bytes say. Raises ValueError with a sentence for who sent them."""
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise ValueError("Het verzoek is geen geldige JSON.") from None
    if raw.count(b"{") + raw.count(b"[") > MAX_DEPTH and _is_too_deep(value):
        raise ValueError(f"Het verzoek mag ten hoogste {MAX_DEPTH} niveaus diep zijn.")
    return value


def _is_too_deep(value: Any) -> bool:
    """Level by level: what is too deep cannot be walked through by a function that calls itself."""
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        level = [
            inner for outer in level if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]  # fmt: skip
        if not level:
            return False
    return True


def plain_object(value: Any) -> dict[str, Any]:
    """The object itself. Raises ValueError for anything else, and when a text or a name in it holds U+0000."""
    if not isinstance(value, dict):
        raise ValueError(value)
    todo: list[Any] = [value]
    while todo:
        part = todo.pop()
        if isinstance(part, dict):
            todo += [*part, *part.values()]
        elif isinstance(part, list):
            todo += part
        elif isinstance(part, str) and "\x00" in part:
            raise ValueError(part)
    return value


def whole_number(raw: Any) -> int:
    """A number as a column of the database can hold it. Raises ValueError."""
    if not _WHOLE.fullmatch(str(raw)) or not -(2**31) <= (number := int(raw)) < 2**31:
        raise ValueError(raw)
    return number


def truth(value: Any) -> bool:
    """True or false itself. Raises ValueError for what others take for it."""
    if not isinstance(value, bool):
        raise ValueError(value)
    return value
