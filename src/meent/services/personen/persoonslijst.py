"""The persoonslijst: categories, in them stapels, in a stapel voorkomens, of which the first is the actual one.

Values that never change; `mutaties.apply` gives a new list. A row of current values with an audit beside it would not
do: what was wrong, and what ended without anything in its place, is part of the registration (K-01, K-06).
Source: Logisch Ontwerp 3.9/3.10.
"""

from collections.abc import ItemsView, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from meent.basis.datums import PartialDate
from meent.services.personen.rubrieken import OnbekendeRubriek, bekend

ADMINISTRATIE = frozenset(f"{n}" for n in range(81, 89))
"""Groups that tell about a voorkomen and are no content of it."""

OPGESCHORT = MappingProxyType({
    "O": "Deze persoon is overleden; alleen wat daarvoor gebeurde komt nog op de lijst.",
    "E": "Deze persoon is vertrokken en staat in de RNI; geef het feit daar door aan RvIG.",
    "M": "Deze persoon wordt na een ministerieel besluit bijgehouden in de RNI; geef het feit daar door aan RvIG.",
    "R": "Deze persoon staat in de RNI; geef het feit daar door aan RvIG.",
    "F": "Deze persoonslijst is afgevoerd; hef eerst de opschorting op.",
})  # fmt: skip
"""Reason of suspension (67.20) -> why no new fact comes on the list. Source: K-36, HUP 2.2, 5.5, 6.4, 7.11."""


class Voorkomen(Mapping[str, str]):
    """One occurrence: element number -> text, in order of number. Standaardwaarden stand in it as any value (K-05).

    What Mapping would give by way of __getitem__ is asked a hundred times of each list, so it is given straight.
    """

    __slots__ = ("_groepen", "_hash", "_waarden")

    def __init__(self, waarden: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> None:
        given = waarden if isinstance(waarden, dict) else dict(waarden)
        self._waarden: dict[str, str] = {n: given[n] for n in sorted(given)}
        self._hash: int | None = None
        self._groepen: frozenset[str] | None = None

    def __getitem__(self, nummer: str) -> str:
        return self._waarden[nummer]

    def __iter__(self) -> Iterator[str]:
        return iter(self._waarden)

    def __len__(self) -> int:
        return len(self._waarden)

    def __contains__(self, nummer: object) -> bool:
        return nummer in self._waarden

    def items(self) -> ItemsView[str, str]:
        return self._waarden.items()

    if not TYPE_CHECKING:  # as Mapping declares it

        def get(self, nummer, default=None):
            return self._waarden.get(nummer, default)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(tuple(self._waarden.items()))
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Voorkomen) and self._waarden == other._waarden

    def __repr__(self) -> str:
        return f"Voorkomen({', '.join(self._waarden)})"  # numbers only: no log or traceback holds a name

    def groep(self, *nummers: str) -> dict[str, str]:
        """The elements of these groups."""
        return {n: w for n, w in self._waarden.items() if n[:2] in nummers}

    @property
    def groepen(self) -> frozenset[str]:
        """Numbers of the groups it has something of."""
        if self._groepen is None:
            self._groepen = frozenset({n[:2] for n in self._waarden})
        return self._groepen

    def heeft(self, *groepen: str) -> bool:
        """Whether it has something of one of these groups."""
        return not self.groepen.isdisjoint(groepen)

    def met(self, waarden: Mapping[str, str]) -> "Voorkomen":
        return Voorkomen(self._waarden | dict(waarden))

    def zonder(self, *groepen: str) -> "Voorkomen":
        return Voorkomen((n, w) for n, w in self._waarden.items() if n[:2] not in groepen)

    @property
    def inhoud(self) -> dict[str, str]:
        """Without the groups that tell about the voorkomen."""
        return {n: w for n, w in self._waarden.items() if n[:2] not in ADMINISTRATIE}

    @property
    def is_leeg(self) -> bool:
        """No content: it ends a fact, or says that by law there is none. Source: K-06."""
        return self.groepen <= ADMINISTRATIE

    @property
    def is_onjuist(self) -> bool:
        return "84.10" in self._waarden

    @property
    def volgorde(self) -> tuple[str, str]:
        """By which history is sorted, highest first. Source: K-13."""
        return self._waarden.get("85.10", ""), self._waarden.get("86.10", "")


class Stapel(tuple[Voorkomen, ...]):
    """The voorkomens of one fact, the actual one first. Never empty."""

    __slots__ = ()

    @property
    def actueel(self) -> Voorkomen:
        return self[0]

    @property
    def historie(self) -> tuple[Voorkomen, ...]:
        return tuple(self[1:])


