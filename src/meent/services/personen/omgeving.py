"""Whether a municipality holds real persons or persons for tests; a place for tests never becomes a real one (K-10).

Without a setting it is production: then a number of the test range is refused.
"""

from collections.abc import Mapping
from typing import Any, Literal

BRP = "brp"
"""Setting of the municipality."""
TEST = "test"
PRODUCTIE = "productie"
Omgeving = Literal["test", "productie"]


class OmgevingGeweigerd(ValueError):
    """Een gemeente met testpersonen wordt nooit een echte; maak een nieuwe gemeente aan."""


def is_productie(settings: Mapping[str, Any]) -> bool:
    return settings.get(BRP) != TEST


def checked(settings: Mapping[str, Any], wanted: str) -> str:
    """The new value of the setting. raises OmgevingGeweigerd"""
    if settings.get(BRP) == TEST and wanted != TEST:
        raise OmgevingGeweigerd(OmgevingGeweigerd.__doc__)
    return wanted
