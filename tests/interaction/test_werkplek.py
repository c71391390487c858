"""The desk of an agent: a real contact centre on the simulator behind it, registers that are made up."""

import asyncio
import os
import socket
import threading
import time
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial

import httpx2
import msgspec
import pytest
import uvicorn
from playwright.sync_api import expect, sync_playwright
from starlette.applications import Starlette

from meent.integration.telefooncentrale.centrale import CentraleFout
from meent.integration.telefooncentrale.werkboek import Vraag, Werkcontact
from meent.interaction import session as sessions
from meent.interaction.klantcontact import afronden
from meent.interaction.klantcontact.live import ticks
from meent.interaction.screens import exception_handlers, routes
from meent.interaction.seams import ZgwFout
from meent.interaction.session import COOKIE, Identity, Session
from meent.process.telefonie.beleid import Inzet
from meent.process.telefonie.medewerker import MeldtAan
from tests.interaction.browser import ARGUMENTS, CHROMIUM
from tests.interaction.conftest import ORIGIN, deps_for
from tests.interaction.fake_klanten import NAMEN, SUZANNE
from tests.interaction.fake_zgw import NOW, TENANTS, FakeRegisters
from tests.interaction.test_pages import AXE, axe
from tests.process.telefonie.opzet import Speelveld, beleid
from tests.process.telefonie.test_opname import met_opname

HOME = "/meerwijde/klantcontact/werkplek"
SUZANNES_NUMMER = "+31600000001"
SCHERMEN = os.environ.get("MEENT_TEST_SCHERMEN", "")
"""Folder for pictures of the desk, for who wants to look."""
NOOR = Inzet("Noor", {"algemeen": 2, "paspoort": 1})


class Registers(FakeRegisters):
    """Keeps what is written of contacts, so that it can be read back."""

    def __init__(self):
        super().__init__()
        for zgw in self.by_slug.values():
            zgw.create = partial(self.create, zgw)

    async def create(self, zgw, api, collectie, body, **more):
        zgw.created.append((collectie, body))
        return zgw._add(f"{api}/{collectie}", f"nieuw{len(zgw.created)}", {
            "hadBetrokkenActoren": [], "inhoud": "", "reactie": "", "metadata": {}, "partijIdentificatoren": [],
        } | body)  # fmt: skip


def sealed(deps, user="noor", gemeente="meerwijde", role="kcc"):
    identity = Identity(user, "Noor van Dam", {gemeente: (role,)}, "dienstverlening klantcontact")
    return sessions.seal(Session.begin(identity, NOW), deps.session_secret)


async def opzet(b=None):
    """The playing field of Meerwijde, with Noor in it, and the screens on top."""
    b = b or beleid()
    v = await Speelveld().begin(msgspec.structs.replace(b, medewerkers=b.medewerkers | {"noor": NOOR}))
    v.desk.knoppen = v.sim
    tenants = (replace(TENANTS[0], id=v.tenant), replace(TENANTS[1], id=v.tenant + 1))
    deps = replace(deps_for(Registers()), desk=v.desk, tenants=lambda: tenants)
    return v, deps, Starlette(routes=routes(deps), exception_handlers=exception_handlers(deps))


@asynccontextmanager
async def zit(app, deps, **who):
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(
        transport=transport, base_url="http://testserver", cookies={COOKIE: sealed(deps, **who)}, follow_redirects=True
    ) as client:
        yield client


async def druk(client, pad, **velden):
    """Press a button, as a browser without JavaScript does."""
    page = (await client.get(HOME)).text
    bewijs = page.split('name="formulierbewijs" value="')[1].split('"')[0]
    return await client.post(HOME + pad, data={"formulierbewijs": bewijs} | velden, headers=ORIGIN)


