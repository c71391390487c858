"""Rules of the Catalogi API 1.3.3: what is fixed once published, and periods of validity."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from meent.services.links import local_ref

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meent.engine.change import Change
    from meent.services.catalogi.roltype import RolType
    from meent.services.catalogi.statustype import StatusType
    from meent.services.catalogi.zaaktype import ZaakType

FORCED_SCOPE = {"delete": "catalogi.geforceerd-verwijderen"}
"""Operation -> scope for a correction of what is published; all others are writes."""
FORCED_WRITE = "catalogi.geforceerd-schrijven"


def overlaps(begin: date, einde: date | None, other_begin: date, other_einde: date | None) -> bool:
    """Whether two periods share a day. The last day counts, and a period without one never ends (C-09)."""
    return begin <= (other_einde or date.max) and other_begin <= (einde or date.max)


# --- zaaktype --------------------------------------------------------------------------------------------------------


async def publish_zaaktype(change: Change[ZaakType]) -> None:
    """From now on zaken can be made with this zaaktype; there is no way back. Source: C-01."""
    change.new.concept = False


async def fill_versiedatum(change: Change[ZaakType]) -> None:
    """Without a date of its own a version counts from the day it becomes valid. Source: Catalogi API 1.3.3."""
    if change.new.versiedatum is None:
        change.new.versiedatum = change.new.begin_geldigheid


async def read_names_of_urls(change: Change[ZaakType]) -> None:
    """Older clients write a URL where the name of a zaaktype belongs; the name is kept. Source: C-20, C-23."""
    zaaktype = change.new
    zaaktype.deelzaaktypen = [await name_of(change, text) for text in zaaktype.deelzaaktypen]
    zaaktype.gerelateerde_zaaktypen = [
        msgspec.structs.replace(relatie, zaaktype=await name_of(change, relatie.zaaktype))
        for relatie in zaaktype.gerelateerde_zaaktypen
    ]


async def name_of(change: Change[ZaakType], text: str) -> str:
    """The identificatie that `text` stands for: itself, or that of the zaaktype to which it links."""
    found = await change.get(type(change.new), local_ref(change, text, "ZaakType"))
    return found.identificatie if found else text


async def require_concept(change: Change[ZaakType]) -> None:
    """A published zaaktype only gets an end, except as a correction. Source: C-01, C-04, ztc-009."""
    if change.old is None or change.old.concept:
        return
    if change.operation == "partial_update" and change.given == {"eindeGeldigheid"}:
        return
    if change.may(FORCED_SCOPE.get(change.operation, FORCED_WRITE)):
        change.is_forced = True
        return
    change.reject(
        "nonFieldErrors", "non-concept-object", "Dit zaaktype is gepubliceerd. Maak een nieuwe versie en wijzig die."
    )


async def require_statustype(change: Change[ZaakType]) -> None:
    """A zaaktype without statustypen could start zaken that nobody can close. Source: C-08."""
    if change.old is None or change.operation == "delete" or not change.old.concept or change.new.concept:
        return
    if not await change.find("StatusType", zaaktype=change.id):
        change.reject("statustypen", "concept-relation", "Voeg eerst ten minste één statustype toe.")


async def require_ordered_geldigheid(change: Change[ZaakType]) -> None:
    """A version does not end before it begins. Source: C-10."""
    if change.operation == "delete" or change.new.einde_geldigheid is None:
        return
    if change.new.einde_geldigheid < change.new.begin_geldigheid:
        change.reject("eindeGeldigheid", "invalid", "Kies een einddatum op of na de begindatum.")


async def require_verlengingstermijn(change: Change[ZaakType]) -> None:
    """What can be extended says for how long, and the other way round. Source: C-37."""
    if change.operation == "delete" or change.new.verlenging_mogelijk == (change.new.verlengingstermijn is not None):
        return
    if change.new.verlenging_mogelijk:
        reason = "Vul in met welke termijn een zaak verlengd kan worden."
    else:
        reason = "Laat de verlengingstermijn weg, of zet verlengingMogelijk aan."
    change.reject("nonFieldErrors", "verlenging-mismatch", reason)


async def require_separate_versies(change: Change[ZaakType]) -> None:
    """Of the published versions of a zaaktype one is valid at a time. Source: C-09, C-38, ztc-016."""
    zaaktype = change.row
    if change.operation == "delete" or zaaktype.concept:
        return
    versies = await change.find(
        type(zaaktype), catalogus=zaaktype.catalogus, identificatie=zaaktype.identificatie, concept=False
    )
    if any(versie.id != zaaktype.id and overlapping(zaaktype, versie) for versie in versies):
        name = "eindeGeldigheid" if change.given == {"eindeGeldigheid"} else "beginGeldigheid"
        change.reject(name, "overlap", "Geef eerst de andere gepubliceerde versie een einddatum.")


def overlapping(zaaktype: ZaakType, other: ZaakType) -> bool:
    return overlaps(
        zaaktype.begin_geldigheid, zaaktype.einde_geldigheid, other.begin_geldigheid, other.einde_geldigheid
    )


# --- types under a zaaktype ------------------------------------------------------------------------------------------


async def take_over_geldigheid(change: Change[StatusType | RolType]) -> None:
    """A type under a zaaktype is valid as long as the zaaktype is. Source: C-11."""
    if change.new.begin_geldigheid is None:
        change.new.begin_geldigheid = change.parent.begin_geldigheid
    if change.new.einde_geldigheid is None:
        change.new.einde_geldigheid = change.parent.einde_geldigheid


async def take_over_catalogus(change: Change[RolType]) -> None:
    """A roltype stands in the catalogus of its zaaktype. Source: Catalogi API 1.3.3."""
    if change.new.catalogus is None:
        change.new.catalogus = change.parent.catalogus


async def require_concept_zaaktype(change: Change[StatusType | RolType]) -> None:
    """What belongs to a published zaaktype does not change, except as a correction. Source: C-05, ztc-010."""
    if all(zaaktype.concept for zaaktype in await zaaktypen_of(change)):
        return
    if change.may(FORCED_SCOPE.get(change.operation, FORCED_WRITE)):
        change.is_forced = True
        return
    change.reject(
        "nonFieldErrors", "non-concept-zaaktype", "Het zaaktype is gepubliceerd. Maak een nieuwe versie en wijzig die."
    )


async def zaaktypen_of(change: Change[StatusType | RolType]) -> Iterable[Any]:
    """The zaaktype under which the row stands, and the one it leaves."""
    if change.old is None or change.old.zaaktype == change.parent.id:
        return [change.parent]
    return [change.parent, await change.get(type(change.parent), change.old.zaaktype)]


async def require_geldigheid_of_zaaktype(change: Change[StatusType | RolType]) -> None:
    """A type under a zaaktype begins on the day the zaaktype begins. Source: C-11."""
    if change.operation != "delete" and change.new.begin_geldigheid != change.parent.begin_geldigheid:
        change.reject("beginGeldigheid", "date-mismatch", "Kies de begindatum van het zaaktype, of laat dit weg.")


async def require_catalogus_of_zaaktype(change: Change[RolType]) -> None:
    """A roltype stands in the catalogus of its zaaktype. Source: C-07, ztc-013."""
    if change.operation != "delete" and change.new.catalogus != change.parent.catalogus:
        change.reject("catalogus", "relations-incorrect-catalogus", "Kies de catalogus van het zaaktype.")
