"""Closed now, whatever the hours say: one button for the administrator and for the team leader."""

from datetime import datetime
from typing import Any

from starlette.responses import RedirectResponse, Response

from meent.interaction.beheer.telefonie import samen
from meent.interaction.visit import NOT_HERE, Refused, Visit, known_uuid
from meent.interaction.words import AMSTERDAM, mark
from meent.process.telefonie import beheren

FOUTEN = {
    "reden": mark("Vul in waarom u sluit."),
    "tot": mark("Kies een einde dat nog komt, ten hoogste 7 dagen vooruit."),
    "keuze": mark("Deze wachtrij of melding is er niet meer. Kies opnieuw."),
}  # fmt: skip
GEDAAN = {"gesloten": samen.GELUKT["gesloten"], "geopend": samen.GELUKT["geopend"]}


def sluiting_feiten(visit: Visit, adres: str) -> dict[str, Any]:
    """What the box shows: what is closed now, and the form; `adres` is where that is sent."""
    desk, params = samen.desk_of(visit), visit.request.query_params
    boek = desk.boeken.get(visit.gemeente.id)
    now = desk.now()
    beleid = boek.beleid if boek else None
    return {
        "sluitadres": adres,
        "sluitingen": [s for s in beleid.sluitingen if s.van <= now < s.tot] if beleid else [],
        "sluitrijen": sorted(beleid.wachtrijen) if beleid else [],
        "sluitmeldingen": sorted(n for n, g in beleid.geluiden.items() if g.tekst or g.opgenomen) if beleid else [],
        "sluit_tot": f"{now.astimezone(AMSTERDAM):%Y-%m-%dT}23:59",
        "sluitfout": FOUTEN.get(params.get("sluitfout", ""), ""),
        "sluitgedaan": GEDAAN.get(params.get("sluiten", ""), ""),
    }


async def beheerder(visit: Visit) -> Response:
    return await _doe(visit, samen.home(visit))


async def teamleider(visit: Visit) -> Response:
    return await _doe(visit, f"/{visit.gemeente.slug}/wandbord")


async def _doe(visit: Visit, terug: str) -> Response:
    """Close, or open again; back to the page where the button is."""
    form, desk, tenant = await visit.form(), samen.desk_of(visit), visit.gemeente.id
    if tenant not in desk.boeken:
        raise Refused(NOT_HERE)
    if form.get("open"):
        await beheren.heropen(desk, tenant, str(known_uuid(form["open"])), by=visit.who.user)
        return RedirectResponse(f"{terug}?sluiten=geopend#sluiten", 303)
    now = desk.now()
    sluiting = beheren.sluiting(
        form.get("reden", ""), now, moment(form.get("tot", "")) or now, by=visit.who.user,
        wachtrijen=frozenset(filter(None, [form.get("wachtrij", "")])), melding=form.get("melding", ""),
    )  # fmt: skip
    try:
        await beheren.sluit(desk, tenant, sluiting)
    except beheren.SluitingGeweigerd as fout:
        return RedirectResponse(f"{terug}?sluitfout={fout.veld}#sluiten", 303)
    return RedirectResponse(f"{terug}?sluiten=gesloten#sluiten", 303)


def moment(tekst: str) -> datetime | None:
    """What a field of day and time sends: 2026-11-30T17:00, on the clock of Amsterdam."""
    try:
        return datetime.strptime(tekst, "%Y-%m-%dT%H:%M").replace(tzinfo=AMSTERDAM)
    except ValueError:
        return None
