"""The work list: what the address asks, what the register is asked, what the row says."""

from datetime import date, datetime

import pytest
from starlette.testclient import TestClient

from meent.interaction.behandelen.zakenlijst import Vraag, choices, regel
from meent.interaction.words import today
from tests.interaction.conftest import app_for, deps_for, log_in
from tests.interaction.fake_zgw import FakeRegisters

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(("query", "filters"), [
    ({}, {"einddatum__isnull": "true"}),
    ({"stand": "alle"}, {}),
    ({"stand": "afgerond"}, {"einddatum__isnull": "false"}),
    ({"stand": "te_laat"}, {"einddatum__isnull": "true", "uiterlijkeEinddatumAfdoening__lt": "2026-11-20"}),
    ({"stand": "alle", "periode": "30"}, {"startdatum__gte": "2026-10-21"}),
    ({"stand": "alle", "zaaktype": "a"}, {"zaaktype": "http://z/a"}),
    ({"stand": "open", "nummer": " ZAAK-1 ", "periode": "30"}, {"identificatie": "ZAAK-1"}),
    ({"stand": "onzin", "periode": "onzin"}, {"einddatum__isnull": "true"}),
])  # fmt: skip
def test_a_question_becomes_filters_of_the_standard(query, filters):
    """What the screen asks must be what any supplier's register can answer."""
    assert Vraag.read(query).filters(DAY, {"a": "http://z/a"}) == filters


@pytest.mark.parametrize(("text", "page"), [("", 1), ("3", 3), ("0", 1), ("-1", 1), ("x", 1), ("²", 1), ("9" * 20, 1)])
def test_a_page_number_is_a_number(text, page):
    assert Vraag.read({"bladzijde": text}).bladzijde == page


def test_an_address_holds_only_what_differs():
    """A short address can be mailed to a colleague."""
    assert Vraag.read({"stand": "alle", "nummer": "a&b"}).address() == "?nummer=a%26b&stand=alle"
    assert Vraag().address(bladzijde=2) == "?bladzijde=2"
    assert Vraag().address() == ""


@pytest.mark.parametrize(("uiterlijk", "eind", "dagen", "te_laat", "binnenkort"), [
    ("2026-11-19", None, -1, True, False),
    ("2026-11-20", None, 0, False, True),
    ("2026-11-27", None, 7, False, True),
    ("2026-11-28", None, 8, False, False),
    ("2026-11-01", "2026-11-05", None, False, False),
    (None, None, None, False, False),
])  # fmt: skip
def test_a_zaak_is_late_from_the_day_after_its_deadline(uiterlijk, eind, dagen, te_laat, binnenkort):
    """A wrong day here sends somebody home who was in time."""
    zaak = {"url": "http://z/1", "identificatie": "Z", "startdatum": "2026-01-01",
            "uiterlijkeEinddatumAfdoening": uiterlijk, "einddatum": eind}  # fmt: skip
    found = regel(zaak, DAY)
    assert (found.dagen, found.te_laat, found.binnenkort) == (dagen, te_laat, binnenkort)


def test_versions_of_a_zaaktype_are_told_apart():
    types = [{"url": f"http://z/{n}", "omschrijving": name, "beginGeldigheid": f"202{n}-01-01"}
             for n, name in ((2, "Parkeren"), (1, "Parkeren"), (3, "Afval"))]  # fmt: skip
    assert choices(types) == [("3", "Afval", ""), ("1", "Parkeren", "2021-01-01"), ("2", "Parkeren", "2022-01-01")]


def test_the_list_shows_open_zaken_of_this_municipality(behandelaar):
    text = behandelaar.get("/meerwijde/behandelen").text
    assert "20 zaken gevonden" in text
    assert "9 dagen over tijd" in text
    assert "nog 3 dagen" in text
    assert "zuiderkoog" not in text


def test_htmx_gets_the_table_and_the_count_alone(behandelaar):
    """The rest of the page, and with it the visitor's place on it, stays."""
    answer = behandelaar.get("/meerwijde/behandelen?stand=te_laat", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert 'id="resultaat"' in answer.text
    assert 'hx-swap-oob="true"' in answer.text
    assert "HX-Request" in answer.headers["vary"]
    assert answer.headers["hx-push-url"] == "/meerwijde/behandelen?stand=te_laat"


def test_an_unknown_zaaktype_finds_nothing(behandelaar):
    """Showing all zaken instead would look like an answer."""
    answer = behandelaar.get("/meerwijde/behandelen?zaaktype=bestaat-niet")
    assert answer.status_code == 200
    assert "Geen zaken gevonden" in answer.text


def test_a_number_finds_a_closed_zaak_as_well(behandelaar):
    answer = behandelaar.get("/meerwijde/behandelen?nummer=ZAAK-2026-0000001477")
    assert "1 zaak gevonden" in answer.text


def test_pages_follow_each_other():
    many = TestClient(app_for(deps_for(FakeRegisters(zaken=150))), follow_redirects=False)
    log_in(many, "meerwijde-behandelaar")
    first = many.get("/meerwijde/behandelen?stand=alle").text
    second = many.get("/meerwijde/behandelen?stand=alle&bladzijde=2").text
    assert "Zaak 1 tot en met 100 van 150" in first
    assert "?stand=alle&amp;bladzijde=2" in first
    assert "Zaak 101 tot en met 150 van 150" in second
    assert 'rel="next"' not in second
    assert many.get("/meerwijde/behandelen?stand=alle&bladzijde=9").status_code == 404


@pytest.mark.parametrize(("moment", "day"), [
    ("2026-07-01T22:30:00+00:00", "2026-07-02"), ("2026-12-31T22:30:00+00:00", "2026-12-31"),
])  # fmt: skip
def test_today_is_a_day_in_amsterdam(moment, day):
    """Half past midnight in summer: UTC still says yesterday, the law does not."""
    assert str(today(datetime.fromisoformat(moment))) == day
