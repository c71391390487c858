"""The municipality's own administration of its contact centre: from a change in the draft to the next caller."""

import asyncio
import os
import re
import threading
import time
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx2
import msgspec
import pytest
import uvicorn
from playwright.sync_api import expect, sync_playwright
from starlette.applications import Starlette

from meent.interaction.beheer.telefonie import velden
from meent.interaction.beheer.telefonie.concept import nieuwe_naam
from meent.interaction.beheer.telefonie.stroom import lijst, stroom
from meent.interaction.beheer.telefonie.velden import Misvuld
from meent.interaction.screens import HTML_ROUTES, STREAMS, exception_handlers, routes
from meent.interaction.words import words
from meent.process.telefonie.journaal import InGeheugen
from tests.integration.telefooncentrale.test_opname import bestand
from tests.interaction.browser import ARGUMENTS, CHROMIUM
from tests.interaction.conftest import ORIGIN, deps_for
from tests.interaction.fake_zgw import FakeRegisters
from tests.interaction.test_pages import AXE, axe
from tests.interaction.test_werkplek import COOKIE, sealed
from tests.process.telefonie.opzet import BELLER, NUMMER, Speelveld, beleid

HOME = "/meerwijde/beheer/telefonie"
SCHERMEN = os.environ.get("MEENT_TEST_SCHERMEN", "")
"""Folder for pictures of these pages, for who wants to look."""


async def opzet(met=True):
    """A contact centre for Meerwijde (1), and Zuiderkoog (2) that has none yet."""
    v = Speelveld(InGeheugen([1, 2]))
    if met:
        await v.begin()
    else:
        await v.start()
    deps = replace(deps_for(FakeRegisters()), desk=v.desk)
    return v, deps, Starlette(routes=routes(deps), exception_handlers=exception_handlers(deps))


@asynccontextmanager
async def zit(app, deps, role="beheerder", gemeente="meerwijde"):
    transport = httpx2.ASGITransport(app=app)
    cookies = {COOKIE: sealed(deps, user="els", gemeente=gemeente, role=role)}
    async with httpx2.AsyncClient(
        transport=transport, base_url="http://testserver", cookies=cookies, follow_redirects=True
    ) as client:
        yield client


async def stuur(client, van, naar="", files=None, **anders):
    """Fill in the form on a page that is sent to `naar`, as a browser does without JavaScript, and press its button."""
    page = (await client.get(van)).text
    naar = naar or van
    forms = re.findall(r'<form[^>]*method="post"[^>]*action="([^"]*)"[^>]*>(.*?)</form>', page, re.DOTALL)
    waarden = next((velden_van(inhoud) for actie, inhoud in forms if actie == naar), None)
    assert waarden is not None, f"{van} has no form for {naar}"
    weg = {naam for naam, waarde in anders.items() if waarde is None}
    data = {k: w for k, w in (waarden | anders).items() if k not in weg}
    return await client.post(naar, data=data, files=files, headers=ORIGIN)


def velden_van(inhoud):
    """Names and values of a form: inputs, the chosen options, texts."""
    waarden = {}
    for tag in re.findall(r"<input[^>]*>", inhoud):
        naam, waarde = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if naam and 'type="file"' not in tag and ('type="checkbox"' not in tag or " checked" in tag):
            waarden[naam[1]] = waarde[1] if waarde else ""
    for naam, opties in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', inhoud, re.DOTALL):
        alle = re.findall(r'<option( value="([^"]*)")?( selected)?>([^<]*)', opties)
        gekozen = [w if heeft else t for heeft, w, is_gekozen, t in alle if is_gekozen] or [
            w for _, w, _, _ in alle[:1]
        ]
        waarden[naam] = gekozen[0] if gekozen else ""
    for naam, tekst in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)', inhoud):
        waarden[naam] = tekst
    return waarden


# --- who may ----------------------------------------------------------------------------------------------------------

EIGEN = [(s.method, s.path) for s in (*HTML_ROUTES, *STREAMS) if "telefonie" in s.path or "sluitingen" in s.path]


