"""A resident's own move and zaken: what is sent, what is told before it is, and that nobody sees another's."""

import re
from datetime import date

import pytest

from tests.interaction.conftest import ORIGIN, log_in
from tests.interaction.fake_burgerzaken import NOELLE, lijst_uuid
from tests.interaction.fake_eloket import BZ_91, BZ_202, BZ_207, GEVRAAGD, ONBETAALD, UITTREKSEL, VERHUISD
from tests.interaction.test_balie_feiten import inputs
from tests.services.personen.lijsten import ANDER_BSN

VERHUIZEN, ZAKEN = "/meerwijde/inwoner/verhuizen", "/meerwijde/inwoner/zaken"
NAAR = {"straat": "Otterlaan", "huisnummer": "7", "postcode": "9810 ab", "inwonend": "nee"}


def step(inwoner, page, **filled):
    sent = inputs(page)
    for tag in re.findall(r'<input type="radio"[^>]*>', page):  # of the rounds only the one that is on is sent
        name, value = re.search(r'name="([^"]*)"', tag)[1], re.search(r'value="([^"]*)"', tag)[1]
        if " checked" in tag:
            sent[name] = value
    return inwoner.post(VERHUIZEN, data=sent | filled, headers=ORIGIN)


@pytest.fixture
def bij_controle(inwoner):
    page = inwoner.get(VERHUIZEN).text
    page = step(inwoner, page, **{f"mee-{lijst_uuid(NOELLE)}": "1"}).text
    page = step(inwoner, page, datum="2026-11-22").text
    return step(inwoner, page, **NAAR).text


def test_a_move_is_told_as_it_was_filled_in(inwoner, deps, bij_controle):
    assert "Uw nieuwe adres staat meteen in onze administratie." in bij_controle
    assert deps.eloket.gemeld == []
    done = step(inwoner, bij_controle)
    assert done.headers["location"] == f"{ZAKEN}/{VERHUISD}?net=1"
    [sent] = deps.eloket.gemeld
    assert (sent.datum, sent.mee, sent.is_inwonend) == (date(2026, 11, 22), (ANDER_BSN,), False)
    assert sent.adres == {"10.10": "W", "11.10": "Otterlaan", "11.15": "Otterlaan", "11.20": "7", "11.60": "9810AB",
                          "11.70": "Meerwijde"}  # fmt: skip
    assert sent.sleutel == deps.eloket.gevraagd[0].sleutel
    assert [line for line in bij_controle.splitlines() if ANDER_BSN in line] == []


def test_what_an_officer_must_look_at_is_told_before_it_is_sent(inwoner, deps, bij_controle):
    deps.eloket.redenen = [BZ_202]
    page = step(inwoner, step(inwoner, bij_controle, naar="waarheen").text).text
    assert "Een medewerker kijkt er eerst naar." in page
    assert "Wij kijken eerst of dit adres bestaat." in page


def test_what_cannot_be_has_no_button(inwoner, deps, bij_controle):
    deps.eloket.stop = [BZ_207]
    page = step(inwoner, bij_controle).text
    assert "U staat al op dit adres." in page
    assert "Verhuizing melden" not in page


@pytest.mark.parametrize(("at", "filled", "told"), [
    ("wanneer", {"datum": "2027-01-30"}, "U meldt te vroeg."), ("wanneer", {"datum": ""}, "Vul een hele datum in."),
    ("waarheen", NAAR | {"postcode": "12"}, "Een postcode is vier cijfers en twee letters."),
    ("waarheen", NAAR | {"inwonend": "ja"}, "Vul de achternaam van de hoofdbewoner in."),
])  # fmt: skip
def test_a_field_that_is_wrong_says_so(inwoner, deps, at, filled, told):
    page = step(inwoner, inwoner.get(VERHUIZEN).text).text
    if at == "waarheen":
        page = step(inwoner, page).text
    answer = step(inwoner, page, **filled)
    assert (answer.status_code, told in answer.text) == (400, True)
    assert deps.eloket.gevraagd == []


def test_somebody_of_another_household_is_not_taken_along(inwoner, deps, bij_controle):
    """Whatever a form says: only keys of the own household count."""
    step(inwoner, bij_controle, **{"mee-00000000-0000-0000-0000-000000000009": "1"})
    assert deps.eloket.gemeld[0].mee == (ANDER_BSN,)


def test_the_zaken_of_a_resident_in_plain_words(inwoner):
    page = inwoner.get(ZAKEN).text
    for told in ("Een medewerker kijkt naar uw verhuizing.", "Gepland", "Wij hebben het besteld.", "ZAAK-2026-7",
                 "Rijbewijs &lt;b&gt;verlengen", "Gerrit &lt;i&gt;Brouwer", "Het gaat om 2 mensen."):  # fmt: skip
        assert told in page, told
    assert "Wij kijken eerst of dit adres bestaat." in inwoner.get(f"{ZAKEN}/{VERHUISD}").text
    assert "We first check that this address exists." in inwoner.get(
        f"{ZAKEN}/{VERHUISD}?taal=en", follow_redirects=True
    ).text  # fmt: skip


