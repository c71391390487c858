"""Bars of a day or a period, as numbers for an SVG: the template only writes them down."""

from collections.abc import Sequence
from dataclasses import dataclass

BREED, HOOG = 960.0, 160.0
"""Of the drawing in its own units; the page stretches it."""


@dataclass(frozen=True)
class Staaf:
    """One bar: answered below, what was not answered on top of it. `x`, `breed` and heights in units of the drawing."""

    titel: str
    x: float
    breed: float
    onder_hoog: float
    boven_hoog: float

    @property
    def onder_y(self) -> float:
        return round(HOOG - self.onder_hoog, 1)

    @property
    def boven_y(self) -> float:
        return round(HOOG - self.onder_hoog - self.boven_hoog, 1)


@dataclass(frozen=True)
class Tekening:
    """Bars, and the number that the top of the drawing stands for."""

    staven: tuple[Staaf, ...]
    hoogst: int
    breed: float = BREED
    hoog: float = HOOG


def tekening(cijfers: Sequence[tuple[str, int, int]]) -> Tekening:
    """Of (title, lower part, whole) for each bar, in order. The highest is a round number above all of them."""
    hoogst = _rond(max((alles for _, _, alles in cijfers), default=0))
    stap = BREED / len(cijfers) if cijfers else BREED
    staven = tuple(
        Staaf(
            titel, round(n * stap + stap * 0.1, 1), round(stap * 0.8, 1), round(onder / hoogst * HOOG, 1),
            round((alles - onder) / hoogst * HOOG, 1),
        )
        for n, (titel, onder, alles) in enumerate(cijfers)
    )  # fmt: skip
    return Tekening(staven, hoogst)


def _rond(aantal: int) -> int:
    """The next of 5, 10, 20, 50, 100 …"""
    macht = 1
    while True:
        for cijfer in (5, 10, 20):
            if cijfer * macht >= aantal:
                return cijfer * macht
        macht *= 10
