"""ClamAV by way of clamd (BIO2 8.07.04; design/trust.md test 18): a real one, and one that misbehaves as told."""

import asyncio
import shutil
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from meent.capabilities.opslag import Verdict
from meent.integration.virusscan import clamd as clamd_module
from meent.integration.virusscan.clamd import Clamd

VIRUS = b"MEENT-PROEFVIRUS-7f3a: doet niets, en heeft een handtekening van onszelf"
NAME = "Meent.Proefvirus"
START_MAX_SECONDEN = 60
CONFIG = """
LocalSocket {folder}/clamd.sock
DatabaseDirectory {folder}/db
LogFile {folder}/clamd.log
PidFile {folder}/clamd.pid
StreamMaxLength 2M
Foreground yes
"""


@pytest.fixture(scope="session")
def real_clamd() -> Iterator[str]:
    """The socket of Debian's clamd with one signature, ours; skipped by name where it is not installed."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if program is None:
        pytest.skip("clamd is er niet: apt-get install clamav-daemon")
    with tempfile.TemporaryDirectory(prefix="meent-clamd-") as folder:
        place = Path(folder)
        (place / "db").mkdir()
        (place / "db" / "proef.ndb").write_text(f"{NAME}:0:*:{VIRUS.hex()}\n")
        (place / "clamd.conf").write_text(CONFIG.format(folder=folder) + f"User {place.owner()}\n")
        output = (place / "output").open("wb")
        process = subprocess.Popen([program, "-c", str(place / "clamd.conf")], stdout=output, stderr=output)
        socket, limit = place / "clamd.sock", time.monotonic() + START_MAX_SECONDEN
        while not socket.exists():
            assert process.poll() is None, (place / "output").read_text()
            assert time.monotonic() < limit, (place / "clamd.log").read_text()
            time.sleep(0.05)
        yield str(socket)
        process.terminate()
        process.wait()
        output.close()


async def judged(address: str, *pieces: bytes) -> Verdict:
    scan = Clamd(address).begin()
    for piece in pieces:
        await scan.feed(piece)
    return await scan.verdict()


# --- a real one ------------------------------------------------------------------------------------------------------


async def test_clean_content_is_clean(real_clamd: str) -> None:
    assert await judged(real_clamd, b"%PDF-1.7 ", b"x" * 500_000) == Verdict("schoon")
    assert await judged(real_clamd) == Verdict("schoon")


@pytest.mark.parametrize("cut", [1, 10, len(VIRUS)])
async def test_malware_is_found_however_it_is_cut(real_clamd: str, cut: int) -> None:
    """A virus over the border of two pieces of the network is a virus."""
    whole = b"aanhef " + VIRUS + b" slot"
    verdict = await judged(real_clamd, *(whole[at : at + cut] for at in range(0, len(whole), cut)))
    assert (verdict.oordeel, verdict.gevonden.partition(".UNOFFICIAL")[0]) == ("besmet", NAME)


async def test_what_clamd_finds_too_large_has_no_verdict(real_clamd: str) -> None:
    """A file that was not looked at must not pass for one that was."""
    assert await judged(real_clamd, *[b"x" * 1_000_000] * 6) == Verdict("wacht")


# --- one that does as told -------------------------------------------------------------------------------------------

Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def scripted(script: Script) -> AsyncIterator[str]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await script(reader, writer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def _received(reader: asyncio.StreamReader) -> bytes:
    """What a client sends in INSTREAM, up to its empty piece."""
    assert await reader.readexactly(10) == b"zINSTREAM\0"
    content = b""
    while size := int.from_bytes(await reader.readexactly(4)):
        content += await reader.readexactly(size)
    return content


@pytest.mark.parametrize("reply", [
    b"", b"\0", b"INSTREAM size limit exceeded. ERROR\0", b"stream: Can't allocate memory ERROR\0", b"stream: OK FOUND",
    b"iets anders: OK\0", b"stream: OK",
])  # fmt: skip
async def test_an_answer_that_is_no_verdict_is_none(reply: bytes) -> None:
    """Only the words for "nothing found" mean that, and only when they are complete."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _received(reader)
        writer.write(reply)

    async with scripted(answer) as address:
        assert await judged(address, b"inhoud") == Verdict("wacht")


async def test_the_whole_content_is_shown() -> None:
    seen = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await _received(reader))
        writer.write(b"stream: OK\0")

    async with scripted(answer) as address:
        assert await judged(address, b"een", b"", b"twee") == Verdict("schoon")
    assert seen == [b"eentwee"]


async def test_without_clamd_there_is_no_verdict(tmp_path: Path) -> None:
    """Scanner down = quarantine."""
    assert await judged("127.0.0.1:1", b"inhoud") == Verdict("wacht")
    assert await judged(str(tmp_path / "weg.sock"), b"inhoud") == Verdict("wacht")


async def test_a_clamd_that_hangs_up_gives_no_verdict() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(10)

    async with scripted(hang_up) as address:
        assert await judged(address, *[b"x" * 100_000] * 100) == Verdict("wacht")


async def test_a_slow_clamd_does_not_hold_up_who_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """An upload must not take minutes because the scanner does."""
    released = asyncio.Event()

    async def wait(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await released.wait()

    monkeypatch.setattr(clamd_module, "VERDICT_MAX_SECONDEN", 0.1)
    monkeypatch.setattr(clamd_module, "FEED_MAX_SECONDEN", 0.1)
    begun = time.monotonic()
    async with scripted(wait) as address:
        assert await judged(address, b"inhoud") == Verdict("wacht")
        assert await judged(address, *[b"x" * 1_000_000] * 20) == Verdict("wacht")
        released.set()
    assert time.monotonic() - begun < 5