def test_yes_or_no_to_who_wants_to_live_here(inwoner, deps):
    proof = inputs_of(inwoner.get(ZAKEN).text)
    for said in ("misschien", "ja", "nee"):
        answer = inwoner.post(f"{ZAKEN}/{GEVRAAGD}/toestemming", data=proof | {"goed": said}, headers=ORIGIN)
        assert answer.status_code == 303
    assert deps.eloket.geantwoord == [(GEVRAAGD, True), (GEVRAAGD, False)]


def inputs_of(page):
    return {"formulierbewijs": page.split('name="formulierbewijs" value="')[1].split('"')[0]}


@pytest.mark.parametrize("path", [
    VERHUIZEN, ZAKEN, f"{ZAKEN}/{VERHUISD}", "/meerwijde/inwoner/uittreksel", f"{ZAKEN}/{UITTREKSEL}/uittreksel",
])
@pytest.mark.parametrize("persona", ["meerwijde-burgerzaken", "zuiderkoog-inwoner"])
def test_nobody_but_the_resident(visitor, path, persona):
    """Staff have a counter of their own; a resident of elsewhere has nothing here, nor there without a list."""
    log_in(visitor, persona)
    assert visitor.get(path).status_code == 403
    assert visitor.get(path.replace("meerwijde", "zuiderkoog")).status_code == (
        404 if persona == "zuiderkoog-inwoner" else 403
    )


def test_what_is_of_somebody_else_is_not_there(inwoner):
    other = "00000000-0000-0000-0000-000000000009"
    proof = inputs_of(inwoner.get(ZAKEN).text)
    assert inwoner.get(f"{ZAKEN}/{other}").status_code == 404
    assert inwoner.post(f"{ZAKEN}/{other}/toestemming", data=proof | {"goed": "ja"}, headers=ORIGIN).status_code == 404
    assert inwoner.post(f"{ZAKEN}/{GEVRAAGD}/toestemming", data={"goed": "ja"}, headers=ORIGIN).status_code == 403


def test_who_is_not_registered_here_reads_why(inwoner, deps):
    deps.eloket.is_inwoner = False
    assert "U staat nu niet ingeschreven in deze gemeente." in inwoner.get(VERHUIZEN).text


# --- uittreksel ------------------------------------------------------------------------------------------------------

UITTREKSEL_PAGE = "/meerwijde/inwoner/uittreksel"


def ask(inwoner, **filled):
    page = inwoner.get(UITTREKSEL_PAGE).text
    sent = inputs(page) | {"soort": "woonadres"} | filled
    return inwoner.post(UITTREKSEL_PAGE, data=sent, headers=ORIGIN)


def test_an_uittreksel_is_seen_paid_and_kept(inwoner, deps):
    seen = ask(inwoner).text
    for told in ("Suzanne &lt;b&gt;Moulin", "€ 11,30", "U betaalt niet echt."):
        assert told in seen.replace("\xa0", " "), told
    assert deps.eloket.asked == []
    paying = ask(inwoner, doe="vraag", met_bsn="1")
    back = paying.headers["location"]
    assert back.endswith(f"{ZAKEN}/{ONBETAALD}/betaald")
    assert (deps.eloket.asked[0].soort, deps.eloket.asked[0].met_bsn) == ("woonadres", True)
    assert inwoner.get(back).headers["location"] == f"{ZAKEN}/{ONBETAALD}?net=1"
    for _ in range(2):
        paper = inwoner.get(f"{ZAKEN}/{UITTREKSEL}/uittreksel")
        assert (paper.headers["content-type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
        assert "attachment" in paper.headers["content-disposition"]


def test_who_comes_back_without_paying_has_no_paper(inwoner, deps, monkeypatch):
    """A browser that says it paid proves nothing: the till is asked."""

    async def unpaid(kenmerk):
        return False

    monkeypatch.setattr(deps.kassa, "is_betaald", unpaid)
    assert inwoner.get(f"{ZAKEN}/{ONBETAALD}/betaald").headers["location"] == f"{ZAKEN}/{ONBETAALD}"
    assert "Betaal € 11,30" in inwoner.get(f"{ZAKEN}/{ONBETAALD}").text.replace("\xa0", " ")
    assert inwoner.get(f"{ZAKEN}/{ONBETAALD}/uittreksel").status_code == 404


def test_an_uittreksel_that_is_not_given_says_why(inwoner, deps):
    deps.eloket.stop = [BZ_91]
    page = ask(inwoner).text
    assert "U bent jonger dan 16 jaar." in page
    assert "Betalen" not in page
    assert ask(inwoner, soort="alles").status_code == 400


def test_what_is_free_is_there_at_once(inwoner, deps):
    deps.eloket.kosten = 0
    assert ask(inwoner, doe="vraag").headers["location"] == f"{ZAKEN}/{UITTREKSEL}?net=1"
