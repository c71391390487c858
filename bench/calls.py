"""Load on the telephone exchange: `python -m bench.calls`. Real calls with sound, the journal on PostgreSQL.

sipp calls the number of a municipality and answers as its agents; each call goes prompt, queue, agent, and both sides
send G.711 all the time. Meanwhile a probe call looks at every packet it gets: a 20 ms frame that is lost or silent is
counted. Printed beside what the trial of the design measured (November 2026, two shared cores).

Needs sip-tester beside what `meent telephony check` asks. `--concurrent 20 --rate 4` is a look beside other work.
"""

import asyncio
import csv
import json
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

import click
import msgspec
import numpy as np
from rich.console import Console

from bench import report, sipp
from bench.contactcentrum import GELUIDEN, gemeente
from bench.cpu import spent_by, tree
from meent.data import embedded
from meent.integration.telefooncentrale.centrale import Toestel
from meent.integration.telefooncentrale.opstelling import Opstelling, Poorten
from meent.process.telefonie.beleid import Beleid, Doel, Geluid, Inzet, Menu, Nummer, Wachtrij
from tests.integration.telefooncentrale.srtp import KOP, PCMA, STAP, UIT_ALAW, toon_alaw
from tests.integration.telefooncentrale.tonen import RATE
from tests.process.telefonie.opzet import ALTIJD

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench" / "results"
NUMMER, GEBELD = "+31701234567", "0701234567"
TRUNK_POORT, BELLER_POORT, PROEF_POORT = 5972, 5973, 5975
GELUID_VAN = {TRUNK_POORT: 20_000, BELLER_POORT: 25_000, PROEF_POORT: 29_000}
RINKEL_MS, PROEF_MS = 100, 12_000
BELLER_HZ, MEDEWERKER_HZ = 440, 880
POORTEN = Poorten(sip=5960, tls=5961, media=(30_000, 39_998), binnen=5962, node=5963, ng=5964, toetsen=5965)
HALF = 0.5
"""A frame softer than this share of the median is silent."""
MEETTIJD_MAX_SECONDEN = 600
PROEF = {
    "op de draad: INVITE tot 200": "4 / 12 (300 at once)", "opnemen": "1.4 / 32 (400 at once)",
    "verbinden": "110 / 164 (400 at once)",
}  # fmt: skip
"""What the trial of the design measured: median / p95 in ms (two shared cores, November 2026). It had no journal."""


LEGENDA = (
    "* beslissing: from what the exchange reports to the first command that follows: step, choice, journal",
    "* opnemen: from a call that came in to its 200 OK handed to the stack",
    f"* verbinden: from the INVITE to an agent to both hearing each other; {RINKEL_MS} ms of it is his ringing",
    "* doorgeven: the last part of that, from his answer",
)


@dataclass
class Uitslag:
    """What one run came to; times in ms, CPU in percents of one core while calls came in and went on."""

    about: dict[str, str]
    concurrent: int
    rate: float
    calls: int
    gelukt: int
    mislukt: int
    proef: dict[str, float]
    cpu_procent: dict[str, float]
    tijden: dict[str, list[float]]


class Proefgesprek(asyncio.DatagramProtocol):
    """Looks at each packet it gets, and sends a tone to where they come from."""

    def __init__(self) -> None:
        self.frames: dict[int, dict[int, float]] = defaultdict(dict)
        self.laatste: tuple[str, int] | None = None
        self.transport: asyncio.DatagramTransport

    @property
    def poort(self) -> int:
        return int(self.transport.get_extra_info("sockname")[1])

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if len(data) > KOP.size and data[1] & 0x7F == PCMA:
            _, _, number, _, source = KOP.unpack_from(data)
            self.frames[source][number] = float(np.abs(UIT_ALAW[np.frombuffer(data[KOP.size :], np.uint8)]).mean())
            self.laatste = addr

    async def zeg(self) -> None:
        loop, voice = asyncio.get_running_loop(), toon_alaw(BELLER_HZ)
        begin, number = loop.time(), 0
        while True:
            await asyncio.sleep(max(0.0, begin + number * STAP / RATE - loop.time()))
            if self.laatste:
                at = number * STAP % RATE
                head = KOP.pack(0x80, PCMA, number & 0xFFFF, number * STAP, 1)
                self.transport.sendto(head + voice[at : at + STAP], self.laatste)
            number += 1

    def uitslag(self) -> dict[str, float]:
        """Of the conversation: the stream with the most frames. One that is missing was lost on the way."""
        frames = max(self.frames.values(), key=len, default={})
        if not frames:
            return {"frames": 0, "kwijt": 0, "stil": 0, "seconden": 0.0}
        wanted = max(frames) - min(frames) + 1
        median = statistics.median(frames.values())
        return {
            "frames": len(frames), "kwijt": wanted - len(frames),
            "stil": sum(loud < HALF * median for loud in frames.values()), "seconden": wanted * STAP / RATE,
        }  # fmt: skip


