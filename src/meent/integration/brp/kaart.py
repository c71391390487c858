"""A persoonslijst as an officer reads it: who this is, what to mind, the family, and every rubriek with its words.

Pure: a list, the tables, a day. Of a BSN that was not asked for only the last three digits leave this module; what is
shown of relatives is the copy on this list, as the BRP keeps it (K-28).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from meent.services.personen.bevragen import adres, namen, waarden
from meent.services.personen.bevragen.feiten import LEEG, Feiten
from meent.services.personen.bevragen.tonen import Plek
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen
from meent.services.personen.rubrieken import tabel
from meent.services.personen.waarden import is_standaardwaarde

Rol = Literal["ouder", "partner", "ex", "kind"]
BEKEND = {(32, "0001"): "Nederlandse", (34, "6030"): "Nederland"}
"""Words that hold also where the national tables are not installed."""
BSN = "01.20"
VROEGER = 50
"""What the number of a category has more where it is of the history. Source: K-01."""
GEHEIM = ("1", "2", "3", "4", "5", "6", "7")


@dataclass(frozen=True)
class Relatie:
    """Somebody named on a list.

    geboren   in words
    sinds     of a bond, in words; `tot` when it ended, `reden` is the letter of 07.40
    bsn       whole: it leads to the list of this person, and is not for showing
    """

    rol: Rol
    naam: str
    geboren: str
    geslacht: str
    bsn: str
    soort: str = ""
    sinds: str = ""
    tot: str = ""
    reden: str = ""


@dataclass(frozen=True)
class Signaal:
    """What an officer must know before anything else: a code that the screens have words for, and a detail of the list.

    ernst   "stop" for what forbids something, "let-op" for what asks for care
    """

    code: str
    ernst: Literal["stop", "let-op"] = "let-op"
    detail: str = ""


@dataclass(frozen=True)
class Onderzoek:
    """An onderzoek that runs: what is in doubt (83.10), where it stands, and since when in words."""

    aanduiding: str
    naam: str
    stapel: int
    voorkomen: int
    sinds: str


@dataclass(frozen=True)
class Kaart:
    """Who somebody is at a glance; dates in words, nothing where the list says nothing.

    adres     lines as on an envelope; empty when no address is known
    bsn       the last three digits
    begonnen  day on which the list was made
    """

    naam: str
    aanspreking: str
    geslacht: str
    geboren: str
    geboorteplaats: str
    leeftijd: int | None
    overleden: str
    bsn_einde: str
    anummer: str
    adres: tuple[str, ...]
    functie: str
    sinds: str
    gemeente: str
    nationaliteiten: tuple[str, ...]
    verblijfstitel: str
    reisdocument: str
    relaties: tuple[Relatie, ...]
    signalen: tuple[Signaal, ...]
    onderzoeken: tuple[Onderzoek, ...]
    begonnen: str

    def van(self, rol: Rol) -> list[Relatie]:
        return [relatie for relatie in self.relaties if relatie.rol == rol]


@dataclass(frozen=True)
class Rubriek:
    """One element: its number, what it is called, what stands there, and what that means."""

    nummer: str
    naam: str
    waarde: str
    betekenis: str = ""


@dataclass(frozen=True)
class Rij:
    """One voorkomen in full; `stand` is nu, eerder or onjuist."""

    stand: Literal["nu", "eerder", "onjuist"]
    ingang: str
    opgenomen: str
    rubrieken: tuple[Rubriek, ...]


@dataclass(frozen=True)
class Deel:
    """One category, with its stapels of voorkomens."""

    nummer: str
    naam: str
    stapels: tuple[tuple[Rij, ...], ...]


def kaart(feiten: Feiten) -> Kaart:
    pl, eigen = feiten.pl, feiten.actueel("01")
    plek = Plek(feiten, "08", feiten.actueel("08"))
    geslacht = eigen.get("04.10", "O")
    spoken = namen.aanspreking(feiten)
    lines = (adres.regel1(plek), adres.regel2(plek), adres.regel3(plek), _word(feiten, 34, plek["13.10"]))
    document = _newest_document(pl)
    return Kaart(
        naam=namen.volledige_naam(eigen, geslacht),
        aanspreking=" ".join(filter(None, (spoken.aanspreekvorm, spoken.op_envelop))) if spoken else "",
        geslacht=waarden.LETTERS["04.10"].get(geslacht, ""),
        geboren=dag(eigen.get("03.10", "")),
        geboorteplaats=plaats(feiten, eigen, "03"),
        leeftijd=None if feiten.is_overleden else waarden.leeftijd(eigen.get("03.10", ""), feiten.vandaag),
        overleden=dag(feiten.waarde("06.08.10") or feiten.waarde("07.67.10")) if feiten.is_overleden else "",
        bsn_einde=pl.bsn[-3:], anummer=pl.anummer,
        adres=tuple(filter(None, lines)),
        functie=plek["10.10"], sinds=dag(plek["10.30"] or plek["13.20"]),
        gemeente=_word(feiten, 33, plek["09.10"]),
        nationaliteiten=tuple(_nationaliteiten(feiten)),
        verblijfstitel=_word(feiten, 56, feiten.waarde("10.39.10")),
        reisdocument=dag(document.get("35.50", "")),
        relaties=tuple(relaties(feiten)),
        signalen=tuple(signalen(feiten)),
        onderzoeken=tuple(onderzoeken(pl)),
        begonnen=dag(pl.waarde("07.68.10")),
    )  # fmt: skip


def dag(waarde: str) -> str:
    """A date with what is known of it, in words."""
    found = waarden.datum(waarde)
    return str(found["langFormaat"]) if found else ""


def plaats(feiten: Feiten, v: Voorkomen, groep: str) -> str:
    """Place and, outside the Netherlands, country of a birth, a marriage, its end or a death."""
    place = waarden.plaats(feiten.tabellen, v.get(f"{groep}.20", ""), v.get(f"{groep}.30", "")) or {}
    land = v.get(f"{groep}.30", "")
    country = "" if land == waarden.NEDERLAND else _word(feiten, 34, land)
    return ", ".join(filter(None, (place.get("omschrijving") or place.get("code", ""), country)))


def relaties(feiten: Feiten) -> Iterator[Relatie]:
    """Parents, partners of now and of before, children: who is named in what stands there now."""
    for rol, categorieen in (("ouder", ("02", "03")), ("partner", ("05",)), ("kind", ("09",))):
        for categorie in categorieen:
            for v in feiten.gevuld(categorie):
                yield _relatie(rol, v)  # type: ignore[arg-type]


def _relatie(rol: Rol, v: Voorkomen) -> Relatie:
    ended = v.heeft("07")
    return Relatie(
        rol="ex" if rol == "partner" and ended else rol,
        naam=namen.volledige_naam(v, v.get("04.10", "O")), geboren=dag(v.get("03.10", "")),
        geslacht=v.get("04.10", ""), bsn=v.get(BSN, ""), soort=v.get("15.10", ""), sinds=dag(v.get("06.10", "")),
        tot=dag(v.get("07.10", "")), reden=v.get("07.40", ""),
    )  # fmt: skip


def signalen(feiten: Feiten) -> Iterator[Signaal]:
    """In order of weight."""
    pl = feiten.pl
    opschorting = pl.waarde("07.67.20")
    if feiten.is_overleden:
        yield Signaal("overleden", "stop", dag(feiten.waarde("06.08.10") or pl.waarde("07.67.10")))
    elif opschorting:
        yield Signaal(f"opgeschort-{opschorting}", "stop", dag(pl.waarde("07.67.10")))
    if pl.is_geblokkeerd:
        yield Signaal("geblokkeerd", "stop", dag(pl.waarde("07.66.20")))
    if pl.waarde("07.70.10") in GEHEIM:
        yield Signaal("geheim", "stop")
    for running in onderzoeken(pl):
        yield Signaal("onderzoek", detail=running.naam)
    if pl.waarde("11.33.10"):
        yield Signaal("curatele", "stop")
    if any("36.10" in v for _, _, _, v in pl.voorkomens("12")):
        yield Signaal("signalering", "stop")
    if feiten.actueel("08").get("10.10") == "B":
        yield Signaal("briefadres")


def onderzoeken(pl: Persoonslijst) -> Iterator[Onderzoek]:
    for categorie, s, v, voorkomen in pl.voorkomens():
        if "83.10" in voorkomen and "83.30" not in voorkomen:
            naam = tabel().categorieen[categorie].naam
            yield Onderzoek(voorkomen["83.10"], naam, s, v, dag(voorkomen.get("83.20", "")))


def gegeven(aanduiding: str) -> str:
    """What a rubriek, group or category in six digits (83.10) is called, with "vroeger" where it is of the history; of
    anything else the same text."""
    if not (len(aanduiding) == 6 and aanduiding.isascii() and aanduiding.isdigit()):
        return aanduiding
    known, nummer = tabel(), int(aanduiding[:2])
    is_vroeger = nummer > VROEGER
    categorie = known.categorieen.get(f"{nummer - VROEGER * is_vroeger:02}")
    if categorie is None:
        return aanduiding
    naam = f"{categorie.naam} vroeger" if is_vroeger else categorie.naam
    groep, element = aanduiding[2:4], aanduiding[4:]
    part = known.elementen.get(f"{groep}.{element}") or known.groepen.get(groep)
    return f"{naam}: {part.naam}" if part else naam


def _nationaliteiten(feiten: Feiten) -> Iterator[str]:
    for v in feiten.gevuld("04"):
        if "64.10" in v:
            continue
        if v.get("65.10"):
            yield {"B": "behandeld als Nederlander", "V": "vastgesteld niet-Nederlander"}.get(v["65.10"], v["65.10"])
        else:
            yield _word(feiten, 32, v.get("05.10", ""))


def _newest_document(pl: Persoonslijst) -> Voorkomen:
    """The travel document that is valid longest, of those that were not lost or handed in."""
    good = [s.actueel for s in pl.stapels.get("12", ()) if "35.50" in s.actueel and "35.70" not in s.actueel]
    return max(good, key=lambda v: v["35.50"], default=LEEG)


def delen(feiten: Feiten, *, bsn: bool = False, van_verwanten: bool = False) -> tuple[Deel, ...]:
    """The whole list, category by category.

    bsn            whether the own BSN is shown whole
    van_verwanten  whether that of a relative is too: only for whose list it is
    """
    whole = {c: van_verwanten or (bsn and c == "01") for c in feiten.pl.stapels}
    return tuple(
        Deel(c, tabel().categorieen[c].naam, tuple(
            tuple(_rij(feiten, c, v, n == 0, bsn=whole[c]) for n, v in enumerate(stapel)) for stapel in found
        ))
        for c, found in feiten.pl.stapels.items()
    )  # fmt: skip


def _rij(feiten: Feiten, categorie: str, v: Voorkomen, is_first: bool, *, bsn: bool) -> Rij:
    return Rij(
        stand="onjuist" if v.is_onjuist else "nu" if is_first else "eerder",
        ingang=dag(v.get("85.10", "")), opgenomen=dag(v.get("86.10", "")),
        rubrieken=tuple(_rubriek(feiten, categorie, v, n, bsn=bsn) for n in v),
    )  # fmt: skip


def _rubriek(feiten: Feiten, categorie: str, v: Voorkomen, nummer: str, *, bsn: bool) -> Rubriek:
    element, waarde = tabel().elementen[nummer], v[nummer]
    betekenis = betekenis_van(feiten, v, nummer)
    if element.vorm == "bsn" and not bsn and not is_standaardwaarde(element, waarde):
        waarde = f"…{waarde[-3:]}"
    return Rubriek(f"{categorie}.{nummer}", element.naam, waarde, betekenis)


def betekenis_van(feiten: Feiten, v: Voorkomen, nummer: str) -> str:
    """What a code, a letter or a date means; empty where the text speaks for itself."""
    element, waarde = tabel().elementen[nummer], v[nummer]
    if element.vorm == "datum":
        return dag(waarde)
    if nummer in waarden.LETTERS:
        return waarden.LETTERS[nummer].get(waarde, "")
    if element.tabel == 33:  # a place abroad stands in words
        place = waarden.plaats(feiten.tabellen, waarde, v.get(f"{nummer[:2]}.30", waarden.NEDERLAND)) or {}
        return str(place.get("omschrijving", "")) if place.get("omschrijving") != waarde else ""
    if element.tabel is not None:
        found = _word(feiten, element.tabel, waarde)
        return "" if found == waarde else found
    return "onbekend" if is_standaardwaarde(element, waarde) else ""


def _word(feiten: Feiten, nummer: int, waarde: str) -> str:
    """What a code means; the code itself where no table tells."""
    found: Mapping[str, str] = waarden.code(feiten.tabellen, nummer, waarde) or {}
    return found.get("omschrijving") or BEKEND.get((nummer, waarde), waarde)
