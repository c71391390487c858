"""Judges the lines of a model: years, units, VAT, and what spreadsheets forget or count twice."""

from collections.abc import Iterator

from meent.tools.scenario import eenheden, formule
from meent.tools.scenario.eenheden import EURO, EURO_PER_JAAR, EenheidOnbekend, Maat
from meent.tools.scenario.formule import FormuleFout
from meent.tools.scenario.oordeel_grootheden import Bevinding, near_name
from meent.tools.scenario.oordeel_verwijzingen import fault_of_reference, references
from meent.tools.scenario.vorm import EENMALIG, VAST, VERPLICHT, Model, Regel, Scenario
from meent.tools.scenario.waarden import DelenDoorNul, expected, prepared

NUL = "nul"
"""How the nulalternatief is called beside the scenarios."""


def faults_of_lines(model: Model) -> Iterator[Bevinding]:
    if not model.scenarios:
        yield ("scenarios",), "Er is geen scenario om te vergelijken.", "Schrijf er een onder [scenarios.naam]."
    if not model.nulalternatief.regels:
        yield ("nulalternatief",), "Het nulalternatief kost niets.", "Schrijf op wat doorgaat als niemand iets besluit."
    for name, line in model.nulalternatief.regels.items():
        yield from faults_of_line(model, ("nulalternatief", "regels", name), line)
    for name, scenario in model.scenarios.items():
        pad = ("scenarios", name)
        if name == NUL:
            yield pad, f"'{NUL}' is de naam van het nulalternatief.", "Geef dit scenario een andere naam."
        yield from faults_of_scenario(model, pad, scenario)


def faults_of_reckoning(model: Model) -> Iterator[Bevinding]:
    """What shows in the outcome only: a division by nought, and a share that a formula brings beyond its bounds.

    Asked last: it reckons, so everything else must be right.
    """
    try:
        every = prepared(model, expected(model))
    except DelenDoorNul as fault:
        section = ("afgeleid", fault.name, "formule") if fault.name in model.afgeleid else ("grootheden", fault.name)
        what = f"De formule van '{fault.name}' deelt door 0."
        yield section, what, "Geef de grootheid onder de deelstreep een andere waarde."
        return
    for pad, name, unit in references(model):
        low = 0 if unit == "fractie" else -1
        if name in model.afgeleid and unit.startswith("fractie") and not low <= every[name] <= 1:
            what = f"De formule van '{name}' geeft {float(every[name]):.4g}, hier hoort een deel van {low} tot 1."
            yield pad, what, "Verbeter de formule, of noem een andere grootheid."
    for pad, line in every_line(model):
        try:
            formule.outcome(formule.parse(line.formule), every)
        except ZeroDivisionError:
            yield (*pad, "formule"), f"'{line.naam}' deelt door 0.", "Geef de grootheid onder de deelstreep een waarde."


def every_line(model: Model) -> Iterator[tuple[tuple[str, ...], Regel]]:
    for name, line in model.nulalternatief.regels.items():
        yield ("nulalternatief", "regels", name), line
    for key, scenario in model.scenarios.items():
        for name, line in scenario.regels.items():
            yield ("scenarios", key, "regels", name), line
        for name, line in (scenario.afbreking.regels if scenario.afbreking else {}).items():
            yield ("scenarios", key, "afbreking", "regels", name), line


def faults_of_scenario(model: Model, pad: tuple[str, ...], scenario: Scenario) -> Iterator[Bevinding]:
    for key, line in scenario.regels.items():
        at = (*pad, "regels", key)
        yield from faults_of_line(model, at, line)
        yield from faults_of_uplift(model, at, line)
        yield from faults_of_counting_twice(model, at, key, line, scenario)
    for key, year in scenario.vervalt.items():
        at = (*pad, "vervalt", key)
        if key not in model.nulalternatief.regels:
            names = ", ".join(model.nulalternatief.regels)
            yield at, f"Het nulalternatief heeft geen regel '{key}'.", f"Kies uit: {names}."
        elif year not in horizon(model):
            yield at, f"Het jaar {year} valt buiten {span(model)}.", "Kies een jaar binnen de looptijd."
    kinds = {line.soort for line in scenario.regels.values()}
    for kind in VERPLICHT:
        if kind not in kinds and kind not in scenario.geen:
            what = f"Het scenario heeft geen regel van de soort '{kind}'."
            yield pad, what, f'Voeg die toe, of schrijf waarom niet: geen = {{ {kind} = "…" }}.'
    for kind in kinds & scenario.geen.keys():
        yield pad, f"'{kind}' staat bij 'geen' en is er toch.", "Haal een van de twee weg."
    if scenario.afbreking:
        yield from faults_of_calling_off(model, pad, scenario)


