"""Who gets into the Klantinteracties API: a key beside a JWT, and a right for each operation (decisions 0030, 0031)."""

import pytest

from meent.services.autorisaties import keys
from meent.services.autorisaties.keys import SleutelGeweigerd
from tests.asgi import Client
from tests.conftest import Gemeente
from tests.services.klantinteracties.bodies import PARTIJEN, een_partij
from tests.zgw import ZAKEN


async def with_key(gemeente: Gemeente, *autorisaties: dict) -> tuple[Client, str]:
    """An application, and a key of it."""
    client = await gemeente.application(*autorisaties, all_rights=not autorisaties)
    place = await gemeente.app.directory.find("gemeente.test", f"/{gemeente.slug}/")
    key = await keys.new(gemeente.app.engine, place, client.client_id, "kiss")
    client.headers["authorization"] = f"Token {key}"
    return client, key


def kic(*scopes: str) -> dict:
    return {"component": "kic", "scopes": list(scopes)}


@pytest.mark.rule("KI-01")
async def test_key_opens_klantinteracties(gemeente: Gemeente) -> None:
    """Every client that exists knows nothing but a key, and would have to be rebuilt."""
    client, _ = await with_key(gemeente)
    partij = await een_partij(client)
    assert (await client.get(partij["url"])).status == 200


@pytest.mark.rule("KI-01")
async def test_key_is_what_the_document_says_it_is(gemeente: Gemeente) -> None:
    """The word before the key is written in several ways."""
    client, key = await with_key(gemeente)
    for header, status in ((f"token {key}", 200), (f"Token  {key}", 200), (key, 403), (f"Bearer {key}", 403)):
        assert (await client.get(PARTIJEN, authorization=header)).status == status, header


async def test_key_does_not_open_zgw(gemeente: Gemeente) -> None:
    """A key never ends and names nobody: where the standard asks a JWT it must not do, also not just after use."""
    client, _ = await with_key(gemeente)
    assert (await client.get(PARTIJEN)).status == 200
    answer = await client.get(f"{ZAKEN}/zaken")
    assert (answer.status, answer.json["code"]) == (403, "not_authenticated")
    assert (await client.get(PARTIJEN)).status == 200


@pytest.mark.parametrize("header", ["Token ", "Token onzin", "Token " + "x" * 9000, "Token \x00"])
async def test_wrong_key_is_refused(client: Client, header: str) -> None:
    """Guessing a key tells nothing."""
    answer = await client.get(PARTIJEN, authorization=header)
    assert (answer.status, answer.json["code"]) == (403, "not_authenticated")


async def test_key_of_another_municipality_is_refused(gemeente: Gemeente, andere_gemeente: Gemeente) -> None:
    """One supplier who serves two municipalities has two keys."""
    _, key = await with_key(andere_gemeente)
    assert (await gemeente.client.get(PARTIJEN, authorization=f"Token {key}")).status == 403


async def test_revoked_key_is_refused_at_once(gemeente: Gemeente) -> None:
    """A key that leaked must be gone before the coffee is."""
    client, _ = await with_key(gemeente)
    assert (await client.get(PARTIJEN)).status == 200
    place = await gemeente.app.directory.find("gemeente.test", f"/{gemeente.slug}/")
    await keys.revoke(gemeente.app.engine, place, client.client_id, "kiss")
    assert (await client.get(PARTIJEN)).status == 403
    with pytest.raises(SleutelGeweigerd):
        await keys.revoke(gemeente.app.engine, place, client.client_id, "kiss")


async def test_key_is_kept_nowhere(gemeente: Gemeente) -> None:
    """Whoever reads the database, or a backup of it, can do nothing with what is there."""
    _, key = await with_key(gemeente)
    text = "select to_jsonb(s)::text from applicatie_sleutel s where tenant_id = $1"
    ((row,),) = await gemeente.rows(text, gemeente.id)
    assert key not in row


async def test_key_needs_an_application_and_a_name_of_its_own(gemeente: Gemeente) -> None:
    """Rights are those of the application, so without one there are none."""
    client, _ = await with_key(gemeente)
    place = await gemeente.app.directory.find("gemeente.test", f"/{gemeente.slug}/")
    for client_id, name in (("bestaat-niet", "kiss"), (client.client_id, "kiss")):
        with pytest.raises(SleutelGeweigerd):
            await keys.new(gemeente.app.engine, place, client_id, name)
    assert [k.naam for k in await keys.known(gemeente.app.engine, place)] == ["kiss"]


@pytest.mark.rule("KI-23")
@pytest.mark.parametrize(
    ("scope", "method", "status"),
    [
        ("klantinteracties.lezen", "GET", 200),
        ("klantinteracties.aanmaken", "GET", 403),
        ("klantinteracties.lezen", "POST", 403),
        ("klantinteracties.aanmaken", "POST", 201),
        ("klantinteracties.aanmaken", "PATCH", 403),
        ("klantinteracties.bijwerken", "PATCH", 200),
        ("klantinteracties.bijwerken", "PUT", 200),
        ("klantinteracties.bijwerken", "DELETE", 403),
        ("klantinteracties.verwijderen", "DELETE", 204),
    ],
)
async def test_each_operation_has_its_own_scope(gemeente: Gemeente, scope: str, method: str, status: int) -> None:
    """With the one key of the peer, a form on the website may delete every resident."""
    partij = await een_partij(gemeente.client)
    client, _ = await with_key(gemeente, kic(scope))
    body = {"soortPartij": "persoon", "indicatieActief": True}
    answer = await client.call(method, PARTIJEN if method == "POST" else partij["url"], body=body)
    assert answer.status == status


@pytest.mark.rule("KI-23")
async def test_rights_of_another_component_do_not_count(gemeente: Gemeente) -> None:
    """A right on cases is no right on people."""
    client, _ = await with_key(gemeente, {"component": "ztc", "scopes": ["klantinteracties.lezen"]})
    assert (await client.get(PARTIJEN)).status == 403


async def test_autorisaties_knows_the_component(client: Client) -> None:
    """An administrator gives the rights where all others are given."""
    body = {"clientIds": ["kiss"], "label": "KISS", "autorisaties": [kic("klantinteracties.lezen")]}
    answer = await client.post("/autorisaties/api/v1/applicaties", body)
    assert answer.status == 201
    assert answer.json["autorisaties"][0]["componentWeergave"] == "Klantinteracties API"
