"""A busy Monday in every municipality of the country, played on a clock that goes as fast as the work is done.

`python -m trust.maandag` plays 342 municipalities, ten million events, on the contact centre as it is: its steps, its
desk, a journal in memory and the simulated exchange. People behave by chance with a fixed seed: they press keys, give
up, talk, ask to be called back, are not at home; agents do not answer, pass on, consult, lose their browser. Faults are
put in: an exchange that refuses, is silent for a while, or is gone with all its lines; a process that is killed; all
browsers lost at once; a flood of callers, and of keys. All the time, and at the end:

- nobody is on the line without a state, and nobody has a state whose line is gone;
- no agent has two calls, and none is busy with a call that is not his;
- every request to be called back was met, is still open, or was left to people: none is lost;
- every wait that is written is the wait that was.

A municipality that was played is a line in `maandag.jsonl` of its folder, which the seed and the size name: a run that
is cut off goes on when it is asked for again. What came of all of it stands in `trust/results/`, with the date.
Ten million events take some ten minutes of one core; `--events 100000 --seeds 20` plays many small countries instead.
"""

import argparse
import asyncio
import gc
import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from bench import report
from trust.gemeentedag import Kansen, Maandag, Onwaar, Rampen, Uitslag

GEMEENTEN = 342
EVENTS = 10_000_000
EVENTS_PER_BELLER = 9.6
SEED = 1
RESULTS = Path(__file__).parent / "results"
AFVAL_DREMPEL = 50_000
"""Objects after which Python looks for cycles: there are few, and looking costs a tenth of the time."""


def sizes(events: int, gemeenten: int) -> list[int]:
    """Callers per municipality: a few large ones and many small, together about so many events."""
    gewicht = [1 / (n + 3) ** 0.7 for n in range(gemeenten)]
    bellers = events / EVENTS_PER_BELLER
    return [max(20, round(bellers * w / sum(gewicht))) for w in gewicht]


async def run(
    folder: Path, events: int, gemeenten: int, say: Callable[[Uitslag], object], seed: int = SEED
) -> list[Uitslag]:
    """Play what was not yet played; every municipality is a line in the folder. raises Onwaar."""
    bestand, regels = await asyncio.to_thread(_opened, folder)
    gedaan = {u.gemeente: u for u in (msgspec.json.decode(regel, type=Uitslag) for regel in regels)}
    for gemeente, bellers in enumerate(sizes(events, gemeenten), 1):
        if gemeente not in gedaan:
            try:
                gedaan[gemeente] = await Maandag(gemeente, bellers, Kansen(), Rampen(), seed).play()
            except Onwaar as fout:
                raise Onwaar(f"seed {seed}, gemeente {gemeente}, {bellers} bellers: {fout}") from fout
            await asyncio.to_thread(_add, bestand, gedaan[gemeente])
        say(gedaan[gemeente])
    return list(gedaan.values())


def _opened(folder: Path) -> tuple[Path, list[bytes]]:
    folder.mkdir(parents=True, exist_ok=True)
    bestand = folder / "maandag.jsonl"
    return bestand, bestand.read_bytes().splitlines() if bestand.exists() else []


def _add(bestand: Path, uitslag: Uitslag) -> None:
    with bestand.open("ab") as uit:
        uit.write(msgspec.json.encode(uitslag) + b"\n")


def summary(uitslagen: list[Uitslag]) -> dict[str, Any]:
    """The figures of the whole country."""
    redenen: Counter[str] = Counter()
    rampen: Counter[str] = Counter()
    for uitslag in uitslagen:
        redenen.update(uitslag.redenen)
        rampen.update(uitslag.rampen)
    return {
        "gemeenten": len(uitslagen),
        "bellers": sum(u.gebeld for u in uitslagen),
        "gebeurtenissen": sum(u.events for u in uitslagen),
        "herstarts": sum(u.herstarts for u in uitslagen),
        "opdrachten geweigerd": sum(u.geweigerd for u in uitslagen),
        "rampen": dict(rampen),
        "niet opgenomen door fouten": sum(u.fouten for u in uitslagen),
        "terugbelverzoeken": sum(u.verzoeken for u in uitslagen),
        "binnen 25 s": sum(u.binnen_norm for u in uitslagen),
        "langste wacht, seconden": max((u.wacht_seconden_max for u in uitslagen), default=0.0),
        "processorseconden": round(sum(u.seconden for u in uitslagen), 1),
        "redenen": dict(redenen),
    }


def main() -> None:
    """Play, and print what came of it; stops with a fault at the first thing that may never be."""
    parser = argparse.ArgumentParser(
        prog="python -m trust.maandag", description=(__doc__ or "").splitlines()[0]
    )  # fmt: skip
    parser.add_argument("--folder", type=Path, help="where a run goes on; by itself one per seed and size in /tmp")
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--gemeenten", type=int, default=GEMEENTEN)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--seeds", type=int, default=1, help="so many countries, from this seed on")
    parser.add_argument("--results", type=Path, default=RESULTS)
    given = parser.parse_args()
    logging.getLogger("meent").setLevel(logging.CRITICAL)  # what fails here is meant to
    gc.set_threshold(AFVAL_DREMPEL)
    for seed in range(given.seed, given.seed + given.seeds):
        folder = given.folder or _folder(seed, given.events, given.gemeenten)
        try:
            found = summary(asyncio.run(_shown(folder, given.events, given.gemeenten, seed)))
        except Onwaar as fout:
            sys.exit(f"Dit mag nooit: {fout}")
        _save(found, given.results, seed, given.events)
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(found)).decode() + "\n")


def _folder(seed: int, events: int, gemeenten: int) -> Path:
    return Path(tempfile.gettempdir()) / f"meent-maandag-{seed}-{events}-{gemeenten}"


async def _shown(folder: Path, events: int, gemeenten: int, seed: int) -> list[Uitslag]:
    """The run, with a bar that tells how far it is."""
    columns = (TextColumn("seed {task.fields[seed]}, {task.fields[gemeente]} gemeenten"), BarColumn(),
               TextColumn("{task.completed:,} gebeurtenissen"), TimeElapsedColumn(), TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=events, seed=seed, gemeente=0)

        def say(uitslag: Uitslag) -> None:
            bar.update(task, advance=uitslag.events, gemeente=uitslag.gemeente)

        return await run(folder, events, gemeenten, say, seed)


def _save(found: dict[str, Any], results: Path, seed: int, events: int) -> None:
    """Only what is long is laid down: a small country is a look."""
    if events < EVENTS // 10:
        return
    target = results / f"{date.today().isoformat()}-maandag-{seed}.json"  # noqa: DTZ011 - names a file of this machine
    about = report.machine()
    rows = "\n".join(f"| {name} | {_cell(value)} |" for name, value in found.items())
    report.lay_down(
        target, {"about": about, **found}, about, f"A Monday in the country, seed {seed}",
        f"| | |\n|---|---|\n{rows}", note="Nothing was found that may never be.",
    )  # fmt: skip


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {count:,}" for name, count in sorted(value.items(), key=lambda pair: -pair[1]))
    return f"{value:,}"


if __name__ == "__main__":
    main()
