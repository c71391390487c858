"""Reports of the team leader: what the page says, and that the files say the same."""

import asyncio
import csv
import io
from dataclasses import replace

import openpyxl
import pytest
from starlette.testclient import TestClient

from meent.interaction.teamleider.bestand import KOP
from meent.interaction.teamleider.kolommen import KOLOMMEN, SLEUTELS
from meent.interaction.words import words
from tests.interaction.conftest import ORIGIN, app_for, log_in
from tests.interaction.fake_centrum import bezig, drukke_ochtend
from tests.interaction.fake_kennis import GROFVUIL, artikel_uuid

PAGE = "/meerwijde/rapporten"


@pytest.fixture(scope="module")
def ochtend():
    return asyncio.run(drukke_ochtend())


@pytest.fixture
def teamleider(deps, ochtend) -> TestClient:
    client = TestClient(app_for(replace(deps, desk=ochtend.desk)), follow_redirects=False)
    log_in(client, "meerwijde-teamleider")
    return client


def cellen(text: str, rij: str) -> list[str]:
    """The cells of the row that is called so."""
    (deze,) = [deel for deel in text.split("<tr")[1:] if f">{rij}</th>" in deel]
    return [cel.split("</td>")[0].split(">")[-1] for cel in deze.split("<td")[1:]]


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}.csv", f"{PAGE}.xlsx", "/meerwijde/bezetting"])
def test_only_the_team_leader_of_this_municipality_sees_it(visitor, path):
    for persona in ("meerwijde-kcc", "zuiderkoog-teamleider"):
        visitor.cookies.clear()
        log_in(visitor, persona)
        assert visitor.get(path).status_code == 403
    visitor.cookies.clear()
    log_in(visitor, "meerwijde-teamleider")  # without a contact centre
    answer = visitor.get(path)
    assert answer.status_code == (404 if "." in path else 200)
    assert "." in path or "Hier draait geen klantcontactcentrum" in answer.text


@pytest.mark.requirement("contact-33")
def test_what_three_callers_came_to(deps):
    """One answered after 10 s, one gave up after 9, one waits for a minute: told in words that a team leader checks."""
    client = TestClient(app_for(replace(deps, desk=asyncio.run(bezig()).desk)), follow_redirects=False)
    log_in(client, "meerwijde-teamleider")
    text = client.get(f"{PAGE}?tijd=&groep=wachtrij").text
    assert cellen(text, "Samen") == [
        "3",
        "1",
        "1",
        "33%",
        "1",
        "0:09",
        "0",
        "0",
        "1",
        "0:10",
        "0:10",
        "–",
        "–",
        "–",
        "0",
    ]
    assert cellen(text, "Kcc") == cellen(text, "Samen")
    assert cellen(client.get(PAGE).text, "10:00")[-2] == "100%"  # who serves several queues is told for all together
    for kolom in KOLOMMEN:
        assert kolom.uitleg in text


@pytest.mark.requirement("experience-54")
@pytest.mark.parametrize("vraag", ["tijd=kwartier", "tijd=&groep=onderwerp", "tijd=uur&groep=wachtrij", "tijd=",
                                   "tijd=dag&groep=nummer&wachtrij=kcc"])  # fmt: skip
def test_both_files_say_what_the_page_says(teamleider, vraag):
    """Who reckons on in a sheet of his own must get the figures of the page, and know what they are."""
    text = teamleider.get(f"{PAGE}?{vraag}").text
    links = [
        deel.split('"')[0].replace("&amp;", "&") for deel in text.split('href="')[1:] if deel.startswith(f"{PAGE}.")
    ]
    als_csv, als_xlsx = (teamleider.get(link) for link in links)
    assert als_csv.headers["content-disposition"] == 'attachment; filename="rapport-2026-11-30-2026-11-30.csv"'
    kop, *rijen = csv.reader(io.StringIO(als_csv.text))
    boek = openpyxl.load_workbook(io.BytesIO(als_xlsx.content))
    sheet = list(boek["Rapport"].values)
    assert tuple(kop) == sheet[0] == KOP
    assert len(sheet) == 1 + len(rijen)
    for rij, cells in zip(rijen, sheet[1:], strict=True):
        for naam, tekst, cel in zip(kop, rij, cells, strict=True):
            if naam == "begin" and tekst:
                assert tekst == f"{cel.isoformat()}+01:00"
            elif naam in SLEUTELS or not tekst:
                assert (cel or "") == tekst
            else:
                assert float(tekst) == pytest.approx(cel, abs=5e-4), naam
    som = sum(int(rij[kop.index("aangeboden")]) for rij in rijen)
    assert str(som) == cellen(text, "Samen")[1 if "tijd=uur" in vraag or "tijd=dag" in vraag else 0]
    uitleg = {regel[0]: regel[2] for regel in boek["Kolommen"].values}
    assert [naam for naam in KOP if not uitleg[naam]] == []


