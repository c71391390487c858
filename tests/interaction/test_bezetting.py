"""What-if staffing: a number per hour, and what callers would notice of it."""

import asyncio
import re
from dataclasses import replace

import pytest
from msgspec.structs import replace as replace_struct
from playwright.sync_api import expect, sync_playwright
from starlette.testclient import TestClient

from tests.interaction.browser import ARGUMENTS, CHROMIUM, log_in
from tests.interaction.conftest import app_for
from tests.interaction.conftest import log_in as choose
from tests.interaction.fake_centrum import bezig, drukke_ochtend
from tests.interaction.fake_zgw import MEERWIJDE
from tests.interaction.test_pages import pytestmark as in_a_browser

PAGE = "/meerwijde/bezetting"


def client_of(deps, veld) -> TestClient:
    client = TestClient(app_for(replace(deps, desk=veld.desk)), follow_redirects=False)
    choose(client, "meerwijde-teamleider")
    return client


def uitkomst(text: str, wat: str) -> str:
    return re.sub(r"<[^>]+>", "", re.search(rf'id="u-{wat}" data-uitkomst>(.*?)</td>', text, re.DOTALL)[1]).strip()


@pytest.mark.requirement("experience-48")
def test_fewer_agents_make_callers_wait(deps):
    """Without JavaScript the button brings the answer; that of one agent is that of one fewer than two."""
    client = client_of(deps, asyncio.run(drukke_ochtend()))
    een, twee = (client.get(f"{PAGE}?uur-10={aantal}&uur-11=1").text for aantal in (1, 2))
    assert (uitkomst(een, "wacht-10"), uitkomst(een, "meer-10")) == ("0:44", "0:14")
    assert (uitkomst(twee, "wacht-10"), uitkomst(twee, "minder-10")) == ("0:14", "0:44")
    assert (uitkomst(een, "zonder-10"), uitkomst(een, "nodig-10")) == ("steeds langer", "3")
    assert "Onder de norm" in uitkomst(een, "bereikbaar-10")
    assert "31 / 1 = 31" in een  # callers, hours
    assert 'id="norm_procent" name="norm_procent" value="80"' in een
    ruim = client.get(f"{PAGE}?uur-10=2&norm_procent=20&norm_seconden=120").text
    assert "Onder de norm" not in uitkomst(ruim, "bereikbaar-10")
    assert uitkomst(ruim, "nodig-10") == "1"


def test_who_cannot_answer_every_queue_is_reckoned_apart(deps):
    """The hour of most waiting per queue; with agents who can all do everything the table is not there."""
    veld = asyncio.run(drukke_ochtend())
    client = client_of(deps, veld)
    text = client.get(f"{PAGE}?uur-10=3&uur-11=3").text
    assert "Niet iedereen kan elke wachtrij aan" in text
    assert "Dat is te gunstig." in text
    kunnen, wacht = (re.search(rf'id="r-{wat}-kcc" data-uitkomst>(.*?)</td>', text)[1] for wat in ("kunnen", "wacht"))
    assert int(kunnen) < int(re.search(r"dan (\d+) medewerkers", text)[1])
    assert re.fullmatch(r"\d+:\d\d", wacht)
    boek = veld.desk.boeken[MEERWIJDE.id]
    alles = {wie: replace_struct(inzet, vaardigheden={"algemeen": 1, "paspoort": 1})
             for wie, inzet in boek.beleid.medewerkers.items()}  # fmt: skip
    boek.beleid = replace_struct(boek.beleid, medewerkers=alles)
    assert "Niet iedereen kan elke wachtrij aan" not in client.get(f"{PAGE}?uur-10=2").text


def test_nonsense_is_read_as_the_nearest_that_makes_sense(deps):
    client = client_of(deps, asyncio.run(drukke_ochtend()))
    for onzin in ("uur-10=-1", "uur-10=0", "uur-10=veel", "uur-99=3", "norm_procent=&norm_seconden=x", "dag=9",
                  "uur-10=99999999999", "norm_procent=100"):  # fmt: skip
        answer = client.get(f"{PAGE}?{onzin}")
        assert (answer.status_code, 'name="uur-10" value="1"' in answer.text) == (200, True)
    assert 'name="uur-10" value="200"' in client.get(f"{PAGE}?uur-10=999").text


def test_too_few_calls_and_wrong_days_are_said(deps):
    """Reckoning with three calls would be a guess with two decimals."""
    client = client_of(deps, asyncio.run(bezig()))
    assert "Er zijn nog te weinig gesprekken" in client.get(PAGE).text
    answer = client.get(f"{PAGE}?van=2026-11-30&tot_en_met=2026-11-01")
    assert (answer.status_code, "De laatste dag ligt voor de eerste" in answer.text) == (400, True)


@pytest.mark.requirement("experience-48")
@pytest.mark.skipif(any(mark.args[0] for mark in in_a_browser), reason="no browser here")
def test_the_answer_comes_while_somebody_types(served):
    """Nothing is pressed, the field keeps the keyboard, and the address can be shared."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page()
        log_in(page, served, "meerwijde-teamleider")
        page.goto(served + PAGE)
        expect(page.locator("#u-wacht-10")).to_have_text("0:44")
        page.fill("#uur-10", "2")
        expect(page.locator("#u-wacht-10")).to_have_text("0:14")
        expect(page.locator("#u-minder-10")).to_have_text("0:44")
        expect(page.locator("#u-drukst")).to_contain_text("11:00")
        expect(page.locator("#uur-10")).to_be_focused()
        assert "uur-10=2" in page.url
        page.fill("#uur-10", "")
        page.press("#uur-10", "3")
        expect(page.locator("#u-minder-10")).to_have_text("0:14")
        browser.close()
