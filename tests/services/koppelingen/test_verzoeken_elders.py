"""Verzoeken and contactmomenten in a register elsewhere, that belong to zaken of ours (Z-42, Z-43).

Source: gemma-zaken, docs/standaard/zaken (zrc-024, zrc-025); Verzoeken API 1.0.0-beta, Contactmomenten API 1.0.0.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import pytest
import pytest_asyncio

from meent.services.koppelingen.diensten import Dienst
from tests.asgi import Response
from tests.conftest import Gemeente
from tests.listening import listening
from tests.zgw import ZAKEN, een_catalogus, een_zaak, een_zaaktype

ID = "11111111-1111-4111-8111-111111111111"
MEERVOUD = {"verzoek": "verzoeken", "contactmoment": "contactmomenten"}
SOORTEN = [
    pytest.param("verzoek", "verzoeken", marks=pytest.mark.rule("Z-42")),
    pytest.param("contactmoment", "contactmomenten", marks=pytest.mark.rule("Z-43")),
]


@dataclass
class Klantregister:
    """Both legacy APIs: one verzoek and one contactmoment, and the mirrors that were made.

    mirrors  by path
    refuses  status with which every write is answered, 0 when it is taken
    tokens   by which we made ourselves known
    """

    address: str = ""
    mirrors: dict[str, dict[str, str]] = field(default_factory=dict)
    refuses: int = 0
    tokens: set[str] = field(default_factory=set)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        raw = (await receive()).get("body", b"")
        self.tokens.add(dict(scope["headers"]).get(b"authorization", b"").decode())
        status, shown = self.answer(scope["method"], scope["path"], scope["query_string"].decode(), raw)
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if status == 204 else json.dumps(shown).encode()})

    def answer(self, method: str, path: str, query: str, raw: bytes) -> tuple[int, Any]:
        if method != "GET" and self.refuses:
            return self.refuses, {}
        if method == "POST":
            row = json.loads(raw)
            place = f"{path}/{len(self.mirrors) + 1}"
            self.mirrors[place] = row | {"url": self.address + place}
            return 201, self.mirrors[place]
        if method == "DELETE":
            return (204, {}) if self.mirrors.pop(path, None) else (404, {})
        if path.rpartition("/")[2].startswith("object"):
            asked = {name: value[0] for name, value in parse_qs(query).items()}
            found = [r for r in self.mirrors.values() if asked.items() <= r.items()]
            return 200, {"count": len(found), "next": None, "previous": None, "results": found}
        return (200, {"url": self.address + path}) if path.endswith(ID) else (404, {})

    def shown(self) -> list[dict[str, str]]:
        return [{name: value for name, value in row.items() if name != "url"} for row in self.mirrors.values()]


@pytest_asyncio.fixture(loop_scope="session")
async def klantregister(gemeente: Gemeente) -> AsyncIterator[Klantregister]:
    """Both APIs are services of `gemeente`, under names of their own."""
    register = Klantregister()
    async with listening(register) as register.address:
        for api in ("verzoeken", "contactmomenten"):
            dienst = Dienst(api, f"{register.address}/{api}/api/v1", api, "", f"token-{api}")
            await gemeente.app.diensten.new(gemeente.id, dienst)
        yield register


async def koppel(gemeente: Gemeente, zaak: dict[str, Any], name: str, url: str) -> Response:
    return await gemeente.client.post(f"{ZAKEN}/zaak{MEERVOUD[name]}", {"zaak": zaak["url"], name: url})


@pytest.mark.parametrize(("name", "api"), SOORTEN)
async def test_mirror_comes_and_goes_with_the_relation(
    gemeente: Gemeente, klantregister: Klantregister, name: str, api: str
) -> None:
    """Who looks at the request of a citizen would not see that it has become a case."""
    url = f"{klantregister.address}/{api}/api/v1/{api}/{ID}"
    zaak = await een_zaak(gemeente.client)
    relatie = await koppel(gemeente, zaak, name, url)
    assert (relatie.status, relatie.json[name]) == (201, url)
    assert klantregister.shown() == [{name: url, "object": zaak["url"], "objectType": "zaak"}]
    assert list(klantregister.mirrors) == [f"/{api}/api/v1/object{api}/1"]
    assert klantregister.tokens == {f"Token token-{api}"}
    assert (await gemeente.client.delete(relatie.json["url"])).status == 204
    assert klantregister.mirrors == {}
    assert await gemeente.rows("select 1 from spiegel where tenant_id = $1", gemeente.id) == []


@pytest.mark.parametrize(("name", "api"), SOORTEN)
async def test_mirrors_go_with_zaak_and_deelzaak(
    gemeente: Gemeente, klantregister: Klantregister, name: str, api: str
) -> None:
    """The request would point for ever to a case that was destroyed."""
    url = f"{klantregister.address}/{api}/api/v1/{api}/{ID}"
    client = gemeente.client
    catalogus = (await een_catalogus(client))["url"]
    zaaktype = await een_zaaktype(client, catalogus, identificatie="ZELF", deelzaaktypen=["ZELF"])
    zaak, ander = await een_zaak(client, zaaktype), await een_zaak(client, zaaktype)
    for one in (zaak, ander, await een_zaak(client, zaaktype, hoofdzaak=zaak["url"])):
        assert (await koppel(gemeente, one, name, url)).status == 201
    assert len(klantregister.mirrors) == 3
    assert (await gemeente.client.delete(zaak["url"])).status == 204
    assert [mirror["object"] for mirror in klantregister.shown()] == [ander["url"]]


@pytest.mark.parametrize(("name", "api"), SOORTEN)
@pytest.mark.parametrize("status", [400, 403, 500])
async def test_without_mirror_no_relation(
    gemeente: Gemeente, klantregister: Klantregister, name: str, api: str, status: int
) -> None:
    """Half a relation: the case shows a request that does not know of the case."""
    url = f"{klantregister.address}/{api}/api/v1/{api}/{ID}"
    zaak = await een_zaak(gemeente.client)
    klantregister.refuses = status
    refused = await koppel(gemeente, zaak, name, url)
    assert (refused.status, refused.codes) == (400, {(name, "pending-relations")})
    assert (await gemeente.client.get(f"{ZAKEN}/zaak{api}", {"zaak": zaak["url"]})).json == []
    klantregister.refuses = 0
    assert (await koppel(gemeente, zaak, name, url)).status == 201


@pytest.mark.parametrize(("name", "api"), SOORTEN)
async def test_what_is_not_there_is_refused(
    gemeente: Gemeente, klantregister: Klantregister, name: str, api: str
) -> None:
    """A case that came from a request nobody made."""
    url = f"{klantregister.address}/{api}/api/v1/{api}/{ID[:-1]}2"
    refused = await koppel(gemeente, await een_zaak(gemeente.client), name, url)
    assert (refused.status, refused.codes) == (400, {(name, "bad-url")})
    assert klantregister.mirrors == {}


@pytest.mark.parametrize(("name", "api"), SOORTEN)
async def test_without_such_a_service_the_relation_stands_alone(
    gemeente: Gemeente, klantregister: Klantregister, name: str, api: str
) -> None:
    """Most municipalities have no such register any more, and still want to say where a case came from."""
    zaak = await een_zaak(gemeente.client)
    nieuw = f"{klantregister.address}/{api}/api/v1/klantcontacten/{ID}"
    for url in (f"https://elders.example/{api}/api/v1/{api}/{ID}", nieuw):
        relatie = await koppel(gemeente, zaak, name, url)
        assert relatie.status == 201
        assert (await gemeente.client.delete(relatie.json["url"])).status == 204
    assert (klantregister.mirrors, klantregister.tokens) == ({}, set())
