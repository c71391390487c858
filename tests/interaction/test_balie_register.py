"""The counter on our own register: a move from the search to the list, its history and the log."""

import re
from base64 import b64decode
from dataclasses import replace

import httpx2
import pytest
from starlette.applications import Starlette

from meent.data import tenant
from meent.data.pool import connect
from meent.integration.brp import voorraad
from meent.interaction.screens import routes
from meent.interaction.session import Identity, Session
from meent.services.personen import opslag
from meent.tools.demo import balie
from tests.interaction.conftest import ORIGIN
from tests.interaction.test_balie import fields
from tests.interaction.test_balie_feiten import NAAR, inputs
from tests.interaction.test_balie_inschrijving import AMINA, MIN
from tests.services.personen.lijsten import (
    ANDER_ANUMMER,
    ANDER_BSN,
    ANUMMER,
    BSN,
    EIGEN,
    INSCHRIJVING,
    PERSOON,
    WOONT,
    lijst,
    met,
)

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


async def gevonden(ans, gemeente, getypt=BSN):
    """The page of the one resident, by number."""
    proof = fields((await ans.get(f"/{gemeente.slug}/balie")).text)
    return await ans.post(f"/{gemeente.slug}/balie", data=proof | {"zoek": getypt}, headers=ORIGIN)


async def test_a_move_from_search_to_history(ans_hier, gemeente):
    """What an officer fills in is what the list says afterwards; the old address stays as history."""
    page = await gevonden(ans_hier, gemeente)
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


async def test_a_correction_waits_for_the_other_and_then_stands_there(ans_hier, gemeente):
    """What one fills in the other sees element by element and records; the wrong row stays, marked."""
    page = await gevonden(ans_hier, gemeente)
    person = page.url.path
    page = await ans_hier.get(f"{person}/correctie?rij=08-0-0")
    for filled in ({}, {"nieuw-08-0-0-11.20": "13"}, {"document": "huurcontract", "reden": "Verkeerd gelezen"}, {}):
        page = await ans_hier.post(f"{person}/correctie", data=inputs(page.text) | filled, headers=ORIGIN)
        assert page.status_code == 200, page.text
    assert "Er is nog niets veranderd" in page.text
    assert "Boterdiep 31" in (await ans_hier.get(person)).text
    ans_hier.cookies.clear()
    await ans_hier.post("/login", data={"persona": f"{gemeente.slug}-burgerzaken-collega"}, headers=ORIGIN)
    to_do = await ans_hier.get(f"/{gemeente.slug}/balie/accorderen")
    proposal = re.search(
        r'href="(/[^"]*/accorderen/[^"]*)"', to_do.text.split('id="titel-te-doen"')[1].split("</section>")[0]
    )[1]
    page = await ans_hier.get(proposal)
    assert re.search(r"08\.11\.20.*?31.*?13", page.text, re.S)
    assert "Verkeerd gelezen" in page.text
    decided = fields(page.text) | {"besluit": "goed"}
    page = await ans_hier.post(proposal, data=decided, headers=ORIGIN)
    assert "De correctie is opgenomen" in page.text
    story = (await ans_hier.get(f"{person}?blad=tijdlijn")).text
    assert story.index("Boterdiep 13") < story.index("Was onjuist")
    [row] = await gemeente.rows("select voorbij->0->>'reden' as reden, wie from brp_feit")
    assert tuple(row) == ("Verkeerd gelezen (huurcontract)", f"{gemeente.slug}-burgerzaken")


async def test_the_demo_lets_a_correction_of_an_address_in_doubt_wait(ans_hier, app, gemeente):
    """So that who looks around finds something to decide about; nothing is proposed where nothing is in doubt."""
    who = Identity(f"{gemeente.slug}-burgerzaken-collega", "Yusuf Aydın", {}, "bijhouding BRP")
    persons = app.persons_for(app.registers_for(Session.begin(who, app.engine.now()), gemeente.slug))
    assert not await balie.leg_voor(persons)
    doubted = lijst(c01=[[met(PERSOON, e01_10=ANDER_ANUMMER, e01_20=ANDER_BSN, e02_10="Femke")]],
                    c08=[[met(WOONT, e83_10="080000", e83_20="20261014")]])  # fmt: skip
    async with app.pool.tenant(gemeente.id) as conn:
        await opslag.bewaar(conn, gemeente.id, doubted)
    assert await balie.leg_voor(persons)
    to_do = (await ans_hier.get(f"/{gemeente.slug}/balie/accorderen")).text.split('id="titel-te-doen"')[1]
    assert "Femke Moulin" in to_do
    assert "Yusuf Aydın" in to_do
    proposal = await ans_hier.get(re.search(r'href="(/[^"]*/accorderen/[^"]*)"', to_do)[1])
    assert re.search(r"08\.11\.20.*?31.*?33", proposal.text, re.S)


async def test_an_uittreksel_is_a_line_in_the_log_with_what_stands_on_it(ans_hier, gemeente):
    page = await gevonden(ans_hier, gemeente)
    person = page.url.path
    page = await ans_hier.get(f"{person}/uittreksel")
    for filled in ({"papier": "nationaliteit"}, {}):
        page = await ans_hier.post(f"{person}/uittreksel", data=inputs(page.text) | filled, headers=ORIGIN)
        assert page.status_code == 200, page.text
    paper = b64decode(re.search(r"base64,([^\"]+)", page.text)[1])
    assert (paper[:5], b"pdfuaid" in paper) == (b"%PDF-", True)  # tagged, for who listens
    seen = await gemeente.rows("select gegevens from verwerking where handeling = 'retrieve'")
    of_paper = [row for row in seen if "04.05.10" in row["gegevens"] and "08.11.10" not in row["gegevens"]]
    assert len(of_paper) == 2  # seen before it was paid for, and given


