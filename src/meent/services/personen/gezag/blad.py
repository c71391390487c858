"""A persoonslijst as the decision reads it: what was read is kept, for the log and for what an onderzoek doubts."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from meent.basis.datums import OngeldigeDatum, PartialDate
from meent.services.personen.bevragen.feiten import in_onderzoek
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

NIET_MEER_BIJGEHOUDEN = ("E", "M", "R", "W", ".")
"""Reasons of suspension (67.20) after which a list says nothing of today. After death (O) it tells all there is."""


@dataclass(eq=False)
class Blad:
    """One list, read for one decision.

    gelezen   rubrieken that were read
    twijfel   whether an open onderzoek doubts one of them
    """

    pl: Persoonslijst
    gelezen: set[str] = field(default_factory=set)
    twijfel: bool = False

    def waarde(self, rubriek: str) -> str:
        """What the actual voorkomen says; empty when it says nothing."""
        feit = self.actueel(rubriek[:2])
        if feit is None:
            self.gelezen.add(rubriek)
            return ""
        return feit[rubriek[3:]]

    def actueel(self, categorie: str) -> "Feit | None":
        found = self.pl.actueel(categorie)
        return Feit(self, categorie, found) if found is not None else None

    def stapels(self, categorie: str, element: str) -> Iterator[list["Feit"]]:
        """Of each stapel what was ever so, newest first; not what was incorrect, or is empty now. Source: K-06, K-21.

        element   what is looked for: that there is none is read too
        """
        self.gelezen.add(f"{categorie}.{element}")
        for stapel in self.pl.stapels.get(categorie, ()):
            if stapel.actueel.is_leeg:
                continue
            if found := [Feit(self, categorie, v) for v in stapel if not v.is_onjuist and not v.is_leeg]:
                yield found

    @property
    def is_overleden(self) -> bool:
        return self.waarde("07.67.20") == "O" or self.waarde("06.08.10") != ""

    @property
    def is_bijgehouden(self) -> bool:
        return self.waarde("07.67.20") not in NIET_MEER_BIJGEHOUDEN


@dataclass(frozen=True)
class Feit:
    """A voorkomen on a list; what is read of it is written down on the list."""

    blad: Blad
    categorie: str
    voorkomen: Voorkomen

    def __getitem__(self, element: str) -> str:
        rubriek = f"{self.categorie}.{element}"
        self.blad.gelezen.add(rubriek)
        self.blad.twijfel |= in_onderzoek(rubriek, self.voorkomen)
        return self.voorkomen.get(element, "")

    @property
    def bsn(self) -> str:
        """Of whom it is about; empty when that is not known."""
        return bekend_bsn(self["01.20"])

    @property
    def is_leeg(self) -> bool:
        """By law there is none, or it ended. Source: K-06."""
        return self["02.40"] == "" and self.voorkomen.is_leeg

    @property
    def aktesoort(self) -> str:
        """Third place of the aktenummer; empty without an akte. Source: K-31."""
        nummer = self["81.20"]
        return nummer[2] if len(nummer) == 7 else ""


def bekend_bsn(nummer: str) -> str:
    """A number by which somebody can be found: nine digits, and no nine zeroes, which say that it is unknown (K-05)."""
    is_one = len(nummer) == 9 and nummer.isascii() and nummer.isdigit() and nummer.strip("0") != ""
    return nummer if is_one else ""


def ligt_voor(dag: str, ander: str) -> bool | None:
    """Whether a (partial) date is before another one; None when both are possible. Source: K-04."""
    try:
        een, twee = PartialDate(dag), PartialDate(ander)
    except OngeldigeDatum:
        return None
    if een.eerste_dag is None or een.laatste_dag is None or twee.eerste_dag is None or twee.laatste_dag is None:
        return None
    if een.laatste_dag < twee.eerste_dag:
        return True
    return None if een.eerste_dag < twee.laatste_dag else False
