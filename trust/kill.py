"""Trust §4 no. 1, 2, 10: SIGKILL of the server and of PostgreSQL under load, and nothing that was answered is lost.

`python -m trust.kill` starts an embedded database and `meent serve` in a folder of its own, lets writers write over
real HTTP, and kills. After each kill, and at the end for everything ever answered: see proof.py. SIGKILL of a process
leaves the page cache of the system alone, so this is no test of a power cut. A run that is cut off goes on with
`--folder`.
"""

import argparse
import asyncio
import os
import platform
import random
import statistics
import string
import sys
import tempfile
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
from rich.console import Console
from rich.progress import Progress

from tests.zgw import ZAKEN, een_catalogus, een_zaak, een_zaaktype
from trust.proof import Proof, Verdict
from trust.registers import (
    CONTACT,
    CORRECTION,
    KLANTINTERACTIES,
    OBJECT,
    OBJECTS,
    RECORD,
    RegisterWriter,
    a_start,
)
from trust.server import ANSWER_MAX_SECONDEN, Http, Meent, prepared, serving
from trust.writers import CASES_KEPT, Tally, Write, Writer

WRITERS = {"zgw": 4, "new": 4}
"""How many write to which registers; `new` are those of registers.py."""
READERS = 16
PROBE_SECONDEN = 0.02
BACK_MAX_SECONDEN = 60.0
LOOK_BACK = timedelta(seconds=30)
"""How far before the previous kill a question about what was written reaches."""
RESULTS = Path(__file__).parent / "results"
KINDS = ("server", "database")
PATHS = {
    "zaak": f"{ZAKEN}/zaken", "patch": f"{ZAKEN}/zaken", "rol": f"{ZAKEN}/rollen", "status": f"{ZAKEN}/statussen",
    CONTACT: f"{KLANTINTERACTIES}/klantcontacten", OBJECT: OBJECTS, RECORD: OBJECTS, CORRECTION: OBJECTS,
}  # fmt: skip
"""Kind of a write -> where it can be read back."""


@dataclass
class Probe:
    """Reads one zaak over and over; knows since when it is answered again and whether a refusal was as it should be."""

    http: Http
    url: str
    tally: Tally
    good: list[tuple[float, float]] = field(default_factory=list)
    refused: int = 0

    async def run(self, is_over: asyncio.Event) -> None:
        while not is_over.is_set():
            await self.look()
            await asyncio.sleep(PROBE_SECONDEN)

    async def look(self) -> None:
        asked = time.monotonic()
        try:
            answer = await self.http.get(self.url)
        except TimeoutError:
            self.tally.fault(f"lezen: geen antwoord binnen {ANSWER_MAX_SECONDEN} s")
        except aiohttp.ClientError:
            return
        else:
            answered = time.monotonic()
            self.tally.slowest_seconden = max(self.tally.slowest_seconden, answered - asked)
            if answer.status == 200:
                self.good = [*self.good[-1:], (asked, answered)]
            elif answer.status == 503 and "retry-after" in answer.headers:
                self.refused += 1
            else:
                self.tally.fault(f"lezen: {answer.status} {answer.body[:300]!r}")

    async def serving_again(self, since: float) -> float:
        """Seconds from `since` until the answer to a question that was asked after it."""
        while time.monotonic() - since < BACK_MAX_SECONDEN:
            for asked, answered in self.good:
                if asked > since:
                    return answered - since
            await asyncio.sleep(PROBE_SECONDEN / 2)
        raise TimeoutError(f"na {BACK_MAX_SECONDEN} s nog niet terug")


