"""What every store of content must do, whichever it is (protocol: capabilities/opslag.py)."""

import os
import stat
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import pytest

from meent.basis.fouten import Fout
from meent.capabilities.opslag import InhoudWeg, OpslagWeg, Store, new_key
from meent.integration.objectopslag.folder import FolderStore
from tests.integration.objectopslag.conftest import Bucket

MB = 1024 * 1024


async def _stream(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


async def _all(store: Store, tenant_id: int, sleutel: str, start: int, end: int) -> bytes:
    return b"".join([piece async for piece in store.read(tenant_id, sleutel, start, end)])


@pytest.mark.parametrize(
    "pieces", [(), (b"",), (b"kort",), (b"a" * 700_000, b"b" * 700_000, b"c"), (b"x" * 20 * MB, b"y")]
)
async def test_what_is_written_is_read_back(store: Store, pieces: tuple[bytes, ...]) -> None:
    """A document must come back byte for byte, and its size and hash be true."""
    whole, sleutel = b"".join(pieces), new_key()
    content = await store.write(1, sleutel, _stream(*pieces))
    assert (content.sleutel, content.omvang, content.sha256) == (sleutel, len(whole), sha256(whole).hexdigest())
    assert await _all(store, 1, sleutel, 0, len(whole)) == whole


async def test_a_range_is_read(store: Store) -> None:
    whole, sleutel = bytes(range(256)) * 16384, new_key()
    await store.write(1, sleutel, _stream(whole))
    for start, end in ((0, 1), (5, 5), (1_000_000, 3_200_001), (len(whole) - 1, len(whole))):
        assert await _all(store, 1, sleutel, start, end) == whole[start:end]


@pytest.mark.parametrize("before", [(), (b"half",), (b"half" * 5 * MB, b"en meer")])
async def test_a_stream_that_breaks_off_leaves_nothing(store: Store, before: tuple[bytes, ...]) -> None:
    """Half a document must never be found under the name of a whole one."""

    async def breaking() -> AsyncIterator[bytes]:
        for piece in before:
            yield piece
        raise Fout(400, "invalid", "De verbinding is verbroken.")

    sleutel = new_key()
    with pytest.raises(Fout, match="verbroken"):
        await store.write(1, sleutel, breaking())
    assert [f async for f in store.found(1)] == []
    with pytest.raises(InhoudWeg):
        await _all(store, 1, sleutel, 0, 4)


async def test_municipalities_do_not_see_each_other(store: Store) -> None:
    """The same key in another municipality is nothing."""
    sleutel = new_key()
    await store.write(1, sleutel, _stream(b"van gemeente een"))
    with pytest.raises(InhoudWeg):
        await _all(store, 2, sleutel, 0, 3)
    await store.delete(2, [sleutel])
    assert await _all(store, 1, sleutel, 0, 3) == b"van"
    assert [f async for f in store.found(2)] == []


async def test_what_is_deleted_is_gone_and_deleting_again_is_fine(store: Store) -> None:
    gone, stays = new_key(), new_key()
    for sleutel in (gone, stays):
        await store.write(1, sleutel, _stream(b"inhoud"))
    await store.delete(1, [gone])
    await store.delete(1, [gone, new_key()])
    assert [(f.sleutel, f.omvang) async for f in store.found(1)] == [(stays, 6)]


@pytest.mark.parametrize("sleutel", ["../../geheim", "ab/../../etc", "/etc/passwd", "ab/" + "f" * 31, ""])
async def test_a_key_that_is_none_leads_nowhere(store: Store, sleutel: str) -> None:
    """A key comes from the database; even a forged one must not lead out of the store (CVE-2026-55836)."""
    with pytest.raises(InhoudWeg):
        await _all(store, 1, sleutel, 0, 10)


# --- the bucket alone ------------------------------------------------------------------------------------------------


async def test_an_upload_that_breaks_off_is_taken_back(bucket: Bucket) -> None:
    """Parts of an upload that nobody finishes cost money, and hold a document that nobody wants."""

    async def breaking() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * MB
        raise Fout(400, "invalid", "De verbinding is verbroken.")

    with pytest.raises(Fout, match="verbroken"):
        await bucket.store().write(1, new_key(), breaking())
    assert "Uploads" not in bucket.client.list_multipart_uploads(Bucket=bucket.name)


async def test_a_bucket_that_is_away_is_told(bucket: Bucket) -> None:
    """Who sends a document must hear that it was not kept, in words that say what to do."""
    bucket.client.delete_bucket(Bucket=bucket.name)
    with pytest.raises((OpslagWeg, InhoudWeg)):
        await bucket.store().write(1, new_key(), _stream(b"x"))


# --- the folder alone ------------------------------------------------------------------------------------------------


async def test_a_folder_is_private(tmp_path: Path) -> None:
    """Others on the machine must not read documents past the register."""
    root = tmp_path / "documenten"
    await FolderStore(root).write(7, new_key(), _stream(b"geheim"))
    modes = {stat.S_IMODE(p.stat().st_mode) for p in [root, *root.rglob("*")] if p.is_dir()}
    files = {stat.S_IMODE(p.stat().st_mode) for p in root.rglob("*") if p.is_file()}
    assert (modes, files) == ({0o700}, {0o600})


async def test_what_a_killed_process_left_is_tidied_in_time(tmp_path: Path) -> None:
    """An upload that still runs keeps its file; one of last week is nobody's."""
    unfinished = tmp_path / "1" / ".nieuw"
    unfinished.mkdir(parents=True)
    (unfinished / "oud").write_bytes(b"x")
    (unfinished / "bezig").write_bytes(b"x")
    os.utime(unfinished / "oud", (0, 0))
    await FolderStore(tmp_path).tidy(1)
    assert [p.name for p in unfinished.iterdir()] == ["bezig"]
