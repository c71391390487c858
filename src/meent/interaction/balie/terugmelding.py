"""A report of doubt: what somebody who uses the BRP says, and what the municipality answers by the day of the law."""

from typing import Any

from starlette.responses import RedirectResponse, Response

from meent.integration.brp.kaart import gegeven
from meent.interaction.balie.werk import zinnen
from meent.interaction.problems import Invulling
from meent.interaction.seams import Behandelinvoer
from meent.interaction.visit import NOT_HERE, Refused, Visit
from meent.interaction.words import mark, today

HANDELINGEN = {
    "ontvangen": {
        "behandel": mark("Neem in behandeling"), "stuur_door": mark("Stuur door naar een andere gemeente"),
        "weiger": mark("Neem niet in behandeling"), "trek_in": mark("De melder trekt het in"),
    },
    "in_behandeling": {"sluit": mark("Rond af"), "trek_in": mark("De melder trekt het in")},
}  # fmt: skip
"""State of the report -> what can be done with it, as the process knows it; a test compares the two."""
RESULTATEN = {
    "": mark("Kies"), "gewijzigd": mark("Het gegeven is aangepast"), "niet_gewijzigd": mark("Het gegeven blijft zo"),
}  # fmt: skip


async def show(visit: Visit) -> Response:
    return await page(visit, {}, is_net_gemeld=visit.request.query_params.get("gelukt") == "gemeld")


async def page(
    visit: Visit, form: dict[str, str], geweigerd: tuple[str, ...] = (), *, is_net_gemeld: bool = False
) -> Response:
    found = await visit.werkbak.terugmelding(visit.uuid)
    return visit.render(
        "balie/terugmelding.html",
        status=400 if geweigerd else 200,
        back=visit.request.url.path,
        terugmelding=found,
        gegeven=gegeven(found.aanduiding),
        mensen=await visit.burgerzaken.met_nummers([found.bsn]),
        handelingen=HANDELINGEN[found.toestand],
        resultaten=RESULTATEN,
        form={"handeling": next(iter(HANDELINGEN[found.toestand]))} | form,
        invulling=Invulling("proces", form),
        geweigerd=geweigerd,
        is_net_gemeld=is_net_gemeld,
        vandaag=today(visit.now),
    )


async def doe(visit: Visit) -> Response:
    """A step; what is missing comes back with its ground."""
    form = {name: value.strip() for name, value in (await visit.form()).items()}
    handeling: Any = form.get("handeling", "")
    if not any(handeling in some for some in HANDELINGEN.values()):
        raise Refused(NOT_HERE)
    key, resultaat = visit.uuid, form.get("resultaat", "")
    invoer = Behandelinvoer(
        sleutel=f"terug-{key}-{handeling}", melding=key, handeling=handeling,
        toelichting=form.get("toelichting", "")[:4000],
        gemeente=form.get("gemeente", "")[:4] if handeling == "stuur_door" else "",
        resultaat=resultaat if handeling == "sluit" and resultaat in RESULTATEN else "",  # type: ignore[arg-type]
        geen_onderzoek=form.get("geen_onderzoek", "")[:1000] if handeling == "behandel" else "",
    )  # fmt: skip
    uitkomst = await visit.werkbak.behandel(invoer)
    if uitkomst.weigeringen:
        return await page(visit, form, zinnen(uitkomst.weigeringen))
    done = "behandel" if handeling == "behandel" else "terugmelding"
    return RedirectResponse(f"/{visit.gemeente.slug}/balie/werk?gelukt={done}", 303)
