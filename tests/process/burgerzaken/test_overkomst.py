"""A family moves to another municipality: by messages that get lost and come twice, and nobody is in two places."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import msgspec
import pytest
import pytest_asyncio

from meent.data import embedded
from meent.integration.brp import postbus
from meent.integration.brp.boek import open_boek
from meent.integration.brp.simulator import BrpV
from meent.integration.zgw import ZgwFout
from meent.process.burgerzaken import overkomst
from meent.process.burgerzaken.deblokkering import Deblokkeringsinvoer
from meent.process.burgerzaken.onderzoek import Onderzoeksinvoer, onderzoekt
from meent.process.burgerzaken.overkomst import Overkomstinvoer, herinner, verwerk_post, vraagt_over, weigering
from meent.process.burgerzaken.terugverhuizing import Terugverhuizing, zet_terug
from meent.process.burgerzaken.toetsen import Geweigerd
from meent.process.burgerzaken.werkbak import Werkbak
from meent.services.personen import pljson
from meent.services.personen.persoonslijst import Persoonslijst
from tests.process.burgerzaken.conftest import ANDERS, Loket
from tests.process.burgerzaken.test_meer_feiten import DAG, KIND, KIND_BSN
from tests.services.personen.lijsten import BSN, EIGEN, INSCHRIJVING, VANDAAG, WOONT, lijst

ADRES = {"10.10": "W", "11.10": "Spui", "11.20": "70", "11.60": "2511BT"}
VERHUIZING = Overkomstinvoer(
    sleutel="o1", uit=EIGEN, aangever=BSN, datum=DAG, adres=ADRES, verhuizers={BSN: "I", KIND_BSN: "G"}
)


class Stel:
    """Two municipalities and BRP-V; the family lives in the old one."""

    def __init__(self, oud: Loket, nieuw: Loket) -> None:
        self.oud, self.nieuw = oud, nieuw
        self.brpv = BrpV(oud.gemeente.app.pool, {EIGEN: oud.gemeente.id, ANDERS: nieuw.gemeente.id})

    async def ronde(self, verlies: Callable[[str], bool] = lambda soort: False) -> None:
        """The post comes once, and both handle it."""
        await self.brpv.bezorg(verlies)
        for loket in (self.oud, self.nieuw):
            await verwerk_post(loket.zgw)

    async def herinner(self) -> None:
        for loket in (self.oud, self.nieuw):
            await herinner(loket.zgw, loket.zgw.engine.now() + timedelta(days=365))

    async def waar(self, loket: Loket) -> dict[str, Persoonslijst]:
        """Lists that a municipality keeps, by BSN; what is left of one that went has none."""
        rows = await loket.gemeente.rows("select lijst from persoonslijst where tenant_id = $1", loket.gemeente.id)
        return {pl.bsn: pl for row in rows if (pl := pljson.read(row["lijst"])).bsn}

    async def uitval(self, loket: Loket) -> list[str]:
        return [r[0] for r in await loket.gemeente.rows("select uitleg from brp_bericht where toestand = 'uitval'")]


@pytest_asyncio.fixture(loop_scope="session")
async def stel(loket: Loket, daar: Loket) -> Stel:
    await loket.bewaar(lijst(), KIND)
    return Stel(loket, daar)


@pytest.mark.rule("BZ-98")
@pytest.mark.requirement("K-27", "K-35")
async def test_a_family_moves(stel: Stel) -> None:
    """Asked, sent and blocked, recorded, let go: step by step, and BRP-V knows what the new municipality has."""
    assert (await vraagt_over(stel.nieuw.zgw, VERHUIZING)).soort == "nl.meent.brp.overkomst.gevraagd"
    await vraagt_over(stel.nieuw.zgw, VERHUIZING)  # a second click asks nothing
    assert len(await stel.nieuw.gemeente.rows("select 1 from brp_bericht")) == 2
    await stel.ronde()
    blocked = await stel.waar(stel.oud)
    assert [pl.is_geblokkeerd for pl in blocked.values()] == [True, True]
    await stel.ronde()
    here = await stel.waar(stel.nieuw)
    assert {(pl.waarde("08.09.10"), pl.waarde("08.11.10"), pl.is_geblokkeerd) for pl in here.values()} == {
        (ANDERS, "Spui", False)
    }
    assert [e["soort"] for e in await stel.nieuw.gemeente.rows("select soort from brp_gebeurtenis")] == [
        "nl.brp.verhuisd.buitengemeentelijk"
    ]
    await stel.ronde()
    await stel.ronde()
    assert await stel.waar(stel.oud) == {}
    left = [pljson.read(r["lijst"]) for r in await stel.oud.gemeente.rows("select lijst from persoonslijst")]
    assert {(*pl.stapels, pl.waarde("21.09.10")) for pl in left} == {("21", ANDERS)}
    assert stel.brpv.lijsten == {pl.anummer: pl for pl in here.values()}
    assert await stel.uitval(stel.oud) == await stel.uitval(stel.nieuw) == []


@pytest.mark.rule("BZ-99")
async def test_a_family_does_not_move_in_part(stel: Stel) -> None:
    """The list of the child is lost on its way: nobody lives here yet, and after a reminder both do."""
    came = 0

    def second(soort: str) -> bool:
        nonlocal came
        came += soort == "Ib01"
        return soort == "Ib01" and came == 2

    await vraagt_over(stel.nieuw.zgw, VERHUIZING)
    await stel.ronde()
    await stel.ronde(second)
    assert (await stel.waar(stel.nieuw), await stel.uitval(stel.nieuw)) == ({}, [])
    await stel.herinner()
    await stel.ronde()
    await stel.ronde()
    assert (await stel.waar(stel.nieuw)).keys() == {BSN, KIND_BSN}


@pytest.mark.requirement("K-35", "burgerzaken-41")
async def test_a_list_that_did_not_go_is_kept_up_again(stel: Stel) -> None:
    """The new municipality may not record the move: its reason stands there, and the old one takes the list back."""
    wrong = msgspec.structs.replace(VERHUIZING, verhuizers={BSN: "I", KIND_BSN: "P"})
    await vraagt_over(stel.nieuw.zgw, wrong)
    await stel.ronde()
    await stel.ronde()
    assert (await stel.waar(stel.nieuw)) == {}
    assert all("zo geen aangifte" in told for told in await stel.uitval(stel.nieuw))
    await stel.ronde()
    told = "De andere gemeente neemt deze lijst niet over; neem contact op en hef de blokkering op."
    assert await stel.uitval(stel.oud) == [told, told]
    stays = Deblokkeringsinvoer(sleutel="d1", bsn=BSN, reden="Gebeld met de andere gemeente")
    assert (await stel.oud.met_collega("deblokkering", stays)).is_opgenomen
    assert not (await stel.waar(stel.oud))[BSN].is_geblokkeerd
    verlaat = Deblokkeringsinvoer(sleutel="d2", bsn=BSN, reden="Nog eens")
    assert [w.nummer for w in (await stel.oud.met_collega("deblokkering", verlaat)).weigeringen] == ["BZ-87"]


@pytest.mark.rule("BZ-440")
async def test_who_never_moved_comes_back(stel: Stel) -> None:
    """HUP 7.3.2.4: the move goes through; the old municipality asks the list back. What the other recorded is wrong,
    and what stood before it holds from the same day, ambtshalve. Who did not go there is not brought back so."""
    await vraagt_over(stel.nieuw.zgw, VERHUIZING)
    for _ in range(4):
        await stel.ronde()
    assert await stel.waar(stel.oud) == {}
    wrong = (await stel.waar(stel.nieuw))[BSN].stapels["08"][0].actueel
    people = {BSN: "A", KIND_BSN: "A"}
    back = Overkomstinvoer(
        sleutel="o2", uit=ANDERS, aangever=BSN, datum=DAG, adres={}, verhuizers=people, onterecht=True
    )  # fmt: skip
    assert (await vraagt_over(stel.oud.zgw, back)).weigeringen == ()
    for _ in range(4):
        await stel.ronde()
    assert await stel.waar(stel.nieuw) == {}
    here = (await stel.waar(stel.oud))[BSN].stapels["08"][0]
    right = {n: w for n, w in WOONT.items() if n[:2] not in ("72", "85", "86")}
    assert [dict(v) for v in here] == [
        {**right, "72.10": "A", "85.10": VANDAAG, "86.10": VANDAAG}, {**wrong, "84.10": "O"}, WOONT,
    ]  # fmt: skip
    assert await stel.uitval(stel.oud) == await stel.uitval(stel.nieuw) == []
    with pytest.raises(Geweigerd, match="niet vanuit uw gemeente"):
        zet_terug(Terugverhuizing(eigen=EIGEN, uit=ANDERS, lijsten={BSN: lijst()}))


@pytest.mark.rule("BZ-441")
async def test_the_file_of_an_onderzoek_is_asked(stel: Stel) -> None:
    """What is in doubt stays so after the move, on the work list; the old municipality reads who asks for its file."""
    doubt = Onderzoeksinvoer(sleutel="t1", bsn=BSN, stap="begin", aanduiding="010200")
    assert (await onderzoekt(stel.oud.zgw, doubt)).is_opgenomen
    await vraagt_over(stel.nieuw.zgw, msgspec.structs.replace(VERHUIZING, verhuizers={BSN: "I"}))
    for _ in range(3):
        await stel.ronde()
    assert (await stel.waar(stel.nieuw))[BSN].waarde("01.83.10") == "010200"
    assert "onderzoek" in [w.stuk.soort for w in await Werkbak(stel.nieuw.zgw).lijst()]
    assert await stel.uitval(stel.oud) == ["Dit is een vrij bericht; lees het en handel het af."]
    async with open_boek(stel.oud.zgw) as boek:
        [asked] = await postbus.uitval(boek.conn, boek.tenant_id)
    assert asked.tekst == "Stuurt u ons het dossier van het onderzoek op de lijst met A-nummer 8940402024?"


@pytest.mark.rule("BZ-97")
@pytest.mark.parametrize("seed", range(6))
async def test_post_that_gets_lost_or_comes_twice(stel: Stel, seed: int) -> None:
    """Half of it is lost, reminders double the rest: in the end each list is in one place, at no moment in none."""
    chance = Random(seed)
    await vraagt_over(stel.nieuw.zgw, VERHUIZING)
    for _ in range(8):
        await stel.ronde(lambda soort: soort != "Lg01" and chance.random() < 0.5)
        await stel.herinner()
        assert (await stel.waar(stel.oud)).keys() | (await stel.waar(stel.nieuw)).keys() == {BSN, KIND_BSN}
    for _ in range(4):
        await stel.herinner()
        await stel.ronde()
    assert (await stel.waar(stel.oud), (await stel.waar(stel.nieuw)).keys()) == ({}, {BSN, KIND_BSN})
    assert await stel.uitval(stel.oud) == await stel.uitval(stel.nieuw) == []
    assert len(await stel.nieuw.gemeente.rows("select 1 from brp_gebeurtenis")) == 1


@pytest.mark.rule("BZ-96")
@pytest.mark.parametrize(
    ("pl", "reden"),
    [
        (None, "U"),
        (lijst(), ""),
        (lijst(c07=[[{**INSCHRIJVING, "67.10": "20200101", "67.20": "O"}]]), "O"),
        (lijst(c07=[[{**INSCHRIJVING, "66.20": "20261127"}]]), "B"),
    ],
)
def test_why_a_list_does_not_go(pl: Persoonslijst | None, reden: str) -> None:
    assert weigering(pl, EIGEN) == reden
    assert weigering(pl, ANDERS) == ("U" if pl is None else "V")


@pytest.mark.rule("BZ-95")
async def test_what_a_person_must_look_at(stel: Stel, migrated: embedded.Embedded) -> None:
    """Somebody the other municipality does not know; and what is not asked at all."""
    unknown: Any = msgspec.structs.replace(VERHUIZING, aangever="999990019", verhuizers={"999990019": "I"})
    await vraagt_over(stel.nieuw.zgw, unknown)
    await stel.ronde()
    await stel.ronde()
    assert await stel.uitval(stel.nieuw) == ["De andere gemeente kent deze persoon niet."]
    [row] = await stel.nieuw.gemeente.rows("select toestand from brp_overkomst")
    assert row["toestand"] == "uitval"
    for wrong in ({"uit": ANDERS}, {"verhuizers": {}}):
        refused = await vraagt_over(stel.nieuw.zgw, msgspec.structs.replace(VERHUIZING, sleutel="x", **wrong))
        assert [w.nummer for w in refused.weigeringen] == ["BZ-95"]
    await stel.nieuw.stel_in(migrated.owner_dsn, ANDERS)
    refused = await vraagt_over(stel.nieuw.zgw, msgspec.structs.replace(VERHUIZING, sleutel="y"))
    assert [w.nummer for w in refused.weigeringen] == ["BZ-95"]


@pytest.mark.rule("BZ-06")
@pytest.mark.rule("BZ-01")
async def test_what_can_never_be_recorded_is_not_asked(stel: Stel) -> None:
    """Else the other municipality blocks its list for nothing; who is only judged asks nothing either."""
    early = msgspec.structs.replace(
        VERHUIZING, adres={"10.10": "W", "11.10": "Spui"}, datum=DAG + timedelta(weeks=5), alleen_toetsen=True
    )
    told = {w.nummer for w in (await vraagt_over(stel.nieuw.zgw, early)).weigeringen}
    assert told == {"BZ-01", "BZ-03", "BZ-06"}
    judged = msgspec.structs.replace(VERHUIZING, alleen_toetsen=True)
    assert (await vraagt_over(stel.nieuw.zgw, judged)).weigeringen == ()
    assert await stel.nieuw.gemeente.rows("select 1 from brp_bericht") == []


async def test_who_waits_asks_again_or_stops_and_no_list_stays_blocked(stel: Stel) -> None:
    """The list of the child is lost and asked again; what comes after the officer stopped goes back as well. K-35"""
    came = 0

    def second(soort: str) -> bool:
        nonlocal came
        came += soort == "Ib01"
        return soort == "Ib01" and came == 2

    await vraagt_over(stel.nieuw.zgw, VERHUIZING)
    [row] = await stel.nieuw.gemeente.rows("select id from brp_overkomst")
    key = row["id"]
    await stel.ronde()
    await stel.ronde(second)
    waiting = await overkomst.bekijk(stel.nieuw.zgw, key)
    assert (waiting.uit, waiting.invoer.adres, waiting.mensen) == (EIGEN, ADRES, ((BSN, True), (KIND_BSN, False)))
    await overkomst.vraag_nog_eens(stel.nieuw.zgw, key)
    await overkomst.stop(stel.nieuw.zgw, key, "Trekt de aangifte in")
    for _ in range(3):
        await stel.ronde()
    assert await stel.waar(stel.nieuw) == {}
    back = "De andere gemeente neemt deze lijst niet over; neem contact op en hef de blokkering op."
    assert await stel.uitval(stel.oud) == [back, back]
    [row] = await stel.nieuw.gemeente.rows("select toestand, uitleg from brp_overkomst")
    assert tuple(row) == ("uitval", "Trekt de aangifte in (Ans Brouwer)")
    with pytest.raises(ZgwFout, match="404"):
        await overkomst.bekijk(stel.nieuw.zgw, key)
