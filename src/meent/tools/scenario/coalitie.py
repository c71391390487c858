"""Who stays in a joint contract: order of leaving, price at which it collapses, keys to share, Shapley, core.

Each participant pays its share of what is fixed, the price of its volume, and its own work; whoever has a cheaper
alternative leaves, which makes it dearer for the rest. Amounts are euro a year, as a burden; functions are pure.
Terms: Shapley 1953; the core, Gillies 1959. Source: `design` formulas "sharing", "coalition", "collapse", "core check".
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
import numpy.typing as npt

Sleutel = Literal["inwoners", "volume", "gelijk", "shapley"]
SLEUTELS: tuple[Sleutel, ...] = ("inwoners", "volume", "gelijk", "shapley")
EXACT_MAX = 12
"""Participants up to which Shapley and core are reckoned exactly: 2¹² coalitions."""
ORDERS = 10_000
RISE_MAX, PRECISION = 10.0, 1e-9
CHUNK = 2_000
Reeks = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Deelnemer:
    """A participant: inhabitants, volume (seats), own cost when it takes part, cost of its best alternative."""

    naam: str
    inwoners: float
    volume: float
    eigen: float
    alternatief: float


@dataclass(frozen=True)
class Contract:
    """What is shared: a fixed sum, and a price per unit that depends on the joint volume.

    tredes      (volume from which it holds, price): volumes rise from 0, prices fall
    """

    vast: float
    tredes: Sequence[tuple[float, float]]
    sleutel: Sleutel = "inwoners"
    minimum: int = 1

    def dearer(self, rise: float) -> "Contract":
        """All prices a part `rise` higher."""
        tredes = [(volume, price * (1 + rise)) for volume, price in self.tredes]
        return Contract(self.vast * (1 + rise), tredes, self.sleutel, self.minimum)

    def price(self, volume: Reeks) -> Reeks:
        bounds, prices = np.array([v for v, _ in self.tredes]), np.array([p for _, p in self.tredes])
        return np.asarray(prices[np.searchsorted(bounds, volume, side="right") - 1], dtype=np.float64)


@dataclass(frozen=True)
class Vertrek:
    """Somebody leaves: in which round, and what staying and leaving would have cost."""

    ronde: int
    naam: str
    blijven: float
    alternatief: float


@dataclass(frozen=True)
class Stabiel:
    """Who is left when nobody wants to leave any more, and how it came to that."""

    blijvers: list[str]
    vertrek: list[Vertrek]

    def holds(self, minimum: int) -> bool:
        return len(self.blijvers) >= max(1, minimum)


# --- one case --------------------------------------------------------------------------------------------------------


def stable(contract: Contract, participants: Sequence[Deelnemer], orders: int = ORDERS) -> Stabiel:
    """Everybody starts; in each round all leave for whom staying costs more than the alternative. Ends in ≤ n rounds.

    Where leaving never makes staying cheaper, what is left is the largest stable set.

    orders      random orders of arrival for Shapley's key with many participants
    """
    inside = list(participants)
    left: list[Vertrek] = []
    for ronde in range(1, len(participants) + 1):
        costs = shared(contract, inside, orders)
        leaving = [(d, c) for d, c in zip(inside, costs, strict=True) if c > d.alternatief + PRECISION]
        if not leaving:
            break
        left += [Vertrek(ronde, d.naam, cost, d.alternatief) for d, cost in leaving]
        gone = {id(d) for d, _ in leaving}
        inside = [d for d in inside if id(d) not in gone]
    return Stabiel([d.naam for d in inside], left)


def shared(contract: Contract, inside: Sequence[Deelnemer], orders: int = ORDERS) -> list[float]:
    """What each pays in this group; together it is exactly what the contract costs."""
    if not inside:
        return []
    volumes = np.array([d.volume for d in inside])
    own = np.array([d.eigen for d in inside])
    if contract.sleutel == "shapley":
        return list(shapley_of_contract(contract, volumes, orders) + own)
    weights = key_weights(contract.sleutel, inside)
    price = contract.price(volumes.sum(keepdims=True))[0]
    return list(contract.vast * weights / weights.sum() + price * volumes + own)


def key_weights(key: Sleutel, inside: Sequence[Deelnemer]) -> Reeks:
    by_key: dict[str, Callable[[Deelnemer], float]] = {
        "inwoners": lambda d: d.inwoners, "volume": lambda d: d.volume, "gelijk": lambda _: 1.0,
    }  # fmt: skip
    return np.array([by_key[key](d) for d in inside], dtype=np.float64)


def collapse(contract: Contract, participants: Sequence[Deelnemer], orders: int = ORDERS) -> float | None:
    """The smallest rise of all prices, a fraction, at which too few stay; 0 when that is so now, nothing above 10."""

    def falls(rise: float) -> bool:
        return not stable(contract.dearer(rise), participants, orders).holds(contract.minimum)

    if falls(0):
        return 0.0
    if not falls(RISE_MAX):
        return None
    low, high = 0.0, RISE_MAX
    while high - low > PRECISION:
        middle = (low + high) / 2
        low, high = (low, middle) if falls(middle) else (middle, high)
    return high


def by_key(
    contract: Contract, participants: Sequence[Deelnemer], orders: int = ORDERS
) -> dict[Sleutel, Stabiel]:
    """Who stays under each key to share the fixed sum."""
    return {
        key: stable(Contract(contract.vast, contract.tredes, key, contract.minimum), participants, orders)
        for key in SLEUTELS
    }


# --- games in general ------------------------------------------------------------------------------------------------

Kosten = Callable[[frozenset[int]], float]
"""What a group of players costs together; nobody costs nothing."""


def shapley(players: int, cost: Kosten) -> list[float]:
    """Each one's marginal cost, averaged over all orders of arrival; exact, for at most EXACT_MAX players."""
    if players > EXACT_MAX:
        raise ValueError(f"Shapley is exact up to {EXACT_MAX} players; sample for more")
    known = {group: cost(group) for group in subsets(range(players))}
    found = []
    for i in range(players):
        rest = [j for j in range(players) if j != i]
        found.append(sum(
            (known[group | {i}] - known[group])
            * math.factorial(len(group)) * math.factorial(players - len(group) - 1) / math.factorial(players)
            for group in subsets(rest)
        ))  # fmt: skip
    return found


