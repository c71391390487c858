"""What a changed zaaktype carries to the types under it. Catalogi API 1.3.3."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meent.services.catalogi.eigenschap import Eigenschap
from meent.services.catalogi.resultaattype import ResultaatType
from meent.services.catalogi.roltype import RolType
from meent.services.catalogi.statustype import StatusType
from meent.services.catalogi.zaakobjecttype import ZaakObjectType
from meent.services.catalogi.zaaktypeinformatieobjecttype import ZaakTypeInformatieObjectType

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.catalogi.zaaktype import ZaakType

GELDIGHEID = ("begin_geldigheid", "einde_geldigheid")
CARRIED: dict[type[Any], tuple[str, ...]] = {
    StatusType: GELDIGHEID,
    Eigenschap: GELDIGHEID,
    ResultaatType: (*GELDIGHEID, "catalogus"),
    RolType: (*GELDIGHEID, "catalogus"),
    ZaakObjectType: (*GELDIGHEID, "catalogus"),
    ZaakTypeInformatieObjectType: ("catalogus",),
}
"""What each type under a zaaktype holds a copy of."""


async def carry_to_subtypes(change: Change[ZaakType]) -> None:
    """When the validity or catalogus of a zaaktype changes, that of the types under it does too. Source: C-11."""
    if change.old is None or change.operation == "delete":
        return
    for shape, names in CARRIED.items():
        if any(change.changed(name) for name in names):
            for row in await change.find(shape, zaaktype=change.id):
                change.also(shape, row.id, **{name: getattr(change.new, name) for name in names})