@click.command()
@click.option("--concurrent", default=300, show_default=True, help="Conversations at once.")
@click.option("--rate", default=20.0, show_default=True, help="New calls a second.")
@click.option("--calls", default=0, help="Calls in all; twice as many as at once when it is not said.")
@click.option("--name", default="calls", show_default=True, help="Results go to bench/results/DATE-NAME.*.")
def main(concurrent: int, rate: float, calls: int, name: str) -> None:
    """Load on the telephone exchange, with sound and with the journal."""
    with tempfile.TemporaryDirectory(prefix="meent-calls-", ignore_cleanup_errors=True) as text:
        folder = Path(text)
        folder.chmod(0o755)
        opstelling = Opstelling(folder / "centrale", poorten=POORTEN, trunks=[f"sip:127.0.0.1:{TRUNK_POORT}"])
        database = embedded.start(folder / "postgres")
        try:
            found = asyncio.run(_measure(opstelling, database, folder, concurrent, rate, calls or 2 * concurrent))
        finally:
            opstelling.stop()
            database.stop()
    _save(found, RESULTS / f"{date.today().isoformat()}-{name}.json")  # noqa: DTZ011 - names a file of this machine


async def _measure(
    opstelling: Opstelling, database: embedded.Embedded, folder: Path, concurrent: int, rate: float, calls: int
) -> Uitslag:
    meten = await gemeente(database, beleid(concurrent + 10), slug="meten", naam="Meten")
    await opstelling.start()
    hold_ms = int(1000 * concurrent / rate)
    for naam, hz in (("beller", BELLER_HZ), ("medewerker", MEDEWERKER_HZ)):
        (folder / f"{naam}.alaw").write_bytes(toon_alaw(hz) * 20)
    (folder / "beller.xml").write_text(sipp.beller(GEBELD, hold_ms, str(folder / "beller.alaw")))
    (folder / "medewerker.xml").write_text(sipp.medewerker(str(folder / "medewerker.alaw"), RINKEL_MS))
    ports = msgspec.json.encode(opstelling.poorten).decode()
    command = (sys.executable, "-m", "bench.calls_node", database.app_dsn, str(meten), ports, str(opstelling.folder))
    async with (
        _program(folder / "node.log", *command, cwd=ROOT) as node,
        _program(folder / "medewerkers.log", *_sipp(folder / "medewerker.xml", TRUNK_POORT), "-aa") as agents,
    ):
        await _klaar(folder / "node.log", node)
        groups = {
            **{name: tree(opstelling.pid_of(name) or 0) for name in ("rtpengine", "kamailio")},
            "node": [node.pid], "postgres": tree(database.pid or 0), "sipp, who answers": [agents.pid],
        }  # fmt: skip
        before, begin = {name: spent_by(pids) for name, pids in groups.items()}, time.monotonic()
        edge = f"127.0.0.1:{opstelling.poorten.sip}"
        load = (*_sipp(folder / "beller.xml", BELLER_POORT), edge, "-r", str(rate), "-m", str(calls),
                "-l", str(concurrent), "-trace_rtt", "-rtt_freq", "1", "-trace_err")  # fmt: skip
        async with _program(folder / "bellers.log", *load) as callers:
            await asyncio.sleep(hold_ms / 1000)  # until as many talk as there will be
            proef = await _proef(folder, edge)
            async with asyncio.timeout(MEETTIJD_MAX_SECONDEN):
                await callers.wait()
        seconds = time.monotonic() - begin
        cpu = {name: (spent_by(pids) - before[name]) / seconds / 1e7 for name, pids in groups.items()}
        node.terminate()
        await node.wait()
    return _read(folder, Uitslag(report.machine(), concurrent, rate, calls, 0, 0, proef, cpu, {}))


def _read(folder: Path, found: Uitslag) -> Uitslag:
    """The same, with what sipp and the node wrote down."""
    screen = (folder / "bellers.log").read_text(errors="replace")
    found.gelukt, found.mislukt = (_count(screen, word) for word in ("Successful call", "Failed call"))
    wire = [float(row[1]) for path in folder.glob("beller_*_rtt.csv") for row in _rows(path)]
    found.tijden = {"op de draad: INVITE tot 200": wire} | json.loads(
        (folder / "centrale" / "tijden.json").read_bytes()
    )
    found.about["load"] = f"{os.getloadavg()[0]:.1f}"
    return found


