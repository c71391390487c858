"""Recordings for the team leader: who may hear one, that it is logged first, and that no address brings it unlogged."""

from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from meent.interaction.teamleider.opnamen import LUISTERTIJD
from meent.process.telefonie.registers import key_of_contact
from tests.interaction.conftest import ORIGIN, app_for, log_in
from tests.interaction.fake_opnamen import GELUID, GEWIST, NIEUW, OUD, FakeOpnamen
from tests.interaction.fake_zgw import NOW

LIJST = "/meerwijde/opnamen"
EEN = f"{LIJST}/{NIEUW}"


@pytest.fixture
def met(deps):
    return replace(deps, opnamen=FakeOpnamen())


@pytest.fixture
def karim(met):
    """The team leader of Meerwijde."""
    client = TestClient(app_for(met), follow_redirects=False)
    log_in(client, "meerwijde-teamleider")
    return client


def luister(client, reden, adres=EEN):
    bewijs = client.get(adres).text.split('name="formulierbewijs" value="')[1].split('"')[0]
    return client.post(adres, data={"formulierbewijs": bewijs, "reden": reden}, headers=ORIGIN)


def bron(page):
    return page.text.split('preload="metadata" src="')[1].split('"')[0]


@pytest.mark.parametrize("pad", [LIJST, EEN, f"{EEN}/geluid"])
def test_only_the_team_leader_of_this_municipality_comes_near(met, pad):
    client = TestClient(app_for(met), follow_redirects=False)
    assert client.get(pad).status_code == 303
    for persona in ("meerwijde-kcc", "meerwijde-beheerder", "zuiderkoog-teamleider"):
        client.cookies.clear()
        log_in(client, persona)
        assert client.get(pad).status_code == 403
    assert client.get(pad.replace("meerwijde", "zuiderkoog")).status_code == (200 if pad == LIJST else 404 if pad == EEN
                                                                              else 403)  # fmt: skip


def test_the_list_tells_what_there_is_and_what_was_deleted(karim):
    text = karim.get(LIJST).text
    assert [text.count(str(een)) for een in (NIEUW, OUD, GEWIST)] == [1, 1, 1]
    assert (text.count("Gewist"), "Burgerzaken" in text) == (1, True)
    text = karim.get(f"{LIJST}?van=2026-11-18&tot_en_met=2026-11-18").text
    assert (str(NIEUW) in text, str(OUD) in text) == (False, True)
    assert "In deze dagen is niets opgenomen" in karim.get(f"{LIJST}?van=2026-10-01&tot_en_met=2026-10-02").text
    for van, tot, fout in (("2026-11-18", "2026-11-17", "Draai ze om"), ("morgen", "", "Een datum klopt niet"),
                           ("2026-01-01", "9999-12-31", "Een datum klopt niet")):  # fmt: skip
        answer = karim.get(f"{LIJST}?van={van}&tot_en_met={tot}")
        assert (answer.status_code, fout in answer.text) == (400, True)


@pytest.mark.requirement("contact-30", "contact-50")
def test_who_says_why_hears_it_and_that_he_did_is_written_down(karim, met):
    assert "<audio" not in karim.get(EEN).text
    answer = luister(karim, "")
    assert (answer.status_code, "Kies waarom u luistert." in answer.text, met.opnamen.gehoord) == (400, True, [])
    page = luister(karim, "klacht")
    assert met.opnamen.gehoord == [(NIEUW, key_of_contact(str(NIEUW)), "klacht")]
    assert ("Een klacht behandelen" in page.text, "Els de Boer" in page.text) == (True, True)
    sound = karim.get(bron(page))
    assert (sound.status_code, sound.headers["content-type"], sound.content) == (200, "audio/wav", GELUID)
    part = karim.get(bron(page), headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.headers["content-range"]) == (206, f"bytes 10-19/{len(GELUID)}")
    assert part.content == GELUID[10:20]
    assert "audio" not in karim.get(EEN).text, "to hear it again is to say why again"


def test_no_address_brings_it_without_a_line(karim, met):
    """Kept, shared with a colleague, or made of that of another recording."""
    adres = bron(luister(karim, "klacht"))
    kaart = adres.split("kaart=")[1]
    assert karim.get(f"{EEN}/geluid").status_code == 403
    assert karim.get(f"{LIJST}/{OUD}/geluid?kaart={kaart}").status_code == 403
    assert karim.get(f"{EEN}/geluid?kaart=9{kaart}").status_code == 403
    ander = TestClient(app_for(met), follow_redirects=False)
    log_in(ander, "meerwijde-teamleider")
    assert ander.get(adres).status_code == 403
    later = TestClient(app_for(replace(met, clock=lambda: NOW + LUISTERTIJD)), follow_redirects=False)
    later.cookies.update(karim.cookies)
    assert later.get(adres).status_code == 403
    net_niet = TestClient(app_for(replace(met, clock=lambda: NOW + LUISTERTIJD - timedelta(seconds=1))))
    net_niet.cookies.update(karim.cookies)
    assert net_niet.get(adres).status_code == 200


def test_what_is_past_its_day_cannot_be_heard(karim, met):
    weg = f"{LIJST}/{GEWIST}"
    assert "Deze opname is er niet meer" in karim.get(weg).text
    bewijs = karim.get(EEN).text.split('name="formulierbewijs" value="')[1].split('"')[0]
    answer = karim.post(weg, data={"formulierbewijs": bewijs, "reden": "klacht"}, headers=ORIGIN)
    assert ("Deze opname is er niet meer" in answer.text, met.opnamen.gehoord) == (True, [])
    assert karim.get(f"{LIJST}/00000000-0000-0000-0000-0000000000ff").status_code == 404
