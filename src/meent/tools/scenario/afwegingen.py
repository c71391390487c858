"""What a server keeps of business cases: the models of a folder, reckoned when a screen asks.

One at a time, beside the server's loop; outcomes are remembered. A file that changed is read anew. A model with faults
is told with its faults, and the others go on. The libraries for numbers are loaded when somebody first looks.
"""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from meent.tools.scenario.bestand import Fout, Gelezen, ModelGeweigerd
from meent.tools.scenario.controle import load_with_places
from meent.tools.scenario.vorm import Model

Json = dict[str, Any]
KEPT = 64
"""Answers that are remembered; the oldest goes first."""


class Afwegingen:
    """The models of a folder, by the name of their file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.worker = ThreadPoolExecutor(1, "afweging")
        self.seen: list[tuple[str, int, int]] = []
        self.models: dict[str, tuple[Model, Gelezen] | list[Fout]] = {}
        self.bases: dict[str, Any] = {}
        self.answers: dict[Any, Json] = {}

    @property
    def kan_rekenen(self) -> bool:
        """Whether the extra `scenario` is installed."""
        return all(find_spec(name) for name in ("numpy", "scipy"))

    async def overzicht(self) -> list[Json]:
        """Every model: its question, or its faults."""
        found: list[Json] = await self._beside(self._overview)
        return found

    async def vergelijk(self, naam: str, gevraagd: Mapping[str, str], *, precies: bool = False) -> Json | None:
        """The comparison; None when there is no such model, or only one with faults."""
        found: Json | None = await self._beside(lambda: self._answer(naam, gevraagd, "precies" if precies else "snel"))
        return found

    async def herkomst(self, naam: str, gevraagd: Mapping[str, str]) -> Json | None:
        """Where its figures come from."""
        found: Json | None = await self._beside(lambda: self._answer(naam, gevraagd, "herkomst"))
        return found

    async def _beside(self, work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.worker, work)

    def _overview(self) -> list[Json]:
        self._refresh()
        found = []
        for name, model in self.models.items():
            if isinstance(model, list):
                faults = [f"{f.plaats.bestand.name}:{f.plaats.regel}: {f.wat} {f.herstel}" for f in model]
                found.append({"sleutel": name, "titel": name, "vraag": "", "scenarios": [], "fouten": faults})
            else:
                about, _ = model
                names = [about.nulalternatief.naam, *(one.naam for one in about.scenarios.values())]
                found.append({"sleutel": name, "titel": about.kop.naam, "vraag": about.kop.vraag, "scenarios": names,
                              "fouten": []})  # fmt: skip
        return found

    def _answer(self, name: str, asked: Mapping[str, str], kind: str) -> Json | None:
        self._refresh()
        known = self.models.get(name)
        if known is None or isinstance(known, list):
            return None
        scherm, (model, read) = import_module("meent.tools.scenario.scherm"), known
        if name not in self.bases:
            self.bases[name] = scherm.basis_of(model)
        basis = self.bases[name]
        held = scherm.read_held(model, basis, asked)
        key = (name, kind, *sorted(held.items()))
        if key not in self.answers:
            if kind == "herkomst":
                made = scherm.origins(model, read, held)
            else:
                made = scherm.look(model, basis, held, exact=kind == "precies")
            self.answers[key] = made | {"gehouden": held}
            if len(self.answers) > KEPT:
                del self.answers[next(iter(self.answers))]
        return self.answers[key]

    def _refresh(self) -> None:
        """Reads the folder again when a file in it, or in a folder below, is another one than before."""
        seen = [one for file in sorted(self.folder.rglob("*.toml")) if (one := fingerprint(file))]
        if seen == self.seen:
            return
        self.seen, self.models, self.bases, self.answers = seen, {}, {}, {}
        for file in sorted(self.folder.glob("*.toml"), key=lambda file: (len(file.stem), file.stem)):
            try:
                self.models[file.stem] = load_with_places(file)
            except ModelGeweigerd as refused:
                self.models[file.stem] = refused.fouten


def fingerprint(file: Path) -> tuple[str, int, int] | None:
    """By which a changed file is known; nothing for one that somebody is just putting in its place."""
    try:
        told = file.stat()
    except FileNotFoundError:
        return None
    return str(file), told.st_mtime_ns, told.st_size
