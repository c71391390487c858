"""Whether the value of a zaakeigenschap is what its eigenschap asks for (Zaken API 1.7.0, Catalogi API 1.3.3)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from meent.services.catalogi.eigenschap import EigenschapSpecificatie

MOMENT = {"datum": ("%Y%m%d", 8), "datum_tijd": ("%Y%m%d%H%M%S", 14)}


def waarom_niet(specificatie: EigenschapSpecificatie, waarde: str) -> str:
    """Why the value does not fit, in plain Dutch; "" when it does."""
    mogelijk = specificatie.waardenverzameling
    if mogelijk and waarde not in mogelijk:
        return f"kies uit {', '.join(mogelijk)}."
    return VAN_FORMAAT[specificatie.formaat](specificatie.lengte, waarde)


def _tekst(lengte: str, waarde: str) -> str:
    return f"gebruik ten hoogste {lengte} tekens." if lengte.isdecimal() and len(waarde) > int(lengte) else ""


def _getal(lengte: str, waarde: str) -> str:
    """`8,2` is eight digits before the decimal comma and two behind it."""
    heel, _, deel = lengte.partition(",")
    if not heel.isdecimal() or not (deel or "0").isdecimal():
        return ""
    fraction = rf"(,\d{{1,{int(deel)}}})?" if deel and int(deel) else ""
    fits = re.fullmatch(rf"-?\d{{1,{max(1, int(heel))}}}{fraction}", waarde, re.ASCII)
    return "" if fits else f"schrijf een getal van de vorm {lengte}, met een komma."


def _moment(formaat: str) -> Callable[[str, str], str]:
    pattern, length = MOMENT[formaat]
    example = "20260331" if formaat == "datum" else "20260331093000"

    def check(lengte: str, waarde: str) -> str:
        reason = f"schrijf het als {example}."
        if len(waarde) != length or not waarde.isascii() or not waarde.isdecimal():
            return reason
        try:
            datetime.strptime(waarde, pattern)  # noqa: DTZ007 - only whether it exists
        except ValueError:
            return reason
        return ""

    return check


VAN_FORMAAT: dict[str, Callable[[str, str], str]] = {
    "tekst": _tekst,
    "getal": _getal,
    "datum": _moment("datum"),
    "datum_tijd": _moment("datum_tijd"),
}