@pytest.mark.requirement("contact-41")
@pytest.mark.parametrize(("method", "path"), EIGEN, ids=[f"{m} {p}" for m, p in EIGEN])
async def test_only_who_administers_this_municipality_gets_in(method, path):
    """Somebody who changes the menu of another municipality takes its callers."""
    v, deps, app = await opzet()
    adres = path.format(gemeente="meerwijde", deel="menus", naam="welkom")
    eigenaar = "teamleider" if "wandbord" in path else "beheerder"
    for role, gemeente in (("kcc", "meerwijde"), ("behandelaar", "meerwijde"), (eigenaar, "zuiderkoog")):
        async with zit(app, deps, role, gemeente) as ander:
            answer = await ander.request(method, adres, headers=ORIGIN, data={} if method == "POST" else None)
            assert answer.status_code == 403
    async with zit(app, deps, eigenaar) as els:
        if method == "POST":  # without the proof of its own form
            assert (await els.request(method, adres, headers=ORIGIN, data={"doe": "weg"})).status_code == 403
    assert (await v.journaal.concept(1), v.desk.boeken[1].beleid.sluitingen) == (None, ())


async def test_without_a_contact_centre_every_page_says_so(beheerder):
    for path in {s.path for s in HTML_ROUTES if s.method == "GET" and "telefonie" in s.path}:
        page = beheerder.get(path.format(gemeente="meerwijde", deel="menus"))
        assert (page.status_code, "Hier draait geen klantcontactcentrum" in page.text) == (200, True)


# --- from draft to caller --------------------------------------------------------------------------------------------


@pytest.mark.requirement("contact-7", "contact-2", "experience-53")
async def test_a_menu_is_changed_tried_and_put_in_force_without_javascript():
    """A municipality changes its own menu in minutes: no ticket, and the next caller follows it."""
    v, deps, app = await opzet()
    async with zit(app, deps) as els:
        assert "menu hoofd" in (await els.get(HOME)).text
        page = (await stuur(els, f"{HOME}/concept", doe="begin")).text
        assert ("Er is geen verschil met wat nu geldt" in page, "Verander eerst iets" in page) == (True, True)
        wijzig = {"keuze-1": "wachtrij:weg", "keer": "x"}
        menu = f"{HOME}/concept/menus"
        page = (await stuur(els, f"{menu}?naam=hoofd", menu, doe="bewaar", **wijzig)).text
        assert ("Vul hier een heel getal in" in page, 'id="fout-keer"' in page) == (True, True)
        page = (await stuur(els, f"{menu}?naam=hoofd", menu, doe="bewaar", **wijzig | {"keer": "3"})).text
        assert ("Uw wijziging staat in het concept" in page, 'id="fout-keuze-1"' in page) == (True, True)
        page = (await els.get(f"{HOME}/concept")).text
        assert ("De wachtrij &#39;weg&#39; bestaat niet" in page, "Zet in werking" in page) == (True, False)
        await stuur(els, f"{menu}?naam=hoofd", menu, doe="bewaar", **{"keuze-1": "wachtrij:paspoort"})
        page = (await els.get(f"{HOME}/concept")).text
        assert ("Toetsen: 1" in page, "wachtrij kcc" in page, "wachtrij paspoort" in page) == (True, True, True)
        proef = (await els.get(f"{HOME}/proef?van=concept&vraag=1&toetsen=1&moment=2026-11-30T10:00")).text
        assert "wacht in de wachtrij <strong>paspoort</strong>" in proef
        alle = (await els.get(f"{HOME}/proef?van=concept&bel=1&moment=2026-11-30T10:00")).text
        assert ("Alle 5 wegen zijn goed" in alle, "Cor" in alle) == (True, True)
        page = (await stuur(els, f"{HOME}/concept", doe="in-werking", toelichting="Paspoort eerst")).text
        assert "De nieuwe versie geldt nu" in page
        id = await v.sim.call(BELLER, NUMMER)
        await v.sim.press(id, "1")
        assert v.gesprek(id).wachtrij == "paspoort"
        page = (await els.get(f"{HOME}/versies")).text
        assert ("Paspoort eerst" in page, "els" in page, "Geldt nu" in page) == (True, True, True)
        assert "Toetsen: 1" in (await els.get(f"{HOME}/versies?versie=1")).text
        assert "De oude versie geldt nu weer" in (await stuur(els, f"{HOME}/versies?versie=1", f"{HOME}/versies")).text
        assert (await v.journaal.versies(1))[0].toelichting == "Terug naar versie 1"
    assert v.desk.boeken[1].beleid == beleid()


