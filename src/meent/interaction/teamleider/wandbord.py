"""The wallboard: readable from across the room, and moved by what happens, never by asking again and again."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import Response, StreamingResponse

from meent.interaction.beheer.telefonie.sluiten import sluiting_feiten
from meent.interaction.gebeurtenissen import DUUR_SECONDEN, HARTSLAG_SECONDEN
from meent.interaction.teamleider.tekening import tekening
from meent.interaction.visit import Visit, environment
from meent.interaction.words import mark
from meent.process.telefonie.bord import RUST_SECONDEN, STANDEN, Bord, bord, met_dag
from meent.process.telefonie.desk import Desk

STAND = {
    "Bezet": mark("In gesprek"), "Aangeboden": mark("Telefoon gaat over"), "Nawerk": mark("Werkt bij"),
    "Klaar": mark("Klaar voor een gesprek"), "Pauze": mark("Pauze"),
}  # fmt: skip
TEKEN = {"Bezet": "punt", "Aangeboden": "klok", "Nawerk": "tekst", "Klaar": "vink", "Pauze": "pauze"}
DEEL = "teamleider/wandbord_deel.html"


async def show(visit: Visit) -> Response:
    """The board as it is now; the rest comes by the stream."""
    found = desk_of(visit)
    facts = feiten(await now(visit, found)) if found else {}
    if found:
        facts |= sluiting_feiten(visit, f"/{visit.gemeente.slug}/wandbord/sluitingen")
    return visit.render("teamleider/wandbord.html", desk=found is not None, **facts)


async def stream(visit: Visit) -> Response:
    """The board anew after each thing that happens, at most twice a second. 404 without a contact centre."""
    found = desk_of(visit)
    if found is None:
        return Response(status_code=404)
    return StreamingResponse(events(visit, found), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


def desk_of(visit: Visit) -> Desk | None:
    """The contact centre of this municipality; None when this server or this municipality has none."""
    found = visit.deps.desk
    return found if found and visit.gemeente.id in found.boeken else None


async def now(visit: Visit, desk: Desk, *, vers: bool = False) -> Bord:
    tenant, moment = visit.gemeente.id, desk.now()
    dag = await visit.deps.dagteller.feiten(desk.journaal, tenant, moment, vers=vers)
    boek = desk.boeken[tenant]
    return met_dag(bord(boek, desk.now()), boek, dag)


async def events(visit: Visit, desk: Desk) -> AsyncIterator[str]:
    """The lines of the stream. It ends after ten minutes; the browser comes back, and is judged again."""
    loop = asyncio.get_running_loop()
    until = loop.time() + DUUR_SECONDEN
    yield "retry: 1000\n\n"
    gebeurd = desk.volg(visit.gemeente.id)
    volgende: asyncio.Future[None] = asyncio.ensure_future(anext(gebeurd))
    try:
        while loop.time() < until:
            done, _ = await asyncio.wait({volgende}, timeout=HARTSLAG_SECONDEN)
            if done:
                try:
                    volgende.result()
                except StopAsyncIteration:
                    return
                volgende = asyncio.ensure_future(anext(gebeurd))
            yield as_event(deel(visit, await now(visit, desk, vers=True)))
            await asyncio.sleep(RUST_SECONDEN / 2)
    finally:
        volgende.cancel()


def deel(visit: Visit, nu: Bord) -> str:
    """The part of the page that moves."""
    facts = feiten(nu) | {"gemeente": visit.gemeente, "nl": "" if visit.language == "nl" else "nl"}
    return environment(visit.language).get_template(DEEL).render(facts)


def as_event(html: str) -> str:
    lines = "".join(f"data: {line}\n" for line in html.splitlines())
    return f"event: bord\n{lines}\n"


def feiten(nu: Bord) -> dict[str, Any]:
    """What the template shows."""
    kwartieren = [(f"{k.begin:%H:%M}", k.telling) for k in nu.kwartieren]
    return {
        "bord": nu,
        "kwartieren": kwartieren,
        "tekening": tekening([(naam, t.beantwoord, t.aangeboden) for naam, t in kwartieren]),
        "standen": [(stand, STAND[stand], TEKEN[stand], nu.aantal(stand)) for stand in STANDEN],
    }
