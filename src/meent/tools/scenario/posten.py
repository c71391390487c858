"""The table of lines: what each scenario costs in each year, in whole eurocents, with VAT and what the BCF gives back.

A scenario is the nulalternatief without the lines that lapse, and with lines of its own. Costs are positive, a baat is
negative. Amounts are nominal: what the invoice of that year says. Price rises come in by the index of the line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from meent.basis.geld import Eurocent, times
from meent.tools.scenario import formule
from meent.tools.scenario.formule import Getal
from meent.tools.scenario.oordeel_regels import NUL, first_year, horizon, last_year, vat_classes
from meent.tools.scenario.vorm import BTW_GEEN, VAST, Model, Regel, Soort


@dataclass(frozen=True)
class Lijn:
    """A line with the years in which it is paid in a scenario.

    herkomst    the scenario that says it, or the nulalternatief whose line goes on
    """

    herkomst: str
    sleutel: str
    regel: Regel
    jaren: range


@dataclass(frozen=True)
class Post:
    """One line in one year: nominal eurocents without VAT, the VAT, and what the BCF gives back of that."""

    herkomst: str
    sleutel: str
    soort: Soort
    jaar: int
    ex: Eurocent
    btw: Eurocent
    bcf: Eurocent

    @property
    def incl(self) -> Eurocent:
        return Eurocent(self.ex + self.btw)

    @property
    def last(self) -> Eurocent:
        """What it weighs on the municipality."""
        return Eurocent(self.ex + self.btw - self.bcf)


def lines_of(model: Model, scenario: str) -> list[Lijn]:
    """Lines of the nulalternatief that go on, then those of the scenario itself."""
    lapses = {} if scenario == NUL else model.scenarios[scenario].vervalt
    own = {} if scenario == NUL else model.scenarios[scenario].regels
    end = horizon(model).stop
    kept = [
        Lijn(NUL, key, line, range(first_year(line), min(last_year(line) + 1, lapses.get(key, end))))
        for key, line in model.nulalternatief.regels.items()
    ]
    return kept + [Lijn(scenario, k, r, range(first_year(r), last_year(r) + 1)) for k, r in own.items()]


def lines_at_calling_off(model: Model, scenario: str, year: int) -> list[Lijn]:
    """What comes when the scenario is called off in this year."""
    off = None if scenario == NUL else model.scenarios[scenario].afbreking
    return [Lijn(scenario, key, line, range(year, year + 1)) for key, line in off.regels.items()] if off else []


def amount(model: Model, values: Mapping[str, Getal], line: Lijn, year: int) -> Getal:
    """Nominal euro without VAT of this line in this year; a chance counts for what it is expected to cost."""
    chance = values[line.regel.kans] if line.regel.kans else 1
    return base_amount(model, values, line) * year_factor(model, values, line, year) * chance


def base_amount(model: Model, values: Mapping[str, Getal], line: Lijn) -> Getal:
    """Euro without VAT at the price level of the model, with its uplift; a baat is negative."""
    found = formule.outcome(formule.parse(line.regel.formule), values)
    if line.regel.opslag:
        found = found * values[line.regel.opslag]
    return -found if line.regel.soort == "baat" else found


def year_factor(model: Model, values: Mapping[str, Getal], line: Lijn, year: int) -> Getal:
    """What the amount is multiplied by in this year: the rise of its price, and how far a benefit has grown."""
    regel = line.regel
    factor: Getal = 1
    if regel.index != VAST:
        factor = (1 + values[model.indexen[regel.index]]) ** (year - model.kop.prijspeil)
    if regel.ingroei:
        factor = factor * values[regel.ingroei[min(year - first_year(regel), len(regel.ingroei) - 1)]]
    return factor


def burden_factor(model: Model, values: Mapping[str, Getal], line: Lijn) -> Getal:
    """What a euro without VAT weighs: 1 + v · (1 − β)."""
    rate, share = vat_of(model, values, line)
    return 1 + rate * (1 - share)


def vat_of(model: Model, values: Mapping[str, Getal], line: Lijn) -> tuple[Getal, Getal]:
    """Rate, and share that the BCF gives back."""
    (name,) = vat_classes(model, line.regel.formule)
    if name == BTW_GEEN:
        return 0, 0
    return values[model.btw[name].tarief], values[model.btw[name].compensabel]


def table(model: Model, values: Mapping[str, Getal], lines: list[Lijn]) -> list[Post]:
    """The lines in whole eurocents; a chance counts for what it is expected to cost."""
    return [post(model, values, line, year) for line in lines for year in line.jaren]


def post(model: Model, values: Mapping[str, Getal], line: Lijn, year: int) -> Post:
    ex = times(Eurocent(100), Fraction(amount(model, values, line, year)))
    rate, share = vat_of(model, values, line)
    btw = times(ex, Fraction(rate))
    return Post(line.herkomst, line.sleutel, line.regel.soort, year, ex, btw, times(btw, Fraction(share)))
