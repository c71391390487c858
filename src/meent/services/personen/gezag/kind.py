"""The child that a decision is about, and what is written down while it is made: each question with its answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import update_wrapper
from typing import Concatenate, ParamSpec, TypeVar

from meent.services.personen.gezag.blad import Blad, Feit

P = ParamSpec("P")
R = TypeVar("R")
OUDERS = {1: "02", 2: "03"}
"""Number of a parent -> category on the list of the child."""


class GegevensOntbreken(Exception):
    """Zonder deze gegevens is niet te zeggen wie het gezag heeft.

    waarbij     at which question, in the words of the published model; empty when these have no words for it
    gegeven     which data, in words
    """

    def __init__(self, waarbij: str, gegeven: str) -> None:
        super().__init__(GegevensOntbreken.__doc__)
        self.waarbij, self.gegeven = waarbij, gegeven


class GeboortedatumOnbekend(Exception):
    """Van wie wij niet weten wanneer hij geboren is, weten wij niet of hij minderjarig is."""


@dataclass(frozen=True)
class Stap:
    """A question that was asked, as somebody reads it who wants to know why."""

    nummer: str
    vraag: str
    antwoord: str


@dataclass(frozen=True)
class Kind:
    """A child, the lists around it that are here, by BSN, and the day on which it is asked.

    stappen   the questions that were asked, in order
    """

    blad: Blad
    lijsten: Mapping[str, Blad]
    vandaag: date
    stappen: list[Stap] = field(default_factory=list, compare=False)

    def ouder(self, nummer: int) -> Feit | None:
        """Ouder1 or ouder2 as the list of the child has it; None without the category."""
        return self.blad.actueel(OUDERS[nummer])

    @property
    def geboren(self) -> str:
        return self.blad.waarde("01.03.10")


def gesteld(
    nummer: str, vraag: str
) -> Callable[[Callable[Concatenate[Kind, P], R]], Callable[Concatenate[Kind, P], R]]:
    """The question by its number and in words; who asks it is told so afterwards, with the answer."""

    def wrap(ask: Callable[Concatenate[Kind, P], R]) -> Callable[Concatenate[Kind, P], R]:
        def asked(kind: Kind, /, *args: P.args, **kwargs: P.kwargs) -> R:
            zin = vraag.format(*args)
            try:
                found = ask(kind, *args, **kwargs)
            except GegevensOntbreken as gemis:
                kind.stappen.append(Stap(nummer, zin, f"onbekend: {gemis.gegeven}"))
                raise
            kind.stappen.append(Stap(nummer, zin, _als_antwoord(found)))
            return found

        update_wrapper(asked, ask)
        return asked

    return wrap


def _als_antwoord(found: object) -> str:
    match found:
        case bool():
            return "ja" if found else "nee"
        case tuple():
            return " en ".join(f"ouder{nummer}" for nummer in found) or "geen"
        case Feit():
            return "ja"
        case None:
            return "nee"
    return str(found)
