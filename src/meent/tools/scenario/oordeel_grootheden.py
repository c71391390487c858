"""Judges the quantities of a model: sources, units, price levels, VAT, and formulas that follow from others."""

import difflib
import math
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from meent.tools.scenario import eenheden, formule
from meent.tools.scenario.eenheden import EenheidOnbekend, Maat
from meent.tools.scenario.formule import FormuleFout
from meent.tools.scenario.vorm import BTW_GEEN, Driehoek, Grootheid, Lognormaal, Model, Uniform, Verdeling

Bevinding = tuple[tuple[str, ...], str, str]
"""Path, what is wrong, what to do."""
HERKOMST = "Schrijf erbij waar het cijfer vandaan komt en van welke dag de bron is."


def faults_of_quantities(model: Model) -> Iterator[Bevinding]:
    for name, quantity in model.grootheden.items():
        pad = ("grootheden", name)
        if name in model.afgeleid:
            yield ("afgeleid", name), f"'{name}' is ook een grootheid.", "Geef een van de twee een andere naam."
        if (quantity.waarde is None) == (quantity.verdeling is None):
            yield pad, f"'{name}' heeft geen waarde of verdeling, of allebei.", "Geef er precies een van."
        elif quantity.verdeling is not None:
            yield from ((pad, what, repair) for what, repair in faults_of_spread(name, quantity.verdeling))
        if not quantity.bron.strip():
            yield (*pad, "bron"), f"De bron van '{name}' is leeg.", HERKOMST
        if quantity.onbekend and quantity.verdeling is None:
            yield pad, f"'{name}' is onbekend maar heeft één waarde.", "Geef een verdeling: een bandbreedte."
        try:
            unit = eenheden.read_unit(quantity.eenheid).maat
        except EenheidOnbekend as error:
            yield (*pad, "eenheid"), f"De eenheid '{error}' bestaat niet.", unit_repair(str(error))
            continue
        yield from faults_of_money(model, name, quantity, unit)


def faults_of_spread(name: str, spread: Verdeling) -> Iterator[tuple[str, str]]:
    figures = [float(getattr(spread, field)) for field in spread.__struct_fields__]
    if not all(map(math.isfinite, figures)):
        yield f"De verdeling van '{name}' heeft een getal zonder grens.", "Geef gewone getallen."
    elif isinstance(spread, Uniform | Driehoek):
        if figures != sorted(figures) or figures[0] == figures[-1]:
            yield f"De verdeling van '{name}' loopt niet van laag naar hoog.", "Zet laag, top en hoog in volgorde."
    elif spread.spreiding <= 0:
        yield f"De spreiding van '{name}' is niet groter dan 0.", "Geef een standaardafwijking, of een vaste waarde."
    elif isinstance(spread, Lognormaal) and spread.gemiddelde <= 0:
        yield f"Het gemiddelde van '{name}' is niet groter dan 0.", "Gebruik 'normaal' voor wat negatief kan zijn."


def unit_repair(unknown: str) -> str:
    near = difflib.get_close_matches(unknown, [*eenheden.BASIS, *eenheden.ZONDER], 1)
    return f"Bedoelt u '{near[0]}'?" if near else f"Kies uit: {', '.join([*eenheden.BASIS, *eenheden.ZONDER])}."


def faults_of_money(model: Model, name: str, quantity: Grootheid, unit: Maat) -> Iterator[Bevinding]:
    """Price level, index and VAT belong to amounts of money, and to nothing else."""
    pad = ("grootheden", name)
    given = [f for f in ("prijspeil", "index", "btw", "btw_inbegrepen") if getattr(quantity, f)]
    if not eenheden.holds_money(unit):
        if given:
            yield (*pad, given[0]), f"'{name}' is geen geldbedrag maar heeft '{given[0]}'.", "Haal dat veld weg."
        return
    if lowest(quantity) < 0:
        yield pad, f"Het bedrag '{name}' kan negatief worden.", "Schrijf kosten positief; opbrengst is een baat."
    if quantity.prijspeil is None:
        yield pad, f"Bij het bedrag '{name}' ontbreekt het prijspeil.", "Schrijf het jaar erbij: prijspeil = 2026."
    elif quantity.prijspeil != model.kop.prijspeil and quantity.index not in model.indexen:
        what = f"'{name}' heeft prijspeil {quantity.prijspeil}, het model {model.kop.prijspeil}, zonder index ertussen."
        yield (*pad, "prijspeil"), what, f"Noem een index: {', '.join(model.indexen) or 'maak er een in [indexen]'}."
    elif quantity.index and quantity.index not in model.indexen:
        yield (*pad, "index"), f"De index '{quantity.index}' bestaat niet.", f"Kies uit: {', '.join(model.indexen)}."
    if quantity.btw not in (*model.btw, BTW_GEEN):
        what = f"De btw-klasse '{quantity.btw}' van '{name}' bestaat niet." if quantity.btw else (
            f"Bij het bedrag '{name}' ontbreekt de btw-klasse."
        )  # fmt: skip
        yield (*pad, "btw"), what, f"Kies uit: {', '.join([*model.btw, BTW_GEEN])}."
    if quantity.btw == BTW_GEEN and quantity.btw_inbegrepen:
        yield (*pad, "btw_inbegrepen"), f"'{name}' heeft geen btw, dus ook niet inbegrepen.", "Haal dat veld weg."


