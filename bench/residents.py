"""Residents by the million, a persoonslijst a line: `python -m bench.residents --count 1000000 --out FILE.jsonl`.

Neighbourhoods of the demo's generator (families, moves, marriages, deaths, errors that were corrected), each of its own
seed, with more surnames and with numbers. The same lines for the same seed, whatever the number of processes.
Nobody in it exists, and no number is of the range for tests, which is too small: BSNs are of 900000000 to 998999999,
which are given to nobody; A-nummers have no such range, so a file stays on the machine that made it (decision 0071).
Some lists carry an error that the import must find: see PLANTED.
"""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import count as count_from
from itertools import islice
from pathlib import Path
from random import Random

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from meent.tools.demo.bewoners import Persoon, generate_bewoners
from meent.tools.demo.gemeenten import MEERWIJDE, ZUIDERKOOG
from meent.tools.demo.lijsten import Lijst, Rij, persoonslijsten

SEED, VANDAAG = 1, date(2026, 7, 1)
WIJK = 5_000
"""Residents of a neighbourhood."""
CODES = {MEERWIJDE.code: "0518", ZUIDERKOOG.code: "0363"}
"""Invented municipality -> one that the national tables know, so that their checks have something to say."""
PLAATSEN = ("03.20", "06.20", "07.20", "08.20", "09.10", "81.10", "82.10")
STAMMEN = (
    "Aard", "Berk", "Blauw", "Boven", "Brand", "Broek", "Dal", "Dijk", "Eik", "Els", "Gans", "Goud", "Grond", "Haver",
    "Heuvel", "Hoog", "Houd", "IJs", "Jager", "Kamp", "Klaver", "Kool", "Kruis", "Laag", "Linden", "Loo", "Maan",
    "Meer", "Middel", "Nieuw", "Noord", "Oever", "Oost", "Paarden", "Plas", "Riet", "Rogge", "Schaap", "Slag", "Steen",
    "Tarwe", "Tol", "Uil", "Veen", "Vinken", "Voor", "Water", "West", "Wilgen", "Zand", "Zee", "Zuid",
)  # fmt: skip
EINDEN = (
    "akker", "beek", "berg", "borg", "bos", "bosch", "brink", "camp", "daal", "donk", "einde", "gaard", "haar", "hoek",
    "horst", "huis", "huizen", "ink", "inga", "kerk", "laar", "land", "linga", "man", "meijer", "molen", "poort",
    "rade", "schot", "sma", "stede", "stra", "veld", "voort", "waard", "weg", "wijk", "woud", "zijl",
)  # fmt: skip
PLANTED = {"PRE031": 997, "PRE030": 1_009}
"""Finding -> one list in so many has it, and no other list does."""


def lines(first: int, last: int, seed: int = SEED) -> bytes:
    """The lists of these neighbourhoods, a line each."""
    return b"".join(line for wijk in range(first, last) for line in _neighbourhood(wijk, WIJK, seed))


def residents(count: int, seed: int = SEED) -> Iterator[bytes]:
    """So many lines, one after the other."""
    return islice((line for wijk in count_from() for line in _neighbourhood(wijk, WIJK, seed)), count)


def planted(count: int) -> dict[str, int]:
    """How often each finding must be made in so many lists."""
    return {code: len(range(every - 1, count, every)) for code, every in PLANTED.items()}


def _neighbourhood(wijk: int, size: int, seed: int) -> Iterator[bytes]:
    gemeente = replace(MEERWIJDE, postcode_begin=1_000 + wijk % 9_000)
    people = generate_bewoners(gemeente, size, seed=seed * 100_000 + wijk, vandaag=VANDAAG)
    bsns, anummers = islice(bsns_from(wijk * size), size), islice(anummers_from(wijk * size * 4), size)
    numbers = dict(zip(bsns, anummers, strict=True))
    chance, namen = Random(f"namen {seed} {wijk}"), dict[tuple[int, str], str]()
    renamed = [
        _renamed(p, bsn, wijk, namen.setdefault((p.huishouden, p.geslachtsnaam), _surname(chance)))
        for p, bsn in zip(people, numbers, strict=True)
    ]
    lists = persoonslijsten(gemeente, renamed, seed=seed * 100_000 + wijk, vandaag=VANDAAG)
    for place, found in enumerate(lists, start=wijk * size):
        yield _line(_with_errors(_numbered(found, numbers), place))


def _renamed(persoon: Persoon, bsn: str, wijk: int, naam: str) -> Persoon:
    """With a number and a surname of its own, in a house that no other neighbourhood has."""
    adres = persoon.verblijfplaats
    assert adres is not None
    bag = adres.identificatie
    moved = replace(adres, identificatie=f"{bag[:6]}{wijk:03}{bag[-7:-4]}{bag[-4:]}")
    return replace(persoon, bsn=bsn, geslachtsnaam=naam, verblijfplaats=moved)


