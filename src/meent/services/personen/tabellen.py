"""National tables (tabel 32, 33, …): codes, what they mean, and from when to when they were so.

A code is judged on the day of the fact, not today: an abolished municipality is right in an old akte (K-07). Read from
files as RvIG publishes them; an edition is other files, and the program does not care which.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from meent.basis.datums import OngeldigeDatum, PartialDate

FILES = {
    32: "Tabel32-", 33: "Tabel33-", 34: "Tabel34-", 37: "Tabel37-", 38: "Tabel38-", 39: "Tabel39-", 56: "Tabel56-",
    60: "Tabel60-", 61: "Tabel61-",
}  # fmt: skip
INGANG, EINDE, OPVOLGER, SOORT = "99.98", "99.99", "92.12", "96.30"
MAX_BYTES = 16 * 1024 * 1024


class TabelOnleesbaar(ValueError):
    """Dit bestand is geen landelijke tabel."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code. `ingang` and `einde` are eight digits or empty; on the day of `einde` it is no more.

    soort   of a reason of nationality: whether that begins or ends by it
    """

    code: str
    omschrijving: str
    ingang: str = ""
    einde: str = ""
    opvolger: str = ""
    soort: str = ""

    def geldt_op(self, dag: str) -> bool:
        """Whether it could be so on this (partial) day: what is unknown gets the benefit. Source: K-04, K-07."""
        eerste, laatste = span(dag)
        return not (self.ingang and laatste < self.ingang) and not (self.einde and eerste >= self.einde)


@lru_cache(50_000)
def span(dag: str) -> tuple[str, str]:
    """First and last day that a date of eight digits can be; all days when it is unknown or is no date."""
    try:
        found = PartialDate(dag)
    except OngeldigeDatum:
        return "00000000", "99999999"
    if found.eerste_dag is None or found.laatste_dag is None:
        return "00000000", "99999999"
    return PartialDate.of(found.eerste_dag), PartialDate.of(found.laatste_dag)


@dataclass(frozen=True)
class Tabellen:
    """The tables by number; a table that is not there judges nothing."""

    per_nummer: Mapping[int, Mapping[str, Code]]

    def vind(self, tabel: int, code: str) -> Code | None:
        return self.per_nummer.get(tabel, {}).get(code)

    def kent(self, tabel: int) -> bool:
        return tabel in self.per_nummer

    def geldt(self, tabel: int, code: str, dag: str) -> bool:
        """Whether the code was so on that day; yes where there is no table."""
        found = self.vind(tabel, code)
        return not self.kent(tabel) or (found is not None and found.geldt_op(dag))

    def opvolger(self, tabel: int, code: str, dag: str) -> str:
        """What took the place of a code by this day, also when that was followed itself; the code when it still is."""
        seen: set[str] = set()
        while (found := self.vind(tabel, code)) and not found.geldt_op(dag) and found.opvolger and code not in seen:
            seen.add(code)
            code = found.opvolger
        return code


def read(folder: Path) -> Tabellen:
    """Every table that is in the folder. raises TabelOnleesbaar"""
    found = {}
    for nummer, begin in FILES.items():
        for path in sorted(folder.glob(f"{begin}*.csv")):
            found[nummer] = {code.code: code for code in read_one(path)}
    return Tabellen(found)


def read_one(path: Path) -> list[Code]:
    """UTF-16 with its mark, or UTF-8; the first column is the code, the second what it means."""
    if path.stat().st_size > MAX_BYTES:
        raise TabelOnleesbaar(f"{path.name} is groter dan {MAX_BYTES} bytes.")
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as fault:
        raise TabelOnleesbaar(f"{path.name} is geen tekst in UTF-8 of UTF-16.") from fault
    rows = list(csv.reader(text.splitlines()))
    if len(rows) < 2 or len(rows[0]) < 2:
        raise TabelOnleesbaar(f"{path.name} heeft geen rijen met een code en een omschrijving.")
    places = {name.partition(" ")[0]: place for place, name in enumerate(rows[0])}
    return [_code(row, places) for row in rows[1:] if row and row[0]]


def _code(row: list[str], places: Mapping[str, int]) -> Code:
    def cell(name: str) -> str:
        place = places.get(name, len(row))
        return row[place] if place < len(row) else ""

    # Of an akte the first column is how people write it (1•A); the number and the letter after it are the code.
    code = row[0].replace("•", "")
    return Code(code, row[-1] if "aktesoort" in places else row[1], *map(cell, (INGANG, EINDE, OPVOLGER, SOORT)))
