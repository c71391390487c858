"""A move within the municipality, to a woonadres: who goes along, where to, since when, and what the law says to it."""

from collections.abc import Sequence
from typing import Any

from starlette.responses import RedirectResponse, Response

from meent.integration.brp.feiten import Invoer, Weigering
from meent.interaction.balie import proces, wie
from meent.interaction.balie.adres import WOONADRES, adres_in, bezet
from meent.interaction.balie.proces import CONTROLEREN, Oordeel, Proces, Soort, Stap
from meent.interaction.balie.velden import Form, Veld, day_in
from meent.interaction.balie.woorden import BRIEFADRES
from meent.interaction.words import mark, today
from meent.process.burgerzaken.feiten import Verhuisinvoer
from meent.process.burgerzaken.verhuizing import TOESTEMMING

NOG_NIET = "BZ-03"
"""A move is recorded on its day, not before."""
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


async def toets(gaande: Proces, invoer: Verhuisinvoer) -> Oordeel:
    """As any fact; when only its day has not come yet, it is kept until then."""
    judged = await proces.toets(gaande, invoer)
    return Oordeel((), judged.verschillen, erbij=invoer.datum) if is_later(judged.weigeringen) else judged


async def leg_vast(gaande: Proces, invoer: Verhuisinvoer) -> Response | Sequence[Weigering]:
    done = await proces.leg_vast(gaande, invoer)
    if isinstance(done, Response) or not is_later(done):
        return done
    afloop = await gaande.visit.werkbak.plan_verhuizing(invoer)
    return afloop.stop or RedirectResponse(f"/{gaande.visit.gemeente.slug}/balie/werk?gelukt=gepland", 303)


def is_later(weigeringen: Sequence[Weigering]) -> bool:
    return [w.nummer for w in weigeringen] == [NOG_NIET]


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
    toets=toets,
    leg_vast=leg_vast,
)  # fmt: skip
