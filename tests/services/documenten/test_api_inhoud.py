"""The content of documents: sent, kept, and got back. Documenten API 1.7.0, RULES D-18…D-25."""

import asyncio
import base64
import errno
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from meent.app import App
from meent.capabilities.inhoud import Contents
from meent.capabilities.opslag import Scanner, Verdict, new_key
from meent.integration.objectopslag import folder as folder_module
from meent.integration.objectopslag.controle import verify
from meent.integration.objectopslag.folder import FolderStore
from meent.integration.objectopslag.opruimer import Opruimer
from meent.services.documenten import delen
from meent.services.documenten.download import disposition, kind_of, part_asked
from tests.asgi import Client, Response
from tests.basis.test_formulier import form, named
from tests.conftest import Gemeente
from tests.zgw import DOCUMENTEN, document_body, een_document, een_informatieobjecttype, gewijzigd, sleutel_van

EIO = f"{DOCUMENTEN}/enkelvoudiginformatieobjecten"


def base64_of(content: bytes) -> str:
    return base64.b64encode(content).decode()


async def met_inhoud(client: Client, content: bytes, **extra: Any) -> dict[str, Any]:
    """A document with that content."""
    return await een_document(client, inhoud=base64_of(content), bestandsomvang=len(content), **extra)


def files(app: App, gemeente: Gemeente) -> list[str]:
    """What the store holds of this municipality, unfinished files included."""
    store = app.store
    assert isinstance(store, FolderStore)
    return sorted(p.name for p in (store.root / str(gemeente.id)).rglob("*") if p.is_file())


async def loose(gemeente: Gemeente) -> list[str]:
    return [r[0] for r in await gemeente.rows("SELECT sleutel FROM inhoud_los")]


# --- in and out ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("D-18")
@pytest.mark.parametrize("content", [b"%PDF-1.7 \x00\xff", b"x" * 3_000_001])
async def test_what_was_sent_comes_back(client: Client, content: bytes) -> None:
    """A document that comes back changed is not the document that was decided on."""
    document = await met_inhoud(client, content, formaat="application/pdf", bestandsnaam="Aanvraag één.pdf")
    assert document["inhoud"] == f"{document['url']}/download?versie=1"
    answer = await client.get(document["inhoud"])
    assert (answer.status, answer.body) == (200, content)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-length"] == str(len(content))
    told = "attachment; filename=\"Aanvraag __n.pdf\"; filename*=UTF-8''Aanvraag%20%C3%A9%C3%A9n.pdf"
    assert answer.headers["content-disposition"] == told


@pytest.mark.rule("D-18")
@pytest.mark.parametrize(("inhoud", "code"), [
    ("geen base64!", "invalid-base64"), ("aGVsbG8", "incorrect-base64-padding"), ([1], "invalid"), (12, "invalid"),
])  # fmt: skip
async def test_faulty_content_is_told_with_all_other_faults(
    app: App, gemeente: Gemeente, client: Client, inhoud: Any, code: str
) -> None:
    """Who must send 3 GB again for each fault in turn gives up."""
    soort = await een_informatieobjecttype(client)
    refused = await client.post(EIO, document_body(soort["url"], inhoud=inhoud, taal="nederlands"))
    assert refused.status == 400
    assert refused.codes == {("inhoud", code), ("taal", "max_length")}
    assert (files(app, gemeente), await loose(gemeente)) == ([], [])


@pytest.mark.rule("D-17")
async def test_each_version_keeps_its_own_content(client: Client) -> None:
    """What was decided on last year must still be there when the letter is written anew."""
    document = await met_inhoud(client, b"eerste")
    later = await gewijzigd(client, document, inhoud=base64_of(b"tweede!"), bestandsomvang=7)
    last = await gewijzigd(client, document, titel="Andere titel")
    told = [(await client.get(d["inhoud"])).body for d in (document, later, last)]
    assert told == [b"eerste", b"tweede!", b"tweede!"]
    assert (await client.get(f"{document['url']}/download")).body == b"tweede!"
    at_first = {"registratieOp": document["beginRegistratie"]}
    assert (await client.get(f"{document['url']}/download", at_first)).body == b"eerste"
    for query, status in (({"versie": "4"}, 404), ({"versie": "x"}, 400), ({"anders": "1"}, 400)):
        assert (await client.get(f"{document['url']}/download", query)).status == status


