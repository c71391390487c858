"""A move within the municipality, to a woonadres: who goes along, where to, since when, and what the law says to it."""

from typing import Any

from meent.integration.brp.feiten import Invoer
from meent.interaction.balie import wie
from meent.interaction.balie.adres import WOONADRES, adres_in, bezet
from meent.interaction.balie.proces import CONTROLEREN, Proces, Soort, Stap
from meent.interaction.balie.velden import Form, Veld, day_in
from meent.interaction.balie.woorden import BRIEFADRES
from meent.interaction.words import mark, today
from meent.process.burgerzaken.feiten import Verhuisinvoer
from meent.process.burgerzaken.verhuizing import TOESTEMMING

AMBTSHALVE_DAG = mark("Beslist de gemeente zelf? Kies dan de dag van het voornemen.")
DATUM = Veld("datum", mark("Dag van de verhuizing"), "dag", kort=True, uitleg=AMBTSHALVE_DAG)
ONTVANGEN = Veld("ontvangen", mark("Dag van de melding"), "dag", kort=True,
                 uitleg=mark("Wie te laat meldt, verhuist op de dag van de melding."))  # fmt: skip
STUKKEN = {TOESTEMMING: mark("Toestemming van de hoofdbewoner"), **wie.STUKKEN}
DAGEN = (DATUM, ONTVANGEN, Veld("stuk", mark("Wat is er ingeleverd?"), "vinkjes", STUKKEN))


def begin(gaande: Proces) -> dict[str, str]:
    day = today(gaande.visit.now).isoformat()
    here = {"functie": "W", "woonplaats": gaande.visit.gemeente.naam}
    return wie.begin(gaande) | here | {"datum": day, "ontvangen": day}


def maak(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    datum = day_in(form, "datum")
    assert datum is not None
    return Verhuisinvoer(
        aangever=wie.aangever_in(gaande, form), datum=datum, ontvangen=day_in(form, "ontvangen"), adres=adres_in(form),
        verhuizers=wie.wijzen_in(gaande, form), stukken=frozenset(DAGEN[-1].gekozen(form)), **how,
    )  # fmt: skip


async def facts(gaande: Proces, form: Form, stap: Stap) -> dict[str, Any]:
    return {"wijzen": wie.WIJZEN, "bezet": await bezet(gaande.visit, form, stap.code)}


VERHUIZING = Soort(
    feit="verhuizing",
    titel=mark("Verhuizing"),
    gedaan=mark("De verhuizing is opgenomen"),
    heet={BRIEFADRES: mark("Van briefadres naar woonadres")},
    stappen=(
        wie.wie_gaat(mark("Wie verhuist?")),
        Stap("waarheen", mark("Waarheen?"), lambda gaande, form: WOONADRES, klas="adresvelden"),
        Stap("wanneer", mark("Wanneer?"), lambda gaande, form: DAGEN),
        CONTROLEREN,
    ),
    begin=begin,
    maak=maak,
    bij={
        "BZ-01": "ontvangen", "BZ-03": "datum", "BZ-04": "aangever", "BZ-05": "mee", "BZ-06": "straat",
        "BZ-07": "straat", "BZ-08": "datum", "BZ-420": "stuk",
    },
    toon=wie.toon,
    facts=facts,
    sjabloon="balie/verhuizing.html",
)  # fmt: skip