@pytest.mark.requirement("experience-25")
async def test_a_whole_conversation_without_javascript():
    """Ready, see who calls, answer, hold, note, hang up, finish; and what was noted stands in one klantcontact."""
    v, deps, app = await opzet()
    zgw = deps.zgw.by_slug["meerwijde"]
    async with zit(app, deps) as noor:
        assert "U bent niet aangemeld" in (await noor.get(HOME)).text
        assert "U bent klaar voor een gesprek" in (await druk(noor, "/stand", stand="klaar")).text
        id = await v.in_rij(SUZANNES_NUMMER)
        page = (await noor.get(HOME)).text
        assert (NAMEN[SUZANNE] in page, "Open zaken" in page, "Keuze in het menu" in page) == (True, True, True)
        assert "999993264" not in page
        page = (await druk(noor, "/gesprek", doe="opnemen")).text
        assert ("In gesprek" in page, f"/contacten/{id}" in page) == (True, True)
        assert "De beller staat in de wacht" in (await druk(noor, "/gesprek", doe="wacht")).text
        await druk(noor, "/gesprek", doe="uit-wacht")
        notities = {"onderwerp-0": "Paspoort", "notitie-0": "Is het al klaar?", "antwoord-0": "Morgen"}
        assert "Opgeslagen" in (await druk(noor, f"/contacten/{id}/notities", **notities)).text
        assert "U bent nog in gesprek" in (await druk(noor, f"/contacten/{id}", doe="afronden")).text
        await druk(noor, "/gesprek", doe="ophangen")
        assert "Is het al klaar?" in (await noor.get(HOME)).text  # the call is over, what was noted stays
        afdeling = zgw.rows["klantinteracties/actoren"][0]["uuid"]
        zaak = zgw.rows["zaken/zaken"][0]["uuid"]
        await druk(noor, f"/contacten/{id}", doe="vraag")
        geschreven = {
            "kanaal": "Telefoon", "onderwerp": "Telefoongesprek: kcc", "metadata": {"gesprek": id},
            "plaatsgevondenOp": (await deps.werkboek.open(1, "noor"))[0].beantwoord_op.isoformat(),
        }  # fmt: skip
        row = await zgw.create("klantinteracties", "klantcontacten", geschreven)
        row["uuid"] = str(afronden.key_of_contact(id))
        row["url"] = row["url"][:-36] + row["uuid"]
        zgw.created.clear()
        tweede = {"onderwerp-1": "Parkeren", "verzoek-1": "Bel terug", "zaak-1": zaak}
        page = (await druk(noor, f"/contacten/{id}", doe="afronden", **tweede)).text
        assert "Kies welke afdeling het verzoek krijgt." in page
        page = (await druk(noor, f"/contacten/{id}", doe="afronden", **tweede, **{"afdeling-1": afdeling})).text
        assert ("Het contact is afgerond." in page, "U hebt nu geen contact." in page) == (True, True)
    assert [name for name, _ in zgw.created] == ["betrokkenen", "onderwerpobjecten", "internetaken"]
    assert (row["onderwerp"], row["inhoud"]) == ("Paspoort; Parkeren", "1. Is het al klaar?")
    assert row["metadata"] == {
        "gesprek": id, "genoteerdDoor": "noor", "vraag1": "Paspoort", "vraag2": "Parkeren",
    }  # fmt: skip
    assert zgw.created[-1][1]["toelichting"] == "Bel terug"


@pytest.mark.requirement("contact-30")
async def test_the_recording_is_told_paused_and_told_when_it_does_not_stop():
    """A card number is read out after the page said that nothing runs, and not before."""
    v, deps, app = await opzet(met_opname())
    async with zit(app, deps) as noor:
        await druk(noor, "/stand", stand="klaar")
        await v.in_rij()
        await v.verstrijk(3)
        page = (await druk(noor, "/gesprek", doe="opnemen")).text
        assert ("Dit gesprek wordt opgenomen." in page, "Pauzeer de opname" in page) == (True, True)
        page = (await druk(noor, "/gesprek", doe="opname-stil")).text
        assert ("De opname staat stil." in page, "Ga verder met opnemen" in page) == (True, True)
        page = (await druk(noor, "/gesprek", doe="opname-verder")).text
        assert "Dit gesprek wordt opgenomen." in page

        async def kapot(*args, **kwargs):
            raise CentraleFout

        v.sim.record = kapot
        page = (await druk(noor, "/gesprek", doe="opname-stil")).text
        assert ("De opname stopt niet." in page, "De opname staat stil." in page) == (True, False)