def faults_of_calling_off(model: Model, pad: tuple[str, ...], scenario: Scenario) -> Iterator[Bevinding]:
    off = scenario.afbreking
    assert off is not None
    at = (*pad, "afbreking")
    yield from fault_of_reference(model, (*at, "kans"), off.kans, "fractie/jaar")
    if off.van > off.tot or off.van not in horizon(model) or off.tot not in horizon(model):
        what = f"De jaren {off.van} tot {off.tot} vallen niet binnen {span(model)}."
        yield at, what, "Kies jaren binnen de looptijd."
    if not off.regels:
        yield at, "Afbreken kost hier niets.", "Schrijf op wat het kost om te stoppen: personeel, contract, herstel."
    for key, line in off.regels.items():
        where = (*at, "regels", key)
        if line.jaar or line.van or line.tot:
            yield where, f"'{key}' heeft een jaar, maar valt in het jaar van afbreken.", "Haal het jaar weg."
        else:
            yield from faults_of_amount(model, where, line, EURO)


def faults_of_line(model: Model, pad: tuple[str, ...], line: Regel) -> Iterator[Bevinding]:
    once, yearly = line.jaar is not None, line.van is not None and line.tot is not None
    if once == yearly or (once and (line.van or line.tot)):
        yield pad, f"'{line.naam}' heeft geen jaar, of te veel jaren.", "Geef 'jaar' voor eenmalig, of 'van' en 'tot'."
        return
    for field in ("jaar", "van", "tot"):
        year = getattr(line, field)
        if year is not None and year not in horizon(model):
            yield (*pad, field), f"Het jaar {year} valt buiten {span(model)}.", "Kies een jaar binnen de looptijd."
    if line.van is not None and line.tot is not None and line.van > line.tot:
        yield (*pad, "tot"), f"'{line.naam}' eindigt voor zij begint.", "Wissel 'van' en 'tot'."
    yield from faults_of_amount(model, pad, line, EURO if once else EURO_PER_JAAR)
    yield from faults_of_kind(model, pad, line)


def faults_of_amount(model: Model, pad: tuple[str, ...], line: Regel, wanted: Maat) -> Iterator[Bevinding]:
    """The formula can be read, gives euro of one VAT class, and its index exists."""
    at = (*pad, "formule")
    if line.index != VAST and line.index not in model.indexen:
        names = ", ".join([*model.indexen, VAST])
        yield (*pad, "index"), f"De index '{line.index}' bestaat niet.", f"Kies uit: {names}."
    try:
        tree = formule.parse(line.formule)
        for name in formule.names(tree):
            if name not in model.grootheden and name not in model.afgeleid:
                yield at, f"De grootheid '{name}' bestaat niet.", near_name(model, name)
                return
        found = formule.unit(tree, units_of(model))
    except FormuleFout as error:
        yield at, error.wat, error.herstel
        return
    except (EenheidOnbekend, KeyError):  # told with the quantity itself
        return
    if found != wanted:
        what = f"De formule geeft {eenheden.shown(found)}, hier hoort {eenheden.shown(wanted)}."
        yield at, what, "Controleer de eenheden; een jaarbedrag heeft 'van' en 'tot', een eenmalig bedrag 'jaar'."
    yield from faults_of_vat(model, at, line.formule)
    if line.kans:
        yield from fault_of_reference(model, (*pad, "kans"), line.kans, "fractie")
    if line.opslag:
        yield from fault_of_reference(model, (*pad, "opslag"), line.opslag, "factor")


def faults_of_vat(model: Model, at: tuple[str, ...], text: str) -> Iterator[Bevinding]:
    used = needed(model, text)
    classes = vat_classes(model, text)
    if len(classes) > 1:
        what = f"De formule mengt bedragen van btw-klasse {' en '.join(sorted(classes))}."
        yield at, what, "Maak er een regel per btw-klasse van."
    for name in sorted(used & {c.tarief for c in model.btw.values()}):
        what = f"'{name}' is een btw-tarief; de btw komt er al bij door de klasse van het bedrag."
        yield at, what, "Haal het tarief uit de formule, anders telt de btw dubbel."


