"""Skills in the staffing: against a simulation of another making, against Erlang, and against what must be so."""

import math
import random
import statistics

import pytest
import simpy

from meent.process.telefonie.beleid import Inzet
from meent.process.telefonie.bezetting import Vraag, bezetting
from meent.process.telefonie.vaardigheden import Gang, Groep, Rij, groepen_van, rijen_van, speel
from tests.process.telefonie.opzet import beleid

GANG = Gang(270, 180, 30)
ALGEMEEN, PASPOORT = Rij("kcc", "algemeen", 1, 80), Rij("paspoort", "paspoort", 1, 40)
ENKEL, DUBBEL = (("algemeen", 1),), (("algemeen", 1), ("paspoort", 2))


def gemiddeld(waarden):
    """The mean, and its standard error."""
    return statistics.mean(waarden), statistics.stdev(waarden) / math.sqrt(len(waarden))


def met_simpy(rijen, groepen, *, uren, seed):
    """The same by simpy: agents are things in a store, and who asks says which he can use; part that left per queue."""
    kans, env = random.Random(seed), simpy.Environment()
    agents = simpy.FilterStore(env)
    agents.items = [groep for groep in groepen for _ in range(groep.aantal)]
    weg = {rij.naam: [] for rij in rijen}

    def beller(rij):
        kwam = env.now
        beste = max((g.niveau(rij) for g in agents.items), default=0)  # the highest level that is free, if any is
        vraag = agents.get(lambda groep: groep.niveau(rij) >= max(beste, 1))
        gevonden = yield vraag | env.timeout(kans.expovariate(1 / GANG.geduld_seconden))
        if kwam >= 3_600:
            weg[rij.naam].append(vraag not in gevonden)
        if vraag in gevonden:
            yield env.timeout(kans.expovariate(1 / GANG.afhandel_seconden))
            yield agents.put(gevonden[vraag])
        else:
            vraag.cancel()

    def komen(rij):
        while True:
            yield env.timeout(kans.expovariate(rij.bellers_per_uur / 3_600))
            env.process(beller(rij))

    for rij in rijen:
        env.process(komen(rij))
    env.run(3_600 * uren)
    return {naam: sum(gingen) / len(gingen) for naam, gingen in weg.items()}


def test_two_skills_are_what_simpy_gives():
    """Six who can do general work and three who can do both: within three standard errors, for each queue."""
    groepen = [Groep(ENKEL, 6), Groep(DUBBEL, 3)]
    wij = [speel([ALGEMEEN, PASPOORT], groepen, GANG, bellers=8_000, seed=seed) for seed in range(10)]
    zij = [met_simpy([ALGEMEEN, PASPOORT], groepen, uren=40, seed=seed) for seed in range(10)]
    for naam in ("kcc", "paspoort"):
        ons, onze_fout = gemiddeld([een[naam].afgehaakt for een in wij])
        hun, hun_fout = gemiddeld([een[naam] for een in zij])
        assert abs(ons - hun) <= 3 * math.hypot(onze_fout, hun_fout), naam


@pytest.mark.parametrize("medewerkers", [6, 9, 12])
def test_with_one_skill_it_is_erlang(medewerkers):
    runs = [speel([Rij("kcc", "algemeen", 1, 120)], [Groep(ENKEL, medewerkers)], GANG, bellers=8_000, seed=seed)
            for seed in range(10)]  # fmt: skip
    formule = bezetting(Vraag(120, 270, 180), medewerkers, 30)
    for veld in ("bereikbaar", "afgehaakt", "wacht_seconden", "bezet"):
        ons, fout = gemiddeld([getattr(een["kcc"], veld) for een in runs])
        assert abs(ons - getattr(formule, veld)) <= 3 * fout, veld


def test_who_can_do_more_is_kept_for_it():
    """Levels decide: a specialist is last for what others can do as well, so passports wait less."""
    hoog = [Groep((("algemeen", 2),), 6), Groep(DUBBEL, 3)]
    laag = [Groep(ENKEL, 6), Groep((("algemeen", 2), ("paspoort", 2)), 3)]
    bewaard, gebruikt = (speel([ALGEMEEN, PASPOORT], groepen, GANG) for groepen in (hoog, laag))
    assert bewaard["paspoort"].bereikbaar > gebruikt["paspoort"].bereikbaar


def test_skills_cost_and_nobody_is_never_an_answer():
    """Sharing everything is better for who has few agents; a queue that nobody can answer loses all its callers."""
    samen = speel([ALGEMEEN, PASPOORT], [Groep(DUBBEL, 9)], GANG)
    apart = speel([ALGEMEEN, PASPOORT], [Groep(ENKEL, 6), Groep((("paspoort", 1),), 3)], GANG)
    assert apart["paspoort"].afgehaakt > samen["paspoort"].afgehaakt
    leeg = speel([ALGEMEEN, PASPOORT], [Groep(ENKEL, 9)], GANG)["paspoort"]
    assert (leeg.bereikbaar, leeg.afgehaakt) == (0, 1)
    assert leeg.wacht_seconden == pytest.approx(180, rel=0.05)
    with pytest.raises(ValueError, match="belt minstens iemand"):
        speel([], [], GANG)


def test_agents_are_divided_as_all_of_them_are():
    """Of ten agents four can do passports; who can answer nothing that is asked is in no group."""
    inzet = {f"a{n}": Inzet("A", {"algemeen": 1}) for n in range(6)}
    inzet |= {f"p{n}": Inzet("P", {"algemeen": 1, "paspoort": 2, "zingen": 9}) for n in range(4)}
    b = beleid(medewerkers=inzet | {"z": Inzet("Z", {"zingen": 1})})
    rijen = rijen_van(b, {"kcc": 80, "paspoort": 40, "weg": 3})
    assert [rij.naam for rij in rijen] == ["kcc", "paspoort"]
    assert groepen_van(b, rijen, 5) == [Groep(ENKEL, 3), Groep(DUBBEL, 2)]
    assert [groep.aantal for groep in groepen_van(b, rijen, 4)] == [2, 2]  # 2.4 and 1.6
    assert groepen_van(beleid(medewerkers={}), rijen, 5) == []
