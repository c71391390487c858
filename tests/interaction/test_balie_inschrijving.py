"""A first registration at the counter: compared with who is here, by the strongest paper, with family."""

import re

import pytest

from meent.integration.brp.feiten import Akte, Weigering
from tests.interaction.conftest import ORIGIN
from tests.interaction.fake_burgerzaken import NOELLE, SUZANNE, lijst_uuid
from tests.interaction.test_balie_feiten import NAAR, inputs
from tests.services.personen.lijsten import BSN, EIGEN

PAGE = "/meerwijde/balie/inschrijving"
AMINA = {"voornamen": "Amina", "achternaam": "Haddad", "geboren": "14-5-1990", "geboorteplaats": "Rabat",
         "geboorteland": "Marokko", "geslacht": "V"}  # fmt: skip
MOEDER = {"ouder1-voornamen": "Fatima", "ouder1-achternaam": "Alaoui", "ouder1-geboren": "1965",
          "ouder1-geboorteland": "Marokko", "ouder1-geslacht": "V"}  # fmt: skip
STUK = {"document": "geb akte Rabat 1990/77"}
GEZIEN = {"gezien": "1", "blijft": "1", "rechtmatig": "1", "land": "Marokko"}
NIEMAND = {"antwoord": "niemand"}
MIN = [AMINA, NIEMAND, STUK, MOEDER, {"ouder2-soort": "onbekend"}, {"nationaliteit1": "Marokkaanse"}, {}, GEZIEN, NAAR]
"""Alone, with one parent that is known."""
DOCUMENT = {"82.10": EIGEN, "82.20": "20261120", "82.30": "geb akte Rabat 1990/77"}
BZ_117 = Weigering("BZ-117", "Vraag eerst om een sterker stuk.", "artikel 2.8, tweede lid, van de Wet BRP", False)


def filled_in(ans, steps):
    page = ans.get(PAGE).text
    for filled in steps:
        page = send(ans, page, **filled)
    return page


def send(ans, page, **filled):
    return ans.post(PAGE, data=inputs(page) | filled, headers=ORIGIN).text


def test_it_begins_where_nobody_was_found(ans):
    """Who was never here has no page to begin on."""
    assert f'href="{PAGE}"' in ans.get("/meerwijde/balie").text


def test_what_was_filled_in_is_what_is_recorded(ans, deps):
    """The shortest one: each paper that is not named apart is the one of the person, from birth on."""
    page = filled_in(ans, MIN)
    assert "De regels staan niets in de weg." in page
    for told in ("Fatima Alaoui", "1965 Marokko", "Deze ouder is niet bekend", "Marokkaanse", "Otterlaan",
                 "Op dit adres staan nu 3 mensen ingeschreven."):  # fmt: skip
        assert told in page, told
    assert "De persoon is ingeschreven" in send(ans, page)
    [(feit, invoer)] = deps.neem_op.opgenomen
    mother, other = invoer.ouders
    assert (feit, invoer.persoon, invoer.rang, invoer.sinds, invoer.document) == (
        "inschrijving",
        {"02.10": "Amina", "02.40": "Haddad", "03.10": "19900514", "03.20": "Rabat", "03.30": "5022", "04.10": "V"},
        "c", "19900514", "geb akte Rabat 1990/77",
    )  # fmt: skip
    assert (mother.gegevens["03.10"], mother.gegevens["03.20"], mother.bron, mother.sinds) == (
        "19650000", "0000", DOCUMENT, "19900514",
    )  # fmt: skip
    assert (other.soort, invoer.verbintenissen, invoer.kinderen) == ("onbekend", (), ())
    [nationality] = invoer.nationaliteiten
    assert (nationality.code, nationality.reden, nationality.sinds, nationality.bron) == (
        "0131", "301", "00000000", DOCUMENT,
    )  # fmt: skip
    assert (invoer.land, invoer.wijze, invoer.gezien, invoer.blijft, invoer.rechtmatig, str(invoer.presentie)) == (
        "5022", "I", True, True, True, "2026-11-20",
    )  # fmt: skip
    assert invoer.adres["11.10"] == "Otterlaan"


