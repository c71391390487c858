"""The screens on our own registers: what the fake promises, the real one keeps."""

import httpx2
import pytest
from starlette.applications import Starlette

from meent.app import Inwoner
from meent.interaction.screens import routes
from tests.interaction.test_zaak import fields, options
from tests.zgw import een_rol, een_status, een_zaak, een_zaaktype

ORIGIN = {"Origin": "http://testserver"}


@pytest.fixture
async def joost(app, gemeente):
    """A behandelaar of `gemeente` at the screens."""
    screens = Starlette(routes=routes(app.deps(b"only for tests, never in a server")))
    transport = httpx2.ASGITransport(app=screens)
    async with httpx2.AsyncClient(transport=transport, base_url="http://testserver") as client:
        persona = {"persona": f"{gemeente.slug}-behandelaar"}
        answer = await client.post("/login", data=persona, headers=ORIGIN)
        assert answer.headers["location"] == f"/{gemeente.slug}/behandelen"
        yield client


async def test_a_zaak_is_found_read_and_moved_on(gemeente, joost):
    """From the list to the next status and the audit trail, through the same doors as any client."""
    zaaktype = await een_zaaktype(gemeente.client)
    zaak = await een_zaak(gemeente.client, zaaktype, omschrijving="Verhuizing naar de Singel",
                          zaakgeometrie={"type": "Point", "coordinates": [4.89, 52.37]})  # fmt: skip
    await een_status(gemeente.client, zaak, zaaktype["statustypen"][0])
    await een_rol(gemeente.client, zaak, zaaktype["roltypen"][0])

    listed = (await joost.get(f"/{gemeente.slug}/behandelen")).text
    assert "Verhuizing naar de Singel" in listed
    assert "Ontvangen" in listed

    address = f"/{gemeente.slug}/behandelen/zaken/{zaak['uuid']}"
    page = (await joost.get(address)).text
    assert "Jansen" in page
    assert "BSN eindigt op 019" in page
    assert "999990019" not in page
    assert "52,37000°" in page

    choice, name = options(page, "statustype")[0]
    assert name == "In behandeling"
    form = fields(page) | {"statustype": choice, "statustoelichting": "Gezien"}
    answer = await joost.post(f"{address}/status", data=form, headers=ORIGIN)
    assert answer.status_code == 303, answer.text
    after = (await joost.get(address)).text
    assert "Gezien" in after
    assert "Joost Bakker" in after


@pytest.mark.parametrize("query", [
    "", "stand=alle", "stand=te_laat", "stand=afgerond", "stand=alle&periode=30", "nummer=X", "bladzijde=2",
])  # fmt: skip
async def test_every_filter_is_one_the_register_knows(gemeente, joost, query):
    """A filter that the register refuses would show an error page instead of an empty list."""
    answer = await joost.get(f"/{gemeente.slug}/behandelen?{query}")
    assert answer.status_code == (404 if "bladzijde" in query else 200)


async def test_a_zaak_of_another_municipality_is_not_found(gemeente, andere_gemeente, joost):
    zaak = await een_zaak(andere_gemeente.client)
    answer = await joost.get(f"/{gemeente.slug}/behandelen/zaken/{zaak['uuid']}")
    assert answer.status_code == 404


async def test_a_resident_sees_who_looked_seconds_ago(app, gemeente, andere_gemeente, joost, monkeypatch):
    """What the log is for: the person whose data it was can ask for an explanation while everybody remembers."""
    zaaktype = await een_zaaktype(gemeente.client)
    zaak = await een_zaak(gemeente.client, zaaktype)
    await een_rol(gemeente.client, zaak, zaaktype["roltypen"][0])
    residents = {
        g.slug: Inwoner(f"{g.slug}-inwoner", "Jansen", "999990019") for g in (gemeente, andere_gemeente)
    }
    monkeypatch.setattr(app, "inwoners", residents)
    page = f"/{gemeente.slug}/inwoner"
    screens = Starlette(routes=routes(app.deps(b"only for tests, never in a server")))
    transport = httpx2.ASGITransport(app=screens)
    async with httpx2.AsyncClient(transport=transport, base_url="http://testserver") as inwoner:
        answer = await inwoner.post("/login", data={"persona": f"{gemeente.slug}-inwoner"}, headers=ORIGIN)
        assert answer.headers["location"] == page
        before = (await inwoner.get(page)).text
        assert "Een medewerker van de gemeente" not in before
        assert gemeente.client.client_id in before  # it made the rol
        assert (await joost.get(f"/{gemeente.slug}/behandelen/zaken/{zaak['uuid']}")).status_code == 200
        after = (await inwoner.get(page)).text
        assert "Een medewerker van de gemeente" in after
        assert "Een zaak behandelen" in after
        assert "999990019" not in after
        assert "Zelf uw gegevens bekijken" not in after  # her own looking is in the log, and not on the page
        lines = await gemeente.rows("select resource from verwerking order by id desc limit 1")
        assert [r[0] for r in lines] == ["verwerking"]
        inwoner.cookies.clear()
        await inwoner.post("/login", data={"persona": f"{andere_gemeente.slug}-inwoner"}, headers=ORIGIN)
        assert "Niemand keek nog" in (await inwoner.get(f"/{andere_gemeente.slug}/inwoner")).text
