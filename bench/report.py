"""Results as JSON, and as a table that people read."""

import json
import os
import platform
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from bench.measure import Cell

SIZE_BAR = 1.5
LIMITED_BAR = 1.5
HEAD = (
    "| work | application | cases | c | server µs | database µs | floor µs (F1 + F2 + FL) | ratio | bar | |"
    " best µs | best ratio |"
    " p50 ms | p95 ms | req/s | load |\n"
    "|---|---|--:|--:|--:|--:|--:|--:|--:|---|--:|--:|--:|--:|--:|--:|"
)


def machine() -> dict[str, str]:
    memory = next(line.split()[1] for line in Path("/proc/meminfo").read_text().splitlines() if "MemTotal" in line)
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    return {
        "measured": datetime.now(UTC).isoformat(timespec="minutes"),
        "cores": str(os.cpu_count()),
        "memory": f"{int(memory) // 1024**2} GB",
        "python": platform.python_version(),
        "kernel": platform.release(),
        "commit": os.environ.get("BENCH_COMMIT", commit),
    }


def lay_down(target: Path, found: object, about: Mapping[str, str], heading: str, text: str, note: str = "") -> None:
    """What a measurement came to: all of it as JSON; beside it what people read, and where and when it was measured."""
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
    facts = ", ".join(f"{name} {value}" for name, value in about.items())
    target.with_suffix(".md").write_text(f"# {heading}\n\n{facts}. {note}".rstrip() + f"\n\n{text}\n")


def load(target: Path) -> dict[str, Cell]:
    if not target.exists():
        return {}
    return {key: Cell(**cell) for key, cell in json.loads(target.read_text())["cells"].items()}


def save(target: Path, cells: dict[str, Cell], about: dict[str, str]) -> None:
    lay_down(
        target, {"about": about, "cells": cells}, about, "CPU per request against the floor",
        f"{table(cells)}\n\n{growth(cells)}",
        note="CPU µs per request, medians; F1 is the bare server with the same bytes, F2 the bare driver (a select of"
        " the kept documents, or the insert), FL the lines of the log of processing.",
    )  # fmt: skip


def line(cell: Cell) -> str:
    verdict = "MET" if cell.ratio <= cell.bar else "missed"
    parts = (cell.f1, cell.f2, cell.fl)
    floor = f"{sum(parts):.0f} ({' + '.join(f'{part:.0f}' for part in parts)})"
    return (
        f"| {cell.work} | {cell.application} | {cell.size:,} | {cell.c} | {cell.server:.0f} | {cell.database:.0f} |"
        f" {floor} | {cell.ratio:.2f} | {cell.bar:g} | {verdict} |"
        f" {cell.best_total:.0f} | {cell.best_ratio:.2f} |"
        f" {cell.p50_ms:.2f} | {cell.p95_ms:.2f} | {cell.per_second:.0f} | {cell.load:.1f} |"
    )


def table(cells: dict[str, Cell]) -> str:
    ordered = sorted(cells.values(), key=lambda x: (x.work, x.application, x.size, x.c))
    return "\n".join([HEAD, *(line(cell) for cell in ordered)])


def growth(cells: dict[str, Cell]) -> str:
    """The largest size against the smallest, and the limited application against the one with all rights."""
    lines = []
    sizes = sorted({x.size for x in cells.values()})
    for x in sorted(cells.values(), key=lambda x: (x.work, x.application, x.c)):
        small = cells.get(f"{x.work} {x.application} {sizes[0]} {x.c}")
        if x.size == sizes[-1] and small and small is not x:
            lines.append(
                _versus(
                    f"{x.work} {x.application} c={x.c}: {x.size:,} against {small.size:,} cases", x, small, SIZE_BAR
                )
            )
    for x in sorted(cells.values(), key=lambda x: (x.work, x.size, x.c)):
        every = cells.get(f"{x.work} all {x.size} {x.c}")
        if x.application == "limited" and every:
            lines.append(_versus(f"{x.work} {x.size:,} c={x.c}: limited against all rights", x, every, LIMITED_BAR))
    return "\n".join(lines)


def _versus(what: str, x: Cell, other: Cell, bar: float) -> str:
    ratio = x.total / other.total
    return f"- {what}: {ratio:.2f} × (bar {bar}) {'MET' if ratio <= bar else 'missed'}"
