"""What the types in a catalogus prescribe for besluiten (Besluiten API 1.1.0, Catalogi API 1.3.3).

Whether types belong together goes by name within a catalogus, whatever their version (C-26).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meent.services.catalogi.besluittype import BesluitType
from meent.services.catalogi.informatieobjecttype import InformatieObjectType
from meent.services.catalogi.zaaktype import ZaakType
from meent.services.documenten.enkelvoudiginformatieobject import EnkelvoudigInformatieObject
from meent.services.zaken.zaak import Zaak

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.besluiten.besluit import Besluit
    from meent.services.besluiten.besluitinformatieobject import BesluitInformatieObject


async def require_published_besluittype(change: Change[Besluit]) -> None:
    """A besluit is taken with a besluittype that is no longer a concept. Source: B-01, C-03, brc-001."""
    if change.operation != "create":  # the besluittype is fixed
        return
    besluittype = await change.get(BesluitType, change.new.besluittype)
    if besluittype is not None and besluittype.concept:
        change.reject("besluittype", "not-published", "Dit besluittype is nog een concept. Publiceer het eerst.")


async def require_besluittype_of_zaaktype(change: Change[Besluit]) -> None:
    """The zaaktype of the zaak knows besluiten of this name. Source: B-07, C-26, brc-007."""
    if change.operation != "create":  # zaak and besluittype are fixed
        return
    zaak = await change.get(Zaak, change.new.zaak)
    if zaak is None:
        return
    besluittype = await change.get(BesluitType, change.new.besluittype)
    zaaktype = await change.get(ZaakType, zaak.zaaktype)
    if besluittype and zaaktype and not names(zaaktype, besluittype):
        change.reject(
            "nonFieldErrors", "zaaktype-mismatch", "Kies een besluittype dat het zaaktype van deze zaak kent."
        )


async def require_informatieobjecttype_of_besluittype(change: Change[BesluitInformatieObject]) -> None:
    """The besluittype knows documents of this type, by its name. Source: B-08, C-26, brc-008."""
    if change.operation != "create":
        return
    document = await change.get(EnkelvoudigInformatieObject, change.new.informatieobject)
    besluittype = await change.get(BesluitType, change.parent.besluittype)
    if document is None or besluittype is None:
        return
    soort = await change.get(InformatieObjectType, document.informatieobjecttype)
    if soort is None or besluittype.catalogus != soort.catalogus:
        is_known = False
    else:
        is_known = soort.omschrijving in besluittype.informatieobjecttypen
    if not is_known:
        change.reject(
            "nonFieldErrors",
            "missing-besluittype-informatieobjecttype-relation",
            "Kies een document van een soort die het besluittype van dit besluit kent.",
        )


def names(zaaktype: ZaakType, besluittype: BesluitType) -> bool:
    """Whether the zaaktype names the besluittype, in the same catalogus."""
    return besluittype.catalogus == zaaktype.catalogus and besluittype.omschrijving in zaaktype.besluittypen
