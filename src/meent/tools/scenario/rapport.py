"""All that is reckoned of one model, put together: what the papers and the JSON are written from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from meent.tools.scenario.bestand import Gelezen
from meent.tools.scenario.deelname import Deelname, options, participation
from meent.tools.scenario.gevoeligheid import Gevoeligheid, analyse
from meent.tools.scenario.oordeel_regels import NUL
from meent.tools.scenario.opties import Optiewaarde
from meent.tools.scenario.trekking import Kansen, summary
from meent.tools.scenario.uitkomst import Uitkomst, outcomes
from meent.tools.scenario.vorm import Model, Nulalternatief, Scenario
from meent.tools.scenario.waarden import Waarden, expected, prepared


@dataclass(frozen=True)
class Rapport:
    """One model with its outcomes.

    rangorde    scenarios by expected present value, the cheapest first; the nulalternatief among them
    """

    bestand: Path
    model: Model
    gelezen: Gelezen
    waarden: Waarden
    uitkomsten: dict[str, Uitkomst]
    kansen: Kansen
    rangorde: list[str]
    gevoeligheid: Gevoeligheid
    deelname: Deelname | None
    opties: dict[str, Optiewaarde]

    def of(self, key: str) -> Nulalternatief | Scenario:
        return self.model.nulalternatief if key == NUL else self.model.scenarios[key]


def report(file: Path, model: Model, read: Gelezen) -> Rapport:
    """Everything, from one seed. Raises CorrelatieOnmogelijk, and DelenDoorNul where a formula divides by 0."""
    values = prepared(model, expected(model))
    found = outcomes(model, values)
    chances, _ = summary(model)
    order = ranking(found)
    return Rapport(
        bestand=file, model=model, gelezen=read, waarden=values, uitkomsten=found, kansen=chances, rangorde=order,
        gevoeligheid=analyse(model, order), deelname=participation(model), opties=options(model),
    )  # fmt: skip


def ranking(found: Mapping[str, Uitkomst]) -> list[str]:
    return sorted(found, key=lambda key: found[key].verwacht)


def estimates(model: Model) -> Sequence[str]:
    """Quantities that nobody has published: ranges of whoever wrote the model."""
    return [name for name, quantity in model.grootheden.items() if quantity.onbekend]
