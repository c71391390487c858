"""The open stream of the contact centre: who subscribed hears what happens in conversations. Decision 0080."""

import asyncio
from typing import Any

import pytest

from meent.integration.telefooncentrale.journaal import PostgresJournaal
from meent.process.telefonie.beleid import Doel, Nummer
from meent.process.telefonie.gebeurtenissen import KANAAL
from meent.process.telefonie.registers import key_of_contact
from tests.conftest import Gemeente
from tests.integration.notificaties.abonnee import abonnee, subscribe
from tests.integration.notificaties.conftest import Start
from tests.integration.notificaties.test_bezorgen import until_empty
from tests.process.telefonie.opzet import BELLER, Speelveld, beleid


async def bel(gemeente: Gemeente) -> str:
    """A caller waits, is answered and hangs up; returns the id of the conversation."""
    nummer = f"+3170{gemeente.id:07}"
    v = Speelveld(PostgresJournaal(gemeente.app.pool), tenant=gemeente.id)
    v.journaal.gemeenten = lambda: asyncio.sleep(0, [gemeente.id])
    await v.begin(beleid(nummers={nummer: Nummer("gemeente", Doel("wachtrij", "kcc"), "kcc")}), klaar=["ann"])
    id = await v.sim.call(BELLER, nummer)
    await v.neemt_op(id)
    await v.sim.leave(id)
    return id


async def told(gemeente: Gemeente, start: Start, **filters: str) -> tuple[str, list[dict[str, Any]]]:
    async with abonnee() as to:
        await subscribe(gemeente.client, to, {"naam": "gesprekken", "filters": filters}, sendCloudevents=True)
        id = await bel(gemeente)
        start()
        await until_empty(gemeente)
        return id, list(to.taken)


@pytest.mark.requirement("contact-52")
async def test_a_conversation_is_told_as_cloudevents_and_names_nobody(gemeente: Gemeente, start: Start) -> None:
    """A dashboard of another supplier follows the contact centre without a contract with us, and without persons."""
    id, events = await told(gemeente, start)
    assert [event["type"] for event in events] == [
        f"nl.overheid.gesprekken.gesprek.{wat}" for wat in ("begonnen", "beantwoord", "beeindigd")
    ]
    contact = f"{gemeente.client.base}/klantinteracties/api/v1/klantcontacten/{key_of_contact(id)}"
    assert {event["dataref"] for event in events} == {contact}
    assert events[-1]["data"]["kenmerken"] == {
        "nummer": f"+3170{gemeente.id:07}", "wachtrij": "kcc", "reden": "gesproken"
    }  # fmt: skip
    assert not any(wie in str(events) for wie in (BELLER, BELLER[3:], "ann", "Ann"))


async def test_who_asks_for_one_queue_hears_no_other(gemeente: Gemeente, start: Start) -> None:
    assert (await told(gemeente, start, wachtrij="paspoort"))[1] == []


async def test_the_channel_is_there_from_the_start(gemeente: Gemeente) -> None:
    found = {k["naam"]: k["filters"] for k in (await gemeente.client.get("/notificaties/api/v1/kanaal")).json}
    assert found["gesprekken"] == KANAAL["filters"]
