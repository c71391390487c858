"""What is recorded of a conversation, what never is, and who has a say in it (decision 0062)."""

from datetime import timedelta

import msgspec
import pytest

from meent.integration.telefooncentrale.centrale import CentraleFout
from meent.process.telefonie.beleid import Geluid
from meent.process.telefonie.keuring import faults
from meent.process.telefonie.toestand import (
    BewaarOpname,
    GeefOver,
    HangOp,
    SchrijfKlantcontact,
    Verbroken,
    ZetInWacht,
    ZetOpname,
)
from tests.process.telefonie.opzet import BELLER, MAANDAG, NUMMER, Speelveld, aan, beleid, buiten, wachtrij

MELDING = ("1/opname.nl.1",)


def met_opname(**anders):
    """The general queue is recorded, that of passports is not."""
    b = beleid()
    kcc = wachtrij(opnemen=True, opname_melding="opname", opname_bewaardagen=14, **anders)
    geluiden = b.geluiden | {"opname": Geluid(1, {"nl": 3.0})}
    return msgspec.structs.replace(b, wachtrijen=b.wachtrijen | {"kcc": kcc}, geluiden=geluiden)


async def in_gesprek(v, van=BELLER):
    """Somebody who heard the announcement and was answered by ann."""
    id = await v.in_rij(van)
    assert (v.toestand(id), v.sim.hears(id)) == ("HoortMelding", MELDING)
    await v.verstrijk(3)
    await v.neemt_op(id)
    return id


def loopt(v, id):
    return v.sim._gesprekken[id].opname


@pytest.mark.requirement("contact-30")
async def test_the_caller_hears_that_he_is_recorded_before_he_waits_and_it_begins_when_he_is_answered():
    v = await Speelveld().begin(met_opname(), klaar=["ann"])
    id = await v.in_rij()
    assert (v.sim.hears(id), v.sim.ringing(id)) == (MELDING, [])
    await v.verstrijk(3)
    assert (v.toestand(id), loopt(v, id)) == ("GaatOver", False)
    await v.neemt_op(id)
    assert loopt(v, id)
    await v.sim.leave(id)
    await v.verstrijk(1)
    contact, opname = (opdracht for _, opdracht in v.registers.geschreven.values())
    begin = MAANDAG + timedelta(seconds=3)
    assert isinstance(contact, SchrijfKlantcontact)
    assert opname == BewaarOpname("kcc", "ann", begin, begin, 14)


async def test_a_queue_that_does_not_say_so_is_not_recorded():
    v = await Speelveld().begin(met_opname(), klaar=["cor"])
    id = await v.sim.call(BELLER, NUMMER)
    await v.sim.press(id, "2")
    await v.neemt_op(id)
    await v.desk.doet(1, "cor", ZetOpname(True))
    assert not loopt(v, id)
    await v.sim.leave(id)
    await v.verstrijk(1)
    assert v.registers.of(BewaarOpname) == []


async def test_who_did_not_hear_it_is_not_recorded():
    """Called back on a request from the site: he never chose, and nobody told him."""
    v = await Speelveld().begin(met_opname(), klaar=["ann"])
    await v.desk.bel_terug(1, "vraag", nummer=BELLER, namens=NUMMER, wachtrij="kcc")
    await v.neemt_op("vraag")
    await v.neemt_op("vraag")
    assert (v.toestand("vraag"), loopt(v, "vraag")) == ("InGesprek", False)


@pytest.mark.requirement("contact-30")
async def test_an_agent_pauses_for_payment_data_and_goes_on():
    v = await Speelveld().begin(met_opname(), klaar=["ann"])
    id = await in_gesprek(v)
    await v.desk.doet(1, "ann", ZetOpname(False))
    assert (loopt(v, id), v.gesprek(id).opname.is_stil) == (False, True)
    await v.desk.doet(1, "ann", ZetInWacht(True))
    await v.desk.doet(1, "ann", ZetInWacht(False))
    assert not loopt(v, id), "what comes by itself does not end a pause"
    await v.desk.doet(1, "ann", ZetOpname(True))
    assert loopt(v, id)


