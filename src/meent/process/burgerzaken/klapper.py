"""Klapper: who stands in the akten of one register and year, by name, to find an akte without its number."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec

from meent.integration.brp.akten import Ondertekend, Soort
from meent.integration.brp.boek import Boek, open_boek
from meent.integration.brp.gelijkend import gevouwen
from meent.integration.zgw import Zgw

MEEST = 100
ROLLEN: Mapping[str, str] = MappingProxyType({
    "kind": "kind", "overledene": "overledene", "erkenner": "erkenner", "ouders": "ouder", "partners": "partner",
})  # fmt: skip
"""Member of an akte -> as what somebody is named in it; the first is whose akte it is."""
Mens = tuple[Ondertekend, Mapping[str, str]]
VAN_WIE = ("kind", "overledene", "partners")


class Klapperregel(NamedTuple):
    """One person in one akte; vermeldingen are letters of what was added since, in order."""

    geslachtsnaam: str
    voorvoegsel: str
    voornamen: str
    aktenummer: str
    datum: str
    vermeldingen: str


class Genoemd(NamedTuple):
    """Somebody who is named in an akte: as what, and with which elements of 01, 02 and 03."""

    rol: str
    persoon: Mapping[str, str]


class Deel(NamedTuple):
    """An akte, or what was added to it: the letter of its number, the day of the fact, who is named, on what it rests.

    datum   eight digits
    """

    letter: str
    nummer: str
    datum: str
    mensen: tuple[Genoemd, ...]
    plaats: str = ""
    beschikking: str = ""


class Akteblad(NamedTuple):
    """An akte with its latere vermeldingen; `klopt` is whether all of it is what was signed."""

    jaar: int
    delen: tuple[Deel, ...]
    klopt: bool

    @property
    def bsns(self) -> list[str]:
        """Of who is named in it, each once."""
        named = (genoemd.persoon.get("01.20", "") for deel in self.delen for genoemd in deel.mensen)
        return list(dict.fromkeys(filter(None, named)))


async def klapper(zgw: Zgw, soort: Soort, jaar: int, naam: str = "") -> list[Klapperregel]:
    """By surname, then given names; with `naam` only whose surname begins so. Each who is told is in the log.

    raises ZgwFout
    """
    async with open_boek(zgw) as boek:
        return await _told(boek, await _mensen(boek, soort, jaar, naam))


async def zoek(zgw: Zgw, soort: Soort, jaar: int, naam: str) -> list[Klapperregel] | None:
    """The same, for a screen: of more than MEEST people none is told, and none is in the log. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        people = await _mensen(boek, soort, jaar, naam)
        return await _told(boek, people) if len(people) <= MEEST else None


async def open_akte(zgw: Zgw, nummer: str, jaar: int) -> Akteblad:
    """One akte; all who are named in it are in the log. raises ZgwFout, 404 for what was not signed here"""
    async with open_boek(zgw) as boek:
        akte = await boek.lees_akte(nummer, jaar)
        inhoud = ((akte.nummer[2], akte.inhoud), *((letter, added) for letter, added, _ in akte.vermeldingen))
        blad = Akteblad(jaar, tuple(deel_of(letter, msgspec.json.decode(told)) for letter, told in inhoud), akte.klopt)
        await boek.log_in_akten(blad.bsns)
    return blad


async def niet_kloppend(zgw: Zgw, soort: Soort, jaar: int) -> list[str]:
    """Numbers of akten of which what is kept is not what was signed. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        return [akte.nummer for akte in await boek.akten_van(soort, jaar) if not akte.klopt]


async def _mensen(boek: Boek, soort: Soort, jaar: int, naam: str) -> list[Mens]:
    """Whose akten they are, of a register and year, with that surname."""
    found = await boek.akten_van(soort, jaar)
    return [(akte, person) for akte in found for person in persons_in(akte) if past(person, naam)]


async def _told(boek: Boek, people: list[Mens]) -> list[Klapperregel]:
    await boek.log_in_akten([person["01.20"] for _, person in people if person.get("01.20")])
    return by_name(regel_of(akte, person) for akte, person in people)


def past(person: Mapping[str, str], naam: str) -> bool:
    """Whether the surname begins so, with its prefix or without; capitals and accents do not count."""
    surname = person.get("02.40", "")
    whole = f"{person.get('02.30', '')} {surname}"
    return any(gevouwen(told).startswith(gevouwen(naam)) for told in (surname, whole))


def persons_in(akte: Ondertekend) -> Iterator[Mapping[str, str]]:
    """Whose akte it is: the child, who died, or both partners."""
    told: Mapping[str, Any] = msgspec.json.decode(akte.inhoud)
    for member in VAN_WIE:
        yield from named(told, member)


def named(told: Mapping[str, Any], member: str) -> Iterator[Mapping[str, str]]:
    """Who stands in this member of an akte: one, several, or nobody."""
    found = told.get(member, ())
    yield from (found,) if isinstance(found, Mapping) else found


def deel_of(letter: str, told: Mapping[str, Any]) -> Deel:
    mensen = tuple(Genoemd(rol, one) for member, rol in ROLLEN.items() for one in named(told, member))
    return Deel(
        letter, told["aktenummer"], str(told.get("datum", "")).replace("-", ""), mensen, told.get("plaats", ""),
        told.get("beschikking", ""),
    )  # fmt: skip


def regel_of(akte: Ondertekend, person: Mapping[str, str]) -> Klapperregel:
    datum = str(msgspec.json.decode(akte.inhoud).get("datum", ""))
    return Klapperregel(
        person.get("02.40", ""), person.get("02.30", ""), person.get("02.10", ""), akte.nummer, datum,
        "".join(letter for letter, _, _ in akte.vermeldingen),
    )  # fmt: skip


def by_name(regels: Iterable[Klapperregel]) -> list[Klapperregel]:
    """As people look in an index: without capitals and accents, and without the prefix. Source: BZ-162"""
    return sorted(regels, key=lambda r: (gevouwen(r.geslachtsnaam), gevouwen(r.voornamen), r.aktenummer))
