"""Somebody who left the Netherlands lives here again: the address, and what the officer saw."""

from collections.abc import Mapping
from typing import Any

from meent.integration.brp.feiten import Invoer
from meent.interaction.balie import wie
from meent.interaction.balie.adres import ADRES, adres_in, bezet
from meent.interaction.balie.proces import CONTROLEREN, Proces, Soort, Stap
from meent.interaction.balie.velden import Form, Veld, day_in
from meent.interaction.words import mark, today
from meent.process.burgerzaken.hervestiging import Hervestigingsinvoer

VANZELF = {"A": mark("Niemand: de gemeente beslist zelf")}
WIJZEN = {code: woord for code, woord in wie.WIJZEN.items() if code != "M"} | VANZELF


def verblijf(wijzen: Mapping[str, str]) -> tuple[Veld, ...]:
    """Who tells of it, and what the officer saw."""
    return (
        Veld("ontvangen", mark("Dag van de melding"), "dag", kort=True),
        Veld("wijze", mark("Wie meldt het?"), "keuze", wijzen),
        Veld("gezien", mark("De persoon is hier zelf geweest, en ik weet wie het is"), "vinkje"),
        Veld("blijft", mark("De persoon blijft in een half jaar minstens vier maanden"), "vinkje"),
        Veld("rechtmatig", mark("De persoon is Nederlander of mag hier wonen"), "vinkje"),
    )


AANGIFTE = verblijf(WIJZEN)


def begin(gaande: Proces) -> dict[str, str]:
    here = {"functie": "W", "woonplaats": gaande.visit.gemeente.naam, "wijze": "I"}
    return here | {"ontvangen": today(gaande.visit.now).isoformat()}


def maak(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    return Hervestigingsinvoer(
        bsn=gaande.persoon.bsn, adres=adres_in(form), wijze=form["wijze"], blijft=bool(form.get("blijft")),
        gezien=bool(form.get("gezien")), rechtmatig=bool(form.get("rechtmatig")), ontvangen=day_in(form, "ontvangen"),
        **how,
    )  # fmt: skip


async def facts(gaande: Proces, form: Form, stap: Stap) -> dict[str, Any]:
    return {"bezet": await bezet(gaande.visit, form, stap.code)}


HERVESTIGING = Soort(
    feit="hervestiging",
    titel=mark("Terug uit het buitenland"),
    gedaan=mark("De persoon staat hier weer ingeschreven"),
    stappen=(
        Stap("aangifte", mark("Wie meldt zich?"), lambda gaande, form: AANGIFTE),
        Stap("waarheen", mark("Waar gaat de persoon wonen?"), lambda gaande, form: ADRES, klas="adresvelden"),
        CONTROLEREN,
    ),
    begin=begin,
    maak=maak,
    bij={"BZ-65": "persoon", "BZ-66": "straat", "BZ-67": "gezien"},
    toon=lambda gaande, form: wie.over(gaande),
    facts=facts,
    sjabloon="balie/verhuizing.html",
)