def test_family_that_lives_here_is_named_by_number(ans, deps):
    """Its own list says who it is; a partner of before goes along with how it ended."""
    partner = {"partner-voornamen": "Karim", "partner-achternaam": "Idrissi", "partner-geboren": "1985",
               "partner-geboorteland": "Marokko", "partner-geslacht": "M", "begin-datum": "1-6-2010",
               "begin-plaats": "Rabat", "begin-land": "Marokko", "beeindigd": "ja", "einde-reden": "S",
               "einde-datum": "1-3-2020", "einde-plaats": "Meerwijde", "einde-land": "Nederland",
               "partner-document": "uitspraak Rabat 12"}  # fmt: skip
    page = filled_in(ans, [
        AMINA, NIEMAND, {"rang": "a", "als": "aktenummer", "aktegemeente": "Meerwijde", "aktenummer": "10a1284"},
        {"ouder1-soort": "inwoner", "ouder1-bsn": BSN}, {"ouder2-soort": "geen"}, {"nationaal": "nederlands"},
        {"verbintenis": "H", "kinderen": "1"}, partner, {"kind1-soort": "inwoner", "kind1-bsn": NOELLE.bsn}, GEZIEN,
        NAAR,
    ])  # fmt: skip
    assert "Suzanne Moulin" in page.split("<dt>Eerste ouder</dt>")[1].split("</dd>")[0]
    assert "De persoon is ingeschreven" in send(ans, page)
    [(_, invoer)] = deps.neem_op.opgenomen
    akte = Akte(gemeente=EIGEN, nummer="10A1284")
    assert (invoer.akte, invoer.rang, invoer.document) == (akte, "a", "")
    assert (invoer.ouders[0].bsn, invoer.ouders[0].bron, invoer.ouders[1].soort) == (BSN, akte.groep, "geen")
    assert [(n.code, n.reden) for n in invoer.nationaliteiten] == [("0001", "017")]
    [bond] = invoer.verbintenissen
    assert bond.sluiting == {"06.10": "20100601", "06.20": "Rabat", "06.30": "5022", "15.10": "H"}
    assert bond.ontbinding == {"07.10": "20200301", "07.20": EIGEN, "07.30": "6030", "07.40": "S"}
    assert bond.bron["82.30"] == "uitspraak Rabat 12"
    assert [kind.bsn for kind in invoer.kinderen] == [NOELLE.bsn]


def test_people_who_look_like_it_are_shown_before_anything_else_is_asked(ans, deps):
    """By birth date and name; who has a number already is not registered once more."""
    alike = AMINA | {"achternaam": "Moulin", "geboren": "1-12-1985"}
    page = filled_in(ans, [alike])
    assert f'href="/meerwijde/balie/personen/{lijst_uuid(SUZANNE)}"' in page.split("mensen lijken hierop")[1]
    assert "niemand met deze geboortedatum" in filled_in(ans, [AMINA])
    assert "schrijf niet nog eens in" in send(ans, page, antwoord="iemand")
    assert "Kies wat het antwoord was." in send(ans, page, antwoord="")
    assert deps.neem_op.gevraagd == []


def test_papers_stand_in_the_order_of_the_law_and_a_weak_one_is_refused_at_its_field(ans, deps):
    page = filled_in(ans, [AMINA, NIEMAND])
    choice = page.split('<select class="utrecht-select" id="rang"')[1].split("</select>")[0]
    assert re.findall(r'value="(.)"', choice) == ["a", "b", "c", "d", "e"]
    deps.neem_op.weigeringen = [BZ_117]
    summary = filled_in(ans, [*MIN[:2], STUK | {"rang": "e"}, *MIN[3:]])
    line = summary.split("<dt>Wat is het sterkste stuk?</dt>")[1].split("</dd>")[0]
    assert ("Vraag eerst om een sterker stuk." in line, 'name="naar" value="stuk"' in line) == (True, True)
    assert deps.neem_op.gevraagd[-1][1].sinds == "00000000"  # since when is not told by so weak a paper


@pytest.mark.parametrize(("at", "filled", "told"), [
    (0, {"geboorteland": "Nederland", "geboorteplaats": "Nergens"}, "Deze gemeente kennen wij niet."),
    (0, {"achternaam": ""}, "Vul de achternaam in."),
    (3, {"ouder1-soort": "inwoner", "ouder1-bsn": "123456782"}, "staat niet in deze gemeente ingeschreven"),
    (5, {"nationaliteit1": "Nergens"}, "Deze nationaliteit kennen wij niet."),
])  # fmt: skip
def test_what_is_wrong_is_told_on_its_own_step(ans, at, filled, told):
    page = filled_in(ans, [*MIN[:at], MIN[at] | filled])
    assert told in page
    assert f'name="stap" value="{["wie", "", "", "ouder1", "", "nationaliteit"][at]}"' in page


def test_a_child_that_is_not_there_after_all_is_not_asked_for(ans, deps):
    """Back to how many there are: its step goes, and so does what was filled in on it."""
    page = filled_in(ans, [*MIN[:6], {"kinderen": "1"}])
    assert 'name="kind1-achternaam"' in page
    page = send(ans, page, naar="familie")
    page = send(ans, send(ans, page, kinderen="0"), **GEZIEN)
    send(ans, send(ans, page, **NAAR))
    assert deps.neem_op.opgenomen[0][1].kinderen == ()
