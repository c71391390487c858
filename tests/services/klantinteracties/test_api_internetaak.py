"""Internetaken (Klantinteracties 2.18.0): who must do something because of a contact, and since when it is done.

Source: the published document of Open Klant 2.18, RULES.md §14.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.asgi import Client
from tests.conftest import Gemeente
from tests.services.klantinteracties.bodies import KLANTINTERACTIES as KI
from tests.services.klantinteracties.bodies import link, ref
from tests.services.klantinteracties.contacten import een_actor, een_klantcontact, een_taak, found, taak_body

NERGENS = "00000000-0000-4000-8000-000000000000"


# --- number and moment -----------------------------------------------------------------------------------------------


@pytest.mark.rule("KI-33")
async def test_taak_gets_the_next_number_of_its_own_series(client: Client) -> None:
    """A colleague could not be told which task is meant."""
    contact, actor = await een_klantcontact(client), await een_actor(client)
    await een_klantcontact(client)
    first, second = await een_taak(client, contact, actor), await een_taak(client, contact, actor, nummer="")
    assert [first["nummer"], second["nummer"]] == ["0000000001", "0000000002"]
    assert [first["referentienummer"], second["referentienummer"]] == ["0000000001", "0000000002"]
    kept = await client.put(first["url"], taak_body(contact, actor))
    assert kept.json["nummer"] == "0000000001"
    refused = await client.post(f"{KI}/internetaken", taak_body(contact, actor, nummer="0000000002"))
    assert (refused.status, refused.codes) == (400, {("nummer", "unique")})


@pytest.mark.rule("KI-34")
async def test_taak_is_assigned_when_it_is_made(client: Client, clock: Callable[[str], None]) -> None:
    """Nobody could tell how long a resident has been waiting."""
    clock("2026-03-31T10:00:00Z")
    contact, actor = await een_klantcontact(client), await een_actor(client)
    taak = await een_taak(client, contact, actor, toegewezenOp="2020-01-01T00:00:00Z")
    assert taak["toegewezenOp"] == "2026-03-31T10:00:00+00:00"
    clock("2026-04-01T10:00:00Z")
    changed = await client.patch(taak["url"], {"toelichting": "Nog niet bereikt"})
    assert changed.json["toegewezenOp"] == taak["toegewezenOp"]
    assert await found(client, "internetaken", toegewezenOp="2026-03-31T10:00:00Z") == [taak["uuid"]]
    assert await found(client, "internetaken", toegewezenOp="2026-04-01T10:00:00Z") == []


@pytest.mark.rule("KI-36")
async def test_taak_says_when_it_was_done(client: Client, clock: Callable[[str], None]) -> None:
    """How many were called back within two days could not be counted."""
    clock("2026-03-31T10:00:00Z")
    taak = await een_taak(client, await een_klantcontact(client), await een_actor(client))
    assert taak["afgehandeldOp"] is None
    clock("2026-04-01T10:00:00Z")
    done = (await client.patch(taak["url"], {"status": "verwerkt"})).json
    assert done["afgehandeldOp"] == "2026-04-01T10:00:00+00:00"
    clock("2026-04-02T10:00:00Z")
    for later in ({"toelichting": "Was blij"}, {"afgehandeldOp": None}):
        assert (await client.patch(taak["url"], later)).json["afgehandeldOp"] == done["afgehandeldOp"]
    again = (await client.patch(taak["url"], {"status": "te_verwerken"})).json
    assert again["afgehandeldOp"] is None
    told = (await client.patch(taak["url"], {"status": "verwerkt", "afgehandeldOp": "2026-04-01T08:00:00Z"})).json
    assert told["afgehandeldOp"] == "2026-04-01T08:00:00+00:00"


@pytest.mark.rule("KI-36")
@pytest.mark.parametrize("verwerkt", [True, False])
async def test_taak_can_be_done_when_it_is_made(client: Client, clock: Callable[[str], None], verwerkt: bool) -> None:
    """What was settled during the call would be called back once more, or something open would count as done."""
    clock("2026-03-31T10:00:00Z")
    contact, actor = await een_klantcontact(client), await een_actor(client)
    if verwerkt:
        taak = await een_taak(client, contact, actor, status="verwerkt")
        assert taak["afgehandeldOp"] == "2026-03-31T10:00:00+00:00"
    else:
        body = taak_body(contact, actor, afgehandeldOp="2026-03-31T09:00:00Z")
        refused = await client.post(f"{KI}/internetaken", body)
        assert (refused.status, refused.codes) == (400, {("afgehandeldOp", "invalid")})


# --- who ------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("KI-35")
async def test_taak_is_given_to_actoren_in_order(client: Client) -> None:
    """The one who was asked first would not be seen to be."""
    contact = await een_klantcontact(client)
    actoren = [await een_actor(client, naam=naam) for naam in ("Team Wonen", "A. de Vries", "Team Zorg")]
    taak = await een_taak(client, contact, actoren[2], actoren[0], actoren[1])
    assert taak["toegewezenAanActoren"] == [link(actoren[i]) for i in (2, 0, 1)]
    assert taak["toegewezenAanActor"] == link(actoren[2])
    moved = (await client.patch(taak["url"], {"toegewezenAanActoren": [ref(actoren[1])]})).json
    assert (moved["toegewezenAanActor"], moved["toegewezenAanActoren"]) == (link(actoren[1]), [link(actoren[1])])
    assert (await client.get(taak["url"])).json == moved


@pytest.mark.rule("KI-35")
async def test_older_clients_give_a_taak_to_one_actor(client: Client) -> None:
    """A client that knows one actor would make tasks of nobody."""
    contact, actor, other = await een_klantcontact(client), await een_actor(client), await een_actor(client)
    body = taak_body(contact) | {"toegewezenAanActor": ref(actor)}
    del body["toegewezenAanActoren"]
    answer = await client.post(f"{KI}/internetaken", body)
    assert answer.status == 201, answer.body
    assert (answer.json["toegewezenAanActor"], answer.json["toegewezenAanActoren"]) == (link(actor), [link(actor)])
    moved = (await client.patch(answer.json["url"], {"toegewezenAanActor": ref(other)})).json
    assert moved["toegewezenAanActoren"] == [link(other)]


@pytest.mark.rule("KI-35")
@pytest.mark.parametrize("names", [(), ("toegewezenAanActor", "toegewezenAanActoren")])
async def test_new_taak_is_given_in_one_of_two_ways(client: Client, names: tuple[str, ...]) -> None:
    """A client that says two things, or nothing, would not know who got the task."""
    contact, actor = await een_klantcontact(client), await een_actor(client)
    body = taak_body(contact)
    del body["toegewezenAanActoren"]
    ways: dict[str, Any] = {"toegewezenAanActor": ref(actor), "toegewezenAanActoren": [ref(actor)]}
    refused = await client.post(f"{KI}/internetaken", body | {name: ways[name] for name in names})
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "invalid")})


@pytest.mark.rule("KI-35")
async def test_taak_may_be_sent_back_as_it_was_read(client: Client) -> None:
    """A client that changes one field of what it read would be refused for what it did not touch."""
    contact, actor, other = await een_klantcontact(client), await een_actor(client), await een_actor(client)
    taak = await een_taak(client, contact, actor, other)
    same = await client.put(taak["url"], taak | {"toelichting": "Na vijven bellen"})
    assert same.status == 200, same.body
    assert same.json == taak | {"toelichting": "Na vijven bellen"}
    refused = await client.put(taak["url"], taak | {"toegewezenAanActor": ref(other)})
    assert (refused.status, refused.codes) == (400, {("toegewezenAanActor", "invalid")})


async def test_taak_of_nobody_yet(client: Client) -> None:
    """The team leader shares the tasks out later, and until then nobody has this one."""
    taak = await een_taak(client, await een_klantcontact(client))
    assert (taak["toegewezenAanActor"], taak["toegewezenAanActoren"]) == (None, [])
    assert (await client.put(taak["url"], taak)).json == taak


async def test_taak_leads_to_actoren_and_a_contact_that_are_there(client: Client, andere_gemeente: Gemeente) -> None:
    """A task would wait for ever for somebody who is not there, or who works for another municipality."""
    contact, actor = await een_klantcontact(client), await een_actor(client)
    stranger = await een_actor(andere_gemeente.client)
    body = taak_body(contact, actor, stranger)
    refused = await client.post(f"{KI}/internetaken", body)
    assert (refused.status, refused.codes) == (400, {("toegewezenAanActoren.1.uuid", "does_not_exist")})
    refused = await client.post(f"{KI}/internetaken", taak_body({"uuid": NERGENS}, actor))
    assert (refused.status, refused.codes) == (400, {("aanleidinggevendKlantcontact.uuid", "does_not_exist")})


# --- finding ---------------------------------------------------------------------------------------------------------


async def test_taken_are_found_by_who_must_do_them_and_why(client: Client) -> None:
    """An employee would see somebody else's work, or none."""
    contact, other = await een_klantcontact(client, nummer="12"), await een_klantcontact(client)
    actor, second = await een_actor(client, naam="Team Wonen"), await een_actor(client, naam="Team Zorg")
    taak = await een_taak(client, contact, second, actor, nummer="34", status="verwerkt")
    await een_taak(client, other, second)
    for query in (
        {"toegewezenAanActor__uuid": actor["uuid"]},
        {"toegewezenAanActor__url": actor["url"]},
        {"actoren__naam": "Team Wonen"},
        {"aanleidinggevendKlantcontact__uuid": contact["uuid"]},
        {"aanleidinggevendKlantcontact__url": contact["url"]},
        {"klantcontact__uuid": contact["uuid"]},
        {"klantcontact__nummer": "12"},
        {"klantcontact__referentienummer": "12"},
        {"nummer": "34"},
        {"referentienummer": "34"},
        {"status": "verwerkt"},
    ):
        assert await found(client, "internetaken", **query) == [taak["uuid"]], query


async def test_taken_of_an_actor_are_those_it_has_now(client: Client) -> None:
    """Work that was handed over would stay on two lists."""
    contact, actor, other = await een_klantcontact(client), await een_actor(client), await een_actor(client)
    taak = await een_taak(client, contact, actor)
    await client.patch(taak["url"], {"toegewezenAanActoren": [ref(other)]})
    assert await found(client, "internetaken", toegewezenAanActor__uuid=actor["uuid"]) == []
    assert await found(client, "internetaken", toegewezenAanActor__uuid=other["uuid"]) == [taak["uuid"]]
