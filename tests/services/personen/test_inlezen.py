"""The store: lists of one municipality, read in one statement, written under the lock of group 80, loaded in parts."""

import asyncio
from pathlib import Path

import asyncpg
import pytest
from click.testing import CliRunner

from bench.residents import residents
from meent.basis.ids import uuid7
from meent.cli import main
from meent.data.pool import Pool
from meent.services.personen import inleesblok, inlezen, lo3, omgeving, opslag, pljson
from meent.services.personen.inlezen import Verslag
from meent.services.personen.mutaties import MutatieGeweigerd, Overschrijven
from meent.services.personen.opslag import LijstVeranderd
from meent.services.personen.persoonslijst import Persoonslijst
from tests.conftest import Gemeente
from tests.services.personen.lijsten import (
    ANDER_ANUMMER,
    ANUMMER,
    BSN,
    INSCHRIJVING,
    NU,
    PERSOON,
    lijst,
    met,
)
from tests.services.personen.test_rvig import FILE

GEHEIM = Overschrijven(categorie="07", inhoud={"70.10": "7"})


async def laad(gemeente: Gemeente, path: Path, *, is_productie: bool = False) -> Verslag:
    return await inlezen.laad(gemeente.app.pool, gemeente.id, path, is_productie=is_productie)


async def bewaard(gemeente: Gemeente, pl: Persoonslijst) -> opslag.Bewaard:
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        return opslag.Bewaard(await opslag.bewaar(conn, gemeente.id, pl), pl)


async def lees(gemeente: Gemeente, bsn: str = BSN) -> list[Persoonslijst]:
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        return [b.pl for b in await opslag.lees(conn, gemeente.id, bsn)]


def bestand(folder: Path, *pls: Persoonslijst) -> Path:
    path = folder / "lijsten.jsonl"
    path.write_bytes(b"\n".join(map(pljson.write, pls)) + b"\n")
    return path


# --- the store -------------------------------------------------------------------------------------------------------


