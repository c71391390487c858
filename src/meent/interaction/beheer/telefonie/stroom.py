"""The way of callers as a picture and as a list: number, menus, queues with their hours, and where they run over to.

Pure: numbers for an SVG, in its own units. The list says the same, for small screens and for who does not see it.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from meent.interaction.beheer.telefonie import woorden
from meent.interaction.words import Words
from meent.process.telefonie.beleid import Beleid
from meent.process.telefonie.keuring import Knoop, picture

BREED, REGEL, RAND, GAT, ONDER = 210.0, 19.0, 12.0, 150.0, 26.0
LETTERS_MEEST = 28
TAKKEN_DIEP, DIEPST = 8, 5


@dataclass(frozen=True)
class Vak:
    """A box: its place, its kind, and its lines of text; the first is its name."""

    soort: str
    x: float
    y: float
    hoog: float
    regels: tuple[str, ...]
    breed: float = BREED


@dataclass(frozen=True)
class Pijl:
    """A way between boxes, with its label at (x, y)."""

    pad: str
    x: float
    y: float
    tekst: str
    anker: str


@dataclass(frozen=True)
class Stroom:
    vakken: tuple[Vak, ...]
    pijlen: tuple[Pijl, ...]
    breed: float
    hoog: float


@dataclass(frozen=True)
class Tak:
    """A line of the list: when, where to, what is to be known there, and how it goes on."""

    bij: str
    soort: str
    naam: str
    meer: tuple[str, ...]
    takken: tuple["Tak", ...] = ()


def stroom(beleid: Beleid, words: Words) -> Stroom:
    """The picture. A prompt for a queue that is closed stands in the box of that queue."""
    bij: dict[tuple[Knoop, Knoop], list[str]] = defaultdict(list)
    for lijn in picture(beleid):
        if lijn.bij != "gesloten":
            bij[lijn.van, lijn.naar].append(lijn.bij)
    gaan = Counter(van for van, _ in bij)
    vakken: dict[Knoop, Vak] = {}
    for n, knopen in enumerate(_kolommen(beleid, list(bij))):
        y = ONDER
        for knoop in knopen:
            regels = (_kort(naam_van(knoop, words)), *map(_kort, _meer(beleid, knoop, words)))
            hoog = max(RAND * 2 + REGEL * len(regels) - 4, REGEL * gaan[knoop] + RAND)
            vakken[knoop] = Vak(knoop.soort, n * (BREED + GAT), y, hoog, regels)
            y += hoog + ONDER
    breed = max((v.x + v.breed for v in vakken.values()), default=0.0) + GAT
    hoogte = max((v.y + v.hoog for v in vakken.values()), default=0.0) + ONDER
    return Stroom(tuple(vakken.values()), tuple(_pijlen(vakken, bij, words)), breed, hoogte)


def _kolommen(beleid: Beleid, wegen: list[tuple[Knoop, Knoop]]) -> list[list[Knoop]]:
    """Numbers, menus by how deep they are, queues, and what is no queue: each a column of its own."""
    nummers = [Knoop("nummer", nummer) for nummer in beleid.nummers]
    menus = {Knoop("menu", naam): 0 for naam in beleid.menus}
    for _ in menus:  # as deep as the longest way to it; a circle ends here too
        for van, naar in wegen:
            if naar in menus and van in menus and naar != van:
                menus[naar] = max(menus[naar], min(menus[van] + 1, DIEPST))
    lagen = [[menu for menu, diep in menus.items() if diep == laag] for laag in sorted(set(menus.values()))]
    rijen = [Knoop("wachtrij", naam) for naam in beleid.wachtrijen]
    rest = dict.fromkeys(naar for _, naar in wegen if naar.soort not in ("menu", "wachtrij"))
    return [kolom for kolom in (nummers, *lagen, rijen, list(rest)) if kolom]


def _pijlen(vakken: dict[Knoop, Vak], bij: dict[tuple[Knoop, Knoop], list[str]], words: Words) -> list[Pijl]:
    uit: Counter[Knoop] = Counter()
    aan: Counter[Knoop] = Counter()
    pijlen = []
    for (van, naar), wanneer in bij.items():
        pijlen.append(_pijl(vakken[van], vakken[naar], uit[van], aan[naar], _label(wanneer, words)))
        uit[van] += 1
        aan[naar] += 1
    return pijlen


def _label(wanneer: list[str], words: Words) -> str:
    toetsen = sorted(w for w in wanneer if len(w) == 1)
    rest = [woorden.bij(words, w) for w in wanneer if len(w) > 1]
    return ", ".join([*([woorden.bij(words, ", ".join(toetsen))] if toetsen else []), *rest])


def _pijl(a: Vak, b: Vak, uit: int, aan: int, tekst: str) -> Pijl:
    """To the right as a curve between the boxes; else around the right side of both. `uit`, `aan`: places at the box.

    What leaves a queue says so where it leaves: there are few of them, and they may end anywhere.
    """
    x1, y1 = a.x + a.breed, round(a.y + min(REGEL * (uit + 1), a.hoog - 6), 1)
    y2 = round(b.y + min(REGEL * (aan + 1) - 3, b.hoog - 6), 1)
    if b.x > x1:
        half = round((x1 + b.x) / 2, 1)
        pad = f"M{x1} {y1}C{half} {y1} {half} {y2} {b.x} {y2}"
        label = (x1 + 6, y1 - 4, "start") if a.soort == "wachtrij" else (b.x - 12, y2 - 4, "end")
    else:
        x2 = b.x + b.breed
        ver = round(max(x1, x2) + 60.0 + 14 * uit, 1)
        pad, label = f"M{x1} {y1}C{ver} {y1} {ver} {y2} {x2} {y2}", (x1 + 6, y1 - 4, "start")
    return Pijl(pad, label[0], label[1], tekst, label[2])


def lijst(beleid: Beleid, words: Words) -> list[Tak]:
    """The same ways as branches; what stood higher on the same branch is not told again."""
    uit: dict[Knoop, dict[Knoop, list[str]]] = defaultdict(lambda: defaultdict(list))
    for lijn in picture(beleid):
        if lijn.bij != "gesloten":
            uit[lijn.van][lijn.naar].append(lijn.bij)

    def tak(bij: str, knoop: Knoop, boven: tuple[Knoop, ...]) -> Tak:
        verder = uit[knoop] if knoop not in boven and len(boven) < TAKKEN_DIEP else {}
        takken = tuple(tak(_label(wanneer, words), naar, (*boven, knoop)) for naar, wanneer in verder.items())
        return Tak(bij, knoop.soort, naam_van(knoop, words), tuple(_meer(beleid, knoop, words)), takken)

    return [tak("", Knoop("nummer", nummer), ()) for nummer in beleid.nummers]


def naam_van(knoop: Knoop, words: Words) -> str:
    if knoop.soort == "nummer":
        return knoop.naam
    return woorden.doel(words, {"soort": knoop.soort, "naam": knoop.naam, "taal": ""})


def _meer(beleid: Beleid, knoop: Knoop, words: Words) -> list[str]:
    if knoop.soort == "nummer":
        return [beleid.nummers[knoop.naam].naam]
    rij = beleid.wachtrijen.get(knoop.naam) if knoop.soort == "wachtrij" else None
    if rij is None:
        return []
    tijden = words.gettext(woorden.OPEN_VOLGENS) % {"tijden": rij.tijden}
    return [tijden, words.gettext(woorden.DICHT_HOORT) % {"melding": rij.gesloten}]


def _kort(tekst: str) -> str:
    return tekst if len(tekst) <= LETTERS_MEEST else f"{tekst[: LETTERS_MEEST - 1]}…"