async def test_a_document_without_content_has_nothing_to_download(client: Client) -> None:
    document = await een_document(client)
    assert document["inhoud"] is None
    assert (await client.get(f"{document['url']}/download")).status == 404


@pytest.mark.rule("A-11", "D-18")
async def test_who_may_not_read_the_document_may_not_download_it(
    gemeente: Gemeente, andere_gemeente: Gemeente, client: Client
) -> None:
    """The file is the document; the way round the metadata would be a way round all rights."""
    document = await met_inhoud(client, b"geheim", vertrouwelijkheidaanduiding="geheim")
    right = {
        "component": "drc", "scopes": ["documenten.lezen"], "informatieobjecttype": document["informatieobjecttype"],
        "maxVertrouwelijkheidaanduiding": "intern",
    }  # fmt: skip
    low = await gemeente.application(right)
    high = await gemeente.application(right | {"maxVertrouwelijkheidaanduiding": "geheim"})
    nobody = await gemeente.application()
    foreign = document["inhoud"].replace(gemeente.slug, andere_gemeente.slug)
    assert [(await c.get(document["inhoud"])).status for c in (low, high, nobody)] == [403, 200, 403]
    assert (await client.get(document["inhoud"], authorization=None)).status in (401, 403)
    assert (await andere_gemeente.client.get(foreign)).status == 404
    assert (await client.post(document["inhoud"], {})).status == 405


@pytest.mark.rule("A-17", "D-18")
async def test_publisher_downloads_what_is_ready_alone(gemeente: Gemeente, client: Client) -> None:
    """A draft with names in it would stand on the internet; and so would the version of before it was blacked out."""
    document = await met_inhoud(client, b"met naam")
    ready = await gewijzigd(
        client, document, inhoud=base64_of(b"zonder"), bestandsomvang=6, isGereedVoorPublicatie=True
    )
    draft = await met_inhoud(client, b"concept")
    caller = await gemeente.application(all_rights=True, only_open=True)
    asked = (f"{document['url']}/download", ready["inhoud"], document["inhoud"], draft["inhoud"])
    assert [(await caller.get(url)).status for url in asked] == [200, 200, 403, 403]
    assert (await caller.get(asked[0], range="bytes=0-2")).body == b"zon"


async def test_head_and_etag(client: Client) -> None:
    """A client that has the file need not get it again."""
    document = await met_inhoud(client, b"0123456789")
    head = await client.head(document["inhoud"])
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", "10")
    same = await client.get(document["inhoud"], if_none_match=head.headers["etag"])
    assert (same.status, same.body) == (304, b"")
    other = await client.get(document["inhoud"], if_none_match='"iets anders"')
    assert other.status == 200


@pytest.mark.parametrize(("asked", "status", "content", "told"), [
    ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
    ("bytes=8-", 206, b"89", "bytes 8-9/10"),
    ("bytes=-2", 206, b"89", "bytes 8-9/10"),
    ("bytes=-20", 206, b"0123456789", "bytes 0-9/10"),
    ("bytes=5-99", 206, b"56789", "bytes 5-9/10"),
    ("bytes=10-", 416, None, "bytes */10"),
    ("bytes=-0", 416, None, "bytes */10"),
    ("bytes=5-2", 200, b"0123456789", None),
    ("bytes=0-1,4-5", 200, b"0123456789", None),
    ("regels=1-2", 200, b"0123456789", None),
    ("bytes=-", 200, b"0123456789", None),
])  # fmt: skip
async def test_a_part_is_given(
    client: Client, asked: str, status: int, content: bytes | None, told: str | None
) -> None:
    """A download of 4 GB that broke off at the end must not begin anew."""
    document = await met_inhoud(client, b"0123456789")
    answer = await client.get(document["inhoud"], range=asked)
    assert (answer.status, answer.headers.get("content-range")) == (status, told)
    if content is not None:
        assert (answer.body, answer.headers["content-length"]) == (content, str(len(content)))


