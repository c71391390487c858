"""What an agent sees and may do, through a whole conversation on the simulator."""

import pytest

from meent.integration.telefooncentrale.centrale import Toestel
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.desk import NietMogelijk
from meent.process.telefonie.toestand import GeefOver, HangOp, NeemTerug, Wissel, ZetInWacht, ZetOpname
from meent.process.telefonie.werkplek import (
    Doen,
    Hoe,
    Opgenomen,
    Werkplek,
    bestemming_van,
    keuzes_in_woorden,
    leesbaar,
    werkplek,
)
from tests.process.telefonie.opzet import BELLER, NUMMER, Speelveld, aan, beleid
from tests.process.telefonie.test_opname import in_gesprek, met_opname


async def veld(*klaar: str) -> Speelveld:
    return await Speelveld().begin(klaar=klaar)


def plek(v: Speelveld, wie: str = "ann") -> Werkplek:
    return werkplek(v.desk.boeken[v.tenant], wie, v.klok.now())


def mag(v: Speelveld, wie: str = "ann") -> set[str]:
    return {str(een) for een in plek(v, wie).mag}


async def test_who_says_nothing_yet_can_begin():
    v = await veld()
    ann = plek(v)
    assert (ann.stand, ann.sinds, ann.is_bekend, ann.toestel) == ("Afwezig", None, True, Toestel.BROWSER)
    assert mag(v) == {"klaar", "pauze"}


async def test_who_is_not_in_the_policy_can_do_nothing():
    """Ready without a skill would be a chair that no call ever reaches."""
    v = await veld()
    assert (plek(v, "vreemd").is_bekend, mag(v, "vreemd")) == (False, set())


async def test_a_call_is_seen_before_it_is_answered():
    v = await veld()
    id = await v.in_rij()
    await v.verstrijk(12)
    await v.zegt("ann", m.MeldtAan())
    mijn = plek(v).gesprek
    assert mijn is not None
    assert (mijn.id, mijn.hoe, mijn.van, mijn.wachtrij, mijn.keuzes) == (id, Hoe.GAAT_OVER, BELLER, "kcc", ("Kcc",))
    assert (mijn.wacht_seconden, mijn.duur_seconden) == (12, 0)
    assert mag(v) == {"opnemen", "pauze", "weg"}
    await v.neemt_op(id)
    await v.verstrijk(65)
    mijn = plek(v).gesprek
    assert mijn is not None
    assert (mijn.wacht_seconden, mijn.duur_seconden) == (12, 65)


async def test_a_withheld_number_is_empty():
    v = await veld("ann")
    await v.in_rij(van="")
    mijn = plek(v).gesprek
    assert mijn is not None
    assert mijn.van == ""


async def test_what_may_be_done_follows_the_conversation():
    """Talk, hold, consult, swap, take back, hang up, write: what is offered works, and only that."""
    v = await veld("ann", "bob")
    id = await v.in_rij()
    await v.neemt_op(id)
    stand = {"pauze", "weg"}
    assert mag(v) == {"wacht", "verbind", "ophangen"} | stand
    await v.desk.doet(v.tenant, "ann", ZetInWacht(True))
    assert mag(v) == {"uit-wacht", "verbind", "ophangen"} | stand
    await v.desk.doet(v.tenant, "ann", ZetInWacht(False))
    await v.desk.verbind(v.tenant, "ann", aan("bob"), overleg=True)
    assert mag(v) == {"neem-terug"} | stand
    assert mag(v, "bob") == {"opnemen"} | stand
    await v.neemt_op(id)
    ann, bob = plek(v).gesprek, plek(v, "bob").gesprek
    assert ann is not None
    assert bob is not None
    assert (ann.hoe, ann.met, bob.hoe, bob.met) == (Hoe.OVERLEG, "Bob", Hoe.GERAADPLEEGD, "Ann")
    assert mag(v) == {"wissel", "geef-over", "neem-terug"} | stand
    assert mag(v, "bob") == {"geef-over", "neem-terug"} | stand
    await v.desk.doet(v.tenant, "ann", Wissel())
    assert plek(v).gesprek.hoe is Hoe.OVERLEG_BURGER
    await v.desk.doet(v.tenant, "ann", NeemTerug())
    await v.desk.doet(v.tenant, "ann", HangOp())
    ann_klaar = plek(v)
    assert (ann_klaar.stand, ann_klaar.gesprek, ann_klaar.nawerk_van) == ("Nawerk", None, id)
    assert mag(v) == {"klaar", "pauze", "weg"}


