"""Who stays in a joint contract: games of the textbooks, cases solved by hand, and every small case tried out."""

import math
import random

import numpy as np
import pytest

from meent.tools.scenario import coalitie
from meent.tools.scenario.coalitie import (
    Contract,
    Deelnemer,
    by_key,
    collapse,
    core_violation,
    sampled_groups,
    shapley,
    shapley_of_contract,
    shapley_sampled,
    shared,
    stable,
    staying,
    subsets,
)

RUNWAYS = [1.0, 2.0, 4.0]


def airport(group: frozenset[int]) -> float:
    """A runway as long as the largest aeroplane of the group needs (Littlechild and Owen 1973)."""
    return max((RUNWAYS[i] for i in group), default=0.0)


def glove(group: frozenset[int]) -> float:
    """One left glove (0), two right ones (1, 2): a pair is worth 1."""
    return float(0 in group and len(group) > 1)


def voting(group: frozenset[int]) -> float:
    """Votes 3, 2 and 1; four are needed."""
    return float(sum((3, 2, 1)[i] for i in group) >= 4)


def majority(group: frozenset[int]) -> float:
    """Two of three have it: what they save together. Its core is empty."""
    return -float(len(group) >= 2)


@pytest.mark.parametrize(("game", "expected"), [
    (airport, [1 / 3, 1 / 3 + 1 / 2, 1 / 3 + 1 / 2 + 2]),
    (glove, [2 / 3, 1 / 6, 1 / 6]), (voting, [2 / 3, 1 / 6, 1 / 6]), (majority, [-1 / 3, -1 / 3, -1 / 3]),
])  # fmt: skip
def test_shapley_of_textbook_games(game, expected):
    assert shapley(3, game) == pytest.approx(expected, abs=1e-12)


def test_sampled_shapley_lies_within_its_standard_error():
    means, errors = shapley_sampled(3, airport, 10_000, 4)
    assert (abs(means - shapley(3, airport)) <= 3 * errors + 1e-12).all()
    assert means.sum() == pytest.approx(4)


def test_the_core_of_the_airport_game_holds_shapley_and_not_equal_shares():
    groups = subsets(range(3))
    assert core_violation(shapley(3, airport), airport, groups) is None
    assert core_violation([4 / 3] * 3, airport, groups) == {0, 1}  # together they pay 2.67 for a runway of 2


def test_an_empty_core_leaves_a_group_that_would_go_whatever_the_shares():
    for shares in ([-1 / 3] * 3, [-0.5, -0.5, 0.0], [-1.0, 0.0, 0.0]):
        assert core_violation(shares, majority, subsets(range(3))) is not None


def test_for_many_players_groups_are_sampled_and_the_single_ones_always_tried():
    groups = sampled_groups(30, 50, 1)
    assert {frozenset({i}) for i in range(30)} <= set(groups)
    assert core_violation([2.0] + [0.5] * 29, lambda group: float(len(group)), groups) == {0}


def deelnemer(naam: str, alternatief: float, inwoners: float = 1, volume: float = 0, eigen: float = 0) -> Deelnemer:
    return Deelnemer(naam, inwoners, volume, eigen, alternatief)


VRIJ = [(0.0, 0.0)]


def test_leaving_one_after_another_by_hand():
    """300 shared by three is 100 each: c goes. 150 each: b goes. 300 for a alone: a goes too."""
    found = stable(Contract(300, VRIJ, "gelijk"), [deelnemer("a", 150), deelnemer("b", 120), deelnemer("c", 90)])
    assert found.blijvers == []
    assert [(v.ronde, v.naam, v.blijven, v.alternatief) for v in found.vertrek] == [
        (1, "c", 100, 90), (2, "b", 150, 120), (3, "a", 300, 150),
    ]  # fmt: skip


def test_who_pays_as_much_as_elsewhere_stays():
    found = stable(Contract(300, VRIJ, "gelijk"), [deelnemer("a", 150), deelnemer("b", 150), deelnemer("c", 90)])
    assert found.blijvers == ["a", "b"]


def test_the_price_at_which_it_collapses_by_hand():
    """Three pay 100 and can go for 150: at half as dear again they go, all at once."""
    three = [deelnemer(naam, 150) for naam in "abc"]
    rise = collapse(Contract(300, VRIJ, "gelijk"), three)
    assert rise == pytest.approx(0.5, abs=1e-8)
    assert stable(Contract(300, VRIJ, "gelijk").dearer(0.4999), three).blijvers == ["a", "b", "c"]


