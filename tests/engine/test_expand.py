"""`_expand`: linked resources in the answer, within the rights (RULES §1.1)."""

from typing import Any

import pytest

from meent.capabilities.expand import Expander, is_relation, target_of
from meent.data.pool import DatabaseWeg
from meent.engine.declare import Resource
from meent.openapi.schemas import relations
from tests.conftest import Gemeente
from tests.engine.samples import READABLE, REGISTRY, Gevuld
from tests.zgw import (
    CATALOGI,
    KANAAL,
    ZAKEN,
    een_catalogus,
    een_rol,
    een_status,
    een_zaak,
    een_zaaktype,
    made,
    zrc,
    ztc,
)

EACH = pytest.mark.parametrize("resource", READABLE, ids=lambda r: r.name)


@pytest.mark.rule("X-01", "X-02", "X-09")
@EACH
async def test_each_relation_expands_beside_its_link(stad: Gevuld, resource: Resource[Any]) -> None:
    """A client that asks for the object with its case must get that object, whole, and keep the link."""
    plain = (await stad.client.get(stad.url(resource.name))).json
    asked = [f for f in resource.fields if is_relation(f) and (resource.expands is None or f.json in resource.expands)]
    for f in asked:
        answer = await stad.client.get(stad.url(resource.name), {"expand": f.json})
        assert answer.status == 200, f.json
        shown = answer.json
        expanded = shown.pop("_expand", {})
        assert shown == plain
        links = plain_links(plain[f.json])
        if not links or target_of(REGISTRY, f) is None or not isinstance(links, str | list) or not _is_url(links):
            assert expanded == {}, f.json
        elif isinstance(links, list):
            assert [o["url"] for o in expanded[f.json]] == links
        else:
            assert expanded[f.json] == (await stad.client.get(links)).json


@pytest.mark.rule("X-04", "X-10")
@EACH
async def test_what_is_published_can_be_asked(stad: Gevuld, resource: Resource[Any]) -> None:
    """The document promises it of one object and of a list; that it is the standard's document is tested elsewhere."""
    for name in relations(resource):
        for path in (stad.url(resource.name), stad.collection(resource)):
            assert (await stad.client.get(path, {"expand": name})).status == 200, (path, name)


@pytest.mark.rule("X-10")
async def test_related_zaaktypen_expand(gemeente: Gemeente) -> None:
    """Objects that hold a link and more beside it are no list of links, and still lead to a zaaktype."""
    client = gemeente.client
    catalogus = await een_catalogus(client)
    other = await een_zaaktype(client, catalogus["url"])
    related = [{"zaaktype": other["identificatie"], "aardRelatie": "vervolg", "toelichting": "Daarna"}]
    zaaktype = await een_zaaktype(client, catalogus["url"], gerelateerdeZaaktypen=related)
    query = {"expand": "gerelateerdeZaaktypen.statustypen"}
    for answer in (await client.get(zaaktype["url"], query), await client.get(f"{CATALOGI}/zaaktypen", query)):
        shown = answer.json if "url" in answer.json else answer.json["results"][0]
        (found,) = shown["_expand"]["gerelateerdeZaaktypen"]
        assert found["url"] == shown["gerelateerdeZaaktypen"][0]["zaaktype"] == other["url"]
        assert len(found["_expand"]["statustypen"]) == len(other["statustypen"])


def plain_links(links: Any) -> Any:
    """Links that are objects, as their addresses."""
    if isinstance(links, dict):
        return links.get("url", links)
    return [plain_links(link) for link in links] if isinstance(links, list) else links


def _is_url(links: str | list[Any]) -> bool:
    return str(links if isinstance(links, str) else links[0]).startswith("http")


@pytest.mark.rule("X-01", "X-03", "X-04")
async def test_path_expands_every_level_on_the_way(stad: Gevuld) -> None:
    """`rollen.roltype.zaaktype` without the rollen themselves would hang in the air."""
    query = {"expand": "zaaktype.catalogus,rollen.roltype.zaaktype,status.statustype"}
    zaak = (await stad.client.get(stad.url("zaak"), query)).json
    only = {"identificatie": zaak["identificatie"]}
    (in_list,) = (await stad.client.get(f"{ZAKEN}/zaken", query | only)).json["results"]
    for inside in (zaak["_expand"], in_list["_expand"]):
        assert set(inside) == {"zaaktype", "rollen", "status"}
        assert inside["zaaktype"]["_expand"]["catalogus"]["url"] == stad.url("catalogus")
        assert inside["rollen"][0]["_expand"]["roltype"]["_expand"]["zaaktype"]["url"] == stad.url("zaaktype")
        assert inside["status"]["_expand"]["statustype"]["url"] == inside["status"]["statustype"]
    for expand in ("status.statustype", ["status.statustype"]):
        found = await stad.client.post(f"{ZAKEN}/zaken/_zoek", {"uuid__in": [stad.uuid("zaak")], "expand": expand})
        assert "statustype" in found.json["results"][0]["_expand"]["status"]["_expand"]


