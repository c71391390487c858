"""Which letters a fact of life asks for, by which day, and what they say. Pure functions; decision 0078.

Texts are those of `brieven.toml`, or of the municipality. A letter that goes to somebody else than whom it is about
does not tell the address of who has a verstrekkingsbeperking.
"""

import string
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import get_args

import msgspec

from meent.basis.feestdagen import laatste_dag, werkdagen_na
from meent.integration.brp.brieven import Brief, Briefvraag, Soort
from meent.process.burgerzaken.toetsen import Rechtsfeit, Toets, leeftijd, require
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen

TEXTS = Path(__file__).with_name("brieven.toml")
VIER_WEKEN = 28
VELDEN = frozenset({"gemeente", "vandaag", "over", "aanschrijfnaam", "adres"})
"""What a text may name between braces."""
VELDEN_VAN: Mapping[Soort, frozenset[str]] = {
    soort: frozenset({"bsn", "wat", "datum", "stukken"}) for soort in ("rni_verzoek", "rni_stukken")
}
"""And what it may name beside that."""
MET_LIJST: tuple[Soort, ...] = ("overzicht", "verhuisbericht")
"""With the whole list behind it."""
CARIBISCH = ("5095", "5106", "5107", "5108", "5109", "5110")
"""Of tabel 34: Aruba, Bonaire, Curaçao, Saba, Sint Eustatius, Sint Maarten."""
ZELF_VANAF = 16


