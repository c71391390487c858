"""Voorwaarderegels: the language in which tabel 35 says of whom somebody may get data.

    (08.09.10 GA1 0518 OFVGL 0599) ENVWD 01.03.10 KDOG1 19.89.30 - 0018 ENVWD KNV 07.67.10

A condition compares a rubriek with values, or asks whether it occurs (KV) or not (KNV). The last sign of an operator
says whether one value of the rubriek must do (1) or each (A). ENVWD binds stronger than OFVWD, and OFVGL and ENVGL,
which join values, stronger than both. A tree keeps its brackets, so that it is written as it was read.
Source: design of burgerzaken, section 5; decision 0069 for what that leaves open.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from meent.services.personen.rubrieken import Element, OnbekendeRubriek, tabel

SYSTEEMDATUM, SELECTIEDATUM = "19.89.30", "19.89.20"
"""Today, and the day for which a selection is made."""
DAGEN = (SYSTEEMDATUM, SELECTIEDATUM)
MAX_TEKENS, MAX_DIEPTE = 20_000, 50
OPEN_TEKST = "Deze tekst heeft geen sluitend aanhalingsteken."
Vergelijking = Literal[
    "GA1", "GAA", "OGA1", "OGAA", "GD1", "GDA", "GDOG1", "GDOGA", "KD1", "KDA", "KDOG1", "KDOGA",
]  # fmt: skip
Bestaan = Literal["KV", "KNV"]
Teken = Literal["+", "-"]
WOORDEN = (*get_args(Vergelijking), "ENVWD", "OFVWD", "ENVGL", "OFVGL", "KV", "KNV", "LIJST")
SYMBOOL = re.compile(
    r"\s*(?:(?P<rubriek>\d\d\.\d\d\.\d\d)|(?P<getal>\d+)|\"(?P<tekst>[^\"]*)\"|(?P<teken>[-+()])"
    rf"|(?P<woord>{'|'.join(sorted(WOORDEN, key=len, reverse=True))}|kolom\d+))",
    re.ASCII,
)


class VoorwaardeFout(ValueError):
    """Deze voorwaarde is niet te lezen.

    plaats   sign at which it went wrong, counted from 1
    """

    def __init__(self, plaats: int, told: str) -> None:
        super().__init__(f"{told} (teken {plaats})")
        self.plaats = plaats


@dataclass(frozen=True, slots=True)
class Tekst:
    """Between quotes. `/*` stands for any text and `/?` for one sign."""

    tekst: str


@dataclass(frozen=True, slots=True)
class Getal:
    """A code or a date, in digits."""

    cijfers: str


@dataclass(frozen=True, slots=True)
class Waarde:
    """Another rubriek, or one of DAGEN."""

    rubriek: str


@dataclass(frozen=True, slots=True)
class Termijn:
    """A day so much before or after another.

    duur   years (4), years and months (6), or years, months and days (8): nothing finer than that is compared
    """

    van: Getal | Waarde
    teken: Teken
    duur: str
    haakjes: bool = False


Rechts = Tekst | Getal | Waarde | Termijn


@dataclass(frozen=True, slots=True)
class Vergelijk:
    """`rubriek` beside one or more values; `samen` says how these are joined."""

    rubriek: str
    operator: Vergelijking
    waarden: tuple[Rechts, ...]
    samen: Literal["OFVGL", "ENVGL"] = "OFVGL"


@dataclass(frozen=True, slots=True)
class Voorkomt:
    """Whether a rubriek occurs."""

    operator: Bestaan
    rubriek: str


@dataclass(frozen=True, slots=True)
class InLijst:
    """Whether the value of a rubriek stands in a column of a list that was handed in with a selection."""

    kolom: str
    operator: Vergelijking
    rubriek: str


@dataclass(frozen=True, slots=True)
class Haakjes:
    binnen: "Voorwaarde"


@dataclass(frozen=True, slots=True)
class Samen:
    """Two conditions or more, all of which must hold (ENVWD) or one of them (OFVWD)."""

    woord: Literal["ENVWD", "OFVWD"]
    delen: "tuple[Voorwaarde, ...]"


Voorwaarde = Vergelijk | Voorkomt | InLijst | Haakjes | Samen


# --- reading ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Symbool:
    soort: str
    tekst: str
    plaats: int

    @property
    def woord(self) -> str:
        """The word or sign it is; "" for a value."""
        return self.tekst if self.soort in ("woord", "teken") else ""


def lees(text: str) -> Voorwaarde:
    """The tree of a condition. raises VoorwaardeFout, and nothing else. Source: AU-01."""
    if len(text) > MAX_TEKENS:
        raise VoorwaardeFout(MAX_TEKENS, f"Een voorwaarde is hoogstens {MAX_TEKENS} tekens lang.")
    lezer = _Lezer([*_symbolen(text)])
    found = lezer.voorwaarde(0)
    if lezer.nu.soort != "einde":
        raise VoorwaardeFout(lezer.nu.plaats, "Hier hoort ENVWD, OFVWD of het einde.")
    return found


def _symbolen(text: str) -> Iterator[_Symbool]:
    at, end = 0, len(text.rstrip())
    while at < end:
        found = SYMBOOL.match(text, at, end)
        if found is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            raise VoorwaardeFout(at + 1, OPEN_TEKST if text[at] == '"' else "Dit teken hoort hier niet.")
        soort = str(found.lastgroup)
        begin = found.start(soort) - (soort == "tekst")
        yield _Symbool(soort, found[soort], begin + 1)
        at = found.end()
    yield _Symbool("einde", "", end + 1)


class _Lezer:
    """Walks the symbols once, one function per rule of the grammar."""

    def __init__(self, symbolen: list[_Symbool]) -> None:
        self.symbolen, self.at = symbolen, 0

    @property
    def nu(self) -> _Symbool:
        return self.symbolen[self.at]

    def neem(self) -> _Symbool:
        self.at += 1
        return self.symbolen[self.at - 1]

    def eis(self, woord: str) -> None:
        if self.nu.woord != woord:
            raise VoorwaardeFout(self.nu.plaats, f"Hier hoort {woord}.")
        self.neem()

    def voorwaarde(self, diepte: int) -> Voorwaarde:
        return self._samen("OFVWD", lambda: self._samen("ENVWD", lambda: self._een(diepte)))

    def _samen(self, woord: Literal["ENVWD", "OFVWD"], een: Callable[[], Voorwaarde]) -> Voorwaarde:
        delen = [een()]
        while self.nu.woord == woord:
            self.neem()
            delen.append(een())
        return delen[0] if len(delen) == 1 else Samen(woord, tuple(delen))

    def _een(self, diepte: int) -> Voorwaarde:
        symbool = self.nu
        if symbool.woord == "(":
            if diepte == MAX_DIEPTE:
                raise VoorwaardeFout(symbool.plaats, f"Haakjes staan hoogstens {MAX_DIEPTE} diep in elkaar.")
            self.neem()
            binnen = self.voorwaarde(diepte + 1)
            self.eis(")")
            return Haakjes(binnen)
        if symbool.woord in ("KV", "KNV"):
            self.neem()
            return Voorkomt("KV" if symbool.woord == "KV" else "KNV", self._rubriek().tekst)
        if symbool.woord == "LIJST":
            return self._lijst()
        if symbool.soort != "rubriek":
            raise VoorwaardeFout(symbool.plaats, "Hier hoort een rubriek, KV, KNV, LIJST of een haakje.")
        return self._vergelijk()

    def _lijst(self) -> InLijst:
        self.neem()
        self.eis("(")
        kolom = self.neem()
        if not kolom.woord.startswith("kolom"):
            raise VoorwaardeFout(kolom.plaats, "Hier hoort een kolom, zoals kolom1.")
        operator = self._operator()
        if operator not in ("GA1", "GAA", "OGA1", "OGAA"):
            raise VoorwaardeFout(kolom.plaats, "In een lijst staat een waarde of staat zij niet.")
        found = InLijst(kolom.tekst, operator, self._rubriek().tekst)
        self.eis(")")
        return found

    def _vergelijk(self) -> Vergelijk:
        rubriek = self._rubriek()
        operator = self._operator()
        element = element_van(rubriek.tekst)
        waarden = [self._rechts(element, operator)]
        samen: Literal["OFVGL", "ENVGL"] = "ENVGL" if self.nu.woord == "ENVGL" else "OFVGL"
        while self.nu.woord in ("ENVGL", "OFVGL"):
            if self.nu.woord != samen:
                raise VoorwaardeFout(self.nu.plaats, "Verbind de waarden met ENVGL of met OFVGL, niet met beide.")
            self.neem()
            waarden.append(self._rechts(element, operator))
        return Vergelijk(rubriek.tekst, operator, tuple(waarden), samen)

    def _operator(self) -> Vergelijking:
        symbool = self.neem()
        for operator in get_args(Vergelijking):
            if symbool.woord == operator:
                found: Vergelijking = operator
                return found
        raise VoorwaardeFout(symbool.plaats, f"Hier hoort een van {', '.join(get_args(Vergelijking))}.")

    def _rechts(self, element: Element, operator: Vergelijking) -> Rechts:
        symbool = self.nu
        if symbool.woord == "(":
            self.neem()
            binnen = self._term(element)
            self.eis(")")
            if not isinstance(binnen, Termijn):
                raise VoorwaardeFout(symbool.plaats, "Tussen deze haakjes hoort een dag plus of min een termijn.")
            return Termijn(binnen.van, binnen.teken, binnen.duur, haakjes=True)
        if symbool.soort == "tekst":
            if operator[:1] in ("G", "K") and operator not in ("GA1", "GAA"):
                raise VoorwaardeFout(symbool.plaats, "Een tekst is niet groter of kleiner dan een andere.")
            self.neem()
            return Tekst(symbool.tekst)
        return self._term(element)

    def _term(self, element: Element) -> Getal | Waarde | Termijn:
        van = self._dag()
        if self.nu.woord not in ("+", "-"):
            return van
        teken = self.neem()
        duur = self.neem()
        if element.vorm != "datum" or not is_dag(van):
            raise VoorwaardeFout(teken.plaats, "Alleen van een datum is een termijn af te trekken.")
        if duur.soort != "getal" or len(duur.tekst) not in (4, 6, 8):
            raise VoorwaardeFout(duur.plaats, "Een termijn is 4, 6 of 8 cijfers: jaren, maanden, dagen.")
        return Termijn(van, "+" if teken.tekst == "+" else "-", duur.tekst)

    def _dag(self) -> Getal | Waarde:
        if self.nu.soort == "getal":
            return Getal(self.neem().tekst)
        if self.nu.soort == "rubriek" and self.nu.tekst in DAGEN:
            return Waarde(self.neem().tekst)
        if self.nu.soort != "rubriek":
            raise VoorwaardeFout(self.nu.plaats, "Hier hoort een waarde: cijfers, een tekst of een rubriek.")
        return Waarde(self._rubriek().tekst)

    def _rubriek(self) -> _Symbool:
        symbool = self.neem()
        if symbool.soort != "rubriek":
            raise VoorwaardeFout(symbool.plaats, "Hier hoort een rubriek, zoals 08.09.10.")
        try:
            element_van(symbool.tekst)
        except OnbekendeRubriek as fault:
            raise VoorwaardeFout(symbool.plaats, str(fault)) from fault
        return symbool


def is_dag(van: Getal | Waarde) -> bool:
    """Whether a period can be taken from it."""
    if isinstance(van, Getal):
        return len(van.cijfers) == 8
    return van.rubriek in DAGEN or element_van(van.rubriek).vorm == "datum"


def element_van(rubriek: str) -> Element:
    """The element of a rubriek of an actual or a historical category. raises OnbekendeRubriek"""
    categorie = tabel().van.get(rubriek[:2])
    if categorie is None:
        raise OnbekendeRubriek(f"{rubriek}: {OnbekendeRubriek.__doc__}")
    return tabel().element(categorie, rubriek[3:])


# --- writing ---------------------------------------------------------------------------------------------------------


def schrijf(voorwaarde: Voorwaarde) -> str:
    """The text of a tree, one space between words; reading it gives the same tree. Source: AU-02."""
    match voorwaarde:
        case Haakjes(binnen):
            return f"({schrijf(binnen)})"
        case Samen(woord, delen):
            return f" {woord} ".join(map(schrijf, delen))
        case Voorkomt(operator, rubriek):
            return f"{operator} {rubriek}"
        case InLijst(kolom, operator, rubriek):
            return f"LIJST ({kolom} {operator} {rubriek})"
        case Vergelijk(rubriek, operator, waarden, samen):
            return f"{rubriek} {operator} {f' {samen} '.join(map(_rechts, waarden))}"


def _rechts(rechts: Rechts) -> str:
    match rechts:
        case Tekst(tekst):
            return f'"{tekst}"'
        case Getal(cijfers):
            return cijfers
        case Waarde(rubriek):
            return rubriek
        case Termijn(van, teken, duur, haakjes):
            told = f"{_rechts(van)} {teken} {duur}"
            return f"({told})" if haakjes else told


def rubrieken_in(voorwaarde: Voorwaarde) -> frozenset[str]:
    """The rubrieken of a list that it looks at."""
    match voorwaarde:
        case Haakjes(binnen):
            return rubrieken_in(binnen)
        case Samen(_, delen):
            return frozenset().union(*map(rubrieken_in, delen))
        case Voorkomt(_, rubriek) | InLijst(_, _, rubriek):
            return frozenset((rubriek,))
        case Vergelijk(rubriek, _, waarden, _):
            rechts = (w.van if isinstance(w, Termijn) else w for w in waarden)
            return frozenset((rubriek, *(w.rubriek for w in rechts if isinstance(w, Waarde)))) - {*DAGEN}
