"""A new version reaches the desk while people call: who calls now follows it, who is here keeps what he heard."""

from datetime import timedelta

import msgspec
import pytest

from meent.integration.telefooncentrale.rijen import BeleidVeranderd, NummerBezet
from meent.process.telefonie import beheren, keuring
from meent.process.telefonie.beleid import Doel, Geluid, Inzet, voor_wie_er_is
from meent.process.telefonie.journaal import InGeheugen
from meent.process.telefonie.medewerker import MeldtAan
from tests.process.telefonie.opzet import BELLER, MAANDAG, NUMMER, Speelveld, beleid, wachtrij


def omgekeerd(**anders):
    """The same policy with the keys of its menu the other way round, and another text for them."""
    b = beleid()
    menu = msgspec.structs.replace(
        b.menus["hoofd"], keuzes={"1": Doel("wachtrij", "paspoort"), "2": Doel("wachtrij", "kcc")}
    )
    geluiden = b.geluiden | {"welkom": Geluid(2, {"nl": 3.0})}
    return msgspec.structs.replace(b, menus={"hoofd": menu}, geluiden=geluiden, **anders)


async def zet(v, nieuw, na=1):
    return await beheren.zet_in_werking(v.desk, 1, nieuw, na=na, by="els", toelichting="proef")


@pytest.mark.requirement("contact-7")
async def test_a_key_means_what_the_caller_just_heard():
    """He hears "for passports press 2" and the menu is turned round that second: 2 is still passports for him."""
    v = await Speelveld().begin()
    hier = await v.sim.call(BELLER, NUMMER)
    assert await zet(v, omgekeerd()) == 2
    later = await v.sim.call("+31612345679", NUMMER)
    assert (v.sim.hears(hier), v.sim.hears(later)) == (("1/welkom.nl.1",), ("1/welkom.nl.2",))
    await v.sim.press(hier, "2")
    await v.sim.press(later, "2")
    assert (v.gesprek(hier).wachtrij, v.gesprek(later).wachtrij) == ("paspoort", "kcc")


async def test_he_keeps_it_when_the_server_starts_again():
    """A restart in between may not change what his key means."""
    v = await Speelveld().begin()
    hier = await v.sim.call(BELLER, NUMMER)
    await zet(v, omgekeerd())
    await v.start()
    assert v.sim.hears(hier) == ("1/welkom.nl.1",)
    await v.sim.press(hier, "2")
    assert v.gesprek(hier).wachtrij == "paspoort"


async def test_who_waits_in_a_queue_that_is_taken_away_is_still_answered():
    """Nobody may wait for ever because an administrator tidied up; new agents and skills count for him at once."""
    v = await Speelveld().begin()
    id = await v.in_rij()
    b = beleid()
    zonder = beleid(
        wachtrijen={"paspoort": b.wachtrijen["paspoort"]},
        nummers={NUMMER: msgspec.structs.replace(b.nummers[NUMMER], begin=Doel("wachtrij", "paspoort"),
                                                 vangnet="paspoort")},
        menus={}, medewerkers={"dirk": Inzet("Dirk", {"algemeen": 1, "paspoort": 1})},
    )  # fmt: skip
    await zet(v, zonder)
    await v.zegt("dirk", MeldtAan())
    assert v.toestand(id) == "GaatOver"
    v.check()


async def test_a_queue_that_asks_for_another_skill_asks_it_of_who_waits_too():
    """The skill was renamed: under the old name nobody would ever come for who waits."""
    v = await Speelveld().begin()
    id = await v.in_rij()
    b = beleid()
    rijen = b.wachtrijen | {"kcc": wachtrij(vaardigheid="alles")}
    await zet(
        v, beleid(wachtrijen=rijen, medewerkers=b.medewerkers | {"ann": Inzet("Ann", {"alles": 1, "paspoort": 1})})
    )
    await v.zegt("ann", MeldtAan())
    assert v.toestand(id) == "GaatOver"


def test_hours_and_closings_are_those_of_now():
    oud, nieuw = beleid(), omgekeerd(gesloten=frozenset({"kcc"}))
    samen = voor_wie_er_is(oud, nieuw)
    assert (samen.menus, samen.geluiden["welkom"]) == (oud.menus, oud.geluiden["welkom"])
    assert (samen.gesloten, samen.tijden, samen.medewerkers) == (nieuw.gesloten, nieuw.tijden, nieuw.medewerkers)


# --- closed now -------------------------------------------------------------------------------------------------------


def dicht(v, uren=2, **anders):
    now = v.desk.now()
    gewoon = {"wachtrijen": frozenset(), "melding": ""}
    return beheren.sluiting("Brandalarm", now, now + timedelta(hours=uren), by="karim", **gewoon | anders)


@pytest.mark.requirement("contact-6")
async def test_closed_now_is_heard_by_the_next_caller_and_ends_by_itself():
    """A fire alarm: one button, and it is not forgotten in the evening."""
    v = await Speelveld().begin(klaar=["ann"])
    await beheren.sluit(v.desk, 1, dicht(v, melding="nood"))
    id = await v.in_rij()
    assert v.sim.hears(id) == ("1/nood.nl.1",)
    await v.verstrijk(2 * 3_600)
    assert v.toestand(await v.in_rij()) == "GaatOver"


