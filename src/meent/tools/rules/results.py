"""What the last test runs said: one file that every run of pytest brings up to date.

It is about outcomes and about the rules and requirements a test decides; it is no log. A run of a few tests
replaces the entries of those tests only, so that the register stays whole while somebody works on one part.
"""

import fcntl
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypedDict

Outcome = Literal["passed", "failed", "skipped"]


class Result(TypedDict):
    """How one test ended, and what it decides.

    commit   the state of the code it ran on, as `git describe` says it; empty outside a repository
    """

    outcome: Outcome
    rules: list[str]
    requirements: list[str]
    commit: str


Results = dict[str, Result]


def project_root(start: Path | None = None) -> Path:
    """The folder with our pyproject.toml: upward from where the command was given, else where this file stands."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        file = folder / "pyproject.toml"
        if file.is_file() and 'name = "meent"' in file.read_text():
            return folder
    return Path(__file__).resolve().parents[4]


def results_file(root: Path) -> Path:
    return root / ".meent" / "test-results.json"


def load_results(file: Path) -> Results:
    """The results by name of the test; nothing when no test ever ran here."""
    if not file.is_file():
        return {}
    results: Results = json.loads(file.read_text())
    return results


def merge(before: Results, ran: Results, gone: Callable[[str], bool]) -> Results:
    """The results after a run: what ran replaces what stood there, what is gone leaves, the rest stays."""
    kept = {name: result for name, result in before.items() if not gone(name)}
    return dict(sorted((kept | ran).items()))


def store_results(file: Path, ran: Results, gone: Callable[[str], bool]) -> None:
    """Merge a run into the file. Two runs that end together wait for each other; a reader sees a whole file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with (file.parent / "test-results.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        merged = merge(load_results(file), ran, gone)
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps(merged, indent=1) + "\n")
        fresh.replace(file)


def commit_of(root: Path) -> str:
    """The commit the working folder stands on, with `-dirty` behind it when files differ from it."""
    command = ["git", "-C", str(root), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20)
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()
