"""BRP-V asks for lists, and people write to each other: what is answered, what waits for a person, what is logged."""

from typing import Any

import pytest
import pytest_asyncio

from meent.integration.brp import postbus
from meent.integration.brp.simulator import BrpV
from meent.process.burgerzaken.overkomst import verwerk_post
from meent.process.burgerzaken.synchronisatie import VrijBerichtGeweigerd, stuurt_vrij
from meent.services.personen import lo3
from meent.services.personen.persoonslijst import Persoonslijst, Voorkomen
from tests.process.burgerzaken.conftest import ANDERS, Loket
from tests.services.personen.bevragen.test_vragen import lines
from tests.services.personen.lijsten import ANUMMER, EIGEN, INSCHRIJVING, OVERLEDEN, WOONT, lijst, met

NIEMAND = "1010101025"


class Net:
    """Two municipalities and BRP-V."""

    def __init__(self, hier: Loket, daar: Loket) -> None:
        self.hier, self.daar = hier, daar
        self.brpv = BrpV(hier.gemeente.app.pool, {EIGEN: hier.gemeente.id, ANDERS: daar.gemeente.id})

    async def ronde(self) -> None:
        """The post comes once, and both handle it; twice, so that an answer arrives too."""
        for _ in range(2):
            await self.brpv.bezorg()
            for loket in (self.hier, self.daar):
                await verwerk_post(loket.zgw)

    async def wacht(self, loket: Loket) -> list[postbus.Uitval]:
        async with loket.gemeente.app.pool.tenant(loket.gemeente.id) as conn:
            return await postbus.uitval(conn, loket.gemeente.id)


@pytest_asyncio.fixture(loop_scope="session")
async def net(loket: Loket, daar: Loket) -> Net:
    return Net(loket, daar)


@pytest.mark.rule("AU-31")
async def test_brp_v_gets_the_list_as_it_is_here(net: Net) -> None:
    """A list that is right here and wrong there is mended by asking; that it went is a line for the person."""
    await net.hier.bewaar(lijst())
    key = await net.brpv.vraag(EIGEN, ANUMMER)
    await net.ronde()
    assert net.brpv.lijsten == {ANUMMER: lijst()}
    (line,) = await lines(net.hier.gemeente)
    assert (line["handeling"], "08.11.10" in line["gegevens"]) == ("retrieve", True)
    await net.brpv.vraag(EIGEN, ANUMMER, key)  # the answer got lost, so it asks again
    await net.ronde()
    answers = await net.hier.gemeente.rows("select soort, antwoord_op from brp_bericht where richting = 'uit'")
    assert [tuple(a) for a in answers] == [("La01", key)]
    assert await net.wacht(net.hier) == []


@pytest.mark.rule("AU-30")
@pytest.mark.parametrize(("inschrijving", "woont", "reden"), [
    ({}, {"e09_10": ANDERS}, "V"),
    ({"e66_20": "20261127"}, {}, "B"),
    ({"e67_10": "20200101", "e67_20": "F"}, {}, "G"),
    ({"e67_10": "20200101", "e67_20": "O"}, {}, None),  # who has died has a list here
])  # fmt: skip
async def test_a_list_that_is_not_given(
    net: Net, inschrijving: dict[str, str], woont: dict[str, str], reden: str | None
) -> None:
    """Two municipalities that both answer would leave BRP-V with the older list."""
    dead = {"c06": [[OVERLEDEN]]} if "e67_20" in inschrijving else {}
    await net.hier.bewaar(lijst(c07=[[met(INSCHRIJVING, **inschrijving)]], c08=[[met(WOONT, **woont)]], **dead))
    await net.brpv.vraag(EIGEN, ANUMMER)
    await net.brpv.vraag(EIGEN, NIEMAND)
    await net.ronde()
    assert net.brpv.niet == ({NIEMAND: "G"} | ({ANUMMER: reden} if reden else {}))
    assert net.brpv.lijsten.keys() == (set() if reden else {ANUMMER})


@pytest.mark.rule("AU-31")
async def test_another_municipality_does_not_get_a_list_by_asking(net: Net) -> None:
    await net.hier.bewaar(lijst())
    asked = Persoonslijst({"01": [[Voorkomen({"01.10": ANUMMER})]]})
    async with net.daar.gemeente.app.pool.tenant(net.daar.gemeente.id) as conn:
        await postbus.zend(conn, net.daar.gemeente.id, "Lq01", EIGEN, {"herhaling": "0"}, asked)
    await net.ronde()
    (waits,) = await net.wacht(net.hier)
    assert (waits.soort, waits.ander, "alleen BRP-V" in waits.uitleg) == ("Lq01", ANDERS, True)
    assert await lines(net.hier.gemeente) == []


async def test_a_key_that_was_drawn_before_stops_no_message(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight digits: among ten thousand messages one fact in ten thousand would fail by chance."""
    drawn = iter(["00000001", "00000001", "00000002"])
    monkeypatch.setattr(postbus, "nieuwe_sleutel", lambda: next(drawn))
    tenant = net.daar.gemeente.id
    args = (tenant, "Vb01", EIGEN, {}, Persoonslijst({}))
    async with net.daar.gemeente.app.pool.tenant(tenant) as conn:
        assert [await postbus.zend(conn, *args) for _ in range(2)] == ["00000001", "00000002"]
        with pytest.raises(postbus.SleutelGebruikt):
            await postbus.zend(conn, *args, sleutel="00000002")


@pytest.mark.rule("AU-32")
async def test_a_free_message_waits_until_somebody_has_read_it(net: Net) -> None:
    """What a colleague elsewhere writes may be the one thing that says a list is wrong."""
    await stuurt_vrij(net.hier.zgw, ANDERS, "Graag contact over de café-eigenaar.")
    await net.ronde()
    (waits,) = await net.wacht(net.daar)
    assert (waits.soort, waits.ander, waits.tekst) == ("Vb01", EIGEN, "Graag contact over de café-eigenaar.")
    async with net.daar.gemeente.app.pool.tenant(net.daar.gemeente.id) as conn:
        done = [await postbus.afgehandeld(conn, net.daar.gemeente.id, waits.id, "ans") for _ in range(2)]
    assert done == [True, False]
    assert await net.wacht(net.daar) == []
    (row,) = await net.daar.gemeente.rows("select uitleg from brp_bericht where id = $1", waits.id)
    assert row["uitleg"].endswith("Afgehandeld door ans.")


@pytest.mark.parametrize(("aan", "tekst"), [("363", "Hallo"), (ANDERS, "  "), (EIGEN, "Hallo"), (ANDERS, "x" * 10_001)])
async def test_a_free_message_that_is_refused(net: Net, aan: str, tekst: str) -> None:
    with pytest.raises(VrijBerichtGeweigerd):
        await stuurt_vrij(net.hier.zgw, aan, tekst)
    assert await net.hier.gemeente.rows("select 1 from brp_bericht") == []


@pytest.mark.parametrize("raw", [b"00000000Vb0100003\xc2ab", b"00000000Vb0100002a", b"00000000Vb0100001\xff"])
def test_a_broken_free_message_is_a_typed_fault(raw: bytes) -> None:
    def read() -> Any:
        found = lo3.read_message(raw)
        return found.tekst, lo3.write_message(found)

    if raw.endswith(b"ab"):
        assert read() == ("áb", raw)
    else:
        with pytest.raises(lo3.Lo3Fout):
            read()
