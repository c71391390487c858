"""A document and what it belongs to, from both sides (Zaken 1.7.0, Besluiten 1.1.0, Documenten 1.7.0).

Source: gemma-zaken, zrc-003…zrc-005, zrc-017, brc-003…brc-009, drc-002…drc-004, and RULES.md §6…§8.
"""

import asyncio
from typing import Any

import pytest

from meent.basis.ids import uuid7
from meent.basis.placeholder import PLACEHOLDER
from meent.data.pool import DatabaseWeg
from meent.engine import write
from meent.engine.change import Also, Session
from tests.asgi import Client
from tests.conftest import Gemeente
from tests.zgw import (
    BESLUITEN,
    DOCUMENTEN,
    ZAKEN,
    bij_besluit,
    bij_zaak,
    drc,
    een_besluit,
    een_besluittype,
    een_catalogus,
    een_document,
    een_informatieobjecttype,
    een_status,
    een_zaak,
    een_zaaktype,
    gewijzigd,
    sluit,
    zaaktype_met,
    zrc,
)  # fmt: skip

ZIO, BIO = f"{ZAKEN}/zaakinformatieobjecten", f"{BESLUITEN}/besluitinformatieobjecten"
OIO, EIO = f"{DOCUMENTEN}/objectinformatieobjecten", f"{DOCUMENTEN}/enkelvoudiginformatieobjecten"
NERGENS = "00000000-0000-4000-8000-000000000000"
Json = dict[str, Any]


async def zaak_en_document(client: Client, **extra: Any) -> tuple[Json, Json]:
    """A zaak and a document that may belong to it, and does not yet."""
    soort = await een_informatieobjecttype(client)
    return await een_zaak(client, await zaaktype_met(client, soort), **extra), await een_document(client, soort)


async def besluit_en_document(client: Client) -> tuple[Json, Json]:
    soort = await een_informatieobjecttype(client)
    besluittype = await een_besluittype(client, soort["catalogus"], informatieobjecttypen=[soort["omschrijving"]])
    return await een_besluit(client, besluittype), await een_document(client, soort)


async def spiegels(client: Client, document: Json) -> list[Json]:
    found: list[Json] = (await client.get(OIO, {"informatieobject": document["url"]})).json
    return found


# --- a document of a zaak (Z-06…Z-09, Z-31, Z-39) --------------------------------------------------------------------


@pytest.mark.rule("Z-06")
async def test_document_of_a_zaak_exists(client: Client) -> None:
    """A file would hold a document that nobody can open."""
    zaak, _ = await zaak_en_document(client)
    for link, code in (
        (f"{client.base}{EIO}/{NERGENS}", "bad-url"),
        ("https://elders.example/enkelvoudiginformatieobjecten/1", "bad-url"),
        (zaak["url"], "invalid-resource"),
    ):
        refused = await client.post(ZIO, {"zaak": zaak["url"], "informatieobject": link})
        assert (refused.status, refused.codes) == (400, {("informatieobject", code)}), link


@pytest.mark.rule("Z-07")
async def test_nature_and_moment_are_ours_to_set(client: Client, clock: Any) -> None:
    """A client would say that a document was in the file before the decision was taken."""
    clock("2026-03-31T10:00:00Z")
    zaak, document = await zaak_en_document(client)
    zio = await bij_zaak(client, zaak, document, aardRelatieWeergave="Zomaar", registratiedatum="2020-01-01T00:00:00Z")
    assert zio["aardRelatieWeergave"] == "Hoort bij, omgekeerd: kent"
    assert zio["registratiedatum"].startswith("2026-03-31T10:00:00")
    clock("2026-04-01T10:00:00Z")
    changed = await client.patch(zio["url"], {"titel": "Bijlage", "registratiedatum": "2020-01-01T00:00:00Z"})
    assert (changed.json["titel"], changed.json["registratiedatum"]) == ("Bijlage", zio["registratiedatum"])


