"""The council paper as plain structure: headings, sentences, tables, one plot. Dutch, level B1.

`raadsstuk.html` and `raadsstuk.typ` draw the same structure, so the page and the PDF can never say different things.
"""

from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Struct

from meent.basis.geld import Eurocent, in_euro
from meent.tools.scenario.gevoeligheid import Staaf
from meent.tools.scenario.oordeel_regels import NUL
from meent.tools.scenario.rapport import Rapport, estimates
from meent.tools.scenario.vorm import label

ROUNDS_SHOWN, BARS = 5, 5
SETBACKS = ((0.5, "Een kleine tegenvaller is al genoeg."), (1.5, "Een gewone tegenvaller is al genoeg."))
"""Up to how many standard deviations the paper calls a change small, and ordinary."""
SHARED = {
    "inwoners": "naar inwoners", "volume": "naar gebruik", "gelijk": "gelijk", "shapley": "naar bijdrage (Shapley)",
}  # fmt: skip
FAR = "Daar is een flinke tegenvaller voor nodig."


class Tabel(Struct):
    """Cells are text. `getallen` are the columns that are set to the right; `ankers` names the rows others point at."""

    titel: str
    kolommen: list[str]
    rijen: list[list[str]]
    getallen: list[int] = []
    ankers: list[str] = []


class Verwijzing(Struct):
    """What the appendix explains, a quantity or a part: where it stands there, and how it is called."""

    anker: str
    naam: str


class Balk(Struct):
    """A bar of a plot: its name, what it says in words, and where it stands as shares of the width.

    midden      a mark in the bar: P50, or what is expected
    grens       a line across, beyond which another scenario is the cheapest; none in most plots
    """

    naam: str
    tekst: str
    begin: float
    midden: float
    eind: float
    grens: float | None = None


class Onderdeel(Struct):
    """A heading with what stands under it.

    bronnen     what the appendix explains of it: every part that tells a figure has some
    anker       by which others point at this part
    """

    kop: str
    alineas: list[str] = []
    tabel: Tabel | None = None
    balken: list[Balk] = []
    bronnen: list[Verwijzing] = []
    anker: str = ""


class Stuk(Struct):
    """A whole paper; `breed` when its tables need the width of the screen."""

    titel: str
    onderdelen: list[Onderdeel]
    breed: bool = False


REKENREGELS = Verwijzing("rekenregels", "Zo is er gerekend")
CIJFERS = Verwijzing("cijfers", "Cijfers met hun bron")
POSTEN = Verwijzing("posten", "Posten")
DEELNEMERS = Verwijzing("deelnemers", "Deelnemers van het gezamenlijke contract")
KEUZEMOMENTEN = Verwijzing("keuzemomenten", "Momenten om te stoppen")
"""Parts of the appendix (`bijlage`)."""


def council_paper(found: Rapport) -> Stuk:
    parts = [answer(found), costs(found), doubt(found), deciding(found), setbacks(found), budget(found)]
    return Stuk(found.model.kop.naam, [*parts, *together(found), *stopping(found), unknown(found)])


# --- the paper, part by part -----------------------------------------------------------------------------------------


def answer(found: Rapport) -> Onderdeel:
    best, second = found.rangorde[0], found.rangorde[1]
    gap = found.uitkomsten[second].verwacht - found.uitkomsten[best].verwacht
    chance = found.kansen.scenarios[best].kans_goedkoopst
    sure = "Dat is vrij zeker." if chance >= 0.8 else "Dat is dus niet zeker." if chance >= 0.4 else "Het is een gok."
    return Onderdeel("De vraag en het antwoord", [
        found.model.kop.vraag,
        f"Naar verwachting is '{name(found, best)}' het goedkoopst. Het scheelt {money(gap)} met "
        f"'{name(found, second)}', over {found.model.kop.jaren} jaar. "
        f"De kans dat '{name(found, best)}' echt het goedkoopst is, is "
        f"{percent(chance)}. {sure}",
        f"Dit stuk kijkt alleen naar geld. {len(estimates(found.model))} van de {len(found.model.grootheden)} cijfers "
        "zijn nergens gepubliceerd; daarvoor staat een schatting met een bandbreedte. Vul daar eigen cijfers in.",
    ], bronnen=[REKENREGELS, POSTEN, CIJFERS])  # fmt: skip


