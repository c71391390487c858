"""A legal fact in the store: all of it or nothing, with history, version and event; akten without a gap or a double."""

import asyncio
import hashlib
from datetime import date

import asyncpg
import pytest

from meent.integration.brp import bijhouding, voorraad
from meent.integration.brp.akten import RegisterVol, onderteken
from meent.process.burgerzaken.geboorte import word_geboren
from meent.process.burgerzaken.verhuizing import verhuis
from meent.services.personen import opslag
from meent.services.personen.opslag import LijstVeranderd
from tests.conftest import Gemeente
from tests.process.burgerzaken.test_feiten import WIEG
from tests.process.burgerzaken.test_verhuizing import KIND_BSN, kind, met_kind
from tests.services.personen.lijsten import ANDER_BSN, BSN, NU, lijst

EVENTS = "select soort, bsn, cardinality(lijsten), wie from brp_gebeurtenis"
DAG = date(2026, 11, 28)


@pytest.mark.rule("BZ-40")
async def test_a_family_moves_at_once_or_not_at_all(gemeente: Gemeente) -> None:
    """A colleague changed the list of the child meanwhile: then the mother did not move either."""
    feit = met_kind("20200101", "G")
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        for pl in (lijst(), kind("20200101")):
            await opslag.bewaar(conn, gemeente.id, pl)
        lijsten = await bijhouding.lees(conn, gemeente.id, [BSN, KIND_BSN])
        await bijhouding.verwerk(conn, gemeente.id, verhuis(feit), lijsten, NU, wie="j.jansen")
        new = await bijhouding.lees(conn, gemeente.id, [BSN, KIND_BSN])
        assert {b: (n.pl.waarde("08.11.10"), n.pl.waarde("07.80.10")) for b, n in new.items()} == {
            BSN: ("Spui", "0006"), KIND_BSN: ("Spui", "0006"),
        }  # fmt: skip
        half = {BSN: new[BSN], KIND_BSN: lijsten[KIND_BSN]}
        with pytest.raises(LijstVeranderd):
            await bijhouding.verwerk(conn, gemeente.id, verhuis(feit), half, NU, wie="j.jansen")
        assert await bijhouding.lees(conn, gemeente.id, [BSN, KIND_BSN]) == new
    assert [tuple(r) for r in await gemeente.rows(EVENTS)] == [
        ("nl.brp.verhuisd.binnengemeentelijk", BSN, 2, "j.jansen")
    ]
    assert [tuple(r) for r in await gemeente.rows("select wie, wat->0->>'categorie' from persoonslijst_wijziging")] == [
        ("j.jansen", "08")
    ] * 2


async def test_somebody_who_is_not_here_is_told(gemeente: Gemeente) -> None:
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        with pytest.raises(bijhouding.GeenLijst):
            await bijhouding.lees(conn, gemeente.id, [BSN])


@pytest.mark.requirement("burgerzaken-28")
@pytest.mark.rule("BZ-41")
async def test_akten_have_no_gap_and_no_double(gemeente: Gemeente) -> None:
    """Forty at once, every fourth of which fails after its number was taken: thirty akten, 1 to 30."""

    class Mislukt(Exception):
        pass

    async def sign(number: int) -> str:
        try:
            async with gemeente.app.pool.tenant(gemeente.id) as conn, conn.transaction():
                akte = await onderteken(conn, gemeente.id, "1", {"kind": number}, DAG, wie="abs")
                if number % 4 == 0:
                    raise Mislukt
                return akte
        except Mislukt:
            return ""

    given = sorted(filter(None, await asyncio.gather(*map(sign, range(40)))))
    assert given == [f"10A{n:04}" for n in range(1, 31)]
    signed = "convert_from(inhoud, 'utf8')::jsonb->>'aktenummer'"
    rows = await gemeente.rows(f"select nummer, {signed}, jaar from akte order by nummer")
    assert [tuple(r) for r in rows] == [(n, f"10A{n:04}", 2026) for n in range(1, 31)]