@pytest.mark.rule("Z-08")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_zaak_and_document_of_a_relation_stay(client: Client, method: str) -> None:
    """A document would move to the file of somebody else, and nobody would see that it had been there."""
    (zaak, document), (andere, ander) = await zaak_en_document(client), await zaak_en_document(client)
    zio = await bij_zaak(client, zaak, document)
    for name, link in (("zaak", andere["url"]), ("informatieobject", ander["url"])):
        refused = await client.call(method, zio["url"], body=zio | {name: link})
        assert (refused.status, refused.codes) == (400, {(name, "wijzigen-niet-toegelaten")})
    assert (await client.call(method, zio["url"], body=zio | {"titel": "Anders"})).json == zio | {"titel": "Anders"}


@pytest.mark.rule("Z-31", "C-26")
async def test_type_of_a_document_belongs_to_the_zaaktype_by_name(client: Client) -> None:
    """Medical advice in a file about a parking permit; a newer version of a type is the same type."""
    catalogus = (await een_catalogus(client))["url"]
    oud = await een_informatieobjecttype(client, catalogus, omschrijving="Advies", eindeGeldigheid="2025-12-31")
    nieuw = await een_informatieobjecttype(client, catalogus, omschrijving="Advies", beginGeldigheid="2026-01-01")
    vreemd = await een_informatieobjecttype(client, catalogus)
    elders = await een_informatieobjecttype(client, omschrijving="Advies")
    zaak = await een_zaak(client, await zaaktype_met(client, nieuw))
    for soort in (oud, nieuw):
        await bij_zaak(client, zaak, await een_document(client, soort))
    for soort in (vreemd, elders):
        document = await een_document(client, soort)
        refused = await client.post(ZIO, {"zaak": zaak["url"], "informatieobject": document["url"]})
        assert (refused.status, refused.codes) == (
            400, {("nonFieldErrors", "missing-zaaktype-informatieobjecttype-relation")},
        )  # fmt: skip
        assert await spiegels(client, document) == []


@pytest.mark.rule("Z-39")
async def test_archived_zaak_gets_no_more_documents(client: Client) -> None:
    """What is added after the transfer is kept by nobody."""
    zaak, document = await zaak_en_document(client, archiefnominatie="vernietigen", archiefactiedatum="2030-01-01")
    await client.patch(zaak["url"], {"archiefstatus": "gearchiveerd"})
    refused = await client.post(ZIO, {"zaak": zaak["url"], "informatieobject": document["url"]})
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "zaak-archiefstatus-invalid")})


@pytest.mark.rule("Z-15")
async def test_closed_zaak_gets_and_loses_documents_by_force_alone(gemeente: Gemeente) -> None:
    """A file that was closed would grow or shrink without anybody noticing."""
    client = gemeente.client
    soort = await een_informatieobjecttype(client)
    zaaktype = await zaaktype_met(client, soort)
    zaak = await een_zaak(client, zaaktype)
    zio = await bij_zaak(client, zaak, await een_document(client, soort, indicatieGebruiksrecht=False))
    await sluit(client, zaak, zaaktype)
    body = {"zaak": zaak["url"], "informatieobject": (await een_document(client, soort))["url"]}
    may_not = await gemeente.application(zrc(["zaken.aanmaken", "zaken.bijwerken", "zaken.verwijderen"], zaaktype))
    for refused in (
        await may_not.post(ZIO, body),
        await may_not.patch(zio["url"], {"titel": "x"}),
        await may_not.delete(zio["url"]),
    ):
        assert (refused.status, refused.json["code"]) == (403, "permission_denied")
    may = await gemeente.application(zrc(["zaken.geforceerd-bijwerken"], zaaktype))
    assert (await may.post(ZIO, body)).status == 201
    assert (await may.delete(zio["url"])).status == 204


