"""The work list: filters in the address, taking and giving back, and what an officer says to a resident."""

from datetime import date

import pytest
from msgspec.structs import replace

from meent.integration.brp.kaart import gegeven
from meent.interaction.balie import terugmelding, werk
from meent.interaction.seams import Afloop, Uitkomst
from meent.process.burgerzaken.brieven import SOORTEN
from meent.process.burgerzaken.terugmelding import STAPPEN
from tests.interaction.conftest import ORIGIN, log_in
from tests.interaction.fake_burgerzaken import BZ_07, NOELLE, SUZANNE, lijst_uuid
from tests.interaction.fake_werkbak import (
    BERICHT,
    BRIEF,
    GEBREK,
    MELDING,
    OVERKOMST,
    TERMIJN,
    TWIJFEL,
    TWIJFEL_LOOPT,
    VOORSTEL,
)

WERK = "/meerwijde/balie/werk"
VAN_MELDING, VAN_BERICHT = f"{WERK}/meldingen/{MELDING}", f"{WERK}/berichten/{BERICHT}"
VAN_TERMIJN, VAN_OVERKOMST = f"{WERK}/termijnen/{TERMIJN}", f"{WERK}/overkomsten/{OVERKOMST}"
VAN_BRIEF = f"{WERK}/brieven/{BRIEF}"
VAN_GEBREK, TAKEN = f"{WERK}/gebreken/{GEBREK}", f"{WERK}/taken"


@pytest.fixture
def bak(deps):
    return deps.werkbak(None)


def send(ans, path, **filled):
    proof = ans.get(WERK).text.split('name="formulierbewijs" value="')[1].split('"')[0]
    return ans.post(path, data={"formulierbewijs": proof} | filled, headers=ORIGIN)


def rows(page):
    return page.count('scope="row"')


@pytest.mark.parametrize(("query", "count"), [
    ("", 10), ("?soort=verhuizing", 2), ("?stand=te_laat", 2), ("?stand=week", 3), ("?van=mij", 1), ("?van=niemand", 9),
    ("?soort=verhuizing&van=niemand", 1), ("?soort=weg&stand=ooit&van=hem", 10), ("?soort=overkomst&van=mij", 0),
])  # fmt: skip
def test_filters_stand_in_the_address(ans, query, count):
    """No script needed, and the address of a filter can be kept."""
    page = ans.get(WERK + query).text
    assert rows(page) == count
    assert ("Geen werk gevonden" in page) == (count == 0)


def test_the_list_leads_to_the_work_and_says_who_has_it(ans):
    page = ans.get(WERK).text
    for told in (VAN_MELDING, VAN_BERICHT, VAN_BRIEF, f"/balie/personen/{lijst_uuid(SUZANNE)}/onderzoek",
                 f"/balie/accorderen/{VOORSTEL}", "2 over tijd", VAN_TERMIJN, VAN_OVERKOMST,
                 "Is het briefadres nog nodig?", "Yusuf &lt;b&gt;Demir",
                 "De hoofdbewoner geeft geen antwoord", "Geef terug", "Neem over"):  # fmt: skip
        assert told in page, told
    for path in ("/meerwijde/balie", WERK, VAN_MELDING, VAN_BERICHT):
        assert '<span class="badge badge--nu">10</span>' in ans.get(path).text


@pytest.mark.parametrize(("code", "told"), [
    ("081100", "Verblijfplaats: Adres"), ("081120", "Verblijfplaats: Huisnummer"), ("080000", "Verblijfplaats"),
    ("089999", "Verblijfplaats"), ("581400", "Verblijfplaats vroeger: Immigratie"), ("BZ-202", "BZ-202"),
    ("If01", "If01"),
])  # fmt: skip
def test_what_is_in_doubt_is_told_in_words(code, told):
    assert gegeven(code) == told


def test_a_list_that_is_cut_off_says_so(ans, bak, monkeypatch):
    """Work that nobody sees is never done."""
    assert "Er is nog meer." not in ans.get(WERK).text
    monkeypatch.setattr(werk, "MEEST", 2)
    assert "Van elke soort staan hier de oudste 2." in ans.get(WERK).text


def test_taking_goes_back_to_the_list_as_it_was_asked_for(ans, bak):
    done = send(ans, WERK, doe="neem", werksoort="voorstel", werk=str(VOORSTEL), wie="", stand="week")
    assert done.headers["location"] == f"{WERK}?stand=week"
    bak.eerst = True
    late = send(ans, WERK, doe="over", werksoort="verhuizing", werk=str(MELDING), wie="yusuf")
    assert late.headers["location"] == f"{WERK}?gelukt=te_laat"
    assert bak.gepakt == [("voorstel", VOORSTEL, "neem", ""), ("verhuizing", MELDING, "over", "yusuf")]


