"""Recordings of conversations: which there are, and hearing one. Who hears one says why first; the caller can see it.

The sound goes only to who was let in for it a moment ago, so no address that is kept or shared brings it unlogged.
"""

import logging
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from starlette.responses import Response, StreamingResponse

from meent.integration.telefooncentrale.beluisteren import MEEST
from meent.interaction import session as sessions
from meent.interaction.problems import Invulling, Probleem
from meent.interaction.seams import Opname, Opnamen
from meent.interaction.teamleider.rapport import lees_dagen
from meent.interaction.teamleider.wandbord import desk_of
from meent.interaction.visit import NOT_HERE, Refused, Visit, Weigering
from meent.interaction.words import mark, today
from meent.process.telefonie.rapport import Selectie
from meent.process.telefonie.registers import key_of_contact
from meent.process.telefonie.werkplek import leesbaar

REDENEN = {
    "klacht": mark("Een klacht behandelen"), "afspraak": mark("Nagaan wat is afgesproken"),
    "kwaliteit": mark("Een medewerker helpen beter te worden"), "incident": mark("Een incident uitzoeken"),
}  # fmt: skip
KIES_REDEN = Probleem("reden", mark("Kies waarom u luistert."))
NIET_TOEGELATEN = Weigering(
    403, mark("U kunt deze opname niet meer horen"), mark("Open de opname opnieuw en zeg waarom u luistert.")
)
DAGEN = 7
LUISTERTIJD = timedelta(hours=1)
"""So long the sound comes after somebody said why; then again."""
RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")
KOPPEN = {"Accept-Ranges": "bytes", "Content-Disposition": "inline", "Cross-Origin-Resource-Policy": "same-origin"}

log = logging.getLogger("meent.telefonie")


async def show(visit: Visit) -> Response:
    """The recordings of some days, newest first."""
    if visit.deps.opnamen is None:
        return visit.render("teamleider/opnamen.html", is_hier=False)
    vandaag = today(visit.now)
    (van, tot), fout = lees_dagen(visit.request.query_params, vandaag - timedelta(days=DAGEN - 1), vandaag)
    rijen = [] if fout else await visit.deps.opnamen.lijst(visit.zgw, *Selectie(van, tot).grenzen)
    return visit.render(
        "teamleider/opnamen.html", status=400 if fout else 200, is_hier=True, van=van, tot=tot, fout=fout, rijen=rijen,
        is_vol=len(rijen) == MEEST, meest=MEEST, naam_van=namen(visit), leesbaar=leesbaar,
    )  # fmt: skip


async def een(visit: Visit) -> Response:
    """One conversation and its recording, not to be heard yet."""
    return await pagina(visit, Invulling())


async def luister(visit: Visit) -> Response:
    """Why somebody hears it; then he can."""
    form, gesprek = await visit.form(), visit.uuid
    reden = form.get("reden", "")
    if reden not in REDENEN:
        return await pagina(visit, Invulling("luister", form, [KIES_REDEN]))
    if not await opnamen_van(visit).luister(visit.zgw, gesprek, key_of_contact(str(gesprek)), reden):
        return await pagina(visit, Invulling())  # deleted meanwhile, which the page says
    log.info(
        "opname_beluisterd",
        extra={"gemeente": visit.gemeente.slug, "gesprek": str(gesprek), "by": visit.who.user, "reden": reden},
    )
    kaart = sessions.ticket(visit.who, visit.deps.session_secret, kaartje(visit), visit.now + LUISTERTIJD)
    return await pagina(visit, Invulling(), kaart=kaart)


async def geluid(visit: Visit) -> Response:
    """The sound, or a part of it, for who said why a moment ago. RFC 9110, 14.2: what is no range asks for all."""
    kaart = visit.request.query_params.get("kaart", "")
    if not sessions.is_ticket(kaart, visit.who, visit.deps.session_secret, kaartje(visit), visit.now):
        raise Refused(NIET_TOEGELATEN)
    asked = RANGE.fullmatch(visit.request.headers.get("range", "").strip())
    van, tot = (int(asked[1]), int(asked[2]) + 1 if asked[2] else None) if asked else (0, None)
    stuk = await opnamen_van(visit).geluid(visit.zgw, visit.uuid, van, tot)
    if stuk is None:
        raise Refused(NOT_HERE)
    headers = KOPPEN | {"Content-Length": str(stuk.tot - stuk.van)}
    if asked:
        headers["Content-Range"] = f"bytes {stuk.van}-{stuk.tot - 1}/{stuk.omvang}"
    return StreamingResponse(stuk.stukken, 206 if asked else 200, headers, media_type="audio/wav")


async def pagina(visit: Visit, invulling: Invulling, *, kaart: str = "") -> Response:
    found = await opnamen_van(visit).een(visit.zgw, visit.uuid)
    if found is None:
        raise Refused(NOT_HERE)
    opname, keren = found
    adres = f"/{visit.gemeente.slug}/opnamen/{opname.gesprek}"
    return visit.render(
        "teamleider/opname.html", status=400 if invulling.problems else 200, back=adres, opname=opname, keren=keren,
        is_weg=is_weg(opname, visit.now), invulling=invulling, redenen=REDENEN, naam_van=namen(visit),
        leesbaar=leesbaar, adres=adres, bron=f"{adres}/geluid?kaart={kaart}" if kaart else "",
        is_nagebootst=(desk := desk_of(visit)) is not None and desk.knoppen is not None,
    )  # fmt: skip


# --- helpers ----------------------------------------------------------------------------------------------------------


def opnamen_van(visit: Visit) -> Opnamen:
    if visit.deps.opnamen is None:
        raise Refused(NOT_HERE)
    return visit.deps.opnamen


def kaartje(visit: Visit) -> str:
    return f"opname/{visit.gemeente.slug}/{visit.uuid}"


def is_weg(opname: Opname, now: datetime) -> bool:
    return opname.verwijderd_op is not None or opname.weg_op <= now


def namen(visit: Visit) -> Any:
    """(id of an agent) -> name, as the policy of now has it."""
    desk = desk_of(visit)
    bekend: Mapping[str, Any] = desk.boeken[visit.gemeente.id].beleid.medewerkers if desk else {}
    return lambda wie: bekend[wie].naam if wie in bekend else wie