@pytest.mark.requirement("contact-6")
async def test_hours_are_typed_as_people_write_them():
    v, deps, app = await opzet()
    tijden = f"{HOME}/concept/tijden"
    async with zit(app, deps) as els:
        await stuur(els, f"{HOME}/concept", doe="begin")
        mis = {"week-ma": "half negen", "feestdagen_gesloten": None}
        page = (await stuur(els, f"{tijden}?naam=kantoor", tijden, doe="bewaar", **mis)).text
        assert ("Schrijf tijden als 08:30-17:00" in page, 'value="half negen"' in page) == (True, True)
        assert "checked" not in page  # what was unticked stays so, however often the form comes back
        page = (await stuur(els, f"{tijden}?naam=kantoor", tijden, doe="bewaar", **{
            "week-ma": "8.30 tot 12.00, 11:00-17:00", "week-vr": "", "uitz-0-dag": "2026-12-24",
            "uitz-0-tijden": "dicht", "uitz-1-dag": "2026-12-31", "uitz-1-tijden": "9:00-12:00",
            "feestdagen_gesloten": None,
        })).text  # fmt: skip
        assert "Twee tijdvakken overlappen elkaar." in page.split('id="fout-week-ma"')[1].split("<input")[0]
        concept = msgspec.json.decode((await v.journaal.concept(1)).inhoud)["tijden"]["kantoor"]
    assert concept["week"]["ma"][0] == {"van": "08:30", "tot": "12:00"}
    assert ("vr" in concept["week"], concept["feestdagen_gesloten"]) == (False, False)
    assert concept["uitzonderingen"] == {"2026-12-24": [], "2026-12-31": [{"van": "09:00", "tot": "12:00"}]}


async def test_every_form_gives_back_what_it_was_given():
    """Who opens a form and presses Save without a change may change nothing."""
    v, deps, app = await opzet()
    async with zit(app, deps) as els:
        await stuur(els, f"{HOME}/concept", doe="begin")
        for deel, naam in (("nummers", "%2B31701234567"), ("tijden", "kantoor"), ("menus", "hoofd"),
                           ("wachtrijen", "paspoort"), ("medewerkers", "cor"), ("terugbellen", ""),
                           ("noodmelding", ""), ("geluiden", "muziek")):  # fmt: skip
            adres = f"{HOME}/concept/{deel}"
            page = await stuur(els, f"{adres}?naam={naam}" if naam else adres, adres, doe="bewaar",
                               files={"leeg": ("", b"")} if deel == "geluiden" else None)  # fmt: skip
            assert "Uw wijziging staat in het concept" in page.text, deel
            assert 'hreflang="en"' in page.text  # the choices of the head stay those of the head
        nu = msgspec.json.decode((await v.journaal.concept(1)).inhoud)
    was = msgspec.json.decode(msgspec.json.encode(beleid()))
    nu["geluiden"]["muziek"]["versie"] = 1  # saved anew, so it has a new name at the exchange
    assert nu == was


async def test_a_part_is_added_used_and_taken_out():
    _, deps, app = await opzet()
    rijen = f"{HOME}/concept/wachtrijen"
    async with zit(app, deps) as els:
        await stuur(els, f"{HOME}/concept", doe="begin")
        page = (await stuur(els, f"{rijen}?nieuw=1", rijen, doe="bewaar", **{"nieuwe-naam": "kcc"})).text
        assert "Deze naam is er al" in page
        nieuw = {"nieuwe-naam": "Bouwen & Wonen", "vaardigheid": "bouwen", "tijden": "kantoor", "gesloten": "gesloten",
                 "muziek": "muziek"}  # fmt: skip
        page = (await stuur(els, f"{rijen}?nieuw=1", rijen, doe="bewaar", **nieuw)).text
        assert "Wachtrij bouwen-wonen" in page
        page = (await els.get(f"{HOME}/concept")).text
        assert ("Geen medewerker heeft &#39;bouwen&#39;" in page, "Geen enkele beller komt in" in page) == (True, True)
        page = (await els.get(f"{rijen}?naam=kcc")).text
        assert "Hier wordt het nog gebruikt: Menu hoofd, Nummer +31701234567" in page
        token = page.split('name="formulierbewijs" value="')[1].split('"')[0]
        stand = page.split('name="stand" value="')[1].split('"')[0]
        weg = {"formulierbewijs": token, "stand": stand, "sleutel": "bouwen-wonen", "doe": "verwijder"}
        assert "uit het concept gehaald" in (await els.post(rijen, data=weg, headers=ORIGIN)).text
        answer = await els.post(rijen, data=weg, headers=ORIGIN)  # a second window with the state of before
        assert (answer.status_code, "Iemand anders heeft dit net veranderd" in answer.text) == (409, True)
        typt = weg | {"sleutel": "kcc", "doe": "bewaar", "vaardigheid": "lang getypt"}
        answer = await els.post(rijen, data=typt, headers=ORIGIN)
        assert (answer.status_code, 'value="lang getypt"' in answer.text) == (409, True)
        assert (await els.get(f"{rijen}?naam=bouwen-wonen")).status_code == 404


