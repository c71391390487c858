"""How one value of a persoonslijst is shown: partial dates, codes with what they mean, age. Standaardwaarden for text
and numbers say that nobody knows, and are left out; those of a code or a date are shown as unknown."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from meent.basis.datums import OngeldigeDatum, PartialDate
from meent.services.personen.tabellen import Tabellen

Json = dict[str, Any]
MAANDEN = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
           "november", "december")  # fmt: skip
NEDERLAND = "6030"
PREDICATEN = ("JH", "JV")

LETTERS: Mapping[str, Mapping[str, str]] = {
    "04.10": {"M": "man", "V": "vrouw", "O": "onbekend"},
    "10.10": {"W": "woonadres", "B": "briefadres"},
    "11.50": {"to": "tegenover", "by": "bij"},
    "15.10": {"H": "huwelijk", "P": "geregistreerd partnerschap", ".": "onbekend"},
    "31.10": {"1": "persoon is uitgesloten", "2": "persoon ontvangt oproep"},
    "35.70": {"I": "ingehouden of ingeleverd", "V": "vermist", "R": "van rechtswege vervallen", ".": "onbekend"},
    "61.10": {
        "E": "eigen geslachtsnaam",
        "N": "geslachtsnaam partner na eigen geslachtsnaam",
        "P": "geslachtsnaam partner",
        "V": "geslachtsnaam partner voor eigen geslachtsnaam",
    },
    "67.20": {
        "O": "overlijden", "E": "emigratie", "M": "ministerieel besluit", "R": "pl is aangelegd in de rni", "F": "fout",
        ".": "onbekend",
    },
}  # fmt: skip
"""Element -> what its letters mean. Source: Logisch Ontwerp 3.10."""


@lru_cache(50_000)
def datum(waarde: str) -> Json | None:
    """A date with what is known of it: the same one each time, which nobody changes. Source: BV-20.

    returns     None for nothing and for what is no date at all
    """
    if not waarde:
        return None
    try:
        found = PartialDate(waarde)
    except OngeldigeDatum:
        return None
    if found.jaar is None:
        return {"type": "DatumOnbekend", "onbekend": True, "langFormaat": "onbekend"}
    if found.maand is None:
        return {"type": "JaarDatum", "jaar": found.jaar, "langFormaat": str(found.jaar)}
    words = f"{MAANDEN[found.maand - 1]} {found.jaar}"
    if found.datum is None:
        return {"type": "JaarMaandDatum", "jaar": found.jaar, "maand": found.maand, "langFormaat": words}
    return {"type": "Datum", "datum": found.datum.isoformat(), "langFormaat": f"{found.dag} {words}"}


def leeftijd(geboren: str, vandaag: date) -> int | None:
    """Whole years, and only when every day of birth that is possible gives the same. Source: BV-21.

    Who was born on 29 February is a year older on 1 March of a year without that day (Algemene termijnenwet does not
    move birthdays).
    """
    try:
        found = PartialDate(geboren)
    except OngeldigeDatum:
        return None
    if found.eerste_dag is None or found.laatste_dag is None or found.eerste_dag > vandaag:
        return None
    oldest, youngest = (_years(day, vandaag) for day in (found.eerste_dag, found.laatste_dag))
    return oldest if oldest == youngest else None


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def is_voorbij(waarde: str, vandaag: date) -> bool:
    """Whether this day has certainly been; an unknown day has not."""
    try:
        last = PartialDate(waarde).laatste_dag
    except OngeldigeDatum:
        return False
    return last is not None and last <= vandaag


def tekst(waarde: str) -> str | None:
    """Text as it stands; nothing for the dots that say unknown."""
    return waarde if waarde.strip(".") else None


def cijfers(waarde: str) -> str | None:
    """A number as it stands; nothing for the zeroes that say unknown."""
    return waarde if waarde.strip("0") else None


def getal(waarde: str) -> int | None:
    return int(waarde) or None if waarde.isascii() and waarde.isdigit() else None


def letter(element: str, code: str) -> Json | None:
    """A letter and what it means."""
    if not code:
        return None
    words = LETTERS[element].get(code)
    return {"code": code, "omschrijving": words} if words else {"code": code}


def code(tabellen: Tabellen, nummer: int, waarde: str) -> Json | None:
    """A code of a national table and what it means; the code alone where we do not have that table."""
    if not waarde:
        return None
    found = tabellen.vind(nummer, waarde)
    if found is None:
        return {"code": waarde, "omschrijving": "Onbekend"} if not waarde.strip("0") else {"code": waarde}
    return {"code": waarde, "omschrijving": found.omschrijving}


def plaats(tabellen: Tabellen, waarde: str, land: str) -> Json | None:
    """A municipality by its code, or what the place abroad is called. Source: K-07."""
    if not waarde:
        return None
    if len(waarde) == 4 and waarde.isascii() and waarde.isdigit() and land in (NEDERLAND, "", "0000"):
        return code(tabellen, 33, waarde)
    return {"omschrijving": waarde} if waarde.strip(".") else None


def titel(tabellen: Tabellen, waarde: str) -> Json | None:
    """An adellijke titel or predicaat, and which of both it is."""
    found = code(tabellen, 38, waarde)
    return found and {**found, "soort": "predicaat" if waarde in PREDICATEN else "titel"}
