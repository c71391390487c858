"""A move from another municipality whose lists are waited for: who comes, which list is there, what to do meanwhile."""

from starlette.responses import RedirectResponse, Response

from meent.interaction.problems import Invulling, Probleem
from meent.interaction.visit import Visit
from meent.interaction.words import mark
from meent.process.burgerzaken.eloket import adresregels

SCHRIJF_WAAROM = mark("Schrijf op waarom u niet langer wacht.")


async def show(visit: Visit) -> Response:
    return await page(visit, Invulling())


async def page(visit: Visit, invulling: Invulling) -> Response:
    found = await visit.werkbak.overkomst(visit.uuid)
    return visit.render(
        "balie/werk_overkomst.html",
        status=400 if invulling.problems else 200,
        back=visit.request.url.path,
        wachtend=found,
        adres=adresregels(found.invoer.adres),
        ander=visit.burgerzaken.codes(33).get(found.uit, found.uit),
        mensen=[(bsn[-3:], is_er) for bsn, is_er in found.mensen],
        invulling=invulling,
    )


async def doe(visit: Visit) -> Response:
    """Asked once more, or no longer waited for."""
    form, key = await visit.form(), visit.uuid
    opnieuw, uitleg = form.get("doe") == "opnieuw", form.get("uitleg", "").strip()
    if not opnieuw and not uitleg:
        return await page(visit, Invulling("afwijzen", form, [Probleem("uitleg", SCHRIJF_WAAROM)]))
    await visit.werkbak.na_wachten(key, opnieuw=opnieuw, uitleg=uitleg)
    done = "gevraagd" if opnieuw else "gestopt"
    return RedirectResponse(f"/{visit.gemeente.slug}/balie/werk?gelukt={done}", 303)
