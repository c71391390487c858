"""Business cases on a screen: who may look, what moves when an assumption moves, and where each figure comes from."""

import asyncio
import re
import shutil
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from meent.interaction.beheer import figuren
from meent.interaction.words import words
from meent.settings import scenarios_folder
from meent.tools.scenario.afwegingen import Afwegingen
from tests.interaction.conftest import AFWEGINGEN, app_for, log_in
from tests.tools.scenario.voorbeeld import TEKST, write

BEGIN = "/meerwijde/beheer/scenario"
PAGE = f"{BEGIN}/gemeente-100000"
HTMX = {"HX-Request": "true"}


def look(**moved):
    return asyncio.run(AFWEGINGEN.vergelijk("gemeente-100000", moved))


@pytest.mark.parametrize("path", [BEGIN, PAGE, f"{PAGE}/bronnen"])
def test_only_who_prepares_choices_here_sees_it(visitor, path):
    for persona in ("meerwijde-beheerder", "zuiderkoog-informatiemanager"):
        log_in(visitor, persona)
        assert visitor.get(path).status_code == 403
        visitor.cookies.clear()
    assert visitor.get(path).headers["location"] == "/"


def test_a_case_that_is_not_there(informatiemanager):
    for path in (f"{BEGIN}/nergens", f"{BEGIN}/nergens/bronnen", f"{BEGIN}/..%2Fdeel%2Faannames"):
        assert informatiemanager.get(path).status_code == 404


@pytest.mark.requirement("R16", "experience-95")
def test_the_examples_can_be_chosen_and_compared(informatiemanager):
    """A cheap scenario that nobody sees beside the others is no choice."""
    for size in ("20000", "100000", "350000"):
        assert f'href="{BEGIN}/gemeente-{size}"' in informatiemanager.get(BEGIN).text
    text = informatiemanager.get(PAGE).text
    for row in look()["scenarios"]:
        for shown in (row["naam"], words("nl").money(row["verwacht"]), words("nl").price(row["per_inwoner"])):
            assert shown in text
    assert "snelle schatting met 4.000 trekkingen" in text


@pytest.mark.requirement("R21")
def test_every_figure_opens_its_source(informatiemanager):
    """From any figure one click to its formula and source; a link that leads nowhere is a figure without one."""
    page, sources = informatiemanager.get(PAGE).text, informatiemanager.get(f"{PAGE}/bronnen").text
    aims = re.findall(rf'href="{PAGE}/bronnen#([^"]+)"', page)
    here = re.findall(r'href="#([^"]+)"', sources)
    assert len(aims) > 100
    assert (set(aims) | set(here)) - {"inhoud"} <= set(re.findall(r'id="([^"]+)"', sources))
    loose = re.sub(r"<a [^>]*>.*?</a>|<output.*?</output>|<p class=\"stil\" id=\"verwacht.*?</p>", "", page)
    assert re.findall(r"€", loose) == []


@pytest.mark.requirement("R16")
def test_moving_an_assumption_moves_ranking_tornado_and_coalition(informatiemanager):
    """The page does without HTMX, and the part that HTMX asks says in its address what was moved."""
    before, after = look(), look(prijs_gt="6", programma="6000000")
    assert [row["sleutel"] for row in before["scenarios"][:2]] == ["nul", "gt_connect"]
    assert [row["sleutel"] for row in after["scenarios"][:2]] == ["gt_connect", "nul"]
    assert before["gevoeligheid"]["tornado"] != after["gevoeligheid"]["tornado"]
    assert before["deelname"]["blijvers"] > after["deelname"]["blijvers"]
    query = "programma=6000000&prijs_gt=6&prijs_oud=10.6"
    part = informatiemanager.get(f"{PAGE}?{query}", headers=HTMX)
    assert part.headers["hx-replace-url"] == f"{PAGE}?prijs_gt=6&programma=6000000"
    assert "<html" not in part.text
    assert "was nummer 2" in part.text
    assert 'hx-swap-oob="innerHTML"' in part.text
    page = informatiemanager.get(f"{PAGE}?{query}").text
    assert "Deze aannames staan vast:" in page
    assert f'href="{PAGE}/bronnen?prijs_gt=6&amp;programma=6000000#uitkomst-gt_connect"' in page
    assert "door u vastgezet" in informatiemanager.get(f"{PAGE}/bronnen?{query}").text


@pytest.mark.parametrize("query", ["prijs_gt=-5", "prijs_gt=1e300", "prijs_gt=nan", "prijs_gt=%3Cb%3E", "zaad=1",
                                   "btw_hoog=0"])  # fmt: skip
def test_an_address_that_somebody_wrote_by_hand_stays_within_bounds(informatiemanager, query):
    """A price of minus five makes every answer look good."""
    answer = informatiemanager.get(f"{PAGE}?{query}")
    held = re.findall(r'name="prijs_gt"[^>]*value="([^"]+)"', answer.text)
    assert (answer.status_code, 5 <= float(held[0]) <= 12) == (200, True)
    assert "<b>" not in answer.text


