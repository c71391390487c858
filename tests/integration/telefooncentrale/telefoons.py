"""Telephones of the tests: baresip, which says a tone, records what it hears and is driven over its control socket.

A test waits for what somebody hears, and never for a while: beside other work everything comes, but later.
"""

import asyncio
import json
import os
import random
import socket
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from tests.integration.telefooncentrale.tijden import GEHOORD
from tests.integration.telefooncentrale.tonen import AFWIJKING, VENSTER_SECONDEN, tonen_vanaf

KINDS = (socket.SOCK_STREAM, socket.SOCK_DGRAM)
MODULES = ("stdio", "g711", "srtp", "aufile", "sndfile", "account", "menu", "ctrl_tcp")
MODULE_PATHS = (Path("/usr/lib/baresip/modules"), Path("/usr/local/lib/baresip/modules"))
WERKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 4
"""Processes of one run have ports of their own: what is free when it is chosen must be so a moment later."""
POORTEN = cycle(random.sample(range(10_000 + 2_400 * WERKER, 12_400 + 2_400 * WERKER, 2), 1_200))
"""Each comes once before any comes again: one that was handed out may not be in use yet."""
GELUID_POORTEN = f"{20_000 + 400 * WERKER}-{20_398 + 400 * WERKER}"
GEDULD_SECONDEN = 25.0


def vrije_poort() -> int:
    """One that is free for UDP and TCP, and the next as well, outside the range that the system hands out by itself."""
    return next(
        port for port in POORTEN if all(_is_free(port + next_one, kind) for next_one in (0, 1) for kind in KINDS)
    )


def _is_free(port: int, kind: socket.SocketKind) -> bool:
    with socket.socket(socket.AF_INET, kind) as tried:
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@dataclass
class Telefoon:
    """One running baresip. `gehoord()` may be read when it has stopped, `hoort()` waits while it runs."""

    naam: str
    folder: Path
    process: asyncio.subprocess.Process
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    events: list[dict]
    gelezen: dict[Path, int] = field(default_factory=dict)

    async def zeg(self, command: str, params: str = "") -> None:
        message = json.dumps({"command": command, "params": params, "token": "t"}).encode()
        self.writer.write(b"%d:%s," % (len(message), message))
        await self.writer.drain()

    async def bel(self, uri: str) -> None:
        await self.zeg("dial", uri)

    async def druk(self, cijfer: str) -> None:
        await self.zeg("sndcode", cijfer)
        await asyncio.sleep(0.25)
        await self.zeg("sndcode", "\x04")  # the key is let go

    async def hang_op(self) -> None:
        await self.zeg("hangup")

    async def wacht(self, soort: str, seconden: float = GEDULD_SECONDEN) -> dict:
        """The next event of this kind, such as CALL_ESTABLISHED or CALL_CLOSED."""
        async with asyncio.timeout(seconden):
            while True:
                for i, event in enumerate(self.events):
                    if event.get("type") == soort:
                        del self.events[: i + 1]
                        return event
                await asyncio.sleep(0.02)

    async def aangemeld(self, seconden: float = GEDULD_SECONDEN) -> None:
        """Until it is registered with us: it may be so before we hear of it."""
        await self.schrijft("[1 binding]", seconden)

    async def schrijft(self, tekst: str, seconden: float = GEDULD_SECONDEN) -> None:
        """Until this stands in its log."""
        async with asyncio.timeout(seconden):
            while tekst not in (self.folder / "log").read_text(errors="replace"):  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def hoort_iets(self, seconden: float = 0.5, *, binnen: float = GEDULD_SECONDEN) -> None:
        """Until anything sounded for so long in all: a voice, which is no tone. raises TimeoutError."""
        heard = 0
        async with asyncio.timeout(binnen):
            while heard * VENSTER_SECONDEN < seconden:
                await asyncio.sleep(0.05)
                heard += sum(tone > 0 for tone in self.nieuw())

    async def hoort(self, hz: int, seconden: float = 0.5, *, binnen: float = GEDULD_SECONDEN) -> None:
        """Until this tone sounded for so long in all, from where it was listened to last.

        raises  AssertionError, with what did sound
        """
        heard: Counter[int] = Counter()
        begin = time.monotonic()
        try:
            async with asyncio.timeout(binnen):
                while heard[hz] * VENSTER_SECONDEN < seconden:
                    await asyncio.sleep(0.05)
                    heard.update(hz if abs(tone - hz) < AFWIJKING else tone for tone in self.nieuw())
        except TimeoutError as silent:
            raise AssertionError(f"{self.naam} does not hear {hz} Hz but {dict(heard)}") from silent
        GEHOORD.append(f"{self.naam} {hz} Hz {time.monotonic() - begin:.2f}")

    def nieuw(self) -> list[int]:
        """Tones of what it wrote since the last time; what came before its newest call does not matter any more."""
        paths = list((self.folder / "snd").glob("*dec.wav"))
        if not paths:
            return []
        path = max(paths, key=lambda path: path.stat().st_mtime_ns)
        tones, self.gelezen[path] = tonen_vanaf(path, self.gelezen.get(path, 0))
        return tones

    def gehoord(self) -> Path:
        """What it heard, in its longest call."""
        return max((self.folder / "snd").glob("*dec.wav"), key=lambda path: path.stat().st_size)

    async def _listen(self) -> None:
        buffer = b""
        while data := await self.reader.read(65536):
            buffer += data
            while b":" in buffer:
                size, _, rest = buffer.partition(b":")
                if len(rest) < int(size) + 1:
                    break
                self.events.append(json.loads(rest[: int(size)]))
                buffer = rest[int(size) + 1 :]