@pytest.mark.parametrize(("vraag", "melding"), [
    ("van=2026-11-30&tot_en_met=2026-11-01", "De laatste dag ligt voor de eerste"),
    ("van=2026-10-01&tot_en_met=2026-11-30", "hoogstens 31 dagen"),
    ("van=2026-11-01&tot_en_met=2026-11-30&tijd=kwartier", "hoogstens 7 dagen"),
    ("van=30-11-2026", "Een datum klopt niet"), ("van=9999-12-31&tot_en_met=9999-12-31", "Een datum klopt niet"),
])  # fmt: skip
def test_what_cannot_be_asked_is_said(teamleider, vraag, melding):
    for path in (PAGE, f"{PAGE}.csv", f"{PAGE}.xlsx"):
        answer = teamleider.get(f"{path}?{vraag}")
        assert (answer.status_code, melding in answer.text) == (400, True)
    assert teamleider.get(f"{PAGE}?van=2026-11-02").status_code == 200  # until today


def test_a_day_without_callers_says_so(teamleider):
    assert (
        "heeft niemand in een wachtrij gestaan" in teamleider.get(f"{PAGE}?van=2026-11-02&tot_en_met=2026-11-03").text
    )


def test_the_columns_have_names_that_stay():
    """A sheet of somebody else looks for them; one that is renamed breaks it in silence."""
    assert KOP == (
        "begin", "wachtrij", "nummer", "onderwerp", "aangeboden", "opgenomen", "binnen_norm", "bereikbaar", "afgehaakt",
        "afhaken_gemiddeld", "terugbellen", "verloren", "wachtend", "wachten_gemiddeld", "wachten_p90",
        "gesprek_gemiddeld", "nawerk_gemiddeld", "bezetting", "terugbelverzoeken", "wachten_seconden",
        "afhaken_seconden", "gesproken", "gesprek_seconden", "nawerk_keren", "nawerk_seconden", "aangemeld_seconden",
        "bezig_seconden",
    )  # fmt: skip
    assert words("en").gettext(KOLOMMEN[0].kop) == "Callers"


# --- knowledge articles -----------------------------------------------------------------------------------------------

KENNIS = f"{PAGE}/kennis"


def test_a_report_per_article_tells_the_same_on_the_page_and_in_both_files(deps):
    """Without a contact centre too: articles are also for the counter."""
    client = TestClient(app_for(deps), follow_redirects=False)
    log_in(client, "meerwijde-teamleider")
    assert f'href="{KENNIS}"' in TestClient(app_for(deps), cookies=client.cookies).get("/meerwijde/rapporten").text
    text = client.get(KENNIS).text
    assert cellen(text, "Grofvuil laten ophalen") == ["12", "3", "5", "1"]
    kop, *rijen = csv.reader(io.StringIO(client.get(f"{KENNIS}.csv").text))
    assert tuple(kop) == ("artikel", "titel", "gevonden", "gebruikt", "hielp", "hielp_niet")
    assert ["Grofvuil laten ophalen", "12", "3", "5", "1"] in [rij[1:] for rij in rijen]
    file = client.get(f"{KENNIS}.xlsx?van=2026-11-01&tot_en_met=2026-11-30")
    assert file.headers["content-disposition"] == 'attachment; filename="kennis-2026-11-01-2026-11-30.xlsx"'
    boek = openpyxl.load_workbook(io.BytesIO(file.content))
    assert [list(map(str, rij)) for rij in boek["Rapport"].values] == [kop, *rijen]
    assert all(uitleg in text for *_, uitleg in list(boek["Kolommen"].values)[1:])
    assert "geen artikel gevonden of gebruikt" in client.get(f"{KENNIS}?van=2020-01-01&tot_en_met=2020-01-31").text
    for vraag, melding in (
        ("van=2020-01-01&tot_en_met=2026-01-01", "hoogstens een jaar"),
        ("van=x", "Een datum klopt"),
    ):
        for path in (KENNIS, f"{KENNIS}.csv", f"{KENNIS}.xlsx"):
            answer = client.get(f"{path}?{vraag}")
            assert (answer.status_code, melding in answer.text) == (400, True)


def test_what_an_agent_searches_is_counted(deps, kcc):
    page = kcc.get("/meerwijde/klantcontact/zoeken").text
    bewijs = page.split('name="formulierbewijs" value="')[1].split('"')[0]
    zoek = {"formulierbewijs": bewijs, "zoek": "grofvuil"}
    kcc.post("/meerwijde/klantcontact/werkplek/zoeken", data=zoek, headers=ORIGIN)
    assert deps.kennis.gevonden == [artikel_uuid("meerwijde", GROFVUIL)]
