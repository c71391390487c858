"""A model as a screen asks for it: compared in a moment, with some assumptions held at a value (R16, R21).

The figures come from the same functions as the papers; a comparison takes fewer draws unless exactness is asked, and
says how many. Answers are plain values in the shape of `uitkomst.json`, amounts in eurocents, so that a screen need not
know this tool; `afwegingen` asks. Needs the extra `scenario`.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec

from meent.tools.scenario import coalitie, contant, gevoeligheid, trekking
from meent.tools.scenario.bestand import Gelezen
from meent.tools.scenario.controle import CHECKS
from meent.tools.scenario.deelname import contract_of, participation
from meent.tools.scenario.oordeel_regels import NUL, faults_of_reckoning
from meent.tools.scenario.posten import base_amount, lines_at_calling_off, lines_of
from meent.tools.scenario.rapport import estimates, ranking
from meent.tools.scenario.uitkomst import Uitkomst, outcomes
from meent.tools.scenario.vorm import Driehoek, Grootheid, Model, Uniform, label
from meent.tools.scenario.waarden import expected, mean, prepared

Json = dict[str, Any]

DRAWS, DRAWS_TOGETHER, ORDERS = 4_000, 1_000, 200
"""Of a quick look: draws of the scenarios, of the participants, and random orders for Shapley's key."""
SAMPLES = 2**10
DECIDING, TOGETHER, BARS = 5, 8, 8
STEPS, CURVE = 60, 41
RISE_SHOWN, RISE_LEAST = 0.5, 0.1
WORD = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Schuif:
    """An assumption that can be moved: between which bounds, in which steps, what is expected and what is held now."""

    sleutel: str
    naam: str
    eenheid: str
    laag: float
    hoog: float
    stap: float
    verwacht: float
    waarde: float
    vast: bool


@dataclass(frozen=True)
class Basis:
    """What does not change when assumptions move: how it was ranked first, and which assumptions can be moved."""

    rangorde: list[str]
    volgorde: list[str]
    samen: list[str]


# --- one look --------------------------------------------------------------------------------------------------------


def basis_of(model: Model) -> Basis:
    """The assumptions that decide the ranking first, and those of the joint contract. Some tenths of a second."""
    order = ranking(outcomes(model, prepared(model, expected(model))))
    try:
        shares = gevoeligheid.shares_of(model, order[0], order[1], SAMPLES)
    except trekking.CorrelatieOnmogelijk:  # `look` tells it
        shares = []
    deciding = [name for name in gevoeligheid.deciding_quantities(model, shares, DECIDING) if movable(model, name)]
    joint = model.coalitie
    named = [] if joint is None else [
        joint.vast, *(step.prijs for step in joint.tredes), *(group.alternatief for group in joint.groepen.values()),
        joint.opslag,
    ]  # fmt: skip
    together = [name for name in dict.fromkeys(named) if name not in deciding and movable(model, name)]
    return Basis(order, deciding, together[:TOGETHER])


def movable(model: Model, name: str) -> bool:
    return name in model.grootheden and mean(model.grootheden[name]) != 0


def look(model: Model, basis: Basis, held: Mapping[str, float], *, exact: bool = False) -> Json:
    """The comparison with these assumptions held; or the faults that these make, and nothing reckoned."""
    now = with_held(model, held)
    common: Json = {
        "titel": model.kop.naam, "vraag": model.kop.vraag, "begin": model.kop.begin, "jaren": model.kop.jaren,
        "prijspeil": model.kop.prijspeil, "cijfers": len(model.grootheden), "schattingen": len(estimates(model)),
        "precies": exact, "trekkingen": model.kop.trekkingen if exact else DRAWS,
        "trekkingen_samen": model.kop.trekkingen if exact else DRAWS_TOGETHER,
        "trekkingen_precies": model.kop.trekkingen,
        "volgorde": [plain(slider(model, name, held)) for name in basis.volgorde],
        "samen": [plain(slider(model, name, held)) for name in basis.samen],
    }  # fmt: skip
    if faults := faults_of(now):
        return common | {"fouten": faults}
    try:
        chances, _ = trekking.summary(now, common["trekkingen"])
    except trekking.CorrelatieOnmogelijk as error:
        return common | {"fouten": [str(error)]}
    found = outcomes(now, prepared(now, expected(now)))
    order = ranking(found)
    return common | {
        "scenarios": [_row(model, found, chances.scenarios[key], basis, key) for key in order],
        "gevoeligheid": sensitivity(now, order, basis),
        "deelname": joint_contract(now, exact=exact),
    }


