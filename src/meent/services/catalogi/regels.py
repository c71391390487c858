"""Rules of the Catalogi API 1.3.3: what is fixed once published, and periods of validity."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from meent.capabilities.names import Names
from meent.capabilities.series import next_number
from meent.services.links import local_ref

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meent.engine.change import Change
    from meent.services.catalogi.eigenschap import Eigenschap
    from meent.services.catalogi.informatieobjecttype import InformatieObjectType
    from meent.services.catalogi.zaaktype import ZaakType
    from meent.services.catalogi.zaaktypeinformatieobjecttype import ZaakTypeInformatieObjectType

FORCED_SCOPE = {"delete": "catalogi.geforceerd-verwijderen"}
"""Operation -> scope for a correction of what is published; all others are writes."""
FORCED_WRITE = "catalogi.geforceerd-schrijven"

IDENTIFIED_BY = {"zaaktype": "identificatie"}
"""By which attribute versions belong together, where that is not the omschrijving."""

LENGTE = {"tekst": r"\d{1,3}", "getal": r"\d+(,\d+)?", "datum": "8", "datum_tijd": "14"}
"""Formaat of an eigenschap -> what its lengte looks like (C-36)."""
LONGEST_TEKST = 255


def overlaps(begin: date, einde: date | None, other_begin: date, other_einde: date | None) -> bool:
    """Whether two periods share a day. The last day counts, and a period without one never ends (C-09)."""
    return begin <= (other_einde or date.max) and other_begin <= (einde or date.max)


# --- what is published as a whole: zaaktype, besluittype, informatieobjecttype ---------------------------------------


async def publish(change: Change[Any]) -> None:
    """From now on this type can be used in the other registers; there is no way back. Source: C-01."""
    change.new.concept = False


async def require_concept(change: Change[Any]) -> None:
    """What is published only gets an end, except as a correction. Source: C-01, C-04, ztc-009."""
    if change.old is None or change.old.concept:
        return
    if change.operation == "partial_update" and change.given == {"eindeGeldigheid"}:
        return
    if change.may(FORCED_SCOPE.get(change.operation, FORCED_WRITE)):
        change.is_forced = True
        return
    reason = f"Dit {change.resource.name} is gepubliceerd. Maak een nieuwe versie en wijzig die."
    change.reject("nonFieldErrors", "non-concept-object", reason)


async def require_ordered_geldigheid(change: Change[Any]) -> None:
    """A version does not end before it begins. Source: C-10."""
    if change.operation == "delete" or change.new.einde_geldigheid is None:
        return
    if change.new.einde_geldigheid < change.new.begin_geldigheid:
        change.reject("eindeGeldigheid", "invalid", "Kies een einddatum op of na de begindatum.")


async def require_separate_versies(change: Change[Any]) -> None:
    """Of the published versions of a type one is valid at a time. Source: C-09, C-38, ztc-016."""
    row = change.row
    if change.operation == "delete" or row.concept:
        return
    name = IDENTIFIED_BY.get(change.resource.name, "omschrijving")
    same = {"catalogus": row.catalogus, name: getattr(row, name), "concept": False}
    if any(versie.id != row.id and overlapping(row, versie) for versie in await change.find(type(row), **same)):
        name = "eindeGeldigheid" if change.given == {"eindeGeldigheid"} else "beginGeldigheid"
        change.reject(name, "overlap", "Geef eerst de andere gepubliceerde versie een einddatum.")


def overlapping(row: Any, other: Any) -> bool:
    return overlaps(row.begin_geldigheid, row.einde_geldigheid, other.begin_geldigheid, other.einde_geldigheid)


# --- relations by name -----------------------------------------------------------------------------------------------


async def read_names_of_relations(change: Change[Any]) -> None:
    """Older clients write a URL where the name of a type belongs; the name is kept. Source: C-23."""
    for f in change.resource.writable:
        names, value = f.mark(Names), getattr(change.new, f.name)
        if names and f.item:
            found = [await name_of(change, text, names.shape, names.by) for text in value]
            setattr(change.new, f.name, list(dict.fromkeys(found)))
        elif names:
            setattr(change.new, f.name, await name_of(change, value, names.shape, names.by))


async def read_names_of_gerelateerde_zaaktypen(change: Change[ZaakType]) -> None:
    """As `read_names_of_relations`, for the relations that say more than a name. Source: C-23."""
    change.new.gerelateerde_zaaktypen = [
        msgspec.structs.replace(relatie, zaaktype=await name_of(change, relatie.zaaktype, "ZaakType", "identificatie"))
        for relatie in change.new.gerelateerde_zaaktypen
    ]


async def name_of(change: Change[Any], text: str, shape: str, by: str) -> str:
    """The name that `text` stands for: itself, or that of the type to which it links."""
    ref = local_ref(change, text, shape)
    found: Any = await change.get(shape, ref)
    return str(getattr(found, by)) if found else text


# --- zaaktype --------------------------------------------------------------------------------------------------------


async def fill_versiedatum(change: Change[ZaakType]) -> None:
    """Without a date of its own a version counts from the day it becomes valid. Source: Catalogi API 1.3.3."""
    if change.new.versiedatum is None:
        change.new.versiedatum = change.new.begin_geldigheid


async def fill_identificatie(change: Change[ZaakType]) -> None:
    """A client of Catalogi 1.0 may leave the number to us; the number of a version stays. Source: decision 0022."""
    if not change.new.identificatie:
        known = change.old.identificatie if change.old else ""
        series = f"ZAAKTYPE-{change.today.year}-"
        change.new.identificatie = known or await next_number(change, "identificatie", series)


async def fill_verantwoordelijke(change: Change[ZaakType]) -> None:
    """Where Catalogi 1.0 named nobody, the organisation whose catalogus it is answers for it. Source: decision 0022."""
    if change.new.verantwoordelijke:
        return
    catalogus: Any = await change.get("Catalogus", change.new.catalogus)
    known = change.old.verantwoordelijke if change.old else ""
    change.new.verantwoordelijke = known or getattr(catalogus, "rsin", "")


async def fill_informatieobjectcategorie(change: Change[InformatieObjectType]) -> None:
    """A client of Catalogi 1.0 does not know the categorie and leaves it as it is. Source: decision 0022."""
    if change.old is not None and not change.new.informatieobjectcategorie:
        change.new.informatieobjectcategorie = change.old.informatieobjectcategorie


async def require_statustype(change: Change[ZaakType]) -> None:
    """A zaaktype without statustypen could start zaken that nobody can close. Source: C-08."""
    if change.old is None or change.operation == "delete" or not change.old.concept or change.new.concept:
        return
    if not await change.find("StatusType", zaaktype=change.id):
        change.reject("statustypen", "concept-relation", "Voeg eerst ten minste één statustype toe.")


async def require_verlengingstermijn(change: Change[ZaakType]) -> None:
    """What can be extended says for how long, and the other way round. Source: C-37."""
    if change.operation == "delete" or change.new.verlenging_mogelijk == (change.new.verlengingstermijn is not None):
        return
    if change.new.verlenging_mogelijk:
        reason = "Vul in met welke termijn een zaak verlengd kan worden."
    else:
        reason = "Laat de verlengingstermijn weg, of zet verlengingMogelijk aan."
    change.reject("nonFieldErrors", "verlenging-mismatch", reason)


# --- types under a zaaktype ------------------------------------------------------------------------------------------


async def take_over_geldigheid(change: Change[Any]) -> None:
    """A type under a zaaktype is valid as long as the zaaktype is. Source: C-11."""
    if change.new.begin_geldigheid is None:
        change.new.begin_geldigheid = change.parent.begin_geldigheid
    if change.new.einde_geldigheid is None:
        change.new.einde_geldigheid = change.parent.einde_geldigheid


async def take_over_catalogus(change: Change[Any]) -> None:
    """A type under a zaaktype stands in the catalogus of that zaaktype. Source: Catalogi API 1.3.3."""
    if change.new.catalogus is None:
        change.new.catalogus = change.parent.catalogus


async def require_concept_zaaktype(change: Change[Any]) -> None:
    """What belongs to a published zaaktype does not change, except as a correction. Source: C-05, ztc-010."""
    if all(zaaktype.concept for zaaktype in await zaaktypen_of(change)):
        return
    if change.may(FORCED_SCOPE.get(change.operation, FORCED_WRITE)):
        change.is_forced = True
        return
    change.reject(
        "nonFieldErrors", "non-concept-zaaktype", "Het zaaktype is gepubliceerd. Maak een nieuwe versie en wijzig die."
    )


async def zaaktypen_of(change: Change[Any]) -> Iterable[Any]:
    """The zaaktype under which the row stands, and the one it leaves."""
    if change.old is None or change.old.zaaktype == change.parent.id:
        return [change.parent]
    return [change.parent, await change.get(type(change.parent), change.old.zaaktype)]


async def require_geldigheid_of_zaaktype(change: Change[Any]) -> None:
    """A type under a zaaktype begins on the day the zaaktype begins. Source: C-11."""
    if change.operation != "delete" and change.new.begin_geldigheid != change.parent.begin_geldigheid:
        change.reject("beginGeldigheid", "date-mismatch", "Kies de begindatum van het zaaktype, of laat dit weg.")


async def require_catalogus_of_zaaktype(change: Change[Any]) -> None:
    """A type under a zaaktype stands in the catalogus of that zaaktype. Source: decision 0022."""
    if change.operation != "delete" and change.new.catalogus != change.parent.catalogus:
        change.reject("catalogus", "relations-incorrect-catalogus", "Kies de catalogus van het zaaktype.")


async def take_catalogus_of_zaaktype(change: Change[ZaakTypeInformatieObjectType]) -> None:
    """It stands in the catalogus of its zaaktype, whatever the client says. Source: Catalogi API 1.3.3."""
    change.new.catalogus = change.parent.catalogus


async def require_statustype_of_zaaktype(change: Change[Eigenschap | ZaakTypeInformatieObjectType]) -> None:
    """The phase in which it must be known is a phase of the same zaaktype. Source: C-40."""
    if change.operation == "delete":
        return
    statustype: Any = await change.get("StatusType", change.new.statustype)
    if statustype is not None and statustype.zaaktype != change.new.zaaktype:
        change.reject("statustype", "relations-incorrect-zaaktype", "Kies een statustype van hetzelfde zaaktype.")


# --- eigenschap ------------------------------------------------------------------------------------------------------


async def require_lengte_of_formaat(change: Change[Eigenschap]) -> None:
    """How long a value may be, and how many there may be, fits what kind of value it is. Source: C-36, ztc-015."""
    if change.operation == "delete":
        return
    specificatie = change.new.specificatie
    lengte, formaat = specificatie.lengte, specificatie.formaat
    if not re.fullmatch(LENGTE[formaat], lengte) or (formaat == "tekst" and int(lengte) > LONGEST_TEKST):
        change.reject("specificatie.lengte", "invalid", f"Deze lengte past niet bij het formaat {formaat}.")
    if not re.fullmatch("[1-9][0-9]*|N", specificatie.kardinaliteit):
        change.reject("specificatie.kardinaliteit", "invalid", "Vul een aantal in, of de letter N voor meer.")