async def test_one_queue_can_be_closed_and_who_waits_there_stays():
    v = await Speelveld().begin()
    wacht = await v.in_rij()
    await beheren.sluit(v.desk, 1, dicht(v, wachtrijen=frozenset({"kcc"})))
    assert v.toestand(wacht) == "InWachtrij"
    assert v.sim.hears(await v.in_rij("+31611111111")) == ("1/gesloten.nl.1",)
    ander = await v.sim.call("+31622222222", NUMMER)
    await v.sim.press(ander, "2")
    assert v.gesprek(ander).wachtrij == "paspoort"


async def test_it_stays_closed_after_a_restart_and_after_a_new_version_until_somebody_opens_it():
    """What was decided in an emergency is not undone by who puts an old change in force."""
    v = await Speelveld().begin()
    sluiting = dicht(v)
    await beheren.sluit(v.desk, 1, sluiting)
    await zet(v, omgekeerd())
    await v.start()
    boek = v.desk.boeken[1]
    assert not boek.beleid.is_open("kcc", v.desk.now())
    assert msgspec.json.decode((await v.journaal.beleid(1)).inhoud)["sluitingen"] == []
    await beheren.heropen(v.desk, 1, sluiting.id, by="karim")
    assert boek.beleid.is_open("kcc", v.desk.now())


@pytest.mark.parametrize(("anders", "veld"), [
    ({"uren": 0}, "tot"), ({"uren": 24 * 8}, "tot"), ({"wachtrijen": frozenset({"weg"})}, "keuze"),
    ({"melding": "weg"}, "keuze"),
])  # fmt: skip
async def test_a_closing_that_cannot_be_is_refused(anders, veld):
    v = await Speelveld().begin()
    with pytest.raises(beheren.SluitingGeweigerd) as geweigerd:
        await beheren.sluit(v.desk, 1, dicht(v, **anders))
    assert (geweigerd.value.veld, v.desk.boeken[1].beleid.sluitingen) == (veld, ())


# --- the draft --------------------------------------------------------------------------------------------------------


async def test_a_draft_may_be_wrong_and_what_is_in_force_never():
    """A caller may never find a queue that is not there."""
    v = await Speelveld().begin()
    await beheren.begin_concept(v.desk, 1, beleid(), 1, by="els")
    concept = await beheren.concept(v.desk, 1)
    await beheren.wijzig(v.desk, 1, concept, "wachtrijen", "kcc", None, by="els")
    concept = await beheren.concept(v.desk, 1)
    assert list(keuring.faults(concept.beleid))
    with pytest.raises(keuring.BeleidGeweigerd):
        await beheren.zet_concept_in_werking(v.desk, 1, concept, na=1, by="els", toelichting="")
    assert (v.desk.boeken[1].versie, "kcc" in v.desk.boeken[1].beleid.wachtrijen) == (1, True)


async def test_two_who_work_on_one_draft_or_decide_on_an_older_version_are_told():
    """Otherwise the last one to press the button silently undoes the other's work."""
    v = await Speelveld().begin()
    await beheren.begin_concept(v.desk, 1, omgekeerd(), 1, by="els")
    with pytest.raises(BeleidVeranderd):
        await beheren.begin_concept(v.desk, 1, beleid(), 1, by="jan")
    mijn = await beheren.concept(v.desk, 1)
    await beheren.wijzig(v.desk, 1, mijn, "noodmelding", "", None, by="jan")
    with pytest.raises(BeleidVeranderd):
        await beheren.wijzig(v.desk, 1, mijn, "noodmelding", "", None, by="els")
    with pytest.raises(BeleidVeranderd):
        await beheren.zet_concept_in_werking(v.desk, 1, mijn, na=1, by="els", toelichting="")
    nieuw = await beheren.concept(v.desk, 1)
    await zet(v, beleid())
    with pytest.raises(BeleidVeranderd):
        await beheren.zet_concept_in_werking(v.desk, 1, nieuw, na=1, by="els", toelichting="")
    await beheren.zet_concept_in_werking(v.desk, 1, nieuw, na=2, by="els", toelichting="Toetsen om")
    assert await beheren.concept(v.desk, 1) is None
    assert [(r.versie, r.door, r.toelichting) for r in await v.journaal.versies(1)] == [
        (3, "els", "Toetsen om"), (2, "els", "proef"), (1, "test", ""),
    ]  # fmt: skip


@pytest.mark.requirement("contact-41")
async def test_a_number_of_another_municipality_cannot_be_taken():
    v = Speelveld(InGeheugen([1, 2]))
    ander = beleid(nummers={"+31501234567": beleid().nummers[NUMMER]})
    await v.journaal.nieuw_beleid(2, msgspec.json.encode(ander), list(ander.nummers), by="jan", now=MAANDAG)
    await v.begin()
    with pytest.raises(NummerBezet):
        await zet(v, msgspec.structs.replace(beleid(), nummers=beleid().nummers | ander.nummers))
    assert v.desk.boeken[1].versie == 1


@pytest.mark.requirement("contact-8")
def test_a_changed_prompt_never_has_a_name_that_the_exchange_knows():
    """The exchange keeps sounds by name: an old name would sound as it did, whatever the screen says."""
    assert beheren.volgende_versie(beleid(), 4, "welkom") == 5
    assert beheren.volgende_versie(omgekeerd(), 1, "welkom") == 3
    assert beheren.volgende_versie(None, 0, "nieuw") == 1


def test_what_a_municipality_begins_with_is_good():
    assert list(keuring.faults(beheren.eerste_beleid("+31701234567", "Meerwijde"))) == []
