"""Recording a fact step by step: what goes along, what is told before anything is written, and what is written."""

import re
from datetime import date

import pytest

from meent.interaction.balie.overlijden import digits_of
from tests.interaction.conftest import ORIGIN
from tests.interaction.fake_burgerzaken import BZ_04, BZ_07, GERRIT, NOELLE, SUZANNE, lijst_uuid
from tests.services.personen.lijsten import ANDER_BSN, BSN

PERSOON = f"/meerwijde/balie/personen/{lijst_uuid(SUZANNE)}"
NAAR = {"straat": "Otterlaan", "huisnummer": "7", "postcode": "9810 ab", "woonplaats": "Meerwijde", "functie": "W"}


def inputs(page):
    """What a browser would send: hidden fields, texts, ticks that are on, and what is chosen."""
    form = page.split('<form class="velden"')[1].split("</form>")[0]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf'{what}="([^"]*)"', tag) for what in ("name", "value"))
        if name and (' type="checkbox"' not in tag or " checked" in tag):
            sent[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)"[^>]* selected', options) or re.search(r'value="([^"]*)"', options)
        sent[name] = chosen[1]
    return sent


def step(ans, feit, page, **filled):
    answer = ans.post(f"{PERSOON}/{feit}", data=inputs(page) | filled, headers=ORIGIN)
    return answer.text


@pytest.fixture
def bij_controle(ans):
    """A move of Suzanne and her daughter, filled in until the check."""
    page = ans.get(f"{PERSOON}/verhuizing").text
    page = step(ans, "verhuizing", page, **{f"mee-{lijst_uuid(NOELLE)}": "1"})
    page = step(ans, "verhuizing", page, **NAAR)
    return step(ans, "verhuizing", page, datum="2026-11-19", ontvangen="2026-11-20")


def test_a_move_is_judged_before_it_is_written_and_written_as_it_was_judged(ans, deps, bij_controle):
    assert "De regels staan niets in de weg." in bij_controle
    assert "Op dit adres staan nu 3 mensen ingeschreven." in bij_controle
    assert deps.neem_op.opgenomen == []
    done = step(ans, "verhuizing", bij_controle)
    assert "De verhuizing is opgenomen" in done
    assert "Verblijfplaats" in done
    [(feit, invoer)] = deps.neem_op.opgenomen
    _, judged = deps.neem_op.gevraagd[0]
    assert (feit, invoer.aangever, invoer.datum, invoer.ontvangen) == (
        "verhuizing", BSN, date(2026, 11, 19), date(2026, 11, 20),
    )  # fmt: skip
    assert invoer.adres == {"10.10": "W", "11.10": "Otterlaan", "11.15": "Otterlaan", "11.20": "7", "11.60": "9810AB",
                            "11.70": "Meerwijde"}  # fmt: skip
    assert invoer.verhuizers.keys() == {BSN, ANDER_BSN}
    assert (invoer.verhuizers, invoer.adres, invoer.sleutel) == (judged.verhuizers, judged.adres, judged.sleutel)
    again = step(ans, "verhuizing", bij_controle)
    assert "De verhuizing is opgenomen" in again
    assert deps.neem_op.opgenomen[1][1].sleutel == invoer.sleutel  # by which the process writes it once


def test_a_step_back_keeps_what_was_filled_in_and_a_tick_that_goes_is_gone(ans, bij_controle):
    page = step(ans, "verhuizing", bij_controle, naar="wie")
    sent = inputs(page)
    assert (sent["straat"], sent["datum"], sent[f"mee-{lijst_uuid(NOELLE)}"]) == ("Otterlaan", "2026-11-19", "1")
    del sent[f"mee-{lijst_uuid(NOELLE)}"]
    page = ans.post(f"{PERSOON}/verhuizing", data=sent, headers=ORIGIN).text
    assert f"mee-{lijst_uuid(NOELLE)}" not in inputs(page)


def test_what_may_not_be_stays_undone_and_says_by_which_law(ans, deps, bij_controle):
    deps.neem_op.weigeringen = [BZ_07]
    refused = step(ans, "verhuizing", bij_controle)
    assert "Zo kan het niet worden opgenomen" in refused
    assert "artikel 2.39 van de Wet BRP" in refused
    assert "Neem op in de BRP" not in refused
    assert deps.neem_op.opgenomen == []


def test_an_officer_goes_past_a_rule_with_a_reason_and_a_colleague(ans, deps, bij_controle):
    """Four eyes: without both nothing is written. Source: K-49."""
    deps.neem_op.weigeringen = [BZ_04]
    page = step(ans, "verhuizing", bij_controle)
    assert "&lt;b&gt;niet&lt;/b&gt;" in page
    page = step(ans, "verhuizing", page, **{"voorbij-BZ-04": "1"})
    assert "Schrijf op waarom u doorgaat." in page
    assert "Noem de collega die het met u eens is." in page
    assert deps.neem_op.opgenomen == []
    step(ans, "verhuizing", page, **{"reden-BZ-04": "Beschikking gezien", "akkoord-BZ-04": "yusuf"})
    [(_, invoer)] = deps.neem_op.opgenomen
    assert [(v.nummer, v.reden, v.akkoord_van) for v in invoer.voorbij] == [("BZ-04", "Beschikking gezien", "yusuf")]


@pytest.mark.parametrize(("filled", "told"), [
    ({"huisnummer": "zeven"}, "Vul het nummer in."), ({"straat": ""}, "Vul de straat in."),
    ({"postcode": "12"}, "Een postcode is vier cijfers en twee letters."),
])  # fmt: skip
def test_an_address_that_is_none_is_told_at_its_field(ans, deps, filled, told):
    page = step(ans, "verhuizing", ans.get(f"{PERSOON}/verhuizing").text)
    page = step(ans, "verhuizing", page, **(NAAR | filled))
    assert told in page
    assert deps.neem_op.gevraagd == []


def test_a_death_and_a_birth_are_told_as_they_were_filled_in(ans, deps):
    page = step(ans, "overlijden", ans.get(f"{PERSOON}/overlijden").text, datum="11-2026")
    step(ans, "overlijden", page)
    page = ans.get(f"{PERSOON}/geboorte").text
    page = step(ans, "geboorte", page, voornamen="Noor Elin", geslacht="V", datum="2026-11-19")
    step(ans, "geboorte", page)
    (_, death), (_, birth) = deps.neem_op.opgenomen
    assert (death.bsn, death.datum, death.akte) == (BSN, "20261100", None)
    assert (birth.moeder, birth.naam, birth.geslacht, birth.datum) == (
        BSN, {"02.10": "Noor Elin", "02.40": "Moulin"}, "V", date(2026, 11, 19),
    )  # fmt: skip


@pytest.mark.parametrize(("feit", "filled", "told"), [
    ("verstrekkingsbeperking", {"beperkt": "nee"}, {"bsn": BSN, "beperkt": False, "verzoeker": BSN}),
    ("onderzoek", {"wat": "beeindig-081100-0-0", "datum": "2026-11-20"},
     {"bsn": BSN, "stap": "beeindig", "aanduiding": "081100", "stapel": 0, "voorkomen": 0}),
    ("naamgebruik", {"naamgebruik": "V", "ontvangen": "2026-11-18"},
     {"bsn": BSN, "naamgebruik": "V", "ontvangen": date(2026, 11, 18)}),
    ("huwelijk", {"partner": "999 99 0019", "gemeld": "2026-11-01", "datum": "2026-11-20", "ontheffing": "1"},
     {"soort": "H", "partners": (BSN, ANDER_BSN), "gemeld": date(2026, 11, 1), "getuigen": 2, "ontheffing": True}),
])  # fmt: skip
def test_a_fact_of_one_form_is_told_as_it_was_filled_in(ans, deps, feit, filled, told):
    """A name that is chosen on the form and another on the list is found out by the person, months later."""
    page = step(ans, feit, ans.get(f"{PERSOON}/{feit}").text, **filled)
    assert "De regels staan niets in de weg." in page
    step(ans, feit, page)
    [(recorded, invoer)] = deps.neem_op.opgenomen
    assert recorded == feit
    assert {name: getattr(invoer, name) for name in told} == told


def test_a_form_with_something_missing_comes_back(ans, deps):
    page = step(ans, "huwelijk", ans.get(f"{PERSOON}/huwelijk").text, partner="12", getuigen="veel")
    for told in ("Een BSN heeft negen cijfers.", "Vul een hele datum in.", "Vul het aantal in."):
        assert told in page
    assert deps.neem_op.gevraagd == []


def test_nothing_can_be_recorded_of_a_list_that_is_closed(ans):
    """Who has died does not move; the page offers nothing that is refused at the end."""
    assert "/verhuizing" in ans.get(PERSOON).text
    assert "/verhuizing" not in ans.get(f"/meerwijde/balie/personen/{lijst_uuid(GERRIT)}").text


@pytest.mark.parametrize(("text", "digits"), [
    ("12-3-2026", "20260312"), ("3-2026", "20260300"), ("2026", "20260000"), ("gisteren", ""), ("", ""),
])  # fmt: skip
def test_a_day_may_be_partly_known(text, digits):
    assert digits_of(text) == digits
