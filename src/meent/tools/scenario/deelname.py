"""The joint contract and the gates of a model, reckoned: from names of quantities to participants and trees.

Participants compare what a year costs them as a burden: with VAT, less what the BCF gives back.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from meent.tools.scenario import coalitie, contant, trekking
from meent.tools.scenario.coalitie import Contract, Deelnemer, Sleutel, Stabiel
from meent.tools.scenario.formule import Getal, outcome, parse
from meent.tools.scenario.oordeel_regels import vat_classes
from meent.tools.scenario.opties import Optiewaarde, Poort, option_value
from meent.tools.scenario.vorm import BTW_GEEN, Coalitie, Model, Optie
from meent.tools.scenario.waarden import expected, prepared

STREAM = 0xC0A1
BLOCK = 10_000


@dataclass(frozen=True)
class Ronde:
    """One round of leaving: how many of which group, what staying would cost them and what leaving does; eurocents."""

    ronde: int
    groep: str
    aantal: int
    blijven: int
    alternatief: int


@dataclass(frozen=True)
class Deelname:
    """Who stays in the joint contract.

    stijging    the rise of all its prices at which fewer than the minimum stay; nothing when no tenfold rise does
    kans        chance that fewer than the minimum stay
    per_sleutel how many stay under each key to share what is fixed
    niet_geleverd   chance that the scenario which rests on it brings nothing: called off, or too few stay
    """

    deelnemers: int
    minimum: int
    sleutel: Sleutel
    blijvers: int
    rondes: list[Ronde]
    stijging: float | None
    kans: float
    gemiddeld: float
    per_sleutel: dict[Sleutel, int]
    niet_geleverd: float | None = None


def participation(model: Model, draws: int | None = None, orders: int = coalitie.ORDERS) -> Deelname | None:
    """The joint contract of the model; nothing when it has none.

    draws       of setbacks and of differences between participants; as many as the model says
    orders      random orders for Shapley's key
    """
    joint = model.coalitie
    if joint is None:
        return None
    contract, participants = contract_of(model, joint)
    found = coalitie.stable(contract, participants, orders)
    chance, average = _drawn(model, joint, (contract, participants), draws or model.kop.trekkingen)
    return Deelname(
        deelnemers=len(participants), minimum=joint.minimum, sleutel=joint.sleutel, blijvers=len(found.blijvers),
        rondes=_rounds(found), stijging=coalitie.collapse(contract, participants, orders), kans=chance,
        gemiddeld=average,
        per_sleutel={key: len(one.blijvers) for key, one in coalitie.by_key(contract, participants, orders).items()},
        niet_geleverd=undelivered(model, joint.scenario, chance) if joint.scenario else None,
    )  # fmt: skip


def undelivered(model: Model, scenario: str, too_few: float) -> float:
    """Chance that nothing comes of it; calling off and leaving are taken as independent, which flatters neither."""
    off = model.scenarios[scenario].afbreking
    if off is None:
        return too_few
    chance = float(prepared(model, expected(model))[off.kans])
    going = 1 - sum(contant.called_off(chance, [True] * (off.tot - off.van + 1)))
    return 1 - going * (1 - too_few)


def contract_of(model: Model, joint: Coalitie) -> tuple[Contract, list[Deelnemer]]:
    values = prepared(model, expected(model))

    def burden(name: str) -> float:
        return float(values[name] * weight(model, values, name))

    steps = [(float(values[s.vanaf]) if s.vanaf else 0.0, burden(s.prijs)) for s in joint.tredes]
    contract = Contract(burden(joint.vast), steps, joint.sleutel, joint.minimum)
    volume = float(values[joint.volume])
    participants = [
        Deelnemer(group.naam, group.inwoners, group.inwoners * volume, burden(group.eigen),
                  group.inwoners * volume * burden(group.alternatief))
        for group in joint.groepen.values() for _ in range(group.aantal)
    ]  # fmt: skip
    return contract, participants


def weight(model: Model, values: Mapping[str, Getal], text: str) -> Getal:
    """What a euro of this formula weighs: 1 + v · (1 − β), by the VAT class of its amounts."""
    (name,) = vat_classes(model, text)
    if name == BTW_GEEN:
        return 1
    kind = model.btw[name]
    return 1 + values[kind.tarief] * (1 - values[kind.compensabel])


def _rounds(found: Stabiel) -> list[Ronde]:
    counted: dict[tuple[int, str, int, int], int] = {}
    for one in found.vertrek:
        key = (one.ronde, one.naam, trekking.cents(one.blijven), trekking.cents(one.alternatief))
        counted[key] = counted.get(key, 0) + 1
    return [Ronde(ronde, naam, count, stay, go) for (ronde, naam, stay, go), count in counted.items()]


def _drawn(
    model: Model, joint: Coalitie, of: tuple[Contract, list[Deelnemer]], draws: int
) -> tuple[float, float]:
    """Chance of fewer than the minimum, and how many stay on average, when alternatives differ and prices rise."""
    contract, participants = of
    chance = np.random.Generator(np.random.PCG64(np.random.SeedSequence([model.kop.zaad, STREAM])))
    alternatives = np.array([one.alternatief for one in participants])
    left = []
    for start in range(0, draws, BLOCK):
        count = min(BLOCK, draws - start)
        factor = _factors(model, joint.spreiding, chance, (count, len(participants)))
        rise = _factors(model, joint.opslag, chance, (count,)) - 1
        left.append(coalitie.staying(contract, participants, alternatives * factor, rise))
    stays = np.concatenate(left)
    return float((stays < max(1, joint.minimum)).mean()), float(stays.mean())


def _factors(model: Model, name: str, chance: np.random.Generator, shape: tuple[int, ...]) -> coalitie.Reeks:
    spread = model.grootheden[name].verdeling if name else None
    if spread is None:
        return np.full(shape, float(expected(model)[name]) if name else 1.0)
    return np.asarray(trekking.quantile(spread, chance.standard_normal(shape)), dtype=np.float64)


# --- gates -----------------------------------------------------------------------------------------------------------


def options(model: Model) -> dict[str, Optiewaarde]:
    """The worth of being able to stop, per way in gates; euro of today."""
    values = prepared(model, expected(model))
    return {key: option_value(gates_of(model, values, option), option.wortel) for key, option in model.opties.items()}


def gates_of(model: Model, values: Mapping[str, Getal], option: Optie) -> dict[str, Poort]:
    rate, moment = float(values[model.kop.disconteringsvoet]), contant.MOMENT[model.kop.moment]
    found = {}
    for key, gate in option.knopen.items():
        today = (1 + rate) ** -(gate.jaar - model.kop.begin + moment)

        def worth(text: str, today: float = today) -> float:
            return float(outcome(parse(text), values) * weight(model, values, text)) * today

        known = sum(float(values[branch.kans]) for branch in gate.takken if branch.kans)
        branches = [(float(values[b.kans]) if b.kans else 1 - known, b.naar) for b in gate.takken]
        found[key] = Poort(worth(gate.kosten), branches, worth(gate.stop) if gate.stop else None)
    return found
