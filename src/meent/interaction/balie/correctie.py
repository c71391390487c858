"""A correction: which row is wrong, what should have stood there beside what does, and by which document.

Numbers of people that stand there are not shown whole; what is left open of them stays. A colleague decides.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from meent.integration.brp.corrigeerbaar import Plaats, Verandering
from meent.integration.brp.feiten import Invoer
from meent.integration.brp.inzien import TeCorrigeren
from meent.interaction.balie import wie
from meent.interaction.balie.proces import CONTROLEREN, Proces, Soort, Stap
from meent.interaction.balie.velden import Form, Veld, day_in
from meent.interaction.balie.woorden import STANDEN
from meent.interaction.problems import Probleem
from meent.interaction.visit import Visit
from meent.interaction.words import mark, today
from meent.process.burgerzaken.correctie import Correctieinvoer, Verbetering

NIEUW = "nieuw-"
ANDERS, NOOIT = "anders", "nooit"
HOE = Veld("hoe", mark("Wat is er mis?"), "keuze", {
    ANDERS: mark("Er had iets anders moeten staan"), NOOIT: mark("Dit had er nooit moeten staan"),
})  # fmt: skip
BRON = (
    Veld("document", mark("Welk document laat dat zien?"), lang=40, fout=mark("Beschrijf het document."),
         uitleg=mark("Schrijf op: soort stuk, plaats en nummer.")),
    Veld("reden", mark("Waarom is het onjuist?"), "lang", lang=400, fout=mark("Schrijf op waarom het onjuist is.")),
    Veld("ontvangen", mark("Dag van het verzoek"), "dag", kort=True),
)  # fmt: skip


async def weet(visit: Visit, form: Form) -> TeCorrigeren:
    return await visit.burgerzaken.te_corrigeren(visit.uuid, form.get("rij", ""))


def wat(gaande: Proces, form: Form) -> Sequence[Veld]:
    """Which row; what an officer came from on the page of the whole list is chosen already."""
    known: TeCorrigeren = gaande.weet
    rows = {plaats.sleutel: naam_van(gaande, plaats) for plaats in known.plaatsen}
    return Veld("rij", mark("Welke rij klopt niet?"), "wie", rows, fout=mark("Kies een rij.")), HOE


def naam_van(gaande: Proces, plaats: Plaats) -> str:
    words = gaande.visit.words.gettext
    since = f", {words(VANAF)} {plaats.ingang}" if plaats.ingang else ""
    return f"{plaats.categorie} {plaats.naam}: {words(STANDEN[plaats.stand]).lower()}{since}"


VANAF = mark("vanaf")


def keur_waarden(gaande: Proces, form: Form) -> list[Probleem]:
    if gaande.weet.gekozen is None or (form.get("hoe") != NOOIT and not is_anders(verandering(gaande, form))):
        return [Probleem("nieuw", mark("Er is nog niets veranderd. Vul in wat er had moeten staan."))]
    return []


def is_anders(found: Verandering) -> bool:
    return bool(found.inhoud or found.weg or found.ingang)


def verandering(gaande: Proces, form: Form) -> Verandering:
    return gaande.weet.gekozen.verandering(ingevuld(form)) if gaande.weet.gekozen else Verandering({}, (), "")


def ingevuld(form: Form) -> Mapping[str, str]:
    """Of the row that is chosen now: fields carry its key, so that what was filled in for another is not taken."""
    begin = f"{NIEUW}{form.get('rij', '')}-"
    return {naam.removeprefix(begin): waarde for naam, waarde in form.items() if naam.startswith(begin)}


def begin(gaande: Proces) -> dict[str, str]:
    asked = gaande.weet.gekozen
    return {
        "rij": asked.plaats.sleutel if asked else "", "hoe": ANDERS,
        "ontvangen": today(gaande.visit.now).isoformat(),
    }  # fmt: skip


def maak(gaande: Proces, form: Form, how: dict[str, Any]) -> Invoer:
    plaats, is_never = gaande.weet.gekozen.plaats, form["hoe"] == NOOIT
    found = verandering(gaande, form)
    better = Verbetering(voorkomen=plaats.voorkomen, inhoud=found.inhoud, weg=found.weg, ingang=found.ingang)
    return Correctieinvoer(
        bsn=gaande.persoon.bsn, categorie=plaats.categorie, stapel=plaats.stapel, reden=form["reden"],
        verbeteringen=() if is_never else (better,), ten_onrechte=is_never, document=form["document"],
        ontvangen=day_in(form, "ontvangen"), **how,
    )  # fmt: skip


async def facts(gaande: Proces, form: Form, stap: Stap) -> dict[str, Any]:
    return {"inhoud": gaande.weet.gekozen, "nooit": form.get("hoe") == NOOIT}


CORRECTIE = Soort(
    feit="correctie",
    titel=mark("Correctie"),
    gedaan=mark("De correctie is opgenomen"),
    stappen=(
        Stap("wat", mark("Wat klopt er niet?"), wat),
        Stap("waarden", mark("Wat had er moeten staan?"), keur=keur_waarden, deel="balie/rubrieken.html", ook=(NIEUW,)),
        Stap("bron", mark("Waaruit blijkt dat?"), lambda gaande, form: BRON),
        CONTROLEREN,
    ),
    begin=begin,
    maak=maak,
    bij={"BZ-84": "persoon", "BZ-85": "reden", "BZ-86": "rij"},
    toon=lambda gaande, form: wie.over(gaande),
    weet=weet,
    facts=facts,
    twee_mensen=True,
)
