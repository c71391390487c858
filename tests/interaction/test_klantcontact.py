"""The contact centre: what must still be done, a customer at a glance, and a BSN that stays closed until asked for."""

import logging
from datetime import date

import pytest
from starlette.testclient import TestClient

from meent.interaction.klantcontact.klant import adres_van, digitaal, taak
from meent.interaction.klantcontact.ophalen import taken_oudste_eerst
from meent.interaction.klantcontact.zoeken import wie
from meent.interaction.seams import ZgwFout
from tests.interaction.browser import partij_path, zaak_uuid
from tests.interaction.conftest import ORIGIN, app_for, deps_for, log_in
from tests.interaction.fake_klanten import GEHEIM, KORENAAR, LANG, NAMEN, OPEN, SPREKER, SUZANNE, TWEEDE
from tests.interaction.fake_zgw import FakeRegisters
from tests.interaction.test_zaak import HOSTILE, hostile

TAKEN = "/meerwijde/klantcontact"
ZOEKEN = "/meerwijde/klantcontact/zoeken"
BSN = "999993264"
SUZANNES = partij_path("meerwijde", SUZANNE)


def hidden(page):
    """The hidden fields of the first form that writes."""

    def value(name):
        return page.split(f'name="{name}" value="')[1].split('"')[0]

    return {name: value(name) for name in ("formulierbewijs", "formuliersleutel")}