@pytest.mark.requirement("contact-30")
async def test_a_queue_is_recorded_with_an_announcement_and_a_term():
    """Without an announcement it cannot be put in force; with one the next caller hears it."""
    v, deps, app = await opzet()
    async with zit(app, deps) as els:
        await stuur(els, f"{HOME}/concept", doe="begin")
        rij, adres = f"{HOME}/concept/wachtrijen?naam=kcc", f"{HOME}/concept/wachtrijen"
        page = (await stuur(els, rij, adres, opnemen="1", opname_bewaardagen="400")).text
        assert "Kies een getal" in page or "400" in page
        await stuur(els, rij, adres, opnemen="1", opname_bewaardagen="14")
        assert "Kies de melding die de beller hoort voordat u opneemt." in (await els.get(rij)).text
        await stuur(els, rij, adres, opnemen="1", opname_melding="nood", meeluisteren="1")
        assert "De nieuwe versie geldt nu" in (await stuur(els, f"{HOME}/concept", doe="in-werking")).text
    kcc = v.desk.boeken[1].beleid.wachtrijen["kcc"]
    assert (kcc.opnemen, kcc.opname_melding, kcc.opname_bewaardagen, kcc.meeluisteren) == (True, "nood", 14, True)
    assert v.sim.hears(await v.in_rij()) == ("1/nood.nl.1",)


async def test_a_municipality_begins_with_one_number():
    """Live within a day: a number, a queue, office hours, and from there whatever it wants."""
    v, deps, app = await opzet(met=False)
    async with zit(app, deps, gemeente="zuiderkoog") as els:
        home = HOME.replace("meerwijde", "zuiderkoog")
        assert "Uw gemeente is nog niet bereikbaar" in (await els.get(home)).text
        assert (
            "Schrijf het nummer met landcode"
            in (await stuur(els, home, f"{home}/concept", nummer="12", doe="begin")).text
        )
        page = (await stuur(els, home, f"{home}/concept", nummer="050 123 45 67", doe="begin")).text
        assert "Geen medewerker kan deze wachtrij opnemen." in page
        assert "De nieuwe versie geldt nu" in (await stuur(els, f"{home}/concept", doe="in-werking")).text
    await v.sim.call(BELLER, "+31501234567")
    assert len(v.desk.boeken[2].gesprekken) == 1


# --- closed now -------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("contact-6")
@pytest.mark.parametrize(("role", "page"), [("beheerder", HOME), ("teamleider", "/meerwijde/wandbord")])
async def test_one_button_closes_and_one_opens(role, page):
    """In an emergency nobody looks for a setting: it is there for both, with why and until when."""
    v, deps, app = await opzet()
    adres = f"{page}/sluitingen"
    async with zit(app, deps, role) as els:
        mis = await stuur(els, page, adres, reden="Brand", tot="2026-11-30T09:00", wachtrij="", melding="")
        assert "Kies een einde dat nog komt" in mis.text
        dicht = await stuur(els, page, adres, reden="Brandalarm <b>", tot="2026-11-30T12:00", wachtrij="", melding="")
        assert ("Brandalarm &lt;b&gt;" in dicht.text, "Gesloten door els" in dicht.text) == (True, True)
        assert v.sim.hears(await v.in_rij()) == ("1/gesloten.nl.1",)
        assert "U bent weer open" in (await stuur(els, page, adres)).text
        await v.in_rij("+31600000009")
    assert len(v.desk.boeken[1].wachtend) == 1