@pytest.mark.rule("PL-55")
async def test_a_list_is_of_one_municipality(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """The neighbours' residents are nobody's business, not even by their number."""
    await bewaard(gemeente, lijst())
    assert await lees(gemeente) == [lijst()]
    assert await lees(andere_gemeente) == []
    for table in ("persoonslijst", "persoonslijst_wijziging", "inlezing", "inlezing_lijst"):
        assert (await andere_gemeente.rows(f"select count(*) from {table}"))[0][0] == 0
    async with andere_gemeente.app.pool.tenant(andere_gemeente.id) as conn:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await opslag.bewaar(conn, gemeente.id, lijst())


@pytest.mark.rule("PL-55")
async def test_reading_by_bsn_is_one_statement(gemeente: Gemeente) -> None:
    """A statement for each category would be a dozen round trips at the counter."""
    await bewaard(gemeente, lijst())
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        asked: list[str] = []
        with conn.query_logger(lambda query: asked.append(query.query)):
            assert len(await opslag.lees(conn, gemeente.id, BSN)) == 1
            await asyncio.sleep(0)  # the driver tells it a turn later
    assert asked == [opslag.BY_BSN]


MANY = """
INSERT INTO persoonslijst (tenant_id, id, anummer, bsn, versie, tijdstempel, opschorting, lijst)
SELECT $1, gen_random_uuid(), 1000000000 + n, 100000000 + n, 1, '', '', '{}' FROM generate_series(1, 2000) n
"""


@pytest.mark.rule("PL-55")
@pytest.mark.parametrize(("question", "index"), [
    ("BY_BSN", "persoonslijst_bsn"), ("WITHOUT_ANUMMER", "persoonslijst_bsn"), ("BY_ANUMMER", "persoonslijst_anummer"),
])  # fmt: skip
async def test_a_list_is_found_by_its_index(gemeente: Gemeente, question: str, index: str) -> None:
    """Planned for any number, as the pool has it: a plan for this one number may do what that one cannot."""
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        await conn.execute("begin")
        await conn.execute(MANY, gemeente.id)  # of a few the planner does not care by which index it finds one
        await conn.execute(f"prepare vraag(int, text) as {getattr(opslag, question)}")
        plan = "\n".join(row[0] for row in await conn.fetch(f"explain execute vraag({gemeente.id}, '{BSN}')"))
        await conn.execute("deallocate vraag")
        await conn.execute("rollback")
    used = next(line for line in plan.splitlines() if "Index Cond" in line)
    assert (index in plan, "= $2)" in used) == (True, True), plan


@pytest.mark.rule("PL-15")
@pytest.mark.requirement("K-15")
async def test_who_comes_second_is_told_so(gemeente: Gemeente) -> None:
    """Two colleagues at one list: the second must see what the first did."""
    old = await bewaard(gemeente, lijst())
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        new = await opslag.wijzig(conn, gemeente.id, old, [GEHEIM], NU, wie="anna")
        with pytest.raises(LijstVeranderd):
            await opslag.wijzig(conn, gemeente.id, old, [GEHEIM], NU, wie="bert")
        with pytest.raises(LijstVeranderd):
            await opslag.bewaar(conn, gemeente.id, lijst())
    assert await lees(gemeente) == [new]
    assert new.waarde("07.80.10") == "0006"


@pytest.mark.rule("PL-15")
@pytest.mark.requirement("K-15")
async def test_what_was_done_is_written_down_without_a_value(gemeente: Gemeente) -> None:
    """Who did it stays; what is removed must be gone, also from here."""
    old = await bewaard(gemeente, lijst())
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        await opslag.wijzig(conn, gemeente.id, old, [GEHEIM], NU, wie="anna")
        with pytest.raises(MutatieGeweigerd):
            await opslag.wijzig(
                conn, gemeente.id, old, [Overschrijven(categorie="01", inhoud={"02.40": "X"})], NU, wie="b"
            )
    rows = await gemeente.rows("select lijst, versie, wie, wat from persoonslijst_wijziging")
    assert [(r["lijst"], r["versie"], r["wie"]) for r in rows] == [(old.id, "0006", "anna")]
    assert rows[0]["wat"] == b'[{"naam": "Inschrijving", "categorie": "07", "werkwoord": "overschrijven"}]'


@pytest.mark.rule("PL-55")
async def test_serving_removes_no_list(gemeente: Gemeente) -> None:
    """A list made wrongly is afgevoerd, never deleted."""
    await bewaard(gemeente, lijst())
    for sql in ("delete from persoonslijst", "update persoonslijst_wijziging set wie = 'x'"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await gemeente.rows(sql)


# --- loading ---------------------------------------------------------------------------------------------------------


@pytest.mark.rule("PL-53", "PRE061")
@pytest.mark.requirement("K-05", "K-48", "burgerzaken-bar-1")
async def test_the_published_set_loads_and_reads_back(gemeente: Gemeente, shared: Path) -> None:
    """687 lists in, 687 lists there; and the same file again changes nothing."""
    first = await laad(gemeente, shared / FILE)
    assert first.aantal("nieuw") == len(first.regels) == 687
    assert first.dubbele_bsn == 5 - await _afgevoerde_dubbele(gemeente)
    assert {c: first.per_code()[c] for c in ("zonder-bsn", "PRE018", "PRE020")} == {
        "zonder-bsn": 2, "PRE018": 3, "PRE020": 1,
    }  # fmt: skip
    for make in list(inleesblok.unread(shared / FILE))[::40]:
        one = make()
        assert one.pl is not None
        assert one.pl in await lees(gemeente, one.pl.bsn)
    again = await laad(gemeente, shared / FILE)
    assert again.aantal("gelijk") == 687
    assert again.per_code() == first.per_code()
    assert (await gemeente.rows("select count(*) from persoonslijst"))[0][0] == 687


async def _afgevoerde_dubbele(gemeente: Gemeente) -> int:
    """Numbers on two lists of which one is afgevoerd: those are as they should be."""
    sql = (
        "select bsn from persoonslijst where bsn <> '' group by bsn having count(*) = 2 and bool_or(opschorting = 'F')"
    )
    return len(await gemeente.rows(sql))


@pytest.mark.rule("PRE061")
async def test_one_number_on_two_lists_is_told(gemeente: Gemeente, tmp_path: Path) -> None:
    """Two people with one number get each other's post; a list that was afgevoerd does not count."""
    ander = {**PERSOON, "01.10": ANDER_ANUMMER}
    found = await laad(gemeente, bestand(tmp_path, lijst(), lijst(c01=[[ander]])))
    assert (found.aantal("nieuw"), found.dubbele_bsn) == (2, 1)
    afgevoerd = met(INSCHRIJVING, e67_10="20200101", e67_20="F", e80_20="20200101000000000")
    found = await laad(gemeente, bestand(tmp_path, lijst(c01=[[ander]], c07=[[afgevoerd]])))
    assert (found.aantal("bijgewerkt"), found.dubbele_bsn) == (1, 0)


@pytest.mark.rule("PL-54")
async def test_a_load_goes_on_where_it_was_cut_off(
    gemeente: Gemeente, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A night of loading that starts anew at each disturbance never ends."""
    nummers = ["8940402024", "3510247967", "1010101025", "7934628529"]
    path = bestand(tmp_path, *(lijst(c01=[[{**PERSOON, "01.10": n}]]) for n in nummers))
    monkeypatch.setattr(inleesblok, "BLOCK", 1)
    store, stored = inleesblok.store, list[str]()

    async def until_the_third(conn: object, tenant_id: int, judged: list[inleesblok.Beoordeeld]) -> None:
        await store(conn, tenant_id, judged)
        if len(stored) == 2:
            raise ConnectionError("cut off")
        stored.extend(one.pl.anummer for one in judged if one.pl)

    monkeypatch.setattr(inleesblok, "store", until_the_third)
    with pytest.raises(ConnectionError):
        await laad(gemeente, path)
    seen: list[str] = []

    async def the_rest(conn: object, tenant_id: int, judged: list[inleesblok.Beoordeeld]) -> None:
        seen.extend(one.pl.anummer for one in judged if one.pl)
        await store(conn, tenant_id, judged)

    monkeypatch.setattr(inleesblok, "store", the_rest)
    found = await laad(gemeente, path)
    assert seen == nummers[2:]
    assert [r.uitkomst for r in found.regels] == ["nieuw"] * 4
    assert (await gemeente.rows("select count(*) from inlezing"))[0][0] == 1


@pytest.mark.rule("PL-54")
async def test_several_processes_do_a_load_together(gemeente: Gemeente, tmp_path: Path) -> None:
    """A million lists in one night: each list once, whoever did it; and what one did nobody does again."""
    path, told = tmp_path / "wijk.jsonl", list[int]()
    path.write_bytes(b"".join(residents(3 * inleesblok.BLOCK - 50)))
    for uitkomst in ("nieuw", "gelijk"):
        found = await inlezen.laad(
            gemeente.app.pool, gemeente.id, path, is_productie=False, advance=told.append, alles=False,
            ploeg=(gemeente.app.dsn, 2) if uitkomst == "nieuw" else None,
        )  # fmt: skip
        assert (found.aantallen, found.regels, sum(told)) == ({uitkomst: 550}, [], 550)
        told.clear()


@pytest.mark.rule("PL-54")
async def test_who_comes_second_waits_for_the_block(gemeente: Gemeente, tmp_path: Path) -> None:
    """Two started by mistake, or one left over from before a crash: no list has two outcomes."""
    opdracht = inleesblok.Opdracht(gemeente.id, uuid7(), bestand(tmp_path, lijst()), is_productie=False)
    pool = Pool(gemeente.app.dsn, 2)

    async def load() -> None:
        async with pool.tenant(gemeente.id) as conn:
            await inleesblok.lees(conn, opdracht, lambda count: None)

    try:
        async with pool.tenant(gemeente.id) as conn:
            await conn.execute(inlezen.BEGIN, gemeente.id, opdracht.inlezing, "x", "digest")
        await asyncio.gather(load(), load())
    finally:
        await pool.close()
    assert [row["uitkomst"] for row in await gemeente.rows("select uitkomst from inlezing_lijst")] == ["nieuw"]


@pytest.mark.rule("PL-54", "PL-15")
@pytest.mark.requirement("K-15")
@pytest.mark.parametrize(("anders", "uitkomst"), [
    ({}, "gelijk"), ({"e70_10": "7"}, "botst"), ({"e80_10": "0004", "e80_20": "20180101000000000"}, "ouder"),
    ({"e80_10": "0006", "e80_20": "20200101000000000"}, "bijgewerkt"),
])  # fmt: skip
async def test_the_version_decides(gemeente: Gemeente, tmp_path: Path, anders: dict[str, str], uitkomst: str) -> None:
    """Older never replaces newer, and of two that differ under one version nobody knows which is right."""
    await bewaard(gemeente, lijst())
    new = lijst(c07=[[met(INSCHRIJVING, **anders)]])
    found = await laad(gemeente, bestand(tmp_path, new))
    assert [r.uitkomst for r in found.regels] == [uitkomst]
    assert await lees(gemeente) == [new if uitkomst == "bijgewerkt" else lijst()]


@pytest.mark.rule("PL-10")
@pytest.mark.requirement("K-10")
async def test_a_number_for_tests_stays_out_of_production(gemeente: Gemeente, tmp_path: Path) -> None:
    """A test person in the real register gets a passport."""
    found = await laad(gemeente, bestand(tmp_path, lijst()), is_productie=True)
    assert [(r.uitkomst, "testnummer" in {b.code for b in r.bevindingen}) for r in found.regels] == [
        ("geweigerd", True)
    ]
    assert await lees(gemeente) == []


@pytest.mark.rule("PL-10")
@pytest.mark.requirement("K-10")
def test_a_place_for_tests_never_becomes_a_real_one() -> None:
    """Test persons that stay behind would be residents."""
    assert omgeving.is_productie({})
    assert not omgeving.is_productie({"brp": "test"})
    assert omgeving.checked({}, "test") == "test"
    with pytest.raises(omgeving.OmgevingGeweigerd):
        omgeving.checked({"brp": "test"}, "productie")


@pytest.mark.rule("PL-53")
async def test_what_cannot_be_read_has_a_line_too(gemeente: Gemeente, tmp_path: Path) -> None:
    """A list that nobody can read is a person all the same."""
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"geen json\n" + pljson.write(lijst()) + b"\n" + pljson.write(Persoonslijst({})) + b"\n")
    with path.open("ab") as file:
        file.write(pljson.write(lijst(c01=[[met(PERSOON, e02_40="A\x00")]])) + b"\n")
    found = await laad(gemeente, path)
    assert [r.uitkomst for r in found.regels] == ["geweigerd", "nieuw", "geweigerd", "geweigerd"]
    assert [r.naam for r in found.regels] == ["x:1", "x:2", "x:3", "x:4"]
    codes = [{b.code for b in r.bevindingen} for r in found.regels]
    assert (codes[0], "geen-nummer" in codes[2], "teken" in codes[3]) == ({"onleesbaar"}, True, True)


@pytest.mark.rule("PL-51")
async def test_a_message_loads_as_json_does(gemeente: Gemeente, tmp_path: Path) -> None:
    """Whichever way it came, it is the same list."""
    (tmp_path / "een.lo3").write_bytes(lo3.write_message(lo3.lg01(lijst())))
    found = await laad(gemeente, tmp_path / "een.lo3")
    assert [r.uitkomst for r in found.regels] == ["nieuw"]
    assert await lees(gemeente) == [lijst()]
    found = await laad(gemeente, bestand(tmp_path, lijst()))
    assert [r.uitkomst for r in found.regels] == ["gelijk"]
    with pytest.raises(inleesblok.BestandOnleesbaar):
        list(inleesblok.unread(tmp_path / "x.pdf"))


async def test_a_list_without_anummer_is_known_by_its_bsn(gemeente: Gemeente, tmp_path: Path) -> None:
    """Who has no A-nummer yet must not be there twice."""
    zonder = lijst(c01=[[met(PERSOON, e01_10="")]])
    for uitkomst in ("nieuw", "gelijk"):
        found = await laad(gemeente, bestand(tmp_path, zonder))
        assert [r.uitkomst for r in found.regels] == [uitkomst]


def test_the_command_names_what_it_can_do() -> None:
    """Others script against these names."""
    told = CliRunner().invoke(main, ["personen", "import", "--help"])
    assert told.exit_code == 0
    assert "--tabellen" in told.output
    assert ANUMMER not in told.output
