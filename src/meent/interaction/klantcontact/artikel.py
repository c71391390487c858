"""A knowledge article beside the contact: read it, use it as the answer, and say whether it helped.

Without JavaScript it is a page of its own, from which one goes back to the desk.
"""

from typing import Any

from starlette.responses import RedirectResponse, Response

from meent.integration.kennis.artikel import Stand, Versie
from meent.integration.kennis.boek import NOTITIE_MAX
from meent.integration.telefooncentrale.werkboek import Bron
from meent.interaction.klantcontact import vragen, werkplek
from meent.interaction.opmaak import opgemaakt
from meent.interaction.problems import Invulling
from meent.interaction.visit import NOT_HERE, Refused, Visit, known_uuid
from meent.interaction.words import mark, today
from meent.process.kennis import artikelen

BEDANKT = mark("Bedankt. Wie het artikel bijhoudt, ziet dit.")


async def show(visit: Visit) -> Response:
    return await _toon(visit, await _artikel(visit), visit.request.query_params.get("contact", ""))


async def doe(visit: Visit) -> Response:
    """Use it for the contact that is shown, or judge it."""
    form, found = await visit.form(), await _artikel(visit)
    wat = form.get("doe", "")
    if wat == "gebruik":
        return await _gebruik(visit, found, form)
    if wat not in ("hielp", "hielp-niet"):
        raise Refused(NOT_HERE)
    notitie, contact = form.get("notitie", "").strip()[:NOTITIE_MAX], form.get("contact", "")
    if visit.deps.spent_forms.spend(form.get("formuliersleutel", "")):
        await visit.deps.kennis.oordeel_over(
            visit.gemeente.id, visit.uuid, found.nummer, hielp=wat == "hielp", notitie=notitie,
            by=visit.who.name, now=visit.now,
        )  # fmt: skip
    return await _toon(visit, found, contact, melding=BEDANKT)


async def _gebruik(visit: Visit, found: Versie, form: dict[str, str]) -> Response:
    bron = Bron(str(visit.uuid), found.inhoud.titel)
    here = await visit.deps.werkboek.wijzig(
        visit.gemeente.id, visit.who.user, str(known_uuid(form.get("contact", ""))),
        lambda contact: vragen.met_bron(vragen.ingevuld(contact, form), form, bron),  # what is typed comes along
    )  # fmt: skip
    if here is None:
        raise Refused(NOT_HERE)
    if visit.wants_part:
        facts = await werkplek.van_contact(visit, here, Invulling())
        return visit.render("klantcontact/werkplek_contact.html", **facts)
    return RedirectResponse(f"{_home(visit)}?contact={here.id}", 303)


async def _toon(visit: Visit, found: Versie, contact: str, *, melding: str = "") -> Response:
    here = await werkplek.open_contact(visit, contact)
    facts: dict[str, Any] = {
        "uuid": visit.uuid, "inhoud": found.inhoud, "tekst": opgemaakt(found.inhoud.tekst, visit.words),
        "toon": here.id if here else "", "aantal": len(here.vragen) if here else 0, "melding": melding,
        "is_deel": visit.wants_part, "notitie_max": NOTITIE_MAX,
    }  # fmt: skip
    if visit.wants_part:
        return visit.render("klantcontact/werkplek_artikel.html", **facts)
    query = f"?contact={facts['toon']}" if here else ""
    back = f"{_home(visit)}/artikelen/{visit.uuid}{query}"
    return visit.render("klantcontact/artikel.html", back=back, **facts)


async def _artikel(visit: Visit) -> Versie:
    """What may be used of it today. Raises Refused when nothing may; ZgwFout when there is none."""
    found = await artikelen.lees_nu(visit.zgw, visit.uuid)
    if found.stand(today(visit.now)) is not Stand.GELDIG:
        raise Refused(NOT_HERE)
    return found


def _home(visit: Visit) -> str:
    return f"/{visit.gemeente.slug}/klantcontact/werkplek"
