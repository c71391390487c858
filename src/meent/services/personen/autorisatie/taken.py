"""Rules of the municipality itself: what a task of a department may read, of whom, and on what that rests.

A file in TOML, in the same language as tabel 35:

    [[taak]]
    naam = "sociaal-domein.wmo"                 # scope taak.sociaal-domein.wmo
    titel = "Wmo-consulenten, afdeling Sociaal domein"
    verordening = "Verordening gegevensverstrekking BRP 2026, artikel 4"
    besluit = "B&W 13 januari 2026, nr. 2026-014"
    ingang = "20260201"                         # and einde = "…", the first day on which it counts no more
    rubrieken = ["01.01.20", "01.02", "08"]     # a rubriek, a group or a category, actual or historical
    voorwaarde = "08.09.10 GA1 0518"            # of whom; left out: of everybody
    adresvraag = true                           # may search by address
    volgen = true                               # may follow people who change
    derde = false                               # kept out by a verstrekkingsbeperking
"""

import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from meent.services.personen.autorisatie.tabel35 import MAX_BYTES, Regel, Verstrekking, fout_in
from meent.services.personen.rubrieken import tabel
from meent.services.personen.waarden import is_datum

NETWERK = "N"


class TakenOnleesbaar(ValueError):
    """Dit bestand heeft geen taken met hun rechten."""


class Taak(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule as it is written; see above."""

    naam: str
    titel: str
    verordening: str
    besluit: str
    ingang: str
    rubrieken: list[str]
    einde: str = ""
    voorwaarde: str = ""
    adresvraag: bool = False
    volgen: bool = False
    derde: bool = False


class _Bestand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    taak: list[Taak] = []


def read(path: Path) -> tuple[Regel, ...]:
    """The rules in a file, all right or none. raises TakenOnleesbaar. Source: AU-16."""
    raw = path.read_bytes()
    if len(raw) > MAX_BYTES:
        raise TakenOnleesbaar(f"{path.name} is groter dan {MAX_BYTES} bytes.")
    try:
        found = msgspec.convert(tomllib.loads(raw.decode("utf-8")), _Bestand)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as fault:
        raise TakenOnleesbaar(f"{TakenOnleesbaar.__doc__} {fault}") from fault
    twice = [key for key, count in Counter((t.naam, t.ingang) for t in found.taak).items() if count > 1]
    if twice:
        raise TakenOnleesbaar(f"Taak {twice[0][0]} staat er twee keer in met ingang van {twice[0][1]}.")
    return tuple(regel_of(taak) for taak in found.taak)


def regel_of(taak: Taak) -> Regel:
    """The rule of a task. raises TakenOnleesbaar"""
    if not all((taak.titel.strip(), taak.verordening.strip(), taak.besluit.strip())):
        raise TakenOnleesbaar(f"Taak {taak.naam} mist een titel, een verordening of een besluit.")
    if not is_datum(taak.ingang) or not is_datum(taak.einde or taak.ingang):
        raise TakenOnleesbaar(f"Taak {taak.naam} heeft geen goede ingang of geen goed einde.")
    if fault := fout_in(taak.voorwaarde):
        raise TakenOnleesbaar(f"De voorwaarde van taak {taak.naam} is niet te lezen. {fault}") from fault
    given = Verstrekking(frozenset(alle_rubrieken(taak.rubrieken)), taak.voorwaarde.strip(), NETWERK)
    return Regel(
        wie=taak.naam, naam=taak.titel, ingang=taak.ingang, einde=taak.einde, is_derde=taak.derde, adhoc=given,
        grond=f"{taak.verordening}; {taak.besluit}", spontaan=given if taak.volgen else Verstrekking(),
        mag_plaatsen=taak.volgen, mag_adresvraag=taak.adresvraag,
    )  # fmt: skip


def alle_rubrieken(geschreven: Iterable[str]) -> set[str]:
    """Each rubriek that these stand for. raises TakenOnleesbaar for one that does not exist"""
    found = set()
    for naam in geschreven:
        here = {r for r in bestaande(naam[:2]) if r.startswith(naam)} if len(naam) in (2, 5, 8) else set()
        if not here:
            raise TakenOnleesbaar(f"{naam} is geen rubriek, groep of categorie.")
        found |= here
    return found


def bestaande(nummer: str) -> set[str]:
    """The rubrieken of a category, by its actual or its historical number."""
    categorie = tabel().van.get(nummer)
    return {f"{nummer}.{element}" for element in tabel().elementen_van(categorie)} if categorie else set()
