"""How large a document is told to be, and turns out to be (Documenten API 1.7.0, RULES D-19 and D-23)."""

from base64 import b64encode
from typing import Any

import pytest

from tests.asgi import Client
from tests.zgw import DOCUMENTEN, document_body, een_document, een_informatieobjecttype, gewijzigd, sleutel_van

EIO = f"{DOCUMENTEN}/enkelvoudiginformatieobjecten"
FILE_SIZE = {("nonFieldErrors", "file-size")}
HALLO = b64encode(b"hallo").decode()


@pytest.mark.rule("D-19")
async def test_content_is_as_large_as_was_told(client: Client) -> None:
    """Half a file would be kept as if it were the whole."""
    soort = await een_informatieobjecttype(client)
    for omvang in (4, 6, 0):
        refused = await client.post(EIO, document_body(soort["url"], inhoud=HALLO, bestandsomvang=omvang))
        assert (refused.status, refused.codes) == (400, FILE_SIZE), omvang
    document = await een_document(client, soort, inhoud=HALLO, bestandsomvang=5)
    assert document["bestandsomvang"] == 5
    sleutel = await sleutel_van(client, document)
    for body in ({"bestandsomvang": 6}, {"inhoud": b64encode(b"daag!!").decode(), "bestandsomvang": 5}):
        refused = await client.patch(document["url"], body | {"lock": sleutel})
        assert (refused.status, refused.codes) == (400, FILE_SIZE), body


@pytest.mark.rule("D-19")
@pytest.mark.parametrize("untold", [{}, {"bestandsomvang": None}])
async def test_content_of_which_no_size_was_told_tells_its_own(client: Client, untold: dict[str, Any]) -> None:
    """A list of files would show them all as empty."""
    document = await een_document(client, inhoud=HALLO, **untold)
    assert document["bestandsomvang"] == 5
    longer = await gewijzigd(client, document, inhoud=b64encode(b"daag!!").decode(), **untold)
    assert longer["bestandsomvang"] == 6
    assert (await gewijzigd(client, document, titel="Anders"))["bestandsomvang"] == 6


@pytest.mark.rule("D-23")
async def test_empty_file_is_something_else_than_no_file(client: Client) -> None:
    """Somebody waits for a letter of which there are only the data; or an empty form is thrown away."""
    empty, none = await een_document(client, bestandsomvang=0), await een_document(client)
    assert empty["inhoud"].startswith(empty["url"])
    assert (empty["bestandsomvang"], empty["locked"], empty["lock"]) == (0, False, "")
    assert (none["inhoud"], none["bestandsomvang"], none["locked"]) == (None, None, False)
    full = await een_document(client, inhoud=HALLO)
    gone = await gewijzigd(client, full, inhoud=None, bestandsomvang=None)
    assert (gone["inhoud"], gone["bestandsomvang"]) == (None, None)
    assert (await gewijzigd(client, full, inhoud=None, bestandsomvang=0))["inhoud"] is not None


@pytest.mark.rule("D-25")
@pytest.mark.parametrize("instead", [{"inhoud": HALLO, "bestandsomvang": 5}, {"inhoud": None, "bestandsomvang": None}])
async def test_pieces_that_are_no_longer_wanted_go(client: Client, instead: dict[str, Any]) -> None:
    """A document would wait for ever for pieces of a file that came otherwise, or not at all."""
    document = await een_document(client, bestandsomvang=100)
    assert len(document["bestandsdelen"]) == 1
    lock = {"lock": document["lock"]}
    kept = await client.patch(document["url"], {"titel": "Anders"} | lock)
    assert kept.json["bestandsdelen"] == document["bestandsdelen"]
    changed = await client.patch(document["url"], instead | lock)
    assert (changed.status, changed.json["bestandsdelen"]) == (200, [])
    assert (await client.post(f"{document['url']}/unlock", lock)).status == 204
