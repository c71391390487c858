"""Listening in, as the team leader's page has it; with sound it is tried in `bellen/test_geheel.py`."""

from dataclasses import replace

import httpx2
import msgspec
import pytest
from starlette.applications import Starlette

from meent.interaction.screens import exception_handlers, routes
from meent.process.telefonie import medewerker as m
from tests.interaction.conftest import ORIGIN, deps_for
from tests.interaction.fake_zgw import TENANTS, FakeRegisters
from tests.interaction.test_werkplek import COOKIE, sealed
from tests.process.telefonie.opzet import Speelveld, beleid, wachtrij

PAGE = "/meerwijde/meeluisteren"


async def opzet(*, toegestaan=True, telefoon=True):
    """Ann talks with somebody of the general queue."""
    b = beleid()
    rijen = b.wachtrijen | {"kcc": wachtrij(meeluisteren=toegestaan)}
    v = await Speelveld().begin(msgspec.structs.replace(b, wachtrijen=rijen))
    await v.zegt("ann", m.MeldtAan())
    id = await v.in_rij()
    await v.neemt_op(id)
    tenants = (replace(TENANTS[0], id=v.tenant), replace(TENANTS[1], id=v.tenant + 1))
    deps = deps_for(FakeRegisters())
    deps = replace(deps, desk=v.desk, tenants=lambda: tenants, telefoon=object() if telefoon else None)
    return v, id, deps


def zit(deps, user="els", role="teamleider", gemeente="meerwijde"):
    app = Starlette(routes=routes(deps), exception_handlers=exception_handlers(deps))
    return httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=app), base_url="http://testserver", follow_redirects=True,
        cookies={COOKIE: sealed(deps, user=user, role=role, gemeente=gemeente)},
    )  # fmt: skip


async def druk(client, doe, gesprek):
    bewijs = (await client.get("/meerwijde/klantcontact/werkplek" if doe == "kcc" else PAGE)).text
    bewijs = bewijs.split('name="formulierbewijs" value="')[1].split('"')[0]
    return await client.post(PAGE, data={"formulierbewijs": bewijs, "doe": doe, "gesprek": gesprek}, headers=ORIGIN)


@pytest.mark.requirement("contact-31")
async def test_a_team_leader_begins_and_stops_and_the_agent_reads_it():
    v, id, deps = await opzet()
    async with zit(deps) as els, zit(deps, user="ann", role="kcc") as ann, zit(deps, user="jan") as jan:
        assert "Luister mee" in (await els.get(PAGE)).text
        page = (await druk(els, "begin", id)).text
        assert ("U luistert mee. De medewerker ziet dat." in page, "Stop met meeluisteren" in page) == (True, True)
        luistert = v.gesprek(id).luisteraar
        assert luistert.bestemming.adres == "luistert:els", "not the telephone of an agent of that name"
        assert "Noor van Dam luistert mee." in (await ann.get("/meerwijde/klantcontact/werkplek")).text
        page = (await druk(jan, "begin", id)).text
        assert ("luistert mee." in page, v.gesprek(id).luisteraar) == (True, luistert)
        assert "Luister mee<" in (await druk(els, "stop", id)).text
        assert "luistert mee" not in (await ann.get("/meerwijde/klantcontact/werkplek")).text


async def test_what_the_queue_does_not_allow_is_not_offered_and_not_done():
    v, id, deps = await opzet(toegestaan=False)
    async with zit(deps) as els:
        page = (await els.get(PAGE)).text
        assert ("Bij deze wachtrij mag niemand meeluisteren." in page, 'value="begin"' in page) == (True, False)
        bewijs = page.split('name="formulierbewijs" value="')
        assert len(bewijs) == 1 or v.gesprek(id).luisteraar is None


async def test_without_sound_it_says_so():
    _, _, deps = await opzet(telefoon=False)
    async with zit(deps) as els:
        page = (await els.get(PAGE)).text
    assert ("Er is geen geluid om naar te luisteren." in page, 'value="begin"' in page) == (True, False)


@pytest.mark.parametrize("who", [{"role": "kcc"}, {"role": "beheerder"}, {"gemeente": "zuiderkoog"}])
async def test_only_the_team_leader_of_this_municipality(who):
    _, _, deps = await opzet()
    async with zit(deps, **who) as ander:
        assert (await ander.get(PAGE)).status_code == 403
        assert (await ander.post(PAGE, data={"doe": "begin"}, headers=ORIGIN)).status_code == 403
