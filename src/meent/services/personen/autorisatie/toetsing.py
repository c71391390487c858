"""A voorwaarderegel judged on a persoonslijst: made into a function once, asked for each list.

A rubriek of an actual category is what the actual voorkomens of all its stapels say; of a historical one (51 and on)
what all their history says. Dates are compared by their digits, unknown parts as zeroes, as they are sorted (K-04).
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from meent.services.personen.autorisatie.voorwaarde import (
    SELECTIEDATUM,
    SYSTEEMDATUM,
    Getal,
    Haakjes,
    InLijst,
    Rechts,
    Samen,
    Tekst,
    Termijn,
    Vergelijk,
    Voorkomt,
    Voorwaarde,
    Waarde,
    element_van,
    lees,
)
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.rubrieken import tabel

JOKER = re.compile(r"/([*?])")
JOKERS = {"*": ".*", "?": "."}


@dataclass(frozen=True)
class Geval:
    """What a condition is judged on.

    selectiedatum   day for which a selection is made; today for everything else
    kolommen        column -> values, of a list handed in with a selection
    """

    pl: Persoonslijst
    vandaag: date
    selectiedatum: date | None = None
    kolommen: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def waarden(self, categorie: str, element: str, *, is_historie: bool) -> list[str]:
        """What the list says in this rubriek, standaardwaarden too."""
        stapels = self.pl.stapels.get(categorie, ())
        places = (v for s in stapels for v in (s[1:] if is_historie else s[:1]))
        return [v[element] for v in places if element in v]

    def dag(self, rubriek: str) -> date:
        return (self.selectiedatum or self.vandaag) if rubriek == SELECTIEDATUM else self.vandaag


Oordeel = Callable[[Geval], bool]
Waarden = Callable[[Geval], list[str]]


@lru_cache(maxsize=4096)
def oordeel(text: str) -> Oordeel:
    """The function of a condition; of an empty one, yes. raises VoorwaardeFout"""
    return maak(lees(text)) if text.strip() else _altijd


def _altijd(geval: Geval) -> bool:
    return True


def maak(voorwaarde: Voorwaarde) -> Oordeel:
    """The function of a tree. Source: AU-03, AU-04."""
    match voorwaarde:
        case Haakjes(binnen):
            return maak(binnen)
        case Samen(woord, delen):
            return samen(woord, [maak(deel) for deel in delen])
        case Voorkomt(operator, rubriek):
            lezer, wanted = lezer_van(rubriek), operator == "KV"
            return lambda geval: bool(lezer(geval)) is wanted
        case InLijst(kolom, operator, rubriek):
            return _in_lijst(kolom, operator, lezer_van(rubriek))
        case Vergelijk():
            return _vergelijk(voorwaarde)


def samen(woord: str, delen: list[Oordeel]) -> Oordeel:
    """All of them, or one of them. Source: AU-03."""
    if woord == "ENVWD":
        return lambda geval: all(deel(geval) for deel in delen)
    return lambda geval: any(deel(geval) for deel in delen)


def elk_of_een(operator: str) -> Callable[[Iterable[bool]], bool]:
    """Each value for an operator on A: also when there is none. One value for an operator on 1. Source: AU-04."""
    return all if operator.endswith("A") else any


def lezer_van(rubriek: str) -> Waarden:
    """What a list says in a rubriek, of an actual or a historical category."""
    categorie, element = tabel().van[rubriek[:2]], rubriek[3:]
    is_historie = categorie != rubriek[:2]
    return lambda geval: geval.waarden(categorie, element, is_historie=is_historie)


def _in_lijst(kolom: str, operator: str, lezer: Waarden) -> Oordeel:
    quantor, wanted = elk_of_een(operator), not operator.startswith("O")
    nothing: frozenset[str] = frozenset()

    def judge(geval: Geval) -> bool:
        values = geval.kolommen.get(kolom, nothing)
        return quantor((waarde in values) is wanted for waarde in lezer(geval))

    return judge


def _vergelijk(knoop: Vergelijk) -> Oordeel:
    lezer, quantor = lezer_van(knoop.rubriek), elk_of_een(knoop.operator)
    is_datum = element_van(knoop.rubriek).vorm == "datum"
    if among := _tussen(knoop, is_datum=is_datum):
        wanted = knoop.operator.startswith("G")
        return lambda geval: quantor(among(waarde) is wanted for waarde in lezer(geval))
    tests = [_test(rechts, knoop.operator, is_datum=is_datum) for rechts in knoop.waarden]
    join = all if knoop.samen == "ENVGL" else any
    if len(tests) == 1:
        [only] = tests
        return lambda geval: quantor(only(geval, waarde) for waarde in lezer(geval))
    return lambda geval: quantor(join(test(geval, waarde) for test in tests) for waarde in lezer(geval))


def _tussen(knoop: Vergelijk, *, is_datum: bool) -> Callable[[str], bool] | None:
    """Whether a value is one of many codes or texts, asked once for all of them: rules name hundreds of municipalities.

    None where values are compared otherwise.
    """
    if knoop.operator[:-1] != ("GA" if knoop.samen == "OFVGL" else "OGA") or len(knoop.waarden) == 1:
        return None
    codes = [w.cijfers for w in knoop.waarden if isinstance(w, Getal)]
    texts = [w.tekst for w in knoop.waarden if isinstance(w, Tekst)]
    if len(texts) == len(knoop.waarden):
        pattern = re.compile("|".join(f"(?:{patroon(text).pattern})" for text in texts), re.DOTALL)
        return lambda waarde: pattern.fullmatch(waarde) is not None
    if len(codes) == len(knoop.waarden) and not is_datum:
        known = frozenset(map(_als_getal, codes))
        return lambda waarde: _als_getal(waarde) in known
    return None


def _als_getal(waarde: str) -> str:
    """Without zeroes before it, as `even_lang` compares numbers."""
    return waarde.lstrip("0") if waarde.isdigit() else waarde


Test = Callable[[Geval, str], bool]


def _test(rechts: Rechts, operator: str, *, is_datum: bool) -> Test:
    """One value of the rubriek beside one value of the rule."""
    hoe = ZIJDEN[operator[:-1]]
    match rechts:
        case Tekst(tekst):
            pattern, wanted = patroon(tekst), operator.startswith("G")
            return lambda geval, waarde: (pattern.fullmatch(waarde) is not None) is wanted
        case Getal(cijfers):
            width = len(cijfers)
            if is_datum:
                return lambda geval, waarde: hoe(waarde[:width], cijfers)
            return lambda geval, waarde: hoe(*even_lang(waarde, cijfers))
        case Waarde(rubriek) if rubriek in (SYSTEEMDATUM, SELECTIEDATUM):
            return lambda geval, waarde: hoe(waarde, cijfers_van(geval.dag(rubriek)))
        case Waarde(rubriek):
            lezer, quantor = lezer_van(rubriek), elk_of_een(operator)
            return lambda geval, waarde: quantor(hoe(waarde, other) for other in lezer(geval))
        case Termijn():
            days, width, quantor = _dagen(rechts), len(rechts.duur), elk_of_een(operator)
            return lambda geval, waarde: quantor(hoe(waarde[:width], day[:width]) for day in days(geval))


ZIJDEN: Mapping[str, Callable[[str, str], bool]] = {
    "GA": lambda links, rechts: links == rechts,
    "OGA": lambda links, rechts: links != rechts,
    "GD": lambda links, rechts: links > rechts,
    "GDOG": lambda links, rechts: links >= rechts,
    "KD": lambda links, rechts: links < rechts,
    "KDOG": lambda links, rechts: links <= rechts,
}
"""Operator without its last sign -> how two texts of digits are compared."""


def even_lang(links: str, rechts: str) -> tuple[str, str]:
    """Numbers as long as each other, so that 99 stands before 100. What is no number stays as it is."""
    if len(links) == len(rechts) or not (links.isdigit() and rechts.isdigit()):
        return links, rechts
    width = max(len(links), len(rechts))
    return links.rjust(width, "0"), rechts.rjust(width, "0")


def patroon(tekst: str) -> re.Pattern[str]:
    """`/*` is any text, `/?` one sign; capitals and accents count. Source: AU-05."""
    parts = JOKER.split(tekst)
    made = [JOKERS[part] if i % 2 else re.escape(part) for i, part in enumerate(parts)]
    return re.compile("".join(made), re.DOTALL)


# --- days ------------------------------------------------------------------------------------------------------------


def cijfers_van(dag: date) -> str:
    return f"{dag.year:04}{dag.month:02}{dag.day:02}"


def _dagen(termijn: Termijn) -> Waarden:
    """The days from which a period was taken, as eight digits."""
    van, sign = termijn.van, 1 if termijn.teken == "+" else -1
    years, months, days = (int(termijn.duur[a:b] or "0") for a, b in ((0, 4), (4, 6), (6, 8)))

    def moved(cijfers: str) -> str:
        return verschuif(cijfers, sign * years, sign * months, sign * days)

    if isinstance(van, Getal):
        fixed = [moved(van.cijfers)]
        return lambda geval: fixed
    if van.rubriek in (SYSTEEMDATUM, SELECTIEDATUM):
        rubriek = van.rubriek
        return lambda geval: [moved(cijfers_van(geval.dag(rubriek)))]
    lezer = lezer_van(van.rubriek)
    return lambda geval: [moved(cijfers) for cijfers in lezer(geval)]


def verschuif(cijfers: str, jaren: int, maanden: int, dagen: int) -> str:
    """A date so much later, or earlier below zero; unknown parts stay unknown. Source: AU-06.

    A day that its month has not becomes the last one that it has. Before the year 1 and after 9999 nothing moves on.
    """
    jaar, maand, dag = int(cijfers[:4]), int(cijfers[4:6]), int(cijfers[6:])
    if not jaar:
        return cijfers
    if not maand:
        return f"{_jaar(jaar + jaren):04}0000"
    count = (jaar + jaren) * 12 + maand - 1 + maanden
    jaar, maand = _jaar(count // 12), count % 12 + 1
    if not dag:
        return f"{jaar:04}{maand:02}00"
    first = date(jaar, maand, min(dag, monthrange(jaar, maand)[1]))
    try:
        return cijfers_van(first + timedelta(days=dagen))
    except OverflowError:
        return cijfers_van(first)


def _jaar(jaar: int) -> int:
    return min(max(jaar, 1), 9999)
