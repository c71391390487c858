"""The page of one zaak, and the two forms on it: the next status and the resultaat."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import RedirectResponse, Response

from meent.interaction.behandelen.documentlijst import besluiten, documenten
from meent.interaction.behandelen.dossier import Stap, betrokkenen, gebeurtenis, stappen, zaakobject
from meent.interaction.behandelen.schets import teken
from meent.interaction.behandelen.zakenlijst import regel, uuid_of
from meent.interaction.klantcontact.klant import tijdlijn
from meent.interaction.klantcontact.opgenomen import opgenomen
from meent.interaction.klantcontact.ophalen import contacten_bij, namen_van_actoren
from meent.interaction.problems import Invulling, Probleem, explain
from meent.interaction.seams import Json, Rows, Zgw, ZgwFout
from meent.interaction.visit import Visit
from meent.interaction.words import mark, today

EXPAND = "zaaktype,status,status.statustype,resultaat,resultaat.resultaattype"
DOCUMENT_EXPAND = "informatieobject,informatieobject.informatieobjecttype"
GESCHIEDENIS_MAX = 50
OVER = "onderwerpobject__onderwerpobjectidentificatorObjectId"
"""What the contacts about this zaak are found by: they hold its uuid."""

CHANGED_MEANWHILE = Probleem("", mark("Iemand heeft de status net veranderd. Kijk of uw keuze nog klopt."))
CHOOSE_STATUS = Probleem("statustype", mark("Kies een status."))
CHOOSE_RESULT = Probleem("resultaattype", mark("Kies een resultaat."))


@dataclass(frozen=True)
class Dossier:
    """A zaak with what hangs under it."""

    zaak: Json
    statussen: list[Json]
    statustypen: list[Json]
    resultaattypen: list[Json]
    rollen: list[Json]
    objecten: list[Json]
    documenten: list[Json]
    documentsoorten: list[Json]
    besluiten: list[Json]
    contacten: Json
    actoren: Mapping[str, str]
    trail: list[Json]

    @property
    def latest_status(self) -> str:
        """What a status form remembers, to see whether somebody else was first."""
        return uuid_of({"url": self.zaak["status"]}) if self.zaak.get("status") else ""


async def gather(zgw: Zgw, uuid: str) -> Dossier:
    zaak = await zgw.get("zaken", "zaken", uuid, expand=EXPAND)
    under, of_type = {"zaak": zaak["url"]}, {"zaaktype": zaak["zaaktype"]}
    contacten = await contacten_bij(zgw, **{OVER: uuid})
    return Dossier(
        zaak=zaak,
        statussen=await first_page(zgw, "zaken", "statussen", under),
        statustypen=await first_page(zgw, "catalogi", "statustypen", of_type),
        resultaattypen=await first_page(zgw, "catalogi", "resultaattypen", of_type),
        rollen=await first_page(zgw, "zaken", "rollen", under),
        objecten=await first_page(zgw, "zaken", "zaakobjecten", under),
        documenten=await zgw.all("zaken", "zaakinformatieobjecten", expand=DOCUMENT_EXPAND, **under),
        documentsoorten=await documentsoorten(zgw, of_type),
        besluiten=await first_page(zgw, "besluiten", "besluiten", under, expand="besluittype"),
        contacten=contacten,
        actoren=await namen_van_actoren(zgw, contacten["results"]),
        trail=await zgw.audittrail(uuid),
    )


async def documentsoorten(zgw: Zgw, of_type: Mapping[str, str]) -> Rows:
    """The kinds of document that the zaaktype knows, by name."""
    links = await first_page(zgw, "catalogi", "zaaktype-informatieobjecttypen", of_type, expand="informatieobjecttype")
    found = {link["informatieobjecttype"]: (link.get("_expand") or {}).get("informatieobjecttype") for link in links}
    return sorted((soort for soort in found.values() if soort), key=lambda soort: str(soort["omschrijving"]))


async def first_page(zgw: Zgw, api: str, collectie: str, filters: Mapping[str, str], *, expand: str = "") -> Rows:
    """The first hundred; none when this register does not offer the collection."""
    try:
        return list((await zgw.list(api, collectie, page=1, expand=expand, **filters))["results"])
    except ZgwFout as fout:
        if fout.status == 404:
            return []
        raise


async def show(visit: Visit) -> Response:
    dossier = await gather(visit.zgw, str(visit.uuid))
    return await page(visit, dossier, Invulling(), done=visit.request.query_params.get("gelukt", ""))


async def set_status(visit: Visit) -> Response:
    """Set the status that was chosen; the register decides whether it may."""
    form = await visit.form()
    zgw, uuid = visit.zgw, str(visit.uuid)
    dossier = await gather(zgw, uuid)
    chosen = one_with_uuid(dossier.statustypen, form.get("statustype", ""))
    if chosen is None:
        return await page(visit, dossier, Invulling("status", form, [CHOOSE_STATUS]))
    if not visit.deps.spent_forms.spend(form.get("formuliersleutel", "")):
        return RedirectResponse(address(visit), 303)
    if form.get("vorige", "") != dossier.latest_status:
        return await page(visit, dossier, Invulling("status", form, [CHANGED_MEANWHILE]))
    body = {
        "zaak": dossier.zaak["url"],
        "statustype": chosen["url"],
        "datumStatusGezet": visit.now.isoformat(),
        "statustoelichting": form.get("statustoelichting", "").strip(),
    }
    return await write(visit, dossier, "status", "statussen", body)


async def set_result(visit: Visit) -> Response:
    """Record the resultaat, which the register wants before the last status."""
    form = await visit.form()
    dossier = await gather(visit.zgw, str(visit.uuid))
    chosen = one_with_uuid(dossier.resultaattypen, form.get("resultaattype", ""))
    if chosen is None:
        return await page(visit, dossier, Invulling("resultaat", form, [CHOOSE_RESULT]))
    if not visit.deps.spent_forms.spend(form.get("formuliersleutel", "")):
        return RedirectResponse(address(visit), 303)
    body = {"zaak": dossier.zaak["url"], "resultaattype": chosen["url"]}
    return await write(visit, dossier, "resultaat", "resultaten", body)


async def write(visit: Visit, dossier: Dossier, name: str, collectie: str, body: Json) -> Response:
    """Write once; what the register refuses comes back beside the form."""
    form = await visit.form()
    try:
        await visit.zgw.create("zaken", collectie, body)
    except ZgwFout as fout:
        visit.deps.spent_forms.release(form.get("formuliersleutel", ""))
        problems = explain(fout, {field: field for field in form})
        return await page(visit, dossier, Invulling(name, form, problems))
    return RedirectResponse(address(visit) + f"?gelukt={name}#{name}", 303)


async def page(visit: Visit, dossier: Dossier, invulling: Invulling, done: str = "") -> Response:
    zaak, steps = dossier.zaak, stappen(dossier.statustypen, dossier.statussen)
    expand: dict[str, Any] = zaak.get("_expand") or {}
    resultaat = expand.get("resultaat") or {}
    momenten = tijdlijn(dossier.contacten["results"], dossier.actoren, today(visit.now))
    # Turned round afterwards: what was written in one moment then also stands newest first.
    trail = sorted(dossier.trail, key=lambda entry: str(entry["aanmaakdatum"]))[::-1]
    return visit.render(
        "behandelen/zaak.html",
        status=400 if invulling.problems else 200,
        back=address(visit),
        zaak=zaak,
        regel=regel(zaak, today(visit.now)),
        zaaktype=expand.get("zaaktype") or {},
        resultaat=(resultaat.get("_expand") or {}).get("resultaattype", {}).get("omschrijving", ""),
        heeft_resultaat=bool(zaak.get("resultaat")),
        stappen=steps,
        keuze=next_choices(steps),
        resultaattypen=[(uuid_of(one), one["omschrijving"]) for one in dossier.resultaattypen],
        betrokkenen=betrokkenen(dossier.rollen),
        objecten=[zaakobject(link) for link in dossier.objecten],
        documenten=documenten(dossier.documenten),
        documentsoorten=[(uuid_of(one), one["omschrijving"]) for one in dossier.documentsoorten],
        besluiten=besluiten(dossier.besluiten),
        werkplek="behandelen",
        momenten=momenten,
        opgenomen=await opgenomen(visit, momenten),
        contacten_aantal=dossier.contacten["count"],
        schets=teken(zaak.get("zaakgeometrie")),
        geschiedenis=[gebeurtenis(entry) for entry in trail[:GESCHIEDENIS_MAX]],
        geschiedenis_aantal=len(trail),
        laatste_status=dossier.latest_status,
        invulling=invulling,
        gelukt=done if done in ("status", "resultaat", "document") else "",
    )


def next_choices(steps: list[Stap]) -> list[Stap]:
    """What can be chosen: all but the present one, what comes next on top."""
    return [step for step in steps if step.stand == "volgt"] + [
        step for step in steps if step.stand in ("gedaan", "overgeslagen")
    ]


def one_with_uuid(resources: list[Json], uuid: str) -> Json | None:
    return next((resource for resource in resources if uuid_of(resource) == uuid), None)


def address(visit: Visit) -> str:
    return f"/{visit.gemeente.slug}/behandelen/zaken/{visit.uuid!s}"
