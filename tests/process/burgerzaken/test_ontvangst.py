"""A municipality as afnemer: what BRP-V tells of people who live elsewhere, by its rule, message after message."""

import pytest
import pytest_asyncio

from meent.integration.brp import postbus
from meent.process.burgerzaken.feiten import Verhuisinvoer
from meent.process.burgerzaken.feiten import verhuis as verhuist
from meent.process.burgerzaken.ontvangst import ONBEKEND, PAST_NIET, VAN_HIER, kijkt_elders
from meent.services.personen import lo3
from meent.services.personen.autorisatie.levering import vulling
from meent.services.personen.autorisatie.tabel35 import Regel, Verstrekking
from meent.services.personen.persoonslijst import Persoonslijst
from tests.process.burgerzaken.conftest import ANDERS, Loket
from tests.process.burgerzaken.test_synchronisatie import Net
from tests.services.personen.bevragen.test_vragen import lines
from tests.services.personen.lijsten import ANUMMER, BSN, EIGEN, INSCHRIJVING, lijst, met

REGEL = Regel(
    wie="036301", naam="Gemeente daar", ingang="20150801", mag_plaatsen=True,
    spontaan=Verstrekking(frozenset(["01.01.20", "01.02.40", "08.11.10", "07.67.20", "07.67.10"]), "", "N"),
)  # fmt: skip


@pytest_asyncio.fixture(loop_scope="session")
async def net(loket: Loket, daar: Loket) -> Net:
    """Suzanne Moulin lives here; the other municipality follows her."""
    found = Net(loket, daar)
    found.brpv.regels = {ANDERS: REGEL}
    await loket.bewaar(lijst())
    await found.brpv.vraag(EIGEN, ANUMMER)
    await found.ronde()
    return found


async def bekend(net: Net) -> Persoonslijst | None:
    return await kijkt_elders(net.daar.zgw, ANUMMER)


async def verhuis(net: Net, straat: str) -> None:
    adres = {"10.10": "W", "11.10": straat, "11.20": "1", "11.60": "2512AA"}
    invoer = Verhuisinvoer(
        sleutel=straat, aangever=BSN, datum=net.hier.zgw.engine.now().date(), adres=adres, verhuizers={BSN: "I"}
    )
    assert (await verhuist(net.hier.zgw, invoer)).is_opgenomen


@pytest.mark.rule("AU-42")
async def test_who_is_followed_is_known_as_she_is(net: Net) -> None:
    """All at first, then each change: and no rubriek more than the rule gives."""
    await net.brpv.plaats(ANDERS, ANUMMER)
    await net.ronde()
    assert await bekend(net) == vulling(lijst(), REGEL)
    await verhuis(net, "Spui")
    await net.ronde()
    now = await bekend(net)
    assert now is not None
    assert (now.waarde("08.11.10"), now.waarde("08.11.20")) == ("Spui", "")
    told = [(line["handeling"], *line["gegevens"]) for line in await lines(net.daar.gemeente)]
    assert ("create", "01.01.10", "01.01.20", "01.02.40", "07.70.10", "08.11.10") in told
    assert ("partial_update", "08.11.10") in told
    assert await net.wacht(net.daar) == []


@pytest.mark.rule("AU-44")
async def test_a_change_that_got_lost_is_noticed(net: Net) -> None:
    """A person looks, asks for the whole again, and has it."""
    await net.brpv.plaats(ANDERS, ANUMMER)
    await net.ronde()
    await verhuis(net, "Spui")
    await net.brpv.bezorg()
    await net.daar.gemeente.rows("update brp_bericht set toestand = 'gedaan' where soort = 'Gv01' returning 1")
    await verhuis(net, "Lange Poten")
    await net.ronde()
    (waits,) = await net.wacht(net.daar)
    assert (waits.soort, waits.uitleg) == ("Gv01", PAST_NIET)
    await net.brpv.plaats(ANDERS, ANUMMER, "Ag31")
    await net.ronde()
    now = await bekend(net)
    assert now is not None
    assert now.waarde("08.11.10") == "Lange Poten"


@pytest.mark.rule("AU-45")
async def test_what_was_never_right_goes(net: Net) -> None:
    await net.brpv.plaats(ANDERS, ANUMMER)
    await net.ronde()
    wrong = lijst(c07=[[met(INSCHRIJVING, e67_10="20261101", e67_20="F")]])
    await put(net, "Ng01", {}, wrong)
    await net.ronde()
    assert await bekend(net) is None
    assert await net.daar.gemeente.rows("select 1 from brp_elders") == []


@pytest.mark.rule("AU-45")
async def test_a_list_of_our_own_is_not_told_by_others(net: Net) -> None:
    """A message about a resident changes nothing, and neither does one about nobody we know."""
    await net.daar.bewaar(lijst(c08=[[met(lijst().stapels["08"][0].actueel, e09_10=ANDERS)]]))
    await put(net, "Ag01", {"status": "A", "datum": "00000000"}, vulling(lijst(), REGEL))
    await put(net, "Gv01", {"anummer": "1010101025"}, vulling(lijst(), REGEL))
    await net.ronde()
    assert [waits.uitleg for waits in await net.wacht(net.daar)] == [VAN_HIER, ONBEKEND]
    assert await bekend(net) is None


async def put(net: Net, nummer: str, kop: dict[str, str], pl: Persoonslijst) -> None:
    """A message of BRP-V, whatever it thinks itself."""
    await net.brpv._put(ANDERS, lo3.bericht(nummer, postbus.nieuwe_sleutel(), kop, pl))