async def test_on_hold_and_among_colleagues_nothing_is_recorded_and_it_goes_on_with_who_takes_over():
    v = await Speelveld().begin(met_opname(), klaar=["ann", "bob"])
    id = await in_gesprek(v)
    await v.desk.doet(1, "ann", ZetInWacht(True))
    assert not loopt(v, id)
    await v.desk.doet(1, "ann", ZetInWacht(False))
    await v.desk.verbind(1, "ann", aan("bob"), overleg=True)
    assert not loopt(v, id)
    await v.neemt_op(id)
    assert not loopt(v, id)
    await v.desk.doet(1, "ann", GeefOver())
    assert loopt(v, id)
    await v.desk.doet(1, "bob", HangOp())
    await v.verstrijk(1)
    assert len(v.registers.of(BewaarOpname)) == 1


async def test_who_is_put_through_to_a_number_outside_is_recorded_no_longer():
    """The other side was told nothing and works for somebody else."""
    v = await Speelveld().begin(met_opname(), klaar=["ann"])
    id = await in_gesprek(v)
    await v.desk.verbind(1, "ann", buiten(), overleg=False)
    assert not loopt(v, id)
    await v.neemt_op(id)
    assert (v.toestand(id), loopt(v, id)) == ("InGesprek", False)


async def test_who_is_passed_on_to_a_recorded_queue_hears_so_first():
    v = await Speelveld().begin(met_opname(), klaar=["cor"])
    id = await v.sim.call(BELLER, NUMMER)
    await v.sim.press(id, "2")
    await v.neemt_op(id)
    await v.desk.verbind_wachtrij(1, "cor", "kcc")
    assert (v.toestand(id), v.sim.hears(id)) == ("HoortMelding", MELDING)
    await v.verstrijk(3)
    assert (v.toestand(id), v.gesprek(id).kop) == ("InWachtrij", True)


async def test_an_exchange_that_does_not_stop_recording_is_told_to_the_agent():
    """Who believes that it is paused reads out a card number."""
    v = await Speelveld().begin(met_opname(), klaar=["ann"])
    id = await in_gesprek(v)

    async def kapot(*args, **kwargs):
        raise CentraleFout

    gewoon, v.sim.record = v.sim.record, kapot
    await v.desk.doet(1, "ann", ZetOpname(False))
    opname = v.gesprek(id).opname
    assert (opname.loopt, opname.is_stil, opname.hapert) == (True, True, True)
    v.sim.record = gewoon
    await v.desk.doet(1, "ann", ZetOpname(False))
    opname = v.gesprek(id).opname
    assert (opname.loopt, opname.hapert, loopt(v, id)) == (False, False, False)


async def test_a_recording_outlives_the_server():
    """What ran when the server fell is stopped and kept when it is back."""
    v = await Speelveld().begin(met_opname(), klaar=["ann"])
    id = await in_gesprek(v)
    await v.start()
    assert (v.toestand(id), loopt(v, id)) == ("InGesprek", True)
    await v.desk.meld(Verbroken(id, "A"))
    await v.verstrijk(1)
    assert len(v.registers.of(BewaarOpname)) == 1


@pytest.mark.parametrize(("melding", "plaats"), [("", "Kies de melding"), ("weg", "De melding 'weg' bestaat niet")])
def test_a_queue_cannot_be_recorded_without_an_announcement(melding, plaats):
    b = met_opname()
    kcc = msgspec.structs.replace(b.wachtrijen["kcc"], opname_melding=melding)
    (fout,) = faults(msgspec.structs.replace(b, wachtrijen=b.wachtrijen | {"kcc": kcc}))
    assert fout.plaats == "wachtrijen.kcc.opname_melding"
    assert plaats in fout.tekst