async def test_passing_on_and_consulting():
    v, deps, app = await opzet()
    async with zit(app, deps) as noor:
        await druk(noor, "/stand", stand="klaar")
        id = await v.in_rij()
        page = (await druk(noor, "/gesprek", doe="opnemen")).text
        assert "In gesprek" in page
        assert "Dat kan nu niet" in (await druk(noor, "/gesprek", doe="verbind", naar="wie:cor")).text
        assert "Dat kan nu niet" in (await druk(noor, "/gesprek", doe="verbind", naar="", nummer="112")).text
        for nummer, waarom in (("+32 2 123 45 67", "niet naar het buitenland"), ("0900-1234", "betaald nummer")):
            page = (await druk(noor, "/gesprek", doe="overleg", naar="", nummer=nummer)).text
            assert (waarom in page, v.toestand(id)) == (True, "InGesprek")
        assert [een.door for een in v.gesprek(id).geweigerd] == ["noor", "noor"]
        page = (await druk(noor, "/gesprek", doe="verbind", naar="rij:paspoort")).text
        assert v.gesprek(id).wachtrij == "paspoort"
        assert "Dat kan nu niet" in (await druk(noor, "/gesprek", doe="ophangen")).text


async def test_a_withheld_number_and_a_contact_without_a_call():
    v, deps, app = await opzet()
    zgw = deps.zgw.by_slug["meerwijde"]
    async with zit(app, deps) as noor:
        await druk(noor, "/stand", stand="klaar")
        await v.in_rij("")
        assert "Het nummer is verborgen." in (await noor.get(HOME)).text
        await druk(noor, "/contacten", kanaal="Balie", formuliersleutel="een")
        (contact,) = await deps.werkboek.open(1, "noor")
        page = (await druk(noor, f"/contacten/{contact.id}", doe="afronden", **{"onderwerp-0": "Afval"})).text
        assert "Het contact is afgerond." in page
    assert [(name, body["kanaal"], body["onderwerp"]) for name, body in zgw.created] == [
        ("klantcontacten", "Balie", "Afval")
    ]  # fmt: skip


@pytest.mark.requirement("contact-4")
async def test_who_calls_is_shown_where_that_is_allowed(monkeypatch):
    """A known number shows who it is; a withheld one nobody; without a ground in law nothing is looked up."""
    v, deps, app = await opzet()
    zgw = deps.zgw.by_slug["meerwijde"]
    async with zit(app, deps) as noor:
        for van, mag, gezien in ((SUZANNES_NUMMER, True, "Open zaken"), ("", True, "Het nummer is verborgen."),
                                 (SUZANNES_NUMMER, False, "Uw gemeente mag niet opzoeken wie er belt.")):  # fmt: skip
            if not mag:
                monkeypatch.setattr(zgw, "list", zonder_grond(zgw.list))
            await druk(noor, "/stand", stand="klaar")
            id = await v.in_rij(van)
            zgw.asked.clear()
            page = (await noor.get(HOME)).text
            assert gezien in page
            assert (NAMEN[SUZANNE] in page, "klantinteracties/partijen/" in zgw.asked) == (bool(van) and mag,) * 2
            await v.sim.leave(id)


def zonder_grond(list_):
    """The register of a municipality that has no purpose for this: it shows nobody (`doel-niet-toegelaten`)."""

    async def refuses(api, collectie, **more):
        if collectie == "digitaleadressen":
            raise ZgwFout(403, {"code": "doel-niet-toegelaten"})
        return await list_(api, collectie, **more)

    return refuses


@pytest.mark.requirement("contact-45")
async def test_nobody_dials_freely_before_112_was_tried():
    """Who may ring everybody must be able to ring 112; until that is known he rings nobody outside."""
    v, deps, app = await opzet()
    for beproefd in (False, True):
        app = Starlette(routes=routes(replace(deps, vrij_bellen=beproefd)))
        async with zit(app, deps) as noor:
            await druk(noor, "/stand", stand="klaar")
            id = await v.in_rij()
            page = (await druk(noor, "/gesprek", doe="opnemen")).text
            assert ("op deze lijn is 112 nog niet beproefd" in page, 'name="nummer"' in page) == (
                not beproefd,
                beproefd,
            )
            page = (await druk(noor, "/gesprek", doe="verbind", naar="", nummer="020 123 4567")).text
            assert ("Dat kan nu niet" in page, v.toestand(id)) == (
                (False, "GaatOver") if beproefd else (True, "InGesprek")
            )
            await v.sim.leave(id)
            await v.verstrijk(120)


