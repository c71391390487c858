"""The table of rubrieken: which categories, groups and elements a persoonslijst knows, and how long and of what form.

A rubriek is written cc.gg.ee: category, group, element. The facts stand in rubrieken.toml; no element is typed in code.
Source: Logisch Ontwerp 3.9/3.10, HUP 3.9 for 31.40–31.60 and 89.10.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Soort = Literal["algemeen", "administratief", "technisch"]
Vorm = Literal["anummer", "bsn", "datum", "tijdstempel", "cijfers", "tekst"]


class OnbekendeRubriek(ValueError):
    """Dit nummer komt in de tabel van rubrieken niet voor bij deze categorie."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element, such as 02.40 Geslachtsnaam.

    kort, lang   fewest and most bytes of T.61
    tabel        number of the national table that explains its codes, or None
    waarden      what it may hold, empty where anything goes; old data hold other letters too (K-12)
    """

    nummer: str
    naam: str
    vorm: Vorm
    kort: int
    lang: int
    tabel: int | None
    waarden: frozenset[str]

    @property
    def groep(self) -> str:
        return self.nummer[:2]


@dataclass(frozen=True, slots=True)
class Groep:
    nummer: str
    naam: str
    soort: Soort


@dataclass(frozen=True, slots=True)
class Categorie:
    """One category.

    historie       number of its historical category, empty when it keeps none (K-14)
    meer_stapels   whether it may have more than one stapel (K-03)
    """

    nummer: str
    naam: str
    historie: str
    meer_stapels: bool
    groepen: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tabel:
    """The whole table; `van` gives the actual category of a number that may be historical."""

    categorieen: Mapping[str, Categorie]
    groepen: Mapping[str, Groep]
    elementen: Mapping[str, Element]
    van: Mapping[str, str]

    def element(self, categorie: str, nummer: str) -> Element:
        """The element of this (actual) category. raises OnbekendeRubriek."""
        found = self.elementen.get(nummer)
        if found is None or not self.heeft(categorie, found.groep):
            raise OnbekendeRubriek(f"{categorie}.{nummer}: {OnbekendeRubriek.__doc__}")
        return found

    def elementen_van(self, categorie: str) -> frozenset[str]:
        """Numbers of all that this (actual) category may hold."""
        return frozenset(n for n, e in self.elementen.items() if self.heeft(categorie, e.groep))

    def heeft(self, categorie: str, groep: str) -> bool:
        """Whether the category knows the group; 84 is only known where there is history."""
        known = self.categorieen[categorie]
        return groep in known.groepen or (groep == "84" and known.historie != "")


@cache
def bekend(categorie: str) -> frozenset[str]:
    """`elementen_van` of this edition, worked out once: every list that is read is held against it."""
    return tabel().elementen_van(categorie)


@cache
def tabel() -> Tabel:
    """The table of this edition, read once."""
    return load(tomllib.loads(files("meent.services.personen").joinpath("rubrieken.toml").read_text(encoding="utf-8")))


def load(data: Mapping[str, Any]) -> Tabel:
    categorieen = {
        n: Categorie(n, row["naam"], row["historie"], row["stapels"] == "n", frozenset(row["groepen"].split()))
        for n, row in data["categorieen"].items()
    }
    historie = {c.historie: n for n, c in categorieen.items() if c.historie}
    return Tabel(
        categorieen,
        {n: Groep(n, row["naam"], row["soort"]) for n, row in data["groepen"].items()},
        {n: _element(n, row) for n, row in data["elementen"].items()},
        {n: n for n in categorieen} | historie,
    )


def _element(nummer: str, row: Mapping[str, Any]) -> Element:
    waarden = row.get("waarden", "")
    return Element(
        nummer, row["naam"], row["vorm"], row["lengte"][0], row["lengte"][1], row.get("tabel"),
        frozenset(waarden.split() if " " in waarden else waarden),
    )  # fmt: skip