def with_held(model: Model, held: Mapping[str, float]) -> Model:
    """The model with some figures certain; what moved along with those no longer does."""
    figures = {name: certain(model.grootheden[name], value) for name, value in held.items()}
    pairs = [pair for pair in model.correlaties if not held.keys() & set(pair.tussen)]
    return msgspec.structs.replace(model, grootheden=model.grootheden | figures, correlaties=pairs)


def certain(quantity: Grootheid, value: float) -> Grootheid:
    return msgspec.structs.replace(quantity, waarde=Decimal(repr(value)), verdeling=None, onbekend=False)


def faults_of(model: Model) -> list[str]:
    """What cannot be true together, as sentences: a low price above the high one, chances that are more than 1."""
    found = [(what, mend) for check in CHECKS for _, what, mend in check(model)]
    found = found or [(what, mend) for _, what, mend in faults_of_reckoning(model)]
    return [f"{what} {mend}" for what, mend in dict.fromkeys(found)]


def _row(model: Model, found: Mapping[str, Uitkomst], drawn: trekking.Spreiding, basis: Basis, key: str) -> Json:
    one = found[key]
    told = model.nulalternatief if key == NUL else model.scenarios[key]
    return {
        "sleutel": key, "naam": one.naam, "toelichting": told.toelichting, "eerst": basis.rangorde.index(key) + 1,
        "is_nul": key == NUL, "verwacht": one.verwacht, "verschil": one.verwacht - found[NUL].verwacht,
        "annuiteit": one.annuiteit, "per_inwoner": one.per_inwoner, "p10": drawn.p10, "p50": drawn.p50,
        "p90": drawn.p90, "kans_goedkoopst": drawn.kans_goedkoopst, "spijt": drawn.spijt,
        "jaren": [{"jaar": y.jaar, "last": y.last, "lasten": y.lasten} for y in one.jaren],
    }  # fmt: skip


def sensitivity(model: Model, order: list[str], basis: Basis) -> Json:
    """The two cheapest against each other: the difference, what moves it, and at which values it turns."""
    best, second = order[0], order[1]
    bars = gevoeligheid.by_width(gevoeligheid.tornado(model, best, second))[:BARS]
    uncertain = [name for name in basis.volgorde if model.grootheden[name].verdeling is not None]
    flips = [gevoeligheid.break_even(model, name, best, second) for name in basis.volgorde[: gevoeligheid.DECIDING]]
    together, _ = gevoeligheid.joint_flip(model, uncertain[: gevoeligheid.DECIDING], best, second)
    return {
        "beste": best, "volgende": second,
        "verschil": trekking.cents(gevoeligheid.difference(model, {}, best, second)[0]),
        "tornado": [plain(bar) | named(model, bar.grootheid) for bar in bars],
        "beslissend": [plain(flip) | named(model, flip.grootheid) for flip in flips],
        "samen": together,
    }  # fmt: skip


def joint_contract(model: Model, *, exact: bool) -> Json | None:
    """Who stays in the joint contract, and how many do at each rise of its prices."""
    joint = model.coalitie
    orders = coalitie.ORDERS if exact else ORDERS
    found = participation(model, None if exact else DRAWS_TOGETHER, orders)
    if joint is None or found is None:
        return None
    contract, participants = contract_of(model, joint)
    reach = RISE_SHOWN if found.stijging is None else min(1.0, max(RISE_LEAST, 3 * found.stijging))
    curve = [
        [rise, len(coalitie.stable(contract.dearer(rise), participants, ORDERS).blijvers)]
        for rise in (reach * step / (CURVE - 1) for step in range(CURVE))
    ]
    return plain(found) | {"naam": joint.naam, "toelichting": joint.toelichting, "verloop": curve}


def named(model: Model, name: str) -> Json:
    found = model.grootheden.get(name) or model.afgeleid[name]
    return {"sleutel": name, "naam": label(model, name), "eenheid": found.eenheid}