async def test_a_part_of_another_version_is_not_mixed_in(client: Client) -> None:
    document = await met_inhoud(client, b"0123456789")
    tag = (await client.head(document["inhoud"])).headers["etag"]
    assert (await client.get(document["inhoud"], range="bytes=0-3", if_range=tag)).status == 206
    assert (await client.get(document["inhoud"], range="bytes=0-3", if_range='"oud"')).status == 200


@pytest.mark.parametrize(("formaat", "kind"), [
    ("application/pdf", "application/pdf"), ("text/plain; charset=utf-8", "text/plain; charset=utf-8"), ("", None),
    ("pdf", None), ("text/html\r\nSet-Cookie: a=b", None), ("a/b; x=\r\n", None), ("tekst/één", None),
])  # fmt: skip
def test_only_a_media_type_becomes_a_header(formaat: str, kind: str | None) -> None:
    """What a client wrote in a field must not become a header of ours."""
    assert kind_of(formaat) == (kind or "application/octet-stream")


@pytest.mark.parametrize(("name", "header"), [
    ("", b"attachment"),
    ("a.pdf", b'attachment; filename="a.pdf"'),
    ('a".pdf', b"attachment; filename=\"a_.pdf\"; filename*=UTF-8''a%22.pdf"),
    ("a\r\nSet-Cookie: x", b'attachment; filename="a__Set-Cookie: x"'),
    ("../../etc/passwd", b'attachment; filename=".._.._etc_passwd"'),
    ("..\\x", b'attachment; filename=".._x"'),
    ("€.txt", b"attachment; filename=\"_.txt\"; filename*=UTF-8''%E2%82%AC.txt"),
])  # fmt: skip
def test_a_name_stays_a_name(name: str, header: bytes) -> None:
    assert disposition(name) == header


def test_an_empty_file_has_no_part() -> None:
    assert part_asked({}, b'"t"', 0).end == 0


async def test_a_page_that_somebody_uploaded_does_not_run(client: Client) -> None:
    """Stored XSS: a html file on the address of the register would act as whoever opens it (GHSA-7jgm-gwhh-jp8v)."""
    document = await met_inhoud(client, b"<script>alert(1)</script>", formaat="text/html", bestandsnaam="a.html")
    headers = (await client.get(document["inhoud"])).headers
    assert headers["content-disposition"].startswith("attachment")
    assert headers["x-content-type-options"] == "nosniff"


# --- nothing leaks, nothing is lost ----------------------------------------------------------------------------------


@pytest.mark.rule("D-10")
async def test_with_the_document_goes_the_content_of_all_versions(
    app: App, gemeente: Gemeente, client: Client
) -> None:
    """Who asks that a file is destroyed must be able to trust that it is."""
    document = await met_inhoud(client, b"eerste")
    await gewijzigd(client, document, inhoud=base64_of(b"tweede"), bestandsomvang=6)
    assert len(files(app, gemeente)) == 2
    assert (await client.delete(document["url"])).status == 204
    assert (files(app, gemeente), await loose(gemeente)) == ([], [])


async def test_a_refused_request_leaves_no_content(app: App, gemeente: Gemeente, client: Client) -> None:
    soort = await een_informatieobjecttype(client)
    body = document_body(soort["url"], inhoud=base64_of(b"inhoud"), bestandsomvang=6)
    assert (await client.post(EIO, body | {"titel": ""})).status == 400
    assert (await client.post(EIO, body, content_type="text/plain")).status == 415
    assert (files(app, gemeente), await loose(gemeente)) == ([], [])


