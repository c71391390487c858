"""The sheet as a workbook that others can recompute and change: every figure is a formula over the assumptions.

Sheets: the outcome, the assumptions with their sources, what follows from them, the lines per year, what calling off
costs, how investments are written off, and the years. A quantity is a name of the workbook (`_tarief`), so a formula
reads there as it does in the model. Amounts are euro, rounded to the cent where `posten` and `uitkomst` round them.
No outcome is written: what opens the file reckons. What is drawn (chances, deciding assumptions) cannot be a formula
and stands in the paper. Guarded by `python -m trust.workbook`, which has LibreOffice recompute it.
"""

import ast
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from meent.tools.scenario import contant, eenheden, formule
from meent.tools.scenario.bestand import Gelezen
from meent.tools.scenario.oordeel_grootheden import derived_in_order
from meent.tools.scenario.oordeel_regels import NUL, first_year, horizon, vat_classes
from meent.tools.scenario.posten import Lijn, lines_at_calling_off, lines_of
from meent.tools.scenario.vorm import BTW_GEEN, VAST, Driehoek, Grootheid, Model, Regel, Uniform, label

EURO, FACTOR = "#,##0.00;[Red]-#,##0.00", "0.000000"
AANNAMES = [
    "Cijfer", "Waarde", "Laag", "Top", "Hoog", "Gemiddelde", "Spreiding", "Verwacht", "Eenheid", "Schaal", "Prijspeil",
    "Index", "Btw", "Btw inbegrepen", "Rekenwaarde", "Naam", "Bron", "Datum", "Schatting", "Plaats",
]  # fmt: skip
POSTEN = [
    "Scenario", "Post", "Soort", "Jaar", "Bedrag", "Prijsfactor", "Ingroei", "Kans", "Zonder btw", "Btw",
    "Terug uit BCF", "Last", "Afschrijven", "Formule", "Plaats",
]  # fmt: skip
AFSCHRIJVING = ["Scenario", "Post", "Jaar", "Investering", "Voor", "Na", "Rente over", "Rente", "Lasten"]
JAREN = [
    "Scenario", "Jaar", "Zonder btw", "Btw", "Terug uit BCF", "Last", "Reëel", "Lasten", "Discontofactor", "Inwoners",
    "Kans op afbreken", "Al afgebroken", "Afwikkeling", "Verwacht", "Verschil", "Teken", "Wissel",
]  # fmt: skip
UITKOMST = [
    "Scenario", "Naam", "Volgens plan", "Verwacht", "Verschil met niets besluiten", "Per jaar", "Per inwoner per jaar",
    "Rang", "Rendement", "Boekwaarde", "Onafgerond",
]  # fmt: skip
NOTES = [
    "Elk cijfer hier is een formule. Verander een aanname op het blad Aannames, en alles rekent mee.",
    "Bedragen zijn euro van het prijspeil van het model, omgerekend naar nu. Btw telt mee, min wat het BCF vergoedt.",
    "Verwacht telt de kans mee dat een project stopt. Een onzekere aanname telt met haar gemiddelde.",
    "Kansen, gevoeligheid, deelname en opties zijn getrokken of doorzocht en staan in het raadsstuk, niet hier.",
    "De looptijd en de jaren van de regels liggen vast: verander die in het model.",
]  # fmt: skip
WIDE = {
    "Cijfer": 26, "Naam": 40, "Bron": 90, "Eenheid": 24, "Uitleg": 60, "Plaats": 22, "Scenario": 16, "Post": 40,
    "Formule": 50,
}  # fmt: skip
"""Width of columns with words, in letters."""
A3, A4 = 8, 9
MONEY = ("Zonder btw", "Btw", "Terug uit BCF", "Last")
FIRST = 9
"""Row of the first scenario on the sheet of outcomes, counted from 1."""


