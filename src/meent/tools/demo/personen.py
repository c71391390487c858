"""Who lives in the demo: RvIG's fictitious test persons, filled up with generated residents.

The test persons come from a CSV that is not part of this project; its path is an argument and without it the town is
still full. Read is only the current entry of each persoonslijst: no history, no relations.
Layout of the CSV: columns `cat.groep.element` of the Logisch Ontwerp; a row with something in its first column starts
a persoonslijst and holds the current entry of every category, the rows below it are history and further stapels.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

from meent.tools.demo.bewoners import Adres, Persoon, generate_bewoners
from meent.tools.demo.gemeenten import GEMEENTEN, MEERWIJDE, ZUIDERKOOG

MAX_BYTES = 64 * 1024 * 1024
AANTAL_INWONERS = {MEERWIJDE.slug: 10_000, ZUIDERKOOG.slug: 2_500}
# Share of the test persons of other municipalities that moves to Meerwijde; the others go to Zuiderkoog.
DEEL_MEERWIJDE = 0.8

GESLACHT = {"M": "m", "V": "v", "O": "o", "": "o"}
OVERLEDEN = "O"
KOLOMMEN = {
    "a_nummer": "01.01.10", "bsn": "01.01.20", "voornamen": "01.02.10", "voorvoegsel": "01.02.30",
    "geslachtsnaam": "01.02.40", "geboortedatum": "01.03.10", "geslacht": "01.04.10", "overleden_op": "06.08.10",
    "opschorting": "07.67.20", "geheim": "07.70.10", "gemeente": "08.09.10", "straat": "08.11.10",
    "huisnummer": "08.11.20", "huisletter": "08.11.30", "toevoeging": "08.11.40", "postcode": "08.11.60",
    "woonplaats": "08.11.70", "nummeraanduiding": "08.11.90", "locatie": "08.12.10",
}  # fmt: skip


class PersoonslijstenOnleesbaar(ValueError):
    """Het bestand met persoonslijsten kan niet worden gelezen."""


@dataclass(frozen=True, slots=True)
class Kolommen:
    """Position of each element we read, found by its number in the first row."""

    posities: Mapping[str, int]

    def read(self, row: Sequence[str]) -> dict[str, str]:
        return {naam: row[positie].strip() for naam, positie in self.posities.items()}


def bevolking(
    *, seed: int, vandaag: date, csv_path: Path | None = None, aantallen: Mapping[str, int] = AANTAL_INWONERS
) -> dict[str, list[Persoon]]:
    """Residents per municipality (slug): the test persons first, then generated ones up to the wanted number.

    csv_path    None or not there: only generated residents
    aantallen   wanted number per slug; test persons are never left out to keep to it
    """
    rvig = divide(read_persoonslijsten(csv_path), seed) if csv_path and csv_path.exists() else {}
    town: dict[str, list[Persoon]] = {}
    for gemeente in GEMEENTEN:
        known = rvig.get(gemeente.slug, [])
        missing = max(0, aantallen[gemeente.slug] - len(known))
        town[gemeente.slug] = [*known, *generate_bewoners(gemeente, missing, seed=seed, vandaag=vandaag)]
    return town


def divide(personen: Sequence[Persoon], seed: int) -> dict[str, list[Persoon]]:
    """Give each test person a municipality of the demo: by its own code where it has one, else by chance of the seed.

    Left out: a persoonslijst without BSN or with one outside the test range 999 (it might be somebody's), the second
    one of a double registration, and lists whose upkeep was suspended for another reason than death.
    """
    by_code = {gemeente.rvig: gemeente for gemeente in GEMEENTEN}
    chance = Random(f"verdeling {seed}")
    seen: set[str] = set()
    divided: dict[str, list[Persoon]] = {gemeente.slug: [] for gemeente in GEMEENTEN}
    for persoon in personen:
        if not is_bruikbaar(persoon) or persoon.bsn in seen:
            continue
        seen.add(persoon.bsn)
        other = MEERWIJDE if chance.random() < DEEL_MEERWIJDE else ZUIDERKOOG
        gemeente = by_code.get(persoon.gemeente_van_inschrijving, other)
        divided[gemeente.slug].append(replace(persoon, gemeente_van_inschrijving=gemeente.code))
    return divided


def is_bruikbaar(persoon: Persoon) -> bool:
    return persoon.bsn.startswith("999") and persoon.opschorting_bijhouding in {"", OVERLEDEN}


def read_persoonslijsten(path: Path) -> list[Persoon]:
    """The current person of every persoonslijst in the file, in its order; nobody is left out or repaired.

    raises  PersoonslijstenOnleesbaar when the file is not there, larger than 64 MiB, no UTF-8, or lacks a column
    """
    if not path.is_file():
        raise PersoonslijstenOnleesbaar(f"Het bestand {path} is er niet.")
    if path.stat().st_size > MAX_BYTES:
        raise PersoonslijstenOnleesbaar(f"Het bestand {path} is groter dan {MAX_BYTES} bytes.")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, delimiter=";")
            header = next(rows, [])
            kolommen = find_kolommen(header)
            return [persoon_of(kolommen.read(complete(row, header, path))) for row in rows if row and row[0]]
    except (UnicodeDecodeError, csv.Error) as fault:
        raise PersoonslijstenOnleesbaar(f"Het bestand {path} is geen CSV in UTF-8.") from fault


def find_kolommen(header: Sequence[str]) -> Kolommen:
    missing = [nummer for nummer in KOLOMMEN.values() if nummer not in header]
    if missing:
        raise PersoonslijstenOnleesbaar(f"In de eerste regel ontbreken de rubrieken {', '.join(missing)}.")
    return Kolommen({naam: header.index(nummer) for naam, nummer in KOLOMMEN.items()})


def complete(row: Sequence[str], header: Sequence[str], path: Path) -> Sequence[str]:
    if len(row) != len(header):
        raise PersoonslijstenOnleesbaar(f"In {path} heeft {row[0]} {len(row)} kolommen in plaats van {len(header)}.")
    return row


def persoon_of(cel: Mapping[str, str]) -> Persoon:
    """One Persoon out of the cells of a current row, named as in KOLOMMEN."""
    return Persoon(
        bsn=cel["bsn"],
        a_nummer=cel["a_nummer"],
        voornamen=cel["voornamen"],
        voorvoegsel=cel["voorvoegsel"],
        geslachtsnaam=cel["geslachtsnaam"],
        geslacht=GESLACHT.get(cel["geslacht"], "o"),
        geboortedatum=cel["geboortedatum"],
        verblijfplaats=adres_of(cel),
        gemeente_van_inschrijving=cel["gemeente"],
        is_overleden=bool(cel["overleden_op"]) or cel["opschorting"] == OVERLEDEN,
        heeft_geheimhouding=cel["geheim"] not in {"", "0"},
        opschorting_bijhouding=cel["opschorting"],
    )


def adres_of(cel: Mapping[str, str]) -> Adres | None:
    """Address in the Netherlands; None for somebody abroad or without a fixed one."""
    if not cel["straat"] and not cel["locatie"]:
        return None
    return Adres(
        straat=cel["straat"],
        huisnummer=int(cel["huisnummer"]) if cel["huisnummer"].isdecimal() else 0,
        huisletter=cel["huisletter"],
        toevoeging=cel["toevoeging"],
        postcode=cel["postcode"],
        woonplaats=cel["woonplaats"],
        identificatie=cel["nummeraanduiding"],
        locatiebeschrijving=cel["locatie"],
    )
