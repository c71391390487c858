"""Files of a model: read, put together, and every fault told with its file, its line and how to mend it.

`tomllib` forgets where things stood, so a small scan of the same text remembers the lines of tables and keys.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

Pad = tuple[str, ...]
"""Where something stands in a model: `("grootheden", "tarief", "bron")`."""
BYTES_MAX = 2_000_000
BASES_MAX = 5
NUMBER_MAX = 10**15
GEEN_GETAL = "Met dit getal is niet te rekenen."
TABLE = re.compile(r"\s*(\[\[?)\s*([\w.\"' -]+?)\s*\]\]?\s*(?:#.*)?")
KEY = re.compile(r"\s*([\w.\"'-]+)\s*=")
AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")
SECTIONS = ("model", "grootheden", "afgeleid", "btw", "indexen", "nulalternatief", "scenarios", "coalitie", "opties")


@dataclass(frozen=True, order=True)
class Plaats:
    """A line of a file."""

    bestand: Path
    regel: int


@dataclass(frozen=True, order=True)
class Fout:
    """One fault: where, what, and what to do; Dutch sentences."""

    plaats: Plaats
    wat: str
    herstel: str

    def __str__(self) -> str:
        return f"{self.plaats.bestand}:{self.plaats.regel}: {self.wat} {self.herstel}"


class ModelGeweigerd(Exception):
    """The model has faults; nothing was reckoned and nothing written."""

    def __init__(self, fouten: list[Fout]) -> None:
        self.fouten = sorted(set(fouten))
        super().__init__("\n".join(map(str, self.fouten)))


@dataclass(frozen=True)
class Gelezen:
    """The sections of a model, with the place of each entry; nothing of it is judged yet."""

    bestand: Path
    inhoud: dict[str, Any]
    plaatsen: dict[Pad, Plaats]

    def plaats(self, *pad: str) -> Plaats:
        """The line of this entry, or of the nearest one around it."""
        while pad and pad not in self.plaatsen:
            pad = pad[:-1]
        return self.plaatsen.get(pad, Plaats(self.bestand, 1))


def read_model(file: Path) -> Gelezen:
    """The file with all it builds on. Raises ModelGeweigerd."""
    return _read(file, ())


def _read(file: Path, above: tuple[Path, ...]) -> Gelezen:
    own = _read_one(file)
    basis = own.inhoud.get("basis", "")
    if not basis:
        return own
    if not isinstance(basis, str) or Path(basis).is_absolute():
        _refuse(own, "basis", f"De basis {basis!r} is geen pad vanuit deze map.", "Schrijf bijv. 'deel/basis.toml'.")
    target, chain = file.parent / str(basis), (*above, file.resolve())
    if target.resolve() in chain or len(chain) > BASES_MAX:
        _refuse(own, "basis", f"De bestanden bouwen in een kring op elkaar: {basis}.", "Haal een van de twee weg.")
    if not target.is_file():
        _refuse(own, "basis", f"Het bestand {basis} is er niet.", "Verbeter het pad, of leg het bestand daar neer.")
    return _merged(_read(target, chain), own)


def _refuse(read: Gelezen, key: str, what: str, repair: str) -> None:
    raise ModelGeweigerd([Fout(read.plaats(key), what, repair)])


def _read_one(file: Path) -> Gelezen:
    try:
        raw = file.read_bytes()
    except OSError as error:
        reason = f"Het bestand is niet te lezen ({error.strerror})."
        raise ModelGeweigerd([Fout(Plaats(file, 1), reason, "Verbeter het pad of de rechten.")]) from error
    if len(raw) > BYTES_MAX:
        raise ModelGeweigerd([Fout(Plaats(file, 1), "Het bestand is groter dan 2 MB.", "Splits het met 'basis'.")])
    try:
        text = raw.decode("utf-8-sig")
        content = tomllib.loads(text, parse_float=Decimal)
    except UnicodeDecodeError as error:
        at = Plaats(file, raw[: error.start].count(b"\n") + 1)
        raise ModelGeweigerd([Fout(at, "Dit is geen UTF-8.", "Bewaar het bestand als UTF-8.")]) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ModelGeweigerd([_syntax(file, raw, str(error))]) from error
    read = Gelezen(file, content, _places(file, text))
    if faults := [Fout(read.plaats(*path), GEEN_GETAL, "Schrijf een gewoon getal.") for path in _strange(content, ())]:
        raise ModelGeweigerd(faults)
    return read


def _strange(value: Any, path: Pad) -> Iterator[Pad]:
    """Where a number stands that nobody can reckon with: nan, inf, or beyond a million milliard."""
    if isinstance(value, dict | list):
        for name, entry in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _strange(entry, (*path, str(name)))
    elif isinstance(value, Decimal | int) and not (Decimal(value).is_finite() and abs(Decimal(value)) <= NUMBER_MAX):
        yield path


def _syntax(file: Path, raw: bytes, message: str) -> Fout:
    at = AT_LINE.search(message)
    line = int(at[1]) if at and at[1] else raw.count(b"\n") + 1
    what = f"Dit is geen geldige TOML: {AT_LINE.sub('', message).strip()}."
    return Fout(Plaats(file, line), what, "Kijk naar aanhalingstekens, haken en dubbele namen op deze regel.")


def _places(file: Path, text: str) -> dict[Pad, Plaats]:
    """The line of each table and key; texts over several lines are passed over."""
    found: dict[Pad, Plaats] = {}
    table: Pad = ()
    counts: dict[Pad, int] = {}
    closing = ""
    for number, line in enumerate(text.splitlines(), 1):
        if closing:
            closing = "" if closing in line else closing
            continue
        if head := TABLE.fullmatch(line):
            table = _parts(head[2])
            if head[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, str(counts[table]))
            found.setdefault(table, Plaats(file, number))
        elif key := KEY.match(line):
            path = (*table, *_parts(key[1]))
            found.setdefault(path, Plaats(file, number))
        closing = next((mark for mark in ('"""', "'''") if line.count(mark) == 1), "")
    return found


def _parts(dotted: str) -> Pad:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _merged(below: Gelezen, above: Gelezen) -> Gelezen:
    """`above` over `below`: entries of a section are replaced as a whole, so that a figure keeps its own source."""
    content = dict(below.inhoud)
    content.pop("basis", None)
    replaced: set[Pad] = set()
    for name, value in above.inhoud.items():
        if name in SECTIONS and isinstance(value, dict) and isinstance(content.get(name), dict):
            content[name] = content[name] | value
            replaced |= {(name, entry) for entry in value}
        else:
            content[name] = value
            replaced.add((name,))
    kept = {path: at for path, at in below.plaatsen.items() if not any(path[: len(r)] == r for r in replaced)}
    return Gelezen(above.bestand, content, kept | above.plaatsen)
