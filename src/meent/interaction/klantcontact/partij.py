"""The page of one partij: who it is, how to reach it, its cases, what was said, and what must still be done.

Shown to the contact centre and to who handles cases, each at an address of its own. A BSN is shown when somebody asks
for it with a reason: that it was read is then a line of its own in the log of processing.
"""

import logging

from starlette.responses import Response

from meent.interaction.behandelen.zakenlijst import regel, uuid_of
from meent.interaction.klantcontact import klant, ophalen
from meent.interaction.klantcontact.opgenomen import opgenomen
from meent.interaction.klantcontact.ophalen import API, Alles
from meent.interaction.problems import Invulling, Probleem
from meent.interaction.visit import NOT_HERE, Refused, Visit
from meent.interaction.words import mark, today

log = logging.getLogger("meent.klantcontact")

REDENEN = {
    "controle": mark("Ik controleer of ik de juiste persoon spreek"),
    "ander-systeem": mark("Ik moet deze persoon opzoeken in een ander systeem"),
    "formulier": mark("Ik vul een formulier in voor deze persoon"),
}
KIES_REDEN = Probleem("reden", mark("Kies een reden."))
GELUKT = {
    "klaar": mark("De taak staat op klaar."),
    "al": mark("Iemand anders had deze taak al op klaar gezet."),
}


async def show(visit: Visit) -> Response:
    return await page(visit, await ophalen.alles_van(visit.zgw, str(visit.uuid)), Invulling())


async def toon_bsn(visit: Visit) -> Response:
    """The page with the BSN in full, for this once; why goes to the log of events, that it was read to the other."""
    form = await visit.form()
    alles = await ophalen.alles_van(visit.zgw, str(visit.uuid))
    _, row = klant.identificator(alles.partij, "bsn")
    if not row:
        raise Refused(NOT_HERE)
    if form.get("reden") not in REDENEN:
        return await page(visit, alles, Invulling("bsn", form, [KIES_REDEN]))
    found = await visit.zgw.get(API, "partij-identificatoren", row)
    log.info(
        "bsn_getoond",
        extra={
            "gemeente": visit.gemeente.slug, "partij": str(visit.uuid), "by": visit.who.user, "reden": form["reden"],
        },
    )  # fmt: skip
    return await page(visit, alles, Invulling(), bsn=found["partijIdentificator"]["objectId"])


async def page(visit: Visit, alles: Alles, invulling: Invulling, *, bsn: str = "") -> Response:
    day, werkplek = today(visit.now), visit.request.url.path.split("/")[2]
    momenten = klant.tijdlijn(alles.contacten, alles.actoren, day)
    zaken = [regel(zaak, day) for zaak in alles.zaken]
    return visit.render(
        "klantcontact/partij.html",
        status=400 if invulling.problems else 200,
        back=f"/{visit.gemeente.slug}/{werkplek}/partijen/{visit.uuid!s}",
        basis=f"{werkplek}/basis.html",
        werkplek=werkplek,
        klant=klant.klant(alles.partij, alles.adressen, bsn=bsn),
        bsn_getoond=bool(bsn),
        redenen=REDENEN,
        namens=(uuid_of(alles.namens), klant.naam_van(alles.namens)) if alles.namens else None,
        open_zaken=[zaak for zaak in zaken if not zaak.eind],
        klare_zaken=[zaak for zaak in zaken if zaak.eind],
        zaaknamen={zaak.uuid: zaak for zaak in zaken},
        momenten=momenten,
        opgenomen=await opgenomen(visit, momenten),
        aantal=alles.aantal,
        taken=klant.open_taken(momenten),
        invulling=invulling,
        gelukt=GELUKT.get(visit.request.query_params.get("gelukt", ""), ""),
    )
