"""One rule switched off and its tests run, in a process of its own: nothing of it reaches the next rule.

The process is a fork of this one, so that nothing is imported twice; what it changes dies with it. The tests get a
database of their own on a server that stays for the next rule (`MEENT_TEST_SERVER`, see tests/conftest.py).
"""

import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import entry_points
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import TYPE_CHECKING

from meent.tools.rules.switch import RULE_OFF

if TYPE_CHECKING:
    import pytest

TEST_SERVER = "MEENT_TEST_SERVER"
TIMEOUT_SECONDS = 600
FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Ended:
    """How the tests of one rule ended.

    exit_code   as pytest gives it: 0 all passed, 1 some failed; None when the process broke off or took too long
    noticed_by  the test that failed first
    """

    rule: str
    exit_code: int | None
    noticed_by: str = ""


@dataclass
class Trial:
    """A rule whose tests are running; `home` is the folder of the server that they use."""

    rule: str
    home: Path
    process: ForkProcess
    outcome: Connection
    started: float = field(default_factory=time.monotonic)

    def ended(self) -> Ended:
        self.process.join()
        try:
            return Ended(self.rule, *self.outcome.recv())
        except EOFError:
            return Ended(self.rule, None)

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid or 0, signal.SIGKILL)


def try_all(tests: dict[str, list[str]], root: Path, workers: int) -> Iterator[Ended]:
    """Runs the tests of each rule with that rule off, so many at once; gives them as they end."""
    _load_plugins()
    running: list[Trial] = []
    with _homes(workers) as free:
        try:
            yield from _in_turn(list(tests.items()), running, root, free)
        finally:
            for trial in running:
                trial.kill()


def _in_turn(
    waiting: list[tuple[str, list[str]]], running: list[Trial], root: Path, free: list[Path]
) -> Iterator[Ended]:
    """Starts what is waiting whenever a folder is free."""
    while waiting or running:
        while waiting and free:
            running.append(_start(*waiting.pop(0), root, free.pop()))
        wait([trial.process.sentinel for trial in running], timeout=1.0)
        for trial in [t for t in running if not t.process.is_alive()]:
            running.remove(trial)
            free.append(trial.home)
            yield trial.ended()
        for trial in running:
            if time.monotonic() - trial.started > TIMEOUT_SECONDS:
                trial.kill()


def _load_plugins() -> None:
    """What pytest would load in each process anyway, once: it takes longer than most tests."""
    if not os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD"):
        for plugin in entry_points(group="pytest11"):
            plugin.load()


@contextmanager
def _homes(workers: int) -> Iterator[list[Path]]:
    """A folder for the server of each worker. A server that outlives a killed trial ends with its folder: PostgreSQL
    looks every minute whether that is still there."""
    with tempfile.TemporaryDirectory(prefix="meent-prove-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o711)  # the account that runs the server must get through
        yield [Path(folder) / str(number) for number in range(workers)]


def _start(rule: str, tests: Sequence[str], root: Path, home: Path) -> Trial:
    receiver, sender = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_run, args=(rule, tests, root, home, sender))
    process.start()
    sender.close()
    return Trial(rule, home, process, receiver)


def _run(rule: str, tests: Sequence[str], root: Path, home: Path, outcome: Connection) -> None:
    """In the new process. What pytest says goes to a file: it tells why a run is broken."""
    pytest = import_module("pytest")  # an installed Meent has none
    os.setsid()  # whatever the tests start goes with them when they take too long
    os.chdir(root)
    sys.path.insert(0, str(root))
    os.environ |= {RULE_OFF: rule, TEST_SERVER: str(home)}
    with log_file(root, rule).open("w") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
        noticed = Noticed()
        code = pytest.main(["-q", "-x", "-p", "no:cacheprovider", *tests], plugins=[noticed])
    outcome.send((int(code), noticed.by))


def log_file(root: Path, rule: str) -> Path:
    file = root / ".meent" / "proofs" / f"{rule}.log"
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


class Noticed:
    """pytest plugin: which test failed."""

    by = ""

    def pytest_runtest_logreport(self, report: "pytest.TestReport") -> None:
        if report.failed:
            self.by = self.by or report.nodeid
