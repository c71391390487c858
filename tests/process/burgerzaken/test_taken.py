"""Jobs that come back by themselves: when, what they did, and that they go on where they stopped. Decision 0074."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from meent.data import embedded
from meent.integration.brp import keuringen, taken
from meent.integration.brp.boek import open_boek
from meent.integration.brp.taken import Loop
from meent.integration.zgw import ZgwFout
from meent.process.burgerzaken.taken import TAKEN, draai, draai_wat_moet, overzicht
from meent.process.burgerzaken.werkbak import Werkbak
from meent.services.personen import opslag
from meent.services.personen.persoonslijst import Persoonslijst
from meent.vaste_taken import VasteTaken
from tests.conftest import Gemeente
from tests.process.burgerzaken.conftest import Loket
from tests.process.burgerzaken.test_opschonen import paspoort
from tests.services.personen.lijsten import (
    ANDER_BSN,
    BSN,
    GEZAG,
    INSCHRIJVING,
    NU,
    PERSOON,
    VANDAAG,
    lijst,
    met,
)  # fmt: skip

OUD, NIEUW = paspoort("20050101", "20150101"), paspoort("20240101", "20340101")
MET_OUD = lijst(c12=[[OUD], [NIEUW]])
ANDER = {**PERSOON, "01.10": "1010101025", "01.20": ANDER_BSN}
DODE = lijst(c01=[[ANDER]], c07=[[{**INSCHRIJVING, "67.10": "20200101", "67.20": "O"}]], c12=[[OUD]])
ONDERWEG = lijst(c01=[[ANDER]], c07=[[{**INSCHRIJVING, "66.20": "20261127"}]], c12=[[OUD]])
JARIG = lijst(c01=[[met(ANDER, e03_10="20081128")]], c11=[[GEZAG]])
ZONDER_NAAM = lijst(c01=[[met(ANDER, e02_40="")]])
WAT = "select soort, wie from brp_gebeurtenis"
TERMIJN = """
INSERT INTO brp_termijn (tenant_id, id, soort, bsn, dag, wie, op) VALUES ($1, $2, 'briefadres', $3, $4, 'ans', $5)
"""
LG01 = "select soort from brp_bericht where richting = 'uit'"


async def reisdocumenten(loket: Loket, bsn: str) -> int:
    return len((await loket.lees(bsn)).stapels.get("12", ()))


@pytest.mark.requirement("K-43", "burgerzaken-41")
@pytest.mark.rule("BZ-263")
async def test_a_month_of_old_documents(loket: Loket, migrated: embedded.Embedded) -> None:
    """Each change is a fact as any other: group 80, event, message and log; a list that is on its way waits."""
    await loket.stel_in(migrated.owner_dsn, brp_postbus=True)
    await loket.bewaar(MET_OUD, DODE)
    loop = await draai(loket.zgw, TAKEN["reisdocumenten"])
    assert loop is not None
    assert (loop.periode, loop.bekeken, loop.verslag, loop.klaar is not None) == ("2026-11", 2, {"veranderd": 2}, True)
    assert [await reisdocumenten(loket, bsn) for bsn in (BSN, ANDER_BSN)] == [1, 0]
    assert (await loket.lees(BSN)).waarde("07.80.10") == "0006"
    assert [tuple(r) for r in await loket.gemeente.rows(WAT)] == [("nl.meent.brp.reisdocument.verwijderd", "ans")] * 2
    assert [r["soort"] for r in await loket.gemeente.rows(LG01)] == ["Lg01", "Lg01"]
    logged = await loket.gemeente.rows("select gegevens from verwerking where resource = 'persoon'")
    assert [list(r["gegevens"]) for r in logged] == [["12"], ["12"]]


@pytest.mark.rule("BZ-263")
@pytest.mark.requirement("burgerzaken-41")
async def test_it_goes_on_where_it_stopped(loket: Loket, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of one list; at the second the server falls. What was done stays done, and is not done again."""
    monkeypatch.setattr(taken, "BLADZIJ", 1)
    monkeypatch.setattr(taken, "lijsten", _page_of_one)
    await loket.bewaar(MET_OUD, DODE)
    verder, seen = taken.verder, []

    async def falls(conn: Any, tenant_id: int, loop: Loop, *rest: Any) -> Loop:
        seen.append(loop.bekeken)
        if loop.bekeken:
            raise ConnectionError
        return await verder(conn, tenant_id, loop, *rest)

    monkeypatch.setattr(taken, "verder", falls)
    with pytest.raises(ConnectionError):
        await draai(loket.zgw, TAKEN["reisdocumenten"])
    assert [await reisdocumenten(loket, bsn) for bsn in (BSN, ANDER_BSN)] == [1, 1]
    [(_, stopped)] = [(t, loop) for t, loop in await overzicht(loket.zgw) if t.naam == "reisdocumenten"]
    assert stopped is not None
    assert (stopped.bekeken, stopped.klaar) == (1, None)
    monkeypatch.setattr(taken, "verder", verder)
    ended = await draai(loket.zgw, TAKEN["reisdocumenten"])
    assert ended is not None
    assert (ended.id, ended.bekeken, ended.verslag) == (stopped.id, 2, {"veranderd": 2})
    assert len(await loket.gemeente.rows(WAT)) == 2


