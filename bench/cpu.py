"""CPU time of processes from /proc, in nanoseconds: the kernel's own account, not a sample."""

import os
from collections.abc import Iterable
from pathlib import Path


def spent_ns(pid: int) -> int:
    """CPU time of all threads of a process; 0 when it is gone."""
    try:
        tasks = os.listdir(f"/proc/{pid}/task")
        return sum(int(Path(f"/proc/{pid}/task/{t}/schedstat").read_text().split()[0]) for t in tasks)
    except FileNotFoundError:
        return 0


def spent_by(pids: Iterable[int]) -> int:
    return sum(spent_ns(pid) for pid in pids)


def pss_kb(pid: int) -> int:
    """Memory of a process with its share of what it shares; 0 when it is gone."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except (FileNotFoundError, ProcessLookupError):
        pass
    return 0


def tree(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for parent in found:
        try:
            for task in os.listdir(f"/proc/{parent}/task"):
                children = Path(f"/proc/{parent}/task/{task}/children").read_text().split()
                found += [int(c) for c in children]
        except FileNotFoundError:
            continue
    return found
