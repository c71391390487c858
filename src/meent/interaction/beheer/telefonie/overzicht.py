"""What callers find now: numbers, the way they go, hours, queues and prompts; and closing at once."""

from datetime import date, datetime, timedelta
from typing import Any

from starlette.responses import Response

from meent.basis.feestdagen import feestdagen
from meent.interaction.beheer.telefonie import samen, woorden
from meent.interaction.beheer.telefonie.sluiten import sluiting_feiten
from meent.interaction.beheer.telefonie.stroom import lijst, stroom
from meent.interaction.visit import Visit
from meent.interaction.words import today
from meent.process.telefonie.beleid import Beleid
from meent.process.telefonie.keuring import attention
from meent.process.telefonie.uitgaven import vandaag_naar_buiten

VOORUIT = timedelta(days=120)


async def show(visit: Visit) -> Response:
    if visit.deps.desk is None:
        return samen.page(visit, "geen")
    beleid, desk = samen.in_force(visit), samen.desk_of(visit)
    if beleid is None:
        heeft = await desk.journaal.concept(visit.gemeente.id) is not None
        return samen.page(visit, "leeg", heeft_concept=heeft, waarden={}, fouten={})
    rij = await desk.journaal.beleid(visit.gemeente.id, samen.newest(visit))
    return samen.page(
        visit, "overzicht", beleid=beleid, rij=rij, heeft_concept=await desk.journaal.concept(visit.gemeente.id),
        uitgaven=await vandaag_naar_buiten(desk.journaal, visit.gemeente.id, beleid.buitenbellen, desk.now()),
        waarom=woorden.WAAROM, **feiten(visit, beleid, desk.now()),
        **sluiting_feiten(visit, f"{samen.home(visit)}/sluitingen"),
    )  # fmt: skip


def feiten(visit: Visit, beleid: Beleid, now: datetime) -> dict[str, Any]:
    """What the overview shows of a policy."""
    return {
        "stroom": stroom(beleid, visit.words),
        "takken": lijst(beleid, visit.words),
        "open_nu": {naam: beleid.is_open(naam, now) for naam in beleid.wachtrijen},
        "kunnen": {naam: kunnen(beleid, naam) for naam in beleid.wachtrijen},
        "feestdagen": komende_feestdagen(today(now)),
        "aandacht": samen.per_deel(attention(beleid), beleid),
    }


def kunnen(beleid: Beleid, wachtrij: str) -> list[str]:
    """Names of the agents who can answer a queue, the best first."""
    rij = beleid.wachtrijen[wachtrij]
    niveaus = [(inzet.vaardigheden.get(rij.vaardigheid, 0), inzet.naam) for inzet in beleid.medewerkers.values()]
    return [naam for niveau, naam in sorted(niveaus, key=lambda paar: (-paar[0], paar[1])) if niveau >= rij.niveau]


def komende_feestdagen(vandaag: date) -> list[date]:
    """Holidays from today, for as far as somebody plans."""
    alle = sorted(feestdagen(vandaag.year) | feestdagen(vandaag.year + 1))
    return [dag for dag in alle if vandaag <= dag <= vandaag + VOORUIT]
