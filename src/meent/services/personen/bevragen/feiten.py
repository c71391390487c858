"""What an answer about one person is made of: the list, the tables, and the day on which it is asked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen
from meent.services.personen.tabellen import Tabellen

LEEG = Voorkomen()
NIET_OP_ADRES = "089999"
"""Of group 83: it has been found that the person does not live there."""


@dataclass(frozen=True)
class Feiten:
    """One list, on one day.

    gezag   the relations that were decided for it, as they are shown; empty where nobody asked
    """

    pl: Persoonslijst
    tabellen: Tabellen
    vandaag: date
    gezag: Sequence[Mapping[str, Any]] = ()
    _eerder: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def eens(self, naam: str, maak: Callable[["Feiten"], Any]) -> Any:
        """What `maak` makes of these facts, made once: several members are parts of it."""
        if naam not in self._eerder:
            self._eerder[naam] = maak(self)
        return self._eerder[naam]

    def actueel(self, categorie: str) -> Voorkomen:
        """What counts now; of 05 the partner who counts (see `partner`), and an empty one where there is nothing."""
        if categorie == "05":
            return self.partner
        return self.pl.actueel(categorie) or LEEG

    def waarde(self, rubriek: str) -> str:
        return self.actueel(rubriek[:2]).get(rubriek[3:], "")

    @property
    def is_overleden(self) -> bool:
        return self.waarde("07.67.20") == "O" or bool(self.waarde("06.08.10"))

    @cached_property
    def partners(self) -> list[Voorkomen]:
        """Who are partners now; when nobody is, the one of whom the bond was dissolved last. Source: BV-30."""
        found = [stapel.actueel for stapel in self.pl.stapels.get("05", ()) if not stapel.actueel.is_leeg]
        actual = [v for v in found if not v.heeft("07")]
        if actual:
            return actual
        ended = sorted(found, key=lambda v: v.get("07.10", ""))
        return ended[-1:]

    @cached_property
    def partner(self) -> Voorkomen:
        """Whose name one may bear: of several partners the first one there was. Source: BV-33."""
        return min(self.partners, key=lambda v: v.get("06.10", ""), default=LEEG)

    def gevuld(self, categorie: str) -> Iterator[Voorkomen]:
        """The actual voorkomen of each stapel that says something: what ended is not there. Source: K-06, BV-22."""
        for stapel in self.pl.stapels.get(categorie, ()):
            if not stapel.actueel.is_leeg:
                yield stapel.actueel


def in_onderzoek(rubriek: str, voorkomen: Voorkomen) -> bool:
    """Whether an open onderzoek doubts this rubriek, its group or its category. Source: BV-23, K-33."""
    doubted = voorkomen.get("83.10", "")
    if not doubted or "83.30" in voorkomen or doubted[:2] != rubriek[:2]:
        return False
    return doubted == NIET_OP_ADRES or doubted[2:] in ("0000", rubriek[3:5] + "00", rubriek[3:5] + rubriek[6:])
