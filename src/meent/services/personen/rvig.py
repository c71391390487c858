"""Persoonslijsten from the CSV in which RvIG publishes its test set: columns cc.gg.ee, rows side by side.

A row with something in its first column begins a list; rows without continue it. Column `NN.H` tells what the NEXT row
holds in the columns of category NN: its historical number for a next voorkomen of the same stapel, its own number for a
new stapel, nothing for nothing. How to read it was worked out from the file; it is described nowhere.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from meent.services.personen.bevinding import Bevinding
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen
from meent.services.personen.rubrieken import OnbekendeRubriek, tabel

MAX_BYTES = 256 * 1024 * 1024
NAAM = 0
"""Column with the name of the list, such as Lg01_716."""
Rows = list[Sequence[str]]


class CsvOnleesbaar(ValueError):
    """Dit is geen CSV met persoonslijsten."""


@dataclass(frozen=True)
class Ingelezen:
    """A list as it came, with what its form in the source shows to be wrong.

    regel       number of its first line in the file
    pl          None when it is not to be read at all
    """

    naam: str
    regel: int
    pl: Persoonslijst | None
    bevindingen: tuple[Bevinding, ...] = ()


@dataclass
class Kolommen:
    """Of each category: where its elements are, and where it tells what comes next."""

    elementen: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    merk: dict[str, int] = field(default_factory=dict)
    breedte: int = 0


def read(path: Path) -> Iterator[Ingelezen]:
    """The lists of the file, in its order, none left out. raises CsvOnleesbaar when the file itself is wrong."""
    return (make() for make in unread(path))


def unread(path: Path) -> Iterator[Callable[[], Ingelezen]]:
    """The same, but each list is made only by who calls what it gives. raises CsvOnleesbaar"""
    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        raise CsvOnleesbaar(f"Het bestand {path.name} is er niet, of is groter dan {MAX_BYTES} bytes.")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, delimiter=";")
            kolommen = columns(next(rows, []))
            for regel, some in _per_list(rows, kolommen.breedte):
                yield partial(list_of, some[0][NAAM], regel, some, kolommen)
    except (UnicodeDecodeError, csv.Error) as fault:
        raise CsvOnleesbaar(f"Het bestand {path.name} is geen CSV in UTF-8.") from fault


def _per_list(rows: Iterable[Sequence[str]], breedte: int) -> Iterator[tuple[int, Rows]]:
    """The rows of each list, with the number of the first; what stands above the first list is a list too."""
    some, regel = Rows(), 0
    for number, row in enumerate(rows, start=2):
        if len(row) != breedte:
            raise CsvOnleesbaar(f"Regel {number} heeft {len(row)} kolommen en geen {breedte}.")
        if row[NAAM] and some:
            yield regel, some
            some = []
        regel = regel if some else number
        some.append(row)
    if some:
        yield regel, some


def columns(header: Sequence[str]) -> Kolommen:
    """Where everything is. raises CsvOnleesbaar

    A number that stands there twice running is read as the next element of its group: the published file calls both
    06.88.10 and 06.88.20 by the first number.
    """
    found, before = Kolommen(breedte=len(header)), ""
    for place, name in enumerate(header):
        categorie, _, nummer = name.partition(".")
        if categorie not in tabel().categorieen:
            continue
        if nummer == "H":
            found.merk[categorie] = place
            continue
        if name == before:
            nummer = f"{nummer[:3]}{int(nummer[3:]) + 10}"
        try:
            tabel().element(categorie, nummer)
        except OnbekendeRubriek as fault:
            raise CsvOnleesbaar(str(fault)) from fault
        found.elementen.setdefault(categorie, []).append((place, nummer))
        before = name
    if not found.elementen or found.elementen.keys() != found.merk.keys():
        raise CsvOnleesbaar("In de eerste regel staan geen rubrieken, of bij een categorie ontbreekt de kolom .H.")
    return found


def list_of(naam: str, regel: int, rows: Rows, kolommen: Kolommen) -> Ingelezen:
    """One list out of its rows."""
    faults: list[Bevinding] = []
    stapels = {c: _stapels(c, rows, kolommen, faults) for c in kolommen.elementen}
    return Ingelezen(naam, regel, Persoonslijst(stapels), tuple(faults))


def _stapels(categorie: str, rows: Rows, kolommen: Kolommen, faults: list[Bevinding]) -> list[list[Voorkomen]]:
    """The stapels of one category, down its columns.

    What no mark announced cannot be placed: it is told and left where it is, in the file. What a mark announced and has
    nothing in it is a voorkomen without elements, and told too.
    """
    stapels: list[list[Voorkomen]] = []
    announced, is_first = categorie, True
    for row in rows:
        found = Voorkomen((n, row[place]) for place, n in kolommen.elementen[categorie] if row[place])
        if announced in _marks(categorie) and (found or not is_first):
            if announced == categorie or not stapels:
                stapels.append([])
            stapels[-1].append(found)
            if not found:
                faults.append(_told("leeg-voorkomen", categorie, stapels))
        elif found:
            numbers = ", ".join(found)
            told = f"Dit staat er zonder aankondiging en is niet geplaatst: {numbers}."
            faults.append(Bevinding("niet-aangekondigd", categorie, uitleg=told))
        announced, is_first = row[kolommen.merk[categorie]], False
        if announced and announced not in _marks(categorie):
            told = "Het merkteken noemt een andere categorie en kondigt hier niets aan."
            faults.append(Bevinding("merkteken", categorie, uitleg=told))
    if announced in _marks(categorie):
        faults.append(_told("open-merkteken", categorie, stapels))
    return stapels


def _marks(categorie: str) -> tuple[str, ...]:
    """What announces something in the columns of this category."""
    historie = tabel().categorieen[categorie].historie
    return (categorie, historie) if historie else (categorie,)


TOLD = {
    "leeg-voorkomen": "Dit voorkomen is aangekondigd, maar er staat niets in.",
    "open-merkteken": "Er wordt nog een voorkomen aangekondigd, maar de lijst is uit.",
}


def _told(code: str, categorie: str, stapels: list[list[Voorkomen]]) -> Bevinding:
    """About the last voorkomen of the last stapel."""
    return Bevinding(code, categorie, len(stapels), len(stapels[-1]) - 1 if stapels else 0, uitleg=TOLD[code])