@pytest.mark.parametrize("who", [{"role": "behandelaar"}, {"gemeente": "zuiderkoog"}])
async def test_the_desk_is_for_agents_of_this_municipality(who):
    _, deps, app = await opzet()
    async with zit(app, deps, **who) as ander:
        for pad in ("", "/live", "/beller/00000000-0000-0000-0000-000000000001"):
            assert (await ander.get(HOME + pad)).status_code == 403


async def test_nobody_reads_the_notes_of_another():
    _, deps, app = await opzet()
    async with zit(app, deps) as noor:
        await druk(noor, "/contacten", kanaal="Balie", formuliersleutel="een")
    (contact,) = await deps.werkboek.open(1, "noor")
    async with zit(app, deps, user="ann") as ann:
        assert (await ann.get(f"{HOME}/contacten/{contact.id}")).status_code == 404
        assert (await druk(ann, f"/contacten/{contact.id}", doe="bewaar")).status_code == 404
        assert (await ann.get("/zuiderkoog/klantcontact/werkplek")).status_code == 403
    async with zit(app, deps, gemeente="zuiderkoog") as daan:
        assert "Hier draait geen contactcentrum" in (await daan.get("/zuiderkoog/klantcontact/werkplek")).text


async def test_the_klantcontact_of_a_call_is_waited_for():
    """Ours beside that of the contact centre would count one call twice."""
    v, deps, app = await opzet()
    async with zit(app, deps) as noor:
        await druk(noor, "/stand", stand="klaar")
        id = await v.in_rij()
        await druk(noor, "/gesprek", doe="opnemen")
        await druk(noor, "/gesprek", doe="ophangen")
        page = (await druk(noor, f"/contacten/{id}", doe="afronden", **{"onderwerp-0": "Afval"})).text
    assert "wordt opgeslagen" in page
    assert deps.zgw.by_slug["meerwijde"].created == []
    (contact,) = await deps.werkboek.open(1, "noor")
    with pytest.raises(afronden.NogNiet):
        await afronden.schrijf(deps.zgw.by_slug["meerwijde"], contact, NOW)


def test_a_colleagues_notes_stay():
    """Two agents had this call; and who tries again writes nothing twice."""
    een = Werkcontact("g", "noor", NOW, vragen=(Vraag("Afval", "N1", "A1"),))
    ander = Werkcontact("g", "ann", NOW, vragen=(Vraag("Parkeren", "N2"),))
    found = {"onderwerp": "Telefoongesprek: kcc", "metadata": {"gesprek": "g"}}
    found |= afronden.aangevuld(found, een)
    found |= afronden.aangevuld(found, ander)
    assert (found["onderwerp"], found["inhoud"], found["reactie"]) == ("Afval; Parkeren", "N1\nN2", "A1")
    assert found["metadata"] == {"gesprek": "g", "genoteerdDoor": "noor,ann"}
    assert afronden.aangevuld(found, een) is None


async def test_a_tick_for_each_change_of_this_desk_and_no_other():
    gezien = ["a"]
    rounds = asyncio.Queue()

    async def gebeurd():
        while (what := await rounds.get()) != "einde":
            gezien[0] = what
            yield

    lines = ticks(gebeurd(), lambda: gezien[0], 5)
    assert (await anext(lines)).startswith("retry")
    for what in ("a", "a", "b", "b", "einde"):
        rounds.put_nowait(what)
    assert [line async for line in lines] == ["event: tik\ndata:\n\n"]


# --- in a browser -----------------------------------------------------------------------------------------------------


