"""What on a list can be corrected, as an officer needs it: which rows there are, and each element with room beside it.

Pure. Numbers of people (BSN, A-nummer) do not leave as they are: what stands there is shown by its end, and stays when
nothing is filled in for it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from meent.integration.brp.kaart import betekenis_van, dag
from meent.services.personen.bevragen.feiten import Feiten
from meent.services.personen.mutaties import BRON, VAN_ONS
from meent.services.personen.persoonslijst import Voorkomen
from meent.services.personen.rubrieken import tabel

ZONDER_CORRECTIE = ("07", "12", "13", "14", "15", "21")
"""Without history, or not ours to correct."""
NIET_ZELF = (*VAN_ONS, *BRON, "83", "87", "88")
"""Groups that a correction does not fill in: the document of the correction, and what the system keeps."""
INGANG = "85.10"
NUMMERS = ("bsn", "anummer")


@dataclass(frozen=True)
class Hokje:
    """One element. `waarde` is "" for what is not shown whole; `getoond` is what people may read of it."""

    nummer: str
    naam: str
    waarde: str
    getoond: str
    betekenis: str
    lang: int
    is_nummer: bool = False


@dataclass(frozen=True)
class Plaats:
    """One row of a list: which it is, and from when it holds. `sleutel` is 08-0-1: category, stapel, voorkomen."""

    categorie: str
    naam: str
    stapel: int
    voorkomen: int
    stand: Literal["nu", "eerder"]
    ingang: str
    opgenomen: str

    @property
    def sleutel(self) -> str:
        return f"{self.categorie}-{self.stapel}-{self.voorkomen}"


@dataclass(frozen=True)
class Verandering:
    """What a row should have said: whole groups that are otherwise, groups that go, and 85.10 when that was wrong."""

    inhoud: Mapping[str, str]
    weg: tuple[str, ...]
    ingang: str


@dataclass(frozen=True)
class Inhoud:
    """One row with its elements: those that are there, and those that could be. `voorkomen` is not for showing."""

    plaats: Plaats
    gevuld: tuple[Hokje, ...]
    leeg: tuple[Hokje, ...]
    voorkomen: Voorkomen

    @property
    def hokjes(self) -> tuple[Hokje, ...]:
        return *self.gevuld, *self.leeg

    def verandering(self, ingevuld: Mapping[str, str]) -> Verandering:
        """What was filled in, beside what stands there; a number that was left open stays as it is."""
        shown = {h.nummer for h in self.hokjes if not h.is_nummer or ingevuld.get(h.nummer)}
        new = {n: ingevuld[n] for n in shown if n in ingevuld and ingevuld[n] != self.voorkomen.get(n, "")}
        touched = {n[:2] for n in new if n != INGANG}
        whole = {n: w for n, w in ({**self.voorkomen} | new).items() if n[:2] in touched and w}
        gone = touched - {n[:2] for n in whole}
        return Verandering(whole, tuple(sorted(gone)), new.get(INGANG, ""))


def kent_document(categorie: str) -> bool:
    """Whether the document of a correction can stand in it: not in Verblijfplaats and Verblijfstitel."""
    known = tabel().categorieen.get(categorie)
    return known is None or "82" in known.groepen


def plaatsen(feiten: Feiten) -> Iterator[Plaats]:
    """Every row that may be corrected; what was found to be wrong before is not corrected again (K-21)."""
    for categorie, s, n, voorkomen in feiten.pl.voorkomens():
        if categorie not in ZONDER_CORRECTIE and not voorkomen.is_onjuist:
            yield Plaats(
                categorie, tabel().categorieen[categorie].naam, s, n, "nu" if n == 0 else "eerder",
                dag(voorkomen.get(INGANG, "")), dag(voorkomen.get("86.10", "")),
            )  # fmt: skip


def inhoud(feiten: Feiten, plaats: Plaats) -> Inhoud:
    """The elements of one row, in order of number, with the day from which it holds as the last."""
    voorkomen = feiten.pl.stapels[plaats.categorie][plaats.stapel][plaats.voorkomen]
    known = tabel()
    numbers = sorted(n for n in known.elementen_van(plaats.categorie) if n[:2] not in NIET_ZELF and n != INGANG)
    found = [_hokje(feiten, voorkomen, n) for n in (*(n for n in numbers if n[:2] != "85"), INGANG)]
    gevuld = tuple(h for h in found if h.nummer in voorkomen)
    return Inhoud(plaats, gevuld, tuple(h for h in found if h.nummer not in voorkomen), voorkomen)


def _hokje(feiten: Feiten, voorkomen: Voorkomen, nummer: str) -> Hokje:
    element = tabel().elementen[nummer]
    waarde = voorkomen.get(nummer, "")
    is_nummer = element.vorm in NUMMERS
    return Hokje(
        nummer, element.naam, "" if is_nummer else waarde, f"…{waarde[-3:]}" if is_nummer and waarde else waarde,
        betekenis_van(feiten, voorkomen, nummer) if waarde else "", element.lang, is_nummer,
    )  # fmt: skip
