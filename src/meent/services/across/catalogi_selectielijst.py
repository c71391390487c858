"""What the selectielijst prescribes for types in a catalogus (Catalogi API 1.3.3, ztc-001 to ztc-003)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meent.services.across.referenties import reference, reference_key
from meent.services.selectielijst.procestype import ProcesType
from meent.services.selectielijst.resultaat import SelectielijstResultaat
from meent.services.selectielijst.resultaattypeomschrijving import ResultaatTypeOmschrijvingGeneriek

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.catalogi.resultaattype import ResultaatType
    from meent.services.catalogi.zaaktype import ZaakType

AFLEIDINGSWIJZE = {"nihil": "afgehandeld", "ingeschatte_bestaansduur_procesobject": "termijn"}
"""Procestermijn of the klasse -> the only afleidingswijze that fits; with any other procestermijn all of them do."""


async def klasse_of(change: Change[ResultaatType]) -> SelectielijstResultaat | None:
    return await reference(change, change.new.selectielijstklasse, SelectielijstResultaat)


# --- zaaktype --------------------------------------------------------------------------------------------------------


async def require_procestype(change: Change[ZaakType]) -> None:
    """The procestype of a zaaktype is one of the selectielijst. Source: C-30, ztc-001."""
    if change.operation == "delete" or not change.changed("selectielijst_procestype"):
        return
    url = change.new.selectielijst_procestype
    if url and await reference(change, url, ProcesType) is None:
        change.reject("selectielijstProcestype", "invalid-resource", "Kies een procestype uit de selectielijst.")


# --- resultaattype ---------------------------------------------------------------------------------------------------


async def take_from_selectielijst(change: Change[ResultaatType]) -> None:
    """What the client leaves open about keeping follows from the selectielijst. Source: C-32, ztc-002."""
    row = change.new
    omschrijving = await reference(change, row.resultaattypeomschrijving, ResultaatTypeOmschrijvingGeneriek)
    if omschrijving is not None:
        row.omschrijving_generiek = omschrijving.omschrijving
    klasse = await klasse_of(change)
    if klasse is not None:
        row.archiefnominatie = row.archiefnominatie or klasse.waardering
        row.archiefactietermijn = row.archiefactietermijn or klasse.bewaartermijn


async def require_selectielijst(change: Change[ResultaatType]) -> None:
    """Outcome and klasse are of the selectielijst, and fit the procestype of the zaaktype. Source: C-31, ztc-002."""
    if change.operation == "delete":
        return
    if change.changed("resultaattypeomschrijving"):
        url = change.new.resultaattypeomschrijving
        if await reference(change, url, ResultaatTypeOmschrijvingGeneriek) is None:
            change.reject("resultaattypeomschrijving", "invalid-resource", "Kies er een uit de selectielijst.")
    if change.changed("selectielijstklasse") or change.changed("zaaktype"):
        klasse = await klasse_of(change)
        if klasse is None:
            change.reject("selectielijstklasse", "invalid-resource", "Kies een resultaat uit de selectielijst.")
        elif klasse.proces_type != reference_key(change, change.parent.selectielijst_procestype, ProcesType):
            reason = "Kies een selectielijstklasse van het procestype van het zaaktype."
            change.reject("nonFieldErrors", "procestype-mismatch", reason)


async def require_afleidingswijze_of_procestermijn(change: Change[ResultaatType]) -> None:
    """How the brondatum is found fits the procestermijn of the klasse. Source: C-33, ztc-003."""
    if change.operation == "delete" or change.new.brondatum_archiefprocedure is None:
        return
    if not (change.changed("brondatum_archiefprocedure") or change.changed("selectielijstklasse")):
        return
    klasse = await klasse_of(change)
    wanted = AFLEIDINGSWIJZE.get(klasse.procestermijn) if klasse else None
    if wanted and change.new.brondatum_archiefprocedure.afleidingswijze != wanted:
        reason = f"Bij de procestermijn van deze selectielijstklasse hoort de afleidingswijze {wanted}."
        change.reject("nonFieldErrors", "invalid-afleidingswijze-for-procestermijn", reason)
