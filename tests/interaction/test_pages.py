"""Every page in a real browser: accessible, readable on a small screen, and working without JavaScript."""

import os
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect, sync_playwright

from meent.integration.notificaties.verdelen import Verandering
from meent.interaction.screens import HTML_ROUTES
from meent.interaction.seams import Nieuws
from tests.interaction.browser import ARGUMENTS, CHROMIUM, PAGES, log_in, zaak_uuid

AXE = Path(__file__).parents[2] / "build/frontend/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EACH_PAGE = pytest.mark.parametrize(("name", "path", "persona"), PAGES, ids=[page[0] for page in PAGES])
ZAAK = f"/meerwijde/behandelen/zaken/{zaak_uuid('meerwijde', 3)}"

pytestmark = [
    pytest.mark.skipif(not os.path.exists(CHROMIUM), reason="no Chromium on this machine (apt-get install chromium)"),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not there: run `python hatch_build.py`"),
]


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def visitors(browser):
    """One browser with what it has read before, as people have; who somebody is, is told by each visit."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        yield context


@pytest.fixture
def page(visitors):
    page = visitors.new_page()
    yield page
    page.close()


SESSIONS = {}
"""(address, persona) -> the cookies of who logged in once: pressing the button each time costs two pages more."""


def visit(page, base, path, persona, **preferences):
    """A page as somebody who logged in before, with what that person prefers and nobody else's."""
    page.context.clear_cookies()
    if persona and (base, persona) not in SESSIONS:
        log_in(page, base, persona)
        SESSIONS[base, persona] = page.context.cookies()
    page.context.add_cookies(SESSIONS.get((base, persona), []))
    page.goto(base + path + (("&" if "?" in path else "?") + urlencode(preferences) if preferences else ""))


def test_every_html_route_is_visited():
    """A new screen without a page here would go unchecked."""
    patterns = {screen.path for screen in HTML_ROUTES if screen.method == "GET"}
    visited = {path.split("?")[0] for _, path, _ in PAGES}
    shapes = {pattern.count("/") + (pattern == "/") for pattern in patterns}
    assert {path.rstrip("/").count("/") + 2 * (path == "/") for path in visited} == shapes
    assert len(patterns) == 53


@pytest.mark.requirement("experience-21")
@EACH_PAGE
@pytest.mark.parametrize(("scherm", "taal"), [("licht", "nl"), ("donker", "en")])
def test_axe_finds_nothing(page, served, name, path, persona, scherm, taal):
    """Somebody with a screen reader or weak eyes works with this all day.

    Colours do not depend on words, so each is looked at with one of both.
    """
    visit(page, served, path, persona, scherm=scherm, taal=taal)
    page.evaluate("for (const menu of document.querySelectorAll('details')) menu.open = true")
    assert axe(page) == []


