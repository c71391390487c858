"""A day to look again at what was recorded, such as a briefadres: somebody looks, and says what came of it."""

from starlette.responses import RedirectResponse, Response

from meent.interaction.balie.velden import day_in
from meent.interaction.balie.werk import SCHRIJF_WAT, WAAROM
from meent.interaction.problems import Invulling, Probleem
from meent.interaction.visit import Visit
from meent.interaction.words import mark, today

LATER = mark("Kies een dag na vandaag, of laat dit leeg.")


async def show(visit: Visit) -> Response:
    return await page(visit, Invulling())


async def page(visit: Visit, invulling: Invulling) -> Response:
    found = await visit.werkbak.termijn(visit.uuid)
    return visit.render(
        "balie/werk_termijn.html",
        status=400 if invulling.problems else 200,
        back=visit.request.url.path,
        termijn=found,
        mensen=await visit.burgerzaken.met_nummers([found.bsn]),
        invulling=invulling,
        waarom=WAAROM,
    )


async def doe(visit: Visit) -> Response:
    """It was looked at; where it goes on, with the day on which somebody looks once more."""
    form = await visit.form()
    uitleg, again = form.get("uitleg", "").strip(), form.get("opnieuw", "").strip()
    day = day_in(form, "opnieuw")
    problems = [] if uitleg else [Probleem("uitleg", SCHRIJF_WAT)]
    if again and (day is None or day <= today(visit.now)):
        problems.append(Probleem("opnieuw", LATER))
    if problems:
        return await page(visit, Invulling("afwijzen", form, problems))
    await visit.werkbak.rond_termijn_af(visit.uuid, uitleg[:1000], opnieuw=day)
    return RedirectResponse(f"/{visit.gemeente.slug}/balie/werk?gelukt=termijn", 303)
