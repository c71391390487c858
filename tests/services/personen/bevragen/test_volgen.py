"""Following people, and who of them changed. BRP Update API 1.0.0."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from meent.basis.datums import vandaag
from meent.data import embedded
from meent.data.pool import connect
from meent.services.personen import opslag
from tests.asgi import Client, Response
from tests.conftest import Gemeente
from tests.services.personen.bevragen.antwoord import fits_document
from tests.services.personen.bevragen.test_vragen import BSNS, bewaar, iemand, lines
from tests.services.personen.lijsten import BSN, WOONT, lijst, met
from tests.verwerkingen.conftest import who_is
from tests.verwerkingen.test_refused import BROKEN, broken

VOLG, WIJZIGINGEN = "/brp/api/v1/volgindicaties", "/brp/api/v1/wijzigingen"


def fits(answer: Response, schema: str, status: int = 200) -> Any:
    assert answer.headers["api-version"] == "1.0.0"
    return fits_document("update", answer, schema, status)


async def volg(client: Client, bsn: str = BSN, status: int = 201, **body: Any) -> Any:
    return fits(await client.put(f"{VOLG}/{bsn}", body), "VolgindicatieRaadplegen", status)


async def gevolgd(client: Client) -> list[str]:
    told = fits(await client.get(VOLG), "VolgindicatieCollectie")
    return [v["burgerservicenummer"] for v in told["volgindicaties"]]


async def veranderd(client: Client, **query: str) -> list[str]:
    return list(fits(await client.get(WIJZIGINGEN, query), "GewijzigdePersonenHalCollectie")["burgerservicenummers"])


@pytest_asyncio.fixture(loop_scope="session")
async def moulin(gemeente: Gemeente) -> Gemeente:
    """A municipality with Suzanne Moulin and somebody else."""
    await bewaar(gemeente, lijst(), iemand(0))
    return gemeente


@pytest_asyncio.fixture(loop_scope="session")
async def eerder(moulin: Gemeente, migrated: embedded.Embedded) -> Callable[..., Any]:
    """Puts what stands in a table some days back, as no serving role could."""

    async def terug(table: str, column: str, dagen: int) -> None:
        superuser = await connect(migrated.dsn("postgres"))
        try:
            await superuser.execute(
                f"update {table} set {column} = {column} - make_interval(days => $1) where tenant_id = $2",
                dagen, moulin.id,
            )  # fmt: skip
        finally:
            await superuser.close()

    return terug


@pytest.mark.rule("BV-76")
@pytest.mark.rule("BV-77")
async def test_following_begins_and_ends(moulin: Gemeente, eerder: Callable[..., Any]) -> None:
    """Who is not followed any more is not listed; once more means from today."""
    client, dag = moulin.client, vandaag(moulin.app.engine.now())
    later = str(dag + timedelta(days=9))
    assert await volg(client) == {"burgerservicenummer": BSN, "begindatum": str(dag)}
    assert await volg(client, status=200, einddatum=later) == {
        "burgerservicenummer": BSN, "begindatum": str(dag), "einddatum": later
    }  # fmt: skip
    assert "einddatum" not in await volg(client, status=200)
    assert await gevolgd(client) == [BSN]
    await eerder("volgindicatie", "begindatum", 5)
    assert (await volg(client, status=200, einddatum=str(dag)))["begindatum"] == str(dag - timedelta(days=5))
    assert await gevolgd(client) == []
    told = fits(await client.get(f"{VOLG}/{BSN}"), "VolgindicatieRaadplegen")
    assert told["einddatum"] == str(dag)
    assert (await volg(client, status=200))["begindatum"] == str(dag)
    assert (await client.get(f"{VOLG}/{BSNS[0]}")).status == 404


@pytest.mark.rule("BV-78")
async def test_who_changed_since(moulin: Gemeente, eerder: Callable[..., Any]) -> None:
    """Somebody who is told nothing keeps the old address; somebody who is told all asks the whole town each night."""
    client, dag = moulin.client, vandaag(moulin.app.engine.now())
    for bsn in (BSN, BSNS[0], BSNS[5]):  # the last does not live here
        await volg(client, bsn)
    assert await veranderd(client) == sorted([BSN, BSNS[0]])
    await eerder("persoonslijst", "vastgelegd_op", 10)
    assert await veranderd(client) == []  # that was before they were followed
    await eerder("volgindicatie", "begindatum", 20)
    assert await veranderd(client, vanaf=str(dag - timedelta(days=11))) == sorted([BSN, BSNS[0]])
    async with moulin.app.pool.tenant(moulin.id) as conn:
        (old,) = await opslag.lees(conn, moulin.id, BSN)
        new = old.pl.met("08", lijst(c08=[[met(WOONT, e11_60="9999ZZ")]]).stapels["08"])
        await opslag.vervang(conn, moulin.id, old, new, wie="anna", wat=[])
    assert await veranderd(client, vanaf=str(dag)) == [BSN]
    answer = await client.get(WIJZIGINGEN, {"vanaf": str(dag)})
    assert answer.json["_links"] == {"self": {"href": f"{client.base}{WIJZIGINGEN}?vanaf={dag}"}}
    await volg(client, BSN, 200, einddatum=str(dag))
    assert await veranderd(client, vanaf=str(dag)) == []


async def test_each_follows_its_own(moulin: Gemeente, andere_gemeente: Gemeente) -> None:
    """Whom another application or another municipality follows, and what changes there, is told to nobody else."""
    other = await moulin.application({"component": "brp", "scopes": ["brp.volgen", "rubriek.01.01.20"]})
    await volg(moulin.client)
    await volg(andere_gemeente.client)
    assert await gevolgd(other) == []
    assert (await other.get(f"{VOLG}/{BSN}")).status == 404
    assert await veranderd(other) == []
    assert await veranderd(andere_gemeente.client) == []  # she lives here, and not there
    assert await veranderd(moulin.client) == [BSN]


@pytest.mark.rule("BV-75")
@pytest.mark.rule("BV-17")
async def test_what_is_wrong(moulin: Gemeente) -> None:
    client = moulin.client
    gisteren = str(vandaag(moulin.app.engine.now()) - timedelta(days=1))
    for answer, faults in [
        (await client.put(f"{VOLG}/12345678", {}), {("burgerservicenummer", "pattern")}),
        (await client.get(f"{VOLG}/12345678x"), {("burgerservicenummer", "pattern")}),
        (await client.put(f"{VOLG}/{BSN}", {"einddatum": "2026"}), {("einddatum", "date")}),
        (await client.put(f"{VOLG}/{BSN}", {"einddatum": gisteren}), {("einddatum", "date")}),
        (await client.put(f"{VOLG}/{BSN}", {"einddatum": ""}), {("einddatum", "date")}),
        (await client.put(f"{VOLG}/{BSN}", {"einddatum": None}), {("einddatum", "date")}),
        (await client.put(f"{VOLG}/{BSN}", {"kleur": "rood"}), {("kleur", "unknownParam")}),
        (await client.get(WIJZIGINGEN, {"vanaf": ""}), {("vanaf", "date")}),
        (await client.get(WIJZIGINGEN, {"vanaf": "gisteren"}), {("vanaf", "date")}),
        (await client.get(WIJZIGINGEN, {"tot": gisteren}), {("tot", "unknownParam")}),
    ]:
        fits(answer, "BadRequestFoutbericht", 400)
        assert answer.codes == faults
    for answer, status in [
        (await client.put(f"{VOLG}/{BSN}", ["geen object"]), 400),
        (await client.put(VOLG, {}), 405),
        (await client.delete(f"{VOLG}/{BSN}"), 405),
        (await client.get(f"{WIJZIGINGEN}/{BSN}"), 404),
        (await client.get("/brp/api/v1/update"), 404),
        (await client.get(VOLG, authorization=None), 401),
        (await client.get(VOLG, accept="text/csv"), 406),
    ]:
        assert answer.status == status
        fits(answer, "Foutbericht", status)
    assert await gevolgd(client) == []
    assert await lines(moulin) == []


@pytest.mark.rule("BV-40")
@pytest.mark.rule("BV-41")
async def test_rights(moulin: Gemeente) -> None:
    for scopes in (["brp.raadplegen", "rubrieken"], ["brp.volgen"]):
        client = await moulin.application({"component": "brp", "scopes": scopes})
        for answer in (await client.get(VOLG), await client.get(WIJZIGINGEN), await client.put(f"{VOLG}/{BSN}", {})):
            assert answer.status == 403


@pytest.mark.rule("BV-42")
async def test_it_stands_in_the_log(moulin: Gemeente) -> None:
    """Who follows somebody, and was told that he changed."""
    await volg(moulin.client)
    await volg(moulin.client, status=200)
    await veranderd(moulin.client)
    await veranderd(moulin.client, vanaf="2999-01-01")  # nobody
    kept = await lines(moulin)
    assert {r["betrokkene"] for r in kept} == {await who_is(moulin, BSN)}
    assert [(r["handeling"], r["gegevens"]) for r in kept] == [
        ("create", ["volgindicatie"]), ("update", ["volgindicatie"]), ("list", ["01.01.20"]),
    ]  # fmt: skip


@pytest.mark.rule("BV-44")
@pytest.mark.parametrize("how", BROKEN)
async def test_what_cannot_be_logged_does_not_happen(moulin: Gemeente, migrated: embedded.Embedded, how: str) -> None:
    """Somebody who is followed must be able to see it."""
    await volg(moulin.client, BSNS[0])
    superuser = await connect(migrated.dsn("postgres"))
    try:
        async with broken(superuser, how):
            assert (await moulin.client.put(f"{VOLG}/{BSN}", {})).status == 503
            assert (await moulin.client.get(WIJZIGINGEN)).status == 503
    finally:
        await superuser.close()
    assert await gevolgd(moulin.client) == [BSNS[0]]
