"""Klapper: who stands in the akten of one register and year, by name, to find an akte without its number."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from meent.integration.brp.akten import Ondertekend, Soort
from meent.integration.brp.boek import open_boek
from meent.integration.brp.gelijkend import gevouwen
from meent.integration.zgw import Zgw


class Klapperregel(NamedTuple):
    """One person in one akte; vermeldingen are letters of what was added since, in order."""

    geslachtsnaam: str
    voorvoegsel: str
    voornamen: str
    aktenummer: str
    datum: str
    vermeldingen: str


async def klapper(zgw: Zgw, soort: Soort, jaar: int) -> list[Klapperregel]:
    """By surname, then given names; each person is in the log. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        found = await boek.akten_van(soort, jaar)
        people = [(akte, person) for akte in found for person in persons_in(akte)]
        await boek.log_in_akten([p["01.20"] for _, p in people if p.get("01.20")])
    return by_name(regel_of(akte, person) for akte, person in people)


async def niet_kloppend(zgw: Zgw, soort: Soort, jaar: int) -> list[str]:
    """Numbers of akten of which what is kept is not what was signed. raises ZgwFout"""
    async with open_boek(zgw) as boek:
        return [akte.nummer for akte in await boek.akten_van(soort, jaar) if not akte.klopt]


def persons_in(akte: Ondertekend) -> Iterator[Mapping[str, str]]:
    """Whose akte it is: the child, who died, or both partners."""
    told: Mapping[str, Any] = msgspec.json.decode(akte.inhoud)
    yield from (told[role] for role in ("kind", "overledene") if role in told)
    yield from told.get("partners", ())


def regel_of(akte: Ondertekend, person: Mapping[str, str]) -> Klapperregel:
    datum = str(msgspec.json.decode(akte.inhoud).get("datum", ""))
    return Klapperregel(
        person.get("02.40", ""), person.get("02.30", ""), person.get("02.10", ""), akte.nummer, datum,
        "".join(letter for letter, _, _ in akte.vermeldingen),
    )  # fmt: skip


def by_name(regels: Iterable[Klapperregel]) -> list[Klapperregel]:
    """As people look in an index: without capitals and accents, and without the prefix. Source: BZ-162"""
    return sorted(regels, key=lambda r: (gevouwen(r.geslachtsnaam), gevouwen(r.voornamen), r.aktenummer))