async def test_status_of_a_document_is_one_of_its_zaak(client: Client) -> None:
    """A document would have come in during a phase of another case."""
    zaak, document = await zaak_en_document(client)
    zaaktype = await een_zaaktype(client)
    vreemd = await een_status(client, await een_zaak(client, zaaktype), zaaktype["statustypen"][0])
    body = {"zaak": zaak["url"], "informatieobject": document["url"], "status": vreemd["url"]}
    refused = await client.post(ZIO, body)
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "zaak-mismatch")})
    statustypen = (await client.get("/catalogi/api/v1/statustypen", {"zaaktype": zaak["zaaktype"]})).json["results"]
    status = await een_status(client, zaak, next(s for s in statustypen if s["volgnummer"] == 1))
    zio = await bij_zaak(client, zaak, document, status=status["url"])
    assert (await client.get(status["url"])).json["zaakinformatieobjecten"] == [zio["url"]]
    assert (await client.get(zaak["url"])).json["zaakinformatieobjecten"] == [zio["url"]]


@pytest.mark.rule("Z-57")
async def test_documents_of_a_zaak_are_found_by_either_end(client: Client) -> None:
    """A file that is asked for would come with the documents of another."""
    (zaak, document), (andere, ander) = await zaak_en_document(client), await zaak_en_document(client)
    zio = await bij_zaak(client, zaak, document)
    await bij_zaak(client, andere, ander)
    for query in ({"zaak": zaak["url"]}, {"informatieobject": document["url"]}):
        assert [z["url"] for z in (await client.get(ZIO, query)).json] == [zio["url"]]
    assert (await client.get(ZIO, {"zaak": zaak["url"], "informatieobject": ander["url"]})).json == []


async def test_document_belongs_to_a_zaak_once(client: Client) -> None:
    zaak, document = await zaak_en_document(client)
    await bij_zaak(client, zaak, document)
    refused = await client.post(ZIO, {"zaak": zaak["url"], "informatieobject": document["url"]})
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "unique")})


# --- the mirror (Z-09, B-05, D-03…D-06) ------------------------------------------------------------------------------


@pytest.mark.rule("Z-09", "AT-06")
async def test_document_mirrors_its_zaak(gemeente: Gemeente) -> None:
    """A document would be thrown away as if it belonged to nothing, while it is in a file."""
    zaak, document = await zaak_en_document(gemeente.client)
    zio = await bij_zaak(gemeente.client, zaak, document)
    (spiegel,) = await spiegels(gemeente.client, document)
    assert {k: spiegel[k] for k in ("object", "objectType")} == {"object": zaak["url"], "objectType": "zaak"}
    assert (await gemeente.client.get(OIO, {"object": zaak["url"]})).json == [spiegel]
    assert (await gemeente.client.delete(zio["url"])).status == 204
    assert await spiegels(gemeente.client, document) == []
    trail = (await gemeente.client.get(f"{document['url']}/audittrail")).json
    assert [(r["actie"], r["resource"]) for r in trail[1:]] == [
        ("create", "objectinformatieobject"), ("destroy", "objectinformatieobject"),
    ]  # fmt: skip
    told = await gemeente.rows("select actie, resource from outbox where kanaal = 'documenten' order by id offset 1")
    assert [tuple(r) for r in told] == [("create", "objectinformatieobject"), ("destroy", "objectinformatieobject")]


