"""`meent worker`: delivers notifications in a process of its own. Any number may run, on any number of machines."""

import asyncio
import signal
from collections.abc import Callable

import uvloop

from meent.app import App, running


def work(app: App, *, on_ready: Callable[[], None]) -> None:
    """Delivers until SIGTERM or Ctrl-C; what is under way then gets its answer first."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_work(app, on_ready))


async def _work(app: App, on_ready: Callable[[], None]) -> None:
    async with running(app), app.healing():
        bezorger = app.bezorger()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, bezorger.stop)
        on_ready()
        await bezorger.run()
