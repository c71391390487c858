"""Every version that was ever in force, with who and when and why; and going back to one."""

from starlette.responses import Response

from meent.integration.telefooncentrale.rijen import BeleidVeranderd, NummerBezet
from meent.interaction.beheer.telefonie import samen, woorden
from meent.interaction.visit import NOT_HERE, Refused, Visit
from meent.interaction.words import mark
from meent.process.telefonie import beheren, keuring
from meent.process.telefonie.verschil import verschillen

GEEN_BELEID_MEER = mark("Deze versie klopt niet meer met wat Meent nu vraagt. Kies een andere versie.")
TERUG = mark("Terug naar versie %(versie)s")


async def show(visit: Visit) -> Response:
    """The list; with ?versie= what going back to that one would change."""
    if visit.deps.desk is None:
        return samen.page(visit, "geen")
    return await toon(visit, visit.request.query_params.get("versie", ""))


async def toon(visit: Visit, gekozen: str, melding: str = "", status: int = 200) -> Response:
    desk, tenant, beleid = samen.desk_of(visit), visit.gemeente.id, samen.in_force(visit)
    rijen = await desk.journaal.versies(tenant)
    rij = next((rij for rij in rijen if str(rij.versie) == gekozen), None)
    anders = None
    if rij and beleid and rij.versie != samen.newest(visit):
        try:
            anders = [woorden.verschil(visit.words, een) for een in verschillen(beleid, beheren.lees(rij.inhoud))]
        except beheren.NietTeLezen:
            melding = melding or samen.NIET_TE_LEZEN
    return samen.page(
        visit, "versies", rijen=rijen, rij=rij, verschillen=anders, na=samen.newest(visit), melding=melding,
        status=status, back=f"{samen.home(visit)}/versies",
    )  # fmt: skip


async def zet_terug(visit: Visit) -> Response:
    form, desk, tenant = await visit.form(), samen.desk_of(visit), visit.gemeente.id
    gekozen, na = form.get("versie", ""), form.get("na", "")
    rij = next((rij for rij in await desk.journaal.versies(tenant) if str(rij.versie) == gekozen), None)
    if rij is None or not (na.isascii() and na.isdigit()):
        raise Refused(NOT_HERE)
    try:
        await beheren.zet_in_werking(
            desk, tenant, beheren.lees(rij.inhoud), na=int(na[:9]), by=visit.who.user,
            toelichting=TERUG % {"versie": rij.versie},
        )  # fmt: skip
    except BeleidVeranderd:
        return await toon(visit, gekozen, samen.VERANDERD, 409)
    except NummerBezet:
        return await toon(visit, gekozen, samen.NUMMER_BEZET, 409)
    except (keuring.BeleidGeweigerd, beheren.NietTeLezen):
        return await toon(visit, gekozen, GEEN_BELEID_MEER, 409)
    return samen.to(visit, "", "teruggezet")
