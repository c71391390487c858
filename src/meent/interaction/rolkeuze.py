"""Choosing who to be, and leaving again."""

from itertools import groupby

from starlette.responses import RedirectResponse, Response

from meent.interaction import session as sessions
from meent.interaction.session import Session
from meent.interaction.visit import Visit


async def show(visit: Visit) -> Response:
    """The cards of every municipality; roles whose screen exists come first."""
    personas = visit.deps.identity.personas()
    groups = [(tenant, list(cards)) for tenant, cards in groupby(personas, key=lambda persona: persona.tenant)]
    return visit.render("rolkeuze.html", groepen=groups)


async def log_in(visit: Visit) -> Response:
    """A new session for whoever the source of identity vouches for; back to the cards otherwise."""
    identity = await visit.deps.identity.identify(await visit.form())
    if identity is None:
        return RedirectResponse("/", 303)
    session = Session.begin(identity, visit.now)
    response = RedirectResponse(identity.start, 303)
    response.set_cookie(
        sessions.COOKIE,
        sessions.seal(session, visit.deps.session_secret),
        max_age=int(sessions.WERKDAG.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=visit.request.url.scheme == "https",
    )
    return response


async def log_out(visit: Visit) -> Response:
    response = RedirectResponse("/", 303)
    response.delete_cookie(sessions.COOKIE, httponly=True, samesite="lax")
    return response
