"""Four eyes on the screens: a colleague sees what would change and decides; who proposed it can only take it back."""

import msgspec
import pytest

from meent.process.burgerzaken.verwanten import Gerelateerdeninvoer
from tests.interaction.conftest import ORIGIN
from tests.interaction.fake_burgerzaken import CORRECTIE, SUZANNE
from tests.interaction.test_balie import fields

LIJST = "/meerwijde/balie/accorderen"
ANS, YUSUF = "meerwijde-burgerzaken", "meerwijde-burgerzaken-collega"


@pytest.fixture
def van_yusuf(deps):
    return f"{LIJST}/{deps.accord.add('correctie', CORRECTIE, wie=YUSUF).id}"


@pytest.fixture
def van_ans(deps):
    return f"{LIJST}/{deps.accord.add('correctie', CORRECTIE, wie=ANS).id}"


def decide(ans, page, **form):
    return ans.post(page, data=fields(ans.get(page).text) | form, headers=ORIGIN)


def test_what_waits_is_told_by_who_can_do_something_about_it(ans, deps, van_yusuf, van_ans):
    """Those of a colleague to decide on, the own ones to wait for, and what came back with why."""
    deps.accord.add("vertrek", msgspec.structs.replace(CORRECTIE, sleutel="t"), wie=ANS, uitleg="Het land ontbreekt")
    page = ans.get(LIJST).text
    to_do, own = (page.split(f'id="{title}"')[1].split("</section>")[0] for title in ("titel-te-doen", "titel-terug"))
    assert (van_yusuf in to_do, van_ans in to_do, "Suzanne Moulin" in to_do) == (True, False, True)
    assert "Het land ontbreekt" in own


def test_an_empty_list_says_what_would_be_there(ans):
    assert "Er wacht niets op u." in ans.get(LIJST).text


def test_a_proposal_tells_what_changes_and_is_recorded_by_the_colleague(ans, deps, van_yusuf):
    page = ans.get(van_yusuf).text
    for told in ("Yusuf Aydın", "Huisnummer", ">31<", ">7<", "Verkeerd &lt;i&gt;gelezen&lt;/i&gt;", "huurcontract"):
        assert told in page, told
    done = decide(ans, van_yusuf, besluit="goed").text
    assert "De correctie is opgenomen" in done
    assert [feit for feit, _ in deps.neem_op.opgenomen] == ["correctie"]


def test_what_followed_from_a_change_is_told_as_what_it_is(ans, deps):
    """Nobody filled in a form for it, and it says why it is there."""
    invoer = Gerelateerdeninvoer(sleutel="g", bsn=SUZANNE.bsn, ander="999990305")
    voorstel = deps.accord.add("gerelateerde", invoer, wie=YUSUF)
    assert "Gegevens van een verwant" in ans.get(LIJST).text
    assert "Gevonden bij het zoeken naar verwanten" in ans.get(f"{LIJST}/{voorstel.id}").text


def test_a_proposal_goes_back_with_a_reason(ans, deps, van_yusuf):
    without = decide(ans, van_yusuf, besluit="terug", reden=" ")
    assert (without.status_code, "Schrijf op waarom u het terugstuurt." in without.text) == (400, True)
    sent = decide(ans, van_yusuf, besluit="terug", reden="Het document ontbreekt")
    assert (sent.status_code, sent.headers["location"]) == (303, f"{LIJST}?gelukt=terug")
    [(voorstel, _)] = deps.accord.voorstellen.values()
    assert (voorstel.toestand, voorstel.uitleg, deps.neem_op.opgenomen) == (
        "teruggestuurd", "Het document ontbreekt", [],
    )  # fmt: skip


def test_who_proposed_it_cannot_agree_to_it(ans, deps, van_ans):
    page = ans.get(van_ans).text
    assert "Akkoord, neem op in de BRP" not in page
    assert decide(ans, van_ans, besluit="intrekken").headers["location"] == f"{LIJST}?gelukt=intrekken"


def test_a_proposal_of_another_municipality_or_none_is_not_there(ans, van_yusuf):
    assert ans.get(van_yusuf.replace("meerwijde", "zuiderkoog")).status_code == 403
    assert ans.get(f"{LIJST}/00000000-0000-0000-0000-000000000009").status_code == 404
