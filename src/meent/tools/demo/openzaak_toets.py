"""Says what is wrong with a body, and leaves it as it is.

A fault is a triple (veld, waarde, reden); `veld` is dotted with an index, as in the error layout of the standard.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from meent.basis.periode import OngeldigePeriode, Periode
from meent.tools.demo.openzaak_velden import Veld

Fault = tuple[str, object, str]

# Kinds for which the standard's practice writes "" for "not given" (Z-25); an empty date or term is a fault.
MAG_LEEG = {"tekst", "url", "email"}
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def faults_of(body: Mapping[str, Any], velden: Mapping[str, Veld], prefix: str = "") -> Iterator[Fault]:
    """Every fault in these fields: missing, unknown, empty, of the wrong kind, too long, not in the list."""
    for naam, veld in velden.items():
        if naam in body:
            yield from faults_of_value(body[naam], veld, prefix + naam)
        elif veld.verplicht:
            yield prefix + naam, None, "Dit veld is verplicht en ontbreekt."
    for naam in body.keys() - velden.keys():
        yield prefix + naam, body[naam], "De standaard kent dit veld niet."


def faults_of_value(waarde: Any, veld: Veld, naam: str) -> Iterator[Fault]:
    """Faults of one value; those of a group or list carry the path of the part."""
    if waarde is None:
        if not veld.mag_null:
            yield naam, waarde, "Dit veld mag niet leeg (null) zijn."
    elif veld.soort == "groep" and isinstance(waarde, dict):
        yield from faults_of(waarde, veld.velden or {}, f"{naam}.")
    elif veld.soort == "groepen" and isinstance(waarde, list):
        member = Veld("groep", velden=veld.velden)
        for index, part in enumerate(waarde):
            yield from faults_of_value(part, member, f"{naam}.{index}")
    elif veld.soort in {"lijst", "urls"} and isinstance(waarde, list):
        member = Veld("tekst" if veld.soort == "lijst" else "url", veld.max, verplicht=True)
        for index, part in enumerate(waarde):
            yield from faults_of_value(part, member, f"{naam}.{index}")
    else:
        reden = fault_of_scalar(waarde, veld)
        if reden:
            yield naam, waarde, reden


def fault_of_scalar(waarde: Any, veld: Veld) -> str | None:
    """First reason to refuse this value, or None. Empty text counts as not given where the field may be left out."""
    if veld.soort == "janee":
        return None if isinstance(waarde, bool) else "Dit moet waar of onwaar (true/false) zijn."
    if veld.soort == "getal":
        is_number = isinstance(waarde, int) and not isinstance(waarde, bool)
        return (
            None if is_number and 1 <= waarde <= (veld.max or 1) else f"Dit moet een getal van 1 tot {veld.max} zijn."
        )
    if veld.soort not in VORM:
        return "Dit moet een lijst of een groep zijn."
    if not isinstance(waarde, str):
        return "Dit moet tekst zijn."
    return fault_of_text(waarde, veld)


def fault_of_text(waarde: str, veld: Veld) -> str | None:
    if not waarde.strip() and veld.soort in MAG_LEEG:
        return "Dit veld is verplicht en is leeg." if veld.verplicht else None
    if veld.max is not None and len(waarde) > veld.max:
        return f"Dit is {len(waarde)} tekens; er mogen er {veld.max} zijn."
    if veld.keuzes and waarde not in veld.keuzes:
        return f"Kies uit: {', '.join(veld.keuzes)}."
    if not VORM[veld.soort](waarde):
        return f"Dit is geen {veld.soort}."
    return None


def is_url(tekst: str) -> bool:
    try:
        parts = urlsplit(tekst)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not re.search(r"\s", tekst)


def is_datum(tekst: str) -> bool:
    try:
        return date.fromisoformat(tekst).isoformat() == tekst
    except ValueError:
        return False


def is_duur(tekst: str) -> bool:
    try:
        Periode.parse(tekst)
    except OngeldigePeriode:
        return False
    return True


VORM: dict[str, Callable[[str], bool]] = {
    "tekst": lambda _: True,
    "url": is_url,
    "email": lambda tekst: bool(EMAIL.fullmatch(tekst)),
    "datum": is_datum,
    "duur": is_duur,
}