def costs(found: Rapport) -> Onderdeel:
    kop = found.model.kop
    rows = []
    for key in found.rangorde:
        one = found.uitkomsten[key]
        more = one.verwacht - found.uitkomsten[NUL].verwacht
        difference = "-" if key == NUL else signed(more)
        rows.append([one.naam, money(one.verwacht), difference, in_euro(one.per_inwoner), money(one.annuiteit)])
    return Onderdeel("Wat het kost", [
        f"De bedragen zijn de kosten van {kop.begin} tot en met {kop.begin + kop.jaren - 1}, omgerekend naar nu en "
        f"naar prijzen van {kop.prijspeil}. Btw telt mee, behalve wat het BTW-compensatiefonds terugbetaalt. "
        "De kans dat een project stopt, telt ook mee.",
    ], Tabel("Verwachte kosten per scenario",
             ["Scenario", "In totaal", "Verschil met niets besluiten", "Per inwoner per jaar", "Per jaar"], rows,
             [1, 2, 3, 4]),
        bronnen=[REKENREGELS, POSTEN, *sources(found, kop.disconteringsvoet, kop.inflatie, kop.inwoners)])  # fmt: skip


def doubt(found: Rapport) -> Onderdeel:
    spread = found.kansen.scenarios
    most = max(one.p90 for one in spread.values())
    bars = [
        Balk(name(found, key), f"{money(s.p10)} tot {money(s.p90)}; kans op goedkoopst: {percent(s.kans_goedkoopst)}",
             s.p10 / most, s.p50 / most, s.p90 / most)
        for key in found.rangorde for s in (spread[key],)
    ]  # fmt: skip
    regret = min(spread, key=lambda key: spread[key].spijt)
    count = f"{found.kansen.trekkingen:,}".replace(",", ".")
    return Onderdeel("Hoe zeker dat is", [
        f"De computer heeft {count} keer alle onzekere cijfers opnieuw gekozen. In 8 van de 10 keer vallen de kosten "
        "binnen de balk. Het streepje is het midden.",
        f"Wie kiest zonder te weten hoe het loopt, heeft de minste spijt van '{name(found, regret)}': dat kost "
        f"gemiddeld {money(spread[regret].spijt)} meer dan wat achteraf het beste was. Meer is volledige kennis vooraf "
        "ook niet waard: onderzoek mag niet duurder zijn dan dat.",
    ], balken=bars, bronnen=[REKENREGELS, CIJFERS])  # fmt: skip


def deciding(found: Rapport) -> Onderdeel:
    what = found.gevoeligheid
    rows = []
    for flip in what.beslissend:
        quantity = found.model.grootheden[flip.grootheid]
        turned = "kan het niet omkeren" if flip.waarde is None else measure(flip.waarde, quantity.eenheid)
        shown = measure(flip.verwacht, quantity.eenheid)
        rows.append([label(found.model, flip.grootheid), unit(quantity.eenheid), shown, turned])
    text = (
        f"Deze aannames bepalen het verschil tussen '{name(found, what.beste)}' en "
        f"'{name(found, what.volgende)}'. "
        "De laatste kolom zegt bij welke waarde beide even duur zijn, als de rest blijft zoals verwacht."
    )
    bars = (
        f"Elke balk laat zien wat '{name(found, what.beste)}' meer of minder kost dan '{name(found, what.volgende)}' "
        "als één aanname laag of hoog uitvalt. Voorbij de dikke lijn is het andere scenario goedkoper."
    )
    alineas = [text, bars]
    if what.samen is not None:
        far = next((text for bound, text in SETBACKS if what.samen < bound), FAR)
        turned = f"Bewegen ze samen, dan draait de volgorde om bij {figure(round(what.samen, 2))} keer hun spreiding."
        alineas.append(f"{turned} {far}")
    columns = ["Aanname", "Eenheid", "Verwacht", "Even duur bij"]
    told = dict.fromkeys([*(f.grootheid for f in what.beslissend), *(b.grootheid for b in what.tornado[:BARS])])
    return Onderdeel("Wat de uitkomst bepaalt", alineas, Tabel("De aannames die beslissen", columns, rows, [2, 3]),
                     balken=tornado(found),
                     bronnen=[REKENREGELS, *sources(found, *told)])  # fmt: skip