async def _page_of_one(conn: Any, tenant_id: int, welke: str, na: UUID) -> list[opslag.Bewaard]:
    rows = await conn.fetch(
        "SELECT id, lijst FROM persoonslijst WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT 1", tenant_id, na
    )
    return [opslag.as_kept(row) for row in rows]


@pytest.mark.rule("BZ-264")
async def test_it_is_in_the_hands_of_one(loket: Loket) -> None:
    """Who comes while another works on it leaves; the run stays where that one brings it."""
    taak = TAKEN["reisdocumenten"]
    async with open_boek(loket.zgw) as boek:
        begun = await taken.pak(boek.conn, boek.tenant_id, taak.naam, "2026-11", nu=boek.nu, wie="ander")
    async with open_boek(loket.zgw) as boek:
        held = await taken.pak(boek.conn, boek.tenant_id, taak.naam, "2026-11", nu=boek.nu, wie="ander")
        assert held == begun
        assert await draai(loket.zgw, taak) is None


@pytest.mark.requirement("burgerzaken-41")
async def test_two_at_once_do_each_list_once(loket: Loket) -> None:
    """And a second run, of the same month by hand, finds nothing to do."""
    await loket.bewaar(MET_OUD, ONDERWEG)
    await asyncio.gather(*(draai(loket.zgw, TAKEN["reisdocumenten"]) for _ in range(2)))
    assert len(await loket.gemeente.rows(WAT)) == 1
    again = await draai(loket.zgw, TAKEN["reisdocumenten"])
    assert again is not None
    assert again.verslag == {"overgeslagen": 1}
    assert len(await loket.gemeente.rows(WAT)) == 1
    assert await reisdocumenten(loket, ANDER_BSN) == 1


@pytest.mark.rule("BZ-262")
@pytest.mark.requirement("burgerzaken-41")
async def test_on_a_birthday_gezag_ends(loket: Loket) -> None:
    await loket.bewaar(JARIG)
    loop = await draai(loket.zgw, TAKEN["gezag"])
    assert loop is not None
    assert loop.verslag == {"veranderd": 1}
    new = (await loket.lees(ANDER_BSN)).stapels["11"][0].actueel
    assert dict(new) == {"85.10": VANDAAG, "86.10": VANDAAG}


# --- when ------------------------------------------------------------------------------------------------------------


def loop(periode: str, begonnen: str, *, klaar: bool = True) -> Loop:
    began = datetime.fromisoformat(begonnen).replace(tzinfo=UTC)
    return Loop(
        id=UUID(int=1), taak="x", periode=periode, begonnen=began, bij=began, tot=UUID(int=0), bekeken=0, verslag={},
        klaar=began if klaar else None,
    )  # fmt: skip