def faults_of_uplift(model: Model, pad: tuple[str, ...], line: Regel) -> Iterator[Bevinding]:
    if line.soort in EENMALIG and bool(line.opslag) == bool(line.zonder_opslag):
        what = f"'{line.naam}' is een plan en heeft geen opslag, of een opslag en een reden om die niet te hebben."
        yield pad, what, "Noem in 'opslag' de referentieklasse, of zeg in 'zonder_opslag' waarom het niet tegenvalt."
    if line.opslag and line.opslag in needed(model, line.formule):
        yield (*pad, "opslag"), f"De opslag '{line.opslag}' zit ook in de formule.", "Haal hem uit de formule."


def faults_of_kind(model: Model, pad: tuple[str, ...], line: Regel) -> Iterator[Bevinding]:
    """A benefit has owner, indicator, chance and curve; an investment is written off; nothing else has these."""
    is_baat = line.soort == "baat"
    if is_baat and not (line.eigenaar and line.indicator and line.kans and line.ingroei):
        what = f"De baat '{line.naam}' mist eigenaar, indicator, kans of ingroei."
        yield pad, what, "Zonder deze vier is een baat een wens; vul ze in of haal de baat weg."
    if not is_baat and (line.indicator or line.ingroei):
        yield pad, f"'{line.naam}' is geen baat maar heeft een indicator of ingroei.", "Haal dat veld weg."
    if is_baat and line.jaar is not None:
        yield pad, f"De baat '{line.naam}' valt in één jaar.", "Geef 'van' en 'tot'."
    for name in line.ingroei:
        yield from fault_of_reference(model, (*pad, "ingroei"), name, "fractie")
    if (line.soort == "investering") != (line.afschrijving is not None):
        what = f"'{line.naam}': bij een investering hoort een afschrijving, en alleen daarbij."
        yield pad, what, 'Geef afschrijving = { jaren = …, rente = "…" }, of kies een andere soort.'
    if line.afschrijving:
        yield from fault_of_reference(model, (*pad, "afschrijving"), line.afschrijving.rente, "fractie/jaar")
    if line.soort == "risico" and not line.kans:
        yield pad, f"Het risico '{line.naam}' heeft geen kans.", "Noem in 'kans' een grootheid."


def faults_of_counting_twice(
    model: Model, pad: tuple[str, ...], key: str, line: Regel, scenario: Scenario
) -> Iterator[Bevinding]:
    if key in model.nulalternatief.regels:
        yield pad, f"'{key}' is ook een regel van het nulalternatief.", "Geef deze regel een andere naam."
    for other, nul in model.nulalternatief.regels.items():
        same = formula_key(nul.formule) == formula_key(line.formule) and nul.soort == line.soort
        end = scenario.vervalt.get(other, horizon(model).stop)
        if same and first_year(line) < end and first_year(nul) <= last_year(line):
            what = f"'{key}' telt hetzelfde als '{other}' van het nulalternatief, dat in die jaren doorloopt."
            yield pad, what, f"Laat '{other}' vervallen, of haal deze regel weg."


# --- what checks and reckoning share ---------------------------------------------------------------------------------


def horizon(model: Model) -> range:
    return range(model.kop.begin, model.kop.begin + model.kop.jaren)


def span(model: Model) -> str:
    return f"{model.kop.begin} tot en met {horizon(model)[-1]}"


def first_year(line: Regel) -> int:
    return line.jaar or line.van or 0


def last_year(line: Regel) -> int:
    return line.jaar or line.tot or 0


def formula_key(text: str) -> str:
    return "".join(text.split())


def units_of(model: Model) -> dict[str, Maat]:
    written = {name: q.eenheid for name, q in model.grootheden.items()}
    written |= {name: d.eenheid for name, d in model.afgeleid.items()}
    return {name: eenheden.read_unit(unit).maat for name, unit in written.items()}


def needed(model: Model, text: str) -> set[str]:
    """All quantities that a formula rests on, through formulas of others too."""
    todo, seen = names_in(text), set[str]()
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            derived = model.afgeleid.get(name)
            todo += names_in(derived.formule) if derived else []
    return seen


def names_in(text: str) -> list[str]:
    """Names of a formula; none of one that cannot be read, which is told where it stands."""
    try:
        return formule.names(formule.parse(text))
    except FormuleFout:
        return []


def vat_classes(model: Model, text: str) -> set[str]:
    """VAT classes of the amounts in a formula; one, in a model that was judged."""
    used = needed(model, text) & model.grootheden.keys()
    return {model.grootheden[name].btw for name in used if model.grootheden[name].btw}
