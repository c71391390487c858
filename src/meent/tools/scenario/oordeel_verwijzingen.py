"""Judges what a model refers to: rates, inhabitants, VAT classes, indices and correlations."""

from collections.abc import Iterator
from decimal import Decimal

from meent.tools.scenario import eenheden
from meent.tools.scenario.eenheden import EenheidOnbekend
from meent.tools.scenario.oordeel_grootheden import Bevinding, near_name
from meent.tools.scenario.vorm import BTW_GEEN, VAST, Driehoek, Grootheid, Model, Uniform


def references(model: Model) -> list[tuple[tuple[str, ...], str, str]]:
    """Every quantity that the model names outside its lines: where, which, and the unit that belongs there."""
    kop = model.kop
    return [
        (("model", "disconteringsvoet"), kop.disconteringsvoet, "fractie/jaar"),
        (("model", "inflatie"), kop.inflatie, "fractie/jaar"),
        (("model", "inwoners"), kop.inwoners, "inwoner"),
        *([(("model", "groei_inwoners"), kop.groei_inwoners, "fractie/jaar")] if kop.groei_inwoners else []),
        *((("indexen", name), used, "fractie/jaar") for name, used in model.indexen.items()),
        *((("btw", name, "tarief"), c.tarief, "fractie") for name, c in model.btw.items()),
        *((("btw", name, "compensabel"), c.compensabel, "fractie") for name, c in model.btw.items()),
    ]


def faults_of_references(model: Model) -> Iterator[Bevinding]:
    """What is named exists, and has the unit that belongs there."""
    kop = model.kop
    for pad, name, unit in references(model):
        yield from fault_of_reference(model, pad, name, unit)
    for name in model.indexen.keys() & {VAST}:
        yield ("indexen", name), f"'{VAST}' is geen gewone index.", "Geef deze index een andere naam."
    for name in model.btw.keys() & {BTW_GEEN}:
        yield ("btw", name), f"'{BTW_GEEN}' is geen gewone btw-klasse.", "Geef deze klasse een andere naam."
    if kop.begin < kop.prijspeil:
        yield ("model", "begin"), "Het model begint voor zijn prijspeil.", "Zet het prijspeil op dat jaar of eerder."


def fault_of_reference(model: Model, pad: tuple[str, ...], name: str, unit: str) -> Iterator[Bevinding]:
    source = model.grootheden.get(name) or model.afgeleid.get(name)
    if source is None:
        yield pad, f"De grootheid '{name}' bestaat niet.", near_name(model, name)
        return
    try:
        found = eenheden.read_unit(source.eenheid).maat
    except EenheidOnbekend:
        return
    if found != eenheden.read_unit(unit).maat:
        what = f"'{name}' heeft eenheid {source.eenheid}, hier hoort {unit}."
        yield pad, what, "Noem een andere grootheid, of verbeter de eenheid."
        return
    if unit == "fractie/jaar" and isinstance(source, Grootheid) and abs(highest(source)) > 1:
        yield pad, f"'{name}' is meer dan 100 % per jaar.", "Schrijf een percentage als fractie: 2,25 % is 0.0225."
    if unit == "fractie" and isinstance(source, Grootheid) and not within_one(source):
        yield pad, f"'{name}' ligt niet tussen 0 en 1.", "Schrijf een percentage als fractie: 21 % is 0.21."


def within_one(quantity: Grootheid) -> bool:
    if quantity.waarde is not None:
        return 0 <= quantity.waarde <= 1
    bounds = [getattr(quantity.verdeling, field, Decimal(0)) for field in ("laag", "hoog")]
    return isinstance(quantity.verdeling, Uniform | Driehoek) and all(0 <= bound <= 1 for bound in bounds)


def highest(quantity: Grootheid) -> float:
    if quantity.verdeling is None:
        return float(quantity.waarde or 0)
    return float(getattr(quantity.verdeling, "hoog", getattr(quantity.verdeling, "gemiddelde", 0)))


def faults_of_correlations(model: Model) -> Iterator[Bevinding]:
    seen: set[frozenset[str]] = set()
    for place, pair in enumerate(model.correlaties):
        pad = ("correlaties", str(place))
        for name in pair.tussen:
            if name not in model.grootheden or model.grootheden[name].verdeling is None:
                yield pad, f"'{name}' heeft geen verdeling.", "Een correlatie hoort tussen twee onzekere grootheden."
        if not -1 < pair.rang < 1:
            yield pad, f"De rangcorrelatie {pair.rang} ligt niet tussen -1 en 1.", "Kies een waarde daartussen."
        if len(set(pair.tussen)) == 1 or frozenset(pair.tussen) in seen:
            yield pad, f"Het paar {' en '.join(pair.tussen)} kan niet, of staat er al.", "Haal het weg."
        seen.add(frozenset(pair.tussen))