async def test_a_municipality_is_known_by_its_name_in_the_national_table(ans_hier, gemeente):
    """An akte names it as table 33 does, whatever it calls itself; a row that can be corrected is told by its day."""
    page = await gevonden(ans_hier, gemeente)
    person = page.url.path
    assert "08 Verblijfplaats: geldt nu, vanaf 19 februari 2008" in (await ans_hier.get(f"{person}/correctie")).text
    page = await ans_hier.get(f"{person}/ontbinding")
    told = inputs(page.text) | {"aktenummer": "3XB0086"}
    page = await ans_hier.post(f"{person}/ontbinding", data=told, headers=ORIGIN)
    assert ("Deze gemeente kennen wij niet" in page.text, "artikel 1:149" in page.text) == (False, True)
    page = await ans_hier.post(f"{person}/ontbinding", data=told | {"aktegemeente": "Nergenshuizen"}, headers=ORIGIN)
    assert "Deze gemeente kennen wij niet" in page.text


async def test_a_first_registration_gets_its_numbers_and_the_list_says_what_was_filled_in(ans_hier, gemeente):
    """Compared with who is here, judged by every rule, and shown as it stands afterwards; her overview is a letter."""
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        await voorraad.vul(conn, gemeente.id, "bsn", ["999990019"])
        await voorraad.vul(conn, gemeente.id, "anummer", ["2121212140"])
    where = f"/{gemeente.slug}/balie/inschrijving"
    page = await ans_hier.get(where)
    for filled in (*MIN, {}):
        page = await ans_hier.post(where, data=inputs(page.text) | filled, headers=ORIGIN)
        assert page.status_code == 200, page.text
    assert "De persoon is ingeschreven" in page.text
    assert 'BSN eindigt op 019 · A-nummer <span class="cijfers">2121212140' in page.text
    person = re.search(r'href="(/[^"]*/personen/[^"?]*)', page.text)[1]
    for told in ("Amina Haddad", "14 mei 1990, Rabat, Marokko", "Marokkaanse", "Otterlaan 7", "Fatima Alaoui"):
        assert told in (await ans_hier.get(person)).text, told
    page = await ans_hier.get(where)
    page = await ans_hier.post(where, data=inputs(page.text) | AMINA, headers=ORIGIN)
    assert f'href="{person}"' in page.text  # she is found now, before she is registered once more
    work = (await ans_hier.get(f"/{gemeente.slug}/balie/werk?soort=brief")).text
    letter = re.search(r'href="(/[^"]*/werk/brieven/[^"]*)"', work)[1]
    page = await ans_hier.get(letter)
    assert "Dit staat over Amina Haddad in de Basisregistratie Personen" in page.text
    page = await ans_hier.post(letter, data=fields(page.text) | {"doe": "maak"}, headers=ORIGIN)
    assert b64decode(re.search(r"base64,([^\"]+)", page.text)[1])[:5] == b"%PDF-"
    assert letter not in (await ans_hier.get(f"/{gemeente.slug}/balie/werk")).text


async def test_of_two_lists_of_one_person_the_newest_goes_when_two_officers_say_so(ans_hier, gemeente):
    """Also with one BSN; on the proposal the two are told apart, and afterwards one is found."""
    second = lijst(c01=[[met(PERSOON, e01_10="1010101025")]], c07=[[met(INSCHRIJVING, e68_10="20240503")]])
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        await opslag.bewaar(conn, gemeente.id, second)
    found = await gevonden(ans_hier, gemeente)
    person = re.search(r'href="(/[^"]*/personen/[^"?]*)', found.text)[1]
    page = await ans_hier.get(f"{person}/dubbelinschrijving")
    for filled in ({}, {"reden": "Twee keer gemeld"}, {}):
        page = await ans_hier.post(f"{person}/dubbelinschrijving", data=inputs(page.text) | filled, headers=ORIGIN)
        assert page.status_code == 200, page.text
    proposal = re.search(r'href="(/[^"]*/accorderen/[^"]+)"', page.text)[1]
    ans_hier.cookies.clear()
    await ans_hier.post("/login", data={"persona": f"{gemeente.slug}-burgerzaken-collega"}, headers=ORIGIN)
    page = await ans_hier.get(proposal)
    lists = re.findall(r'id="verschil-\d"[^>]*>([^<]*)', page.text)
    assert lists == [f"Suzanne Moulin (A-nummer {number})" for number in (ANUMMER, "1010101025")]
    await ans_hier.post(proposal, data=fields(page.text) | {"besluit": "goed"}, headers=ORIGIN)
    assert "/personen/" in (await gevonden(ans_hier, gemeente)).url.path  # one is found, so it is opened
    gone = await gevonden(ans_hier, gemeente, "1010 101 025")
    assert "Deze lijst is afgevoerd" in gone.text  # still to be read, by who has its number
    assert "Afvoeren terugdraaien" in gone.text
