"""What the counter does for people without a list here, for akten, and with doubt: what is asked, and what goes on."""

import re
from datetime import date

import pytest

from meent.integration.brp.feiten import Uitkomst
from tests.interaction.conftest import ORIGIN
from tests.interaction.fake_burgerzaken import BZ_07, SUZANNE, lijst_uuid
from tests.interaction.fake_klapper import HUWELIJK
from tests.interaction.fake_werkbak import TWIJFEL
from tests.interaction.test_balie import fields
from tests.interaction.test_balie_feiten import NAAR, PERSOON, inputs, step
from tests.services.personen.lijsten import ANDER_BSN, BSN, EIGEN

AKTEN = "/meerwijde/balie/akten"


def nieuw(ans, feit, page, /, **filled):
    """The next step of a fact of people who have no list here."""
    answer = ans.post(f"/meerwijde/balie/{feit}", data=inputs(page) | filled, headers=ORIGIN)
    assert answer.status_code in (200, 400), answer.status_code
    return answer.text


# --- somebody comes from another municipality ------------------------------------------------------------------------


def test_a_family_from_elsewhere_is_asked_for_by_number(ans, deps):
    """Who comes along gets a field of its own as long as there are more; for each is told who declares it."""
    page = ans.get("/meerwijde/balie/overkomst").text
    wie = {"uit": "Meerwijde", "melder": "999 993 653"}
    page = nieuw(ans, "overkomst", page, naar="wie", **wie, **{"ook-1": ANDER_BSN})
    assert ("BSN van persoon 2 die meekomt" in page, "persoon 3" in page) == (True, False)
    page = nieuw(ans, "overkomst", nieuw(ans, "overkomst", page), **NAAR)
    assert "Kies een van de antwoorden." in nieuw(ans, "overkomst", page, datum="2026-11-19")
    page = nieuw(ans, "overkomst", page, datum="2026-11-19", **{f"wijze-{ANDER_BSN}": "G"})
    assert "De regels staan niets in de weg." in page
    assert deps.neem_op.opgenomen == []
    assert "De lijsten zijn gevraagd" in nieuw(ans, "overkomst", page)
    [(feit, asked)] = deps.neem_op.opgenomen
    assert (feit, asked.uit, asked.aangever, asked.datum) == ("overkomst", EIGEN, BSN, date(2026, 11, 19))
    assert (asked.verhuizers, asked.adres["11.10"]) == ({BSN: "I", ANDER_BSN: "G"}, "Otterlaan")


def test_the_municipality_may_decide_by_itself(ans, deps):
    """Nobody is asked how it was told then (72.10 is A for all)."""
    page = ans.get("/meerwijde/balie/overkomst").text
    page = nieuw(ans, "overkomst", page, uit="Meerwijde", melder=BSN, ambtshalve="1", **{"ook-1": ANDER_BSN})
    page = nieuw(ans, "overkomst", page, **NAAR)
    assert "Wie meldt het voor" not in page
    nieuw(ans, "overkomst", nieuw(ans, "overkomst", page, datum="2026-11-19"))
    [(_, asked)] = deps.neem_op.opgenomen
    assert (asked.aangever, asked.verhuizers) == (BSN, {BSN: "A", ANDER_BSN: "A"})


def test_without_a_mailbox_nothing_is_offered_that_needs_one(ans, deps):
    """An officer would fill in a whole form to read that it cannot be."""
    links = [f"/meerwijde/balie/{feit}" for feit in ("inschrijving", "overkomst", "kennisgeving")]
    for deps.burgerzaken(None).heeft_postbus, shown in ((True, [True] * 3), (False, [True, False, False])):
        page = ans.get("/meerwijde/balie").text
        assert [f'href="{link}"' in page for link in links] == shown


