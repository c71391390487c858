"""Steps with their time: a moving bar with real totals on a terminal, plain lines without one."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


@dataclass
class Step:
    """One step that is being done; `result` is told behind its name when it is done."""

    total: int = 0
    done: int = 0
    result: str = ""
    bar: Progress | None = None
    began: float = field(default_factory=time.monotonic)

    def advance(self, count: int) -> None:
        self.done += count
        if self.bar:
            self.bar.update(self.bar.task_ids[0], completed=self.done)


class Steps:
    """Tells what is being done."""

    def __init__(self, console: Console) -> None:
        self.console = console

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """A step of which the length is not known."""
        step = Step()
        yield step
        self._tell(name, step)

    @contextmanager
    def bar(self, name: str, total: int) -> Iterator[Step]:
        """A step of `total` things."""
        step = Step(total)
        if self.console.is_terminal:
            columns = (TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            with Progress(*columns, console=self.console, transient=True) as step.bar:
                step.bar.add_task(name, total=total)
                yield step
        else:
            yield step
        self._tell(name, step)

    def _tell(self, name: str, step: Step) -> None:
        told = step.result or (f"{step.done:,}".replace(",", ".") if step.total else "")
        seconds = f"{time.monotonic() - step.began:.1f}".replace(".", ",")
        self.console.print(f"  ✔ {f'{name} {told}'.strip():<52} {seconds:>6} s")
