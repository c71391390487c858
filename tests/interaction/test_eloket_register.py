"""A resident's move on our own register: from the form to the list, the log, and another resident who sees nothing."""

from dataclasses import replace
from uuid import uuid4

import httpx2
import pytest
from starlette.applications import Starlette

from meent import eloketten
from meent.app import Inwoner
from meent.data import tenant
from meent.data.pool import DatabaseWeg, connect
from meent.integration.zgw import ZgwFout
from meent.interaction.screens import routes
from meent.services.personen import opslag
from tests.interaction.conftest import ORIGIN
from tests.interaction.test_balie_feiten import inputs
from tests.services.personen.lijsten import ANDER_BSN, BSN, EIGEN, PERSOON, WOONT, lijst, met

ANDER = lijst(
    c01=[[met(PERSOON, e01_10="", e01_20=ANDER_BSN, e02_40="Brouwer")]], c08=[[met(WOONT, e11_20="35")]]
)  # fmt: skip


@pytest.fixture
async def thuis(app, gemeente, migrated, clock):
    """A resident of a municipality that knows its code, with somebody else next door; who it is can be changed."""
    clock("2026-11-20T10:42:00+01:00")
    conn = await connect(migrated.owner_dsn)
    await tenant.change(conn, replace(await tenant.get(conn, gemeente.slug), gemeentecode=EIGEN))
    await conn.close()
    await app.directory.refresh()
    async with app.pool.tenant(gemeente.id) as conn:
        for pl in (lijst(), ANDER):
            await opslag.bewaar(conn, gemeente.id, pl)
    user, app.eloketten.inwoners = f"{gemeente.slug}-inwoner", {}
    deps = replace(app.deps(b"only for tests, never in a server"), clock=app.engine.now)
    deps = replace(deps, tenants=lambda: [replace(t, inwoner="Suzanne") for t in app.tenants()])
    deps.identity._tenants = deps.tenants
    transport = httpx2.ASGITransport(app=Starlette(routes=routes(deps)))
    async with httpx2.AsyncClient(transport=transport, base_url="http://testserver", follow_redirects=True) as client:
        await client.post("/login", data={"persona": user}, headers=ORIGIN)

        def be(bsn):
            app.eloketten.inwoners = {gemeente.slug: Inwoner(user, "Suzanne", bsn)}
            return client

        yield be
    app.eloketten.inwoners = {}


async def send(client, path, *filled):
    page = await client.get(path)
    for values in filled:
        page = await client.post(path, data=inputs(page.text) | values, headers=ORIGIN)
        assert page.status_code == 200, page.text
    return page


async def test_from_the_form_to_the_list(thuis, gemeente):
    """Straight through; the log says that the e-service did it, and what was looked at is the resident's own look."""
    client = thuis(BSN)
    naar = {"straat": "Boterdiep", "huisnummer": "37", "postcode": "2512 aa", "inwonend": "nee"}
    done = await send(client, f"/{gemeente.slug}/inwoner/verhuizen", {}, {}, naar, {"inwonend": "nee"})
    assert "Uw nieuwe adres staat in onze administratie." in done.text
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        [kept] = await opslag.lees(conn, gemeente.id, BSN)
    assert (kept.pl.waarde("08.11.20"), kept.pl.waarde("08.72.10")) == ("37", "I")
    lines = await gemeente.rows("select handeling, applicatie from verwerking where resource = 'persoon'")
    assert ("partial_update", "meent-eservice") in [tuple(line) for line in lines]
    assert ("retrieve", "meent-schermen") in [tuple(line) for line in lines]
    assert BSN not in done.text
    mine = done.url.path
    theirs = thuis(ANDER_BSN)
    assert (await theirs.get(mine)).status_code == 404
    assert "Boterdiep 37" not in (await theirs.get(f"/{gemeente.slug}/inwoner/zaken")).text


async def test_the_main_occupant_is_asked_and_says_yes(thuis, gemeente):
    naar = {"straat": "Boterdiep", "huisnummer": "35", "postcode": "2512AA"}
    asks = {"inwonend": "ja", "hoofdbewoner": "brouwer", "geboren": "1985-12-01"}
    path = f"/{gemeente.slug}/inwoner"
    done = await send(thuis(BSN), f"{path}/verhuizen", {}, {}, naar | asks, asks)
    assert "Wacht op toestemming" in done.text
    client = thuis(ANDER_BSN)
    page = (await client.get(f"{path}/zaken")).text
    assert "Suzanne Moulin" in page
    answer = page.split('action="')[2].split('"')[0]
    proof = page.split('formulierbewijs" value="')[1].split('"')[0]
    await client.post(answer, data={"formulierbewijs": proof, "goed": "ja"}, headers=ORIGIN)
    assert "Uw antwoord is nodig" not in (await client.get(f"{path}/zaken")).text
    assert "Uw nieuwe adres staat in onze administratie." in (await thuis(BSN).get(done.url.path)).text


async def test_a_move_of_later_is_recorded_on_its_day(thuis, gemeente, clock):
    naar = {"straat": "Boterdiep", "huisnummer": "37", "postcode": "2512AA", "inwonend": "nee"}
    later = {"datum": "2026-12-01"}
    done = await send(thuis(BSN), f"/{gemeente.slug}/inwoner/verhuizen", {}, later, naar, {"inwonend": "nee"})
    assert "Gepland" in done.text
    clock("2026-12-01T06:00:00+01:00")
    await gemeente.app.eloketten.record_planned(gemeente.slug)
    assert "Uw nieuwe adres staat in onze administratie." in (await thuis(BSN).get(done.url.path)).text


async def test_a_move_that_cannot_be_yet_holds_up_no_other(gemeente, monkeypatch):
    """A register that is away, or refuses one of them, must not keep others from living where they live."""
    poisoned, fine = uuid4(), uuid4()
    done = []

    async def planned(zgw):
        return [poisoned, fine]

    async def record(zgw, key):
        if key == poisoned:
            raise ZgwFout(503, {"code": "service-unavailable"})
        done.append(key)

    monkeypatch.setattr(eloketten, "geplande", planned)
    monkeypatch.setattr(eloketten, "verwerk_geplande", record)
    assert await gemeente.app.eloketten.record_planned(gemeente.slug) == 1
    assert done == [fine]


async def test_a_database_that_is_away_ends_no_planned_moves(gemeente, monkeypatch):
    """It comes back; who waits for the day of a move must not wait for a restart of the server."""

    async def away(zgw):
        raise DatabaseWeg

    monkeypatch.setattr(eloketten, "geplande", away)
    assert await gemeente.app.eloketten.record_planned(gemeente.slug) == 0
