"""Choosing who to be, or signing in at the broker of the municipality, and leaving again."""

from datetime import datetime, timedelta
from itertools import groupby

import msgspec
from starlette.responses import RedirectResponse, Response

from meent.integration.openid import AanmeldenMislukt, Bewijs
from meent.interaction import session as sessions
from meent.interaction.identity import home
from meent.interaction.session import Identity, Session
from meent.interaction.visit import NOT_HERE, Refused, Visit, Weigering
from meent.interaction.words import mark

POGING, POGING_USE = "meent_aanmelden", b"aanmelden"
POGING_DUUR = timedelta(minutes=10)
"""So long somebody may take to sign in at the broker."""
TERUG = "/login/terug"
MISLUKT = Weigering(
    400, mark("U bent niet aangemeld"), mark("Het aanmelden is niet gelukt. Ga naar het begin. Probeer het nog eens.")
)
GEEN_ROL = Weigering(
    403, mark("U hebt hier nog geen rol"), mark("Uw gemeente kent u. Maar u mag hier nog niets. Vraag uw beheerder.")
)


async def show(visit: Visit) -> Response:
    """The cards of every municipality, roles whose screen exists first; where a broker knows people, its door."""
    personas = visit.deps.identity.personas()
    groups = [(tenant, list(cards)) for tenant, cards in groupby(personas, key=lambda persona: persona.tenant)]
    if groups:
        return visit.render("rolkeuze.html", groepen=groups)
    roles = visit.session.roles if visit.session else {}
    is_weg = visit.session is None and "uit" in visit.request.query_params
    return visit.render(
        "aanmelden.html", begin=[home(own, slug) for slug, own in roles.items()][:1], is_weg=is_weg
    )  # fmt: skip


async def log_in(visit: Visit) -> Response:
    """A new session for whoever a card stands for; back to the cards otherwise."""
    if not visit.deps.identity.personas():
        raise Refused(NOT_HERE)
    identity = await visit.deps.identity.identify(await visit.form())
    return _begin(visit, identity) if identity else RedirectResponse("/", 303)


async def elders(visit: Visit) -> Response:
    """To the broker, with what only this browser and we know of the attempt."""
    bewijs = Bewijs.nieuw()
    try:
        adres = await visit.deps.identity.elders(bewijs)
    except AanmeldenMislukt:
        raise Refused(MISLUKT) from None
    response = RedirectResponse(adres or "/", 303)
    if adres:
        poging = msgspec.to_builtins(bewijs) | {"until": int((visit.now + POGING_DUUR).timestamp())}
        waarde = sessions.sealed(poging, visit.deps.session_secret, POGING_USE)
        _set_cookie(visit, response, POGING, waarde, POGING_DUUR, path=TERUG)
    return response


async def terug(visit: Visit) -> Response:
    """Back from the broker: a session for whoever it vouches for, if this browser is the one that we sent there."""
    query = visit.request.query_params
    poging = _poging(visit)
    if poging is None or not query.get("code") or query.get("state") != poging["state"]:
        raise Refused(MISLUKT)
    try:
        identity = await visit.deps.identity.identify(poging | {"code": query["code"]})
    except AanmeldenMislukt:
        raise Refused(MISLUKT) from None
    if identity is None:
        raise Refused(GEEN_ROL)
    response = _begin(visit, identity)
    response.delete_cookie(POGING, path=TERUG)
    return response


async def log_out(visit: Visit) -> Response:
    """Leaves Meent. Who shares a computer leaves the broker as well, or the next one is in without a password."""
    response = RedirectResponse("/" if visit.deps.identity.is_demo else "/?uit=1", 303)
    response.delete_cookie(sessions.COOKIE, httponly=True, samesite="lax")
    return response


async def meld_af(visit: Visit) -> Response:
    """To the broker, to leave it. A page of its own: a browser follows no form to another site (CSP)."""
    try:
        return RedirectResponse(await visit.deps.identity.afmelden() or "/", 303)
    except AanmeldenMislukt:
        raise Refused(MISLUKT) from None


def _begin(visit: Visit, identity: Identity) -> Response:
    response = RedirectResponse(identity.start, 303)
    waarde = sessions.seal(Session.begin(identity, visit.now), visit.deps.session_secret)
    _set_cookie(visit, response, sessions.COOKIE, waarde, sessions.WERKDAG)
    return response


def _poging(visit: Visit) -> dict[str, str] | None:
    """The attempt of this browser, if it is not too old."""
    waarde = visit.request.cookies.get(POGING, "")
    gevonden = sessions.unsealed(waarde, visit.deps.session_secret, POGING_USE)
    return gevonden if gevonden and visit.now < datetime.fromtimestamp(gevonden["until"], visit.now.tzinfo) else None


def _set_cookie(visit: Visit, response: Response, naam: str, waarde: str, duur: timedelta, path: str = "/") -> None:
    response.set_cookie(
        naam, waarde, max_age=int(duur.total_seconds()), path=path, httponly=True, samesite="lax",
        secure=visit.request.url.scheme == "https",
    )  # fmt: skip
