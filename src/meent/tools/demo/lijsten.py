"""Persoonslijsten of the generated residents: families, addresses, nationalities, and something of what went before.

The people are those of `bewoners`; here they get a life that goes with them: who is whose child and partner, where they
lived before, who died, and now and then an error that was corrected. Who is named beside them (parents, former
partners, children who left) is invented and has no number, so that no number can be somebody's.
A list is plain data, as PL-JSON groups it: category -> its stapels -> voorkomens, the actual one first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from random import Random

from meent.tools.demo.bewoners import MANNEN, NAMEN, VROUWEN, Adres, Persoon, straatnamen
from meent.tools.demo.gemeenten import GEMEENTEN, Gemeente

Rij = dict[str, str]
Lijst = dict[str, list[list[Rij]]]
"""Category -> stapels -> voorkomens."""

NEDERLAND, NEDERLANDSE = "6030", "0001"
SINDS_GBA = date(1994, 10, 1)
"""Nothing was recorded electronically before."""
WET_1984 = date(1985, 1, 1)
KIND_JONGER_JAREN = 15
"""Who is so much younger than the first of a household is a child of it."""
TROUWEN_VANAF_JAREN = 22


@dataclass(frozen=True)
class Herkomst:
    """Where people were born who came here: country, place, nationality, and right of residence when one is needed."""

    land: str
    plaats: str
    nationaliteit: str
    verblijfstitel: str = ""


HERKOMSTEN = (
    Herkomst("7028", "Wrocław", "0072"), Herkomst("6043", "Konya", "0339", "25"),
    Herkomst("5022", "Tétouan", "0131", "25"), Herkomst("7009", "Homs", "0336", "26"),
)  # fmt: skip
BOVENLANDS, GENATURALISEERD = 0.09, 0.4
"""Share of the adults who were born elsewhere, and of those how many became Dutch."""


@dataclass(frozen=True)
class Verbintenis:
    """A marriage (H) or partnership (P) of the two adults of a household, and how it ended if it did."""

    soort: str
    gesloten: date
    ontbonden: date | None = None
    reden: str = ""


@dataclass(frozen=True)
class Leven:
    """What happened to one resident, beside what `Persoon` says.

    herkomst   None for who was born here
    overleden  day of death
    """

    persoon: Persoon
    herkomst: Herkomst | None
    is_nederlander: bool
    gekomen: date | None
    overleden: date | None

    @property
    def geboren(self) -> date:
        """First day that it can have been."""
        digits = self.persoon.geboortedatum
        return date(int(digits[:4]), int(digits[4:6]) or 1, int(digits[6:]) or 1)


@dataclass(frozen=True)
class Gezin:
    """A household: one or two adults, their children, since when they live here, and where they lived before.

    is_hersteld   the number of the house was recorded wrongly first
    """

    gemeente: Gemeente
    volwassenen: tuple[Leven, ...]
    kinderen: tuple[Leven, ...]
    verbintenis: Verbintenis | None
    sinds: date
    vorige: tuple[Gemeente, Adres, date] | None
    is_hersteld: bool
    is_in_onderzoek: bool


def persoonslijsten(gemeente: Gemeente, bewoners: Sequence[Persoon], *, seed: int, vandaag: date) -> Iterator[Lijst]:
    """The list of each generated resident, in their order; the same ones for the same seed."""
    chance = Random(f"lijsten {gemeente.slug} {seed}")
    straten = {g.slug: straatnamen(seed, g) for g in GEMEENTEN}
    generated = (p for p in bewoners if p.huishouden)
    for _, members in groupby(generated, key=lambda p: p.huishouden):
        gezin = _family(chance, gemeente, list(members), straten, vandaag)
        for lid in (*gezin.volwassenen, *gezin.kinderen):
            yield _list_of(chance, gezin, lid, vandaag)


# --- what happened ---------------------------------------------------------------------------------------------------


def _family(
    chance: Random, gemeente: Gemeente, members: list[Persoon], straten: dict[str, list[str]], vandaag: date
) -> Gezin:
    first = int(members[0].geboortedatum[:4])
    is_child = [int(p.geboortedatum[:4]) - first >= KIND_JONGER_JAREN for p in members]
    adults = tuple(_life(chance, p, vandaag) for p, child in zip(members, is_child, strict=True) if not child)
    born_here = not adults[0].herkomst or adults[0].is_nederlander
    kinderen = tuple(
        Leven(p, None, born_here or any(a.is_nederlander for a in adults), None, None)
        for p, child in zip(members, is_child, strict=True) if child
    )  # fmt: skip
    earliest = max([a.gekomen or _add_years(a.geboren, 19) for a in adults])
    sinds = _between(chance, max(earliest, vandaag - timedelta(days=26 * 365)), vandaag - timedelta(days=40))
    vorige = None
    if chance.random() < 0.6 and sinds - earliest > timedelta(days=400):
        where = gemeente if chance.random() < 0.7 else chance.choice(GEMEENTEN)
        vorige = (where, _some_address(chance, where, straten[where.slug]), _between(chance, earliest, sinds))
    return Gezin(
        gemeente, adults, kinderen, _bond(chance, adults, kinderen, vandaag), sinds, vorige,
        is_hersteld=chance.random() < 0.03, is_in_onderzoek=chance.random() < 0.006,
    )  # fmt: skip


def _life(chance: Random, persoon: Persoon, vandaag: date) -> Leven:
    """Where somebody comes from, and when somebody died."""
    life = Leven(persoon, None, True, None, None)
    if persoon.is_overleden:
        life = replace(life, overleden=vandaag - timedelta(days=chance.randint(20, 9 * 365)))
    if chance.random() >= BOVENLANDS:
        return life
    herkomst = chance.choice(HERKOMSTEN)
    came = _between(chance, _add_years(life.geboren, 2), _add_years(life.geboren, 19))
    return replace(life, herkomst=herkomst, is_nederlander=chance.random() < GENATURALISEERD, gekomen=came)


def _bond(chance: Random, adults: tuple[Leven, ...], kinderen: tuple[Leven, ...], vandaag: date) -> Verbintenis | None:
    draw = chance.random()
    if len(adults) < 2 or draw > 0.78:
        return None
    eerst = max(_add_years(a.geboren, TROUWEN_VANAF_JAREN) for a in adults)
    died = [a.overleden for a in adults if a.overleden]
    last = min([*died, vandaag - timedelta(days=30)])
    soort = "H" if draw < 0.66 or eerst < date(1998, 1, 1) else "P"  # partnership exists since 1998
    if eerst >= last:
        return None
    until = min([last, _add_years(eerst, 12), *(max(k.geboren, eerst + timedelta(days=1)) for k in kinderen)])
    gesloten = _between(chance, eerst, until)
    return Verbintenis(soort, gesloten, min(died), "O") if died else Verbintenis(soort, gesloten)


def _some_address(chance: Random, gemeente: Gemeente, straten: list[str]) -> Adres:
    nummer = chance.randrange(1, 40)
    return Adres(
        straat=chance.choice(straten), huisnummer=nummer, woonplaats=gemeente.naam,
        postcode=f"{gemeente.postcode_begin}{chance.choice('ABCDE')}{chance.choice('GHJKL')}",
    )  # fmt: skip


# --- the list --------------------------------------------------------------------------------------------------------


def _list_of(chance: Random, gezin: Gezin, lid: Leven, vandaag: date) -> Lijst:
    is_kind = lid in gezin.kinderen
    ouders = _known_parents(chance, gezin, lid) if is_kind else _invented_parents(chance, gezin, lid)
    kinderen = [] if is_kind else [[_child(gezin, kind)] for kind in gezin.kinderen]
    if not kinderen and not is_kind and lid.geboren.year < vandaag.year - 50 and chance.random() < 0.4:
        kinderen = [[_child_elsewhere(chance, gezin, lid)] for _ in range(chance.randint(1, 3))]
    stapels: Lijst = {
        "01": [[_persoon(chance, gezin, lid)]],
        "02": [[ouders[0]]],
        "03": [[ouders[1]]],
        "04": _nationaliteiten(gezin, lid),
        "05": [] if is_kind else _verbintenissen(chance, gezin, lid, vandaag),
        "06": [[_overlijden(chance, gezin, lid)]] if lid.overleden else [],
        "08": [_verblijf(gezin, lid, vandaag)],
        "09": kinderen,
        "10": _verblijfstitels(lid),
        "12": [[_paspoort(chance, gezin, lid, vandaag)]] if lid.is_nederlander and chance.random() < 0.8 else [],
    }  # fmt: skip
    last = _digits(vandaag)
    for rij in (rij for found in stapels.values() for stapel in found for rij in stapel):
        rij["86.10"] = min(rij["86.10"], last)  # nobody is born, or recorded, tomorrow
    stapels["07"] = [[_inschrijving(gezin, lid, stapels)]]
    return {c: found for c, found in stapels.items() if found}


def _persoon(chance: Random, gezin: Gezin, lid: Leven) -> Rij:
    gebruik = "E"
    if gezin.verbintenis and lid.persoon.geslacht == "v" and lid in gezin.volwassenen and chance.random() < 0.5:
        gebruik = chance.choice("VPN")
    return {"01.20": lid.persoon.bsn, **_identity(gezin, lid), "04.10": lid.persoon.geslacht.upper(), "61.10": gebruik,
            **_birth_record(gezin, lid), **_dates(lid.persoon.geboortedatum, lid)}  # fmt: skip


def _identity(gezin: Gezin, lid: Leven) -> Rij:
    """Groups 02 and 03, as they are copied to relatives."""
    persoon, herkomst = lid.persoon, lid.herkomst
    where = (herkomst.plaats, herkomst.land) if herkomst else (gezin.gemeente.code, NEDERLAND)
    return {**_name(persoon.voornamen, persoon.voorvoegsel, persoon.geslachtsnaam), "03.10": persoon.geboortedatum,
            "03.20": where[0], "03.30": where[1]}  # fmt: skip


def _name(voornamen: str, voorvoegsel: str, geslachtsnaam: str) -> Rij:
    return {"02.10": voornamen, **({"02.30": voorvoegsel} if voorvoegsel else {}), "02.40": geslachtsnaam}


def _birth_record(gezin: Gezin, lid: Leven) -> Rij:
    """An akte of birth for who was born here, a foreign document for who came; the same on every list."""
    if lid.herkomst is None:
        return {"81.10": gezin.gemeente.code, "81.20": f"10A{int(lid.persoon.bsn[3:8]) % 9_999 + 1:04}"}
    assert lid.gekomen is not None
    return {"82.10": gezin.gemeente.code, "82.20": _digits(lid.gekomen), "82.30": "buitenlandse geboorteakte"}


def _known_parents(chance: Random, gezin: Gezin, kind: Leven) -> tuple[Rij, Rij]:
    """Of a child at home: who bore it first, then the other; alone, mostly somebody who lives elsewhere."""
    ouders = sorted(gezin.volwassenen, key=lambda a: a.persoon.geslacht != "v")
    tail = {**_birth_record(gezin, kind), **_dates(kind.persoon.geboortedatum, kind)}
    rows = [
        {"01.20": o.persoon.bsn, **_identity(gezin, o), "04.10": o.persoon.geslacht.upper(),
         "62.10": kind.persoon.geboortedatum, **tail}
        for o in ouders
    ]  # fmt: skip
    if len(rows) == 2:
        return rows[0], rows[1]
    other = "M" if ouders[0].persoon.geslacht == "v" else "V"
    if chance.random() < 0.3 and other == "M":
        return rows[0], tail  # by law there is no second parent (K-06)
    found = {**_invented(chance, gezin, other, ouders[0].geboren.year), "62.10": kind.persoon.geboortedatum, **tail}
    return (rows[0], found) if other == "M" else (found, rows[0])


def _invented_parents(chance: Random, gezin: Gezin, lid: Leven) -> tuple[Rij, Rij]:
    """Of an adult: a mother and a father who are nobody here."""
    tail = {"62.10": lid.persoon.geboortedatum, **_birth_record(gezin, lid),
            **_dates(lid.persoon.geboortedatum, lid)}  # fmt: skip
    year = lid.geboren.year - chance.randint(21, 38)
    mother = _invented(chance, gezin, "V", year, lid.herkomst)
    father = _invented(chance, gezin, "M", year - chance.randint(0, 4), lid.herkomst)
    father |= _name(father["02.10"], lid.persoon.voorvoegsel, lid.persoon.geslachtsnaam)
    if not lid.persoon.voorvoegsel:
        father.pop("02.30", None)
    return {**mother, **tail}, {**father, **tail}


def _invented(chance: Random, gezin: Gezin, geslacht: str, year: int, herkomst: Herkomst | None = None) -> Rij:
    """Somebody who is no resident: name, birth, sex, and no number."""
    naam = chance.choice(NAMEN)
    born = f"{max(year, 1875):04}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
    where = (herkomst.plaats, herkomst.land) if herkomst else (gezin.gemeente.code, NEDERLAND)
    return {**_name(chance.choice(VROUWEN if geslacht == "V" else MANNEN), *naam), "03.10": born, "03.20": where[0],
            "03.30": where[1], "04.10": geslacht}  # fmt: skip


def _nationaliteiten(gezin: Gezin, lid: Leven) -> list[list[Rij]]:
    stapels: list[list[Rij]] = []
    foreign = lid.herkomst or next((a.herkomst for a in gezin.volwassenen if a.herkomst), None)
    if lid.is_nederlander:
        begin = lid.gekomen or lid.geboren
        reden = "001" if begin < WET_1984 else "017"
        if lid.herkomst and lid.gekomen:
            begin = max(lid.gekomen + timedelta(days=6 * 365), WET_1984)
            reden = "027"
        day = lid.persoon.geboortedatum if not lid.herkomst else _digits(begin)
        bron = {"82.10": gezin.gemeente.code, "82.20": _digits(begin), "82.30": "geboorteakte"}
        if lid.herkomst:
            bron["82.30"] = "besluit tot naturalisatie"
        stapels.append([{"05.10": NEDERLANDSE, "63.10": reden, **bron, **_dates(day, lid)}])
    elif foreign:
        begin = lid.gekomen or lid.geboren
        bron = {"82.10": gezin.gemeente.code, "82.20": _digits(begin), "82.30": "paspoort"}
        stapels.append([{"05.10": foreign.nationaliteit, "63.10": "301", **bron, **_dates(_digits(begin), lid)}])
    return stapels


def _verbintenissen(chance: Random, gezin: Gezin, lid: Leven, vandaag: date) -> list[list[Rij]]:
    bond = gezin.verbintenis
    if bond is None:
        begin = _add_years(lid.geboren, 23)
        if len(gezin.volwassenen) > 1 or chance.random() > 0.35 or begin > vandaag - timedelta(days=10 * 365):
            return []
        bond = _ended_bond(chance, begin, lid.overleden or vandaag)
        partner = _invented(chance, gezin, "M" if lid.persoon.geslacht == "v" else "V", lid.geboren.year)
    else:
        other = next(a for a in gezin.volwassenen if a is not lid)
        partner = {"01.20": other.persoon.bsn, **_identity(gezin, other), "04.10": other.persoon.geslacht.upper()}
        if lid.overleden and bond.ontbonden == lid.overleden:  # by an own death the own list tells nothing of it
            bond = replace(bond, ontbonden=None)
    return [_bond_rows(chance, gezin, lid, bond, partner)]


def _bond_rows(chance: Random, gezin: Gezin, lid: Leven, bond: Verbintenis, partner: Rij) -> list[Rij]:
    """The bond, and above it how it ended."""
    code, register = gezin.gemeente.code, {"H": "3", "P": "5"}[bond.soort]
    akte = {"81.10": code, "81.20": f"{register}0A{chance.randint(1, 900):04}"}
    gesloten = _digits(bond.gesloten)
    rows = [{**partner, "06.10": gesloten, "06.20": code, "06.30": NEDERLAND, "15.10": bond.soort, **akte,
             **_dates(gesloten, lid)}]  # fmt: skip
    if bond.ontbonden:
        ended = _digits(bond.ontbonden)
        letter = {"O": ("2", "A"), "S": (register, "B")}[bond.reden]
        akte = {"81.10": code, "81.20": f"{letter[0]}0{letter[1]}{chance.randint(1, 900):04}"}
        rows.insert(0, {**partner, "07.10": ended, "07.20": code, "07.30": NEDERLAND, "07.40": bond.reden,
                        "15.10": bond.soort, **akte, **_dates(ended, lid)})  # fmt: skip
    return rows


def _ended_bond(chance: Random, begin: date, last: date) -> Verbintenis:
    """Who lives alone was married once: widowed when old, else divorced."""
    gesloten = _between(chance, begin, begin + timedelta(days=8 * 365))
    ended = _between(chance, gesloten + timedelta(days=700), max(last, gesloten + timedelta(days=900)))
    is_old = begin.year < 1980
    return Verbintenis("H", gesloten, min(ended, last), "O" if is_old and chance.random() < 0.7 else "S")


def _overlijden(chance: Random, gezin: Gezin, lid: Leven) -> Rij:
    assert lid.overleden is not None
    day, code = _digits(lid.overleden), gezin.gemeente.code
    return {"08.10": day, "08.20": code, "08.30": NEDERLAND, "81.10": code, "81.20": f"20A{chance.randint(1, 900):04}",
            **_dates(day, lid)}  # fmt: skip


def _verblijf(gezin: Gezin, lid: Leven, vandaag: date) -> list[Rij]:
    """Where they live, and below it where they lived; a child born since has only this address."""
    assert lid.persoon.verblijfplaats is not None
    begin = max(gezin.sinds, lid.geboren)
    adult = lid in gezin.volwassenen
    before = gezin.vorige if gezin.vorige and gezin.vorige[2] < begin and lid.geboren < begin else None
    came_here = before[2] if before and before[0] is gezin.gemeente else begin
    came = {"14.10": lid.herkomst.land, "14.20": _digits(lid.gekomen or begin)} if lid.herkomst else {}
    declared = "I" if adult else "G" if lid.geboren < begin else "A"
    now = _home(gezin.gemeente, lid.persoon.verblijfplaats, begin, max(came_here, lid.geboren), declared)
    now |= {**came, **_dates(_digits(begin), lid)}
    rows = [now]
    if gezin.is_hersteld:
        wrong = {**now, "11.20": str(lid.persoon.verblijfplaats.huisnummer + 2), "84.10": "O"}
        fixed = min(max(begin, SINDS_GBA) + timedelta(days=24), vandaag)
        rows = [{**now, "86.10": _digits(fixed)}, {n: w for n, w in wrong.items() if n not in ("11.80", "11.90")}]
    if gezin.is_in_onderzoek and not lid.overleden:
        rows[0] |= {"83.10": "080000", "83.20": _digits(vandaag - timedelta(days=37))}
    if before:
        where, adres, since = before
        since = max(since, lid.geboren)
        old = _home(where, adres, since, since, "I" if adult else "G")
        rows.append({**old, **came, **_dates(_digits(since), lid)})
    return rows


def _home(gemeente: Gemeente, adres: Adres, since: date, registered: date, declared: str) -> Rij:
    bag = {"11.80": f"{adres.identificatie[:4]}01{adres.identificatie[6:]}", "11.90": adres.identificatie}
    return {
        "09.10": gemeente.code, "09.20": _digits(registered), "10.10": "W", "10.30": _digits(since),
        "11.10": adres.straat, "11.15": adres.straat, "11.20": str(adres.huisnummer), "11.60": adres.postcode,
        "11.70": adres.woonplaats, **(bag if adres.identificatie else {}), "72.10": declared,
    }  # fmt: skip


def _child(gezin: Gezin, kind: Leven) -> Rij:
    akte = _birth_record(gezin, kind)
    return {"01.20": kind.persoon.bsn, **_identity(gezin, kind), **akte, **_dates(kind.persoon.geboortedatum, kind)}


def _child_elsewhere(chance: Random, gezin: Gezin, lid: Leven) -> Rij:
    found = _invented(chance, gezin, chance.choice("MV"), lid.geboren.year + chance.randint(20, 30))
    del found["04.10"]
    akte = {"81.10": gezin.gemeente.code, "81.20": f"10A{chance.randint(1, 9999):04}"}
    return {**found, **akte, **_dates(found["03.10"], lid)}


def _verblijfstitels(lid: Leven) -> list[list[Rij]]:
    herkomst = lid.herkomst
    if lid.is_nederlander or herkomst is None or lid.gekomen is None or not herkomst.verblijfstitel:
        return []
    begin = _digits(max(lid.gekomen, date(2001, 4, 1)))
    return [[{"39.10": herkomst.verblijfstitel, "39.30": begin, **_dates(begin, lid)}]]


def _paspoort(chance: Random, gezin: Gezin, lid: Leven, vandaag: date) -> Rij:
    """Ten years for who was eighteen, else five. An O stands in no real number, so that none is somebody's."""
    given = _between(chance, max(lid.geboren, vandaag - timedelta(days=3600)), vandaag)
    years = 10 if given >= _add_years(lid.geboren, 18) else 5
    code, day = gezin.gemeente.code, _digits(given)
    return {
        "35.10": "PN", "35.20": f"DEMO{chance.randint(0, 99999):05}", "35.30": day, "35.40": f"B{code}",
        "35.50": _digits(_add_years(given, years)), "82.10": code, "82.20": day, "82.30": "aanvraag paspoort",
        "85.10": day, "86.10": day,
    }  # fmt: skip


