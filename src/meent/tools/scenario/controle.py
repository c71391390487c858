"""Judges a model: from sections of a file to a `Model` that can be reckoned with, or all faults at once.

A fault names the file, the line and the repair. What stands here is what goes wrong in spreadsheets: figures without a
source, units that do not fit, VAT twice, price levels mixed, years outside the horizon, exit and own hours forgotten.
"""

import difflib
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

import msgspec
from msgspec import Struct

from meent.tools.scenario.bestand import Fout, Gelezen, ModelGeweigerd, read_model
from meent.tools.scenario.oordeel_grootheden import HERKOMST, Bevinding, faults_of_derived, faults_of_quantities
from meent.tools.scenario.oordeel_keuzes import faults_of_coalition, faults_of_options
from meent.tools.scenario.oordeel_regels import faults_of_lines, faults_of_reckoning
from meent.tools.scenario.oordeel_verwijzingen import faults_of_correlations, faults_of_references
from meent.tools.scenario.vorm import (
    Afgeleid,
    Bestand,
    Btwklasse,
    Coalitie,
    Correlatie,
    Grootheid,
    Kop,
    Model,
    Nulalternatief,
    Optie,
    Scenario,
    Spread,
)

S = TypeVar("S", bound=Struct)
NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
REPAIRS = {
    "bron": HERKOMST, "datum": HERKOMST,
    "eenheid": "Geef de eenheid, bijvoorbeeld 'euro/seat/maand'.",
    "index": "Noem een klasse uit [indexen], of 'vast' als het contract het bedrag vastlegt.",
}  # fmt: skip
TYPES = {
    "str": "tekst", "int": "een geheel getal", "float": "een getal", "decimal": "een getal", "bool": "true of false",
    "date": "een datum als 2026-11-28", "array": "een lijst", "object": "een tabel", "null": "leeg",
}  # fmt: skip


class Judging:
    """One reading of one model: collects faults, and keeps what could be made of each section."""

    def __init__(self, read: Gelezen) -> None:
        self.read = read
        self.faults: list[Fout] = []

    def fault(self, pad: tuple[str, ...], what: str, repair: str) -> None:
        self.faults.append(Fout(self.read.plaats(*pad), what, repair))

    def convert(self, value: Any, kind: type[S], pad: tuple[str, ...]) -> S | None:
        """The value as this shape; every missing and unknown field is told, or else the first wrong one."""
        if not isinstance(value, dict):
            self.fault(pad, f"'{'.'.join(pad)}' is geen tabel.", f"Schrijf [{'.'.join(pad)}] met velden eronder.")
            return None
        fields = {field.encode_name: field.required for field in msgspec.structs.fields(kind)}
        unknown = [name for name in value if name not in fields]
        missing = [name for name, required in fields.items() if required and name not in value]
        for name in unknown:
            near = difflib.get_close_matches(name, fields, 1)
            repair = f"Bedoelt u '{near[0]}'?" if near else f"Kies uit: {', '.join(fields)}."
            self.fault((*pad, name), f"Het veld '{name}' bestaat niet in {'.'.join(pad)}.", repair)
        for name in missing:
            self.fault(pad, f"Bij {'.'.join(pad)} ontbreekt '{name}'.", REPAIRS.get(name, f"Vul '{name}' in."))
        if unknown or missing:
            return None
        before = len(self.faults)
        for field in msgspec.structs.fields(kind):
            if field.name in value:
                self._within(value[field.name], field.type, (*pad, field.name))
        if len(self.faults) > before:
            return None
        try:
            return msgspec.convert(value, kind, builtin_types=(Decimal, date))
        except msgspec.ValidationError as error:
            self._tell_wrong(str(error), value, pad)
            return None

    def _within(self, value: Any, kind: Any, pad: tuple[str, ...]) -> None:
        """Shapes inside a shape, one or by name, are judged apart: msgspec does not say which of many it means."""
        kinds = [one for one in (kind, *get_args(kind)) if isinstance(one, type) and issubclass(one, Struct)]
        if not kinds or not isinstance(value, dict) or issubclass(kinds[0], Spread):
            return
        if get_origin(kind) is dict:
            for name, entry in value.items():
                self.convert(entry, kinds[0], (*pad, name))
        else:
            self.convert(value, kinds[0], pad)

    def _tell_wrong(self, message: str, value: Any, pad: tuple[str, ...]) -> None:
        text, _, at = message.partition(" - at `$")
        inner = tuple(part for part in re.split(r"[.\[\]`]+", at) if part and part != "...")
        at_path, repair = (*pad, *inner), REPAIRS.get(inner[-1] if inner else "", "Verbeter deze regel.")
        self.fault(at_path, f"{'.'.join(at_path)}: {told(text)}", repair)

    def entries(self, section: str, kind: type[S]) -> dict[str, S]:
        """All entries of a section that could be read; a fault of one does not hide those of the next."""
        found: dict[str, S] = {}
        for name, value in self.table(section).items():
            if not NAME.fullmatch(name):
                self.fault((section, name), f"'{name}' is geen naam.", "Gebruik kleine letters, cijfers en _.")
            elif (made := self.convert(value, kind, (section, name))) is not None:
                found[name] = made
        return found

    def table(self, section: str) -> dict[str, Any]:
        value = self.read.inhoud.get(section, {})
        if isinstance(value, dict):
            return value
        self.fault((section,), f"'{section}' is geen tabel.", f"Schrijf [{section}] met velden eronder.")
        return {}


