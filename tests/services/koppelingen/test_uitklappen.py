"""`expand` of what stands in registers of others (X-02, X-06…X-08)."""

from typing import Any

import pytest

from tests.conftest import Gemeente
from tests.services.koppelingen.conftest import Leverancier
from tests.zgw import ZAKEN, een_status, een_zaak, een_zaaktype, ztc


async def own_zaak(gemeente: Gemeente, leverancier: Leverancier, **extra: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A zaak of ours with a zaaktype elsewhere."""
    zaaktype = await een_zaaktype(leverancier.client)
    await leverancier.is_known_to(gemeente, "catalogi", "zaken")
    return await een_zaak(gemeente.client, zaaktype, **extra), zaaktype


def pad(url: str) -> str:
    return "/" + url.partition("://")[2].partition("/")[2]


async def expanded(gemeente: Gemeente, zaak: dict[str, Any], names: str) -> dict[str, Any]:
    """`_expand` of the zaak, the same read alone, from the list and by a search."""
    client = gemeente.client
    alone = await client.get(zaak["url"], {"expand": names})
    listed = await client.get(f"{ZAKEN}/zaken", {"expand": names})
    searched = await client.post(f"{ZAKEN}/zaken/_zoek", {"uuid__in": [zaak["uuid"]], "expand": names.split(",")})
    assert (alone.status, listed.status, searched.status) == (200, 200, 200), (alone.body, searched.body)
    assert listed.json["results"] == searched.json["results"] == [alone.json]
    found: dict[str, Any] = alone.json.get("_expand", {})
    assert alone.json == zaak | {"_expand": found} if found else alone.json == zaak
    return found


@pytest.mark.rule("X-02", "X-03")
async def test_zaaktype_elsewhere_in_its_own_words(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """A screen that shows cases with their type would show nothing for those of another catalogue."""
    zaak, zaaktype = await own_zaak(gemeente, leverancier)
    there = (await leverancier.client.get(zaaktype["url"])).json
    assert await expanded(gemeente, zaak, "zaaktype") == {"zaaktype": there}
    deep = await expanded(gemeente, zaak, "zaaktype.catalogus,zaaktype.statustypen,status")
    catalogus = (await leverancier.client.get(there["catalogus"])).json
    statustypen = [(await leverancier.client.get(url)).json for url in there["statustypen"]]
    assert deep == {"zaaktype": there | {"_expand": {"catalogus": catalogus, "statustypen": statustypen}}}


@pytest.mark.rule("X-03")
async def test_elsewhere_below_something_of_ours(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """The current status would be shown without its name."""
    zaak, zaaktype = await own_zaak(gemeente, leverancier)
    status = await een_status(gemeente.client, zaak, zaaktype["statustypen"][0])
    zaak = (await gemeente.client.get(zaak["url"])).json
    statustype = (await leverancier.client.get(zaaktype["statustypen"][0]["url"])).json
    found = await expanded(gemeente, zaak, "status.statustype")
    assert found == {"status": status | {"_expand": {"statustype": statustype}}}


@pytest.mark.rule("X-06")
async def test_what_cannot_be_fetched_fails_the_request(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """Left out silently, a case would seem to have no type, and somebody would act on that."""
    zaak, zaaktype = await own_zaak(gemeente, leverancier)
    leverancier.wire.answers[pad(zaaktype["url"])] = (500, [])
    client = gemeente.client
    for answer in (
        await client.get(zaak["url"], {"expand": "zaaktype"}),
        await client.get(f"{ZAKEN}/zaken", {"expand": "zaaktype"}),
        await client.post(f"{ZAKEN}/zaken/_zoek", {"uuid__in": [zaak["uuid"]], "expand": ["zaaktype"]}),
    ):
        assert (answer.status, answer.json["code"]) == (404, "not_found")
        assert zaaktype["url"] in answer.json["detail"]
    assert (await client.get(zaak["url"])).status == 200
    assert (await client.get(zaak["url"], {"expand": "status"})).status == 200
    assert await gemeente.app.diensten.remove(gemeente.id, "catalogi")
    assert (await client.get(zaak["url"], {"expand": "zaaktype"})).status == 404


@pytest.mark.rule("X-02")
async def test_related_zaken_here_and_elsewhere(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """Half of the related cases would seem not to exist."""
    hier = await een_zaak(gemeente.client)
    daar = await een_zaak(leverancier.client)
    andere = [{"url": url, "aardRelatie": "vervolg"} for url in (daar["url"], hier["url"])]
    zaak, _ = await own_zaak(gemeente, leverancier, relevanteAndereZaken=andere)
    answer = await gemeente.client.get(zaak["url"], {"expand": "relevanteAndereZaken"})
    assert answer.json["_expand"] == {"relevanteAndereZaken": [daar, hier]}
    deep = (await gemeente.client.get(zaak["url"], {"expand": "relevanteAndereZaken.zaaktype"})).json
    assert [z["_expand"]["zaaktype"]["url"] for z in deep["_expand"]["relevanteAndereZaken"]] == [
        daar["zaaktype"], hier["zaaktype"],
    ]  # fmt: skip


@pytest.mark.rule("X-07")
async def test_only_what_the_caller_may_see(gemeente: Gemeente, leverancier: Leverancier) -> None:
    """We may read the other register; that does not mean that everybody who asks us may."""
    daar, geheim = await een_zaak(leverancier.client), await een_zaak(leverancier.client)
    andere = [{"url": z["url"], "aardRelatie": "vervolg"} for z in (daar, geheim)]
    zaak, zaaktype = await own_zaak(gemeente, leverancier, relevanteAndereZaken=andere)
    reads = {"component": "zrc", "scopes": ["zaken.lezen"], "maxVertrouwelijkheidaanduiding": "openbaar"}
    limited = await gemeente.application(reads | {"zaaktype": zaaktype["url"]}, reads | {"zaaktype": daar["zaaktype"]})
    found = (await limited.get(zaak["url"], {"expand": "relevanteAndereZaken"})).json
    assert found["_expand"] == {"relevanteAndereZaken": [daar]}
    reads_types = await gemeente.application(reads | {"zaaktype": zaaktype["url"]}, ztc("catalogi.lezen"))
    found = (await reads_types.get(zaak["url"], {"expand": "zaaktype,relevanteAndereZaken"})).json
    assert set(found["_expand"]) == {"zaaktype"}


async def test_who_uses_no_register_elsewhere_is_asked_nothing(
    gemeente: Gemeente, andere_gemeente: Gemeente, leverancier: Leverancier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bodies of a page would be read for what nobody has."""
    zaak = await een_zaak(andere_gemeente.client)

    async def never(*_: Any) -> Any:
        raise AssertionError

    monkeypatch.setattr(gemeente.app.objects.uitklapper, "expand", never)
    answer = await andere_gemeente.client.get(zaak["url"], {"expand": "zaaktype"})
    assert answer.json["_expand"]["zaaktype"]["url"] == zaak["zaaktype"]
    assert leverancier.wire.asked == []
