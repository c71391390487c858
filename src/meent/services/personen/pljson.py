"""PL-JSON: a persoonslijst as JSON, for storage and between programs that speak no LO3. The form is our own.

    {"stapels": [{"categorie": "01", "voorkomens": [{"01.10": "…", "02.40": "…"}, …]}, …]}

Categories by number, stapels and voorkomens as they stand on the list. It holds every character there is.
"""

from typing import Any

import msgspec

from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen
from meent.services.personen.rubrieken import tabel

MAX_BYTES = 4 * 1024 * 1024
"""Of one list: a hundred times the longest of the test set."""


class PlJsonFout(ValueError):
    """Dit is geen persoonslijst in JSON."""


class _Stapel(msgspec.Struct, forbid_unknown_fields=True):
    categorie: str
    voorkomens: list[dict[str, str]]


class _Lijst(msgspec.Struct, forbid_unknown_fields=True):
    stapels: list[_Stapel]


def write(pl: Persoonslijst) -> bytes:
    stapels = [
        _Stapel(categorie, [dict(v) for v in stapel]) for categorie, found in pl.stapels.items() for stapel in found
    ]
    return msgspec.json.encode(_Lijst(stapels))


def read(raw: bytes) -> Persoonslijst:
    """raises PlJsonFout; OnbekendeRubriek when an element is not in the table"""
    if len(raw) > MAX_BYTES:
        raise PlJsonFout(f"Een persoonslijst is hoogstens {MAX_BYTES} bytes groot.")
    try:
        found = msgspec.json.decode(raw, type=_Lijst)
    except (msgspec.DecodeError, msgspec.ValidationError) as fault:
        raise PlJsonFout(f"{PlJsonFout.__doc__} {fault}") from fault
    return _list_of(found)


def _list_of(found: _Lijst) -> Persoonslijst:
    stapels: dict[str, list[Any]] = {}
    known = tabel().categorieen
    for stapel in found.stapels:
        if stapel.categorie not in known:
            raise PlJsonFout("Een categorie is 01 tot en met 15 of 21; historie staat als volgend voorkomen.")
        voorkomens = [Voorkomen(v) for v in stapel.voorkomens if "" not in v.values()]
        if not voorkomens or len(voorkomens) < len(stapel.voorkomens):
            raise PlJsonFout(f"In categorie {stapel.categorie} staat een stapel of een element zonder inhoud.")
        stapels.setdefault(stapel.categorie, []).append(voorkomens)
    return Persoonslijst(stapels)