def plain(value: Any) -> Json:
    made: Json = msgspec.to_builtins(value)
    return made


# --- moving an assumption --------------------------------------------------------------------------------------------


def slider(model: Model, name: str, held: Mapping[str, float]) -> Schuif:
    quantity = model.grootheden[name]
    low, high = bounds(quantity)
    expected_here = float(mean(quantity))
    return Schuif(
        name, label(model, name), quantity.eenheid, low, high, step_of(low, high), expected_here,
        held.get(name, expected_here), name in held,
    )  # fmt: skip


def bounds(quantity: Grootheid) -> tuple[float, float]:
    """As far as the spread goes, or its P1 and P99; half as much and half as much again for what is certain."""
    spread, here = quantity.verdeling, float(mean(quantity))
    if isinstance(spread, Uniform | Driehoek):
        return float(spread.laag), float(spread.hoog)
    if spread is None:
        low, high = sorted((0.5 * here, 1.5 * here))
    else:
        low, high = (float(trekking.quantile(spread, z)) for z in (-2.326, 2.326))
    step = step_of(low, high)
    high = min(high, 1.0) if quantity.eenheid.startswith("fractie") else high
    return tidy(math.floor(low / step) * step), tidy(math.ceil(high / step) * step)


def step_of(low: float, high: float) -> float:
    """1, 2 or 5 of some power of ten, about a sixtieth of the way."""
    rough = (high - low) / STEPS
    power = 10.0 ** math.floor(math.log10(rough))
    return tidy(next(digit * power for digit in (1, 2, 5, 10) if digit * power >= rough))


def tidy(value: float) -> float:
    """Without the dust of binary fractions."""
    return float(f"{value:.9g}")


def read_held(model: Model, basis: Basis, asked: Mapping[str, str]) -> dict[str, float]:
    """What somebody asks to hold: within bounds, and only what was moved away from what is expected.

    A slider of a browser stands on a whole step, so within half a step of the expected value it was not moved.
    """
    held = {}
    for name in (*basis.volgorde, *basis.samen):
        try:
            value = float(asked.get(name, "").replace(",", "."))
        except ValueError:
            continue
        one = slider(model, name, {})
        if math.isfinite(value) and abs(value - one.verwacht) > 0.51 * one.stap:
            held[name] = tidy(min(max(value, one.laag), one.hoog))
    return held


# --- where it comes from ---------------------------------------------------------------------------------------------


def origins(model: Model, read: Gelezen, held: Mapping[str, float]) -> Json:
    """Every outcome with its lines, every line with its formula, every figure with its source and place."""
    now = with_held(model, held)
    values = prepared(now, expected(now))
    found = outcomes(now, values)
    rate, inflation = float(values[now.kop.disconteringsvoet]), float(values[now.kop.inflatie])
    moment = contant.MOMENT[now.kop.moment]

    def today(amount: float, year: int) -> float:
        real = amount * (1 + inflation) ** (now.kop.prijspeil - year)
        return float(real * (1 + rate) ** -(year - now.kop.begin + moment))

    def lines(key: str) -> list[Json]:
        paid: dict[tuple[str, str], float] = {}
        for post in found[key].posten:
            at = (post.herkomst, post.sleutel)
            paid[at] = paid.get(at, 0.0) + today(post.last, post.jaar)
        return [
            {"naam": one.regel.naam, "soort": one.regel.soort, "jaren": [one.jaren.start, one.jaren.stop - 1],
             "formule": pieces(now, one.regel.formule), "bedrag": trekking.cents(base_amount(now, values, one)),
             **referred(now, index=now.indexen.get(one.regel.index, ""), opslag=one.regel.opslag, kans=one.regel.kans),
             "contant": round(paid.get((one.herkomst, one.sleutel), 0.0)),
             "plaats": place_of(read, one.herkomst, one.sleutel)}
            for one in lines_of(now, key) if len(one.jaren)
        ]  # fmt: skip

    return {
        "titel": now.kop.naam, "begin": now.kop.begin, "jaren": now.kop.jaren, "prijspeil": now.kop.prijspeil,
        "moment": now.kop.moment, "trekkingen": now.kop.trekkingen, "zaad": now.kop.zaad,
        "disconteringsvoet": now.kop.disconteringsvoet, "inflatie": now.kop.inflatie, "inwoners": now.kop.inwoners,
        "inwoners_naam": label(now, now.kop.inwoners), "voet_naam": label(now, now.kop.disconteringsvoet),
        "inflatie_naam": label(now, now.kop.inflatie),
        "uitkomsten": [
            {"sleutel": key, "naam": one.naam, "contante_waarde": one.contante_waarde, "verwacht": one.verwacht,
             "annuiteit": one.annuiteit, "per_inwoner": one.per_inwoner, "regels": lines(key),
             "afbreking": calling_off(now, key)}
            for key, one in found.items()
        ],
        "cijfers": [figure(now, read, name, held) for name in now.grootheden],
        "afgeleid": [
            named(now, name) | {"formule": pieces(now, one.formule), "waarde": float(values[name]),
                                "plaats": place(read, "afgeleid", name)}
            for name, one in now.afgeleid.items()
        ],
        "deelname": together(now, read),
    }  # fmt: skip


