"""A procurement as a file: what was put out, who was told what and when, and the days on which rights end (R22).

The words and the terms are those of the Aanbestedingswet 2012 (Aw): the standstill of at least twenty days (art.
2.127), the terms for annulment (art. 4.15), and when a change asks for a new tender (art. 2.163a to 2.163g). A term
that ends on a Saturday, Sunday or general holiday runs to the next working day (Algemene termijnenwet, art. 1 and 3).
It keeps days and flags what must be looked at; whether a change is material in the end is for a lawyer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from meent.basis.feestdagen import feestdagen
from meent.basis.periode import Periode
from meent.tools.scenario.bestand import Gelezen, ModelGeweigerd, read_model
from meent.tools.scenario.controle import Judging
from meent.tools.scenario.oordeel_grootheden import Bevinding
from meent.tools.scenario.vorm import Bron, Getal, Naam

STANDSTILL_DAGEN, NA_AANKONDIGING_DAGEN, NA_SLUITEN_MAANDEN = 20, 30, 6
GERING = {"diensten": Decimal("0.10"), "leveringen": Decimal("0.10"), "werken": Decimal("0.15")}
"""Share of the first value that small changes may have together. Source: Aw art. 2.163b."""
VEEL = Decimal("0.50")
"""Share of the first value that one further or unforeseen change may have. Source: Aw art. 2.163d and 2.163e."""
WAARSCHUWEN_DAGEN = 90
Grond = Literal["gering", "aanvullend", "onvoorzien", "niet_wezenlijk"]


class Bericht(Struct, forbid_unknown_fields=True, kw_only=True):
    """Somebody was told something; `bewijs` says where that can be read."""

    aan: str
    wat: str
    datum: date
    bewijs: Bron


class Optie(Struct, forbid_unknown_fields=True, kw_only=True):
    """What may be called without a new tender, as it was put out: scope, and value and last day where those are known.

    gelicht                 the day on which it was called, so on which a contract was closed under it
    gelicht_aangekondigd    the day on which that was announced
    """

    naam: str
    omvang: Annotated[str, Meta(min_length=10)]
    bron: Bron
    waarde: Getal | None = None
    uiterlijk: date | None = None
    gelicht: date | None = None
    gelicht_waarde: Getal | None = None
    gelicht_aangekondigd: date | None = None


class Bezwaar(Struct, forbid_unknown_fields=True, kw_only=True):
    """Somebody goes to court against the contract, or against what was closed under an option."""

    van: str
    datum: date
    bron: Bron
    optie: str = ""


class Wijziging(Struct, forbid_unknown_fields=True, kw_only=True):
    """A change of the contract: its value, the ground it rests on, and the day on which it was announced."""

    naam: str
    datum: date
    waarde: Getal
    grond: Grond
    bron: Bron
    aangekondigd: date | None = None


class Opdracht(Struct, forbid_unknown_fields=True, kw_only=True):
    """The contract: amounts in euro without VAT. `opzeggen_voor` is the last day to give notice.

    drempel     the European threshold of that day, with its source: it changes every two years
    What is not known of a procurement of others may be left out; changes cannot be judged without value and threshold.
    """

    naam: str
    dienst: str
    soort: Literal["diensten", "leveringen", "werken"]
    waarde: Getal | None = None
    drempel: Getal | None = None
    bron_drempel: Bron | None = None
    gunningsbeslissing: date | None = None
    standstill_dagen: Annotated[int, Meta(ge=STANDSTILL_DAGEN, le=365)] = STANDSTILL_DAGEN
    gesloten: date | None = None
    aankondiging_gunning: date | None = None
    einde: date | None = None
    opzeggen_voor: date | None = None


class Dossier(Struct, kw_only=True):
    """A whole file, judged."""

    opdracht: Opdracht
    opties: dict[str, Optie]
    wijzigingen: dict[str, Wijziging]
    berichten: list[Bericht]
    bezwaren: list[Bezwaar]


class Inkoopbestand(Struct, forbid_unknown_fields=True, kw_only=True):
    """What may stand in the file. With `basis` it takes over the sections of another file, as a model does."""

    basis: str = ""
    opdracht: Opdracht
    opties: dict[Naam, Optie] = {}
    wijzigingen: dict[Naam, Wijziging] = {}
    berichten: list[Bericht] = []
    bezwaren: list[Bezwaar] = []


@dataclass(frozen=True, order=True)
class Moment:
    """A day that counts: what ends or happened then, by which article, and how it stands on the day of asking."""

    datum: date
    wat: str
    grond: str
    staat: Literal["voorbij", "nadert", "later"]


@dataclass(frozen=True)
class Signaal:
    """What must be looked at, with its place in the file and what to do."""

    plaats: str
    wat: str
    herstel: str


def load_dossier(file: Path) -> tuple[Dossier, Gelezen]:
    """The file, or every fault with line and repair. Raises ModelGeweigerd."""
    judging = Judging(read_model(file))
    read = judging.convert(judging.read.inhoud, Inkoopbestand, ())
    for pad, amount in _amounts(read) if read else ():
        if amount is not None and amount <= 0:
            judging.fault(pad, f"Het bedrag {amount} is niet groter dan 0.", "Geef euro zonder btw, zonder minteken.")
    for pad, what, repair in _lacking(read) if read else ():
        judging.fault(pad, what, repair)
    if judging.faults or read is None:
        raise ModelGeweigerd(judging.faults)
    sections = {name: part for name, part in msgspec.structs.asdict(read).items() if name != "basis"}
    return Dossier(**sections), judging.read


def _lacking(read: Inkoopbestand) -> Iterator[Bevinding]:
    """What may be left out, but not beside something that needs it."""
    order = read.opdracht
    if read.wijzigingen and (order.waarde is None or order.drempel is None):
        yield ("opdracht",), "Zonder waarde en drempel is een wijziging niet te wegen.", "Vul 'waarde' en 'drempel' in."
    if order.drempel is not None and order.bron_drempel is None:
        yield ("opdracht", "drempel"), "Bij de drempel ontbreekt 'bron_drempel'.", "Schrijf waar hij vandaan komt."
    for place, told in enumerate(read.bezwaren):
        called = read.opties[told.optie].gelicht if told.optie in read.opties else None
        if told.optie and called is None:
            what = f"De optie '{told.optie}' bestaat niet of is niet gelicht."
            yield ("bezwaren", str(place)), what, "Noem een optie met een dag bij 'gelicht'."
        elif not told.optie and order.gesloten is None:
            yield ("bezwaren", str(place)), "De overeenkomst is nog niet gesloten.", "Vul 'gesloten' in."


def _amounts(read: Inkoopbestand) -> Iterator[tuple[tuple[str, ...], Getal | None]]:
    yield ("opdracht", "waarde"), read.opdracht.waarde
    yield ("opdracht", "drempel"), read.opdracht.drempel
    for key, option in read.opties.items():
        yield ("opties", key, "waarde"), option.waarde
    for key, change in read.wijzigingen.items():
        yield ("wijzigingen", key, "waarde"), change.waarde


# --- days ------------------------------------------------------------------------------------------------------------


def moments(file: Dossier, now: date) -> list[Moment]:
    """Every day that counts, in order."""
    return sorted(Moment(day, what, ground, state(day, now)) for day, what, ground in _days(file))


def state(day: date, now: date) -> Literal["voorbij", "nadert", "later"]:
    if day < now:
        return "voorbij"
    return "nadert" if day <= now + timedelta(days=WAARSCHUWEN_DAGEN) else "later"


def _days(file: Dossier) -> Iterator[tuple[date, str, str]]:
    order = file.opdracht
    if order.gunningsbeslissing is not None:
        yield order.gunningsbeslissing, "Gunningsbeslissing verzonden", "Aw art. 2.130"
        yield (end_of_standstill(order.gunningsbeslissing, order.standstill_dagen),
               "Laatste dag om voor het sluiten een kort geding te beginnen", "Aw art. 2.127")  # fmt: skip
    if order.gesloten is not None:
        yield order.gesloten, "Overeenkomst gesloten", "dossier"
        yield (end_of_annulment(order.gesloten, order.aankondiging_gunning),
               "Laatste dag om vernietiging van de overeenkomst te vragen", "Aw art. 4.15")  # fmt: skip
    for option in file.opties.values():
        if option.uiterlijk is not None:
            yield option.uiterlijk, f"Laatste dag om de optie '{option.naam}' te lichten", option.bron
        if option.gelicht is not None:
            yield option.gelicht, f"Optie '{option.naam}' gelicht", option.bron
            yield (end_of_annulment(option.gelicht, option.gelicht_aangekondigd),
                   f"Laatste dag om vernietiging te vragen van wat onder de optie '{option.naam}' is gesloten",
                   "Aw art. 4.15")  # fmt: skip
    for change in file.wijzigingen.values():
        yield change.datum, f"Wijziging: {change.naam}", change.bron
    for told in file.berichten:
        yield told.datum, f"{told.aan} hoort: {told.wat}", told.bewijs
    for against in file.bezwaren:
        yield against.datum, f"{against.van} gaat naar de rechter", against.bron
    if order.opzeggen_voor is not None:
        yield order.opzeggen_voor, "Laatste dag om op te zeggen", "overeenkomst"
    if order.einde is not None:
        yield order.einde, "Einde van de overeenkomst", "overeenkomst"


def end_of_standstill(decided: date, days: int) -> date:
    """The first day counted is the one after sending. Source: Aw art. 2.127, third paragraph."""
    return working_day(decided + timedelta(days=days))


def end_of_annulment(closed: date, announced: date | None) -> date:
    """Thirty days after the announcement of the award, or else six months after closing. Source: Aw art. 4.15."""
    if announced is not None:
        return working_day(announced + timedelta(days=NA_AANKONDIGING_DAGEN))
    return working_day(Periode(maanden=NA_SLUITEN_MAANDEN).add_to(closed))


def working_day(day: date) -> date:
    """This day, or the next that is no Saturday, Sunday or general holiday. Source: Algemene termijnenwet."""
    while day.weekday() >= 5 or day in feestdagen(day.year):
        day += timedelta(days=1)
    return day


# --- what must be looked at ------------------------------------------------------------------------------------------


def signals(file: Dossier, read: Gelezen) -> list[Signaal]:
    """Everything that may end before a judge, in the order of the file."""
    found = [*_of_closing(file), *_of_options(file), *_of_changes(file), *_of_objections(file)]
    places = [read.plaats(*pad) for pad, _, _ in found]
    return [Signaal(f"{p.bestand}:{p.regel}", what, mend) for p, (_, what, mend) in zip(places, found, strict=True)]


def _of_closing(file: Dossier) -> Iterator[Bevinding]:
    order = file.opdracht
    if order.gesloten is None:
        return
    if order.gunningsbeslissing is not None:
        end = end_of_standstill(order.gunningsbeslissing, order.standstill_dagen)
        if order.gesloten <= end:
            what = f"De overeenkomst is gesloten op {order.gesloten}; de opschortende termijn loopt tot en met {end}."
            mend = "De overeenkomst is vernietigbaar (Aw art. 4.15): vraag juridisch advies."
            yield ("opdracht", "gesloten"), what, mend
    if order.aankondiging_gunning is None:
        last = end_of_annulment(order.gesloten, None)
        what = f"Er staat geen aankondiging van de gunning bij; vernietiging kan dan tot en met {last}."
        yield ("opdracht",), what, "Kondig de gunning aan: dan is de termijn 30 dagen in plaats van 6 maanden."
    if not file.berichten:
        yield ("opdracht",), "Er staat niet bij wie wanneer is ingelicht.", "Voeg [[berichten]] toe, met bewijs."


def _of_objections(file: Dossier) -> Iterator[Bevinding]:
    for place, told in enumerate(file.bezwaren):
        option = file.opties.get(told.optie)
        closed = option.gelicht if option else file.opdracht.gesloten
        announced = option.gelicht_aangekondigd if option else file.opdracht.aankondiging_gunning
        assert closed is not None  # judged when the file was read
        last = end_of_annulment(closed, announced)
        if told.datum > last:
            what = f"{told.van} komt op {told.datum}; vernietiging kon tot en met {last}."
            yield ("bezwaren", str(place)), what, "Beroep u erop dat het te laat is (Aw art. 4.15, rechtsverwerking)."
        else:
            what = f"{told.van} komt op {told.datum}; dat is op tijd, want het kan tot en met {last}."
            yield ("bezwaren", str(place)), what, "Vraag juridisch advies voordat er iets geleverd wordt."


def _of_options(file: Dossier) -> Iterator[Bevinding]:
    for key, option in file.opties.items():
        pad = ("opties", key)
        if option.gelicht is None:
            continue
        yield (
            pad,
            f"De optie '{option.naam}' is gelicht op {option.gelicht}.",
            (f"Controleer of dit binnen de omvang valt die is aanbesteed: {option.omvang}"),
        )
        if option.uiterlijk is not None and option.gelicht > option.uiterlijk:
            what = f"De optie '{option.naam}' is gelicht na {option.uiterlijk}; zij bestond toen niet meer."
            yield (*pad, "gelicht"), what, "Behandel dit als een wijziging van de opdracht, of besteed opnieuw aan."
        if option.waarde is not None and option.gelicht_waarde is not None and option.gelicht_waarde > option.waarde:
            what = f"De optie '{option.naam}' is gelicht voor meer dan is aanbesteed."
            yield (*pad, "gelicht_waarde"), what, "Zet het meerdere bij [wijzigingen], met een grond."


def _of_changes(file: Dossier) -> Iterator[Bevinding]:
    order, small = file.opdracht, Decimal(0)
    if order.waarde is None or order.drempel is None:
        return  # then the file has no changes: it was refused otherwise
    for key, change in sorted(file.wijzigingen.items(), key=lambda item: item[1].datum):
        pad, value, first = ("wijzigingen", key), Decimal(change.waarde), Decimal(order.waarde)
        new_tender = "Besteed dit opnieuw aan, of noem een andere grond met een bron (Aw art. 2.163g)."
        if change.grond == "gering":
            small += value
            if small >= order.drempel or small > GERING[order.soort] * first:
                share = f"{GERING[order.soort] * 100:.0f} %"
                what = f"Met '{change.naam}' zijn geringe wijzigingen samen niet meer onder de drempel en {share}."
                yield pad, what, new_tender
        elif change.grond in ("aanvullend", "onvoorzien"):
            if value > VEEL * first:
                yield pad, f"'{change.naam}' is meer dan de helft van de opdracht.", new_tender
            if change.aangekondigd is None:
                yield pad, f"'{change.naam}' is niet aangekondigd.", "Kondig de wijziging aan (Aw art. 2.163d, 2.163e)."
        else:
            what = f"'{change.naam}' rust op het oordeel dat zij niet wezenlijk is."
            yield pad, what, "Laat dat oordeel vastleggen: anderen mogen er niet anders om hebben ingeschreven."
