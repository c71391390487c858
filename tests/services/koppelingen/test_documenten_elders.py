"""Documents in the register of another supplier, that belong to zaken and besluiten of ours (Z-06, Z-09, D-03…D-06)."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from asyncpg import DeadlockDetectedError

from meent.integration.diensten import spiegels
from tests.conftest import Gemeente
from tests.services.koppelingen.conftest import Leverancier
from tests.zgw import (
    BESLUITEN,
    ZAKEN,
    besluit_body,
    bij_besluit,
    bij_zaak,
    een_besluit,
    een_besluittype,
    een_catalogus,
    een_document,
    een_informatieobjecttype,
    een_zaak,
    zaaktype_met,
)  # fmt: skip

OIO = "/documenten/api/v1/objectinformatieobjecten"


async def zaak_en_document(gemeente: Gemeente, buren: Leverancier) -> tuple[dict[str, Any], dict[str, Any]]:
    """A zaak of ours, and a document of theirs that may belong to it."""
    soort = await een_informatieobjecttype(buren.client)
    zaak = await een_zaak(gemeente.client, await zaaktype_met(buren.client, soort))
    return zaak, await een_document(buren.client, soort)


def pad(url: str) -> str:
    return "/" + url.partition("://")[2].partition("/")[2]


async def mirrors(buren: Leverancier, document: dict[str, Any]) -> list[tuple[str, str]]:
    """What the other register knows of the document: address and kind of what it belongs to."""
    found = await buren.client.get(OIO, {"informatieobject": document["url"]})
    return [(o["object"], o["objectType"]) for o in found.json]


@pytest.mark.rule("Z-06", "Z-09", "D-05")
async def test_document_elsewhere_in_a_zaak_of_ours(gemeente: Gemeente, buren: Leverancier) -> None:
    """A file whose letters stand with another supplier would have no letters."""
    zaak, document = await zaak_en_document(gemeente, buren)
    client = gemeente.client
    relatie = await bij_zaak(client, zaak, document)
    assert relatie["informatieobject"] == document["url"]
    assert await mirrors(buren, document) == [(zaak["url"], "zaak")]
    listed = await client.get(f"{ZAKEN}/zaakinformatieobjecten", {"informatieobject": document["url"]})
    assert listed.json == [relatie]
    assert (await client.get("/documenten/api/v1/enkelvoudiginformatieobjecten")).json["count"] == 0
    again = await client.post(
        f"{ZAKEN}/zaakinformatieobjecten", {"zaak": zaak["url"], "informatieobject": document["url"]}
    )
    assert again.codes == {("nonFieldErrors", "unique")}
    assert (await client.delete(relatie["url"])).status == 204
    assert await mirrors(buren, document) == []
    assert await gemeente.rows("select 1 from spiegel where tenant_id = $1", gemeente.id) == []


@pytest.mark.rule("Z-40", "D-06")
async def test_mirrors_go_with_the_zaak(gemeente: Gemeente, buren: Leverancier) -> None:
    """The document could never be thrown away there: it would belong to a case that nobody has."""
    zaak, document = await zaak_en_document(gemeente, buren)
    await bij_zaak(gemeente.client, zaak, document)
    (mirror,) = (await buren.client.get(OIO, {"object": zaak["url"]})).json
    refused = await buren.client.delete(mirror["url"])
    assert refused.codes == {("nonFieldErrors", "remote-relation-exists")}
    assert (await gemeente.client.delete(zaak["url"])).status == 204
    assert await mirrors(buren, document) == []


@pytest.mark.rule("B-05")
async def test_document_elsewhere_with_a_besluit_of_ours(gemeente: Gemeente, buren: Leverancier) -> None:
    """A besluit whose letter stands elsewhere would not be put down anywhere."""
    catalogus = (await een_catalogus(buren.client))["url"]
    soort = await een_informatieobjecttype(buren.client, catalogus)
    besluittype = await een_besluittype(buren.client, catalogus, informatieobjecttypen=[soort["omschrijving"]])
    besluit, document = await een_besluit(gemeente.client, besluittype), await een_document(buren.client, soort)
    await bij_besluit(gemeente.client, besluit, document)
    assert await mirrors(buren, document) == [(besluit["url"], "besluit")]
    assert (await gemeente.client.delete(besluit["url"])).status == 204
    assert await mirrors(buren, document) == []


@pytest.mark.rule("Z-09")
@pytest.mark.parametrize("status", [400, 403, 500, 302])
async def test_without_mirror_no_relation(gemeente: Gemeente, buren: Leverancier, status: int) -> None:
    """Half a relation: the case shows a document that does not know of the case."""
    zaak, document = await zaak_en_document(gemeente, buren)
    buren.wire.answers[pad(buren.client.base + OIO)] = (status, [])
    body = {"zaak": zaak["url"], "informatieobject": document["url"]}
    refused = await gemeente.client.post(f"{ZAKEN}/zaakinformatieobjecten", body)
    assert (refused.status, refused.codes) == (400, {("informatieobject", "pending-relations")})
    buren.wire.answers.clear()
    assert (await gemeente.client.get(f"{ZAKEN}/zaakinformatieobjecten", {"zaak": zaak["url"]})).json == []
    assert (await gemeente.client.get(zaak["url"])).json == zaak
    assert await mirrors(buren, document) == []
    assert await gemeente.rows("select 1 from spiegel where tenant_id = $1", gemeente.id) == []
    trail = (await gemeente.client.get(f"{zaak['url']}/audittrail")).json
    assert [(t["resource"], t["actie"]) for t in trail[1:]] == [
        ("zaakinformatieobject", "create"), ("zaakinformatieobject", "destroy"),
    ]  # fmt: skip
    assert (await gemeente.client.post(f"{ZAKEN}/zaakinformatieobjecten", body)).status == 201


@pytest.mark.rule("Z-09")
async def test_what_a_crash_leaves_is_healed(
    gemeente: Gemeente, buren: Leverancier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between our commit and their answer anything can happen, and nobody would ever look at it again."""
    spiegels = gemeente.app.objects.spiegels
    zaak, document = await zaak_en_document(gemeente, buren)

    async def dies(*_: Any) -> None:
        raise SystemError("kill -9")

    monkeypatch.setattr(spiegels, "mirror", dies)
    body = {"zaak": zaak["url"], "informatieobject": document["url"]}
    assert (await gemeente.client.post(f"{ZAKEN}/zaakinformatieobjecten", body)).status == 500
    assert await mirrors(buren, document) == []
    later = datetime.now(UTC) + timedelta(minutes=6)
    assert await spiegels.heal(gemeente.id, datetime.now(UTC)) == (0, 0)
    assert await spiegels.heal(gemeente.id, later) == (1, 0)
    assert await mirrors(buren, document) == [(zaak["url"], "zaak")]
    await gemeente.rows("update spiegel set staat = 'maken', url = '' where tenant_id = $1", gemeente.id)
    assert await spiegels.heal(gemeente.id, later) == (1, 0)  # it was there already
    assert len(await mirrors(buren, document)) == 1
    (relatie,) = (await gemeente.client.get(f"{ZAKEN}/zaakinformatieobjecten", {"zaak": zaak["url"]})).json
    assert (await gemeente.client.delete(relatie["url"])).status == 500
    assert len(await mirrors(buren, document)) == 1
    buren.wire.answers[pad(buren.client.base + OIO)] = (503, [])
    assert await spiegels.heal(gemeente.id, later) == (1, 0)
    buren.wire.answers.clear()
    assert await mirrors(buren, document) == []