@pytest.mark.rule("X-04")
async def test_four_levels_deep_and_not_without_end(stad: Gevuld) -> None:
    """Since 1.6 any depth; but a path that goes round for ever must not take the server along."""
    deep = await stad.client.get(stad.url("rol"), {"expand": "zaak.rollen.roltype.zaaktype.catalogus"})
    assert deep.json["_expand"]["zaak"]["_expand"]["rollen"][0]["_expand"]["roltype"]["_expand"]["zaaktype"]["_expand"]
    endless = await stad.client.get(stad.url("rol"), {"expand": ".".join(["zaak", "rollen"] * 20)})
    assert endless.codes == {("expand", "invalid")}
    many = await stad.client.get(stad.url("rol"), {"expand": ",".join(["zaak"] * 1000)})
    assert many.codes == {("expand", "invalid")}


async def test_round_trip_does_not_grow_without_limit(gemeente: Gemeente) -> None:
    """A dozen rollen, in and out four times, are twenty thousand copies of one case: one question fills the memory."""
    zaaktype = await een_zaaktype(gemeente.client)
    zaak = await een_zaak(gemeente.client, zaaktype)
    for _ in range(16):
        await een_rol(gemeente.client, zaak, zaaktype["roltypen"][1])
    answer = await gemeente.client.get(zaak["url"], {"expand": "rollen.zaak.rollen.zaak.rollen.zaak.rollen.zaak"})
    assert answer.codes == {("expand", "invalid")}


@pytest.mark.rule("X-05")
@EACH
@pytest.mark.parametrize("name", ["bestaatNiet", "url", "_expand", "omschrijving", "*", "zaak.bestaatNiet", ".", ","])
async def test_what_is_no_relation_is_refused(stad: Gevuld, resource: Resource[Any], name: str) -> None:
    """A misspelt relation that is passed over leaves a screen empty without a word."""
    for path in (stad.url(resource.name), stad.collection(resource)):
        answer = await stad.client.get(path, {"expand": name})
        assert (answer.status, answer.codes) == (400, {("expand", "invalid_choice")})


