"""The counter on our own register: a move from the search to the list, its history and the log."""

from dataclasses import replace

import httpx2
import pytest
from starlette.applications import Starlette

from meent.data import tenant
from meent.data.pool import connect
from meent.interaction.screens import routes
from meent.services.personen import opslag
from tests.interaction.conftest import ORIGIN
from tests.interaction.test_balie_feiten import NAAR, inputs
from tests.services.personen.lijsten import BSN, EIGEN, lijst

LOG = "select handeling, gebruiker from verwerking where resource = 'persoon' order by id"


@pytest.fixture
async def ans_hier(app, gemeente, migrated, clock):
    """An officer of a municipality that knows its code, with one resident."""
    clock("2026-11-20T10:42:00+01:00")
    conn = await connect(migrated.owner_dsn)
    known = await tenant.get(conn, gemeente.slug)
    await tenant.change(conn, replace(known, gemeentecode=EIGEN))
    await conn.close()
    await app.directory.refresh()
    async with app.pool.tenant(gemeente.id) as conn:
        await opslag.bewaar(conn, gemeente.id, lijst())
    screens = Starlette(routes=routes(replace(app.deps(b"only for tests, never in a server"), clock=app.engine.now)))
    transport = httpx2.ASGITransport(app=screens)
    async with httpx2.AsyncClient(transport=transport, base_url="http://testserver", follow_redirects=True) as client:
        answer = await client.post("/login", data={"persona": f"{gemeente.slug}-burgerzaken"}, headers=ORIGIN)
        assert answer.url.path == f"/{gemeente.slug}/balie"
        yield client


async def test_a_move_from_search_to_history(ans_hier, gemeente):
    """What an officer fills in is what the list says afterwards; the old address stays as history."""
    proof = (await ans_hier.get(f"/{gemeente.slug}/balie")).text.split('formulierbewijs" value="')[1].split('"')[0]
    page = await ans_hier.post(f"/{gemeente.slug}/balie", data={"formulierbewijs": proof, "zoek": BSN}, headers=ORIGIN)
    person = page.url.path
    assert "Boterdiep 31" in page.text
    page = await ans_hier.get(f"{person}/verhuizing")
    for filled in ({}, NAAR, {}, {}):
        page = await ans_hier.post(f"{person}/verhuizing", data=inputs(page.text) | filled, headers=ORIGIN)
        assert page.status_code == 200, page.text
    assert "De verhuizing is opgenomen" in page.text
    story = (await ans_hier.get(f"{person}?blad=tijdlijn")).text
    assert story.index("Otterlaan 7, 9810 AB Meerwijde") < story.index("Boterdiep 31")
    assert "Gold eerder" in story
    who = (await ans_hier.get(f"{person}?blad=inzage")).text
    assert f"{gemeente.slug}-burgerzaken" in who
    assert "De gegevens van inwoners bijhouden" in who
    assert BSN not in story + who
    lines = [tuple(line) for line in await gemeente.rows(LOG)]
    assert ("partial_update", f"{gemeente.slug}-burgerzaken") in lines
