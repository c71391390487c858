"""Authority in the query APIs: the lists that the decision needs, and its answer as the two documents publish it.

Source: BRP API Gezag 2.0, BRP API Personen 2.7.0.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from meent.services.personen.bevragen import namen, waarden, zoeken
from meent.services.personen.gezag.relaties import (
    Gezag,
    Gezagsrelatie,
    Mens,
    gezag_van,
    kinderen,
    ouders,
    partners,
)  # fmt: skip
from meent.services.personen.opslag import Bewaard
from meent.services.personen.tabellen import Tabellen
from meent.services.personen.waarden import is_datum

Json = dict[str, Any]


class Gezagsvraag:
    """One question about the authority of some people: the lists around them, and what was read of these.

    Of two lists with one number neither is used: nobody knows whose they are.
    """

    def __init__(self, gevraagd: Sequence[Bewaard], vandaag: date) -> None:
        self.gevraagd, self.vandaag = gevraagd, vandaag
        self.bewaard: dict[str, list[Bewaard]] = {}
        self.van: dict[UUID, Gezag] = {}

    async def zoek(self, conn: Any, tenant_id: int) -> None:
        """Finds the lists and decides. Two statements at most, however many are asked: parents, children and partners;
        then the parents of these children, partners of these parents, and children of these partners. Source: GZ-23.
        """
        self._neem(self.gevraagd)
        asked = [kept.pl for kept in self.gevraagd]
        near = {bsn for pl in asked for bsn in partners(pl)}
        young = {bsn for pl in asked for bsn in kinderen(pl, self.vandaag)}
        wanted = near | young | {bsn for pl in asked for bsn in ouders(pl, self.vandaag)}
        for _ in range(2):
            wanted -= self.bewaard.keys()
            found = await zoeken.raadpleeg(conn, tenant_id, sorted(wanted)) if wanted else []
            self._neem(found)
            wanted = set()
            for pl in (kept.pl for kept in found):
                wanted |= ouders(pl, self.vandaag) if pl.bsn in young else partners(pl)
                wanted |= kinderen(pl, self.vandaag) if pl.bsn in near else set()
        lijsten = {bsn: found[0].pl for bsn, found in self.bewaard.items() if bsn and len(found) == 1}
        self.van = {kept.id: gezag_van(kept.pl, lijsten, self.vandaag) for kept in self.gevraagd}

    def _neem(self, found: Sequence[Bewaard]) -> None:
        for kept in found:
            self.bewaard.setdefault(kept.pl.bsn, []).append(kept)

    def relaties(self, kept: Bewaard) -> tuple[Gezagsrelatie, ...]:
        found = self.van.get(kept.id)
        return found.relaties if found else ()

    def in_personen(self, kept: Bewaard) -> list[Json]:
        return [in_personen(relatie, self.vandaag) for relatie in self.relaties(kept)]

    def in_gezag(self, kept: Bewaard, tabellen: Tabellen) -> list[Json]:
        return [in_gezag(relatie, tabellen) for relatie in self.relaties(kept)]

    def gelezen(self) -> list[tuple[UUID, str, list[str]]]:
        """A line for the log of each list that was read beside those that were asked. Source: GZ-26."""
        read: dict[str, set[str]] = {}
        for gezag in self.van.values():
            for bsn, rubrieken in gezag.gelezen.items():
                read.setdefault(bsn, set()).update(rubrieken)
        asked = {kept.pl.bsn for kept in self.gevraagd}
        return [(self.bewaard[bsn][0].id, f"bsn:{bsn}", sorted(read[bsn])) for bsn in sorted(read.keys() - asked)]


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
    if is_datum(geboren := kind.voorkomen.get("03.10", "")):
        minor["geboorte"] = {"datum": geboren}
    return _relatie(relatie, minor, {mens: _wie(mens, tabellen) for mens in _mensen(relatie)})


def _wie(mens: Mens, tabellen: Tabellen) -> Json:
    v = mens.voorkomen
    naam: Json = {
        "voornamen": waarden.tekst(v.get("02.10", "")),
        "adellijkeTitelPredicaat": waarden.titel(tabellen, v.get("02.20", "")),
        "voorvoegsel": v.get("02.30", ""),
        "geslachtsnaam": waarden.tekst(v.get("02.40", "")),
    }
    found: Json = {"naam": {deel: waarde for deel, waarde in naam.items() if waarde}}
    if geslacht := waarden.letter("04.10", v.get("04.10", "")):
        found["geslacht"] = geslacht
    return found


# --- as somebody reads it ---------------------------------------------------------------------------------------------


def in_regels(relatie: Gezagsrelatie) -> list[str]:
    """The minor and who has the authority, by number; below it each question that was asked, with its answer."""
    wie = " en ".join(mens.bsn or "iemand zonder bekend nummer" for mens in _mensen(relatie))
    why = relatie.uitkomst.toelichting or wie or "wie is hier niet bekend"
    steps = [f"  {stap.nummer:<5} {stap.vraag:<68} {stap.antwoord}" for stap in relatie.stappen]
    return [f"{relatie.minderjarige.bsn} {relatie.uitkomst.soort}: {why}", *steps]


# --- both ------------------------------------------------------------------------------------------------------------


def _mensen(relatie: Gezagsrelatie) -> list[Mens]:
    return [*relatie.ouders, *([relatie.derde] if relatie.derde else [])]


def _relatie(relatie: Gezagsrelatie, minor: Json, wie: Mapping[Mens, Json]) -> Json:
    """The members that go with each kind. Source: GZ-24."""

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
