"""A letter that waits: to whom it goes and what it says, the paper itself, or why it is not needed."""

from base64 import b64encode

from starlette.responses import RedirectResponse, Response

from meent.interaction.balie.werk import BRIEVEN, zinnen
from meent.interaction.problems import Invulling, Probleem
from meent.interaction.seams import Briefbeeld
from meent.interaction.visit import NOT_HERE, Refused, Visit
from meent.interaction.words import mark, today

SCHRIJF_WAAROM = mark("Schrijf op waarom deze brief niet nodig is.")


async def show(visit: Visit) -> Response:
    return await page(visit, await visit.werkbak.brief(visit.uuid), Invulling())


async def page(visit: Visit, beeld: Briefbeeld, invulling: Invulling, *, net: bool = False) -> Response:
    """`net`: it was made just now."""
    brief = beeld.brief
    return visit.render(
        "balie/brief.html",
        status=400 if invulling.problems else 200,
        back=visit.request.url.path,
        brief=brief,
        beeld=beeld,
        soort=BRIEVEN[brief.soort],
        mensen=await visit.burgerzaken.met_nummers([brief.over]),
        geweigerd=zinnen(beeld.weigeringen),
        pdf=b64encode(beeld.pdf).decode(),
        bestand=f"brief-{brief.soort.replace('_', '-')}.pdf",
        net=net,
        invulling=invulling,
        vandaag=today(visit.now),
    )


async def doe(visit: Visit) -> Response:
    """The paper, also a second time; or somebody says why it is not needed."""
    form, key = await visit.form(), visit.uuid
    match form.get("doe"):
        case "maak":
            made = await visit.werkbak.maak_brief(key)
            return await page(visit, made, Invulling(), net=not made.weigeringen)
        case "vervalt":
            uitleg = form.get("uitleg", "").strip()
            if not uitleg:
                problems = [Probleem("uitleg", SCHRIJF_WAAROM)]
                return await page(visit, await visit.werkbak.brief(key), Invulling("afwijzen", form, problems))
            await visit.werkbak.laat_brief_vervallen(key, uitleg)
            return RedirectResponse(f"/{visit.gemeente.slug}/balie/werk?gelukt=brief_vervalt", 303)
    raise Refused(NOT_HERE)