@pytest.mark.rule("D-03", "D-05")
async def test_we_as_the_register_of_documents(gemeente: Gemeente, buren: Leverancier) -> None:
    """Anybody who may write a mirror could make a document belong to a case that knows nothing of it."""
    soort = await een_informatieobjecttype(gemeente.client)
    document, zaak = await een_document(gemeente.client, soort), await een_zaak(buren.client)
    body = {"informatieobject": document["url"], "object": zaak["url"], "objectType": "zaak"}
    refused = await gemeente.client.post(OIO, body)
    assert refused.codes == {("nonFieldErrors", "inconsistent-relation")}
    for url, code in (
        (f"{zaak['url'][:-4]}0000", "bad-url"), (zaak["zaaktype"], "invalid-resource"), ("https://x.test/1", "bad-url"),
    ):  # fmt: skip
        refused = await gemeente.client.post(OIO, body | {"object": url})
        assert refused.codes == {("object", code)}, url


@pytest.mark.rule("B-06")
async def test_besluit_of_ours_on_a_zaak_elsewhere(gemeente: Gemeente, buren: Leverancier) -> None:
    """The people who work on the case there would not know that it was decided."""
    catalogus = (await een_catalogus(buren.client))["url"]
    besluittype = await een_besluittype(buren.client, catalogus)
    soort = await een_informatieobjecttype(buren.client, catalogus)
    zaaktype = await zaaktype_met(buren.client, soort, besluittypen=[besluittype["omschrijving"]])
    zaak = await een_zaak(buren.client, zaaktype)
    collectie, regel = f"{pad(zaak['url'])}/besluiten", f"{zaak['url']}/besluiten/{'1' * 8}"
    body = besluit_body(besluittype["url"], zaak=zaak["url"])
    buren.wire.answers[collectie] = (403, [])
    refused = await gemeente.client.post(f"{BESLUITEN}/besluiten", body)
    assert (refused.status, refused.codes) == (400, {("zaak", "pending-relations")})
    assert (await gemeente.client.get(f"{BESLUITEN}/besluiten")).json["count"] == 0
    buren.wire.answers = {collectie: (201, []), pad(regel): (204, [])}
    buren.wire.body = msgspec.json.encode({"url": regel})
    besluit = (await gemeente.client.post(f"{BESLUITEN}/besluiten", body)).json
    assert (besluit["zaak"], besluit["besluittype"]) == (zaak["url"], besluittype["url"])
    assert msgspec.json.decode(buren.wire.got[-1]) == {"besluit": besluit["url"]}
    found = await gemeente.client.get(f"{BESLUITEN}/besluiten", {"zaak": zaak["url"]})
    assert found.json["results"] == [besluit]
    assert (await gemeente.client.delete(besluit["url"])).status == 204
    assert buren.wire.paths("DELETE") == [pad(regel)]
    buren.wire.answers.clear()
    besluit = (await gemeente.client.post(f"{BESLUITEN}/besluiten", body)).json
    there = (await buren.client.get(f"{zaak['url']}/besluiten")).json
    assert [b["besluit"] for b in there] == [besluit["url"]]
    assert (await buren.client.get(f"{BESLUITEN}/besluiten")).json["count"] == 0
    assert (await gemeente.client.delete(besluit["url"])).status == 204
    assert (await buren.client.get(f"{zaak['url']}/besluiten")).json == []
    ander = await een_besluittype(buren.client, catalogus)
    wrong = await gemeente.client.post(f"{BESLUITEN}/besluiten", body | {"besluittype": ander["url"]})
    assert wrong.codes == {("nonFieldErrors", "zaaktype-mismatch")}


