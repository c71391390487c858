"""The family of one person as a drawing: parents above, partners beside, children below. Pure: places, no markup.

All in one column of 400 wide, so that it can be read on a telephone too. Numbers are units of the drawing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from meent.integration.brp.kaart import Kaart, Relatie

BREED, HOOG = 192, 52
"""Of a box; a child has the width that is left."""
KANTLIJN, TUSSEN, RIJ = 16, 16, 72
STAM = 24
"""Where the line stands from which the children branch off."""
LETTERS_PER_BREEDTE = 1 / 8.6


@dataclass(frozen=True)
class Vak:
    """One person in the drawing.

    naam     shortened to what fits; `heel` is all of it
    adres    of the page of this person, "" for who is not registered here or is who the page is about
    """

    x: int
    y: int
    breed: int
    rol: str
    naam: str
    heel: str
    geboren: str
    adres: str


@dataclass(frozen=True)
class Lijn:
    """soort: afkomst, samen (a bond), of voorbij (a bond that ended)"""

    soort: str
    pad: str


@dataclass(frozen=True)
class Stamboom:
    hoog: int
    vakken: tuple[Vak, ...]
    lijnen: tuple[Lijn, ...]
    breed: int = 2 * BREED + TUSSEN


def stamboom(kaart: Kaart, adres_van: Callable[[Relatie], str]) -> Stamboom:
    """adres_van   where a relative's own page is, or "" """
    vakken: list[Vak] = []
    lijnen: list[Lijn] = []
    ouders = [o for o in kaart.van("ouder") if o.naam]
    y = 0
    for n, ouder in enumerate(ouders):
        vakken.append(_box(ouder, n * (BREED + TUSSEN), y, BREED, adres_van))
        middle = n * (BREED + TUSSEN) + BREED // 2
        lijnen.append(Lijn("afkomst", f"M{middle} {HOOG}V{HOOG + 10}H{BREED // 2}V{RIJ}"))
    y += RIJ if ouders else 0
    vakken.append(Vak(0, y, BREED, "zelf", _fitting(kaart.naam, BREED), kaart.naam, kaart.geboren, ""))
    partners = [*kaart.van("partner"), *kaart.van("ex")]
    for n, partner in enumerate(partners):
        top = y + n * RIJ
        vakken.append(_box(partner, BREED + TUSSEN, top, BREED, adres_van))
        soort = "samen" if partner.rol == "partner" else "voorbij"
        begin = f"M{BREED} {y + HOOG // 2}" if n == 0 else f"M{BREED + TUSSEN // 2} {y + HOOG // 2}V{top + HOOG // 2}"
        lijnen.append(Lijn(soort, f"{begin}H{BREED + TUSSEN}"))
    own_bottom = y + HOOG
    y += RIJ * max(1, len(partners))
    for kind in kaart.van("kind"):
        vakken.append(_box(kind, STAM + KANTLIJN, y, 2 * BREED + TUSSEN - STAM - KANTLIJN, adres_van))
        lijnen.append(Lijn("afkomst", f"M{STAM} {own_bottom}V{y + HOOG // 2}H{STAM + KANTLIJN}"))
        y += RIJ - 8
    bottom = max(vak.y for vak in vakken) + HOOG
    return Stamboom(bottom, tuple(vakken), tuple(lijnen))


def _box(relatie: Relatie, x: int, y: int, breed: int, adres_van: Callable[[Relatie], str]) -> Vak:
    born = relatie.geboren if breed > BREED else relatie.geboren.rpartition(" ")[2]  # in a small box the year
    return Vak(x, y, breed, relatie.rol, _fitting(relatie.naam, breed), relatie.naam, born, adres_van(relatie))


def _fitting(naam: str, breed: int) -> str:
    """As much of a name as fits: of long ones the first names become initials, and the end goes only when it must."""
    room = int((breed - 2 * 12) * LETTERS_PER_BREEDTE)
    if len(naam) <= room:
        return naam
    first, _, rest = naam.partition(" ")
    short = f"{first[0]}. {' '.join(f'{w[0]}.' if n < _given(rest) else w for n, w in enumerate(rest.split()))}".strip()
    return short if len(short) <= room else f"{short[: room - 1].rstrip()}…"


def _given(rest: str) -> int:
    """How many words are first names: those before the first small letter, and never the last word."""
    words = rest.split()
    lower = next((n for n, word in enumerate(words) if word[0].islower()), len(words) - 1)
    return min(lower, len(words) - 1)
