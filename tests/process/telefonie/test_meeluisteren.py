"""A team leader listens in: where the queue allows it, seen by the agent, to what the caller hears."""

import pytest

from meent.integration.telefooncentrale.centrale import Bestemming, SocketWeg, Toestel
from meent.process.telefonie.luisterwaarden import LUISTERT, LuisterMee, StopLuisteren
from meent.process.telefonie.meeluisteren import mag
from meent.process.telefonie.toestand import GeefOver, ZetInWacht
from meent.process.telefonie.werkplek import werkplek
from tests.process.telefonie.opzet import Speelveld, aan, beleid, buiten, wachtrij

ELS = Bestemming(Toestel.BROWSER, "els", 1)


async def in_gesprek(*, toegestaan=True, klaar=("ann",)):
    b = beleid(wachtrijen=beleid().wachtrijen | {"kcc": wachtrij(meeluisteren=toegestaan)})
    v = await Speelveld().begin(b, klaar=klaar)
    id = await v.in_rij()
    await v.neemt_op(id)
    return v, id


async def luister(v, id, wie="els"):
    await v.desk.in_gesprek(1, id, LuisterMee(wie, wie.title(), ELS))


async def neem_op(v, id):
    """The page of the listener answers by itself."""
    for been in [poging for poging in v.sim.ringing(id) if poging.startswith("L")]:
        await v.sim.pick_up(id, been)


def hoort(v, id):
    """What the listener hears."""
    luistert = v.gesprek(id).luisteraar
    return {v.sim.hears(id, been.luisteraar) for been in luistert.benen} if luistert else None


def ziet(v, wie="ann"):
    return werkplek(v.desk.boeken[1], wie, v.klok.now()).gesprek.luistert_mee


@pytest.mark.requirement("contact-31")
async def test_he_hears_both_the_agent_sees_it_and_it_stands_in_the_journal():
    v, id = await in_gesprek()
    voor = (v.sim.hears(id), v.sim.hears(id, "1"))
    await luister(v, id)
    await neem_op(v, id)
    assert hoort(v, id) == {("kopie A",), ("kopie 1",)}
    assert (ziet(v), (v.sim.hears(id), v.sim.hears(id, "1"))) == ("Els", voor)
    await v.desk.in_gesprek(1, id, StopLuisteren("els"))
    assert (ziet(v), hoort(v, id), v.toestand(id)) == ("", None, "InGesprek")
    assert not any(v.sim.is_there(id, been) for been in ("L1", "L2"))
    assert [r.soort for r in await v.journaal.regels(1, id)][-4:] == [
        "LuisterMee", "Beantwoord", "Beantwoord", "StopLuisteren",
    ]  # fmt: skip


async def test_where_the_queue_does_not_allow_it_nothing_happens():
    v, id = await in_gesprek(toegestaan=False)
    assert not mag(v.gesprek(id), v.desk.boeken[1].beleid.wachtrijen["kcc"])
    await luister(v, id)
    assert (hoort(v, id), ziet(v)) == (None, "")


async def test_on_hold_and_among_colleagues_he_hears_nothing_and_a_transfer_goes_on_with_who_takes_over():
    v, id = await in_gesprek(klaar=("ann", "bob"))
    await luister(v, id)
    await neem_op(v, id)
    await v.desk.doet(1, "ann", ZetInWacht(True))
    assert hoort(v, id) == set()
    await v.desk.doet(1, "ann", ZetInWacht(False))
    await neem_op(v, id)
    assert hoort(v, id) == {("kopie A",), ("kopie 1",)}
    await v.desk.verbind(1, "ann", aan("bob"), overleg=True)
    await v.neemt_op(id)
    assert hoort(v, id) == set()
    await v.desk.doet(1, "ann", GeefOver())
    await neem_op(v, id)
    assert (hoort(v, id), ziet(v, "bob")) == ({("kopie A",), ("kopie 2",)}, "Els")


async def test_with_a_number_outside_he_hears_nothing():
    v, id = await in_gesprek()
    await luister(v, id)
    await neem_op(v, id)
    await v.desk.verbind(1, "ann", buiten(), overleg=False)
    await v.neemt_op(id)
    assert (v.toestand(id), hoort(v, id)) == ("InGesprek", set())


async def test_it_ends_with_the_conversation_and_nothing_is_left_ringing():
    v, id = await in_gesprek()
    await luister(v, id)
    await v.sim.leave(id)
    assert v.sim.gesprekken == frozenset()
    v.check()


async def test_when_his_page_is_gone_the_others_talk_on():
    v, id = await in_gesprek()
    await luister(v, id)
    await neem_op(v, id)
    await v.desk.meld(SocketWeg(1, LUISTERT + "els"))
    assert v.desk.boeken[1].medewerkers.keys() == {"ann"}, "who listens is no agent"
    await v.sim.leave(id, "L1")
    assert (hoort(v, id), v.toestand(id), v.sim.is_there(id, "L2")) == (None, "InGesprek", False)
    await luister(v, id)
    await v.verstrijk(11)
    assert (hoort(v, id), v.toestand(id)) == (None, "InGesprek")


async def test_one_at_a_time_and_only_who_listens_can_stop():
    v, id = await in_gesprek()
    await luister(v, id)
    await luister(v, id, "jan")
    await v.desk.in_gesprek(1, id, StopLuisteren("jan"))
    assert v.gesprek(id).luisteraar.wie == "els"
