"""Leaving the Netherlands: who goes, to which country, when, and whether it is for long enough."""

from typing import Any

from meent.integration.brp.feiten import Invoer
from meent.interaction.balie import wie
from meent.interaction.balie.proces import CONTROLEREN, Proces, Soort, Stap
from meent.interaction.balie.velden import Form, Veld, day_in
from meent.interaction.words import mark, today
from meent.process.burgerzaken.vertrek import Vertrekinvoer

WIJZEN = {code: woord for code, woord in wie.WIJZEN.items() if code != "M"}
"""Nobody leaves by a machtiging (K-46)."""
STUKKEN = {code: wie.STUKKEN[code] for code in (wie.GEZAGSREGISTER, wie.INSTELLING)}
REGELS = {"regel1": "13.30", "regel2": "13.40", "regel3": "13.50"}
"""Field -> element of the address abroad."""
LAND = Veld("land", mark("Land"), "land", kort=True)
WAARHEEN = (
    LAND,
    Veld("regel1", mark("Adres, eerste regel"), lang=35, uitleg=mark("Is er maar één regel? Vul dan de tweede in.")),
    Veld("regel2", mark("Adres, tweede regel"), lang=35),
    Veld("regel3", mark("Adres, derde regel"), lang=35),
)
DAGEN = (
    Veld("vertrekdag", mark("Dag van vertrek"), "dag", kort=True,
         uitleg=mark("Beslist de gemeente zelf? Kies dan de dag van het voornemen.")),
    Veld("ontvangen", mark("Dag van de melding"), "dag", kort=True),
    Veld("lang", mark("De persoon blijft in een jaar minstens acht maanden weg"), "vinkje"),
    Veld("stuk", mark("Wat is er ingeleverd?"), "vinkjes", STUKKEN),
)  # fmt: skip


def is_ambtshalve(form: Form) -> bool:
    return form.get("aangever") == wie.AMBTSHALVE


def waarheen(gaande: Proces, form: Form) -> tuple[Veld, ...]:
    """Of who left without a word nobody need know where to."""
    known = LAND if not is_ambtshalve(form) else Veld(
        "land", LAND.label, "land", kort=True, uitleg=mark("Weet u het land niet? Vul dan 0000 in.")
    )  # fmt: skip
    return known, *WAARHEEN[1:]


def begin(gaande: Proces) -> dict[str, str]:
    day = today(gaande.visit.now).isoformat()
    return wie.begin(gaande, anders="G") | {"vertrekdag": day, "ontvangen": day}


def maak(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    vertrekdag = day_in(form, "vertrekdag")
    assert vertrekdag is not None
    return Vertrekinvoer(
        aangever=wie.aangever_in(gaande, form), vertrekdag=vertrekdag, ontvangen=day_in(form, "ontvangen"),
        land=gaande.visit.burgerzaken.code_van(34, form["land"]), vertrekkers=wie.wijzen_in(gaande, form),
        blijft_weg=bool(form.get("lang")), regels={n: form[naam] for naam, n in REGELS.items() if form.get(naam)},
        stukken=frozenset(DAGEN[-1].gekozen(form)), **how,
    )  # fmt: skip


async def facts(gaande: Proces, form: Form, stap: Stap) -> dict[str, Any]:
    return {"wijzen": WIJZEN}


VERTREK = Soort(
    feit="vertrek",
    titel=mark("Vertrek naar het buitenland"),
    gedaan=mark("Het vertrek is opgenomen"),
    stappen=(
        wie.wie_gaat(mark("Wie vertrekt?")),
        Stap("waarheen", mark("Waarheen?"), waarheen),
        Stap("wanneer", mark("Wanneer?"), lambda gaande, form: DAGEN),
        CONTROLEREN,
    ),
    begin=begin,
    maak=maak,
    bij={"BZ-60": "mee", "BZ-61": "ontvangen", "BZ-62": "lang", "BZ-63": "aangever", "BZ-64": "land"},
    toon=wie.toon,
    facts=facts,
)
