"""The appendix of a paper: how was reckoned, every figure with its source, every line and gate with its formula."""

import msgspec

from meent.basis.geld import in_euro
from meent.tools.scenario.oordeel_regels import NUL
from meent.tools.scenario.rapport import Rapport
from meent.tools.scenario.stuk import (
    CIJFERS,
    DEELNEMERS,
    KEUZEMOMENTEN,
    POSTEN,
    REKENREGELS,
    Onderdeel,
    Stuk,
    Tabel,
    Verwijzing,
    anchor,
    figure,
    place,
    year_anchor,
)
from meent.tools.scenario.vorm import Grootheid, Regel, label

WANNEER = {"begin": "0", "midden": "0,5", "eind": "1"}


def appendix(found: Rapport) -> Stuk:
    """What the paper points at."""
    return Stuk(f"Bijlage: {found.model.kop.naam}", [
        rules(found), figures(found), derived(found), lines(found), *years_of(found), *participants(found),
        *gates(found),
    ], breed=True)  # fmt: skip


def part(at: Verwijzing, alineas: list[str], tabel: Tabel | None = None) -> Onderdeel:
    return Onderdeel(at.naam, alineas, tabel, anker=at.anker)


def rules(found: Rapport) -> Onderdeel:
    kop = found.model.kop
    power = f"(jaar - {kop.begin} + {WANNEER[kop.moment]})"
    rate, inflation = label(found.model, kop.disconteringsvoet), label(found.model, kop.inflatie)
    return part(REKENREGELS, [
        f"Bedrag van nu = som over de jaren van uitgaven / (1 + {inflation})^(jaar - {kop.prijspeil}) / "
        f"(1 + {rate})^{power}.",
        "Uitgaven = bedrag zonder btw × (1 + tarief × (1 - deel dat het BCF vergoedt)).",
        f"Per jaar = bedrag van nu / som over de jaren van 1 / (1 + {rate})^{power}. Per inwoner per jaar: hetzelfde, "
        "met de inwoners van dat jaar in plaats van 1.",
        "Verwacht = elk jaar van stoppen maal zijn kans: tot dat jaar het plan, in dat jaar de kosten van stoppen, "
        "daarna niets besluiten.",
        f"Kansen en bandbreedte: {figure(kop.trekkingen)} trekkingen van alle onzekere cijfers samen, met begingetal "
        f"{kop.zaad}. Van 10 keer is het 1 keer lager en 1 keer hoger dan de balk.",
        "Wat de uitkomst bepaalt: een cijfer gaat naar de waarde waar het 1 op de 10 keer onder of boven komt, de rest "
        "blijft zoals verwacht. Welke drie beslissen: het aandeel in de spreiding van het verschil (Sobol).",
        "Samen: kosten per deelnemer = vaste kosten × eigen deel + prijs × gebruik + eigen werk. Wie alleen goedkoper "
        "uit is gaat weg, en dat herhaalt zich tot niemand meer weg wil.",
        "Mogen stoppen: op elk moment het goedkoopste van stoppen en doorgaan, van achteren naar voren gerekend.",
    ])  # fmt: skip


def figures(found: Rapport) -> Onderdeel:
    rows = [
        [label(found.model, n), spread_text(q), q.eenheid, str(q.prijspeil or ""), q.btw,
         q.bron + (" (schatting)" if q.onbekend else ""), q.datum.isoformat(), place(found, "grootheden", n)]
        for n, q in found.model.grootheden.items()
    ]  # fmt: skip
    columns = ["Cijfer", "Waarde", "Eenheid", "Prijspeil", "Btw", "Bron", "Datum", "Plaats"]
    ids = [anchor(n) for n in found.model.grootheden]
    return part(CIJFERS, [], Tabel("Cijfers", columns, rows, ankers=ids))


def derived(found: Rapport) -> Onderdeel:
    rows = [
        [label(found.model, n), d.formule, d.eenheid, figure(float(found.waarden[n])), place(found, "afgeleid", n)]
        for n, d in found.model.afgeleid.items()
    ]
    columns, ids = ["Cijfer", "Formule", "Eenheid", "Verwacht", "Plaats"], [anchor(n) for n in found.model.afgeleid]
    return Onderdeel("Cijfers die uit andere volgen", tabel=Tabel("Formules", columns, rows, [3], ids))


