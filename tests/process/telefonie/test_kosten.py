"""An amount per day for calls to numbers outside: what counts, who is refused what, and that it is seen (0080)."""

from datetime import timedelta

import pytest

from meent.basis.geld import Eurocent
from meent.integration.telefooncentrale.centrale import Bestemming, Toestel
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.beleid import Buitenbellen, Doel, Menu
from meent.process.telefonie.buitenlijn import Buiten, NietGebeld, Waarom, kosten, waarom_niet
from meent.process.telefonie.keuring import attention
from meent.process.telefonie.toestand import Aan, HangOp, MeldAfloop
from meent.process.telefonie.uitgaven import vandaag_naar_buiten
from tests.process.telefonie.opzet import BELLER, BUITEN, MAANDAG, NUMMER, Speelveld, beleid

MOBIEL, VER, BETAALD, GRATIS = "+31612300000", "+88212345678", "+319001234", "+318001234"
KRAP = Buitenbellen(dagbedrag_euro=1, vast_eurocent_per_minuut=10, mobiel_eurocent_per_minuut=20)
"""One euro: ten minutes to a fixed number."""


def naar(nummer):
    return Aan(Bestemming(Toestel.LIJN, nummer, 1, NUMMER))


def minuten(*hoeveel, nummer=BUITEN):
    return [Buiten("1", nummer, MAANDAG, MAANDAG + timedelta(minutes=een)) for een in hoeveel]


@pytest.mark.parametrize(("benen", "cent"), [
    (minuten(3), 30),
    (minuten(3.1, 0.1), 50),                             # a minute that was begun counts
    (minuten(2, nummer=MOBIEL) + minuten(9, nummer=GRATIS), 40),
    ([Buiten("1", BUITEN, MAANDAG)], 70),                # goes on since seven minutes
    ([Buiten("1", BUITEN, MAANDAG + timedelta(minutes=6))], 50),   # goes on since one: five are set aside
])  # fmt: skip
def test_what_calls_outside_cost(benen, cent):
    assert kosten(benen, KRAP, MAANDAG + timedelta(minutes=7)) == cent


@pytest.mark.parametrize(("nummer", "besteed", "waarom"), [
    (BUITEN, 50, None), (BUITEN, 51, Waarom.DAGBEDRAG), (MOBIEL, 1, Waarom.DAGBEDRAG), (GRATIS, 999, None),
    (VER, 0, Waarom.BUITENLAND), (BETAALD, 0, Waarom.BETAALD), (BETAALD.replace("+31", "+310"), 0, Waarom.BETAALD),
    (MOBIEL.replace("+31", "+310"), 1, Waarom.DAGBEDRAG),
])  # fmt: skip
def test_which_numbers_are_called(nummer, besteed, waarom):
    assert waarom_niet(nummer, Eurocent(besteed), KRAP) is waarom


async def in_gesprek(v, van=BELLER):
    await v.zegt("ann", m.MeldtAan())
    id = await v.in_rij(van)
    await v.neemt_op(id)
    return id


@pytest.mark.requirement("contact-49")
@pytest.mark.parametrize("overleg", [False, True], ids=["doorverbinden", "ruggespraak"])
async def test_who_would_pass_the_amount_of_the_day_is_refused_and_the_caller_talks_on(overleg):
    """Whoever gets in can make hundreds of calls in a night; the bill of the municipality ends at its own amount."""
    v = await Speelveld().begin(beleid(buitenbellen=KRAP))
    eerste = await in_gesprek(v)
    await v.desk.verbind(1, "ann", naar(BUITEN), overleg=False)
    await v.neemt_op(eerste)
    await v.verstrijk(6 * 60)
    tweede = await in_gesprek(v, van="+31687654321")
    with pytest.raises(NietGebeld) as niet:
        await v.desk.verbind(1, "ann", naar(BUITEN), overleg=overleg)
    assert (niet.value.waarom, v.toestand(tweede)) == (Waarom.DAGBEDRAG, "InGesprek")
    assert v.gesprek(tweede).toestand.aan.medewerker == "ann"
    uitgaven = await vandaag_naar_buiten(v.journaal, 1, KRAP, v.klok.now())
    assert (uitgaven.besteed, uitgaven.dagbedrag, uitgaven.gebeld) == (60, 100, 1)
    assert [(een.door, een.nummer, een.waarom) for een in uitgaven.geweigerd] == [("ann", BUITEN, Waarom.DAGBEDRAG)]
    regel = (await v.journaal.regels(1, tweede))[-1]
    assert (regel.soort, BUITEN in bytes(regel.inhoud).decode()) == ("Overleg" if overleg else "Verbind", True)


@pytest.mark.requirement("contact-49")
async def test_the_amount_is_counted_on_after_a_restart_and_begins_anew_the_next_day():
    v = await Speelveld().begin(beleid(buitenbellen=KRAP))
    id = await in_gesprek(v)
    await v.desk.verbind(1, "ann", naar(BUITEN), overleg=False)
    await v.neemt_op(id)
    await v.verstrijk(6 * 60)
    await v.sim.leave(id)
    await v.start()
    await in_gesprek(v)
    with pytest.raises(NietGebeld):
        await v.desk.verbind(1, "ann", naar(BUITEN), overleg=False)
    await v.desk.doet(1, "ann", HangOp())
    await v.verstrijk(24 * 3600)
    id = await in_gesprek(v)
    await v.desk.verbind(1, "ann", naar(BUITEN), overleg=False)
    assert v.toestand(id) == "GaatOver"


@pytest.mark.requirement("contact-49")
async def test_who_is_to_be_called_back_when_nothing_is_left_keeps_his_request_and_no_agent_waits_for_it():
    v = await Speelveld().begin(beleid(buitenbellen=Buitenbellen(dagbedrag_euro=0)), klaar=["ann"])
    await v.desk.bel_terug(1, "00000000-0000-4000-8000-00000000abcd", nummer=BELLER, namens=NUMMER, wachtrij="kcc")
    gesprek = v.gesprek("00000000-0000-4000-8000-00000000abcd")
    assert (type(gesprek.toestand).__name__, gesprek.terugbel_pogingen, v.stand("ann")) == ("Gepland", 1, "Klaar")
    await v.verstrijk(2 * 3600)
    afloop = v.registers.of(MeldAfloop)
    assert [(een.gelukt, een.toelichting) for een in afloop] == [(False, "niet bereikt")]


async def test_a_menu_that_leads_outside_leads_to_an_agent_when_that_number_is_not_called():
    """Also told to who makes the menu, before it is in force."""
    menu = Menu("welkom", {"1": Doel("extern", VER)}, Doel("wachtrij", "kcc"))
    b = beleid(menus={"hoofd": menu})
    assert any("Bellen naar buiten" in fout.tekst for fout in attention(b) if fout.plaats == "menus.hoofd.keuzes.1")
    v = await Speelveld().begin(b)
    id = await v.sim.call(BELLER, NUMMER)
    await v.sim.press(id, "1")
    assert (v.toestand(id), v.gesprek(id).wachtrij, v.sim.ringing(id)) == ("InWachtrij", "kcc", [])