@pytest.mark.rule("X-06")
async def test_part_that_fails_fails_the_whole(stad: Gevuld, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case shown without its rollen, because the database stumbled, looks like a case without people."""

    async def stumbles(*args: Any) -> Any:
        raise DatabaseWeg("weg")

    monkeypatch.setattr(Expander, "_joined", stumbles)
    for path in (stad.url("zaak"), f"{ZAKEN}/zaken"):
        assert (await stad.client.get(path, {"expand": "rollen"})).status == 503
        assert (await stad.client.get(path)).status == 200


@pytest.mark.rule("X-07")
async def test_expand_shows_only_what_may_be_read(gemeente: Gemeente) -> None:
    """Through the main case one would read the secret part of it (GHSA-v9vp-r9j9-9889)."""
    open_type = await een_zaaktype(gemeente.client)
    secret_type = await een_zaaktype(gemeente.client)
    await gemeente.client.patch(open_type["url"], {"deelzaaktypen": [secret_type["identificatie"]]})
    zaak = await een_zaak(gemeente.client, open_type)
    deel = await een_zaak(gemeente.client, secret_type, hoofdzaak=zaak["url"], omschrijving="geheime deelzaak")
    hidden = await een_zaak(
        gemeente.client, open_type, vertrouwelijkheidaanduiding="geheim", omschrijving="geheime andere",
        relevanteAndereZaken=[{"url": zaak["url"], "aardRelatie": "vervolg"}],
    )  # fmt: skip
    andere = [{"url": hidden["url"], "aardRelatie": "vervolg"}]
    await gemeente.client.patch(zaak["url"], {"relevanteAndereZaken": andere})
    rol = await een_rol(gemeente.client, deel, secret_type["roltypen"][0])
    client = await gemeente.application(zrc(["zaken.lezen"], open_type, "openbaar"))
    names = "deelzaken,relevanteAndereZaken,deelzaken.rollen,zaaktype,zaaktype.statustypen,zaaktype.catalogus"
    body = {"uuid__in": [zaak["uuid"]], "fields": ["url", {"deelzaken": ["*"], "relevanteAndereZaken": ["*"]}]}
    for answer in (
        await client.get(zaak["url"], {"expand": names}),
        await client.get(f"{ZAKEN}/zaken", {"expand": names}),
        await client.post(f"{ZAKEN}/zaken/_zoek", {"uuid__in": [zaak["uuid"]], "expand": names}),
        await client.post(f"{ZAKEN}/zaken/_zoek", body),
    ):
        assert answer.status == 200
        assert b"geheime" not in answer.body
        assert rol["url"].encode() not in answer.body
        shown = answer.json if "url" in answer.json else answer.json["results"][0]
        assert set(shown.get("_expand", {})) <= {"zaaktype"}
        assert "_expand" not in shown.get("_expand", {}).get("zaaktype", {})  # no catalogi.lezen
    everything = await gemeente.client.get(zaak["url"], {"expand": names})
    assert everything.body.count(b"geheime") == 2
    types = await gemeente.application(zrc(["zaken.lezen"], open_type, "openbaar"), ztc("catalogi.lezen"))
    assert set((await types.get(zaak["url"], {"expand": names})).json["_expand"]["zaaktype"]["_expand"]) == {
        "statustypen", "catalogus",
    }  # fmt: skip


NOWHERE = "http://127.0.0.1:9/persoon/1"


@pytest.mark.rule("X-08")
@pytest.mark.parametrize(
    ("name", "relation", "outside", "inside"),
    [
        ("rol", "betrokkene", NOWHERE, "/zaken/api/v1/zaken/{zaak}"),
        ("zaakobject", "object", NOWHERE, "/zaken/api/v1/zaken/{zaak}"),
        ("zaak", "communicatiekanaal", KANAAL, f"/selectielijst/api/v1/communicatiekanalen/{KANAAL[-36:]}"),
    ],
)
async def test_relation_to_the_outside_stays_shut(
    stad: Gevuld, name: str, relation: str, outside: str, inside: str
) -> None:
    """Fetching what a stranger wrote down lets him make us call any machine."""
    resource = next(r for r in READABLE if r.name == name)
    for link in (outside, stad.client.base + inside.format(zaak=stad.uuid("zaak"))):
        row = await made(stad.client, stad.collection(resource), stad.body(resource) | {relation: link})
        answer = await stad.client.get(row["url"], {"expand": relation})
        assert answer.status == 200
        assert "_expand" not in answer.json


@pytest.mark.rule("X-09")
async def test_empty_relation_is_left_out(gemeente: Gemeente) -> None:
    """A case without status has no status to show; null would be an object that is not there."""
    zaaktype = await een_zaaktype(gemeente.client)
    zaak = await een_zaak(gemeente.client, zaaktype)
    body = (await gemeente.client.get(zaak["url"], {"expand": "status,rollen,hoofdzaak,deelzaken,zaaktype"})).json
    assert set(body["_expand"]) == {"zaaktype"}
    await een_status(gemeente.client, zaak, zaaktype["statustypen"][0])
    assert set((await gemeente.client.get(zaak["url"], {"expand": "status,rollen"})).json["_expand"]) == {"status"}


@pytest.mark.rule("X-11")
async def test_search_selects_fields(stad: Gevuld) -> None:
    """Half an answer is enough for a list on a screen, and says nothing that was not asked for."""
    path, asked = f"{ZAKEN}/zaken/_zoek", {"uuid__in": [stad.uuid("zaak")]}
    fields: list[Any] = ["url", "identificatie", {"rollen": ["url", {"roltype": ["omschrijving"]}], "zaaktype": ["*"]}]
    (zaak,) = (await stad.client.post(path, asked | {"fields": fields})).json["results"]
    assert set(zaak) == {"url", "identificatie", "rollen", "zaaktype", "_expand"}
    assert set(zaak["_expand"]) == {"rollen", "zaaktype"}
    assert set(zaak["_expand"]["rollen"][0]) == {"url", "roltype", "_expand"}
    assert zaak["_expand"]["rollen"][0]["_expand"]["roltype"] == {"omschrijving": "Behandelaar"}
    assert zaak["_expand"]["zaaktype"]["omschrijving"] == stad.mark
    (whole,) = (await stad.client.post(path, asked | {"fields": ["*"]})).json["results"]
    assert whole == (await stad.client.get(stad.url("zaak"))).json
    for query, extra in (({}, {"expand": "rollen"}), ({"expand": "rollen"}, {}), ({}, {"expand": []})):
        answer = await stad.client.call("POST", path, query=query, body=asked | {"fields": fields} | extra)
        assert answer.status == 400
