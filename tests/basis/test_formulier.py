"""A form with a file in it, read while it arrives (RULES D-21)."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meent.basis.formulier import FormReader, GeenFormulier
from meent.basis.jsonstroom import TeGroot
from tests.basis.test_jsonstroom import Kept

TYPE = b"multipart/form-data; boundary=grens"


def form(parts: list[tuple[bytes, bytes]], boundary: bytes = b"grens") -> bytes:
    """As a client writes it; a part is its headers and what is in it."""
    written = b"".join(b"--%s\r\n%s\r\n\r\n%s\r\n" % (boundary, headers, inside) for headers, inside in parts)
    return written + b"--%s--\r\n" % boundary


def named(name: bytes, more: bytes = b"") -> bytes:
    return b'Content-Disposition: form-data; name="%s"%s' % (name, more)


async def _read(raw: bytes, size: int = 65536, content_type: bytes = TYPE) -> tuple[dict[str, Any], list[bytes]]:
    async def pieces() -> AsyncIterator[bytes]:
        for at in range(0, len(raw), size):
            yield raw[at : at + size]

    kept = Kept()
    found = await FormReader(content_type, pieces(), frozenset({"inhoud"}), kept.take).read()
    return found, kept.all


@pytest.mark.parametrize("size", [1, 5, 65536])
async def test_a_file_and_a_text_are_read(size: int) -> None:
    """Whatever a file holds, even the boundary of its own form halfway a line, must come out as it went in."""
    content = b"\r\n--grens" + bytes(range(256)) + b"\r\n--gren\r\n\r\n--"
    file = named(b"inhoud", b'; filename="a.bin"') + b"\r\nContent-Type: application/octet-stream"
    first, second = (named(b"lock"), b"sleutel"), (file, content[2:])
    for parts in ([first, second], [second, first]):
        found, kept = await _read(form(parts), size)
        assert (found["lock"], kept) == ("sleutel", [content[2:]])


async def test_a_file_without_a_name_is_a_file_too() -> None:
    """Not every client gives its file a name; and headers may be written in small letters."""
    header = b"content-disposition: form-data; name=inhoud"
    _, kept = await _read(form([(header, b"%PDF-1.7")]))
    assert kept == [b"%PDF-1.7"]


@pytest.mark.parametrize(("raw", "content_type", "refusal"), [
    (form([(named(b"inhoud"), b"abc")])[:-20], TYPE, GeenFormulier),
    (b"zomaar iets", TYPE, GeenFormulier),
    (form([(named(b"inhoud"), b"abc")]), b"multipart/form-data", GeenFormulier),
    (form([(named(b"inhoud"), b"abc")], b"anders"), TYPE, GeenFormulier),
    (b'{"inhoud": "abc"}', b"application/json", GeenFormulier),
    (b"", b"", GeenFormulier),
    (form([(named(b"lock"), b"x" * 70_000)]), TYPE, TeGroot),
    (form([(named(b"x"), b"")] * 101), TYPE, TeGroot),
    (form([(b"X-Lang: " + b"y" * 100_000, b"")]), TYPE, GeenFormulier),
])  # fmt: skip
async def test_what_is_no_form_is_refused(raw: bytes, content_type: bytes, refusal: type[Exception]) -> None:
    """Half a form must not pass for a whole one, nor a form without end fill the memory."""
    with pytest.raises(refusal):
        await _read(raw, content_type=content_type)


async def test_a_small_file_may_come_urlencoded() -> None:
    """The published document offers that form as well."""
    found, kept = await _read(b"lock=a%2Fb+c&inhoud=%00%FF", content_type=b"application/x-www-form-urlencoded")
    assert (found["lock"], kept) == ("a/b c", [b"\x00\xff"])


@given(content=st.binary(max_size=300), lock=st.text(max_size=10), size=st.integers(1, 60))
async def test_any_file_in_any_pieces_comes_out_as_it_went_in(content: bytes, lock: str, size: int) -> None:
    """Property: where the network cuts a form makes no difference."""
    parts = [(named(b"lock"), lock.encode()), (named(b"inhoud", b'; filename="x"'), content)]
    raw = form(parts, b"een-lange-grens-0123")
    found, kept = await _read(raw, size, b'multipart/form-data; boundary="een-lange-grens-0123"')
    assert (found["lock"], kept) == (lock, [content])