@pytest.mark.parametrize(("filled", "told"), [
    ({"melder": "12"}, "Een BSN heeft negen cijfers."), ({"uit": "Nergens"}, "Deze gemeente kennen wij niet."),
    ({"zelf": ""}, "Kies om wie het gaat."), ({"ook-1": BSN}, "Vul elk BSN een keer in."),
])  # fmt: skip
def test_who_comes_is_told_whole(ans, deps, filled, told):
    page = ans.get("/meerwijde/balie/overkomst").text
    assert told in nieuw(ans, "overkomst", page, **({"uit": "Meerwijde", "melder": BSN} | filled))
    assert deps.neem_op.gevraagd == []


# --- an akte of somebody who lives elsewhere -------------------------------------------------------------------------

KIND = {"kind-voornamen": "Noor", "kind-achternaam": "Moulin", "geslacht": "V"}
MOEDER = {"een-bsn": BSN, "een-voornamen": "Suzanne", "een-achternaam": "Moulin", "een-geboren": "1-12-1985"}
VROUW = {"02.10": "Suzanne", "02.40": "Moulin", "03.10": "19851201"}


@pytest.mark.parametrize(("feit", "filled", "told"), [
    ("geboorte", KIND | MOEDER, ("geboorte", "", {"02.10": "Noor", "02.40": "Moulin", "04.10": "V"}, {BSN: VROUW})),
    ("overlijden", MOEDER | {"een-geboorteplaats": "Meerwijde"},
     ("overlijden", "", {}, {BSN: VROUW | {"03.20": EIGEN, "03.30": "6030"}})),
    ("partnerschap", MOEDER | {"ander-bsn": ANDER_BSN, "ander-achternaam": "Dijk", "ander-voorvoegsel": "van"},
     ("huwelijk", ANDER_BSN, {"15.10": "P"}, {BSN: VROUW, ANDER_BSN: {"02.30": "van", "02.40": "Dijk"}})),
])  # fmt: skip
def test_an_akte_names_people_as_they_are_filled_in(ans, deps, feit, filled, told):
    page = ans.get("/meerwijde/balie/kennisgeving").text
    page = nieuw(ans, "kennisgeving", page, feit=feit, woont="Meerwijde", datum="2026-11-19")
    page = nieuw(ans, "kennisgeving", page, **filled)
    assert "Onderteken de akte en meld het" in page
    deps.neem_op.uitkomst = Uitkomst(akte="10A0001")
    done = nieuw(ans, "kennisgeving", page)
    assert ("De akte is ondertekend" in done, f"{AKTEN}/2026/10A0001" in done) == (True, True)
    _, asked = deps.neem_op.opgenomen[0]
    assert (asked.feit, asked.ander, asked.gegevens, asked.personen) == told
    assert (asked.gemeente, asked.bsn, asked.datum) == (EIGEN, BSN, date(2026, 11, 19))


def test_a_marriage_needs_both_partners(ans, deps):
    page = ans.get("/meerwijde/balie/kennisgeving").text
    page = nieuw(ans, "kennisgeving", page, feit="huwelijk", woont="Meerwijde", datum="2026-11-19")
    page = nieuw(ans, "kennisgeving", page, **MOEDER)
    assert "Vul de achternaam in." in page.split('id="fout-ander-achternaam"')[1].split("<input")[0]
    assert deps.neem_op.gevraagd == []


# --- akten -----------------------------------------------------------------------------------------------------------


def zoek(ans, **filled):
    form = fields(ans.get(AKTEN).text) | {"register": "3", "jaar": "2026", "naam": ""}
    return ans.post(AKTEN, data=form | filled, headers=ORIGIN)


@pytest.mark.parametrize(("filled", "told"), [
    ({"naam": " dijk "}, "&lt;b&gt;Dijk"), ({"naam": "Iedereen"}, "Wij laten dan niemand zien."),
    ({"register": "2"}, "Geen akte gevonden"), ({"jaar": "2027"}, "Vul een jaar in"),
    ({"jaar": "26"}, "Vul een jaar in"),
])  # fmt: skip
def test_an_akte_is_looked_for_by_name_and_year(ans, deps, filled, told):
    """By POST: a name stands in no address. Who finds nobody, or too many, reads so."""
    found = zoek(ans, **filled)
    assert told in found.text
    assert ("naam" in str(found.url), "dijk" in str(found.url)) == (False, False)
    if filled.get("naam") == " dijk ":
        assert deps.klapper.gezocht == [("3", 2026, "dijk")]
        assert f"{AKTEN}/2026/{HUWELIJK}" in found.text