@pytest.mark.rule("BZ-265")
@pytest.mark.parametrize(("taak", "laatste", "nu", "is_tijd"), [
    ("reisdocumenten", None, "2026-11-28T12:00", True),
    ("reisdocumenten", loop("2026-11", "2026-11-01T00:10"), "2026-11-30T22:59", False),
    ("reisdocumenten", loop("2026-11", "2026-11-01T00:10"), "2026-11-30T23:00", True),    # December in Amsterdam
    ("reisdocumenten", loop("2026-11", "2026-11-28T00:10", klaar=False), "2026-11-28T12:00", True),
    ("keuring", None, "2026-11-28T12:00", False),                                          # not by day
    ("keuring", None, "2026-11-28T00:30", True),
    ("keuring", loop("2026-11-27", "2026-11-27T00:30"), "2026-11-28T12:00", False),        # one night is not missed yet
    ("keuring", loop("2026-11-26", "2026-11-26T00:30"), "2026-11-28T12:00", True),
    ("keuring", loop("2026-11-28", "2026-11-28T00:30", klaar=False), "2026-11-28T12:00", True),
])  # fmt: skip
def test_when_it_is_time(taak: str, laatste: Loop | None, nu: str, is_tijd: bool) -> None:
    """Once for each day or month in Amsterdam; work on all lists begins at night; what stopped goes on at once."""
    now = datetime.fromisoformat(nu).replace(tzinfo=UTC)
    assert TAKEN[taak].is_tijd(laatste, now) is is_tijd


async def test_what_is_due_runs_and_then_nothing_is(loket: Loket) -> None:
    """By day all but the look at every list."""
    await loket.bewaar(MET_OUD)
    assert [loop.taak for loop in await draai_wat_moet(loket.zgw)] == ["gezag", "reisdocumenten", "termijnen"]
    assert await draai_wat_moet(loket.zgw) == []
    last = {taak.naam: loop for taak, loop in await overzicht(loket.zgw)}
    assert last["keuring"] is None
    assert last["termijnen"] is not None
    assert last["termijnen"].verslag == {"werk": 0, "termijn": 0, "geblokkeerd": 0, "bsn": 0, "anummer": 0}


async def test_beside_serving_it_is_done_by_nobody_in_particular(
    loket: Loket, andere_gemeente: Gemeente, caplog: pytest.LogCaptureFixture
) -> None:
    """And a municipality that does not know its own code holds up no other."""
    await loket.bewaar(MET_OUD)
    app = loket.gemeente.app
    jobs = VasteTaken(app.engine, app.directory, "http://gemeente.test")
    for slug in (andere_gemeente.slug, loket.gemeente.slug):
        await jobs.draai(slug)
    assert [tuple(r) for r in await loket.gemeente.rows(WAT)] == [
        ("nl.meent.brp.reisdocument.verwijderd", "meent-taken")
    ]
    assert "vaste_taak_wacht" in caplog.text


# --- all checks on all lists, every night ----------------------------------------------------------------------------


@pytest_asyncio.fixture(loop_scope="session")
async def testplek(loket: Loket, migrated: embedded.Embedded) -> Loket:
    """Where numbers for tests are in order."""
    await loket.stel_in(migrated.owner_dsn, brp="test")
    return loket


async def gekeurd(loket: Loket) -> dict[str, int]:
    loop = await draai(loket.zgw, TAKEN["keuring"])
    assert loop is not None
    return loop.verslag


@pytest.mark.rule("BZ-266")
@pytest.mark.requirement("K-48")
async def test_what_the_night_finds_is_work_for_somebody(testplek: Loket) -> None:
    """A list without a surname: by its check on the work list, in the counts, with the sentence for the officer."""
    await testplek.bewaar(lijst(), ZONDER_NAAM)
    assert (await gekeurd(testplek))["fout"] == 1
    bak = Werkbak(testplek.zgw)
    [stuk] = [w.stuk for w in await bak.lijst()]
    assert (stuk.soort, "PRE043" in stuk.wat, await bak.aantal()) == ("gebrek", True, 1)
    assert "De persoon heeft nu een geslachtsnaam." in [b.uitleg for b in (await bak.gebrek(stuk.id)).bevindingen]
    async with open_boek(testplek.zgw) as boek:
        assert (await keuringen.per_code(boek.conn, boek.tenant_id))["PRE043"] == 1