def test_assumptions_that_cannot_be_true_together_are_told_and_nothing_is_reckoned(informatiemanager):
    """With many participants dearer than with few, who stays could not be reckoned."""
    answer = informatiemanager.get(f"{PAGE}?samen_duur=105&samen_goedkoop=125", headers=HTMX)
    assert "De prijs stijgt met het volume." in answer.text
    assert "€" not in answer.text


def test_a_case_with_faults_says_so_and_the_others_go_on(deps, tmp_path):
    """Somebody saves a half-written figure while a colleague is comparing."""
    folder = shutil.copytree(scenarios_folder(), tmp_path / "gt")
    client = entered(replace(deps, afwegingen=Afwegingen(folder)))
    assert "Met dit model is niet te rekenen" not in client.get(BEGIN).text
    broken = folder / "gemeente-20000.toml"
    broken.write_text(broken.read_text().replace("waarde = 20000", "waarde = "))
    text = client.get(BEGIN).text
    assert f"gemeente-20000.toml:{line_of(broken, 'waarde = ')}: Dit is geen geldige TOML" in text
    assert (client.get(f"{BEGIN}/gemeente-20000").status_code, client.get(PAGE).status_code) == (404, 200)


def test_a_model_without_doubt_or_with_doubts_that_contradict_says_so(deps, tmp_path):
    """Correlations that cannot be true together show only when somebody draws: a sentence, and no page of an error."""
    pair = '\n[[correlaties]]\ntussen = ["{}", "overschrijding"]\nrang = {}\nbron = "Invented for a test"\n'
    write(tmp_path, TEKST + pair.format("tarief_oud", 0.95) + pair.format("tarief_nieuw", -0.95), "tegenspraak.toml")
    sure = re.sub(r'verdeling = \{ soort = "(driehoek|uniform|lognormaal)".*\}', "waarde = 2", TEKST)
    sure = sure.replace('kans = "afbreekkans"', 'kans = "nooit"').replace('kans = "half"', 'kans = "heel"')
    sure = sure[: sure.index("[[correlaties]]")].replace('kans = "kans_risico"', 'kans = "heel"')
    never = '[grootheden.nooit]\nwaarde = 0\neenheid = "fractie/jaar"\nbron = "Invented"\ndatum = 2026-11-01\n'
    write(tmp_path, sure + never, "zeker.toml")
    client = entered(replace(deps, afwegingen=Afwegingen(tmp_path)))
    assert "kunnen niet tegelijk waar zijn" in client.get(f"{BEGIN}/tegenspraak").text
    assert "Geen enkel cijfer van dit model is onzeker." in client.get(f"{BEGIN}/zeker").text


def entered(deps):
    client = TestClient(app_for(deps), follow_redirects=False)
    log_in(client, "meerwijde-informatiemanager")
    return client


def line_of(file, piece):
    text = file.read_text()
    return text[: text.index(piece)].count("\n") + 1


def test_an_empty_folder_and_a_server_that_cannot_reckon_say_so(deps, tmp_path, monkeypatch):
    client = entered(replace(deps, afwegingen=Afwegingen(tmp_path / "leeg")))
    assert "Er zijn nog geen afwegingen" in client.get(BEGIN).text
    client = entered(deps)
    monkeypatch.setattr(Afwegingen, "kan_rekenen", False)
    assert "Op deze server kan nog niet gerekend worden" in client.get(BEGIN).text
    assert client.get(PAGE).status_code == 404


def test_lines_add_up_to_the_outcome_they_explain():
    """Who adds up the lines under a total must find that total."""
    told = asyncio.run(AFWEGINGEN.herkomst("gemeente-100000", {"prijs_gt": "6"}))
    for one in told["uitkomsten"]:
        assert abs(sum(line["contant"] for line in one["regels"]) - one["contante_waarde"]) <= len(one["regels"]) + 8


def test_drawings_stand_where_the_amounts_are():
    """€ 50 to € 150 with € 100 in the middle, on a scale to € 200; costs above the line, what comes in below."""
    jaren = [{"jaar": 2026, "last": 300}, {"jaar": 2027, "last": -100}]
    rows = [{"sleutel": "a", "p10": 50, "p50": 100, "p90": 150, "verwacht": 110, "jaren": jaren},
            {"sleutel": "b", "p10": 0, "p50": 0, "p90": 200, "verwacht": 0, "jaren": jaren}]  # fmt: skip
    band = figuren.banden(rows)["a"]
    assert (band.vlak, band.midden, band.verwacht) == (figuren.Vlak(250, 500), 500, 550)
    (first, second), nought = figuren.kas(rows)["a"]
    assert (nought, first.y, first.hoog, second.y, second.hoog) == (90, 0, 90, 90, 30)
    bars = figuren.tornado([{"bij_laag": -300, "bij_hoog": 100}], -100)
    assert (bars.nul, bars.midden) == (750, 500)
    assert (bars.staven[0].laag, bars.staven[0].hoog) == (figuren.Vlak(0, 500), figuren.Vlak(500, 500))
    assert figuren.trap([[0.0, 4], [0.5, 4], [1.0, 2]], 4, 3) == figuren.Trap("M0 0.0H500.0V0.0H1000.0V60.0", 30, 1.0)
