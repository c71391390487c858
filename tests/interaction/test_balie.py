"""The counter: somebody is found by what is known, read at a glance and with all history, and each look is logged."""

import re

import pytest

from meent.integration.brp.kaart import kaart
from meent.integration.brp.tijdlijn import SOORTEN, tijdlijn
from meent.integration.brp.zoekbalk import Zoekvraag, ontleed
from meent.interaction.balie import woorden, zoeken
from meent.interaction.balie.stamboom import stamboom
from meent.services.personen.bevragen.feiten import Feiten
from tests.interaction.conftest import ORIGIN
from tests.interaction.fake_burgerzaken import GERRIT, NOELLE, SUZANNE, TABELLEN, lijst_uuid
from tests.interaction.fake_zgw import TODAY
from tests.services.personen.lijsten import ANDER_BSN, BSN

BALIE = "/meerwijde/balie"
PAGE = f"{BALIE}/personen/{lijst_uuid(SUZANNE)}"
GEBOREN = ("19800312", "19800300", "19800000")


@pytest.mark.parametrize(("getypt", "vraag"), [
    ("999 99 3653", Zoekvraag("bsn", nummer="999993653")),
    ("8940.402.024", Zoekvraag("anummer", nummer="8940402024")),
    ("9810 aa 12b", Zoekvraag("adres", postcode="9810AA", huisnummer=12, toevoeging="b")),
    ("Wolkenstraat 12", Zoekvraag("straat", straat="wolkenstraat", huisnummer=12)),
    ("Çelik 12-3-1980", Zoekvraag("naam", woorden=("celik",), geboren=GEBOREN)),
    ("1980-03-12 de Groot, Anna", Zoekvraag("naam", woorden=("de", "groot", "anna"), geboren=GEBOREN)),
    ("de Boer 1985", Zoekvraag("naam", woorden=("de", "boer"), jaar="1985")),
    ("12.03.1980", Zoekvraag("geboren", geboren=GEBOREN)),
    ("   ", None),
])  # fmt: skip
def test_what_is_typed_in_the_one_box_is_understood(getypt, vraag):
    """A birth date also finds who stands there without day or month, as the register has them."""
    assert ontleed(getypt) == vraag


def fields(page):
    """What a form sends along by itself."""
    return dict(re.findall(r'name="(formulierbewijs|formuliersleutel)" value="([^"]*)"', page))


def found(ans, getypt):
    form = fields(ans.get(BALIE).text) | {"zoek": getypt}
    return ans.post(BALIE, data=form, headers=ORIGIN)


def test_one_is_opened_several_are_told_apart_too_many_are_not_shown(ans):
    answer = found(ans, BSN)
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    several = (found(ans, "Moulin")).text
    for told in ("6 mensen gevonden", "1 december 1985", "(40 jaar)", "Boterdiep 31", "eindigt op 653",
                 "Overleden: <span>1 januari 2020", "Geheim: geef niets door aan anderen"):  # fmt: skip
        assert told in several, told
    assert "&lt;b&gt;Noëlle&lt;/b&gt;" in several
    many = (found(ans, "Iedereen")).text
    assert "meer dan 10 mensen" in many
    assert zoeken.RAAD["naam"] in many
    assert "/personen/" not in many
    assert "Wij zochten op BSN." in (found(ans, "123456782")).text
    assert "Typ eerst een nummer" in (found(ans, " ")).text


@pytest.mark.parametrize("blad", ["", "?blad=tijdlijn", "?blad=lijst", "?blad=inzage"])
def test_no_bsn_stands_on_a_page_that_nobody_asked_for(ans, blad):
    """Who looks over a shoulder sees the last three digits, of relatives too."""
    text = ans.get(PAGE + blad).text
    assert "653" in text
    assert not re.search(r"\b999\d{6}\b", text)
    assert ans.get(f"{PAGE}?blad=iets").status_code == 404


def test_a_bsn_is_shown_whole_for_a_reason(ans, deps):
    form = fields(ans.get(PAGE).text)
    without = ans.post(f"{PAGE}/bsn", data=form | {"reden": ""}, headers=ORIGIN)
    assert (without.status_code, BSN in without.text) == (400, False)
    shown = ans.post(f"{PAGE}/bsn", data=form | {"reden": "controle"}, headers=ORIGIN).text
    assert BSN in shown
    assert ANDER_BSN not in shown
    assert deps.burgerzaken(None).looked[-1] == (BSN, "kort", True)


def test_the_page_says_who_this_is(ans):
    text = re.sub(r"<[^>]+>", "", ans.get(PAGE).text)
    for told in ("Suzanne Moulin", "40 jaar", "Mevrouw S. Moulin", "Boterdiep 31", "Nederlandse", "Gescheiden",
                 "In onderzoek: Verblijfplaats", "Vroegere partner"):  # fmt: skip
        assert told in text, told


def test_the_story_tells_what_held_when_and_what_was_wrong():
    """Beside what is so stands what was recorded wrongly, and when it was put right."""
    momenten = tijdlijn(Feiten(SUZANNE, TABELLEN, TODAY))
    assert [m.sinds for m in momenten] == sorted((m.sinds for m in momenten), reverse=True)
    home = [(m.soort, m.stand, m.detail[:14], m.dag, m.hersteld) for m in momenten if m.categorie == "08"]
    assert home == [
        ("woont", "nu", "Boterdiep 31, ", "19 februari 2008", ""),
        ("woont", "onjuist", "Boterdiep 13, ", "19 februari 2008", "20 februari 2008"),
        ("woont", "eerder", "Oude Vaart 31,", "1 januari 1999", ""),
    ]
    assert {m.soort for m in momenten if m.categorie == "05"} == {"huwelijk", "huwelijk-scheiding"}
    assert next(m.bron for m in momenten if m.soort == "geboren") == "akte 10A1284, Meerwijde"
    assert next(m.soort for m in tijdlijn(Feiten(GERRIT, TABELLEN, TODAY))) == "overleden"


def test_everything_that_can_happen_has_words():
    assert set(SOORTEN) == set(woorden.MOMENTEN)


def test_the_family_is_drawn_without_boxes_that_cover_each_other():
    """A name under another box is a person who is not there."""
    found_ = kaart(Feiten(SUZANNE, TABELLEN, TODAY))
    boom = stamboom(found_, lambda relatie: f"/{relatie.bsn}" if relatie.bsn == ANDER_BSN else "")
    assert [(v.rol, v.adres) for v in boom.vakken] == [
        ("ouder", ""), ("ouder", ""), ("zelf", ""), ("ex", ""), ("kind", f"/{ANDER_BSN}"),
    ]  # fmt: skip
    for n, one in enumerate(boom.vakken):
        assert 0 <= one.x <= one.x + one.breed <= boom.breed
        assert one.y + 52 <= boom.hoog
        for other in boom.vakken[:n]:
            assert one.y >= other.y + 52 or one.x >= other.x + other.breed or other.x >= one.x + one.breed
    assert boom.vakken[-1].heel == "Noëlle Annemarie Wilhelmina Moulin"


def test_only_burgerzaken_of_this_municipality_comes_in(ans):
    """A persoonslijst is read by who keeps it, here."""
    assert ans.get(f"/zuiderkoog/balie/personen/{lijst_uuid(NOELLE)}").status_code == 403
    assert ans.get(f"{BALIE}/personen/{'0' * 8}-0000-0000-0000-{'0' * 12}").status_code == 404
    assert ans.get("/meerwijde/behandelen").status_code == 403