def test_an_akte_opens_with_what_was_added_since(ans, deps):
    page = ans.get(f"{AKTEN}/2026/{HUWELIJK}").text
    for told in ("De akte is zoals die is ondertekend.", "Einde van het huwelijk", "30B0001",
                 "Meerwijde", "Rechtbank &lt;i&gt;Den Haag", f"/balie/personen/{lijst_uuid(SUZANNE)}",
                 "van &lt;b&gt;Dijk"):  # fmt: skip
        assert told in page, told
    assert SUZANNE.bsn not in page
    deps.klapper.klopt = False
    assert "Deze akte is anders dan wat is ondertekend." in ans.get(f"{AKTEN}/2026/{HUWELIJK}").text
    for other in ("2025/30A0001", "2026/30A0002", "2026/7"):
        assert ans.get(f"{AKTEN}/{other}").status_code == 404


def test_a_paper_of_an_akte_is_made_on_its_page(ans, deps):
    """An uittreksel to download with its price; why there is no afschrift; a number that is none at its field."""
    page = f"{AKTEN}/2026/{HUWELIJK}"
    form = fields(ans.get(page).text)
    made = ans.post(page, data=form | {"vorm": "uittreksel"}, headers=ORIGIN)
    assert ("data:application/pdf;base64,JVBERi0=" in made.text, "16,90" in made.text) == (True, True)
    refused = ans.post(page, data=form | {"vorm": "afschrift"}, headers=ORIGIN)
    assert (refused.status_code, "Vraag naar het belang." in refused.text) == (400, True)
    assert "Een BSN heeft negen cijfers." in ans.post(page, data=form | {"aanvrager": "12"}, headers=ORIGIN).text
    asked = {"vorm": "afschrift", "aanvrager": "999 99 0019", "belang": " Erfgenaam "}
    told = ans.post(page, data=form | asked, headers=ORIGIN)
    last = deps.aktestuk.gevraagd[-1]
    assert (last.akte, last.jaar, last.aanvrager, last.belang) == (HUWELIJK, 2026, "999990019", "Erfgenaam")
    assert "999 99 0019" not in told.text


# --- doubt -----------------------------------------------------------------------------------------------------------


def test_doubt_is_about_a_part_of_a_row_and_becomes_a_report(ans, deps):
    """The parts that can be chosen are those of the row that was; it goes to the report with its day."""
    bak = deps.werkbak(None)
    page = step(ans, "terugmelding", ans.get(f"{PERSOON}/terugmelding").text, rij="08-0")
    parts = dict(re.findall(r'<option value="(\d\d)"[^>]*>([^<]*)<', page))
    assert (parts["00"], parts["11"], "02" in parts) == ("De hele rij", "Adres", False)
    assert "Schrijf op waarom u twijfelt." in step(ans, "terugmelding", page, deel="11")
    page = step(ans, "terugmelding", page, deel="11", toelichting="Post komt terug")
    assert "Leg de twijfel vast" in page
    done = ans.post(f"{PERSOON}/terugmelding", data=inputs(page), headers=ORIGIN)
    assert done.headers["location"] == f"/meerwijde/balie/werk/terugmeldingen/{TWIJFEL}?gelukt=gemeld"
    assert "De twijfel is vastgelegd." in ans.get(done.headers["location"]).text
    judged, kept = bak.gemeld
    assert (judged.alleen_toetsen, kept.alleen_toetsen) == (True, False)
    assert (kept.bsn, kept.aanduiding, kept.stapel, kept.toelichting) == (BSN, "081100", 0, "Post komt terug")
    bak.uitkomst = Uitkomst(weigeringen=(BZ_07,))
    assert "Deze persoon staat al op dit adres." in step(ans, "terugmelding", page)
