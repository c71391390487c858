"""Recording a fact step by step: what goes along, what is told before anything is written, and what is written."""

import re
from datetime import date
from html import unescape

import pytest

from meent.integration.brp.feiten import Akte
from meent.interaction.balie.velden import digits_of
from tests.interaction.conftest import ORIGIN
from tests.interaction.fake_burgerzaken import (
    AFGEVOERD,
    BZ_04,
    BZ_07,
    GERRIT,
    IN_BRIEF,
    NOELLE,
    OP_WEG,
    SUZANNE,
    TWEEDE,
    WEG,
    ZOE,
    lijst_uuid,
)
from tests.interaction.fake_zgw import TODAY
from tests.services.personen.lijsten import ANDER_BSN, ANUMMER, BSN, EIGEN

NAAR = {"straat": "Otterlaan", "huisnummer": "7", "postcode": "9810 ab", "woonplaats": "Meerwijde", "functie": "W"}


def inputs(page):
    """What a browser would send: hidden fields, texts, ticks that are on, and what is chosen."""
    form = page.split('<form class="velden"')[1].split("</form>")[0]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf'{what}="([^"]*)"', tag) for what in ("name", "value"))
        if name and (' type="checkbox"' not in tag or " checked" in tag):
            sent[name[1]] = unescape(value[1]) if value else ""
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)"[^>]* selected', options) or re.search(r'value="([^"]*)"', options)
        sent[name] = chosen[1]
    return sent


def bladzij(pl):
    return f"/meerwijde/balie/personen/{lijst_uuid(pl)}"


def step(ans, feit, page, pl=SUZANNE, /, **filled):
    answer = ans.post(f"{bladzij(pl)}/{feit}", data=inputs(page) | filled, headers=ORIGIN)
    return answer.text


PERSOON = bladzij(SUZANNE)


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


def test_a_move_of_later_waits_for_its_day(ans, deps, bij_controle):
    """Said before it is sent; nothing is recorded now, and the work list says that it waits."""
    deps.neem_op.weigeringen = [BZ_07._replace(nummer="BZ-03")]
    again = step(ans, "verhuizing", bij_controle, naar="wanneer")
    page = step(ans, "verhuizing", again, datum="2026-12-01", ontvangen="2026-11-20")
    assert "nemen haar op 1 december 2026 op in de BRP" in page
    done = ans.post(f"{PERSOON}/verhuizing", data=inputs(page), headers=ORIGIN)
    assert done.headers["location"] == "/meerwijde/balie/werk?gelukt=gepland"
    [invoer] = deps.werkbak(None).gepland
    assert (invoer.datum, deps.neem_op.opgenomen) == (date(2026, 12, 1), [])


def test_what_goes_past_a_rule_waits_for_a_colleague_with_the_reason(ans, deps, bij_controle):
    """Four eyes: the one who fills it in records nothing; without a reason it does not even wait. Source: K-49."""
    deps.neem_op.weigeringen = [BZ_04]
    page = step(ans, "verhuizing", step(ans, "verhuizing", bij_controle, naar="wanneer"))
    assert "&lt;b&gt;niet&lt;/b&gt;" in page
    assert "Leg voor aan een collega" in page
    assert 'name="naar"' not in re.findall(r"<button[^>]*>", page.split('<form class="velden"')[1])[0]  # Enter goes on
    page = step(ans, "verhuizing", page, **{"voorbij-BZ-04": "1"})
    assert "Schrijf op waarom u doorgaat." in page
    assert deps.accord.voorstellen == {}
    assert "Er is nog niets veranderd" in step(ans, "verhuizing", page, **{"reden-BZ-04": "Beschikking gezien"})
    [(_, invoer)] = deps.accord.voorstellen.values()
    assert [(v.nummer, v.reden) for v in invoer.voorbij] == [("BZ-04", "Beschikking gezien")]
    assert deps.neem_op.opgenomen == []


def test_a_refusal_stands_at_the_field_it_is_about(ans, deps, bij_controle):
    """On the summary in the line of the street, and on the step of the street at its field; not once for all."""
    deps.neem_op.weigeringen = [BZ_07]
    summary = step(ans, "verhuizing", step(ans, "verhuizing", bij_controle, naar="wanneer"))
    line = summary.split("<dt>Straat</dt>")[1].split("</dd>")[0]
    assert "Deze persoon staat al op dit adres." in line
    assert 'name="naar" value="waarheen"' in line
    assert summary.count("artikel 2.39 van de Wet BRP") == 1
    back = step(ans, "verhuizing", summary, naar="waarheen")
    assert re.search(r'id="straat"[^>]*aria-describedby=" fout-straat" aria-invalid="true"', back)
    assert "Deze persoon staat al op dit adres." in back.split('id="fout-straat"')[1].split('id="huisnummer"')[0]


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


FEITEN = [
    ("geboorte", SUZANNE, [{"voornamen": "Noor", "geslacht": "V", "datum": "2026-11-19", "erkend": "nu",
                            "toestemming": "1"}],
     {"moeder": BSN, "erkend": False, "erkend_op": TODAY, "stukken": {"toestemming moeder"}}),
    ("levenloos", SUZANNE,
     [{"voornamen": "Lot", "geslachtsnaam": "Moulin", "datum": "12-4-1993", "verzocht": "2026-11-20"},
      {"waar": "elders", "aktenummer": "20b0012"}],
     {"ouder": BSN, "verzoeker": BSN, "naam": {"02.10": "Lot", "02.40": "Moulin"}, "datum": "19930412",
      "verzocht": date(2026, 11, 20), "akte": Akte(gemeente=EIGEN, nummer="20B0012")}),
    ("verstrekkingsbeperking", SUZANNE, [{"beperkt": "nee"}], {"bsn": BSN, "beperkt": False, "verzoeker": BSN}),
    ("onderzoek", SUZANNE, [{"wat": "beeindig-081100-0-0", "datum": "2026-11-20"}],
     {"bsn": BSN, "stap": "beeindig", "aanduiding": "081100", "stapel": 0, "voorkomen": 0}),
    ("naamgebruik", SUZANNE, [{"naamgebruik": "V", "ontvangen": "2026-11-18"}],
     {"bsn": BSN, "naamgebruik": "V", "ontvangen": date(2026, 11, 18)}),
    ("huwelijk", SUZANNE,
     [{"partner": "999 99 0019", "gemeld": "2026-11-01", "datum": "2026-11-20", "ontheffing": "1",
       "stuk-verklaring geen schijnhuwelijk": "1"}],
     {"soort": "H", "partners": (BSN, ANDER_BSN), "gemeld": date(2026, 11, 1), "getuigen": 2, "ontheffing": True,
      "stukken": {"verklaring geen schijnhuwelijk"}}),
    ("ontbinding", SUZANNE, [{"datum": "2026-11-02", "aktenummer": "3xb0086"}],
     {"bsn": BSN, "datum": date(2026, 11, 2), "akte": Akte(gemeente=EIGEN, nummer="3XB0086"), "plaats": ""}),
    ("ontbinding", SUZANNE,
     [{"datum": "2026-11-02", "aktenummer": "3VB0086", "waar": "buitenland", "land": "Frankrijk", "plaats": "Lille"}],
     {"plaats": "Lille", "land": "5002"}),
    ("erkenning", ZOE,
     [{"erkenner": str(lijst_uuid(SUZANNE))},
      {"datum": "2026-11-02", "aktenummer": "10C1285", "naam": "eigen-erkenner", "stuk-toestemming moeder": "1"}],
     {"kind": ZOE.bsn, "erkenner": BSN, "akte": Akte(gemeente=EIGEN, nummer="10C1285"),
      "naam": {"02.10": "Zoë", "02.40": "Moulin Moulin"}, "stukken": {"toestemming moeder"}}),
    ("ontbinding", SUZANNE, [{"datum": "2026-11-02", "vermelding": "zelf", "beschikking": "Rechtbank 12",
                              "beslist": "2026-10-01"}],
     {"akte": None, "plaats": "", "beschikking": "Rechtbank 12", "beslist": date(2026, 10, 1), "reden": "S"}),
    ("ontbinding", SUZANNE, [{"datum": "2026-11-02", "aktenummer": "30C0086", "hoe": "nietig"}],
     {"reden": "N", "wijze": "rechter", "beslist": None}),
    ("omzetting", SUZANNE, [{"datum": "2026-11-02"}], {"bsn": BSN, "akte": None, "plaats": ""}),
    ("omzetting", SUZANNE,
     [{"datum": "2026-11-02", "waar": "elders", "aktegemeente": "Meerwijde", "aktenummer": "30h0012"}],
     {"akte": Akte(gemeente=EIGEN, nummer="30H0012"), "plaats": EIGEN}),
    ("erkenning", ZOE, [{"erkenner": str(lijst_uuid(SUZANNE))}, {"datum": "2026-11-02", "vermelding": "zelf"}],
     {"akte": None}),
    ("erkenning", ZOE, [{"erkenner": "ander", "bsn": GERRIT.bsn}, {"datum": "2026-11-02", "aktenummer": "10C1285"}],
     {"erkenner": GERRIT.bsn, "naam": {}, "stukken": set()}),
    ("vertrek", SUZANNE,
     [{f"mee-{lijst_uuid(NOELLE)}": "1"}, {"land": "Frankrijk", "regel2": "Rue de Lille 3"},
      {"vertrekdag": "2026-11-23", "ontvangen": "2026-11-20", "lang": "1"}],
     {"aangever": BSN, "vertrekkers": {BSN: "I", ANDER_BSN: "G"}, "land": "5002", "blijft_weg": True,
      "regels": {"13.40": "Rue de Lille 3"}, "vertrekdag": date(2026, 11, 23), "ontvangen": date(2026, 11, 20)}),
    ("hervestiging", WEG, [{"ontvangen": "2026-11-20", "gezien": "1", "blijft": "1", "rechtmatig": "1"}, NAAR],
     {"bsn": WEG.bsn, "wijze": "I", "gezien": True, "blijft": True, "rechtmatig": True}),
    ("briefadres", SUZANNE,
     [{}, {"geverbsn": IN_BRIEF.bsn, "stuk-instemming briefadresgever": "1"}, {"herzien": "2027-05-20"}],
     {"verhuizers": {BSN: "I"}, "reden": "geen woonadres", "gever": IN_BRIEF.bsn, "adres": {},
      "stukken": {"instemming briefadresgever"}, "herzien": date(2027, 5, 20)}),
    ("briefadres", SUZANNE, [{}, {"gever": "gemeente"}, NAAR, {}],
     {"gever": "", "adres": {"10.10": "B", "11.10": "Otterlaan", "11.15": "Otterlaan", "11.20": "7",
                             "11.60": "9810AB", "11.70": "Meerwijde"}}),
    ("overlijden", SUZANNE,
     [{"datum": "1-11-2026", "waar": "buitenland", "land": "Frankrijk", "plaats": "Lille", "document": "acte 12"}],
     {"datum": "20261101", "land": "5002", "plaats": "Lille", "document": "acte 12", "akte": None}),
    ("overlijden", SUZANNE,
     [{"datum": "11-2026", "waar": "elders", "aktegemeente": "Meerwijde", "aktenummer": "20a0012"}],
     {"datum": "20261100", "plaats": EIGEN, "akte": Akte(gemeente=EIGEN, nummer="20A0012")}),
]  # fmt: skip


@pytest.mark.parametrize(("feit", "wie", "stappen", "told"), FEITEN)
def test_a_fact_is_told_as_it_was_filled_in(ans, deps, feit, wie, stappen, told):
    """A name that is chosen on the form and another on the list is found out by the person, months later."""
    page = ans.get(f"{bladzij(wie)}/{feit}").text
    for filled in stappen:
        page = step(ans, feit, page, wie, **filled)
    assert "De regels staan niets in de weg." in page
    assert "Huisnummer" in page.split("Wat verandert er op de lijst?")[1]
    assert "1 bericht naar de BRP" in step(ans, feit, page, wie)
    [(recorded, invoer)] = deps.neem_op.opgenomen
    assert recorded == feit
    assert {name: getattr(invoer, name) for name in told} == told


def test_a_field_that_is_not_asked_is_not_missed(ans):
    """Where the akte is of another municipality only matters when it was in another municipality."""
    page = ans.get(f"{PERSOON}/overlijden").text
    assert 'data-bij="elders"' in page
    page = step(ans, "overlijden", page, datum="1-11-2026", waar="elders", aktegemeente="Nergens")
    assert "Deze gemeente kennen wij niet." in page
    assert "Vul het nummer van de akte in" in page
    assert "Vul de plaats in" not in page


@pytest.mark.parametrize("changed", [
    {"sleutel": ""}, {"sleutel": "x" * 256}, {"stap": "verzonnen"},
    {"rij": "99-0-0", "stap": "bron", "naar": "waarden"}, {"rij": "08-0-9", "hoe": "verzonnen", "stap": "controle"},
])  # fmt: skip
def test_a_form_that_was_tampered_with_is_no_fault_of_the_server(ans, deps, changed):
    page = ans.get(f"{PERSOON}/correctie").text
    answer = ans.post(f"{PERSOON}/correctie", data=inputs(page) | changed, headers=ORIGIN)
    assert answer.status_code in (200, 400)
    assert deps.accord.voorstellen == {}


RIJ = "08-0-0"


def test_a_correction_shows_old_beside_new_and_waits_for_a_colleague(ans, deps):
    """Only what was changed is handed in, its group whole; numbers of people do not stand on the page."""
    page = ans.get(f"{PERSOON}/correctie?rij={RIJ}").text
    page = step(ans, "correctie", page)
    old, new = page.split(f'for="nieuw-{RIJ}-11.20"')[1].split("</li>")[0].split("<input")
    assert ("31" in old, 'value="31"' in new) == (True, True)
    assert "Vul in wat er had moeten staan" in step(ans, "correctie", page)
    page = step(ans, "correctie", page, **{f"nieuw-{RIJ}-11.20": "13", f"nieuw-{RIJ}-72.10": ""})
    page = step(ans, "correctie", page, document="huurcontract", reden="Verkeerd overgenomen")
    assert "Leg voor aan een collega" in page
    assert "Voorgelegd aan een collega" in step(ans, "correctie", page)
    [(_, invoer)] = deps.accord.voorstellen.values()
    [better] = invoer.verbeteringen
    assert (better.voorkomen, better.weg, better.ingang) == (0, ("72",), "")
    assert better.inhoud == {"11.10": "Boterdiep", "11.20": "13", "11.60": "2512AA"}
    assert (invoer.categorie, invoer.document, deps.neem_op.opgenomen) == ("08", "huurcontract", [])


def test_a_correction_of_a_relative_keeps_the_number_that_nobody_saw(ans, deps):
    rij = "09-0-0"
    page = step(ans, "correctie", ans.get(f"{PERSOON}/correctie?rij={rij}").text)
    assert ANDER_BSN not in page
    assert "…019" in page
    page = step(ans, "correctie", page, **{f"nieuw-{rij}-01.10": "8940402024"})
    step(ans, "correctie", step(ans, "correctie", page, document="akte", reden="Van een ander"))
    [(_, invoer)] = deps.accord.voorstellen.values()
    assert invoer.verbeteringen[0].inhoud == {"01.10": "8940402024", "01.20": ANDER_BSN}


def test_what_should_never_have_been_there_is_a_correction_too(ans, deps):
    page = step(ans, "correctie", ans.get(f"{PERSOON}/correctie?rij=11-0-0").text, hoe="nooit")
    page = step(ans, "correctie", step(ans, "correctie", page), document="uitspraak", reden="Van een ander")
    step(ans, "correctie", page)
    [(_, invoer)] = deps.accord.voorstellen.values()
    assert (invoer.ten_onrechte, invoer.categorie, invoer.verbeteringen) == (True, "11", ())


LIJSTFEITEN = [
    ("deblokkering", OP_WEG, [{"reden": "Gebeld met Zuiderkoog"}],
     {"bsn": OP_WEG.bsn, "reden": "Gebeld met Zuiderkoog"}),
    ("afvoering", TWEEDE, [{"reden": "Verzonnen"}], {"anummer": TWEEDE.anummer, "terug": False, "reden": "Verzonnen"}),
    ("afvoering", AFGEVOERD, [{"reden": "Bestaat toch"}], {"anummer": AFGEVOERD.anummer, "terug": True}),
    ("dubbelinschrijving", TWEEDE, [{}, {"reden": "Twee keer gemeld"}],
     {"blijft": ANUMMER, "vervalt": TWEEDE.anummer, "reden": "Twee keer gemeld"}),
    ("dubbelinschrijving", SUZANNE, [{"ander": "ander", "anummer": "2020 202 039"}, {"reden": "Ja"}],
     {"blijft": ANUMMER, "vervalt": AFGEVOERD.anummer}),
]  # fmt: skip


@pytest.mark.parametrize(("feit", "wie", "stappen", "told"), LIJSTFEITEN)
def test_a_fact_about_a_list_waits_for_a_colleague_with_the_reason(ans, deps, feit, wie, stappen, told):
    """Of two lists the oldest stays unless somebody says otherwise; nothing is recorded by one person."""
    page = ans.get(f"{bladzij(wie)}/{feit}").text
    for filled in stappen:
        page = step(ans, feit, page, wie, **filled)
    assert "Leg voor aan een collega" in page
    assert "Er is nog niets veranderd" in step(ans, feit, page, wie)
    [(_, invoer)] = deps.accord.voorstellen.values()
    assert {name: getattr(invoer, name) for name in told} == told
    assert deps.neem_op.opgenomen == []


def test_two_lists_of_one_person_stand_beside_each_other(ans):
    """What tells them apart is seen before one of them goes."""
    page = step(ans, "dubbelinschrijving", ans.get(f"{bladzij(TWEEDE)}/dubbelinschrijving").text, TWEEDE)
    table = page.split("<tbody")[1].split("</tbody>")[0]
    for told in (ANUMMER, TWEEDE.anummer, "1 januari 1994", "3 mei 2024", "1 december 1985"):
        assert told in table, told
    page = ans.get(f"{bladzij(SUZANNE)}/dubbelinschrijving").text
    assert "geen andere lijst" in step(ans, "dubbelinschrijving", page, ander="ander", anummer=ANUMMER)


def test_what_a_fact_is_called_goes_with_who_it_is_of(ans):
    """Back from a briefadres is a move, and an afvoering of what was afgevoerd takes it back."""
    assert "Van briefadres naar woonadres" in ans.get(bladzij(IN_BRIEF)).text
    assert "<h1>Van briefadres naar woonadres</h1>" in ans.get(f"{bladzij(IN_BRIEF)}/verhuizing").text
    assert "Afvoeren terugdraaien" in ans.get(bladzij(AFGEVOERD)).text


@pytest.mark.parametrize(("pl", "can", "cannot"), [
    (SUZANNE, ("verhuizing", "vertrek", "geboorte", "correctie"), ("hervestiging", "ontbinding", "erkenning")),
    (ZOE, ("erkenning",), ("hervestiging", "huwelijk", "naamgebruik")),
    (WEG, ("hervestiging", "correctie"), ("verhuizing", "vertrek", "overlijden")),
    (GERRIT, ("correctie", "huwelijk"), ("verhuizing", "overlijden", "naamgebruik", "omzetting")),
    (OP_WEG, ("deblokkering",), ("verhuizing", "briefadres", "correctie", "afvoering")),
    (IN_BRIEF, ("verhuizing", "briefadres"), ("deblokkering", "afvoering")),
    (TWEEDE, ("dubbelinschrijving", "afvoering"), ("deblokkering",)),
    (AFGEVOERD, ("afvoering",), ("verhuizing", "correctie", "dubbelinschrijving")),
])  # fmt: skip
def test_the_page_offers_only_what_can_be_recorded_of_somebody(ans, pl, can, cannot):
    """Who has died does not move, but may have married before; the page offers nothing that is refused at the end."""
    text = ans.get(bladzij(pl)).text
    assert [feit for feit in can if f'{bladzij(pl)}/{feit}"' not in text] == []
    assert [feit for feit in cannot if f'{bladzij(pl)}/{feit}"' in text] == []
    assert ans.get(f"{bladzij(pl)}/iets").status_code == 404


def test_a_form_with_something_missing_comes_back(ans, deps):
    page = step(ans, "huwelijk", ans.get(f"{PERSOON}/huwelijk").text, partner="12", getuigen="veel")
    for told in ("Een BSN heeft negen cijfers.", "Vul een hele datum in.", "Vul het aantal in."):
        assert told in page
    assert deps.neem_op.gevraagd == []


@pytest.mark.parametrize(("text", "digits"), [
    ("12-3-2026", "20260312"), ("3-2026", "20260300"), ("2026", "20260000"), ("gisteren", ""), ("", ""),
])  # fmt: skip
def test_a_day_may_be_partly_known(text, digits):
    assert digits_of(text) == digits
