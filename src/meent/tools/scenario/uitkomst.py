"""The sheet: what each scenario costs per year and in all, from the table of lines. Amounts are eurocents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from meent.basis.geld import Eurocent, times
from meent.tools.scenario import contant
from meent.tools.scenario.formule import Getal
from meent.tools.scenario.oordeel_regels import NUL, horizon
from meent.tools.scenario.posten import Lijn, Post, lines_at_calling_off, lines_of, table
from meent.tools.scenario.vorm import Model, Soort


@dataclass(frozen=True)
class Jaar:
    """One year of one scenario, nominal unless said: invoices, VAT, BCF, burden, its real amount, and the budget."""

    jaar: int
    ex: Eurocent
    btw: Eurocent
    bcf: Eurocent
    last: Eurocent
    reeel: Eurocent
    lasten: Eurocent


@dataclass(frozen=True)
class Uitkomst:
    """What a scenario costs.

    contante_waarde     of the real burden when all goes by plan; `verwacht` when it may be called off as well
    annuiteit           the equal yearly burden that is worth as much as `verwacht`
    per_inwoner         of `verwacht`, in one year
    terugverdienen      internal rate of return against the nulalternatief (real), where there is exactly one
    boekwaarde          what still has to be written off after the last year
    """

    scenario: str
    naam: str
    posten: list[Post]
    jaren: list[Jaar]
    per_soort: dict[Soort, Eurocent]
    contante_waarde: Eurocent
    verwacht: Eurocent
    annuiteit: Eurocent
    per_inwoner: Eurocent
    terugverdienen: float | None
    boekwaarde: Eurocent


def outcomes(model: Model, values: Mapping[str, Getal]) -> dict[str, Uitkomst]:
    """The nulalternatief and each scenario, in the order of the model."""
    tables = {key: table(model, values, lines_of(model, key)) for key in (NUL, *model.scenarios)}
    real = {key: real_flows(model, values, posts) for key, posts in tables.items()}
    return {key: _outcome(model, values, key, posts, real) for key, posts in tables.items()}


def _outcome(
    model: Model, values: Mapping[str, Getal], key: str, posts: list[Post], real: Mapping[str, list[Eurocent]]
) -> Uitkomst:
    rate, moment = float(values[model.kop.disconteringsvoet]), contant.MOMENT[model.kop.moment]
    budget, left = budget_view(model, values, key, posts)
    by_kind: dict[Soort, Eurocent] = {}
    for post in posts:
        by_kind[post.soort] = Eurocent(by_kind.get(post.soort, 0) + post.last)
    expected = expected_flows(model, values, key, real)
    value = contant.npv(expected, rate, moment)
    people = inhabitants(model, values)
    return Uitkomst(
        scenario=key, naam=(model.nulalternatief if key == NUL else model.scenarios[key]).naam, posten=posts,
        jaren=[
            Jaar(year, *_sums(posts, year), reeel=real[key][t], lasten=budget[t])
            for t, year in enumerate(horizon(model))
        ],
        per_soort=by_kind,
        contante_waarde=whole(contant.npv(real[key], rate, moment)),
        verwacht=whole(value),
        annuiteit=whole(contant.annuity(value, rate, model.kop.jaren, moment)),
        per_inwoner=whole(contant.per_inhabitant(expected, people, rate, moment)),
        terugverdienen=contant.irr([a - b for a, b in zip(real[NUL], real[key], strict=True)]),
        boekwaarde=left,
    )  # fmt: skip


def whole(value: float) -> Eurocent:
    return Eurocent(round(value))


def _sums(posts: Sequence[Post], year: int) -> tuple[Eurocent, Eurocent, Eurocent, Eurocent]:
    of_year = [post for post in posts if post.jaar == year]
    sums = (sum(p.ex for p in of_year), sum(p.btw for p in of_year), sum(p.bcf for p in of_year))
    ex, btw, bcf = map(Eurocent, sums)
    return ex, btw, bcf, Eurocent(ex + btw - bcf)


def real_flows(model: Model, values: Mapping[str, Getal], posts: Sequence[Post]) -> list[Eurocent]:
    """Burden per year in money of the price level of the model: the nominal amount without general inflation."""
    inflation = Fraction(values[model.kop.inflatie])
    burden = dict.fromkeys(horizon(model), 0)
    for post in posts:
        burden[post.jaar] += post.last
    return [times(Eurocent(b), (1 + inflation) ** (model.kop.prijspeil - year)) for year, b in burden.items()]


def inhabitants(model: Model, values: Mapping[str, Getal]) -> list[float]:
    growth = float(values[model.kop.groei_inwoners]) if model.kop.groei_inwoners else 0.0
    return [float(values[model.kop.inwoners]) * (1 + growth) ** t for t in range(model.kop.jaren)]


def expected_flows(
    model: Model, values: Mapping[str, Getal], key: str, real: Mapping[str, Sequence[int]]
) -> list[float]:
    """Real burden per year, weighed over going on and being called off in each year.

    Called off in year s: as planned up to and including s, with in s the lines of calling off; after s the
    nulalternatief.
    """
    off = None if key == NUL else model.scenarios[key].afbreking
    if off is None:
        return [float(flow) for flow in real[key]]
    years = horizon(model)
    chances = contant.called_off(float(values[off.kans]), [off.van <= year <= off.tot for year in years])
    found = [(1 - sum(chances)) * flow for flow in real[key]]
    for s, chance in enumerate(chances):
        closing = real_flows(model, values, table(model, values, lines_at_calling_off(model, key, years[s])))
        branch = [real[key][t] if t <= s else real[NUL][t] for t in range(len(years))]
        found = [sofar + chance * (flow + close) for sofar, flow, close in zip(found, branch, closing, strict=True)]
    return found


def budget_view(
    model: Model, values: Mapping[str, Getal], key: str, posts: Sequence[Post]
) -> tuple[list[Eurocent], Eurocent]:
    """Lasten per year (investments spread with interest over their book value), and the book value that is left."""
    lines = {line.sleutel: line for line in lines_of(model, key)}
    charges, left = dict.fromkeys(horizon(model), 0), 0
    for post in posts:
        line = lines[post.sleutel]
        if line.regel.afschrijving is None:
            charges[post.jaar] += post.last
            continue
        written = written_off(post.last, line, values)
        for t, charge in enumerate(written.lasten):
            if post.jaar + t in charges:
                charges[post.jaar + t] += charge
        left += written.boekwaarde(horizon(model)[-1] - post.jaar)
    return [Eurocent(charge) for charge in charges.values()], Eurocent(left)


@dataclass(frozen=True)
class Afgeschreven:
    """An investment in the budget: what it weighs in its first, second, … year, and what is left after each."""

    lasten: list[Eurocent]
    over: list[Eurocent]

    def boekwaarde(self, jaar: int) -> Eurocent:
        return self.over[jaar] if jaar < len(self.over) else Eurocent(0)


def written_off(investment: Eurocent, line: Lijn, values: Mapping[str, Getal]) -> Afgeschreven:
    """Equal parts over its years, to the cent, and interest over the book value at the end of the year before."""
    assert line.regel.afschrijving is not None
    years, interest = line.regel.afschrijving.jaren, Fraction(values[line.regel.afschrijving.rente])
    left = [Eurocent(investment - times(investment, Fraction(t + 1, years))) for t in range(years)]
    before = [investment, *left[:-1]]
    charged = [Eurocent(0), *left[:-1]]
    lasten = [Eurocent(b - a + times(c, interest)) for b, a, c in zip(before, left, charged, strict=True)]
    return Afgeschreven(lasten, left)
