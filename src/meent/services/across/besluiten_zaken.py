"""Besluiten of a zaak: what the register of zaken asks of them (Besluiten API 1.1.0, Zaken API 1.7.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meent.basis.adres import is_elders
from meent.services.koppelingen.spiegels import let_go, mirror
from meent.services.links import stored_url
from meent.services.zaken.zaak import ZAAK, Zaak
from meent.services.zaken.zaakbesluit import ZaakBesluit

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


async def mirror_besluit_elders(change: Change[Besluit]) -> None:
    """A zaak in a register elsewhere knows its besluit there, as long as it is. Source: B-06, brc-006."""
    zaak = change.row.zaak
    if zaak is None or not is_elders(zaak) or change.operation not in ("create", "delete"):
        return
    if change.operation == "delete":
        await let_go(change, [change.id])
        return
    there = await change.session.url_of(ZAAK, zaak)
    await mirror(change, f"{there}/besluiten", {"besluit": stored_url(change, "Besluit", change.id)})


async def carry_relation_to_zaak(change: Change[Besluit]) -> None:
    """The zaak knows the besluiten that name it, from the first to the last. Source: B-06, B-09, brc-006."""
    besluit = change.row
    if besluit.zaak is None or is_elders(besluit.zaak):
        return
    if change.operation == "create":
        change.also_create(ZaakBesluit, zaak=besluit.zaak, besluit=besluit.id)
    elif change.operation == "delete":
        for relation in await change.find(ZaakBesluit, besluit=besluit.id):
            change.also_delete(ZaakBesluit, relation.id)