@pytest.mark.rule("Z-09")
async def test_relation_and_mirror_are_one(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault between two writes would leave a document in a file that does not know so."""
    zaak, document = await zaak_en_document(client)

    async def broken(session: Session, pending: list[Also]) -> None:
        raise DatabaseWeg

    with monkeypatch.context() as during:
        during.setattr(write, "_write_also", broken)
        refused = await client.post(ZIO, {"zaak": zaak["url"], "informatieobject": document["url"]})
        assert refused.status == 503
    assert (await client.get(ZIO)).json == []
    assert await spiegels(client, document) == []
    await bij_zaak(client, zaak, document)
    assert len(await spiegels(client, document)) == 1


@pytest.mark.rule("Z-09")
async def test_mirror_that_is_there_already_stands_not_in_the_way(gemeente: Gemeente) -> None:
    """What a register of before left behind would shut the document out of its file for ever."""
    client = gemeente.client
    zaak, document = await zaak_en_document(client)
    await gemeente.rows(
        "insert into objectinformatieobject (tenant_id, id, informatieobject, object, object_type)"
        " values ($1, $2, $3, $4, 'zaak')",
        gemeente.id, uuid7(), document["url"][-36:], zaak["url"].replace(client.base, PLACEHOLDER),
    )  # fmt: skip
    await bij_zaak(client, zaak, document)
    assert len(await spiegels(client, document)) == 1


@pytest.mark.rule("Z-09")
async def test_document_in_many_zaken_at_once_has_as_many_mirrors(client: Client) -> None:
    soort = await een_informatieobjecttype(client)
    zaaktype, document = await zaaktype_met(client, soort), await een_document(client, soort)
    zaken = [await een_zaak(client, zaaktype) for _ in range(6)]
    await asyncio.gather(*(bij_zaak(client, zaak, document) for zaak in zaken))
    assert sorted(s["object"] for s in await spiegels(client, document)) == sorted(z["url"] for z in zaken)


@pytest.mark.rule("Z-40")
async def test_deleted_zaak_takes_mirrors_along_and_leaves_documents(client: Client) -> None:
    """A document of a destroyed case could never be destroyed itself."""
    soort = await een_informatieobjecttype(client)
    naam = f"deel-{soort['omschrijving']}"
    deeltype = await zaaktype_met(client, soort, identificatie=naam)
    zaaktype = await zaaktype_met(client, soort, deelzaaktypen=[naam])
    zaak = await een_zaak(client, zaaktype)
    deelzaak = await een_zaak(client, deeltype, hoofdzaak=zaak["url"])
    documents = [await een_document(client, soort) for _ in range(2)]
    for of, document in zip((zaak, deelzaak), documents, strict=True):
        await bij_zaak(client, of, document)
    assert (await client.delete(zaak["url"])).status == 204
    for document in documents:
        assert await spiegels(client, document) == []
        assert (await client.delete(document["url"])).status == 204


@pytest.mark.rule("D-03")
async def test_object_of_a_mirror_exists_and_is_of_its_kind(client: Client) -> None:
    """A document would belong to something that is not there."""
    (zaak, document), (besluit, _) = await zaak_en_document(client), await besluit_en_document(client)
    for link, kind, code in (
        (f"{client.base}{ZAKEN}/zaken/{NERGENS}", "zaak", "bad-url"),
        ("https://elders.example/zaken/1", "zaak", "bad-url"),
        (zaak["url"], "besluit", "invalid-resource"),
        (besluit["url"], "zaak", "invalid-resource"),
        (zaak["url"], "verzoek", "bad-url"),
    ):
        body = {"informatieobject": document["url"], "object": link, "objectType": kind}
        refused = await client.post(OIO, body)
        assert (refused.status, refused.codes) == (400, {("object", code)}), (link, kind)


@pytest.mark.rule("D-04")
async def test_document_belongs_to_an_object_once(client: Client) -> None:
    zaak, document = await zaak_en_document(client)
    await bij_zaak(client, zaak, document)
    body = {"informatieobject": document["url"], "object": zaak["url"], "objectType": "zaak"}
    refused = await client.post(OIO, body)
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "unique")})


@pytest.mark.rule("D-05")
async def test_mirror_comes_after_what_it_shows(gemeente: Gemeente) -> None:
    """Anybody could make a document seem part of a file."""
    client = gemeente.client
    (zaak, document), (besluit, ander) = await zaak_en_document(client), await besluit_en_document(client)
    for link, kind, of in ((zaak["url"], "zaak", document), (besluit["url"], "besluit", ander)):
        body = {"informatieobject": of["url"], "object": link, "objectType": kind}
        refused = await client.post(OIO, body)
        assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "inconsistent-relation")})
    zio = await bij_zaak(client, zaak, document)
    await gemeente.rows("delete from objectinformatieobject")  # as after a move of only one of the two registers
    body = {"informatieobject": document["url"], "object": zaak["url"], "objectType": "zaak"}
    assert (await client.post(OIO, body)).status == 201
    assert (await client.delete(zio["url"])).status == 204
    assert await spiegels(client, document) == []


@pytest.mark.rule("D-06")
async def test_mirror_stays_as_long_as_what_it_shows(gemeente: Gemeente) -> None:
    """A document could be deleted from under a file."""
    client = gemeente.client
    zaak, document = await zaak_en_document(client)
    await bij_zaak(client, zaak, document)
    (spiegel,) = await spiegels(client, document)
    refused = await client.delete(spiegel["url"])
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "remote-relation-exists")})
    await gemeente.rows("delete from zaakinformatieobject")
    assert (await client.delete(spiegel["url"])).status == 204


@pytest.mark.rule("D-10")
async def test_document_that_belongs_to_something_is_not_deleted(gemeente: Gemeente) -> None:
    """A file would miss what the decision rests on."""
    client = gemeente.client
    (zaak, document), (besluit, ander) = await zaak_en_document(client), await besluit_en_document(client)
    tied = [(document, await bij_zaak(client, zaak, document)), (ander, await bij_besluit(client, besluit, ander))]
    await gewijzigd(client, document, titel="Tweede versie")
    for it, relation in tied:
        refused = await client.delete(it["url"])
        assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "pending-relations")})
        assert (await client.delete(relation["url"])).status == 204
        assert (await client.delete(it["url"])).status == 204
        assert (await client.get(it["url"], {"versie": "1"})).status == 404
    assert not await gemeente.rows("select 1 from enkelvoudiginformatieobject_versie")


@pytest.mark.rule("D-10")
async def test_document_with_a_mirror_alone_is_not_deleted(gemeente: Gemeente) -> None:
    """The file may be in a register elsewhere, of which we hold the mirror alone."""
    zaak, document = await zaak_en_document(gemeente.client)
    await bij_zaak(gemeente.client, zaak, document)
    await gemeente.rows("delete from zaakinformatieobject")
    refused = await gemeente.client.delete(document["url"])
    assert (refused.status, refused.codes) == (400, {("nonFieldErrors", "pending-relations")})
    assert len(await spiegels(gemeente.client, document)) == 1


@pytest.mark.rule("A-13")
async def test_mirror_follows_the_rights_on_its_document(gemeente: Gemeente) -> None:
    """Who may not see a document would see in which files it is."""
    client = gemeente.client
    (zaak, document), (andere, ander) = await zaak_en_document(client), await zaak_en_document(client)
    await bij_zaak(client, zaak, document)
    await bij_zaak(client, andere, ander)
    (mine,), (theirs,) = await spiegels(client, document), await spiegels(client, ander)
    caller = await gemeente.application(
        drc(["documenten.lezen", "documenten.verwijderen"], {"url": document["informatieobjecttype"]})
    )
    assert (await caller.get(OIO)).json == [mine]
    assert [(await caller.get(m["url"])).status for m in (mine, theirs)] == [200, 403]
    assert (await caller.delete(theirs["url"])).status == 403


@pytest.mark.rule("D-29")
@pytest.mark.parametrize("dash", ["_", "__"])
async def test_documents_are_found_by_what_they_belong_to(client: Client, dash: str) -> None:
    """The standard writes one underscore, programs in use two: half of them would find everything, or nothing."""
    (zaak, document), (besluit, ander) = await zaak_en_document(client), await besluit_en_document(client)
    await bij_zaak(client, zaak, document)
    await bij_besluit(client, besluit, ander)
    name = f"objectinformatieobjecten{dash}object"
    for query, found in (
        ({name: zaak["url"]}, [document["url"]]),
        ({name: besluit["url"]}, [ander["url"]]),
        ({f"{name}Type": "besluit"}, [ander["url"]]),
        ({name: zaak["url"], f"{name}Type": "besluit"}, []),
        ({name: "https://elders.example/zaken/1"}, []),
    ):
        answer = (await client.get(EIO, query)).json
        assert (answer["count"], [d["url"] for d in answer["results"]]) == (len(found), found), query
    refused = await client.get(EIO, {f"{name}Type": "gebouw"})
    assert (refused.status, refused.codes) == (400, {(f"{name}Type", "invalid_choice")})


# --- a document of a besluit (B-03…B-05, B-08, B-09, B-11) -----------------------------------------------------------


@pytest.mark.rule("B-03")
async def test_document_of_a_besluit_exists(client: Client) -> None:
    """A besluit would be put down in a letter that is nowhere."""
    besluit, _ = await besluit_en_document(client)
    for link, code in (
        (f"{client.base}{EIO}/{NERGENS}", "bad-url"),
        ("https://elders.example/enkelvoudiginformatieobjecten/1", "bad-url"),
        (besluit["url"], "invalid-resource"),
    ):
        refused = await client.post(BIO, {"besluit": besluit["url"], "informatieobject": link})
        assert (refused.status, refused.codes) == (400, {("informatieobject", code)}), link


@pytest.mark.rule("B-04")
async def test_document_of_a_besluit_is_not_changed(client: Client) -> None:
    """Another letter would take the place of the one that was sent."""
    besluit, document = await besluit_en_document(client)
    bio = await bij_besluit(client, besluit, document)
    for method in ("PUT", "PATCH"):
        refused = await client.call(method, bio["url"], body=bio)
        assert (refused.status, refused.json["code"]) == (405, "method_not_allowed")


@pytest.mark.rule("B-05")
async def test_document_mirrors_its_besluit(client: Client) -> None:
    """A letter would be thrown away while the besluit that it puts down still holds."""
    besluit, document = await besluit_en_document(client)
    bio = await bij_besluit(client, besluit, document)
    (spiegel,) = await spiegels(client, document)
    assert (spiegel["object"], spiegel["objectType"]) == (besluit["url"], "besluit")
    assert (await client.delete(bio["url"])).status == 204
    assert await spiegels(client, document) == []


@pytest.mark.rule("B-08", "C-26")
async def test_type_of_a_document_belongs_to_the_besluittype_by_name(client: Client) -> None:
    """A besluit put down in a form that nobody knows as one."""
    catalogus = (await een_catalogus(client))["url"]
    oud = await een_informatieobjecttype(client, catalogus, omschrijving="Brief", eindeGeldigheid="2025-12-31")
    nieuw = await een_informatieobjecttype(client, catalogus, omschrijving="Brief", beginGeldigheid="2026-01-01")
    vreemd = await een_informatieobjecttype(client, catalogus)
    elders = await een_informatieobjecttype(client, omschrijving="Brief")
    besluit = await een_besluit(client, await een_besluittype(client, catalogus, informatieobjecttypen=["Brief"]))
    for soort in (oud, nieuw):
        await bij_besluit(client, besluit, await een_document(client, soort))
    for soort in (vreemd, elders):
        document = await een_document(client, soort)
        refused = await client.post(BIO, {"besluit": besluit["url"], "informatieobject": document["url"]})
        assert (refused.status, refused.codes) == (
            400, {("nonFieldErrors", "missing-besluittype-informatieobjecttype-relation")},
        )  # fmt: skip


@pytest.mark.rule("B-09")
async def test_deleted_besluit_takes_relations_and_mirrors_along(client: Client) -> None:
    """A letter of a besluit that is gone could never be destroyed itself."""
    besluit, document = await besluit_en_document(client)
    bio = await bij_besluit(client, besluit, document)
    assert (await client.delete(besluit["url"])).status == 204
    assert (await client.get(bio["url"])).status == 404
    assert await spiegels(client, document) == []
    assert (await client.delete(document["url"])).status == 204


@pytest.mark.rule("B-11")
async def test_documents_of_a_besluit_are_found_by_either_end(client: Client) -> None:
    (besluit, document), (ander, andere) = await besluit_en_document(client), await besluit_en_document(client)
    bio = await bij_besluit(client, besluit, document)
    await bij_besluit(client, ander, andere)
    for query in ({"besluit": besluit["url"]}, {"informatieobject": document["url"]}):
        assert [b["url"] for b in (await client.get(BIO, query)).json] == [bio["url"]]
    assert (await client.get(BIO, {"besluit": besluit["url"], "informatieobject": andere["url"]})).json == []
