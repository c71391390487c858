"""Documents of a zaak: what is listed, what a browser may show, and a file that somebody adds."""

import pytest
from starlette.testclient import TestClient

from meent.interaction.behandelen.documenten import disposition
from meent.interaction.behandelen.documentlijst import documenten
from meent.interaction.seams import ZgwFout
from tests.interaction.browser import document_path, zaak_uuid
from tests.interaction.conftest import ORIGIN
from tests.interaction.fake_zgw import FakeRegisters
from tests.interaction.test_zaak import fields, options

ZAAK = f"/meerwijde/behandelen/zaken/{zaak_uuid('meerwijde', 0)}"
FILE = ("Brief van de buren.pdf", b"%PDF-1.7 " + bytes(range(256)) * 400, "application/x-msdownload")


def add(client: TestClient, registers: FakeRegisters, *, file=FILE, **changed):
    """Sends the form as a browser does; gives the answer and the register behind it."""
    page = client.get(ZAAK).text
    form = fields(page) | {"documentsoort": options(page, "documentsoort")[1][0], "titel": ""} | changed
    files = {"bestand": file} if file else {"bestand": ("", b"")}
    answer = client.post(f"{ZAAK}/documenten", data=form, files=files, headers=ORIGIN)
    return answer, registers.by_slug["meerwijde"]


def test_file_becomes_a_document_of_the_zaak(behandelaar, registers):
    """What was sent is kept byte for byte, and its kind follows from its name, not from what the browser claims."""
    answer, zgw = add(behandelaar, registers)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{ZAAK}?gelukt=document#documenten")
    (_, document), (_, relatie) = zgw.created
    assert (document["titel"], document["formaat"]) == ("Brief van de buren", "application/pdf")
    assert document["bestandsomvang"] == len(FILE[1])
    assert list(zgw.contents.values())[-1] == FILE[1]
    assert relatie["zaak"].endswith(str(zaak_uuid("meerwijde", 0)))
    assert "Het document hoort nu bij deze zaak." in behandelaar.get(answer.headers["location"]).text


def test_second_click_adds_nothing(behandelaar, registers):
    page = behandelaar.get(ZAAK).text
    form = fields(page) | {"documentsoort": options(page, "documentsoort")[1][0]}
    for _ in range(2):
        answer = behandelaar.post(f"{ZAAK}/documenten", data=form, files={"bestand": FILE}, headers=ORIGIN)
        assert answer.status_code == 303
    assert len(registers.by_slug["meerwijde"].created) == 2  # the document, and that it belongs to the zaak


@pytest.mark.parametrize(("file", "changed", "told"), [
    (None, {}, "Kies een bestand."),
    (FILE, {"documentsoort": ""}, "Kies wat voor document het is."),
    (FILE, {"documentsoort": "0" * 32}, "Kies wat voor document het is."),
])  # fmt: skip
def test_what_is_missing_is_told_beside_its_field(behandelaar, registers, file, changed, told):
    answer, zgw = add(behandelaar, registers, file=file, titel="Mijn titel", **changed)
    assert answer.status_code == 400
    assert told in answer.text
    assert "Mijn titel" in answer.text  # nobody types twice
    assert zgw.created == []


def test_document_that_may_not_belong_to_the_zaak_is_not_kept(behandelaar, registers):
    """A document that hangs nowhere is found by nobody, and destroyed by nobody either."""
    zgw = registers.by_slug["meerwijde"]
    param = {"name": "nonFieldErrors", "code": "missing-zaaktype-informatieobjecttype-relation", "reason": "Nee."}
    zgw.refuse, zgw.refuse_only = ZgwFout(400, {"invalidParams": [param]}), ("zaakinformatieobjecten",)
    answer, _ = add(behandelaar, registers)
    assert answer.status_code == 400
    assert "Nee." in answer.text
    assert len(zgw.deleted) == 1


def test_form_of_another_site_is_refused(behandelaar, registers):
    answer = behandelaar.post(
        f"{ZAAK}/documenten", data={"formulierbewijs": "geraden"}, files={"bestand": FILE}, headers=ORIGIN
    )
    assert answer.status_code == 403
    assert registers.by_slug["meerwijde"].created == []


def test_file_above_the_limit_is_refused_before_it_is_read(behandelaar):
    head = {"content-length": str(10**9), "content-type": "multipart/form-data; boundary=x"} | ORIGIN
    answer = behandelaar.post(f"{ZAAK}/documenten", content=b"", headers=head)
    assert answer.status_code == 413
    assert "250 MB" in answer.text


@pytest.mark.parametrize(("at", "kind", "how"), [
    (0, "image/png", "inline"),
    (1, "text/plain; charset=utf-8", "inline"),
    (2, "application/octet-stream", "attachment"),
])  # fmt: skip
def test_browser_shows_what_can_do_no_harm(behandelaar, at, kind, how):
    """A page in a document would run as one of ours, with the rights of whoever opens it."""
    document = document_path("meerwijde", 2, at).rpartition("/")[2]
    answer = behandelaar.get(f"/meerwijde/behandelen/documenten/{document}/inhoud")
    assert answer.headers["content-type"] == kind
    assert answer.headers["content-disposition"].startswith(how)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["x-content-type-options"] == "nosniff"
    kept = behandelaar.get(f"/meerwijde/behandelen/documenten/{document}/inhoud?bewaren")
    assert kept.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize("formaat", ["text/html", "image/svg+xml", "application/xhtml+xml", "", "IMAGE/SVG+XML"])
def test_page_in_a_document_is_never_shown(behandelaar, registers, formaat):
    document = document_path("meerwijde", 2, 0).rpartition("/")[2]
    rows = registers.by_slug["meerwijde"].rows["documenten/enkelvoudiginformatieobjecten"]
    next(row for row in rows if row["uuid"] == document)["formaat"] = formaat
    answer = behandelaar.get(f"/meerwijde/behandelen/documenten/{document}/inhoud")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(("naam", "plain"), [
    ("brief.pdf", "brief.pdf"),
    ('a"; filename="b\r\nX-Evil: 1.pdf', "a__ filename__b__X-Evil_ 1.pdf"),
    ("überzicht.pdf", "_berzicht.pdf"),
    ("", "document"),
])  # fmt: skip
def test_name_of_a_file_stays_within_its_header(naam, plain):
    told = disposition(naam, inline=False)
    assert f'filename="{plain}"' in told
    assert told.isascii()
    assert told.isprintable()


def test_document_outside_the_rights_is_not_listed():
    """The register leaves it out of _expand; a title alone can tell too much already."""
    relatie = {"url": "http://z/1", "informatieobject": "http://d/1"}
    assert documenten([relatie, relatie | {"_expand": {}}]) == []