@pytest.mark.requirement("burgerzaken-28")
@pytest.mark.rule("BZ-41")
async def test_each_register_counts_for_itself(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """Kind, part, year and municipality; and what is signed stays."""
    for place, soort, deel, dag, wanted in [
        (gemeente, "2", "0", DAG, "20A0001"),
        (gemeente, "2", "X", DAG, "2XA0001"),
        (gemeente, "2", "0", date(2027, 1, 1), "20A0001"),
        (gemeente, "2", "0", DAG, "20A0002"),
        (andere_gemeente, "2", "0", DAG, "20A0001"),
    ]:
        async with place.app.pool.tenant(place.id) as conn, conn.transaction():
            assert await onderteken(conn, place.id, soort, {}, dag, deel=deel, wie="abs") == wanted
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await conn.execute("update akte set inhoud = '' where tenant_id = $1", gemeente.id)
        with pytest.raises(RuntimeError):
            await onderteken(conn, gemeente.id, "2", {}, DAG, wie="abs")


@pytest.mark.rule("BZ-41")
async def test_a_full_part_is_told(gemeente: Gemeente) -> None:
    """Number 10,000 does not fit in an aktenummer."""
    async with gemeente.app.pool.tenant(gemeente.id) as conn, conn.transaction():
        await conn.execute("insert into akteregister values ($1, '3', '0', 2026, 9999)", gemeente.id)
        with pytest.raises(RegisterVol):
            async with conn.transaction():
                await onderteken(conn, gemeente.id, "3", {}, DAG, wie="abs")


async def test_the_digest_is_of_what_was_signed(gemeente: Gemeente) -> None:
    async with gemeente.app.pool.tenant(gemeente.id) as conn, conn.transaction():
        await onderteken(conn, gemeente.id, "5", {"b": "é", "a": 1}, DAG, wie="abs")
        row = await conn.fetchrow("select inhoud, digest from akte where tenant_id = $1 and soort = '5'", gemeente.id)
    told = '{"a":1,"aktenummer":"50A0001","b":"é","jaar":2026}'.encode()
    assert tuple(row) == (told, hashlib.sha256(told).digest())


@pytest.mark.rule("BZ-42")
@pytest.mark.requirement("burgerzaken-41")
async def test_numbers_of_the_stock_go_once(gemeente: Gemeente) -> None:
    """Two births at once get two numbers; a birth that fails puts its number back; an empty stock is told."""
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        await voorraad.vul(conn, gemeente.id, "bsn", [ANDER_BSN, BSN, BSN])
        with pytest.raises(voorraad.OngeldigNummer):
            await voorraad.vul(conn, gemeente.id, "anummer", ["1234567890"])

    async def birth(*, fails: bool = False) -> str:
        async with gemeente.app.pool.tenant(gemeente.id) as conn, conn.transaction():
            nummer = await voorraad.neem(conn, gemeente.id, "bsn")
            if fails:
                raise LijstVeranderd
            return nummer

    with pytest.raises(LijstVeranderd):
        await birth(fails=True)
    assert sorted(await asyncio.gather(birth(), birth())) == sorted([BSN, ANDER_BSN])
    with pytest.raises(voorraad.VoorraadOp):
        await birth()


@pytest.mark.rule("BZ-40")
async def test_a_birth_is_a_new_list_and_two_changed_ones(gemeente: Gemeente) -> None:
    """In one transaction with what it means for the parents."""
    gevolg = word_geboren(WIEG)
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        for pl in WIEG.ouders:
            await opslag.bewaar(conn, gemeente.id, pl)
        ouders = await bijhouding.lees(conn, gemeente.id, list(gevolg.wijzigingen))
        await bijhouding.verwerk(conn, gemeente.id, gevolg, ouders, NU, wie="j.jansen")
        new = await bijhouding.lees(conn, gemeente.id, [WIEG.bsn, *gevolg.wijzigingen])
        assert new[WIEG.bsn].pl.waarde("07.80.10") == "0001"
        assert [new[b].pl.waarde("09.01.20") for b in gevolg.wijzigingen] == [WIEG.bsn] * 2
        with pytest.raises(LijstVeranderd):  # the same child twice
            await bijhouding.verwerk(conn, gemeente.id, gevolg, new, NU, wie="j.jansen")
        assert await bijhouding.lees(conn, gemeente.id, [WIEG.bsn, *gevolg.wijzigingen]) == new


@pytest.mark.parametrize("soort", ["anummer", "bsn"])
async def test_a_stock_for_a_place_for_tests(gemeente: Gemeente, soort: voorraad.Soort) -> None:
    """Every number of a row is valid by its own sums: `vul` takes it."""
    numbers = voorraad.reeks(soort, 1_010_101_000 if soort == "anummer" else 999_010_000, 5)
    async with gemeente.app.pool.tenant(gemeente.id) as conn, conn.transaction():
        await voorraad.vul(conn, gemeente.id, soort, numbers)
        assert await voorraad.neem(conn, gemeente.id, soort) == numbers[0]
