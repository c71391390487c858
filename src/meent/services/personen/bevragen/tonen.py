"""A tree of members, and how the asked part of it is shown of one person.

A leaf says which rubrieken it is made of. That one fact decides three things: whether somebody may ask it, what the
log says was used, and whether an onderzoek casts doubt on it, also where it is derived.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from meent.services.personen.bevragen import waarden
from meent.services.personen.bevragen.feiten import Feiten, in_onderzoek
from meent.services.personen.persoonslijst import Voorkomen

Json = dict[str, Any]
HIER = "@"
"""Stands for the category of the group, where a group serves several of them."""


class Gevraagd(dict[str, "Gevraagd"]):
    """Member -> what is asked below it; an empty one asks all of it. Made once, and the same only as itself."""

    __hash__ = object.__hash__  # type: ignore[assignment]
    __eq__ = object.__eq__


ALLES = Gevraagd()


@dataclass(slots=True)
class Plek:
    """Where a group is read: a voorkomen of a category, on one list. Never changed."""

    feiten: Feiten
    categorie: str
    voorkomen: Voorkomen

    def __getitem__(self, element: str) -> str:
        return self.voorkomen.get(element, "")

    def is_in_onderzoek(self, rubriek: str) -> Voorkomen | None:
        """The voorkomen in which an onderzoek doubts the rubriek."""
        rubriek = rubriek.replace(HIER, self.categorie)
        found = self.voorkomen if rubriek[:2] == self.categorie else self.feiten.actueel(rubriek[:2])
        return found if in_onderzoek(rubriek, found) else None


@dataclass(frozen=True)
class Veld:
    """A leaf.

    rubrieken   what it is made of, as cc.gg.ee
    lees        what it is; None when there is nothing to show
    ook         rubrieken that are looked at too, but of which it is not made
    onderzoek   whether the document has a member that says it is doubted
    delen       paths to members of its own that may be asked apart
    """

    rubrieken: tuple[str, ...]
    lees: Callable[[Plek], Any]
    ook: tuple[str, ...] = ()
    onderzoek: bool = True
    delen: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Groep:
    """Members that belong together; a group is the same only as itself.

    plekken   where it is read, seen from the group around it; a group by itself is read once
    lijst     whether there may be several
    soort     which of the kinds it is there; then `soorten` holds their members, and `type` is among what is doubted
    datums    category -> what the first day of an onderzoek is called here; empty where it is not told
    categorie  category (or categories, with a space) in which it is read, when that is another
    """

    leden: "Mapping[str, Veld | Groep]"
    plekken: Callable[[Plek], Iterable[Plek]] = lambda plek: (plek,)
    lijst: bool = False
    soort: Callable[[Plek], str] | None = None
    soorten: "Mapping[str, Groep]" = field(default_factory=dict)
    datums: Mapping[str, str] = field(default_factory=dict)
    categorie: str = ""

    def of_kind(self, soort: str) -> "Groep":
        return self.soorten[soort]


def veld(rubrieken: str, lees: Callable[[Plek], Any], ook: str = "", **more: Any) -> Veld:
    return Veld(tuple(rubrieken.split()), lees, tuple(ook.split()), **more)


def zoals(rubriek: str, maak: Callable[[str], Any] = waarden.tekst, **more: Any) -> Veld:
    """A leaf that is one element, read by `maak`."""
    element = rubriek[-5:]

    def lees(plek: Plek) -> Any:
        found = plek.voorkomen.get(element)
        return maak(found) if found else None

    return Veld((rubriek,), lees, **more)


def letter(rubriek: str, **more: Any) -> Veld:
    return zoals(rubriek, lambda code: waarden.letter(rubriek[-5:], code), **more)


def datum(rubriek: str, **more: Any) -> Veld:
    return zoals(rubriek, waarden.datum, **more)


def code(rubriek: str, tabel: int, **more: Any) -> Veld:
    return Veld((rubriek,), lambda plek: waarden.code(plek.feiten.tabellen, tabel, plek[rubriek[-5:]]), **more)


def in_categorie(categorie: str) -> Callable[[Plek], Iterator[Plek]]:
    """The group is read from what counts now in another category."""

    def plekken(plek: Plek) -> Iterator[Plek]:
        yield Plek(plek.feiten, categorie, plek.feiten.actueel(categorie))

    return plekken


# --- showing ---------------------------------------------------------------------------------------------------------


def toon(groep: Groep, plek: Plek, gevraagd: Gevraagd) -> Json:
    """What is asked of a group, without what is empty; with what is doubted of it. Source: BV-22, BV-23."""
    found: Json = {}
    if groep.soort:
        soort = groep.soort(plek)
        if not soort:
            return {}
        found, groep = {"type": soort}, groep.of_kind(soort)
    for naam, lid, below in chosen(groep, gevraagd):
        if isinstance(lid, Veld):
            waarde = lid.lees(plek)
            if lid.delen:
                waarde = snijd(waarde, below)
        else:
            waarde = _shown(lid, plek, below)
        if waarde or waarde == 0:
            found[naam] = waarde
    # On nearly all lists nothing is doubted.
    if "83" in plek.feiten.pl.groepen and (doubts := onderzoeken(groep, plek, gevraagd)):
        found["inOnderzoek"] = doubts
    return found


@lru_cache(4096)
def chosen(groep: Groep, gevraagd: Gevraagd) -> tuple[tuple[str, Veld | Groep, Gevraagd], ...]:
    """The members that are asked, and what of each: all of them when none is named. What kind something is, is always
    told. Remembered, as `nested` is."""
    return tuple(
        (naam, lid, gevraagd.get(naam, ALLES))
        for naam, lid in groep.leden.items() if not gevraagd or naam in gevraagd or naam == "type"
    )  # fmt: skip


def _shown(groep: Groep, plek: Plek, gevraagd: Gevraagd) -> Json | list[Json] | None:
    """One of it, or all there are."""
    places = groep.plekken(plek)
    if groep.lijst:
        return [one for there in places if (one := toon(groep, there, gevraagd))]
    return next((toon(groep, there, gevraagd) for there in places), None)


def snijd(waarde: Any, gevraagd: Gevraagd) -> Any:
    """The asked parts of a value that is made as a whole; what kind it is and that it is doubted stay with it."""
    if isinstance(waarde, list):
        return [snijd(one, gevraagd) for one in waarde]
    if not gevraagd or not isinstance(waarde, dict):
        return waarde
    return {
        naam: snijd(deel, gevraagd.get(naam, ALLES))
        for naam, deel in waarde.items() if naam in gevraagd or naam in ("type", "inOnderzoek")
    }  # fmt: skip


def onderzoeken(groep: Groep, plek: Plek, gevraagd: Gevraagd) -> Json:
    """Which of the asked leaves are doubted, and since when. Source: BV-23."""
    found: Json = {}
    for naam, lid, _ in chosen(groep, gevraagd):
        if not isinstance(lid, Veld) or not lid.onderzoek:
            continue
        for rubriek in lid.rubrieken:
            if (there := plek.is_in_onderzoek(rubriek)) is not None:
                found[naam] = True
                called = groep.datums.get(rubriek[:2], "datumIngangOnderzoek")
                if called and (begun := waarden.datum(there.get("83.20", ""))):
                    found[called] = begun
    return found


# --- what a question is about ----------------------------------------------------------------------------------------


@lru_cache(512)
def nested(paden: tuple[str, ...]) -> Gevraagd:
    """Paths as a tree; a path to a group asks all of it, whatever else is asked of it. Source: BV-11.

    Remembered: an application asks the same paths a thousand times.
    """
    whole = set(paden)
    tree = Gevraagd()
    for pad in sorted(whole):
        parts = pad.split(".")
        if any(".".join(parts[:n]) in whole for n in range(1, len(parts))):
            continue
        at = tree
        for part in parts:
            at = at.setdefault(part, Gevraagd())
    return tree


@lru_cache(512)
def gelezen(groep: Groep, paden: tuple[str, ...]) -> tuple[str, ...]:
    """What these paths read of a group, in order; remembered too."""
    return tuple(sorted(rubrieken_of(groep, nested(paden))))


def rubrieken_of(groep: Groep, gevraagd: Gevraagd, categorieen: str = "01") -> set[str]:
    """Everything that must be read to answer, derived members included. Source: BV-40."""
    where = groep.categorie or categorieen
    found: set[str] = set()
    for kind in groep.soorten.values():
        found |= rubrieken_of(kind, gevraagd, where)
    for _, lid, below in chosen(groep, gevraagd):
        if isinstance(lid, Groep):
            found |= rubrieken_of(lid, below, where)
        else:
            found |= {r.replace(HIER, c) for r in (*lid.rubrieken, *lid.ook) for c in where.split()}
    return found
