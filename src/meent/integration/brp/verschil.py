"""What is different between two states of a list, element by element: for who must agree before it is so."""

from collections.abc import Iterator, Mapping

import msgspec

from meent.services.personen.persoonslijst import Persoonslijst, Stapel, Voorkomen
from meent.services.personen.rubrieken import tabel

NIET_GETOOND = ("80",)
"""Moves with every change, and tells nothing."""
GEEN: Mapping[str, str] = Voorkomen()


class Verschil(msgspec.Struct, frozen=True, kw_only=True):
    """One element that is otherwise.

    rubriek   such as 08.11.10; in history its category is that of the actual one
    stapel    counts from 0
    plaats    actueel, or historie: a voorkomen below the actual one
    oud, nieuw   "" where there is nothing
    """

    bsn: str
    anummer: str
    rubriek: str
    categorie: str
    element: str
    stapel: int
    plaats: str
    oud: str
    nieuw: str


def verschillen(old: Persoonslijst, new: Persoonslijst) -> Iterator[Verschil]:
    """All that differs, in order of category. A voorkomen that only moved into history is no difference."""
    numbers = new.bsn or old.bsn, new.anummer or old.anummer
    for categorie in sorted({*old.stapels, *new.stapels}):
        before, after = old.stapels.get(categorie, ()), new.stapels.get(categorie, ())
        for number in range(max(len(before), len(after))):
            was = before[number] if number < len(before) else Stapel()
            now = after[number] if number < len(after) else Stapel()
            for plaats, one, other in pairs(was, now):
                yield from _elements(numbers, categorie, number, plaats, one, other)


def pairs(was: Stapel, now: Stapel) -> Iterator[tuple[str, Mapping[str, str], Mapping[str, str]]]:
    """The actual voorkomens of then and now; and each that is new in history, beside the one it was."""
    yield "actueel", was[0] if was else GEEN, now[0] if now else GEEN
    known, kept = set(was), set(now)
    for voorkomen in now[1:]:
        if voorkomen not in known:
            yield "historie", next((v for v in was if _same_but_marks(v, voorkomen)), GEEN), voorkomen
    for voorkomen in was[1:]:
        if voorkomen not in kept and not any(_same_but_marks(voorkomen, v) for v in now):
            yield "historie", voorkomen, GEEN


def _same_but_marks(een: Voorkomen, ander: Voorkomen) -> bool:
    """The same registration, one of them marked as incorrect or in doubt."""
    return een.zonder("83", "84") == ander.zonder("83", "84")


def _elements(
    numbers: tuple[str, str], categorie: str, stapel: int, plaats: str, old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[Verschil]:
    known = tabel()
    for nummer in sorted({*old, *new}):
        if old.get(nummer) != new.get(nummer) and nummer[:2] not in NIET_GETOOND:
            yield Verschil(
                bsn=numbers[0], anummer=numbers[1], rubriek=f"{categorie}.{nummer}",
                categorie=known.categorieen[categorie].naam, element=known.elementen[nummer].naam, stapel=stapel,
                plaats=plaats, oud=old.get(nummer, ""), nieuw=new.get(nummer, ""),
            )  # fmt: skip
