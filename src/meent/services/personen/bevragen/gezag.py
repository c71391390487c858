"""Authority in the query APIs: the lists that the decision needs, and its answer as the two documents publish it.

Source: BRP API Gezag 2.0, BRP API Personen 2.7.0.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from meent.services.personen.bevragen import namen, waarden, zoeken
from meent.services.personen.gezag.relaties import Gezagsrelatie, Mens, partners, relaties, wie_nodig
from meent.services.personen.opslag import Bewaard
from meent.services.personen.persoonslijst import Persoonslijst
from meent.services.personen.tabellen import Tabellen

Json = dict[str, Any]


class Kring:
    """The lists that are here around those who were asked, by BSN. Of two lists with one number neither is used."""

    def __init__(self, gevraagd: Sequence[Bewaard]) -> None:
        self.bewaard: dict[str, list[Bewaard]] = {}
        self.gezocht: set[str] = set()
        self.neem(gevraagd)

    def neem(self, found: Sequence[Bewaard]) -> None:
        for kept in found:
            self.gezocht.add(kept.pl.bsn)
            self.bewaard.setdefault(kept.pl.bsn, []).append(kept)

    @property
    def lijsten(self) -> dict[str, Persoonslijst]:
        return {bsn: found[0].pl for bsn, found in self.bewaard.items() if bsn and len(found) == 1}

    def id_of(self, bsn: str) -> UUID:
        return self.bewaard[bsn][0].id


async def kring(conn: Any, tenant_id: int, gevraagd: Sequence[Bewaard], vandaag: date) -> Kring:
    """Fetches them in three statements, however many are asked: children, parents and partners; then their parents,
    partners, and children of partners; then what these name. Source: G-23."""
    found = Kring(gevraagd)
    near = {bsn for kept in gevraagd for bsn in partners(kept.pl)}
    edge = [kept.pl for kept in gevraagd]
    for ronde in range(3):
        wanted = {
            bsn for pl in edge
            for bsn in _wanted(pl, vandaag, first=ronde == 0, near=ronde == 1 and pl.bsn in near)
        } - found.gezocht  # fmt: skip
        if not wanted:
            break
        found.gezocht |= wanted
        kept = await zoeken.raadpleeg(conn, tenant_id, sorted(wanted))
        found.neem(kept)
        edge = [one.pl for one in kept]
    return found


def _wanted(pl: Persoonslijst, vandaag: date, *, first: bool, near: bool) -> Sequence[str]:
    found = [*wie_nodig(pl, vandaag, partners_kinderen=first or near)]
    return found + partners(pl) if first else found


def gezag_van(pl: Persoonslijst, around: Kring, vandaag: date) -> list[Gezagsrelatie]:
    return relaties(pl, around.lijsten, vandaag)


# --- as Personen 2.7 shows it ----------------------------------------------------------------------------------------


def in_personen(relatie: Gezagsrelatie, vandaag: date) -> Json:
    """Whole names, and the age of the minor."""
    kind = relatie.minderjarige
    minor: Json = {"burgerservicenummer": kind.bsn, "naam": _volledig(kind)}
    if (years := waarden.leeftijd(kind.voorkomen.get("03.10", ""), vandaag)) is not None:
        minor["leeftijd"] = years
    return _relatie(relatie, minor, {mens: {"naam": _volledig(mens)} for mens in _mensen(relatie)})


def _volledig(mens: Mens) -> Json:
    naam = namen.volledige_naam(mens.voorkomen, mens.voorkomen.get("04.10", ""))
    return {"volledigeNaam": naam} if naam else {}


# --- as Gezag 2 shows it ---------------------------------------------------------------------------------------------


def in_gezag(relatie: Gezagsrelatie, tabellen: Tabellen) -> Json:
    """Names in parts, sex, and the date of birth of the minor in eight digits."""
    kind = relatie.minderjarige
    minor: Json = {"burgerservicenummer": kind.bsn, **_wie(kind, tabellen)}
    if geboren := kind.voorkomen.get("03.10", ""):
        minor["geboorte"] = {"datum": geboren}
    return _relatie(relatie, minor, {mens: _wie(mens, tabellen) for mens in _mensen(relatie)})


def _wie(mens: Mens, tabellen: Tabellen) -> Json:
    v = mens.voorkomen
    naam = {
        "voornamen": waarden.tekst(v.get("02.10", "")), "adellijkeTitelPredicaat": None,
        "voorvoegsel": v.get("02.30", ""), "geslachtsnaam": waarden.tekst(v.get("02.40", "")),
    }  # fmt: skip
    if v.get("02.20"):
        naam["adellijkeTitelPredicaat"] = waarden.titel(tabellen, v["02.20"])
    found: Json = {"naam": {deel: waarde for deel, waarde in naam.items() if waarde}}
    if geslacht := waarden.letter("04.10", v.get("04.10", "")):
        found["geslacht"] = geslacht
    return found


# --- both ------------------------------------------------------------------------------------------------------------


def _mensen(relatie: Gezagsrelatie) -> list[Mens]:
    return [*relatie.ouders, *([relatie.derde] if relatie.derde else [])]


def _relatie(relatie: Gezagsrelatie, minor: Json, wie: Mapping[Mens, Json]) -> Json:
    """The members that go with each kind. Source: G-24."""

    def shown(mens: Mens) -> Json:
        return ({"burgerservicenummer": mens.bsn} if mens.bsn else {}) | wie[mens]

    soort = relatie.uitkomst.soort
    found: Json = {"type": soort, "minderjarige": minor}
    if relatie.in_onderzoek:
        found["inOnderzoek"] = True
    known = {"type": "BekendeDerde", **shown(relatie.derde)} if relatie.derde else None
    match soort:
        case "GezamenlijkOuderlijkGezag":
            found["ouders"] = [shown(ouder) for ouder in relatie.ouders]
        case "EenhoofdigOuderlijkGezag":
            found["ouder"] = shown(relatie.ouders[0])
        case "GezamenlijkGezag":
            found |= {"ouder": shown(relatie.ouders[0]), "derde": known or {"type": "OnbekendeDerde"}}
        case "Voogdij":
            found["derden"] = [known] if known else []
        case _:
            found["toelichting"] = relatie.uitkomst.toelichting
    return found