def shapley_sampled(players: int, cost: Kosten, orders: int, seed: int) -> tuple[Reeks, Reeks]:
    """As `shapley`, over random orders, with the standard error of each."""
    chance = np.random.default_rng(seed)
    marginal = np.zeros((orders, players))
    for row in marginal:
        group: frozenset[int] = frozenset()
        before = cost(group)
        for player in chance.permutation(players):
            group |= {int(player)}
            after = cost(group)
            row[player], before = after - before, after
    return marginal.mean(axis=0), marginal.std(axis=0, ddof=1) / math.sqrt(orders)


def core_violation(shares: Sequence[float], cost: Kosten, groups: Iterable[frozenset[int]]) -> frozenset[int] | None:
    """The group that pays most above what it would cost alone; nothing when the shares lie in the core."""
    worst, excess = None, PRECISION
    for group in groups:
        if (more := sum(shares[i] for i in group) - cost(group)) > excess:
            worst, excess = group, more
    return worst


def subsets(players: Iterable[int]) -> list[frozenset[int]]:
    members = list(players)
    return [frozenset(group) for size in range(len(members) + 1) for group in combinations(members, size)]


def sampled_groups(players: int, count: int, seed: int) -> list[frozenset[int]]:
    """Random groups of every size, each single player, and each all-but-one: for more players than can be tried."""
    chance = np.random.default_rng(seed)
    everybody = frozenset(range(players))
    drawn = [chance.choice(players, chance.integers(1, players + 1), replace=False) for _ in range(count)]
    edges = [frozenset({i}) for i in range(players)] + [everybody - {i} for i in range(players)]
    return [*edges, *(frozenset(map(int, group)) for group in drawn)]


