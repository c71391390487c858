"""Formats of texts in answers: days, moments, terms and addresses as the standards mean them (G-11)."""

import re
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jsonschema import FormatChecker

from meent.tools.conform.traffic import is_web_address

DURATION = re.compile(
    r"-?P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?",
)
FORMATS = FormatChecker(formats=())


def is_date(value: Any) -> bool:
    if not isinstance(value, str):
        return True
    try:
        return bool(date.fromisoformat(value)) and len(value) == 10
    except ValueError:
        return False


def is_moment(value: Any) -> bool:
    """A date-time says in which zone it is: without one nobody knows which day it was."""
    if not isinstance(value, str):
        return True
    try:
        return datetime.fromisoformat(value).tzinfo is not None and "T" in value.upper()
    except ValueError:
        return False


def is_uuid(value: Any) -> bool:
    if not isinstance(value, str):
        return True
    try:
        return str(UUID(value)) == value.lower()
    except ValueError:
        return False


def is_address(value: Any) -> bool:
    """A link; an empty text where there is none is common, and a document that forbids it says minLength."""
    return not isinstance(value, str) or value == "" or is_web_address(value) or value.startswith("urn:")


def is_duration(value: Any) -> bool:
    return not isinstance(value, str) or DURATION.fullmatch(value) is not None


for name, check in {
    "date": is_date, "date-time": is_moment, "uuid": is_uuid, "uri": is_address, "duration": is_duration,
}.items():  # fmt: skip
    FORMATS.checks(name)(check)