class Draait:
    """A server with its own loop, and the playing field in that loop."""

    def __init__(self):
        self.v = self.deps = self.loop = None

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            self.loop = asyncio.get_running_loop()
            self.v, self.deps, self.app = await opzet()
        await self.app(scope, receive, send)

    def doe(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(5)


@pytest.fixture
def draait():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    hier = Draait()
    config = uvicorn.Config(hier, port=port, log_level="warning", ws="none", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    hier.adres = f"http://127.0.0.1:{port}"
    yield hier
    hier.loop.call_soon_threadsafe(hier.v.desk.vertrek)
    server.should_exit = True
    thread.join(5)


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not there: run `python hatch_build.py`")
@pytest.mark.requirement("contact-29", "experience-26", "experience-29")
def test_a_whole_conversation_with_the_keyboard(draait):
    """A call comes in by itself, is answered with a key, an article stands beside it, and what is typed stays."""
    v = draait.v
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": COOKIE, "value": sealed(draait.deps), "url": draait.adres}])
        page = context.new_page()
        faults = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(draait.adres + HOME)
        page.keyboard.press("k")
        expect(page.locator("#titel-stand")).to_have_text("U bent klaar voor een gesprek")
        id = draait.doe(v.in_rij(SUZANNES_NUMMER))
        expect(page.locator(".beller__naam")).to_contain_text(NAMEN[SUZANNE])
        assert axe(page) == []
        page.keyboard.press("o")
        expect(page.locator("#contact")).to_have_attribute("data-id", id)
        begin = page.locator("#boven meent-klok").inner_text()
        expect(page.locator("#boven meent-klok")).not_to_have_text(begin)  # it runs, and nobody is asked for it
        page.keyboard.press("t")
        page.keyboard.type("Waar blijft mijn paspoort")
        draait.doe(v.zegt("bob", MeldtAan()))  # something else changes meanwhile
        expect(page.locator("#naar")).to_contain_text("Bob")
        expect(page.locator("option[value='wie:bob']")).to_be_enabled()
        page.keyboard.type("?")
        expect(page.locator("#opgeslagen")).to_contain_text("Opgeslagen")
        assert page.input_value("#notitie-0") == "Waar blijft mijn paspoort?"
        page.locator("#titel-contact").click()
        page.keyboard.press("/")
        page.keyboard.type("paspoort")
        page.keyboard.press("Enter")
        page.locator("#gevonden a").click()
        expect(page.locator("#titel-artikel")).to_be_focused()
        for breed in (320, 390, 1280):
            page.set_viewport_size({"width": breed, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= breed
            if SCHERMEN:
                page.screenshot(path=f"{SCHERMEN}/artikel-{breed}.png", full_page=True)
        assert axe(page) == []
        page.keyboard.press("a")
        expect(page.locator("#antwoord-0")).to_have_value("Uitgelegd: Paspoort aanvragen of verlengen.")
        assert page.input_value("#notitie-0") == "Waar blijft mijn paspoort?"
        page.click("button[value=hielp]")
        expect(page.locator("#artikel [role=status]")).to_contain_text("Bedankt")
        page.click("[data-sluit]")
        expect(page.locator("#zoekvak")).to_be_focused()
        page.click("button[value=vraag]")
        expect(page.locator("#onderwerp-1")).to_be_focused()
        expect(page.locator("#notitie-0")).not_to_be_visible()  # folded: what is being written stands open
        page.click("button[value='weg:1']")
        expect(page.locator("#onderwerp-1")).to_have_count(0)
        page.fill("#onderwerp-0", "Paspoort")
        page.locator("#titel-contact").click()
        for scherm in ("licht", "donker"):
            page.goto(f"{draait.adres}{HOME}?scherm={scherm}")
            for breed in (320, 390, 1280):
                page.set_viewport_size({"width": breed, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth") <= breed
                if SCHERMEN:
                    page.screenshot(path=f"{SCHERMEN}/werkplek-{scherm}-{breed}.png", full_page=True)
            assert axe(page) == []
        page.keyboard.press("x")
        expect(page.locator("#titel-stand")).to_have_text("U rondt een gesprek af")
        assert page.input_value("#notitie-0") == "Waar blijft mijn paspoort?"
        page.locator("#toetsen-aan").evaluate("e => { e.checked = false; e.dispatchEvent(new Event('change')) }")
        page.keyboard.press("k")
        expect(page.locator("#titel-stand")).to_have_text("U rondt een gesprek af")
        page.click("button[value=afronden]")
        expect(page.locator("#contact form")).to_have_count(0)
        expect(page.locator("#boven")).to_contain_text("wordt opgeslagen")
        assert faults == []
        browser.close()