@pytest.mark.parametrize("filled", [
    {"doe": "weg"}, {"werksoort": "alles"}, {"werk": "7"}, {"werk": "00000000-0000-0000-0000-000000000777"},
])  # fmt: skip
def test_what_is_no_work_is_not_taken(ans, bak, filled):
    asked = {"doe": "neem", "werksoort": "voorstel", "werk": str(VOORSTEL)} | filled
    assert send(ans, WERK, **asked).status_code == 404
    assert bak.gepakt == []


def test_an_officer_reads_what_was_told_and_records_it(ans, bak):
    page = ans.get(VAN_MELDING).text
    for told in ("Otterlaan 7", "De straat komt nog niet voor.", "BZ-202", "Op dit adres staan nu 3 mensen",
                 f"/balie/personen/{lijst_uuid(NOELLE)}"):  # fmt: skip
        assert told in page, told
    assert SUZANNE.bsn not in page
    for bak.afloop, told in ((Afloop(toestand="gedaan"), "opgenomen"), (Afloop(toestand="gepland"), "gepland")):
        assert send(ans, VAN_MELDING, doe="opnemen").headers["location"] == f"{WERK}?gelukt={told}"
    bak.afloop = Afloop(stop=(BZ_07,))
    assert "Deze persoon staat al op dit adres. (artikel 2.39" in send(ans, VAN_MELDING, doe="opnemen").text


def test_turning_down_takes_a_reason(ans, bak):
    """The resident reads it."""
    refused = send(ans, VAN_MELDING, doe="afwijzen", uitleg=" ")
    assert (refused.status_code, "Schrijf op waarom." in refused.text) == (400, True)
    assert send(ans, VAN_MELDING, doe="afwijzen", uitleg="Bestaat niet.").status_code == 303
    assert bak.beslist == [(MELDING, "Bestaat niet.")]


def test_a_message_is_tried_again_or_done_by_hand(ans, bak):
    assert "kent &lt;i&gt;deze&lt;/i&gt; persoon niet" in ans.get(VAN_BERICHT).text
    assert send(ans, VAN_BERICHT, doe="afgehandeld").status_code == 400
    send(ans, VAN_BERICHT, doe="afgehandeld", uitleg="Gebeld")
    send(ans, VAN_BERICHT, doe="opnieuw")
    assert bak.berichten == [(BERICHT, False, "Gebeld"), (BERICHT, True, "")]


@pytest.mark.parametrize(("key", "filled", "asked"), [
    (TWIJFEL, {"handeling": "behandel", "geen_onderzoek": "Al bekend", "resultaat": "gewijzigd"},
     {"handeling": "behandel", "geen_onderzoek": "Al bekend", "resultaat": ""}),
    (TWIJFEL, {"handeling": "stuur_door", "gemeente": "0599"}, {"handeling": "stuur_door", "gemeente": "0599"}),
    (TWIJFEL_LOOPT, {"handeling": "sluit", "resultaat": "gewijzigd", "toelichting": "Aangepast."},
     {"handeling": "sluit", "resultaat": "gewijzigd", "toelichting": "Aangepast."}),
])  # fmt: skip
def test_a_report_of_doubt_is_answered(ans, bak, key, filled, asked):
    path = f"{WERK}/terugmeldingen/{key}"
    page = ans.get(path).text
    assert ("Post komt &lt;b&gt;terug" in page, "Verblijfplaats: Adres" in page) == (True, True)
    assert send(ans, path, **filled).status_code == 303
    [step] = bak.stappen
    assert {name: getattr(step, name) for name in asked} == asked
    bak.uitkomst = Uitkomst(weigeringen=(BZ_07,))
    assert "Deze persoon staat al op dit adres. (artikel" in send(ans, path, **filled).text
    assert send(ans, path, handeling="weg").status_code == 404


def test_a_letter_is_read_made_and_downloaded(ans, bak):
    """What it says and to whom; once it was made the paper is on the page."""
    page = ans.get(VAN_BRIEF).text
    for told in ("Otterlaan 7", "voor &lt;b&gt;Suzanne", "Aan de briefadresgever", "Over tijd", "Maak de brief"):
        assert told in page, told
    made = send(ans, VAN_BRIEF, doe="maak").text
    assert "data:application/pdf;base64," in made
    assert "De brief is klaar." in made
    bak.beeld = replace(bak.beeld, alineas=(), weigeringen=(BZ_07,))
    refused = send(ans, VAN_BRIEF, doe="maak").text
    assert "Deze persoon staat al op dit adres. (artikel" in refused
    assert "Maak de brief" not in refused


def test_a_letter_that_is_not_needed_takes_a_reason(ans, bak):
    assert send(ans, VAN_BRIEF, doe="vervalt", uitleg=" ").status_code == 400
    assert send(ans, VAN_BRIEF, doe="vervalt", uitleg="Opgehaald").headers["location"] == f"{WERK}?gelukt=brief_vervalt"
    assert bak.brieven == [(BRIEF, "Opgehaald")]
    assert send(ans, VAN_BRIEF, doe="weg").status_code == 404