async def _klaar(told: Path, node: asyncio.subprocess.Process) -> None:
    """Until it takes calls. raises AssertionError with its last words when it stops."""
    while "klaar" not in (words := told.read_text()):  # noqa: ASYNC240
        assert node.returncode is None, words[-2000:]
        await asyncio.sleep(0.1)


async def _proef(folder: Path, edge: str) -> dict[str, float]:
    """One more call, of which each packet is looked at."""
    loop = asyncio.get_running_loop()
    transport, probe = await loop.create_datagram_endpoint(Proefgesprek, local_addr=("127.0.0.1", 0))
    (folder / "proef.xml").write_text(sipp.beller(GEBELD, PROEF_MS, poort=probe.poort))
    saying = asyncio.create_task(probe.zeg())
    async with _program(folder / "proef.log", *_sipp(folder / "proef.xml", PROEF_POORT), edge, "-m", "1") as one:
        await one.wait()
    saying.cancel()
    transport.close()
    return probe.uitslag()


def _sipp(scenario: Path, poort: int) -> tuple[str, ...]:
    return (
        "sipp", "-sf", str(scenario), "-i", "127.0.0.1", "-p", str(poort), "-mi", "127.0.0.1", "-nostdin",
        "-rtp_threadtasks", "100", "-mp", str(GELUID_VAN[poort]),
    )  # fmt: skip


@asynccontextmanager
async def _program(log: Path, *command: str, cwd: Path | None = None) -> AsyncIterator[asyncio.subprocess.Process]:
    with log.open("wb") as told:  # a pipe would be full in a while, and hold it up
        process = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.DEVNULL, stdout=told, stderr=told, cwd=cwd or log.parent
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def beleid(agents: int) -> Beleid:
    """One number and one queue; the agents are called over the trunk."""
    return Beleid(
        nummers={NUMMER: Nummer("meten", Doel("menu", "hoofd"), "kcc")},
        menus={"hoofd": Menu("welkom", {"1": Doel("wachtrij", "kcc")}, Doel("wachtrij", "kcc"), 1, 1)},
        wachtrijen={"kcc": Wachtrij("algemeen", "altijd", "gesloten", "muziek", nawerk_seconden=0)},
        tijden={"altijd": ALTIJD},
        geluiden={naam: Geluid(1, {"nl": 1.0}) for naam in GELUIDEN},
        medewerkers={
            f"m{n}": Inzet(f"M {n}", {"algemeen": 1}, Toestel.LIJN, f"+3188{n:07d}") for n in range(1, agents + 1)
        },
    )


def _rows(path: Path) -> list[list[str]]:
    with path.open() as file:
        return [row for row in csv.reader(file, delimiter=";") if len(row) > 1 and row[1].replace(".", "").isdigit()]


def _count(screen: str, word: str) -> int:
    """The last number on the last line of sipp's screen that begins so: cumulative."""
    lines = [line for line in screen.splitlines() if word in line]
    return int(lines[-1].rpartition("|")[2]) if lines else -1


def _save(found: Uitslag, target: Path) -> None:
    table = as_table(found)
    report.lay_down(target, found, found.about, "Calls at once, with sound and journal", table)
    Console().print(table, markup=False, soft_wrap=True)


def as_table(found: Uitslag) -> str:
    lines = [
        f"{found.calls} calls at {found.rate:g}/s, {found.concurrent} at once: {found.gelukt} well,"
        f" {found.mislukt} failed.",
        f"Probe call: {found.proef['frames']:.0f} frames of 20 ms in {found.proef['seconden']:.1f} s, "
        f"{found.proef['kwijt']:.0f} lost, {found.proef['stil']:.0f} silent.",
        "CPU, percents of one core: " + ", ".join(f"{name} {spent:.1f}" for name, spent in found.cpu_procent.items()),
        "", *LEGENDA, "", "| ms | times | median | p95 | max | the trial: median / p95 |", "|---|--:|--:|--:|--:|---|",
    ]  # fmt: skip
    for name, times in found.tijden.items():
        if times:
            p95 = sorted(times)[int(len(times) * 0.95) - 1]
            lines.append(
                f"| {name} | {len(times)} | {statistics.median(times):.1f} | {p95:.1f} | {max(times):.1f}"
                f" | {PROEF.get(name, '')} |"
            )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
