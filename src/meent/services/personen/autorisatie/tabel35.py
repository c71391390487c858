"""Tabel 35 (autorisatietabel) from a file: a rule per afnemer and period, with what is wrong in it told, not mended.

A table of comma separated values whose columns begin with the number of their element (95.10, 95.60, 99.98, …);
rubrieken of one cell are parted by #. Every rule is read, also when a condition in it is not: then that condition lets
nobody through, so that a fault never gives more than was meant (AU-10).
"""

import csv
import gzip
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from meent.services.personen.autorisatie.voorwaarde import VoorwaardeFout, element_van, lees
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.rubrieken import OnbekendeRubriek
from meent.services.personen.waarden import is_datum

Soort = Literal["spontaan", "selectie", "ad hoc", "adres"]
KOLOMMEN: Mapping[Soort, tuple[str, str, str]] = {
    "spontaan": ("95.40", "95.41", "95.44"), "selectie": ("95.50", "95.51", "95.56"),
    "ad hoc": ("95.60", "95.61", "95.67"), "adres": ("95.70", "95.71", "95.73"),
}  # fmt: skip
"""Kind of delivery -> its rubrieken, its condition, and the way by which it goes."""
AFNEMER, NAAM, INGANG, EINDE = "95.10", "95.20", "99.98", "99.99"
GEHEIM, INZAGE, SLEUTELS, CONDITIONEEL = "95.12", "95.13", "95.42", "95.43"
PLAATSEN, ADRESVRAAG = "95.62", "95.66"
GESCHEIDEN = "#"
Told = Callable[[str], None]
MAX_BYTES = 64 * 1024 * 1024
WAARDE_BEGINT = re.compile(r"(?:GA1|GAA|OGA1|OGAA|OFVGL|ENVGL)\s*", re.ASCII)


class TabelOnleesbaar(ValueError):
    """Dit bestand is geen tabel 35."""


class Verstrekking(msgspec.Struct, frozen=True, omit_defaults=True):
    """What goes in one kind of delivery.

    rubrieken    of actual and of historical categories, each apart
    voorwaarde   of whom; empty: of everybody
    medium       N network, A otherwise; empty: this afnemer has no such delivery
    dicht        the condition cannot be read, so it lets nobody through
    """

    rubrieken: frozenset[str] = frozenset()
    voorwaarde: str = ""
    medium: str = ""
    dicht: bool = False

    @property
    def is_gegeven(self) -> bool:
        return bool(self.medium and self.rubrieken)

    @property
    def is_open(self) -> bool:
        """Whether there is one, and it lets through who meets its condition."""
        return self.is_gegeven and not self.dicht


