"""Recordings for the team leader: who may hear one, that it is logged first, and that no address brings it unlogged."""

from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from meent.interaction.session import COOKIE, Identity, Session, seal
from meent.interaction.teamleider.opnamen import LUISTERTIJD
from meent.process.telefonie.registers import key_of_contact
from tests.interaction.browser import partij_path
from tests.interaction.conftest import ORIGIN, app_for, log_in
from tests.interaction.fake_klanten import NAMEN, SUZANNE
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


# --- from a contact ---------------------------------------------------------------------------------------------------


@pytest.fixture
def met_contacten(met):
    """Two contacts of one customer and one case were a recorded conversation; one recording is deleted."""
    zgw = met.zgw.by_slug["meerwijde"]
    contacten = {row["uuid"]: row for row in zgw.rows["klantinteracties/klantcontacten"]}
    suzanne = [b for b in zgw.rows["klantinteracties/betrokkenen"] if b["volledigeNaam"] == NAMEN[SUZANNE]]
    for betrokkene, gesprek in zip(suzanne, (NIEUW, GEWIST, "geen id"), strict=False):
        contacten[betrokkene["hadKlantcontact"]["uuid"]]["metadata"] = {"gesprek": str(gesprek)}
    return met


@pytest.mark.requirement("contact-30")
def test_a_recording_is_found_from_the_contact_by_who_may_hear_it(met_contacten):
    """A complaint is about a customer and a case: who handles it need not look for the moment in a list of calls."""
    client = TestClient(app_for(met_contacten), follow_redirects=False)
    partij = partij_path("meerwijde", SUZANNE)
    zaak = partij_zaak(met_contacten)
    for rollen, gezien in ((("kcc", "behandelaar"), 0), (("kcc", "behandelaar", "teamleider"), 1)):
        client.cookies.set(COOKIE, sealed(met_contacten, rollen))
        for adres in (partij, partij.replace("klantcontact", "behandelen"), zaak):
            text = client.get(adres).text
            assert (text.count(f'href="{EEN}"'), str(GEWIST) in text) == (gezien, False), (rollen, adres)
    assert "<audio" not in client.get(EEN).text
    assert met_contacten.opnamen.gehoord == []
    assert "<audio" in luister(client, "klacht").text
    assert met_contacten.opnamen.gehoord == [(NIEUW, key_of_contact(str(NIEUW)), "klacht")]


def partij_zaak(deps):
    """The case that the recorded contact was about."""
    zgw = deps.zgw.by_slug["meerwijde"]
    rows = zgw.rows["klantinteracties/klantcontacten"]
    (contact,) = [row for row in rows if row.get("metadata", {}).get("gesprek") == str(NIEUW)]
    codes = [o["onderwerpobjectidentificator"] for o in zgw.rows["klantinteracties/onderwerpobjecten"]
             if o["klantcontact"]["uuid"] == contact["uuid"]]  # fmt: skip
    return f"/meerwijde/behandelen/zaken/{codes[0]['objectId']}"


def sealed(deps, rollen):
    identity = Identity("karim", "Karim Haddad", {"meerwijde": rollen}, "")
    return seal(Session.begin(identity, NOW), deps.session_secret)


def test_the_team_leader_of_the_demo_can_look_up_a_customer(karim):
    assert 'href="/meerwijde/klantcontact/zoeken"' in karim.get(LIJST).text
    assert karim.get("/meerwijde/klantcontact/zoeken").status_code == 200
    assert karim.get("/meerwijde/klantcontact/werkplek").status_code == 200
