"""Presence of the back office through Microsoft Graph, against a stand-in (graph.py)."""

from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from click.testing import CliRunner

from meent.cli import main
from meent.integration.netwerk import Networks
from meent.integration.telefooncentrale.aanwezigheid import (
    Aanwezigheid,
    GraphWeg,
    GraphWeigert,
    Stand,
    Toegang,
    stand_of,
)
from tests.integration.telefooncentrale.graph import Graph

MENSEN = {"anna": ("Available", "Available"), "bas": ("Busy", "InAMeeting"), "cem": ("Busy", "InACall")}
THIS_COMPUTER = Networks("127.0.0.0/8")


@asynccontextmanager
async def aangesloten(graph, path, *, is_aangemeld=True):
    """The adapter on a stand-in, the seconds that it waited, and somebody who signed in unless he did not."""
    runner, gewacht = web.AppRunner(graph.app()), []
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"

    async def wacht(seconden):
        gewacht.append(seconden)

    made = Aanwezigheid(Toegang("org", "meent", base, base), path / "graph.json", THIS_COMPUTER, wacht=wacht)
    try:
        if is_aangemeld:
            await made.voltooi(await made.begin())
        yield made, gewacht
    finally:
        await made.close()
        await runner.cleanup()


async def test_somebody_signs_in_and_it_is_seen_who_is_free(tmp_path):
    """Graph is asked as often as it allows, and slower when it says so."""
    async with aangesloten(Graph(MENSEN), tmp_path) as (aanwezigheid, gewacht):
        assert await aanwezigheid.standen(["anna", "bas", "cem", "onbekend"]) == {
            "anna": Stand.VRIJ, "bas": Stand.BEZET, "cem": Stand.IN_GESPREK, "onbekend": Stand.ONBEKEND,
        }  # fmt: skip
    assert gewacht == [5.0, 5.0, 10.0]
    assert (tmp_path / "graph.json").stat().st_mode & 0o077 == 0, "whoever reads it is that person"


async def test_the_key_is_renewed_and_the_new_one_kept(tmp_path):
    """Each renewing key works once: a server that forgot the new one would be locked out at the next start."""
    graph = Graph(MENSEN, geldig=0)
    async with aangesloten(graph, tmp_path) as (aanwezigheid, _):
        first = (tmp_path / "graph.json").read_text()
        graph.geldig = 3600
        await aanwezigheid.standen(["anna"])
        assert (tmp_path / "graph.json").read_text() != first
        graph.vergeet()
        assert await aanwezigheid.standen(["anna"]) == {"anna": Stand.VRIJ}


async def test_who_is_no_longer_allowed_is_told_to_sign_in_again(tmp_path):
    graph = Graph(MENSEN)
    async with aangesloten(graph, tmp_path) as (aanwezigheid, _):
        graph.trek_in()
        with pytest.raises(GraphWeigert, match="invalid_grant"):
            await aanwezigheid.standen(["anna"])
    async with aangesloten(graph, tmp_path / "leeg", is_aangemeld=False) as (aanwezigheid, _):
        with pytest.raises(GraphWeigert, match="presence login"):
            await aanwezigheid.standen(["anna"])


async def test_no_more_than_650_people_in_one_question(tmp_path):
    graph = Graph({f"m{n}": ("Away", "Away") for n in range(1400)})
    async with aangesloten(graph, tmp_path) as (aanwezigheid, _):
        assert set((await aanwezigheid.standen(list(graph.mensen))).values()) == {Stand.WEG}
    assert [len(asked) for asked in graph.vragen] == [650, 650, 100]


async def test_busy_is_waited_out_but_not_for_ever(tmp_path):
    graph = Graph(MENSEN, te_druk=2, nog_niet=[])
    async with aangesloten(graph, tmp_path) as (aanwezigheid, gewacht):
        assert await aanwezigheid.standen(["anna"]) == {"anna": Stand.VRIJ}
        assert gewacht[1:] == [7.0, 7.0]
        graph.te_druk = 10
        with pytest.raises(GraphWeg):
            await aanwezigheid.standen(["anna"])


async def test_who_declines_is_no_mistake_of_ours(tmp_path):
    async with aangesloten(Graph(MENSEN, nog_niet=["authorization_declined"]), tmp_path, is_aangemeld=False) as (a, _):
        with pytest.raises(GraphWeigert, match="authorization_declined"):
            await a.voltooi(await a.begin())
    assert not (tmp_path / "graph.json").exists()


@pytest.mark.parametrize(("availability", "activity", "stand"), [
    ("Available", "Available", Stand.VRIJ), ("AvailableIdle", "Inactive", Stand.VRIJ),
    ("Busy", "InAMeeting", Stand.BEZET), ("Busy", "InAConferenceCall", Stand.IN_GESPREK),
    ("DoNotDisturb", "Presenting", Stand.NIET_STOREN), ("Offline", "OutOfOffice", Stand.WEG),
    ("PresenceUnknown", "PresenceUnknown", Stand.ONBEKEND), ("", "", Stand.ONBEKEND),
])  # fmt: skip
def test_in_our_words(availability, activity, stand):
    assert stand_of(availability, activity) is stand


def test_without_a_registration_the_command_says_what_to_do():
    told = CliRunner().invoke(main, ["telephony", "presence", "show", "anna"])
    assert told.exit_code == 1
    assert "MEENT_GRAPH_TENANT" in told.output