def _inschrijving(gezin: Gezin, lid: Leven, stapels: Lijst) -> Rij:
    """Version and stamp follow from what is recorded; geheim is of the household."""
    recorded = [rij["86.10"] for found in stapels.values() for stapel in found for rij in stapel]
    first = _digits(max(lid.gekomen or lid.geboren, SINDS_GBA))
    died = {"67.10": _digits(lid.overleden), "67.20": "O"} if lid.overleden else {}
    return {**died, "68.10": first, "70.10": "7" if lid.persoon.heeft_geheimhouding else "0",
            "80.10": f"{len(set(recorded)):04}", "80.20": f"{max(recorded)}093000000"}  # fmt: skip


def _dates(since: str, lid: Leven) -> Rij:
    """85.10 as it is known, 86.10 two days later, and not before the registers were kept by computer."""
    begin = date(int(since[:4]), int(since[4:6]) or 1, int(since[6:]) or 1)
    came = lid.gekomen or begin
    return {"85.10": since, "86.10": _digits(max(begin + timedelta(days=2), came, SINDS_GBA))}


def _digits(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"  # a third of all the time is spent here with strftime


def _between(chance: Random, first: date, last: date) -> date:
    """Some day from the first until the last; the first when there is none."""
    return first + timedelta(days=chance.randint(0, max(0, (last - first).days)))


def _add_years(day: date, years: int) -> date:
    return date(day.year + years, day.month, min(day.day, 28))