def tornado(found: Rapport) -> list[Balk]:
    """The assumptions that move the difference most, all on one scale that holds nought."""
    what = found.gevoeligheid
    shown = what.tornado[:BARS]
    amounts = [0, what.verschil, *(amount for bar in shown for amount in (bar.bij_laag, bar.bij_hoog))]
    low, wide = min(amounts), (max(amounts) - min(amounts)) or 1

    def at(amount: int) -> float:
        return (amount - low) / wide

    return [
        Balk(label(found.model, bar.grootheid), moved(found, bar), at(min(bar.bij_laag, bar.bij_hoog, what.verschil)),
             at(what.verschil), at(max(bar.bij_laag, bar.bij_hoog, what.verschil)), at(0))
        for bar in shown
    ]  # fmt: skip


def moved(found: Rapport, bar: Staaf) -> str:
    kind = found.model.grootheden[bar.grootheid].eenheid
    low, high = measure(bar.laag, kind, 3), measure(bar.hoog, kind, 3)
    return f"bij {low} is het verschil {signed(bar.bij_laag)}, bij {high} is het {signed(bar.bij_hoog)}"


def setbacks(found: Rapport) -> Onderdeel:
    rows = []
    for key in found.rangorde:
        one = found.uitkomsten[key]
        kinds = [one.per_soort.get(kind, Eurocent(0)) for kind in ("migratie", "dubbel_draaien", "exit")]
        off = one.verwacht - one.contante_waarde
        rows.append([one.naam, *map(money, kinds), "-" if key == NUL else signed(off)])
    return Onderdeel("Overstappen, en later weer weggaan", [
        "Overstappen kost geld, en weggaan ook. Deze bedragen zitten al in het totaal. De laatste kolom is wat de kans "
        "op stoppen toevoegt.",
    ], Tabel("Kosten van overstappen en weggaan",
             ["Scenario", "Overzetten", "Naast elkaar", "Weggaan", "Kans op stoppen"], rows, [1, 2, 3, 4]),
        bronnen=[REKENREGELS, POSTEN])  # fmt: skip


def budget(found: Rapport) -> Onderdeel:
    key = next(one for one in found.rangorde if one != NUL)
    rows = [
        [str(y.jaar), money(y.ex), money(y.btw), money(y.bcf), money(y.last), money(y.lasten)]
        for y in found.uitkomsten[key].jaren
    ]
    return Onderdeel(f"Kas en begroting: {name(found, key)}", [
        "Dit zijn de bedragen zoals ze dan op de rekening staan, met prijsstijging. In de begroting wordt een "
        "investering verdeeld over meer jaren, met rente.",
    ], Tabel("Per jaar", ["Jaar", "Zonder btw", "Btw", "Terug uit BCF", "Uitgaven", "Lasten in begroting"], rows,
             [1, 2, 3, 4, 5]),
        bronnen=[Verwijzing(year_anchor(key), f"Per jaar: {name(found, key)}"), POSTEN])  # fmt: skip


def together(found: Rapport) -> list[Onderdeel]:
    joint, group = found.model.coalitie, found.deelname
    if joint is None or group is None:
        return []
    if group.stijging is None:
        limit = "Ook als alle prijzen tien keer zo hoog worden, blijven er genoeg deelnemers."
    elif group.stijging == 0:
        limit = "Het contract houdt nu al niet genoeg deelnemers."
    else:
        limit = f"Als alle prijzen {percent(group.stijging, 1)} stijgen, blijven er te weinig over."
    nothing = ""
    if group.niet_geleverd is not None:
        nothing = "De kans dat er niets geleverd wordt, omdat het project stopt of te weinig meedoen, is "
        nothing += f"{percent(group.niet_geleverd)}. "
    keys = ", ".join(f"{SHARED[key]}: {count}" for key, count in group.per_sleutel.items())
    rows = [
        [str(r.ronde), r.groep, str(r.aantal), money(r.blijven), money(r.alternatief)]
        for r in group.rondes[:ROUNDS_SHOWN]
    ]
    return [Onderdeel(joint.naam, [
        f"Van {group.deelnemers} gemeenten blijven er {group.blijvers} als iedereen zijn eigen voordeel kiest. "
        f"Minstens {group.minimum} zijn nodig. {limit}",
        f"Met tegenvallers en verschillen tussen gemeenten is de kans op te weinig deelnemers {percent(group.kans)}. "
        f"{nothing}"
        f"Hoeveel er blijven hangt ook af van hoe de vaste kosten worden verdeeld ({keys}).",
    ], Tabel("Wie gaat weg, in welke volgorde", ["Ronde", "Groep", "Aantal", "Blijven kost", "Weggaan kost"], rows,
             [2, 3, 4]) if rows else None,
        bronnen=[REKENREGELS, DEELNEMERS, *sources(found, joint.vast, *(step.prijs for step in joint.tredes))],
    )]  # fmt: skip