class Persoonslijst:
    """All that the BRP holds about one person.

    stapels     category number -> its stapels; categories in order of number, and none without a stapel
    raises      OnbekendeRubriek when an element is not in the table
    """

    def __init__(self, stapels: Mapping[str, Iterable[Iterable[Voorkomen]]]) -> None:
        ordered = ((c, tuple(map(Stapel, stapels[c]))) for c in sorted(stapels))
        self.stapels: Mapping[str, tuple[Stapel, ...]] = {c: found for c, found in ordered if found}
        for categorie, found in self.stapels.items():
            known = bekend(categorie)
            for voorkomen in chain.from_iterable(found):
                if not known.issuperset(voorkomen._waarden):
                    nummer = min(set(voorkomen) - known)
                    raise OnbekendeRubriek(f"{categorie}.{nummer}: {OnbekendeRubriek.__doc__}")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Persoonslijst) and self.stapels == other.stapels

    def __hash__(self) -> int:
        return hash(tuple(self.stapels.items()))

    def __repr__(self) -> str:
        return f"Persoonslijst({', '.join(f'{c}: {len(s)}' for c, s in self.stapels.items())})"

    def voorkomens(self, *categorieen: str) -> Iterator[tuple[str, int, int, Voorkomen]]:
        """Category, number of the stapel, number of the voorkomen (0 is actual) and the voorkomen; of all, in order."""
        per = self._per_categorie
        if len(categorieen) == 1:
            return iter(per.get(categorieen[0], ()))
        return chain.from_iterable([per[c] for c in per if not categorieen or c in categorieen])

    @cached_property
    def _per_categorie(self) -> dict[str, list[tuple[str, int, int, Voorkomen]]]:
        """Each voorkomen with where it stands: the checks go through a list a hundred times."""
        return {
            c: [(c, s, v, voorkomen) for s, stapel in enumerate(stapels) for v, voorkomen in enumerate(stapel)]
            for c, stapels in self.stapels.items()
        }

    @cached_property
    def groepen(self) -> frozenset[str]:
        """Numbers of the groups that stand anywhere on it."""
        return frozenset().union(*(v.groepen for *_, v in self.voorkomens()))

    def actueel(self, categorie: str, stapel: int = 0) -> Voorkomen | None:
        """The actual voorkomen; None when there is no such stapel."""
        found = self.stapels.get(categorie, ())
        return found[stapel].actueel if stapel < len(found) else None

    def waarde(self, rubriek: str) -> str:
        """What the actual voorkomen of the first stapel says, such as "01.02.40"; empty when it says nothing."""
        found = self.actueel(rubriek[:2])
        return found.get(rubriek[3:], "") if found is not None else ""

    def met(self, categorie: str, stapels: Iterable[Iterable[Voorkomen]]) -> "Persoonslijst":
        """This list with other stapels in one category; without any, the category goes."""
        return Persoonslijst({**self.stapels, categorie: stapels})

    @cached_property
    def anummer(self) -> str:
        return self.waarde("01.01.10")

    @cached_property
    def bsn(self) -> str:
        return self.waarde("01.01.20")

    @property
    def is_afgevoerd(self) -> bool:
        """Made wrongly: out of search and delivery, still to be read. Source: K-27."""
        return self.waarde("07.67.20") == "F"

    @property
    def is_overleden(self) -> bool:
        return self.waarde("07.67.20") == "O"

    @property
    def waarom_opgeschort(self) -> str:
        """Why no new fact comes on this list; empty while it is kept up. Source: K-36."""
        return OPGESCHORT.get(self.waarde("07.67.20"), "")

    def is_open_voor(self, dag: str) -> bool:
        """Whether what happened on this day still comes on the list: it is kept up, or the person lived that day.

        The order of things within one day is not on a list: who marries and dies that day was alive. A day that is
        not known is not before. Source: K-36, HUP 5.5.
        """
        if not self.waarom_opgeschort:
            return True
        last = PartialDate(dag or "00000000").laatste_dag
        died = PartialDate(self.waarde("07.67.10") or "00000000").eerste_dag
        return self.is_overleden and last is not None and died is not None and last <= died

    @property
    def is_geblokkeerd(self) -> bool:
        """On its way to another municipality. Source: K-35."""
        return self.waarde("07.66.20") != ""

    @property
    def is_beperkt(self) -> bool:
        """Data may not go to everybody: geheim, or one of the codes of before. Source: K-12."""
        return self.waarde("07.70.10") in ("1", "2", "3", "4", "5", "6", "7")