def first_task(page):
    return page.split('/klantcontact/taken/')[1].split("/")[0]


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "path"), [
    ("GET", TAKEN), ("GET", ZOEKEN), ("POST", ZOEKEN), ("GET", SUZANNES), ("POST", f"{SUZANNES}/bsn"),
    ("POST", f"/meerwijde/klantcontact/taken/{zaak_uuid('meerwijde', 0)}/klaar"),
])  # fmt: skip
def test_only_the_contact_centre_of_this_municipality(visitor, registers, method, path):
    """Nobody, another role, another municipality: none of them reads who called about what."""
    answer = visitor.request(method, path, headers=ORIGIN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    for persona in ("meerwijde-behandelaar", "meerwijde-inwoner", "zuiderkoog-kcc"):
        visitor.cookies.clear()
        log_in(visitor, persona)
        assert visitor.request(method, path, headers=ORIGIN).status_code == 403
    assert registers.asked == []


def test_a_customer_of_the_other_municipality_is_not_found_here(kcc):
    other = partij_path("zuiderkoog", SUZANNE).replace("/zuiderkoog/", "/meerwijde/")
    assert kcc.get(other).status_code == 404


# --- the list ---------------------------------------------------------------------------------------------------------


def questions(page):
    return [int(part.split("<")[0]) for part in page.split("Bel terug, vraag ")[1:]]


def test_what_waits_longest_stands_on_top(kcc):
    """Who was forgotten calls again, and louder."""
    first, second = kcc.get(TAKEN).text, kcc.get(f"{TAKEN}?bladzijde=2").text
    assert questions(first) == list(range(4, 24))
    assert questions(second) == list(range(24, 27))
    assert f"{OPEN} taken gevonden" in first
    assert "dagen over tijd" in first.split("vraag 4<")[0]
    assert second.count("over tijd") == 1  # asked on Tuesday, due on Thursday, and now it is Friday
    assert 'rel="next"' in first
    assert 'rel="next"' not in second


@pytest.mark.parametrize("size", [1, 2, 5, 7, 20, 23, 24, 100])
@pytest.mark.parametrize("page", [1, 2, 3, 30])
async def test_the_oldest_first_whatever_the_size_of_a_page(size, page):
    """Each task stands on one page, though the register counts from the other end."""
    zgw = FakeRegisters().by_slug["meerwijde"]
    rows, count = await taken_oudste_eerst(zgw, page, size, status="te_verwerken")
    wanted = list(range(4, 4 + OPEN))[(page - 1) * size : page * size]
    assert ([int(row["gevraagdeHandeling"].split()[-1]) for row in rows], count) == (wanted, OPEN)


def test_a_page_of_tasks_asks_so_many_times_and_no_more(kcc, registers):
    """The register cannot give a task with its contact, so each row asks once; a page is short, whatever waits."""
    zgw = registers.by_slug["meerwijde"]
    zgw.asked.clear()
    kcc.get(TAKEN)
    assert zgw.asked.count("klantinteracties/klantcontacten/") == 20
    assert len(zgw.asked) == 20 + 5


def test_a_department_sees_its_own(kcc):
    page = kcc.get(TAKEN, params={"afdeling": "Team Parkeren"}).text
    assert questions(page) == [n for n in range(4, 27) if n % 3 == 1]
    assert "Geen taken gevonden" in kcc.get(TAKEN, params={"afdeling": "Bestaat niet"}).text


def test_what_is_done_stands_newest_first_and_has_no_button(kcc):
    page = kcc.get(f"{TAKEN}?stand=klaar").text
    assert questions(page) == [3, 2, 1, 0]
    assert "Zet op klaar" not in page


def test_a_task_is_marked_done_once(kcc, registers):
    zgw, page = registers.by_slug["meerwijde"], kcc.get(TAKEN).text
    uuid, form = first_task(page), hidden(page)
    answer = kcc.post(f"{TAKEN}/taken/{uuid}/klaar", data=form, headers=ORIGIN)
    again = kcc.post(f"{TAKEN}/taken/{uuid}/klaar", data=form, headers=ORIGIN)
    assert answer.headers["location"] == f"{TAKEN}?gelukt=klaar"
    assert again.headers["location"] == TAKEN
    assert zgw.updated == [(uuid, {"status": "verwerkt"})]
    after = kcc.get(answer.headers["location"]).text
    assert "De taak staat op klaar." in after
    assert questions(after)[0] == 5


def test_a_colleague_was_first(kcc, registers):
    """Two agents with the same list open: nothing is written twice, and the second hears why."""
    first, second = kcc.get(TAKEN).text, kcc.get(TAKEN).text
    for page in (first, second):
        answer = kcc.post(f"{TAKEN}/taken/{first_task(first)}/klaar", data=hidden(page), headers=ORIGIN)
    assert answer.headers["location"] == f"{TAKEN}?gelukt=al"
    assert len(registers.by_slug["meerwijde"].updated) == 1


def test_a_refusal_writes_nothing_and_can_be_tried_again(kcc, registers):
    zgw, page = registers.by_slug["meerwijde"], kcc.get(TAKEN).text
    zgw.refuse, zgw.refuse_only = ZgwFout(409, {"code": "conflict"}), ("internetaken",)
    address = f"{TAKEN}/taken/{first_task(page)}/klaar"
    assert kcc.post(address, data=hidden(page), headers=ORIGIN).status_code == 502
    zgw.refuse = None
    assert kcc.post(address, data=hidden(page), headers=ORIGIN).headers["location"].endswith("gelukt=klaar")


@pytest.mark.parametrize("terug", ["https://evil.example", "//evil.example", "../../beheer", "x"])
def test_the_way_back_leads_to_our_own_pages_only(kcc, registers, terug):
    page = kcc.get(TAKEN).text
    form = hidden(page) | {"terug": terug}
    answer = kcc.post(f"{TAKEN}/taken/{first_task(page)}/klaar", data=form, headers=ORIGIN)
    assert (answer.status_code, registers.by_slug["meerwijde"].updated) == (404, [])


# --- a customer -------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("experience-28")
def test_everything_about_a_customer_stands_on_one_page(kcc):
    """Who picks up the telephone has seconds."""
    page = kcc.get(SUZANNES).text
    for part in (NAMEN[SUZANNE], "Singel 14 b, 1234 AB Meerwijde", "0600000001", LANG, "Na vier uur", "Pools",
                 "Praat liever rustig.", "Losse stoeptegel bij de school", "Hoe staat het met mijn zaak?",
                 "Verteld wat de status is.", "Nog te doen voor deze klant", "Taak staat open", "Taak is klaar",
                 "Gesproken met", "Niet gelukt"):  # fmt: skip
        assert part in page, part
    assert 'href="tel:0600000001"' in page
    done = first_task(page)
    answer = kcc.post(f"{TAKEN}/taken/{done}/klaar", data=hidden(page) | {"terug": SUZANNES[-36:]}, headers=ORIGIN)
    assert answer.headers["location"] == f"{SUZANNES}?gelukt=klaar"


def test_the_newest_contact_stands_on_top(kcc):
    moments = [part.split('"')[0] for part in kcc.get(SUZANNES).text.split('datetime="')[1:]]
    assert len(moments) == 7
    assert moments == sorted(moments, reverse=True)


def test_an_organisation_and_who_speaks_for_it(kcc):
    assert "RSIN" in kcc.get(partij_path("meerwijde", KORENAAR)).text
    page = kcc.get(partij_path("meerwijde", SPREKER)).text
    assert partij_path("meerwijde", KORENAAR) in page
    assert "Wij hadden nog geen contact met deze klant." in page
    assert "xyz" in page  # a language we have no word for


def test_a_secret_address_is_not_shown_and_said_aloud(kcc):
    page = kcc.get(partij_path("meerwijde", GEHEIM)).text
    assert "Geheimhouding: geef niets door" in page
    assert "Niet meer actief" in page
    assert "Het adres is geheim." in page


@pytest.mark.requirement("experience-40")
def test_a_bsn_stays_closed_until_there_is_a_reason(kcc, registers, caplog):
    """Whoever looks over a shoulder reads it as well; and the resident may ask why it was opened."""
    page = kcc.get(SUZANNES).text
    assert BSN not in page
    assert "eindigt op 264" in page
    zgw = registers.by_slug["meerwijde"]
    assert "klantinteracties/partij-identificatoren/" not in zgw.asked
    without = kcc.post(f"{SUZANNES}/bsn", data=hidden(page) | {"reden": "zomaar"}, headers=ORIGIN)
    assert (without.status_code, BSN in without.text, "Kies een reden." in without.text) == (400, False, True)
    assert "klantinteracties/partij-identificatoren/" not in zgw.asked
    with caplog.at_level(logging.INFO, logger="meent.klantcontact"):
        opened = kcc.post(f"{SUZANNES}/bsn", data=hidden(page) | {"reden": "controle"}, headers=ORIGIN)
    assert (opened.status_code, BSN in opened.text) == (200, True)
    assert "klantinteracties/partij-identificatoren/" in zgw.asked
    (line,) = caplog.records
    assert (line.message, line.by, line.reden, line.gemeente) == ("bsn_getoond", "meerwijde-kcc", "controle",
                                                                  "meerwijde")  # fmt: skip
    assert BSN not in str(vars(line))
    assert BSN not in kcc.get(SUZANNES).text


def test_who_has_no_bsn_cannot_be_asked_for_one(kcc):
    page, form = partij_path("meerwijde", KORENAAR), hidden(kcc.get(SUZANNES).text) | {"reden": "controle"}
    assert "Toon het hele BSN" not in kcc.get(page).text
    assert kcc.post(f"{page}/bsn", data=form, headers=ORIGIN).status_code == 404


# --- looking for somebody ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gezocht", [BSN, "9999 93 264", "0600000001", "06-00000001", LANG.upper()])
def test_one_customer_is_opened_at_once(kcc, gezocht):
    answer = kcc.post(ZOEKEN, data=hidden(kcc.get(SUZANNES).text) | {"zoek": gezocht}, headers=ORIGIN)
    assert answer.headers["location"] == SUZANNES


@pytest.mark.parametrize(("gezocht", "told"), [
    ("", "Wie zoekt u?"), ("999999990", "Niemand gevonden"), ("Bestaatniet", "Niemand gevonden"),
])  # fmt: skip
def test_nobody_is_found(kcc, gezocht, told):
    answer = kcc.post(ZOEKEN, data=hidden(kcc.get(SUZANNES).text) | {"zoek": gezocht}, headers=ORIGIN)
    assert (answer.status_code, told in answer.text) == (200, True)


async def test_a_surname_finds_each_once(kcc):
    zgw = FakeRegisters().by_slug["meerwijde"]
    assert await wie(zgw, "Maassen") != []
    assert set(await wie(zgw, "Maassen")) == {partij_path("meerwijde", TWEEDE)[-36:]}


def test_more_than_one_can_be_chosen_from(kcc, registers):
    for row in registers.by_slug["meerwijde"].rows["klantinteracties/betrokkenen"]:
        row["volledigeNaam"] = "Iemand Maassen"
    page = kcc.post(ZOEKEN, data=hidden(kcc.get(SUZANNES).text) | {"zoek": "Maassen"}, headers=ORIGIN).text
    assert SUZANNES in page
    assert NAMEN[TWEEDE] in page
    assert BSN not in page


def test_what_is_looked_for_stands_in_no_address(kcc):
    """Addresses end up in histories and in the logs of servers between us."""
    assert 'method="post"' in kcc.get(ZOEKEN).text.split('role="search"')[1].split(">")[0]


# --- at the zaak ------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("experience-42")
def test_contact_about_a_zaak_stands_at_the_zaak(behandelaar):
    """Who handles the case knows what was promised by telephone."""
    page = behandelaar.get(f"/meerwijde/behandelen/zaken/{zaak_uuid('meerwijde', 0)}").text
    assert "Contact over deze zaak" in page
    assert page.count('class="moment') >= 7
    there = partij_path("meerwijde", SUZANNE, "behandelen")
    assert there in page
    customer = behandelaar.get(there)
    assert customer.status_code == 200
    assert f"/meerwijde/behandelen/zaken/{zaak_uuid('meerwijde', 0)}" in customer.text
    assert "Zet op klaar" not in customer.text
    assert "Contact over deze zaak" not in behandelaar.get(
        f"/meerwijde/behandelen/zaken/{zaak_uuid('meerwijde', 9)}"
    ).text


# --- pure -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sinds", "uiterlijk"), [
    ("2026-11-20T16:00:00+01:00", "2026-11-24"), ("2026-12-23T22:30:00+00:00", "2026-12-28"),
    ("2026-12-23T23:30:00+00:00", "2026-12-29"),
])  # fmt: skip
def test_a_task_is_due_after_two_working_days(sinds, uiterlijk):
    """A promise on Friday is one for Tuesday; at Christmas nobody calls; half past eleven in London is the next day."""
    row = {"uuid": "t", "url": "/t", "toegewezenOp": sinds, "status": "te_verwerken", "gevraagdeHandeling": "Bel"}
    found = taak(row, {}, date(2026, 12, 25))
    assert (found.uiterlijk, found.te_laat) == (date.fromisoformat(uiterlijk), uiterlijk < "2026-12-25")