# --- prompts ----------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("contact-8")
async def test_a_prompt_is_recorded_heard_and_put_in_force():
    """What the administrator heard in his browser is what callers hear, under a name the exchange does not know yet."""
    v, deps, app = await opzet()
    geluiden = f"{HOME}/concept/geluiden"
    async with zit(app, deps) as els:
        await stuur(els, f"{HOME}/concept", doe="begin")
        page = (await stuur(els, f"{geluiden}?naam=welkom", geluiden, doe="bewaar",
                            files={"bestand": ("welkom.wav", b"MP3 of zo")})).text  # fmt: skip
        assert "Dit is geen WAV-bestand" in page.split('id="fout-bestand"')[1]
        page = (await stuur(els, f"{geluiden}?naam=welkom", geluiden, doe="bewaar", tekst="Kies 1 of 2.",
                            files={"bestand": ("welkom.wav", bestand())})).text  # fmt: skip
        assert ("Uw wijziging staat in het concept" in page, "<audio" in page) == (True, True)
        luister = f"{HOME}/geluiden/welkom"
        answer = await els.get(f"{luister}?van=concept")
        assert (answer.headers["content-type"], answer.content[:4]) == ("audio/wav", b"RIFF")
        assert (await els.get(luister)).status_code == 404  # what is in force has neither text nor recording
        await stuur(els, f"{HOME}/concept", doe="in-werking")
        assert (await els.get(luister)).content == answer.content
        id = await v.sim.call(BELLER, NUMMER)
        assert v.sim.hears(id) == ("1/welkom.nl.2",)
        await stuur(els, f"{HOME}/concept", doe="begin")
        page = (await stuur(els, f"{geluiden}?nieuw=1", geluiden, doe="bewaar", files={"leeg": ("", b"")},
                            **{"nieuwe-naam": "storing"})).text  # fmt: skip
        assert "Typ een tekst of kies een opname" in page
        page = (await stuur(els, f"{geluiden}?nieuw=1", geluiden, doe="bewaar", files={"leeg": ("", b"")},
                            **{"nieuwe-naam": "storing", "tekst": "Er is een storing."})).text  # fmt: skip
        assert "Melding storing" in page
        bewijs, stand = (page.split(f'name="{naam}" value="')[1].split('"')[0] for naam in ("formulierbewijs", "stand"))
        weg = {"formulierbewijs": bewijs, "stand": stand, "sleutel": "storing", "doe": "verwijder"}
        page = (await els.post(geluiden, data=weg, files={"leeg": ("", b"")}, headers=ORIGIN)).text
        assert ("uit het concept gehaald" in page, "storing" in page) == (True, False)


@pytest.mark.requirement("contact-7", "contact-8")
async def test_a_prompt_speaks_other_languages_with_texts_of_their_own():
    """Who chose English may not hear Dutch with an English voice."""
    v, deps, app = await opzet()
    geluiden = f"{HOME}/concept/geluiden"
    async with zit(app, deps) as els:
        await stuur(els, f"{HOME}/concept", doe="begin")
        leeg = {"leeg": ("", b"")}
        teksten = {
            "tekst": "Wij zijn nu gesloten.",
            "tekst-en": "We are closed now. Please call again tomorrow morning.",
        }
        await stuur(els, f"{geluiden}?naam=gesloten", geluiden, doe="bewaar", files=leeg, **teksten)
        nu = msgspec.json.decode((await v.journaal.concept(1)).inhoud)["geluiden"]["gesloten"]
        assert (nu["tekst"], nu["vertaald"], nu["opgenomen"]) == (teksten["tekst"], {"en": teksten["tekst-en"]}, [])
        assert nu["duur"]["en"] > nu["duur"]["nl"]
        luister = f"{HOME}/geluiden/gesloten?van=concept&spreekt="
        stem = [(await els.get(luister + taal)).content for taal in ("nl", "en")]
        assert len(stem[1]) > len(stem[0]) > 8_000
        assert "Tekst in een andere taal: Engels" in (await els.get(f"{HOME}/concept")).text
        await stuur(els, f"{geluiden}?naam=gesloten", geluiden, doe="bewaar", files=leeg, **{"tekst-en": ""})
        nu = msgspec.json.decode((await v.journaal.concept(1)).inhoud)["geluiden"]["gesloten"]
    assert (nu["vertaald"], list(nu["duur"])) == ({}, ["nl"])


# --- pure ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("welk", "tekst", "naam", "mag"), [
    ("wachtrijen", "Eerste lijn", "eerste-lijn", True), ("wachtrijen", "Café", "cafe", True),
    ("wachtrijen", "!", "", False), ("nummers", "070 - 123 45 67", "+31701234567", True),
    ("nummers", "0031 70 1234567", "+31701234567", True), ("nummers", "112", "112", False),
    ("medewerkers", "jan@meerwijde.nl", "jan@meerwijde.nl", True), ("medewerkers", "jan/../x", "jan/../x", False),
])  # fmt: skip
def test_names_are_made_of_what_people_type(welk, tekst, naam, mag):
    gevonden, fout = nieuwe_naam(welk, tekst, {})
    assert (gevonden, not fout) == (naam, mag)


