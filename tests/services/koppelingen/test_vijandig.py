"""A register elsewhere that is broken, or means harm: nothing of ours hangs, breaks, leaks or is fooled (trust §4)."""

import asyncio
import gzip
import json
import socket
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.resolver import ThreadedResolver

from meent.app import App
from meent.integration.diensten.register import HttpRegisters
from meent.integration.netwerk import Networks
from meent.services.koppelingen.diensten import Dienst
from tests.conftest import Gemeente
from tests.services.koppelingen import vijand as vijanden
from tests.services.koppelingen.conftest import LOOPBACK
from tests.services.koppelingen.vijand import Behaviour, Vijand, answers, says
from tests.zgw import CATALOGI, ZAKEN, een_catalogus, een_zaaktype, zaak_body, zaaktype_body

GEHEIM = "geheim-van-deze-gemeente-voor-die-dienst"
ZAAKTYPE = "11111111-1111-4111-8111-111111111111"
CATALOGUS = "22222222-2222-4222-8222-222222222222"
STATUSTYPE = "33333333-3333-4333-8333-333333333333"
API = "/catalogi/api/v1"


@pytest_asyncio.fixture(loop_scope="session")
async def vijand(gemeente: Gemeente) -> AsyncIterator[Vijand]:
    """A service of `gemeente`, with a good zaaktype until a test spoils it."""
    async with vijanden.vijand_op_poort() as found:
        base = found.base + API
        await gemeente.app.diensten.new(gemeente.id, Dienst("vijand", base, "catalogi", "meent", GEHEIM))
        found.objects = {
            f"{API}/zaaktypen/{ZAAKTYPE}": zaaktype(base),
            f"{API}/catalogussen/{CATALOGUS}": {
                "url": f"{base}/catalogussen/{CATALOGUS}", "domein": "VIJND", "rsin": "823288444",
                "contactpersoonBeheerNaam": "Niemand",
            },
            f"{API}/statustypen": {"count": 1, "next": None, "previous": None, "results": [statustype(base)]},
            f"{API}/zaaktype-informatieobjecttypen": {"count": 0, "next": None, "previous": None, "results": []},
        }  # fmt: skip
        yield found


def zaaktype(base: str, **extra: Any) -> dict[str, Any]:
    made = zaaktype_body(f"{base}/catalogussen/{CATALOGUS}", concept=False)
    return {"url": f"{base}/zaaktypen/{ZAAKTYPE}"} | made | extra


def statustype(base: str, **extra: Any) -> dict[str, Any]:
    return {
        "url": f"{base}/statustypen/{STATUSTYPE}", "omschrijving": "Klaar", "volgnummer": 1,
        "zaaktype": f"{base}/zaaktypen/{ZAAKTYPE}",
    } | extra  # fmt: skip


async def code_of_zaak(gemeente: Gemeente, vijand: Vijand) -> str:
    """Code of the fault in `zaaktype` of a new zaak, "" when it was made."""
    url = f"{vijand.base}{API}/zaaktypen/{ZAAKTYPE}"
    made = await gemeente.client.post(f"{ZAKEN}/zaken", zaak_body(url))
    assert GEHEIM.encode() not in made.body
    if made.status == 201:
        return ""
    ((name, code),) = made.codes
    assert (made.status, name) == (400, "zaaktype")
    return code


async def test_the_example_itself_is_good(gemeente: Gemeente, vijand: Vijand) -> None:
    """Every refusal below would prove nothing if the example were refused for another reason."""
    assert await code_of_zaak(gemeente, vijand) == ""


