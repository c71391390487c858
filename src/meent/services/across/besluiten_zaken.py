"""Besluiten of a zaak: what the register of zaken asks of them (Besluiten API 1.1.0, Zaken API 1.7.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meent.services.zaken.zaak import ZAAK, Zaak

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.besluiten.besluit import Besluit

FORCED = ("zaken.geforceerd-bijwerken",)


async def require_forced_besluit_on_closed_zaak(change: Change[Besluit]) -> None:
    """A closed zaak gets or loses a besluit only by who may correct that zaak. Source: B-12, Z-15, zrc-007."""
    if change.operation not in ("create", "delete") or change.row.zaak is None:
        return
    zaak = await change.lock(Zaak, change.row.zaak)
    if zaak is None or zaak.einddatum is None:
        return
    reach = change.caller.rights.reach(ZAAK.api.component, FORCED)
    if not reach.covers(zaak.zaaktype, zaak.vertrouwelijkheidaanduiding):
        change.refuse(reason="De zaak van dit besluit is afgesloten. Heropen haar eerst.")
    change.is_forced = True