@cache
def surnames() -> tuple[str, ...]:
    found = [stam + einde for einde in EINDEN for stam in STAMMEN]
    Random("achternamen").shuffle(found)
    return tuple(found)


def _surname(chance: Random) -> str:
    """Some names are common, most are not."""
    known = surnames()
    return known[int(len(known) * chance.random() ** 3)]


def _numbered(found: Lijst, numbers: dict[str, str]) -> Lijst:
    """With the A-nummer beside each BSN, and codes that exist."""
    for stapels in found.values():
        for rij in (rij for stapel in stapels for rij in stapel):
            if "01.20" in rij:
                rij["01.10"] = numbers[rij["01.20"]]
            for place in PLAATSEN:
                if (code := rij.get(place, "")) in CODES:
                    rij[place] = CODES[code]
    return found


def _with_errors(found: Lijst, place: int) -> Lijst:
    now: Rij = found["08"][0][0]
    if (place + 1) % PLANTED["PRE031"] == 0:
        now["86.10"] = "00000000"
    if (place + 1) % PLANTED["PRE030"] == 0:
        del now["85.10"]
    return found


def _line(found: Lijst) -> bytes:
    stapels = [{"categorie": c, "voorkomens": stapel} for c, several in found.items() for stapel in several]
    return msgspec.json.encode({"stapels": stapels}) + b"\n"


# --- numbers ---------------------------------------------------------------------------------------------------------


def bsns_from(index: int) -> Iterator[str]:
    """BSNs that pass the eleven test, from the `index`-th on, in an order that looks like chance; none twice."""
    for n in count_from(index):
        prefix = 9_000_000 + n * 7_919 % 990_000  # 7919 is prime
        yield _completed(prefix, n // 990_000)


def _completed(prefix: int, choice: int) -> str:
    """Seven digits with an eighth, the `choice`-th that can be, and the ninth that follows from it."""
    base = sum(weight * int(digit) for weight, digit in zip(range(9, 2, -1), str(prefix), strict=True))
    digit = [d for d in range(10) if (base + 2 * d) % 11 < 10][choice]
    return f"{prefix}{digit}{(base + 2 * digit) % 11}"


def anummers_from(index: int) -> Iterator[str]:
    """A-nummers that pass both sums, at most one for each eight digits to begin with; some three of four have one."""
    for n in count_from(index):
        begin = _without_pairs(n * 1_000_003 % 9**8)
        digits = [int(c) for c in begin]
        tail = _tails()[sum(digits) % 11, sum(d << i for i, d in enumerate(digits)) % 11, digits[-1]]
        if tail:
            yield begin + tail


def _without_pairs(number: int) -> str:
    """Eight digits, the first no zero and no two neighbours equal; another number, other digits."""
    found = [1 + number % 9]
    for _ in range(7):
        number //= 9
        found.append(number % 9 + (number % 9 >= found[-1]))
    return "".join(map(str, found))


@cache
def _tails() -> dict[tuple[int, int, int], str]:
    """Sum and weighted sum modulo 11 of eight digits, and the last of them -> two digits that complete them, or ''."""
    found = {}
    for total, weighted, last in ((t, w, d) for t in range(11) for w in range(11) for d in range(10)):
        fitting = (
            f"{a}{b}" for a in range(10) for b in range(10)
            if a != last and b != a and (total + a + b) % 11 in (0, 5) and (weighted + (a << 8) + (b << 9)) % 11 == 0
        )  # fmt: skip
        found[total, weighted, last] = next(fitting, "")
    return found


# --- the file --------------------------------------------------------------------------------------------------------


def write(path: Path, count: int, seed: int = SEED, processes: int = 0) -> None:
    """The file, whole or not at all. `count` is rounded up to whole neighbourhoods."""
    wijken, processes = -(-count // WIJK), processes or os.cpu_count() or 1
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    with half.open("wb") as file, Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("residents", total=wijken * WIJK)
        with ProcessPoolExecutor(processes) as pool:
            ahead: list[Future[bytes]] = []
            for wijk in range(wijken + processes + 1):
                if wijk < wijken:
                    ahead.append(pool.submit(lines, wijk, wijk + 1, seed))
                if wijk > processes:
                    file.write(ahead.pop(0).result())
                    progress.advance(task, WIJK)
    half.rename(path)


@click.command()
@click.option("--count", default=100_000, help="How many lists, in whole neighbourhoods of 5,000.")
@click.option("--seed", default=SEED)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
def main(count: int, seed: int, out: Path) -> None:
    """Write the persoonslijsten of so many invented people."""
    write(out, count, seed)
    told = ", ".join(f"{code} {found} ×" for code, found in planted(-(-count // WIJK) * WIJK).items())
    Console().print(f"{out}: {out.stat().st_size / 1e6:.0f} MB; findings to be made: {told}")


if __name__ == "__main__":
    main()