def shapley_of_contract(contract: Contract, volumes: Reeks, orders: int = ORDERS, seed: int = 0) -> Reeks:
    """Shapley shares of fixed sum and volume together; exact for few, over random orders for many."""

    def total(volume: Reeks) -> Reeks:
        return np.where(volume > 0, contract.vast + contract.price(volume) * volume, 0.0)

    players = len(volumes)
    if players <= EXACT_MAX:
        exact = shapley(players, lambda group: float(total(np.array([volumes[list(group)].sum()]))[0]))
        return np.array(exact)
    chance = np.random.default_rng(seed)
    found = np.zeros(players)
    for _ in range(orders):
        order = chance.permutation(players)
        after = total(np.cumsum(volumes[order]))
        found[order] += np.diff(after, prepend=0.0)
    # Players of one volume have one Shapley value. Their mean: else chance makes one leave before its twin.
    _, kind = np.unique(volumes, return_inverse=True)
    return np.asarray((np.bincount(kind, found) / np.bincount(kind))[kind] / orders, dtype=np.float64)


# --- many draws at once ----------------------------------------------------------------------------------------------


def staying(
    contract: Contract, participants: Sequence[Deelnemer], alternatives: Reeks, rise: Reeks | None = None
) -> npt.NDArray[np.int64]:
    """How many stay in each draw.

    alternatives    (draws, participants): what each one's alternative costs in each draw
    rise            (draws,): how much dearer the contract is in each draw, as a fraction
    """
    weights = key_weights("volume" if contract.sleutel == "shapley" else contract.sleutel, participants)
    volumes = np.array([d.volume for d in participants])
    own = np.array([d.eigen for d in participants])
    rises = np.zeros(len(alternatives)) if rise is None else rise
    counts = [
        _staying_chunk(contract, weights, volumes, alternatives[at : at + CHUNK] - own, 1 + rises[at : at + CHUNK])
        for at in range(0, len(alternatives), CHUNK)
    ]
    return np.concatenate(counts) if counts else np.zeros(0, dtype=np.int64)


def _staying_chunk(
    contract: Contract, weights: Reeks, volumes: Reeks, bearable: Reeks, dearer: Reeks
) -> npt.NDArray[np.int64]:
    """The largest stable set per draw, not round by round: from the lowest price up, until the volume fits the price.

    Right because prices fall with volume: a set that is stable at a price is stable at each lower one.
    """
    counts = np.zeros(len(bearable), dtype=np.int64)
    undecided = np.arange(len(bearable))
    for bound, price in reversed(contract.tredes):
        rise = dearer[undecided, None]
        room = bearable[undecided] + PRECISION - price * rise * volumes
        count, volume = _largest(contract.vast * rise, weights, volumes, room)
        fits = (volume >= bound) | (count == 0)
        counts[undecided[fits]] = count[fits]
        undecided = undecided[~fits]
        if not len(undecided):
            break
    return counts


def _largest(fixed: Reeks, weights: Reeks, volumes: Reeks, room: Reeks) -> tuple[npt.NDArray[np.int64], Reeks]:
    """Largest group at one price, and its volume: who bears most per unit of weight stays longest, so sort and count.

    room    (draws, participants): what each can bear of the fixed sum
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        bears = np.where(weights > 0, room / weights, np.where(room >= 0, np.inf, -np.inf))
    order = np.argsort(-bears, axis=1)
    joint = np.cumsum(weights[order], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        asked = np.where(joint > 0, fixed / joint, np.where(fixed > 0, np.inf, 0.0))
    holds = asked <= np.take_along_axis(bears, order, axis=1)
    size = np.where(holds.any(axis=1), holds.shape[1] - np.argmax(holds[:, ::-1], axis=1), 0)
    volume = np.where(np.arange(len(volumes)) < size[:, None], volumes[order], 0.0).sum(axis=1)
    return size.astype(np.int64), volume