def told(message: str) -> str:
    """What msgspec says, in Dutch."""
    if found := re.fullmatch(r"Expected `([^`]+)`(?: of length (.+))?, got `([^`]+)`", message):
        kinds = [kind for kind in found[1].split(" | ") if kind != "null"]
        kinds = [kind for kind in kinds if kind != "int" or "decimal" not in kinds]
        wanted = " of ".join(TYPES.get(kind, kind) for kind in kinds)
        return f"hier hoort {wanted}, er staat {TYPES.get(found[3], found[3])}."
    if found := re.fullmatch(r"Invalid (?:enum )?value (.+)", message):
        return f"de waarde {found[1]} kan hier niet."
    if found := re.fullmatch(r"Object contains unknown field `(.+)`", message):
        return f"het veld '{found[1]}' bestaat hier niet."
    if found := re.fullmatch(r"Object missing required field `(.+)`", message):
        return f"het veld '{found[1]}' ontbreekt."
    if found := re.fullmatch(r"Expected `(\w+)` (of length )?([<>]=) (.+)", message):
        bound = "minstens" if found[3] == ">=" else "hoogstens"
        return f"hier hoort {TYPES.get(found[1], found[1])} van {bound} {found[4]}{' tekens' if found[2] else ''}."
    return f"{message}."


def load(file: Path) -> Model:
    """The model of this file and all it builds on, fit to reckon with. Raises ModelGeweigerd with every fault."""
    model, _ = load_with_places(file)
    return model


def load_with_places(file: Path) -> tuple[Model, Gelezen]:
    """As `load`, with where each entry stands: a figure on paper leads back to its line."""
    judging = Judging(read_model(file))
    model = _shaped(judging)
    if model is not None and not judging.faults:
        for check in CHECKS:
            for pad, what, repair in check(model):
                judging.fault(pad, what, repair)
    if model is not None and not judging.faults:
        for pad, what, repair in faults_of_reckoning(model):
            judging.fault(pad, what, repair)
    if judging.faults or model is None:
        raise ModelGeweigerd(judging.faults)
    return model, judging.read


def _shaped(judging: Judging) -> Model | None:
    content = judging.read.inhoud
    known = [field.name for field in msgspec.structs.fields(Bestand)]
    for name in content:
        if name not in known:
            judging.fault((name,), f"Het onderdeel '{name}' bestaat niet.", f"Kies uit: {', '.join(known)}.")
    for name in ("model", "nulalternatief", "scenarios"):
        if name not in content:
            judging.fault((), f"Het onderdeel [{name}] ontbreekt.", f"Schrijf [{name}] in dit bestand of in de basis.")
    kop = judging.convert(content.get("model", {}), Kop, ("model",)) if "model" in content else None
    nul = None
    if "nulalternatief" in content:
        nul = judging.convert(content["nulalternatief"], Nulalternatief, ("nulalternatief",))
    listed = content.get("correlaties", [])
    if not isinstance(listed, list):
        judging.fault(("correlaties",), "'correlaties' is geen lijst.", "Schrijf [[correlaties]] boven elk paar.")
        listed = []
    paired = [judging.convert(one, Correlatie, ("correlaties", str(i))) for i, one in enumerate(listed)]
    indexes = {name: value for name, value in judging.table("indexen").items() if isinstance(value, str)}
    for name in judging.table("indexen").keys() - indexes.keys():
        judging.fault(("indexen", name), f"De index '{name}' noemt geen grootheid.", "Schrijf de naam van een.")
    sections = {
        "grootheden": judging.entries("grootheden", Grootheid), "afgeleid": judging.entries("afgeleid", Afgeleid),
        "btw": judging.entries("btw", Btwklasse), "scenarios": judging.entries("scenarios", Scenario),
        "opties": judging.entries("opties", Optie),
    }  # fmt: skip
    joint = judging.convert(content["coalitie"], Coalitie, ("coalitie",)) if "coalitie" in content else None
    if kop is None or nul is None:
        return None
    return Model(
        kop=kop, nulalternatief=nul, indexen=indexes, correlaties=[c for c in paired if c], coalitie=joint,
        **sections,  # type: ignore[arg-type]
    )  # fmt: skip


CHECKS: tuple[Callable[[Model], Iterator[Bevinding]], ...] = (
    faults_of_quantities, faults_of_derived, faults_of_references, faults_of_lines, faults_of_correlations,
    faults_of_coalition, faults_of_options,
)  # fmt: skip