class Regel(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One rule: what somebody may get, in a period.

    wie         afnemersindicatie of six digits, or the name of a task of the municipality
    ingang      first day, eight digits
    einde       first day on which it counts no more, or empty
    grond       on what a rule of the municipality rests; empty in tabel 35
    is_derde    who is kept out by a verstrekkingsbeperking (95.12)
    inzage      what the person may hear of it (95.13): 0 all, 1 and 2 less
    sleutels    rubrieken of which a change gives a spontaneous delivery
    """

    wie: str
    naam: str
    ingang: str
    einde: str = ""
    grond: str = ""
    is_derde: bool = False
    inzage: str = "0"
    spontaan: Verstrekking = Verstrekking()
    selectie: Verstrekking = Verstrekking()
    adhoc: Verstrekking = Verstrekking()
    adres: Verstrekking = Verstrekking()
    sleutels: frozenset[str] = frozenset()
    is_conditioneel: bool = False
    mag_plaatsen: bool = False
    mag_adresvraag: bool = False

    def geldt_op(self, dag: str) -> bool:
        """Whether it counts on a day of eight digits. Source: AU-11."""
        return self.ingang <= dag and (not self.einde or dag < self.einde)

    def verbergt(self, pl: Persoonslijst) -> bool:
        """Who asked for a verstrekkingsbeperking is hidden from derden, not from government. Source: AU-20, AU-41."""
        return self.is_derde and pl.is_beperkt


@dataclass(frozen=True, order=True, slots=True)
class Gebrek:
    """What is wrong with a rule. `element` is the number of the column; `uitleg` one Dutch sentence."""

    wie: str
    ingang: str
    element: str
    code: str
    uitleg: str


@dataclass(frozen=True)
class Tabel35:
    regels: tuple[Regel, ...]
    gebreken: tuple[Gebrek, ...]


def read(path: Path) -> Tabel35:
    """Every rule in a file, which may be compressed with gzip. raises TabelOnleesbaar"""
    raw = path.read_bytes()
    if path.suffix == ".gz":
        with gzip.open(path) as packed:
            raw = packed.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise TabelOnleesbaar(f"{path.name} is groter dan {MAX_BYTES} bytes.")
    try:
        rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(), strict=True))
    except (UnicodeDecodeError, csv.Error) as fault:
        raise TabelOnleesbaar(f"{path.name} is geen tabel in UTF-8.") from fault
    return of_rows(rows, path.name)


def of_rows(rows: list[list[str]], name: str) -> Tabel35:
    """raises TabelOnleesbaar when a column that every rule needs is missing, or two rules begin on one day"""
    places = {column.partition(" ")[0]: place for place, column in enumerate(rows[0] if rows else ())}
    if missing := [e for e in (AFNEMER, NAAM, INGANG, EINDE, *KOLOMMEN["ad hoc"]) if e not in places]:
        raise TabelOnleesbaar(f"{name} mist kolom {missing[0]}.")
    regels: dict[tuple[str, str], Regel] = {}
    gebreken: list[Gebrek] = []
    for row in rows[1:]:
        cells = {element: row[place].strip() if place < len(row) else "" for element, place in places.items()}
        if not any(cells.values()):
            continue
        regel, found = regel_of(cells)
        if (regel.wie, regel.ingang) in regels:
            raise TabelOnleesbaar(f"{name} heeft twee regels van afnemer {regel.wie} met ingang van {regel.ingang}.")
        regels[regel.wie, regel.ingang] = regel
        gebreken += found
    return Tabel35(tuple(regels.values()), tuple(gebreken))


def regel_of(cells: Mapping[str, str]) -> tuple[Regel, list[Gebrek]]:
    """The rule of a row, and what is wrong with it. raises TabelOnleesbaar for who or when that cannot be read"""
    wie, ingang, einde = cells[AFNEMER].rjust(6, "0"), cells[INGANG], cells[EINDE]
    if not (wie.isascii() and wie.isdigit() and len(wie) == 6):
        raise TabelOnleesbaar("Een afnemersindicatie is zes cijfers.")
    if not all(is_datum(dag) for dag in (ingang, einde or ingang)):
        raise TabelOnleesbaar(f"De regel van afnemer {wie} heeft geen goede ingang of einde.")
    gebreken: list[Gebrek] = []

    def told(element: str, code: str, uitleg: str) -> None:
        gebreken.append(Gebrek(wie, ingang, element, code, uitleg))

    def verstrekking(soort: Soort) -> Verstrekking:
        columns = KOLOMMEN[soort]
        rubrieken, voorwaarde, medium = (cells.get(element, "") for element in columns)
        text, faults = voorwaarde_van(voorwaarde)
        for code, uitleg in faults:
            told(columns[1], code, uitleg)
        known = _rubrieken(rubrieken, lambda uitleg: told(columns[0], "rubriek", uitleg))
        return Verstrekking(known, text, medium, any(code == "voorwaarde" for code, _ in faults))

    regel = Regel(
        wie=wie, naam=cells[NAAM], ingang=ingang, einde=einde, is_derde=cells.get(GEHEIM) == "1",
        inzage=cells.get(INZAGE) or "0", spontaan=verstrekking("spontaan"), selectie=verstrekking("selectie"),
        adhoc=verstrekking("ad hoc"), adres=verstrekking("adres"),
        sleutels=_rubrieken(cells.get(SLEUTELS, ""), lambda uitleg: told(SLEUTELS, "rubriek", uitleg)),
        is_conditioneel=cells.get(CONDITIONEEL) == "1", mag_plaatsen=cells.get(PLAATSEN) == "1",
        mag_adresvraag=cells.get(ADRESVRAAG) == "1",
    )  # fmt: skip
    return regel, gebreken


def voorwaarde_van(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The condition in a cell, and codes with sentences of what was wrong with it.

    An export of the table is known in which the first quote of a cell stands at its end: then it is put back, and told.
    """
    faults = []
    if text.endswith('"') and text.count('"') % 2 == 0 and fout_in(text) is not None:
        faults.append(("aanhalingsteken", "Het eerste aanhalingsteken stond achteraan; wij lezen het op zijn plaats."))
        text = met_aanhalingsteken(text)
    if fault := fout_in(text):
        faults.append(("voorwaarde", str(fault)))
    return text, faults


def met_aanhalingsteken(text: str) -> str:
    """With the last quote before the first value that is closed by one."""
    first = text.index('"')
    begin = max((m.end() for m in WAARDE_BEGINT.finditer(text, 0, first)), default=0)
    return f'{text[:begin]}"{text[begin:-1]}'


def fout_in(text: str) -> VoorwaardeFout | None:
    """Why it cannot be read; None when it can."""
    try:
        if text:
            lees(text)
    except VoorwaardeFout as fault:
        return fault
    return None


def _rubrieken(cell: str, told: Told) -> frozenset[str]:
    """Those that exist; of the others it is told that they do not."""
    return frozenset(_known(cell.split(GESCHEIDEN), told)) if cell else frozenset()


def _known(rubrieken: list[str], told: Told) -> Iterator[str]:
    for rubriek in rubrieken:
        try:
            element_van(rubriek)
        except OnbekendeRubriek as fault:
            told(str(fault))
        else:
            yield rubriek
