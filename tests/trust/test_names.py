"""Lists of names of types, found by fuzzing (trust §4 no. 14)."""

from tests.asgi import Client
from tests.zgw import CATALOGI, een_catalogus, een_concept, zaaktype_body


async def test_a_name_stands_in_a_list_once(client: Client):
    """The standard promises that no name comes twice; a client that makes a set of them loses count."""
    zaaktype = await een_concept(client)
    answer = await client.patch(zaaktype["url"], {"besluittypen": ["Toekenning", "Afwijzing", "Toekenning"]})
    assert answer.status == 200
    assert len(answer.json["besluittypen"]) == len(set(answer.json["besluittypen"]))


async def test_a_name_with_nul_is_refused_by_its_field(client: Client):
    """PostgreSQL cannot store it; the client must hear which field it was."""
    body = zaaktype_body((await een_catalogus(client))["url"], besluittypen=["a\x00b"])
    answer = await client.post(f"{CATALOGI}/zaaktypen", body)
    assert (answer.status, answer.codes) == (400, {("besluittypen", "invalid")})
