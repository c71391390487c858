"""The shape of a model as people write it: what may stand in the file, and nothing else.

Names of fields are the words of the file. What fields mean together (units, years, sources, references) is judged in
`controle`. The JSON Schema for editors follows from these classes: `meent scenario schema`.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

Getal = Decimal | int
"""A figure as it stands in the file; a TOML number, read without loss."""
Bron = Annotated[str, Meta(min_length=5, description="Waar het cijfer vandaan komt: document, bladzijde of adres.")]
Naam = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]*$", max_length=60)]
Jaar = Annotated[int, Meta(ge=1990, le=2100)]
Volgnummer = Annotated[int, Meta(ge=1, le=60)]

Soort = Literal[
    "investering", "migratie", "dubbel_draaien", "opleiding", "exploitatie", "eigen_uren", "beheer", "exit", "risico",
    "baat",
]  # fmt: skip
EENMALIG: tuple[Soort, ...] = ("investering", "migratie", "dubbel_draaien", "opleiding", "exit")
"""Kinds whose plan is exceeded as a rule: they carry the uplift of a reference class, or say why not."""
VERPLICHT: tuple[Soort, ...] = ("migratie", "eigen_uren", "exit")
"""Kinds that spreadsheets forget; every scenario has them, or says why not."""
BTW_GEEN = "geen"
VAST = "vast"
"""The index of an amount that a contract fixes: it does not rise."""


class Spread(Struct, forbid_unknown_fields=True):
    """What distributions have in common: they are told apart by `soort`."""


class Uniform(Spread, tag_field="soort", tag="uniform", forbid_unknown_fields=True):
    """Anything between two bounds is as likely."""

    laag: Getal
    hoog: Getal


class Driehoek(Spread, tag_field="soort", tag="driehoek", forbid_unknown_fields=True):
    """A most likely value between two bounds."""

    laag: Getal
    top: Getal
    hoog: Getal


class Normaal(Spread, tag_field="soort", tag="normaal", forbid_unknown_fields=True):
    """Symmetric around the mean; may become negative."""

    gemiddelde: Getal
    spreiding: Annotated[Getal, Meta(description="Standaardafwijking.")]


class Lognormaal(Spread, tag_field="soort", tag="lognormaal", forbid_unknown_fields=True):
    """Never negative, with a long tail upwards; mean and standard deviation of the quantity itself."""

    gemiddelde: Getal
    spreiding: Annotated[Getal, Meta(description="Standaardafwijking.")]


Verdeling = Uniform | Driehoek | Normaal | Lognormaal


class Grootheid(Struct, forbid_unknown_fields=True, kw_only=True):
    """A figure with its source; `waarde` or `verdeling`."""

    eenheid: str
    bron: Bron
    datum: Annotated[date, Meta(description="Dag waarop de bron is geraadpleegd of verscheen.")]
    waarde: Getal | None = None
    verdeling: Verdeling | None = None
    prijspeil: Jaar | None = None
    index: str = ""
    btw: str = ""
    btw_inbegrepen: bool = False
    onbekend: Annotated[bool, Meta(description="Nergens gepubliceerd: een bandbreedte van de opsteller.")] = False
    eigenaar: str = ""
    toelichting: str = ""
    naam: Annotated[str, Meta(description="Zoals een lezer het noemt; anders de sleutel zonder streepjes.")] = ""


class Afgeleid(Struct, forbid_unknown_fields=True, kw_only=True):
    """A figure that follows from others; the formula is its source."""

    formule: str
    eenheid: str
    toelichting: str = ""
    naam: str = ""


class Btwklasse(Struct, forbid_unknown_fields=True, kw_only=True):
    """A rate of VAT, and the share of it that the BTW-compensatiefonds gives back; names of quantities."""

    tarief: str
    compensabel: str


class Afschrijving(Struct, forbid_unknown_fields=True, kw_only=True):
    """How an investment comes into the budget; `rente` names a quantity."""

    jaren: Volgnummer
    rente: str


class Regel(Struct, forbid_unknown_fields=True, kw_only=True):
    """A line: an amount once (`jaar`) or each year (`van` up to and including `tot`). A baat is written positive."""

    naam: str
    soort: Soort
    formule: str
    index: str
    jaar: Jaar | None = None
    van: Jaar | None = None
    tot: Jaar | None = None
    opslag: Annotated[str, Meta(description="Grootheid waarmee het plan wordt verhoogd (referentieklasse).")] = ""
    zonder_opslag: Annotated[str, Meta(description="Waarom dit bedrag niet kan tegenvallen.")] = ""
    kans: Annotated[str, Meta(description="Grootheid: de kans dat deze post er komt.")] = ""
    afschrijving: Afschrijving | None = None
    eigenaar: str = ""
    indicator: str = ""
    ingroei: Annotated[list[str], Meta(description="Grootheden: deel dat in jaar 1, 2, … bereikt is.")] = []
    toelichting: str = ""


class Nulalternatief(Struct, forbid_unknown_fields=True, kw_only=True):
    """What happens when nothing is decided. It costs something too."""

    naam: str
    toelichting: str
    regels: dict[Naam, Regel]


class Afbreking(Struct, forbid_unknown_fields=True, kw_only=True):
    """The project may be called off: then its later lines fall away, the nulalternatief returns and these lines come.

    kans        quantity, fractie/jaar: the chance in each year from `van` to `tot`, when it got that far
    regels      lines without a year: they fall in the year of calling off
    """

    kans: str
    van: Jaar
    tot: Jaar
    regels: dict[Naam, Regel]


class Scenario(Struct, forbid_unknown_fields=True, kw_only=True):
    """The difference from the nulalternatief: which of its lines end, in which year, and which lines come.

    vervalt     line of the nulalternatief -> first year in which it is no longer paid
    geen        kind of line that this scenario does not have -> why not
    """

    naam: str
    toelichting: str
    regels: dict[Naam, Regel]
    vervalt: dict[Naam, Jaar] = {}
    geen: dict[Soort, Annotated[str, Meta(min_length=10)]] = {}
    afbreking: Afbreking | None = None


class Kop(Struct, forbid_unknown_fields=True, kw_only=True):
    """What the case is about, and how it is reckoned; rates and inhabitants are names of quantities."""

    naam: str
    vraag: str
    prijspeil: Jaar
    begin: Jaar
    jaren: Volgnummer
    moment: Annotated[Literal["begin", "midden", "eind"], Meta(description="Moment in het jaar waarop betaald wordt.")]
    disconteringsvoet: str
    inflatie: str
    inwoners: str
    groei_inwoners: str = ""
    zaad: Annotated[int, Meta(ge=0, le=10**15)]
    trekkingen: Annotated[int, Meta(ge=1000, le=1_000_000)] = 100_000


class Correlatie(Struct, forbid_unknown_fields=True, kw_only=True):
    """Two quantities that go up and down together; the rank correlation of Spearman."""

    tussen: Annotated[list[str], Meta(min_length=2, max_length=2)]
    rang: Getal
    bron: Bron


class Trede(Struct, forbid_unknown_fields=True, kw_only=True):
    """A price that holds from a joint volume on; both are names of quantities."""

    vanaf: str = ""
    prijs: str


class Groep(Struct, forbid_unknown_fields=True, kw_only=True):
    """Participants that are alike: how many, their inhabitants each, and what their best alternative costs per unit."""

    naam: str
    aantal: Annotated[int, Meta(ge=1, le=1000)]
    inwoners: Annotated[int, Meta(ge=1)]
    alternatief: str
    eigen: str
    bron: Bron
    datum: date


class Coalitie(Struct, forbid_unknown_fields=True, kw_only=True):
    """A joint contract: what is fixed, what the volume costs, and how the fixed part is shared. In euro a year.

    volume      quantity: what is counted per inhabitant, as gebruiker/inwoner
    spreiding   quantity (factor): how much the alternative of one participant differs from that of its group
    opslag      quantity (factor): how much dearer the contract becomes than it was offered
    scenario    scenario that rests on this contract, when one does
    """

    naam: str
    toelichting: str
    vast: str
    volume: str
    tredes: Annotated[list[Trede], Meta(min_length=1)]
    sleutel: Literal["inwoners", "volume", "gelijk", "shapley"]
    minimum: Annotated[int, Meta(ge=1)]
    groepen: dict[Naam, Groep]
    spreiding: str = ""
    opslag: str = ""
    scenario: str = ""


class Tak(Struct, forbid_unknown_fields=True, kw_only=True):
    """Where a gate leads; one branch has no chance and takes what is left."""

    naar: str
    kans: str = ""


class Knoop(Struct, forbid_unknown_fields=True, kw_only=True):
    """A gate: what is paid in this year, what may follow, and what stopping here costs. Formulas in euro."""

    naam: str
    jaar: Jaar
    kosten: str
    takken: list[Tak] = []
    stop: str = ""


class Optie(Struct, forbid_unknown_fields=True, kw_only=True):
    """A way in gates, of which the worth of being able to stop is reckoned."""

    naam: str
    toelichting: str
    wortel: str
    knopen: dict[Naam, Knoop]


class Model(Struct, kw_only=True):
    """A whole model, as it is after all files are put together and judged."""

    kop: Kop
    grootheden: dict[str, Grootheid]
    afgeleid: dict[str, Afgeleid]
    btw: dict[str, Btwklasse]
    indexen: dict[str, str]
    nulalternatief: Nulalternatief
    scenarios: dict[str, Scenario]
    correlaties: list[Correlatie]
    coalitie: Coalitie | None = None
    opties: dict[str, Optie] = {}


def label(model: Model, name: str) -> str:
    """A quantity as a reader calls it."""
    found = model.grootheden.get(name) or model.afgeleid.get(name)
    return (found.naam if found else "") or name.replace("_", " ")


class Bestand(Struct, forbid_unknown_fields=True, kw_only=True):
    """One file. With `basis` it takes over the sections of another file, and says only what differs."""

    basis: Annotated[str, Meta(description="Bestand waar dit op voortbouwt, vanuit de map van dit bestand.")] = ""
    model: Kop | None = None
    grootheden: dict[Naam, Grootheid] = {}
    afgeleid: dict[Naam, Afgeleid] = {}
    btw: dict[Naam, Btwklasse] = {}
    indexen: dict[Naam, str] = {}
    nulalternatief: Nulalternatief | None = None
    scenarios: dict[Naam, Scenario] = {}
    correlaties: list[Correlatie] = []
    coalitie: Coalitie | None = None
    opties: dict[Naam, Optie] = {}


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one file, for editors that check while somebody types."""
    schema: dict[str, Any] = _with_numbers(msgspec.json.schema(Bestand))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Model van een afweging", **schema}


def _with_numbers(schema: Any) -> Any:
    """A Decimal is text in JSON, by msgspec; in our files it is a number."""
    if isinstance(schema, dict):
        if schema.get("format") == "decimal":
            rest = {name: value for name, value in schema.items() if name not in ("format", "type")}
            return {"type": "number", **rest}
        return {name: _with_numbers(value) for name, value in schema.items()}
    return [_with_numbers(value) for value in schema] if isinstance(schema, list) else schema
