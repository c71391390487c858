"""What really happened, against the first baseline: per line and year, and in all.

The baseline is the `uitkomst.json` of the day of the decision. The file with what happened names its digest, so a later
baseline, or one that was mended, is refused: a project that is held against its last plan is always on plan. Amounts
are eurocents without VAT, as on the invoice of that year.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta, Struct

from meent.basis.geld import Eurocent, times
from meent.tools.scenario.bestand import Fout, Gelezen, ModelGeweigerd, read_model
from meent.tools.scenario.controle import Judging
from meent.tools.scenario.vorm import Bron, Getal, Jaar


class Basislijn(Struct, forbid_unknown_fields=True, kw_only=True):
    """The first baseline: its file, from the folder of this one, and the digest that stands in it."""

    bestand: str
    digest: Annotated[str, Meta(pattern="^sha256:[0-9a-f]{64}$")]
    scenario: str


class Realisatie(Struct, forbid_unknown_fields=True, kw_only=True):
    """What was paid (or gained, for a baat: positive) in a year for a line, in euro without VAT.

    regel   a line of the baseline, or a new name for what nobody had foreseen
    """

    regel: str
    jaar: Jaar
    bedrag: Getal
    bron: Bron
    datum: date


class Realisatiebestand(Struct, forbid_unknown_fields=True, kw_only=True):
    """What may stand in the file; `tot` is the last year of which all is known."""

    basislijn: Basislijn
    tot: Jaar
    realisatie: list[Realisatie]


@dataclass(frozen=True)
class Vergelijking:
    """One line in one year: forecast at the decision, what happened, and where that can be read."""

    regel: str
    jaar: int
    geraamd: Eurocent
    gerealiseerd: Eurocent
    bron: str

    @property
    def verschil(self) -> Eurocent:
        return Eurocent(self.gerealiseerd - self.geraamd)


@dataclass(frozen=True)
class Nacalculatie:
    """The report. `verwacht_eind` is what happened so far, and for the years to come what was forecast at first."""

    scenario: str
    digest: str
    tot: int
    regels: list[Vergelijking]
    niet_voorzien: list[str]
    geraamd: Eurocent
    gerealiseerd: Eurocent
    geraamd_eind: Eurocent
    verwacht_eind: Eurocent

    @property
    def overschrijding(self) -> float | None:
        """Part by which it came out dearer than was decided; nothing when nothing had been forecast."""
        return (self.gerealiseerd - self.geraamd) / self.geraamd if self.geraamd else None


def afterwards(file: Path) -> Nacalculatie:
    """The report of this file. Raises ModelGeweigerd with file, line and repair."""
    judging = Judging(read_model(file))
    given = judging.convert(judging.read.inhoud, Realisatiebestand, ())
    if judging.faults or given is None:
        raise ModelGeweigerd(judging.faults)
    forecast = _forecast(judging.read, given)
    _require_each_once(judging, given)
    if judging.faults:
        raise ModelGeweigerd(judging.faults)
    return compare(given, forecast)


def _forecast(read: Gelezen, given: Realisatiebestand) -> list[dict[str, Any]]:
    """Lines of the scenario in the baseline, when it is the first one and nobody touched it."""
    base = given.basislijn

    def refuse(field: str, what: str, repair: str) -> ModelGeweigerd:
        return ModelGeweigerd([Fout(read.plaats("basislijn", field), what, repair)])

    try:
        content = json.loads((read.bestand.parent / base.bestand).read_bytes())
        said, found = content.pop("digest"), content["scenarios"]
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        what = f"'{base.bestand}' is geen uitkomst van 'meent scenario run'."
        raise refuse("bestand", what, "Noem de uitkomst.json van de dag van het besluit.") from error
    if said != base.digest:
        what = f"'{base.bestand}' is een andere basislijn dan die van het besluit."
        raise refuse("digest", what, "Vergelijk met de eerste; een later plan verbergt wat er misging.")
    if digest_of(content) != said:
        what = f"'{base.bestand}' is veranderd nadat het werd geschreven."
        raise refuse("bestand", what, "Haal het bestand van toen terug uit het archief.")
    if base.scenario not in found:
        what = f"De basislijn heeft geen scenario '{base.scenario}'."
        raise refuse("scenario", what, f"Kies uit: {', '.join(found)}.")
    lines: list[dict[str, Any]] = found[base.scenario]["posten"]
    return lines


def digest_of(content: dict[str, Any]) -> str:
    """The digest of an outcome, without the digest itself; `uitvoer.as_json` writes this."""
    told = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(told.encode()).hexdigest()


def _require_each_once(judging: Judging, given: Realisatiebestand) -> None:
    seen: set[tuple[str, int]] = set()
    for place, one in enumerate(given.realisatie):
        pad = ("realisatie", str(place))
        if (one.regel, one.jaar) in seen:
            judging.fault(pad, f"'{one.regel}' in {one.jaar} staat er al.", "Tel de bedragen op tot één, met bron.")
        if one.jaar > given.tot:
            judging.fault(pad, f"{one.jaar} ligt na {given.tot}.", "Zet 'tot' later, of haal dit bedrag weg.")
        seen.add((one.regel, one.jaar))


def compare(given: Realisatiebestand, forecast: list[dict[str, Any]]) -> Nacalculatie:
    """A line that was forecast and not told counts as nothing paid; one that was not forecast counts in full."""
    planned = {(line["sleutel"], line["jaar"]): line for line in forecast}
    gains = {line["sleutel"] for line in forecast if line["soort"] == "baat"}
    happened = {(one.regel, one.jaar): one for one in given.realisatie}
    known = sorted({key for key in planned.keys() | happened.keys() if key[1] <= given.tot}, key=lambda k: (k[1], k[0]))
    rows = []
    for key in known:
        one, sign = happened.get(key), -1 if key[0] in gains else 1
        paid = times(Eurocent(100 * sign), Fraction(one.bedrag)) if one else Eurocent(0)
        rows.append(Vergelijking(key[0], key[1], _planned(planned.get(key)), paid, one.bron if one else ""))
    later = sum(_planned(line) for key, line in planned.items() if key[1] > given.tot)
    forecast_so_far, paid_so_far = sum(row.geraamd for row in rows), sum(row.gerealiseerd for row in rows)
    return Nacalculatie(
        scenario=given.basislijn.scenario, digest=given.basislijn.digest, tot=given.tot, regels=rows,
        niet_voorzien=sorted({regel for regel, _ in happened} - {regel for regel, _ in planned}),
        geraamd=Eurocent(forecast_so_far), gerealiseerd=Eurocent(paid_so_far),
        geraamd_eind=Eurocent(forecast_so_far + later), verwacht_eind=Eurocent(paid_so_far + later),
    )  # fmt: skip


def _planned(line: dict[str, Any] | None) -> Eurocent:
    return Eurocent(line["ex"] if line else 0)
