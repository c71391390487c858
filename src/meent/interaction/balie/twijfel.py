"""Doubt about what stands on a list, told at the counter: about which row, which part of it, and why.

It becomes a terugmelding like any other: it stands on the work list with its day, and whoever takes it up begins the
onderzoek.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import RedirectResponse, Response

from meent.integration.brp.corrigeerbaar import Plaats
from meent.integration.brp.feiten import Weigering
from meent.integration.brp.inzien import TeCorrigeren
from meent.integration.brp.meldingen import delen_in_twijfel
from meent.interaction.balie import wie
from meent.interaction.balie.proces import CONTROLEREN, Oordeel, Proces, Soort, Stap
from meent.interaction.balie.velden import Form, Veld
from meent.interaction.seams import Meldinginvoer
from meent.interaction.visit import Visit
from meent.interaction.words import mark

HELE_RIJ = {"00": mark("De hele rij")}
WAAROM = Veld(
    "toelichting", mark("Waarom twijfelt u?"), "lang", lang=4000, fout=mark("Schrijf op waarom u twijfelt."),
    uitleg=mark("Schrijf op wat u zag, en welk stuk dat laat zien."),
)  # fmt: skip


async def weet(visit: Visit, form: Form) -> TeCorrigeren:
    return await visit.burgerzaken.te_corrigeren(visit.uuid, "")


def rijen(gaande: Proces) -> Mapping[str, Plaats]:
    """What holds now: category and stapel -> the row."""
    found: TeCorrigeren = gaande.weet
    return {f"{p.categorie}-{p.stapel}": p for p in found.plaatsen if p.voorkomen == 0}


def waarover(gaande: Proces, form: Form) -> Sequence[Veld]:
    words = gaande.visit.words.gettext
    named = {
        key: f"{p.categorie} {p.naam}" + (f", {words(VANAF)} {p.ingang}" if p.ingang else "")
        for key, p in rijen(gaande).items() if delen_in_twijfel(p.categorie)
    }  # fmt: skip
    return (Veld("rij", mark("Waarover gaat de twijfel?"), "wie", named, fout=mark("Kies een rij.")),)


VANAF = mark("vanaf")


def wat(gaande: Proces, form: Form) -> Sequence[Veld]:
    """Which part of that row; the names are those of the national standard."""
    parts = HELE_RIJ | dict(delen_in_twijfel(form.get("rij", "")[:2]))
    return Veld("deel", mark("Aan welk gegeven twijfelt u?"), "keuze", parts), WAAROM


def begin(gaande: Proces) -> dict[str, str]:
    return {"rij": "", "deel": "00"}


def maak(gaande: Proces, form: Form, how: dict[str, Any]) -> Meldinginvoer:
    rij = rijen(gaande)[form["rij"]]
    return Meldinginvoer(
        bsn=gaande.persoon.bsn, aanduiding=f"{rij.categorie}{form['deel']}00", toelichting=form["toelichting"],
        stapel=rij.stapel, **how,
    )  # fmt: skip


async def toets(gaande: Proces, invoer: Meldinginvoer) -> Oordeel:
    return Oordeel((await gaande.visit.werkbak.meld(invoer)).weigeringen)


async def leg_vast(gaande: Proces, invoer: Meldinginvoer) -> Response | Sequence[Weigering]:
    """It goes to the report as it is kept, with the day by which somebody reacts."""
    done = await gaande.visit.werkbak.meld(invoer)
    if done.melding is None:
        return done.weigeringen
    slug = gaande.visit.gemeente.slug
    return RedirectResponse(f"/{slug}/balie/werk/terugmeldingen/{done.melding.id}?gelukt=gemeld", 303)


TWIJFEL = Soort(
    feit="terugmelding",
    titel=mark("Twijfel melden"),
    gedaan=mark("De twijfel is vastgelegd"),
    stappen=(
        Stap("waarover", mark("Waarover?"), waarover),
        Stap("wat", mark("Wat klopt er misschien niet?"), wat),
        CONTROLEREN,
    ),
    begin=begin,
    maak=maak,
    bij={"BZ-120": "toelichting"},
    toon=lambda gaande, form: wie.over(gaande),
    weet=weet,
    toets=toets,
    leg_vast=leg_vast,
    knop=mark("Leg de twijfel vast"),
)