@dataclass
class Run:
    """A run and its outcome so far."""

    meent: Meent
    wanted: dict[str, int]
    seed: int
    writers: dict[str, int] = field(default_factory=WRITERS.copy)
    tally: Tally = field(default_factory=Tally)
    back: dict[str, list[float]] = field(default_factory=lambda: {k: [] for k in KINDS})
    verdict: Verdict = field(default_factory=Verdict)
    processes_killed: int = 0
    refused: int = 0
    unanswered_but_done: int = 0
    read_back: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def ledger(self) -> Path:
        return self.meent.folder / "ledger.jsonl"

    def resume(self) -> None:
        """What an earlier, cut off run in this folder knew. Its last line may be half."""
        if self.ledger.exists():
            for line in self.ledger.read_bytes().splitlines():
                with suppress(msgspec.DecodeError):
                    self._again(msgspec.json.decode(line))
        self.tally.ledger = self.ledger.open("a")

    def note_counts(self) -> None:
        """What only this process knew, for when the judging is cut off. Faults have lines of their own."""
        counts = {k: v for k, v in self.tally.counts.items() if k != "faults"}
        known = {"processes": self.processes_killed, "refused": self.refused, "slowest": self.tally.slowest_seconden}
        self.tally.note({"counts": counts} | known)

    def _again(self, line: dict[str, Any]) -> None:
        if "write" in line:
            self.tally.acknowledged.append(Write(**line["write"]))
        elif "unanswered" in line:
            self.tally.unanswered.append(line["unanswered"])
        elif "counts" in line:
            for name, count in line["counts"].items():  # since the beginning of the folder: the last line counts
                self.tally.counts[name] = count
            self.processes_killed, self.refused = line["processes"], line["refused"]
            self.tally.slowest_seconden = line["slowest"]
        elif "fault" in line:
            self.tally.counts["faults"] += 1
            self.tally.faults.append(line["fault"])
        elif "kill" in line:
            self.back[line["kill"]].append(line["back"])

    def left(self) -> list[str]:
        """The kills still to do, mixed."""
        found = [k for k in KINDS for _ in range(self.wanted[k] - len(self.back[k]))]
        random.Random(self.seed + len(found)).shuffle(found)
        return found

    def outcome(self) -> dict[str, Any]:
        kinds = [w.kind for w in self.tally.acknowledged]
        return {
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": f"{os.cpu_count()} cores, shared; {platform.system()}, Python {platform.python_version()}",
            "load": os.getloadavg()[0],
            "seed": self.seed,
            "writers": self.writers,
            "kills": {k: len(v) for k, v in self.back.items()},
            "processes of PostgreSQL killed": self.processes_killed,
            "acknowledged": len(kinds),
            "acknowledged per kind": {k: kinds.count(k) for k in sorted(set(kinds))},
            "acknowledged with key": sum(w.is_keyed for w in self.tally.acknowledged),
            "unanswered without key": len(self.tally.unanswered),
            "unanswered but done": self.unanswered_but_done,
            "requests": dict(sorted(self.tally.counts.items())),
            "reads refused with 503": self.refused,
            "read back by uuid": self.read_back,
            "lost": len(self.verdict.lost),
            "half": len(self.verdict.half),
            "doubled": len(self.verdict.doubled),
            "faults": self.tally.counts["faults"],
            "slowest answer (s)": round(self.tally.slowest_seconden, 2),
            "serving again (s)": {k: _spread(v) for k, v in self.back.items() if v},
            "minutes": round((time.monotonic() - self.began) / 60, 1),
            "told": (self.verdict.lost + self.verdict.half + self.verdict.doubled + self.tally.faults)[:50],
        }

    @property
    def is_good(self) -> bool:
        v = self.verdict
        return not (v.lost or v.half or v.doubled or self.tally.counts["faults"])


def _spread(seconds: list[float]) -> dict[str, float]:
    return {
        "median": round(statistics.median(seconds), 2),
        "p95": round(sorted(seconds)[int(len(seconds) * 0.95)], 2) if len(seconds) > 1 else round(seconds[0], 2),
        "max": round(max(seconds), 2),
    }


async def run(found: Run, progress: Progress | None = None, between: float = 1.0) -> Run:
    """Kill what is left to kill, under load, and judge. `between`: longest quiet time, seconds."""
    found.resume()
    with serving(found.meent):
        await found.meent.ready()
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            await _under_load(found, Http(session, found.meent), progress, between)
            await _judge_all(found, Http(session, found.meent), progress)
        if not found.meent.stop():
            found.tally.fault("SIGTERM: de server of PostgreSQL bleef draaien")
    assert found.tally.ledger is not None
    found.tally.ledger.close()
    return found


async def _under_load(found: Run, http: Http, progress: Progress | None, between: float) -> None:
    catalogus = await een_catalogus(http, domein=_domein())  # type: ignore[arg-type]
    zaaktype = await een_zaaktype(http, catalogus["url"])  # type: ignore[arg-type]
    first = await een_zaak(http, zaaktype)  # type: ignore[arg-type]
    start = await a_start(http, f"trust {found.seed}")
    cases: deque[str] = deque([first["url"]], maxlen=CASES_KEPT)
    name = f"{int(time.time())}"
    probe, is_over = Probe(http, first["url"], found.tally), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(probe.run(is_over))
        for i in range(found.writers["zgw"]):
            writer = Writer(http, zaaktype, found.tally, f"{name}-{i}", random.Random(f"{found.seed}-{i}"), cases)
            group.create_task(writer.run(is_over))
        for i in range(found.writers["new"]):
            rng = random.Random(f"{found.seed}-n{i}")
            group.create_task(RegisterWriter(http, start, found.tally, f"{name}-n{i}", rng).run(is_over))
        try:
            await _kill_all(found, probe, progress, between)
        finally:
            is_over.set()
            found.refused += probe.refused
            found.note_counts()


