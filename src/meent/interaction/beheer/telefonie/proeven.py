"""Trying a policy before it is put in force: what a caller finds, and a test call of every way through the menus."""

from datetime import datetime
from typing import Any

from starlette.responses import Response

from meent.interaction.beheer.telefonie import samen, woorden
from meent.interaction.beheer.telefonie.sluiten import moment
from meent.interaction.beheer.telefonie.velden import TOETSEN
from meent.interaction.visit import Visit
from meent.interaction.words import AMSTERDAM, mark
from meent.process.telefonie import beheren, keuring, proef, testbellen
from meent.process.telefonie.beleid import Beleid
from meent.process.telefonie.proef import Wat

DRUKTES = {
    "rustig": (mark("Het is rustig"), proef.RUSTIG), "druk": (mark("Het is erg druk"), proef.DRUK),
    "niemand": (mark("Niemand is aangemeld"), proef.NIEMAND),
}  # fmt: skip
VINDT = {
    Wat.MELDING: mark("hoort de melding"), Wat.MENU: mark("hoort het menu"), Wat.TOETS: mark("kiest toets"),
    Wat.WACHTRIJ: mark("wacht in de wachtrij"), Wat.AANBOD: mark("hoort of hij teruggebeld wil worden"),
    Wat.TERUGBELLEN: mark("hangt op en houdt zijn plaats in de wachtrij"),
    Wat.EXTERN: mark("wordt verbonden met het nummer"), Wat.EINDE: mark("hoort niets meer: de lijn is verbroken"),
    Wat.ONBEKEND: mark("krijgt geen gehoor op het nummer"),
}  # fmt: skip


async def show(visit: Visit) -> Response:
    if visit.deps.desk is None:
        return samen.page(visit, "geen")
    params = visit.request.query_params
    try:
        concept = await beheren.concept(samen.desk_of(visit), visit.gemeente.id)
    except beheren.NietTeLezen:
        concept = None
    van = params.get("van") or ("concept" if concept else "geldend")
    beleid = concept.beleid if van == "concept" and concept else samen.in_force(visit)
    if beleid is None:
        return samen.page(visit, "leeg", heeft_concept=concept is not None, waarden={}, fouten={})
    fouten = samen.per_deel(keuring.faults(beleid), beleid)
    when = moment(params.get("moment", "")) or samen.lokaal(samen.desk_of(visit).now())
    facts: dict[str, Any] = {"stappen": None, "uitslagen": None}
    if not fouten and "vraag" in params:
        facts["stappen"] = stappen(beleid, params.get("nummer", ""), when, params.get("toetsen", ""),
                                   params.get("drukte", "rustig"))  # fmt: skip
    if not fouten and "bel" in params:
        uitslagen = await testbellen.test(beleid, when)
        facts["uitslagen"] = [(woorden.pad(visit.words, uitslag), uitslag) for uitslag in uitslagen]
    return samen.page(
        visit, "proef", van=van, heeft_concept=concept is not None, geldt=samen.in_force(visit) is not None,
        beleid=beleid, fouten=fouten, moment=f"{when.astimezone(AMSTERDAM):%Y-%m-%dT%H:%M}", vraag=params,
        druktes={code: naam for code, (naam, _) in DRUKTES.items()}, vindt=VINDT, aflopen=woorden.AFLOPEN,
        meest=testbellen.PADEN_MEEST, **facts,
    )  # fmt: skip


def stappen(beleid: Beleid, nummer: str, when: datetime, toetsen: str, drukte: str) -> list[proef.Moment]:
    """What a caller finds; letters that are no key are left out."""
    gekozen = [toets for toets in toetsen[: proef.STAPPEN_MEEST] if toets in TOETSEN]
    _, hoe = DRUKTES.get(drukte, DRUKTES["rustig"])
    return proef.volg(beleid, nummer if nummer in beleid.nummers else next(iter(beleid.nummers)), when, gekozen, hoe)
