"""Which documents belong to zaken of a type (Zaken API 1.7.0, zrc-017; Catalogi API 1.3.3).

Types belong together by name within a catalogus, whatever their version (C-26).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meent.services.catalogi.informatieobjecttype import InformatieObjectType
from meent.services.catalogi.zaaktypeinformatieobjecttype import ZaakTypeInformatieObjectType
from meent.services.documenten.enkelvoudiginformatieobject import EnkelvoudigInformatieObject

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.zaken.zaakinformatieobject import ZaakInformatieObject


async def require_informatieobjecttype_of_zaaktype(change: Change[ZaakInformatieObject]) -> None:
    """The zaaktype of a zaak knows documents of this type, by its name. Source: Z-31, C-26, zrc-017."""
    if change.operation != "create":  # zaak and document are fixed
        return
    document = await change.get(EnkelvoudigInformatieObject, change.new.informatieobject)
    if document is None:
        return
    soort = await change.get(InformatieObjectType, document.informatieobjecttype)
    known = await change.find(ZaakTypeInformatieObjectType, zaaktype=change.parent.zaaktype)
    if soort and not any(
        k.informatieobjecttype == soort.omschrijving and k.catalogus == soort.catalogus for k in known
    ):
        change.reject(
            "nonFieldErrors",
            "missing-zaaktype-informatieobjecttype-relation",
            f"Het zaaktype van deze zaak kent geen documenten van de soort {soort.omschrijving}.",
        )