def test_each_letter_has_a_name():
    assert set(werk.BRIEVEN) == set(SOORTEN)


def test_what_can_be_done_with_a_report_is_what_the_process_knows():
    offered = {(state, code) for state, some in terugmelding.HANDELINGEN.items() for code in some}
    assert offered == set(STAPPEN)


def test_what_the_night_found_is_mended_or_left_with_a_reason(ans, bak):
    """Each fault in words with its place, and the way to the correction; without a reason it stays work."""
    page = ans.get(VAN_GEBREK).text
    for told in ("De persoon heeft nu een geslachtsnaam.", "01.02.40, stapel 1", "PRE043", "kennen wij &lt;i&gt;niet",
                 f"/balie/personen/{GEBREK}/correctie"):  # fmt: skip
        assert told in page, told
    assert send(ans, VAN_GEBREK).status_code == 400
    assert bak.beslist == []
    done = send(ans, VAN_GEBREK, uitleg="De naam is niet bekend.")
    assert done.headers["location"] == f"{WERK}?gelukt=blijft"
    assert bak.beslist == [(GEBREK, "De naam is niet bekend.")]


@pytest.mark.requirement("burgerzaken-41")
def test_of_each_job_it_is_told_when_it_last_ran_and_what_it_did(ans):
    """One is done, one stopped on its way, the others never ran: that must not look like done."""
    page = ans.get(TAKEN).text
    rows_of = {row.split("</th>")[0].rpartition(">")[2]: row for row in page.split("<tr")[2:]}
    gezag, documenten, keuring, _ = rows_of.values()
    assert "3 lijsten bekeken" in gezag
    assert "niet klaar" not in gezag
    assert "niet klaar" in keuring
    assert "nog niet" in documenten


@pytest.mark.parametrize(
    "path", [WERK, VAN_MELDING, VAN_BERICHT, VAN_BRIEF, VAN_GEBREK, TAKEN, f"{WERK}/terugmeldingen/{TWIJFEL}"]
)
@pytest.mark.parametrize("persona", ["meerwijde-inwoner", "meerwijde-behandelaar", "zuiderkoog-burgerzaken"])
def test_only_civil_affairs_of_this_municipality(visitor, bak, path, persona):
    log_in(visitor, persona)
    assert visitor.get(path).status_code == 403
    assert bak.gepakt == []


@pytest.mark.parametrize(("filled", "told"), [
    ({"uitleg": " "}, "Schrijf op wat u hebt gedaan."),
    ({"uitleg": "Gebeld", "opnieuw": "2026-11-20"}, "Kies een dag na"),
    ({"uitleg": "Gebeld", "opnieuw": "ooit"}, "Kies een dag na"),
])  # fmt: skip
def test_a_day_to_look_again_is_not_ticked_off_without_what_came_of_it(ans, bak, filled, told):
    refused = send(ans, VAN_TERMIJN, **filled)
    assert (refused.status_code, told in refused.text, filled["uitleg"].strip() in refused.text) == (400, True, True)
    assert bak.gekeken == []


def test_who_looked_says_what_came_of_it_and_when_to_look_once_more(ans, bak):
    page = ans.get(VAN_TERMIJN).text
    assert f"/balie/personen/{lijst_uuid(SUZANNE)}" in page
    assert SUZANNE.bsn not in page
    assert send(ans, VAN_TERMIJN, uitleg="Nog geen woning", opnieuw="2027-05-20").headers["location"] == (
        f"{WERK}?gelukt=termijn"
    )
    send(ans, VAN_TERMIJN, uitleg="Woont nu zelf")
    assert bak.gekeken == [(TERMIJN, "Nog geen woning", date(2027, 5, 20)), (TERMIJN, "Woont nu zelf", None)]


def test_who_waits_for_lists_sees_which_came_and_asks_again_or_stops(ans, bak):
    page = ans.get(VAN_OVERKOMST).text
    for told in ("BSN eindigt op 653: de lijst is er<", "de lijst is er nog niet", "&lt;i&gt;Spui&lt;/i&gt; 70"):
        assert told in page, told
    assert (SUZANNE.bsn in page, NOELLE.bsn in page) == (False, False)
    refused = send(ans, VAN_OVERKOMST, doe="stop", uitleg=" ")
    assert (refused.status_code, "Schrijf op waarom u niet langer wacht." in refused.text) == (400, True)
    assert send(ans, VAN_OVERKOMST, doe="stop", uitleg="Trekt het in").headers["location"] == f"{WERK}?gelukt=gestopt"
    send(ans, VAN_OVERKOMST, doe="opnieuw")
    assert bak.berichten == [(OVERKOMST, False, "Trekt het in"), (OVERKOMST, True, "")]
