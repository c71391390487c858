"""The desk on a simulated exchange: whole calls, from ringing to what is written in the registers."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import msgspec
import pytest

from meent.basis.ids import uuid7
from meent.integration.telefooncentrale.centrale import Bestemming, CentraleFout, Toestel
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.beleid import Geluid, Inzet
from meent.process.telefonie.desk import NietMogelijk
from meent.process.telefonie.toestand import (
    GeefOver,
    HangOp,
    MaakVerzoek,
    MeldAfloop,
    NeemTerug,
    SchrijfKlantcontact,
    Wissel,
    ZetInWacht,
)
from tests.process.telefonie.opzet import BELLER, MAANDAG, NUMMER, Speelveld, aan, beleid, buiten, wachtrij

MUZIEK = ("1/muziek.nl.1",)


@pytest.mark.requirement("contact-7", "contact-22")
async def test_a_call_from_ringing_to_register():
    v = await Speelveld().begin(klaar=["ann"])
    id = await v.sim.call(BELLER, NUMMER)
    assert v.sim.hears(id) == ("1/welkom.nl.1",)
    await v.sim.press(id, "1")
    assert (v.sim.hears(id), v.stand("ann")) == (MUZIEK, "Aangeboden")
    await v.verstrijk(3)
    poging = await v.neemt_op(id)
    assert (v.sim.hears(id), v.sim.hears(id, poging), v.stand("ann")) == ((f"partij {poging}",), ("partij A",), "Bezet")
    await v.verstrijk(120)
    await v.sim.leave(id)
    assert (v.stand("ann"), v.sim.gesprekken) == ("Nawerk", frozenset())
    await v.verstrijk(60)
    assert v.stand("ann") == "Klaar"
    kwam, nam_op = MAANDAG, MAANDAG + timedelta(seconds=3)
    assert v.registers.of(SchrijfKlantcontact) == [
        SchrijfKlantcontact(BELLER, "ann", "kcc", kwam, nam_op, nam_op + timedelta(seconds=120), 3, False)
    ]
    soorten = [regel.soort for regel in await v.journaal.regels(1, id)]
    assert soorten == ["Kwam", "Toets", "Toegewezen", "Beantwoord", "Verbroken"]
    assert (await v.journaal.open(1)).opdrachten == []


@pytest.mark.requirement("contact-5")
async def test_an_anonymous_caller_is_helped_and_counted_but_not_registered():
    v = await Speelveld().begin(klaar=["ann"])
    id = await v.in_rij(van="")
    await v.neemt_op(id)
    await v.sim.leave(id)
    await v.verstrijk(1)
    assert v.registers.geschreven == {}
    assert len(await v.journaal.regels(1, id)) == 5


@pytest.mark.requirement("contact-7")
async def test_who_presses_nothing_hears_the_menu_again_and_is_then_put_through():
    v = await Speelveld().begin()
    id = await v.sim.call(BELLER, NUMMER)
    await v.verstrijk(6.9)
    assert v.toestand(id) == "InMenu"
    await v.verstrijk(0.2)
    assert (v.toestand(id), v.sim.hears(id)) == ("InMenu", ("1/welkom.nl.1",))
    await v.verstrijk(7)
    assert (v.toestand(id), v.sim.hears(id)) == ("InWachtrij", MUZIEK)


@pytest.mark.requirement("contact-13")
async def test_who_does_not_answer_goes_away_and_the_caller_goes_first_with_his_wait_counted_through():
    """4 seconds of ringing, then another agent; the wait in the register is from the beginning."""
    v = await Speelveld().begin(klaar=["ann", "bob"])
    id = await v.in_rij()
    await v.verstrijk(4)
    assert (v.stand("ann"), v.stand("bob")) == ("Afwezig", "Aangeboden")
    await v.verstrijk(1)
    await v.neemt_op(id)
    await v.sim.leave(id)
    await v.verstrijk(1)
    assert v.registers.of(SchrijfKlantcontact)[0].wacht_seconden == 5
    v.check()


@pytest.mark.requirement("contact-22")
async def test_a_browser_that_is_lost_puts_the_agent_away_and_the_caller_first():
    """Nobody hung up: who was talking waits again, before who came later."""
    v = await Speelveld().begin(klaar=["ann"])
    eerste = await v.in_rij()
    await v.neemt_op(eerste)
    tweede = await v.in_rij("+31600000002")
    await v.sim.lose_browser(1, "ann")
    assert (v.stand("ann"), v.toestand(eerste), v.sim.hears(eerste)) == ("Afwezig", "InWachtrij", MUZIEK)
    await v.zegt("bob", m.MeldtAan())
    assert (v.toestand(eerste), v.toestand(tweede)) == ("GaatOver", "InWachtrij")
    v.check()


async def test_an_exchange_that_refuses_is_not_asked_without_end():
    """Without a pause the trial offered one call 141,663 times in 20 seconds."""
    v = await Speelveld().begin(klaar=["ann", "bob"])
    gebeld = []

    async def kapot(*args: object) -> None:
        gebeld.append(args)
        raise CentraleFout("stuk")

    v.sim.dial = kapot
    id = await v.in_rij()
    await v.verstrijk(3_600)
    assert len(gebeld) == 6
    assert (v.stand("ann"), v.stand("bob"), v.toestand(id)) == ("Afwezig", "Afwezig", "InWachtrij")
    v.check()


@pytest.mark.requirement("contact-2", "contact-41")
async def test_a_number_nobody_has_is_refused():
    v = await Speelveld().begin()
    id = await v.sim.call(BELLER, "+31700000000")
    assert v.sim.gesprekken == frozenset()
    assert v.toestand(id) == "Afgelopen"


@pytest.mark.requirement("contact-6")
async def test_closing_at_once_works_for_the_next_caller():
    """A fire alarm: the switch is turned, and the next one who calls hears that it is closed."""
    v = await Speelveld().begin(klaar=["ann"])
    dicht = msgspec.structs.replace(beleid(), gesloten=frozenset({"kcc", "paspoort"}))
    await v.journaal.nieuw_beleid(1, msgspec.json.encode(dicht), [NUMMER], by="jan", now=v.klok.now())
    await v.desk.herlaad(1)
    id = await v.in_rij()
    assert v.sim.hears(id) == ("1/gesloten.nl.1",)
    await v.verstrijk(2)
    assert v.sim.gesprekken == frozenset()


@pytest.mark.requirement("contact-14")
async def test_the_eleventh_caller_is_offered_to_be_called_back():
    v = await Speelveld().begin()
    for n in range(10):
        id = await v.sim.call(f"+316000000{n:02}", NUMMER)
        await v.sim.press(id, "2")
        assert v.toestand(id) == "InWachtrij"
    elfde = await v.sim.call(BELLER, NUMMER)
    await v.sim.press(elfde, "2")
    assert (v.toestand(elfde), v.sim.hears(elfde)) == ("KrijgtAanbod", ("1/terugbel-aanbod.nl.1",))


@pytest.mark.requirement("contact-15")
async def test_a_call_back_keeps_its_place_and_calls_the_agent_first():
    """He asked before another came, so he is called before that one is helped."""
    v = await Speelveld().begin()
    eerste = await v.in_rij()
    await v.verstrijk(10)
    await v.sim.press(eerste, "5")
    await v.verstrijk(1)
    assert [x.wachtrij for x in v.registers.of(MaakVerzoek)] == ["kcc"]
    await v.verstrijk(2)
    assert (v.toestand(eerste), v.sim.gesprekken) == ("InWachtrij", frozenset())
    later = await v.in_rij("+31600000002")
    await v.zegt("ann", m.MeldtAan())
    assert (v.toestand(eerste), v.toestand(later)) == ("GaatOver", "InWachtrij")
    assert v.sim.dialled(eerste, "1") == Bestemming(Toestel.BROWSER, "ann", 1, BELLER)
    await v.neemt_op(eerste)
    assert v.sim.hears(eerste, "1") == MUZIEK
    assert v.sim.dialled(eerste, "2") == Bestemming(Toestel.LIJN, BELLER, 1, NUMMER)
    await v.neemt_op(eerste)
    assert (v.sim.hears(eerste, "1"), v.sim.hears(eerste, "2")) == (("partij 2",), ("partij 1",))
    await v.sim.leave(eerste, "2")
    await v.verstrijk(1)
    assert [x.gelukt for x in v.registers.of(MeldAfloop)] == [True]
    v.check()


@pytest.mark.requirement("contact-15")
async def test_a_citizen_who_is_not_reached_is_tried_again_and_then_left_to_people():
    v = await Speelveld().begin(klaar=["ann"])
    id = str(uuid7())
    straks = MAANDAG + timedelta(hours=1)
    await v.desk.bel_terug(1, id, nummer=BELLER, namens=NUMMER, wachtrij="kcc", op=straks)
    await v.desk.bel_terug(1, id, nummer=BELLER, namens=NUMMER, wachtrij="kcc", op=straks)
    await v.verstrijk(3_599)
    assert v.toestand(id) == "Gepland"
    await v.verstrijk(1)
    for keer in range(3):
        await v.neemt_op(id)
        await v.verstrijk(31)
        assert v.toestand(id) == ("Afgelopen" if keer == 2 else "Gepland")
        await v.verstrijk(1_800)
    assert len(v.registers.of(MaakVerzoek)) == 1
    assert v.registers.of(MaakVerzoek)[0].op == straks
    assert v.registers.of(MeldAfloop) == [MeldAfloop(False, "niet bereikt")]
    v.check()


async def test_a_register_that_is_away_gets_the_request_later():
    """A request to be called back that vanishes is why people call eight times."""
    v = await Speelveld().begin()
    v.registers.weg = 3
    id = await v.in_rij()
    await v.sim.press(id, "5")
    await v.verstrijk(60)
    assert v.registers.of(MaakVerzoek) == []
    await v.verstrijk(60)
    assert len(v.registers.of(MaakVerzoek)) == 1


async def test_what_a_register_refuses_is_kept_with_the_reason_and_tried_again_by_who_starts():
    v = await Speelveld().begin()
    v.registers.weigert = MaakVerzoek
    id = await v.in_rij()
    await v.sim.press(id, "5")
    await v.verstrijk(60)
    (open_,) = (await v.journaal.open(1)).opdrachten
    assert (open_.gesprek, open_.soort, open_.fout) == (id, "MaakVerzoek", "Het onderwerp is te lang.")
    v.registers.weigert = None
    await v.start()
    assert (len(v.registers.of(MaakVerzoek)), (await v.journaal.open(1)).opdrachten) == (1, [])


async def test_a_follower_hears_at_once_then_once_of_many_rounds_and_stops_when_the_server_leaves():
    v = await Speelveld().begin(klaar=["ann"])
    ticks = v.desk.volg(1)
    await anext(ticks)
    volgende = asyncio.ensure_future(anext(ticks))
    await asyncio.sleep(0)
    assert not volgende.done()
    await v.neemt_op(await v.in_rij())
    await volgende
    volgende = asyncio.ensure_future(anext(ticks, "klaar"))
    await asyncio.sleep(0)
    assert not volgende.done()
    v.desk.vertrek()
    assert await volgende == "klaar"
    assert [tick async for tick in v.desk.volg(1)] == []


async def test_where_there_is_no_sound_an_agent_answers_by_a_button():
    v = await Speelveld().begin(klaar=["ann", "bob"])
    id = await v.in_rij()
    with pytest.raises(NietMogelijk):
        await v.desk.neem_op(1, "bob")
    await v.desk.weiger(1, "ann")
    assert (v.stand("ann"), v.stand("bob")) == ("Klaar", "Aangeboden")
    await v.desk.neem_op(1, "bob")
    assert (v.toestand(id), v.stand("bob")) == ("InGesprek", "Bezet")
    v.desk.knoppen = None
    with pytest.raises(NietMogelijk):
        await v.desk.neem_op(1, "bob")


async def bezig(v: Speelveld) -> str:
    """A caller who talks with ann; bob is ready."""
    id = await v.in_rij()
    await v.neemt_op(id)
    await v.zegt("bob", m.MeldtAan())
    return id


@pytest.mark.requirement("contact-9")
async def test_who_waits_hears_music_and_every_minute_where_he_stands():
    """Six minutes in a queue of which each second is heard: nobody thinks that he was forgotten."""
    b = beleid()
    v = await Speelveld().begin(msgspec.structs.replace(b, geluiden=b.geluiden | {"wachttijd": Geluid(1, {"nl": 2.0})}))
    await v.zegt("ann", m.MeldtAan())
    await bezig(v)  # ann talks, and goes on talking
    id = await v.in_rij()
    gehoord = []
    for _ in range(360):
        await v.verstrijk(1)
        gehoord.append(tuple(naam.split("/")[1].split(".")[0] for naam in v.sim.hears(id)))
    verteld = ("u-bent-nummer", "getal-1", "wachttijd", "getal-3")
    assert set(gehoord) == {("muziek",), verteld}
    begin = [seconde for seconde in range(1, 360) if gehoord[seconde] == verteld != gehoord[seconde - 1]]
    assert [later - eerder for eerder, later in pairwise(begin)] == [68] * (len(begin) - 1)  # 60 of music, 8 of words
    assert len(begin) == 5


@pytest.mark.requirement("contact-24")
@pytest.mark.parametrize(("toestel", "adres"), [(Toestel.BROWSER, ""), (Toestel.TELEFOON, "ann-100"),
                                                (Toestel.LIJN, "+31687654321")])  # fmt: skip
async def test_on_whatever_an_agent_talks_the_same_is_registered(toestel, adres):
    """A desk telephone, a mobile and a browser: each rings, is answered, and gives the same klantcontact."""
    v = await Speelveld().begin(
        beleid(medewerkers={"ann": Inzet("Ann", {"algemeen": 1, "paspoort": 1}, toestel, adres)})
    )
    await v.zegt("ann", m.MeldtAan())
    id = await v.in_rij()
    (poging,) = v.sim.ringing(id)
    assert v.sim.dialled(id, poging) == Bestemming(toestel, adres or "ann", 1, BELLER)
    await v.verstrijk(2)
    await v.neemt_op(id)
    await v.verstrijk(60)
    await v.sim.leave(id)
    await v.verstrijk(1)
    (contact,) = v.registers.of(SchrijfKlantcontact)
    assert (contact.van, contact.medewerker, contact.wachtrij, contact.wacht_seconden) == (BELLER, "ann", "kcc", 2)
    assert contact.beeindigd_op - contact.beantwoord_op == timedelta(seconds=60)


@pytest.mark.requirement("contact-17")
async def test_blind_transfer_frees_the_agent_and_brings_the_caller_to_another():
    v = await Speelveld().begin(klaar=["ann"])
    id = await bezig(v)
    await v.desk.verbind(1, "ann", aan("bob"), overleg=False)
    assert (v.stand("ann"), v.stand("bob"), v.sim.hears(id)) == ("Nawerk", "Aangeboden", MUZIEK)
    v.check()
    poging = await v.neemt_op(id)
    assert (v.sim.hears(id), v.stand("bob")) == ((f"partij {poging}",), "Bezet")
    await v.sim.leave(id)
    await v.verstrijk(1)
    assert v.registers.of(SchrijfKlantcontact)[0].medewerker == "ann"
    v.check()


@pytest.mark.requirement("contact-17")
async def test_a_transfer_that_nobody_takes_brings_the_caller_back_to_the_head():
    v = await Speelveld().begin(klaar=["ann"])
    id = await bezig(v)
    await v.desk.verbind(1, "ann", buiten(), overleg=False)
    (poging,) = v.sim.ringing(id)
    await v.verstrijk(4)
    assert (v.toestand(id), v.stand("bob")) == ("GaatOver", "Aangeboden")
    assert poging not in v.sim.ringing(id)
    v.check()


@pytest.mark.requirement("contact-18")
async def test_warm_transfer_with_music_for_the_caller_and_a_way_back():
    v = await Speelveld().begin(klaar=["ann"])
    id = await bezig(v)
    await v.desk.verbind(1, "ann", aan("bob"), overleg=True)
    assert v.sim.hears(id) == MUZIEK
    bob = await v.neemt_op(id)
    assert (v.sim.hears(id, "1"), v.sim.hears(id, bob), v.sim.hears(id)) == ((f"partij {bob}",), ("partij 1",), MUZIEK)
    await v.desk.doet(1, "ann", Wissel())
    assert (v.sim.hears(id), v.sim.hears(id, bob)) == (("partij 1",), MUZIEK)
    await v.desk.doet(1, "ann", Wissel())
    assert (v.sim.hears(id), v.sim.hears(id, bob)) == (MUZIEK, ("partij 1",))
    v.check()
    await v.desk.doet(1, "ann", GeefOver())
    assert (v.sim.hears(id), v.stand("ann"), v.stand("bob")) == ((f"partij {bob}",), "Nawerk", "Bezet")
    v.check()


@pytest.mark.requirement("contact-18")
async def test_the_agent_takes_the_caller_back():
    v = await Speelveld().begin(klaar=["ann"])
    id = await bezig(v)
    await v.desk.verbind(1, "ann", aan("bob"), overleg=True)
    await v.neemt_op(id)
    await v.desk.doet(1, "ann", NeemTerug())
    assert (v.sim.hears(id), v.stand("ann"), v.stand("bob")) == (("partij 1",), "Bezet", "Nawerk")
    v.check()


async def test_hold_is_music_and_back():
    v = await Speelveld().begin(klaar=["ann"])
    id = await bezig(v)
    await v.desk.doet(1, "ann", ZetInWacht(True))
    assert (v.sim.hears(id), v.sim.hears(id, "1")) == (MUZIEK, ())
    await v.desk.doet(1, "ann", ZetInWacht(False))
    assert v.sim.hears(id) == ("partij 1",)
    await v.desk.doet(1, "ann", HangOp())
    assert v.sim.gesprekken == frozenset()


async def test_what_cannot_be_is_refused():
    """Nobody is given a caller while he has one, and without a conversation there is nothing to pass on."""
    v = await Speelveld().begin(klaar=["ann"])
    with pytest.raises(NietMogelijk):
        await v.desk.doet(1, "ann", HangOp())
    id = await v.in_rij()
    await v.neemt_op(id)
    for overleg in (True, False):
        with pytest.raises(NietMogelijk):
            await v.desk.verbind(1, "ann", aan("bob"), overleg=overleg)
    for rij in ("weg", "paspoort"):
        v.desk.boeken[1].beleid = msgspec.structs.replace(beleid(), gesloten=frozenset({"paspoort"}))
        with pytest.raises(NietMogelijk):
            await v.desk.verbind_wachtrij(1, "ann", rij)
    with pytest.raises(NietMogelijk):
        await v.desk.bel_terug(1, "x", nummer=BELLER, namens=NUMMER, wachtrij="weg")
    assert v.toestand(id) == "InGesprek"
    v.check()


@pytest.mark.requirement("contact-17")
async def test_a_caller_is_passed_on_to_another_queue():
    v = await Speelveld().begin(klaar=["bob"])
    id = await v.in_rij()
    await v.neemt_op(id)
    await v.zegt("cor", m.MeldtAan())
    await v.desk.verbind_wachtrij(1, "bob", "paspoort")
    poging = v.sim.ringing(id)[0]
    assert v.sim.dialled(id, poging) == Bestemming(Toestel.TELEFOON, "cor-100", 1, BELLER)
    v.check()


@pytest.mark.requirement("contact-12")
async def test_who_calls_again_gets_whom_he_spoke_with():
    b = msgspec.structs.replace(beleid(), wachtrijen=beleid().wachtrijen | {"kcc": wachtrij(zelfde_uren=24)})
    v = await Speelveld().begin(b, klaar=["bob"])
    id = await v.in_rij()
    await v.neemt_op(id)
    await v.sim.leave(id)
    await v.zegt("ann", m.MeldtAan())
    await v.verstrijk(3_600)
    id = await v.in_rij()
    assert (v.stand("ann"), v.stand("bob")) == ("Klaar", "Aangeboden")


@pytest.mark.requirement("contact-41")
async def test_two_municipalities_on_one_desk_have_nothing_of_each_other():
    """An agent of the one never gets a caller of the other, however long that one waits."""
    v = Speelveld()
    v.journaal = type(v.journaal)([1, 2])
    ander = msgspec.structs.replace(beleid(), nummers={"+31501234567": beleid().nummers[NUMMER]})
    await v.journaal.nieuw_beleid(2, msgspec.json.encode(ander), list(ander.nummers), by="els", now=MAANDAG)
    await v.begin(klaar=["ann"])
    id = await v.sim.call(BELLER, "+31501234567")
    await v.sim.press(id, "1")
    await v.verstrijk(600)
    assert id in v.desk.boeken[2].wachtend
    assert id not in v.desk.boeken[1].gesprekken
    await v.desk.van_medewerker(2, "ann", m.MeldtAan())
    assert v.stand("ann") == "Klaar"
    assert v.desk.boeken[2].gesprekken[id].toestand.aan.medewerker == "ann"
    assert v.sim.dialled(id, "1") == Bestemming(Toestel.BROWSER, "ann", 2, BELLER)


async def test_the_reaper_ends_sound_that_belongs_to_nobody():
    v = await Speelveld().begin()
    wees = await v.sim.call(BELLER, NUMMER)
    echt = await v.sim.call(BELLER, NUMMER)
    v.desk._van.pop(wees)
    assert await v.desk.ruim_op() == []
    await v.verstrijk(59)
    assert await v.desk.ruim_op() == []
    await v.verstrijk(1)
    assert await v.desk.ruim_op() == [wees]
    assert await v.sim.running() == frozenset({echt})
