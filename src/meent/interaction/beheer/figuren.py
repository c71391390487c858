"""Drawings of a comparison, as numbers for SVG: the template only writes them down.

Every drawing is BREED wide and is stretched by the page; words and figures stand beside it, never in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from meent.interaction.seams import Json

BREED, HOOG = 1000.0, 120.0


@dataclass(frozen=True)
class Schaal:
    """Where an amount stands across the drawing; nought is always on it."""

    laag: float
    hoog: float

    @classmethod
    def of(cls, amounts: Iterable[float]) -> "Schaal":
        known = [0.0, *amounts]
        return cls(min(known), max(known))

    def at(self, amount: float) -> float:
        return round((amount - self.laag) / ((self.hoog - self.laag) or 1) * BREED, 1)


@dataclass(frozen=True)
class Vlak:
    """A rectangle between two amounts: left edge and width, never thinner than can be seen."""

    x: float
    breed: float


def vlak(scale: Schaal, one: float, other: float) -> Vlak:
    low, high = sorted((scale.at(one), scale.at(other)))
    return Vlak(low, max(1.0, round(high - low, 1)))


@dataclass(frozen=True)
class Band:
    """From P10 to P90 with the middle and the expected amount."""

    vlak: Vlak
    midden: float
    verwacht: float


def banden(rows: Sequence[Json]) -> dict[str, Band]:
    """Per scenario, all on one scale."""
    scale = Schaal.of(amount for row in rows for amount in (row["p10"], row["p90"], row["verwacht"]))
    return {
        row["sleutel"]: Band(vlak(scale, row["p10"], row["p90"]), scale.at(row["p50"]), scale.at(row["verwacht"]))
        for row in rows
    }


@dataclass(frozen=True)
class Kolom:
    """What goes out in one year: a column from nought, up for costs and down for what comes in."""

    jaar: int
    x: float
    breed: float
    y: float
    hoog: float


def kas(rows: Sequence[Json]) -> dict[str, tuple[list[Kolom], float]]:
    """Per scenario its columns and where nought is, all on one scale."""
    amounts = [0.0, *(year["last"] for row in rows for year in row["jaren"])]
    low, high = min(amounts), max(amounts)
    unit = HOOG / ((high - low) or 1)
    nought = round(high * unit, 1)
    found = {}
    for row in rows:
        step = BREED / len(row["jaren"])
        found[row["sleutel"]] = [
            Kolom(year["jaar"], round(n * step + 0.1 * step, 1), round(0.8 * step, 1),
                  round(nought - max(0.0, year["last"] * unit), 1), max(1.0, round(abs(year["last"]) * unit, 1)))
            for n, year in enumerate(row["jaren"])
        ]  # fmt: skip
    return {key: (columns, nought) for key, columns in found.items()}


@dataclass(frozen=True)
class Staaf:
    """One assumption: how far the difference goes to each side when it is low and when it is high."""

    laag: Vlak
    hoog: Vlak


@dataclass(frozen=True)
class Tornado:
    """Bars around the difference as expected; on the other side of `nul` another scenario is the cheapest."""

    nul: float
    midden: float
    staven: list[Staaf]


def tornado(bars: Sequence[Json], difference: float) -> Tornado:
    scale = Schaal.of([difference, *(amount for bar in bars for amount in (bar["bij_laag"], bar["bij_hoog"]))])
    staven = [Staaf(vlak(scale, difference, bar["bij_laag"]), vlak(scale, difference, bar["bij_hoog"])) for bar in bars]
    return Tornado(scale.at(0), scale.at(difference), staven)


@dataclass(frozen=True)
class Trap:
    """How many stay as prices rise: a line in steps, where the least number is, and how far the drawing goes."""

    lijn: str
    minimum: float
    tot: float


def trap(course: Sequence[Sequence[float]], people: int, least: int) -> Trap:
    reach = course[-1][0] or 1.0

    def height(count: float) -> float:
        return round(HOOG - count / people * HOOG, 1)

    steps = [f"M0 {height(course[0][1])}"]
    steps += [f"H{round(rise / reach * BREED, 1)}V{height(count)}" for rise, count in course[1:]]
    return Trap("".join(steps), height(least), reach)
