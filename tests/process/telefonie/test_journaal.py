"""Both journals keep what the contact centre must know: the one in memory and the one on PostgreSQL.

A journal that loses a step loses a caller; one that takes half a step has an agent with two calls.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import NamedTuple

import asyncpg
import msgspec
import pytest
import pytest_asyncio

from meent.app import App
from meent.basis.ids import uuid7
from meent.integration.telefooncentrale.centrale import Dialoog
from meent.integration.telefooncentrale.journaal import STAP, PostgresJournaal
from meent.integration.telefooncentrale.rijen import (
    GesprekRij,
    MedewerkerRij,
    NummerBezet,
    OpdrachtRij,
    Regel,
    Stap,
    StapGeweigerd,
    WekRij,
)
from meent.process.telefonie.journaal import InGeheugen, Journaal
from tests.conftest import Gemeente
from tests.process.telefonie.opzet import BELLER, MAANDAG

LEEG = msgspec.Raw(b'{"leeg":true}')


class Twee(NamedTuple):
    """A journal with two municipalities."""

    journaal: Journaal
    een: int
    ander: int
    nummer: str


@pytest_asyncio.fixture(params=["geheugen", "postgres"], loop_scope="session")
async def twee(
    request: pytest.FixtureRequest, app: App, gemeente: Gemeente, andere_gemeente: Gemeente
) -> AsyncIterator[Twee]:
    nummer = f"+3170{gemeente.id:07}"
    if request.param == "geheugen":
        yield Twee(InGeheugen([1, 2]), 1, 2, nummer)
    else:
        yield Twee(PostgresJournaal(app.pool), gemeente.id, andere_gemeente.id, nummer)


def een_gesprek(id: str, was: int = 0, versie: int = 1, **anders) -> GesprekRij:
    rij = {"toestand": "InWachtrij", "is_open": True, "van": BELLER, "medewerker": "", "begonnen_op": MAANDAG}
    inhoud = msgspec.Raw(msgspec.json.encode({"id": id, "versie": versie}))
    return GesprekRij(id=id, was=was, versie=versie, inhoud=inhoud, **rij | anders)


def stap(**wat) -> Stap:
    leeg = {naam: [] for naam in Stap.__struct_fields__}
    return Stap(**leeg | wat)


@pytest.mark.requirement("contact-48")
async def test_a_step_is_kept_whole_and_found_by_who_starts(twee):
    """State, agent, what happened, what must be done and when to wake: all of it is there after a crash."""
    id = str(uuid7())
    opdracht = OpdrachtRij(id, 1, 0, "NeemOp", False, LEEG)
    geschreven = stap(
        gesprekken=[een_gesprek(id)],
        medewerkers=[MedewerkerRij("ann", 0, 1, "Aangeboden", id, LEEG)],
        regels=[Regel(id, 1, MAANDAG, "Kwam", "InWachtrij", LEEG), Regel("ann", 1, MAANDAG, "Krijgt", "Bezet", LEEG)],
        opdrachten=[opdracht],
        gewekten=[id],
        wekkers=[WekRij(id, "plaats", MAANDAG + timedelta(seconds=60))],
    )
    await twee.journaal.leg_vast(twee.een, geschreven)
    opslag = await twee.journaal.open(twee.een)
    assert [msgspec.json.decode(g) for g in opslag.gesprekken] == [{"id": id, "versie": 1}]
    assert [msgspec.json.decode(w) for w in opslag.medewerkers] == [{"leeg": True}]
    assert [(o.gesprek, o.versie, o.nummer, o.soort, o.voor_register) for o in opslag.opdrachten] == [
        (id, 1, 0, "NeemOp", False)
    ]
    await twee.journaal.parkeer(twee.een, opdracht, "te lang")
    assert [o.fout for o in (await twee.journaal.open(twee.een)).opdrachten] == ["te lang"]
    assert [r.soort for r in await twee.journaal.regels(twee.een, id)] == ["Kwam"]
    assert (await twee.journaal.regels(twee.een, id))[0].moment == MAANDAG


async def test_half_a_step_is_no_step(twee):
    """If the agent was changed by somebody else, the conversation does not change either."""
    id = str(uuid7())
    await twee.journaal.leg_vast(twee.een, stap(medewerkers=[MedewerkerRij("ann", 0, 1, "Klaar", "", LEEG)]))
    oud = MedewerkerRij("ann", 0, 1, "Aangeboden", id, LEEG)
    with pytest.raises(StapGeweigerd):
        await twee.journaal.leg_vast(twee.een, stap(gesprekken=[een_gesprek(id)], medewerkers=[oud]))
    assert (await twee.journaal.open(twee.een)).gesprekken == []


async def test_a_step_on_an_older_state_is_refused(twee):
    """Two nodes that both think they have a call: one of them is told no."""
    id = str(uuid7())
    await twee.journaal.leg_vast(twee.een, stap(gesprekken=[een_gesprek(id)]))
    await twee.journaal.leg_vast(twee.een, stap(gesprekken=[een_gesprek(id, 1, 3)]))
    for was in (0, 1, 2):
        with pytest.raises(StapGeweigerd):
            await twee.journaal.leg_vast(twee.een, stap(gesprekken=[een_gesprek(id, was, 4)]))
    assert [msgspec.json.decode(g)["versie"] for g in (await twee.journaal.open(twee.een)).gesprekken] == [3]


async def test_what_is_over_is_not_open_and_what_is_done_need_not_be_done(twee):
    id = str(uuid7())
    opdrachten = [OpdrachtRij(id, 2, n, "Verbreek", False, LEEG) for n in (0, 1, 10)]
    await twee.journaal.leg_vast(twee.een, stap(gesprekken=[een_gesprek(id)]))
    over = een_gesprek(id, 1, 2, is_open=False, toestand="Afgelopen")
    await twee.journaal.leg_vast(twee.een, stap(gesprekken=[over], opdrachten=opdrachten))
    await twee.journaal.gedaan(twee.een, opdrachten[:1])
    opslag = await twee.journaal.open(twee.een)
    assert opslag.gesprekken == []
    assert [o.nummer for o in opslag.opdrachten] == [1, 10]


async def test_the_newest_dialogue_of_what_is_open_is_found(twee):
    """With old numbers of sequence a BYE of ours would be refused, and the caller would hang on."""
    open_, over = str(uuid7()), str(uuid7())
    await twee.journaal.leg_vast(
        twee.een, stap(gesprekken=[een_gesprek(open_), een_gesprek(over, is_open=False)])
    )  # fmt: skip
    for id, cseq in ((open_, 1), (open_, 2), (over, 1)):
        feiten = Dialoog(id, "A", "call", "ons", "hun", cseq, 7, "sip:b@x", "sip:wij", "sip:zij", ("sip:r1", "sip:r2"))
        await twee.journaal.dialoog(twee.een, feiten)
    (gevonden,) = (await twee.journaal.open(twee.een)).dialogen
    assert (gevonden.gesprek, gevonden.cseq_eigen, gevonden.route) == (open_, 2, ("sip:r1", "sip:r2"))


@pytest.mark.requirement("contact-12")
async def test_who_last_spoke_with_a_caller(twee):
    for wie, uren in (("ann", 30), ("bob", 3)):
        begon = MAANDAG - timedelta(hours=uren)
        rij = een_gesprek(str(uuid7()), is_open=False, medewerker=wie, begonnen_op=begon)
        await twee.journaal.leg_vast(twee.een, stap(gesprekken=[rij]))
    vraag = twee.journaal.laatste_medewerker
    assert await vraag(twee.een, BELLER, MAANDAG - timedelta(hours=24)) == "bob"
    assert await vraag(twee.een, BELLER, MAANDAG - timedelta(hours=2)) == ""
    assert await vraag(twee.een, "+31600000000", MAANDAG - timedelta(hours=24)) == ""
    assert await vraag(twee.ander, BELLER, MAANDAG - timedelta(hours=24)) == ""


async def test_each_policy_is_a_version_and_older_ones_stay(twee):
    eerste = await twee.journaal.nieuw_beleid(twee.een, b'{"n":1}', [twee.nummer], by="jan", now=MAANDAG)
    tweede = await twee.journaal.nieuw_beleid(twee.een, b'{"n":2}', [], by="els", now=MAANDAG)
    assert (eerste, tweede) == (1, 2)
    nieuwste, oude = await twee.journaal.beleid(twee.een), await twee.journaal.beleid(twee.een, 1)
    assert (bytes(nieuwste.inhoud), nieuwste.door) == (b'{"n":2}', "els")
    assert (bytes(oude.inhoud), oude.door, oude.gemaakt_op) == (b'{"n":1}', "jan", MAANDAG)
    assert await twee.journaal.beleid(twee.ander) is None


@pytest.mark.requirement("contact-2", "contact-41")
async def test_a_number_rings_in_one_municipality(twee):
    """A number that is given up can be taken by another; one that is not, cannot."""
    await twee.journaal.nieuw_beleid(twee.een, b"{}", [twee.nummer], by="jan", now=MAANDAG)
    await twee.journaal.nieuw_beleid(twee.een, b"{}", [twee.nummer], by="jan", now=MAANDAG)
    with pytest.raises(NummerBezet):
        await twee.journaal.nieuw_beleid(twee.ander, b"{}", [twee.nummer], by="els", now=MAANDAG)
    assert await twee.journaal.beleid(twee.ander) is None
    await twee.journaal.nieuw_beleid(twee.een, b"{}", [], by="jan", now=MAANDAG)
    await twee.journaal.nieuw_beleid(twee.ander, b"{}", [twee.nummer], by="els", now=MAANDAG)


@pytest.mark.requirement("contact-41")
async def test_a_municipality_sees_nothing_of_another(twee):
    """Every question, asked by another with the right key, is answered with nothing."""
    id = str(uuid7())
    opdracht = OpdrachtRij(id, 1, 0, "NeemOp", False, LEEG)
    regel = Regel(id, 1, MAANDAG, "Kwam", "InMenu", LEEG)
    await twee.journaal.leg_vast(
        twee.een,
        stap(gesprekken=[een_gesprek(id)], opdrachten=[opdracht], regels=[regel],
             medewerkers=[MedewerkerRij("ann", 0, 1, "Klaar", "", LEEG)]),
    )  # fmt: skip
    opslag = await twee.journaal.open(twee.ander)
    assert (opslag.gesprekken, opslag.medewerkers, opslag.opdrachten, opslag.dialogen) == ([], [], [], [])
    assert await twee.journaal.regels(twee.ander, id) == []
    await twee.journaal.gedaan(twee.ander, [opdracht])
    assert len((await twee.journaal.open(twee.een)).opdrachten) == 1


async def test_what_happened_cannot_be_changed(gemeente):
    """A report that can be improved afterwards proves nothing."""
    for statement in ("update gesprek_event set soort = 'x'", "delete from gesprek_event", "delete from gesprek"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await gemeente.rows(statement)


async def test_timers_are_replaced_with_the_state_that_set_them(app, gemeente):
    """A timer that outlives its state would take a caller out of a conversation."""
    journaal, id = PostgresJournaal(app.pool), str(uuid7())
    later = MAANDAG + timedelta(minutes=1)
    await journaal.leg_vast(gemeente.id, stap(gewekten=[id], wekkers=[WekRij(id, "plaats", later)]))
    await journaal.leg_vast(gemeente.id, stap(gewekten=[id], wekkers=[WekRij(id, "overgaan", later)]))
    assert [r[0] for r in await gemeente.rows("select waarvoor from wek")] == ["overgaan"]


async def test_a_step_is_one_round_trip(app, gemeente, monkeypatch):
    """The desk stores before it acts: what storing costs, every caller waits."""
    journaal, id = PostgresJournaal(app.pool), str(uuid7())
    await journaal.leg_vast(gemeente.id, stap(gesprekken=[een_gesprek(id)]))
    asked = []
    connection = type(app.pool._free[-1])
    for naam in ("execute", "fetch", "fetchrow", "fetchval"):
        echt = getattr(connection, naam)

        def gemeten(self, query, *args, _echt=echt, **kwargs):
            asked.append(query)
            return _echt(self, query, *args, **kwargs)

        monkeypatch.setattr(connection, naam, gemeten)
    await journaal.leg_vast(gemeente.id, stap(gesprekken=[een_gesprek(id, 1, 2)]))
    assert [q for q in asked if "set_config" not in q] == [STAP]


async def test_conversations_in_which_a_number_outside_was_called_or_refused_are_found_again(twee):
    """The amount of the day is reckoned from them: one that is missed is money spent twice."""
    beeld = {"id": "", "buiten": [], "geweigerd": []}
    alle = [
        ("gebeld", MAANDAG, {"buiten": [{"nummer": "+31209876543"}]}), ("niet", MAANDAG, {}),
        ("geweigerd", MAANDAG, {"geweigerd": [{"nummer": "+88212345678"}]}),
        ("eerder", MAANDAG - timedelta(days=1), {"buiten": [{"nummer": "+31209876543"}]}),
    ]  # fmt: skip
    rijen = [
        msgspec.structs.replace(een_gesprek(str(uuid7()), begonnen_op=op),
                                inhoud=msgspec.Raw(msgspec.json.encode(beeld | {"id": naam} | inhoud)))
        for naam, op, inhoud in alle
    ]  # fmt: skip
    oud = een_gesprek(str(uuid7()))  # of before this was counted
    await twee.journaal.leg_vast(twee.een, Stap([*rijen, oud], [], [], [], [], []))
    gevonden = await twee.journaal.naar_buiten(twee.een, MAANDAG)
    assert [msgspec.json.decode(inhoud)["id"] for inhoud in gevonden] == ["gebeld", "geweigerd"]
    assert await twee.journaal.naar_buiten(twee.ander, MAANDAG) == []
