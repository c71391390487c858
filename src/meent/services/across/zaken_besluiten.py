"""Besluiten of a zaak, as the register of zaken keeps them (Zaken API 1.7.0): they follow the register of besluiten."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from meent.engine.change import Change
    from meent.services.besluiten.besluit import Besluit
    from meent.services.zaken.zaak import Zaak
    from meent.services.zaken.zaakbesluit import ZaakBesluit


async def require_relation_at_besluit(change: Change[ZaakBesluit]) -> None:
    """A besluit belongs to the zaak that it names itself. Source: Z-52."""
    if change.operation != "create":
        return
    found: list[Besluit] = await change.load("Besluit", [change.new.besluit])
    if any(besluit.zaak != change.new.zaak for besluit in found):
        change.reject("nonFieldErrors", "inconsistent-relation", "Dit besluit noemt een andere zaak, of geen.")


async def require_no_besluiten(change: Change[Zaak]) -> None:
    """A zaak goes after its besluiten, and a hoofdzaak after those of its deelzaken. Source: Z-41."""
    if change.operation != "delete":
        return
    zaak = change.row
    deelzaken = await change.find(type(zaak), hoofdzaak=zaak.id)
    for one in (zaak, *deelzaken):
        if await change.find("ZaakBesluit", zaak=one.id):
            change.reject("nonFieldErrors", "related-besluiten", "Verwijder eerst de besluiten van deze zaak.")
            return
