"""Generated residents: households in invented streets, the same ones for the same seed.

A generated BSN passes the eleven test and lies in the test range 999, in a part that RvIG's test persons do not use.
An A-nummer has no test range, so generated residents have none: an invented one might be somebody's.
Names and streets are ordinary words put together by chance; whoever recognises a person is mistaken.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice
from random import Random

from meent.tools.demo.gemeenten import Gemeente

MAX_BEWONERS = 36_000  # per municipality: what four prefixes of four digits hold, see `bsns`
MEERDERJARIG = 18

VROUWEN = (
    "Anna", "Zoë", "Fatma", "Lotte", "Noëlle", "Aïcha", "Sanne", "Chloé", "Marijke", "Els", "Inès", "Wil", "Mieke",
    "Renée", "Şule", "Hanneke", "Gré", "Agnieszka", "Jolanda", "Maud", "Esmée", "Dorien", "Tülay", "Corrie", "Bo",
)  # fmt: skip
MANNEN = (
    "Jan", "Daniël", "Mehmet", "Pieter", "Loïc", "André", "Teun", "Raúl", "Klaas", "Noah", "Yusuf", "Björn", "Hendrik",
    "Çağan", "Sem", "René", "Piotr", "Wouter", "Jurriën", "Cor", "Ismaïl", "Thijs", "Gerrit", "Aurèle", "Bo",
)  # fmt: skip
NAMEN = (
    ("", "Aarnink"), ("", "Bakker"), ("van den", "Berg"), ("", "Çelik"), ("de", "Groot"), ("", "El Amrani"),
    ("van", "Dijk"), ("", "Grünfeld"), ("", "Hoekstra"), ("van 't", "Hof"), ("", "Jansen"), ("ter", "Horst"),
    ("", "Kowalczyk"), ("de", "Boer"), ("", "Müller"), ("van der", "Meer"), ("", "Nuñez"), ("", "Öztürk"),
    ("", "Peeters"), ("in 't", "Veld"), ("", "Quist"), ("", "Ramdin"), ("op den", "Dries"), ("", "Siebolds"),
    ("", "Tjon-A-Fong"), ("van", "Leeuwen"), ("", "Uijttenbroek"), ("", "Visser"), ("de", "la Fuënte"), ("", "Wójcik"),
    ("", "Xavier"), ("", "Ybema"), ("van der", "Zwaluw"), ("", "Žižek"), ("", "Reünis"), ("den", "Ouden"),
)  # fmt: skip
STAMMEN = (
    "Wolken", "Otter", "Meent", "Lisdodde", "Klokken", "Zilver", "Kraanvogel", "Turf", "Brem", "Coöperatie",
    "Leeuwerik", "Hazen", "Distel", "Reünie", "Korenbloem", "Schippers", "Touw", "Zeeëgel", "Appel", "Vlier",
)  # fmt: skip
ACHTERVOEGSELS = ("straat", "laan", "weg", "hof", "pad", "kade")
POSTCODE_LETTERS = "ABCDEGHJKLMNPRTVWXZ"  # no S: SA, SD and SS are not given out
HUIZEN_PER_STRAAT = 46

# Upper bound of chance -> kind of household.
HUISHOUDENS = ((0.36, "alleen"), (0.63, "paar"), (0.93, "gezin"), (1.0, "eenouder"))


@dataclass(frozen=True, slots=True)
class Adres:
    """An address in the Netherlands; `identificatie` is that of the nummeraanduiding, degrees are WGS84."""

    straat: str
    huisnummer: int
    postcode: str
    woonplaats: str
    huisletter: str = ""
    toevoeging: str = ""
    identificatie: str = ""
    locatiebeschrijving: str = ""
    lengtegraad: float | None = None
    breedtegraad: float | None = None


@dataclass(frozen=True, slots=True)
class Persoon:
    """One resident as the demo needs him: the current data, no history.

    geslacht        m, v or o (unknown)
    geboortedatum   eight digits, zeroes for an unknown part
    opschorting_bijhouding  element 67.20: empty, O (died), E (abroad), R, M, W
    huishouden      number within the municipality, 0 when not known
    """

    bsn: str
    a_nummer: str
    voornamen: str
    voorvoegsel: str
    geslachtsnaam: str
    geslacht: str
    geboortedatum: str
    verblijfplaats: Adres | None
    gemeente_van_inschrijving: str
    is_overleden: bool = False
    heeft_geheimhouding: bool = False
    opschorting_bijhouding: str = ""
    huishouden: int = 0

    def is_meerderjarig(self, vandaag: date) -> bool:
        """Eighteen or older on this day; somebody with an unknown month or day is one from the year after."""
        grens = f"{vandaag.year - MEERDERJARIG:04d}{vandaag.month:02d}{vandaag.day:02d}"
        return self.geboortedatum <= grens if self.geboortedatum[4:6] != "00" else self.geboortedatum[:4] < grens[:4]


def generate_bewoners(gemeente: Gemeente, aantal: int, *, seed: int, vandaag: date) -> list[Persoon]:
    """So many residents of this municipality, household by household; the last household may be cut short.

    raises  ValueError above MAX_BEWONERS
    """
    if aantal > MAX_BEWONERS:
        raise ValueError(f"Meer dan {MAX_BEWONERS} inwoners per gemeente past niet in de reeks van test-BSN's.")
    return list(islice(_residents(gemeente, seed, vandaag), aantal))


def bsns(begin: int, seed: int) -> Iterator[str]:
    """Valid BSNs that start with the four digits begin … begin + 3, each once, in an order that looks like chance."""
    offset = Random(f"bsn {begin} {seed}").randrange(40_000)
    for index in range(40_000):
        nummer = begin * 10_000 + (index * 7_919 + offset) % 40_000  # 7919 is prime, so every number comes once
        check = check_digit(nummer)
        if check < 10:
            yield f"{nummer}{check}"


def check_digit(nummer: int) -> int:
    """Ninth digit that makes these eight pass the eleven test; 10 when no digit does."""
    return sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), str(nummer), strict=True)) % 11


def generate_adressen(gemeente: Gemeente, seed: int) -> Iterator[Adres]:
    """Houses of the invented town, street by street, without end: lines from west to east and from south to north."""
    straten = straatnamen(seed, gemeente)
    for nummer in count():
        naam = straten[nummer % len(straten)]
        ronde = nummer // len(straten)
        yield from _houses(gemeente, nummer, f"{ronde + 1}e {naam}" if ronde else naam)


def straatnamen(seed: int, gemeente: Gemeente) -> list[str]:
    namen = [stam + achtervoegsel for stam in STAMMEN for achtervoegsel in ACHTERVOEGSELS]
    Random(f"straten {gemeente.slug} {seed}").shuffle(namen)
    return namen


def _houses(gemeente: Gemeente, straat: int, naam: str) -> Iterator[Adres]:
    west, zuid, oost, noord = gemeente.kaart
    across = (straat * 0.618) % 1  # golden section: streets spread evenly however many there are
    letters = len(POSTCODE_LETTERS)
    wijk, rest = divmod(straat, letters * letters)
    postcode = f"{gemeente.postcode_begin + wijk}{POSTCODE_LETTERS[rest // letters]}{POSTCODE_LETTERS[rest % letters]}"
    for huis in range(HUIZEN_PER_STRAAT):
        along = (huis + 0.5) / HUIZEN_PER_STRAAT
        x, y = (along, across) if straat % 2 else (across, along)
        yield Adres(
            straat=naam,
            huisnummer=huis + 1,
            postcode=postcode,
            woonplaats=gemeente.naam,
            identificatie=f"{gemeente.code}20{straat:06d}{huis + 1:04d}",
            lengtegraad=round(west + x * (oost - west), 6),
            breedtegraad=round(zuid + y * (noord - zuid), 6),
        )


def _residents(gemeente: Gemeente, seed: int, vandaag: date) -> Iterator[Persoon]:
    chance = Random(f"bewoners {gemeente.slug} {seed}")
    nummers = bsns(gemeente.bsn_begin, seed)
    for huishouden, adres in enumerate(generate_adressen(gemeente, seed), start=1):
        geheim = chance.random() < 0.01
        for lid in _household(chance, vandaag):
            bsn = next(nummers, None)
            if bsn is None:
                return
            yield Persoon(
                bsn=bsn,
                a_nummer="",
                voornamen=lid.voornamen,
                voorvoegsel=lid.naam[0],
                geslachtsnaam=lid.naam[1],
                geslacht=lid.geslacht,
                geboortedatum=lid.geboortedatum,
                verblijfplaats=adres,
                gemeente_van_inschrijving=gemeente.code,
                is_overleden=lid.is_overleden,
                heeft_geheimhouding=geheim,
                opschorting_bijhouding="O" if lid.is_overleden else "",
                huishouden=huishouden,
            )


@dataclass(frozen=True, slots=True)
class _Lid:
    voornamen: str
    naam: tuple[str, str]
    geslacht: str
    geboortedatum: str
    is_overleden: bool


def _household(chance: Random, vandaag: date) -> list[_Lid]:
    """Members of one household; children carry the name of one parent, sometimes two are twins."""
    draw = chance.random()
    soort = next(naam for grens, naam in HUISHOUDENS if draw <= grens)
    naam = chance.choice(NAMEN)
    is_gezin = soort in {"gezin", "eenouder"}
    age = chance.randint(24, 54) if is_gezin else chance.randint(19, 94)
    members = [_member(chance, vandaag, naam, age)]
    if soort in {"paar", "gezin"}:
        members.append(_member(chance, vandaag, chance.choice(NAMEN), max(19, age + chance.randint(-5, 5))))
    if is_gezin:
        members += _children(chance, vandaag, naam, parent_age=age)
    return members


def _children(chance: Random, vandaag: date, naam: tuple[str, str], *, parent_age: int) -> list[_Lid]:
    """Two years of age between them, so that more than a year lies between two births; unless they are twins."""
    ages = range(0, min(21, parent_age - 20) + 1, 2)
    children: list[_Lid] = []
    for age in chance.sample(ages, min(chance.randint(1, 4), len(ages))):
        child = _member(chance, vandaag, naam, age)
        if children and chance.random() < 0.04:
            twin = children[-1]
            child = _Lid(child.voornamen, naam, child.geslacht, twin.geboortedatum, is_overleden=False)
        children.append(child)
    return children


def _member(chance: Random, vandaag: date, naam: tuple[str, str], age: int) -> _Lid:
    geslacht = "v" if chance.random() < 0.505 else "m"
    voornamen = " ".join(chance.sample(VROUWEN if geslacht == "v" else MANNEN, chance.choice((1, 1, 2, 3))))
    born = vandaag - timedelta(days=age * 365 + age // 4 + 1 + chance.randrange(364))
    geboortedatum = f"{born.year:04d}0000" if age > 30 and chance.random() < 0.004 else f"{born:%Y%m%d}"
    return _Lid(voornamen, naam, geslacht, geboortedatum, is_overleden=age > 60 and chance.random() < 0.06)