def test_hours_that_cannot_be_read_are_refused_and_not_guessed():
    for tekst in ("9-17", "08:30", "08:30-17:00 en soms later"):
        with pytest.raises(Misvuld):
            velden._lees_tijden("week-ma", tekst)


def test_the_picture_has_every_queue_once_and_stays_inside():
    """A box outside the picture, or an arrow to nowhere, hides a way that callers do go."""
    beeld = stroom(beleid(), words("nl"))
    namen = [vak.regels[0] for vak in beeld.vakken]
    assert sorted(namen) == sorted(
        [NUMMER, "menu hoofd", "wachtrij kcc", "wachtrij paspoort", "aanbod om terug te bellen"]
    )
    assert all(vak.x + vak.breed <= beeld.breed and vak.y + vak.hoog <= beeld.hoog for vak in beeld.vakken)
    assert {"toets 1, geen keuze", "toets 2", "toets 9", "toets 5", "bij 10 wachtenden"} <= {
        p.tekst for p in beeld.pijlen
    }
    (tak,) = lijst(beleid(), words("nl"))
    assert [onder.bij for onder in tak.takken[0].takken] == ["toets 1, geen keuze", "toets 2", "toets 9"]


# --- in a browser -----------------------------------------------------------------------------------------------------

BLADEN = ("", "/concept", "/concept/nummers?naam=%2B31701234567", "/concept/tijden?naam=kantoor",
          "/concept/menus?naam=hoofd", "/concept/wachtrijen?naam=paspoort", "/concept/medewerkers?nieuw=1",
          "/concept/geluiden?naam=welkom", "/concept/noodmelding",
          "/proef?vraag=1&bel=1&toetsen=1&moment=2026-11-30T10:00", "/versies")  # fmt: skip


@pytest.fixture(scope="module")
def server():
    """The screens with a contact centre, on a port of its own."""
    _, deps, app = asyncio.run(opzet())
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", sealed(deps, "els", role="beheerder")
    server.should_exit = True
    thread.join(5)


@pytest.mark.requirement("experience-21", "contact-47")
@pytest.mark.skipif(not (os.path.exists(CHROMIUM) and AXE.exists()), reason="no Chromium or axe-core here")
def test_every_page_is_accessible_and_fits_a_small_screen(server):
    """With a fault on the page too: the moment that something is wrong is when it must be readable."""
    base, cookie = server
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.context.add_cookies([{"name": COOKIE, "value": cookie, "url": base}])
        klachten = []
        page.on("console", lambda melding: klachten.append(melding.text) if melding.type == "error" else None)
        page.goto(f"{base}{HOME}/concept/menus?naam=hoofd")
        page.click("button:has-text('Begin een concept')")
        page.select_option("#standaard", "menu:hoofd")
        page.click("button:has-text('Bewaar in het concept')")
        expect(page.locator("#fout-standaard")).to_contain_text("steeds in hetzelfde menu")
        expect(page.locator("#standaard")).to_have_attribute("aria-invalid", "true")
        bekijk(page, "mis")
        page.select_option("#standaard", "wachtrij:kcc")
        page.click("button:has-text('Bewaar in het concept')")
        for n, blad in enumerate(BLADEN):
            page.goto(f"{base}{HOME}{blad}")
            bekijk(page, f"{n}-{blad.strip('/').split('?')[0].replace('/', '-') or 'nu'}")
        browser.close()
    assert klachten == []


def bekijk(page, naam):
    """Axe in light and dark, and the width and targets of a small screen."""
    page.evaluate("for (const menu of document.querySelectorAll('details')) menu.open = true")
    for scherm in ("light", "dark"):
        page.emulate_media(color_scheme=scherm)
        assert axe(page) == [], (naam, scherm)
        if SCHERMEN:
            page.screenshot(path=f"{SCHERMEN}/telefonie-{naam}-{scherm}.png", full_page=True)
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, naam
    klein = page.evaluate("""() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
      .filter(e => e.checkVisibility() && !e.matches('.overslaan'))
      .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
      .filter(([_, b]) => b.width < 24 || b.height < 24).map(([html, b]) => `${b.width}x${b.height} ${html}`)""")
    assert klein == [], naam
    page.set_viewport_size({"width": 1280, "height": 900})