async def test_the_worker_heals_by_itself(
    gemeente: Gemeente, buren: Leverancier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What only a command can mend waits for somebody who knows that command."""
    done = asyncio.Event()

    async def heal(tenant_id: int, now: datetime) -> tuple[int, int]:
        if tenant_id == gemeente.id:
            done.set()
        return 1, 0

    monkeypatch.setattr(gemeente.app.objects.spiegels, "heal", heal)
    async with gemeente.app.healing():
        await asyncio.wait_for(done.wait(), 5)


async def test_healing_outlives_a_fault_of_the_database(
    gemeente: Gemeente, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A deadlock passes by itself; who stopped healing because of it would stop for ever, and nobody would know."""
    again = asyncio.Event()
    faults = [DeadlockDetectedError("even niet")]

    async def heal(tenant_id: int, now: datetime) -> tuple[int, int]:
        if faults:
            raise faults.pop()
        again.set()
        return 0, 0

    monkeypatch.setattr(spiegels, "ROUND_SECONDS", 0.01)
    monkeypatch.setattr(gemeente.app.objects.spiegels, "heal", heal)
    async with gemeente.app.healing():
        await asyncio.wait_for(again.wait(), 5)
    assert [r.message for r in caplog.records if r.name == "meent.spiegels"] == ["spiegels_wachten"]
