"""Rules of the Zaken API 1.7.0 for a status itself. What it does to its zaak: services/across/afsluiten.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meent.services.zaken.regels import LEEWAY
from meent.services.zaken.rol import Rol

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.zaken.status import Status


async def require_datum_status_in_past(change: Change[Status]) -> None:
    """A status has been reached already. Source: Z-17."""
    if change.new.datum_status_gezet > change.now + LEEWAY:
        change.reject("datumStatusGezet", "date-in-future", "Kies een datum en tijd die niet in de toekomst liggen.")


async def require_gezetdoor_of_zaak(change: Change[Status]) -> None:
    """Who set the status takes part in this zaak. Source: Z-19."""
    rol = await change.get(Rol, change.new.gezetdoor)
    if rol is not None and rol.zaak != change.new.zaak:
        change.reject("nonFieldErrors", "zaak-mismatch", "Kies bij gezetdoor een rol die bij deze zaak hoort.")