class Blad:
    """A sheet that grows downwards under one row of headings; columns are known by their heading."""

    def __init__(self, boek: "Boek", naam: str, kolommen: Sequence[str], kop: int = 1) -> None:
        self.boek, self.naam, self.row, self.first = boek, naam, kop, kop + 1
        self.letter = {heading: xl_col_to_name(i) for i, heading in enumerate(kolommen)}
        self.sheet = boek.book.add_worksheet(naam)
        for i, heading in enumerate(kolommen):
            self.sheet.write_string(kop - 1, i, heading, boek.head)
            self.sheet.set_column(i, i, WIDE.get(heading, max(12, min(18, len(heading) + 3))))
        self.sheet.freeze_panes(kop, 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(A3 if len(kolommen) > 11 else A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(kop - 1)

    def add(self, **cells: Any) -> int:
        """One row; keys are headings with `_` for a space. Text that starts with `=` is a formula. Gives its number."""
        self.row += 1
        for heading, value in cells.items():
            self.put(heading.replace("_", " "), self.row, value)
        return self.row

    def put(self, heading: str, row: int, value: Any) -> None:
        cell = f"{self.letter[heading]}{row}"
        if isinstance(value, Live):
            self.sheet.write_formula(cell, f"={value}", self.boek.shape(self.naam, heading), "")
        elif isinstance(value, str):
            self.sheet.write_string(cell, value)
        elif value is not None:
            self.sheet.write_number(cell, float(value))

    def all(self, heading: str) -> str:
        return self.part(heading, self.first, max(self.row, self.first))

    def part(self, heading: str, start: int, end: int) -> str:
        at = self.letter[heading]
        return f"{self.naam}!${at}${start}:${at}${end}"

    def at(self, heading: str, row: int) -> str:
        return f"{self.naam}!${self.letter[heading]}${row}"


class Live(str):
    """A formula of the workbook, without its `=`; any other text is only text, whatever it starts with."""

    __slots__ = ()


class Boek:
    """The workbook that is being written, with its sheets in the order in which they are read."""

    def __init__(self, model: Model, read: Gelezen) -> None:
        self.model, self.read, self.file = model, read, io.BytesIO()
        self.book = xlsxwriter.Workbook(self.file, {"in_memory": True})
        newest = max(quantity.datum for quantity in model.grootheden.values())
        # A date of the model and not of today: the same model gives the same bytes.
        made = datetime(newest.year, newest.month, newest.day, tzinfo=UTC)
        self.book.set_properties({"title": model.kop.naam, "created": made})
        self.bold = self.book.add_format({"bold": True})
        self.head = self.book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.euro, self.factor = (self.book.add_format({"num_format": f}) for f in (EURO, FACTOR))
        self.uitkomst = Blad(self, "Uitkomst", UITKOMST, FIRST - 1)
        self.aannames = Blad(self, "Aannames", AANNAMES)
        self.afgeleid = Blad(self, "Afgeleid", ["Cijfer", "Rekenwaarde", "Eenheid", "Formule", "Plaats"])
        self.kop = Blad(self, "Model", ["Keuze", "Waarde", "Uitleg"])
        self.regels = Blad(self, "Regels", POSTEN)
        self.afbreken = Blad(self, "Afbreken", POSTEN)
        self.afschrijving = Blad(self, "Afschrijving", AFSCHRIJVING)
        self.jaren = Blad(self, "Jaren", JAREN)

    def shape(self, sheet: str, heading: str) -> Any:
        if heading == "Verwacht" and sheet != "Aannames":
            return self.euro
        plain = ("Verwacht", "Rekenwaarde", "Rang", "Jaar", "Teken", "Wissel", "Schaal", "Waarde")
        if heading in ("Prijsfactor", "Ingroei", "Kans", "Discontofactor", "Kans op afbreken", "Al afgebroken"):
            return self.factor
        return None if heading in plain else self.euro

    def place(self, *pad: str) -> str:
        at = self.read.plaats(*pad)
        return f"{at.bestand.name}:{at.regel}"

    def close(self) -> bytes:
        self.book.close()
        return self.file.getvalue()


def workbook(model: Model, read: Gelezen) -> bytes:
    """The bytes of the XLSX; the same for the same model."""
    boek = Boek(model, read)
    write_choices(boek)
    write_assumptions(boek)
    write_derived(boek)
    for key in (NUL, *model.scenarios):
        write_lines(boek, key)
    for key in (NUL, *model.scenarios):
        write_years(boek, key)
    write_outcomes(boek)
    return boek.close()


# --- assumptions -----------------------------------------------------------------------------------------------------


def named(quantity: str) -> str:
    """The name in the workbook: an underscore before it, because `a1` alone would be a cell."""
    return f"_{quantity}"


def live(text: str) -> str:
    """A formula of the model as one of the workbook."""
    return _written(formule.parse(text))


def _written(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return named(name)
        case ast.BinOp(left=left, op=op, right=right):
            return f"({_written(left)}{formule.SIGNS[type(op)]}{_written(right)})"
    return "1"


def write_choices(boek: Boek) -> None:
    kop = boek.model.kop
    rows: list[tuple[str, Any, str]] = [
        ("prijspeil", kop.prijspeil, "Jaar waarvan de prijzen gelden"),
        ("begin", kop.begin, "Eerste jaar"),
        ("jaren", kop.jaren, "Aantal jaren"),
        ("moment", contant.MOMENT[kop.moment], f"Betaald in het jaar: {kop.moment} (0 begin, 0,5 midden, 1 eind)"),
        ("disconteringsvoet", Live(named(kop.disconteringsvoet)), "Reële disconteringsvoet per jaar"),
        ("inflatie", Live(named(kop.inflatie)), "Algemene prijsstijging per jaar"),
        ("inwoners", Live(named(kop.inwoners)), "Inwoners in het eerste jaar"),
        ("groei", Live(named(kop.groei_inwoners)) if kop.groei_inwoners else 0, "Groei van de inwoners per jaar"),
    ]  # fmt: skip
    for name, value, told in rows:
        row = boek.kop.add(Keuze=name, Waarde=value, Uitleg=told)
        boek.book.define_name(f"model.{name}", f"={boek.kop.at('Waarde', row)}")


def write_assumptions(boek: Boek) -> None:
    for name, quantity in boek.model.grootheden.items():
        spread = quantity.verdeling
        fields = spread.__struct_fields__ if spread else ()
        given = {field.capitalize(): getattr(spread, field) for field in fields}
        row = boek.aannames.add(
            Cijfer=name, Waarde=quantity.waarde, **given, Eenheid=quantity.eenheid,
            Schaal=Live(shown(eenheden.read_unit(quantity.eenheid).schaal)), Prijspeil=quantity.prijspeil,
            Index=quantity.index, Btw=quantity.btw, Btw_inbegrepen="ja" if quantity.btw_inbegrepen else "",
            Naam=label(boek.model, name), Bron=quantity.bron,
            Datum=quantity.datum.isoformat(), Schatting="ja" if quantity.onbekend else "",
            Plaats=boek.place("grootheden", name),
        )  # fmt: skip
        boek.aannames.put("Verwacht", row, Live(mean_of(boek.aannames, row, quantity)))
        boek.aannames.put("Rekenwaarde", row, Live(reckoned(boek, row, quantity)))
        boek.book.define_name(named(name), f"={boek.aannames.at('Rekenwaarde', row)}")


def shown(exact: Fraction) -> str:
    return f"{exact.numerator}/{exact.denominator}"


def mean_of(blad: Blad, row: int, quantity: Grootheid) -> str:
    def cells(*headings: str) -> str:
        return "+".join(f"{blad.letter[h]}{row}" for h in headings)

    match quantity.verdeling:
        case None:
            return cells("Waarde")
        case Uniform():
            return f"({cells('Laag', 'Hoog')})/2"
        case Driehoek():
            return f"({cells('Laag', 'Top', 'Hoog')})/3"
    return cells("Gemiddelde")


def reckoned(boek: Boek, row: int, quantity: Grootheid) -> str:
    """Base units, the price level of the model, VAT taken out: what formulas take (`waarden.prepared`)."""
    cell = boek.aannames.letter
    found = f"{cell['Verwacht']}{row}*{cell['Schaal']}{row}"
    if quantity.prijspeil is not None and quantity.prijspeil != boek.model.kop.prijspeil:
        rise = named(boek.model.indexen[quantity.index])
        found += f"*(1+{rise})^(model.prijspeil-{cell['Prijspeil']}{row})"
    if quantity.btw_inbegrepen:
        found += f"/(1+{named(boek.model.btw[quantity.btw].tarief)})"
    return found


def write_derived(boek: Boek) -> None:
    for name in derived_in_order(boek.model):
        derived = boek.model.afgeleid[name]
        row = boek.afgeleid.add(
            Cijfer=name, Rekenwaarde=Live(live(derived.formule)), Eenheid=derived.eenheid, Formule=derived.formule,
            Plaats=boek.place("afgeleid", name),
        )  # fmt: skip
        boek.book.define_name(named(name), f"={boek.afgeleid.at('Rekenwaarde', row)}")


# --- lines -----------------------------------------------------------------------------------------------------------


def write_lines(boek: Boek, key: str) -> None:
    """Every line of a scenario in every year, its investments written off, and what calling off brings."""
    for line in lines_of(boek.model, key):
        for year in line.jaren:
            row = write_post(boek, boek.regels, key, line, year)
            if line.regel.afschrijving is not None:
                write_off(boek, key, line, year, row)
    off = None if key == NUL else boek.model.scenarios[key].afbreking
    for year in range(off.van, off.tot + 1) if off else ():
        for line in lines_at_calling_off(boek.model, key, year):
            write_post(boek, boek.afbreken, key, line, year)


def write_post(boek: Boek, blad: Blad, key: str, line: Lijn, year: int) -> int:
    regel, row, cell = line.regel, blad.row + 1, blad.letter
    rate, share = vat_names(boek.model, regel)
    product = "*".join(f"{cell[h]}{row}" for h in ("Bedrag", "Prijsfactor", "Ingroei", "Kans"))
    return blad.add(
        Scenario=key, Post=regel.naam, Soort=regel.soort, Jaar=year,
        Bedrag=Live(base_of(regel)), Prijsfactor=Live(rise_of(boek.model, regel, f"{cell['Jaar']}{row}")),
        Ingroei=Live(growth_of(regel, year)), Kans=Live(named(regel.kans) if regel.kans else "1"),
        Zonder_btw=Live(f"ROUND({product},2)"),
        Btw=Live(f"ROUND({cell['Zonder btw']}{row}*{rate},2)"),
        Terug_uit_BCF=Live(f"ROUND({cell['Btw']}{row}*{share},2)"),
        Last=Live(f"ROUND({cell['Zonder btw']}{row}+{cell['Btw']}{row}-{cell['Terug uit BCF']}{row},2)"),
        Afschrijven="ja" if regel.afschrijving else "nee", Formule=regel.formule,
        Plaats=boek.place(*path_of(line, closing=blad is boek.afbreken)),
    )  # fmt: skip


def path_of(line: Lijn, *, closing: bool) -> tuple[str, ...]:
    """Where the line stands in the model."""
    above = ("nulalternatief",) if line.herkomst == NUL else ("scenarios", line.herkomst)
    return (*above, *(("afbreking",) if closing else ()), "regels", line.sleutel)


def base_of(regel: Regel) -> str:
    uplift = f"*{named(regel.opslag)}" if regel.opslag else ""
    return f"{'-' if regel.soort == 'baat' else ''}{live(regel.formule)}{uplift}"


def rise_of(model: Model, regel: Regel, year: str) -> str:
    return "1" if regel.index == VAST else f"(1+{named(model.indexen[regel.index])})^({year}-model.prijspeil)"


def growth_of(regel: Regel, year: int) -> str:
    if not regel.ingroei:
        return "1"
    return named(regel.ingroei[min(year - first_year(regel), len(regel.ingroei) - 1)])


def vat_names(model: Model, regel: Regel) -> tuple[str, str]:
    (name,) = vat_classes(model, regel.formule)
    if name == BTW_GEEN:
        return "0", "0"
    return named(model.btw[name].tarief), named(model.btw[name].compensabel)


def write_off(boek: Boek, key: str, line: Lijn, year: int, row: int) -> None:
    """An investment in the budget, a row for each of its years (`uitkomst.written_off`)."""
    assert line.regel.afschrijving is not None
    blad, plan = boek.afschrijving, line.regel.afschrijving
    for t in range(plan.jaren):
        own, cell = blad.row + 1, blad.letter
        before = f"{cell['Na']}{own - 1}" if t else f"{cell['Investering']}{own}"
        blad.add(
            Scenario=key, Post=line.regel.naam, Jaar=year + t, Investering=Live(boek.regels.at("Last", row)),
            Voor=Live(before),
            Na=Live(f"ROUND({cell['Investering']}{own}-ROUND({cell['Investering']}{own}*{t + 1}/{plan.jaren},2),2)"),
            Rente_over=Live(before if t else "0"),
            Rente=Live(f"ROUND({cell['Rente over']}{own}*{named(plan.rente)},2)"),
            Lasten=Live(f"ROUND({cell['Voor']}{own}-{cell['Na']}{own}+{cell['Rente']}{own},2)"),
        )  # fmt: skip


# --- years and outcomes ----------------------------------------------------------------------------------------------


def summed(what: str, *conditions: tuple[str, str]) -> str:
    return f"SUMIFS({what},{','.join(f'{where},{is_}' for where, is_ in conditions)})"


def write_years(boek: Boek, key: str) -> None:
    """One row per year: money of that year, its real amount, its budget, and the flow that is expected (`uitkomst`)."""
    model, lines, blad = boek.model, boek.regels, boek.jaren
    off = None if key == NUL else model.scenarios[key].afbreking
    for t, year in enumerate(horizon(model)):
        now = {heading: f"{letter}{blad.row + 1}" for heading, letter in blad.letter.items()}
        before = {heading: f"{letter}{blad.row}" for heading, letter in blad.letter.items()}
        nul = f"{blad.letter['Reëel']}{blad.first + t}"
        mine, this_year = f"${now['Scenario']}", f"${now['Jaar']}"
        where = ((lines.all("Scenario"), mine), (lines.all("Jaar"), this_year))
        total = {name: Live(f"ROUND({summed(lines.all(name), *where)},2)") for name in MONEY}
        direct = summed(lines.all("Last"), *where, (lines.all("Afschrijven"), '"nee"'))
        deflated = f"(1+model.inflatie)^(model.prijspeil-{this_year})"
        possible = off is not None and off.van <= year <= off.tot
        going, turned = f"(1-{now['Al afgebroken']})", f"{before['Teken']}<>0,{now['Teken']}<>{before['Teken']}"
        blad.add(
            Scenario=key, Jaar=year,
            Zonder_btw=total["Zonder btw"], Btw=total["Btw"], Terug_uit_BCF=total["Terug uit BCF"], Last=total["Last"],
            Reëel=Live(f"ROUND({now['Last']}*{deflated},2)"),
            Lasten=Live(f"ROUND({direct}+{over(boek.afschrijving, 'Lasten', mine, this_year)},2)"),
            Discontofactor=Live(f"(1+model.disconteringsvoet)^-({this_year}-model.begin+model.moment)"),
            Inwoners=Live(f"model.inwoners*(1+model.groei)^({this_year}-model.begin)"),
            Kans_op_afbreken=Live(f"{going}*{named(off.kans)}" if off and possible else "0"),
            Al_afgebroken=Live(f"{before['Al afgebroken']}+{before['Kans op afbreken']}" if t else "0"),
            Afwikkeling=Live(f"ROUND({over(boek.afbreken, 'Last', mine, this_year)}*{deflated},2)"),
            Verwacht=Live(
                f"{now['Reëel']}*{going}+{nul}*{now['Al afgebroken']}+{now['Kans op afbreken']}*{now['Afwikkeling']}"
            ),
            Verschil=Live(f"ROUND({nul}-{now['Reëel']},2)"),
            Teken=Live(f"IF({now['Verschil']}=0,{before['Teken'] if t else 0},SIGN({now['Verschil']}))"),
            Wissel=Live(f"IF(AND({turned}),1,0)" if t else "0"),
        )  # fmt: skip


def over(blad: Blad, what: str, scenario: str, year: str) -> str:
    return summed(blad.all(what), (blad.all("Scenario"), scenario), (blad.all("Jaar"), year))


def write_outcomes(boek: Boek) -> None:
    model, blad, years = boek.model, boek.uitkomst, boek.jaren
    for at, text in enumerate((model.kop.naam, model.kop.vraag, *NOTES)):
        blad.sheet.write_string(at, 0, text, boek.bold if at == 0 else None)
    count, cell = model.kop.jaren, blad.letter
    last = blad.first + len(model.scenarios)
    for place, key in enumerate((NUL, *model.scenarios)):
        start = years.first + place * count
        own = {heading: years.part(heading, start, start + count - 1) for heading in JAREN}
        row = blad.row + 1
        raw, expected, discount = f"{cell['Onafgerond']}{row}", f"{cell['Verwacht']}{row}", own["Discontofactor"]
        change = f'IF(SUM({own["Wissel"]})=1,IRR({own["Verschil"]}),"geen")'
        blad.add(
            Scenario=key, Naam=(model.nulalternatief if key == NUL else model.scenarios[key]).naam,
            Volgens_plan=Live(f"ROUND(SUMPRODUCT({own['Reëel']},{discount}),2)"),
            Verwacht=Live(f"ROUND({raw},2)"),
            Verschil_met_niets_besluiten=Live(f"ROUND({expected}-{cell['Verwacht']}${blad.first},2)"),
            Per_jaar=Live(f"ROUND({raw}/SUM({discount}),2)"),
            Per_inwoner_per_jaar=Live(f"ROUND({raw}/SUMPRODUCT({own['Inwoners']},{discount}),2)"),
            Rang=Live(f"RANK({expected},{cell['Verwacht']}${blad.first}:{cell['Verwacht']}${last},1)"),
            Rendement=Live(change),
            Boekwaarde=Live(f"ROUND({over(boek.afschrijving, 'Na', f'$A{row}', str(horizon(model)[-1]))},2)"),
            Onafgerond=Live(f"SUMPRODUCT({own['Verwacht']},{discount})"),
        )  # fmt: skip
        boek.book.define_name(f"uitkomst.{key}", f"={blad.at('Verwacht', row)}")
    write_kinds(boek, last + 2)


def write_kinds(boek: Boek, top: int) -> None:
    """Below the outcomes: nominal burden over all years, per kind of line and scenario."""
    model, sheet, lines = boek.model, boek.uitkomst.sheet, boek.regels
    keys = (NUL, *model.scenarios)
    kinds = dict.fromkeys(line.regel.soort for key in keys for line in lines_of(model, key))
    sheet.write_string(top - 1, 0, "Last per soort, alle jaren", boek.head)
    for column, key in enumerate(keys, 1):
        name = model.nulalternatief.naam if key == NUL else model.scenarios[key].naam
        sheet.write_string(top - 1, column, name, boek.head)
    for row, kind in enumerate(kinds, top + 1):
        sheet.write_string(row - 1, 0, kind)
        for column, key in enumerate(keys, 1):
            total = summed(lines.all("Last"), (lines.all("Scenario"), f'"{key}"'), (lines.all("Soort"), f"$A{row}"))
            sheet.write_formula(row - 1, column, f"=ROUND({total},2)", boek.euro, "")
