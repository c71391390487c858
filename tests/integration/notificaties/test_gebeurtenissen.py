"""Facts of life reach who asked to hear of them: the message, and what it leads to. Decision 0072."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest

from meent.basis.ids import uuid7
from meent.integration.brp import bijhouding
from meent.process.burgerzaken.verhuizing import verhuis
from meent.services.personen import opslag
from meent.services.personen.bevragen.gebeurtenissen import KANAAL, PAD
from meent.services.personen.opslag import LijstVeranderd
from tests.conftest import Gemeente
from tests.integration.notificaties.abonnee import abonnee, subscribe
from tests.integration.notificaties.conftest import Start
from tests.integration.notificaties.test_bezorgen import until_empty
from tests.process.burgerzaken.test_verhuizing import KIND_BSN, kind, met_kind
from tests.services.personen.bevragen.antwoord import fits_document
from tests.services.personen.bevragen.test_vragen import lines
from tests.services.personen.lijsten import BSN, NU, lijst
from tests.verwerkingen.conftest import who_is

VERHUISD = "nl.brp.verhuisd.binnengemeentelijk"
NERGENS = "/01a227d7-e9bc-74fc-9df2-0e2c078bd478"
LEZEN = {"component": "brp", "scopes": ["brp.gebeurtenissen", "rubriek.01.01.20"]}


async def verhuizen(gemeente: Gemeente) -> UUID:
    """A mother and her child move together."""
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        for pl in (lijst(), kind("20200101")):
            await opslag.bewaar(conn, gemeente.id, pl)
        lijsten = await bijhouding.lees(conn, gemeente.id, [BSN, KIND_BSN])
        gevolg = verhuis(met_kind("20200101", "G"))
        return await bijhouding.verwerk(conn, gemeente.id, gevolg, lijsten, NU, wie="anna")


async def told(gemeente: Gemeente, start: Start, kanaal: dict[str, Any], **anders: Any) -> Sequence[Any]:
    """What a subscriber hears of a family that moves."""
    async with abonnee() as to:
        await subscribe(gemeente.client, to, {"naam": "personen", "filters": kanaal}, **anders)
        await verhuizen(gemeente)
        start()
        await until_empty(gemeente)
        return to.taken


@pytest.mark.rule("BV-80")
async def test_a_move_is_told_without_anybodys_number(gemeente: Gemeente, start: Start) -> None:
    """A subscriber of all municipalities' events must not become a register of who lives where (N-03)."""
    (message,) = await told(gemeente, start, {"soort": VERHUISD})
    assert message["kenmerken"] == {"soort": VERHUISD}
    assert message["resourceUrl"].startswith(f"{gemeente.client.base}{PAD}/")
    assert BSN not in str(message)
    assert KIND_BSN not in str(message)


async def test_as_cloudevent_it_has_its_own_type(gemeente: Gemeente, start: Start) -> None:
    """Systems choose by type, and follow `dataref` to the rest (NL GOV profile)."""
    (event,) = await told(gemeente, start, {}, sendCloudevents=True)
    assert event["type"] == VERHUISD
    assert event["dataref"] == event["data"]["resourceUrl"]
    assert event["dataref"].endswith(event["subject"])


async def test_another_kind_is_not_told(gemeente: Gemeente, start: Start) -> None:
    assert await told(gemeente, start, {"soort": "nl.brp.overleden"}) == []


async def test_the_channel_is_there(gemeente: Gemeente) -> None:
    """Nobody has to make it first; what it may be filtered on stands in it."""
    found = {k["naam"]: k["filters"] for k in (await gemeente.client.get("/notificaties/api/v1/kanaal")).json}
    assert found["personen"] == KANAAL["filters"]


async def test_what_was_not_recorded_is_not_told(gemeente: Gemeente) -> None:
    """The message is of the same transaction: an event that never was would send others after it."""
    async with gemeente.app.pool.tenant(gemeente.id) as conn:
        await opslag.bewaar(conn, gemeente.id, lijst())
        await opslag.bewaar(conn, gemeente.id, kind("20200101"))
        lijsten = await bijhouding.lees(conn, gemeente.id, [BSN, KIND_BSN])
        gevolg = verhuis(met_kind("20200101", "G"))
        await bijhouding.verwerk(conn, gemeente.id, gevolg, lijsten, NU, wie="anna")
        with pytest.raises(LijstVeranderd):
            await bijhouding.verwerk(conn, gemeente.id, gevolg, lijsten, NU, wie="anna")
    laid = "select count(*) from outbox where tenant_id = $1 and kanaal = 'personen'"
    assert [tuple(r) for r in await gemeente.rows(laid, gemeente.id)] == [(1,)]


@pytest.mark.rule("BV-81")
async def test_who_may_reads_what_happened(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """With a line about each person it names, for both to see; nobody else gets it."""
    path = f"{PAD}/{await verhuizen(gemeente)}"
    reader = await gemeente.application(LEZEN)
    found = fits_document("gebeurtenissen", await reader.get(path), "Gebeurtenis")
    assert (found["soort"], found["burgerservicenummer"]) == (VERHUISD, BSN)
    assert found["gewijzigd"] == sorted([BSN, KIND_BSN])
    people = [await who_is(gemeente, bsn) for bsn in (BSN, KIND_BSN)]
    assert sorted((line[0], line[2], line[3]) for line in await lines(gemeente)) == sorted(
        ("retrieve", ["01.01.20"], one) for one in people
    )
    for scopes in (["brp.gebeurtenissen"], ["brp.raadplegen", "rubriek.01.01.20"]):
        refused = await (await gemeente.application({"component": "brp", "scopes": scopes})).get(path)
        assert refused.status == 403
    assert (await gemeente.client.get(path, authorization=None)).status == 401
    assert (await andere_gemeente.client.get(path)).status == 404


@pytest.mark.parametrize(("rest", "status"), [("", 404), (NERGENS, 404), ("/geen-uuid", 404), ("/a/b", 404)])
async def test_what_is_not_there(gemeente: Gemeente, rest: str, status: int) -> None:
    assert (await gemeente.client.get(PAD + rest)).status == status


async def test_it_is_read_only(gemeente: Gemeente) -> None:
    assert (await gemeente.client.post(f"{PAD}/{uuid7()}", {})).status == 405
