"""Listening in on a conversation that goes on now: which there are, and beginning or ending it.

The sound comes over a web socket of its own (`telefoon.py`), so the page must stay: its buttons bring only a part.
"""

from dataclasses import dataclass
from typing import Any

from starlette.responses import RedirectResponse, Response

from meent.integration.telefooncentrale.centrale import Bestemming, Toestel
from meent.interaction.teamleider.wandbord import desk_of
from meent.interaction.visit import NOT_HERE, Refused, Visit
from meent.interaction.words import mark
from meent.process.telefonie import meeluisteren
from meent.process.telefonie.desk import Desk
from meent.process.telefonie.luisterwaarden import LUISTERT, LuisterMee, StopLuisteren
from meent.process.telefonie.toestand import Gesprek, InGesprek, Ruggespraak
from meent.process.telefonie.werkplek import leesbaar

NIET_GELUKT = mark("Dat kan nu niet. Misschien is het gesprek voorbij of luistert een ander al mee.")


@dataclass(frozen=True)
class Nu:
    """A conversation of now.

    mag        somebody may begin to listen in
    toegestaan the queue allows it at all
    is_mijn    who looks at the page listens in
    luistert   name of who does, or ""
    """

    id: str
    medewerker: str
    wachtrij: str
    seconden: int
    mag: bool
    toegestaan: bool
    is_mijn: bool
    luistert: str


async def show(visit: Visit) -> Response:
    """The page, or only its part that moves."""
    desk = desk_of(visit)
    if desk is None:
        return visit.render("teamleider/meeluisteren.html", desk=False)
    deel = "teamleider/meeluisteren_deel.html" if visit.wants_part else "teamleider/meeluisteren.html"
    return visit.render(deel, desk=True, **feiten(visit, desk))


async def doe(visit: Visit) -> Response:
    """Begin, or stop; who begins anew leaves the conversation he was in."""
    desk, form = desk_of(visit), await visit.form()
    if desk is None:
        raise Refused(NOT_HERE)
    tenant, gesprek = visit.gemeente.id, form.get("gesprek", "")
    for een in _mijn(visit, desk):
        await desk.in_gesprek(tenant, een.id, StopLuisteren(visit.who.user))
    fout = ""
    if form.get("doe") == "begin":
        naar = Bestemming(Toestel.BROWSER, LUISTERT + visit.who.user, tenant)
        await desk.in_gesprek(tenant, gesprek, LuisterMee(visit.who.user, visit.who.name, naar))
        fout = "" if gesprek in [een.id for een in _mijn(visit, desk)] else NIET_GELUKT
    if not visit.wants_part:
        return RedirectResponse(f"/{visit.gemeente.slug}/meeluisteren", 303)
    return visit.render("teamleider/meeluisteren_deel.html", **feiten(visit, desk, fout=fout))


def _mijn(visit: Visit, desk: Desk) -> list[Gesprek]:
    alle = desk.boeken[visit.gemeente.id].gesprekken.values()
    return [een for een in alle if een.luisteraar and een.luisteraar.wie == visit.who.user]


def feiten(visit: Visit, desk: Desk, *, fout: str = "") -> dict[str, Any]:
    boek, now = desk.boeken[visit.gemeente.id], desk.now()
    gesprekken = []
    for een in boek.gesprekken.values():
        if not isinstance(een.toestand, InGesprek | Ruggespraak):
            continue
        rij, wie = boek.rij_van(een), een.toestand.aan.medewerker
        inzet = boek.beleid.medewerkers.get(wie)
        gesprekken.append(Nu(
            een.id, inzet.naam if inzet else wie or een.toestand.aan.bestemming.adres, een.wachtrij,
            int((now - een.toestand.sinds).total_seconds()), meeluisteren.mag(een, rij),
            bool(rij and rij.meeluisteren and wie), bool(een.luisteraar and een.luisteraar.wie == visit.who.user),
            een.luisteraar.naam if een.luisteraar else "",
        ))  # fmt: skip
    return {
        "gesprekken": sorted(gesprekken, key=lambda een: (een.medewerker.casefold(), een.id)), "fout": fout,
        "heeft_geluid": visit.deps.telefoon is not None, "leesbaar": leesbaar,
    }  # fmt: skip
