"""Content that comes in a JSON body: taken out while it arrives (RULES D-18, D-24; decision 0016)."""

import base64
import binascii
import json
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meent.basis.base64text import OngeldigeBase64
from meent.basis.jsonstroom import BodyReader
from meent.capabilities.opslag import Content

NAMES = frozenset({"inhoud"})


class Kept:
    """Takes contents as a store does, and keeps them."""

    def __init__(self) -> None:
        self.all: list[bytes] = []

    async def take(self, stream: AsyncIterator[bytes]) -> Content:
        content = b"".join([piece async for piece in stream])
        self.all.append(content)
        return Content(sleutel=str(len(self.all) - 1), omvang=len(content), sha256=sha256(content).hexdigest())


async def _read(raw: bytes, size: int = 65536) -> tuple[bytes, dict[str, Any], Kept]:
    """What is left, what was found, and what was kept, of a body that arrives in pieces of that size."""

    async def pieces() -> AsyncIterator[bytes]:
        for at in range(0, len(raw), size):
            yield raw[at : at + size]

    kept = Kept()
    reader = BodyReader(pieces(), NAMES, kept.take)
    left = await reader.read()
    return left, reader.found, kept


def _code(found: dict[str, Any]) -> str:
    wrong = found["inhoud"]
    assert isinstance(wrong, OngeldigeBase64)
    return wrong.code


@pytest.mark.parametrize("size", [1, 2, 3, 7, 65536])
@pytest.mark.parametrize("written", [
    b'{"inhoud":"%s"}',
    b' { "a" : [1, {"inhoud": "x"}], "inhoud"\n:\t"%s" , "b": "\\"inhoud\\": " }',
    b'{"\\u0069nhoud": "%s"}',
    b'{"inhoud": null, "inhoud": "AAAA", "inhoud": "%s"}',
    b'{"b": "\\\\", "inhoud": "%s", "titel": "\xc3\xa9\\u00e9"}',
])  # fmt: skip
async def test_content_is_taken_out_of_the_body(written: bytes, size: int) -> None:
    """However the client writes its JSON and however the network cuts it, the same file must come out."""
    content = bytes(range(256)) * 3 + b"?>"  # has + and / in base64
    text = base64.b64encode(content)
    left, found, kept = await _read(written % text, size)
    assert kept.all[int(found["inhoud"].sleutel)] == content
    expected = json.loads(written % text) | {"inhoud": sha256(content).hexdigest()}
    assert msgspec.json.decode(left) == expected


@pytest.mark.parametrize("size", [1, 3, 65536])
async def test_escapes_in_base64_are_read(size: int) -> None:
    """PHP writes each slash as \\/, .NET each plus as \\u002B, and MIME encoders break their lines."""
    text = base64.b64encode(b"\xfb\xef\xff" * 30)
    lines = [text[at : at + 76].replace(b"/", b"\\/").replace(b"+", b"\\u002B") for at in range(0, len(text), 76)]
    text = b"\\r\\n".join(lines)
    _, _, kept = await _read(b'{"inhoud": "%s"}' % text, size)
    assert kept.all == [b"\xfb\xef\xff" * 30]


@pytest.mark.rule("D-18")
@pytest.mark.parametrize("size", [1, 2, 5, 65536])
@pytest.mark.parametrize(("text", "code"), [
    (b"geen base64!", "invalid-base64"),
    (b"aGVsbG8", "incorrect-base64-padding"),
    (b"aGVsbG", "incorrect-base64-padding"),
    (b"aGVsb", "invalid-base64"),
    (b"aGVsbG8==", "incorrect-base64-padding"),
    (b"aG=sbG8=", "invalid-base64"),
    (b"aGVsbG8=aGVs", "invalid-base64"),
    (b"aGVs bG8=", "invalid-base64"),
    (b"aGVsbG8\\u003d\\u00e9", "invalid-base64"),
    (b"aGVs\\tbG8=", "invalid-base64"),
    ("aGVs\u00e9bG8=".encode(), "invalid-base64"),
])  # fmt: skip
async def test_what_is_no_base64_is_told(text: bytes, code: str, size: int) -> None:
    """A damaged file would otherwise be kept as if it were the document; and the rest of the body is still judged."""
    left, found, kept = await _read(b'{"inhoud": "%s", "titel": ""}' % text, size)
    assert _code(found) == code
    assert kept.all == []
    assert msgspec.json.decode(left) == {"inhoud": "", "titel": ""}


@pytest.mark.parametrize("size", [1, 65536])
@pytest.mark.parametrize("raw", [
    b"null", b"[]", b'{"inhoud": null}', b'{"inhoud": 12}', b'{"inhoud": ["AAAA"]}', b'["inhoud", "AAAA"]',
    b'{"x": {"inhoud": "AAAA"}}', b'{"x": [{"inhoud": "AAAA"}], "inhoud": {"inhoud": "AAAA"}}', b'"inhoud"', b"12", b"",
    b'{"inhoud\\\\": "AAAA"}', b'{"x": "inhoud", "y": "AAAA"}',
])  # fmt: skip
async def test_other_members_stay_as_they_are(raw: bytes, size: int) -> None:
    """Only a text of the document itself is content."""
    left, found, kept = await _read(raw, size)
    assert (left, found, kept.all) == (raw, {}, [])


@pytest.mark.parametrize("size", [1, 65536])
@pytest.mark.parametrize("raw", [
    b'{"inhoud": "AAAA', b'{"inhoud": "AAAA" "AAAA"}', b'{"inhoud" "AAAA"}', b'{"inhoud": "AAA\\qA"}',
    b'{"inhoud": "AAAA\\u00', b'{"inhoud": "AAAA"}}', b'{"inhoud": "AAAA",}', b'{inhoud: "AAAA"}',
])  # fmt: skip
async def test_broken_json_stays_broken(raw: bytes, size: int) -> None:
    """Taking the content out must not mend what the client got wrong: half a file could pass for a whole one."""
    left, _, _ = await _read(raw, size)
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(left)


def _judged(text: bytes) -> bytes | str:
    """By the book, all at once: the content or the code of what is wrong."""
    text = text.replace(b"\r", b"").replace(b"\n", b"")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return "wrong"


JSON_TEXT = st.text(alphabet="AQgw+/=\\\"\r\n é", max_size=40) | st.binary(max_size=200).map(
    lambda b: base64.b64encode(b).decode()
)


@given(text=JSON_TEXT, before=st.text(max_size=8), ascii_only=st.booleans(), size=st.integers(1, 50))
async def test_any_text_in_any_pieces_gives_the_same(text: str, before: str, ascii_only: bool, size: int) -> None:
    """Property: where a body is cut makes no difference, and the outcome is that of decoding it whole."""
    raw = json.dumps({"voor": before, "inhoud": text, "na": [before]}, ensure_ascii=ascii_only).encode()
    left, found, kept = await _read(raw, size)
    whole, at_once, _ = await _read(raw)
    assert left == whole
    expected = _judged(text.encode())
    if isinstance(expected, bytes):
        assert kept.all[-1] == expected
        assert found == at_once
    else:
        assert _code(found) == _code(at_once)
    assert msgspec.json.decode(left)["na"] == [before]