def faults_of_derived(model: Model) -> Iterator[Bevinding]:
    """Names that exist, no circle, and the unit that is written there."""
    trees = {}
    for name, derived in model.afgeleid.items():
        pad = ("afgeleid", name, "formule")
        try:
            trees[name] = formule.parse(derived.formule)
        except FormuleFout as error:
            yield pad, error.wat, error.herstel
            continue
        for used in formule.names(trees[name]):
            if used not in model.grootheden and used not in model.afgeleid:
                yield pad, f"De grootheid '{used}' bestaat niet.", near_name(model, used)
                del trees[name]
                break
    try:
        list(TopologicalSorter(needs_of(model)).static_order())
    except CycleError as error:
        circle = error.args[1]
        what = f"De formules verwijzen in een kring naar elkaar: {' → '.join(circle)}."
        first = min(name for name in circle if name in model.afgeleid)
        yield ("afgeleid", first, "formule"), what, "Geef een van deze grootheden een eigen waarde met bron."
        return
    yield from faults_of_derived_units(model)


def faults_of_derived_units(model: Model) -> Iterator[Bevinding]:
    units: dict[str, Maat] = {}
    for name, quantity in model.grootheden.items():
        try:
            units[name] = eenheden.read_unit(quantity.eenheid).maat
        except EenheidOnbekend:
            continue
    for name in derived_in_order(model):
        derived, pad = model.afgeleid[name], ("afgeleid", name)
        try:
            units[name] = eenheden.read_unit(derived.eenheid).maat
            found = formule.unit(formule.parse(derived.formule), units)
        except EenheidOnbekend as error:
            yield (*pad, "eenheid"), f"De eenheid '{error}' bestaat niet.", unit_repair(str(error))
        except FormuleFout as error:
            yield (*pad, "formule"), error.wat, error.herstel
        except KeyError:  # a name that was told already
            continue
        else:
            if found != units[name]:
                what = f"De formule van '{name}' geeft {eenheden.shown(found)}, er staat {eenheden.shown(units[name])}."
                yield (*pad, "eenheid"), what, "Verbeter de eenheid of de formule."


def in_order(model: Model) -> list[str]:
    """Quantities and what is derived from them, each after those it needs; no formula that cannot be read."""
    needs = needs_of(model)
    return [name for name in TopologicalSorter(needs).static_order() if name in needs]


def derived_in_order(model: Model) -> list[str]:
    return [name for name in in_order(model) if name in model.afgeleid]


def needs_of(model: Model) -> dict[str, list[str]]:
    """What each quantity rests on: the names in its formula, or the index and the VAT rate that bring it to the model.

    Only money has an index or VAT, and only a formula can rest on money: a circle goes through a formula.
    """
    found: dict[str, list[str]] = {}
    for name, quantity in model.grootheden.items():
        index = model.indexen.get(quantity.index) if other_price_level(model, quantity) else None
        vat = model.btw[quantity.btw].tarief if quantity.btw_inbegrepen and quantity.btw in model.btw else None
        found[name] = [used for used in (index, vat) if used]
    for name, derived in model.afgeleid.items():
        try:
            found[name] = formule.names(formule.parse(derived.formule))
        except FormuleFout:
            continue
    return found


def other_price_level(model: Model, quantity: Grootheid) -> bool:
    return quantity.prijspeil is not None and quantity.prijspeil != model.kop.prijspeil


def near_name(model: Model, name: str) -> str:
    near = difflib.get_close_matches(name, [*model.grootheden, *model.afgeleid], 1)
    return f"Bedoelt u '{near[0]}'?" if near else "Maak een grootheid met deze naam, met een bron."


def lowest(quantity: Grootheid) -> float:
    """The lowest value that is written there; a normal distribution is judged by its mean."""
    if quantity.verdeling is None:
        return float(quantity.waarde or 0)
    return float(getattr(quantity.verdeling, "laag", getattr(quantity.verdeling, "gemiddelde", 0)))