@pytest.mark.parametrize(("facts", "text"), [
    ({}, ""), ({"adresregel1": "12 Rue du Lac", "land": "FR"}, "12 Rue du Lac"),
    ({"straatnaam": "Singel", "huisnummer": 3, "postcode": "1234 AB", "stad": "X"}, "Singel 3, 1234 AB X"),
])  # fmt: skip
def test_an_address_is_one_line(facts, text):
    assert adres_van(facts) == text


def test_the_standard_address_comes_first():
    rows = [{"soortDigitaalAdres": soort, "adres": soort, "isStandaardAdres": first}
            for soort, first in (("overig", False), ("email", False), ("telefoonnummer", False), ("email", True))]
    assert [(d.soort, d.is_standaard) for d in digitaal(rows)] == [
        ("E-mail", True), ("Telefoon", False), ("E-mail", False), ("Anders bereikbaar", False),
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "en"])
def test_hostile_texts_stay_text(language):
    """What somebody says on the telephone is typed by another and read by a third."""
    client = TestClient(app_for(deps_for(FakeRegisters(extra=hostile))), follow_redirects=False)
    client.cookies.set("meent_taal", language)
    log_in(client, "meerwijde-kcc")
    token = hidden(client.get(TAKEN).text)
    pages = [
        client.get(TAKEN), client.get(SUZANNES), client.get(TAKEN, params={"afdeling": HOSTILE}),
        client.post(ZOEKEN, data=token | {"zoek": HOSTILE[:80]}, headers=ORIGIN),
        client.post(f"{SUZANNES}/bsn", data=token | {"reden": HOSTILE}, headers=ORIGIN),
    ]  # fmt: skip
    for answer in pages:
        assert "<script>alert" not in answer.text, answer.url
        assert "<img src=x" not in answer.text
    assert all("&lt;script&gt;alert(1)" in answer.text for answer in pages)  # shown as it was typed