def lines(found: Rapport) -> Onderdeel:
    rows = [
        [found.of(key).naam, line.naam, line.soort, line.formule, line.index, line.opslag, line.kans, years(line)]
        for key in (NUL, *found.model.scenarios) for line in found.of(key).regels.values()
    ]  # fmt: skip
    rows += [
        [scenario.naam, f"{line.naam} (als het project stopt)", line.soort, line.formule, line.index, line.opslag,
         scenario.afbreking.kans, f"{scenario.afbreking.van}-{scenario.afbreking.tot}"]
        for scenario in found.model.scenarios.values() if scenario.afbreking
        for line in scenario.afbreking.regels.values()
    ]  # fmt: skip
    columns = ["Scenario", "Post", "Soort", "Formule", "Index", "Opslag", "Kans", "Jaren"]
    return part(POSTEN, [], Tabel("Posten", columns, rows))


def years_of(found: Rapport) -> list[Onderdeel]:
    real = f"In prijzen van {found.model.kop.prijspeil}"
    columns = ["Jaar", "Zonder btw", "Btw", "Terug uit BCF", "Uitgaven", real, "Lasten in begroting"]
    return [
        Onderdeel(f"Per jaar: {one.naam}", tabel=Tabel(f"Per jaar: {one.naam}", columns, [
            [str(y.jaar), *map(in_euro, (y.ex, y.btw, y.bcf, y.last, y.reeel, y.lasten))] for y in one.jaren
        ], [1, 2, 3, 4, 5, 6]), anker=year_anchor(one.scenario))
        for one in found.uitkomsten.values()
    ]  # fmt: skip


def participants(found: Rapport) -> list[Onderdeel]:
    joint = found.model.coalitie
    if joint is None:
        return []
    rows = [
        [group.naam, str(group.aantal), figure(group.inwoners), label(found.model, group.alternatief),
         label(found.model, group.eigen), group.bron, group.datum.isoformat(), place(found, "coalitie", "groepen", key)]
        for key, group in joint.groepen.items()
    ]  # fmt: skip
    columns = ["Groep", "Aantal", "Inwoners", "Beste alternatief", "Eigen werk", "Bron", "Datum", "Plaats"]
    steps = "; ".join(
        label(found.model, step.prijs) + (f", vanaf {label(found.model, step.vanaf)}" if step.vanaf else "")
        for step in joint.tredes
    )
    text = (
        f"Vaste kosten: {label(found.model, joint.vast)}. Prijs: {steps}. Gebruik: {label(found.model, joint.volume)}. "
        f"Minstens {joint.minimum} deelnemers ({place(found, 'coalitie')})."
    )
    return [part(DEELNEMERS, [text], Tabel("Deelnemers", columns, rows, [1, 2]))]


def gates(found: Rapport) -> list[Onderdeel]:
    rows = [
        [option.naam, gate.naam, str(gate.jaar), gate.kosten, gate.stop or "-",
         "; ".join(option.knopen[b.naar].naam + (f" ({b.kans})" if b.kans else "") for b in gate.takken) or "-",
         place(found, "opties", key, "knopen", name)]
        for key, option in found.model.opties.items() for name, gate in option.knopen.items()
    ]  # fmt: skip
    columns = ["Weg", "Moment", "Jaar", "Kosten", "Stoppen kost", "Daarna (kans)", "Plaats"]
    return [part(KEUZEMOMENTEN, [], Tabel("Momenten", columns, rows))] if rows else []


def spread_text(quantity: Grootheid) -> str:
    """`5 · 8 · 12 (driehoek)`, or the value."""
    if quantity.verdeling is None:
        return figure(float(quantity.waarde or 0))
    kind = str(quantity.verdeling.__struct_config__.tag)
    return " · ".join(figure(float(v)) for v in msgspec.structs.astuple(quantity.verdeling)) + f" ({kind})"


def years(line: Regel) -> str:
    return str(line.jaar) if line.jaar else f"{line.van}-{line.tot}"
