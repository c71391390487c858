"""The thread of sippy. One per process, for as long as the process lives: sippy allows no second loop.

sippy binds itself to the thread that imports it, and it is an optional part (`pip install 'meent[telephony]'`): so its
module is imported here, by name, in that thread, and nowhere else.
"""

import importlib
import threading
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

from meent.integration.telefooncentrale.centrale import CentraleFout
from meent.integration.telefooncentrale.feiten import Feiten, Voorval

MODULE = "meent.integration.telefooncentrale.stapel"
START_MAX_SECONDEN = 20.0


class TelefonieOntbreekt(CentraleFout):
    """Het onderdeel voor telefonie is niet geïnstalleerd: pip install 'meent[telephony]'."""


class Stapel(Protocol):
    """What `stapel.Stapel` can do; each of these runs in the thread of sippy."""

    def open(self) -> None: ...

    def close(self) -> None: ...

    def bel(self, been: int, adres: str, van: str, naam: str, sdp: str, headers: dict[str, str]) -> None: ...

    def neem_op(self, been: int, sdp: str) -> None: ...

    def hang_op(self, been: int, code: int) -> None: ...

    def neem_over(self, been: int, facts: Feiten) -> None: ...


class Draad:
    """The running thread and the module that lives in it."""

    def __init__(self) -> None:
        self._module: Any = None
        self._fault: ImportError | None = None
        self._started = threading.Event()
        threading.Thread(target=self._run, name="meent-sip", daemon=True).start()
        if not self._started.wait(START_MAX_SECONDEN) or self._fault:
            raise TelefonieOntbreekt(TelefonieOntbreekt.__doc__) from self._fault

    def stapel(
        self, adres: tuple[str, int], edge: tuple[str, int], domein: str, meld: Callable[[Voorval], None]
    ) -> Stapel:
        stapel: Stapel = self._module.Stapel(adres, edge, domein, meld)
        return stapel

    def call(self, function: Callable[..., None], *args: object) -> None:
        """Carried out in the thread, in order; this does not wait for it."""
        self._module.call(function, *args)

    def _run(self) -> None:
        try:
            self._module = importlib.import_module(MODULE)
        except ImportError as fault:
            self._fault = fault
            return
        finally:
            self._started.set()
        self._module.loop()


@cache
def draad() -> Draad:
    return Draad()
