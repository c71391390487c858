"""`maak-klantcontact` (Klantinteracties 2.18.0): a klantcontact with betrokkene and subject in one request, or nothing.

Source: the published document of Open Klant 2.18, RULES.md §14.
"""

import asyncio
from typing import Any

import pytest

from tests.asgi import Client
from tests.conftest import Gemeente
from tests.services.klantinteracties.bodies import KLANTINTERACTIES as KI
from tests.services.klantinteracties.bodies import link
from tests.services.klantinteracties.contacten import een_klantcontact, found, identificator, klantcontact_body

MAAK = f"{KI}/maak-klantcontact"
BETROKKENE = {"rol": "klant", "initiator": True, "contactnaam": {"voornaam": "Anna", "achternaam": "Vries"}}
ONDERWERP = {"onderwerpobjectidentificator": identificator()}
NERGENS = "00000000-0000-4000-8000-000000000000"


def whole(**extra: Any) -> dict[str, Any]:
    return {"klantcontact": klantcontact_body(), "betrokkene": BETROKKENE, "onderwerpobject": ONDERWERP} | extra


@pytest.mark.rule("KI-41")
async def test_all_three_are_made_and_tied_together(gemeente: Gemeente) -> None:
    """A portal would have to make three requests, and lose one of them some day."""
    client = gemeente.client
    answer = await client.post(MAAK, whole())
    assert answer.status == 201, answer.body
    contact, betrokkene, onderwerp = (answer.json[n] for n in ("klantcontact", "betrokkene", "onderwerpobject"))
    for row in (contact, betrokkene, onderwerp):
        assert (await client.get(row["url"])).json == row
    assert (betrokkene["hadKlantcontact"], onderwerp["klantcontact"]) == (link(contact), link(contact))
    assert (contact["hadBetrokkenen"], contact["gingOverOnderwerpobjecten"]) == ([link(betrokkene)], [link(onderwerp)])
    assert (contact["nummer"], betrokkene["volledigeNaam"]) == ("0000000001", "Anna Vries")
    lines = await gemeente.rows("select resource_id::text from audit where actie = 'create'")
    assert {row[0] for row in lines} == {row["uuid"] for row in (contact, betrokkene, onderwerp)}


@pytest.mark.rule("KI-41")
async def test_klantcontact_may_come_alone(client: Client) -> None:
    """An anonymous question could not be registered."""
    answer = await client.post(MAAK, {"klantcontact": klantcontact_body()})
    assert answer.status == 201, answer.body
    assert (answer.json["betrokkene"], answer.json["onderwerpobject"]) == (None, None)


@pytest.mark.rule("KI-41")
async def test_another_klantcontact_cannot_be_named_for_the_parts(client: Client) -> None:
    """Somebody's name would turn up at a contact of somebody else."""
    other = await een_klantcontact(client)
    named = {"hadKlantcontact": link(other)}, {"klantcontact": link(other)}
    answer = await client.post(MAAK, whole(betrokkene=BETROKKENE | named[0], onderwerpobject=ONDERWERP | named[1]))
    assert answer.json["betrokkene"]["hadKlantcontact"] == link(answer.json["klantcontact"])
    assert answer.json["onderwerpobject"]["klantcontact"] == link(answer.json["klantcontact"])


@pytest.mark.rule("KI-41")
@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({"klantcontact": None}, {("klantcontact", "null")}),
        ({"klantcontact": klantcontact_body(taal="nl-NL")}, {("klantcontact.taal", "max_length")}),
        ({"betrokkene": BETROKKENE | {"rol": "buurman"}}, {("betrokkene.rol", "invalid_choice")}),
        (
            {"betrokkene": BETROKKENE | {"wasPartij": {"uuid": NERGENS}}},
            {("betrokkene.wasPartij.uuid", "does_not_exist")},
        ),
        (
            {"onderwerpobject": ONDERWERP | {"wasKlantcontact": {"uuid": NERGENS}}},
            {("onderwerpobject.wasKlantcontact.uuid", "does_not_exist")},
        ),
        (
            {"klantcontact": {}, "betrokkene": {"rol": "klant"}, "onderwerpobject": {"wasKlantcontact": {}}},
            {
                ("klantcontact.kanaal", "required"), ("klantcontact.onderwerp", "required"),
                ("klantcontact.taal", "required"), ("klantcontact.vertrouwelijk", "required"),
                ("betrokkene.initiator", "required"), ("onderwerpobject.wasKlantcontact.uuid", "required"),
            },
        ),
    ],
)  # fmt: skip
async def test_one_fault_and_nothing_is_made(
    gemeente: Gemeente, changed: dict[str, Any], codes: set[tuple[str, str]]
) -> None:
    """Half a contact would stay: a question without the name of who asked it."""
    refused = await gemeente.client.post(MAAK, whole(**changed))
    assert (refused.status, refused.codes) == (400, codes)
    for collection in ("klantcontacten", "betrokkenen", "onderwerpobjecten"):
        assert await found(gemeente.client, collection) == []
    assert await gemeente.rows("select 1 from audit") == []


@pytest.mark.rule("KI-41")
async def test_same_key_makes_one(client: Client) -> None:
    """A resident who pressed twice would be called back twice."""
    answers = [await client.post(MAAK, whole(), idempotency_key="eenmaal") for _ in range(2)]
    assert answers[0].json == answers[1].json
    assert len(await found(client, "klantcontacten")) == 1


@pytest.mark.rule("KI-31")
async def test_numbers_go_on_past_one_that_a_client_brought(client: Client) -> None:
    """A portal would be refused for a number that it never chose."""
    await client.post(MAAK, whole())
    await een_klantcontact(client, nummer="0000000002")
    answer = await client.post(MAAK, whole())
    assert answer.status == 201, answer.body
    assert answer.json["klantcontact"]["nummer"] == "0000000003"


async def test_many_at_once_each_get_their_own_number(client: Client) -> None:
    """On a busy morning two residents would have the same number."""
    answers = await asyncio.gather(*(client.post(MAAK, whole()) for _ in range(8)))
    assert {a.status for a in answers} == {201}
    assert len({a.json["klantcontact"]["nummer"] for a in answers}) == 8


async def test_who_may_read_may_not_make(gemeente: Gemeente) -> None:
    """Whoever looks could write in the name of the municipality."""
    reader = await gemeente.application({"component": "kic", "scopes": ["klantinteracties.lezen"]})
    assert (await reader.post(MAAK, whole())).status == 403
    assert (await reader.get(MAAK)).status == 405