def test_a_minimum_brings_the_collapse_forward():
    """d can go for 110: at 10 % it goes; the three that stay are fine until 50 %, but four were needed."""
    four = [*(deelnemer(naam, 200) for naam in "abc"), deelnemer("d", 110)]
    assert collapse(Contract(400, VRIJ, "gelijk", minimum=4), four) == pytest.approx(0.1, abs=1e-8)
    assert collapse(Contract(400, VRIJ, "gelijk", minimum=3), four) == pytest.approx(0.5, abs=1e-8)
    assert collapse(Contract(1000, VRIJ, "gelijk"), four) == 0
    assert collapse(Contract(0, VRIJ, "gelijk"), four) is None


def test_a_price_that_falls_with_volume_rises_when_a_large_one_leaves():
    """Above a volume of 100 the price is 1, below it 2; the large one goes for its own cost and takes the discount."""
    contract = Contract(0, [(0, 2.0), (100, 1.0)], "volume")
    both = [deelnemer("groot", 90, volume=90, eigen=1), deelnemer("klein", 15, volume=10)]
    found = stable(contract, both)
    assert [(v.ronde, v.naam, v.blijven) for v in found.vertrek] == [(1, "groot", 91), (2, "klein", 20)]


def test_the_key_decides_whether_it_holds():
    """A large and a small one, fixed cost 100: shared equally the small one goes, by inhabitants both stay."""
    both = [deelnemer("groot", 95, inwoners=90, volume=90), deelnemer("klein", 15, inwoners=10, volume=10)]
    keys = by_key(Contract(100, VRIJ), both)
    assert keys["inwoners"].blijvers == ["groot", "klein"]
    assert keys["gelijk"].blijvers == []  # the small one first, and then 100 is too much for the large one


@pytest.mark.parametrize("key", coalitie.SLEUTELS)
@pytest.mark.parametrize("count", [1, 5, 20])
def test_shares_add_up_to_what_the_contract_costs(key, count):
    chance = random.Random(count)
    group = [
        Deelnemer(str(i), chance.randint(1, 99), chance.randint(1, 99), chance.randint(0, 9), 0) for i in range(count)
    ]
    contract = Contract(500, [(0, 3.0), (40, 2.5), (400, 2.0)], key)
    volume = sum(d.volume for d in group)
    price = 3 if volume < 40 else 2.5 if volume < 400 else 2
    expected = 500 + price * volume + sum(d.eigen for d in group)
    assert sum(shared(contract, group)) == pytest.approx(expected)


def test_shapley_of_a_contract_by_hand_and_sampled():
    """Fixed 60 is shared equally by Shapley, whatever the volume; the price follows the volume."""
    volumes = np.array([1.0, 2.0, 3.0])
    assert shapley_of_contract(Contract(60, [(0, 10.0)]), volumes) == pytest.approx([30, 40, 50])
    many = np.arange(1.0, 21.0)
    found = shapley_of_contract(Contract(400, [(0, 10.0)]), many)
    error = math.sqrt(0.05 * 0.95 / coalitie.ORDERS) * 400
    assert found == pytest.approx(20 + 10 * many, abs=4 * error)


def een_groep(chance: random.Random) -> tuple[Contract, list[Deelnemer]]:
    contract = Contract(
        chance.randint(0, 300), [(0, chance.uniform(1, 3)), (50, chance.uniform(0.2, 1))],
        chance.choice(["inwoners", "volume", "gelijk"]),
    )  # fmt: skip
    return contract, [
        Deelnemer(str(i), chance.randint(1, 50), chance.randint(1, 50), chance.randint(0, 5), chance.uniform(5, 150))
        for i in range(chance.randint(1, 6))
    ]


def test_what_is_left_is_the_largest_stable_set():
    """Every group of up to six is tried: each in which nobody wants to leave lies within what we say stays."""
    chance = random.Random(6)
    held = 0
    for _ in range(300):
        contract, group = een_groep(chance)
        left = set(stable(contract, group).blijvers)
        for members in subsets(range(len(group))):
            inside = [group[i] for i in sorted(members)]
            content = all(c <= d.alternatief for d, c in zip(inside, shared(contract, inside), strict=True))
            assert not content or {d.naam for d in inside} <= left
        held += bool(left)
    assert 30 < held < 290  # both outcomes were met


def test_many_draws_at_once_say_the_same_as_one_by_one():
    chance = random.Random(8)
    for _ in range(50):
        contract, group = een_groep(chance)
        alternatives = np.array([[chance.uniform(5, 150) for _ in group] for _ in range(20)])
        rises = np.array([chance.uniform(0, 0.5) for _ in range(20)])
        one_by_one = [
            len(stable(contract.dearer(rise), [
                Deelnemer(d.naam, d.inwoners, d.volume, d.eigen, a) for d, a in zip(group, row, strict=True)
            ]).blijvers)
            for row, rise in zip(alternatives, rises, strict=True)
        ]  # fmt: skip
        assert staying(contract, group, alternatives, rises).tolist() == one_by_one
