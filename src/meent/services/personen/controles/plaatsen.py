"""Preconditions that look codes up: places, countries and titles, and every other code on the day of its fact."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from meent.services.personen.bevinding import Bevinding
from meent.services.personen.controles.preconditie import Plaats, bevinding_of
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen
from meent.services.personen.rubrieken import tabel
from meent.services.personen.tabellen import Tabellen
from meent.services.personen.waarden import is_standaardwaarde

NEDERLAND = "6030"
GEMEENTE, LAND, TITEL = 33, 34, 38
PLAATSEN = ("03", "06", "07", "08")
"""Groups with a date (.10), a place (.20) and a country (.30)."""
RUBRIEKEN = {g: (f"{g}.10", f"{g}.20", f"{g}.30") for g in PLAATSEN if f"{g}.30" in tabel().elementen}
DAG_VAN = {"81": "85.10", "82": "82.20", "88": "85.10"}
"""Group -> the element with the day of its fact, where that is not its own first date."""

GECODEERD = {n: e for n, e in tabel().elementen.items() if e.tabel not in (None, LAND, TITEL)}
"""Elements that a table explains, but for those that have a check of their own."""

Zoek = Callable[[Persoonslijst, Tabellen], Iterator[Bevinding]]


def _plaatsen(pl: Persoonslijst) -> Iterator[tuple[Plaats, str, str, str]]:
    """Each group with a place: where, the day, the place and the country."""
    for c, s, v, voorkomen in pl.voorkomens():
        if voorkomen.groepen.isdisjoint(RUBRIEKEN):
            continue
        for groep, (datum, plaats, land) in RUBRIEKEN.items():
            if groep not in voorkomen.groepen:
                continue
            day, place, country = voorkomen.get(datum, ""), voorkomen.get(plaats, ""), voorkomen.get(land, "")
            yield Plaats(c, s, v, plaats), day, place, country


def _is_code(plaats: str) -> bool:
    return len(plaats) == 4 and plaats.isdigit()


def land_bestaat(pl: Persoonslijst, tabellen: Tabellen) -> Iterator[Bevinding]:
    zin = "Een land staat er altijd, met een code uit de landentabel."
    for plaats, _, _, land in _plaatsen(pl):
        if not land or (tabellen.kent(LAND) and tabellen.vind(LAND, land) is None):
            yield bevinding_of("PRE001", zin, plaats._replace(element=plaats.element[:3] + "30"))


def gemeente_bestaat(pl: Persoonslijst, tabellen: Tabellen) -> Iterator[Bevinding]:
    zin = "Een plaats in Nederland is een code uit de gemeententabel."
    for plaats, _, place, land in _plaatsen(pl):
        known = tabellen.vind(GEMEENTE, place) is not None or not tabellen.kent(GEMEENTE)
        if land == NEDERLAND and place and _is_code(place) and not known:
            yield bevinding_of("PRE002", zin, plaats)


def code_alleen_in_nederland(pl: Persoonslijst, tabellen: Tabellen) -> Iterator[Bevinding]:
    zin = "Een code van een gemeente hoort bij Nederland."
    for plaats, _, place, land in _plaatsen(pl):
        if _is_code(place) and place != "0000" and land != NEDERLAND:
            yield bevinding_of("PRE003", zin, plaats)


def tekst_alleen_elders(pl: Persoonslijst, tabellen: Tabellen) -> Iterator[Bevinding]:
    zin = "Een plaats in woorden ligt buiten Nederland."
    for plaats, _, place, land in _plaatsen(pl):
        if land == NEDERLAND and place and not _is_code(place) and place != ".":
            yield bevinding_of("PRE004", zin, plaats)


def titel_bestaat(pl: Persoonslijst, tabellen: Tabellen) -> Iterator[Bevinding]:
    zin = "Een titel of predicaat komt uit zijn tabel."
    for c, s, v, voorkomen in pl.voorkomens():
        titel = voorkomen.get("02.20", "")
        if titel and titel != "." and tabellen.kent(TITEL) and tabellen.vind(TITEL, titel) is None:
            yield bevinding_of("PRE054", zin, Plaats(c, s, v, "02.20"))


def code_geldt(pl: Persoonslijst, tabellen: Tabellen) -> Iterator[Bevinding]:
    """Every coded element, on the day of the fact. Source: K-07."""
    for c, s, v, voorkomen in pl.voorkomens():
        for nummer, waarde in voorkomen.items():
            element = GECODEERD.get(nummer)
            if element is None or element.tabel is None or is_standaardwaarde(element, waarde):
                continue
            if element.nummer[3:] == "20" and not _is_code(waarde) and element.groep in PLAATSEN:
                continue  # a place in words
            if not tabellen.geldt(element.tabel, waarde, day_of(voorkomen, element.groep)):
                told = f"Deze code stond toen niet in tabel {element.tabel}."
                yield Bevinding("code", c, s + 1, v, nummer, told, "let op")


def day_of(voorkomen: Voorkomen, groep: str) -> str:
    """The day of the fact that a group tells: its own date, else the day from which the whole holds."""
    own = DAG_VAN.get(groep, f"{groep}.10")
    element = tabel().elementen.get(own)
    if element is not None and element.vorm == "datum" and own in voorkomen:
        return voorkomen[own]
    return voorkomen.get("85.10", "")


CONTROLES: Mapping[str, Zoek] = MappingProxyType({
    "PRE001": land_bestaat, "PRE002": gemeente_bestaat, "PRE003": code_alleen_in_nederland,
    "PRE004": tekst_alleen_elders, "PRE054": titel_bestaat, "code": code_geldt,
})  # fmt: skip