@pytest.mark.rule("BZ-266")
async def test_it_is_off_the_list_when_it_is_mended(testplek: Loket) -> None:
    """At once when the list changes; the next night tells whether that was enough."""
    await testplek.bewaar(ZONDER_NAAM)
    await gekeurd(testplek)
    bak = Werkbak(testplek.zgw)
    [stuk] = [w.stuk for w in await bak.lijst()]
    await bak.pak("gebrek", stuk.id, "neem")
    await _put(testplek, lijst(c01=[[ANDER]], c07=[[met(INSCHRIJVING, e80_10="0006")]]))
    assert await bak.lijst() == []
    with pytest.raises(ZgwFout, match="404"):
        await bak.gebrek(stuk.id)
    assert (await gekeurd(testplek))["fout"] == 0
    assert await testplek.gemeente.rows("select 1 from brp_keuring where fouten") == []


@pytest.mark.rule("BZ-268")
async def test_what_somebody_leaves_as_it_is_stays_away_until_it_is_something_else(testplek: Loket) -> None:
    await testplek.bewaar(ZONDER_NAAM)
    await gekeurd(testplek)
    bak = Werkbak(testplek.zgw)
    [stuk] = [w.stuk for w in await bak.lijst()]
    await bak.laat_staan(stuk.id, "De naam is niet bekend.")
    await gekeurd(testplek)
    assert await bak.lijst() == []
    with pytest.raises(ZgwFout, match="404"):
        await bak.laat_staan(stuk.id, "Nog eens.")
    await _put(testplek, lijst(c01=[[met(ANDER, e02_40="", e03_30="")]], c07=[[met(INSCHRIJVING, e80_10="0006")]]))
    await gekeurd(testplek)
    assert [w.stuk.id for w in await bak.lijst()] == [stuk.id]


async def _put(loket: Loket, pl: Persoonslijst) -> None:
    """The list of the same person as somebody else left it."""
    async with loket.gemeente.app.pool.tenant(loket.gemeente.id) as conn:
        known = await opslag.enige(conn, loket.gemeente.id, ANDER_BSN)
        assert known is not None
        await opslag.vervang(conn, loket.gemeente.id, known, pl, wie="ans", wat=[])


@pytest.mark.rule("BZ-266")
async def test_a_bsn_on_two_lists_is_found(testplek: Loket) -> None:
    await testplek.bewaar(lijst(c01=[[{**ANDER, "01.20": BSN}]]), lijst())
    assert (await gekeurd(testplek))["fout"] == 2
    assert {w.stuk.wat for w in await Werkbak(testplek.zgw).lijst()} == {("PRE061",)}


@pytest.mark.rule("BZ-267")
@pytest.mark.requirement("burgerzaken-41")
async def test_what_is_over_its_day_is_counted(loket: Loket) -> None:
    """Work that waits too long, days to look again, lists that hang, and numbers that are left."""
    await loket.bewaar(ONDERWEG, lijst(c04=[[{"05.10": "0001", "83.10": "040000", "83.20": "20260101"}]]))
    async with loket.gemeente.app.pool.tenant(loket.gemeente.id) as conn:
        await conn.execute(TERMIJN, loket.gemeente.id, UUID(int=5), BSN, date(2026, 11, 27), NU)
    ended = await draai(loket.zgw, TAKEN["termijnen"])
    assert ended is not None
    assert ended.verslag == {"werk": 1, "termijn": 1, "geblokkeerd": 1, "bsn": 0, "anummer": 0}


@pytest.mark.rule("BZ-264")
async def test_another_municipality_has_runs_and_findings_of_its_own(
    loket: Loket, andere_gemeente: Gemeente, migrated: embedded.Embedded
) -> None:
    await loket.bewaar(ZONDER_NAAM, lijst(c12=[[OUD]]))
    there = Loket(andere_gemeente, loket.zgw)
    await there.stel_in(migrated.owner_dsn, code="0599")
    for taak in TAKEN.values():
        await draai(loket.zgw, taak)
        elsewhere = await draai(there.zgw, taak)
        assert elsewhere is not None
        assert elsewhere.bekeken == 0
    assert await Werkbak(there.zgw).lijst() == []