@pytest.mark.requirement("contact-30")
async def test_an_agent_sees_whether_it_is_recorded_and_can_pause_it():
    v = await Speelveld().begin(met_opname(), klaar=["ann", "bob"])
    id = await in_gesprek(v)
    assert (plek(v).gesprek.opname, Doen.OPNAME_STIL in plek(v).mag) == (Opgenomen.LOOPT, True)
    await v.desk.doet(1, "ann", ZetOpname(False))
    assert (plek(v).gesprek.opname, Doen.OPNAME_VERDER in plek(v).mag) == (Opgenomen.STIL, True)
    await v.desk.doet(1, "ann", ZetOpname(True))
    await v.desk.verbind(1, "ann", aan("bob"), overleg=True)
    assert (plek(v).gesprek.opname, plek(v, "bob").gesprek.opname) == (Opgenomen.NU_NIET, Opgenomen.NU_NIET)
    await v.neemt_op(id)
    await v.desk.doet(1, "ann", GeefOver())
    assert plek(v, "bob").gesprek.opname is Opgenomen.LOOPT


async def test_a_colleague_takes_over():
    v = await veld("ann", "bob")
    id = await v.in_rij()
    await v.neemt_op(id)
    await v.desk.verbind(v.tenant, "ann", aan("bob"), overleg=True)
    await v.neemt_op(id)
    await v.desk.doet(v.tenant, "ann", GeefOver())
    assert plek(v).stand == "Nawerk"
    assert plek(v, "bob").gesprek.hoe is Hoe.SPREEKT


async def test_what_was_asked_for_after_the_call_can_be_taken_back():
    v = await veld("ann")
    await v.neemt_op(await v.in_rij())
    await v.zegt("ann", m.NeemtPauze("lunch"))
    assert (plek(v).daarna, Doen.KLAAR in plek(v).mag) == ("Pauze", True)
    await v.zegt("ann", m.IsKlaar())
    assert plek(v).daarna == ""


async def test_who_can_be_passed_on_to():
    """Who is free stands first; the queue tells how many wait."""
    v = await veld("ann", "cor")
    await v.in_rij()
    await v.in_rij("+31611111111")
    ann = plek(v)
    assert [(c.id, c.is_vrij) for c in ann.collegas] == [("cor", True), ("bob", False)]
    assert [(r.naam, r.is_open, r.wachtend) for r in ann.wachtrijen] == [("kcc", True, 1), ("paspoort", True, 0)]
    boek = v.desk.boeken[v.tenant]
    assert bestemming_van(boek, "onbekend", BELLER) is None
    with pytest.raises(NietMogelijk):
        await v.desk.verbind(v.tenant, "ann", bestemming_van(boek, "cor", BELLER), overleg=False)  # not answered yet


@pytest.mark.parametrize(("toetsen", "woorden"), [
    ((), ()), (("1",), ("Kcc",)), (("7", "2"), ("Paspoort",)), (("2", "1"), ("Paspoort",)), (("9",), ("Aanbod",)),
])  # fmt: skip
def test_keys_in_words(toetsen, woorden):
    assert keuzes_in_woorden(beleid(), NUMMER, toetsen) == woorden
    assert leesbaar("werk-en-inkomen") == "Werk en inkomen"