def axe(page):
    """What axe-core complains about: rule and the first letters of each element."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found["violations"]]


def test_axe_sees_a_fault(page, served):
    """The guard itself: a check that never complains proves nothing."""
    visit(page, served, "/", "")
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=x><h5>Te diep</h5>')")
    assert {rule for rule, _ in axe(page)} == {"image-alt", "heading-order"}


@pytest.mark.parametrize("scherm", ["licht", "donker"])
def test_a_refused_form_is_accessible_too(page, served, scherm):
    """The moment something is wrong is when people need the page most."""
    visit(page, served, ZAAK, "meerwijde-behandelaar", scherm=scherm)
    page.click("button:has-text('Resultaat vastleggen')")
    expect(page.locator("[role=alert]")).to_contain_text("Er klopt iets niet")
    expect(page.locator("#resultaattype")).to_have_attribute("aria-invalid", "true")
    assert axe(page) == []


@pytest.mark.requirement("experience-21")
@EACH_PAGE
def test_no_sideways_scroll_and_targets_to_hit(page, served, name, path, persona):
    """Reflow at 320 px (WCAG 1.4.10) and targets of 24 px (2.5.8), which axe does not see.

    Nor is anything blocked by our own policy: that shows only in the console, where nobody looks.
    """
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_viewport_size({"width": 320, "height": 700})
    visit(page, served, path, persona)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.evaluate("for (const menu of document.querySelectorAll('details')) menu.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    sheet = page.locator(".menu__blad").bounding_box()
    assert (sheet["x"] >= 0, sheet["x"] + sheet["width"] <= 320) == (True, True)
    small = page.evaluate("""() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
      .filter(e => e.checkVisibility() && !e.matches('.overslaan'))
      .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
      .filter(([_, box]) => box.width < 24 || box.height < 24)
      .map(([html, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`)""")
    assert small == []
    assert [text for text in complaints if "403" not in text] == []


def test_the_keyboard_reaches_everything_and_is_seen(page, served):
    """First the way past the head, then every control with a visible outline."""
    visit(page, served, ZAAK, "meerwijde-behandelaar")
    page.keyboard.press("Tab")
    expect(page.locator(".overslaan")).to_be_focused()
    expect(page.locator(".overslaan")).to_be_in_viewport()
    for _ in range(8):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"


def test_filtering_refreshes_the_table_and_says_so(page, served):
    """With HTMX: no button needed, the address can be shared, the count is announced."""
    visit(page, served, "/meerwijde/behandelen", "meerwijde-behandelaar")
    page.select_option("#stand", "te_laat")
    expect(page.locator("#aantal")).to_contain_text("11 zaken gevonden")
    expect(page.locator("tbody tr")).to_have_count(11)
    assert page.url == f"{served}/meerwijde/behandelen?stand=te_laat"
    page.fill("#nummer", "ZAAK-2026-0000001482")
    page.keyboard.press("Enter")
    expect(page.locator("#aantal")).to_contain_text("1 zaak gevonden")
    page.go_back()
    expect(page.locator("tbody tr")).to_have_count(11)
    expect(page.locator("h1")).to_have_text("Zaken")
    assert "<" not in page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")


def changes(served_deps, zaak, **fields):
    """Somebody else changes this zaak, and all screens of Meerwijde are told."""
    served_deps.zgw.by_slug["meerwijde"].rows["zaken/zaken"][zaak].update(fields)
    verandering = Verandering("zaken", zaak_uuid("meerwijde", zaak), "zaak", "partial_update")
    served_deps.listen.tell("meerwijde", Nieuws(1, (verandering,)))


def listens(page, served_deps):
    """Waits until this page listens; asked from outside, since the page forbids itself to evaluate text."""
    for _ in range(100):
        if page.evaluate("document.querySelector('meent-meekijken')?.bron?.readyState === EventSource.OPEN"):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the page does not listen after ten seconds")


def test_a_list_shows_what_another_has_just_changed(page, served, served_deps):
    """Nobody reloads a list all day; a colleague who works from an old one does work twice. The keyboard stays put."""
    visit(page, served, "/meerwijde/behandelen", "meerwijde-behandelaar")
    listens(page, served_deps)
    page.locator("tbody a").nth(3).focus()
    here = page.evaluate("document.activeElement.href")
    changes(served_deps, 3, omschrijving="Net veranderd door een ander")
    expect(page.locator("tbody")).to_contain_text("Net veranderd door een ander")
    assert page.evaluate("document.activeElement.href") == here
    assert page.url == f"{served}/meerwijde/behandelen"


def test_a_zaak_shows_what_another_has_just_changed_and_keeps_what_is_typed(page, served, served_deps):
    """Half a letter that vanishes is worse than an old page."""
    visit(page, served, ZAAK, "meerwijde-behandelaar")
    listens(page, served_deps)
    page.fill("#statustoelichting", "Half geschreven")
    changes(served_deps, 4, toelichting="Over een andere zaak")
    changes(served_deps, 3, toelichting="Nieuwe toelichting")
    expect(page.locator("#gegevens")).to_contain_text("Nieuwe toelichting")
    expect(page.locator("meent-meekijken")).to_have_text("Deze zaak is net veranderd.")
    assert page.input_value("#statustoelichting") == "Half geschreven"


def test_everything_works_without_javascript(browser, served):
    """Old browser, strict policy, script that failed to load: the work goes on."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, served, "zuiderkoog-behandelaar")
    page.select_option("#stand", "te_laat")
    page.click("button:has-text('Zoeken')")
    expect(page.locator("tbody tr")).to_have_count(11)
    page.locator("tbody a").first.click()
    page.fill("#statustoelichting", "Zonder script")
    page.click("button:has-text('Status vastleggen')")
    expect(page.locator("#gelukt")).to_be_visible()
    expect(page.locator(".stap--nu")).to_contain_text("Zonder script")
    page.click("summary")
    page.click("a:has-text('Donker')")
    assert page.locator("link[href*='donker']").get_attribute("media") == "screen"
    page.click("button:has-text('Uitloggen')")
    expect(page.locator("h1")).to_have_text("Wie wil je zijn?")
    context.close()


AFWEGING = "/meerwijde/beheer/scenario/gemeente-100000"


@pytest.mark.requirement("experience-95")
def test_a_slider_moves_the_comparison_and_keeps_the_keyboard(page, served):
    """Moved by the keyboard: what it says changes at once, ranking and coalition follow, the address can be sent on."""
    visit(page, served, AFWEGING, "meerwijde-informatiemanager")
    expect(page.locator("#uitkomst tbody .kopcel").first).to_contain_text("Niets besluiten")
    page.locator("#schuif-prijs_gt").focus()
    page.keyboard.press("Home")
    expect(page.locator("output[for=schuif-prijs_gt]")).to_contain_text("5 euro per gebruiker")
    assert page.get_attribute("#schuif-prijs_gt", "aria-valuetext") == "5 euro per gebruiker per maand"
    expect(page.locator("#kort")).to_contain_text("Blijven bij GT Connect is het goedkoopst")
    expect(page.locator("#uitkomst tbody .kopcel").first).to_contain_text("was nummer 2")
    assert page.evaluate("document.activeElement.id") == "schuif-prijs_gt"
    assert page.url == f"{served}{AFWEGING}?prijs_gt=5"


def test_a_comparison_works_without_javascript_and_prints_what_was_moved(browser, served):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    visit(page, served, AFWEGING, "meerwijde-informatiemanager", scherm="donker")
    page.locator("#schuif-programma").press("End")
    page.click("button:has-text('Reken opnieuw')")
    expect(page.locator("#uitkomst .weegkort")).to_contain_text("Kosten van het programma: 6.000.000")
    page.emulate_media(media="print")
    expect(page.locator(".schuiven")).to_be_hidden()
    expect(page.locator("#uitkomst .weegkort")).to_be_visible()
    context.close()


@pytest.mark.requirement("experience-68")
def test_a_double_click_sends_once(page, served):
    visit(page, served, ZAAK, "meerwijde-behandelaar")
    posts = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.fill("#statustoelichting", "Eén keer")
    page.dblclick("button:has-text('Status vastleggen')")
    expect(page.locator("#gelukt")).to_be_visible()
    assert page.locator("text=Eén keer").count() == 1


def test_the_colours_of_a_municipality_are_its_own(page, served):
    def accent():
        return page.evaluate("getComputedStyle(document.querySelector('.utrecht-button')).backgroundColor")

    seen = set()
    for tenant in ("meerwijde", "zuiderkoog"):
        for scherm in ("licht", "donker"):
            visit(page, served, f"/{tenant}/behandelen", f"{tenant}-behandelaar", scherm=scherm)
            seen.add(accent())
    assert len(seen) == 4


def test_a_zaak_prints_on_white(page, served):
    """Also when the screen is dark."""
    visit(page, served, ZAAK, "meerwijde-behandelaar", scherm="donker")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 26, 64)"
    expect(page.locator(".kop__rechts")).to_be_hidden()