def _domein() -> str:
    """Another one each time, for a run that goes on in the same folder."""
    return "".join(random.choices(string.ascii_uppercase, k=5))


async def _kill_all(found: Run, probe: Probe, progress: Progress | None, between: float) -> None:
    proof, rng = Proof(found.meent.superuser_dsn), random.Random(found.seed)
    judged, previous = len(found.tally.acknowledged), datetime.now(UTC)
    left = found.left()
    task = progress.add_task("kills", total=len(left)) if progress else None
    for kind in left:
        await asyncio.sleep(between * rng.random())
        now, since = datetime.now(UTC), time.monotonic()
        if kind == "server":
            found.meent.kill_server()
            found.meent.start()
        else:
            found.processes_killed += found.meent.kill_database()
        back = await probe.serving_again(since)
        found.back[kind].append(back)
        found.tally.note({"kill": kind, "back": back})
        answered = found.tally.acknowledged[judged:]
        judged += len(answered)
        found.verdict.add(await proof.of(answered, previous - LOOK_BACK))
        previous = now
        if progress and task is not None:
            v = found.verdict
            bad = f"{len(v.lost)} lost, {len(v.half)} half, {len(v.doubled)} doubled"
            bad += f", {found.tally.counts['faults']} faults"
            progress.update(task, advance=1, description=f"{kind} {back:.1f} s, {judged} writes, {bad}")


async def _judge_all(found: Run, http: Http, progress: Progress | None) -> None:
    """Everything ever answered, by the database and by GET."""
    proof = Proof(found.meent.superuser_dsn)
    found.verdict.add(await proof.of(found.tally.acknowledged))
    found.unanswered_but_done = await proof.were_there(found.tally.unanswered)
    known = {f"{PATHS[w.kind]}/{w.id}" for w in found.tally.acknowledged}
    urls, task = iter(known), progress.add_task("read back", total=len(known)) if progress else None

    async def read() -> None:
        for url in urls:
            answer = await http.get(url)
            found.read_back += 1
            if progress and task is not None:
                progress.advance(task)
            if answer.status != 200:
                found.verdict.lost.append(f"GET {url}: {answer.status}")

    await asyncio.gather(*(read() for _ in range(READERS)))


def as_markdown(outcome: dict[str, Any]) -> str:
    def shown(value: Any) -> str:
        return ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else str(value)

    rows = "\n".join(f"| {k} | {shown(v)} |" for k, v in outcome.items() if k != "told")
    told = "".join(f"\n- {t}" for t in outcome["told"]) or "\nNothing."
    return f"# Kills, {outcome['date'][:10]}\n\n| What | Count |\n|---|---|\n{rows}\n\nWhat was wrong:\n{told}\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", type=int, default=100, help="kills of the server")
    parser.add_argument("--database", type=int, default=100, help="kills of PostgreSQL")
    parser.add_argument("--between", type=float, default=1.5, help="longest quiet time between kills, seconds")
    for name, count in WRITERS.items():
        parser.add_argument(f"--{name}", type=int, default=count, help=f"writers to the {name} registers")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--folder", type=Path, help="go on in this folder, or keep everything there")
    parser.add_argument("--results", type=Path, default=RESULTS)
    given = parser.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory(prefix="meent-kill-", ignore_cleanup_errors=True) as temporary:
        console.print(f"seed {given.seed} · folder {given.folder or temporary}")
        with Progress(console=console) as progress:
            meent = prepared(given.folder or Path(temporary))
            wanted = {"server": given.server, "database": given.database}
            writers = {name: getattr(given, name) for name in WRITERS}
            found = asyncio.run(run(Run(meent, wanted, given.seed, writers), progress, given.between))
    outcome = found.outcome()
    given.results.mkdir(parents=True, exist_ok=True)
    stem = given.results / f"{outcome['date'][:10]}-kill-{given.seed}"
    stem.with_suffix(".json").write_bytes(msgspec.json.format(msgspec.json.encode(outcome), indent=1) + b"\n")
    stem.with_suffix(".md").write_text(as_markdown(outcome))
    console.print(as_markdown(outcome), markup=False)
    return 0 if found.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