async def test_what_a_killed_process_left_is_swept(app: App, gemeente: Gemeente, client: Client) -> None:
    """Content of a request that never ended goes in time; that of a document stays."""
    document = await met_inhoud(client, b"blijft")
    contents = Contents(app.engine, app.directory.by_slug[gemeente.slug])
    await contents.take_bytes(b"van niemand")  # and then the process is gone: nothing is settled
    opruimer = Opruimer(app.pool, app.store, None)
    await opruimer.sweep()
    assert len(files(app, gemeente)) == 2
    await opruimer.sweep("0 seconds")
    assert len(files(app, gemeente)) == 1
    assert await loose(gemeente) == []
    assert (await client.get(document["inhoud"])).body == b"blijft"


async def test_a_full_disk_refuses_and_heals(
    app: App, gemeente: Gemeente, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Full: 507, nothing lost, no half file; with space again, all is well without anybody's help (trust no. 6)."""
    kept = await met_inhoud(client, b"van ervoor")
    soort = await een_informatieobjecttype(client)
    body = document_body(soort["url"], inhoud=base64_of(b"x" * 2_000_000), bestandsomvang=2_000_000)
    for code in (errno.ENOSPC, errno.EDQUOT):
        with monkeypatch.context() as patch:
            patch.setattr(folder_module.os, "fsync", _raises(code))
            refused = await client.post(EIO, body)
        assert (refused.status, refused.json["code"]) == (507, "insufficient_storage")
        assert len(files(app, gemeente)) == 1
    assert (await client.post(EIO, body)).status == 201
    assert (await client.get(kept["inhoud"])).body == b"van ervoor"


def _raises(code: int) -> Any:
    def raising(*_: Any) -> None:
        raise OSError(code, os.strerror(code))

    return raising


async def test_lost_content_is_told(app: App, gemeente: Gemeente, client: Client) -> None:
    """An answer of 200 with nothing in it would hide the loss for years."""
    document = await met_inhoud(client, b"inhoud")
    ((content,),) = await gemeente.rows("SELECT inhoud->>'sleutel' FROM enkelvoudiginformatieobject")
    await app.store.delete(gemeente.id, [content])
    answer = await client.get(document["inhoud"])
    assert (answer.status, answer.json["code"]) == (500, "content_missing")


async def test_the_same_request_twice_is_one_document_and_one_file(
    app: App, gemeente: Gemeente, client: Client
) -> None:
    """Idempotency-Key holds for requests with content too."""
    soort = await een_informatieobjecttype(client)
    body = document_body(soort["url"], inhoud=base64_of(b"inhoud"), bestandsomvang=6)
    first, second = [await client.post(EIO, body, idempotency_key="een") for _ in range(2)]
    assert (first.status, second.json["url"]) == (201, first.json["url"])
    assert len(files(app, gemeente)) == 1
    other = await client.post(EIO, body | {"inhoud": base64_of(b"anders")}, idempotency_key="een")
    assert other.status == 409
    assert len(files(app, gemeente)) == 1


# --- in pieces -------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delen, "DEEL_BYTES", 10)


async def uploaded(client: Client, url: str, content: bytes | None, lock: str | None) -> Response:
    """PUT of a piece, as a form."""
    parts = [(named(b"lock"), lock.encode())] if lock is not None else []
    parts += [(named(b"inhoud", b'; filename="deel"'), content)] if content is not None else []
    content_type = {"content-type": "multipart/form-data; boundary=grens"}
    return await client.call("PUT", url, raw=form(parts), headers=content_type)


@pytest.mark.rule("D-15", "D-20", "D-21", "D-22")
async def test_a_large_file_comes_in_pieces(
    app: App, gemeente: Gemeente, client: Client, small_pieces: None
) -> None:
    """What is too large for one request must arrive whole, and only then count as the document."""
    content = bytes(range(25))
    document = await een_document(client, bestandsomvang=25)
    pieces, lock = document["bestandsdelen"], document["lock"]
    assert (document["inhoud"], document["locked"], len(lock)) == (None, True, 32)
    assert [(p["volgnummer"], p["omvang"], p["voltooid"], p["lock"]) for p in pieces] == [
        (1, 10, False, ""), (2, 10, False, ""), (3, 5, False, ""),
    ]  # fmt: skip
    for at, piece in reversed(list(enumerate(pieces))):
        answer = await uploaded(client, piece["url"], content[at * 10 : at * 10 + 10], lock)
        assert (answer.status, answer.json) == (200, piece | {"voltooid": True, "lock": lock})
    assert [p["voltooid"] for p in (await client.get(document["url"])).json["bestandsdelen"]] == [True] * 3
    assert (await client.post(f"{document['url']}/unlock", {"lock": lock})).status == 204
    now = (await client.get(document["url"])).json
    assert (now["bestandsdelen"], now["locked"], now["bestandsomvang"]) == ([], False, 25)
    assert (await client.get(now["inhoud"])).body == content
    ((kept,),) = await gemeente.rows("SELECT inhoud->>'sha256' FROM enkelvoudiginformatieobject")
    assert kept == sha256(content).hexdigest()
    assert (len(files(app, gemeente)), await loose(gemeente)) == (1, [])


@pytest.mark.rule("D-21")
async def test_a_piece_of_another_size_or_without_the_key_is_refused(
    app: App, gemeente: Gemeente, client: Client, small_pieces: None
) -> None:
    """Pieces that do not fit make a file that nobody can open."""
    document = await een_document(client, bestandsomvang=20)
    url, lock = document["bestandsdelen"][0]["url"], document["lock"]
    for content, key, codes in (
        (b"123456789", lock, {("nonFieldErrors", "file-size")}),
        (b"12345678901", lock, {("nonFieldErrors", "file-size")}),
        (b"1234567890", "verkeerd", {("nonFieldErrors", "incorrect-lock-id")}),
        (b"1234567890", None, {("lock", "required")}),
        (None, lock, {("inhoud", "required")}),
    ):
        refused = await uploaded(client, url, content, key)
        assert (refused.status, refused.codes) == (400, codes)
    assert (await client.call("PUT", url, raw=b"{}")).status == 415
    assert (await client.get(url)).status == 405
    assert (files(app, gemeente), await loose(gemeente)) == ([], [])


@pytest.mark.rule("D-21")
async def test_a_piece_may_be_sent_again(app: App, gemeente: Gemeente, client: Client, small_pieces: None) -> None:
    """After a broken connection nobody knows whether it arrived."""
    document = await een_document(client, bestandsomvang=10)
    url, lock = document["bestandsdelen"][0]["url"], document["lock"]
    for content in (b"1234567890", b"abcdefghij"):
        assert (await uploaded(client, url, content, lock)).status == 200
    assert len(files(app, gemeente)) == 1
    assert (await client.post(f"{document['url']}/unlock", {"lock": lock})).status == 204
    assert (await client.get(f"{document['url']}/download")).body == b"abcdefghij"


@pytest.mark.rule("D-22")
async def test_unlocking_waits_for_all_pieces(app: App, gemeente: Gemeente, client: Client, small_pieces: None) -> None:
    """Half a file would otherwise be read as the whole."""
    document = await een_document(client, bestandsomvang=20)
    unlock, lock = f"{document['url']}/unlock", document["lock"]
    assert (await client.post(unlock, {"lock": lock})).codes == {("nonFieldErrors", "file-size")}
    assert (await uploaded(client, document["bestandsdelen"][0]["url"], b"x" * 10, lock)).status == 200
    assert (await client.post(unlock, {"lock": lock})).codes == {("nonFieldErrors", "incomplete-upload")}
    assert (await client.post(unlock, {})).status == 204  # all rights: forced
    now = (await client.get(document["url"])).json
    assert (now["bestandsdelen"], now["bestandsomvang"], now["inhoud"]) == ([], None, None)
    assert (files(app, gemeente), await loose(gemeente)) == ([], [])


@pytest.mark.rule("D-25")
async def test_new_content_may_come_in_pieces_too(client: Client, small_pieces: None) -> None:
    document = await met_inhoud(client, b"oud")
    lock = await sleutel_van(client, document)
    asked = await client.patch(document["url"], {"inhoud": None, "bestandsomvang": 12, "lock": lock})
    assert [p["omvang"] for p in asked.json["bestandsdelen"]] == [10, 2]
    for piece, content in zip(asked.json["bestandsdelen"], (b"0123456789", b"ab"), strict=True):
        assert (await uploaded(client, piece["url"], content, lock)).status == 200
    assert (await client.post(f"{document['url']}/unlock", {"lock": lock})).status == 204
    assert (await client.get(f"{document['url']}/download")).body == b"0123456789ab"
    assert (await client.get(f"{document['url']}/download", {"versie": "1"})).body == b"oud"


@pytest.mark.rule("A-13")
async def test_a_piece_is_under_the_rights_of_its_document(gemeente: Gemeente, client: Client) -> None:
    document = await een_document(client, bestandsomvang=4, vertrouwelijkheidaanduiding="geheim")
    low = await gemeente.application({
        "component": "drc", "scopes": ["documenten.bijwerken"], "maxVertrouwelijkheidaanduiding": "intern",
        "informatieobjecttype": document["informatieobjecttype"],
    })  # fmt: skip
    refused = await uploaded(low, document["bestandsdelen"][0]["url"], b"1234", document["lock"])
    assert refused.status == 403


@pytest.mark.rule("D-20")
def test_pieces_are_few_and_make_up_the_whole() -> None:
    """Whatever the size, a client can send it in a thousand requests."""
    for omvang in (1, delen.DEEL_BYTES, delen.DEEL_BYTES + 1, 4 * 1024**3, 5 * 1024**4 + 7):
        made = delen.sizes(omvang)
        assert sum(made) == omvang
        assert 0 < len(made) <= delen.MAX_DELEN
        assert min(made) > 0


# --- malware ---------------------------------------------------------------------------------------------------------


class Told:
    """A scanner that says what it is told, for content with VIRUS in it; of everything else that it is clean."""

    def __init__(self, verdict: Verdict) -> None:
        self.told, self.seen = verdict, b""

    def begin(self, *, is_patient: bool = False) -> "Told":
        self.seen = b""
        return self

    async def feed(self, piece: bytes) -> None:
        self.seen += piece

    async def verdict(self) -> Verdict:
        return self.told if b"VIRUS" in self.seen else Verdict("schoon")


async def test_malware_is_refused_and_kept_apart(
    app: App, gemeente: Gemeente, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """BIO2 8.07.04: what is infected never becomes a document, and whoever must look into it still can."""
    monkeypatch.setitem(app.engine.outside, Scanner, Told(Verdict("besmet", "Proef")))
    soort = await een_informatieobjecttype(client)
    body = document_body(soort["url"], inhoud=base64_of(b"een VIRUS"), bestandsomvang=9)
    refused = await client.post(EIO, body | {"taal": "x"})
    assert refused.codes == {("inhoud", "infected"), ("taal", "min_length")}
    assert "Proef" in refused.body.decode()
    assert [tuple(r) for r in await gemeente.rows("SELECT oordeel, gevonden FROM inhoud_quarantaine")] == [
        ("besmet", "Proef")
    ]
    await Opruimer(app.pool, app.store, None).sweep("0 seconds")
    assert len(files(app, gemeente)) == 1
    assert (await met_inhoud(client, b"schoon"))["inhoud"]


async def test_content_waits_in_quarantine_for_its_verdict(
    app: App, gemeente: Gemeente, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing readable before the verdict; scanner down = quarantine (trust no. 18)."""
    scanner = Told(Verdict("wacht"))
    monkeypatch.setitem(app.engine.outside, Scanner, scanner)
    clean, infected = await met_inhoud(client, b"geen VIRUS"), await met_inhoud(client, b"wel een VIRUS")
    for document in (clean, infected):
        waiting = await client.get(document["inhoud"])
        assert (waiting.status, waiting.json["code"], waiting.headers["retry-after"]) == (423, "quarantine", "60")
    opruimer = Opruimer(app.pool, app.store, scanner)
    await opruimer.sweep()
    assert (await client.get(clean["inhoud"])).status == 423
    due = "CASE WHEN omvang = 10 THEN now() ELSE now() + interval '1 hour' END"
    await gemeente.rows(f"UPDATE inhoud_quarantaine SET wacht_tot = {due} RETURNING 1")
    scanner.told = Verdict("schoon")
    await opruimer.sweep()
    assert (await client.get(clean["inhoud"])).body == b"geen VIRUS"
    await gemeente.rows("UPDATE inhoud_quarantaine SET wacht_tot = now() RETURNING 1")
    scanner.told = Verdict("besmet", "Proef")
    await opruimer.sweep()
    never = await client.get(infected["inhoud"])
    assert (never.status, never.json["code"]) == (410, "infected")


async def test_malware_in_joined_pieces_is_found(
    app: App, gemeente: Gemeente, client: Client, small_pieces: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut in two it passes; so what counts is the whole."""
    monkeypatch.setitem(app.engine.outside, Scanner, Told(Verdict("besmet", "Proef")))
    document = await een_document(client, bestandsomvang=14)
    lock = document["lock"]
    for piece, content in zip(document["bestandsdelen"], (b"0123456 VI", b"RUS!"), strict=True):
        assert (await uploaded(client, piece["url"], content, lock)).status == 200
    refused = await client.post(f"{document['url']}/unlock", {"lock": lock})
    assert refused.codes == {("nonFieldErrors", "infected")}


# --- large -----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("D-24")
async def test_a_large_document_is_never_held_whole(client: Client, app: App, tmp_path: Path) -> None:
    """The largest piece on the way must not grow with the document, or one of 4 GB takes the server down."""
    largest, store = [0], app.store
    assert isinstance(store, FolderStore)
    size = 40 * 1024 * 1024

    async def body() -> Any:
        yield b'{"inhoud": "'
        for _ in range(size // 3 * 4 // 65536):
            yield b"QUJD" * 16384
        yield b'"}'

    from meent.basis.jsonstroom import BodyReader

    async def take(stream: Any) -> Any:
        async def watched() -> Any:
            async for piece in stream:
                largest[0] = max(largest[0], len(piece))
                await asyncio.sleep(0)
                yield piece

        return await store.write(0, new_key(), watched())

    reader: Any = BodyReader(body(), frozenset({"inhoud"}), take)
    left = await reader.read()
    assert len(left) < 200
    assert reader.found["inhoud"].omvang > size * 0.99
    assert largest[0] <= 65536
    await store.delete(0, [reader.found["inhoud"].sleutel])


# --- looking back ----------------------------------------------------------------------------------------------------


async def test_all_content_is_read_back_and_compared(app: App, gemeente: Gemeente, client: Client) -> None:
    """A disk that loses bits in silence must be found out while there is still a backup."""
    store = app.store
    assert isinstance(store, FolderStore)
    documents = [await met_inhoud(client, content) for content in (b"goed", b"gewijzigd", b"weg")]
    await gewijzigd(client, documents[0], inhoud=base64_of(b"later"), bestandsomvang=5)
    assert (await verify(app.pool, app.registry, store, gemeente.id)).as_dict() == {
        "checked": 4, "size": 21, "missing": [], "altered": [], "orphaned": [],
    }  # fmt: skip
    stored = "SELECT inhoud->>'sleutel' FROM enkelvoudiginformatieobject WHERE bestandsomvang = $1"
    ((altered,),) = await gemeente.rows(stored, 9)
    ((missing,),) = await gemeente.rows(stored, 3)
    (store.root / str(gemeente.id) / altered).write_bytes(b"geWijzigd")
    await store.delete(gemeente.id, [missing])
    orphan = new_key()
    place = store.root / str(gemeente.id) / orphan
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"van niemand")
    os.utime(place, (0, 0))
    found = await verify(app.pool, app.registry, store, gemeente.id)
    assert (found.missing, found.altered, found.orphaned, found.is_good) == ([missing], [altered], [orphan], False)
