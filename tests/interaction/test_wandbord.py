"""The wallboard of the team leader: who may see it, what it says, and that it moves within a second."""

import asyncio
from contextlib import aclosing
from dataclasses import replace
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from meent.interaction.teamleider import wandbord
from meent.interaction.teamleider.tekening import tekening
from meent.interaction.words import words
from meent.process.telefonie.bord import Dagteller
from tests.interaction.conftest import app_for, log_in
from tests.interaction.fake_centrum import bezig
from tests.interaction.fake_zgw import MEERWIJDE
from tests.process.telefonie.opzet import Speelveld

PAGE = "/meerwijde/wandbord"


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/gebeurtenissen"])
def test_only_the_team_leader_of_this_municipality_sees_it(visitor, path):
    """How long an agent has been on a break is nobody else's business."""
    for persona in ("meerwijde-kcc", "zuiderkoog-teamleider", "meerwijde-behandelaar"):
        visitor.cookies.clear()
        log_in(visitor, persona)
        assert visitor.get(path).status_code == 403
    visitor.cookies.clear()
    assert visitor.get(path).status_code == 303


def test_without_a_contact_centre_it_says_so(visitor):
    log_in(visitor, "meerwijde-teamleider")
    assert "Hier draait geen klantcontactcentrum" in visitor.get(PAGE).text
    assert visitor.get(f"{PAGE}/gebeurtenissen").status_code == 404


def test_it_says_what_is_so_now_and_today(deps):
    """One answered after 10 s, one gave up, one waits; below the norm in words, not in red alone."""
    v = asyncio.run(bezig())
    client = TestClient(app_for(replace(deps, desk=v.desk)), follow_redirects=False)
    log_in(client, "meerwijde-teamleider")
    text = client.get(PAGE).text
    for told in ("Onder de norm", "80% binnen 25 seconden", "33%", "In gesprek", "Ann", "1:00", "van 3 die wachtten"):
        assert told in text, told
    client.cookies.clear()
    log_in(client, "zuiderkoog-teamleider")
    assert "Hier draait geen klantcontactcentrum" in client.get("/zuiderkoog/wandbord").text


@pytest.mark.requirement("contact-32")
@pytest.mark.requirement("experience-47")
@pytest.mark.asyncio
async def test_it_moves_within_a_second():
    """At once, after an event, and once for a burst; a board that is late sends people on a break at the wrong time."""
    v = await Speelveld(tenant=MEERWIJDE.id).begin()
    visit = SimpleNamespace(deps=SimpleNamespace(dagteller=Dagteller()), gemeente=MEERWIJDE, language="nl")
    async with aclosing(wandbord.events(visit, v.desk)) as stream:
        assert await anext(stream) == "retry: 1000\n\n"
        assert wachtend(await anext(stream)) == "0"
        for _ in range(3):
            await v.in_rij()
        begin = asyncio.get_running_loop().time()
        assert wachtend(await anext(stream)) == "3"
        assert asyncio.get_running_loop().time() - begin < 2.5  # RUST_SECONDEN, and room for a busy machine
        assert v.desk._volgers.aantal(MEERWIJDE.id) == 1
        v.desk.vertrek()
        assert [event async for event in stream] == []


def wachtend(event: str) -> str:
    name, data = event.split("\n", 1)
    assert name == "event: bord"
    return data.split('tegel__getal">')[1].split("<")[0]


def test_bars_fill_the_drawing_and_never_leave_it():
    gevonden = tekening([("09:00", 7, 9), ("09:15", 0, 0), ("09:30", 20, 20)])
    assert gevonden.hoogst == 20
    eerste, leeg, vol = gevonden.staven
    assert (eerste.onder_hoog, eerste.boven_hoog, eerste.boven_y) == (56.0, 16.0, 88.0)
    assert (leeg.onder_hoog, leeg.boven_hoog) == (0, 0)
    assert (vol.boven_y, vol.x + vol.breed <= gevonden.breed) == (0, True)
    assert tekening([]).staven == ()


@pytest.mark.parametrize(("deel", "tekst"), [(0.7999, "79%"), (0.8, "80%"), (29 / 100, "29%"), (None, "–")])
def test_a_part_is_never_rounded_up_to_the_norm(deel, tekst):
    assert words("nl").percent(deel) == tekst


@pytest.mark.parametrize(("seconden", "tekst"), [(0, "0:00"), (250, "4:10"), (3_723, "1:02:03"), (None, "–"),
                                                 (float("inf"), "–")])  # fmt: skip
def test_seconds_are_shown_as_a_clock(seconden, tekst):
    assert words("nl").clock(seconden) == tekst