def referred(model: Model, **quantities: str) -> Json:
    """Under each word the quantity and its name, or nothing twice."""
    found: Json = {}
    for word, name in quantities.items():
        found |= {word: name, f"{word}_naam": label(model, name) if name else ""}
    return found


def calling_off(model: Model, key: str) -> Json | None:
    off = None if key == NUL else model.scenarios[key].afbreking
    if off is None:
        return None
    lines = lines_at_calling_off(model, key, off.van)
    return {
        "kans": off.kans, "kans_naam": label(model, off.kans), "van": off.van, "tot": off.tot,
        "regels": [{"naam": one.regel.naam, "formule": pieces(model, one.regel.formule)} for one in lines],
    }  # fmt: skip


def figure(model: Model, read: Gelezen, name: str, held: Mapping[str, float]) -> Json:
    one = model.grootheden[name]
    spread = one.verdeling
    return named(model, name) | {
        "soort": str(spread.__struct_config__.tag) if spread else "vast" if name in held else "waarde",
        "getallen": [float(v) for v in msgspec.structs.astuple(spread)] if spread else [float(one.waarde or 0)],
        "prijspeil": one.prijspeil, "btw": one.btw, "index": one.index, "bron": one.bron,
        "datum": one.datum.isoformat(), "schatting": one.onbekend, "toelichting": one.toelichting,
        "plaats": place(read, "grootheden", name),
    }  # fmt: skip


def together(model: Model, read: Gelezen) -> Json | None:
    joint = model.coalitie
    if joint is None:
        return None
    steps = [name for step in joint.tredes for name in (step.prijs, step.vanaf)]
    own = [group.eigen for group in joint.groepen.values()]
    names = dict.fromkeys([joint.vast, joint.volume, *steps, joint.spreiding, joint.opslag, *own])
    return {
        "naam": joint.naam, "sleutel": joint.sleutel, "minimum": joint.minimum, "plaats": place(read, "coalitie"),
        "cijfers": [named(model, name) for name in names if name],
        "groepen": [
            {"naam": group.naam, "aantal": group.aantal, "inwoners": group.inwoners, "bron": group.bron,
             "datum": group.datum.isoformat(), "alternatief": named(model, group.alternatief),
             "plaats": place(read, "coalitie", "groepen", key)}
            for key, group in joint.groepen.items()
        ],
    }  # fmt: skip


def pieces(model: Model, text: str) -> list[list[str]]:
    """A formula in pieces, with the signs that people write: text, and the quantity that it names or nothing."""
    shown, found, at = text.replace("*", "×").replace("/", "÷"), [], 0
    for word in WORD.finditer(shown):
        if word.start() > at:
            found.append([shown[at : word.start()], ""])
        found.append([label(model, word[0]), word[0]])
        at = word.end()
    return [*found, [shown[at:], ""]] if at < len(shown) else found


def place_of(read: Gelezen, scenario: str, key: str) -> str:
    return place(read, *(("nulalternatief",) if scenario == NUL else ("scenarios", scenario)), "regels", key)


def place(read: Gelezen, *path: str) -> str:
    at = read.plaats(*path)
    return f"{at.bestand.name}:{at.regel}"
