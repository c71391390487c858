"""Who hears of our changes, how that goes, and what waits for a person: try it again, or let it go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from starlette.responses import RedirectResponse, Response

from meent.interaction.seams import TELLEN_TOT, Abonnee, Geparkeerd
from meent.interaction.visit import NOT_HERE, Refused, Visit, known_uuid
from meent.interaction.words import mark

ACTIES = {
    "create": mark("gemaakt"), "update": mark("veranderd"), "partial_update": mark("veranderd"),
    "destroy": mark("verwijderd"),
}  # fmt: skip
GELUKT = {
    "opnieuw": mark("Wij proberen het nu opnieuw. Ververs de pagina om te zien of het lukt."),
    "vervallen": mark("Het bericht is vervallen. Wat erachter wachtte, gaat nu verder."),
    "weg": mark("Dit bericht wacht hier niet meer."),
}


@dataclass(frozen=True)
class Regel:
    """A subscriber as one row.

    stand    goed, pauze, gestopt, or nieuw: it never got anything yet
    waar     its address without what may be secret in it
    moment   when the pause ends, or since when it has stopped
    """

    id: str
    waar: str
    kanalen: tuple[str, ...]
    stand: str
    moment: str
    reden: str
    gelukt_op: str
    bezorgd: int
    wachtend: int
    oudste: str
    geparkeerd: int


@dataclass(frozen=True)
class Bericht:
    """A parked message as one row."""

    abonnement: str
    nummer: int
    waar: str
    kanaal: str
    resource: str
    actie: str
    object: str
    reden: str
    pogingen: int
    sinds: str
    erachter: int


async def begin(visit: Visit) -> Response:
    """There is one screen yet; its address is that of the first."""
    return RedirectResponse(address(visit), 303)


async def show(visit: Visit) -> Response:
    slug = visit.gemeente.slug
    abonnees = await visit.deps.bezorging.abonnees(slug)
    geparkeerd = await visit.deps.bezorging.geparkeerd(slug)
    return visit.render(
        "beheer/notificaties.html",
        regels=[regel(een, visit.now) for een in abonnees],
        berichten=berichten(geparkeerd, abonnees),
        acties=ACTIES,
        tellen_tot=TELLEN_TOT,
        gelukt=GELUKT.get(visit.request.query_params.get("gelukt", ""), ""),
    )


async def opnieuw(visit: Visit) -> Response:
    """One parked message again, or everything of a subscriber."""
    form = await visit.form()
    abonnement = known_uuid(form.get("abonnement", ""))
    nummer = known_number(form["nummer"]) if form.get("nummer") else None
    await visit.deps.bezorging.opnieuw(visit.gemeente.slug, abonnement=abonnement, nummer=nummer, by=visit.who.user)
    return done(visit, "opnieuw")


async def vervallen(visit: Visit) -> Response:
    """A message that nobody will ever take goes, so that its case can be heard of again."""
    form = await visit.form()
    is_gone = await visit.deps.bezorging.laat_vervallen(
        visit.gemeente.slug, abonnement=known_uuid(form.get("abonnement", "")),
        nummer=known_number(form.get("nummer", "")), by=visit.who.user,
    )  # fmt: skip
    return done(visit, "vervallen" if is_gone else "weg")


def regel(een: Abonnee, now: datetime) -> Regel:
    pauze = een.gepauzeerd_tot if een.fouten and een.gepauzeerd_tot and een.gepauzeerd_tot > now else None
    stand = "gestopt" if een.geparkeerd_op else "pauze" if een.fouten else "goed" if een.gelukt_op else "nieuw"
    return Regel(
        id=str(een.id), waar=waar(een.callback_url), kanalen=een.kanalen, stand=stand,
        moment=_iso(een.geparkeerd_op or pauze), reden=een.reden, gelukt_op=_iso(een.gelukt_op), bezorgd=een.bezorgd,
        wachtend=een.wachtend, oudste=een.oudste or "", geparkeerd=een.geparkeerd,
    )  # fmt: skip


def berichten(geparkeerd: Sequence[Geparkeerd], abonnees: Sequence[Abonnee]) -> list[Bericht]:
    adressen = {een.id: waar(een.callback_url) for een in abonnees}
    return [
        Bericht(
            abonnement=str(g.abonnement), nummer=g.nummer, waar=adressen.get(g.abonnement, ""), kanaal=g.kanaal,
            resource=g.resource, actie=g.actie, object=g.object.rstrip("/").rpartition("/")[2], reden=g.reden,
            pogingen=g.pogingen, sinds=_iso(g.eerste_poging or g.geparkeerd_op), erachter=g.wachten_erachter,
        )
        for g in geparkeerd
    ]  # fmt: skip


def waar(callback_url: str) -> str:
    """Host and path. What stands behind a question mark may be a key."""
    parts = urlsplit(callback_url)
    return f"{parts.netloc.rpartition('@')[2]}{parts.path}"


def known_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Refused(NOT_HERE)
    return int(text)


def done(visit: Visit, what: str) -> Response:
    return RedirectResponse(f"{address(visit)}?gelukt={what}", 303)


def address(visit: Visit) -> str:
    return f"/{visit.gemeente.slug}/beheer/notificaties"


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
