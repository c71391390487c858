"""The selectielijst as served: Selectielijst API 1.0.0, and the communicatiekanalen of Referentielijsten API 0.6.0."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
import pytest_asyncio

from meent.data import embedded
from meent.data.pool import Connection, connect
from meent.schema.table import NATIONAL, columns_of
from meent.services.resources import REFERENCE
from meent.services.selectielijst import lading
from meent.services.selectielijst.bestanden import SelectielijstOnleesbaar, read, read_shared
from meent.services.selectielijst.eigen import PUBLIC, ROWS
from meent.tools.demo.uitkomsten import GENERIEK, VAN_PROCES
from tests.asgi import Client
from tests.conftest import Gemeente
from tests.zgw import KANAAL, KLASSE, OMSCHRIJVING, PROCESTYPE, SELECTIELIJST

API = "/selectielijst/api/v1"
LINKS = {"procestypen": PROCESTYPE, "resultaten": KLASSE, "resultaattypeomschrijvingen": OMSCHRIJVING}
LINKS |= {"communicatiekanalen": KANAAL}
EACH = pytest.mark.parametrize("resource", REFERENCE, ids=lambda r: r.collection)


def local(client: Client, link: str) -> str:
    """Our own address of what the public service calls `link`."""
    return link.replace(SELECTIELIJST, client.base + API)


@pytest_asyncio.fixture(loop_scope="session")
async def owner(migrated: embedded.Embedded) -> Any:
    """A connection of the owning role, whose work is undone at the end: all tests share one selectielijst."""
    conn = await connect(migrated.owner_dsn)
    undone = conn.transaction()
    await undone.start()
    yield conn
    await undone.rollback()
    await conn.close()


# --- reading ---------------------------------------------------------------------------------------------------------


@EACH
async def test_everybody_reads_without_a_token(client: Client, andere_gemeente: Gemeente, resource: Any) -> None:
    """It is a public list: who draws up a catalogue has no application with a secret yet."""
    for who in (client, andere_gemeente.client):
        url = local(who, LINKS[resource.collection])
        for headers in ({"authorization": None}, {"authorization": "Bearer onzin"}, {}):
            answer = await who.get(url, None, **headers)
            assert (answer.status, answer.json["url"]) == (200, url)
            assert (await who.get(f"{API}/{resource.collection}", None, **headers)).status == 200


@EACH
async def test_nobody_writes(client: Client, resource: Any) -> None:
    """A changed bewaartermijn would destroy files too early, in every municipality of the installation at once."""
    one = local(client, LINKS[resource.collection])
    row = (await client.get(one)).json
    for method, path in (("POST", f"{API}/{resource.collection}"), ("PUT", one), ("PATCH", one), ("DELETE", one)):
        assert (await client.call(method, path, body=row)).status == 405
    assert (await client.get(one)).json == row


async def test_without_a_token_nothing_else_opens(client: Client) -> None:
    """Being nobody is enough for the public list and for nothing beside it."""
    assert (await client.get("/catalogi/api/v1/zaaktypen", authorization=None)).status == 403
    assert (await client.get("/zaken/api/v1/zaken", authorization=None)).status == 403


async def test_lists_have_the_published_form(client: Client) -> None:
    """Clients of the public service loop for ever when an array turns out to be a page, or the other way round."""
    for collection in ("procestypen", "resultaattypeomschrijvingen"):
        assert isinstance((await client.get(f"{API}/{collection}")).json, list)
    for collection in ("resultaten", "communicatiekanalen"):
        page = (await client.get(f"{API}/{collection}")).json
        assert set(page) == {"count", "next", "previous", "results"}
        assert page["count"] >= len(page["results"]) > 0


async def test_procestypen_by_year(client: Client) -> None:
    """Retention of 2017 for a case of 2026 is no retention."""
    found = (await client.get(f"{API}/procestypen", {"jaar": "2020"})).json
    assert {p["jaar"] for p in found} == {2020}
    assert local(client, PROCESTYPE) in {p["url"] for p in found}
    assert (await client.get(f"{API}/procestypen", {"jaar": "1999"})).json == []
    assert (await client.get(f"{API}/procestypen", {"jaar": "x"})).codes == {("jaar", "invalid")}


@pytest.mark.parametrize("name", ["procesType", "proces_type"])
async def test_resultaten_by_procestype_of_whoever(client: Client, name: str) -> None:
    """The same list is known by our address and by that of the public service."""
    found = []
    for link in (PROCESTYPE, local(client, PROCESTYPE)):
        page = (await client.get(f"{API}/resultaten", {name: link})).json
        assert {r["procesType"] for r in page["results"]} == {local(client, PROCESTYPE)}
        found.append(page["results"])
    assert found[0] == found[1]
    assert local(client, KLASSE) in {r["url"] for r in found[0]}


async def test_whole_list_is_served(client: Client, shared: Path) -> None:
    """A resultaat that is missing makes a real catalogue fall apart at its first import."""
    page = (await client.get(f"{API}/resultaten", {"pageSize": "500"})).json
    seen = page["results"]
    while page["next"]:
        page = (await client.get(page["next"])).json
        seen += page["results"]
    published = msgspec.json.decode((shared / "data/selectielijst/openzaak-dienst/resultaten.json").read_bytes())
    ours = {r["url"].rpartition("/")[2]: r for r in seen}
    theirs = {r["url"].rpartition("/")[2]: r for r in published["results"]}
    assert len(ours) == len(seen) == 651
    assert set(ours) - set(theirs) == {"c9b84207-7610-46d8-93a5-a0dc686cbc9f"}
    for key, row in theirs.items():
        assert ours[key] == row | {n: row[n].replace(SELECTIELIJST, client.base + API) for n in ("url", "procesType")}


# --- one set for the installation ------------------------------------------------------------------------------------


@EACH
async def test_table_is_the_declared_one(owner: Connection, resource: Any) -> None:
    """A field without a column is lost when the list is loaded."""
    rows = await owner.fetch(
        "select column_name::text, data_type::text, is_nullable = 'YES' from information_schema.columns"
        " where table_name = $1",
        resource.name + NATIONAL,
    )
    wanted = {name: kind for name, kind in columns_of(resource).items() if name != "tenant_id"}
    assert {r[0]: (r[1], r[2]) for r in rows} == wanted


@EACH
async def test_serving_role_can_only_read(gemeente: Gemeente, resource: Any) -> None:
    """What one municipality could write here, all others would see."""
    for what in (resource.name, resource.name + NATIONAL):
        asked = "select has_table_privilege('meent_app', $1, 'insert, update, delete, truncate')"
        assert (await gemeente.rows(asked, what))[0][0] is False
    async with gemeente.app.pool.any() as conn:
        assert await conn.fetchval(f"select count(*) from {resource.name}") == 0
    assert (await gemeente.rows(f"select count(*) from {resource.name} where tenant_id <> $1", gemeente.id))[0][0] == 0


# --- loading ---------------------------------------------------------------------------------------------------------


async def test_own_rows_are_a_selectielijst(owner: Connection) -> None:
    """Without the list an installation starts with a handful of rows, and says so."""
    found = await lading.load(owner, ROWS, uitgave=lading.EIGEN_UITGAVE, bron="Meent", is_eigen=True)
    assert {name: n.nieuw + n.gewijzigd + n.gelijk for name, n in found.aantallen.items()} == {
        name: len(rows) for name, rows in ROWS.items()
    }
    assert found.is_eigen
    assert await lading.newest(owner) == found


def test_own_rows_are_enough_for_the_demo() -> None:
    """Without the list the demo would have a catalogue in which no zaak can end."""
    known = {row["url"] for rows in ROWS.values() for row in rows}
    named = {u.klasse for uitkomsten in VAN_PROCES.values() for u in uitkomsten.alle}
    named |= {uitkomsten.procestype for uitkomsten in VAN_PROCES.values()} | set(GENERIEK.values())
    assert named <= {url.rpartition("/")[2] for url in known}


async def test_own_rows_are_the_public_ones(owner: Connection, shared: Path) -> None:
    """A term that we mistyped would be taken for the law."""
    theirs = read_shared(shared / "data" / "selectielijst")
    for collection, names in (
        ("procestypen", ("nummer", "jaar", "naam", "procesobject")),
        ("resultaten", ("procesType", "volledigNummer", "nummer", "waardering", "procestermijn", "bewaartermijn")),
        ("resultaattypeomschrijvingen", ("omschrijving",)),
    ):
        public = {row["url"]: row for row in theirs[collection]}
        for row in ROWS[collection]:
            assert {n: row[n] for n in names} == {n: public[row["url"]][n] for n in names}


async def test_list_takes_the_place_of_own_rows(owner: Connection, tmp_path: Path, shared: Path) -> None:
    """Somebody who tried Meent first and then got the list would go on with ten resultaten."""
    await owner.execute("delete from selectielijst_lading")
    first = await lading.load_first(owner, tmp_path)
    assert first is not None
    assert first.is_eigen
    assert await lading.load_first(owner, tmp_path) is None
    whole = await lading.load_first(owner, shared)
    assert whole is not None
    assert (whole.is_eigen, whole.uitgave) == (False, "2017, 2020")
    assert await lading.load_first(owner, shared) is None


async def test_loading_again_changes_what_changed(owner: Connection, tmp_path: Path) -> None:
    """A new edition must reach the register, and what it leaves out must stay: old types refer to it."""
    row: dict[str, Any] = {"url": f"{PUBLIC}/communicatiekanalen/{KANAAL[-36:]}", "omschrijving": "Aan de telefoon."}
    (tmp_path / "een.json").write_bytes(msgspec.json.encode([row | {"naam": "Bellen"}]))
    nieuw = {"url": "https://elders.example/api/v1/communicatiekanalen/0199a000-0000-7000-8000-000000000001"}
    page = {"count": 1, "results": [nieuw | {"naam": "Chat", "omschrijving": "Iemand chatte."}]}
    (tmp_path / "twee.json").write_bytes(msgspec.json.encode(page))
    before = await owner.fetchval("select count(*) from communicatiekanaal_landelijk")
    found = await lading.load_path(owner, tmp_path, "proef")
    assert found.aantallen == {"communicatiekanalen": lading.Aantal(nieuw=1, gewijzigd=1)}
    assert (found.uitgave, found.is_eigen, found.bron) == ("proef", False, tmp_path.name)
    assert await owner.fetchval("select count(*) from communicatiekanaal_landelijk") == before + 1
    again = await lading.load_path(owner, tmp_path / "een.json")
    assert again.aantallen == {"communicatiekanalen": lading.Aantal(gelijk=1)}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([{"url": "https://x.example/api/v1/zaken/1"}], "wijst naar geen van"),
        ([{"url": "https://x.example/communicatiekanalen/1", "naam": "A"}], "geen url met een uuid"),
        ([{"url": KANAAL, "naam": "een naam die veel te lang is", "omschrijving": "B"}], "niet langer zijn dan 20"),
        ([{"url": KLASSE, "naam": "A"}], "procesType"),
        ({"results": "geen"}, "geen lijst"),
        ([], "geen enkele regel"),
    ],
)  # fmt: skip
async def test_what_is_no_selectielijst_is_refused(owner: Connection, tmp_path: Path, rows: Any, told: str) -> None:
    """Half a list, or another one, would decide what is destroyed."""
    (tmp_path / "x.json").write_bytes(msgspec.json.encode(rows))
    before = await owner.fetchval("select count(*) from selectielijst_lading")
    with pytest.raises(SelectielijstOnleesbaar, match=told):
        await lading.load_path(owner, tmp_path)
    assert await owner.fetchval("select count(*) from selectielijst_lading") == before


async def test_resultaat_of_unknown_procestype_is_refused(owner: Connection, tmp_path: Path) -> None:
    """Nothing of that file is kept: the rows before it would be a list that nobody published."""
    elders = PROCESTYPE.replace("aa8aa2fd", "aa8aa2fe")
    rows = [ROWS["resultaten"][0] | {"procesType": elders}, ROWS["communicatiekanalen"][0] | {"naam": "Anders"}]
    (tmp_path / "x.json").write_bytes(msgspec.json.encode(rows))
    with pytest.raises(SelectielijstOnleesbaar, match="procestype"):
        await lading.load_path(owner, tmp_path)


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    """A download that broke off must not be taken for a list."""
    (tmp_path / "x.json").write_text('[{"url": ')
    for path, told in ((tmp_path, "geen JSON"), (tmp_path / "weg", "is er niet")):
        with pytest.raises(SelectielijstOnleesbaar, match=told):
            read(path)