@asynccontextmanager
async def telefoon(
    folder: Path, naam: str, account: str, spreekt: Path, certificaat: Path | None = None, *, sip: int = 0
) -> AsyncIterator[Telefoon]:
    """A telephone with this account line, which says this sound; at this port, when it matters."""
    home = folder / naam
    (home / "snd").mkdir(parents=True)
    (home / "accounts").write_text(account + "\n")
    (home / "contacts").write_text("")
    sip, control = sip or vrije_poort(), vrije_poort()
    modules = next(path for path in MODULE_PATHS if path.is_dir())
    lines = [
        "poll_method epoll", f"sip_listen 127.0.0.1:{sip}", "call_local_timeout 120", "call_max_calls 4",
        f"audio_player aufile,{home}/play.wav", f"audio_source aufile,{spreekt}",
        f"audio_alert aufile,{home}/alert.wav",
        "ausrc_srate 8000", "auplay_srate 8000", "ausrc_channels 1", "auplay_channels 1", f"rtp_ports {GELUID_POORTEN}",
        # Its buffer takes a new source of sound (prompt, music, agent) half of the time for packets that come too late.
        "jitter_buffer_type off", "jitter_buffer_delay 0-0",
        "net_interface 127.0.0.1", f"module_path {modules}", *(f"module {name}.so" for name in MODULES),
        f"snd_path {home}/snd", f"ctrl_tcp_listen 127.0.0.1:{control}",
        *([f"sip_certificate {certificaat}"] if certificaat else []),
    ]  # fmt: skip
    (home / "config").write_text("\n".join(lines) + "\n")
    with (home / "log").open("w") as log:
        process = await asyncio.create_subprocess_exec(
            "baresip", "-f", str(home), "-v", stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        try:
            reader, writer = await _connected(control)
        except TimeoutError as away:
            raise AssertionError(f"baresip does not come up: {(home / 'log').read_text()[-2000:]}") from away
        made = Telefoon(naam, home, process, reader, writer, [])
        listening = asyncio.create_task(made._listen())
        yield made
        listening.cancel()
        writer.close()
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _connected(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    async with asyncio.timeout(GEDULD_SECONDEN):
        while True:
            try:
                return await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