BAD: dict[str, Behaviour] = {
    "nothing at all": vijanden.says_nothing,
    "a byte now and then": vijanden.drips,
    "without end": vijanden.never_ends,
    "hangs up": says(b""),
    "half a head": says(b"HTTP/1.1 200 OK\r\ncontent-"),
    "half a body": says(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{"),
    "no HTTP": says(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "a head without end": says(b"HTTP/1.1 200 OK\r\n" + b"x: " + b"y" * 200_000 + b"\r\n\r\n"),
    "two lengths": says(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 5\r\n\r\n{}   "),
    "401": answers(401),
    "404": answers(404),
    "410": answers(410),
    "500": answers(500),
    "503": answers(503),
    "204": answers(204, b""),
    "304 unasked": answers(304, b""),
    "packed": answers(200, gzip.compress(b"{}" * 10), "content-encoding: gzip"),
    "round and round": answers(302, b"", f"location: {API}/zaaktypen/{ZAAKTYPE}"),
    "no place named": answers(302, b""),
}
WRONG: dict[str, bytes] = {
    "html": b"<html>Welkom</html>",
    "empty": b"",
    "null": b"null",
    "text": b'"zaaktype"',
    "number": b"1e999999",
    "list": b"[]",
    "deep list": b"[" * 200_000,
    "deep object": b'{"a":' * 200_000,
    "other encoding": json.dumps({"url": "x"}).encode("utf-16"),
    "nothing in it": b"{}",
}


@pytest.mark.rule("G-14")
@pytest.mark.parametrize("behaviour", BAD.values(), ids=BAD)
async def test_no_good_answer(
    gemeente: Gemeente, vijand: Vijand, behaviour: Behaviour, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One register that hangs would hang every desk that uses it."""
    monkeypatch.setattr(gemeente.app.registers, "seconds", 0.5)
    monkeypatch.setattr(gemeente.app.registers, "max_bytes", 300_000)
    vijand.behave = behaviour
    began = time.monotonic()
    assert await code_of_zaak(gemeente, vijand) == "bad-url"
    assert time.monotonic() - began < 5
    assert await gemeente.rows("select 1 from elders where tenant_id = $1", gemeente.id) == []


@pytest.mark.rule("G-14")
@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
async def test_no_json_object(gemeente: Gemeente, vijand: Vijand, body: bytes) -> None:
    """What a zaaktype says is believed by every rule: it must at least be one."""
    vijand.behave = answers(200, body)
    assert await code_of_zaak(gemeente, vijand) == "invalid-resource"


@pytest.mark.rule("G-14")
@pytest.mark.parametrize("extra", [
    {"url": "https://elders.test/zaaktypen/" + STATUSTYPE},
    {"url": None},
    {"identificatie": {"a": 1}},
    {"omschrijving": "\x00"},
    {"omschrijving": "\x7f/zaken/api/v1"},
    {"vertrouwelijkheidaanduiding": "een beetje"},
    {"vertrouwelijkheidaanduiding": None, "beginGeldigheid": None},
    {"beginGeldigheid": "morgen"},
    {"productenOfDiensten": {"a": 1}},
    {"concept": "nee"},
    {"referentieproces": []},
    {"catalogus": None},
    {"catalogus": ["https://elders.test/"]},
], ids=str)  # fmt: skip
async def test_wrong_shape(gemeente: Gemeente, vijand: Vijand, extra: dict[str, Any]) -> None:
    """A value of another kind would break a rule later, in the middle of somebody's work."""
    vijand.objects[f"{API}/zaaktypen/{ZAAKTYPE}"] |= extra
    assert await code_of_zaak(gemeente, vijand) == "invalid-resource"
    assert await gemeente.rows("select 1 from elders where tenant_id = $1", gemeente.id) == []


@pytest.mark.rule("G-14")
@pytest.mark.parametrize("name", ["omschrijving", "vertrouwelijkheidaanduiding", "besluittypen", "url"])
async def test_something_missing(gemeente: Gemeente, vijand: Vijand, name: str) -> None:
    """An object that looks like a zaaktype but for what a rule will ask of it."""
    del vijand.objects[f"{API}/zaaktypen/{ZAAKTYPE}"][name]
    assert await code_of_zaak(gemeente, vijand) == "invalid-resource"


@pytest.mark.rule("G-14", "G-16")
@pytest.mark.parametrize("catalogus", [
    "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/catalogi/api/v1/catalogussen/" + CATALOGUS,
    "http://localhost:1/catalogi/api/v1/catalogussen/" + CATALOGUS, "file:///etc/passwd",
    "{base}/../../geheim/catalogussen/" + CATALOGUS, "{base}/%2e%2e/catalogussen/" + CATALOGUS,
    "{host}/elders/catalogussen/" + CATALOGUS, "{base}@elders.test/catalogussen/" + CATALOGUS,
])  # fmt: skip
async def test_links_that_lead_astray(gemeente: Gemeente, vijand: Vijand, catalogus: str) -> None:
    """A register that was broken into would choose what this server fetches next."""
    catalogus = catalogus.format(base=vijand.base + API, host=vijand.base)
    vijand.objects[f"{API}/zaaktypen/{ZAAKTYPE}"] |= {"catalogus": catalogus}
    assert await code_of_zaak(gemeente, vijand) in ("bad-url", "invalid-resource")
    assert vijand.asked == [f"{API}/zaaktypen/{ZAAKTYPE}"]


async def test_nothing_slips_in_among_our_own_types(gemeente: Gemeente, vijand: Vijand) -> None:
    """One statustype of theirs under a zaaktype of ours, and no case of ours would ever close."""
    client = gemeente.client
    own, own_catalogus = await een_zaaktype(client), await een_catalogus(client)
    base = vijand.base + API
    vijand.objects[f"{API}/statustypen"]["results"] = [statustype(base, zaaktype=own["url"], volgnummer=9999)]
    assert await code_of_zaak(gemeente, vijand) == "invalid-resource"
    vijand.objects[f"{API}/statustypen"]["results"] = [statustype(base)]
    vijand.objects[f"{API}/zaaktypen/{ZAAKTYPE}"] |= {"catalogus": own_catalogus["url"]}
    assert await code_of_zaak(gemeente, vijand) == "invalid-resource"
    assert (await client.get(f"{CATALOGI}/statustypen")).json["count"] == 3
    vijand.objects[f"{API}/statustypen/{STATUSTYPE}"] = statustype(base, zaaktype=own["url"])
    zaak = (await client.post(f"{ZAKEN}/zaken", zaak_body(own["url"]))).json
    body = {"zaak": zaak["url"], "statustype": f"{base}/statustypen/{STATUSTYPE}"}
    refused = await client.post(f"{ZAKEN}/statussen", body | {"datumStatusGezet": "2026-01-06T10:00:00Z"})
    assert refused.codes == {("statustype", "invalid-resource")}


@pytest.mark.parametrize("results", [
    [{"url": "https://elders.test/statustypen/x"}], [None], ["x"], [{}], [{"url": "{base}/statustypen/x"}],
], ids=str)  # fmt: skip
async def test_a_list_with_something_else_in_it(gemeente: Gemeente, vijand: Vijand, results: Any) -> None:
    """What comes along with a type is as little to be trusted as the type itself."""
    text = json.dumps(results).replace("{base}", vijand.base + API)
    vijand.objects[f"{API}/statustypen"]["results"] = json.loads(text)
    assert await code_of_zaak(gemeente, vijand) == "invalid-resource"


async def test_a_list_without_end(gemeente: Gemeente, vijand: Vijand) -> None:
    """The next page of a list can be the list itself."""
    vijand.objects[f"{API}/statustypen"]["next"] = f"{vijand.base}{API}/statustypen?page=2"
    assert await code_of_zaak(gemeente, vijand) == "bad-url"
    assert len(vijand.asked) < 20


async def test_an_object_that_needs_ever_more(gemeente: Gemeente, vijand: Vijand) -> None:
    """Each link leads to another link; somebody must say that it is enough."""
    base = vijand.base + API
    many = [
        statustype(base, url=f"{base}/statustypen/{i:08d}-1111-4111-8111-111111111111", volgnummer=i)
        for i in range(1, 100)
    ]
    vijand.objects[f"{API}/statustypen"]["results"] = many
    assert await code_of_zaak(gemeente, vijand) == "bad-url"


async def test_time_for_all_of_it_together(gemeente: Gemeente, vijand: Vijand, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty objects that each take nine seconds are nine minutes."""
    monkeypatch.setattr(gemeente.app.objects, "seconds", 0.3)

    async def slow(writer: asyncio.StreamWriter, path: str) -> None:
        await asyncio.sleep(0.2)
        await vijand.serve(writer, path)

    vijand.behave = slow
    began = time.monotonic()
    assert await code_of_zaak(gemeente, vijand) == "bad-url"
    assert time.monotonic() - began < 5


# --- names and networks ----------------------------------------------------------------------------------------------


class Names(ThreadedResolver):
    """A name server that changes its mind: each look-up gives the next answer."""

    def __init__(self, *hosts: str) -> None:
        super().__init__()
        self.hosts = list(hosts)

    async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_INET) -> Any:
        found = self.hosts.pop(0) if len(self.hosts) > 1 else self.hosts[0]
        return [{"hostname": host, "host": found, "port": port, "family": socket.AF_INET, "proto": 0, "flags": 0}]


async def fetched(app: App, gemeente: Gemeente, base: str, networks: Networks, names: Names | None = None) -> Any:
    await app.diensten.new(gemeente.id, Dienst("x", base, "catalogi", "meent", GEHEIM))
    registers = HttpRegisters(app.diensten, networks, seconds=1)
    try:
        if names:
            registers._http().connector._resolver.resolver = names  # type: ignore[union-attr]
        return await registers.fetch(gemeente.id, f"{base}/zaaktypen/{ZAAKTYPE}")
    finally:
        await registers.close()


@pytest.mark.rule("G-16")
@pytest.mark.parametrize("host", [
    "127.0.0.1", "127.1", "2130706433", "0.0.0.0", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254",
    "[::1]", "[::ffff:127.0.0.1]", "[fd00::1]", "[fe80::1]", "[2002:7f00:1::]", "100.64.0.1", "224.0.0.1", "localhost",
])  # fmt: skip
async def test_private_networks_are_not_called(app: App, gemeente: Gemeente, vijand: Vijand, host: str) -> None:
    """A slip in the configuration must not open the network in which this server stands."""
    port = vijand.base.rpartition(":")[2]
    found = await fetched(app, gemeente, f"http://{host}:{port}/daar/api/v1", Networks())
    assert (found.status, found.code) == (0, "bad-url")
    assert vijand.asked == []


@pytest.mark.rule("G-16")
async def test_a_name_that_changes_its_mind(app: App, gemeente: Gemeente, vijand: Vijand) -> None:
    """Public when it is judged, private when it is called: what counts is the address that is connected to."""
    port = vijand.base.rpartition(":")[2]
    networks = Networks("192.0.2.0/24")
    found = await fetched(app, gemeente, f"http://elders.test:{port}/catalogi/api/v1", networks, Names("127.0.0.1"))
    assert found.code == "bad-url"
    assert vijand.asked == []
    names = Names("127.0.0.1", "169.254.169.254")
    base = f"http://ergens.test:{port}/catalogi/api/v1"
    await app.diensten.new(gemeente.id, Dienst("y", base, "catalogi", "meent", GEHEIM))
    registers = HttpRegisters(app.diensten, Networks(LOOPBACK), seconds=1)
    registers._http().connector._resolver.resolver = names  # type: ignore[union-attr]
    try:
        vijand.behave = answers(302, b"", f"location: http://nogergens.test:{port}/catalogi/api/v1/zaaktypen/x")
        await app.diensten.new(
            gemeente.id, Dienst("z", f"http://nogergens.test:{port}/catalogi/api/v1", "catalogi", "meent", GEHEIM)
        )
        found = await registers.fetch(gemeente.id, f"{base}/zaaktypen/{ZAAKTYPE}")
    finally:
        await registers.close()
    assert (found.code, vijand.asked) == ("bad-url", [f"{API}/zaaktypen/{ZAAKTYPE}"])


async def test_secret_is_told_to_nobody(gemeente: Gemeente, vijand: Vijand, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever reads a log, a trail or an error could otherwise read the other register in our name."""
    vijand.behave = answers(500)
    await code_of_zaak(gemeente, vijand)
    vijand.behave = vijand.serve
    assert await code_of_zaak(gemeente, vijand) == ""
    (dienst,) = await gemeente.app.diensten.all(gemeente.id)
    assert GEHEIM not in repr(dienst)
    assert GEHEIM not in caplog.text
    for table in ("audit", "outbox", "elders", "zaak_document", "zaaktype"):
        told = await gemeente.rows(f"select t::text from {table} t where tenant_id = $1", gemeente.id)
        assert told
        assert not [row for row in told if GEHEIM in row[0]], table
