"""Objects of one municipality of the demo with what they were before, as bodies for the Objecten API (2.7.0).

Trees and lamp posts stand along the streets of the town and are inspected; meldingen and parkeervergunningen come from
the cases of the demo and refer to them. Some records are corrected: the tree was of another kind, the number of the
car was misheard. Same arguments, same objects.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from meent.tools.demo.bewoners import Adres
from meent.tools.demo.gemeenten import MEERWIJDE, ZUIDERKOOG, Gemeente
from meent.tools.demo.items import OBJECTEN, Body, Groep, Item, Wijziging
from meent.tools.demo.klantcontacten import Dossier
from meent.tools.demo.objectsoorten import BOOMSOORTEN, CONDITIES, MELDINGEN, objecttype_items, soort_van
from meent.tools.demo.zaken import pick

AANTAL_OBJECTEN = {MEERWIJDE.slug: 480, ZUIDERKOOG.slug: 120}
DELEN = (("boom", 16), ("lichtmast", 9), ("laadpaal", 4), ("melding", 11), ("parkeervergunning", 8))
"""Of how many there are how many, of forty-eight."""
CORRECTIES = 0.08
BEGIN = timedelta(days=700)
CATEGORIE_VAN = {
    "Losse stoeptegel": "bestrating", "Gat in de weg": "bestrating", "Lantaarnpaal kapot": "verlichting",
    "Afval naast de container": "afval", "Tak op het fietspad": "groen", "Verstopte put": "riolering",
}  # fmt: skip
"""Beginning of the omschrijving of a case -> kind of melding; what is not here is `overlast`."""


@dataclass(frozen=True, slots=True)
class Plek:
    """The town as objects need it."""

    chance: Callable[[], float]
    adressen: Sequence[Adres]
    vandaag: date

    def dag(self, hoogstens: int, minstens: int = 1) -> date:
        """A day so many days ago."""
        return self.vandaag - timedelta(days=minstens + int(self.chance() * (hoogstens - minstens)))

    def adres(self) -> Adres:
        return pick(self.adressen, self.chance)


def generate_objecten(
    gemeente: Gemeente, adressen: Sequence[Adres], dossiers: Sequence[Dossier], aantal: int, *, seed: int, vandaag: date
) -> tuple[list[Item], list[Groep]]:
    """The types, and about so many objects, each with its history in one group.

    adressen   those on the map, at least one
    dossiers   the cases that were written: without them no meldingen and parkeervergunningen
    """
    plek = Plek(Random(f"objecten {gemeente.slug} {seed} {vandaag}").random, adressen, vandaag)
    known = sorted(dossiers, key=lambda d: d.sleutel)
    types = list(objecttype_items(gemeente, instant(vandaag - BEGIN - timedelta(days=30))))
    groups: list[Groep] = []
    for sleutel, deel in DELEN:
        count = aantal * deel // sum(weight for _, weight in DELEN)
        groups += MAKERS[sleutel](plek, known, count)
    return types, groups


def boom(plek: Plek, dossiers: Sequence[Dossier], count: int) -> Iterator[Groep]:
    """A tree, inspected once or twice since; a kind that was taken for another is corrected."""
    for number in range(count):
        adres, eerste, conditie = plek.adres(), plek.dag(700, 400), int(plek.chance() ** 2 * 4)
        data: Body = {
            "nummer": f"B-{number + 1:05d}", "soort": pick(BOOMSOORTEN, plek.chance),
            "plantjaar": plek.vandaag.year - 4 - int(plek.chance() ** 2 * 140),
            "hoogteMeter": round(3 + plek.chance() * 22, 1), "conditie": CONDITIES[conditie],
            "gecontroleerdOp": eerste.isoformat(), "isMonumentaal": plek.chance() < 0.06,
        }  # fmt: skip
        later = plek.dag(300)
        worse = CONDITIES[min(conditie + (plek.chance() < 0.3), 3)]
        checked = {"gecontroleerdOp": later.isoformat(), "conditie": worse, "hoogteMeter": data["hoogteMeter"] + 0.5}
        place, wrong = punt(adres, plek.chance), other(BOOMSOORTEN, data["soort"], plek)
        if plek.chance() < CORRECTIES:
            made = new_object("boom", number, data | {"soort": wrong}, eerste, place)
            steps = [corrected(made, data, eerste, eerste + timedelta(days=30))]
        else:
            made, steps = new_object("boom", number, data, eerste, place), []
        yield Groep((made, *steps, changed(made, data | checked, later)))


def lichtmast(plek: Plek, dossiers: Sequence[Dossier], count: int) -> Iterator[Groep]:
    """A lamp post; a third got another lamp, a few do not burn."""
    for number in range(count):
        adres, eerste = plek.adres(), plek.dag(700, 365)
        data: Body = {
            "nummer": f"LP{number + 1:05d}", "straat": adres.straat, "hoogteMeter": pick((4.0, 6.0, 8.0), plek.chance),
            "lamp": "natrium", "brandt": True,
        }  # fmt: skip
        made = new_object("lichtmast", number, data, eerste, punt(adres, plek.chance))
        steps = []
        if plek.chance() < 0.35:
            data = data | {"lamp": "led"}
            steps.append(changed(made, data, plek.dag(300, 60)))
        if plek.chance() < 0.08:
            steps.append(changed(made, data | {"brandt": False}, plek.dag(50)))
        yield Groep((made, *steps))


def laadpaal(plek: Plek, dossiers: Sequence[Dossier], count: int) -> Iterator[Groep]:
    """First planned, then in use; some are broken now."""
    for number in range(count):
        adres, eerste = plek.adres(), plek.dag(600, 200)
        data: Body = {
            "nummer": f"EV-{number + 1:04d}", "adres": f"{adres.straat} {adres.huisnummer}",
            "aansluitingen": pick((2, 2, 2, 4), plek.chance), "vermogenKilowatt": pick((11.0, 22.0), plek.chance),
            "status": "gepland",
        }  # fmt: skip
        made = new_object("laadpaal", number, data, eerste, punt(adres, plek.chance))
        steps = [changed(made, data | {"status": "in gebruik"}, eerste + timedelta(days=90))]
        if plek.chance() < 0.15:
            steps.append(changed(made, data | {"status": "defect"}, plek.dag(40)))
        yield Groep((made, *steps))


def melding(plek: Plek, dossiers: Sequence[Dossier], count: int) -> Iterator[Groep]:
    """What somebody told, with the case that came of it."""
    for number, dossier in enumerate(newest(dossiers, "melding", count, plek)):
        onderwerp = dossier.omschrijving.partition(",")[0]
        categorie = CATEGORIE_VAN.get(onderwerp, MELDINGEN[-1])
        data: Body = {
            "onderwerp": dossier.omschrijving[:200], "categorie": categorie, "gemeldOp": dossier.begin.isoformat(),
            "status": "gemeld",
        }  # fmt: skip
        made, steps = new_object("melding", number, data, dossier.begin, dossier.punt, zaak=dossier.url), []
        if plek.chance() < CORRECTIES:
            data = data | {"categorie": other(MELDINGEN, categorie, plek)}
            steps.append(corrected(made, data, dossier.begin, dossier.begin))
        if dossier.eind and dossier.eind > dossier.begin:
            done = data | {"status": "afgehandeld", "afgehandeldOp": dossier.eind.isoformat()}
            steps.append(changed(made, done, dossier.eind))
        yield Groep((made, *steps))


def parkeervergunning(plek: Plek, dossiers: Sequence[Dossier], count: int) -> Iterator[Groep]:
    """What was granted; letters A, E and O stand on no Dutch number plate of this form."""
    closed = [d for d in dossiers if d.eind]
    for number, dossier in enumerate(newest(closed, "parkeervergunning", count, plek)):
        begin = dossier.eind or dossier.begin
        data: Body = {
            "nummer": f"PV-{begin.year}-{number + 1:04d}", "kenteken": kenteken(plek.chance),
            "zone": pick(("Centrum", "Stationsbuurt", "Haven"), plek.chance),
            "geldigTot": (begin + timedelta(days=365)).isoformat(), "status": "geldig",
        }  # fmt: skip
        made = new_object("parkeervergunning", number, data, begin, None, zaak=dossier.url)
        steps = []
        if plek.chance() < CORRECTIES:
            steps.append(corrected(made, data | {"kenteken": kenteken(plek.chance)}, begin, begin))
        yield Groep((made, *steps))


MAKERS: dict[str, Callable[[Plek, Sequence[Dossier], int], Iterator[Groep]]] = {
    "boom": boom, "lichtmast": lichtmast, "laadpaal": laadpaal, "melding": melding,
    "parkeervergunning": parkeervergunning,
}  # fmt: skip


# --- records ----------------------------------------------------------------------------------------------------------


def new_object(soort: str, number: int, data: Body, begin: date, geometry: Body | None, *, zaak: str = "") -> Item:
    record = record_of(data, begin) | {"references": [{"type": "zaak", "url": zaak}] if zaak else []}
    if geometry:
        record["geometry"] = geometry
    body: Body = {"type": soort_van(soort), "record": record}
    return Item(OBJECTEN, "objects", f"{soort}-{number}", body, op=instant(begin))


def record_of(data: Body, begin: date) -> Body:
    return {"typeVersion": 1, "data": data, "startAt": begin.isoformat()}


def changed(made: Item, data: Body, dag: date) -> Wijziging:
    """It is so from this day on."""
    return Wijziging(made.verwijzing, {"record": record_of(data, dag)}, op=instant(dag))


def corrected(made: Item, data: Body, begin: date, dag: date) -> Wijziging:
    """It was so from the beginning, as we know since `dag`: in the place of the first record."""
    return Wijziging(made.verwijzing, {"record": record_of(data, begin) | {"correctionFor": 1}}, op=instant(dag))


def newest(dossiers: Sequence[Dossier], zaaktype: str, count: int, plek: Plek) -> list[Dossier]:
    """The last so many cases of a kind that began before today."""
    found = [d for d in dossiers if d.zaaktype == zaaktype and max(d.begin, d.eind or d.begin) < plek.vandaag]
    return found[-count:] if count else []


def other(options: Sequence[str], than: Any, plek: Plek) -> str:
    return pick([option for option in options if option != than], plek.chance)


def punt(adres: Adres, chance: Callable[[], float]) -> Body:
    """A few metres from the door."""
    assert adres.lengtegraad is not None
    assert adres.breedtegraad is not None
    return {
        "type": "Point",
        "coordinates": [round(adres.lengtegraad + (chance() - 0.5) / 5_000, 6), round(adres.breedtegraad, 6)],
    }


def kenteken(chance: Callable[[], float]) -> str:
    return f"{pick('AEO', chance)}-{int(chance() * 1000):03d}-{pick('AEO', chance)}{pick('AEO', chance)}"


def instant(dag: date) -> datetime:
    return datetime.combine(dag, time(9, 15), UTC)
