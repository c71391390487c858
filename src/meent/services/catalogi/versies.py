"""What a changed zaaktype carries to the types under it. Catalogi API 1.3.3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meent.services.catalogi.roltype import RolType
from meent.services.catalogi.statustype import StatusType

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.catalogi.zaaktype import ZaakType


async def carry_geldigheid(change: Change[ZaakType]) -> None:
    """When the validity of a zaaktype changes, that of the types under it does too. Source: C-11."""
    if change.old is None or change.operation == "delete":
        return
    zaaktype = change.new
    geldigheid = {"begin_geldigheid": zaaktype.begin_geldigheid, "einde_geldigheid": zaaktype.einde_geldigheid}
    if any(change.changed(name) for name in geldigheid):
        for statustype in await change.find(StatusType, zaaktype=zaaktype.id):
            change.also(StatusType, statustype.id, **geldigheid)
    if any(change.changed(name) for name in (*geldigheid, "catalogus")):
        for roltype in await change.find(RolType, zaaktype=zaaktype.id):
            change.also(RolType, roltype.id, catalogus=zaaktype.catalogus, **geldigheid)
