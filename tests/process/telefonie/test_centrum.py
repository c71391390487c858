"""The contact centre as a server has it: from a call to a row in the register, and from one start to the next."""

import asyncio
from collections.abc import Callable
from contextlib import asynccontextmanager

import click
import msgspec
import pytest

from meent.app import App, running
from meent.data.pool import Pool
from meent.integration.telefooncentrale.beleidboek import OpnameSleutel
from meent.integration.telefooncentrale.centrale import CentraleFout
from meent.integration.telefooncentrale.geluid import read
from meent.integration.telefooncentrale.verbinding import Echt, Gesimuleerd
from meent.process.telefonie import medewerker as m
from meent.process.telefonie.beleid import Geluid
from meent.process.telefonie.desk import Desk
from meent.process.telefonie.journaal import InGeheugen
from meent.process.telefonie.stem import Stem
from meent.process.telefonie.toestand import InGesprek
from meent.telephony_commands import verbinding
from tests.process.telefonie.opzet import ALTIJD, BELLER, MAANDAG, beleid

API = "/klantinteracties/api/v1"
NUMMER = "+31709{:06}"


@asynccontextmanager
async def server(migrated, gemeente, *, met=None, **more):
    """A server with a simulated exchange, that serves the contact centre of this municipality alone."""
    exchange = Gesimuleerd()
    async with running(App(migrated.app_dsn, pool_size=2, demo_secret=b"x" * 32, telefonie=exchange, **more)) as app:
        centrum = app.centrum
        journaal = centrum.desk.journaal

        async def gemeenten():
            return [gemeente.id]

        journaal.gemeenten = gemeenten
        if met:
            await journaal.nieuw_beleid(
                gemeente.id, msgspec.json.encode(met), list(met.nummers), by="test", now=MAANDAG
            )
        async with centrum.running():
            yield app, centrum.desk, exchange.sim


def een_beleid(gemeente):
    """Its own number: a number belongs to one municipality."""
    (gewoon,) = beleid().nummers.values()
    return beleid(nummers={NUMMER.format(gemeente.id): gewoon}, tijden={"kantoor": ALTIJD})


