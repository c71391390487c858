"""Judges the joint contract and the gates of a model: names, units, years, chances, circles."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from meent.tools.scenario import eenheden, formule
from meent.tools.scenario.eenheden import EURO, EenheidOnbekend
from meent.tools.scenario.formule import FormuleFout
from meent.tools.scenario.oordeel_grootheden import Bevinding, near_name
from meent.tools.scenario.oordeel_regels import faults_of_vat, horizon, span, units_of
from meent.tools.scenario.oordeel_verwijzingen import fault_of_reference
from meent.tools.scenario.vorm import Knoop, Model, Optie
from meent.tools.scenario.waarden import mean


def faults_of_coalition(model: Model) -> Iterator[Bevinding]:
    joint, pad = model.coalitie, ("coalitie",)
    if joint is None:
        return
    unit = volume_unit(model, joint.volume)
    if unit is None:
        what = f"'{joint.volume}' is geen aantal per inwoner, zoals seat/inwoner."
        yield (*pad, "volume"), what, "Noem een grootheid met zo'n eenheid."
        return
    wanted = [
        ("vast", joint.vast, "euro/jaar"),
        *((field, getattr(joint, field), "factor") for field in ("spreiding", "opslag") if getattr(joint, field)),
        *(("tredes", step.prijs, f"euro/{unit}/jaar") for step in joint.tredes),
        *(("tredes", step.vanaf, unit) for step in joint.tredes if step.vanaf),
    ]  # fmt: skip
    for field, name, needed_unit in wanted:
        yield from fault_of_reference(model, (*pad, field), name, needed_unit)
    if joint.tredes[0].vanaf or not all(step.vanaf for step in joint.tredes[1:]):
        yield (*pad, "tredes"), "Alleen de eerste trede heeft geen 'vanaf'.", "Laat de eerste trede bij 0 beginnen."
    prices = [mean(model.grootheden[step.prijs]) for step in joint.tredes if step.prijs in model.grootheden]
    if prices != sorted(prices, reverse=True):
        yield (*pad, "tredes"), "De prijs stijgt met het volume.", "Zet de tredes van duur naar goedkoop."
    if joint.scenario and joint.scenario not in model.scenarios:
        names = ", ".join(model.scenarios)
        yield (*pad, "scenario"), f"Het scenario '{joint.scenario}' bestaat niet.", f"Kies uit: {names}."
    if not joint.groepen:
        yield pad, "De coalitie heeft geen deelnemers.", "Schrijf minstens één groep onder [coalitie.groepen]."
    for key, group in joint.groepen.items():
        at = (*pad, "groepen", key)
        yield from fault_of_reference(model, (*at, "alternatief"), group.alternatief, f"euro/{unit}/jaar")
        yield from fault_of_reference(model, (*at, "eigen"), group.eigen, "euro/jaar/deelnemer")
    if joint.minimum > sum(group.aantal for group in joint.groepen.values()):
        yield (*pad, "minimum"), "Het minimum is meer dan alle deelnemers samen.", "Verlaag het minimum."


def volume_unit(model: Model, name: str) -> str | None:
    """What is counted per inhabitant: seats, users."""
    found = model.grootheden.get(name) or model.afgeleid.get(name)
    above, _, below = found.eenheid.partition("/") if found else ("", "", "")
    return above if below == "inwoner" and above in eenheden.BASIS else None


def faults_of_options(model: Model) -> Iterator[Bevinding]:
    for key, option in model.opties.items():
        pad = ("opties", key)
        if option.wortel not in option.knopen:
            repair = f"Kies uit: {', '.join(option.knopen)}."
            yield (*pad, "wortel"), f"De knoop '{option.wortel}' bestaat niet.", repair
        for name, gate in option.knopen.items():
            yield from faults_of_gate(model, option, (*pad, "knopen", name), gate)
        try:
            needs = {name: [branch.naar for branch in gate.takken] for name, gate in option.knopen.items()}
            list(TopologicalSorter(needs).static_order())
        except CycleError as error:
            circle = " → ".join(reversed(error.args[1]))
            yield pad, f"De knopen verwijzen in een kring naar elkaar: {circle}.", "Haal een tak weg."


def faults_of_gate(model: Model, option: Optie, pad: tuple[str, ...], gate: Knoop) -> Iterator[Bevinding]:
    if gate.jaar not in horizon(model):
        yield (*pad, "jaar"), f"Het jaar {gate.jaar} valt buiten {span(model)}.", "Kies een jaar binnen de looptijd."
    for field in ("kosten", "stop"):
        if text := getattr(gate, field):
            yield from faults_of_sum(model, (*pad, field), text)
    if gate.takken and [branch.kans for branch in gate.takken].count("") != 1:
        what = f"Bij '{gate.naam}' tellen de kansen niet vanzelf op tot 1."
        yield (*pad, "takken"), what, "Laat bij precies één tak de kans weg; die krijgt de rest."
    known = [model.grootheden[b.kans] for b in gate.takken if b.kans in model.grootheden]
    if sum(map(mean, known)) > 1:
        yield (*pad, "takken"), f"Bij '{gate.naam}' is de som van de kansen meer dan 1.", "Verlaag een van de kansen."
    for branch in gate.takken:
        if branch.kans:
            yield from fault_of_reference(model, (*pad, "takken"), branch.kans, "fractie")
        if branch.naar not in option.knopen:
            repair = f"Kies uit: {', '.join(option.knopen)}."
            yield (*pad, "takken"), f"De knoop '{branch.naar}' bestaat niet.", repair


def faults_of_sum(model: Model, pad: tuple[str, ...], text: str) -> Iterator[Bevinding]:
    """A formula of known names that gives euro once, of one VAT class."""
    try:
        tree = formule.parse(text)
        for name in formule.names(tree):
            if name not in model.grootheden and name not in model.afgeleid:
                yield pad, f"De grootheid '{name}' bestaat niet.", near_name(model, name)
                return
        found = formule.unit(tree, units_of(model))
    except FormuleFout as error:
        yield pad, error.wat, error.herstel
        return
    except (EenheidOnbekend, KeyError):  # told with the quantity itself
        return
    if found != EURO:
        yield pad, f"De formule geeft {eenheden.shown(found)}, hier hoort euro.", "Controleer de eenheden."
    yield from faults_of_vat(model, pad, text)