class Tekst(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of one kind of letter; a word between braces is filled in."""

    titel: str
    alineas: tuple[str, ...]


class Brievenboek(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a municipality chose.

    teksten    kind of letter -> its own text; the others have ours
    afzender   lines above the letter, such as a postal address and a telephone number
    document   omschrijving of the informatieobjecttype as which a letter is kept beside its zaak; "" keeps it apart
    """

    teksten: Mapping[Soort, Tekst] = {}
    afzender: tuple[str, ...] = ()
    document: str = ""


@cache
def onze_teksten() -> Mapping[Soort, Tekst]:
    return msgspec.convert(tomllib.loads(TEXTS.read_text(encoding="utf-8")), dict[Soort, Tekst])


def book_faults(boek: Brievenboek) -> Iterator[str]:
    """What is wrong with the texts of a municipality. Source: BZ-404"""
    for soort, tekst in boek.teksten.items():
        known = VELDEN | VELDEN_VAN.get(soort, frozenset())
        for text in (tekst.titel, *tekst.alineas):
            try:
                named = fields_in(text)
            except ValueError:
                yield f"In de brief {soort} staat een accolade zonder de andere."
                continue
            if unknown := named - known:
                yield f"De brief {soort} kent dit niet: {', '.join(sorted(unknown))}. Wel: {', '.join(sorted(known))}."


def fields_in(text: str) -> set[str]:
    """The words between braces, with all that was written there. raises ValueError"""
    found = set()
    for _, name, form, how in string.Formatter().parse(text):
        if name is not None:
            found.add(name + (f":{form}" if form else "") + (f"!{how}" if how else ""))
    return found


# --- which, and when -------------------------------------------------------------------------------------------------


def vier_weken_na(sinds: date) -> date:
    """The last day of four weeks, as the Algemene termijnenwet extends it. Source: BZ-400."""
    return laatste_dag(sinds, VIER_WEKEN)


def overzicht(bsn: str, sinds: date) -> Briefvraag:
    """All that stands on the list, for who became an inhabitant that day. Source: BZ-401, HUP 4.1, 4.3, 5.1"""
    return Briefvraag(soort="overzicht", over=bsn, aan=bsn, uiterlijk=vier_weken_na(sinds))


def mededeling(soort: Soort, over: str, aan: str, sinds: date) -> Briefvraag:
    """That it was done, for who asked it that day. Source: BZ-402, HUP 4.7, 4.8"""
    return Briefvraag(soort=soort, over=over, aan=aan, uiterlijk=vier_weken_na(sinds))


def aan_briefadresgever(over: str, gever: str, adres: Mapping[str, str], vandaag: date) -> Briefvraag:
    """What somebody must do who passes the post on; a legal person is written to at the address. Source: BZ-403"""
    lines = () if gever else regels_van(adres)
    return Briefvraag(soort="briefadres", over=over, aan=gever, adres=lines, uiterlijk=werkdagen_na(vandaag, 5))


def naar_oud_adres(pl: Persoonslijst, vandaag: date) -> Briefvraag | None:
    """To the address that is left, so that who did not move notices. Source: BZ-406

    Nobody is written to there who has a verstrekkingsbeperking: who stays behind need not know of the move.
    """
    lines = regels_van((pl.actueel("08") or Voorkomen()).inhoud)
    if pl.is_beperkt or not lines:
        return None
    return Briefvraag(
        soort="verhuizing", over=pl.bsn, aan=pl.bsn, adres=lines, uiterlijk=werkdagen_na(vandaag, 5)
    )  # fmt: skip


def verhuisbericht(bsn: str, land: str, vandaag: date) -> Briefvraag | None:
    """Free of charge, for who goes to another part of the Kingdom. Source: BZ-407, HUP 4.6, Wet BRP 2.21"""
    if land not in CARIBISCH:
        return None
    return Briefvraag(soort="verhuisbericht", over=bsn, aan=bsn, uiterlijk=werkdagen_na(vandaag, 1))


def regels_van(adres: Mapping[str, str]) -> tuple[str, ...]:
    """Elements of 11 or 12, as on an envelope."""
    number = adres.get("11.20", "") + adres.get("11.30", "")
    street = (adres.get("11.10", ""), adres.get("11.50", ""), number, adres.get("11.40", ""))
    place = (adres.get("11.60", ""), adres.get("11.70", ""))
    lines = (" ".join(filter(None, line)) for line in (street, place, (adres.get("12.10", ""),)))
    return tuple(filter(None, lines))


# --- what it says ----------------------------------------------------------------------------------------------------


class Opstelling(Rechtsfeit, frozen=True, kw_only=True):
    """A letter that is about to be made.

    over    list of whom it is about
    aan     list of who gets it; None for an address
    tekst   that of the municipality, or ours
    """

    brief: Brief
    over: Persoonslijst
    aan: Persoonslijst | None
    tekst: Tekst

    @property
    def velden(self) -> set[str]:
        return set().union(*map(fields_in, (self.tekst.titel, *self.tekst.alineas)))


def wacht_nog(feit: Opstelling) -> Iterator[str]:
    """Made once. Source: BZ-405."""
    if feit.brief.toestand != "wacht":
        yield "Deze brief is al gemaakt, of hoeft niet meer."


def houdt_adres_voor_zich(feit: Opstelling) -> Iterator[str]:
    """Only who it is about reads the address of who has a verstrekkingsbeperking. Source: BZ-408."""
    tells = "adres" in feit.velden or feit.brief.soort in MET_LIJST
    if feit.over.is_beperkt and not feit.brief.is_eigen and tells:
        yield "Deze brief noemt het adres van iemand met een verstrekkingsbeperking, en gaat naar een ander."


def laat_oud_adres_met_rust(feit: Opstelling) -> Iterator[str]:
    """Nor when the verstrekkingsbeperking came while the letter waited. Source: BZ-406."""
    if feit.over.is_beperkt and feit.brief.soort == "verhuizing":
        yield "Deze persoon heeft een verstrekkingsbeperking; schrijf op dat er geen brief naar het oude adres gaat."


def kan_worden_bezorgd(feit: Opstelling) -> Iterator[str]:
    """There is somebody to write to. Source: BZ-409."""
    if feit.aan is not None and (feit.aan.waarde("07.67.20") == "O" or feit.aan.stapels.get("06")):
        yield "Deze persoon is overleden; schrijf op dat de brief niet meer hoeft."


TOETSEN: Mapping[str, Toets] = {
    "BZ-405": Toets("de beheerregeling BRP van uw gemeente", wacht_nog),
    "BZ-406": Toets("artikel 2.59 van de Wet BRP", laat_oud_adres_met_rust),
    "BZ-408": Toets("artikel 2.59 van de Wet BRP", houdt_adres_voor_zich),
    "BZ-409": Toets("de beheerregeling BRP van uw gemeente", kan_worden_bezorgd),
}


def stel_op(feit: Opstelling, waarden: Mapping[str, str]) -> Tekst:
    """The text with its words filled in. raises Geweigerd"""
    require(TOETSEN, feit)
    return Tekst(feit.tekst.titel.format_map(waarden), tuple(a.format_map(waarden) for a in feit.tekst.alineas))


def voor_ouders(pl: Persoonslijst, op: date) -> bool:
    """Whether a letter to this person goes to who looks after the child. Source: BZ-401, HUP 5.1"""
    years = leeftijd(pl, op)
    return years is not None and years < ZELF_VANAF


SOORTEN: tuple[Soort, ...] = get_args(Soort)