def stopping(found: Rapport) -> list[Onderdeel]:
    made = []
    for key, worth in found.opties.items():
        option = found.model.opties[key]
        gates = " en ".join(f"'{option.knopen[gate].naam}'" for gate in worth.stoppen_bij)
        choice = f"Stoppen is verstandig bij {gates}." if gates else "Stoppen is nergens voordeliger dan doorgaan."
        made.append(Onderdeel(option.naam, [
            f"{option.toelichting} Mogen stoppen is {money(round(worth.waarde * 100))} waard: de verwachte kosten zijn "
            f"{money(round(worth.met_stop * 100))} in plaats van {money(round(worth.zonder_stop * 100))}. {choice}",
        ], bronnen=[REKENREGELS, KEUZEMOMENTEN]))  # fmt: skip
    return made


def unknown(found: Rapport) -> Onderdeel:
    names = "; ".join(label(found.model, one) for one in estimates(found.model))
    return Onderdeel("Wat wij niet weten", [
        f"Van deze cijfers is geen openbare bron: {names}." if names else "Elk cijfer heeft een openbare bron.",
        "De bijlage noemt van elk cijfer de bron, de dag en de plaats in het model, en van elke post de formule.",
    ], bronnen=[CIJFERS])  # fmt: skip


def place(found: Rapport, *pad: str) -> str:
    at = found.gelezen.plaats(*pad)
    return f"{at.bestand.name}:{at.regel}"


# --- figures as people read them -------------------------------------------------------------------------------------


def name(found: Rapport, key: str) -> str:
    return found.of(key).naam


def sources(found: Rapport, *quantities: str) -> list[Verwijzing]:
    return [Verwijzing(anchor(one), label(found.model, one)) for one in quantities]


def anchor(quantity: str) -> str:
    return f"cijfers-{quantity}"


def year_anchor(scenario: str) -> str:
    return f"jaar-{scenario}"


def money(cents: int) -> str:
    """Rounded as a council reads it: three digits that matter, and never cents; from a million on in millions."""
    euro = Decimal(cents) / 100
    if abs(euro) >= 999_500:
        return f"{'-' if euro < 0 else ''}€ {abs(euro) / 1_000_000:.2f} miljoen".replace(".", ",")
    step = 10 ** max(0, len(str(abs(int(euro)))) - 3)
    shown = in_euro(Eurocent(abs(round(euro / step) * step * 100))).removesuffix(",00")
    return f"-{shown}" if round(euro / step) < 0 else shown


def signed(cents: int) -> str:
    return f"{'+' if cents > 0 else ''}{money(cents)}"


def percent(share: float, digits: int = 0) -> str:
    return f"{100 * share:.{digits}f} %".replace(".", ",")


def figure(value: float) -> str:
    """Three or four digits that matter, with a comma: `0,0225`, `8,33`, `82.000`."""
    if value == int(value) or abs(value) >= 1000:
        return f"{round(value):,}".replace(",", ".")
    return f"{value:.4g}".replace(".", ",")


def measure(value: float, unit_: str, digits: int = 4) -> str:
    """A figure as it is read with its unit: a part as percents."""
    if unit_.startswith("fractie"):
        return f"{figure(float(f'{100 * value:.{digits}g}'))} %"
    return figure(float(f"{value:.{digits}g}")) if abs(value) < 1000 else figure(value)


def unit(text: str) -> str:
    """`euro per gebruiker per maand`; nothing for a number that has none."""
    return "" if text == "factor" or text.startswith("fractie") else text.replace("/", " per ")


def as_data(stuk: Stuk) -> dict[str, Any]:
    data: dict[str, Any] = msgspec.to_builtins(stuk)
    return data