async def until(is_so: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not is_so():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def contacten(gemeente):
    return (await gemeente.client.get(f"{API}/klantcontacten")).json["results"]


async def test_a_call_on_a_server_ends_in_the_register_and_screens_see_it_go_by(migrated, gemeente):
    async with server(migrated, gemeente, met=een_beleid(gemeente)) as (app, desk, sim):
        assert app.deps(b"x" * 32).desk is desk
        assert app.deps(b"x" * 32).telefoon is None  # no sound in a browser
        ticks = desk.volg(gemeente.id)
        await anext(ticks)
        await desk.van_medewerker(gemeente.id, "ann", m.MeldtAan())
        await anext(ticks)
        id = await sim.call(BELLER, NUMMER.format(gemeente.id))
        await sim.press(id, "1")
        await desk.neem_op(gemeente.id, "ann")
        assert isinstance(desk.boeken[gemeente.id].gesprekken[id].toestand, InGesprek)
        await sim.leave(id)
        async with asyncio.timeout(5):
            while not await contacten(gemeente):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert (await contacten(gemeente))[0]["metadata"]["gesprek"] == id
        app.leave()
        assert [tick async for tick in ticks] in ([], [None])


async def test_who_starts_after_us_takes_up_what_was_open(migrated, gemeente):
    """The line is gone with this exchange, so who waited is called back: that work stands in the register."""
    async with server(migrated, gemeente, met=een_beleid(gemeente)) as (_, desk, sim):
        id = await sim.call(BELLER, NUMMER.format(gemeente.id))
        await sim.press(id, "1")
        assert id in desk.boeken[gemeente.id].gesprekken
    async with server(migrated, gemeente) as (_, desk, _):
        assert desk.boeken[gemeente.id].gesprekken == {}
        async with asyncio.timeout(5):
            while not (taken := (await gemeente.client.get(f"{API}/internetaken")).json["results"]):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    assert "verbroken tijdens het wachten" in taken[0]["toelichting"]


async def test_a_database_that_is_away_for_a_moment_stops_nothing(migrated, gemeente, monkeypatch):
    """What could not be stored did not happen; what comes by itself comes again."""
    monkeypatch.setattr("meent.process.telefonie.desk.HAPERT_SECONDEN", 0.05)
    async with server(migrated, gemeente, met=een_beleid(gemeente)) as (_, desk, sim):
        id = await sim.call(BELLER, NUMMER.format(gemeente.id))
        there, desk.journaal.pool = desk.journaal.pool, Pool("postgresql://meent_app@127.0.0.1:9/meent", 1)
        gesprek = verlopen(desk.boeken[gemeente.id].gesprekken[id])
        desk.boeken[gemeente.id].set_gesprek(gesprek)
        desk._zet_wekkers(gemeente.id, gesprek)
        await asyncio.sleep(0.4)
        assert desk.boeken[gemeente.id].gesprekken[id] is gesprek
        desk.journaal.pool = there
        await until(lambda: desk.boeken[gemeente.id].gesprekken[id].versie > gesprek.versie)


def verlopen(gesprek):
    """The same, with the timer of its menu due."""
    (menu,) = gesprek.wekkers
    return msgspec.structs.replace(gesprek, wekkers=(msgspec.structs.replace(menu, op=MAANDAG.replace(year=2020)),))


async def test_before_it_is_open_nothing_can_be_asked(migrated):
    async with running(App(migrated.app_dsn, pool_size=1, telefonie=Gesimuleerd())) as app:
        assert isinstance(app.centrum.desk, Desk)
        with pytest.raises(CentraleFout):
            await app.centrum.desk.leg.hang_up("x", "A")


def test_a_prompt_is_spoken_once_and_what_has_no_text_is_a_tone(tmp_path):
    met = beleid(geluiden={"muziek": Geluid(1, {"nl": 2.0}), "hallo": Geluid(3, {"nl": 1.0}, "Hallo.")})
    stem = Stem({7: met}.get, InGeheugen([7]).opname, None)
    muziek = stem("7/muziek.nl.1", tmp_path)
    assert (muziek, len(read(muziek))) == (tmp_path / "7" / "muziek.nl.1.wav", 16_000)
    assert len(read(stem("7/hallo.nl.3", tmp_path))) > 1_000
    was = muziek.stat().st_mtime_ns
    assert stem("7/muziek.nl.1", tmp_path).stat().st_mtime_ns == was


@pytest.mark.requirement("contact-8")
async def test_a_recording_is_a_file_before_anybody_can_hear_it(tmp_path):
    """The exchange asks for a file by name, in the middle of a call: then nobody can look in the database."""
    boek, met = InGeheugen([7]), beleid(geluiden={"hallo": Geluid(3, {"nl": 1.0}, "Hallo.", frozenset({"nl"}))})
    await boek.bewaar_opname(7, OpnameSleutel("hallo", "nl", 3), b"RIFF", by="els", now=MAANDAG)
    stem = Stem({7: met}.get, boek.opname, tmp_path)
    await stem.bereid(7, met)
    assert stem("7/hallo.nl.3", tmp_path).read_bytes() == b"RIFF"


async def test_who_came_in_under_an_older_version_hears_its_text(tmp_path):
    """The new text under the old name would stay there for ever: the exchange keeps sounds by name."""
    oud = beleid(geluiden={"hallo": Geluid(1, {"nl": 1.0}, "Hallo.")})
    nieuw = beleid(geluiden={"hallo": Geluid(2, {"nl": 9.0}, "Een veel langere tekst dan alleen maar hallo.")})
    stem = Stem({7: nieuw}.get, InGeheugen([7]).opname, None)
    for versie in (oud, nieuw):
        await stem.bereid(7, versie)
    assert len(read(stem("7/hallo.nl.1", tmp_path))) * 2 < len(read(stem("7/hallo.nl.2", tmp_path)))


@pytest.mark.parametrize(("keuze", "soort"), [("", type(None)), ("simulator", Gesimuleerd), ("centrale", Echt)])
def test_one_setting_chooses_the_exchange(monkeypatch, keuze, soort):
    monkeypatch.setenv("MEENT_TELEFONIE", keuze)
    assert isinstance(verbinding(), soort)
    monkeypatch.setenv("MEENT_TELEFONIE", "misschien")
    with pytest.raises(click.ClickException):
        verbinding()
